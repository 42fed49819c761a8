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

void placeEnds(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options)
{
    const std::vector<MessageDepth> depths = messageDepths(trace);
    const bool isEven = options.spacing == Spacing::Even;
    Fan starts{std::max(0.5, std::min(fanPx, map.step() / 1.8))};
    Fan arrivals = starts;
    index.ends.assign(depths.size(), {});
    Instant rowInstant = at(-1us);
    int rowsInInstant = 0;
    for (std::size_t i = 0; i < depths.size(); ++i) {
        const TraceMessage& message = trace.messages.at(static_cast<qsizetype>(i));
        LadderIndex::Ends& ends = index.ends[i];
        ends.isShown = isVisible(message, options);
        const bool isRight = message.to > message.from;
        if (isEven) {
            if (ends.isShown)
                rowsInInstant = message.sent == rowInstant ? rowsInInstant + 1 : 0;
            rowInstant = ends.isShown ? message.sent : rowInstant;
            ends.from = map.y(message.sent) + rowsInInstant * options.rowHeight;
            ends.to = ends.from + map.step();
        } else {
            ends.from = map.y(message.sent, depths[i].start);
            ends.to = message.arrived ? map.y(*message.arrived, depths[i].end) : ends.from + 2 * map.step();
        }
        if (!ends.isShown)
            continue;
        ends.from = isEven ? ends.from : starts.place(message.from, isRight, ends.from);
        if (isEven && message.arrived && *message.arrived > message.sent)
            ends.to = std::max(ends.from + 2, map.y(*message.arrived));
        if (message.arrived)
            ends.to = arrivals.place(message.to, !isRight, std::max(ends.to, ends.from + map.step() / 3));
    }
    index.lowestSoFar.resize(depths.size());
    index.highestFromHere.resize(depths.size());
    double lowest = -1;
    for (std::size_t i = 0; i < depths.size(); ++i)
        index.lowestSoFar[i] = lowest = std::max({lowest, index.ends[i].from, index.ends[i].to});
    double highest = map.height();
    for (std::size_t i = depths.size(); i-- > 0;)
        index.highestFromHere[i] = highest = std::min({highest, index.ends[i].from, index.ends[i].to});
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
