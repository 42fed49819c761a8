#pragma once

#include "Message.h"
#include "UdpSocket.h"

namespace siprace::sip {

/// How a node is reached: it advertises one address and binds another (architecture, "The fabric").
struct Binding
{
    Hop advertised; ///< in Via, Contact, Record-Route
    QByteArray hiddenHost; ///< bound; the port is the advertised one's
};

/// Messages without transactions: reads what arrives, sends what it is given, answers nothing by itself. What a proxy
/// stands on. A datagram that is no message (Message::parse) is passed over; the face it came to has counted it.
class StatelessAgent
{
public:
    using Receive = std::function<void(Message message, const Hop& source)>;

    /// Fails with one line when the address is taken or not ours.
    [[nodiscard]] static Result<std::unique_ptr<StatelessAgent>> create(
        Loop& loop, const Binding& binding, Receive receive);

    /// Sends the message exactly as it is, Vias included, to that hop, an IPv4 address. Fails when it is none or the
    /// system refuses.
    Result<void> send(const Message& message, const Hop& to);

private:
    explicit StatelessAgent(Receive receive)
        : m_receive(std::move(receive))
    {
    }

    Receive m_receive;
    std::unique_ptr<UdpSocket> m_socket;
};

} // namespace siprace::sip
