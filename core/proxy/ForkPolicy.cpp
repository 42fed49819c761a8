#include "ForkPolicy.h"

#include "MessageBuilder.h"

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
QString nthSuccess(qsizetype nth)
{
    QString word = ordinal(nth);
    word[0] = word[0].toUpper();
    return word + u" 2xx"_s;
}

Answered<SuccessAnswer> again(const sip::Message& response)
{
    return {SuccessAnswer::Forward,
        {u"R-909"_s,
            u"%1 again, a copy by its phone: forwarded like the first, until its ACK arrives there."_s.arg(
                describe(response))}};
}
} // namespace

ForkPolicy::ForkPolicy(const PolicyKnobs& knobs, const TimerValues& timers)
    : m_knobs(knobs)
    , m_winners(knobs, timers)
{
}

Answered<SuccessAnswer> ForkPolicy::success(
    const sip::Message& response, const QByteArrayList& heard, Instant now) const
{
    const QByteArray tag = response.toTag();
    if (const auto winner = m_winners.find(response, now))
        return late(response, *winner, qMax(heard.size(), qsizetype(1)) + 1);
    if (heard.isEmpty())
        return {SuccessAnswer::First,
            {u"R-258"_s, u"First 2xx, from %1: forwarded at once; %1 has won."_s.arg(answererOf(response))}};
    if (heard.contains(tag))
        return again(response);
    return {SuccessAnswer::Forward,
        {u"R-259"_s,
            u"%1, from %2, after %3 won: forwarded, because every 2xx to an INVITE goes upstream."_s.arg(
                nthSuccess(heard.size() + 1), answererOf(response), QString::fromUtf8(heard.first()))}};
}

/// A 2xx to a call whose winner is remembered.
Answered<SuccessAnswer> ForkPolicy::late(const sip::Message& response, const Winner& winner, qsizetype nth) const
{
    const bool isWinners = response.toTag() == winner.toTag;
    const QString who = answererOf(response);
    const QString won = QString::fromUtf8(winner.toTag);
    if (isWinners && (m_knobs.rememberBy != RememberBy::CallId || m_knobs.late2xx == Late2xx::Forward))
        return again(response);
    switch (m_knobs.late2xx) {
    case Late2xx::Forward:
        return {SuccessAnswer::Forward,
            {u"R-259"_s,
                u"%1, from %2, after %3 won: forwarded, because every 2xx to an INVITE goes upstream."_s.arg(
                    nthSuccess(nth), who, won)}};
    case Late2xx::AckBye:
        return {SuccessAnswer::AckBye,
            {u"R-911"_s,
                u"%1, from %2, after %3 won: the proxy acknowledges it and hangs up in the caller's place."_s.arg(
                    nthSuccess(nth), who, won)}};
    case Late2xx::Drop:
        break;
    }
    if (isWinners)
        return {SuccessAnswer::Drop,
            {u"R-909"_s,
                u"2xx from %1, who has won: dropped all the same, because the recipe remembers the Call-ID alone."_s
                    .arg(who)}};
    return {SuccessAnswer::Drop,
        {u"R-259"_s,
            u"%1, from %2, after %3 won: dropped by the policy, so the caller will never acknowledge it."_s.arg(
                nthSuccess(nth), who, won)}};
}

Answered<StrayAnswer> ForkPolicy::stray(const sip::Message& response, Instant now) const
{
    const bool isSuccess = response.status() >= 200 && response.status() < 300;
    if (const auto winner = isSuccess ? m_winners.find(response, now) : std::nullopt) {
        const Answered<SuccessAnswer> answered = late(response, *winner, 2);
        if (answered.answer == SuccessAnswer::Drop)
            return {StrayAnswer::Drop, answered.why};
        if (answered.answer == SuccessAnswer::AckBye)
            return {StrayAnswer::AckBye, answered.why};
        // In the RFC 6026 form a response without a transaction is never forwarded, remembered or not: R-273.
        if (m_knobs.transactions == TransactionForm::Rfc3261)
            return {StrayAnswer::Forward, answered.why};
    }
    if (m_knobs.stray == Stray::Drop)
        return {StrayAnswer::Drop,
            {u"R-252"_s, u"%1 matches no transaction: not forwarded (RFC 6026)."_s.arg(describe(response))}};
    return {StrayAnswer::Forward,
        {u"R-251"_s,
            u"%1 matches no transaction: forwarded by its Via, as a stateless proxy would (RFC 3261)."_s.arg(
                describe(response))}};
}

} // namespace siprace::proxy
