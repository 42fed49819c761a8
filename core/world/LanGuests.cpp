#include "Engine.h"
#include "Message.h"
#include "RunHeader.h"
#include "SipText.h"
#include "Uri.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr Duration shortestStay = 1s; // of a guest, after its latest message
constexpr Duration longestCall = 1h; // without a message: it has been left without a BYE

/// The user of the From.
QString userOf(const sip::Message& request)
{
    const QByteArray from = request.headers("From").value(0);
    const auto uri = sip::Uri::parse(sip::owned(sip::readNameAddr(from).uri));
    return uri ? QString::fromUtf8(uri->user) : QString();
}

/// Where the sender of that can be reached: the port of its Contact, or 5060.
quint16 contactPort(const QByteArray& datagram)
{
    const auto message = sip::Message::parse(datagram);
    const QByteArray contact = message ? message->headers("Contact").value(0) : QByteArray();
    const auto uri = sip::Uri::parse(sip::owned(sip::readNameAddr(contact).uri));
    return uri && uri->port ? *uri->port : AddressBlock::port;
}

/// Fit for an id: "Alice-2" is "alice_2", "101" is "phone101".
QString idFor(const QString& user)
{
    static const QRegularExpression others(u"[^a-z0-9_]+"_s);
    const QString plain = user.toLower().replace(others, u"_"_s).left(24);
    if (plain.isEmpty())
        return u"phone"_s;
    return plain.at(0).isLetter() ? plain : u"phone"_s + plain;
}

/// The request with which somebody may come: nothing is kept of whoever sends anything else. A response or an ACK is
/// the answer to nothing, a CANCEL of nobody's call. RFC 3261 §8.2
std::optional<sip::Message> firstRequest(const QByteArray& datagram)
{
    auto message = sip::Message::parse(datagram);
    if (!message || !message->isRequest() || message->method() == "ACK" || message->method() == "CANCEL"
        || !message->topVia())
        return {};
    return std::move(*message);
}

QString nameText(const sip::SocketName& name)
{
    return QString::fromLatin1(sip::dotted(name.address)) + u':' + QString::number(name.port);
}

} // namespace

/// Somebody on the LAN that no node stands for: an expected phone that comes, or a guest. Without a datagram: somebody
/// who is only sent to. -1: not allowed, or too many.
int Engine::welcome(sip::SocketName name, const QByteArray& datagram, bool isStream)
{
    const bool isTarget = datagram.isEmpty();
    if (isStream && !isTarget) {
        name.port = contactPort(datagram); // that of the connection is made up anew each time
        const int known = m_fabric->ownerOf({sip::dotted(name.address), name.port});
        if (known >= 0 && m_fabric->isOutside(known))
            return known;
    }
    const bool isOurHost
        = name.address == m_scenario.lan->address; // where a phone may be too, but nobody is looked for
    if (!m_scenario.lan->allows(name.address) || (isOurHost && isTarget))
        return -1;
    if (isTarget)
        return newGuest({}, name, isStream, true);
    const auto request = firstRequest(datagram);
    if (!request)
        return -1;
    const QString user = userOf(*request);
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        const std::optional<LanGuest>& guest = m_seats[static_cast<std::size_t>(i)].guest;
        if (!guest || !guest->isExpected || m_scenario.nodes.at(i).id != user)
            continue;
        if (guest->isHere && (guest->hasRegistered || !isDispensable(*guest)))
            break; // it is another node until a REGISTER of it is answered with 200
        retire(i);
        return sit(i, name, isStream) ? i : -1;
    }
    return newGuest(user, name, isStream, false);
}

/// Without a registration and a call, and silent for a moment: somebody else may have its place.
bool Engine::isDispensable(const LanGuest& guest) const
{
    if (guest.registeredUntil > now() || now() - guest.latest < shortestStay)
        return false;
    return guest.calls.isEmpty() || now() - guest.latest > longestCall;
}

/// Whether one more from that host may come. Who is only sent to displaces nobody.
bool Engine::hasRoomFor(std::uint32_t address, bool isTarget)
{
    int here = 0;
    int ofHost = 0;
    std::array<int, 2> oldest = {-1, -1}; // of all, of that host
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        const std::optional<LanGuest>& guest = m_seats[static_cast<std::size_t>(i)].guest;
        if (!guest || guest->isExpected || !guest->isHere)
            continue;
        const bool isOfHost = m_scenario.nodes.at(i).outside.address.address == address;
        ++here;
        ofHost += isOfHost ? 1 : 0;
        for (std::size_t kind = 0; kind < (isOfHost ? oldest.size() : 1); ++kind) {
            const int best = oldest[kind];
            if (isDispensable(*guest)
                && (best < 0 || guest->latest < m_seats[static_cast<std::size_t>(best)].guest->latest))
                oldest[kind] = i;
        }
    }
    const bool isHostFull = ofHost >= mostGuestsOfHost;
    if (!isHostFull && here < mostGuests)
        return true;
    if (const int goes = oldest[isHostFull ? 1 : 0]; goes >= 0 && !isTarget) {
        retire(goes);
        return true;
    }
    const QString text = isHostFull ? u"%1 phones of %2 are there: more of it are refused"_s.arg(mostGuestsOfHost)
                                          .arg(QString::fromLatin1(sip::dotted(address)))
                                    : u"%1 phones are there: more are refused"_s.arg(mostGuests);
    noteTrouble(0, {{}, text, {}});
    return false;
}

int Engine::freeGuestHost() const
{
    for (int host = firstGuestHost; host < firstGuestHost + mostGuests; ++host) {
        const bool isTaken = std::ranges::any_of(
            m_seats, [host](const Seat& seat) { return seat.guest && seat.guest->isHere && seat.guest->host == host; });
        if (!isTaken)
            return host;
    }
    return -1;
}

/// The node of a guest that has gone, for one that comes: that of the same user, or where there are too many nodes the
/// one that has been gone for longest.
int Engine::findGone(const QString& user) const
{
    int longest = -1;
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        const std::optional<LanGuest>& guest = m_seats[static_cast<std::size_t>(i)].guest;
        if (!guest || guest->isExpected || guest->isHere)
            continue;
        if (!user.isEmpty() && m_scenario.nodes.at(i).name == user)
            return i;
        if (longest < 0 || guest->latest < m_seats[static_cast<std::size_t>(longest)].guest->latest)
            longest = i;
    }
    return m_guests < mostGuestNodes ? -1 : longest;
}

int Engine::newGuest(const QString& user, const sip::SocketName& name, bool isStream, bool isTarget)
{
    if (!hasRoomFor(name.address, isTarget))
        return -1;
    const int host = freeGuestHost();
    int index = findGone(user);
    if (host < 0 || (index < 0 && m_guests == mostGuestNodes))
        return -1;
    if (index < 0) {
        const QString wanted = idFor(user);
        QString id = wanted;
        for (int i = 2; trace().nodeIndex(id) >= 0; ++i)
            id = wanted + QString::number(i);
        Fabric::Place place{id, host};
        place.outside = sip::SocketName{};
        place.isGuest = true;
        place.hasStreams = true;
        place.kind = Streams::Kind::Program;
        index = m_fabric->admit(place);
        if (index < 0)
            return -1;
        ++m_guests;
        ScenarioNode node;
        node.id = id;
        node.role = Role::External;
        node.outside.address = {};
        node.outside.as = Role::Callee;
        m_scenario.nodes.append(node);
        m_recorder.joined({id, Role::External, user.isEmpty() ? id : user, nameText(name), Role::Callee});
        Seat& seat = m_seats.emplace_back();
        seat.settings = &m_scenario.nodes.last();
        seat.guest.emplace();
        seat.node = makeOutside(index);
    }
    m_seats[static_cast<std::size_t>(index)].guest->host = host;
    m_scenario.nodes[index].name = user.isEmpty() ? m_scenario.nodes.at(index).id : user;
    if (!sit(index, name, isStream))
        return -1;
    if (!isTarget)
        noteHere(index);
    return index;
}

/// The phone of that node is at that address now. It is not up before it is known to be the one. False when its alias
/// is taken.
bool Engine::sit(int node, const sip::SocketName& name, bool isStream)
{
    Seat& seat = m_seats[static_cast<std::size_t>(node)];
    seat.guest->isHere
        = m_fabric->seat(node, name, seat.guest->isExpected ? std::optional<int>() : std::optional(seat.guest->host));
    seat.guest->latest = now();
    m_scenario.nodes[node].outside.address = name;
    m_scenario.nodes[node].transport = isStream ? u"tcp"_s : u"udp"_s;
    m_fabric->setDown(node, false);
    return seat.guest->isHere;
}

/// It has gone: whoever comes may have its place.
void Engine::retire(int node)
{
    Seat& seat = m_seats[static_cast<std::size_t>(node)];
    if (!seat.guest->isHere)
        return;
    if (seat.isUp)
        noteDown(node);
    else
        m_fabric->setDown(node, true);
    removeContacts(node);
    m_fabric->leave(node);
    const LanGuest was = *seat.guest;
    seat.guest.emplace();
    seat.guest->isExpected = was.isExpected;
    seat.guest->latest = now();
    m_scenario.nodes[node].outside.address = {};
}

} // namespace siprace
