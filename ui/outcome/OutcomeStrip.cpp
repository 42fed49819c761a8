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
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    clear();
}

void OutcomeStrip::setCells(const QList<OutcomeCell>& cells)
{
    if (cells == m_cells)
        return;
    m_cells = cells;
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

QSize OutcomeStrip::sizeHint() const
{
    const QFontMetrics caption(captionFont(font()));
    const QFontMetrics value(valueFont(font()));
    return {scaled(560), caption.height() + value.height() + scaled(20)};
}

QSize OutcomeStrip::minimumSizeHint() const
{
    return {scaled(120), sizeHint().height()};
}

int OutcomeStrip::cellWidth() const
{
    const QFontMetrics caption(captionFont(font()));
    const QFontMetrics value(valueFont(font()));
    int widest = scaled(40);
    for (const OutcomeCell& cell : m_cells)
        widest = std::max({widest, caption.horizontalAdvance(cell.caption), value.horizontalAdvance(cell.value)});
    const int count = std::max(1, static_cast<int>(m_cells.size()));
    return std::clamp((width() - 2 * margin()) / count, widest + gap(), std::max(widest + gap(), scaled(132)));
}

void OutcomeStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Shades& shades = shadesFor(palette());
    const QFont small = captionFont(font());
    const QFont large = valueFont(font());
    const int captionHeight = QFontMetrics(small).height();
    const int valueHeight = QFontMetrics(large).height();
    int x = margin();
    for (const OutcomeCell& cell : m_cells) {
        if (x + cellWidth() - gap() > width() - scaled(4))
            break;
        painter.setFont(small);
        painter.setPen(shades.muted);
        painter.drawText(
            QRect(x, scaled(9), cellWidth(), captionHeight), Qt::AlignLeft | Qt::AlignVCenter, cell.caption);
        painter.setFont(large);
        painter.setPen(colourOf(cell.tone, shades));
        painter.drawText(QRect(x, scaled(11) + captionHeight, cellWidth(), valueHeight),
            Qt::AlignLeft | Qt::AlignVCenter, cell.value);
        x += cellWidth();
    }
}

bool OutcomeStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const int cell = (help->pos().x() - margin()) / cellWidth();
    if (cell >= 0 && cell < m_cells.size())
        QToolTip::showText(help->globalPos(), m_cells.at(cell).meaning + u'\n' + m_cells.at(cell).id, this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace siprace::ui
