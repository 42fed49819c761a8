#include "Scenario.h"

#include <QStandardPaths>

#include <algorithm>

namespace siprace {

const ScenarioNode* Scenario::node(QStringView nodeId) const
{
    const auto found = std::ranges::find(nodes, nodeId, &ScenarioNode::id);
    return found == nodes.end() ? nullptr : &*found;
}

Impairment Scenario::impairment(QStringView from, QStringView to) const
{
    for (const ScenarioLink& link : links) {
        if (link.a == from && link.b == to)
            return link.forward;
        if (link.a == to && link.b == from)
            return link.back;
    }
    return defaultLink;
}

bool Scenario::hasOutsideProxy() const
{
    const auto isOurs = [](const ScenarioNode& node) { return node.role == Role::Proxy; };
    const auto isOutside
        = [](const ScenarioNode& node) { return node.role == Role::External && node.part() == Role::Proxy; };
    return std::ranges::any_of(nodes, isOutside) && std::ranges::none_of(nodes, isOurs);
}

bool Scenario::hasOutsideNodes() const
{
    return std::ranges::any_of(nodes, [](const ScenarioNode& node) { return node.role == Role::External; });
}

bool LanSettings::allows(std::uint32_t host) const
{
    return std::ranges::any_of(allow, [host](const Subnet& subnet) { return subnet.contains(host); });
}

std::vector<std::optional<sip::SocketName>> Scenario::lanNames() const
{
    std::vector<std::optional<sip::SocketName>> names(static_cast<std::size_t>(nodes.size()));
    if (!lan)
        return names;
    int port = lan->firstPort;
    for (const bool isForProxies : {true, false}) {
        for (qsizetype i = 0; i < nodes.size() && port <= lan->lastPort; ++i) {
            if (nodes.at(i).role != Role::External && (nodes.at(i).role == Role::Proxy) == isForProxies)
                names[static_cast<std::size_t>(i)] = sip::SocketName{lan->address, static_cast<std::uint16_t>(port++)};
        }
    }
    return names;
}

QString outsideProxyName(const Scenario& scenario)
{
    if (!scenario.hasOutsideProxy())
        return {};
    const auto isIt = [](const ScenarioNode& node) { return node.part() == Role::Proxy; };
    return std::ranges::find_if(scenario.nodes, isIt)->name;
}

Scenario withStandIns(Scenario scenario)
{
    for (ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::External && node.part() == Role::Proxy)
            node.role = Role::Proxy;
    }
    return scenario;
}

QString missingProgram(const Scenario& scenario)
{
    // Servers are not where everybody's PATH leads.
    static const QStringList folders{QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")};
    for (const ScenarioNode& node : scenario.nodes) {
        const QString& needs = node.outside.needs;
        if (node.role == Role::External && !needs.isEmpty() && QStandardPaths::findExecutable(needs).isEmpty()
            && QStandardPaths::findExecutable(needs, folders).isEmpty())
            return needs;
    }
    return {};
}

QString usualPolicy(const Scenario& scenario)
{
    return scenario.hasOutsideProxy() ? outsidePolicy() : QStringLiteral("forward-all");
}

QString Scenario::transportBetween(QStringView one, QStringView other) const
{
    for (const ScenarioLink& link : links) {
        const bool isTheirs = (link.a == one && link.b == other) || (link.a == other && link.b == one);
        if (isTheirs && !link.transport.isEmpty())
            return link.transport;
    }
    QString said;
    for (const QStringView nodeId : {one, other}) {
        const ScenarioNode* found = node(nodeId);
        if (found && !found->transport.isEmpty() && said != u"tcp")
            said = found->transport;
    }
    if (said.isEmpty())
        said = transport;
    return said.isEmpty() ? QStringLiteral("udp") : said;
}

} // namespace siprace
