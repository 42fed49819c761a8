#include "EndingDelegate.h"

#include "EndingsModel.h"
#include "RunClasses.h"
#include "Scale.h"
#include "Shades.h"

#include <QAbstractItemView>
#include <QPainter>

namespace siprace::ui {

namespace {

// At 100 %.
constexpr int patchPx = 12;
constexpr int endingLeftPx = 24;
constexpr int endingPaddingPx = 12;

struct EndingLine
{
    QString text;
    QFont font;
    QRect rect;
    bool isMuted = false;
};

QList<EndingLine> endingLines(const QFont& base, QPoint topLeft, int width, const QModelIndex& index)
{
    QFont strong = base;
    strong.setWeight(QFont::DemiBold);
    QList<EndingLine> lines;
    int y = topLeft.y();
    const auto add = [&](const QString& text, const QFont& font, bool isMuted, int gap) {
        const QRect wanted(topLeft.x(), y, width, 10'000);
        const int height = QFontMetrics(font).boundingRect(wanted, Qt::TextWordWrap, text).height();
        lines.append({text, font, QRect(topLeft.x(), y, width, height), isMuted});
        y += height + gap;
    };
    add(index.data().toString(), strong, false, 2);
    add(index.data(EndingsModel::CountRole).toString(), base, true, 6);
    for (const QString& step : index.data(EndingsModel::StepsRole).toStringList())
        add(QStringLiteral("–  ") + step, base, false, 2);
    return lines;
}

} // namespace

void EndingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Shades& shades = shadesFor(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(isSelected ? shades.accentGround : shades.hover);
        painter->drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), 6, 6);
    }
    const int endingPadding = scaled(endingPaddingPx);
    const int endingLeft = scaled(endingLeftPx);
    const QRect inner = option.rect.adjusted(endingPadding, endingPadding, -endingPadding, -endingPadding);
    painter->setPen(Qt::NoPen);
    painter->setBrush(classColour(index.data(EndingsModel::ClassRole).toString(), shades.isDark));
    painter->drawRoundedRect(QRect(inner.left(), inner.top() + scaled(3), scaled(patchPx), scaled(patchPx)), 3, 3);
    const QPoint topLeft(inner.left() + endingLeft, inner.top());
    for (const EndingLine& line : endingLines(option.font, topLeft, inner.width() - endingLeft, index)) {
        painter->setFont(line.font);
        painter->setPen(line.isMuted ? shades.muted : shades.text);
        painter->drawText(line.rect, Qt::TextWordWrap, line.text);
    }
    painter->restore();
}

QSize EndingDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->viewport()->width() : 600;
    const int endingPadding = scaled(endingPaddingPx);
    const int endingLeft = scaled(endingLeftPx);
    const auto lines = endingLines(option.font, {}, width - 2 * endingPadding - endingLeft, index);
    return {width, lines.last().rect.bottom() + 2 * endingPadding + 1};
}

} // namespace siprace::ui
