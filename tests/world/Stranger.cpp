#include "Stranger.h"

#include <QFile>

#include <netinet/in.h>
#include <poll.h>

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

/// Whether datagrams wait in the socket that is bound there: the fifth field of its line is tx_queue:rx_queue.
bool hasWaiting(const sip::SocketName& name)
{
    QFile sockets(QStringLiteral("/proc/net/udp"));
    if (!sockets.open(QIODevice::ReadOnly))
        return true; // a system without it has to be believed
    const QByteArray own = QByteArray::number(htonl(name.address), 16).rightJustified(8, '0').toUpper() + ':'
        + QByteArray::number(name.port, 16).rightJustified(4, '0').toUpper();
    for (const QByteArray& line : sockets.readAll().split('\n')) {
        const QByteArrayList fields = line.simplified().split(' ');
        if (fields.value(1) == own)
            return fields.value(4).mid(fields.value(4).indexOf(':') + 1).toUInt(nullptr, 16) > 0;
    }
    return false;
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
    return sip::sendUdp(m_socket, datagram, {addressIn(m_world.addressBlock(), m_world, to), facePort});
}

bool Stranger::sendAndWait(const QByteArray& datagram, const QString& to) const
{
    // A busy system may hand over late even what stays within it.
    constexpr int longest = 2000;
    if (!send(datagram, to))
        return false;
    const sip::SocketName face{addressIn(m_world.addressBlock(), m_world, to), facePort};
    for (int ms = 0; ms < longest && !hasWaiting(face); ++ms)
        ::poll(nullptr, 0, 1);
    return hasWaiting(face);
}

} // namespace siprace
