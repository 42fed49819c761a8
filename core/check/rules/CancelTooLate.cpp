#include "rules/Checks.h"

namespace siprace {

/// A CANCEL and the final response passed each other on the wire. Nobody is to blame: the sender knew of no final yet.
/// RFC 3261 §9.1, §9.2.
void checkCancelTooLate(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& cancel : index.transactions()) {
        if (cancel.method != "CANCEL" || cancel.invite < 0 || !isCancelTooLate(index, cancel))
            continue;
        const TransactionView& invite = index.transactions()[static_cast<std::size_t>(cancel.invite)];
        const TraceMessage& final = index.message(index.finalOf(invite));
        const TraceMessage& late = index.message(firstArrival(index, cancel.requests));
        const QString server = index.name(cancel.server);
        const Duration lead = *late.arrived - final.sent;
        const QString when = lead.count() == 0 ? QStringLiteral("in the instant in which")
                                               : QStringLiteral("%1 before").arg(words::ms(lead));
        const QString answer
            = final.isSuccess() ? QStringLiteral("answered") : QStringLiteral("answered %1,").arg(final.status);
        FindingDraft draft{u"R-304", cancel.client, QStringLiteral("CANCEL met the %1 on the wire").arg(final.status),
            QStringLiteral("%1 %2 %3 the CANCEL reached it.").arg(server, answer, when),
            words::messages({final.n, late.n})};
        findings.observed(std::move(draft), Severity::Note);
    }
}

} // namespace siprace
