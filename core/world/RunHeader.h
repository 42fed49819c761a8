#pragma once

#include "World.h"

#include <vector>

namespace siprace {

/// The most phones of a LAN that may be there at a time, besides the nodes of the file; and of one host.
inline constexpr int mostGuests = 48;
inline constexpr int mostGuestsOfHost = 16;
/// The most nodes that may come while a run goes. Beyond it the next phone has the node of one that has gone.
inline constexpr int mostGuestNodes = 240;
/// The last part of the alias of the first of them; the nodes of a file have lower ones.
inline constexpr int firstGuestHost = 206;

/// The last part of each node's address, by role, in the order of the nodes: caller 11, proxy 12, callees 21, 22 …, a
/// second caller 13 …
[[nodiscard]] std::vector<int> hostNumbers(const QList<ScenarioNode>& nodes);

/// The knobs a proxy runs with: the named policy's, and over them those of the file. Fails for an unknown policy or a
/// knob that does not fit.
[[nodiscard]] Result<proxy::PolicyKnobs> effectiveKnobs(const ScenarioNode& node, const QString& policy);

/// The trace of a run before its first message: what it is made from, its nodes, what breaks rules on purpose.
[[nodiscard]] Trace traceHeader(const Scenario& scenario, const RunOptions& options);

} // namespace siprace
