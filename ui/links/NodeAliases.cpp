#include "NodeAliases.h"

#include <algorithm>

namespace siprace::ui {

namespace {

QString lastWord(const QString& name)
{
    return name.mid(name.lastIndexOf(u' ') + 1);
}

} // namespace

QString nodeName(const Scenario& scenario, const QString& nodeId, const NodeAliases& aliases)
{
    const ScenarioNode* node = scenario.node(nodeId);
    return aliases.value(nodeId, node && !node->name.isEmpty() ? node->name : nodeId);
}

QString shortName(const Scenario& scenario, const QString& nodeId, const NodeAliases& aliases)
{
    const QString name = nodeName(scenario, nodeId, aliases);
    if (aliases.contains(nodeId) || !scenario.node(nodeId))
        return name;
    const auto sameEnd = std::count_if(scenario.nodes.begin(), scenario.nodes.end(),
        [&](const ScenarioNode& other) { return lastWord(other.name) == lastWord(name); });
    return sameEnd <= 1 && !lastWord(name).isEmpty() ? lastWord(name) : name;
}

} // namespace siprace::ui
