#include "RaceMapView.h"

#include "AxisWords.h"
#include "PolicyWords.h"
#include "RunClasses.h"
#include "Scale.h"
#include "Shades.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace siprace::ui {

namespace {
// At 100 %.
constexpr double mapGapPx = 28;
constexpr double headPx = 26;
constexpr double axisLeftPx = 62;
constexpr double axisBottomPx = 44;
constexpr double legendPx = 190;

QString axisNumber(double value)
{
    return QString::number(value, 'f', value == std::floor(value) ? 0 : 1);
}

QString withUnit(const QString& words, const SweepAxis& axis)
{
    return axis.unit == AxisUnit::Plain ? words : QStringLiteral("%1 (%2)").arg(words, axis.unitName());
}

QFont mapFont(const QFont& base, double delta, bool bold = false)
{
    QFont font = base;
    font.setPointSizeF(std::max(6.0, base.pointSizeF() + delta));
    font.setBold(bold);
    return font;
}
} // namespace

RaceMapView::RaceMapView(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(420, 320);
    setAccessibleName(tr("Race map"));
    setAccessibleDescription(tr("One cell a run, coloured by its outcome; arrow keys move, Return opens the ladder"));
}

void RaceMapView::start(const SweepPlan& plan, const Scenario& scenario)
{
    m_data = RaceMapData(plan);
    m_layers = std::vector<CellLayer>(static_cast<std::size_t>(m_data.mapCount()));
    m_xWords = pathWords(scenario, plan.x.path);
    m_yWords = plan.y ? pathWords(scenario, plan.y->path) : QString();
    m_current.reset();
    m_pressed.reset();
    update();
}

void RaceMapView::add(const QList<RaceMapCell>& cells)
{
    m_data.add(cells);
    for (CellLayer& layer : m_layers)
        layer.add(cells);
    update();
}

QSize RaceMapView::sizeHint() const
{
    return {1100, 760};
}

QList<RaceMapView::MapFrame> RaceMapView::frames(const QRectF& area) const
{
    const int maps = m_data.mapCount();
    QList<MapFrame> all;
    if (maps == 0 || m_data.isEmpty())
        return all;
    const int across = maps == 1 || area.width() < area.height() * 0.9 ? 1 : 2;
    const int down = (maps + across - 1) / across;
    const double width = (area.width() - scaled(mapGapPx) * (across + 1)) / across;
    const double height = (area.height() - scaled(mapGapPx) * (down + 1)) / down;
    for (int i = 0; i < maps; ++i) {
        const QRectF whole(area.left() + scaled(mapGapPx) + (i % across) * (width + scaled(mapGapPx)),
            area.top() + scaled(mapGapPx) + (i / across) * (height + scaled(mapGapPx)), width, height);
        const bool hasLegend = width > scaled(380.0);
        const double roomX = width - scaled(axisLeftPx) - (hasLegend ? scaled(legendPx) : 0);
        const double roomY = height - scaled(headPx) - scaled(axisBottomPx) - (hasLegend ? 0 : scaled(40.0));
        // A plane as square as its room allows, also when one axis has few values; a single row is as long as it can
        // be.
        const double side = std::max(scaled(40.0), std::min(roomX, roomY));
        const double planeHeight = m_data.rows() == 1 ? std::min(side, scaled(48.0)) : side;
        const double planeWidth = m_data.rows() == 1 ? std::max(side, roomX) : side;
        const QRectF plane(whole.left() + scaled(axisLeftPx), whole.top() + scaled(headPx), planeWidth, planeHeight);
        const QRectF legend = hasLegend
            ? QRectF(plane.right() + scaled(20.0), plane.top(), scaled(legendPx) - scaled(20.0), planeHeight)
            : QRectF(plane.left(), plane.bottom() + scaled(axisBottomPx), roomX, scaled(40.0));
        all.append({whole, plane, legend});
    }
    return all;
}

QRectF RaceMapView::cellRect(const MapFrame& frame, int column, int row) const
{
    return CellLayer::cellRect(frame.plane, m_data, column, row);
}

QRectF RaceMapView::cellRect(const Place& place) const
{
    const auto all = frames(rect());
    return place.map < all.size() ? cellRect(all.at(place.map), place.column, place.row) : QRectF();
}

std::optional<RaceMapView::Place> RaceMapView::placeAt(const QPointF& position) const
{
    const auto all = frames(rect());
    for (int map = 0; map < all.size(); ++map) {
        const QRectF& plane = all.at(map).plane;
        if (!plane.contains(position))
            continue;
        const int column = static_cast<int>((position.x() - plane.left()) / plane.width() * m_data.columns());
        const int row = static_cast<int>((plane.bottom() - position.y()) / plane.height() * m_data.rows());
        return Place{map, std::clamp(column, 0, m_data.columns() - 1), std::clamp(row, 0, m_data.rows() - 1)};
    }
    return std::nullopt;
}

QString RaceMapView::describe(const Place& place) const
{
    const SweepPlan& plan = m_data.plan();
    QString values = m_xWords + u' ' + valueWords(plan.x, plan.x.value(place.column));
    if (plan.y)
        values += QStringLiteral(", ") + m_yWords + u' ' + valueWords(*plan.y, plan.y->value(place.row));
    const QString runClass = m_data.runClass(place.map, place.column, place.row);
    if (runClass.isEmpty())
        return values + u'\n' + tr("not run yet");
    const RaceMapCell& cell = m_data.cell(place.map, place.column, place.row);
    QString words = runClass;
    if (plan.seeds > 1)
        words += tr(" in %1 % of %2 seeds").arg(cell.sharePercent).arg(plan.seeds);
    if (cell.disagrees)
        words += tr(" · not what the arithmetic says");
    return values + u'\n' + words + tr(" · click for the ladder");
}

void RaceMapView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintMaps(painter, rect(), m_layers);
    if (m_pressed && m_current && m_pressed->map == m_current->map && !(*m_pressed == *m_current)) {
        const QColor accent = shadesFor(palette()).accent;
        painter.setPen(QPen(accent, 1.5));
        painter.setBrush(QColor(accent.red(), accent.green(), accent.blue(), 40));
        painter.drawRect(cellRect(*m_pressed) | cellRect(*m_current));
    } else if (m_current) {
        paintTip(painter);
    }
}

void RaceMapView::paintInto(QPainter& painter, const QRectF& area) const
{
    std::vector<CellLayer> layers(m_layers.size());
    paintMaps(painter, area, layers);
}

void RaceMapView::paintMaps(QPainter& painter, const QRectF& area, std::vector<CellLayer>& layers) const
{
    const Shades& shades = shadesFor(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, shades.ground);
    const auto all = frames(area);
    for (int map = 0; map < all.size(); ++map) {
        layers[static_cast<std::size_t>(map)].paint(painter, all.at(map).plane, m_data, map, shades);
        paintMap(painter, all.at(map), map);
    }
}

void RaceMapView::paintMap(QPainter& painter, const MapFrame& frame, int map) const
{
    const Shades& shades = shadesFor(palette());
    const QString policy = m_data.plan().policies.at(map);
    const proxy::Policy* known = proxy::findPolicy(policy);
    painter.setFont(mapFont(font(), 1, true));
    painter.setPen(shades.text);
    painter.drawText(QRectF(frame.plane.left(), frame.whole.top(), frame.whole.right() - frame.plane.left(),
                         scaled(headPx) - scaled(6.0)),
        Qt::AlignLeft | Qt::AlignVCenter, known ? policyLabel(*known) : policy);
    paintBoundary(painter, frame);
    paintAxes(painter, frame);
    paintLegend(painter, frame, map);
}

void RaceMapView::paintBoundary(QPainter& painter, const MapFrame& frame) const
{
    const double width = frame.plane.width() / m_data.columns();
    const double height = frame.plane.height() / m_data.rows();
    const auto place = [&](QPointF cells) {
        return QPointF(frame.plane.left() + cells.x() * width, frame.plane.bottom() - cells.y() * height);
    };
    painter.setPen(QPen(shadesFor(palette()).text, 1.2));
    for (const QLineF& line : m_data.boundary())
        painter.drawLine(place(line.p1()), place(line.p2()));
}

void RaceMapView::paintAxes(QPainter& painter, const MapFrame& frame) const
{
    const Shades& shades = shadesFor(palette());
    const SweepPlan& plan = m_data.plan();
    painter.setPen(shades.muted);
    painter.setFont(mapFont(font(), -1.5));
    const QFontMetricsF metrics(painter.font());
    const auto ticks = [](int count) {
        QList<int> places{0};
        for (const int part : {count / 3, 2 * count / 3, count - 1}) {
            if (part > places.last())
                places += part;
        }
        return places;
    };
    for (const int column : ticks(m_data.columns())) {
        const QRectF cell = cellRect(frame, column, 0);
        painter.drawText(QRectF(cell.center().x() - scaled(40.0), frame.plane.bottom() + scaled(4.0), scaled(80.0),
                             metrics.height()),
            Qt::AlignHCenter, axisNumber(plan.x.value(column)));
    }
    painter.drawText(QRectF(frame.plane.left() - scaled(40.0), frame.plane.bottom() + scaled(8.0) + metrics.height(),
                         frame.plane.width() + scaled(80.0), metrics.height() + 2),
        Qt::AlignHCenter, withUnit(m_xWords, plan.x));
    if (!plan.y)
        return;
    for (const int row : ticks(m_data.rows())) {
        const QRectF cell = cellRect(frame, 0, row);
        painter.drawText(QRectF(frame.plane.left() - scaled(46.0), cell.center().y() - metrics.height() / 2,
                             scaled(40.0), metrics.height()),
            Qt::AlignRight, axisNumber(plan.y->value(row)));
    }
    painter.save();
    painter.translate(frame.plane.left() - scaled(axisLeftPx) + 2, frame.plane.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-frame.plane.height(), 0, 2 * frame.plane.height(), metrics.height() + 2), Qt::AlignHCenter,
        withUnit(m_yWords, *plan.y));
    painter.restore();
}

void RaceMapView::paintLegend(QPainter& painter, const MapFrame& frame, int map) const
{
    const Shades& shades = shadesFor(palette());
    painter.setFont(mapFont(font(), -1));
    const double line = QFontMetricsF(painter.font()).height() + scaled(8.0);
    double y = frame.legend.top();
    for (const QString& runClass : m_data.classesOn(map)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(classColour(runClass, shades.isDark));
        painter.drawRoundedRect(QRectF(frame.legend.left(), y + scaled(3.0), scaled(12.0), scaled(12.0)), 3, 3);
        painter.setPen(shades.text);
        painter.drawText(
            QRectF(frame.legend.left() + scaled(20.0), y, frame.legend.width() - scaled(20.0), line * 2 - 8),
            Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, classWords(runClass));
        const QRectF used = painter.boundingRect(
            QRectF(frame.legend.left() + scaled(20.0), y, frame.legend.width() - scaled(20.0), line * 2),
            Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, classWords(runClass));
        y += used.height() + 8;
    }
}

void RaceMapView::paintTip(QPainter& painter) const
{
    const QRectF cell = cellRect(*m_current);
    painter.setPen(QPen(shadesFor(palette()).text, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cell, 2, 2);

    const QStringList lines = describe(*m_current).split(u'\n');
    const QFont strong = mapFont(font(), -0.5, true);
    const QFont plain = mapFont(font(), -1);
    const double width = 24
        + std::max(QFontMetricsF(strong).horizontalAdvance(lines.value(0)),
            QFontMetricsF(plain).horizontalAdvance(lines.value(1)));
    const double lineHeight = QFontMetricsF(strong).height();
    QRectF box(cell.right() + 12, cell.center().y() - 16, width, lineHeight * 2 + 18);
    if (box.right() > this->width() - 6)
        box.moveRight(cell.left() - 12);
    box.moveLeft(std::max(4.0, box.left()));
    box.moveTop(std::clamp(box.top(), 4.0, std::max(4.0, height() - box.height() - 4)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x1b, 0x20, 0x2e, 0xf4));
    painter.drawRoundedRect(box, 7, 7);
    painter.setPen(Qt::white);
    painter.setFont(strong);
    painter.drawText(QPointF(box.left() + 12, box.top() + 8 + lineHeight * 0.8), lines.value(0));
    painter.setPen(QColor(0xc8, 0xce, 0xda));
    painter.setFont(plain);
    painter.drawText(QPointF(box.left() + 12, box.top() + 10 + lineHeight * 1.8), lines.value(1));
}

void RaceMapView::setCurrent(std::optional<Place> place)
{
    if (place == m_current)
        return;
    m_current = place;
    Q_EMIT hovered(place ? describe(*place) : QString());
    update();
}

void RaceMapView::mouseMoveEvent(QMouseEvent* event)
{
    setCurrent(placeAt(event->position()));
}

void RaceMapView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_pressed = placeAt(event->position());
}

void RaceMapView::mouseReleaseEvent(QMouseEvent* event)
{
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    const auto released = placeAt(event->position());
    update();
    if (!pressed || !released || pressed->map != released->map)
        return;
    if (*pressed == *released) {
        if (!m_data.runClass(pressed->map, pressed->column, pressed->row).isEmpty())
            Q_EMIT cellChosen(pressed->map, pressed->column, pressed->row);
        return;
    }
    const auto [left, right] = std::minmax(pressed->column, released->column);
    const auto [low, high] = std::minmax(pressed->row, released->row);
    Q_EMIT zoomWanted(left, right, low, high);
}

void RaceMapView::leaveEvent(QEvent*)
{
    setCurrent(std::nullopt);
}

void RaceMapView::resizeEvent(QResizeEvent* event)
{
    setCurrent(std::nullopt);
    QWidget::resizeEvent(event);
}

void RaceMapView::moveCurrent(int columns, int rows, int maps)
{
    Place place = m_current.value_or(Place{});
    place.column = std::clamp(place.column + columns, 0, m_data.columns() - 1);
    place.row = std::clamp(place.row + rows, 0, m_data.rows() - 1);
    place.map = (place.map + maps + m_data.mapCount()) % m_data.mapCount();
    setCurrent(place);
}

void RaceMapView::keyPressEvent(QKeyEvent* event)
{
    if (m_data.isEmpty())
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCurrent(-1, 0, 0);
    case Qt::Key_Right:
        return moveCurrent(1, 0, 0);
    case Qt::Key_Up:
        return moveCurrent(0, 1, 0);
    case Qt::Key_Down:
        return moveCurrent(0, -1, 0);
    case Qt::Key_PageDown:
        return moveCurrent(0, 0, 1);
    case Qt::Key_PageUp:
        return moveCurrent(0, 0, -1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current && !m_data.runClass(m_current->map, m_current->column, m_current->row).isEmpty())
            Q_EMIT cellChosen(m_current->map, m_current->column, m_current->row);
        return;
    default:
        return QWidget::keyPressEvent(event);
    }
}

void RaceMapView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace siprace::ui
