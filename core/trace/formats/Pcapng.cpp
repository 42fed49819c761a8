#include "formats/Exporters.h"
#include "formats/Packets.h"
#include "formats/PcapngBlocks.h"

#include <algorithm>
#include <vector>

namespace siprace {

namespace {

// Block and option codes of the pcapng format. Every block: type, length, body, length again, all 32-bit aligned.
constexpr quint32 sectionHeaderBlock = 0x0A0D0D0A;
constexpr quint32 interfaceBlock = 1;
constexpr quint32 nameResolutionBlock = 4;
constexpr quint32 enhancedPacketBlock = 6;
constexpr quint16 optionComment = 1;
constexpr quint16 sectionApplication = 4;
constexpr quint16 interfaceName = 2;
constexpr quint16 interfaceTimeResolution = 9;
constexpr quint16 nameRecordIpv4 = 1;
constexpr quint16 linkTypeRaw = 101; ///< packets begin with the IP header

void padTo32Bits(QByteArray& out)
{
    out.append((4 - out.size() % 4) % 4, '\0');
}

void putOption(QByteArray& body, quint16 code, QByteArrayView value)
{
    constexpr qsizetype longest = 0xffff;
    const QByteArrayView cut = value.first(std::min(value.size(), longest));
    putLittle(body, code);
    putLittle(body, static_cast<quint16>(cut.size()));
    body.append(cut);
    padTo32Bits(body);
}

void putBlock(QByteArray& out, quint32 type, const QByteArray& body)
{
    const auto length = static_cast<quint32>(body.size() + 12);
    putLittle(out, type);
    putLittle(out, length);
    out += body;
    putLittle(out, length);
}

QByteArray sectionHeader(const Trace& trace)
{
    QByteArray body;
    putLittle<quint32>(body, 0x1A2B3C4D); // tells the byte order
    putLittle<quint16>(body, 1);
    putLittle<quint16>(body, 0);
    putLittle<qint64>(body, -1); // length of the section: not said
    const QString about = QStringLiteral("%1, policy %2, %3 clock, seed %4")
                              .arg(trace.title.isEmpty() ? trace.scenario : trace.title, trace.policy, trace.clock)
                              .arg(trace.seed);
    putOption(body, optionComment, about.toUtf8());
    putOption(body, sectionApplication, "SIP Race Lab " SIPRACE_VERSION);
    putOption(body, 0, {});
    return body;
}

QByteArray interfaceDescription()
{
    QByteArray body;
    putLittle(body, linkTypeRaw);
    putLittle<quint16>(body, 0);
    putLittle<quint32>(body, 0); // no limit to what is captured of a packet
    putOption(body, interfaceName, "lab");
    putOption(body, interfaceTimeResolution, QByteArray(1, '\x06')); // microseconds
    putOption(body, 0, {});
    return body;
}

/// Names for the addresses, so that Wireshark shows "Phone B1" instead of 127.100.0.21.
QByteArray nameResolution(const Trace& trace)
{
    QByteArray body;
    for (const TraceNode& node : trace.nodes) {
        QByteArray record;
        putBig(record, packetAddress(node).ip);
        record += (node.name.isEmpty() ? node.id : node.name).toUtf8() + '\0';
        putLittle(body, nameRecordIpv4);
        putLittle(body, static_cast<quint16>(record.size()));
        body += record;
        padTo32Bits(body);
    }
    putLittle<quint32>(body, 0); // end of records
    return body;
}

void putComments(QByteArray& body, const TraceMessage& message, const QStringList& annotations)
{
    const auto put = [&](const QString& text) { putOption(body, optionComment, text.toUtf8()); };
    const auto reason = [](const Why& why) {
        return why.rule.isEmpty() ? why.text : QStringLiteral("%1 %2").arg(why.rule, why.text);
    };
    if (!message.why.isEmpty())
        put(QStringLiteral("why: ") + reason(message.why));
    if (message.retransmissionOf != 0)
        put(QStringLiteral("retransmission of message %1").arg(message.retransmissionOf));
    if (message.fate != Fate::Delivered)
        put(message.fateWhy.isEmpty() ? toString(message.fate)
                                      : toString(message.fate) + QStringLiteral(": ") + reason(message.fateWhy));
    for (const QString& annotation : annotations)
        put(annotation);
}

QByteArray bytesOf(const Trace& trace, const TraceMessage& message, CapturedStreams& streams)
{
    const QByteArray payload = packetPayload(message);
    if (message.connection != 0)
        return streams.packetOf(trace, message, payload);
    return udpPacket(
        packetAddress(trace.nodes.at(message.from)), packetAddress(trace.nodes.at(message.to)), message.n, payload);
}

/// A packet block up to its options.
QByteArray packet(const QByteArray& bytes, quint64 us)
{
    QByteArray body;
    putLittle<quint32>(body, 0); // the only interface
    putLittle(body, static_cast<quint32>(us >> 32));
    putLittle(body, static_cast<quint32>(us & 0xffffffff));
    putLittle(body, static_cast<quint32>(bytes.size()));
    putLittle(body, static_cast<quint32>(bytes.size()));
    body += bytes;
    padTo32Bits(body);
    return body;
}

} // namespace

QByteArray pcapngOpening(const Trace& trace)
{
    QByteArray out;
    putBlock(out, sectionHeaderBlock, sectionHeader(trace));
    putBlock(out, interfaceBlock, interfaceDescription());
    return out;
}

QByteArray pcapngNames(const Trace& trace)
{
    QByteArray out;
    putBlock(out, nameResolutionBlock, nameResolution(trace));
    return out;
}

QByteArray pcapngPacket(const Trace& trace, const TraceMessage& message, quint64 us, const QStringList& annotations,
    CapturedStreams& streams)
{
    QByteArray body = packet(bytesOf(trace, message, streams), us);
    putComments(body, message, annotations);
    putOption(body, 0, {});
    QByteArray out;
    putBlock(out, enhancedPacketBlock, body);
    return out;
}

QByteArray pcapngConnections(
    const Trace& trace, Instant latest, CapturedStreams& streams, const std::function<quint64(Instant)>& toUs)
{
    QByteArray out;
    while (const std::optional<ConnectionEvent> event = streams.nextEvent(trace, latest)) {
        const QByteArray bytes = streams.packetOf(trace, *event);
        if (bytes.isEmpty())
            continue;
        QByteArray body = packet(bytes, toUs(event->at));
        putOption(body, optionComment, event->text.toUtf8());
        putOption(body, 0, {});
        putBlock(out, enhancedPacketBlock, body);
    }
    return out;
}

QByteArray toPcapng(const Trace& trace, const Annotations& annotations)
{
    // A capture is read in time order: by arrival; what never arrived stands where it left.
    std::vector<std::pair<Instant, const TraceMessage*>> order;
    order.reserve(static_cast<std::size_t>(trace.messages.size()));
    for (const TraceMessage& message : trace.messages)
        order.emplace_back(message.arrived.value_or(message.sent), &message);
    std::ranges::stable_sort(order, {}, &std::pair<Instant, const TraceMessage*>::first);

    QByteArray out = pcapngOpening(trace) + pcapngNames(trace);
    CapturedStreams streams;
    const auto us = [](Instant instant) { return static_cast<quint64>(toUs(instant)); };
    for (const auto& [when, message] : order) {
        out += pcapngConnections(trace, when, streams, us);
        out += pcapngPacket(trace, *message, us(when), annotations.comments.value(message->n), streams);
    }
    return out + pcapngConnections(trace, Instant::max(), streams, us);
}

} // namespace siprace
