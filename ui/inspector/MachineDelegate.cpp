#include "MachineDelegate.h"

#include "MachinesModel.h"
#include "Scale.h"
#include "Shades.h"

#include <QAbstractItemView>
#include <QFontDatabase>
#include <QPainter>

#include <algorithm>

namespace siprace::ui {

void MachineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Shades& shades = shadesFor(option.palette);
    const QRect row = option.rect;
    const QString state = index.data(MachinesModel::StateRole).toString();
    const QString timers = index.data(MachinesModel::TimersRole).toString();
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPointSizeF(option.font.pointSizeF() * 0.85);
    const int timerWidth = timers.isEmpty() ? 0 : QFontMetrics(mono).horizontalAdvance(timers) + scaled(8);
    const int stateWidth = option.fontMetrics.horizontalAdvance(state) + scaled(8);
    const int lineHeight = option.fontMetrics.height();
    const bool isTwoLines = row.height() >= 2 * lineHeight;
    const QRect first(row.left(), row.top(), row.width(), isTwoLines ? row.height() / 2 : row.height());
    const QRect second(isTwoLines ? first.translated(scaled(12), first.height()) : first);
    const QRect timerBox(second.left(), second.top(), row.right() - second.left(), second.height());
    // One below the other where every word has room, else as far to the right as it must.
    const int usualLeft
        = row.right() - scaled(76) - option.fontMetrics.horizontalAdvance(QStringLiteral("Proceeding "));
    const int labelRight = row.left() + option.fontMetrics.horizontalAdvance(index.data().toString()) + scaled(8);
    const int lastLeft = row.right() - timerWidth - stateWidth;
    const int stateLeft = isTwoLines ? second.left() : std::clamp(labelRight, std::min(usualLeft, lastLeft), lastLeft);
    const QRect stateBox(stateLeft, second.top(), stateWidth, second.height());
    const QRect labelBox(row.left(), first.top(), isTwoLines ? row.width() : stateLeft - row.left(), first.height());
    painter->save();
    painter->setFont(option.font);
    painter->setPen(shades.text);
    painter->drawText(labelBox, Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, labelBox.width() - 6));
    painter->setPen(shades.accent);
    painter->drawText(stateBox, Qt::AlignVCenter, state);
    painter->setFont(mono);
    painter->setPen(shades.muted);
    painter->drawText(timerBox, Qt::AlignVCenter | Qt::AlignRight, timers);
    painter->restore();
}

QSize MachineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    // A row whose words have no room beside each other has two lines.
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->viewport()->width() : 300;
    const auto wide = [&](int role) { return option.fontMetrics.horizontalAdvance(index.data(role).toString()); };
    const int needed = wide(Qt::DisplayRole) + wide(MachinesModel::StateRole) + scaled(22)
        + wide(MachinesModel::TimersRole) + scaled(8);
    const int lines = needed > width ? 2 : 1;
    return {200, lines * option.fontMetrics.height() + scaled(5)};
}

} // namespace siprace::ui
