#pragma once

#include "FloodGate.h"
#include "HandAction.h"
#include "Hop.h"
#include "Lateness.h"
#include "Link.h"
#include "OutsideCauses.h"
#include "Recorder.h"
#include "RuleKeeper.h"
#include "Site.h"
#include "Streams.h"
#include "Timeline.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace siprace {

/// The network of one world: a face for every node, a link between every two, the rules, and the trace of what passes.
/// No datagram is rewritten. Who sent one is told by the hidden address it comes from, or by the node itself where it
/// has no socket.
///
/// An outside node is a program that is none of ours. Its face is an alias on the block, with the port of its real
/// address, so that a response to a received= that names the alias finds it: our nodes reach it there, and it is handed
/// what they send from the face of whoever sent it. What comes to our faces from its real address is known as its own.
class Fabric
{
public:
    /// A node's place: `host` is the last part of both its addresses.
    struct Place
    {
        QString id;
        int host = 0;
        std::optional<sip::SocketName> outside = {}; ///< where an outside node really is; address 0: to be seen
        std::optional<sip::SocketName> open = {}; ///< where the face is bound instead of the block, on a LAN
        bool hasStreams = false; ///< it speaks TCP with somebody
        Streams::Kind kind = Streams::Kind::Stack;
        bool isGuest = false; ///< an outside node that is known by its port too: others may be on its host
    };
    /// On a LAN: who is at that address, the sender of this datagram, or where one is to go when it is empty? The node,
    /// which may have come just now (admit), or -1.
    using Stranger = std::function<int(const sip::SocketName& name, const QByteArray& datagram, bool isStream)>;
    /// Hands a datagram to a node; called at the instant it is to be handled.
    using Deliver = std::function<void(int node, int n, const QByteArray& datagram, const sip::Hop& from)>;
    /// How much later than it arrives a message is handled.
    using Processing = std::function<Duration(int node, const MessageFields& fields)>;

    struct Settings
    {
        std::vector<Place> places; ///< in the order of the scenario's nodes
        std::function<Impairment(int from, int to)> impairment;
        QList<LinkRule> rules;
        Seed seed;
        Processing processing;
        Deliver deliver;
        std::function<void(int from, int n)> undelivered; ///< message n could not leave: no connection
        Stranger stranger; ///< empty: nobody else takes part
        std::function<bool(std::uint32_t address)> mayCome; ///< whether somebody there may: it would be asked
        int guests = 0; ///< the most that may come while the run goes
        qint64 mostMessages = 0; ///< of a trace that others fill and that keeps everything; 0: there is no such bound
        std::function<void(int at, std::uint32_t address)>
            flooded; ///< of that address only some is carried from now on
    };

    /// Opens every face of that site, which outlives the fabric; null when an address is taken.
    [[nodiscard]] static std::unique_ptr<Fabric> create(
        Site& site, Timeline& timeline, Recorder& recorder, Settings settings);
    ~Fabric();
    Fabric(const Fabric&) = delete;
    Fabric& operator=(const Fabric&) = delete;

    /// The phone of that node has come, or is somewhere else now. `host`: the last part of its alias from now on, when
    /// it is another one. False when the alias is taken.
    bool seat(int node, const sip::SocketName& name, std::optional<int> host = {});
    /// The phone of that node has gone: its alias is free, and it is nowhere.
    void leave(int node);
    /// The connections that the phone of `guest` has made are of the node `seat`.
    void moveConnections(int guest, int seat);
    /// Takes a node in while the run goes. Gives its index, -1 when its alias is taken or there are too many.
    int admit(const Place& place);
    /// How a node is bound and known.
    [[nodiscard]] const sip::Binding& binding(int node) const { return m_bindings[static_cast<std::size_t>(node)]; }
    /// The only place that decides where a datagram for that host goes. Every host is reached by its face: one outside
    /// by its alias.
    [[nodiscard]] sip::Hop nextHop(const sip::Hop& wanted) const;
    /// Where our nodes reach that node: its advertised address, of an outside node the alias.
    [[nodiscard]] sip::Hop faceOf(int node) const;
    [[nodiscard]] bool isOutside(int node) const { return m_settings.places[index(node)].outside.has_value(); }
    /// The node that owns an advertised or real address, or an alias; -1 when nobody does.
    [[nodiscard]] int ownerOf(const sip::Hop& address) const;

    /// Sends for a node that has no socket: as if the datagram had come to the face of the hop's owner. To an address
    /// that is nobody's it is lost, as on any network; false when the hop is no address at all.
    bool transmit(int from, const QByteArray& datagram, const sip::Hop& to);
    /// Hands what is being delivered to the node's own socket: a datagram from the face of `from` (to an outside node,
    /// to where it really is), a message of a stream on its connection. False when the system refuses.
    bool handOver(int from, int node, const QByteArray& datagram);
    void setImpairment(int from, int to, const Impairment& impairment);
    /// What a person does to a direction; what waits for them keeps its place in the trace, in flight.
    void byHand(HandAction::Do what, int from, int to);
    /// Whether anything waits for a person.
    [[nodiscard]] bool isWaitingForHand() const;
    /// The node closes its connections, or breaks them off.
    void closeConnections(int node, bool isReset);
    /// While a node is down its face stays bound, and what arrives is lost.
    void setDown(int node, bool isDown);
    /// Waits until what the nodes have sent is at the faces.
    void settle() const { m_block.settle(); }
    [[nodiscard]] int blockNumber() const { return m_block.number(); }

    /// Datagrams from somebody who is no node of ours.
    [[nodiscard]] int refused() const { return m_refused; }
    /// How many datagrams have been seen at the faces, arrivals included: for a stepping view.
    [[nodiscard]] int passed() const { return m_passed; }
    /// Every arrival's planned instant against the clock's, for the delay error of a real run.
    [[nodiscard]] const Lateness& lateness() const { return m_lateness; }

private:
    struct Packet
    {
        QByteArray datagram; ///< as sent
        int from = 0;
        int to = 0;
        int n = 0;
        Instant sent;
        const LinkRule* rule = nullptr; ///< of the scenario that acts on it once it is on its way
        std::optional<Streams::Way> way; ///< of a message on a stream
        std::uint32_t source = 0; ///< the address it came from, of a datagram at a face
        int copiesLeft = 0; ///< passages that have not ended yet
        std::optional<int> arrivedIn; ///< the receiver's life that a copy has come into, as in m_life
        bool isHandled = false; ///< of whatever copy: then it is delivered, whatever becomes of the others
    };
    using PacketPointer = std::shared_ptr<Packet>;

    Fabric(Site& site, Timeline& timeline, Recorder& recorder, Settings settings);
    [[nodiscard]] static std::size_t index(int node) { return static_cast<std::size_t>(node); }
    [[nodiscard]] sip::SocketName faceName(const Place& place) const;
    [[nodiscard]] bool openFace(const Place& place, int node);
    void bind(const Place& place, int node);
    [[nodiscard]] int senderAt(const sip::SocketName& source) const;
    [[nodiscard]] bool isCarried(int to, const QByteArray& datagram, const sip::SocketName& source);
    [[nodiscard]] bool hasShare(int at, std::uint32_t address);
    void fromFace(int to, const QByteArray& datagram, const sip::SocketName& source);
    [[nodiscard]] QString nobodyThere(const QByteArray& datagram, const sip::Hop& to) const;
    int depart(int from, int to, const QByteArray& datagram, const std::optional<Streams::Way>& way = {},
        std::uint32_t source = 0);
    [[nodiscard]] bool openStreams();
    [[nodiscard]] bool listen(int node);
    [[nodiscard]] Streams::Place streamPlace(const Place& place) const;
    [[nodiscard]] int hostOwner(const sip::Hop& hop) const;
    [[nodiscard]] Streams::Network streamNetwork();
    void drop(const PacketPointer& packet, const QString& text);
    [[nodiscard]] bool isTakenByHand(const PacketPointer& packet);
    void refuse(int at, const QByteArray& datagram, const sip::SocketName& source);
    void apply(const PacketPointer& packet);
    void launch(const PacketPointer& packet, Duration extra, int copies);
    void schedule(const PacketPointer& packet, Instant due);
    void holdBack(const PacketPointer& packet);
    void letOvertaken(int from, int to, Instant after);
    void arrive(const PacketPointer& packet, Instant planned);
    void queue(const PacketPointer& packet, Duration processing);
    void handle(const PacketPointer& packet);
    void lose(const PacketPointer& packet, const QString& text);
    void release(HoldUntil::Event event, const Packet& packet);
    [[nodiscard]] const MessageFields& fieldsOf(const Packet& packet) const;
    [[nodiscard]] int record(const Packet& packet); ///< that it leaves; gives its n
    [[nodiscard]] Link& link(int from, int to);

    Site& m_site;
    const AddressBlock& m_block;
    Timeline& m_timeline;
    Recorder& m_recorder;
    Settings m_settings;
    RuleKeeper m_rules;
    OutsideCauses m_outsideCauses;
    std::vector<sip::UdpSocket*> m_faces; ///< of each node: the socket on its advertised address
    std::vector<sip::Binding> m_bindings; ///< of each node
    std::vector<int> m_nodeByHost; ///< last part of an address → node, -1
    std::unique_ptr<Streams> m_streams; ///< null where nobody speaks TCP
    std::map<int, PacketPointer> m_streaming; ///< messages under way on streams: n →
    PacketPointer m_delivering;
    std::vector<bool> m_isDown;
    std::vector<int> m_life; ///< of each node: counts its restarts, so that nothing of one life reaches the next
    std::map<std::pair<int, int>, Link> m_links;
    struct Hand
    {
        bool isHolding = false;
        int toDrop = 0; ///< of the next that are sent
        std::vector<PacketPointer> waiting; ///< the oldest first
    };
    std::map<std::pair<int, int>, Hand> m_hands; ///< by direction
    std::map<int, PacketPointer> m_held; ///< by a rule: n →
    std::map<std::pair<int, int>, std::vector<PacketPointer>> m_heldBack; ///< by reorder: direction →
    std::vector<Instant> m_handledUntil; ///< of a node with `processing`: when its latest message is handled
    Lateness m_lateness;
    FloodGate m_gate;
    int m_refused = 0;
    int m_passed = 0;
};

} // namespace siprace
