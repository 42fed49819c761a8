#include "rules/Checks.h"

namespace siprace {

namespace {

/// An ACK to a 2xx, or a BYE, that no such message made the proxy send.
bool isOwnRequest(const TraceIndex& index, const TraceMessage& message)
{
    const bool isCandidate = message.method == "BYE" || message.method == "ACK";
    if (!isCandidate || !index.isProxy(message.from) || message.retransmissionOf != 0)
        return false;
    const TransactionView* transaction = index.transactionOf(message.n);
    if (message.method == "ACK" && (!transaction || transaction->method != "ACK"))
        return false; // the ACK to a failure is the transaction's own
    const int cause = index.causeOf(message.n);
    if (cause == 0)
        return index.knowsCauses();
    return index.message(cause).method != message.method;
}

} // namespace

/// A proxy that acts in the caller's place. RFC 3261 §13.2.2.4, §15: ACK and BYE are the UA's.
void checkProxyAsCaller(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (int node = 0; node < index.trace().nodes.size(); ++node) {
        FindingDraft draft{u"R-280", node, {}, {}, {}};
        QStringList sent;
        for (const TraceMessage& message : index.trace().messages) {
            if (message.from != node || !isOwnRequest(index, message))
                continue;
            draft.messages.append(message.n);
            sent += QStringLiteral("%1 to %2 at %3")
                        .arg(words::what(message), index.name(message.to), words::ms(message.sent));
        }
        if (sent.isEmpty())
            continue;
        draft.title = QStringLiteral("%1 acted in the caller's place").arg(index.name(node));
        draft.text = QStringLiteral("%1 sent %2 of its own; nothing of it reached the caller.")
                         .arg(index.name(node), words::list(sent));
        findings.broken(std::move(draft));
    }
}

} // namespace siprace
