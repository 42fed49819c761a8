#pragma once

#include "CallerBehaviour.h"
#include "Session.h"

#include <QMap>

namespace siprace {

/// One INVITE of a caller, its forks, and what came of it. RFC 3261 §13.2.
/// Held by its caller alone; its timers look at it through weak pointers.
class OutgoingInvite : public std::enable_shared_from_this<OutgoingInvite>
{
public:
    using AddSession = std::function<SessionPtr(const Dialog&)>;

    OutgoingInvite(EndpointContext& context, const CallerBehaviours& behaviours, AddSession addSession);

    /// Sends it; `draft` lacks the branch. False when the stack refuses.
    bool start(const RequestDraft& draft, const sip::Hop& hop);
    /// The user gives up; nothing when it is answered. RFC 3261 §9.1.
    void cancel();
    /// PRACK for the newest reliable provisional response, once more if need be; nothing when there was none.
    void prack();
    /// Ends one early dialog with BYE, the first without a tag given; nothing when there is none. RFC 3261 §15.
    void earlyBye(const QByteArray& tag);

    /// True when this response answers it.
    [[nodiscard]] bool owns(const sip::Message& response) const;
    [[nodiscard]] bool owns(const MessageFields& response) const;
    /// A response that no transaction claims any more.
    void receiveStray(const sip::Message& response, int n);
    /// A failure response is about to reach the stack while the call is up.
    void noticeFailure(int status, int n);

    [[nodiscard]] bool isPending() const { return m_transaction && !m_firstSuccess && !m_failure && !m_isForgotten; }
    /// The stack may still send something of it.
    [[nodiscard]] bool isBusy() const;

private:
    /// What answered under one To tag.
    struct Fork
    {
        SessionPtr session; ///< null where a behaviour made none
        bool hasSucceeded = false;
        std::optional<quint32> rseq; ///< of its latest reliable provisional response, RFC 3262 §4
        sip::Message ack; ///< sent again for each copy of its 2xx; null where a behaviour sends none
        sip::Hop ackHop;
    };

    void receive(const sip::ClientResponse& response);
    void send(Why why, int causedBy);
    void receiveProvisional(const sip::Message& response, int n);
    void receiveReliable(Fork& fork, const sip::Message& response, int n);
    /// True when it sends the INVITE again with credentials. RFC 3261 §22.2.
    [[nodiscard]] bool repeatsWithCredentials(const sip::ClientResponse& response, int n);
    void receiveSuccess(const sip::Message& response, int n);
    void receiveCopy(Fork& fork, int n);
    void receiveFailure(const sip::ClientResponse& response, int n);
    /// Why a 2xx is not acknowledged at all; empty when it is.
    [[nodiscard]] Why reasonToIgnore(bool isNew) const;
    [[nodiscard]] SuccessReaction reactionTo(const sip::Message& success) const;
    void accept(Fork& fork, const sip::Message& success, const SuccessReaction& reaction, int n);
    void acknowledge(Fork& fork, const Dialog& leg, const sip::Message& success, Why why, int n);
    void hangUpOthers(const SessionPtr& kept, const Why& why, int n);
    void endEarlyDialogs();
    void waitForOtherPhones();
    void forgetUnlessAnswered(Duration patience);

    EndpointContext& m_context;
    const CallerBehaviours& m_behaviours;
    AddSession m_addSession;
    RequestDraft m_draft;
    sip::Message m_request; ///< as sent
    sip::Hop m_hop;
    std::unique_ptr<sip::ClientTransaction> m_transaction;
    std::unique_ptr<sip::ClientTransaction> m_cancel;
    QMap<QByteArray, Fork> m_forks; ///< by To tag
    QByteArray m_firstTag; ///< of the first 2xx
    std::optional<Instant> m_firstSuccess;
    std::optional<int> m_failure; ///< the final failure that ended it
    QByteArray m_reliableTag; ///< of the newest reliable provisional response
    bool m_hasCredentials = false;
    bool m_isCancelled = false;
    bool m_isAbandoned = false; ///< an early BYE: whatever answers now is hung up
    bool m_isForgotten = false;
};

} // namespace siprace
