#include "TimingSystem.h"

namespace siprace {

TimingSystem::TimingSystem(std::size_t events)
    : m_events(events)
{
}

void TimingSystem::atLeast(int later, int earlier, Duration gap)
{
    m_bounds.push_back({later + 1, earlier + 1, gap});
}

void TimingSystem::atMost(int later, int earlier, Duration gap)
{
    m_bounds.push_back({earlier + 1, later + 1, -gap});
}

std::optional<std::vector<Instant>> TimingSystem::earliest() const
{
    // Longest paths from the beginning, number 0, as Bellman and Ford have it: bounds are pushed through until nothing
    // moves. Were the beginning itself to move, or something still after as many rounds as there are events, there
    // would be a circle.
    std::vector<Instant> at(m_events + 1);
    for (std::size_t round = 0; round <= m_events + 1; ++round) {
        bool hasMoved = false;
        for (const Bound& bound : m_bounds) {
            const Instant least = at[static_cast<std::size_t>(bound.earlier)] + bound.gap;
            Instant& later = at[static_cast<std::size_t>(bound.later)];
            if (least <= later)
                continue;
            if (bound.later == 0)
                return std::nullopt;
            later = least;
            hasMoved = true;
        }
        if (!hasMoved)
            return std::vector<Instant>(at.begin() + 1, at.end());
    }
    return std::nullopt;
}

} // namespace siprace
