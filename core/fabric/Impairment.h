#pragma once

#include "Time.h"

namespace siprace {

/// What one direction of a link does to a datagram. All but the delay are none by default.
struct Impairment
{
    Duration delay{0};
    Duration jitter{0}; ///< added, uniform in [0, jitter]; may overtake
    double loss = 0; ///< percent, 0 … 100
    double duplicate = 0; ///< percent of datagrams delivered twice
    double reorder = 0; ///< percent of datagrams held back until the next one has passed

    bool operator==(const Impairment&) const = default;
};

} // namespace siprace
