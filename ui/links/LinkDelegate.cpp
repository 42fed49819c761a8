#include "LinkDelegate.h"

#include "LinkModel.h"
#include "Shades.h"
#include "Time.h"

#include <QPainter>

namespace siprace::ui {

using namespace Qt::StringLiterals;

QuantityBox::QuantityBox(const QString& unit, double largest, QWidget* parent)
    : QDoubleSpinBox(parent)
    , m_unit(unit)
{
    setRange(0, largest);
    setDecimals(3);
    setSingleStep(unit == u"ms" ? 10 : 1);
    setButtonSymbols(QAbstractSpinBox::NoButtons);
    setAlignment(Qt::AlignRight);
    setFrame(false);
}

std::optional<double> QuantityBox::read(const QString& text) const
{
    const QString plain = text.trimmed();
    bool isNumber = false;
    const double number = QString(plain).remove(m_unit).trimmed().toDouble(&isNumber);
    if (isNumber)
        return number;
    if (m_unit != u"ms")
        return std::nullopt;
    const std::optional<Duration> duration = parseDuration(QString(plain).remove(u' '));
    return duration ? std::optional(toMs(*duration)) : std::nullopt;
}

QString QuantityBox::textFromValue(double value) const
{
    return QString::number(value, 'g', 9) + u' ' + m_unit;
}

double QuantityBox::valueFromText(const QString& text) const
{
    return read(text).value_or(value());
}

QValidator::State QuantityBox::validate(QString& text, int&) const
{
    const std::optional<double> number = read(text);
    if (!number)
        return QValidator::Intermediate;
    return *number >= minimum() && *number <= maximum() ? QValidator::Acceptable : QValidator::Intermediate;
}

void LinkDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Shades& shades = shadesFor(option.palette);
    const int column = index.column();
    const bool isField = column == LinkModel::Delay || column == LinkModel::Loss;
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRectF box = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -2.5);
    if (isField || hasFocus) {
        painter->setPen(hasFocus ? shades.accent : isField ? shades.border : QColor(Qt::transparent));
        painter->setBrush(option.state.testFlag(QStyle::State_MouseOver) ? shades.hover : shades.card);
        painter->drawRoundedRect(box, 4, 4);
    }
    painter->setFont(option.font);
    painter->setPen(column == LinkModel::Split ? shades.muted : shades.text);
    box.adjust(isField ? 4 : 0, 0, isField ? -6 : 0, 0);
    const int alignment = column == LinkModel::Split ? int(Qt::AlignCenter) : index.data(Qt::TextAlignmentRole).toInt();
    const QString text = index.data().toString();
    painter->drawText(
        box, alignment, option.fontMetrics.elidedText(text, Qt::ElideRight, static_cast<int>(box.width()) + 1));
    painter->restore();
}

QWidget* LinkDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const bool isDelay = index.column() == LinkModel::Delay;
    auto* box = new QuantityBox(isDelay ? u"ms"_s : u"%"_s, isDelay ? 300'000 : 100, parent);
    box->setAccessibleName(index.data(Qt::AccessibleTextRole).toString());
    return box;
}

void LinkDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    if (auto* box = qobject_cast<QuantityBox*>(editor))
        box->setValue(index.data(Qt::EditRole).toDouble());
}

void LinkDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    auto* box = qobject_cast<QuantityBox*>(editor);
    if (!box)
        return;
    box->interpretText();
    model->setData(index, box->value(), Qt::EditRole);
}

void LinkDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    editor->setGeometry(option.rect.adjusted(1, 1, -1, -1));
}

} // namespace siprace::ui
