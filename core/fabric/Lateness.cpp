#include "Lateness.h"

#include <algorithm>
#include <bit>

namespace siprace {

namespace {
constexpr int stepBits = 6; // 64 classes from a power of two to the next
} // namespace

void Lateness::note(Duration late)
{
    late = std::max(late, Duration::zero());
    m_maximum = std::max(m_maximum, late);
    ++m_count;
    const auto value = static_cast<std::uint64_t>(late.count());
    const int power = std::max(0, static_cast<int>(std::bit_width(value)) - stepBits);
    const auto shift = static_cast<unsigned>(std::max(0, power - 1));
    const std::size_t step = static_cast<std::size_t>(value >> shift) % steps;
    ++m_classes[std::min(static_cast<std::size_t>(power) * steps + step, m_classes.size() - 1)];
}

Duration Lateness::share(double part) const
{
    // The one with that place when they are in order.
    std::int64_t before = std::min(static_cast<std::int64_t>(static_cast<double>(m_count) * part), m_count - 1);
    for (std::size_t i = 0; i < m_classes.size() && m_count > 0; ++i) {
        before -= m_classes[i];
        if (before >= 0)
            continue;
        const std::size_t power = i / steps;
        const std::size_t least = power == 0 ? i : (steps + i % steps) << (power - 1);
        return Duration(static_cast<Duration::rep>(least));
    }
    return Duration::zero();
}

} // namespace siprace
