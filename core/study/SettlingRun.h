#pragma once

#include "World.h"

namespace siprace {

/// One of many runs of a study. Fails as runScenario does, and with one line when the run never settles: a study of
/// such runs would take for ever, and say nothing.
[[nodiscard]] Result<Trace> runSettling(
    const Scenario& scenario, const RunOptions& options, SiteKeeper* keeper = nullptr);

} // namespace siprace
