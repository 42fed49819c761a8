#include "CellLayer.h"

#include "RunClasses.h"

#include <QPainter>

#include <numeric>

namespace siprace::ui {

namespace {
constexpr double smallestRoundedPx = 6; ///< smaller cells are plain and touch each other
}

QRectF CellLayer::cellRect(const QRectF& plane, const RaceMapData& data, int column, int row)
{
    const double width = plane.width() / data.columns();
    const double height = plane.height() / data.rows();
    return {plane.left() + column * width, plane.bottom() - (row + 1) * height, width, height};
}

void CellLayer::add(const QList<RaceMapCell>& cells)
{
    for (const RaceMapCell& cell : cells)
        m_fresh.append(cell.index);
}

void CellLayer::paint(QPainter& painter, const QRectF& plane, const RaceMapData& data, int map, const Shades& shades)
{
    const double scale = painter.device()->devicePixelRatioF() * painter.transform().m11();
    const qint64 count = qint64{data.columns()} * data.rows();
    if (m_image.isNull() || plane != m_plane || scale != m_scale || shades.isDark != m_isDark) {
        m_plane = plane;
        m_scale = scale;
        m_isDark = shades.isDark;
        m_image = QImage((plane.size() * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
        m_image.fill(Qt::transparent);
        m_fresh.resize(count);
        std::iota(m_fresh.begin(), m_fresh.end(), count * map);
    }
    if (!m_fresh.isEmpty()) {
        QPainter cells(&m_image);
        cells.scale(scale, scale);
        cells.translate(-plane.topLeft());
        cells.setPen(Qt::NoPen);
        for (const qint64 index : std::as_const(m_fresh)) {
            if (index / count == map)
                paintCell(cells, data, map, index - count * map, shades);
        }
        m_fresh.clear();
    }
    painter.drawImage(plane, m_image);
}

void CellLayer::paintCell(QPainter& painter, const RaceMapData& data, int map, qint64 index, const Shades& shades) const
{
    const int column = static_cast<int>(index % data.columns());
    const int row = static_cast<int>(index / data.columns());
    const RaceMapCell& cell = data.cell(map, column, row);
    QColor fill = cell.runClass == 0 ? shades.border : classColour(data.runClass(map, column, row), shades.isDark);
    // Several seeds that do not agree make the cell paler, never below half.
    if (cell.runClass != 0)
        fill.setAlphaF(static_cast<float>(0.5 + 0.5 * cell.sharePercent / 100.0));
    const QRectF whole = cellRect(m_plane, data, column, row);
    const bool isRounded = std::min(whole.width(), whole.height()) >= smallestRoundedPx;
    painter.setRenderHint(QPainter::Antialiasing, isRounded);
    painter.setCompositionMode(QPainter::CompositionMode_Source); // over the grey of a cell that had not run
    const QRectF box = isRounded ? whole.adjusted(0.5, 0.5, -0.5, -0.5) : whole;
    painter.setBrush(fill);
    if (isRounded)
        painter.drawRoundedRect(box, 2, 2);
    else
        painter.fillRect(box, fill);
    if (cell.disagrees) {
        painter.setPen(QPen(shades.text, 1.5));
        painter.drawLine(box.topLeft(), box.bottomRight());
        painter.drawLine(box.topRight(), box.bottomLeft());
        painter.setPen(Qt::NoPen);
    }
}

} // namespace siprace::ui
