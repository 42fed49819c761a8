#include "FindingDelegate.h"

#include "FindingsModel.h"
#include "LadderTheme.h"
#include "Scale.h"
#include "Shades.h"

#include <QAbstractItemView>
#include <QPainter>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

// At 100 %.
constexpr int signPx = 14;
constexpr int textLeftPx = 22;
constexpr int paddingPx = 5;

/// As on the ladder: the same colour and sign for the same severity.
void paintSign(QPainter* painter, QPoint topLeft, Severity severity, const Shades& shades, const QFont& base)
{
    const QRectF circle(topLeft.x(), topLeft.y(), scaled(signPx), scaled(signPx));
    painter->setPen(Qt::NoPen);
    painter->setBrush(ladderTheme(LadderPalette::Standard, shades.isDark).pill(severity).border);
    painter->drawEllipse(circle);
    QFont font = base;
    font.setPixelSize(scaled(10));
    font.setWeight(QFont::Bold);
    painter->setFont(font);
    painter->setPen(shades.card);
    painter->drawText(circle, Qt::AlignCenter, severityMark(severity));
}

} // namespace

QList<FindingDelegate::Part> FindingDelegate::parts(
    const QFont& base, int left, int top, int width, const QModelIndex& index)
{
    QFont strong = base;
    strong.setWeight(QFont::Medium);
    QFont small = base;
    small.setPointSizeF(base.pointSizeF() * 0.86);
    QList<Part> parts;
    int y = top;
    const auto add = [&](const QString& text, const QFont& font, bool isMuted) {
        if (text.isEmpty())
            return;
        const QRect rect = QFontMetrics(font).boundingRect(QRect(left, y, width, 10'000), Qt::TextWordWrap, text);
        parts.append({text, font, QRect(left, y, width, rect.height()), isMuted});
        y += rect.height() + 1;
    };
    add(index.data().toString(), strong, false);
    if (index.data(FindingsModel::IsExpandedRole).toBool()
        && index.data(FindingsModel::SentenceRole) != index.data(Qt::DisplayRole))
        add(index.data(FindingsModel::SentenceRole).toString(), base, false);
    add(index.data(FindingsModel::ReferenceRole).toString(), small, true);
    return parts;
}

void FindingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Shades& shades = shadesFor(option.palette);
    const auto severity = static_cast<Severity>(index.data(FindingsModel::SeverityRole).toInt());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isMarked = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
    if (isMarked) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.state & QStyle::State_Selected ? shades.accentGround : shades.hover);
        painter->drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), 6, 6);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(shades.accent, 1.6));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -2, -2), 6, 6);
    }
    const int padding = scaled(paddingPx);
    const int textLeft = scaled(textLeftPx);
    const QRect inner = option.rect.adjusted(padding, padding, -padding, -padding);
    paintSign(painter, inner.topLeft() + QPoint(0, 1), severity, shades, option.font);
    for (const Part& part : parts(option.font, inner.left() + textLeft, inner.top(), inner.width() - textLeft, index)) {
        painter->setFont(part.font);
        painter->setPen(part.isMuted ? shades.muted : shades.text);
        painter->drawText(part.rect, Qt::TextWordWrap, part.text);
    }
    painter->restore();
}

QSize FindingDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->viewport()->width() : 300;
    const int padding = scaled(paddingPx);
    const int textLeft = scaled(textLeftPx);
    const int signSize = scaled(signPx);
    const QList<Part> all = parts(option.font, textLeft, 0, width - 2 * padding - textLeft, index);
    const int bottom = all.isEmpty() ? signSize : all.last().rect.bottom();
    return {width, std::max(bottom, signSize) + 2 * padding + 1};
}

} // namespace siprace::ui
