#include "formats/Hep.h"

#include "formats/Packets.h"

namespace siprace {

namespace {

// The generic chunks of HEP3 (vendor 0), by number.
enum class Chunk : quint16
{
    IpFamily = 1,
    IpProtocol = 2,
    SourceIpv4 = 3,
    DestinationIpv4 = 4,
    SourcePort = 7,
    DestinationPort = 8,
    Seconds = 9,
    Microseconds = 10,
    PayloadType = 11,
    CaptureAgent = 12,
    Payload = 15,
    Correlation = 17
};
constexpr quint8 ipv4 = 2;
constexpr quint8 overUdp = 17;
constexpr quint8 overTcp = 6;
constexpr quint8 sipPayload = 1;
constexpr qsizetype headerSize = 6;
// A HEP packet is a datagram too: 65,507 bytes, less what its other chunks take.
constexpr qsizetype largestPayload = 65'000;
constexpr qsizetype largestCallId = 255;
constexpr qint64 usPerSecond = 1'000'000;

void putChunk(QByteArray& out, Chunk chunk, QByteArrayView value)
{
    putBig<quint16>(out, 0); // the vendor whose chunks are everybody's
    putBig(out, static_cast<quint16>(chunk));
    putBig(out, static_cast<quint16>(headerSize + value.size()));
    out.append(value);
}

template <class Number> void putChunk(QByteArray& out, Chunk chunk, Number number)
{
    QByteArray value;
    putBig(value, number);
    putChunk(out, chunk, QByteArrayView(value));
}

} // namespace

QByteArray toHep(const Trace& trace, const TraceMessage& message, qint64 usSince1970, quint32 agent)
{
    const PacketAddress from = packetAddress(trace.nodes.at(message.from));
    const PacketAddress to = packetAddress(trace.nodes.at(message.to));
    const QByteArray payload = packetPayload(message).left(largestPayload);
    QByteArray chunks;
    putChunk(chunks, Chunk::IpFamily, ipv4);
    putChunk(chunks, Chunk::IpProtocol, message.connection == 0 ? overUdp : overTcp);
    putChunk(chunks, Chunk::SourceIpv4, from.ip);
    putChunk(chunks, Chunk::DestinationIpv4, to.ip);
    putChunk(chunks, Chunk::SourcePort, from.port);
    putChunk(chunks, Chunk::DestinationPort, to.port);
    putChunk(chunks, Chunk::Seconds, static_cast<quint32>(usSince1970 / usPerSecond));
    putChunk(chunks, Chunk::Microseconds, static_cast<quint32>(usSince1970 % usPerSecond));
    putChunk(chunks, Chunk::PayloadType, sipPayload);
    putChunk(chunks, Chunk::CaptureAgent, agent);
    if (!message.callId.isEmpty())
        putChunk(chunks, Chunk::Correlation, QByteArrayView(message.callId.left(largestCallId)));
    putChunk(chunks, Chunk::Payload, QByteArrayView(payload));
    QByteArray packet("HEP3");
    putBig(packet, static_cast<quint16>(packet.size() + 2 + chunks.size()));
    return packet + chunks;
}

} // namespace siprace
