#include "SettlingRun.h"

#include "Library.h"

#include <algorithm>

namespace siprace {

Result<void> checkEnds(const Scenario& scenario)
{
    if (!scenario.lan || scenario.end)
        return {};
    return fail({}, QStringLiteral("a run of %1 on a LAN ends when somebody ends it").arg(scenario.id),
        QStringLiteral("give it an end time (end: 60s), or use run or serve"));
}

Scenario underOurPolicies(const Scenario& scenario)
{
    return scenario.hasOutsideProxy() ? withStandIns(scenario) : scenario;
}

Result<void> checkStartsNothing(const Scenario& scenario)
{
    const auto starts
        = [](const ScenarioNode& node) { return node.role == Role::External && !node.outside.start.isEmpty(); };
    const Scenario ours = underOurPolicies(scenario);
    const auto first = std::ranges::find_if(ours.nodes, starts);
    if (first == ours.nodes.end() || isOfLibrary(scenario.path))
        return {};
    return fail({.file = scenario.path},
        QStringLiteral("a sweep does not start %1 of a file that is not of the library: %2")
            .arg(first->id, first->outside.start),
        QStringLiteral("start it yourself and take its command out of the file, or use run or compare"));
}

Result<void> checkVirtual(const Scenario& scenario)
{
    if (scenario.lan)
        return fail({.file = scenario.path},
            QStringLiteral("on a LAN (network.lan) time is real, and no order can be replayed"),
            QStringLiteral("take network.lan out, and put our own phones in the place of those of the LAN"));
    const Scenario ours = underOurPolicies(scenario);
    const auto outside = std::ranges::find(ours.nodes, Role::External, &ScenarioNode::role);
    if (outside == ours.nodes.end())
        return {};
    return fail({.file = scenario.path},
        QStringLiteral("%1 is a program outside (role: external): its time is real, and no order can be replayed")
            .arg(outside->id),
        QStringLiteral("make it a %1 of ours").arg(toString(outside->part())));
}

Result<Trace> runSettling(const Scenario& scenario, const RunOptions& options, SiteKeeper* keeper)
{
    if (const Result<void> ends = checkEnds(scenario); !ends)
        return fail(ends.error());
    auto trace = runScenario(scenario, options, keeper);
    if (trace && trace->ended == u"limit")
        return fail({}, QStringLiteral("a run of %1 under %2 never settles").arg(scenario.id, options.policy),
            QStringLiteral("five minutes after its last line it still sends; give it an end time (end: 60s)"));
    return trace;
}

} // namespace siprace
