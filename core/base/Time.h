#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace siprace {

/// The clock of one run: it starts at 0 when the run starts and counts microseconds.
struct RunClock
{
    using duration = std::chrono::microseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<RunClock, duration>;
    static constexpr bool is_steady = true; // NOLINT(readability-identifier-naming): the standard's name
};

using Duration = RunClock::duration; ///< microseconds
using Instant = RunClock::time_point; ///< microseconds since the run began
using namespace std::chrono_literals;

/// The instant that long after the run began.
[[nodiscard]] constexpr Instant at(Duration sinceStart)
{
    return Instant{sinceStart};
}
/// Microseconds since the run began.
[[nodiscard]] constexpr qint64 toUs(Instant instant)
{
    return instant.time_since_epoch().count();
}
/// Milliseconds with fraction, as shown and as written to JSON.
[[nodiscard]] constexpr double toMs(Duration duration)
{
    return static_cast<double>(duration.count()) / 1000.0;
}
[[nodiscard]] constexpr double toMs(Instant instant)
{
    return toMs(instant.time_since_epoch());
}

/// The base timers of a node. RFC 3261 Appendix A; all may differ from node to node.
struct TimerValues
{
    Duration T1 = 500ms;
    Duration T2 = 4s;
    Duration T4 = 5s;

    [[nodiscard]] constexpr Duration T1x64() const { return 64 * T1; }
    bool operator==(const TimerValues&) const = default;
};

/// Reads "300ms", "2s", "150us", "0.5s", "64*T1", "2min" (T1 taken from `timers`); nothing when it is no time.
[[nodiscard]] std::optional<Duration> parseDuration(QStringView text, const TimerValues& timers = {});
/// Writes the shortest exact form that parseDuration reads: "300ms", "2s", "150us".
[[nodiscard]] QString formatDuration(Duration duration);
/// For a person: "320 ms", "32.0 s", "0.9 ms".
[[nodiscard]] QString humanDuration(Duration duration);

} // namespace siprace
