#include "Guests.h"

#include <algorithm>

namespace siprace::ui {

QList<TraceNode> guestsOf(const Trace& trace, const Scenario& scenario)
{
    QList<TraceNode> guests;
    std::ranges::copy_if(trace.nodes, std::back_inserter(guests),
        [&scenario](const TraceNode& node) { return node.role == Role::External && !scenario.node(node.id); });
    return guests;
}

Scenario withGuests(Scenario scenario, const QList<TraceNode>& guests)
{
    const auto isProxy = [](const ScenarioNode& node) { return node.part() == Role::Proxy; };
    const Role hub = std::ranges::any_of(scenario.nodes, isProxy) ? Role::Proxy : Role::Caller;
    QStringList hubs;
    for (const ScenarioNode& node : std::as_const(scenario.nodes)) {
        if (node.part() == hub)
            hubs.append(node.id);
    }
    for (const TraceNode& guest : guests) {
        ScenarioNode node;
        node.id = guest.id;
        node.name = guest.name;
        node.role = Role::External;
        node.outside.as = guest.part();
        scenario.nodes.append(node);
        for (const QString& other : std::as_const(hubs))
            scenario.links.append({other, guest.id, scenario.defaultLink, scenario.defaultLink, {}});
    }
    return scenario;
}

} // namespace siprace::ui
