#include "Measure.h"

#include <algorithm>

namespace siprace {

namespace {

bool hasCallerCancelled(const TraceIndex& index, const CallView& call)
{
    return std::ranges::any_of(
        call.invites, [&](int invite) { return index.transactions()[static_cast<std::size_t>(invite)].cancel >= 0; });
}

/// The call was up, the caller wanted it, and it is over although nobody hung up.
bool diedByItself(const TraceIndex& index, const DialogView& dialog)
{
    if (!dialog.isKept || (!dialog.endAtCallee && !dialog.endAtCaller))
        return false;
    if (dialog.byes.empty())
        return true;
    return index.reasonOf(dialog.byes.front()) != ByeReason::HangUp;
}

bool isLost(const TraceIndex& index, const CallView& call)
{
    if (call.dialogs.empty())
        return false;
    const auto dialog = [&](int i) -> const DialogView& { return index.dialogs()[static_cast<std::size_t>(i)]; };
    if (std::ranges::none_of(call.dialogs, [&](int i) { return dialog(i).isConfirmed(); }))
        return true;
    return !hasCallerCancelled(index, call)
        && std::ranges::any_of(call.dialogs, [&](int i) { return diedByItself(index, dialog(i)); });
}

} // namespace

int strayInCall(const TraceIndex& index, const CallView& call)
{
    for (const int invite : call.invites) {
        for (const int n : index.transactions()[static_cast<std::size_t>(invite)].responses) {
            const TraceMessage& response = index.message(n);
            if (response.status < 300 || !response.arrived || response.to != call.caller)
                continue;
            const bool isInCall = std::ranges::any_of(call.dialogs, [&](int i) {
                const DialogView& dialog = index.dialogs()[static_cast<std::size_t>(i)];
                return dialog.isConfirmed() && index.message(dialog.callerAcks.front()).sent < *response.arrived
                    && *response.arrived <= dialog.endAtCaller.value_or(TraceIndex::never);
            });
            if (isInCall)
                return n;
        }
    }
    return 0;
}

QString classOf(const TraceIndex& index, const Outcome& outcome, const QList<Finding>& findings)
{
    const auto& calls = index.calls();
    if (std::ranges::any_of(calls, [&](const CallView& call) { return isLost(index, call); }))
        return QStringLiteral("call-lost");
    const auto hasStray = [&](const CallView& call) { return strayInCall(index, call) != 0; };
    if (outcome.killedByStray > 0 || std::ranges::any_of(calls, hasStray))
        return QStringLiteral("stray-in-call");
    if (outcome.orphanDialogs > 0)
        return QStringLiteral("orphan-dialog");
    if (outcome.twoXxToCaller > 1)
        return QStringLiteral("two-2xx");
    if (outcome.ghostCalls > 0)
        return QStringLiteral("ghost-call");
    const bool isClean = std::ranges::none_of(
        findings, [](const Finding& finding) { return finding.severity == Severity::Violation; });
    return isClean ? QStringLiteral("clean") : QStringLiteral("other");
}

} // namespace siprace
