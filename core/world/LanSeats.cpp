#include "Engine.h"
#include "Message.h"
#include "RunHeader.h"
#include "SipText.h"
#include "Uri.h"

#include <algorithm>
#include <utility>

// Phones that the file waits for: whose they are is known by the registrar's 200, and only then calls lead to them.

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostCalls = 200; // of one phone; what is more is not followed
constexpr qint64 longestRegistration = qint64{7} * 24 * 3600;

QString addressText(const sip::SocketName& name)
{
    return QString::fromLatin1(sip::dotted(name.address)) + u':' + QString::number(name.port);
}

/// For how long the 200 of a registrar says that somebody is registered.
std::chrono::seconds registeredFor(const sip::Message& answer)
{
    qint64 most = 0;
    for (const QByteArray& value : answer.headers("Contact")) {
        const sip::NameAddr contact = sip::readNameAddr(value);
        const auto expires = sip::parameter(contact.parameters, "expires");
        most = std::max(most, expires ? expires->toLongLong() : qint64{3600});
    }
    return std::chrono::seconds(std::min(most, longestRegistration));
}

} // namespace

/// A message has been handled: what it says about the phones at its two ends.
void Engine::noteLanMessage(int n, const QByteArray& datagram)
{
    const int from = trace().messages.at(n - 1).from;
    const int to = trace().messages.at(n - 1).to;
    const auto isGuest = [this](int node) { return m_seats[static_cast<std::size_t>(node)].guest.has_value(); };
    if (!isGuest(from) && !isGuest(to))
        return;
    const MessageFields& message = m_recorder.fieldsOf(n);
    const bool isOfInvite = message.method == "INVITE" || message.cseqMethod == "INVITE";
    for (const int end : {from, to}) {
        const Seat& seat = m_seats[static_cast<std::size_t>(end)];
        if (!seat.guest || !seat.guest->isHere)
            continue;
        LanGuest& guest = *m_seats[static_cast<std::size_t>(end)].guest;
        guest.latest = now();
        guest.isHeard = guest.isHeard || end == from;
        const bool isOver = message.method == "BYE" || (isOfInvite && message.status >= 300);
        if (isOver)
            guest.calls.remove(message.callId);
        else if (isOfInvite && guest.calls.size() < mostCalls)
            guest.calls.insert(message.callId);
        // One that was only sent to is there once it speaks; an expected one when somebody takes its request.
        const bool isTaken = end == to && message.status >= 100 && message.status < 300;
        if (!seat.isUp && (guest.isExpected ? isTaken : end == from))
            noteHere(end);
    }
    const bool isRegistered = message.cseqMethod == "REGISTER" && message.isSuccess();
    if (isRegistered && m_seats[static_cast<std::size_t>(to)].guest && m_scenario.nodes.at(from).role == Role::Proxy)
        noteRegistered(to, datagram);
}

/// A registrar of ours has taken what this phone registers.
void Engine::noteRegistered(int node, const QByteArray& answer)
{
    const auto message = sip::Message::parse(answer);
    LanGuest& guest = *m_seats[static_cast<std::size_t>(node)].guest;
    if (!message || !guest.isHere)
        return;
    const std::chrono::seconds left = registeredFor(*message);
    guest.registeredUntil = now() + left;
    const auto to = sip::Uri::parse(sip::owned(sip::readNameAddr(message->headers("To").value(0)).uri));
    const int seat = to ? trace().nodeIndex(QString::fromUtf8(to->user)) : -1;
    if (seat < 0 || !m_seats[static_cast<std::size_t>(seat)].guest
        || !m_seats[static_cast<std::size_t>(seat)].guest->isExpected)
        return;
    if (seat != node && left > 0s)
        moveTo(seat, node);
    LanGuest& expected = *m_seats[static_cast<std::size_t>(seat)].guest;
    if (left == 0s && seat == node) {
        removeContacts(seat);
    } else if (left > 0s) {
        expected.registeredUntil = now() + left;
        expected.contactsUntil = expected.registeredUntil;
        addContacts(seat);
        awaitExpiry(seat);
    }
}

/// A registration counts until it expires, RFC 3261 §10.3; the trace says that it has.
void Engine::awaitExpiry(int node)
{
    LanGuest& guest = *m_seats[static_cast<std::size_t>(node)].guest;
    m_timeline.cancel(guest.expiry);
    guest.expiry = m_timeline.after(
        guest.contactsUntil - now(), [this, node] { expired(node); }, false);
}

void Engine::expired(int node)
{
    const QString text = u"The registration of %1 has expired: calls do not go there until it registers again."_s.arg(
        m_scenario.nodes.at(node).name);
    m_seats[static_cast<std::size_t>(node)].guest->expiry = TimerId::None;
    removeContacts(node);
    m_recorder.decision({now(), node, 0, Why{u"R-211"_s, text}});
}

/// The phone is there, and this is where.
void Engine::noteHere(int node)
{
    const ScenarioNode& settings = m_scenario.nodes.at(node);
    TraceNode shown = trace().nodes.at(node);
    shown.name = settings.name;
    shown.address = addressText(settings.outside.address);
    if (shown != trace().nodes.at(node))
        m_recorder.joined(shown);
    if (!m_seats[static_cast<std::size_t>(node)].isUp)
        noteUp(node);
}

/// The phone that was taken for a guest is the one that the file waits for, or that has been elsewhere.
void Engine::moveTo(int seat, int guest)
{
    const sip::SocketName name = m_scenario.nodes.at(guest).outside.address;
    const bool isStream = m_scenario.nodes.at(guest).transport == u"tcp";
    const LanGuest was = *m_seats[static_cast<std::size_t>(guest)].guest;
    m_fabric->closeConnections(seat, true);
    removeContacts(seat);
    m_fabric->moveConnections(guest, seat);
    retire(guest);
    if (!sit(seat, name, isStream))
        return;
    LanGuest& expected = *m_seats[static_cast<std::size_t>(seat)].guest;
    expected.isHeard = true;
    expected.calls = was.calls;
    noteHere(seat);
}

/// Where the file says that an address leads to this node, it leads there now, until its registration expires.
void Engine::addContacts(int node)
{
    const QString& id = m_scenario.nodes.at(node).id;
    const QByteArray address = "sip:" + id.toUtf8() + '@' + m_fabric->binding(node).advertised.text();
    LanGuest& guest = *m_seats[static_cast<std::size_t>(node)].guest;
    guest.hasRegistered = true;
    guest.contacts.clear();
    for (const Seat& seat : m_seats) {
        if (!seat.location)
            continue;
        const bool isTcp = m_scenario.transportBetween(seat.settings->id, id) == u"tcp";
        const QByteArray uri = address + (isTcp ? ";transport=tcp" : "");
        for (const auto& [called, entries] : seat.settings->location.asKeyValueRange()) {
            for (const LocationEntry& entry : entries) {
                if (entry.node != id)
                    continue;
                seat.location->addFixed(called.toUtf8(), {uri, entry.q}, guest.contactsUntil);
                guest.contacts.emplace_back(called.toUtf8(), uri);
            }
        }
    }
}

void Engine::removeContacts(int node)
{
    LanGuest& guest = *m_seats[static_cast<std::size_t>(node)].guest;
    guest.hasRegistered = false;
    m_timeline.cancel(std::exchange(guest.expiry, TimerId::None));
    for (const auto& [called, uri] : std::exchange(guest.contacts, {})) {
        for (const Seat& seat : m_seats) {
            if (seat.location)
                seat.location->removeFixed(called, uri);
        }
    }
}

} // namespace siprace
