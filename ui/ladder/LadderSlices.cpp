#include "LadderLayout.h"
#include "Numbers.h"

#include <algorithm>
#include <cmath>

// What of a LadderLayout lies between two heights.

namespace siprace {

namespace {

constexpr double closestTicksPx = 58;
constexpr double closestRowTicksPx = 14;
constexpr double mostArrowsAPx = 0.5; ///< arrows on a pixel's height; beyond, nobody can tell them apart
constexpr std::size_t fewArrows = 250; ///< are always drawn
constexpr double mostStripsAPx = 0.8;
constexpr std::size_t fewStrips = 400;
constexpr double densityPx = 2; ///< height of a stretch whose messages are counted together
constexpr double oddApartPx = 6; ///< of odd messages that close on one way, one is drawn
constexpr double fanReachPx = 40; ///< how far an end may be from the height of its instant

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
        return ui::localNumber(
            QStringLiteral("%1 s").arg(static_cast<double>(us) / 1e6, 0, 'f', stepUs >= 1'000'000 ? 0 : 1));
    return ui::localNumber(QString::number(static_cast<double>(us) / 1000, 'f',
        stepUs >= 1000      ? 0
            : stepUs >= 100 ? 1
                            : 3));
}

/// Counts messages by stretch and gap between lifelines.
class DensityCount
{
public:
    DensityCount(double top, double bottom, qsizetype gaps)
        : m_first(std::floor(top / densityPx))
        , m_rows(static_cast<std::size_t>(std::ceil(bottom / densityPx) - m_first) + 1)
        , m_shapes(m_rows * static_cast<std::size_t>(gaps))
    {
    }
    void add(std::size_t gap, double y, MessageKind kind, bool isDimmed)
    {
        const double row = std::floor(y / densityPx) - m_first;
        if (row < 0 || row >= static_cast<double>(m_rows))
            return;
        DensityShape& shape = m_shapes[gap * m_rows + static_cast<std::size_t>(row)];
        ++shape.counts[static_cast<std::size_t>(kind)];
        if (isDimmed)
            ++shape.dimmed[static_cast<std::size_t>(kind)];
    }
    /// Those that are not empty, in the gaps given.
    [[nodiscard]] QList<DensityShape> take(const QList<std::pair<double, double>>& gaps)
    {
        QList<DensityShape> shapes;
        for (std::size_t i = 0; i < m_shapes.size(); ++i) {
            DensityShape& shape = m_shapes[i];
            if (std::all_of(shape.counts.begin(), shape.counts.end(), [](int count) { return count == 0; }))
                continue;
            const auto& [left, right] = gaps.at(static_cast<qsizetype>(i / m_rows));
            const double y = (m_first + static_cast<double>(i % m_rows)) * densityPx;
            shape.rect = QRectF(left, y, right - left, densityPx);
            shapes << shape;
        }
        return shapes;
    }

private:
    double m_first; ///< stretch
    std::size_t m_rows;
    std::vector<DensityShape> m_shapes;
};

bool areTooMany(std::size_t count, std::size_t few, double px, double most)
{
    return count > few && static_cast<double>(count) > px * most;
}

} // namespace

LadderSlice LadderLayout::slice(double top, double bottom) const
{
    LadderSlice slice;
    const auto [first, last] = messagesIn(top - textReachPx, bottom + textReachPx);
    const bool isDense = areTooMany(last - first, fewArrows, bottom - top + 2 * textReachPx, mostArrowsAPx);
    if (isDense)
        sliceDensity(slice, top - textReachPx, bottom + textReachPx);
    else
        slice.arrows = arrowsIn(top - textReachPx, bottom + textReachPx);
    if (m_options.showStrips)
        sliceStrips(slice, top, bottom);
    if (m_options.spacing == Spacing::TrueTime)
        sliceFolds(slice, top, bottom);
    slice.ticks = m_options.spacing == Spacing::Even ? rowTicks(top, bottom) : ticks(top, bottom);
    sliceTexts(slice, top, bottom);
    return slice;
}

std::pair<std::size_t, std::size_t> LadderLayout::messagesIn(double top, double bottom) const
{
    const double reach = fanReachPx + 2 * m_map->step();
    return m_index->messagesBetween(m_map->timeAt(top - reach), m_map->timeAt(bottom));
}

QList<ArrowShape> LadderLayout::arrowsIn(double top, double bottom) const
{
    QList<ArrowShape> arrows;
    const auto [first, last] = messagesIn(top, bottom);
    for (std::size_t i = first; i < last; ++i) {
        if (!m_index->shown[i])
            continue;
        const ArrowPlaces::Ends ends = endsOf(i);
        if (std::max(ends.from, ends.to) < top || std::min(ends.from, ends.to) > bottom)
            continue;
        if (auto shape = shapeOf(m_trace.messages.at(static_cast<qsizetype>(i)), ends))
            arrows << *shape;
    }
    return arrows;
}

QList<std::pair<double, double>> LadderLayout::gapsBetweenLanes() const
{
    QList<std::pair<double, double>> gaps;
    for (qsizetype i = 1; i < m_lanes.size(); ++i)
        gaps.append({std::ceil(m_lanes.at(i - 1).x + m_lanes.at(i - 1).halfWidth + 1),
            std::floor(m_lanes.at(i).x - m_lanes.at(i).halfWidth - 1)});
    return gaps;
}

void LadderLayout::sliceDensity(LadderSlice& slice, double top, double bottom) const
{
    const QList<std::pair<double, double>> gaps = gapsBetweenLanes();
    DensityCount count(top, bottom, gaps.size());
    const bool isEven = m_options.spacing == Spacing::Even;
    const auto [first, last] = messagesIn(top, bottom);
    TimeMap::Walk walk(*m_map, m_index->briefs[first].sent);
    QHash<std::pair<int, int>, double> oddAt; // by way, the lowest drawn
    Instant now = at(-1us);
    int row = 0;
    for (std::size_t i = first; i < last; ++i) {
        if (!m_index->shown[i])
            continue;
        const LadderIndex::Brief& brief = m_index->briefs[i];
        row = brief.sent == now ? row + 1 : 0; // even spacing gives each of them a row
        now = brief.sent;
        const double from = walk.y(brief.sent) + (isEven ? row * m_options.rowHeight : 0);
        const double fall = isEven ? m_map->step() : brief.flightUs * m_options.pxPerMs / 1000;
        const double to = from + std::max(fall, m_map->step());
        const int start = m_positions[static_cast<std::size_t>(brief.from)];
        const int end = m_positions[static_cast<std::size_t>(brief.to)];
        const bool isDimmed = m_options.dimmedMessages.contains(static_cast<int>(i) + 1);
        for (int gap = std::min(start, end); gap < std::max(start, end); ++gap) {
            const double share = (gap + 0.5 - start) / (end - start);
            count.add(static_cast<std::size_t>(gap), from + (to - from) * share, brief.kind, isDimmed);
        }
        const std::pair way{start, end};
        if (!brief.isOdd || (oddAt.contains(way) && from - oddAt.value(way) < oddApartPx))
            continue;
        oddAt[way] = from;
        if (const auto shape = shapeOf(m_trace.messages.at(static_cast<qsizetype>(i)), {from, to}))
            slice.arrows << *shape;
    }
    slice.densities = count.take(gaps);
}

void LadderLayout::sliceStrips(LadderSlice& slice, double top, double bottom) const
{
    const Instant earliest = m_map->timeAt(top - textReachPx);
    const Instant latest = m_map->timeAt(bottom + textReachPx);
    const auto [first, last] = m_index->spansBetween(earliest, latest);
    const bool isDense = areTooMany(last - first, fewStrips, bottom - top + 2 * textReachPx, mostStripsAPx);
    TimeMap::Walk walk(*m_map, first < last ? m_index->spans[first].since : Instant{});
    const int slots = m_index->mostStrips();
    std::vector<double> lowest(m_positions.size() * static_cast<std::size_t>(slots), -1); // where one was begun last
    for (std::size_t i = first; i < last; ++i) {
        const LadderIndex::Span& span = m_index->spans[i];
        if ((span.until && (*span.until < earliest || *span.until == span.since)) || laneOf(span.node) == nullptr)
            continue;
        if (isDense) {
            const double y = std::floor(walk.y(span.since) / densityPx);
            double& before = lowest[static_cast<std::size_t>(span.node * slots + span.slot)];
            if (before == y)
                continue; // on the one before it
            before = y;
        }
        const StateChange& change = m_trace.states.at(span.state);
        slice.strips << StripShape{span.state, span.node, stripRect(span), toneOf(change), span.isLast};
    }
}

void LadderLayout::sliceFolds(LadderSlice& slice, double top, double bottom) const
{
    const QList<TimeMap::Fold>& folds = m_map->folds();
    const auto first = std::lower_bound(
        folds.begin(), folds.end(), top, [](const TimeMap::Fold& fold, double y) { return fold.bottom < y; });
    for (auto fold = first; fold != folds.end() && fold->top <= bottom; ++fold)
        slice.folds << FoldShape{
            fold->top, fold->bottom, tr("⋯ %1 ⋯").arg(ui::localNumber(humanDuration(fold->to - fold->from)))};
}

void LadderLayout::sliceTexts(LadderSlice& slice, double top, double bottom) const
{
    const int firstBand = static_cast<int>(std::floor(std::max(0.0, top) / textBandPx)); // no text leaves its band
    const int lastBand = static_cast<int>(std::floor(std::min(height(), bottom) / textBandPx));
    for (int number = firstBand; number <= lastBand; ++number) {
        const auto texts = band(number);
        const auto touches
            = [=](const QRectF& box) { return box.bottom() >= top - textReachPx && box.top() <= bottom + textReachPx; };
        std::copy_if(texts->labels.begin(), texts->labels.end(), std::back_inserter(slice.labels),
            [&](const LabelShape& label) { return touches(label.box()); });
        std::copy_if(texts->words.begin(), texts->words.end(), std::back_inserter(slice.words),
            [&](const WordShape& word) { return touches(word.rect); });
        std::copy_if(texts->badges.begin(), texts->badges.end(), std::back_inserter(slice.badges),
            [&](const BadgeShape& badge) { return touches(badge.rect); });
        slice.connections += texts->connections;
    }
}

QList<TickShape> LadderLayout::ticks(double top, double bottom) const
{
    QList<TickShape> ticks;
    if (m_trace.messages.isEmpty() && !m_sharedMap)
        return ticks;
    const qint64 stepUs = niceStepUs(closestTicksPx / m_options.pxPerMs * 1000);
    const QList<TimeMap::Fold>& folds = m_map->folds();
    const qint64 endUs = toUs(m_map->timeAt(std::min(bottom + textReachPx, height())));
    double lastY = -closestTicksPx;
    for (qint64 us = toUs(m_map->timeAt(top - textReachPx)) / stepUs * stepUs; us <= endUs; us += stepUs) {
        const Instant instant = at(Duration{us});
        const auto fold = std::lower_bound(
            folds.begin(), folds.end(), instant, [](const TimeMap::Fold& one, Instant at) { return one.to < at; });
        if (fold != folds.end() && fold->from <= instant) {
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
    const auto [first, last] = messagesIn(top, bottom);
    if (first == last)
        return ticks;
    const std::vector<LadderIndex::Brief>& briefs = m_index->briefs;
    double lastY = -closestTicksPx;
    int row = 0; // of those that leave in the same instant
    for (std::size_t i = m_index->firstSent(briefs[first].sent); i < last; ++i) {
        row = i > 0 && briefs[i].sent == briefs[i - 1].sent ? row : 0;
        if (!m_index->shown[i])
            continue;
        const Instant sent = briefs[i].sent;
        const double y = m_map->y(sent) + row++ * m_options.rowHeight;
        if (i >= first && y - lastY >= closestRowTicksPx) {
            ticks << TickShape{y, QString::number(toMs(sent), 'f', toUs(sent) % 1000 == 0 ? 0 : 1)};
            lastY = y;
        } else if (row == 1) { // to the instant that may have the next
            i = std::max(i + 1, m_index->firstSent(m_map->timeAt(lastY + closestRowTicksPx))) - 1;
        }
    }
    return ticks;
}

std::shared_ptr<const LadderBand> LadderLayout::band(int number) const
{
    auto& known = m_bands[number];
    if (!known)
        known
            = std::make_shared<LadderBand>(placeTexts(*this, *m_index, number * textBandPx, (number + 1) * textBandPx));
    return known;
}

const std::vector<std::pair<int, int>>& LadderLayout::findingPlaces() const
{
    if (m_findingPlaces)
        return *m_findingPlaces;
    m_findingPlaces.emplace();
    for (int finding = 0; finding < m_findings.size(); ++finding) {
        if (const int n = messageOfFinding(finding); n > 0)
            m_findingPlaces->emplace_back(n, finding);
    }
    std::sort(m_findingPlaces->begin(), m_findingPlaces->end());
    return *m_findingPlaces;
}

QList<FindingMark> LadderLayout::findingMarks(double apart) const
{
    QList<FindingMark> marks;
    QHash<Severity, Instant> nextFrom; // the heights of most need not be known
    for (const auto& [n, finding] : findingPlaces()) {
        const LadderIndex::Brief& brief = m_index->briefs[static_cast<std::size_t>(n) - 1];
        const Instant instant = brief.sent + Duration{std::max(0, brief.flightUs)};
        const Severity severity = m_findings.at(finding).severity;
        if (const auto next = nextFrom.constFind(severity); next != nextFrom.cend() && instant < *next)
            continue;
        const double y = m_map->y(instant);
        nextFrom[severity] = m_map->timeAt(y + apart);
        marks << FindingMark{y, severity};
    }
    return marks;
}

QList<int> LadderLayout::findingsAt(std::size_t first, std::size_t last) const
{
    QList<int> found;
    const auto& places = findingPlaces();
    const std::pair begin{static_cast<int>(first) + 1, 0};
    for (auto place = std::lower_bound(places.begin(), places.end(), begin);
         place != places.end() && place->first <= static_cast<int>(last); ++place)
        found << place->second;
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace siprace
