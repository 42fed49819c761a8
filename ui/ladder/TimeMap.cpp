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

double TimeMap::y(Instant instant, int depth) const
{
    const auto next = std::upper_bound(
        m_knots.begin(), m_knots.end(), instant, [](Instant value, const Knot& knot) { return value < knot.at; });
    if (next == m_knots.begin())
        return m_knots.empty() ? startPx : m_knots.front().top;
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
    return (m_knots.empty() ? startPx : m_knots.back().bottom) + tailPx;
}

} // namespace siprace
