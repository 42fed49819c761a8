#pragma once

#include <QStyledItemDelegate>

namespace siprace::ui {

/// An ending: its class as a patch of colour, what it is in words, how often it came, and its steps.
class EndingDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace siprace::ui
