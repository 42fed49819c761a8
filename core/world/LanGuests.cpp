#include "Engine.h"
#include "Lan.h"
#include "Message.h"
#include "RunHeader.h"
#include "SipText.h"
#include "Uri.h"

#include <QRegularExpression>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr Duration betweenLanLooks = 250ms;
constexpr int mostLossesSaid = 20; // a card that comes and goes all the time is no news

/// The user of the From of what came, or of the one that is called.
QString userOf(const QByteArray& datagram)
{
    const auto message = sip::Message::parse(datagram);
    if (!message)
        return {};
    const QByteArray from = message->headers("From").value(0);
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

} // namespace

/// Somebody on the LAN that no node stands for: an expected phone that comes, or a guest. -1: not allowed, or too many.
int Engine::welcome(sip::SocketName name, const QByteArray& datagram, bool isStream)
{
    if (isStream && !datagram.isEmpty()) {
        name.port = contactPort(datagram); // that of the connection is made up anew each time
        const int known = m_fabric->ownerOf({sip::dotted(name.address), name.port});
        if (known >= 0 && m_fabric->isOutside(known))
            return known;
    }
    const bool isOurHost
        = name.address == m_scenario.lan->address; // where a phone may be too, but nobody is looked for
    if (!m_scenario.lan->allows(name.address) || (isOurHost && datagram.isEmpty()))
        return -1;
    const QString user = userOf(datagram);
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        ScenarioNode& node = m_scenario.nodes[i];
        if (node.role != Role::External || node.outside.address.address != 0 || node.id != user)
            continue;
        if (!m_fabric->seat(i, name))
            return -1;
        node.outside.address = name;
        if (isStream)
            node.transport = u"tcp"_s;
        m_recorder.header().nodes[i].address
            = QString::fromLatin1(sip::dotted(name.address)) + u':' + QString::number(name.port);
        noteUp(i);
        addContacts(i);
        return i;
    }
    return newGuest(user, name, isStream);
}

int Engine::newGuest(const QString& user, const sip::SocketName& name, bool isStream)
{
    if (m_guests == mostGuests) {
        noteTrouble(0, {{}, u"more than %1 phones have come: others are refused"_s.arg(mostGuests), {}});
        return -1;
    }
    const QString wanted = idFor(user);
    QString id = wanted;
    for (int i = 2; trace().nodeIndex(id) >= 0; ++i)
        id = wanted + QString::number(i);
    Fabric::Place place{id, firstGuestHost + m_guests};
    place.outside = name;
    place.isGuest = true;
    place.hasStreams = true;
    place.kind = Streams::Kind::Program;
    const int index = m_fabric->admit(place);
    if (index < 0)
        return -1;
    ++m_guests;
    ScenarioNode node;
    node.id = id;
    node.role = Role::External;
    node.name = user.isEmpty() ? id : user;
    node.outside.address = name;
    node.outside.as = Role::Callee;
    if (isStream)
        node.transport = u"tcp"_s;
    m_scenario.nodes.append(node);
    const QString address = QString::fromLatin1(sip::dotted(name.address)) + u':' + QString::number(name.port);
    m_recorder.joined({id, Role::External, node.name, address, Role::Callee});
    Seat& seat = m_seats.emplace_back();
    seat.settings = &m_scenario.nodes.last();
    seat.node = makeOutside(index);
    std::ignore = seat.node->start(); // nothing to start: it is there
    return index;
}

/// Says once that the network is gone, and once that it is back; what is for phones of the LAN meanwhile is lost.
void Engine::watchLan()
{
    const std::uint32_t address = m_scenario.lan->address;
    const QString trouble = lanTrouble(address);
    const auto say = [this](const QString& line) {
        if (m_lanLosses > mostLossesSaid)
            return;
        m_recorder.decision({now(), 0, 0, Why{{}, line}});
        if (m_options.trouble)
            m_options.trouble({{}, line, {}});
    };
    const QString own = QString::fromLatin1(sip::dotted(address));
    if (!trouble.isEmpty() && m_lanTrouble.isEmpty()) {
        m_lanLost = now();
        ++m_lanLosses;
        say(u"The network is lost: %1. Phones of the LAN get nothing until it is back."_s.arg(trouble));
    } else if (trouble.isEmpty() && !m_lanTrouble.isEmpty()) {
        say(u"The network is back after %1: %2 is reached again."_s.arg(
            humanDuration(std::chrono::duration_cast<Duration>(now() - m_lanLost)), own));
    }
    m_lanTrouble = trouble;
    m_timeline.after(
        betweenLanLooks, [this] { watchLan(); }, false);
}

/// Whether that node is behind a network that is lost. Who is on this host is not.
bool Engine::isCutOff(int node) const
{
    if (m_lanTrouble.isEmpty() || !m_fabric->isOutside(node))
        return false;
    const std::uint32_t there = m_scenario.nodes.at(node).outside.address.address;
    return there >> 24U != 127U && there != m_scenario.lan->address;
}

/// Where the file says that an address leads to this node, it leads there now.
void Engine::addContacts(int node)
{
    const QString& id = m_scenario.nodes.at(node).id;
    const QByteArray address = "sip:" + id.toUtf8() + '@' + m_fabric->binding(node).advertised.text();
    for (std::size_t i = 0; i < m_seats.size(); ++i) {
        if (!m_seats[i].location)
            continue;
        const bool isTcp = m_scenario.transportBetween(m_seats[i].settings->id, id) == u"tcp";
        const QByteArray uri = address + (isTcp ? ";transport=tcp" : "");
        for (const auto& [called, entries] : m_seats[i].settings->location.asKeyValueRange()) {
            for (const LocationEntry& entry : entries) {
                if (entry.node == id)
                    m_seats[i].location->addFixed(called.toUtf8(), {uri, entry.q});
            }
        }
    }
}

} // namespace siprace
