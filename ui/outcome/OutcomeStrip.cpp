#include "OutcomeStrip.h"

#include "Scale.h"
#include "Shades.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QColor colourOf(Tone tone, const Shades& shades)
{
    switch (tone) {
    case Tone::Good:
        return shades.good;
    case Tone::Warn:
        return shades.warn;
    case Tone::Bad:
        return shades.bad;
    case Tone::Plain:
        break;
    }
    return shades.text;
}

QFont captionFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

QFont valueFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 1.15);
    font.setWeight(QFont::DemiBold);
    return font;
}

int margin()
{
    return scaled(17);
}
int gap()
{
    return scaled(14);
}

} // namespace

OutcomeStrip::OutcomeStrip(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    clear();
}

void OutcomeStrip::setCells(const QList<OutcomeCell>& cells)
{
    if (cells == m_cells)
        return;
    m_cells = cells;
    updateGeometry();
    QStringList words;
    for (const OutcomeCell& cell : cells)
        words.append(cell.caption + u' ' + cell.value);
    setAccessibleName(tr("Outcome"));
    setAccessibleDescription(words.join(u", "_s));
    update();
}

void OutcomeStrip::clear()
{
    QList<OutcomeCell> cells = outcomeCells({});
    for (OutcomeCell& cell : cells) {
        cell.value = u"–"_s;
        cell.tone = Tone::Plain;
    }
    setCells(cells);
}

int OutcomeStrip::rowHeight() const
{
    return QFontMetrics(captionFont(font())).height() + QFontMetrics(valueFont(font())).height() + scaled(9);
}

QSize OutcomeStrip::sizeHint() const
{
    return {scaled(560), rowHeight() + scaled(11)};
}

QSize OutcomeStrip::minimumSizeHint() const
{
    return {widestCell() - gap() + 2 * margin(), sizeHint().height()};
}

int OutcomeStrip::heightForWidth(int width) const
{
    const int inRow = cellsInRow(width);
    return (std::max(1, static_cast<int>(m_cells.size())) + inRow - 1) / inRow * rowHeight() + scaled(11);
}

int OutcomeStrip::widestCell() const
{
    const QFontMetrics caption(captionFont(font()));
    const QFontMetrics value(valueFont(font()));
    int widest = scaled(40);
    for (const OutcomeCell& cell : m_cells)
        widest = std::max({widest, caption.horizontalAdvance(cell.caption), value.horizontalAdvance(cell.value)});
    return widest + gap();
}

int OutcomeStrip::cellsInRow(int width) const
{
    const int count = std::max(1, static_cast<int>(m_cells.size()));
    const int fitting = std::clamp((width - 2 * margin() + gap()) / widestCell(), 1, count);
    const int rows = (count + fitting - 1) / fitting;
    return (count + rows - 1) / rows; // 3 and 3 rather than 5 and 1
}

int OutcomeStrip::cellWidth() const
{
    return std::clamp(
        (width() - 2 * margin()) / cellsInRow(width()), widestCell(), std::max(widestCell(), scaled(132)));
}

QRect OutcomeStrip::cellRect(int cell) const
{
    const int inRow = cellsInRow(width());
    return {margin() + cell % inRow * cellWidth(), scaled(9) + cell / inRow * rowHeight(), cellWidth(), rowHeight()};
}

void OutcomeStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Shades& shades = shadesFor(palette());
    const QFont small = captionFont(font());
    const QFont large = valueFont(font());
    const int captionHeight = QFontMetrics(small).height();
    for (int i = 0; i < m_cells.size(); ++i) {
        const QRect box = cellRect(i);
        const OutcomeCell& cell = m_cells.at(i);
        painter.setFont(small);
        painter.setPen(shades.muted);
        painter.drawText(
            QRect(box.topLeft(), QSize(box.width(), captionHeight)), Qt::AlignLeft | Qt::AlignVCenter, cell.caption);
        painter.setFont(large);
        painter.setPen(colourOf(cell.tone, shades));
        painter.drawText(
            box.adjusted(0, captionHeight + scaled(2), 0, -scaled(7)), Qt::AlignLeft | Qt::AlignVCenter, cell.value);
    }
}

bool OutcomeStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    int cell = 0;
    while (cell < m_cells.size() && !cellRect(cell).contains(help->pos()))
        ++cell;
    if (cell < m_cells.size())
        QToolTip::showText(help->globalPos(), m_cells.at(cell).meaning + u'\n' + m_cells.at(cell).id, this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace siprace::ui
