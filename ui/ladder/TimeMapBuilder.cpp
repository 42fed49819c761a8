#include "TimeMapBuilder.h"

#include <QHash>

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
    Ends ends;
    m_depths.clear();
    m_marks.clear();
    m_stops = std::make_shared<TimeStops>();
    m_map = std::make_shared<TimeMap>(); // the old one is gone before there are a new one's parts
    m_longestFlight = {};
    for (qsizetype i = traces.size() - 1; i >= 0; --i) { // the first comes last: its depths are kept
        readDepths(m_depths, *traces.at(i), 0);
        ends.reserve(ends.size() + 2 * m_depths.size());
        for (const TraceMessage& message : traces.at(i)->messages)
            addEnds(ends, message, options.value(i), m_depths[static_cast<std::size_t>(message.n) - 1], at(-1us),
                static_cast<int>(i));
        addMarks(*traces.at(i), 0, 0);
    }
    m_stops->stops.reserve(ends.size()); // what stays unused is never touched, so it is no memory
    m_stops->arrivals.reserve(ends.size() / 2);
    addStops(ends);
    std::sort(m_marks.begin(), m_marks.end());
    resize(options.value(0));
}

void TimeMapBuilder::addMarks(const Trace& trace, qsizetype firstState, qsizetype firstConnection)
{
    const std::size_t before = m_marks.size();
    for (qsizetype i = firstState; i < trace.states.size(); ++i) {
        if (trace.states.at(i).kind == MachineKind::Node)
            m_marks.push_back(trace.states.at(i).at);
    }
    m_statesSeen = trace.states.size();
    for (qsizetype i = firstConnection; i < trace.connections.size(); ++i)
        m_marks.push_back(trace.connections.at(i).at);
    m_connectionsSeen = trace.connections.size();
    std::sort(m_marks.begin() + static_cast<std::ptrdiff_t>(before), m_marks.end());
}

void TimeMapBuilder::addEnds(Ends& ends, const TraceMessage& message, const LadderOptions& options,
    const MessageDepth& depth, Instant from, int trace)
{
    if (!isVisible(message, options))
        return;
    if (message.sent >= from)
        ends.push_back(
            {message.sent, message.sent, depth.start, depth.start, trace, false, message.arrived.has_value()});
    if (message.arrived && *message.arrived >= from)
        ends.push_back({*message.arrived, message.sent, depth.end, depth.start, trace, true, true});
}

/// Ends that all are later than the stops there are.
void TimeMapBuilder::addStops(Ends& ends)
{
    std::sort(ends.begin(), ends.end());
    for (auto first = ends.cbegin(); first != ends.cend();) {
        const auto last = std::find_if(first, ends.cend(), [now = first->at](const End& end) { return end.at != now; });
        addStop(first, last);
        first = last;
    }
}

/// The ends of one instant.
void TimeMapBuilder::addStop(Ends::const_iterator first, Ends::const_iterator last)
{
    std::vector<TimeStop>& stops = m_stops->stops;
    TimeStop stop;
    stop.at = first->at;
    stop.firstArrival = static_cast<int>(m_stops->arrivals.size());
    stop.inFlight = stops.empty() ? 0 : stops.back().inFlight;
    for (auto end = first; end != last; ++end) {
        stop.deepest = std::max(stop.deepest, end->depth);
        if (end->isFlight)
            stop.inFlight += end->isArrival ? -1 : 1;
        if (!end->isArrival || end->sent >= stop.at)
            continue;
        const auto sent = std::lower_bound(
            stops.begin(), stops.end(), end->sent, [](const TimeStop& one, Instant at) { return one.at < at; });
        if (sent == stops.end() || sent->at != end->sent)
            continue;
        m_stops->arrivals.push_back({static_cast<int>(sent - stops.begin()), end->startDepth});
        m_longestFlight = std::max(m_longestFlight, stop.at - end->sent);
    }
    stop.rows = rowsOf(first, last);
    stops.push_back(stop);
}

/// Rows that an instant needs: of several traces, the most that one of them sends in it.
int TimeMapBuilder::rowsOf(Ends::const_iterator first, Ends::const_iterator last)
{
    if (last - first == 1) // nearly always
        return first->isArrival ? 0 : 1;
    QHash<int, int> rows;
    int most = 0;
    for (auto end = first; end != last; ++end) {
        if (!end->isArrival)
            most = std::max(most, ++rows[end->trace]);
    }
    return most;
}

void TimeMapBuilder::resize(const LadderOptions& options)
{
    m_options = options;
    if (m_map.use_count() > 1) // somebody still looks at the old one
        m_map = std::make_shared<TimeMap>();
    m_map->m_knots.clear();
    m_map->m_folds.clear();
    m_map->m_stops = m_stops;
    m_map->m_spacing = m_options.spacing;
    m_map->m_pxPerUs = m_options.pxPerMs / 1000;
    m_map->m_rowHeight = m_options.rowHeight;
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
    addMarks(trace, m_statesSeen, m_connectionsSeen);
    Ends ends;
    for (auto message = firstSent; message != trace.messages.begin();) { // sent before, arrived since
        --message;
        if (message->sent + m_longestFlight < from)
            break;
        addEnds(ends, *message, m_options, m_depths[static_cast<std::size_t>(message->n) - 1], from);
    }
    for (auto message = firstSent; message != trace.messages.end(); ++message)
        addEnds(ends, *message, m_options, m_depths[static_cast<std::size_t>(message->n) - 1], from);
    std::vector<TimeStop>& stops = m_stops->stops;
    while (!stops.empty() && stops.back().at >= from) {
        m_stops->arrivals.resize(static_cast<std::size_t>(stops.back().firstArrival));
        stops.pop_back();
    }
    const std::size_t kept = stops.size();
    addStops(ends);
    if (m_options.spacing == Spacing::Even) {
        resize(m_options);
        return 0;
    }
    m_map->m_tops.resize(kept);
    const Instant last = kept > 0 ? stops[kept - 1].at : at(-1us);
    while (!m_map->m_knots.empty() && m_map->m_knots.back().at > last)
        m_map->m_knots.pop_back();
    m_map->m_folds.removeIf([last](const TimeMap::Fold& fold) { return fold.to > last; });
    const double unchanged = kept > 0 ? m_map->bottomOf(kept - 1) : 0;
    sweepTrueTime(kept);
    return unchanged;
}

/// The height at which `to` naturally comes after a stop, folding the silence between them if it is long.
double TimeMapBuilder::advance(const TimeStop& last, double bottom, Instant to)
{
    TimeMap::Knot knot{last.at, bottom};
    for (auto mark = std::upper_bound(m_marks.begin(), m_marks.end(), last.at); mark != m_marks.end() && *mark < to;
         ++mark) {
        if (*mark == knot.at)
            continue;
        knot = {*mark, advanceSilence(knot, last.inFlight > 0, *mark)};
        m_map->m_knots.push_back(knot);
    }
    return advanceSilence(knot, last.inFlight > 0, to);
}

double TimeMapBuilder::advanceSilence(const TimeMap::Knot& last, bool isFlying, Instant to)
{
    const double silencePx = static_cast<double>((to - last.at).count()) * m_map->m_pxPerUs;
    const double longest = isFlying ? longestFlightPx : longestSilencePx;
    if (!m_options.foldSilences || silencePx <= longest)
        return last.y + silencePx;
    return fold(last, to, silencePx);
}

double TimeMapBuilder::fold(const TimeMap::Knot& last, Instant to, double silencePx)
{
    const Duration lead{std::llround(static_cast<double>((to - last.at).count()) * foldLeadPx / silencePx)};
    const TimeMap::Fold fold{last.at + lead, to - lead, last.y + foldLeadPx, last.y + foldLeadPx + foldPx};
    m_map->m_folds << fold;
    m_map->m_knots.push_back({fold.from, fold.top});
    m_map->m_knots.push_back({fold.to, fold.bottom});
    return fold.bottom + foldLeadPx;
}

void TimeMapBuilder::sweepTrueTime(std::size_t firstStop)
{
    const std::vector<TimeStop>& stops = m_stops->stops;
    const std::vector<TimeStops::Arrival>& arrivals = m_stops->arrivals;
    const double step = m_map->m_step;
    std::vector<double>& tops = m_map->m_tops;
    tops.resize(stops.size());
    for (std::size_t i = firstStop; i < stops.size(); ++i) {
        double top = i == 0 ? topMarginPx : advance(stops[i - 1], m_map->bottomOf(i - 1), stops[i].at);
        const std::size_t lastArrival
            = i + 1 < stops.size() ? static_cast<std::size_t>(stops[i + 1].firstArrival) : arrivals.size();
        for (auto one = static_cast<std::size_t>(stops[i].firstArrival); one < lastArrival; ++one) {
            const auto sent = static_cast<std::size_t>(arrivals[one].sentStop);
            top = std::max(top, tops[sent] + std::min(arrivals[one].startDepth, stops[sent].deepest) * step + step);
        }
        tops[i] = top;
    }
}

/// A row for each message that leaves; arrivals between two rows are spread evenly.
void TimeMapBuilder::sweepRows()
{
    const double rowHeight = m_options.rowHeight;
    m_map->m_step = rowHeight * 0.55;
    const std::vector<TimeStop>& stops = m_stops->stops;
    std::vector<double>& tops = m_map->m_tops;
    tops.resize(stops.size());
    double rowY = topMarginPx;
    double above = topMarginPx; // the bottom of the row before
    for (std::size_t i = 0; i < stops.size();) {
        const std::size_t first = i;
        while (i < stops.size() && stops[i].rows == 0)
            ++i;
        const double gap = rowHeight / static_cast<double>(i - first + 1);
        for (std::size_t arrival = first; arrival < i; ++arrival)
            tops[arrival] = above + gap * static_cast<double>(arrival - first + 1);
        if (i == stops.size())
            break;
        tops[i] = rowY;
        above = rowY + m_map->depthOf(stops[i]);
        rowY += stops[i].rows * rowHeight;
        ++i;
    }
}

} // namespace siprace
