#pragma once

#include "EndpointContext.h"
#include "EndpointSettings.h"
#include "OutsideRequest.h"
#include "Session.h"

#include <QMap>

#include <deque>
#include <utility>
#include <vector>

namespace siprace {

/// What callers and callees have in common: a user agent, sessions, script actions inside a call.
class Endpoint : public Node
{
public:
    Endpoint(const NodeEnvironment& environment, sip::UserAgent::Kind kind, const Account& account);

    Result<void> start() override;
    void stop() override;
    bool intercept(int n, QByteArray& datagram, const sip::Hop& from) override;
    Result<void> perform(const QString& action, const QMap<QString, QString>& arguments) override;
    [[nodiscard]] bool isBusy() const override;

protected:
    // ---- what a role adds ----
    /// True when a behaviour takes the datagram away from the stack.
    virtual bool takes(int n, const MessageFields& fields, const QByteArray& datagram) = 0;
    /// An INVITE outside any dialog.
    virtual void receiveInvite(const ServerTransactionPtr& invite) = 0;
    /// A response that belongs to no client transaction.
    virtual void receiveStray(const sip::Message& response, int n) = 0;
    /// Loses everything of the life that ends; its agent is gone already.
    virtual void forgetAll() = 0;
    /// An action of this role alone; false when it does not know it.
    [[nodiscard]] virtual bool performOwn(const QString& action, const QMap<QString, QString>& arguments) = 0;
    /// The CSeq that a behaviour gives to an INFO.
    [[nodiscard]] virtual std::optional<quint32> infoCseq(quint32 /*inviteCseq*/) const { return std::nullopt; }
    [[nodiscard]] virtual Duration registrationExpires() const;
    /// Where its requests outside a dialog go first.
    [[nodiscard]] virtual sip::Hop outboundHop() const = 0;

    /// Closes the agent and drops what belongs to it, without a word in the trace: for stop() and the destructors.
    void shutDown();
    [[nodiscard]] SessionPtr addSession(const Dialog& dialog);
    [[nodiscard]] SessionPtr sessionOf(const sip::Message& request) const;
    [[nodiscard]] const std::vector<SessionPtr>& sessions() const { return m_sessions; }

    EndpointContext m_context;

private:
    /// Answers what cannot be read, as far as it can be answered.
    void refuseGarbage(int n, const QByteArray& datagram, const QString& complaint, const sip::Hop& from);
    /// Answers a request that the stack cannot read.
    void answerUnread(int n, const sip::Message& message, const sip::Hop& from);
    /// True for a CANCEL that comes from elsewhere than its INVITE: it is answered, and cancels nothing.
    [[nodiscard]] bool refusesStrangersCancel(int n, const sip::Message& message, const sip::Hop& from);
    void transmit(const sip::Message& response, const sip::Hop& to, Why why, int n);
    void receive(const ServerTransactionPtr& request);
    void receiveOutside(const ServerTransactionPtr& request);
    void receiveAck(const sip::Message& ack);
    /// The newest session that is up; null when there is none.
    [[nodiscard]] SessionPtr current() const;
    void hangUp();
    /// True when it knew the action.
    [[nodiscard]] bool performInSession(
        const SessionPtr& session, const QString& action, const QMap<QString, QString>& arguments);
    void sendOptions(const QString& to);
    void sendRegister(const QMap<QString, QString>& arguments);
    /// A request outside a dialog, but for what is special to it.
    [[nodiscard]] RequestDraft outsideDraft(const QByteArray& method, const QByteArray& uri, const QByteArray& address);
    /// "sip:bob@lab", or the contact of a node.
    [[nodiscard]] QByteArray addressFor(const QString& to) const;

    std::vector<SessionPtr> m_sessions;
    std::vector<std::shared_ptr<OutsideRequest>> m_outside;
    std::deque<std::pair<QByteArray, sip::Hop>> m_inviters; ///< of the latest INVITEs: Via → where it came from
    std::shared_ptr<OutsideRequest> m_registration; ///< the latest REGISTER: its Call-ID and numbers go on
    QByteArray m_registrationId; ///< its Call-ID
    QByteArray m_registrationTag;
};

/// The id of the first node with that role, empty when there is none.
[[nodiscard]] QString firstNodeOf(const Trace& trace, Role role);

} // namespace siprace
