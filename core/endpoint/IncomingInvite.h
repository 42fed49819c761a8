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
        AddSession addSession, ServerTransactionPtr transaction);

    /// Sends what is due at once and sets the rest: ring, answer, reject.
    void begin();
    /// Answers 200 now; nothing when it has a final response.
    void answer(int causedBy);
    /// The same by hand, also where a behaviour has kept the final response back after a CANCEL.
    void answerByHand();
    /// The settings are others now: a call that still rings is answered at the new time after its INVITE, or never.
    void settingsChanged();
    /// Answers with that failure; nothing when it has a final response, or a behaviour keeps that back.
    void reject(int status, Why why, int causedBy);
    /// The same by hand, whatever its behaviours keep back.
    void rejectByHand(int status);

    /// True when the CANCEL is for this INVITE. RFC 3261 §9.2.
    [[nodiscard]] bool isCancelledBy(const sip::Message& cancel) const;
    /// A CANCEL is about to reach the stack; true when it must not. `n` is its number.
    [[nodiscard]] bool takesCancel(const sip::Message& cancel, int n);
    /// A PRACK that is for one of its provisional responses is answered here, and true: the stack of a callee would
    /// refuse it. `n` is its number. RFC 3262 §3.
    [[nodiscard]] bool takesPrack(const sip::Message& prack, int n);
    /// True for another INVITE of the same call by another way. RFC 3261 §8.2.2.2.
    [[nodiscard]] bool isMergedWith(const sip::Message& invite) const;

    [[nodiscard]] bool isPending() const { return m_transaction->status() < 200; }
    [[nodiscard]] bool isBusy() const { return m_waitsForAck; }

private:
    /// A provisional response that waits for its PRACK.
    struct Reliable
    {
        sip::Answer answer;
        quint32 rseq = 0;
        Instant sent;
        bool isRepeated = true; ///< until the final response
    };

    /// True when `reject` asks for credentials (401, 407) that this INVITE carries.
    [[nodiscard]] bool isAuthorizedCall() const;
    [[nodiscard]] QByteArray nonce() const;
    void scheduleAnswer();
    void schedule(Duration after, std::function<void(IncomingInvite&, int causedBy)> what);
    void sendProvisional(int status, int causedBy);
    void ring(int causedBy);
    [[nodiscard]] bool wantsReliable() const;
    void sendReliable(sip::Answer answer, Why why, int causedBy);
    void repeatReliable(Duration interval);
    void stopRepeating();
    [[nodiscard]] QByteArray description();
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
    ServerTransactionPtr m_transaction;
    QByteArray m_tag;
    int m_number = 0; ///< of the INVITE in the trace
    SessionPtr m_session; ///< from the first response that makes a dialog
    QList<TimerId> m_timers;
    Instant m_began;
    std::optional<TimerId> m_answerTimer; ///< one of m_timers
    std::optional<Instant> m_finalAt;
    std::optional<Reliable> m_reliable;
    quint32 m_rseq = 0; ///< last used
    QByteArray m_prackBranch; ///< of the PRACK answered last: its copies get the same answer
    QByteArray m_description; ///< our answer to their offer, or our offer; the same in every response
    std::optional<int> m_heldAnswer; ///< the user has answered, the 200 waits for a PRACK; what caused it
    bool m_waitsForAck = false;
    bool m_isMute = false; ///< cancelled, and a behaviour keeps the final response back
};

} // namespace siprace
