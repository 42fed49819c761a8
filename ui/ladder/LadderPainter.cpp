#include "LadderPainter.h"

#include "Numbers.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace siprace {

namespace {

constexpr double axisTextRight = 50;
constexpr double gridLeft = 56;
constexpr double headPx = 8; ///< length of an arrow's head
constexpr double headHalfPx = 3.2;
constexpr double leastRoundedPx = 4; ///< a strip as high as that has round corners
constexpr double faintest = 0.35; ///< of a density: how much of the colour one message gives its stretch

/// The part of a line that lies between two heights.
std::optional<QLineF> cut(QPointF from, QPointF to, double top, double bottom)
{
    const auto inside = [=](double y) { return y >= top && y <= bottom; };
    if (inside(from.y()) && inside(to.y()))
        return QLineF(from, to);
    const auto [highest, lowest] = std::minmax({from.y(), to.y()});
    if (lowest < top || highest > bottom)
        return {};
    const auto at = [&](QPointF end) {
        const double y = std::clamp(end.y(), top, bottom);
        return QPointF(from.x() + (to.x() - from.x()) * (y - from.y()) / (to.y() - from.y()), y);
    };
    return QLineF(at(from), at(to));
}

QString kindName(MessageKind kind)
{
    static const QString names[MessageKindCount] = {QStringLiteral("invite"), QStringLiteral("request"),
        QStringLiteral("provisional"), QStringLiteral("success"), QStringLiteral("failure"), QStringLiteral("cancel"),
        QStringLiteral("ack"), QStringLiteral("bye"), QStringLiteral("not-sip")};
    return names[static_cast<int>(kind)];
}

} // namespace

LadderPainter::LadderPainter(const LadderLayout& layout, const LadderTheme& theme, QString idPrefix)
    : m_layout(layout)
    , m_theme(theme)
    , m_idPrefix(std::move(idPrefix))
{
}

/// A group with the id of one thing; its title is made only where it is kept.
void LadderPainter::beginGroup(
    Canvas& canvas, QChar letter, int number, const QString& kind, const std::function<QString()>& title) const
{
    if (canvas.keepsTitles())
        canvas.beginGroup(m_idPrefix + letter + QString::number(number), kind, title());
    else
        canvas.beginGroup({}, {}, {});
}

bool LadderPainter::isDimmed(int n, const LadderMarks& marks) const
{
    if (n == marks.selected || n == marks.secondSelected)
        return false;
    if (!marks.highlighted.isEmpty())
        return !marks.highlighted.contains(n);
    return m_layout.options().dimmedMessages.contains(n);
}

QColor LadderPainter::colourOf(int n, MessageKind kind, const LadderMarks& marks) const
{
    const QColor colour = m_theme.of(kind);
    return isDimmed(n, marks) ? m_theme.dimmed(colour) : colour;
}

void LadderPainter::paintBody(Canvas& canvas, double top, double bottom, const LadderMarks& marks) const
{
    Job job{canvas, top, bottom, marks, m_layout.slice(top, bottom)};
    QSet<int> wanted{marks.selected, marks.secondSelected}; // in a dense slice they may have been left out
    if (!job.slice.densities.isEmpty())
        wanted += marks.highlighted;
    for (const int n : std::as_const(wanted)) {
        const bool isThere = std::any_of(
            job.slice.arrows.begin(), job.slice.arrows.end(), [n](const ArrowShape& one) { return one.n == n; });
        if (const auto arrow = m_layout.arrow(n); arrow && !isThere)
            job.slice.arrows << *arrow;
    }
    canvas.beginGroup(m_idPrefix + QStringLiteral("axis"), QStringLiteral("axis"), {});
    paintTicks(job);
    paintLifelines(job);
    canvas.endGroup();
    paintStrips(job);
    paintFolds(job);
    paintTimes(job);
    paintDensities(job);
    paintArrows(job);
    paintConnections(job);
    paintLabels(job);
    paintBadges(job);
    paintBetween(job);
}

QList<QRectF> LadderPainter::tagsOnAxis(const Job& job) const
{
    QList<QRectF> tags;
    for (const Instant instant : job.marks.times)
        tags.append(tagOf(instant));
    if (const auto bracket = between(job))
        tags.append(bracket->pill);
    return tags;
}

void LadderPainter::paintTicks(const Job& job) const
{
    constexpr double halfHeight = 7;
    const QList<QRectF> tags = tagsOnAxis(job);
    for (const TickShape& tick : job.slice.ticks) {
        if (tick.y < job.top || tick.y > job.bottom)
            continue;
        job.canvas.line({gridLeft, tick.y}, {m_layout.width() - 16, tick.y}, {m_theme.grid, 1, false});
        const QRectF number(0, tick.y - halfHeight, axisTextRight, 2 * halfHeight);
        if (std::ranges::none_of(tags, [&number](const QRectF& tag) { return tag.intersects(number); }))
            job.canvas.text({axisTextRight, tick.y}, tick.text, FontRole::Axis, m_theme.mutedText, Anchor::End);
    }
}

void LadderPainter::paintLifelines(const Job& job) const
{
    const double end = std::min(job.bottom, m_layout.height());
    for (const Lane& lane : m_layout.lanes()) {
        double start = std::max(job.top, 0.0);
        for (const FoldShape& fold : job.slice.folds) {
            if (fold.top > start)
                job.canvas.line({lane.x, start}, {lane.x, std::min(fold.top, end)}, {m_theme.lifeline, 1.2, false});
            const double from = std::clamp(fold.top, job.top, job.bottom);
            const double to = std::clamp(fold.bottom, job.top, job.bottom);
            if (to > from)
                job.canvas.line({lane.x, from}, {lane.x, to}, {m_theme.lifeline, 1.2, true});
            start = std::max(start, fold.bottom);
        }
        if (start < end)
            job.canvas.line({lane.x, start}, {lane.x, end}, {m_theme.lifeline, 1.2, false});
    }
}

void LadderPainter::paintStrips(const Job& job) const
{
    for (const StripShape& strip : job.slice.strips) {
        const double top = std::max(strip.rect.top(), job.top);
        const double bottom = std::min(strip.rect.bottom(), job.bottom);
        if (bottom <= top)
            continue;
        beginGroup(
            job.canvas, u's', strip.state, QStringLiteral("strip"), [&] { return m_layout.stripTitle(strip.state); });
        const QRectF part(strip.rect.left(), top, strip.rect.width(), bottom - top);
        const double radius = part.height() < leastRoundedPx ? 0 : 2;
        job.canvas.box(part, radius, m_theme.of(strip.tone), {});
        job.canvas.endGroup();
    }
    for (const WordShape& word : job.slice.words) {
        if (word.rect.center().y() >= job.top && word.rect.center().y() <= job.bottom)
            job.canvas.text(word.rect.center(), word.text, FontRole::Small, m_theme.mutedText, Anchor::Middle);
    }
}

void LadderPainter::paintFolds(const Job& job) const
{
    const QList<Lane>& lanes = m_layout.lanes();
    if (lanes.isEmpty())
        return;
    const double right = lanes.size() > 1 ? lanes.at(1).x : m_layout.width();
    for (const FoldShape& fold : job.slice.folds) {
        for (const double y : {fold.top, fold.bottom}) {
            if (y >= job.top && y <= job.bottom)
                job.canvas.line({gridLeft, y}, {m_layout.width() - 16, y}, {m_theme.lifeline, 1, true});
        }
        const double middle = (fold.top + fold.bottom) / 2;
        if (middle >= job.top && middle <= job.bottom)
            job.canvas.text(
                {(lanes.at(0).x + right) / 2, middle}, fold.text, FontRole::Label, m_theme.mutedText, Anchor::Middle);
    }
}

void LadderPainter::paintArrows(const Job& job) const
{
    for (const bool isDimPass : {true, false}) {
        for (const ArrowShape& arrow : job.slice.arrows) {
            if (isDimmed(arrow.n, job.marks) == isDimPass)
                paintArrow(job, arrow);
        }
    }
}

/// The mixture of the colours of what passes, the stronger the more it is; what is dimmed is seen only where all is.
QColor LadderPainter::colourOf(const DensityShape& density, int most, const LadderMarks& marks) const
{
    std::array<int, MessageKindCount> counts = density.counts;
    const bool isAllDimmed = counts == density.dimmed;
    if (!isAllDimmed)
        std::transform(counts.begin(), counts.end(), density.dimmed.begin(), counts.begin(), std::minus<>());
    double red = 0;
    double green = 0;
    double blue = 0;
    const double sum = std::accumulate(counts.begin(), counts.end(), 0);
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
        const QColor colour = m_theme.of(static_cast<MessageKind>(kind));
        const double share = counts[kind] / sum;
        red += share * colour.redF();
        green += share * colour.greenF();
        blue += share * colour.blueF();
    }
    const bool isDim = isAllDimmed || !marks.highlighted.isEmpty();
    const double strength = (faintest + (1 - faintest) * std::log1p(sum) / std::log1p(most)) * (isDim ? 0.35 : 0.85);
    const auto mixed = [strength](double ground, double colour) {
        return static_cast<float>(std::clamp(ground + (colour - ground) * strength, 0.0, 1.0));
    };
    const QColor& card = m_theme.card;
    return QColor::fromRgbF(mixed(card.redF(), red), mixed(card.greenF(), green), mixed(card.blueF(), blue));
}

void LadderPainter::paintDensities(const Job& job) const
{
    if (job.slice.densities.isEmpty())
        return;
    int most = 1;
    for (const DensityShape& density : job.slice.densities)
        most = std::max(most, std::accumulate(density.counts.begin(), density.counts.end(), 0));
    job.canvas.beginGroup(m_idPrefix + QStringLiteral("density"), QStringLiteral("density"), {});
    for (const DensityShape& density : job.slice.densities) {
        if (density.rect.top() >= job.top && density.rect.bottom() <= job.bottom)
            job.canvas.box(density.rect, 0, colourOf(density, most, job.marks), {});
    }
    job.canvas.endGroup();
}

void LadderPainter::paintArrow(const Job& job, const ArrowShape& arrow) const
{
    const bool isSelected = arrow.n == job.marks.selected || arrow.n == job.marks.secondSelected;
    const QColor colour = colourOf(arrow.n, arrow.kind, job.marks);
    const double width = isSelected ? 2.4 : 1.5;
    const QPointF way = arrow.to - arrow.from;
    const double length = std::max(1.0, std::hypot(way.x(), way.y()));
    const QPointF unit = way / length;
    const QPointF shaftEnd
        = arrow.end == ArrowEnd::Head || arrow.end == ArrowEnd::Discarded ? arrow.to - unit * (headPx - 1) : arrow.to;
    const auto shaft = cut(arrow.from + (arrow.isStray ? unit * 7 : QPointF()), shaftEnd, job.top, job.bottom);
    if (!shaft)
        return;
    beginGroup(job.canvas, u'm', arrow.n, kindName(arrow.kind), [&] { return m_layout.tooltip(arrow.n); });
    paintShaft(job.canvas, arrow, *shaft, {colour, width, arrow.isRetransmission});
    if (arrow.isStray && arrow.from.y() >= job.top && arrow.from.y() <= job.bottom)
        job.canvas.circle(arrow.from + unit * 3.5, 3.5, m_theme.card, {colour, 1.5, false});
    if (arrow.to.y() >= job.top && arrow.to.y() <= job.bottom)
        paintEnd(job, arrow, colour, width);
    job.canvas.endGroup();
}

/// At a program outside the time is only known where the message passed our end of the way: that side is dashed.
void LadderPainter::paintShaft(Canvas& canvas, const ArrowShape& arrow, const QLineF& shaft, const Stroke& stroke) const
{
    const QPointF middle = (arrow.from + arrow.to) / 2;
    const double share = arrow.to.y() == arrow.from.y() || shaft.dy() == 0
        ? 0.5
        : std::clamp((middle.y() - shaft.y1()) / shaft.dy(), 0.0, 1.0);
    if (arrow.startsOutside == arrow.endsOutside) {
        canvas.line(shaft.p1(), shaft.p2(), {stroke.colour, stroke.width, stroke.isDashed || arrow.startsOutside});
        return;
    }
    const QPointF turn = shaft.pointAt(share);
    canvas.line(shaft.p1(), turn, {stroke.colour, stroke.width, stroke.isDashed || arrow.startsOutside});
    canvas.line(turn, shaft.p2(), {stroke.colour, stroke.width, stroke.isDashed || arrow.endsOutside});
}

void LadderPainter::paintEnd(const Job& job, const ArrowShape& arrow, const QColor& colour, double width) const
{
    const QPointF way = arrow.to - arrow.from;
    const QPointF unit = way / std::max(1.0, std::hypot(way.x(), way.y()));
    const QPointF normal(-unit.y(), unit.x());
    const QColor alarm = isDimmed(arrow.n, job.marks) ? m_theme.dimmed(m_theme.of(MessageKind::Failure))
                                                      : m_theme.of(MessageKind::Failure);
    switch (arrow.end) {
    case ArrowEnd::Discarded: {
        const QPointF centre = arrow.to + unit * 4;
        constexpr double radius = 7;
        constexpr double slash = radius * 0.7;
        job.canvas.circle(centre, radius, m_theme.card, {alarm, 1.8, false});
        job.canvas.line(centre + QPointF(-slash, -slash), centre + QPointF(slash, slash), {alarm, 1.8, false});
        const QPointF tip = arrow.to - unit * 3;
        job.canvas.polygon(
            {tip, tip - unit * headPx + normal * headHalfPx, tip - unit * headPx - normal * headHalfPx}, colour);
        break;
    }
    case ArrowEnd::Head: {
        const double half = headHalfPx + (width > 2 ? 1 : 0);
        job.canvas.polygon(
            {arrow.to, arrow.to - unit * headPx + normal * half, arrow.to - unit * headPx - normal * half}, colour);
        break;
    }
    case ArrowEnd::Cross: {
        constexpr double arm = 4.5;
        job.canvas.line(arrow.to + QPointF(-arm, -arm), arrow.to + QPointF(arm, arm), {alarm, 2, false});
        job.canvas.line(arrow.to + QPointF(-arm, arm), arrow.to + QPointF(arm, -arm), {alarm, 2, false});
        break;
    }
    case ArrowEnd::Open:
        job.canvas.circle(arrow.to, 2.2, colour, {});
        break;
    }
}

void LadderPainter::paintLabels(const Job& job) const
{
    for (const LabelShape& label : job.slice.labels) {
        if (label.centre.y() < job.top || label.centre.y() > job.bottom)
            continue;
        const bool isSelected = label.n == job.marks.selected || label.n == job.marks.secondSelected;
        const bool isStrong = isSelected || job.marks.highlighted.contains(label.n);
        beginGroup(job.canvas, u'l', label.n, QStringLiteral("label"), [&] { return m_layout.tooltip(label.n); });
        if (isSelected)
            job.canvas.box(
                label.box().adjusted(-5, -1, 5, 1), 7, m_theme.accentFill, {m_theme.accent, 1.4, false}, label.angle);
        else if (label.crossesArrow)
            job.canvas.box(label.box().adjusted(0, 1, 0, -1), 0, m_theme.card, {}, label.angle);
        job.canvas.text(label.centre, label.text, isStrong ? FontRole::StrongLabel : FontRole::Label,
            colourOf(label.n, label.kind, job.marks), Anchor::Middle, label.angle);
        job.canvas.endGroup();
    }
}

void LadderPainter::paintBadges(const Job& job) const
{
    for (const BadgeShape& badge : job.slice.badges) {
        if (badge.rect.center().y() < job.top || badge.rect.center().y() > job.bottom)
            continue;
        const LadderTheme::Pill pill = m_theme.pill(badge.severity);
        const Finding& finding = m_layout.findings().at(badge.finding);
        beginGroup(job.canvas, u'f', badge.finding, QStringLiteral("finding"), [&] { return finding.text; });
        const QStringList lines = badge.text.split(u'\n');
        const double over = static_cast<double>(lines.size() - 1) * badgeLinePx; // what it is higher than one line
        job.canvas.box(badge.rect, (badge.rect.height() - over) / 2, pill.fill, {pill.border, 1.1, false});
        job.canvas.text({badge.rect.left() + 11, badge.rect.center().y()}, severityMark(badge.severity),
            FontRole::StrongLabel, pill.text, Anchor::Middle);
        double y = badge.rect.center().y() - over / 2;
        for (const QString& line : lines) {
            job.canvas.text({badge.rect.left() + 20, y}, line, FontRole::Small, m_theme.text);
            y += badgeLinePx;
        }
        job.canvas.endGroup();
    }
    if (!m_layout.options().showFindings || !job.marks.showsFindingTicks)
        return;
    for (int finding = 0; finding < m_layout.findings().size(); ++finding) {
        const auto y = m_layout.findingY(finding);
        if (!y || *y < job.top || *y > job.bottom)
            continue;
        const QColor colour = m_theme.pill(m_layout.findings().at(finding).severity).border;
        job.canvas.box(QRectF(m_layout.width() - 12, *y - 2, 8, 4), 2, colour, {});
    }
}

/// A diamond on the lifeline, hollow when all is well, and its word.
void LadderPainter::paintConnections(const Job& job) const
{
    constexpr double radius = 5;
    const auto diamond = [](QPointF at, double r) {
        return QPolygonF({at + QPointF(0, -r), at + QPointF(r, 0), at + QPointF(0, r), at + QPointF(-r, 0)});
    };
    for (const ConnectionShape& shape : job.slice.connections) {
        if (shape.at.y() < job.top || shape.at.y() > job.bottom)
            continue;
        const QColor colour = shape.isTrouble ? m_theme.of(MessageKind::Failure) : m_theme.mutedText;
        const ConnectionEvent& event = m_layout.trace().connections.at(shape.event);
        beginGroup(job.canvas, u'c', shape.event, QStringLiteral("connection"), [&] { return event.text; });
        job.canvas.polygon(diamond(shape.at, radius), colour);
        if (!shape.isTrouble)
            job.canvas.polygon(diamond(shape.at, radius - 1.6), m_theme.card);
        if (!shape.text.isEmpty()) {
            job.canvas.box(shape.rect.adjusted(-2, 0, 2, 0), 3, m_theme.card, {});
            job.canvas.text(shape.rect.center(), shape.text, FontRole::Small, colour, Anchor::Middle);
        }
        job.canvas.endGroup();
    }
}

std::optional<LadderPainter::Between> LadderPainter::between(const Job& job) const
{
    const auto one = m_layout.arrow(job.marks.selected);
    const auto other = m_layout.arrow(job.marks.secondSelected);
    if (!one || !other)
        return {};
    const auto instantOf = [this](int n) {
        const TraceMessage& message = m_layout.trace().messages.at(n - 1);
        return message.arrived.value_or(message.sent);
    };
    const auto [top, bottom] = std::minmax({one->to.y(), other->to.y()});
    const auto line = cut({gridLeft + 4, top}, {gridLeft + 4, std::max(bottom, top + 1)}, job.top, job.bottom);
    if (!line)
        return {};
    const Duration apart = instantOf(job.marks.secondSelected) - instantOf(job.marks.selected);
    const QString text = QStringLiteral("Δ %1").arg(ui::localNumber(humanDuration(apart < 0us ? -apart : apart)));
    const double width = m_layout.fonts().width(FontRole::StrongLabel, text) + 16;
    return Between{top, bottom, text, QRectF(4, (line->y1() + line->y2()) / 2 - 10, width, 20)};
}

/// A bracket beside the axis from one selected message's end to the other's, with the time between.
void LadderPainter::paintBetween(const Job& job) const
{
    const std::optional<Between> bracket = between(job);
    if (!bracket)
        return;
    const auto line = cut(
        {gridLeft + 4, bracket->top}, {gridLeft + 4, std::max(bracket->bottom, bracket->top + 1)}, job.top, job.bottom);
    const Stroke stroke{m_theme.accent, 1.6, false};
    if (line)
        job.canvas.line(line->p1(), line->p2(), stroke);
    for (const double y : {bracket->top, bracket->bottom}) {
        if (y >= job.top && y <= job.bottom)
            job.canvas.line({gridLeft, y}, {gridLeft + 8, y}, stroke);
    }
    job.canvas.box(bracket->pill, 10, m_theme.card, {m_theme.accent, 1.4, false});
    job.canvas.text(bracket->pill.center(), bracket->text, FontRole::StrongLabel, m_theme.accent, Anchor::Middle);
}

QRectF LadderPainter::tagOf(Instant instant) const
{
    const double width = m_layout.fonts().width(
                             FontRole::Axis, tr("%1 ms").arg(ui::localNumber(QString::number(toMs(instant), 'f', 1))))
        + 8;
    return {std::max(2.0, axisTextRight + 4 - width), m_layout.yOf(instant) - 8, width, 16};
}

void LadderPainter::paintTimes(const Job& job) const
{
    for (const Instant instant : job.marks.times) {
        const double y = m_layout.yOf(instant);
        if (y < job.top || y > job.bottom)
            continue;
        job.canvas.line({gridLeft, y}, {m_layout.width() - 16, y}, {m_theme.mark, 1, true});
        const QString text = tr("%1 ms").arg(ui::localNumber(QString::number(toMs(instant), 'f', 1)));
        const QRectF tag = tagOf(instant);
        job.canvas.box(tag, 3, m_theme.card, {m_theme.mark, 1, false});
        job.canvas.text(tag.center(), text, FontRole::Axis, m_theme.mark, Anchor::Middle);
    }
}

void LadderPainter::paintHeaders(Canvas& canvas, int draggedNode, double dragX) const
{
    for (const Lane& lane : m_layout.lanes()) {
        const QRectF box = m_layout.headerBox(lane);
        canvas.line({lane.x, box.bottom()}, {lane.x, LadderLayout::headerHeight()}, {m_theme.lifeline, 1.2, false});
        if (lane.node != draggedNode)
            paintHeader(canvas, lane, box, false);
    }
    for (const Lane& lane : m_layout.lanes()) {
        if (lane.node == draggedNode)
            paintHeader(canvas, lane, m_layout.headerBox(lane).translated(dragX - lane.x, 0), true);
    }
}

void LadderPainter::paintHeader(Canvas& canvas, const Lane& lane, QRectF box, bool isDragged) const
{
    const LadderFonts& fonts = m_layout.fonts();
    const bool isProxy = m_layout.trace().nodes.at(lane.node).part() == Role::Proxy;
    const bool isOutside = lane.role == Role::External;
    beginGroup(
        canvas, u'n', lane.node, QStringLiteral("node"), [&] { return lane.name + QChar::LineFeed + lane.address; });
    canvas.box(box, 7, isDragged ? m_theme.accentFill : m_theme.headerFill,
        {isProxy || isDragged ? m_theme.accent : m_theme.headerBorder, isProxy ? 1.6 : 1.2, isOutside});
    const double room = box.width() - (box.width() < 90 ? 4 : 12);
    canvas.text({box.center().x(), box.top() + 14.5}, fonts.elided(FontRole::Header, lane.name, room), FontRole::Header,
        m_theme.text, Anchor::Middle);
    canvas.text({box.center().x(), box.top() + 30}, fonts.elided(FontRole::Mono, lane.address, room, Qt::ElideLeft),
        FontRole::Mono, m_theme.mutedText, Anchor::Middle);
    canvas.endGroup();
}

} // namespace siprace
