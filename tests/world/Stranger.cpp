#include "Stranger.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace siprace {

namespace {
constexpr int hiddenAbove = 100;
constexpr quint16 facePort = 5060;

std::uint32_t addressIn(int block, const World& world, const QString& node)
{
    const QByteArray address = world.trace().nodes.at(world.trace().nodeIndex(node)).address.toLatin1();
    const QByteArray host = address.mid(address.lastIndexOf('.') + 1);
    return sip::undotted("127." + QByteArray::number(block) + ".0." + host.left(host.indexOf(':')));
}

std::uint16_t portOf(const sip::Descriptor& socket)
{
    sockaddr_in name{};
    socklen_t size = sizeof name;
    const bool isKnown = ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&name), &size) == 0;
    return isKnown ? ntohs(name.sin_port) : 0;
}
} // namespace

Stranger::Stranger(const World& world, const QString& node)
    : m_world(world)
    , m_socket(sip::bindUdp(
          node.isEmpty() ? sip::undotted("127.0.0.1") : addressIn(world.addressBlock() + hiddenAbove, world, node), 0))
{
}

bool Stranger::send(const QByteArray& datagram, const QString& to) const
{
    if (!sip::sendUdp(m_socket, datagram, {addressIn(m_world.addressBlock(), m_world, to), facePort}))
        return false;
    // Loopback queues datagrams in order: once one sent after it has come, it is at its face. A virtual clock would not
    // wait for it. The witness has any free port: other programs that do the same run beside this one.
    const sip::Descriptor witness = sip::bindUdp(sip::undotted("127.0.0.1"), 0);
    const std::uint16_t port = portOf(witness);
    if (port == 0 || !sip::sendUdp(m_socket, "x", {sip::undotted("127.0.0.1"), port}))
        qFatal("loopback carries nothing");
    pollfd readable{witness.number(), POLLIN, 0};
    ::poll(&readable, 1, 1000);
    return true;
}

} // namespace siprace
