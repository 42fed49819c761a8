#include "Scenario.h"

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

} // namespace siprace
