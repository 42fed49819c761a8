#include "Fabric.h"

#include "FirstLine.h"
#include "RuleMatching.h"

#include <algorithm>

namespace siprace {

namespace {
// A datagram that a link holds back for the next one to pass goes by itself after this, should there be no next one.
constexpr Duration longestHoldBack = 1s;
constexpr std::size_t hostsInBlock = 256;

/// Whether the phone that a node is to be has come.
bool isKnown(const sip::SocketName& outside)
{
    return outside.address != 0;
}
} // namespace

std::unique_ptr<Fabric> Fabric::create(Site& site, Timeline& timeline, Recorder& recorder, Settings settings)
{
    std::unique_ptr<Fabric> fabric(new Fabric(site, timeline, recorder, std::move(settings)));
    Fabric* self = fabric.get();
    for (std::size_t i = 0; i < self->m_settings.places.size(); ++i) {
        const int node = static_cast<int>(i);
        if (!self->openFace(self->m_settings.places[i], node))
            return nullptr;
    }
    if (!self->openStreams())
        return nullptr;
    return fabric;
}

bool Fabric::openFace(const Place& place, int node)
{
    if (place.outside && !isKnown(*place.outside)) {
        m_faces.push_back(nullptr); // it has not come yet
        return true;
    }
    const auto arrived
        = [this, node](const QByteArray& datagram, const sip::SocketName& source) { fromFace(node, datagram, source); };
    sip::UdpSocket* face = m_site.face(faceName(place), arrived);
    if (face)
        m_faces.push_back(face);
    return face != nullptr;
}

Fabric::Fabric(Site& site, Timeline& timeline, Recorder& recorder, Settings settings)
    : m_site(site)
    , m_block(site.block())
    , m_timeline(timeline)
    , m_recorder(recorder)
    , m_settings(std::move(settings))
    , m_rules(m_settings.rules, [this](const QString& id) { return m_recorder.trace().nodeIndex(id); })
    , m_nodeByHost(hostsInBlock, -1)
    , m_isDown(m_settings.places.size(), false)
    , m_life(m_settings.places.size(), 0)
    , m_handledUntil(m_settings.places.size())
{
    // Whoever looks at a node keeps what it sees when another one comes.
    const std::size_t most = m_settings.places.size() + static_cast<std::size_t>(m_settings.guests);
    m_settings.places.reserve(most);
    m_bindings.reserve(most);
    m_handledUntil.reserve(most);
    for (std::size_t i = 0; i < m_settings.places.size(); ++i)
        bind(m_settings.places[i], static_cast<int>(i));
}

void Fabric::bind(const Place& place, int node)
{
    m_nodeByHost[index(place.host)] = node;
    const sip::SocketName shown = place.outside.value_or(faceName(place));
    m_bindings.push_back(
        {{dotted(shown.address), shown.port, "udp"}, dotted(m_block.hidden(place.host)), place.hasStreams});
}

/// Where the node's face is bound. An alias has the port of the real address.
sip::SocketName Fabric::faceName(const Place& place) const
{
    if (place.open)
        return *place.open;
    return {m_block.advertised(place.host), place.outside ? place.outside->port : AddressBlock::port};
}

Fabric::~Fabric()
{
    m_site.closeFaces();
}

sip::Hop Fabric::nextHop(const sip::Hop& wanted) const
{
    const int owner = ownerOf(wanted);
    return owner >= 0 && isOutside(owner) ? faceOf(owner) : wanted;
}

sip::Hop Fabric::faceOf(int node) const
{
    const sip::SocketName name = faceName(m_settings.places[index(node)]);
    return {dotted(name.address), name.port, "udp"};
}

int Fabric::ownerOf(const sip::Hop& address) const
{
    const sip::SocketName name{undotted(address.host), address.port};
    if (const int host = m_block.advertisedHost(name.address); host >= 0) {
        const int node = m_nodeByHost[index(host)];
        return node >= 0 && faceName(m_settings.places[index(node)]) == name ? node : -1;
    }
    const auto isThere
        = [&name](const Place& place) { return place.outside ? *place.outside == name : place.open == name; };
    const auto place = std::ranges::find_if(m_settings.places, isThere);
    return place == m_settings.places.end() ? -1 : static_cast<int>(place - m_settings.places.begin());
}

const MessageFields& Fabric::fieldsOf(const Packet& packet) const
{
    return m_recorder.fieldsOf(packet.n);
}

Link& Fabric::link(int from, int to)
{
    const auto found = m_links.find({from, to});
    if (found != m_links.end())
        return found->second;
    const auto& places = m_settings.places;
    const QString direction
        = places[static_cast<std::size_t>(from)].id + u'>' + places[static_cast<std::size_t>(to)].id;
    return m_links
        .emplace(std::pair{from, to}, Link(m_settings.seed, direction.toUtf8(), m_settings.impairment(from, to)))
        .first->second;
}

void Fabric::setImpairment(int from, int to, const Impairment& impairment)
{
    link(from, to).setImpairment(impairment);
}

void Fabric::setDown(int node, bool isDown)
{
    m_isDown[index(node)] = isDown;
    if (!isDown)
        return;
    if (m_streams)
        m_streams->resetAll(node, QStringLiteral("It goes down: its connections are broken off."));
    ++m_life[index(node)];
    m_handledUntil[index(node)] = {};
}

bool Fabric::transmit(int from, const QByteArray& datagram, const sip::Hop& to)
{
    if (undotted(to.host) == 0)
        return false;
    if (m_streams && to.transport == "tcp") {
        int node = hostOwner(to);
        if (node < 0 && m_settings.stranger)
            node = m_settings.stranger({undotted(to.host), to.port}, {}, true);
        if (node >= 0)
            m_streams->transmit(from, node, to.port, datagram);
        else
            m_recorder.decision({m_timeline.now(), from, 0, Why{{}, nobodyThere(datagram, to)}});
        return node >= 0; // who opens a connection to nobody hears of it
    }
    int owner = ownerOf(to);
    if (owner < 0 && m_settings.stranger)
        owner = m_settings.stranger({undotted(to.host), to.port}, {}, false);
    if (owner >= 0)
        depart(from, owner, datagram);
    else
        m_recorder.decision({m_timeline.now(), from, 0, Why{{}, nobodyThere(datagram, to)}});
    return owner >= 0 || !m_settings.stranger; // on a LAN nothing is lost on the way to where nothing may go
}

QString Fabric::nobodyThere(const QByteArray& datagram, const sip::Hop& to) const
{
    const MessageFields fields = readFields(datagram);
    const QByteArray what
        = fields.isRequest() ? fields.method : QByteArray::number(fields.status) + '/' + fields.cseqMethod;
    const QString text = m_settings.stranger
        ? QStringLiteral("Refused: %1 to %2, which is no node, no registered contact and in no allowed network.")
        : QStringLiteral("Not sent: %1 to %2, where no node of this run is.");
    return text.arg(QString::fromLatin1(what), QString::fromLatin1(m_block.canonical(to.text())));
}

int Fabric::depart(
    int from, int to, const QByteArray& datagram, const std::optional<Streams::Way>& way, std::uint32_t source)
{
    ++m_passed;
    auto packet = std::make_shared<Packet>();
    packet->datagram = datagram;
    packet->from = from;
    packet->to = to;
    packet->sent = m_timeline.now();
    packet->way = way;
    packet->source = source;
    packet->n = record(*packet);
    if (way)
        m_streaming.emplace(packet->n, packet);
    if (!isSip(datagram))
        m_recorder.malformed(packet->sent, to, datagram);
    if (!m_rules.isEmpty())
        packet->rule = m_rules.sent(from, to, fieldsOf(*packet));
    if (!isTakenByHand(packet))
        apply(packet);
    release(HoldUntil::Event::Sent, *packet);
    return packet->n;
}

int Fabric::record(const Packet& packet)
{
    const int connection = packet.way ? packet.way->connection : 0;
    const QByteArray shown = m_block.canonical(packet.datagram);
    if (m_recorder.isForgetting() || !isOutside(packet.from))
        return m_recorder.sent(packet.sent, packet.from, packet.to, shown, connection);
    MessageFields read = readFields(shown);
    m_outsideCauses.explain(m_recorder, packet.from, read, shown);
    return m_recorder.sent(packet.sent, packet.from, packet.to, shown, std::move(read), connection);
}

bool Fabric::isTakenByHand(const PacketPointer& packet)
{
    const auto hand = m_hands.find({packet->from, packet->to});
    if (hand == m_hands.end())
        return false;
    if (hand->second.toDrop > 0) {
        --hand->second.toDrop;
        drop(packet, QStringLiteral("Dropped by hand."));
        return true;
    }
    if (!hand->second.isHolding)
        return false;
    hand->second.waiting.push_back(packet);
    return true;
}

void Fabric::byHand(HandAction::Do what, int from, int to)
{
    Hand& hand = m_hands[{from, to}];
    const auto takeOldest = [&hand] {
        PacketPointer oldest = hand.waiting.front();
        hand.waiting.erase(hand.waiting.begin());
        return oldest;
    };
    switch (what) {
    case HandAction::Do::Hold:
        hand.isHolding = true;
        break;
    case HandAction::Do::LetAllGo:
        hand.isHolding = false;
        for (const PacketPointer& packet : std::exchange(hand.waiting, {}))
            apply(packet);
        break;
    case HandAction::Do::LetNextGo:
        if (!hand.waiting.empty())
            apply(takeOldest());
        break;
    case HandAction::Do::DropNext:
        if (hand.waiting.empty())
            ++hand.toDrop;
        else
            drop(takeOldest(), QStringLiteral("Dropped by hand."));
        break;
    }
}

bool Fabric::isWaitingForHand() const
{
    return std::ranges::any_of(m_hands, [](const auto& hand) { return !hand.second.waiting.empty(); });
}

void Fabric::apply(const PacketPointer& packet)
{
    const LinkRule* rule = packet->rule;
    if (!rule) {
        launch(packet, Duration::zero(), 1);
        return;
    }
    switch (rule->action) {
    case LinkRule::Do::Drop:
        drop(packet, QStringLiteral("Rule %1 of the scenario drops it.").arg(m_rules.numberOf(rule)));
        break;
    case LinkRule::Do::Delay:
        launch(packet, rule->delay, 1);
        break;
    case LinkRule::Do::Duplicate:
        launch(packet, Duration::zero(), rule->copies);
        break;
    case LinkRule::Do::Hold:
        if (m_rules.hold(rule, packet->n))
            m_held.emplace(packet->n, packet);
        else
            launch(packet, Duration::zero(), 1);
        break;
    }
}

void Fabric::launch(const PacketPointer& packet, Duration extra, int copies)
{
    if (packet->way) {
        packet->copiesLeft = 1; // a stream neither doubles nor reorders
        m_streams->launch(*packet->way, packet->n, extra);
        return;
    }
    const std::vector<Link::Passage> passages = link(packet->from, packet->to).pass(fieldsOf(*packet), copies);
    packet->copiesLeft = static_cast<int>(std::ranges::count(passages, false, &Link::Passage::isLost));
    if (packet->copiesLeft == 0) {
        lose(packet, QStringLiteral("Lost on the link."));
        return;
    }
    for (const Link::Passage& passage : passages) {
        if (passage.isLost)
            continue;
        if (passage.isReordered) {
            holdBack(packet);
            continue;
        }
        const Instant due = m_timeline.now() + extra + passage.delay;
        schedule(packet, due);
        letOvertaken(packet->from, packet->to, due);
    }
}

void Fabric::schedule(const PacketPointer& packet, Instant due)
{
    m_timeline.arrival(due, packet->sent, packet->from, packet->n, [this, packet, due] { arrive(packet, due); });
}

void Fabric::holdBack(const PacketPointer& packet)
{
    auto& waiting = m_heldBack[{packet->from, packet->to}];
    waiting.push_back(packet);
    const Instant latest = m_timeline.now() + link(packet->from, packet->to).impairment().delay + longestHoldBack;
    m_timeline.arrival(latest, packet->sent, packet->from, packet->n, [this, packet, latest] {
        auto& still = m_heldBack[{packet->from, packet->to}];
        const auto found = std::ranges::find(still, packet);
        if (found == still.end())
            return;
        still.erase(found);
        arrive(packet, latest);
    });
}

void Fabric::letOvertaken(int from, int to, Instant after)
{
    const auto waiting = m_heldBack.find({from, to});
    if (waiting == m_heldBack.end())
        return;
    const std::vector<PacketPointer> free = std::exchange(waiting->second, {});
    for (const PacketPointer& packet : free)
        schedule(packet, after + 1us); // behind the one that overtook it
}

void Fabric::arrive(const PacketPointer& packet, Instant planned)
{
    ++m_passed;
    --packet->copiesLeft;
    const Instant now = m_timeline.now();
    m_lateness.note(now - planned);
    if (m_isDown[index(packet->to)]) {
        if (!packet->arrivedIn && packet->copiesLeft == 0)
            lose(packet, QStringLiteral("The node was down when it arrived."));
        return;
    }
    // The first copy is the message, unless it went down with its receiver and another one comes to the next life.
    if (const int life = m_life[index(packet->to)]; !packet->isHandled && packet->arrivedIn != life) {
        const bool isFirst = !packet->arrivedIn;
        packet->arrivedIn = life;
        m_recorder.arrived(now, packet->n);
        if (isFirst)
            release(HoldUntil::Event::Arrived, *packet);
    }
    const Duration processing
        = m_settings.processing ? m_settings.processing(packet->to, fieldsOf(*packet)) : Duration{0};
    queue(packet, processing);
}

void Fabric::queue(const PacketPointer& packet, Duration processing)
{
    const Instant now = m_timeline.now();
    Instant& handledUntil = m_handledUntil[index(packet->to)];
    if (processing == Duration::zero() && handledUntil <= now) {
        handle(packet);
        return;
    }
    // In order of arrival: a message never overtakes one that is still being worked on.
    handledUntil = std::max(now + processing, handledUntil);
    m_timeline.arrival(handledUntil, now, packet->from, packet->n, [this, packet, life = m_life[index(packet->to)]] {
        if (m_life[index(packet->to)] == life)
            handle(packet);
        else if (!packet->isHandled && packet->arrivedIn == life) // else another copy has come through
            lose(packet, QStringLiteral("The node went down before it handled it."));
    });
}

void Fabric::handle(const PacketPointer& packet)
{
    packet->isHandled = true;
    if (isOutside(packet->to) && !m_recorder.isForgetting())
        m_outsideCauses.note(packet->to, m_recorder.trace().messages.at(packet->n - 1));
    m_delivering = packet;
    const int unreadable = m_recorder.unreadable();
    m_settings.deliver(packet->to, packet->n, packet->datagram,
        packet->way ? m_streams->source(*packet->way, packet->from) : binding(packet->from).advertised);
    m_delivering.reset();
    if (packet->source != 0 && m_recorder.unreadable() != unreadable)
        m_gate.unreadable(packet->source, m_timeline.now());
}

bool Fabric::handOver(int from, int node, const QByteArray& datagram)
{
    const Place& place = m_settings.places[index(node)];
    if (place.outside && !isKnown(*place.outside))
        return false;
    QByteArray handed = datagram;
    if (place.isGuest) // a phone learns its own address of received=, RFC 3581 §4, not that of our alias
        handed.replace(";received=" + dotted(faceName(place).address), ";received=" + dotted(place.outside->address));
    if (m_delivering && m_delivering->way)
        return m_streams->handOver(*m_delivering->way, handed);
    const sip::SocketName own
        = place.outside.value_or(sip::SocketName{m_block.hidden(place.host), faceName(place).port});
    return m_faces[index(from)] && m_faces[index(from)]->send(handed, own);
}

void Fabric::lose(const PacketPointer& packet, const QString& text)
{
    m_recorder.lost(m_timeline.now(), packet->n, Why{{}, text});
}

void Fabric::release(HoldUntil::Event event, const Packet& packet)
{
    if (m_rules.isEmpty())
        return;
    const std::vector<int> free = m_rules.released(event, packet.n, packet.from, packet.to, fieldsOf(packet));
    for (const int n : free) {
        const auto held = m_held.find(n);
        if (held == m_held.end())
            continue;
        const PacketPointer freed = held->second;
        m_held.erase(held);
        launch(freed, Duration::zero(), 1);
    }
}

} // namespace siprace
