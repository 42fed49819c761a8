#include "LadderLayout.h"

#include "LabelPlacer.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <optional>

namespace siprace {

namespace {

constexpr double headerRowPx = 62;
constexpr double headerBoxPx = 42;
constexpr double widestHeaderPx = 118;
constexpr double axisPx = 76; ///< left of the first lifeline
constexpr double rightMarginPx = 76; ///< right of the last: its state words and the finding ticks
constexpr double closestLanesPx = 104;
constexpr double stripPx = 5;
constexpr double stripStepPx = 6;
constexpr double arrowGapPx = 2; ///< between a lifeline or its strips and an arrow
constexpr double bandPx = 800; ///< texts are placed that much at a time
constexpr double closestTicksPx = 58;
constexpr std::size_t mostShapesInFull = 2500; ///< in one slice; beyond, of those nearly on each other one is kept
constexpr double standOutPx = 60; ///< how far texts reach beyond their arrow

double stripOffset(int slot)
{
    const int away = (slot + 1) / 2;
    return (slot % 2 == 1 ? away : -away) * stripStepPx;
}

/// 1, 2 or 5 times a power of ten, in microseconds, at least that far apart.
qint64 niceStepUs(double leastUs)
{
    qint64 power = 1;
    while (static_cast<double>(power) * 10 <= leastUs)
        power *= 10;
    for (const qint64 factor : {1, 2, 5, 10}) {
        if (static_cast<double>(power * factor) >= leastUs)
            return power * factor;
    }
    return power * 10;
}

QString tickText(qint64 us, qint64 stepUs)
{
    if (us >= 10'000'000 && stepUs >= 100'000)
        return QStringLiteral("%1 s").arg(static_cast<double>(us) / 1e6, 0, 'f', stepUs >= 1'000'000 ? 0 : 1);
    return QString::number(static_cast<double>(us) / 1000, 'f', stepUs >= 1000 ? 0 : stepUs >= 100 ? 1 : 3);
}

/// Keeps of many shapes between the same two places one a few pixels.
class Thinning
{
public:
    bool isNew(int one, int other, double y)
    {
        const qint64 place = (qint64{one} << 16 | other) << 32 | static_cast<qint64>(y / 3);
        const auto before = m_kept.size();
        m_kept.insert(place);
        return m_kept.size() > before;
    }

private:
    QSet<qint64> m_kept;
};

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

void LadderLayout::append(const Events& events)
{
    if (events.isEmpty())
        return;
    std::optional<Instant> from;
    for (const Event& event : events) {
        apply(m_trace, event);
        const auto* sent = std::get_if<MessageSent>(&event);
        const auto* ended = std::get_if<MessageEnded>(&event);
        const int n = sent != nullptr ? sent->message.n : ended != nullptr ? ended->n : 0;
        if (n > 0 && n <= m_trace.messages.size())
            from = std::min(from.value_or(Instant::max()), m_trace.messages.at(n - 1).sent);
    }
    const QHash<int, int> stripsBefore = m_index->stripCounts;
    const bool hasForked = m_index->read(m_trace);
    double unchanged = height();
    if (from) {
        unchanged = m_builder.extend(m_trace, *from);
        m_map = chosenMap();
        const std::vector<double>& lowest = m_index->lowestSoFar;
        const auto first = std::lower_bound(lowest.begin(), lowest.end(), unchanged) - lowest.begin();
        placeMessages(static_cast<std::size_t>(first));
    }
    if (stripsBefore != m_index->stripCounts)
        rebuildLanes();
    forgetBands(hasForked || stripsBefore != m_index->stripCounts ? 0 : unchanged - 2 * standOutPx);
}

void LadderLayout::setFindings(const QList<Finding>& findings)
{
    m_findings = findings;
    forgetBands(0);
}

void LadderLayout::setOptions(const LadderOptions& options)
{
    if (options == m_options)
        return;
    LadderOptions onlyDimming = m_options;
    onlyDimming.dimmedMessages = options.dimmedMessages;
    const bool isSameGeometry = onlyDimming == options;
    LadderOptions onlyZoom = onlyDimming;
    onlyZoom.pxPerMs = options.pxPerMs;
    onlyZoom.rowHeight = options.rowHeight;
    const bool isSameMessages = onlyZoom == options;
    m_options = options;
    if (isSameGeometry)
        return;
    if (isSameMessages)
        resize();
    else
        rebuild();
}

/// The same messages and lanes at another zoom.
void LadderLayout::resize()
{
    m_builder.resize(m_options);
    m_map = chosenMap();
    placeMessages(0);
    forgetBands(0);
}

void LadderLayout::setTimeMap(std::shared_ptr<const TimeMap> map)
{
    m_sharedMap = std::move(map);
    rebuild();
}

void LadderLayout::rebuild()
{
    m_index->read(m_trace);
    rebuildLanes();
    m_builder.reset({&m_trace}, {m_options});
    m_map = chosenMap();
    placeMessages(0);
    forgetBands(0);
}

/// The shared axis, unless it was made for the other spacing.
std::shared_ptr<const TimeMap> LadderLayout::chosenMap() const
{
    return m_sharedMap && m_sharedMap->spacing() == m_options.spacing ? m_sharedMap : m_builder.map();
}

void LadderLayout::placeMessages(std::size_t first)
{
    std::vector<int> positions(static_cast<std::size_t>(m_trace.nodes.size()), 0);
    for (auto lane = m_laneOfNode.cbegin(); lane != m_laneOfNode.cend(); ++lane)
        positions[static_cast<std::size_t>(lane.key())] = static_cast<int>(lane.value());
    placeEnds(*m_index, m_trace, *m_map, m_builder.depths(), m_options, positions, first);
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
    const double apart = std::max(closestLanesPx, (m_options.width - axisPx - rightMarginPx) / gaps);
    m_lanes.clear();
    m_laneOfNode.clear();
    for (const int node : std::as_const(order)) {
        const TraceNode& source = m_trace.nodes.at(node);
        Lane lane{node, axisPx + static_cast<double>(m_lanes.size()) * apart,
            m_options.aliases.value(node, source.name), withoutPort(source.address), source.role, 2};
        const int strips = m_options.showStrips ? m_index->stripCounts.value(node) : 0;
        if (strips > 0)
            lane.halfWidth = stripPx / 2 + std::floor(strips / 2.0) * stripStepPx + 1;
        m_laneOfNode.insert(node, m_lanes.size());
        m_lanes << lane;
    }
    m_width = std::max(m_options.width, m_lanes.isEmpty() ? 0 : m_lanes.last().x + rightMarginPx);
}

QRectF LadderLayout::headerBox(const Lane& lane) const
{
    const double apart = m_lanes.size() > 1 ? m_lanes.at(1).x - m_lanes.at(0).x : widestHeaderPx;
    const double width = std::min({widestHeaderPx, apart - 8, 2 * (axisPx - 8)});
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
    return n > 0 && static_cast<std::size_t>(n) <= m_index->ends.size()
        && m_index->ends[static_cast<std::size_t>(n) - 1].isShown;
}

const Lane* LadderLayout::laneOf(int node) const
{
    const auto found = m_laneOfNode.constFind(node);
    return found == m_laneOfNode.cend() ? nullptr : &m_lanes.at(*found);
}

/// How far from its lifeline a node's strips reach to one side, and where arrows begin.
double LadderLayout::reachOf(int node, Instant instant, bool isRight) const
{
    const int beside = m_options.showStrips ? m_index->stripsBeside(node, instant, isRight) : -1;
    return beside < 0 ? arrowGapPx : beside * stripStepPx + stripPx / 2 + arrowGapPx - 0.5;
}

std::optional<ArrowShape> LadderLayout::arrow(int n) const
{
    if (!isShown(n))
        return {};
    const TraceMessage& message = m_trace.messages.at(n - 1);
    const Lane* from = laneOf(message.from);
    const Lane* to = laneOf(message.to);
    if (from == nullptr || to == nullptr)
        return {};
    const LadderIndex::Ends& ends = m_index->ends[static_cast<std::size_t>(n) - 1];
    const double direction = to->x >= from->x ? 1 : -1;
    ArrowShape shape;
    shape.n = n;
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
    const auto first = std::lower_bound(m_trace.messages.begin(), m_trace.messages.end(), instant,
        [](const TraceMessage& message, Instant at) { return message.sent < at; });
    std::optional<int> depth;
    for (auto message = first; message != m_trace.messages.end() && message->sent == instant; ++message) {
        const MessageDepth& of = m_builder.depths()[static_cast<std::size_t>(message->n) - 1];
        if (message->from == node)
            depth = std::min(depth.value_or(of.start), of.start);
        if (message->to == node && message->arrived == instant)
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
    return {lane->x + stripOffset(span.slot) - stripPx / 2, top, stripPx, std::max(2.0, bottomOf(span) - top)};
}

LadderSlice LadderLayout::slice(double top, double bottom) const
{
    LadderSlice slice;
    const auto [first, last] = m_index->between(top - standOutPx, bottom + standOutPx);
    Thinning arrowsKept;
    for (std::size_t i = first; i < last; ++i) {
        if (last - first > mostShapesInFull && m_index->ends[i].isShown) {
            const TraceMessage& message = m_trace.messages.at(static_cast<qsizetype>(i));
            if (!arrowsKept.isNew(message.from, message.to, m_index->ends[i].from))
                continue;
        }
        if (auto shape = arrow(static_cast<int>(i) + 1))
            slice.arrows << *shape;
    }
    if (m_options.showStrips)
        sliceStrips(slice, m_map->timeAt(top - standOutPx), m_map->timeAt(bottom + standOutPx));
    for (const TimeMap::Fold& fold : m_map->folds()) {
        if (m_options.spacing == Spacing::TrueTime && fold.bottom >= top && fold.top <= bottom)
            slice.folds << FoldShape{fold.top, fold.bottom, tr("⋯ %1 ⋯").arg(humanDuration(fold.to - fold.from))};
    }
    slice.ticks = m_options.spacing == Spacing::Even ? rowTicks(top, bottom) : ticks(top, bottom);
    const int firstBand = static_cast<int>(std::floor(std::max(0.0, top - standOutPx) / bandPx));
    const int lastBand = static_cast<int>(std::floor(std::min(height(), bottom + standOutPx) / bandPx));
    for (int number = firstBand; number <= lastBand; ++number) {
        const auto texts = band(number);
        const auto touches
            = [=](const QRectF& box) { return box.bottom() >= top - standOutPx && box.top() <= bottom + standOutPx; };
        std::copy_if(texts->labels.begin(), texts->labels.end(), std::back_inserter(slice.labels),
            [&](const LabelShape& label) { return touches(label.box()); });
        std::copy_if(texts->words.begin(), texts->words.end(), std::back_inserter(slice.words),
            [&](const WordShape& word) { return touches(word.rect); });
        std::copy_if(texts->badges.begin(), texts->badges.end(), std::back_inserter(slice.badges),
            [&](const BadgeShape& badge) { return touches(badge.rect); });
    }
    return slice;
}

void LadderLayout::sliceStrips(LadderSlice& slice, Instant earliest, Instant latest) const
{
    const auto [first, last] = m_index->spansBetween(earliest, latest);
    Thinning stripsKept;
    for (std::size_t i = first; i < last; ++i) {
        const LadderIndex::Span& span = m_index->spans[i];
        if ((span.until && (*span.until < earliest || *span.until == span.since)) || laneOf(span.node) == nullptr)
            continue;
        if (last - first > mostShapesInFull && !stripsKept.isNew(span.node, span.slot, m_map->y(span.since)))
            continue;
        const StateChange& change = m_trace.states.at(span.state);
        slice.strips << StripShape{span.state, span.node, stripRect(span), toneOf(change), span.isLast};
    }
}

QList<TickShape> LadderLayout::ticks(double top, double bottom) const
{
    QList<TickShape> ticks;
    if (m_trace.messages.isEmpty() && !m_sharedMap)
        return ticks;
    const qint64 stepUs = niceStepUs(closestTicksPx / m_options.pxPerMs * 1000);
    const QList<TimeMap::Fold>& folds = m_map->folds();
    const qint64 endUs = toUs(m_map->timeAt(std::min(bottom + standOutPx, height())));
    double lastY = -closestTicksPx;
    for (qint64 us = toUs(m_map->timeAt(top - standOutPx)) / stepUs * stepUs; us <= endUs; us += stepUs) {
        const Instant instant = at(Duration{us});
        const auto fold = std::find_if(folds.begin(), folds.end(),
            [&](const TimeMap::Fold& one) { return one.from <= instant && instant <= one.to; });
        if (fold != folds.end()) {
            us = toUs(fold->to) / stepUs * stepUs;
            continue;
        }
        const double y = m_map->y(instant);
        if (y - lastY < 16 || y > height() - 14)
            continue;
        ticks << TickShape{y, tickText(us, stepUs)};
        lastY = y;
    }
    return ticks;
}

QList<TickShape> LadderLayout::rowTicks(double top, double bottom) const
{
    QList<TickShape> ticks;
    const auto [first, last] = m_index->between(top, bottom);
    double lastY = -closestTicksPx;
    for (std::size_t i = first; i < last; ++i) {
        const LadderIndex::Ends& ends = m_index->ends[i];
        if (!ends.isShown || ends.from - lastY < 14)
            continue;
        const Instant sent = m_trace.messages.at(static_cast<qsizetype>(i)).sent;
        ticks << TickShape{ends.from, QString::number(toMs(sent), 'f', toUs(sent) % 1000 == 0 ? 0 : 1)};
        lastY = ends.from;
    }
    return ticks;
}

void LadderLayout::forgetBands(double fromY)
{
    const int first = static_cast<int>(std::floor(std::max(0.0, fromY) / bandPx));
    m_bands.removeIf([first](auto entry) { return entry.key() >= first; });
}

std::shared_ptr<const LadderBand> LadderLayout::band(int number) const
{
    auto& known = m_bands[number];
    if (!known)
        known = std::make_shared<LadderBand>(placeTexts(*this, *m_index, number * bandPx, (number + 1) * bandPx));
    return known;
}

} // namespace siprace
