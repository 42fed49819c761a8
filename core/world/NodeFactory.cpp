#include "Endpoints.h"
#include "Engine.h"
#include "MemoryLocation.h"
#include "ProxyNode.h"
#include "RunHeader.h"
#include "RunStore.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <atomic>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

/// "sip:b1@127.100.0.21:5060", where an address-of-record leads. A proxy is asked for the address itself, under the
/// user that the contact names, where it names one.
QByteArray contactUri(
    const ScenarioNode& node, const sip::Hop& address, const QString& addressOfRecord, const QString& user)
{
    const QByteArray transport = address.transport == "tcp" ? ";transport=tcp" : QByteArray();
    if (node.part() != Role::Proxy)
        return "sip:" + (user.isEmpty() ? node.id : user).toUtf8() + '@' + address.text() + transport;
    const QString scheme = addressOfRecord.section(u':', 0, 0);
    const QString asked
        = user.isEmpty() ? addressOfRecord : scheme + u':' + user + u'@' + addressOfRecord.section(u'@', -1);
    const QByteArray port = address.port == AddressBlock::port ? QByteArray() : ':' + QByteArray::number(address.port);
    return asked.toUtf8() + port + ";maddr=" + address.host + transport;
}

/// "lab": the domain of the scenario's first address.
QString homeDomain(const Scenario& scenario)
{
    return scenario.location.isEmpty() ? QString() : scenario.location.firstKey().section(u'@', -1);
}

/// Where the store of a scenario is: as named, and a relative name among the program's own files, so that a run leaves
/// nothing in whatever folder it was started from.
QString storePath(const QString& named)
{
    if (named.isEmpty() || QDir::isAbsolutePath(named))
        return named;
    const QDir own(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/siprace"_s);
    own.mkpath(u"."_s); // when that fails, opening the file says so
    return own.filePath(named);
}

/// A name that no other run has, in this program or in another one that shares the store's file.
QString uniqueRunName(const QString& node)
{
    static std::atomic<int> runs = 0;
    return u"%1-%2-%3"_s.arg(QCoreApplication::applicationPid()).arg(++runs).arg(node);
}

} // namespace

Result<void> Engine::makeNodes()
{
    m_seats.resize(static_cast<std::size_t>(m_scenario.nodes.size()));
    for (int i = 0; i < m_scenario.nodes.size(); ++i) { // before a proxy asks where they are
        const ScenarioNode& node = m_scenario.nodes.at(i);
        if (node.role == Role::External && node.outside.address.address == 0)
            m_seats[static_cast<std::size_t>(i)].guest.emplace().isExpected = true;
    }
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        Seat& seat = m_seats[static_cast<std::size_t>(i)];
        seat.settings = &m_scenario.nodes.at(i);
        for (const ProcessingEntry& entry : seat.settings->processing)
            seat.processed.emplace_back(&entry, 0);
        if (seat.settings->role == Role::External) {
            seat.node = makeOutside(i);
            continue; // started when all faces are there
        }
        Result<std::unique_ptr<Node>> node = makeNode(i);
        if (!node)
            return fail(node.error());
        seat.node = std::move(*node);
        if (const Result<void> started = seat.node->start(); !started)
            return fail(started.error());
        seat.isUp = true;
    }
    return {};
}

Fabric::Place Engine::placeOf(int node, int host) const
{
    const ScenarioNode& settings = m_scenario.nodes.at(node);
    Fabric::Place place{settings.id, host};
    place.hasStreams = std::ranges::any_of(m_scenario.nodes, [&](const ScenarioNode& other) {
        return other.id != settings.id && m_scenario.transportBetween(settings.id, other.id) == u"tcp";
    });
    place.hasStreams = place.hasStreams || m_scenario.lan; // a phone may come over TCP
    if (settings.role == Role::Proxy)
        place.kind = Streams::Kind::Bare;
    if (settings.role == Role::External) {
        place.kind = Streams::Kind::Program;
        place.outside = settings.outside.address;
    }
    return place;
}

/// Two phones speak what the scenario says. A proxy goes by the URIs that it was given: they say the same, and where
/// its two sides differ only they tell which one is meant.
sip::Hop Engine::nextHop(int node, const sip::Hop& wanted) const
{
    sip::Hop hop = m_fabric->nextHop(wanted);
    hop.transport = wanted.transport;
    const int owner = m_fabric->ownerOf(hop);
    if (owner >= 0 && m_scenario.nodes.at(node).role != Role::Proxy)
        hop.transport
            = m_scenario.transportBetween(m_scenario.nodes.at(node).id, m_scenario.nodes.at(owner).id).toLatin1();
    return hop;
}

NodeEnvironment Engine::environmentOf(int node)
{
    NodeEnvironment environment;
    environment.id = m_scenario.nodes.at(node).id;
    environment.index = node;
    environment.name = m_scenario.nodes.at(node).name;
    environment.loop = &m_loop;
    environment.scheduler = &m_timeline;
    environment.recorder = &m_recorder;
    environment.binding = m_fabric->binding(node);
    environment.timers = m_scenario.nodes.at(node).timers;
    environment.seed = m_options.seed;
    environment.secret = m_secret;
    environment.nonceKey = m_nonceKey;
    const bool isPhoneOnLan = m_scenario.lan && m_scenario.nodes.at(node).role != Role::Proxy;
    environment.nextHop = [this, node, isPhoneOnLan](const sip::Hop& wanted) {
        if (isPhoneOnLan && m_fabric->ownerOf(wanted) < 0) // a phone reaches what a proxy of ours would reach
            std::ignore = welcome({sip::undotted(wanted.host), wanted.port}, {}, wanted.transport == "tcp");
        return nextHop(node, wanted);
    };
    environment.transmit = [this, node](const QByteArray& datagram, const sip::Hop& to) {
        return m_fabric->transmit(node, datagram, to);
    };
    environment.ownerOf = [this](const sip::Hop& address) {
        const int owner = m_fabric->ownerOf(address);
        return owner < 0 ? QString() : m_scenario.nodes.at(owner).id;
    };
    environment.addressOf = [this, node](const QString& id) {
        const int index = trace().nodeIndex(id);
        if (index < 0)
            return sip::Hop{};
        sip::Hop hop = m_fabric->binding(index).advertised; // an outside node's own, whatever leads there
        hop.transport = nextHop(node, hop).transport;
        return hop;
    };
    environment.homeDomain = homeDomain(m_scenario).toLatin1();
    environment.nextNumber
        = [this, node](const QString& kind) { return ++m_seats[static_cast<std::size_t>(node)].numbers[kind]; };
    return environment;
}

Result<std::unique_ptr<Node>> Engine::makeNode(int node)
{
    const ScenarioNode& settings = m_scenario.nodes.at(node);
    if (settings.role == Role::Proxy)
        return makeProxy(node);
    if (settings.role == Role::Callee) {
        CalleeSettings callee = settings.callee;
        callee.account.users = m_scenario.users;
        return makeCallee(environmentOf(node), callee);
    }
    CallerSettings caller = settings.caller;
    caller.account.users = m_scenario.users;
    if (caller.outbound.isEmpty()) {
        const auto proxy = std::ranges::find(m_scenario.nodes, Role::Proxy, &ScenarioNode::part);
        if (proxy != m_scenario.nodes.end())
            caller.outbound = proxy->id;
    }
    return makeCaller(environmentOf(node), caller);
}

Result<std::unique_ptr<Node>> Engine::makeProxy(int node)
{
    const ScenarioNode& scenarioNode = m_scenario.nodes.at(node);
    proxy::ProxySettings settings = scenarioNode.proxy;
    settings.timers = scenarioNode.timers;
    const Result<proxy::PolicyKnobs> knobs = effectiveKnobs(scenarioNode, m_options.policy);
    if (!knobs)
        return fail(knobs.error());
    settings.policy = *knobs;
    settings.store = storePath(settings.store);
    // One for the whole run: it knows what a restart leaves.
    const auto store = std::make_shared<store::RunStore>(settings, uniqueRunName(scenarioNode.id),
        [this, node](const Diagnostic& trouble) { noteTrouble(node, trouble); });
    const auto remember = [this, node, store] {
        store::Remembered life = store->nextLife();
        std::unique_ptr<proxy::MemoryLocation> location = std::move(life.location);
        const LocationTable& table = m_scenario.nodes.at(node).location;
        for (auto address = table.cbegin(); address != table.cend(); ++address) {
            location->addAddress(address.key().toUtf8());
            for (const LocationEntry& entry : address.value()) {
                const int target = trace().nodeIndex(entry.node);
                const std::optional<LanGuest>& guest = m_seats[static_cast<std::size_t>(target)].guest;
                if (guest && !guest->hasRegistered)
                    continue; // the phone has not come yet
                sip::Hop hop = m_fabric->binding(target).advertised;
                hop.transport = m_scenario.transportBetween(m_scenario.nodes.at(node).id, entry.node).toLatin1();
                const QByteArray uri = contactUri(m_scenario.nodes.at(target), hop, address.key(), entry.user);
                location->addFixed(
                    address.key().toUtf8(), {uri, entry.q}, guest ? guest->contactsUntil : Instant::max());
            }
        }
        m_seats[static_cast<std::size_t>(node)].location = location.get();
        return ProxyNode::Memory{std::move(location), std::move(life.ledger)};
    };
    return std::make_unique<ProxyNode>(environmentOf(node), settings, remember);
}

/// The next life of the node opens the same file and has the same trouble: that is no news.
void Engine::noteTrouble(int node, const Diagnostic& trouble)
{
    if (m_troubles.contains(trouble.text()))
        return;
    m_troubles.append(trouble.text());
    m_recorder.decision({now(), node, 0, Why{{}, trouble.text()}});
    if (m_options.trouble)
        m_options.trouble(trouble);
}

} // namespace siprace
