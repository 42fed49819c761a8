#include "StreamTimes.h"
#include "Streams.h"

#include <algorithm>

// Connections with phones of a LAN: whose one is turns out with its first message, and what is for a phone goes on the
// connection that it has made, as long as that stands.

namespace siprace {

using What = ConnectionEvent::What;

namespace {
constexpr Duration betweenTries = 5ms;
constexpr Duration longestReach = 10s;
} // namespace

void Streams::place(int node, const Place& place)
{
    const auto index = static_cast<std::size_t>(node);
    if (m_places.size() <= index)
        m_places.resize(index + 1);
    m_places[index] = place;
}

void Streams::move(int guest, int seat)
{
    for (const auto& [number, stream] : m_streams) {
        if (stream->from == guest)
            stream->from = seat;
    }
}

int Streams::guestAt(const sip::SocketName& source) const
{
    for (const auto& [number, stream] : m_streams) {
        const Place& place = m_places[static_cast<std::size_t>(stream->from)];
        if (place.isGuest && place.own.address == source.address && stream->port == source.port)
            return stream->from;
    }
    return -1;
}

void Streams::refuse(int to, const sip::SocketName& peer, const QString& text)
{
    const QString who = QString::fromLatin1(m_block.canonical(sip::dotted(peer.address)));
    if (++m_refused <= mostRefusedShown)
        m_recorder.decision({m_timeline.now(), to, 0, Why{{}, text.arg(who)}});
}

int Streams::openedBy(std::uint32_t host) const
{
    return static_cast<int>(std::ranges::count_if(m_streams, [this, host](const auto& entry) {
        const Place& place = m_places[static_cast<std::size_t>(entry.second->from)];
        return place.isGuest && place.own.address == host;
    }));
}

int Streams::unknownOf(std::uint32_t host) const
{
    return static_cast<int>(
        std::ranges::count_if(m_unknown, [host](const auto& entry) { return entry.second.host == host; }));
}

void Streams::admitUnknown(int to, sip::Descriptor connection, const sip::SocketName& peer)
{
    if (m_unknown.size() >= mostUnknown) {
        refuse(to, peer,
            QStringLiteral("%1 connections have said nothing yet: one from %2 was refused.").arg(mostUnknown));
        return;
    }
    if (unknownOf(peer.address) >= mostUnknownOfHost) {
        refuse(to, peer,
            QStringLiteral("%1 connections of one host have said nothing yet: another one from %2 was refused.")
                .arg(mostUnknownOfHost));
        return;
    }
    const auto unknown = std::make_shared<Unknown>();
    unknown->number = ++m_lastUnknown;
    unknown->to = to;
    unknown->peer = peer;
    sip::TcpConnection::Handlers handlers{
        [this, unknown](const QByteArray& bytes) {
            if (const StreamPointer stream = unknown->stream.lock())
                received(stream, 0, bytes);
            else
                receivedFromUnknown(unknown, bytes);
        },
        [this, unknown](bool isReset) {
            if (const StreamPointer stream = unknown->stream.lock())
                ended(stream, 0, isReset);
            else
                dropUnknown(unknown, {}, !isReset);
        },
    };
    Waiting waiting{peer.address, sip::TcpConnection::adopt(m_loop, std::move(connection), std::move(handlers))};
    m_unknown.emplace(unknown->number, std::move(waiting));
    unknown->timer = m_timeline.after(
        longestMessage,
        [this, unknown] {
            dropUnknown(unknown,
                QStringLiteral("A connection from %1 has said nothing for %2 and was broken off.")
                    .arg(QStringLiteral("%1"), humanDuration(longestMessage)));
        },
        false);
}

void Streams::receivedFromUnknown(const UnknownPointer& unknown, const QByteArray& bytes)
{
    if (!m_unknown.contains(unknown->number))
        return;
    unknown->bytes += bytes;
    StreamFraming framing;
    framing.append(unknown->bytes);
    while (const std::optional<StreamFraming::Piece> piece = framing.next()) {
        if (piece->kind == StreamFraming::Piece::Kind::Broken) {
            dropUnknown(unknown,
                QStringLiteral("What comes on a connection from %1 cannot be read, %2: it was broken off.")
                    .arg(QStringLiteral("%1"), piece->trouble));
            return;
        }
        if (piece->kind != StreamFraming::Piece::Kind::Message)
            continue; // a keep-alive of nobody
        const int from = m_network.stranger(unknown->peer, piece->bytes);
        if (from < 0)
            dropUnknown(unknown, QStringLiteral("A connection from %1, which is no node of this run, was refused."));
        else
            recognise(unknown, from);
        return;
    }
}

void Streams::recognise(const UnknownPointer& unknown, int from)
{
    const StreamPointer stream = add(from, unknown->to);
    stream->port = unknown->peer.port;
    m_timeline.cancel(unknown->timer);
    auto waiting = m_unknown.extract(unknown->number);
    stream->ends[0].socket = std::move(waiting.mapped().connection);
    unknown->stream = stream;
    open(stream);
    received(stream, 0, std::exchange(unknown->bytes, {}));
}

void Streams::dropUnknown(const UnknownPointer& unknown, const QString& text, bool isInOrder)
{
    auto waiting = m_unknown.extract(unknown->number);
    if (waiting.empty())
        return;
    m_timeline.cancel(unknown->timer);
    sip::TcpConnection& connection = *waiting.mapped().connection;
    isInOrder ? connection.close() : connection.abort();
    m_retired.push_back(std::move(waiting.mapped().connection)); // this may be one of its own callbacks
    if (!text.isEmpty())
        refuse(unknown->to, unknown->peer, text);
}

/// The connection that the phone `to` has made to `from`, if it stands.
Streams::StreamPointer Streams::guestsOwn(int from, int to) const
{
    if (!m_places[static_cast<std::size_t>(to)].isGuest)
        return nullptr;
    for (const auto& [number, stream] : m_streams) {
        const End& own = stream->ends[1];
        if (stream->from == to && stream->to == from && !own.isGone && !own.hasFinished)
            return stream;
    }
    return nullptr;
}

void Streams::reachOut(const StreamPointer& stream)
{
    const sip::SocketName& face = m_places[static_cast<std::size_t>(stream->from)].face;
    const sip::SocketName& there = m_places[static_cast<std::size_t>(stream->to)].own;
    const auto descriptor
        = std::make_shared<sip::Descriptor>(sip::TcpConnection::begin({face.address, stream->port}, there));
    awaitReached(stream, descriptor, m_timeline.now());
}

void Streams::awaitReached(
    const StreamPointer& stream, const std::shared_ptr<sip::Descriptor>& descriptor, Instant begun)
{
    using Progress = sip::TcpConnection::Progress;
    if (stream->state != State::Opening || stream->ends[0].isGone)
        return;
    const Progress progress = descriptor->isOpen() ? sip::TcpConnection::progress(*descriptor) : Progress::Failed;
    // What has taken its time on the real network takes that of our link too.
    const Duration back = m_network.link(stream->to, stream->from).impairment().delay;
    if (progress == Progress::Connected) {
        stream->ends[1].socket = sip::TcpConnection::adopt(m_loop, std::move(*descriptor), handlersOf(stream, 1));
        stream->ends[1].hadSocket = true;
        after(stream, back, 1, [this, stream] { opened(stream); });
    } else if (progress == Progress::Failed) {
        after(stream, back, 1, [this, stream] {
            fail(stream, What::Refused, QStringLiteral("%1 refuses: nobody listens there.").arg(nameOf(stream->to)));
        });
    } else if (m_timeline.now() - begun > longestReach) {
        fail(stream, What::TimedOut,
            QStringLiteral("Nobody has answered for %1: there is no connection.").arg(humanDuration(longestReach)));
    } else {
        m_timeline.after(betweenTries, [this, stream, descriptor, begun] { awaitReached(stream, descriptor, begun); });
    }
}

} // namespace siprace
