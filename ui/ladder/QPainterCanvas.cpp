#include "Canvas.h"

#include <algorithm>
#include <cmath>

namespace siprace {

namespace {

QPen penOf(const Stroke& stroke)
{
    if (stroke.width <= 0)
        return Qt::NoPen;
    // Round ends of a thin line nobody sees, and they cost several times the line.
    const Qt::PenCapStyle cap = stroke.isDashed || stroke.width < 1.8 ? Qt::FlatCap : Qt::RoundCap;
    QPen pen(stroke.colour, stroke.width, Qt::SolidLine, cap, Qt::RoundJoin);
    if (stroke.isDashed) {
        pen.setDashPattern({5 / stroke.width, 3.5 / stroke.width});
    }
    return pen;
}

} // namespace

QPainterCanvas::QPainterCanvas(QPainter& painter, const LadderFonts& fonts)
    : m_painter(painter)
    , m_fonts(fonts)
{
    m_painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
}

void QPainterCanvas::beginGroup(const QString& /*id*/, const QString& /*kind*/, const QString& /*title*/) { }

void QPainterCanvas::endGroup() { }

void QPainterCanvas::beginShift(QPointF by)
{
    m_painter.save();
    m_painter.translate(by);
}

void QPainterCanvas::endShift()
{
    m_painter.restore();
}

void QPainterCanvas::line(QPointF from, QPointF to, const Stroke& stroke)
{
    if (from.y() == to.y() && stroke.width == 1 && !stroke.isDashed) {
        hairline(from, to.x(), stroke.colour);
        return;
    }
    m_painter.setPen(penOf(stroke));
    m_painter.drawLine(from, to);
}

/// A level line on whole pixels: sharper than upon two half ones, and a hundredth of the work.
void QPainterCanvas::hairline(QPointF from, double toX, const QColor& colour)
{
    const QTransform device = m_painter.deviceTransform();
    const double height = std::max(1.0, std::round(device.m22()));
    const double top = std::round(device.map(from).y() - height / 2);
    const QPointF corner(from.x(), (top - device.dy()) / device.m22());
    plainBox({corner, QSizeF(toX - from.x(), height / device.m22())}, colour);
}

/// Of whole pixels, so that boxes side by side meet without a seam.
void QPainterCanvas::plainBox(const QRectF& rect, const QColor& fill)
{
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    m_painter.fillRect(rect, fill);
    m_painter.setRenderHint(QPainter::Antialiasing, true);
}

void QPainterCanvas::polygon(const QPolygonF& points, const QColor& fill)
{
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(fill);
    m_painter.drawPolygon(points);
}

void QPainterCanvas::box(const QRectF& rect, double radius, const QColor& fill, const Stroke& stroke, double angle)
{
    if (radius == 0 && stroke.width <= 0 && angle == 0) {
        plainBox(rect, fill);
        return;
    }
    m_painter.setPen(penOf(stroke));
    m_painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (angle == 0) {
        m_painter.drawRoundedRect(rect, radius, radius);
        return;
    }
    m_painter.save();
    m_painter.translate(rect.center());
    m_painter.rotate(angle);
    if (radius == 0)
        m_painter.drawRect(rect.translated(-rect.center()));
    else
        m_painter.drawRoundedRect(rect.translated(-rect.center()), radius, radius);
    m_painter.restore();
}

void QPainterCanvas::circle(QPointF centre, double radius, const QColor& fill, const Stroke& stroke)
{
    m_painter.setPen(penOf(stroke));
    m_painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    m_painter.drawEllipse(centre, radius, radius);
}

void QPainterCanvas::text(
    QPointF point, const QString& text, FontRole role, const QColor& colour, Anchor anchor, double angle)
{
    const double width = m_fonts.width(role, text);
    const double left = anchor == Anchor::Start ? 0 : anchor == Anchor::Middle ? -width / 2 : -width;
    const QPointF baseline(left, (m_fonts.ascent(role) - m_fonts.descent(role)) / 2);
    m_painter.setPen(colour);
    m_painter.setFont(m_fonts.font(role));
    if (angle == 0) {
        m_painter.drawText(point + baseline, text);
        return;
    }
    m_painter.save();
    m_painter.translate(point);
    // Every angle has letters of its own drawn for it: a quarter of a degree nobody sees.
    m_painter.rotate(std::round(angle * 4) / 4);
    m_painter.drawText(baseline, text);
    m_painter.restore();
}

} // namespace siprace
