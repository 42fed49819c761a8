#include "Fabric.h"

// Phones of a LAN, which come while the run goes.

namespace siprace {

bool Fabric::seat(int node, const sip::SocketName& name, std::optional<int> host)
{
    leave(node);
    Place& place = m_settings.places[index(node)];
    place.host = host.value_or(place.host);
    place.outside = name;
    place.isGuest = true;
    if (!openFace(place, node))
        return false;
    m_faces[index(node)] = m_faces.back();
    m_faces.pop_back();
    m_nodeByHost[index(place.host)] = node;
    m_bindings[index(node)]
        = {{dotted(name.address), name.port, "udp"}, dotted(m_block.hidden(place.host)), place.hasStreams};
    if (m_streams)
        m_streams->place(node, streamPlace(place));
    return listen(node);
}

void Fabric::leave(int node)
{
    Place& place = m_settings.places[index(node)];
    if (!place.outside || place.outside->address == 0)
        return;
    m_site.close(faceName(place));
    m_faces[index(node)] = nullptr;
    m_nodeByHost[index(place.host)] = -1;
    place.outside = sip::SocketName{};
    if (m_streams)
        m_streams->place(node, streamPlace(place));
}

void Fabric::moveConnections(int guest, int seat)
{
    if (m_streams)
        m_streams->move(guest, seat);
}

int Fabric::admit(const Place& place)
{
    const int node = static_cast<int>(m_settings.places.size());
    if (m_settings.places.size() == m_settings.places.capacity() || !openFace(place, node))
        return -1;
    m_settings.places.push_back(place);
    m_isDown.push_back(false);
    m_life.push_back(0);
    m_handledUntil.emplace_back();
    bind(place, node);
    if (m_streams)
        m_streams->place(node, streamPlace(place));
    return listen(node) ? node : -1;
}

} // namespace siprace
