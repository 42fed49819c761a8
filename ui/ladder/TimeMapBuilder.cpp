#include "TimeMapBuilder.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace siprace {

namespace {

constexpr double topMarginPx = 22;
constexpr double slopePx = 6; ///< least height of a flight
constexpr double zoomOfFullSlope = 0.05; ///< px per ms; further out, the least height shrinks too
constexpr double longestSilencePx = 250; ///< a longer one is folded
constexpr double longestFlightPx = 500; ///< the same while something is on a link
constexpr double foldLeadPx = 22; ///< of true time left on both sides of a fold
constexpr double foldPx = 30;

} // namespace

void readDepths(std::vector<MessageDepth>& depths, const Trace& trace, std::size_t first)
{
    depths.resize(static_cast<std::size_t>(trace.messages.size()));
    std::vector<std::pair<Instant, int>> latestArrival(static_cast<std::size_t>(trace.nodes.size()), {at(-1us), 0});
    for (std::size_t i = first; i < depths.size(); ++i) {
        const TraceMessage& message = trace.messages.at(static_cast<qsizetype>(i));
        const auto cause = static_cast<std::size_t>(message.causedBy);
        MessageDepth& depth = depths[i] = {};
        if (cause > 0 && cause <= i) {
            if (trace.messages.at(message.causedBy - 1).arrived == message.sent)
                depth.start = depths[cause - 1].end;
        } else if (const auto& latest = latestArrival[static_cast<std::size_t>(message.from)];
                   latest.first == message.sent) {
            depth.start = latest.second;
        }
        if (message.arrived != message.sent)
            continue;
        depth.end = depth.start + 1;
        latestArrival[static_cast<std::size_t>(message.to)] = {message.sent, depth.end};
    }
}

void TimeMapBuilder::reset(const QList<const Trace*>& traces, const QList<LadderOptions>& options)
{
    m_ends.clear();
    m_depths.clear();
    m_marks.clear();
    for (qsizetype i = traces.size() - 1; i >= 0; --i) { // the first comes last: its depths are kept
        readDepths(m_depths, *traces.at(i), 0);
        m_ends.reserve(m_ends.size() + 2 * m_depths.size());
        for (const TraceMessage& message : traces.at(i)->messages)
            addEnds(message, options.value(i), m_depths[static_cast<std::size_t>(message.n) - 1], at(-1us),
                static_cast<int>(i));
        addMarks(*traces.at(i), 0);
    }
    std::sort(m_ends.begin(), m_ends.end());
    std::sort(m_marks.begin(), m_marks.end());
    resize(options.value(0));
}

void TimeMapBuilder::addMarks(const Trace& trace, qsizetype firstState)
{
    for (qsizetype i = firstState; i < trace.states.size(); ++i) {
        if (trace.states.at(i).kind == MachineKind::Node)
            m_marks.push_back(trace.states.at(i).at);
    }
    m_statesSeen = trace.states.size();
}

void TimeMapBuilder::addEnds(
    const TraceMessage& message, const LadderOptions& options, const MessageDepth& depth, Instant from, int trace)
{
    if (!isVisible(message, options))
        return;
    if (message.sent >= from)
        m_ends.push_back({message.sent, message.sent, message.n, depth.start, depth.start, trace, false,
            message.arrived.has_value()});
    if (message.arrived && *message.arrived >= from)
        m_ends.push_back({*message.arrived, message.sent, message.n, depth.end, depth.start, trace, true, true});
}

void TimeMapBuilder::resize(const LadderOptions& options)
{
    m_options = options;
    m_inFlight = 0;
    m_map = std::make_shared<TimeMap>();
    m_map->m_spacing = m_options.spacing;
    m_map->m_pxPerUs = m_options.pxPerMs / 1000;
    m_map->m_step = slopePx * std::min(1.0, m_options.pxPerMs / zoomOfFullSlope);
    if (m_options.spacing == Spacing::Even)
        sweepRows();
    else
        sweepTrueTime(0);
}

double TimeMapBuilder::extend(const Trace& trace, Instant from)
{
    const auto firstSent = std::lower_bound(trace.messages.begin(), trace.messages.end(), from,
        [](const TraceMessage& message, Instant instant) { return message.sent < instant; });
    const auto firstIndex = static_cast<std::size_t>(firstSent - trace.messages.begin());
    readDepths(m_depths, trace, firstIndex);
    addMarks(trace, m_statesSeen);
    QSet<int> again;
    while (!m_ends.empty() && m_ends.back().at >= from) {
        again.insert(m_ends.back().n);
        m_ends.pop_back();
    }
    for (auto i = static_cast<qsizetype>(firstIndex); i < trace.messages.size(); ++i)
        again.insert(static_cast<int>(i) + 1);
    const std::size_t kept = m_ends.size();
    for (const int n : std::as_const(again))
        addEnds(trace.messages.at(n - 1), m_options, m_depths[static_cast<std::size_t>(n) - 1], from);
    std::sort(m_ends.begin() + static_cast<std::ptrdiff_t>(kept), m_ends.end());
    if (m_options.spacing == Spacing::Even) {
        resize(m_options);
        return 0;
    }
    std::vector<TimeMap::Knot>& knots = m_map->m_knots;
    while (!knots.empty() && (knots.back().at >= from || knots.back().isOfFold))
        knots.pop_back();
    m_map->m_folds.removeIf([&](const TimeMap::Fold& fold) { return knots.empty() || fold.to > knots.back().at; });
    m_inFlight = knots.empty() ? 0 : knots.back().inFlight;
    const double unchanged = knots.empty() ? 0 : knots.back().bottom;
    sweepTrueTime(kept);
    return unchanged;
}

/// The height at which `to` naturally comes after the last knot, folding the silence between them if it is long.
double TimeMapBuilder::advance(Instant to)
{
    if (m_map->m_knots.empty())
        return topMarginPx;
    const Instant since = m_map->m_knots.back().at;
    for (auto mark = std::upper_bound(m_marks.begin(), m_marks.end(), since); mark != m_marks.end() && *mark < to;
         ++mark) {
        if (*mark == m_map->m_knots.back().at)
            continue;
        const double y = advanceSilence(*mark);
        m_map->m_knots.push_back({*mark, y, y, m_inFlight, false});
    }
    return advanceSilence(to);
}

double TimeMapBuilder::advanceSilence(Instant to)
{
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
    m_map->m_knots.push_back({fold.from, fold.top, fold.top, m_inFlight, true});
    m_map->m_knots.push_back({fold.to, fold.bottom, fold.bottom, m_inFlight, true});
    return fold.bottom + foldLeadPx;
}

void TimeMapBuilder::sweepTrueTime(std::size_t firstEnd)
{
    for (auto first = m_ends.begin() + static_cast<std::ptrdiff_t>(firstEnd); first != m_ends.end();) {
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
        m_map->m_knots.push_back({now, top, top + deepest * m_map->m_step, m_inFlight, false});
        first = last;
    }
}

/// Rows that an instant needs: of several traces, the most that one of them sends in it.
int TimeMapBuilder::rowsOf(std::vector<End>::const_iterator first, std::vector<End>::const_iterator last)
{
    QHash<int, int> rows;
    for (auto end = first; end != last; ++end)
        ++rows[end->trace];
    return rows.isEmpty() ? 0 : *std::max_element(rows.cbegin(), rows.cend());
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
            m_map->m_knots.push_back({arrivals[i], y, y, 0, false});
        }
        if (end == m_ends.end())
            break;
        const Instant now = end->at;
        const auto first = end;
        end = std::find_if(end, m_ends.end(), [now](const End& one) { return one.at != now; });
        const int rows = rowsOf(first, end);
        m_map->m_knots.push_back({now, rowY, rowY + (rows - 1) * m_options.rowHeight, 0, false});
        rowY += rows * m_options.rowHeight;
    }
}

} // namespace siprace
