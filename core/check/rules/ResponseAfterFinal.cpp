#include "rules/Checks.h"

namespace siprace {

namespace {

/// The rule that a response breaks after a final one of the same transaction, empty when it breaks none.
QStringView ruleAfterFinal(const TraceMessage& final, const TraceMessage& later)
{
    if (later.isProvisional())
        return u"R-260";
    if (final.isSuccess())
        return later.isSuccess() ? QStringView() : QStringView(u"R-260");
    return later.status == final.status ? QStringView() : QStringView(u"R-262");
}

bool isInEstablishedCall(const TraceIndex& index, const TransactionView& invite, const TraceMessage& message)
{
    const CallView& call = index.calls()[static_cast<std::size_t>(invite.call)];
    return message.to == call.caller && message.status >= 300 && strayInCall(index, call) != 0;
}

} // namespace

/// Upstream sees one failure, or one or more 2xx, and nothing after. RFC 3261 §16.7 step 5.
void checkResponseAfterFinal(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& invite : index.transactions()) {
        const int final = invite.method == "INVITE" && index.isProxy(invite.server) ? index.finalOf(invite) : 0;
        if (final == 0)
            continue;
        for (const int n : invite.responses) {
            const TraceMessage& later = index.message(n);
            const QStringView rule = n > final && later.retransmissionOf == 0
                ? ruleAfterFinal(index.message(final), later)
                : QStringView();
            if (rule.isEmpty() || isInEstablishedCall(index, invite, later))
                continue;
            FindingDraft draft{rule, invite.server,
                QStringLiteral("%1 after the %2").arg(later.status).arg(index.message(final).status),
                QStringLiteral("%1 sent %2 to %3 at %4, %5 after its %6 to the same INVITE.")
                    .arg(index.name(invite.server))
                    .arg(later.status)
                    .arg(index.name(invite.client), words::ms(later.sent),
                        words::ms(later.sent - index.message(final).sent))
                    .arg(index.message(final).status),
                {final, n}};
            if (isForwardedStray(index, n) || wasForkedAgain(index, invite))
                findings.broken(std::move(draft)); // a policy may ask for it
            else
                findings.observed(std::move(draft), Severity::Violation);
        }
    }
}

} // namespace siprace
