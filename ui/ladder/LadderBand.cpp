#include "LabelPlacer.h"
#include "LadderIndex.h"
#include "LadderLayout.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace siprace {

QRectF LabelShape::box() const
{
    return {centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()};
}

namespace {

constexpr double labelGapPx = 2; ///< between an arrow and its label
constexpr double axisTextPx = 56; ///< its texts stand left of that
constexpr double edgePx = 10; ///< of finding ticks
constexpr double crossingCost = 1.6; ///< of a label, for each arrow it hides a piece of
constexpr double sidePx = 4; ///< between a label and a lifeline
constexpr qsizetype mostArrowsLabelled = 320; ///< in one band; beyond that nothing could be read
constexpr qsizetype mostArrowsSpread = 60; ///< where there are more, a label far from its arrow would mislead
constexpr std::size_t mostArrowsRead = 2000; ///< that may or may not touch the band
constexpr std::ptrdiff_t mostStatesNamed = 600;
constexpr std::ptrdiff_t mostConnectionsShown = 600;
constexpr qsizetype mostBadges = 40; ///< tried in one band
constexpr double badgeHeightPx = 18; ///< with one line
constexpr int mostCrossingsNarrow = 4; ///< of a badge where arrows stand close
constexpr double widestBadgePx = 200; ///< of one that lies upon a lifeline
constexpr double badgeMarkPx = 22; ///< the mark before a badge's words, and the padding
constexpr double mostCostly = std::numeric_limits<double>::max();

struct ConnectionText
{
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

/// As docs/scenarios.md has it, in the language of the window.
QString connectionWord(ConnectionEvent::What what)
{
    using enum ConnectionEvent::What;
    switch (what) {
    case Connecting:
        return ConnectionText::tr("connecting");
    case Connected:
        return ConnectionText::tr("connected");
    case Refused:
        return ConnectionText::tr("refused");
    case TimedOut:
        return ConnectionText::tr("timed out");
    case SegmentLost:
        return ConnectionText::tr("segment lost");
    case SegmentAgain:
        return ConnectionText::tr("segment again");
    case Stalled:
        return ConnectionText::tr("stalled");
    case HalfClosed:
        return ConnectionText::tr("half closed");
    case Closed:
        return ConnectionText::tr("closed");
    case Reset:
        return ConnectionText::tr("reset");
    case Malformed:
        return ConnectionText::tr("malformed");
    }
    return {};
}

/// Places badges, labels and words of one band, in this order.
class BandTexts
{
public:
    BandTexts(const LadderLayout& layout, const LadderIndex& index, double top, double bottom);
    [[nodiscard]] LadderBand place();

private:
    struct Place
    {
        TurnedBox box;
        double angle = 0;
        int crossings = 0;
        double cost = mostCostly;
    };

    void placeBadge(int finding);
    [[nodiscard]] QStringList inTwoLines(const QString& words, double room) const;
    [[nodiscard]] Place bestBadgePlace(QPointF end, QSizeF size, int mostCrossings, bool mayCoverLifelines) const;
    [[nodiscard]] QPointF endAt(const ArrowShape& arrow, int node) const;
    void placeLabel(const ArrowShape& arrow);
    [[nodiscard]] Place bestPlace(const ArrowShape& arrow, QSizeF size, double limit) const;
    [[nodiscard]] Place bestInGap(const ArrowShape& arrow, QSizeF size, double left, double right, double limit) const;
    void placeConnections();
    void placeConnection(int event, int count);
    void placeWord(const LadderIndex::Span& span, double top);
    [[nodiscard]] QString wordOf(const StateChange& change) const;
    [[nodiscard]] QList<std::pair<double, double>> gapsAlong(const ArrowShape& arrow) const;

    const LadderLayout& m_layout;
    const LadderIndex& m_index;
    double m_top;
    double m_bottom;
    double m_awayPx = 0; ///< a label that finds no place at its arrow stands that much further off
    LabelPlacer m_placer;
    QList<ArrowShape> m_arrows;
    LadderBand m_band;
};

QList<LabelPlacer::Column> columnsOf(const LadderLayout& layout)
{
    QList<LabelPlacer::Column> columns;
    for (const Lane& lane : layout.lanes())
        columns.append({lane.x - lane.halfWidth - 1, lane.x + lane.halfWidth + 1});
    return columns;
}

BandTexts::BandTexts(const LadderLayout& layout, const LadderIndex& index, double top, double bottom)
    : m_layout(layout)
    , m_index(index)
    , m_top(top)
    , m_bottom(bottom)
    , m_placer(QRectF(axisTextPx, top, layout.width() - axisTextPx - edgePx, bottom - top), columnsOf(layout))
{
    const auto [first, last] = layout.messagesIn(top, bottom);
    if (last - first > mostArrowsRead)
        return;
    m_arrows = layout.arrowsIn(top, bottom);
    if (m_arrows.size() > mostArrowsLabelled)
        m_arrows.clear();
    for (const ArrowShape& arrow : std::as_const(m_arrows))
        m_placer.addArrow(arrow.n, arrow.from, arrow.to);
}

LadderBand BandTexts::place()
{
    for (const ArrowShape& arrow : std::as_const(m_arrows)) {
        const double middle = (arrow.from.y() + arrow.to.y()) / 2;
        if (middle >= m_top && middle < m_bottom)
            placeLabel(arrow);
    }
    if (m_layout.options().showFindings) {
        const auto [first, last] = m_layout.messagesIn(m_top, m_bottom);
        const QList<int> findings = m_layout.findingsAt(first, last);
        for (const int finding : findings.first(std::min(findings.size(), mostBadges))) // the worst come first
            placeBadge(finding);
    }
    placeConnections();
    if (!m_layout.options().showStrips)
        return m_band;
    const Instant earliest = m_layout.timeAt(m_top);
    const Instant latest = m_layout.timeAt(m_bottom);
    const auto isBefore = [](const LadderIndex::Span& span, Instant instant) { return span.since < instant; };
    const auto first = std::lower_bound(m_index.spans.begin(), m_index.spans.end(), earliest, isBefore);
    const auto last = std::lower_bound(first, m_index.spans.end(), latest + 1us, isBefore);
    if (last - first > mostStatesNamed)
        return m_band;
    for (const LadderIndex::Span& span : std::span(first, last)) {
        if (m_layout.options().hiddenNodes.contains(span.node))
            continue;
        if (const double top = m_layout.topOf(span); top >= m_top && top < m_bottom)
            placeWord(span, top);
    }
    return m_band;
}

QPointF BandTexts::endAt(const ArrowShape& arrow, int node) const
{
    return m_layout.trace().messages.at(arrow.n - 1).from == node ? arrow.from : arrow.to;
}

void BandTexts::placeBadge(int index)
{
    const Finding& finding = m_layout.findings().at(index);
    if (finding.severity == Severity::Note || finding.severity == Severity::Unknown)
        return;
    const auto arrow = m_layout.arrow(m_layout.messageOfFinding(index));
    if (!arrow)
        return;
    const QPointF end = endAt(*arrow, finding.node);
    if (end.y() < m_top || end.y() >= m_bottom)
        return;
    const LadderFonts& fonts = m_layout.fonts();
    const double apart = m_layout.lanes().size() > 1 ? m_layout.lanes().at(1).x - m_layout.lanes().at(0).x : 240;
    const double widest = apart - 14 - badgeMarkPx - 8; // of the words
    const int mostCrossings = finding.severity == Severity::Ok ? 0 : 2;
    QStringList text;
    QSizeF size;
    Place best;
    const auto fit = [&](const QStringList& lines, bool mayCoverLifelines) {
        text = lines;
        double width = 0;
        for (const QString& line : lines)
            width = std::max(width, fonts.width(FontRole::Small, line));
        const double height = badgeHeightPx + static_cast<double>(lines.size() - 1) * badgeLinePx;
        size = QSizeF(width + badgeMarkPx + 8, height);
        best = bestBadgePlace(end, size, mostCrossings, mayCoverLifelines);
    };
    const auto cut = [&](double room) { return QStringList{fonts.elided(FontRole::Small, finding.title, room)}; };
    // Where lifelines stand close and have no strips, a badge lies upon one rather than say three letters.
    const bool isWhole = fonts.width(FontRole::Small, finding.title) <= widest;
    if (!isWhole && !m_layout.options().showStrips) {
        for (const double room : {widestBadgePx, widestBadgePx / 2}) {
            if (best.cost == mostCostly)
                fit(cut(room - badgeMarkPx - 8), true);
        }
    }
    if (!isWhole && best.cost == mostCostly)
        fit(inTwoLines(finding.title, widest), false);
    if (best.cost == mostCostly)
        fit(cut(widest), false);
    if (best.cost == mostCostly)
        return;
    m_placer.occupy(best.box);
    m_band.badges << BadgeShape{index, finding.severity, text.join(u'\n'),
        QRectF(best.box.centre.x() - size.width() / 2, best.box.centre.y() - size.height() / 2, size.width(),
            size.height())};
}

/// Parted at the space that makes the longer line shortest; what is too long even so is cut.
QStringList BandTexts::inTwoLines(const QString& words, double room) const
{
    const LadderFonts& fonts = m_layout.fonts();
    QStringList best{words};
    double shortest = fonts.width(FontRole::Small, words);
    for (qsizetype space = words.indexOf(u' '); space > 0; space = words.indexOf(u' ', space + 1)) {
        const QStringList lines{words.left(space), words.mid(space + 1)};
        const double width
            = std::max(fonts.width(FontRole::Small, lines.first()), fonts.width(FontRole::Small, lines.last()));
        if (width < shortest) {
            shortest = width;
            best = lines;
        }
    }
    for (QString& line : best)
        line = fonts.elided(FontRole::Small, line, room);
    return best;
}

/// The nearest free place beside the end of an arrow, rather a little off than upon other arrows.
BandTexts::Place BandTexts::bestBadgePlace(QPointF end, QSizeF size, int mostCrossings, bool mayCoverLifelines) const
{
    constexpr int rows = 27;
    constexpr double rowPx = 6;
    Place best;
    for (const double dx : {8.0, 4.0, 14.0, 26.0, 44.0, 70.0, -8.0, -4.0, -14.0, -26.0, -44.0, -70.0}) {
        const double x = end.x() + dx + (dx > 0 ? size.width() : -size.width()) / 2;
        const double half = size.width() / 2 + 2;
        if (!m_placer.isFreeAcross(x - half, x + half, mayCoverLifelines))
            continue;
        for (int row = 0; row < 2 * rows; ++row) {
            const bool isAbove = row % 2 == 1;
            const double dy = size.height() / 2 + 5 + rowPx * std::floor(row / 2.0);
            Place place{TurnedBox::make({x, end.y() + (isAbove ? -dy : dy)}, size + QSizeF(4, 4), 0), 0, 0,
                dy + std::abs(dx) / 2 + (isAbove ? 12 : 0)};
            if (place.cost >= best.cost || !m_placer.isFree(place.box, mayCoverLifelines))
                continue;
            const int most = mayCoverLifelines ? mostCrossingsNarrow : mostCrossings;
            place.crossings = m_placer.crossings(place.box, 0, most);
            place.cost += place.crossings * (mayCoverLifelines ? 25 : 90);
            if (place.cost < best.cost && place.crossings <= most)
                best = place;
        }
    }
    return best;
}

/// The stretches between lifelines that an arrow runs through, the best for its label first: away from the proxy,
/// where arrows part.
QList<std::pair<double, double>> BandTexts::gapsAlong(const ArrowShape& arrow) const
{
    const auto [left, right] = std::minmax({arrow.from.x(), arrow.to.x()});
    QList<std::pair<double, double>> gaps;
    double start = left;
    for (const Lane& lane : m_layout.lanes()) {
        if (lane.x <= left || lane.x >= right)
            continue;
        gaps.append({start, lane.x - lane.halfWidth - 1});
        start = lane.x + lane.halfWidth + 1;
    }
    gaps.append({start, right});
    const TraceMessage& message = m_layout.trace().messages.at(arrow.n - 1);
    const bool startsAtProxy = m_layout.trace().nodes.at(message.from).part() == Role::Proxy;
    const bool goesRight = arrow.to.x() > arrow.from.x();
    if (startsAtProxy == goesRight)
        std::reverse(gaps.begin(), gaps.end());
    return gaps;
}

BandTexts::Place BandTexts::bestInGap(
    const ArrowShape& arrow, QSizeF size, double left, double right, double limit) const
{
    const QPointF way = arrow.to - arrow.from;
    const double slope = std::abs(way.x()) < 1 ? 0 : way.y() / way.x();
    const double angle = std::atan(slope);
    const double cosine = std::cos(angle);
    const double half = (size.width() * cosine + size.height() * std::abs(std::sin(angle))) / 2 + sidePx;
    const double room = (right - left) / 2 - half;
    Place best;
    best.cost = limit;
    if (room < 0)
        return {};
    const double off = size.height() / 2 + labelGapPx + m_awayPx;
    for (int slide = 0; slide < 13; ++slide) {
        const double share = std::ceil(slide / 2.0) / 6 * (slide % 2 == 1 ? 1 : -1);
        for (const double side : {-1.0, 1.0}) {
            const double cost = std::abs(share) * 2.2 + (side > 0 ? 0.8 : 0);
            if (cost >= best.cost)
                continue;
            // The normal of the arrow takes the label off it; x is corrected so that it stays within the gap.
            const double x = (left + right) / 2 + share * room;
            const double y = arrow.from.y() + (x - arrow.from.x()) * slope + side * off / cosine;
            Place place{TurnedBox::make({x, y}, size, angle * 180 / M_PI), angle * 180 / M_PI, 0, cost};
            if (!m_placer.isFree(place.box))
                continue;
            const int most = static_cast<int>(std::min((best.cost - cost) / crossingCost, 1000.0));
            place.crossings = m_placer.crossings(place.box, arrow.n, most);
            place.cost += place.crossings * crossingCost;
            if (place.cost < best.cost)
                best = place;
        }
    }
    return best.cost < limit ? best : Place();
}

BandTexts::Place BandTexts::bestPlace(const ArrowShape& arrow, QSizeF size, double limit) const
{
    Place best;
    best.cost = limit;
    double rank = 0;
    for (const auto& [left, right] : gapsAlong(arrow)) {
        Place place = bestInGap(arrow, size, left, right, best.cost - rank);
        if (place.cost != mostCostly) {
            place.cost += rank;
            best = place;
        }
        rank += 1.2;
    }
    return best.cost < limit ? best : Place();
}

void BandTexts::placeLabel(const ArrowShape& arrow)
{
    const TraceMessage& message = m_layout.trace().messages.at(arrow.n - 1);
    const LadderFonts& fonts = m_layout.fonts();
    Place best;
    QString text;
    QSizeF size;
    double penalty = 0;
    for (const QString& level : m_index.labels.levels(message)) {
        const QSizeF box(fonts.width(FontRole::StrongLabel, level) + 4, fonts.height(FontRole::Label));
        const double limit = best.cost == mostCostly ? mostCostly : best.cost - penalty;
        Place place = bestPlace(arrow, box, limit);
        if (place.cost != mostCostly && place.cost + penalty < best.cost) {
            place.cost += penalty;
            best = place;
            text = level;
            size = box;
        }
        penalty += 3;
    }
    if (best.cost == mostCostly && m_awayPx == 0 && m_arrows.size() <= mostArrowsSpread) {
        m_awayPx = fonts.height(FontRole::Label) - 3; // beyond the label of the arrow beside it
        placeLabel(arrow);
        m_awayPx = 0;
        return;
    }
    if (best.cost == mostCostly)
        return;
    m_placer.occupy(best.box);
    m_band.labels << LabelShape{arrow.n, text, best.box.centre, size, best.angle, arrow.kind, best.crossings > 0};
}

/// Several of one kind at one instant and node are one mark: a proxy that restarts has many connections.
void BandTexts::placeConnections()
{
    const QList<ConnectionEvent>& events = m_layout.trace().connections;
    const auto isBefore = [](const ConnectionEvent& event, Instant instant) { return event.at < instant; };
    auto first = std::lower_bound(events.begin(), events.end(), m_layout.timeAt(m_top), isBefore);
    const auto last = std::lower_bound(first, events.end(), m_layout.timeAt(m_bottom) + 1us, isBefore);
    if (last - first > mostConnectionsShown)
        return;
    while (first != last) {
        const auto isOther = [first](const ConnectionEvent& event) {
            return event.at != first->at || event.node != first->node || event.what != first->what;
        };
        const auto next = std::find_if(first, last, isOther);
        placeConnection(static_cast<int>(first - events.begin()), static_cast<int>(next - first));
        first = next;
    }
}

void BandTexts::placeConnection(int number, int count)
{
    using enum ConnectionEvent::What;
    const ConnectionEvent& event = m_layout.trace().connections.at(number);
    const auto lane = std::find_if(
        m_layout.lanes().begin(), m_layout.lanes().end(), [&](const Lane& one) { return one.node == event.node; });
    const double y = m_layout.yOf(event.at);
    if (lane == m_layout.lanes().end() || y < m_top || y >= m_bottom)
        return;
    QString word = connectionWord(event.what);
    if (count > 1)
        word += QStringLiteral(" ×%1").arg(count);
    const bool isUsual
        = event.what == Connecting || event.what == Connected || event.what == HalfClosed || event.what == Closed;
    ConnectionShape shape{number, {lane->x, y}, {}, {}, !isUsual};
    const LadderFonts& fonts = m_layout.fonts();
    const QSizeF size(fonts.width(FontRole::Small, word), fonts.height(FontRole::Small) - 1);
    constexpr double rowPx = 4;
    constexpr int rows = 10;
    for (int crossings = 0; crossings < 3 && shape.text.isEmpty(); ++crossings) {
        for (int row = 0; row < rows && shape.text.isEmpty(); ++row) {
            const double dy = rowPx * std::ceil(row / 2.0) * (row % 2 == 0 ? -1 : 1);
            for (const double side : {-1.0, 1.0}) {
                const double x = lane->x + side * (lane->halfWidth + 9 + size.width() / 2);
                const TurnedBox box = TurnedBox::make(QPointF(x, y + dy), size, 0);
                if (!m_placer.isFree(box) || m_placer.crossings(box) > crossings)
                    continue;
                m_placer.occupy(box);
                shape.text = word;
                shape.rect = box.bounds();
                break;
            }
        }
    }
    m_band.connections << shape;
}

QString BandTexts::wordOf(const StateChange& change) const
{
    if (change.kind == MachineKind::InviteClient)
        return {}; // told by its tooltip: the proxy's lifeline would be full of words
    const bool isCaller = m_layout.trace().nodes.at(change.node).role == Role::Caller;
    if (change.kind == MachineKind::Dialog && isCaller && !change.tag.isEmpty())
        return change.state + u' ' + QString::fromUtf8(change.tag);
    return change.state;
}

void BandTexts::placeWord(const LadderIndex::Span& span, double top)
{
    const StateChange& change = m_layout.trace().states.at(span.state);
    const QString word = wordOf(change);
    const auto lane = std::find_if(
        m_layout.lanes().begin(), m_layout.lanes().end(), [&](const Lane& one) { return one.node == span.node; });
    if (word.isEmpty() || lane == m_layout.lanes().end())
        return;
    const LadderFonts& fonts = m_layout.fonts();
    const QSizeF size(fonts.width(FontRole::Small, word), fonts.height(FontRole::Small) - 1);
    const double lowest = std::min({top + 60, m_layout.bottomOf(span), m_bottom});
    constexpr double rowPx = 4;
    for (int crossings = 0; crossings < 2; ++crossings) {
        for (int row = 0; top + size.height() + row * rowPx - 2 <= lowest; ++row) {
            const double y = top + size.height() / 2 - 2 + row * rowPx;
            for (const double side : {1.0, -1.0}) {
                const double x = lane->x + side * (lane->halfWidth + 4 + size.width() / 2);
                const TurnedBox box = TurnedBox::make(QPointF(x, y), size, 0);
                if (!m_placer.isFree(box) || m_placer.crossings(box, 0, crossings) > crossings)
                    continue;
                m_placer.occupy(box);
                m_band.words << WordShape{word, box.bounds()};
                return;
            }
        }
        if (change.kind != MachineKind::Dialog && change.kind != MachineKind::Node)
            return;
    }
}

} // namespace

LadderBand placeTexts(const LadderLayout& layout, const LadderIndex& index, double top, double bottom)
{
    return BandTexts(layout, index, top, bottom).place();
}

} // namespace siprace
