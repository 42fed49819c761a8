#include "rules/Checks.h"

namespace siprace {

namespace {

constexpr Duration byeTolerance = 50ms;

void checkByesOf(const TraceIndex& index, const DialogView& dialog, FindingSink& findings)
{
    const TraceMessage& answer = index.message(dialog.answers.front());
    const int ack = firstArrival(index, dialog.acks);
    for (const int bye : dialog.byes) {
        const TraceMessage& message = index.message(bye);
        if (message.from != dialog.callee || (ack != 0 && *index.message(ack).arrived <= message.sent))
            continue;
        if (message.sent - answer.sent >= index.timersOf(dialog.callee).T1x64() - byeTolerance)
            continue;
        findings.broken(
            {u"R-460", dialog.callee, QStringLiteral("%1 hung up before its ACK").arg(index.name(dialog.callee)),
                QStringLiteral("%1 sent BYE %2 after its %3, before any ACK had arrived and before 64*T1.")
                    .arg(index.name(dialog.callee), words::ms(message.sent - answer.sent))
                    .arg(answer.status),
                {answer.n, bye}});
    }
}

/// A BYE with the callee's tag although that callee never answered.
bool isByeOnEarlyDialog(const TraceIndex& index, const TraceMessage& message)
{
    const CallView* call = message.method == "BYE" ? index.callOf(message.n) : nullptr;
    return call && call->caller >= 0 && message.retransmissionOf == 0 && index.isUserAgent(message.from)
        && message.from != call->caller && message.toTag == call->callerTag && !index.dialogOf(message.n);
}

} // namespace

/// A callee may not hang up what its caller has not confirmed. RFC 3261 §15.
void checkByeBeforeAck(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const DialogView& dialog : index.dialogs())
        checkByesOf(index, dialog, findings);
    for (const TraceMessage& message : index.trace().messages) {
        if (isByeOnEarlyDialog(index, message))
            findings.broken({u"R-459", message.from,
                QStringLiteral("%1 hung up before it answered").arg(index.name(message.from)),
                QStringLiteral("%1 sent BYE at %2 although it had sent no 2xx; a callee rejects the INVITE instead.")
                    .arg(index.name(message.from), words::ms(message.sent)),
                {message.n}});
    }
}

} // namespace siprace
