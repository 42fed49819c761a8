#include "StreamTimes.h"
#include "Streams.h"

#include <algorithm>

// What is under way on the connections: order, losses, the ends of directions.

namespace siprace {

using What = ConnectionEvent::What;

void Streams::put(const StreamPointer& stream, std::size_t end, Segment segment)
{
    segment.sent = m_timeline.now();
    segment.wantsToGo = true;
    stream->ends[end].sent.push_back(std::move(segment));
    if (stream->state == State::Open)
        time(stream, end, stream->ends[end].sent.back());
    pump(stream, end);
}

void Streams::launch(const Way& way, int n, Duration extra)
{
    const StreamPointer stream = find(way.connection);
    if (!stream)
        return;
    const std::size_t end = way.isForward ? 0 : 1;
    std::deque<Segment>& sent = stream->ends[end].sent;
    const auto found = std::ranges::find_if(sent, [n](const Segment& segment) {
        return segment.kind == Segment::Kind::Message && (segment.n == n || segment.n == 0);
    });
    if (found == sent.end())
        return; // the connection was broken off while it was held
    found->n = n;
    found->extra = extra;
    found->wasHeld = found->sent < m_timeline.now();
    found->wantsToGo = true;
    if (stream->state == State::Open)
        time(stream, end, *found);
    pump(stream, end);
}

void Streams::loseOnce(const Way& way, int n)
{
    if (const StreamPointer stream = find(way.connection)) {
        for (Segment& segment : stream->ends[way.isForward ? 0 : 1].sent) {
            if (segment.kind == Segment::Kind::Message && (segment.n == n || segment.n == 0))
                segment.isLostOnce = true;
        }
    }
    launch(way, n, Duration::zero());
}

/// Says when a segment that leaves now would arrive by itself.
void Streams::time(const StreamPointer& stream, std::size_t end, Segment& segment)
{
    Link& there = m_network.link(stream->node(end), stream->node(1 - end));
    const Link& back = m_network.link(stream->node(1 - end), stream->node(end));
    const bool isMessage = segment.kind == Segment::Kind::Message;
    Link::SegmentPassage passage{0, there.impairment().delay};
    if (isMessage)
        passage = there.passSegment(m_recorder.fieldsOf(segment.n));
    const int losses = passage.losses + (segment.isLostOnce ? 1 : 0);
    const Duration timeout = segmentTimeout(there.impairment().delay + back.impairment().delay);
    const Duration late = delayOfTry(losses, timeout);
    noteLosses(stream, end, segment, losses);
    if (late > longestSilence) {
        after(stream, longestSilence, end, [this, stream, end] {
            reset(stream, end, What::TimedOut,
                QStringLiteral("Nothing got through for %1: the connection is given up.")
                    .arg(humanDuration(longestSilence)));
        });
        return; // it blocks what is behind it until then
    }
    segment.isLaunched = true;
    segment.due = m_timeline.now() + segment.extra + late + passage.delay;
    // By a loss, a rule or a hand, not by the link's own jitter.
    const bool isLate = losses > 0 || segment.extra > Duration::zero() || segment.wasHeld;
    if (segment.due >= stream->ends[end].free && isMessage && isLate)
        stream->ends[end].blocking = segment.n;
}

/// The marks of lost tries, each at its time.
void Streams::noteLosses(const StreamPointer& stream, std::size_t end, const Segment& segment, int losses)
{
    const bool isOpening = segment.kind == Segment::Kind::Message && segment.n == 0;
    const Duration roundTrip = m_network.link(stream->from, stream->to).impairment().delay
        + m_network.link(stream->to, stream->from).impairment().delay;
    const Duration timeout = isOpening ? openingTimeout() : segmentTimeout(roundTrip);
    const Duration longest = isOpening ? longestOpening : longestSilence;
    const int n = segment.n;
    for (int i = 0; i < losses && delayOfTry(i, timeout) <= longest; ++i) {
        const auto note = [this, stream, end, n](What what, const QString& text) {
            return [this, stream, end, n, what, text] {
                if (stream->state != State::Closed && !stream->ends[end].isGone)
                    tell(*stream, end, what, text, n);
            };
        };
        const QString wait = humanDuration(timeout * (std::int64_t{1} << i));
        const auto lost = note(What::SegmentLost,
            isOpening ? QStringLiteral("The request for the connection is lost; it is sent again in %1.").arg(wait)
                      : QStringLiteral("Its segment is lost; it is sent again in %1.").arg(wait));
        if (i == 0)
            lost();
        else
            m_timeline.after(delayOfTry(i, timeout), lost);
        if (delayOfTry(i + 1, timeout) <= longest)
            m_timeline.after(delayOfTry(i + 1, timeout),
                note(What::SegmentAgain,
                    isOpening ? QStringLiteral("No answer: the request for the connection is sent again.")
                              : QStringLiteral("Not acknowledged: its segment is sent again.")));
    }
}

/// Gives a time to everything that has its turn: nothing overtakes what was sent before it.
void Streams::pump(const StreamPointer& stream, std::size_t end)
{
    End& own = stream->ends[end];
    for (; own.scheduled < own.sent.size(); ++own.scheduled) {
        Segment& segment = own.sent[own.scheduled];
        if (!segment.isLaunched)
            return;
        if (segment.due < own.free && segment.kind == Segment::Kind::Message && own.blocking != segment.n)
            segment.blockedBy = own.blocking;
        segment.arrival = std::max(segment.due, own.free);
        own.free = segment.arrival;
        m_timeline.arrival(
            segment.arrival, segment.sent, stream->node(end), segment.n, [this, stream, end] { arrived(stream, end); });
    }
}

void Streams::arrived(const StreamPointer& stream, std::size_t end)
{
    m_retired.clear(); // no handler of theirs is at work now
    End& own = stream->ends[end];
    if (stream->state == State::Closed || own.sent.empty())
        return;
    const Segment segment = std::move(own.sent.front());
    own.sent.pop_front();
    --own.scheduled;
    handle(stream, end, segment);
    if (own.socket && own.socket->isPaused() && !own.isResting && own.sent.size() <= mostUnderWay / 2) {
        own.socket->resume();
        received(stream, end, {}); // what had come before
    }
}

void Streams::handle(const StreamPointer& stream, std::size_t end, const Segment& segment)
{
    const std::size_t there = 1 - end;
    End& receiver = stream->ends[there];
    const int node = stream->node(there);
    const bool isMessage = segment.kind == Segment::Kind::Message;
    if (receiver.isGone || receiver.isDeaf) {
        if (isMessage)
            m_network.lose(segment.n, QStringLiteral("%1 had closed the connection.").arg(nameOf(node)));
        if (isMessage && !receiver.isGone)
            reset(stream, there, What::Reset,
                QStringLiteral("Something comes for a connection that %1 has closed.").arg(nameOf(node)));
        else if (segment.kind == Segment::Kind::Finish)
            finishArrived(stream, end);
        return;
    }
    switch (segment.kind) {
    case Segment::Kind::Message:
        if (segment.blockedBy != 0)
            tell(*stream, there, What::Stalled,
                QStringLiteral("It comes %1 late: message %2 before it on the connection was.")
                    .arg(humanDuration(std::chrono::duration_cast<Duration>(segment.arrival - segment.due)))
                    .arg(segment.blockedBy),
                segment.n);
        m_network.arrive(segment.n, segment.arrival);
        return;
    case Segment::Kind::KeepAlive:
        if (receiver.socket) {
            std::ignore = write(stream, there, segment.bytes);
        } else if (segment.bytes.size() > 2) {
            Segment pong;
            pong.kind = Segment::Kind::KeepAlive;
            pong.bytes = "\r\n";
            put(stream, there, std::move(pong));
        }
        return;
    case Segment::Kind::Finish:
        finishArrived(stream, end);
        return;
    case Segment::Kind::Garbage:
        ++m_recorder.header().malformed;
        reset(stream, there, What::Malformed,
            QStringLiteral("What comes from %1 cannot be read, %2: %3 breaks the connection off.")
                .arg(nameOf(stream->node(end)), segment.trouble, nameOf(node)));
        return;
    }
}

// ---- the ends of a connection ----

void Streams::finish(const StreamPointer& stream, std::size_t end, const QString& text)
{
    End& own = stream->ends[end];
    if (own.isGone || own.hasFinished)
        return;
    own.hasFinished = true;
    tell(*stream, end, What::HalfClosed, text);
    Segment segment;
    segment.kind = Segment::Kind::Finish;
    put(stream, end, std::move(segment));
}

void Streams::finishArrived(const StreamPointer& stream, std::size_t end)
{
    const std::size_t there = 1 - end;
    End& receiver = stream->ends[there];
    if (++stream->finishes == 2) {
        tell(*stream, there, What::Closed, QStringLiteral("Connection %1 is closed.").arg(stream->number));
        closeInOrder(*stream);
        forget(stream);
        return;
    }
    const int node = stream->node(there);
    const Kind kind = m_places[static_cast<std::size_t>(node)].kind;
    if (kind == Kind::Program) {
        if (receiver.socket)
            receiver.socket->finish();
        return;
    }
    receiver.isDeaf = true; // one of ours closes when the other end has
    retire(receiver);
    finish(stream, there, QStringLiteral("%1 closes its side too.").arg(nameOf(node)));
}

void Streams::reset(const StreamPointer& stream, std::size_t end, What what, const QString& text)
{
    End& own = stream->ends[end];
    if (own.isGone || stream->state == State::Closed)
        return;
    own.isGone = true;
    tell(*stream, end, what, text);
    retire(own);
    const Duration delay = m_network.link(stream->node(end), stream->node(1 - end)).impairment().delay;
    after(stream, delay, end, [this, stream, end] { resetArrived(stream, end); });
}

void Streams::resetArrived(const StreamPointer& stream, std::size_t end)
{
    m_retired.clear();
    if (stream->state == State::Closed)
        return;
    const std::size_t there = 1 - end;
    if (!stream->ends[there].isGone) {
        stream->ends[there].isGone = true;
        // Nobody has heard of a connection that was given up while it was opened.
        if (stream->state == State::Open || there == 0)
            tell(*stream, there, What::Reset,
                QStringLiteral("%1 hears that connection %2 was broken off.")
                    .arg(nameOf(stream->node(there)))
                    .arg(stream->number));
    }
    const QString text = QStringLiteral("The connection was broken off before it arrived.");
    if (stream->state == State::Opening && there == 0) {
        loseUnsent(stream, text);
        return;
    }
    loseAll(stream, 0, text);
    loseAll(stream, 1, text);
    forget(stream);
}

void Streams::loseAll(const StreamPointer& stream, std::size_t end, const QString& why)
{
    const std::deque<Segment> sent = std::exchange(stream->ends[end].sent, {});
    stream->ends[end].scheduled = 0;
    for (const Segment& segment : sent) {
        if (segment.kind == Segment::Kind::Message && segment.n != 0)
            m_network.lose(segment.n, why);
    }
}

void Streams::retire(End& end)
{
    for (auto& further : end.further) {
        further->abort();
        m_retired.push_back(std::move(further));
    }
    end.further.clear();
    if (!end.socket)
        return;
    end.socket->abort();
    m_retired.push_back(std::move(end.socket));
}

/// A phone of a LAN sees the end that the trace tells of.
void Streams::closeInOrder(Stream& stream)
{
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
        sip::TcpConnection* socket = stream.ends[end].socket.get();
        if (socket && m_places[static_cast<std::size_t>(stream.node(end))].isGuest)
            socket->close();
    }
}

void Streams::forget(const StreamPointer& stream)
{
    stream->state = State::Closed;
    for (End& end : stream->ends)
        retire(end);
    listenInItsPlace(*stream);
    m_streams.erase(stream->number);
}

} // namespace siprace
