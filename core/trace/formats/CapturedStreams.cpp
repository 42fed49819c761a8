#include "formats/CapturedStreams.h"

#include "formats/Packets.h"

#include <algorithm>
#include <utility>

namespace siprace {

namespace {
constexpr quint16 firstStreamPort = 49152; ///< as the fabric numbers them
constexpr quint8 flagsSyn = 0x02;
constexpr quint8 flagsSynAck = 0x12;
constexpr quint8 flagsFinAck = 0x11;
constexpr quint8 flagsRstAck = 0x14;
constexpr quint8 flagsPushAck = 0x18;
constexpr qsizetype largestTcpPayload = 65535 - 20 - 20;
} // namespace

QByteArray CapturedStreams::packetOf(const Trace& trace, const TraceMessage& message, QByteArrayView payload)
{
    const QByteArrayView cut = payload.first(std::min(payload.size(), largestTcpPayload));
    return packet(trace, m_streams[message.connection], message.from, message.to, message.n, flagsPushAck, cut);
}

QByteArray CapturedStreams::packetOf(const Trace& trace, const ConnectionEvent& event)
{
    using enum ConnectionEvent::What;
    Stream& stream = m_streams[event.connection];
    const int other = event.node == event.from ? event.to : event.from;
    switch (event.what) {
    case Connecting:
        stream.opener = event.from;
        stream.port = static_cast<quint16>(firstStreamPort + m_opened[event.from]++);
        return packet(trace, stream, event.from, event.to, 0, flagsSyn, {});
    case Connected:
        return packet(trace, stream, event.to, event.from, 0, flagsSynAck, {});
    case HalfClosed:
        return packet(trace, stream, event.node, other, 0, flagsFinAck, {});
    case Refused:
        return packet(trace, stream, event.to, event.from, 0, flagsRstAck, {});
    case Reset:
    case TimedOut:
    case Malformed:
        if (!std::exchange(stream.isReset, true))
            return packet(trace, stream, event.node, other, 0, flagsRstAck, {});
        break;
    case SegmentLost:
    case SegmentAgain:
    case Stalled:
    case Closed:
        break;
    }
    return {};
}

const ConnectionEvent* CapturedStreams::nextEvent(const Trace& trace, Instant latest)
{
    if (m_told > trace.connections.size()) {
        const auto next = std::ranges::upper_bound(trace.connections, m_lastTold, {}, &ConnectionEvent::at);
        m_told = next - trace.connections.begin();
    }
    if (m_told >= trace.connections.size() || trace.connections.at(m_told).at > latest)
        return nullptr;
    m_lastTold = trace.connections.at(m_told).at;
    return &trace.connections.at(m_told++);
}

QByteArray CapturedStreams::packet(
    const Trace& trace, Stream& stream, int from, int to, int id, quint8 flags, QByteArrayView payload)
{
    PacketAddress source = packetAddress(trace.nodes.at(from));
    PacketAddress target = packetAddress(trace.nodes.at(to));
    const bool isForward = from == stream.opener;
    (isForward ? source : target).port = stream.port;
    quint32& own = stream.next[isForward ? 0 : 1];
    const quint32 acknowledged = flags == flagsSyn ? 0 : stream.next[isForward ? 1 : 0];
    const QByteArray bytes = tcpPacket(source, target, id, {own, acknowledged, flags}, payload);
    const bool countsOne = flags == flagsSyn || flags == flagsSynAck || flags == flagsFinAck;
    own += static_cast<quint32>(payload.size()) + (countsOne ? 1 : 0);
    return bytes;
}

} // namespace siprace
