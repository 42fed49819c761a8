#include "SettlingRun.h"

namespace siprace {

Result<void> checkEnds(const Scenario& scenario)
{
    if (!scenario.lan || scenario.end)
        return {};
    return fail({}, QStringLiteral("a run of %1 on a LAN ends when somebody ends it").arg(scenario.id),
        QStringLiteral("give it an end time (end: 60s), or use run or serve"));
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
