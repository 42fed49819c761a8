#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {

/// The response to a CANCEL that the proxy forwarded without knowing its INVITE: stateless there and back. RFC 3261
/// §16.10, §16.11.
bool isOfStatelessCancel(const TraceIndex& index, int n)
{
    const int cause = index.causeOf(n);
    const TransactionView* below = cause == 0 ? nullptr : index.transactionOf(cause);
    return below && below->method == "CANCEL" && below->invite < 0;
}

/// The answer to a CANCEL that a proxy passed on without state: that is a setting of its.
void tellStatelessCancels(const TraceIndex& index, int node, FindingSink& findings)
{
    FindingDraft draft{
        u"R-252", node, QStringLiteral("%1 passed on the answer to a CANCEL").arg(index.name(node)), {}, {}};
    for (const TraceMessage& message : index.trace().messages) {
        if (message.from == node && isForwardedStray(index, message.n) && isOfStatelessCancel(index, message.n))
            draft.messages.append(message.n);
    }
    if (draft.messages.isEmpty())
        return;
    draft.text = QStringLiteral("%1 sent on the answer to a CANCEL by its Via at %2, as it had passed on the CANCEL: "
                                "without any state.")
                     .arg(index.name(node), words::ms(index.message(draft.messages.first()).sent));
    findings.broken(std::move(draft), QStringLiteral("unmatched-cancel: forward"));
}

/// In a trace that does not say what matched: a response that went on after a final one.
bool mayBeStray(const TraceIndex& index, const TraceMessage& message)
{
    const TransactionView* transaction
        = message.isRequest() || !message.isSip() ? nullptr : index.transactionOf(message.n);
    if (!transaction || transaction->method != "INVITE" || !index.isProxy(message.from))
        return false;
    const int final = index.finalOf(*transaction);
    return final != 0 && final < message.n;
}

} // namespace

/// Responses that a stateful proxy sent on although it knew of no transaction. RFC 6026 §6, §8.2; RFC 3261 §16.7 asks
/// for the opposite.
void checkStrayForwarded(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (int node = 0; node < index.trace().nodes.size(); ++node) {
        const bool knowsStrays = !index.trace().policy.isEmpty() && !index.isOutside(node);
        if (knowsStrays)
            tellStatelessCancels(index, node, findings);
        FindingDraft draft{u"R-252", node, {}, {}, {}};
        for (const TraceMessage& message : index.trace().messages) {
            const bool isStray = knowsStrays ? isForwardedStray(index, message.n) : mayBeStray(index, message);
            if (message.from == node && isStray && !isOfStatelessCancel(index, message.n))
                draft.messages.append(message.n);
        }
        if (draft.messages.isEmpty())
            continue;
        const TraceMessage& first = index.message(draft.messages.first());
        draft.title = QStringLiteral("%1 sent on a stray %2").arg(index.name(node)).arg(first.status);
        draft.text = QStringLiteral("%1 sent on %2 that matched none of its transactions, the first a %3 to %4 at %5.")
                         .arg(index.name(node),
                             draft.messages.size() == 1
                                 ? QStringLiteral("a response")
                                 : QStringLiteral("%1 responses").arg(words::number(draft.messages.size())))
                         .arg(first.status)
                         .arg(index.name(first.to), words::ms(first.sent));
        if (knowsStrays) {
            findings.broken(std::move(draft));
        } else {
            draft.text
                = QStringLiteral("%1 sent on a %2 at %3 after a final response; whether it still had a transaction "
                                 "for it is not to be seen.")
                      .arg(index.name(node))
                      .arg(first.status)
                      .arg(words::ms(first.sent));
            findings.observed(std::move(draft), Severity::Unknown);
        }
    }
}

} // namespace siprace
