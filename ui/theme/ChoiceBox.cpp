#include "ChoiceBox.h"

#include "Scale.h"
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
    const double wing = scaled(3.5);
    const QPointF middle(width() - scaled(13.0), height() / 2.0 + wing / 2);
    painter.drawPolyline(QPolygonF{middle + QPointF(-wing, -wing), middle, middle + QPointF(wing, -wing)});
}

void ChoiceBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

} // namespace siprace::ui
