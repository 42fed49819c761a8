#pragma once

#include "Clock.h"
#include "Scheduler.h"

#include <map>
#include <optional>
#include <unordered_map>

namespace siprace {

/// Everything a run still has before it, to the microsecond: arrivals, the nodes' timers, the script. What is due at
/// one microsecond comes in that order; arrivals in order of sending, then of the sender's place in the file; timers in
/// the order they were set; the script as written. Contract, "Same microsecond".
class Timeline final : public Scheduler
{
public:
    enum class Rank
    {
        Arrival,
        Timer,
        Script
    };

    explicit Timeline(const Clock& clock);

    [[nodiscard]] Instant now() const override;
    TimerId after(Duration delay, std::function<void()> what, bool couldSend = true) override;
    void cancel(TimerId id) override;

    /// Message n of node `sender`, sent at `sent`, reaches its end at `at`.
    void arrival(Instant at, Instant sent, int sender, int n, std::function<void()> what);
    /// A line of the script, or the end of a down time.
    void script(Instant at, std::function<void()> what);

    [[nodiscard]] std::optional<Instant> next() const;
    [[nodiscard]] Rank nextRank() const; ///< of next(), which must not be empty
    /// Takes what is next and does it.
    void runNext();
    /// True while an arrival, a line of the script or a timer that could send something is left.
    [[nodiscard]] bool couldSend() const { return m_sending > 0; }
    void clear();

private:
    struct Key
    {
        Instant at;
        Rank rank = Rank::Timer;
        Instant sent; ///< of an arrival
        int sender = 0;
        std::uint64_t serial = 0;

        auto operator<=>(const Key&) const = default; // NOLINT(modernize-use-nullptr): clang-tidy 14 errs here
    };
    struct Entry
    {
        std::function<void()> what;
        bool couldSend = true;
    };

    using Entries = std::map<Key, Entry>;

    Entries::iterator put(const Key& key, std::function<void()> what, bool couldSend);

    const Clock& m_clock;
    Entries m_entries;
    std::unordered_map<std::uint64_t, Entries::iterator> m_timers; ///< serial of a timer → where it stands
    std::uint64_t m_serial = 0;
    int m_sending = 0;
};

} // namespace siprace
