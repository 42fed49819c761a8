#pragma once

#include "Time.h"

#include <chrono>

namespace siprace {

/// The time of one run. Virtual: stands still until somebody moves it. Real and slow: follows the system's steady
/// clock, divided by `slowness`; frozen, it stands still like the virtual one.
class Clock
{
public:
    /// `slowness` 0: virtual; 1: real; above: slow.
    explicit Clock(double slowness);

    [[nodiscard]] Instant now() const;
    [[nodiscard]] bool isVirtual() const { return m_slowness == 0; }
    /// True while only jumpTo() moves it.
    [[nodiscard]] bool isStanding() const { return isVirtual() || m_isFrozen; }
    /// Moves a standing clock forward; never back.
    void jumpTo(Instant instant);
    void freeze();
    void thaw();
    /// How long to wait, in the system's time, until the run's clock shows that; 0 when it is due or the clock stands.
    [[nodiscard]] std::chrono::microseconds waitFor(Instant instant) const;

private:
    double m_slowness;
    bool m_isFrozen = false;
    Instant m_standing; ///< what a standing clock shows; where a running one set out
    std::chrono::steady_clock::time_point m_origin;
};

} // namespace siprace
