#include "LabelPlacer.h"
#include "LadderLayout.h"
#include "NodeNames.h"
#include "Numbers.h"

#include <QMap>

#include <algorithm>
#include <cmath>
#include <optional>

// What a person asks a LadderLayout: what is there, and what does it say.

namespace siprace {

namespace {

QString millis(Instant instant)
{
    return QStringLiteral("%1 ms").arg(ui::localNumber(QString::number(toMs(instant), 'f', 1)));
}

} // namespace

QString LadderLayout::stripTitle(int state) const
{
    const StateChange& change = m_trace.states.at(state);
    return tr("%1: %2 since %3")
        .arg(change.label.isEmpty() ? change.machine : change.label, change.state, millis(change.at));
}

/// ", timer M 31.9 s to go": those of its machine that were set and have neither fired nor been stopped by then.
QString LadderLayout::runningTimers(int state, Instant instant) const
{
    const StateChange& machine = m_trace.states.at(state);
    QMap<QString, const TimerChange*> last;
    for (const TimerChange& timer : m_trace.timers) {
        if (timer.at > instant)
            break;
        if (timer.node == machine.node && timer.machine == machine.machine)
            last.insert(timer.name, &timer);
    }
    QString text;
    for (const TimerChange* timer : std::as_const(last)) {
        if (timer->what == TimerChange::What::Set && timer->due > instant)
            text += tr(", timer %1: %2 to go").arg(timer->name, ui::localNumber(humanDuration(timer->due - instant)));
    }
    return text;
}

std::optional<LabelShape> LadderLayout::label(int n) const
{
    const auto shape = arrow(n);
    if (!shape)
        return {};
    LadderSlice near;
    sliceTexts(near, std::min(shape->from.y(), shape->to.y()), std::max(shape->from.y(), shape->to.y()));
    const auto found
        = std::find_if(near.labels.begin(), near.labels.end(), [n](const LabelShape& one) { return one.n == n; });
    return found == near.labels.end() ? std::optional<LabelShape>() : *found;
}

int LadderLayout::messageAt(QPointF point, double tolerance) const
{
    LadderSlice near;
    sliceTexts(near, point.y(), point.y());
    for (const LabelShape& label : near.labels) {
        if (TurnedBox::make(label.centre, label.size, label.angle).contains(point))
            return label.n;
    }
    int best = 0;
    double bestDistance = tolerance;
    for (const ArrowShape& shape : arrowsIn(point.y() - tolerance, point.y() + tolerance)) {
        const QPointF way = shape.to - shape.from;
        const double length = std::max(1.0, QPointF::dotProduct(way, way));
        const double share = std::clamp(QPointF::dotProduct(point - shape.from, way) / length, 0.0, 1.0);
        const QPointF off = point - (shape.from + way * share);
        const double distance = std::hypot(off.x(), off.y());
        if (distance <= bestDistance) {
            bestDistance = distance;
            best = shape.n;
        }
    }
    return best;
}

int LadderLayout::findingAt(QPointF point) const
{
    LadderSlice near;
    sliceTexts(near, point.y(), point.y());
    const auto found = std::find_if(near.badges.begin(), near.badges.end(),
        [point](const BadgeShape& badge) { return badge.rect.contains(point); });
    return found == near.badges.end() ? -1 : found->finding;
}

QString LadderLayout::stripTitleAt(QPointF point) const
{
    QStringList titles;
    LadderSlice near;
    if (m_options.showStrips)
        sliceStrips(near, point.y(), point.y());
    for (const StripShape& strip : std::as_const(near.strips)) {
        if (strip.rect.adjusted(-1, 0, 1, 0).contains(point))
            titles << stripTitle(strip.state) + runningTimers(strip.state, timeAt(point.y()));
    }
    return titles.join(u'\n');
}

int LadderLayout::laneAt(double x) const
{
    const auto found = std::find_if(m_lanes.begin(), m_lanes.end(), [&](const Lane& lane) {
        const QRectF box = headerBox(lane);
        return x >= box.left() && x <= box.right();
    });
    return found == m_lanes.end() ? -1 : found->node;
}

QList<int> LadderLayout::transactionOf(int n) const
{
    if (n <= 0 || n > m_trace.messages.size())
        return {};
    return m_index->transactionOf(m_trace, n);
}

double LadderLayout::fitZoom(double height) const
{
    LadderOptions options = m_options;
    TimeMapBuilder builder = m_builder;
    const bool isEven = options.spacing == Spacing::Even;
    double low = isEven ? 0.01 : 0.0001;
    double high = isEven ? 120 : 20;
    const double margins = TimeMap().height();
    while (high / low > 1.01) {
        const double middle = std::sqrt(low * high);
        (isEven ? options.rowHeight : options.pxPerMs) = middle;
        builder.resize(options);
        // Nothing grows more than the zoom does, so the one looked for is beyond what would fit if all did.
        const double there = builder.map()->height();
        const double bound = middle * std::max(0.0, height - margins) / std::max(1.0, there - margins);
        if (there > height)
            high = std::clamp(bound, low, middle);
        else
            low = std::clamp(bound * 0.999, middle, high);
    }
    return low;
}

QString LadderLayout::fullLabel(int n) const
{
    return n > 0 && n <= m_trace.messages.size() ? m_index->labels.levels(m_trace.messages.at(n - 1)).first()
                                                 : QString();
}

QString LadderLayout::tooltip(int n) const
{
    if (n <= 0 || n > m_trace.messages.size())
        return {};
    const TraceMessage& message = m_trace.messages.at(n - 1);
    const NodeNames names(m_trace, m_options.aliases);
    QStringList lines{
        tr("%1 · %2").arg(n).arg(fullLabel(n)), tr("%1 → %2").arg(names.of(message.from), names.of(message.to))};
    if (message.arrived)
        lines << tr("sent %1, arrived %2 (%3)")
                     .arg(millis(message.sent), millis(*message.arrived),
                         ui::localNumber(humanDuration(*message.arrived - message.sent)));
    else
        lines << tr("sent %1").arg(millis(message.sent));
    if (message.connection > 0)
        lines << QStringLiteral("TCP #%1").arg(message.connection);
    for (const ConnectionEvent& event : m_trace.connections) {
        if (event.message == n)
            lines << names.in(event.text);
    }
    if (message.retransmissionOf > 0)
        lines << tr("retransmission of message %1").arg(message.retransmissionOf);
    if (message.fate == Fate::Lost)
        lines << (message.fateWhy.text.isEmpty() ? tr("lost") : tr("lost: %1").arg(names.in(message.fateWhy.text)));
    if (message.fate == Fate::Discarded)
        lines << (message.fateWhy.text.isEmpty() ? tr("discarded")
                                                 : tr("discarded: %1").arg(names.in(message.fateWhy.text)));
    if (message.isStray)
        lines << tr("stray: it matched no transaction");
    if (!message.why.text.isEmpty())
        lines << names.in(message.why.text);
    return lines.join(u'\n');
}

int LadderLayout::messageOfFinding(int finding) const
{
    if (finding < 0 || finding >= m_findings.size())
        return 0;
    const Finding& found = m_findings.at(finding);
    QList<int> shown = found.messages;
    shown.removeIf([this](int n) { return !isShown(n); });
    const auto isCopy = [this](int n) { return m_trace.messages.at(n - 1).retransmissionOf != 0; };
    if (std::any_of(shown.begin(), shown.end(), [&](int n) { return !isCopy(n); }))
        shown.removeIf(isCopy);
    else if (!shown.isEmpty())
        return shown.first();
    const auto touchesNode = [&](int n) {
        const TraceMessage& message = m_trace.messages.at(n - 1);
        return message.from == found.node || message.to == found.node;
    };
    const auto last = std::find_if(shown.rbegin(), shown.rend(), touchesNode);
    return last != shown.rend() ? *last : shown.isEmpty() ? 0 : shown.last();
}

std::optional<double> LadderLayout::findingY(int finding) const
{
    const auto shape = arrow(messageOfFinding(finding));
    return shape ? shape->to.y() : std::optional<double>();
}

} // namespace siprace
