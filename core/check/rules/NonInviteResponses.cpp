#include "rules/Checks.h"

namespace siprace {

namespace {

/// How long Timer E needs to reach T2: before that no 100 to a non-INVITE on UDP. RFC 4320 §4.1.
Duration earliest100(const TimerValues& timers)
{
    Duration interval = timers.T1;
    Duration reached{0};
    while (interval < timers.T2) {
        reached += interval;
        interval *= 2;
    }
    return reached;
}

/// The rule that forbids a response to a non-INVITE, empty when none does.
QStringView ruleAgainst(const TraceIndex& index, const TraceMessage& response)
{
    if (response.cseqMethod == "ACK")
        return u"R-018";
    if (response.status == 408)
        return u"R-187";
    if (response.status > 100 && response.status < 200)
        return u"R-185";
    if (response.status != 100 || response.connection != 0) // over TCP it may come at once
        return {};
    const TransactionView* transaction = index.transactionOf(response.n);
    const int request = transaction ? firstArrival(index, transaction->requests) : 0;
    const bool isEarly = request != 0
        && response.sent - *index.message(request).arrived < earliest100(index.timersOf(response.from)) - 50ms;
    return isEarly ? QStringView(u"R-186") : QStringView();
}

QString reproach(QStringView rule)
{
    if (rule == u"R-018")
        return QStringLiteral("nobody answers an ACK");
    if (rule == u"R-187")
        return QStringLiteral("a non-INVITE that times out is left unanswered");
    if (rule == u"R-185")
        return QStringLiteral("a non-INVITE gets no provisional response but 100");
    return QStringLiteral("on UDP a 100 to a non-INVITE comes when Timer E has reached T2, not before");
}

} // namespace

/// What a request other than INVITE must not be answered with. RFC 4320 §4; RFC 3261 §17.
void checkNonInviteResponses(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TraceMessage& message : index.trace().messages) {
        if (message.isRequest() || !message.isSip() || message.cseqMethod == "INVITE" || message.retransmissionOf != 0)
            continue;
        const int cause = index.causeOf(message.n);
        const bool isForwarded = cause != 0 && !index.message(cause).isRequest();
        const QStringView rule = isForwarded ? QStringView() : ruleAgainst(index, message);
        if (rule.isEmpty())
            continue;
        findings.broken({rule, message.from, QStringLiteral("%1 was sent").arg(words::what(message)),
            QStringLiteral("%1 sent %2 at %3; %4.")
                .arg(index.name(message.from), words::what(message), words::ms(message.sent), reproach(rule)),
            {message.n}});
    }
}

} // namespace siprace
