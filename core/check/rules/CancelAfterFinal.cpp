#include "rules/Checks.h"

namespace siprace {

namespace {

/// n of a final response that its client had handled before it sent the CANCEL, 0: none.
/// A node handles what arrives in order, and may take its time: what arrived behind the CANCEL's cause came too late.
int finalBeforeCancel(const TraceIndex& index, const TransactionView& invite, const TraceMessage& cancel)
{
    const int cause = index.causeOf(cancel.n);
    const Instant until = cause == 0 ? cancel.sent : index.message(cause).arrived.value_or(cancel.sent);
    for (const int n : invite.responses) {
        const TraceMessage& response = index.message(n);
        if (!response.isFinal() || !response.arrived)
            continue;
        if (*response.arrived < until || (*response.arrived == until && n < cause))
            return n;
    }
    return 0;
}

} // namespace

/// A CANCEL for an INVITE that is over. RFC 3261 §9.1.
void checkCancelAfterFinal(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& cancel : index.transactions()) {
        if (cancel.method != "CANCEL" || cancel.invite < 0 || cancel.requests.empty())
            continue;
        const TraceMessage& message = index.message(cancel.first());
        const int final
            = finalBeforeCancel(index, index.transactions()[static_cast<std::size_t>(cancel.invite)], message);
        if (final == 0)
            continue;
        findings.broken(
            {u"R-304", cancel.client, QStringLiteral("CANCEL after the %1").arg(index.message(final).status),
                QStringLiteral("%1 sent CANCEL to %2 at %3 although its %4 had arrived %5 before.")
                    .arg(index.name(cancel.client), index.name(cancel.server), words::ms(message.sent))
                    .arg(index.message(final).status)
                    .arg(words::ms(message.sent - *index.message(final).arrived)),
                words::messages({final, message.n}), true});
    }
}

} // namespace siprace
