#include "Rules.h"

namespace siprace {

Verdict judge(const Trace& trace)
{
    const TraceIndex index(trace);
    Verdict verdict;
    verdict.outcome = measure(index);
    FindingSink findings(index);
    for (const CheckRule& rule : checkRules())
        rule.check(index, verdict.outcome, findings);
    verdict.findings = findings.take();
    if (isGoingOn(index)) // what only its end can tell
        verdict.findings.removeIf([](const Finding& finding) { return finding.severity == Severity::Unknown; });
    verdict.runClass = classOf(index, verdict.outcome, verdict.findings);
    return verdict;
}

QString toString(Severity severity)
{
    switch (severity) {
    case Severity::Violation:
        return QStringLiteral("violation");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Note:
        return QStringLiteral("note");
    case Severity::ByDesign:
        return QStringLiteral("by-design");
    case Severity::Unknown:
        return QStringLiteral("unknown");
    case Severity::Ok:
        return QStringLiteral("ok");
    }
    return {};
}

} // namespace siprace
