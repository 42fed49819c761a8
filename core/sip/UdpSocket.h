#pragma once

#include "Loop.h"

#include <QByteArray>

#include <cstdint>

namespace siprace::sip {

/// A descriptor that closes itself.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept
        : m_number(other.take())
    {
    }
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int take()
    {
        const int number = m_number;
        m_number = -1;
        return number;
    }
    int m_number = -1;
};

/// An IPv4 address and a port, both in host order.
struct SocketName
{
    std::uint32_t address = 0;
    std::uint16_t port = 5060;

    bool operator==(const SocketName&) const = default;
};

/// A UDP socket without blocking, bound there; closed when somebody has that address or it is not this host's.
[[nodiscard]] Descriptor bindUdp(std::uint32_t address, std::uint16_t port);
/// Sends one datagram from it; false when the system refuses.
bool sendUdp(const Descriptor& descriptor, const QByteArray& datagram, const SocketName& to);
/// A UDP socket without blocking that sends to one peer alone; closed when the system knows no way there.
[[nodiscard]] Descriptor connectUdp(const SocketName& peer);
/// Sends one datagram to its peer; false when the system refuses.
bool sendConnected(const Descriptor& descriptor, const QByteArray& datagram);

/// "127.100.0.12"
[[nodiscard]] QByteArray dotted(std::uint32_t address);
/// An IPv4 address in host order; 0 when it is none.
[[nodiscard]] std::uint32_t undotted(const QByteArray& text);

/// A bound UDP socket that a loop watches.
class UdpSocket
{
public:
    using Receive = std::function<void(const QByteArray& datagram, const SocketName& source)>;

    /// Null when somebody has that address.
    [[nodiscard]] static std::unique_ptr<UdpSocket> open(Loop& loop, const SocketName& own, Receive receive);
    ~UdpSocket();
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    /// False when the system refuses.
    bool send(const QByteArray& datagram, const SocketName& to) { return sendUdp(m_descriptor, datagram, to); }

private:
    UdpSocket(Loop& loop, Descriptor descriptor, Receive receive);
    void readOne();

    Loop& m_loop;
    Descriptor m_descriptor;
    Receive m_receive;
    int m_watch = -1;
};

} // namespace siprace::sip
