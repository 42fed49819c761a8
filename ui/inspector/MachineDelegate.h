#pragma once

#include <QStyledItemDelegate>

namespace siprace::ui {

/// Draws a transaction or dialog in three columns: what it is, its state, its next timer.
class MachineDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace siprace::ui
