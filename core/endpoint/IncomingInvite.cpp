#include "IncomingInvite.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

IncomingInvite::IncomingInvite(EndpointContext& context, const CalleeSettings& settings,
    const CalleeBehaviours& behaviours, AddSession addSession, ServerTransactionPtr transaction)
    : m_context(context)
    , m_settings(settings)
    , m_behaviours(behaviours)
    , m_addSession(std::move(addSession))
    , m_transaction(std::move(transaction))
    , m_tag(context.newTag())
    , m_number(context.narrator.numberOf(m_transaction->request()))
{
    m_transaction->setTag(m_tag);
}

void IncomingInvite::begin()
{
    sip::ServerTransaction::Events events;
    events.acknowledged = [this](const sip::Message&) { receiveAck(); };
    events.cancelled = [this](const sip::Message& cancel) { receiveCancel(cancel); };
    events.unacknowledged = [this] { giveUpWaiting(); };
    m_transaction->bind(std::move(events));
    m_began = m_context.now();

    const bool isQuiet = std::ranges::any_of(m_behaviours, [](const auto& b) { return !b->sendsProvisional(); });
    if (!isQuiet && m_settings.provisional.contains(100))
        sendProvisional(100, m_number);
    if (!isQuiet && m_settings.ring) // set before the answer: at the same instant the 180 goes first
        schedule(*m_settings.ring, [](IncomingInvite& self, int causedBy) { self.ring(causedBy); });
    if (m_settings.reject && !isAuthorizedCall()) {
        const int status = m_settings.reject->status;
        schedule(m_settings.reject->after, [status](IncomingInvite& self, int causedBy) {
            self.reject(status, {u"R-509"_s, u"It refuses the call with %1."_s.arg(status)}, causedBy);
        });
    } else {
        scheduleAnswer();
    }
    bool isNumber = false;
    const int seconds = m_transaction->request().headers("Expires").value(0).trimmed().toInt(&isNumber);
    if (isNumber && seconds > 0)
        schedule(std::chrono::seconds{seconds}, [](IncomingInvite& self, int causedBy) {
            self.reject(487, {u"R-317"_s, u"The INVITE has expired: it stops ringing and answers 487."_s}, causedBy);
        });
}

QByteArray IncomingInvite::nonce() const
{
    return QByteArray::number(qulonglong(m_context.environment.seed.value), 16) + '-' + m_context.id();
}

bool IncomingInvite::isAuthorizedCall() const
{
    const int status = m_settings.reject->status;
    return (status == 401 || status == 407)
        && isAuthorized(m_transaction->request(), m_context.id(), nonce(), m_context.account.users);
}

void IncomingInvite::scheduleAnswer()
{
    if (!m_settings.answer)
        return;
    const Duration left = std::max(Duration{0}, *m_settings.answer - (m_context.now() - m_began));
    const qsizetype before = m_timers.size();
    schedule(left, [](IncomingInvite& self, int causedBy) { self.answer(causedBy); });
    if (m_timers.size() > before)
        m_answerTimer = m_timers.last();
}

void IncomingInvite::settingsChanged()
{
    if (!isPending() || m_settings.reject)
        return;
    if (m_answerTimer) {
        m_context.environment.scheduler->cancel(*m_answerTimer);
        m_timers.removeOne(*m_answerTimer);
        m_answerTimer.reset();
    }
    scheduleAnswer();
}

void IncomingInvite::schedule(Duration after, std::function<void(IncomingInvite&, int causedBy)> what)
{
    if (after == Duration{0}) {
        what(*this, m_number); // in the instant of the INVITE's handling, before anything else is
        return;
    }
    m_timers.append(m_context.environment.scheduler->after(after, [weak = weak_from_this(), what = std::move(what)] {
        if (const auto self = weak.lock())
            what(*self, 0);
    }));
}

// ---- responses ----

SessionPtr IncomingInvite::session(DialogState state)
{
    if (m_session) {
        if (state == DialogState::Confirmed)
            m_session->confirm();
        return m_session;
    }
    Dialog dialog = Dialog::ofRequest(m_transaction->request(), m_tag);
    dialog.state = state;
    m_session = m_addSession(dialog);
    m_session->onHungUp = [weak = weak_from_this()](int bye) {
        if (const auto self = weak.lock())
            self->reject(
                487, {u"R-458"_s, u"A BYE ended the early dialog: the pending INVITE is answered 487."_s}, bye);
    };
    return m_session;
}

void IncomingInvite::ring(int causedBy)
{
    for (const int status : m_settings.provisional) {
        if (status != 100)
            sendProvisional(status, causedBy);
    }
}

void IncomingInvite::sendProvisional(int status, int causedBy)
{
    if (!isPending() || m_isMute)
        return;
    sip::Answer answer{status, {}, {}, {}};
    const Why why = status == 180 ? Why{u"R-133"_s, u"%1 rings."_s.arg(m_context.environment.name)}
                                  : Why{u"R-133"_s, u"A provisional response: %1."_s.arg(status)};
    if (status > 100) {
        answer.headers = {m_context.contact(m_transaction->request())};
        std::ignore = session(DialogState::Early);
    }
    if (status > 100 && wantsReliable())
        sendReliable(std::move(answer), why, causedBy);
    else
        m_context.answer(m_transaction, answer, why, causedBy);
}

QByteArray IncomingInvite::description()
{
    if (m_description.isEmpty()) {
        const QByteArray offer = m_transaction->request().body();
        m_description = offer.isEmpty() ? m_context.sdp.offer() : m_context.sdp.answer(offer);
    }
    return m_description;
}

void IncomingInvite::answer(int causedBy)
{
    if (!isPending() || m_isMute)
        return;
    if (m_reliable && !m_reliable->answer.body.isEmpty()) {
        m_heldAnswer = causedBy;
        m_context.narrator.decided(
            0, {u"R-653"_s, u"The 200 waits: a reliable provisional response with SDP has no PRACK yet."_s});
        return;
    }
    stopRepeating();
    const sip::Answer answer{200, {}, {m_context.contact(m_transaction->request()), allowLine()}, description()};
    const SessionPtr session = this->session(DialogState::Confirmed);
    session->setOfferOutstanding(m_transaction->request().body().isEmpty() && m_rseq == 0);
    m_context.answer(m_transaction, answer, {u"R-453"_s, u"%1 answers."_s.arg(m_context.environment.name)}, causedBy);
    m_context.narrator.timerSet(session->dialog().machine(), u"2xx"_s, m_context.timers().T1);
    m_context.narrator.timerSet(session->dialog().machine(), u"no-ack"_s, m_context.timers().T1x64());
    waitForAck();
}

void IncomingInvite::answerByHand()
{
    m_isMute = false;
    answer(0);
}

void IncomingInvite::rejectByHand(int status)
{
    m_isMute = false;
    reject(status, {u"R-509"_s, u"%1 refuses the call."_s.arg(m_context.environment.name)}, 0);
}

void IncomingInvite::reject(int status, Why why, int causedBy)
{
    if (!isPending() || m_isMute)
        return;
    stopRepeating();
    QByteArrayList headers;
    if (status == 401 || status == 407)
        headers.append(challengeLine(status, m_context.id(), nonce()));
    m_context.answer(m_transaction, {status, {}, headers, {}}, std::move(why), causedBy);
    if (m_session)
        m_session->terminate();
    waitForAck();
}

void IncomingInvite::waitForAck()
{
    m_finalAt = m_context.now();
    m_waitsForAck = true;
    for (const TimerId timer : std::as_const(m_timers))
        m_context.environment.scheduler->cancel(timer);
    m_timers.clear();
}

void IncomingInvite::receiveAck()
{
    m_waitsForAck = false;
    if (!m_session || m_transaction->status() >= 300)
        return;
    m_session->setOfferOutstanding(false);
    m_context.narrator.timerEnded(m_session->dialog().machine(), u"2xx"_s, TimerChange::What::Stopped);
    m_context.narrator.timerEnded(m_session->dialog().machine(), u"no-ack"_s, TimerChange::What::Stopped);
}

void IncomingInvite::giveUpWaiting()
{
    m_waitsForAck = false;
    if (!m_session || m_transaction->status() >= 300)
        return;
    m_context.narrator.timerEnded(m_session->dialog().machine(), u"no-ack"_s, TimerChange::What::Fired);
    bool hangsUp = true;
    for (const auto& behaviour : m_behaviours) {
        if (const auto wish = behaviour->hangsUpUnacknowledged()) {
            hangsUp = *wish;
            break;
        }
    }
    if (hangsUp)
        m_session->sendBye({u"R-455"_s, u"No ACK within 64*T1 of its 2xx: it hangs up."_s}, 0);
    else
        m_session->terminate();
}

// ---- CANCEL ----

bool IncomingInvite::isCancelledBy(const sip::Message& cancel) const
{
    const auto theirs = cancel.topVia();
    const auto ours = m_transaction->request().topVia();
    return theirs && ours && theirs->branch == ours->branch && theirs->host == ours->host && theirs->port == ours->port;
}

std::optional<CancelReaction> IncomingInvite::cancelReaction() const
{
    for (const auto& behaviour : m_behaviours) {
        if (const auto reaction = behaviour->onCancel())
            return reaction;
    }
    return std::nullopt;
}

bool IncomingInvite::takesCancel(const sip::Message& cancel, int n)
{
    std::optional<int> answer;
    Why why;
    if (isPending()) {
        const auto reaction = cancelReaction();
        if (!reaction || reaction->endsRinging)
            return false; // the stack answers 200 and tells us
        answer = reaction->answer;
        why = answer ? Why{u"R-310"_s, u"It answers %1 to the CANCEL and rings on."_s.arg(*answer)}
                     : Why{u"R-310"_s, u"It ignores the CANCEL and rings on."_s};
    } else if (m_transaction->status() < 300) {
        answer = 200;
        for (const auto& behaviour : m_behaviours) {
            if (const auto late = behaviour->lateCancelAnswer()) {
                answer = late;
                break;
            }
        }
        why = {u"R-311"_s, u"The CANCEL came after the 2xx and changes nothing."_s};
    } else {
        return false; // Completed: the stack answers 200
    }
    if (!answer) {
        m_context.narrator.discarded(n, why);
        return true;
    }
    m_context.narrator.announce(cancel, *answer, why, n);
    m_context.answerStatelessly(m_context.asReceived(cancel), *answer, m_tag);
    return true;
}

void IncomingInvite::receiveCancel(const sip::Message& cancel)
{
    const int n = m_context.narrator.numberOf(cancel);
    const CancelReaction reaction = cancelReaction().value_or(CancelReaction{});
    if (reaction.final) {
        reject(
            *reaction.final, {u"R-310"_s, u"Cancelled in time: the INVITE is answered %1."_s.arg(*reaction.final)}, n);
        return;
    }
    m_isMute = true; // the early dialog lives as long as its INVITE has no final response
    m_context.narrator.decided(n, {u"R-310"_s, u"It stops ringing but keeps the final response back."_s});
}

bool IncomingInvite::isMergedWith(const sip::Message& invite) const
{
    const sip::Message& own = m_transaction->request();
    const bool isOngoing = !m_finalAt || m_context.now() < *m_finalAt + m_context.timers().T1x64();
    return isOngoing && invite.callId() == own.callId() && invite.fromTag() == own.fromTag()
        && invite.cseq() == own.cseq();
}

// ---- reliable provisional responses, RFC 3262 ----

bool IncomingInvite::wantsReliable() const
{
    const sip::Message& invite = m_transaction->request();
    const QByteArrayList tags = invite.headers("Supported") + invite.headers("Require");
    return std::ranges::any_of(tags, [](const QByteArray& value) { return value.contains("100rel"); });
}

void IncomingInvite::sendReliable(sip::Answer answer, Why why, int causedBy)
{
    if (m_reliable) // one at a time, R-651: the next would have to wait for the PRACK, and rings no louder
        return;
    answer.headers += {"Require: 100rel", "RSeq: " + QByteArray::number(++m_rseq)};
    if (answer.status == 183)
        answer.body = description();
    m_reliable = Reliable{answer, m_rseq, m_context.now()};
    m_context.answer(m_transaction, answer, std::move(why), causedBy);
    repeatReliable(m_context.timers().T1);
}

void IncomingInvite::repeatReliable(Duration interval)
{
    const Instant end = m_reliable->sent + m_context.timers().T1x64();
    const bool isLast = m_context.now() + interval >= end;
    const Duration wait = isLast ? std::chrono::duration_cast<Duration>(end - m_context.now()) : interval;
    const auto again = [weak = weak_from_this(), rseq = m_reliable->rseq, interval, isLast] {
        const auto self = weak.lock();
        if (!self || !self->m_context.agent || !self->m_reliable || self->m_reliable->rseq != rseq
            || !self->m_reliable->isRepeated)
            return;
        if (isLast) {
            self->reject(504, {u"R-651"_s, u"No PRACK within 64*T1: the INVITE is refused."_s}, 0);
            return;
        }
        self->m_context.answer(self->m_transaction, self->m_reliable->answer,
            {u"R-651"_s, u"No PRACK yet, so the provisional response is sent again."_s}, 0);
        self->repeatReliable(2 * interval); // without the cap of T2
    };
    m_context.environment.scheduler->after(wait, again);
}

void IncomingInvite::stopRepeating()
{
    if (m_reliable) // a PRACK that is on its way still finds what it acknowledges, R-652
        m_reliable->isRepeated = false;
}

bool IncomingInvite::takesPrack(const sip::Message& prack, int n)
{
    if (prack.callId() != m_transaction->request().callId() || prack.toTag() != m_tag)
        return false;
    const auto via = prack.topVia();
    const bool isCopy = via && via->branch == m_prackBranch;
    const QByteArray expected = m_reliable
        ? QByteArray::number(m_reliable->rseq) + ' ' + QByteArray::number(m_transaction->request().cseq()) + " INVITE"
        : QByteArray();
    const QByteArrayList rack = prack.headers("RAck");
    const bool isMatch = m_reliable && !rack.isEmpty() && rack.first().simplified() == expected;
    if (!isMatch && !isCopy)
        return false; // 481, by the session
    m_context.narrator.announce(prack, 200,
        isMatch ? Why{u"R-652"_s, u"The PRACK acknowledges its provisional response."_s}
                : Why{u"R-183"_s, u"The PRACK came again, so its response is sent again."_s},
        n);
    m_context.answerStatelessly(m_context.asReceived(prack), 200, m_tag);
    if (isMatch) {
        m_prackBranch = via ? via->branch : QByteArray();
        m_session->noteNumber(prack.cseq());
        m_reliable.reset();
        if (m_heldAnswer)
            answer(*m_heldAnswer);
    }
    return true;
}

} // namespace siprace
