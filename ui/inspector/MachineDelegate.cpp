#include "MachineDelegate.h"

#include "MachinesModel.h"
#include "Scale.h"
#include "Shades.h"

#include <QFontDatabase>
#include <QPainter>

namespace siprace::ui {

void MachineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Shades& shades = shadesFor(option.palette);
    const QRect row = option.rect;
    const int timerWidth = scaled(68);
    const int stateWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("Proceeding")) + scaled(8);
    const QRect labelBox(row.left(), row.top(), row.width() - timerWidth - stateWidth, row.height());
    const QRect stateBox(labelBox.right() + 1, row.top(), stateWidth, row.height());
    const QRect timerBox(stateBox.right() + 1, row.top(), timerWidth, row.height());
    painter->save();
    painter->setFont(option.font);
    painter->setPen(shades.text);
    painter->drawText(labelBox, Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, labelBox.width() - 6));
    painter->setPen(shades.accent);
    painter->drawText(stateBox, Qt::AlignVCenter, index.data(MachinesModel::StateRole).toString());
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPointSizeF(option.font.pointSizeF() * 0.85);
    painter->setFont(mono);
    painter->setPen(shades.muted);
    painter->drawText(timerBox, Qt::AlignVCenter | Qt::AlignRight, index.data(MachinesModel::TimersRole).toString());
    painter->restore();
}

QSize MachineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {200, option.fontMetrics.height() + scaled(5)};
}

} // namespace siprace::ui
