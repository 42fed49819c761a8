#pragma once

#include "Time.h"

#include <optional>
#include <vector>

namespace siprace {

/// When a set of events can happen: each a while after another one, within a window. Difference constraints, solved for
/// the earliest instants.
class TimingSystem
{
public:
    explicit TimingSystem(std::size_t events);

    /// Event `later` comes at least that long after `earlier`; -1 is the beginning of the run.
    void atLeast(int later, int earlier, Duration gap);
    /// And at most that long.
    void atMost(int later, int earlier, Duration gap);

    /// The earliest instant of every event; nothing when they contradict each other.
    [[nodiscard]] std::optional<std::vector<Instant>> earliest() const;

private:
    struct Bound
    {
        int later = 0;
        int earlier = 0;
        Duration gap{0};
    };

    std::vector<Bound> m_bounds; ///< at(later) >= at(earlier) + gap, of numbers that count from 1
    std::size_t m_events;
};

} // namespace siprace
