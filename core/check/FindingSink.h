#pragma once

#include "Check.h"
#include "TraceIndex.h"

namespace siprace {

/// What a check found, before it is known how bad it is.
struct FindingDraft
{
    QStringView rule; ///< "R-406"
    int node = -1; ///< that broke it, -1: nobody in particular
    QString title;
    QString text;
    QList<int> messages;
    bool needsReceipt = false; ///< it is broken only if the node had read what had reached it by then
};

/// Collects findings, and decides how bad each is: by the strength of its rule, and by whether the run breaks it on
/// purpose. rules.md, "How to read a rule".
class FindingSink
{
public:
    explicit FindingSink(const TraceIndex& index)
        : m_index(index)
    {
    }

    /// A rule was broken: violation, warning or note by its strength, by-design where a policy, setting or behaviour of
    /// this run breaks it; unknown where it needs to be known what a phone outside has read.
    void broken(FindingDraft draft);
    /// The same with a severity of its own; still by-design where something breaks it on purpose.
    void broken(FindingDraft draft, Severity severity);
    /// Broken by design whatever else is known: `by` names what, where its default value does the breaking.
    void broken(FindingDraft draft, const QString& by);
    /// Something worth knowing that breaks nothing: severity as given.
    void observed(FindingDraft draft, Severity severity);
    /// A rule was kept where it mattered.
    void kept(FindingDraft draft) { observed(std::move(draft), Severity::Ok); }

    /// Worst first, in the order found within a severity.
    [[nodiscard]] QList<Finding> take();

private:
    void add(FindingDraft draft, Severity severity, QString by);

    const TraceIndex& m_index;
    QList<Finding> m_findings;
};

/// What breaks a rule at a node on purpose in this run: "ack-first-leg", "cancel-unreplied: at-once", "drop-late-2xx";
/// empty when nothing does. A policy counts at every proxy.
[[nodiscard]] QString breakerOf(const Trace& trace, QStringView rule, int node);

} // namespace siprace
