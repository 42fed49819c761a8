#include "LadderIndex.h"

#include "LadderOptions.h"
#include "TimeMapBuilder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace siprace {

namespace {

constexpr double fanPx = 5; ///< between arrows that leave, or reach, one point
constexpr int longestFan = 5; ///< arrows told apart at one point
constexpr std::size_t lookBack = 8; ///< ends at one side of a lifeline that an end is kept apart from
constexpr std::size_t recalled = 200; ///< arrows looked at again where placing goes on

bool isStrip(const StateChange& change)
{
    return change.kind == MachineKind::Dialog || change.kind == MachineKind::InviteServer
        || change.kind == MachineKind::InviteClient || change.kind == MachineKind::Node;
}

bool endsMachine(const StateChange& change)
{
    return change.state.compare(QLatin1String("terminated"), Qt::CaseInsensitive) == 0
        || change.state.compare(QLatin1String("up"), Qt::CaseInsensitive) == 0;
}

/// Gives the messages of one trace their heights.
class EndsPlacing
{
public:
    EndsPlacing(LadderIndex& index, const Trace& trace, const TimeMap& map, const std::vector<MessageDepth>& depths,
        const LadderOptions& options, const std::vector<int>& positions)
        : m_index(index)
        , m_trace(trace)
        , m_map(map)
        , m_depths(depths)
        , m_options(options)
        , m_positions(positions)
        , m_fan(std::max(0.5, std::min(fanPx, map.step() / 1.2)))
        , m_recent(static_cast<std::size_t>(trace.nodes.size()) * 4)
    {
    }

    void place(std::size_t first)
    {
        m_index.ends.resize(m_depths.size());
        while (!m_index.placed.empty() && message(m_index.placed.back()).sent >= message(first).sent)
            m_index.placed.pop_back();
        recall();
        std::vector<std::size_t> together; // sent in the same instant
        for (std::size_t i = first; i < m_depths.size(); ++i) {
            m_index.ends[i] = {};
            if (!isVisible(message(i), m_options))
                continue;
            m_index.ends[i].isShown = true;
            if (!together.empty() && message(together.front()).sent != message(i).sent)
                placeTogether(together);
            together.push_back(i);
        }
        placeTogether(together);
    }

private:
    [[nodiscard]] const TraceMessage& message(std::size_t i) const
    {
        return m_trace.messages.at(static_cast<qsizetype>(i));
    }
    [[nodiscard]] int steps(const TraceMessage& one) const
    {
        return m_positions[static_cast<std::size_t>(one.to)] - m_positions[static_cast<std::size_t>(one.from)];
    }
    [[nodiscard]] double slope(std::size_t i) const
    {
        const TraceMessage& one = message(i);
        const Duration flight = one.arrived ? *one.arrived - one.sent : usualFlight(m_trace, one);
        return static_cast<double>(flight.count()) / std::max(1, std::abs(steps(one)));
    }

    void placeTogether(std::vector<std::size_t>& together)
    {
        if (m_options.spacing == Spacing::Even) {
            for (std::size_t row = 0; row < together.size(); ++row)
                placeRow(together[row], static_cast<double>(row));
        } else {
            // Arrows from one point do not cross when the steepest leaves last.
            std::stable_sort(together.begin(), together.end(), [this](std::size_t one, std::size_t other) {
                return std::pair(m_depths[one].start, slope(one)) < std::pair(m_depths[other].start, slope(other));
            });
            for (const std::size_t i : together)
                placeInTime(i);
        }
        together.clear();
    }

    void placeInTime(std::size_t i)
    {
        const TraceMessage& one = message(i);
        LadderIndex::Ends& ends = m_index.ends[i];
        ends.from = apart(i, true, m_map.y(one.sent, m_depths[i].start));
        if (one.arrived) {
            const double natural = m_map.y(*one.arrived, m_depths[i].end);
            ends.to = apart(i, false, std::max(natural, ends.from + m_map.step() / 3));
        } else {
            ends.to = ends.from + 2 * m_map.step();
        }
        m_index.placed.push_back(i);
    }

    void placeRow(std::size_t i, double row)
    {
        const TraceMessage& one = message(i);
        LadderIndex::Ends& ends = m_index.ends[i];
        ends.from = m_map.y(one.sent) + row * m_options.rowHeight;
        ends.to = ends.from + m_map.step();
        if (one.arrived && *one.arrived > one.sent)
            ends.to = std::max(ends.from + 2, m_map.y(*one.arrived));
        if (one.arrived)
            ends.to = apart(i, false, ends.to);
        m_index.placed.push_back(i);
    }

    /// The height of an end, moved down until no end of its kind at that side of that lifeline is too near.
    [[nodiscard]] double apart(std::size_t i, bool isStart, double y)
    {
        Recent& recent = recentAt(i, isStart);
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
    [[nodiscard]] Recent& recentAt(std::size_t i, bool isStart)
    {
        const TraceMessage& one = message(i);
        const auto node = static_cast<std::size_t>(isStart ? one.from : one.to);
        return m_recent[node * 4 + (steps(one) > 0 ? 2U : 0U) + (isStart ? 1U : 0U)];
    }
    /// What was placed before where it goes on.
    void recall()
    {
        const std::size_t count = std::min<std::size_t>(m_index.placed.size(), recalled);
        for (auto i = m_index.placed.end() - static_cast<std::ptrdiff_t>(count); i != m_index.placed.end(); ++i) {
            recentAt(*i, true).add(m_index.ends[*i].from);
            if (message(*i).arrived)
                recentAt(*i, false).add(m_index.ends[*i].to);
        }
    }

    LadderIndex& m_index;
    const Trace& m_trace;
    const TimeMap& m_map;
    const std::vector<MessageDepth>& m_depths;
    const LadderOptions& m_options;
    const std::vector<int>& m_positions;
    double m_fan;
    std::vector<Recent> m_recent; ///< by lifeline, side and kind of end
};

void readExtents(LadderIndex& index, double height, std::size_t first)
{
    const std::size_t count = index.ends.size();
    index.lowestSoFar.resize(count);
    index.highestFromHere.resize(count);
    double lowest = first > 0 ? index.lowestSoFar[first - 1] : 0;
    for (std::size_t i = first; i < count; ++i) {
        if (index.ends[i].isShown)
            lowest = std::max({lowest, index.ends[i].from, index.ends[i].to});
        index.lowestSoFar[i] = lowest;
    }
    double highest = height;
    for (std::size_t i = count; i-- > 0;) {
        if (index.ends[i].isShown)
            highest = std::min({highest, index.ends[i].from, index.ends[i].to});
        if (i < first && index.highestFromHere[i] == highest)
            break; // nothing above it changes either
        index.highestFromHere[i] = highest;
    }
}

} // namespace

std::pair<std::size_t, std::size_t> LadderIndex::between(double top, double bottom) const
{
    const auto first = std::lower_bound(lowestSoFar.begin(), lowestSoFar.end(), top) - lowestSoFar.begin();
    const auto last
        = std::upper_bound(highestFromHere.begin(), highestFromHere.end(), bottom) - highestFromHere.begin();
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(std::max(first, last))};
}

std::pair<std::size_t, std::size_t> LadderIndex::spansBetween(Instant earliest, Instant latest) const
{
    if (m_lastUntil.size() != spans.size()) {
        m_lastUntil.resize(spans.size());
        Instant last = at(-1us);
        for (std::size_t i = 0; i < spans.size(); ++i) {
            last = std::max(last, spans[i].until.value_or(Instant::max()));
            m_lastUntil[i] = last;
        }
    }
    const auto first = std::lower_bound(m_lastUntil.begin(), m_lastUntil.end(), earliest) - m_lastUntil.begin();
    const auto last = std::upper_bound(spans.begin(), spans.end(), latest, [](Instant instant, const Span& span) {
        return instant < span.since;
    }) - spans.begin();
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(std::max(first, last))};
}

bool LadderIndex::read(const Trace& trace)
{
    for (; m_messagesRead < trace.messages.size(); ++m_messagesRead) {
        const QByteArray key = transactionKey(trace.messages.at(m_messagesRead));
        if (!key.isEmpty())
            transactions[key] << static_cast<int>(m_messagesRead) + 1;
    }
    for (; m_statesRead < trace.states.size(); ++m_statesRead)
        addState(static_cast<int>(m_statesRead), trace.states.at(m_statesRead));
    return labels.read(trace);
}

void LadderIndex::addState(int number, const StateChange& change)
{
    if (change.kind == MachineKind::Node)
        nodeStates << number;
    if (!isStrip(change))
        return;
    const std::pair key{change.node, change.machine};
    const bool isEnd = endsMachine(change);
    auto machine = m_alive.find(key);
    if (machine != m_alive.end()) {
        spans[machine->span].until = change.at;
        m_lastUntil.clear();
        spans[machine->span].isLast = isEnd;
    }
    if (isEnd) {
        if (machine != m_alive.end())
            m_slotsTaken[change.node][static_cast<std::size_t>(machine->slot)] = false;
        const bool wasForNothing
            = machine != m_alive.end() && spans[machine->span].since == change.at && spans[machine->span].isFirst;
        m_alive.remove(key);
        std::vector<SlotsInUse>& history = m_stripHistory[change.node];
        while (wasForNothing && !history.empty() && history.back().at == change.at)
            history.pop_back(); // it began and ended at once: nobody sees it
        noteStrips(change.node, change.at);
        return;
    }
    const bool isFirst = machine == m_alive.end();
    if (isFirst)
        machine = m_alive.insert(key, {0, takeSlot(change.node)});
    noteStrips(change.node, change.at);
    machine->span = spans.size();
    spans.push_back({number, change.node, machine->slot, change.at, {}, isFirst, false});
}

/// A place beside the other strips of the node that are there at the time.
int LadderIndex::takeSlot(int node)
{
    std::vector<bool>& taken = m_slotsTaken[node];
    const auto free = std::find(taken.begin(), taken.end(), false);
    const auto slot = static_cast<int>(free - taken.begin());
    if (free == taken.end())
        taken.push_back(true);
    else
        *free = true;
    stripCounts[node] = static_cast<int>(taken.size());
    return slot;
}

void LadderIndex::noteStrips(int node, Instant instant)
{
    SlotsInUse now{instant, -1, -1};
    const std::vector<bool>& taken = m_slotsTaken[node];
    for (std::size_t slot = 0; slot < taken.size(); ++slot) {
        if (!taken[slot])
            continue;
        const int away = static_cast<int>(slot + 1) / 2;
        now.right = std::max(now.right, slot % 2 == 1 ? away : 0);
        now.left = std::max(now.left, slot % 2 == 0 ? away : 0);
    }
    m_stripHistory[node].push_back(now);
}

int LadderIndex::stripsBeside(int node, Instant instant, bool isRight) const
{
    const auto found = m_stripHistory.constFind(node);
    if (found == m_stripHistory.cend())
        return -1;
    const auto side = [isRight](const SlotsInUse& use) { return isRight ? use.right : use.left; };
    auto entry = std::lower_bound(
        found->begin(), found->end(), instant, [](const SlotsInUse& use, Instant at) { return use.at < at; });
    int count = entry == found->begin() ? -1 : side(*std::prev(entry));
    for (; entry != found->end() && entry->at == instant; ++entry)
        count = std::max(count, side(*entry));
    return count;
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

QByteArray transactionKey(const MessageFields& message)
{
    if (!message.isSip() || message.branch.isEmpty())
        return {};
    const QByteArray& method = message.isRequest() ? message.method : message.cseqMethod;
    return message.branch + (method == "CANCEL" ? "/CANCEL" : "");
}

void placeEnds(LadderIndex& index, const Trace& trace, const TimeMap& map, const std::vector<MessageDepth>& depths,
    const LadderOptions& options, const std::vector<int>& positions, std::size_t first)
{
    while (first > 0 && first < depths.size()
        && trace.messages.at(static_cast<qsizetype>(first) - 1).sent
            == trace.messages.at(static_cast<qsizetype>(first)).sent)
        --first; // what leaves together is placed together
    if (first < depths.size())
        EndsPlacing(index, trace, map, depths, options, positions).place(first);
    readExtents(index, map.height(), first);
}

} // namespace siprace
