#include "rules/Checks.h"

namespace siprace {

namespace {

void tellStray(const TraceIndex& index, const CallView& call, int stray, FindingSink& findings)
{
    const TraceMessage& message = index.message(stray);
    const bool isFromProxy = index.isProxy(message.from);
    FindingDraft draft{isFromProxy ? QStringView(u"R-260") : QStringView(u"R-134"), message.from,
        QStringLiteral("%1 inside an established call").arg(message.status),
        QStringLiteral("A %1 to its INVITE reached %2 at %3, when the call was up.")
            .arg(message.status)
            .arg(index.name(call.caller), words::ms(*message.arrived)),
        words::messages({index.causeOf(stray), stray})};
    const TransactionView* invite = index.transactionOf(stray);
    if (isForwardedStray(index, stray) || (isFromProxy && invite && wasForkedAgain(index, *invite)))
        findings.broken(std::move(draft)); // a policy or `linger` may bring it about
    else
        findings.observed(std::move(draft), Severity::Violation);
}

} // namespace

/// A failure response to an INVITE that had succeeded, and what its receiver made of it. RFC 3261 §16.7 step 5,
/// §13.2.2.3.
void checkStrayInCall(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const CallView& call : index.calls()) {
        const int stray = strayInCall(index, call);
        if (stray != 0)
            tellStray(index, call, stray, findings);
    }
    for (const DialogView& dialog : index.dialogs()) {
        for (const int bye : dialog.byes) {
            if (!dialog.isConfirmed() || index.reasonOf(bye) != ByeReason::Stray)
                continue;
            const TraceMessage& message = index.message(bye);
            const TraceMessage& cause = index.message(index.causeOf(bye));
            findings.broken({u"R-404", message.from,
                QStringLiteral("%1 ended the call because of a stray %2")
                    .arg(index.name(message.from))
                    .arg(cause.status),
                QStringLiteral(
                    "%1 hung up at %2 because of a %3 to an INVITE that had succeeded; it should have ignored it.")
                    .arg(index.name(message.from), words::ms(message.sent))
                    .arg(cause.status),
                words::messages({cause.n, bye})});
        }
    }
}

} // namespace siprace
