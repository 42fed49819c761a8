#pragma once

#include "CalleeBehaviour.h"
#include "EndpointSettings.h"
#include "Session.h"

namespace siprace {

/// One INVITE at a callee, from its arrival to its ACK. RFC 3261 §13.3.
/// Held by its callee alone; its timers look at it through weak pointers.
class IncomingInvite : public std::enable_shared_from_this<IncomingInvite>
{
public:
    using AddSession = std::function<SessionPtr(const Dialog&)>;

    IncomingInvite(EndpointContext& context, const CalleeSettings& settings, const CalleeBehaviours& behaviours,
        AddSession addSession, std::unique_ptr<sip::ServerTransaction> transaction);

    /// Sends what is due at once and sets the rest: ring, answer, reject.
    void begin();
    /// Answers 200 now; nothing when it has a final response.
    void answer(int causedBy);
    void reject(int status, Why why, int causedBy);

    /// True when the CANCEL is for this INVITE. RFC 3261 §9.2.
    [[nodiscard]] bool isCancelledBy(const sip::Message& cancel) const;
    /// A CANCEL is about to reach the stack; true when it must not. `n` is its number.
    [[nodiscard]] bool takesCancel(const sip::Message& cancel, int n);
    /// True for another INVITE of the same call by another way. RFC 3261 §8.2.2.2.
    [[nodiscard]] bool isMergedWith(const sip::Message& invite) const;

    [[nodiscard]] bool isPending() const { return m_transaction->status() < 200; }
    [[nodiscard]] bool isBusy() const { return m_waitsForAck; }

private:
    void schedule(Duration after, std::function<void(IncomingInvite&)> what);
    void sendProvisional(int status, int causedBy);
    void ring(int causedBy);
    void waitForAck();
    void receiveAck();
    void receiveCancel(const sip::Message& cancel);
    void giveUpWaiting();
    [[nodiscard]] SessionPtr session(DialogState state);
    [[nodiscard]] std::optional<CancelReaction> cancelReaction() const;

    EndpointContext& m_context;
    const CalleeSettings& m_settings;
    const CalleeBehaviours& m_behaviours;
    AddSession m_addSession;
    std::unique_ptr<sip::ServerTransaction> m_transaction;
    QByteArray m_tag;
    int m_number = 0; ///< of the INVITE in the trace
    SessionPtr m_session; ///< from the first response that makes a dialog
    QList<TimerId> m_timers;
    std::optional<Instant> m_finalAt;
    bool m_waitsForAck = false;
    bool m_isMute = false; ///< cancelled, and a behaviour keeps the final response back
};

} // namespace siprace
