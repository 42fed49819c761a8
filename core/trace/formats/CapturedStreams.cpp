#include "formats/CapturedStreams.h"

#include "ConnectionPort.h"
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
    Stream& stream = m_streams[message.connection];
    m_lastCaptured = std::max(m_lastCaptured, message.arrived.value_or(message.sent));
    ++stream.captured[message.from == stream.opener ? 0 : 1];
    return packet(trace, stream, message.from, message.to, message.n, flagsPushAck, cut);
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
        if (const quint16 port = portIn(event.text); port != 0)
            stream.port = port;
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

std::optional<ConnectionEvent> CapturedStreams::nextEvent(const Trace& trace, Instant latest)
{
    if (std::optional<ConnectionEvent> finish = dueFinish(latest))
        return finish;
    while (std::optional<ConnectionEvent> event = nextOfTrace(trace, latest)) {
        if (event->what != ConnectionEvent::What::HalfClosed)
            return event;
        const auto isBefore = [&event](const TraceMessage& message) {
            return message.connection == event->connection && message.from == event->node && message.sent <= event->at;
        };
        const Finish finish{*event, std::ranges::count_if(trace.messages, isBefore)};
        if (isComplete(finish))
            return event;
        m_finishes.push_back(finish);
    }
    return dueFinish(latest);
}

std::optional<ConnectionEvent> CapturedStreams::nextOfTrace(const Trace& trace, Instant latest)
{
    if (m_told > trace.connections.size()) {
        const auto next = std::ranges::upper_bound(trace.connections, m_lastTold, {}, &ConnectionEvent::at);
        m_told = next - trace.connections.begin();
    }
    if (m_told >= trace.connections.size() || trace.connections.at(m_told).at > latest)
        return {};
    m_lastTold = trace.connections.at(m_told).at;
    return trace.connections.at(m_told++);
}

bool CapturedStreams::isComplete(const Finish& finish) const
{
    const auto stream = m_streams.find(finish.event.connection);
    return stream == m_streams.end()
        || stream->second.captured[finish.event.node == stream->second.opener ? 0 : 1] >= finish.behind;
}

/// The end of a direction that has waited for its messages; when nothing more comes it waits no longer.
std::optional<ConnectionEvent> CapturedStreams::dueFinish(Instant latest)
{
    const auto due = std::ranges::find_if(
        m_finishes, [this, latest](const Finish& finish) { return latest == Instant::max() || isComplete(finish); });
    if (due == m_finishes.end())
        return {};
    ConnectionEvent event = due->event;
    m_finishes.erase(due);
    event.at = std::max(event.at, m_lastCaptured);
    return event;
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
