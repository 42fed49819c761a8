#pragma once

#include "Endpoint.h"
#include "IncomingInvite.h"

namespace siprace {

/// Rings, answers, refuses, and is cancelled. RFC 3261 §8.2, §13.3.
class Callee final : public Endpoint
{
public:
    Callee(const NodeEnvironment& environment, const CalleeSettings& settings);
    ~Callee() override { shutDown(); }
    Callee(const Callee&) = delete;
    Callee& operator=(const Callee&) = delete;
    [[nodiscard]] bool isBusy() const override;

protected:
    bool takes(int n, const MessageFields& fields, const QByteArray& datagram) override;
    void receiveInvite(const ServerTransactionPtr& invite) override;
    void receiveStray(const sip::Message& response, int n) override;
    void forgetAll() override;
    [[nodiscard]] bool performOwn(const QString& action, const QMap<QString, QString>& arguments) override;
    [[nodiscard]] Duration registrationExpires() const override;
    [[nodiscard]] sip::Hop outboundHop() const override;

private:
    void change(const QMap<QString, QString>& habits);
    [[nodiscard]] bool takesPrack(int n, const QByteArray& datagram);
    [[nodiscard]] bool takesCancel(int n, const QByteArray& datagram);

    CalleeSettings m_settings;
    CalleeBehaviours m_behaviours;
    std::vector<std::shared_ptr<IncomingInvite>> m_invites; ///< the newest last
};

} // namespace siprace
