#pragma once

#include "Trace.h"

#include <QMap>

namespace siprace {

enum class Severity
{
    Violation,
    Warning,
    Note,
    ByDesign,
    Unknown,
    Ok
};

struct Finding
{
    QString rule; ///< "R-405"
    Severity severity = Severity::Note;
    QString by; ///< what breaks it on purpose: a policy, setting or behaviour; empty otherwise
    QString title; ///< a few words: "Caller received two 2xx"
    QString text; ///< one sentence with names and times
    QList<int> messages; ///< n of the messages concerned
    QString reference; ///< "RFC 3261 13.2.2.4"
    int node = -1; ///< the node that did it

    bool operator==(const Finding&) const = default;
};

/// The numbers of one run, exact. Contract, "Outcome"; the names in JSON are those of the contract.
struct Outcome
{
    int twoXxToCaller = 0; ///< 2xx_to_caller
    int twoXxDeliveries = 0; ///< 2xx_deliveries
    int dialogsAtCallees = 0;
    int orphanDialogs = 0;
    int ghostCalls = 0;
    double ghostCallMs = 0;
    int survivingCalls = 0;
    int killedByStray = 0;
    int misroutedAcks = 0;
    int dropped2xx = 0;
    int strayForwarded = 0;
    int cancels = 0;
    int cancelsTooLate = 0;
    int retransmissions = 0;
    int messages = 0;
    int lost = 0;
    double settledMs = 0;

    bool operator==(const Outcome&) const = default;
};

/// name (as in the contract) → value, in the contract's order.
[[nodiscard]] QList<QPair<QString, double>> outcomeValues(const Outcome& outcome);

struct Verdict
{
    Outcome outcome;
    QString runClass; ///< "clean", "two-2xx" …
    QList<Finding> findings; ///< worst first

    bool operator==(const Verdict&) const = default;
};

[[nodiscard]] Outcome measure(const Trace& trace);
/// Outcome, class and findings of a trace; of a live, a saved or an imported one alike.
[[nodiscard]] Verdict judge(const Trace& trace);

[[nodiscard]] QString toString(Severity severity); ///< "by-design"

} // namespace siprace
