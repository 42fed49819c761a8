#include "Timeline.h"

#include <algorithm>

namespace siprace {

Timeline::Timeline(const Clock& clock)
    : m_clock(clock)
{
}

Instant Timeline::now() const
{
    return m_clock.now();
}

Timeline::Entries::iterator Timeline::put(const Key& key, std::function<void()> what, bool couldSend)
{
    m_sending += couldSend ? 1 : 0;
    return m_entries.emplace(key, Entry{std::move(what), couldSend}).first;
}

TimerId Timeline::after(Duration delay, std::function<void()> what, bool couldSend)
{
    const std::uint64_t serial = ++m_serial;
    const Key key{now() + std::max(delay, Duration::zero()), Rank::Timer, {}, 0, serial};
    m_timers.emplace(serial, put(key, std::move(what), couldSend));
    return static_cast<TimerId>(serial);
}

void Timeline::cancel(TimerId id)
{
    const auto timer = m_timers.find(static_cast<std::uint64_t>(id));
    if (timer == m_timers.end())
        return;
    m_sending -= timer->second->second.couldSend ? 1 : 0;
    m_entries.erase(timer->second);
    m_timers.erase(timer);
}

void Timeline::arrival(Instant at, Instant sent, int sender, int n, std::function<void()> what)
{
    // Copies of one message are told apart by the serial, which follows n in the upper half.
    const std::uint64_t serial = (static_cast<std::uint64_t>(n) << 32U) | (++m_serial & 0xffffffffU);
    put({at, Rank::Arrival, sent, sender, serial}, std::move(what), true);
}

void Timeline::script(Instant at, std::function<void()> what)
{
    put({at, Rank::Script, {}, 0, ++m_serial}, std::move(what), true);
}

std::optional<Instant> Timeline::next() const
{
    if (m_entries.empty())
        return std::nullopt;
    return m_entries.begin()->first.at;
}

Timeline::Rank Timeline::nextRank() const
{
    Q_ASSERT(!m_entries.empty());
    return m_entries.begin()->first.rank;
}

void Timeline::runNext()
{
    Q_ASSERT(!m_entries.empty());
    const auto first = m_entries.begin();
    const Entry entry = std::move(first->second);
    if (first->first.rank == Rank::Timer)
        m_timers.erase(first->first.serial);
    m_entries.erase(first);
    m_sending -= entry.couldSend ? 1 : 0;
    entry.what();
}

void Timeline::clear()
{
    m_entries.clear();
    m_timers.clear();
    m_sending = 0;
}

} // namespace siprace
