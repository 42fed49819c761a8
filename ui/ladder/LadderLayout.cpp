#include "LadderLayout.h"

#include "LabelPlacer.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

namespace siprace {

namespace {

constexpr double headerRowPx = 62;
constexpr double headerBoxPx = 42;
constexpr double widestHeaderPx = 118;
constexpr double axisPx = 76; ///< left of the first lifeline
constexpr double rightMarginPx = 76; ///< right of the last: its state words and the finding ticks
constexpr double closestLanesPx = 104;
constexpr double narrowAxisPx = 62; ///< the same, where ladders without strips stand beside each other
constexpr double narrowRightPx = 36;
constexpr double narrowLanesPx = 66; ///< a short label has room there
constexpr double stripStepPx = 6;
constexpr double arrowGapPx = 2; ///< between a lifeline or its strips and an arrow

double stripOffset(int slot)
{
    const int away = (slot + 1) / 2;
    return (slot % 2 == 1 ? away : -away) * stripStepPx;
}

QString withoutPort(const QString& address)
{
    const auto colon = address.lastIndexOf(u':');
    return colon > 0 && !address.endsWith(u']') ? address.left(colon) : address;
}

} // namespace

LadderLayout::LadderLayout()
    : m_index(std::make_unique<LadderIndex>())
{
    rebuild();
}

LadderLayout::~LadderLayout() = default;

double LadderLayout::headerHeight()
{
    return headerRowPx;
}

void LadderLayout::setTrace(const Trace& trace)
{
    m_trace = trace;
    m_index = std::make_unique<LadderIndex>();
    rebuild();
}

bool LadderLayout::share(const Trace& same)
{
    const bool isSame = same.nodes == m_trace.nodes && same.messages == m_trace.messages
        && same.states == m_trace.states && same.timers == m_trace.timers && same.connections == m_trace.connections;
    if (isSame)
        m_trace = same;
    return isSame;
}

void LadderLayout::append(const Events& events)
{
    if (events.isEmpty())
        return;
    std::optional<Instant> from;
    bool hasNewLane = false;
    for (const Event& event : events) {
        apply(m_trace, event);
        hasNewLane = hasNewLane || std::holds_alternative<NodeJoined>(event);
        const auto* sent = std::get_if<MessageSent>(&event);
        const auto* ended = std::get_if<MessageEnded>(&event);
        const int n = sent != nullptr ? sent->message.n : ended != nullptr ? ended->n : 0;
        if (n > 0 && n <= m_trace.messages.size())
            from = std::min(from.value_or(Instant::max()), m_trace.messages.at(n - 1).sent);
    }
    if (hasNewLane) { // every lane has moved
        rebuild();
        return;
    }
    const QHash<int, int> stripsBefore = m_index->stripCounts;
    const std::size_t changed = from ? m_index->firstSent(*from) : m_index->briefs.size();
    const bool hasForked = m_index->read(m_trace, changed);
    double unchanged = height();
    if (from) {
        m_index->show(m_trace, m_options, changed);
        unchanged = m_builder.extend(m_trace, *from);
        m_map = chosenMap();
        m_places.forget(unchanged > 0 ? m_index->messagesBetween(*from, *from).first : 0);
        m_findingPlaces.reset();
    }
    if (stripsBefore != m_index->stripCounts)
        rebuildLanes();
    forgetBands(hasForked || stripsBefore != m_index->stripCounts ? 0 : unchanged - 2 * textReachPx);
}

void LadderLayout::setFindings(const QList<Finding>& findings)
{
    m_findings = findings;
    m_findingPlaces.reset();
    forgetBands(0);
}

void LadderLayout::setOptions(const LadderOptions& options)
{
    const LadderOptions before = std::exchange(m_options, options);
    LadderOptions onlyDimming = before;
    onlyDimming.dimmedMessages = options.dimmedMessages;
    if (onlyDimming == options)
        return;
    if (before.hiddenMessages != options.hiddenMessages || before.hiddenNodes != options.hiddenNodes)
        return rebuild();
    const auto heights
        = [](const LadderOptions& of) { return std::tuple(of.spacing, of.pxPerMs, of.rowHeight, of.foldSilences); };
    if (heights(before) != heights(options))
        resize();
    rebuildLanes();
    forgetPlaces();
}

/// The same messages at other heights.
void LadderLayout::resize()
{
    m_map.reset(); // what is placed is let go before it is placed anew
    m_builder.resize(m_options);
    m_map = chosenMap();
}

void LadderLayout::forgetPlaces()
{
    m_places.forget(0);
    forgetBands(0);
}

void LadderLayout::setTimeMap(std::shared_ptr<const TimeMap> map)
{
    m_sharedMap = std::move(map);
    rebuild();
}

void LadderLayout::rebuild()
{
    m_index->read(m_trace, m_index->briefs.size());
    m_index->show(m_trace, m_options, 0);
    rebuildLanes();
    m_map.reset(); // as above
    forgetPlaces();
    m_findingPlaces.reset();
    m_builder.reset({&m_trace}, {m_options});
    m_map = chosenMap();
}

/// The shared axis, unless it was made for the other spacing.
std::shared_ptr<const TimeMap> LadderLayout::chosenMap() const
{
    return m_sharedMap && m_sharedMap->spacing() == m_options.spacing ? m_sharedMap : m_builder.map();
}

void LadderLayout::rebuildLanes()
{
    QList<int> order;
    for (const int node : std::as_const(m_options.nodeOrder)) {
        if (node >= 0 && node < m_trace.nodes.size() && !order.contains(node))
            order << node;
    }
    for (int node = 0; node < m_trace.nodes.size(); ++node) {
        if (!order.contains(node))
            order << node;
    }
    order.removeIf([this](int node) { return m_options.hiddenNodes.contains(node); });
    const double gaps = std::max(1.0, static_cast<double>(order.size()) - 1);
    const bool isNarrow = !m_options.showStrips && axisPx + gaps * widestHeaderPx + rightMarginPx > m_options.width;
    const double left = isNarrow ? narrowAxisPx : axisPx;
    const double right = isNarrow ? narrowRightPx : rightMarginPx;
    const double apart = std::max(isNarrow ? narrowLanesPx : closestLanesPx, (m_options.width - left - right) / gaps);
    m_lanes.clear();
    m_positions.assign(static_cast<std::size_t>(m_trace.nodes.size()), -1);
    for (const int node : std::as_const(order)) {
        const TraceNode& source = m_trace.nodes.at(node);
        Lane lane{node, left + static_cast<double>(m_lanes.size()) * apart, m_options.aliases.value(node, source.name),
            withoutPort(source.address), source.role, 2};
        const int strips = m_options.showStrips ? m_index->stripCounts.value(node) : 0;
        if (strips > 0)
            lane.halfWidth = ladderStripPx / 2 + std::floor(strips / 2.0) * stripStepPx + 1;
        m_positions[static_cast<std::size_t>(node)] = static_cast<int>(m_lanes.size());
        m_lanes << lane;
    }
    m_width = std::max(m_options.width, m_lanes.isEmpty() ? 0 : m_lanes.last().x + right);
}

QRectF LadderLayout::headerBox(const Lane& lane) const
{
    const double apart = m_lanes.size() > 1 ? m_lanes.at(1).x - m_lanes.at(0).x : widestHeaderPx;
    const double left = m_lanes.isEmpty() ? axisPx : m_lanes.first().x;
    const double width = std::min({widestHeaderPx, apart - (left < axisPx ? 4 : 8), 2 * (left - 8)});
    return {lane.x - width / 2, (headerRowPx - headerBoxPx) / 2, width, headerBoxPx};
}

double LadderLayout::height() const
{
    return m_map->height();
}

double LadderLayout::yOf(Instant instant) const
{
    return m_map->y(instant);
}

Instant LadderLayout::timeAt(double y) const
{
    return m_map->timeAt(y);
}

bool LadderLayout::isShown(int n) const
{
    return n > 0 && static_cast<std::size_t>(n) <= m_index->shown.size()
        && m_index->shown[static_cast<std::size_t>(n) - 1];
}

const Lane* LadderLayout::laneOf(int node) const
{
    const bool isThere = node >= 0 && static_cast<std::size_t>(node) < m_positions.size();
    const int position = isThere ? m_positions[static_cast<std::size_t>(node)] : -1;
    return position < 0 ? nullptr : &m_lanes.at(position);
}

/// How far from its lifeline a node's strips reach to one side, and where arrows begin.
double LadderLayout::reachOf(int node, Instant instant, bool isRight) const
{
    const int beside = m_options.showStrips ? m_index->stripsBeside(node, instant, isRight) : -1;
    return beside < 0 ? arrowGapPx : beside * stripStepPx + ladderStripPx / 2 + arrowGapPx - 0.5;
}

ArrowPlaces::Ends LadderLayout::endsOf(std::size_t index) const
{
    return m_places.of(
        index, {m_trace, *m_index, *m_map, m_builder.depths(), m_options.spacing, m_options.rowHeight, m_positions});
}

std::optional<ArrowShape> LadderLayout::arrow(int n) const
{
    if (!isShown(n))
        return {};
    return shapeOf(m_trace.messages.at(n - 1), endsOf(static_cast<std::size_t>(n) - 1));
}

std::optional<ArrowShape> LadderLayout::shapeOf(const TraceMessage& message, ArrowPlaces::Ends ends) const
{
    const Lane* from = laneOf(message.from);
    const Lane* to = laneOf(message.to);
    if (from == nullptr || to == nullptr)
        return {};
    const double direction = to->x >= from->x ? 1 : -1;
    ArrowShape shape;
    shape.n = message.n;
    shape.from = {from->x + direction * reachOf(message.from, message.sent, direction > 0), ends.from};
    shape.to
        = {to->x - direction * reachOf(message.to, message.arrived.value_or(message.sent), direction < 0), ends.to};
    if (from == to) // a message to itself comes back from a short way off
        shape.to.setX(from->x + from->halfWidth + closestLanesPx / 3);
    shape.kind = kindOf(message);
    shape.isRetransmission = message.retransmissionOf != 0;
    shape.isStray = message.isStray;
    shape.startsOutside = m_trace.nodes.at(message.from).role == Role::External;
    shape.endsOutside = m_trace.nodes.at(message.to).role == Role::External;
    shape.end = message.fate == Fate::Lost ? ArrowEnd::Cross
        : message.fate == Fate::Discarded  ? ArrowEnd::Discarded
        : message.arrived                  ? ArrowEnd::Head
                                           : ArrowEnd::Open;
    if (!message.arrived)
        shape.to = lossPoint(message, shape.from, shape.to.x());
    return shape;
}

/// Where a message that did not arrive is drawn to: half-way, as steep as its neighbours on the same link, or at the
/// receiver when that was down.
QPointF LadderLayout::lossPoint(const TraceMessage& message, QPointF from, double toX) const
{
    const Duration flight = usualFlight(m_trace, message);
    const double share = message.fate == Fate::Lost && isDown(message.to, message.sent + flight) ? 1 : 0.5;
    const double full = std::max(2 * m_map->step(), m_map->y(message.sent + flight) - m_map->y(message.sent));
    return {from.x() + (toX - from.x()) * share, from.y() + full * share};
}

bool LadderLayout::isDown(int node, Instant instant) const
{
    bool isDown = false;
    for (const int number : std::as_const(m_index->nodeStates)) {
        const StateChange& change = m_trace.states.at(number);
        if (change.node == node && change.at <= instant)
            isDown = change.state == QLatin1String("down");
    }
    return isDown;
}

/// Where a node changed: as deep within the instant as the first message it then got or sent.
double LadderLayout::heightOfChange(int node, Instant instant) const
{
    std::optional<int> depth;
    const std::vector<LadderIndex::Brief>& briefs = m_index->briefs;
    for (std::size_t i = m_index->firstSent(instant); i < briefs.size() && briefs[i].sent == instant; ++i) {
        const MessageDepth& of = m_builder.depths()[i];
        if (briefs[i].from == node)
            depth = std::min(depth.value_or(of.start), of.start);
        if (briefs[i].to == node && briefs[i].flightUs == 0)
            depth = std::min(depth.value_or(of.end), of.end);
    }
    return m_map->y(instant, depth.value_or(0));
}

double LadderLayout::bottomOf(const LadderIndex::Span& span) const
{
    return span.until ? heightOfChange(span.node, *span.until) : height() - 8;
}

QRectF LadderLayout::stripRect(const LadderIndex::Span& span) const
{
    const Lane* lane = laneOf(span.node);
    Q_ASSERT(lane != nullptr);
    const double top = topOf(span);
    return {
        lane->x + stripOffset(span.slot) - ladderStripPx / 2, top, ladderStripPx, std::max(2.0, bottomOf(span) - top)};
}

void LadderLayout::forgetBands(double fromY)
{
    const int first = static_cast<int>(std::floor(std::max(0.0, fromY) / textBandPx));
    m_bands.removeIf([first](auto entry) { return entry.key() >= first; });
}

} // namespace siprace
