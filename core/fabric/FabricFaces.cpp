#include "Fabric.h"
#include "FirstLine.h"
#include "Message.h"

// What comes to the faces: who has sent it, and whether it goes on.

namespace siprace {

namespace {
// A trace says so often that a stranger was refused.
constexpr int mostRefusedShown = 200;
} // namespace

/// The node a datagram comes from, -1 when it is none. An outside program may send from another port than it listens
/// on, as long as no other one is on its host.
int Fabric::senderAt(const sip::SocketName& source) const
{
    if (const int host = m_block.hiddenHost(source.address); host >= 0)
        return m_nodeByHost[index(host)];
    int sender = -1;
    int atHost = 0;
    for (std::size_t i = 0; i < m_settings.places.size(); ++i) {
        const std::optional<sip::SocketName>& outside = m_settings.places[i].outside;
        if (!outside || outside->address != source.address)
            continue;
        if (*outside == source)
            return static_cast<int>(i);
        if (m_settings.places[i].isGuest)
            continue;
        sender = static_cast<int>(i);
        ++atHost;
    }
    return atHost == 1 ? sender : -1;
}

/// Whether a datagram at a face may go on. What cannot be read is held against its sender, here or where it is handled;
/// what is too much of it ends at the face, counted.
bool Fabric::isCarried(int to, const QByteArray& datagram, const sip::SocketName& source)
{
    const Instant now = m_timeline.now();
    const bool isWatched = m_gate.watches(source.address, now);
    if (isSip(datagram) && (!isWatched || sip::Message::parse(datagram)))
        return true;
    if (m_gate.unreadable(source.address, now))
        return true;
    m_recorder.malformed(now, to, datagram);
    return false;
}

/// Whether a message from outside may have a place in the trace: one address does not fill it alone.
bool Fabric::hasShare(int at, std::uint32_t address)
{
    if (m_settings.mostMessages == 0)
        return true;
    const qint64 room = m_settings.mostMessages - m_recorder.trace().messages.size();
    const FloodGate::Answer answer = m_gate.readable(address, m_timeline.now(), room);
    if (answer == FloodGate::Answer::TooMuch && m_settings.flooded)
        m_settings.flooded(at, address);
    return answer == FloodGate::Answer::Carried;
}

void Fabric::fromFace(int to, const QByteArray& datagram, const sip::SocketName& source)
{
    if (!isCarried(to, datagram, source))
        return;
    int from = senderAt(source);
    // Nobody but our own nodes calls at the alias of a phone.
    if (from < 0 && m_settings.stranger && !isOutside(to) && readFields(datagram).isRequest())
        from = m_settings.stranger(source, datagram, false);
    if (from >= 0 && isOutside(from) && datagram.trimmed().isEmpty())
        return; // what keeps a way through a firewall open, RFC 5626 §3.5.1
    if (from < 0)
        refuse(to, datagram, source);
    else if (!isOutside(from) || hasShare(to, source.address))
        depart(from, to, datagram, {}, source.address);
}

void Fabric::refuse(int at, const QByteArray& datagram, const sip::SocketName& source)
{
    if (!isSip(datagram)) {
        m_recorder.malformed(m_timeline.now(), at, datagram);
        return;
    }
    if (++m_refused > mostRefusedShown)
        return; // counted still
    const QString text = QStringLiteral("A datagram from %1, which is no node of this run, was refused.")
                             .arg(QString::fromLatin1(m_block.canonical(dotted(source.address))));
    m_recorder.decision({m_timeline.now(), at, 0, Why{{}, text}});
}

} // namespace siprace
