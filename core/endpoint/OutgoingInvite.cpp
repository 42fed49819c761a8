#include "OutgoingInvite.h"

#include "OutsideRequest.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

OutgoingInvite::OutgoingInvite(EndpointContext& context, const CallerBehaviours& behaviours, AddSession addSession)
    : m_context(context)
    , m_behaviours(behaviours)
    , m_addSession(std::move(addSession))
{
}

bool OutgoingInvite::start(const RequestDraft& draft, const sip::Hop& hop)
{
    m_draft = draft;
    m_hop = hop;
    send({u"R-101"_s, u"%1 calls %2."_s.arg(m_context.environment.name, m_context.readable(draft.uri))}, 0);
    if (!m_transaction)
        m_context.narrator.decided(0, {u"R-016"_s, u"The INVITE cannot be sent: nobody is there to send it to."_s});
    return m_transaction != nullptr;
}

void OutgoingInvite::send(Why why, int causedBy)
{
    m_draft.branch = m_context.newBranch();
    m_request = m_draft.message();
    m_transaction = m_context.send(
        m_request, m_hop, std::move(why), causedBy, [weak = weak_from_this()](const sip::ClientResponse& response) {
            if (const auto self = weak.lock())
                self->receive(response);
        });
}

bool OutgoingInvite::owns(const sip::Message& response) const
{
    return response.cseqMethod() == "INVITE" && response.callId() == m_request.callId()
        && response.cseq() == m_request.cseq() && response.fromTag() == m_request.fromTag();
}

bool OutgoingInvite::owns(const MessageFields& response) const
{
    return response.cseqMethod == "INVITE" && response.callId == m_request.callId() && response.cseq == m_request.cseq()
        && response.fromTag == m_request.fromTag();
}

bool OutgoingInvite::isBusy() const
{
    const bool isCalling = m_transaction && m_transaction->status() == 0;
    const bool isCancelling = m_cancel && !m_cancel->hasFinal();
    return isCalling || isCancelling;
}

// ---- giving up ----

void OutgoingInvite::cancel()
{
    if (!isPending() || m_isCancelled)
        return;
    m_isCancelled = true;
    const bool atOnce = std::ranges::any_of(m_behaviours, [](const auto& b) { return b->cancelsAtOnce(); });
    const bool isHeld = m_transaction->status() == 0 && !atOnce;
    m_context.narrator.announceCancel(m_request,
        isHeld ? Why{u"R-303"_s,
            u"The caller had given up before any response; its CANCEL waited for the first provisional one."_s}
               : Why{u"R-301"_s, u"%1 gives up: CANCEL for the pending INVITE."_s.arg(m_context.environment.name)},
        0);
    m_cancel = m_transaction->cancel(atOnce, [](const sip::ClientResponse&) {});
    for (const auto& behaviour : m_behaviours) {
        if (const auto patience = behaviour->forgetsAfterCancel())
            forgetUnlessAnswered(*patience);
    }
}

void OutgoingInvite::forgetUnlessAnswered(Duration patience)
{
    const auto forget = [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self || !self->m_cancel || self->m_cancel->hasFinal() || !self->isPending())
            return;
        self->m_isForgotten = true;
        self->m_context.narrator.decided(0,
            {u"R-411"_s,
                u"The CANCEL stayed unanswered: the caller forgets its INVITE and ignores what comes later."_s});
        self->endEarlyDialogs();
        self->m_transaction.reset(); // the CANCEL is a transaction of its own and runs to its end, R-308
    };
    m_context.environment.scheduler->after(patience, forget, false);
}

void OutgoingInvite::earlyBye(const QByteArray& tag)
{
    for (auto fork = m_forks.begin(); fork != m_forks.end(); ++fork) {
        const bool isMeant = tag.isEmpty() || fork.key() == tag;
        if (!isMeant || !fork->session || fork->session->isOver() || fork->session->isUp())
            continue;
        m_isAbandoned = true;
        fork->session->sendBye({u"R-533"_s, u"The caller ends this early dialog with BYE; the INVITE goes on."_s}, 0);
        return;
    }
}

void OutgoingInvite::endEarlyDialogs()
{
    for (const Fork& fork : std::as_const(m_forks)) {
        if (fork.session && !fork.session->isUp())
            fork.session->terminate();
    }
}

// ---- responses ----

void OutgoingInvite::receive(const sip::ClientResponse& response)
{
    const int n = response.isLocal ? 0 : m_context.narrator.numberOf(response.message);
    if (response.status < 200)
        receiveProvisional(response.message, n);
    else if (response.status < 300)
        receiveSuccess(response.message, n);
    else
        receiveFailure(response, n);
}

void OutgoingInvite::receiveStray(const sip::Message& response, int n)
{
    if (response.status() >= 200 && response.status() < 300)
        receiveSuccess(response, n);
    else if (n > 0)
        m_context.narrator.decided(n, {u"R-404"_s, u"The INVITE is over for the caller; it ignores this response."_s});
}

void OutgoingInvite::receiveProvisional(const sip::Message& response, int n)
{
    const QByteArray tag = response.toTag();
    if (response.status() == 100 || tag.isEmpty() || m_failure)
        return;
    Fork& fork = m_forks[tag];
    if (fork.hasSucceeded)
        return; // overtaken by its own 2xx
    if (response.status() == 199) { // that phone has refused, another may still answer, RFC 6228 §6
        if (fork.session)
            fork.session->terminate();
        return;
    }
    if (!fork.session)
        fork.session = m_addSession(Dialog::ofResponse(m_request, response));
    if (!response.headers("RSeq").isEmpty())
        receiveReliable(fork, response, n);
}

void OutgoingInvite::receiveReliable(Fork& fork, const sip::Message& response, int n)
{
    const quint32 rseq = response.headers("RSeq").constFirst().toUInt();
    if (fork.rseq && rseq != *fork.rseq + 1) {
        m_context.narrator.decided(n,
            rseq <= *fork.rseq
                ? Why{u"R-654"_s, u"A copy of a reliable provisional response: its PRACK is not repeated."_s}
                : Why{u"R-654"_s, u"A reliable provisional response out of order: no PRACK."_s});
        return;
    }
    fork.rseq = rseq;
    m_reliableTag = response.toTag();
    const bool isOffer = m_draft.body.isEmpty() && !response.body().isEmpty();
    fork.session->sendPrack(rseq, isOffer ? m_context.sdp.answer(response.body()) : QByteArray(), n);
}

void OutgoingInvite::prack()
{
    const auto fork = m_forks.constFind(m_reliableTag);
    if (fork != m_forks.cend() && fork->rseq && fork->session)
        fork->session->sendPrack(*fork->rseq, {}, 0);
}

Why OutgoingInvite::reasonToIgnore(bool isNew) const
{
    if (m_isForgotten)
        return {u"R-411"_s, u"The caller has forgotten this INVITE: the 2xx gets no ACK."_s};
    if (m_failure)
        return {u"R-902"_s, u"The INVITE has ended with %1 already: this 2xx is not acknowledged."_s.arg(*m_failure)};
    const bool isLate = m_firstSuccess && m_context.now() >= *m_firstSuccess + m_context.timers().T1x64();
    if (isNew && isLate)
        return {u"R-907"_s, u"64*T1 after the first 2xx the caller expects no new one and discards it."_s};
    return {};
}

void OutgoingInvite::receiveSuccess(const sip::Message& response, int n)
{
    Fork& fork = m_forks[response.toTag()];
    if (const Why why = reasonToIgnore(!fork.hasSucceeded); !why.isEmpty()) {
        m_context.narrator.discarded(n, why);
        return;
    }
    if (fork.hasSucceeded) {
        receiveCopy(fork, n);
        return;
    }
    fork.hasSucceeded = true;
    const SuccessReaction reaction = reactionTo(response);
    if (!m_firstSuccess) {
        m_firstSuccess = m_context.now();
        m_firstTag = response.toTag();
        waitForOtherPhones();
    }
    accept(fork, response, reaction, n);
}

void OutgoingInvite::receiveCopy(Fork& fork, int n)
{
    if (fork.ack.isNull()) {
        m_context.narrator.discarded(n, {u"R-406"_s, u"The caller ignores every 2xx after the first one."_s});
        return;
    }
    m_context.sendStatelessly(fork.ack, fork.ackHop, {u"R-408"_s, u"The 2xx came again: its ACK is sent again."_s}, n);
}

SuccessReaction OutgoingInvite::reactionTo(const sip::Message& success) const
{
    if (m_isCancelled || m_isAbandoned)
        return {SuccessReaction::Ack::Own, SuccessReaction::Keep::NotThis,
            {u"R-411"_s,
                u"The caller had given up, yet %1 answered: acknowledged, then hung up."_s.arg(
                    QString::fromLatin1(success.toTag()))}};
    for (const auto& behaviour : m_behaviours) {
        if (const auto reaction = behaviour->onSuccess(!m_firstSuccess))
            return *reaction;
    }
    return {};
}

void OutgoingInvite::accept(Fork& fork, const sip::Message& success, const SuccessReaction& reaction, int n)
{
    if (reaction.ack == SuccessReaction::Ack::None) {
        m_context.narrator.discarded(n, reaction.why);
        return;
    }
    if (reaction.ack == SuccessReaction::Ack::FirstLeg) {
        acknowledge(fork, m_forks[m_firstTag].session->dialog(), success, reaction.why, n);
        return;
    }
    if (!fork.session) {
        Dialog dialog = Dialog::ofResponse(m_request, success);
        dialog.state = DialogState::Confirmed;
        fork.session = m_addSession(dialog);
    } else {
        fork.session->confirm(success);
    }
    const SessionPtr session = fork.session;
    acknowledge(fork, session->dialog(), success, {u"R-406"_s, u"Each 2xx is acknowledged in its own dialog."_s}, n);
    if (reaction.keep == SuccessReaction::Keep::NotThis)
        session->sendBye(reaction.why, n);
    else if (reaction.keep == SuccessReaction::Keep::OnlyThis)
        hangUpOthers(session, reaction.why, n);
}

void OutgoingInvite::acknowledge(Fork& fork, const Dialog& leg, const sip::Message& success, Why why, int n)
{
    RequestDraft draft = leg.draft("ACK", m_request.cseq());
    draft.branch = m_context.newBranch();
    draft.self = m_context.self(leg.nextHop());
    for (const QByteArray& line : std::as_const(m_draft.headers)) {
        if (line.startsWith("Authorization:") || line.startsWith("Proxy-Authorization:"))
            draft.headers.append(line);
    }
    const bool wasPracked = fork.rseq.has_value();
    if (m_draft.body.isEmpty() && !success.body().isEmpty() && !wasPracked)
        draft.body = m_context.sdp.answer(success.body());
    fork.ack = draft.message();
    fork.ackHop = leg.nextHop();
    m_context.sendStatelessly(fork.ack, fork.ackHop, std::move(why), n);
}

void OutgoingInvite::hangUpOthers(const SessionPtr& kept, const Why& why, int n)
{
    for (const Fork& fork : std::as_const(m_forks)) {
        if (fork.session && fork.session != kept && fork.session->isUp())
            fork.session->sendBye(why, n);
    }
}

void OutgoingInvite::waitForOtherPhones()
{
    const auto end = [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->endEarlyDialogs();
    };
    m_context.environment.scheduler->after(m_context.timers().T1x64(), end, false);
}

void OutgoingInvite::receiveFailure(const sip::ClientResponse& response, int n)
{
    endEarlyDialogs();
    if (repeatsWithCredentials(response, n))
        return;
    if (response.isLocal && response.status == 503 && !m_isCancelled)
        m_context.narrator.decided(
            0, {u"R-016"_s, u"Its connection is broken or cannot be made: the INVITE counts as answered 503."_s});
    // What the stack makes up after a CANCEL ends nothing for good: a phone may answer all the same.
    if (!response.isLocal || !m_isCancelled)
        m_failure = response.status;
}

bool OutgoingInvite::repeatsWithCredentials(const sip::ClientResponse& response, int n)
{
    if ((response.status != 401 && response.status != 407) || m_isCancelled)
        return false;
    if (m_hasCredentials && !isStale(response.message)) {
        m_context.narrator.decided(n, {u"R-603"_s, u"The same credentials are not sent twice: it gives up."_s});
        return false;
    }
    const QByteArrayList credentials = m_context.credentialsFor(response.message, "INVITE", m_draft.uri);
    if (credentials.isEmpty())
        return false;
    replaceCredentials(m_draft, credentials);
    m_hasCredentials = true;
    const bool keepsNumber = std::ranges::any_of(m_behaviours, [](const auto& b) { return b->retriesWithSameCseq(); });
    if (!keepsNumber)
        ++m_draft.cseq;
    m_forks.clear();
    send(keepsNumber ? Why{u"R-602"_s, u"Challenged: the INVITE again with credentials, but with the old CSeq."_s}
                     : Why{u"R-602"_s, u"Challenged: the INVITE again with credentials and the next CSeq."_s},
        n);
    return true;
}

void OutgoingInvite::noticeFailure(int status, int n)
{
    const bool isWeak = std::ranges::any_of(m_behaviours, [](const auto& b) { return b->hangsUpOnStray(); });
    if (!isWeak || !m_firstSuccess)
        return;
    const auto hangUp = [weak = weak_from_this(), status, n] {
        const auto self = weak.lock();
        if (!self)
            return;
        const Why why{u"R-404"_s, u"The caller takes the late %1 for the end of its call and hangs up."_s.arg(status)};
        self->hangUpOthers(nullptr, why, n);
    };
    // Behind the stack, which acknowledges the failure first.
    m_context.environment.scheduler->after(Duration{0}, hangUp);
}

} // namespace siprace
