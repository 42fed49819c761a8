#pragma once

#include "UdpSocket.h"
#include "World.h"

#include <QByteArrayList>

namespace siprace {

/// A phone of a LAN, as a test plays it: a socket on an address of loopback, and what it says word for word.
class LanPhone
{
public:
    LanPhone(const QByteArray& user, const sip::SocketName& own, const sip::SocketName& lab);

    struct Request
    {
        QByteArray method = "REGISTER";
        QByteArray uri = {}; ///< empty: the lab's address
        QByteArray to = {}; ///< empty: its own user there
        QByteArray toTag = {};
        QByteArray callId = {}; ///< empty: a new one
        QByteArray contact = {}; ///< empty: its own address
        QByteArray headers = {}; ///< more, each with its line end
        int cseq = 0; ///< 0: the next
        QByteArray branch = {}; ///< empty: a new one
    };
    void send(const Request& request);
    void sendRaw(const QByteArray& datagram) { sendRaw(datagram, m_lab); }
    void sendRaw(const QByteArray& datagram, const sip::SocketName& to);
    /// The next datagram that has come, empty when none has.
    [[nodiscard]] QByteArray received();
    /// The world goes on until something has come that begins so; empty when nothing came in time.
    [[nodiscard]] QByteArray awaited(World& world, const QByteArray& beginning);
    /// `Authorization` or `Proxy-Authorization` with its line end, for this challenge.
    [[nodiscard]] QByteArray credentials(const QByteArray& challenge, const QByteArray& password,
        const QByteArray& method, const QByteArray& uri, int count = 1) const;
    /// "127.0.0.91:5071".
    [[nodiscard]] QByteArray address() const;

private:
    QByteArray m_user;
    sip::SocketName m_own;
    sip::SocketName m_lab;
    sip::Descriptor m_socket;
    int m_cseq = 0;
};

/// A world of that scenario that goes on until it is told to end.
[[nodiscard]] std::unique_ptr<World> openWorld(const QByteArray& yaml, QStringList* troubles = nullptr);
/// 127.0.0.HOST:PORT.
[[nodiscard]] sip::SocketName onLoopback(int host, int port);
/// Whether a decision of the trace contains that.
[[nodiscard]] bool isSaid(const World& world, const QString& text);
/// One header line of a message, without its name; empty when it is not there.
[[nodiscard]] QByteArray headerOf(const QByteArray& message, const QByteArray& name);

} // namespace siprace
