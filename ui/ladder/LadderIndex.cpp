#include "LadderIndex.h"

#include "LadderOptions.h"
#include "TimeMap.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace siprace {

namespace {

constexpr double fanPx = 5; ///< between arrows that leave, or reach, one point
constexpr int longestFan = 5; ///< arrows told apart at one point

/// Keeps arrow ends at one side of one lifeline apart.
class Fan
{
public:
    explicit Fan(double px)
        : m_px(px)
    {
    }

    double place(int node, bool isRight, double y)
    {
        for (int tries = 0; tries < longestFan; ++tries) {
            const double taken = nearest(node, isRight, y);
            if (std::isnan(taken))
                break;
            y = taken + m_px;
        }
        m_taken.insert({key(node, isRight, y), y});
        return y;
    }

private:
    [[nodiscard]] qint64 key(int node, bool isRight, double y) const
    {
        return (static_cast<qint64>(std::floor(y / m_px)) << 16) + node * 2 + (isRight ? 1 : 0);
    }
    /// An end less than the fan's step away, or NaN.
    [[nodiscard]] double nearest(int node, bool isRight, double y) const
    {
        for (const double off : {0.0, m_px, -m_px}) {
            const auto found = m_taken.find(key(node, isRight, y + off));
            if (found != m_taken.end() && std::abs(found->second - y) < m_px - 0.01)
                return found->second;
        }
        return std::nan("");
    }

    double m_px;
    std::unordered_map<qint64, double> m_taken;
};

/// Gives each machine of a node a place beside the others that live at the same time.
class Slots
{
public:
    int take()
    {
        const auto free = std::find(m_isTaken.begin(), m_isTaken.end(), false);
        const auto slot = free - m_isTaken.begin();
        if (free == m_isTaken.end())
            m_isTaken.push_back(true);
        else
            *free = true;
        return static_cast<int>(slot);
    }
    void give(int slot) { m_isTaken[static_cast<std::size_t>(slot)] = false; }
    [[nodiscard]] int count() const { return static_cast<int>(m_isTaken.size()); }

private:
    std::vector<bool> m_isTaken;
};

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

/// How deep within its instant a node's machines change: as deep as the first message that reached it then.
QHash<std::pair<int, qint64>, int> arrivalDepths(const Trace& trace)
{
    const std::vector<MessageDepth> depths = messageDepths(trace);
    QHash<std::pair<int, qint64>, int> first;
    if (std::none_of(depths.begin(), depths.end(), [](const MessageDepth& depth) { return depth.end > 0; }))
        return first;
    for (const TraceMessage& message : trace.messages) {
        if (!message.arrived)
            continue;
        const int depth = depths[static_cast<std::size_t>(message.n) - 1].end;
        const std::pair key{message.to, toUs(*message.arrived)};
        const auto known = first.constFind(key);
        if (known == first.cend() || *known > depth)
            first.insert(key, depth);
    }
    return first;
}

} // namespace

std::pair<std::size_t, std::size_t> LadderIndex::between(double top, double bottom) const
{
    const auto first = std::lower_bound(lowestSoFar.begin(), lowestSoFar.end(), top) - lowestSoFar.begin();
    const auto last
        = std::upper_bound(highestFromHere.begin(), highestFromHere.end(), bottom) - highestFromHere.begin();
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(std::max(first, last))};
}

QByteArray transactionKey(const MessageFields& message)
{
    if (!message.isSip() || message.branch.isEmpty())
        return {};
    const QByteArray& method = message.isRequest() ? message.method : message.cseqMethod;
    return message.branch + (method == "CANCEL" ? "/CANCEL" : "");
}

namespace {

/// Gives the messages of one trace their heights.
class EndsPlacing
{
public:
    EndsPlacing(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options,
        const std::vector<int>& positions)
        : m_index(index)
        , m_trace(trace)
        , m_map(map)
        , m_options(options)
        , m_positions(positions)
        , m_depths(messageDepths(trace))
        , m_starts(std::max(0.5, std::min(fanPx, map.step() / 1.2)))
        , m_arrivals(m_starts)
    {
    }

    void place()
    {
        m_index.ends.assign(m_depths.size(), {});
        std::vector<std::size_t> together; // sent in the same instant
        for (std::size_t i = 0; i < m_depths.size(); ++i) {
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
        const Duration flight = one.arrived.value_or(one.sent) - one.sent;
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
        const bool isRight = steps(one) > 0;
        ends.from = m_starts.place(one.from, isRight, m_map.y(one.sent, m_depths[i].start));
        if (!one.arrived) {
            ends.to = ends.from + 2 * m_map.step();
            return;
        }
        const double natural = m_map.y(*one.arrived, m_depths[i].end);
        ends.to = m_arrivals.place(one.to, !isRight, std::max(natural, ends.from + m_map.step() / 3));
    }

    void placeRow(std::size_t i, double row)
    {
        const TraceMessage& one = message(i);
        LadderIndex::Ends& ends = m_index.ends[i];
        ends.from = m_map.y(one.sent) + row * m_options.rowHeight;
        ends.to = ends.from + m_map.step();
        if (!one.arrived)
            return;
        if (*one.arrived > one.sent)
            ends.to = std::max(ends.from + 2, m_map.y(*one.arrived));
        ends.to = m_arrivals.place(one.to, steps(one) < 0, ends.to);
    }

    LadderIndex& m_index;
    const Trace& m_trace;
    const TimeMap& m_map;
    const LadderOptions& m_options;
    const std::vector<int>& m_positions;
    std::vector<MessageDepth> m_depths;
    Fan m_starts;
    Fan m_arrivals;
};

} // namespace

void placeEnds(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options,
    const std::vector<int>& positions)
{
    EndsPlacing(index, trace, map, options, positions).place();
    const std::size_t count = index.ends.size();
    index.lowestSoFar.resize(count);
    index.highestFromHere.resize(count);
    double lowest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (index.ends[i].isShown)
            lowest = std::max({lowest, index.ends[i].from, index.ends[i].to});
        index.lowestSoFar[i] = lowest;
    }
    double highest = map.height();
    for (std::size_t i = count; i-- > 0;) {
        if (index.ends[i].isShown)
            highest = std::min({highest, index.ends[i].from, index.ends[i].to});
        index.highestFromHere[i] = highest;
    }
}

void placeSpans(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options)
{
    struct Machine
    {
        std::size_t span = 0;
        int slot = 0;
    };
    index.spans.clear();
    index.stripCounts.clear();
    if (!options.showStrips)
        return;
    const QHash<std::pair<int, qint64>, int> depths = arrivalDepths(trace);
    QHash<std::pair<int, QString>, Machine> alive;
    QHash<int, Slots> slotsOfNode;
    for (qsizetype i = 0; i < trace.states.size(); ++i) {
        const StateChange& change = trace.states.at(i);
        if (!isStrip(change) || options.hiddenNodes.contains(change.node))
            continue;
        const double y = map.y(change.at, depths.value({change.node, toUs(change.at)}));
        const std::pair key{change.node, change.machine};
        const bool isEnd = endsMachine(change);
        Slots& slots_ = slotsOfNode[change.node];
        if (const auto machine = alive.constFind(key); machine != alive.cend()) {
            index.spans[machine->span].bottom = y;
            index.spans[machine->span].isLast = isEnd;
            if (isEnd)
                slots_.give(machine->slot);
        } else if (!isEnd) {
            alive.insert(key, {0, slots_.take()});
        }
        if (isEnd) {
            alive.remove(key);
            continue;
        }
        Machine& machine = alive[key];
        machine.span = index.spans.size();
        index.spans.push_back({static_cast<int>(i), change.node, y, map.height() - 8, machine.slot, false});
        index.stripCounts[change.node] = slots_.count();
    }
}

} // namespace siprace
