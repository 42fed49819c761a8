#include "Measure.h"

#include <algorithm>

namespace siprace {

namespace {

// Each function is one line of the contract's table "Outcome".

void measureAnswers(const TraceIndex& index, Outcome& outcome)
{
    outcome.dialogsAtCallees = static_cast<int>(index.dialogs().size());
    for (const DialogView& dialog : index.dialogs()) {
        outcome.twoXxDeliveries += static_cast<int>(dialog.deliveries.size());
        outcome.twoXxToCaller += dialog.deliveries.empty() ? 0 : 1;
        outcome.orphanDialogs += dialog.acks.empty() ? 1 : 0;
    }
}

void measureDialogs(const TraceIndex& index, Outcome& outcome)
{
    for (const DialogView& dialog : index.dialogs()) {
        if (!dialog.isKept) {
            ++outcome.ghostCalls;
            outcome.ghostCallMs = std::max(outcome.ghostCallMs, toMs(ghostTime(index, dialog)));
        }
        if (dialog.isConfirmed() && !dialog.endAtCallee && !dialog.endAtCaller)
            ++outcome.survivingCalls;
        const bool isKilled = std::ranges::any_of(dialog.byes, [&](int bye) {
            return dialog.isConfirmed() && dialog.callerAcks.front() < bye && index.reasonOf(bye) == ByeReason::Stray;
        });
        outcome.killedByStray += isKilled ? 1 : 0;
    }
}

void measureMessage(const TraceIndex& index, const TraceMessage& message, Outcome& outcome)
{
    outcome.retransmissions += message.retransmissionOf != 0 ? 1 : 0;
    outcome.lost += message.fate == Fate::Lost ? 1 : 0;
    if (message.arrived)
        outcome.settledMs = std::max(outcome.settledMs, toMs(*message.arrived));
    else if (message.fate == Fate::Lost)
        outcome.settledMs = std::max(outcome.settledMs, toMs(message.sent));
    outcome.misroutedAcks += isMisroutedAck(index, message.n) ? 1 : 0;
    outcome.dropped2xx += isDropped2xx(index, message.n) ? 1 : 0;
    outcome.strayForwarded += isForwardedStray(index, message.n) ? 1 : 0;
}

void measureCancels(const TraceIndex& index, Outcome& outcome)
{
    for (const TransactionView& transaction : index.transactions()) {
        if (transaction.method != "CANCEL" || !index.isProxy(transaction.client) || transaction.requests.empty())
            continue;
        ++outcome.cancels;
        outcome.cancelsTooLate += isCancelTooLate(index, transaction) ? 1 : 0;
    }
}

} // namespace

Duration ghostTime(const TraceIndex& index, const DialogView& dialog)
{
    const Instant answered = index.message(dialog.answers.front()).sent;
    const Instant end = dialog.endAtCallee.value_or(index.end());
    return std::max(Duration{0}, end - answered);
}

int causing2xx(const TraceIndex& index, int n)
{
    for (int cause = index.causeOf(n); cause != 0; cause = index.causeOf(cause)) {
        const TraceMessage& message = index.message(cause);
        if (message.isSuccess() && message.cseqMethod == "INVITE")
            return cause;
        if (message.method != "ACK")
            return 0;
    }
    return 0;
}

bool isMisroutedAck(const TraceIndex& index, int n)
{
    const TraceMessage& ack = index.message(n);
    if (ack.method != "ACK" || !ack.arrived || index.isProxy(ack.to))
        return false;
    const CallView* call = index.callOf(n);
    const TransactionView* transaction = index.transactionOf(n);
    if (!call || ack.to == call->caller || !transaction || transaction->method != "ACK")
        return false; // the ACK to a failure ends with its transaction and has no dialog
    const int answer = causing2xx(index, n);
    if (answer != 0 && index.message(answer).toTag != ack.toTag)
        return true;
    const DialogView* dialog = index.dialogOf(n);
    if (!dialog || dialog->callee != ack.to)
        return true;
    return index.wentDown(ack.to, index.message(dialog->answers.front()).sent, *ack.arrived);
}

bool isDropped2xx(const TraceIndex& index, int n)
{
    const TraceMessage& answer = index.message(n);
    if (!answer.isSuccess() || answer.cseqMethod != "INVITE" || !answer.arrived || !index.isProxy(answer.to))
        return false;
    return std::ranges::none_of(index.effectsOf(n), [&](int effect) {
        const TraceMessage& message = index.message(effect);
        return message.method == "ACK" || (!message.isRequest() && message.cseqMethod == "INVITE");
    });
}

bool isForwardedStray(const TraceIndex& index, int n)
{
    const TraceMessage& response = index.message(n);
    if (response.isRequest() || !response.isSip() || !index.isProxy(response.from))
        return false;
    // The mark says that it was sent on so, or that it matched nothing where it arrived. Only a proxy does either, so
    // beside a phone it is clear whose mark it is; between two proxies both ends of the way have to be looked at.
    const int cause = index.causeOf(n);
    const bool hasResponse = cause != 0 && !index.message(cause).isRequest();
    const bool wasUnmatched = hasResponse && index.message(cause).isStray;
    if (hasResponse && !index.isProxy(index.message(cause).from) && (wasUnmatched || index.isProxy(response.to)))
        return wasUnmatched;
    return response.isStray && (wasUnmatched || !hasResponse || !index.isProxy(response.to));
}

bool wasForkedAgain(const TraceIndex& index, const TransactionView& invite)
{
    const int first = firstArrival(index, invite.requests);
    return std::ranges::any_of(invite.requests, [&](int copy) {
        return copy != first && std::ranges::any_of(index.effectsOf(copy), [&](int effect) {
            return index.message(effect).method == "INVITE" && index.message(effect).retransmissionOf == 0;
        });
    });
}

bool isGoingOn(const TraceIndex& index)
{
    return index.trace().ended.isEmpty();
}

bool wasCutShort(const TraceIndex& index, Instant since)
{
    constexpr Duration soon = 50ms; // rules.md, "at once" on a real clock
    return index.trace().ended != u"settled" && index.end() - since < soon;
}

int firstArrival(const TraceIndex& index, const std::vector<int>& copies)
{
    int first = 0;
    for (const int n : copies) {
        const TraceMessage& message = index.message(n);
        if (message.arrived && (first == 0 || *message.arrived < *index.message(first).arrived))
            first = n;
    }
    return first;
}

bool isCancelTooLate(const TraceIndex& index, const TransactionView& cancel)
{
    const int arrival = firstArrival(index, cancel.requests);
    if (arrival == 0 || cancel.invite < 0)
        return false;
    const int final = index.finalOf(index.transactions()[static_cast<std::size_t>(cancel.invite)]);
    if (final == 0)
        return false;
    const Instant cancelled = *index.message(arrival).arrived;
    const Instant answered = index.message(final).sent;
    if (answered != cancelled)
        return answered < cancelled;
    // The same microsecond: arrivals are handled in order of sending, timers after them.
    const int cause = index.causeOf(final);
    return cause != 0 && cause < arrival;
}

Outcome measure(const TraceIndex& index)
{
    Outcome outcome;
    outcome.messages = static_cast<int>(index.trace().messages.size());
    measureAnswers(index, outcome);
    measureDialogs(index, outcome);
    measureCancels(index, outcome);
    for (const TraceMessage& message : index.trace().messages)
        measureMessage(index, message, outcome);
    return outcome;
}

Outcome measure(const Trace& trace)
{
    return measure(TraceIndex(trace));
}

QList<QPair<QString, double>> outcomeValues(const Outcome& outcome)
{
    return {
        {QStringLiteral("2xx_to_caller"), outcome.twoXxToCaller},
        {QStringLiteral("2xx_deliveries"), outcome.twoXxDeliveries},
        {QStringLiteral("dialogs_at_callees"), outcome.dialogsAtCallees},
        {QStringLiteral("orphan_dialogs"), outcome.orphanDialogs},
        {QStringLiteral("ghost_calls"), outcome.ghostCalls},
        {QStringLiteral("ghost_call_ms"), outcome.ghostCallMs},
        {QStringLiteral("surviving_calls"), outcome.survivingCalls},
        {QStringLiteral("killed_by_stray"), outcome.killedByStray},
        {QStringLiteral("misrouted_acks"), outcome.misroutedAcks},
        {QStringLiteral("dropped_2xx"), outcome.dropped2xx},
        {QStringLiteral("stray_forwarded"), outcome.strayForwarded},
        {QStringLiteral("cancels"), outcome.cancels},
        {QStringLiteral("cancels_too_late"), outcome.cancelsTooLate},
        {QStringLiteral("retransmissions"), outcome.retransmissions},
        {QStringLiteral("messages"), outcome.messages},
        {QStringLiteral("lost"), outcome.lost},
        {QStringLiteral("settled_ms"), outcome.settledMs},
    };
}

} // namespace siprace
