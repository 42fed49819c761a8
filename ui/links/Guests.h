#pragma once

#include "Scenario.h"
#include "Trace.h"

namespace siprace::ui {

/// The nodes of a run that its scenario does not name: phones of a LAN that have come meanwhile.
[[nodiscard]] QList<TraceNode> guestsOf(const Trace& trace, const Scenario& scenario);
/// The scenario as if it named them: a node each, and a link with every proxy (without one, with every caller) that has
/// the default delay and loss.
[[nodiscard]] Scenario withGuests(Scenario scenario, const QList<TraceNode>& guests);

} // namespace siprace::ui
