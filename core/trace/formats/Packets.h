#pragma once

#include "Trace.h"

#include <QtEndian>

namespace siprace {

/// A number as the file formats of captures want it: least significant byte first.
template <class Number> void putLittle(QByteArray& out, Number number)
{
    const Number ordered = qToLittleEndian(number);
    out.append(reinterpret_cast<const char*>(&ordered), sizeof ordered);
}

/// A number as networks want it: most significant byte first.
template <class Number> void putBig(QByteArray& out, Number number)
{
    const Number ordered = qToBigEndian(number);
    out.append(reinterpret_cast<const char*>(&ordered), sizeof ordered);
}

/// Where a node is on the captured network.
struct PacketAddress
{
    quint32 ip = 0;
    quint16 port = 5060;
};

/// Reads "127.100.0.21:5060"; 0.0.0.0 for what is no IPv4 address.
[[nodiscard]] PacketAddress packetAddress(const TraceNode& node);
/// What a capture shows of a message: its bytes without secrets, as much of them as a datagram carries.
[[nodiscard]] QByteArray packetPayload(const TraceMessage& message);
/// An IPv4 packet with a UDP datagram in it. RFC 791, RFC 768.
[[nodiscard]] QByteArray udpPacket(const PacketAddress& from, const PacketAddress& to, int id, QByteArrayView payload);
/// What a TCP header says beside ports and sums. RFC 9293 §3.1.
struct TcpFields
{
    quint32 sequence = 0;
    quint32 acknowledged = 0;
    quint8 flags = 0;
};
/// An IPv4 packet with a TCP segment in it.
[[nodiscard]] QByteArray tcpPacket(
    const PacketAddress& from, const PacketAddress& to, int id, const TcpFields& fields, QByteArrayView payload);

} // namespace siprace
