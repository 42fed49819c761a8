#include "TimeMap.h"

#include "TimeMapBuilder.h"

#include <algorithm>
#include <cmath>

namespace siprace {

namespace {

constexpr double startPx = 22; ///< of a ladder without messages
constexpr double tailPx = 40; ///< below the last instant, so that its label and strips have room

} // namespace

bool isVisible(const TraceMessage& message, const LadderOptions& options)
{
    return (options.hiddenMessages.isEmpty() || !options.hiddenMessages.contains(message.n))
        && (options.hiddenNodes.isEmpty()
            || (!options.hiddenNodes.contains(message.from) && !options.hiddenNodes.contains(message.to)));
}

std::shared_ptr<const TimeMap> TimeMap::make(const QList<const Trace*>& traces, const QList<LadderOptions>& options)
{
    TimeMapBuilder builder;
    builder.reset(traces, options);
    return builder.map();
}

/// What stands around a place that is below stop next - 1 and above stop `next`, and above `nextKnot`.
std::pair<TimeMap::Knot, TimeMap::Knot> TimeMap::around(
    std::size_t next, std::vector<Knot>::const_iterator nextKnot) const
{
    Knot above{stops()[next - 1].at, bottomOf(next - 1)};
    Knot below{stops()[next].at, m_tops[next]};
    if (nextKnot != m_knots.begin() && std::prev(nextKnot)->at > above.at)
        above = *std::prev(nextKnot);
    if (nextKnot != m_knots.end() && nextKnot->at < below.at)
        below = *nextKnot;
    return {above, below};
}

/// The height of an instant that is at stop next - 1 or later, and before stop `next`.
double TimeMap::yAfter(std::size_t next, Instant instant, int depth) const
{
    if (next == 0)
        return m_tops.empty() ? startPx : m_tops.front();
    const TimeStop& before = stops()[next - 1];
    if (before.at == instant)
        return depth == 0 ? m_tops[next - 1] : std::min(m_tops[next - 1] + depth * m_step, bottomOf(next - 1));
    if (next == m_tops.size())
        return bottomOf(next - 1) + std::min(static_cast<double>((instant - before.at).count()) * m_pxPerUs, tailPx);
    const auto nextKnot = std::upper_bound(
        m_knots.begin(), m_knots.end(), instant, [](Instant value, const Knot& knot) { return value < knot.at; });
    const auto [above, below] = around(next, nextKnot);
    return above.y
        + (below.y - above.y) * static_cast<double>((instant - above.at).count())
        / static_cast<double>((below.at - above.at).count());
}

double TimeMap::y(Instant instant, int depth) const
{
    const auto next = std::upper_bound(
        stops().begin(), stops().end(), instant, [](Instant value, const TimeStop& stop) { return value < stop.at; });
    return yAfter(static_cast<std::size_t>(next - stops().begin()), instant, depth);
}

TimeMap::Walk::Walk(const TimeMap& map, Instant first)
    : m_map(map)
{
    const auto next = std::lower_bound(map.stops().begin(), map.stops().end(), first,
        [](const TimeStop& stop, Instant value) { return stop.at < value; });
    m_next = static_cast<std::size_t>(next - map.stops().begin());
}

Instant TimeMap::timeAt(double y) const
{
    if (m_tops.empty())
        return at(0us);
    const auto next = static_cast<std::size_t>(std::upper_bound(m_tops.begin(), m_tops.end(), y) - m_tops.begin());
    if (next == 0)
        return stops().front().at;
    const Instant before = stops()[next - 1].at;
    const double bottom = bottomOf(next - 1);
    if (y <= bottom)
        return before;
    if (next == m_tops.size())
        return before + Duration{std::llround(std::min(y - bottom, tailPx) / m_pxPerUs)};
    const auto nextKnot = std::upper_bound(
        m_knots.begin(), m_knots.end(), y, [](double value, const Knot& knot) { return value < knot.y; });
    const auto [above, below] = around(next, nextKnot);
    const double share = (y - above.y) / (below.y - above.y);
    return above.at + Duration{std::llround(share * static_cast<double>((below.at - above.at).count()))};
}

double TimeMap::height() const
{
    return (m_tops.empty() ? startPx : bottomOf(m_tops.size() - 1)) + tailPx;
}

} // namespace siprace
