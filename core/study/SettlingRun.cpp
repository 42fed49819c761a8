#include "SettlingRun.h"

namespace siprace {

Result<Trace> runSettling(const Scenario& scenario, const RunOptions& options, SiteKeeper* keeper)
{
    auto trace = runScenario(scenario, options, keeper);
    if (trace && trace->ended == u"limit")
        return fail({}, QStringLiteral("a run of %1 under %2 never settles").arg(scenario.id, options.policy),
            QStringLiteral("five minutes after its last line it still sends; give it an end time (end: 60s)"));
    return trace;
}

} // namespace siprace
