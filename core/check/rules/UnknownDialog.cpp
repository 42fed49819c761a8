#include "rules/Checks.h"

namespace siprace {

/// A BYE, or another request, that met no dialog and was answered 481 as it should. RFC 3261 §12.2.2, §15.1.2.
void checkUnknownDialog(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TraceMessage& message : index.trace().messages) {
        if (message.status != 481 || message.retransmissionOf != 0 || message.cseqMethod == "CANCEL"
            || index.isProxy(message.from))
            continue;
        const TransactionView* transaction = index.transactionOf(message.n);
        const int request = transaction ? transaction->first() : 0;
        findings.observed(
            {u"R-510", message.from,
                QStringLiteral("%1 for a dialog that is not there").arg(QString::fromLatin1(message.cseqMethod)),
                QStringLiteral("A %1 reached %2, which has no such dialog (any more); it answered 481 at %3.")
                    .arg(QString::fromLatin1(message.cseqMethod), index.name(message.from), words::ms(message.sent)),
                words::messages({request, message.n})},
            Severity::Note);
    }
}

} // namespace siprace
