#pragma once

#include "UdpSocket.h"
#include "World.h"

namespace siprace {

/// Somebody who sends to the faces of a world without being asked.
class Stranger
{
public:
    /// With an address that is no node's; or with that node's own, so that the world takes it for the node.
    explicit Stranger(const World& world, const QString& node = {});

    /// False when the system refuses.
    bool send(const QByteArray& datagram, const QString& to) const;
    /// The same, and waits until something is at that face: a virtual clock would not.
    bool sendAndWait(const QByteArray& datagram, const QString& to) const;

private:
    const World& m_world;
    sip::Descriptor m_socket;
};

} // namespace siprace
