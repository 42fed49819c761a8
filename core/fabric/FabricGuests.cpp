#include "Fabric.h"

// Phones of a LAN, which come while the run goes.

namespace siprace {

bool Fabric::seat(int node, const sip::SocketName& name)
{
    Place& place = m_settings.places[index(node)];
    place.outside = name;
    place.isGuest = true;
    if (!openFace(place, node))
        return false;
    m_faces[index(node)] = m_faces.back();
    m_faces.pop_back();
    m_bindings[index(node)].advertised = {dotted(name.address), name.port, "udp"};
    if (m_streams)
        m_streams->place(node, streamPlace(place));
    return listen(node);
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
