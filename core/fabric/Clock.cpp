#include "Clock.h"

#include <algorithm>

namespace siprace {

Clock::Clock(double slowness)
    : m_slowness(slowness)
    , m_origin(std::chrono::steady_clock::now())
{
}

Instant Clock::now() const
{
    if (isStanding())
        return m_standing;
    const auto elapsed = std::chrono::steady_clock::now() - m_origin;
    return m_standing + std::chrono::duration_cast<Duration>(elapsed / m_slowness);
}

void Clock::jumpTo(Instant instant)
{
    if (isStanding())
        m_standing = std::max(m_standing, instant);
}

void Clock::freeze()
{
    m_standing = now();
    m_isFrozen = true;
}

void Clock::thaw()
{
    if (!m_isFrozen)
        return;
    m_isFrozen = false;
    m_origin = std::chrono::steady_clock::now();
}

std::chrono::microseconds Clock::waitFor(Instant instant) const
{
    const Duration left = instant - now();
    if (isStanding() || left <= Duration::zero())
        return Duration::zero();
    return std::chrono::duration_cast<std::chrono::microseconds>(left * m_slowness);
}

} // namespace siprace
