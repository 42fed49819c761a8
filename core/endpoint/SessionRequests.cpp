#include "OutsideRequest.h"
#include "Session.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

// ---- the requests ----

RequestDraft Session::draft(const QByteArray& method)
{
    RequestDraft draft = m_dialog.draft(method, ++m_dialog.localCseq);
    draft.self = m_context.self(m_dialog.nextHop());
    return draft;
}

void Session::sendBye(Why why, int causedBy)
{
    if (isOver())
        return;
    m_byeAt = m_context.now();
    enter(DialogState::Terminated);
    send(draft("BYE"), false, std::move(why), causedBy);
}

void Session::sendReinvite(bool hasOffer)
{
    if (isOver())
        return;
    if (isWaitingFor("INVITE", false)) {
        m_context.narrator.decided(
            0, {u"R-414"_s, u"An INVITE of its own still runs in this dialog: no second one."_s});
        return;
    }
    RequestDraft request = draft("INVITE");
    request.headers = {m_context.contact(m_dialog.nextHop())};
    if (hasOffer)
        request.body = m_context.sdp.offer();
    send(std::move(request), false,
        {u"R-508"_s, u"%1 changes the session: re-INVITE."_s.arg(m_context.environment.name)}, 0);
}

void Session::sendUpdate(bool hasOffer)
{
    if (isOver())
        return;
    RequestDraft request = draft("UPDATE");
    request.headers = {m_context.contact(m_dialog.nextHop())};
    if (hasOffer)
        request.body = m_context.sdp.offer();
    send(std::move(request), false, {u"R-508"_s, u"%1 sends UPDATE."_s.arg(m_context.environment.name)}, 0);
}

void Session::sendInfo(std::optional<quint32> cseq)
{
    if (isOver())
        return;
    RequestDraft request = cseq ? m_dialog.draft("INFO", *cseq) : draft("INFO");
    request.self = m_context.self(m_dialog.nextHop());
    const bool isOwnNumber = cseq && *cseq != m_dialog.localCseq + 1;
    send(std::move(request), false,
        isOwnNumber ? Why{u"R-505"_s, u"An INFO with a CSeq of its own choice, %1."_s.arg(*cseq)}
                    : Why{u"R-505"_s, u"An INFO in the dialog, with the next CSeq."_s},
        0);
}

void Session::sendRefer(const QByteArray& to)
{
    if (isOver())
        return;
    RequestDraft request = draft("REFER");
    request.headers = {m_context.contact(m_dialog.nextHop()), "Refer-To: <" + to + '>', "Refer-Sub: false"};
    send(std::move(request), false,
        {u"R-505"_s, u"%1 refers the other end to %2."_s.arg(m_context.environment.name, m_context.readable(to))}, 0);
}

void Session::sendOptions()
{
    if (isOver())
        return;
    send(draft("OPTIONS"), false, {u"R-505"_s, u"%1 asks what the other end can do."_s.arg(m_context.environment.name)},
        0);
}

void Session::sendPrack(quint32 rseq, const QByteArray& answer, int causedBy)
{
    if (isOver())
        return;
    RequestDraft request = draft("PRACK");
    request.headers = {"RAck: " + QByteArray::number(rseq) + ' ' + QByteArray::number(m_dialog.inviteCseq) + " INVITE"};
    request.body = answer;
    send(std::move(request), false, {u"R-654"_s, u"The reliable provisional response is acknowledged."_s}, causedBy);
}

// ---- their responses ----

void Session::send(RequestDraft draft, bool hasCredentials, Why why, int causedBy)
{
    draft.branch = m_context.newBranch();
    const auto request = std::make_shared<Request>(Request{draft, hasCredentials, false, {}});
    m_requests.push_back(request);
    request->transaction = m_context.send(draft.message(), m_dialog.nextHop(), std::move(why), causedBy,
        [weak = weak_from_this(), pending = std::weak_ptr(request)](const sip::ClientResponse& response) {
            const auto self = weak.lock();
            const auto alive = pending.lock();
            if (self && alive)
                self->receive(alive, response);
        });
    if (!request->transaction || request->isOver) // refused by the stack, or at once by the system
        m_requests.remove(request);
}

void Session::receive(const RequestPtr& request, const sip::ClientResponse& response)
{
    const int n = response.isLocal ? 0 : m_context.narrator.numberOf(response.message);
    if (response.status < 200)
        return;
    if (request->draft.method == "INVITE" && response.status < 300) {
        acknowledge(*request, response.message, n); // kept: copies of the 2xx come here too
        return;
    }
    request->isOver = true;
    receiveFinal(*request, response, n);
    m_requests.remove(request);
}

void Session::receiveFinal(const Request& request, const sip::ClientResponse& response, int n)
{
    const QByteArray method = request.draft.method;
    const int status = response.status;
    if ((status == 401 || status == 407) && repeatsWithCredentials(request, response.message, n))
        return;
    if (isOver())
        return;
    if (status < 300 && method == "UPDATE")
        refreshTarget(response.message);
    else if (status == 491 && (method == "INVITE" || method == "UPDATE"))
        retryLater(method, request.hasOffer(), n);
    else if ((status == 481 || status == 408) && method != "PRACK")
        sendBye(
            {u"R-417"_s, u"%1 to a request in the dialog: the other end has lost it, so it is ended."_s.arg(status)},
            n);
}

bool Session::repeatsWithCredentials(const Request& request, const sip::Message& challenge, int n)
{
    if (request.hasCredentials && !isStale(challenge)) {
        m_context.narrator.decided(n, {u"R-603"_s, u"The same credentials are not sent twice: it gives up."_s});
        return false;
    }
    const QByteArrayList credentials = m_context.credentialsFor(challenge, request.draft.method, request.draft.uri);
    if (credentials.isEmpty())
        return false;
    RequestDraft again = request.draft;
    again.cseq = ++m_dialog.localCseq;
    replaceCredentials(again, credentials);
    send(std::move(again), true,
        {u"R-602"_s, u"Challenged: the same request again with credentials and the next CSeq."_s}, n);
    return true;
}

void Session::acknowledge(const Request& request, const sip::Message& success, int n)
{
    if (m_ack.isNull() || m_ack.cseq() != request.draft.cseq) {
        if (!isOver())
            refreshTarget(success);
        RequestDraft ack = m_dialog.draft("ACK", request.draft.cseq);
        ack.self = m_context.self(m_dialog.nextHop());
        ack.branch = m_context.newBranch();
        if (!request.hasOffer() && !success.body().isEmpty())
            ack.body = m_context.sdp.answer(success.body());
        m_ack = ack.message();
        m_context.sendStatelessly(
            m_ack, m_dialog.nextHop(), {u"R-407"_s, u"The 2xx to the re-INVITE is acknowledged."_s}, n);
        return;
    }
    m_context.sendStatelessly(
        m_ack, m_dialog.nextHop(), {u"R-408"_s, u"The 2xx came again: its ACK is sent again."_s}, n);
}

bool Session::takesCopy(const MessageFields& fields, int n)
{
    const bool isCopy = m_context.kind == sip::UserAgent::Kind::Callee && fields.isSuccess()
        && fields.cseqMethod == "INVITE" && !m_ack.isNull() && fields.cseq == m_ack.cseq()
        && fields.callId == m_dialog.callId && fields.fromTag == m_dialog.localTag
        && fields.toTag == m_dialog.remoteTag;
    if (isCopy)
        m_context.sendStatelessly(
            m_ack, m_dialog.nextHop(), {u"R-408"_s, u"The 2xx came again: its ACK is sent again."_s}, n);
    return isCopy;
}

void Session::retryLater(const QByteArray& method, bool hasOffer, int n)
{
    // In steps of 10 ms: who made the Call-ID waits longer, so that the two do not meet again. RFC 3261 §14.1.
    const int steps = m_dialog.isOurCall ? 210 + m_context.drawn("glare", 190) : m_context.drawn("glare", 200);
    const Duration wait = steps * 10ms;
    m_context.narrator.decided(
        n, {u"R-415"_s, u"Both ends changed the session at once: it tries again in %1."_s.arg(humanDuration(wait))});
    m_context.environment.scheduler->after(wait, [weak = weak_from_this(), method, hasOffer] {
        const auto self = weak.lock();
        if (!self || self->isOver() || !self->m_context.agent)
            return;
        if (method == "INVITE")
            self->sendReinvite(hasOffer);
        else
            self->sendUpdate(hasOffer);
    });
}

bool Session::isWaitingFor(const QByteArray& method, bool withOffer) const
{
    return std::ranges::any_of(m_requests, [&](const RequestPtr& request) {
        return request->draft.method == method && request->transaction && !request->transaction->hasFinal()
            && (!withOffer || request->hasOffer());
    });
}

} // namespace siprace
