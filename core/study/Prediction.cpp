#include "Prediction.h"

#include <algorithm>

namespace siprace {

Prediction whatHappened(const Trace& trace)
{
    Prediction happened;
    happened.successes = measure(trace).twoXxToCaller;
    const auto bye = std::ranges::find(trace.messages, QByteArray("BYE"), &TraceMessage::method);
    happened.hangsUp = bye == trace.messages.cend() ? QString() : trace.nodes.at(bye->from).id;
    return happened;
}

QStringList whoMayHangUp(const Scenario& scenario)
{
    QStringList ids;
    for (const ScenarioNode& node : scenario.nodes)
        ids.append(node.id);
    return ids;
}

} // namespace siprace
