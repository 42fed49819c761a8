#pragma once

#include "Time.h"

namespace siprace {

// The clock of a stream's sender, in the lab's plain form: no congestion, no fast retransmit; what is lost is sent
// again when its timeout runs out, and each timeout is twice the one before. RFC 6298.

/// Of a segment: 200 ms and the round trip, as usual systems have it.
[[nodiscard]] Duration segmentTimeout(Duration roundTrip);
/// Of what opens a connection: 1 s, RFC 6298 §2.1.
[[nodiscard]] Duration openingTimeout();
/// How much later than the first try the one after `losses` lost ones leaves.
[[nodiscard]] Duration delayOfTry(int losses, Duration timeout);
/// A connection whose segment has not come through for so long is given up; RFC 1122 §4.2.3.5 wants at least this.
inline constexpr Duration longestSilence = 100s;
/// How long it is tried to open one: six tries after the first.
inline constexpr Duration longestOpening = 127s;
/// How long the rest of a message that has begun may take: 64*T1, as long as a transaction waits.
inline constexpr Duration longestMessage = 32s;

} // namespace siprace
