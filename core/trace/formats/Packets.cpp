#include "formats/Packets.h"

#include "Secrets.h"

#include <QStringList>

#include <algorithm>

namespace siprace {

namespace {
constexpr int ipHeaderSize = 20;
constexpr int udpHeaderSize = 8;
constexpr quint16 protocolUdp = 17;
constexpr quint16 protocolTcp = 6;
constexpr qsizetype largestUdpPayload = 65535 - ipHeaderSize - udpHeaderSize;

/// The Internet checksum over 16-bit words. RFC 1071.
quint16 internetChecksum(QByteArrayView bytes, quint32 sum = 0)
{
    for (qsizetype i = 0; i < bytes.size(); i += 2) {
        const quint32 high = static_cast<unsigned char>(bytes.at(i));
        const quint32 low = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes.at(i + 1)) : 0;
        sum += high << 8 | low;
    }
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<quint16>(~sum);
}

/// RFC 791; `length`: of what follows it.
QByteArray ipHeader(const PacketAddress& from, const PacketAddress& to, int id, quint16 protocol, qsizetype length)
{
    QByteArray ip;
    putBig<quint16>(ip, 0x4500); // version 4, five words
    putBig(ip, static_cast<quint16>(ipHeaderSize + length));
    putBig(ip, static_cast<quint16>(id));
    putBig<quint16>(ip, 0x4000); // not to be fragmented
    putBig(ip, static_cast<quint16>(0x4000 | protocol)); // 64 hops
    putBig<quint16>(ip, 0);
    putBig(ip, from.ip);
    putBig(ip, to.ip);
    qToBigEndian(internetChecksum(ip), ip.data() + 10);
    return ip;
}

/// What a checksum counts beside the packet's own bytes. RFC 768, RFC 9293 §3.1.
quint32 pseudoHeaderSum(const PacketAddress& from, const PacketAddress& to, quint16 protocol, qsizetype length)
{
    return (from.ip >> 16) + (from.ip & 0xffff) + (to.ip >> 16) + (to.ip & 0xffff) + protocol
        + static_cast<quint32>(length);
}
} // namespace

PacketAddress packetAddress(const TraceNode& node)
{
    PacketAddress address;
    const QStringList hostAndPort = node.address.split(u':');
    if (hostAndPort.size() == 2)
        address.port = hostAndPort.at(1).toUShort();
    const QStringList octets = hostAndPort.first().split(u'.');
    if (octets.size() != 4)
        return address;
    for (const QString& octet : octets)
        address.ip = address.ip << 8 | (octet.toUInt() & 0xff);
    return address;
}

QByteArray packetPayload(const TraceMessage& message)
{
    return withoutSecrets(message.raw.bytes()).left(largestUdpPayload);
}

QByteArray udpPacket(const PacketAddress& from, const PacketAddress& to, int id, QByteArrayView payload)
{
    const auto udpLength = static_cast<quint16>(udpHeaderSize + payload.size());
    QByteArray udp;
    putBig(udp, from.port);
    putBig(udp, to.port);
    putBig(udp, udpLength);
    putBig<quint16>(udp, 0);
    udp.append(payload);
    const quint16 checksum = internetChecksum(udp, pseudoHeaderSum(from, to, protocolUdp, udpLength));
    qToBigEndian<quint16>(checksum == 0 ? 0xffff : checksum, udp.data() + 6);
    return ipHeader(from, to, id, protocolUdp, udpLength) + udp;
}

QByteArray tcpPacket(
    const PacketAddress& from, const PacketAddress& to, int id, const TcpFields& fields, QByteArrayView payload)
{
    QByteArray tcp;
    putBig(tcp, from.port);
    putBig(tcp, to.port);
    putBig(tcp, fields.sequence);
    putBig(tcp, fields.acknowledged);
    putBig(tcp, static_cast<quint16>(0x5000 | fields.flags)); // five words
    putBig<quint16>(tcp, 0xffff); // window
    putBig<quint32>(tcp, 0); // checksum, urgent pointer
    tcp.append(payload);
    const quint16 checksum = internetChecksum(tcp, pseudoHeaderSum(from, to, protocolTcp, tcp.size()));
    qToBigEndian(checksum, tcp.data() + 16);
    return ipHeader(from, to, id, protocolTcp, tcp.size()) + tcp;
}

} // namespace siprace
