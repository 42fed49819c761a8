#pragma once

#include "Time.h"

#include <cstdint>
#include <functional>

namespace siprace {

enum class TimerId : std::uint64_t
{
    None = 0
};

/// What a node may ask of its world's clock. One scheduler a world; only that world's thread uses it.
class Scheduler
{
public:
    virtual ~Scheduler() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    /// Calls `what` once, `delay` from now, to the microsecond under the virtual clock. Timers of one instant fire in
    /// the order they were set, after the arrivals of that instant. `couldSend` false: the timer only forgets
    /// something (Timer D, I, J, K …), so a run may settle without waiting for it.
    virtual TimerId after(Duration delay, std::function<void()> what, bool couldSend = true) = 0;
    /// Forgets a timer; an unknown or fired id is fine.
    virtual void cancel(TimerId id) = 0;
};

} // namespace siprace
