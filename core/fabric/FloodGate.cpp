#include "FloodGate.h"

#include <algorithm>
#include <utility>

namespace siprace {

namespace {
constexpr std::size_t mostSources = 4096; // whoever forges more addresses than that has each forgiven
constexpr Duration slotLength = 100ms;
constexpr double forgivenAt = FloodGate::mostAtOnce / 2.0;
constexpr int manyInSlot = 500; // a load generator sends less
constexpr Duration sparingTime = Duration(1s) / FloodGate::sparingly;
} // namespace

FloodGate::Source& FloodGate::source(std::uint32_t address, Instant now)
{
    if (m_sources.size() >= mostSources && !m_sources.contains(address))
        m_sources.clear();
    Source& source = m_sources[address];
    const std::chrono::duration<double> passed = now - source.seen;
    source.left = std::min<double>(mostAtOnce, source.left + passed.count() * mostASecond);
    source.seen = now;
    source.isSuspect = source.isSuspect && source.left < forgivenAt;
    return source;
}

bool FloodGate::watches(std::uint32_t address, Instant now)
{
    Source& sender = source(address, now);
    if (now - sender.slot >= slotLength) {
        sender.slot = now;
        sender.inSlot = 0;
    }
    return ++sender.inSlot > manyInSlot || sender.isSuspect;
}

bool FloodGate::unreadable(std::uint32_t address, Instant now)
{
    Source& sender = source(address, now);
    if (sender.left < 1) {
        sender.isSuspect = true;
        return false;
    }
    sender.left -= 1;
    return true;
}

FloodGate::Answer FloodGate::readable(std::uint32_t address, Instant now, qint64 room)
{
    Source& sender = source(address, now);
    if (++sender.carried <= room / 2)
        return Answer::Carried;
    --sender.carried;
    if (!std::exchange(sender.hadItsShare, true)) {
        sender.next = now + sparingTime;
        return Answer::TooMuch;
    }
    if (now < sender.next)
        return Answer::Refused;
    sender.next = now + sparingTime;
    return Answer::Carried;
}

} // namespace siprace
