#pragma once

#include "Dialog.h"
#include "EndpointContext.h"

#include <algorithm>
#include <functional>
#include <list>
#include <memory>
#include <vector>

namespace siprace {

/// One dialog at work: the requests we send in it and the answers to those they send. RFC 3261 §12.2, §14, §15.
/// Shared by the INVITE that made it and by its endpoint; timers look at it through weak pointers only.
class Session : public std::enable_shared_from_this<Session>
{
public:
    Session(EndpointContext& context, Dialog dialog);

    [[nodiscard]] const Dialog& dialog() const { return m_dialog; }
    [[nodiscard]] bool isUp() const { return m_dialog.state == DialogState::Confirmed; }
    [[nodiscard]] bool isOver() const { return m_dialog.state == DialogState::Terminated; }
    /// True when a BYE in it is still to be answered 200: it is alive, or a BYE ended it not longer than 64*T1 ago.
    [[nodiscard]] bool knowsBye() const;
    /// Something of it may still be sent again by the stack.
    [[nodiscard]] bool isBusy() const;

    // ---- what becomes of the INVITE that made it ----
    void confirm(const sip::Message& success); ///< ours got this 2xx
    void confirm(); ///< we sent a 2xx to theirs
    void terminate(); ///< ended without a BYE: refused, given up, out of time
    /// Our 2xx carries an offer, which only its ACK answers. RFC 3261 §13.2.2.4.
    void setOfferOutstanding(bool isOutstanding) { m_isOfferOutstanding = isOutstanding; }
    /// A request of theirs in this dialog that was answered elsewhere had this CSeq.
    void noteNumber(quint32 cseq) { m_dialog.remoteCseq = std::max(cseq, m_dialog.remoteCseq.value_or(0)); }
    /// What else a BYE of theirs ends: the pending INVITE of an early dialog. RFC 3261 §15.1.2.
    std::function<void(int byeNumber)> onHungUp;

    // ---- requests of ours, SessionRequests.cpp ----
    /// Hangs up; nothing when it is over. RFC 3261 §15.1.1.
    void sendBye(Why why, int causedBy);
    /// A re-INVITE, with an offer or asking for one. Nothing while another INVITE of ours runs. RFC 3261 §14.1.
    void sendReinvite(bool hasOffer);
    void sendUpdate(bool hasOffer); ///< RFC 3311
    void sendInfo(std::optional<quint32> cseq); ///< with a number of its own choice
    void sendRefer(const QByteArray& to); ///< RFC 3515, without a subscription (RFC 4488)
    void sendOptions();
    /// Acknowledges a reliable provisional response. RFC 3262 §4.
    void sendPrack(quint32 rseq, const QByteArray& answer, int causedBy);

    // ---- theirs, SessionAnswers.cpp ----
    /// A request that arrived in this dialog, other than ACK.
    void receive(const ServerTransactionPtr& request);
    void receiveAck(const sip::Message& ack);
    /// A copy of the 2xx to our re-INVITE, which the stack of a callee would swallow: acknowledged again, and true.
    [[nodiscard]] bool takesCopy(const MessageFields& fields, int n);

private:
    /// A request of ours that waits for its final response.
    struct Request
    {
        RequestDraft draft;
        bool hasCredentials = false;
        bool isOver = false;
        std::unique_ptr<sip::ClientTransaction> transaction;

        [[nodiscard]] bool hasOffer() const { return !draft.body.isEmpty(); }
    };
    using RequestPtr = std::shared_ptr<Request>;

    void enter(DialogState state);
    [[nodiscard]] RequestDraft draft(const QByteArray& method);
    void send(RequestDraft draft, bool hasCredentials, Why why, int causedBy);
    void receive(const RequestPtr& request, const sip::ClientResponse& response);
    void receiveFinal(const Request& request, const sip::ClientResponse& response, int n);
    /// True when it repeats the request with credentials. RFC 3261 §22.2.
    [[nodiscard]] bool repeatsWithCredentials(const Request& request, const sip::Message& challenge, int n);
    void acknowledge(const Request& request, const sip::Message& success, int n);
    void retryLater(const QByteArray& method, bool hasOffer, int n);
    [[nodiscard]] bool isWaitingFor(const QByteArray& method, bool withOffer) const;

    void receiveBye(const ServerTransactionPtr& bye, int n);
    void receiveReinvite(const ServerTransactionPtr& invite, int n);
    void receiveUpdate(const ServerTransactionPtr& update, int n);
    void receiveOther(const ServerTransactionPtr& request, int n);
    void acceptReinvite(const ServerTransactionPtr& invite, int n);
    /// False when the number is not above the last one; that is answered 500. RFC 3261 §12.2.2.
    [[nodiscard]] bool isInOrder(const ServerTransactionPtr& request, int n);
    void accept(const ServerTransactionPtr& request, const sip::Answer& answer, Why why, int n);
    void refuse(const ServerTransactionPtr& request, int status, Why why, int n);
    [[nodiscard]] QByteArray retryAfter() const;
    void refreshTarget(const sip::Message& message);
    /// Repeats our 2xx to their re-INVITE where the stack does not. RFC 3261 §13.3.1.4.
    void repeatSuccess(const ServerTransactionPtr& invite, const sip::Answer& answer, Duration interval, Instant sent);
    void giveUpWaiting();

    EndpointContext& m_context;
    Dialog m_dialog;
    std::optional<Instant> m_byeAt; ///< when a BYE, theirs or ours, ended it
    std::list<RequestPtr> m_requests;
    std::vector<ServerTransactionPtr> m_theirInvites; ///< their re-INVITEs, so that copies find their answer
    std::optional<quint32> m_unacknowledged; ///< number of their re-INVITE whose 2xx waits for its ACK
    bool m_isOfferOutstanding = false;
    sip::Message m_ack; ///< of our latest re-INVITE
};

using SessionPtr = std::shared_ptr<Session>;

} // namespace siprace
