#pragma once

#include "CallerBehaviour.h"
#include "Endpoint.h"
#include "OutgoingInvite.h"

namespace siprace {

/// Calls, cancels, keeps what its behaviours say. RFC 3261 §8.1, §13.2.
class Caller final : public Endpoint
{
public:
    Caller(const NodeEnvironment& environment, const CallerSettings& settings);
    ~Caller() override { shutDown(); }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    [[nodiscard]] bool isBusy() const override;

protected:
    bool takes(int n, const MessageFields& fields, const QByteArray& datagram) override;
    void receiveInvite(const ServerTransactionPtr& invite) override;
    void receiveStray(const sip::Message& response, int n) override;
    void forgetAll() override;
    [[nodiscard]] bool performOwn(const QString& action, const QMap<QString, QString>& arguments) override;
    [[nodiscard]] std::optional<quint32> infoCseq(quint32 inviteCseq) const override;
    [[nodiscard]] sip::Hop outboundHop() const override;

private:
    /// Where a call to `to` goes first, and under which Request-URI.
    struct Destination
    {
        sip::Hop hop;
        QByteArray uri;
    };
    [[nodiscard]] Destination destinationOf(const QString& to) const;
    void call(const QString& to);

    CallerSettings m_settings;
    CallerBehaviours m_behaviours;
    std::vector<std::shared_ptr<OutgoingInvite>> m_invites; ///< the newest last
};

} // namespace siprace
