#pragma once

#include "World.h"

namespace siprace {

/// Whether a scenario ends by itself, as one must that a study, a comparison, a check or an export runs: on a LAN,
/// where somebody may always come, only with an end time. Fails with one line.
[[nodiscard]] Result<void> checkEnds(const Scenario& scenario);

/// A scenario as the policies of ours run it: each proxy that is a program outside is one of ours.
[[nodiscard]] Scenario underOurPolicies(const Scenario& scenario);
/// Whether it would start programs that only a person may allow, whom a sweep does not ask. Fails with one line.
[[nodiscard]] Result<void> checkStartsNothing(const Scenario& scenario);
/// Whether it has a clock of its own, as one must that is replayed to the microsecond: nobody outside takes part. Fails
/// with one line.
[[nodiscard]] Result<void> checkVirtual(const Scenario& scenario);

/// One of many runs of a study. Fails as runScenario and checkEnds do, and with one line when the run never settles: a
/// study of such runs would take for ever, and say nothing.
[[nodiscard]] Result<Trace> runSettling(
    const Scenario& scenario, const RunOptions& options, SiteKeeper* keeper = nullptr);

} // namespace siprace
