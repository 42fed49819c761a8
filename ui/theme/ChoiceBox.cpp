#include "ChoiceBox.h"

#include "Shades.h"

#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

namespace siprace::ui {

ChoiceBox::ChoiceBox(QWidget* parent)
    : QComboBox(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
}

void ChoiceBox::paintEvent(QPaintEvent* event)
{
    QComboBox::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(shadesFor(palette()).muted, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF middle(width() - 13.0, height() / 2.0 + 1.5);
    painter.drawPolyline(QPolygonF{middle + QPointF(-3.5, -3.5), middle, middle + QPointF(3.5, -3.5)});
}

void ChoiceBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

} // namespace siprace::ui
