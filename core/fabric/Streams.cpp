#include "Streams.h"

#include "ConnectionPort.h"
#include "StreamTimes.h"

#include <algorithm>

namespace siprace {

using What = ConnectionEvent::What;

namespace {
constexpr int acceptTries = 200; // of a millisecond each, should the system be busy
constexpr Duration betweenTurns = 1ms; // of a program that has more to say than fits into one
} // namespace

Streams::Streams(sip::Loop& loop, const AddressBlock& block, Timeline& timeline, Recorder& recorder,
    std::vector<Place> places, Network network)
    : m_loop(loop)
    , m_block(block)
    , m_timeline(timeline)
    , m_recorder(recorder)
    , m_places(std::move(places))
    , m_network(std::move(network))
{
}

Streams::~Streams() = default;

QString Streams::nameOf(int node) const
{
    return m_recorder.trace().nodes.at(node).name;
}

void Streams::tell(const Stream& stream, std::size_t end, What what, const QString& text, int message)
{
    m_recorder.connection(
        {m_timeline.now(), stream.number, stream.from, stream.to, stream.node(end), message, what, text});
}

void Streams::after(const StreamPointer& stream, Duration delay, std::size_t sender, std::function<void()> what)
{
    m_timeline.arrival(m_timeline.now() + delay, m_timeline.now(), stream->node(sender), 0, std::move(what));
}

Streams::StreamPointer Streams::find(int connection) const
{
    const auto found = m_streams.find(connection);
    return found == m_streams.end() ? nullptr : found->second;
}

Streams::StreamPointer Streams::ownTo(int from, int to) const
{
    for (const auto& [number, stream] : m_streams) {
        const End& own = stream->ends[0];
        if (stream->from == from && stream->to == to && !own.isGone && !own.hasFinished)
            return stream;
    }
    return nullptr;
}

Streams::StreamPointer Streams::add(int from, int to)
{
    auto stream = std::make_shared<Stream>();
    stream->number = ++m_last;
    stream->from = from;
    stream->to = to;
    int& opened = m_nextPort[from];
    stream->port = static_cast<quint16>(firstPort + opened);
    opened = (opened + 1) % (65536 - firstPort);
    m_streams.emplace(stream->number, stream);
    return stream;
}

void Streams::accept(int to, sip::Descriptor connection, const sip::SocketName& peer)
{
    const int from = m_network.senderAt(peer);
    const bool isFull = m_streams.size() >= std::size_t{mostOpen};
    if (isFull) {
        refuse(to, peer, QStringLiteral("%1 connections are open: one from %2 was refused.").arg(mostOpen));
        return; // the descriptor goes, and with it the connection
    }
    if (from < 0 && openedBy(peer.address) >= mostOpenOfHost) {
        refuse(to, peer,
            QStringLiteral("%1 connections of one host are open: another one from %2 was refused.")
                .arg(mostOpenOfHost));
        return;
    }
    const bool isAtAlias = m_places[static_cast<std::size_t>(to)].isGuest; // where only our own nodes call
    if (from < 0 && !isAtAlias && m_network.mayCome && m_network.mayCome(peer.address)) {
        admitUnknown(to, std::move(connection), peer);
        return;
    }
    if (from < 0) {
        refuse(to, peer, QStringLiteral("A connection from %1, which is no node of this run, was refused."));
        return;
    }
    if (const StreamPointer known = ownTo(from, to);
        known && known->ends[0].socket && m_places[static_cast<std::size_t>(from)].kind == Kind::Stack) {
        sip::TcpConnection::Handlers handlers = handlersOf(known, 0);
        handlers.ended = [](bool) {}; // the first one tells
        known->ends[0].further.push_back(sip::TcpConnection::adopt(m_loop, std::move(connection), std::move(handlers)));
        return;
    }
    const StreamPointer stream = add(from, to);
    stream->ends[0].socket = sip::TcpConnection::adopt(m_loop, std::move(connection), handlersOf(stream, 0));
    open(stream);
}

void Streams::transmit(int from, int to, quint16 port, const QByteArray& message)
{
    for (const auto& [number, stream] : m_streams) {
        const End& own = stream->ends[1];
        if (stream->to == from && stream->from == to && stream->port == port && !own.isGone && !own.hasFinished) {
            const StreamPointer used = stream;
            send(used, 1, message);
            return;
        }
    }
    if (const StreamPointer theirs = guestsOwn(from, to)) {
        send(theirs, 1, message);
        return;
    }
    StreamPointer stream = ownTo(from, to);
    if (!stream) {
        stream = add(from, to);
        open(stream);
    }
    send(stream, 0, message);
}

void Streams::open(const StreamPointer& stream)
{
    Link& there = m_network.link(stream->from, stream->to);
    Link& back = m_network.link(stream->to, stream->from);
    const QString asks = QStringLiteral("%1 asks %2 for connection %3.")
                             .arg(nameOf(stream->from), nameOf(stream->to))
                             .arg(stream->number);
    const bool isGuest = m_places[static_cast<std::size_t>(stream->from)].isGuest;
    tell(*stream, 0, What::Connecting, isGuest ? withPort(asks, stream->port) : asks);
    const Link::SegmentPassage passage = there.passOpening(stream->number, back);
    const Duration late = delayOfTry(passage.losses, openingTimeout());
    noteLosses(stream, 0, {}, passage.losses);
    if (late > longestOpening)
        after(stream, longestOpening, 0, [this, stream] {
            fail(stream, What::TimedOut,
                QStringLiteral("Nobody has answered for %1: there is no connection.")
                    .arg(humanDuration(longestOpening)));
        });
    else
        after(stream, late + passage.delay, 0, [this, stream] { asked(stream); });
}

/// The request for a connection has reached the other node.
void Streams::asked(const StreamPointer& stream)
{
    if (stream->state != State::Opening || stream->ends[0].isGone)
        return;
    const Duration back = m_network.link(stream->to, stream->from).impairment().delay;
    stream->wasAsked = true;
    const Place& place = m_places[static_cast<std::size_t>(stream->to)];
    if (place.kind == Kind::Program && place.own.address >> 24U != 127U && !m_network.isDown(stream->to)) {
        reachOut(stream); // elsewhere, which takes its time
        return;
    }
    if (m_network.isDown(stream->to) || !connectSocket(stream))
        after(stream, back, 1, [this, stream] {
            fail(stream, What::Refused, QStringLiteral("%1 refuses: nobody listens there.").arg(nameOf(stream->to)));
        });
    else
        after(stream, back, 1, [this, stream] { opened(stream); });
}

bool Streams::connectSocket(const StreamPointer& stream)
{
    const Place& place = m_places[static_cast<std::size_t>(stream->to)];
    if (place.kind == Kind::Bare)
        return true;
    const sip::SocketName& face = m_places[static_cast<std::size_t>(stream->from)].face;
    stream->ends[1].socket
        = sip::TcpConnection::open(m_loop, {face.address, stream->port}, place.own, handlersOf(stream, 1));
    stream->ends[1].hadSocket = stream->ends[1].socket != nullptr;
    if (!stream->ends[1].hadSocket || place.kind != Kind::Stack)
        return stream->ends[1].hadSocket;
    // Nothing else was ready, so what runs first is the stack that takes the connection.
    for (int i = 0; i < acceptTries && m_loop.step(std::chrono::milliseconds{i == 0 ? 0 : 1}) != 0ms; ++i) { }
    return true;
}

void Streams::opened(const StreamPointer& stream)
{
    if (stream->state != State::Opening || stream->ends[0].isGone)
        return;
    stream->state = State::Open;
    tell(*stream, 0, What::Connected,
        QStringLiteral("Connection %1 to %2 stands: what waited for it leaves.")
            .arg(stream->number)
            .arg(nameOf(stream->to)));
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
        for (Segment& segment : stream->ends[end].sent) {
            if (segment.wantsToGo)
                time(stream, end, segment);
        }
        pump(stream, end);
    }
}

/// There will be no connection: what waited for it is not sent.
void Streams::fail(const StreamPointer& stream, What what, const QString& text)
{
    if (stream->state != State::Opening || stream->ends[0].isGone)
        return;
    tell(*stream, 0, what, text);
    loseUnsent(stream, text);
}

/// What waited for the connection is lost, and its sender hears of it.
void Streams::loseUnsent(const StreamPointer& stream, const QString& text)
{
    std::vector<int> waiting;
    for (const Segment& segment : stream->ends[0].sent) {
        if (segment.kind == Segment::Kind::Message)
            waiting.push_back(segment.n);
    }
    loseAll(stream, 0, text);
    forget(stream);
    for (const int n : waiting)
        m_network.undelivered(stream->from, n);
}

/// Our agents send a response whose connection is gone to the port that the connection came from; RFC 3261 §18.2.2
/// means the node's own port, so that is where it leads.
void Streams::listenInItsPlace(const Stream& stream)
{
    const std::pair key{stream.from, stream.port};
    if (!stream.ends[1].hadSocket || m_listeners.contains(key) || m_listeners.size() >= mostPlaces)
        return;
    const auto connected = [this, to = stream.from](sip::Descriptor connection, const sip::SocketName& peer) {
        accept(to, std::move(connection), peer);
    };
    const sip::SocketName& face = m_places[static_cast<std::size_t>(stream.from)].face;
    m_listeners.emplace(key, sip::TcpListener::open(m_loop, {face.address, stream.port}, connected));
}

sip::TcpConnection::Handlers Streams::handlersOf(const StreamPointer& stream, std::size_t end)
{
    // The stream owns the connection, so its handlers may not own the stream.
    const auto alive = [weak = std::weak_ptr(stream)] { return weak.lock(); };
    return {
        [this, alive, end](const QByteArray& bytes) {
            if (const auto self = alive())
                received(self, end, bytes);
        },
        [this, alive, end](bool isReset) {
            if (const auto self = alive())
                ended(self, end, isReset);
        },
    };
}

void Streams::received(const StreamPointer& stream, std::size_t end, const QByteArray& bytes)
{
    End& own = stream->ends[end];
    own.framing.append(bytes);
    if (own.isResting)
        return;
    const bool isProgram = m_places[static_cast<std::size_t>(stream->node(end))].kind == Kind::Program;
    for (int taken = 0; !own.isGone && !own.hasFinished; ++taken) {
        if (isProgram && taken == mostAtOnce) {
            rest(stream, end);
            return;
        }
        if (isFull(*stream, end)) {
            if (own.socket)
                own.socket->pause();
            return;
        }
        const std::optional<StreamFraming::Piece> piece = own.framing.next();
        if (!piece) {
            awaitRest(stream, end);
            return;
        }
        take(stream, end, *piece);
    }
}

/// A program may write as fast as it likes: no more of it is read than the link has room for.
bool Streams::isFull(const Stream& stream, std::size_t end) const
{
    return stream.ends[end].sent.size() >= mostUnderWay
        && m_places[static_cast<std::size_t>(stream.node(end))].kind == Kind::Program;
}

/// Whoever writes without a pause is not read until everybody else has been.
void Streams::rest(const StreamPointer& stream, std::size_t end)
{
    End& own = stream->ends[end];
    own.isResting = true;
    if (own.socket)
        own.socket->pause();
    m_timeline.after(
        betweenTurns,
        [this, stream, end] {
            End& rested = stream->ends[end];
            rested.isResting = false;
            if (rested.isGone)
                return;
            if (rested.socket)
                rested.socket->resume();
            received(stream, end, {});
        },
        false);
}

void Streams::take(const StreamPointer& stream, std::size_t end, const StreamFraming::Piece& piece)
{
    End& own = stream->ends[end];
    m_timeline.cancel(std::exchange(own.rest, TimerId::None));
    Segment segment;
    switch (piece.kind) {
    case StreamFraming::Piece::Kind::Message:
        if (m_network.isCarried(stream->node(end), stream->node(1 - end)))
            send(stream, end, piece.bytes);
        return;
    case StreamFraming::Piece::Kind::Ping:
    case StreamFraming::Piece::Kind::Pong:
        segment.kind = Segment::Kind::KeepAlive;
        segment.bytes = piece.bytes;
        break;
    case StreamFraming::Piece::Kind::Broken:
        segment.kind = Segment::Kind::Garbage;
        segment.trouble = piece.trouble;
        own.hasFinished = true; // nobody would understand what follows
        break;
    }
    put(stream, end, std::move(segment));
}

/// Whoever begins a message has to come to its end.
void Streams::awaitRest(const StreamPointer& stream, std::size_t end)
{
    End& own = stream->ends[end];
    if (own.rest != TimerId::None || !own.framing.isCut())
        return;
    const auto tooLate = [this, stream, end] {
        End& late = stream->ends[end];
        late.rest = TimerId::None;
        if (!late.isGone && !late.hasFinished)
            take(stream, end,
                late.framing.broken(
                    QStringLiteral("the rest of a message has not come for %1").arg(humanDuration(longestMessage))));
    };
    own.rest = m_timeline.after(longestMessage, tooLate, false);
}

void Streams::ended(const StreamPointer& stream, std::size_t end, bool isReset)
{
    End& own = stream->ends[end];
    if (own.isGone)
        return;
    const int node = stream->node(end);
    if (isReset) {
        reset(stream, end, What::Reset, QStringLiteral("%1 breaks the connection off.").arg(nameOf(node)));
        return;
    }
    // One of our agents closes both directions at once.
    own.isDeaf = m_places[static_cast<std::size_t>(node)].kind == Kind::Stack;
    if (own.framing.isCut() && !own.hasFinished)
        m_recorder.decision(
            {m_timeline.now(), node, 0, Why{{}, QStringLiteral("It closes in the middle of a message.")}});
    finish(stream, end, QStringLiteral("%1 closes its side.").arg(nameOf(node)));
}

void Streams::send(const StreamPointer& stream, std::size_t end, const QByteArray& message)
{
    Segment segment;
    segment.sent = m_timeline.now();
    std::deque<Segment>& sent = stream->ends[end].sent;
    sent.push_back(std::move(segment)); // launch() finds it, as the one that has no number yet
    const Way way{stream->number, end == 0};
    const int n = m_network.depart(stream->node(end), stream->node(1 - end), message, way);
    for (Segment& one : sent) {
        if (one.kind == Segment::Kind::Message && one.n == 0)
            one.n = n; // it is held
    }
}

bool Streams::handOver(const Way& way, const QByteArray& message)
{
    const StreamPointer stream = find(way.connection);
    if (!stream)
        return false;
    const std::size_t end = way.isForward ? 1 : 0;
    End& own = stream->ends[end];
    if (!own.socket || own.isGone)
        return false;
    const int node = stream->node(end);
    if (!write(stream, end, message))
        return false;
    if (own.socket->waiting() == 0 && m_places[static_cast<std::size_t>(node)].kind == Kind::Stack)
        std::ignore = own.socket->awaitHandedOver();
    return true;
}

/// To the node's own socket. False when the connection is over with that.
bool Streams::write(const StreamPointer& stream, std::size_t end, const QByteArray& bytes)
{
    End& own = stream->ends[end];
    if (!own.socket->send(bytes)) {
        reset(stream, end, What::Reset,
            QStringLiteral("%1 does not read what comes: the connection is broken off.")
                .arg(nameOf(stream->node(end))));
        return false;
    }
    if (own.socket->waiting() > 0 && !own.isFlushing) {
        own.isFlushing = true;
        own.read = m_timeline.now();
        flushLater(stream, end);
    }
    return true;
}

void Streams::flushLater(const StreamPointer& stream, std::size_t end)
{
    m_timeline.after(
        20ms,
        [this, stream, end] {
            End& own = stream->ends[end];
            own.isFlushing = false;
            if (!own.socket || own.isGone)
                return;
            const qsizetype before = own.socket->waiting();
            if (!own.socket->flush() || own.socket->waiting() == 0)
                return;
            if (own.socket->waiting() < before)
                own.read = m_timeline.now();
            if (m_timeline.now() - own.read > longestSilence) {
                reset(stream, end, What::TimedOut,
                    QStringLiteral("%1 has read nothing for %2: the connection is broken off.")
                        .arg(nameOf(stream->node(end)), humanDuration(longestSilence)));
                return;
            }
            own.isFlushing = true;
            flushLater(stream, end);
        },
        false);
}

sip::Hop Streams::source(const Way& way, int sender) const
{
    const StreamPointer stream = find(way.connection);
    const Place& place = m_places[static_cast<std::size_t>(sender)];
    const sip::SocketName& shown = place.isGuest ? place.own : place.face;
    return {sip::dotted(shown.address), stream && way.isForward ? stream->port : shown.port, "tcp"};
}

void Streams::closeAll(int node)
{
    const std::map<int, StreamPointer> streams = m_streams;
    for (const auto& [number, stream] : streams) {
        for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
            if (stream->node(end) != node || (end == 1 && !stream->wasAsked))
                continue;
            if (stream->state == State::Opening)
                reset(stream, end, What::Reset, QStringLiteral("%1 gives the connection up.").arg(nameOf(node)));
            else
                finish(stream, end, QStringLiteral("%1 closes its side.").arg(nameOf(node)));
            if (m_places[static_cast<std::size_t>(node)].kind == Kind::Stack) {
                stream->ends[end].isDeaf = true;
                retire(stream->ends[end]);
            }
        }
    }
}

void Streams::resetAll(int node, const QString& why)
{
    const std::map<int, StreamPointer> streams = m_streams;
    for (const auto& [number, stream] : streams) {
        for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
            if (stream->node(end) == node && (end == 0 || stream->wasAsked))
                reset(stream, end, What::Reset, why);
        }
    }
}

} // namespace siprace
