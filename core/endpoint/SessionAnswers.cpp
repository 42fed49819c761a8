#include "Session.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
constexpr int longestRetryAfter = 10; // seconds, RFC 3261 §14.2
}

void Session::receive(const ServerTransactionPtr& request)
{
    const int n = m_context.narrator.numberOf(request->request());
    const QByteArray method = request->request().method();
    if (method == "BYE")
        receiveBye(request, n);
    else if (isOver())
        refuse(request, 481, {u"R-463"_s, u"A BYE has ended this dialog: anything but BYE gets 481."_s}, n);
    else if (!isInOrder(request, n))
        return;
    else if (method == "INVITE")
        receiveReinvite(request, n);
    else if (method == "UPDATE")
        receiveUpdate(request, n);
    else
        receiveOther(request, n);
}

bool Session::isInOrder(const ServerTransactionPtr& request, int n)
{
    const quint32 number = request->request().cseq();
    if (!m_dialog.remoteCseq || number > *m_dialog.remoteCseq)
        return true;
    const bool isLower = number < *m_dialog.remoteCseq;
    const Why why{isLower ? u"R-506"_s : u"R-903"_s,
        u"Its CSeq %1 is not above the last one in this dialog, %2."_s.arg(number).arg(*m_dialog.remoteCseq)};
    m_context.refuse(request, {500, "CSeq Out of Order", {}, {}}, why, n);
    return false;
}

void Session::accept(const ServerTransactionPtr& request, const sip::Answer& answer, Why why, int n)
{
    m_dialog.remoteCseq = request->request().cseq(); // a refused request changes nothing, R-509
    m_context.answer(request, answer, std::move(why), n);
}

void Session::refuse(const ServerTransactionPtr& request, int status, Why why, int n)
{
    QByteArrayList headers;
    if (status == 500)
        headers.append(retryAfter());
    else if (status == 405)
        headers.append(allowLine());
    m_context.refuse(request, {status, {}, headers, {}}, std::move(why), n);
}

QByteArray Session::retryAfter() const
{
    return "Retry-After: " + QByteArray::number(m_context.drawn("retry-after", longestRetryAfter));
}

void Session::refreshTarget(const sip::Message& message)
{
    const QByteArray contact = message.contactUri();
    if (!contact.isEmpty())
        m_dialog.remoteTarget = contact; // the route set stays
}

void Session::receiveBye(const ServerTransactionPtr& bye, int n)
{
    if (!isInOrder(bye, n))
        return;
    const bool hasCrossed = isOver();
    accept(bye, {200, {}, {}, {}},
        hasCrossed ? Why{u"R-534"_s, u"The dialog has ended already; the crossing BYE is answered 200 all the same."_s}
                   : Why{u"R-532"_s, u"A BYE in a dialog it knows is answered 200, and the call is over."_s},
        n);
    if (!m_byeAt)
        m_byeAt = m_context.now();
    if (hasCrossed)
        return;
    enter(DialogState::Terminated);
    if (onHungUp)
        onHungUp(n);
}

void Session::receiveReinvite(const ServerTransactionPtr& invite, int n)
{
    if (m_dialog.state == DialogState::Early)
        refuse(invite, 500, {u"R-461"_s, u"Their first INVITE has no final response yet: 500, try again later."_s}, n);
    else if (isWaitingFor("INVITE", false) || isWaitingFor("UPDATE", true))
        refuse(invite, 491, {u"R-462"_s, u"A change of its own is under way: 491."_s}, n);
    else if (m_isOfferOutstanding)
        refuse(invite, 491, {u"R-465"_s, u"Its offer in the 2xx is still unanswered, the ACK is missing: 491."_s}, n);
    else
        acceptReinvite(invite, n);
}

void Session::acceptReinvite(const ServerTransactionPtr& invite, int n)
{
    const QByteArray offer = invite->request().body();
    sip::Answer answer{200, {}, {m_context.contact(invite->request())}, {}};
    answer.body = offer.isEmpty() ? m_context.sdp.offer() : m_context.sdp.answer(offer);
    m_isOfferOutstanding = offer.isEmpty();
    refreshTarget(invite->request());
    m_theirInvites.push_back(invite);
    m_unacknowledged = invite->request().cseq();
    sip::ServerTransaction::Events events;
    events.acknowledged = [weak = weak_from_this()](const sip::Message& ack) {
        if (const auto self = weak.lock())
            self->receiveAck(ack);
    };
    events.unacknowledged = [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->giveUpWaiting();
    };
    invite->bind(std::move(events));
    accept(invite, answer, {u"R-465"_s, u"%1 takes the change of the session."_s.arg(m_context.environment.name)}, n);
    if (m_context.kind == sip::UserAgent::Kind::Caller)
        repeatSuccess(invite, answer, m_context.timers().T1, m_context.now());
}

void Session::repeatSuccess(
    const ServerTransactionPtr& invite, const sip::Answer& answer, Duration interval, Instant sent)
{
    const Instant end = sent + m_context.timers().T1x64();
    const bool isLast = m_context.now() + interval >= end;
    const Duration wait = isLast ? std::chrono::duration_cast<Duration>(end - m_context.now()) : interval;
    m_context.environment.scheduler->after(wait, [weak = weak_from_this(), invite, answer, interval, sent, isLast] {
        const auto self = weak.lock();
        if (!self || !self->m_context.agent || self->m_unacknowledged != invite->request().cseq())
            return;
        if (isLast) {
            self->giveUpWaiting();
            return;
        }
        self->m_context.answerNow(*invite, answer, {u"R-453"_s, u"No ACK yet, so the 2xx is sent again."_s}, 0);
        self->repeatSuccess(invite, answer, std::min(2 * interval, self->m_context.timers().T2), sent);
    });
}

void Session::giveUpWaiting()
{
    m_unacknowledged.reset();
    sendBye({u"R-455"_s, u"No ACK within 64*T1 of its 2xx: it hangs up."_s}, 0);
}

void Session::receiveAck(const sip::Message& ack)
{
    if (m_unacknowledged != ack.cseq())
        return;
    m_unacknowledged.reset();
    m_isOfferOutstanding = false;
}

void Session::receiveUpdate(const ServerTransactionPtr& update, int n)
{
    const QByteArray offer = update->request().body();
    const bool isOursOpen = isWaitingFor("INVITE", true) || isWaitingFor("UPDATE", true) || m_isOfferOutstanding;
    const bool isTheirsOpen = m_dialog.state == DialogState::Early && !m_dialog.isOurCall;
    if (!offer.isEmpty() && isOursOpen) {
        refuse(update, 491, {u"R-466"_s, u"An offer of its own is unanswered: 491 to theirs."_s}, n);
    } else if (!offer.isEmpty() && isTheirsOpen) {
        refuse(update, 500, {u"R-466"_s, u"Their first offer is not answered yet: 500, try again later."_s}, n);
    } else {
        refreshTarget(update->request());
        accept(update,
            {200, {}, {m_context.contact(update->request())},
                offer.isEmpty() ? QByteArray() : m_context.sdp.answer(offer)},
            {u"R-466"_s, u"The UPDATE is taken at once."_s}, n);
    }
}

void Session::receiveOther(const ServerTransactionPtr& request, int n)
{
    const QByteArray method = request->request().method();
    if (method == "REFER")
        accept(request, {202, {}, {m_context.contact(request->request()), "Refer-Sub: false"}, {}},
            {u"R-184"_s, u"The REFER is accepted."_s}, n);
    else if (method == "PRACK")
        refuse(request, 481, {u"R-652"_s, u"It has no provisional response that waits for this PRACK: 481."_s}, n);
    else if (method == "INFO" || method == "OPTIONS" || method == "NOTIFY" || method == "MESSAGE")
        accept(request, {200, {}, {}, {}}, {u"R-184"_s, u"A request other than INVITE is answered at once."_s}, n);
    else
        refuse(request, 405, {u"R-184"_s, u"A method it does not take: 405."_s}, n);
}

} // namespace siprace
