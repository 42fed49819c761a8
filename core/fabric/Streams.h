#pragma once

#include "AddressBlock.h"
#include "Hop.h"
#include "Link.h"
#include "Recorder.h"
#include "StreamFraming.h"
#include "TcpSocket.h"
#include "Timeline.h"

#include <array>
#include <deque>
#include <map>
#include <memory>

namespace siprace {

/// The TCP connections of one world. A node's connection ends at the face of the node it calls; from there another one,
/// from the caller's face to the other node's hidden address, carries what the link lets through: whole messages, in
/// order, and what is lost a retransmission timeout later, with all that stands behind it. A node without a socket
/// has the same connections without any of their sockets. ARCHITECTURE.md, "Streams".
class Streams
{
public:
    /// How a node takes part.
    enum class Kind
    {
        Stack, ///< one of our agents: closes its side when the other one does
        Bare, ///< no socket: what comes is handed to it, what it sends comes to transmit()
        Program ///< anybody's program on the hidden address
    };
    struct Place
    {
        sip::SocketName face; ///< where others reach it
        sip::SocketName own; ///< where it listens itself: hidden, or outside
        Kind kind = Kind::Stack;
        bool isGuest = false; ///< a phone of a LAN: known by `own`, and reached on the connections that it has made
    };
    /// One direction of one connection.
    struct Way
    {
        int connection = 0;
        bool isForward = true; ///< from who opened it

        bool operator==(const Way&) const = default;
    };
    /// What the streams ask of their network.
    struct Network
    {
        std::function<Link&(int from, int to)> link;
        std::function<bool(int node)> isDown;
        /// The node that a connection from there comes from, -1 when it is none of ours.
        std::function<int(const sip::SocketName& source)> senderAt;
        /// On a LAN: the node that sent this first message of a connection from there, or that is to be at that address
        /// when there is none; -1 when nobody may. Empty where nobody else takes part.
        std::function<int(const sip::SocketName& source, const QByteArray& message)> stranger;
        /// Whether somebody at that address may be that.
        std::function<bool(std::uint32_t address)> mayCome;
        /// Whether a message of `from`, whose program has written it, is let on at all.
        std::function<bool(int from, int to)> isCarried;
        /// A message has left: records it, applies the rules; then launch(), loseOnce(), or nothing while it is held.
        /// Gives its number.
        std::function<int(int from, int to, const QByteArray& message, const Way& way)> depart;
        std::function<void(int n, Instant planned)> arrive;
        std::function<void(int n, const QString& why)> lose;
        /// Message n could not leave: there is no connection.
        std::function<void(int from, int n)> undelivered;
    };
    static constexpr quint16 firstPort = 49152; ///< of who opens a connection, as the other end sees it; then upwards
    static constexpr int mostOpen = 2000; ///< connections; more are refused
    static constexpr std::size_t mostUnderWay = 1000; ///< of a program on one connection; it is not read meanwhile
    static constexpr int mostRefusedShown = 200; ///< a trace says so often that a connection was refused
    static constexpr std::size_t mostUnknown = 100; ///< connections of a LAN whose first message has not come
    static constexpr int mostUnknownOfHost = 16; ///< of them
    static constexpr int mostOpenOfHost = 500; ///< connections that one host of a LAN has opened
    static constexpr int mostAtOnce = 16; ///< messages of a program on one connection, before others have their turn
    static constexpr std::size_t mostPlaces = 200; ///< ports of connections that are gone, where responses still come

    Streams(sip::Loop& loop, const AddressBlock& block, Timeline& timeline, Recorder& recorder,
        std::vector<Place> places, Network network);
    ~Streams();
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;

    /// Somebody has connected to the face of `to`. Who is no node of ours is refused.
    void accept(int to, sip::Descriptor connection, const sip::SocketName& peer);
    /// Sends for a node without a socket: on the connection with that port, or on its own one to `to`, which is opened
    /// when there is none. RFC 3261 §18.1.1, §18.2.2.
    void transmit(int from, int to, quint16 port, const QByteArray& message);

    // ---- phones of a LAN, StreamGuests.cpp ----
    /// A node has come, or the one that was expected there.
    void place(int node, const Place& place);
    /// What the phone of `guest` has opened is of the node `seat` from now on.
    void move(int guest, int seat);
    /// The phone whose open connection comes from that address and port, -1 when there is none.
    [[nodiscard]] int guestAt(const sip::SocketName& source) const;

    // ---- for depart() ----
    /// The message goes; `extra` is added to the link's delay.
    void launch(const Way& way, int n, Duration extra);
    /// The first segment of the message is lost, its next try is the link's affair.
    void loseOnce(const Way& way, int n);

    /// Hands a message that has arrived to the node's socket. False when the connection has gone.
    bool handOver(const Way& way, const QByteArray& message);
    /// How the receiver sees `sender` on that way: "127.100.0.11:49152".
    [[nodiscard]] sip::Hop source(const Way& way, int sender) const;

    /// The node closes its connections, or breaks them off; its own sockets are gone already when it is down.
    void closeAll(int node);
    void resetAll(int node, const QString& why);

private:
    struct Segment
    {
        enum class Kind
        {
            Message,
            KeepAlive,
            Finish,
            Garbage ///< no SIP: the receiver breaks the connection off
        };
        Kind kind = Kind::Message;
        int n = 0;
        QByteArray bytes; ///< of a keep-alive
        QString trouble; ///< of garbage
        Instant sent;
        Duration extra{0};
        bool isLaunched = false; ///< else it is held, or waits for the connection
        bool isLostOnce = false;
        bool wasHeld = false; ///< by a rule, or by hand
        bool wantsToGo = false; ///< it was launched before there was a connection
        int blockedBy = 0; ///< the late message before it that it has to wait for
        Instant due; ///< when it would arrive by itself
        Instant arrival; ///< when it does, in its turn
    };
    struct End
    {
        std::unique_ptr<sip::TcpConnection> socket; ///< null where the node has none, or has it no more
        /// Our agents open one for every response whose connection is gone: they count as the first of them.
        std::vector<std::unique_ptr<sip::TcpConnection>> further;
        StreamFraming framing; ///< of what the node writes
        bool hadSocket = false;
        bool hasFinished = false; ///< it sends nothing more
        bool isGone = false; ///< it has broken off, or knows of it
        bool isDeaf = false; ///< it has closed, and receives nothing more
        std::deque<Segment> sent; ///< what it has sent and the other end has not got
        std::size_t scheduled = 0; ///< of `sent`, from its beginning: their arrival is certain
        Instant free; ///< nothing sent now arrives before
        int blocking = 0; ///< the message that arrives then, when it is late
        TimerId rest = TimerId::None; ///< runs while a message has come in part
        bool isFlushing = false; ///< what it has not read yet waits
        bool isResting = false; ///< it has had its turn, and others have theirs
        Instant read; ///< when it has last read any of that
    };
    enum class State
    {
        Opening,
        Open,
        Closed
    };
    struct Stream
    {
        int number = 0;
        int from = 0; ///< who opened it
        int to = 0;
        quint16 port = 0;
        State state = State::Opening;
        bool wasAsked = false; ///< the request for it has reached the other node
        std::array<End, 2> ends; ///< of `from`, of `to`
        int finishes = 0; ///< directions whose end has arrived

        [[nodiscard]] int node(std::size_t end) const { return end == 0 ? from : to; }
    };
    using StreamPointer = std::shared_ptr<Stream>;

    // ---- opening, Streams.cpp ----
    StreamPointer add(int from, int to);
    void open(const StreamPointer& stream);
    void asked(const StreamPointer& stream);
    void opened(const StreamPointer& stream);
    void loseUnsent(const StreamPointer& stream, const QString& text);
    void fail(const StreamPointer& stream, ConnectionEvent::What what, const QString& text);
    [[nodiscard]] bool connectSocket(const StreamPointer& stream);
    [[nodiscard]] StreamPointer find(int connection) const;
    [[nodiscard]] StreamPointer ownTo(int from, int to) const;
    [[nodiscard]] sip::TcpConnection::Handlers handlersOf(const StreamPointer& stream, std::size_t end);
    void received(const StreamPointer& stream, std::size_t end, const QByteArray& bytes);
    void take(const StreamPointer& stream, std::size_t end, const StreamFraming::Piece& piece);
    void awaitRest(const StreamPointer& stream, std::size_t end);
    [[nodiscard]] bool isFull(const Stream& stream, std::size_t end) const;
    void rest(const StreamPointer& stream, std::size_t end);
    void ended(const StreamPointer& stream, std::size_t end, bool isReset);
    void send(const StreamPointer& stream, std::size_t end, const QByteArray& message);
    void tell(const Stream& stream, std::size_t end, ConnectionEvent::What what, const QString& text, int message = 0);
    [[nodiscard]] QString nameOf(int node) const;

    // ---- phones of a LAN, StreamGuests.cpp ----
    struct Unknown
    {
        int number = 0;
        int to = 0;
        sip::SocketName peer;
        QByteArray bytes; ///< that have come so far
        TimerId timer = TimerId::None; ///< it has so long to say something
        std::weak_ptr<Stream> stream; ///< once it is known whose it is
    };
    using UnknownPointer = std::shared_ptr<Unknown>;
    void refuse(int to, const sip::SocketName& peer, const QString& text);
    [[nodiscard]] int openedBy(std::uint32_t host) const;
    [[nodiscard]] int unknownOf(std::uint32_t host) const;
    void admitUnknown(int to, sip::Descriptor connection, const sip::SocketName& peer);
    void receivedFromUnknown(const UnknownPointer& unknown, const QByteArray& bytes);
    void recognise(const UnknownPointer& unknown, int from);
    void dropUnknown(const UnknownPointer& unknown, const QString& text, bool isInOrder = false);
    [[nodiscard]] StreamPointer guestsOwn(int from, int to) const;
    void reachOut(const StreamPointer& stream);
    void awaitReached(const StreamPointer& stream, const std::shared_ptr<sip::Descriptor>& descriptor, Instant begun);

    // ---- what is under way, StreamSegments.cpp ----
    void put(const StreamPointer& stream, std::size_t end, Segment segment);
    void time(const StreamPointer& stream, std::size_t end, Segment& segment);
    void noteLosses(const StreamPointer& stream, std::size_t end, const Segment& segment, int losses);
    void pump(const StreamPointer& stream, std::size_t end);
    void arrived(const StreamPointer& stream, std::size_t end);
    void handle(const StreamPointer& stream, std::size_t end, const Segment& segment);
    void finish(const StreamPointer& stream, std::size_t end, const QString& text);
    void finishArrived(const StreamPointer& stream, std::size_t end);
    void reset(const StreamPointer& stream, std::size_t end, ConnectionEvent::What what, const QString& text);
    void resetArrived(const StreamPointer& stream, std::size_t end);
    void loseAll(const StreamPointer& stream, std::size_t end, const QString& why);
    void retire(End& end);
    void closeInOrder(Stream& stream);
    void forget(const StreamPointer& stream);
    void listenInItsPlace(const Stream& stream);
    void after(const StreamPointer& stream, Duration delay, std::size_t sender, std::function<void()> what);
    bool write(const StreamPointer& stream, std::size_t end, const QByteArray& bytes);
    void flushLater(const StreamPointer& stream, std::size_t end);

    sip::Loop& m_loop;
    const AddressBlock& m_block;
    Timeline& m_timeline;
    Recorder& m_recorder;
    std::vector<Place> m_places;
    Network m_network;
    std::map<int, StreamPointer> m_streams; ///< that are not over, by number
    std::vector<std::unique_ptr<sip::TcpConnection>> m_retired; ///< closed, perhaps inside one of their own callbacks
    std::map<std::pair<int, quint16>, std::unique_ptr<sip::TcpListener>> m_listeners; ///< node, port of what is gone →
    struct Waiting
    {
        std::uint32_t host = 0;
        std::unique_ptr<sip::TcpConnection> connection;
    };
    std::map<int, Waiting> m_unknown; ///< by number
    std::map<int, int> m_nextPort; ///< of a node: how many connections it has opened
    int m_last = 0;
    int m_refused = 0;
    int m_lastUnknown = 0;
};

} // namespace siprace
