#include "TimeMap.h"

#include <algorithm>
#include <cmath>

namespace siprace {

namespace {

constexpr double topMarginPx = 22;
constexpr double tailPx = 40; ///< below the last instant, so that its label and strips have room
constexpr double slopePx = 6; ///< least height of a flight
constexpr double zoomOfFullSlope = 0.05; ///< px per ms; further out, the least height shrinks too
constexpr double longestSilencePx = 250; ///< a longer one is folded
constexpr double longestFlightPx = 1500; ///< the same while something is on a link
constexpr double foldLeadPx = 22; ///< of true time left on both sides of a fold
constexpr double foldPx = 30;

} // namespace

std::vector<MessageDepth> messageDepths(const Trace& trace)
{
    std::vector<MessageDepth> depths(static_cast<std::size_t>(trace.messages.size()));
    std::vector<std::pair<Instant, int>> latestArrival(static_cast<std::size_t>(trace.nodes.size()), {at(-1us), 0});
    for (std::size_t i = 0; i < depths.size(); ++i) {
        const TraceMessage& message = trace.messages.at(static_cast<qsizetype>(i));
        const auto cause = static_cast<std::size_t>(message.causedBy);
        MessageDepth& depth = depths[i];
        if (cause > 0 && cause <= i) {
            if (trace.messages.at(message.causedBy - 1).arrived == message.sent)
                depth.start = depths[cause - 1].end;
        } else if (static_cast<std::size_t>(message.from) < latestArrival.size()) {
            const auto& latest = latestArrival[static_cast<std::size_t>(message.from)];
            if (latest.first == message.sent)
                depth.start = latest.second;
        }
        if (message.arrived != message.sent)
            continue;
        depth.end = depth.start + 1;
        if (static_cast<std::size_t>(message.to) < latestArrival.size())
            latestArrival[static_cast<std::size_t>(message.to)] = {message.sent, depth.end};
    }
    return depths;
}

bool isVisible(const TraceMessage& message, const LadderOptions& options)
{
    return (options.hiddenMessages.isEmpty() || !options.hiddenMessages.contains(message.n))
        && (options.hiddenNodes.isEmpty()
            || (!options.hiddenNodes.contains(message.from) && !options.hiddenNodes.contains(message.to)));
}

/// Sweeps over the instants of one or several traces and gives each its height.
class TimeMapBuilder
{
public:
    TimeMapBuilder(const QList<const Trace*>& traces, const QList<LadderOptions>& options);
    [[nodiscard]] std::shared_ptr<const TimeMap> build();

private:
    /// One end of a visible message.
    struct End
    {
        Instant at;
        Instant sent;
        int depth = 0; ///< of this end
        int startDepth = 0;
        bool isArrival = false;
        bool isFlight = false; ///< the other end is known, so it counts as being on a link between them
    };

    void collect(const Trace& trace, const LadderOptions& options);
    void sweepTrueTime();
    void sweepRows();
    double advance(Instant to);
    double fold(Instant from, Instant to, double silencePx);

    LadderOptions m_options;
    std::vector<End> m_ends;
    std::shared_ptr<TimeMap> m_map = std::make_shared<TimeMap>();
    int m_inFlight = 0;
};

TimeMapBuilder::TimeMapBuilder(const QList<const Trace*>& traces, const QList<LadderOptions>& options)
{
    if (!options.isEmpty())
        m_options = options.first();
    for (qsizetype i = 0; i < traces.size(); ++i)
        collect(*traces.at(i), options.value(i));
    std::sort(m_ends.begin(), m_ends.end(), [](const End& one, const End& other) {
        return std::pair(one.at, !one.isArrival) < std::pair(other.at, !other.isArrival);
    });
}

void TimeMapBuilder::collect(const Trace& trace, const LadderOptions& options)
{
    const std::vector<MessageDepth> depths = messageDepths(trace);
    m_ends.reserve(m_ends.size() + 2 * depths.size());
    for (std::size_t i = 0; i < depths.size(); ++i) {
        const TraceMessage& message = trace.messages.at(static_cast<qsizetype>(i));
        if (!isVisible(message, options))
            continue;
        m_ends.push_back(
            {message.sent, message.sent, depths[i].start, depths[i].start, false, message.arrived.has_value()});
        if (message.arrived)
            m_ends.push_back({*message.arrived, message.sent, depths[i].end, depths[i].start, true, true});
    }
}

std::shared_ptr<const TimeMap> TimeMapBuilder::build()
{
    m_map->m_pxPerUs = m_options.pxPerMs / 1000;
    m_map->m_step = slopePx * std::min(1.0, m_options.pxPerMs / zoomOfFullSlope);
    if (m_options.spacing == Spacing::Even)
        sweepRows();
    else
        sweepTrueTime();
    if (m_map->m_knots.empty())
        m_map->m_knots.push_back({at(0us), topMarginPx, topMarginPx});
    return m_map;
}

/// The height at which `to` naturally comes after the last knot, folding the silence between them if it is long.
double TimeMapBuilder::advance(Instant to)
{
    if (m_map->m_knots.empty())
        return topMarginPx + (m_inFlight > 0 ? m_map->m_step : 0);
    const TimeMap::Knot last = m_map->m_knots.back();
    const double silencePx = static_cast<double>((to - last.at).count()) * m_map->m_pxPerUs;
    const double longest = m_inFlight > 0 ? longestFlightPx : longestSilencePx;
    if (!m_options.foldSilences || silencePx <= longest)
        return last.bottom + silencePx;
    return fold(last.at, to, silencePx);
}

double TimeMapBuilder::fold(Instant from, Instant to, double silencePx)
{
    const double bottom = m_map->m_knots.back().bottom;
    const Duration lead{std::llround(static_cast<double>((to - from).count()) * foldLeadPx / silencePx)};
    const TimeMap::Fold fold{from + lead, to - lead, bottom + foldLeadPx, bottom + foldLeadPx + foldPx};
    m_map->m_folds << fold;
    m_map->m_knots.push_back({fold.from, fold.top, fold.top});
    m_map->m_knots.push_back({fold.to, fold.bottom, fold.bottom});
    return fold.bottom + foldLeadPx;
}

void TimeMapBuilder::sweepTrueTime()
{
    for (auto first = m_ends.begin(); first != m_ends.end();) {
        const Instant now = first->at;
        const auto last = std::find_if(first, m_ends.end(), [now](const End& end) { return end.at != now; });
        double top = advance(now);
        int deepest = 0;
        for (auto end = first; end != last; ++end) {
            deepest = std::max(deepest, end->depth);
            if (end->isFlight)
                m_inFlight += end->isArrival ? -1 : 1;
            if (end->isArrival && end->sent < now)
                top = std::max(top, m_map->y(end->sent, end->startDepth) + m_map->m_step);
        }
        m_map->m_knots.push_back({now, top, top + deepest * m_map->m_step});
        first = last;
    }
}

void TimeMapBuilder::sweepRows()
{
    m_map->m_step = m_options.rowHeight * 0.55;
    double rowY = topMarginPx;
    auto end = m_ends.begin();
    while (end != m_ends.end()) {
        std::vector<Instant> arrivals; // before the next row, spread evenly
        for (; end != m_ends.end() && end->isArrival; ++end) {
            if (arrivals.empty() || arrivals.back() != end->at)
                arrivals.push_back(end->at);
        }
        const bool isJoined = end != m_ends.end() && !arrivals.empty() && arrivals.back() == end->at;
        const double gap = m_options.rowHeight / (static_cast<double>(arrivals.size()) + (isJoined ? 0 : 1));
        const double above = m_map->m_knots.empty() ? topMarginPx : m_map->m_knots.back().bottom;
        for (std::size_t i = 0; i < arrivals.size() - (isJoined ? 1 : 0); ++i) {
            const double y = above + gap * static_cast<double>(i + 1);
            m_map->m_knots.push_back({arrivals[i], y, y});
        }
        if (end == m_ends.end())
            break;
        const Instant now = end->at;
        int rows = 0;
        for (; end != m_ends.end() && end->at == now; ++end)
            ++rows;
        m_map->m_knots.push_back({now, rowY, rowY + (rows - 1) * m_options.rowHeight});
        rowY += rows * m_options.rowHeight;
    }
}

std::shared_ptr<const TimeMap> TimeMap::make(const QList<const Trace*>& traces, const QList<LadderOptions>& options)
{
    return TimeMapBuilder(traces, options).build();
}

double TimeMap::y(Instant instant, int depth) const
{
    const auto next = std::upper_bound(
        m_knots.begin(), m_knots.end(), instant, [](Instant value, const Knot& knot) { return value < knot.at; });
    if (next == m_knots.begin())
        return m_knots.empty() ? topMarginPx : m_knots.front().top;
    const Knot& before = *std::prev(next);
    if (before.at == instant)
        return std::min(before.top + depth * m_step, std::max(before.top, before.bottom));
    const double sinceUs = static_cast<double>((instant - before.at).count());
    if (next == m_knots.end())
        return before.bottom + std::min(sinceUs * m_pxPerUs, tailPx);
    return before.bottom + (next->top - before.bottom) * sinceUs / static_cast<double>((next->at - before.at).count());
}

Instant TimeMap::timeAt(double y) const
{
    if (m_knots.empty())
        return at(0us);
    const auto next = std::upper_bound(
        m_knots.begin(), m_knots.end(), y, [](double value, const Knot& knot) { return value < knot.top; });
    if (next == m_knots.begin())
        return m_knots.front().at;
    const Knot& before = *std::prev(next);
    if (y <= before.bottom)
        return before.at;
    if (next == m_knots.end())
        return before.at + Duration{std::llround(std::min(y - before.bottom, tailPx) / m_pxPerUs)};
    const double share = (y - before.bottom) / (next->top - before.bottom);
    return before.at + Duration{std::llround(share * static_cast<double>((next->at - before.at).count()))};
}

double TimeMap::height() const
{
    return (m_knots.empty() ? topMarginPx : m_knots.back().bottom) + tailPx;
}

} // namespace siprace
