#include "Fabric.h"

#include <algorithm>

// What the fabric has to do with streams: it opens them, and what they carry is subject to its rules.

namespace siprace {

bool Fabric::openStreams()
{
    if (std::ranges::none_of(m_settings.places, &Place::hasStreams))
        return true;
    std::vector<Streams::Place> places;
    for (const Place& place : m_settings.places)
        places.push_back(streamPlace(place));
    m_streams
        = std::make_unique<Streams>(m_site.loop(), m_block, m_timeline, m_recorder, std::move(places), streamNetwork());
    for (std::size_t i = 0; i < m_settings.places.size(); ++i) {
        if (!listen(static_cast<int>(i)))
            return false;
    }
    return true;
}

Streams::Place Fabric::streamPlace(const Place& place) const
{
    const sip::SocketName face = faceName(place);
    return {face, place.outside.value_or(sip::SocketName{m_block.hidden(place.host), face.port}), place.kind,
        place.isGuest};
}

/// Takes connections for a node that speaks TCP; false when its address is taken.
bool Fabric::listen(int node)
{
    const Place& place = m_settings.places[index(node)];
    if (!m_streams || !place.hasStreams || (place.outside && place.outside->address == 0))
        return true;
    return m_site.listen(faceName(place), [this, node](sip::Descriptor connection, const sip::SocketName& peer) {
        m_streams->accept(node, std::move(connection), peer);
    });
}

Streams::Network Fabric::streamNetwork()
{
    Streams::Network network;
    network.link = [this](int from, int to) -> Link& { return link(from, to); };
    network.isDown = [this](int node) { return m_isDown[static_cast<std::size_t>(node)]; };
    network.senderAt = [this](const sip::SocketName& source) { return senderAt(source); };
    network.mayCome = m_settings.mayCome;
    if (m_settings.stranger)
        network.stranger = [this](const sip::SocketName& source, const QByteArray& message) {
            return m_settings.stranger(source, message, true);
        };
    network.isCarried = [this](int from, int to) {
        const std::optional<sip::SocketName>& outside = m_settings.places[index(from)].outside;
        return !outside || hasShare(to, outside->address);
    };
    network.depart = [this](int from, int to, const QByteArray& message, const Streams::Way& way) {
        return depart(from, to, message, way);
    };
    network.arrive = [this](int n, Instant planned) {
        if (const auto found = m_streaming.extract(n))
            arrive(found.mapped(), planned);
    };
    network.lose = [this](int n, const QString& why) {
        if (const auto found = m_streaming.extract(n))
            lose(found.mapped(), why);
    };
    network.undelivered = [this](int from, int n) {
        if (m_settings.undelivered)
            m_settings.undelivered(from, n);
    };
    return network;
}

/// The node at that address whatever the port: a response names the connection that its request came on.
int Fabric::hostOwner(const sip::Hop& hop) const
{
    if (const int owner = ownerOf(hop); owner >= 0)
        return owner;
    const std::uint32_t address = undotted(hop.host);
    const int host = m_block.advertisedHost(address);
    return host < 0 ? m_streams->guestAt({address, hop.port}) : m_nodeByHost[index(host)];
}

/// A datagram is lost; of a stream the first try of its segment is, and what is behind it waits for the next one.
void Fabric::drop(const PacketPointer& packet, const QString& text)
{
    if (!packet->way) {
        lose(packet, text);
        return;
    }
    packet->copiesLeft = 1;
    m_recorder.decision({m_timeline.now(), packet->from, packet->n, Why{{}, text}});
    m_streams->loseOnce(*packet->way, packet->n);
}

void Fabric::closeConnections(int node, bool isReset)
{
    if (m_streams && isReset)
        m_streams->resetAll(node, QStringLiteral("It breaks its connections off."));
    else if (m_streams)
        m_streams->closeAll(node);
}

} // namespace siprace
