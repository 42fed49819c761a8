#pragma once

#include <QDoubleSpinBox>
#include <QStyledItemDelegate>

namespace siprace::ui {

/// A spin box for a delay or a loss: no needless zeros, and a delay may be written as in a scenario ("1.5s", "200us").
class QuantityBox : public QDoubleSpinBox
{
    Q_OBJECT

public:
    /// `unit`: "ms" or "%".
    QuantityBox(const QString& unit, double largest, QWidget* parent = nullptr);
    [[nodiscard]] QString textFromValue(double value) const override;
    [[nodiscard]] double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;

private:
    [[nodiscard]] std::optional<double> read(const QString& text) const;

    QString m_unit;
};

/// Draws the cells of the links table as fields, and edits them with a QuantityBox.
class LinkDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(
        QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace siprace::ui
