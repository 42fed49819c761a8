#pragma once

#include <QStyledItemDelegate>

namespace siprace::ui {

/// Draws a finding: a sign of how bad it is, its title, where it stands in the RFCs; its sentence when it is expanded.
class FindingDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    struct Part
    {
        QString text;
        QFont font;
        QRect rect;
        bool isMuted = false;
    };
    [[nodiscard]] static QList<Part> parts(const QFont& base, int left, int top, int width, const QModelIndex& index);
};

} // namespace siprace::ui
