#include "ArrowPlaces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace siprace {

namespace {

constexpr std::size_t blockSize = 256; ///< messages
constexpr std::size_t recalled = 64; ///< arrows before a block that its own are kept apart from
constexpr double fanPx = 5; ///< between arrows that leave, or reach, one point
constexpr int longestFan = 5; ///< arrows told apart at one point
constexpr std::size_t lookBack = 8; ///< ends at one side of a lifeline that an end is kept apart from

/// Gives the messages of one block their heights.
class BlockPlacing
{
public:
    BlockPlacing(const ArrowSources& sources, std::size_t first)
        : m_sources(sources)
        , m_first(first)
        , m_ends(std::min(blockSize, sources.index.briefs.size() - first))
        , m_fan(std::max(0.5, std::min(fanPx, sources.map.step() / 1.2)))
        , m_recent(static_cast<std::size_t>(sources.trace.nodes.size()) * 4)
    {
    }

    [[nodiscard]] std::vector<ArrowPlaces::Ends> place()
    {
        std::vector<std::size_t> together; // sent in the same instant
        const std::size_t end = afterInstant(m_first + m_ends.size());
        for (std::size_t i = beginning(); i < end; ++i) {
            if (!m_sources.index.shown[i])
                continue;
            if (!together.empty() && sent(together.front()) != sent(i))
                placeTogether(together);
            together.push_back(i);
        }
        placeTogether(together);
        return std::move(m_ends);
    }

private:
    [[nodiscard]] Instant sent(std::size_t i) const { return m_sources.index.briefs[i].sent; }
    /// Some arrows before the block, from the first of its instant on.
    [[nodiscard]] std::size_t beginning() const
    {
        std::size_t begin = m_first;
        for (std::size_t shown = 0; begin > 0 && shown < recalled && m_first - begin < blockSize * 4; --begin)
            shown += m_sources.index.shown[begin - 1] ? 1U : 0U;
        while (begin > 0 && sent(begin - 1) == sent(begin))
            --begin;
        return begin;
    }
    [[nodiscard]] std::size_t afterInstant(std::size_t end) const
    {
        while (end < m_sources.index.briefs.size() && sent(end) == sent(end - 1))
            ++end;
        return end;
    }
    [[nodiscard]] const TraceMessage& message(std::size_t i) const
    {
        return m_sources.trace.messages.at(static_cast<qsizetype>(i));
    }
    [[nodiscard]] int steps(const TraceMessage& one) const
    {
        const std::vector<int>& positions = m_sources.positions;
        return positions[static_cast<std::size_t>(one.to)] - positions[static_cast<std::size_t>(one.from)];
    }
    [[nodiscard]] double slope(std::size_t i) const
    {
        const TraceMessage& one = message(i);
        const Duration flight = one.arrived ? *one.arrived - one.sent : usualFlight(m_sources.trace, one);
        return static_cast<double>(flight.count()) / std::max(1, std::abs(steps(one)));
    }

    void placeTogether(std::vector<std::size_t>& together)
    {
        if (m_sources.spacing == Spacing::Even) {
            for (std::size_t row = 0; row < together.size(); ++row)
                keep(together[row], placedRow(message(together[row]), static_cast<double>(row)));
        } else {
            // Arrows from one point do not cross when the steepest leaves last.
            if (together.size() > 1)
                std::stable_sort(together.begin(), together.end(), [this](std::size_t one, std::size_t other) {
                    return std::pair(m_sources.depths[one].start, slope(one))
                        < std::pair(m_sources.depths[other].start, slope(other));
                });
            for (const std::size_t i : together)
                keep(i, placedInTime(message(i), m_sources.depths[i]));
        }
        together.clear();
    }
    void keep(std::size_t i, ArrowPlaces::Ends ends)
    {
        if (i >= m_first && i - m_first < m_ends.size())
            m_ends[i - m_first] = ends;
    }

    [[nodiscard]] ArrowPlaces::Ends placedInTime(const TraceMessage& one, const MessageDepth& depth)
    {
        const double step = m_sources.map.step();
        const double from = apart(one, true, m_sources.map.y(one.sent, depth.start));
        if (!one.arrived)
            return {from, from + 2 * step};
        const double natural = m_sources.map.y(*one.arrived, depth.end);
        return {from, apart(one, false, std::max(natural, from + step / 3))};
    }

    [[nodiscard]] ArrowPlaces::Ends placedRow(const TraceMessage& one, double row)
    {
        const double from = m_sources.map.y(one.sent) + row * m_sources.rowHeight;
        double to = from + m_sources.map.step();
        if (one.arrived && *one.arrived > one.sent)
            to = std::max(from + 2, m_sources.map.y(*one.arrived));
        return {from, one.arrived ? apart(one, false, to) : to};
    }

    /// The height of an end, moved down until no end of its kind at that side of that lifeline is too near.
    [[nodiscard]] double apart(const TraceMessage& one, bool isStart, double y)
    {
        Recent& recent = recentAt(one, isStart);
        for (int tries = 0; tries < longestFan; ++tries) {
            double taken = std::nan("");
            for (const double there : recent.heights) {
                if (std::abs(there - y) < m_fan - 0.01)
                    taken = std::isnan(taken) ? there : std::max(taken, there);
            }
            if (std::isnan(taken))
                break;
            y = taken + m_fan;
        }
        recent.add(y);
        return y;
    }

    /// The latest ends at one side of one lifeline.
    struct Recent
    {
        std::array<double, lookBack> heights;
        std::size_t next = 0;

        Recent() { heights.fill(std::numeric_limits<double>::lowest()); }
        void add(double y)
        {
            heights[next] = y;
            next = (next + 1) % heights.size();
        }
    };
    [[nodiscard]] Recent& recentAt(const TraceMessage& one, bool isStart)
    {
        const auto node = static_cast<std::size_t>(isStart ? one.from : one.to);
        return m_recent[node * 4 + (steps(one) > 0 ? 2U : 0U) + (isStart ? 1U : 0U)];
    }

    const ArrowSources& m_sources;
    std::size_t m_first;
    std::vector<ArrowPlaces::Ends> m_ends;
    double m_fan;
    std::vector<Recent> m_recent; ///< by lifeline, side and kind of end
};

} // namespace

ArrowPlaces::Ends ArrowPlaces::of(std::size_t index, const ArrowSources& sources)
{
    std::vector<Ends>& block = m_blocks[index / blockSize];
    if (block.empty())
        block = BlockPlacing(sources, index / blockSize * blockSize).place();
    return block[index % blockSize];
}

void ArrowPlaces::forget(std::size_t first)
{
    if (first == 0)
        m_blocks.clear();
    else
        m_blocks.removeIf([first](auto block) { return (block.key() + 1) * blockSize > first; });
}

Duration usualFlight(const Trace& trace, const TraceMessage& message)
{
    constexpr int around = 200; // messages looked at before and after
    const qsizetype last = std::min<qsizetype>(trace.messages.size(), message.n + around);
    for (qsizetype i = std::max(0, message.n - around); i < last; ++i) {
        const TraceMessage& other = trace.messages.at(i);
        if (other.from == message.from && other.to == message.to && other.arrived)
            return *other.arrived - other.sent;
    }
    return Duration{0};
}

} // namespace siprace
