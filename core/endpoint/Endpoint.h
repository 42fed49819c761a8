#pragma once

#include "EndpointContext.h"
#include "Session.h"

#include <QMap>

#include <vector>

namespace siprace {

/// What callers and callees have in common: a user agent, sessions, script actions inside a call.
class Endpoint : public Node
{
public:
    Endpoint(const NodeEnvironment& environment, sip::UserAgent::Kind kind);

    Result<void> start() override;
    void stop() override;
    bool intercept(int n, const QByteArray& datagram, const sip::Hop& from) override;
    Result<void> perform(const QString& action, const QMap<QString, QString>& arguments) override;
    [[nodiscard]] bool isBusy() const override;

protected:
    // ---- what a role adds ----
    /// True when a behaviour takes the datagram away from the stack.
    virtual bool takes(int n, const MessageFields& fields, const QByteArray& datagram) = 0;
    /// An INVITE outside any dialog.
    virtual void receiveInvite(std::unique_ptr<sip::ServerTransaction> invite) = 0;
    /// An ACK that belongs to no INVITE transaction.
    virtual void receiveAck(const sip::Message& ack, int n) = 0;
    /// A response that belongs to no client transaction.
    virtual void receiveStray(const sip::Message& response, int n) = 0;
    /// Loses everything of the life that ends: transactions first, they are the agent's.
    virtual void forgetAll() = 0;
    /// An action of this role alone; false when it does not know it.
    [[nodiscard]] virtual bool performOwn(const QString& action, const QMap<QString, QString>& arguments) = 0;
    /// The session that script actions are about: the newest that is up. Null when there is none.
    [[nodiscard]] virtual SessionPtr current() const;

    [[nodiscard]] SessionPtr addSession(const Dialog& dialog);
    [[nodiscard]] SessionPtr sessionOf(const sip::Message& request) const;
    [[nodiscard]] const std::vector<SessionPtr>& sessions() const { return m_sessions; }

    EndpointContext m_context;

private:
    void receive(std::unique_ptr<sip::ServerTransaction> request);
    void receiveOutside(std::unique_ptr<sip::ServerTransaction> request);

    sip::UserAgent::Kind m_kind;
    std::vector<SessionPtr> m_sessions;
};

} // namespace siprace
