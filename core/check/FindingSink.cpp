#include "FindingSink.h"

#include "RuleBook.h"

#include <QSet>

#include <algorithm>

namespace siprace {

namespace {

Severity severityOf(const Rule* rule)
{
    if (!rule)
        return Severity::Note;
    switch (rule->strength) {
    case Strength::Must:
        return Severity::Violation;
    case Strength::Should:
        return Severity::Warning;
    case Strength::May:
    case Strength::Reading:
        break;
    }
    return Severity::Note;
}

/// "RFC 3261 13.2.2.4": the contract writes references without the paragraph sign.
QString plainReference(const Rule* rule)
{
    return rule ? rule->reference.toString().remove(u'§') : QString();
}

} // namespace

void FindingSink::broken(FindingDraft draft)
{
    const Severity severity = severityOf(findRule(draft.rule));
    broken(std::move(draft), severity);
}

void FindingSink::broken(FindingDraft draft, Severity severity)
{
    QString by = breakerOf(m_index.trace(), draft.rule, draft.node);
    // It was handed to the network; when a phone read it, and whether it did, nobody else can tell.
    if (by.isEmpty() && draft.needsReceipt && m_index.isOutside(draft.node) && !m_index.isProxy(draft.node)) {
        draft.text.chop(1);
        draft.text += QStringLiteral("; whether it had been read by then only %1 knows.").arg(m_index.name(draft.node));
        severity = Severity::Unknown;
    }
    add(std::move(draft), by.isEmpty() ? severity : Severity::ByDesign, by);
}

void FindingSink::broken(FindingDraft draft, const QString& by)
{
    const QString named = breakerOf(m_index.trace(), draft.rule, draft.node);
    if (named.isEmpty() && m_index.isOutside(draft.node)) { // it has no settings of ours that could mean it
        broken(std::move(draft));
        return;
    }
    add(std::move(draft), Severity::ByDesign, named.isEmpty() ? by : named);
}

void FindingSink::observed(FindingDraft draft, Severity severity)
{
    add(std::move(draft), severity, {});
}

void FindingSink::add(FindingDraft draft, Severity severity, QString by)
{
    Finding finding;
    finding.rule = draft.rule.toString();
    finding.severity = severity;
    finding.by = std::move(by);
    finding.title = std::move(draft.title);
    finding.text = std::move(draft.text);
    finding.messages = std::move(draft.messages);
    finding.reference = plainReference(findRule(draft.rule));
    finding.node = draft.node;
    m_findings.append(std::move(finding));
}

QList<Finding> FindingSink::take()
{
    std::ranges::stable_sort(m_findings, {}, &Finding::severity);
    QSet<QString> texts; // a long run has many findings of few kinds
    for (Finding& finding : m_findings) {
        for (QString* text : {&finding.rule, &finding.by, &finding.title, &finding.reference})
            *text = *texts.insert(*text);
    }
    m_findings.squeeze();
    return std::move(m_findings);
}

} // namespace siprace
