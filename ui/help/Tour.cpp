#include "Tour.h"

#include "Labels.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

const QString tourKey = u"help/tourDone"_s;
constexpr int hintWidth = 340;
constexpr int hintGap = 10;

} // namespace

Tour::Tour(QWidget* window)
    : QFrame(window)
    , m_head(makeHead({}, this))
    , m_text(new QLabel(this))
    , m_next(new QPushButton(this))
{
    setObjectName(u"tour"_s);
    setProperty("role", u"card"_s);
    setFixedWidth(hintWidth);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_next->setProperty("role", u"primary"_s);
    auto* never = new QPushButton(tr("No more hints"), this);
    never->setProperty("role", u"quiet"_s);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(never);
    buttons->addStretch();
    buttons->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 12, 12);
    layout->addWidget(m_head);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(24);
    shadow->setOffset(0, 4);
    shadow->setColor(QColor(0, 0, 0, 110));
    setGraphicsEffect(shadow);
    connect(never, &QPushButton::clicked, this, &Tour::end);
    connect(m_next, &QPushButton::clicked, this, &Tour::next);
    hide();
}

bool Tour::isWanted()
{
    return !QSettings().value(tourKey, false).toBool();
}

void Tour::start(const QList<Hint>& hints)
{
    m_hints = hints;
    if (!isAncestorOf(QApplication::focusWidget()))
        m_before = QApplication::focusWidget();
    if (!m_hints.isEmpty())
        showStep(0);
}

QString Tour::text() const
{
    return m_text->text();
}

void Tour::next()
{
    if (m_step + 1 < m_hints.size())
        showStep(m_step + 1);
    else
        end();
}

void Tour::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return focusWidget() == m_next || focusWidget() == nullptr ? next() : end(); // the other button ends them
    case Qt::Key_Escape:
        return end();
    default:
        QFrame::keyPressEvent(event);
    }
}

void Tour::showStep(int step)
{
    m_step = step;
    const Hint& hint = m_hints.at(step);
    setHead(m_head, tr("Hint %1 of %2").arg(step + 1).arg(m_hints.size()));
    m_text->setText(hint.text);
    m_next->setText(step + 1 < m_hints.size() ? tr("Next") : tr("Done"));
    setAccessibleName(hint.text);
    adjustSize();
    // Below what it is about, or beside that where it goes down far; within the window.
    QPoint place(hintGap, hintGap);
    if (hint.beside) {
        const QSize size = hint.beside->size();
        const bool isHigh = size.height() > parentWidget()->height() / 3;
        const bool isWide = size.width() > parentWidget()->width() / 3;
        const QPoint within = isWide ? QPoint((size.width() - width()) / 2, size.height() / 3) // on an empty middle
            : isHigh                 ? QPoint(size.width() + hintGap, hintGap)
                                     : QPoint(0, size.height() + hintGap);
        place = hint.beside->mapTo(parentWidget(), within);
    }
    place.setX(std::clamp(place.x(), hintGap, std::max(hintGap, parentWidget()->width() - width() - hintGap)));
    place.setY(std::clamp(place.y(), hintGap, std::max(hintGap, parentWidget()->height() - height() - hintGap)));
    move(place);
    show();
    raise();
    m_next->setFocus(Qt::OtherFocusReason);
}

void Tour::end()
{
    QSettings().setValue(tourKey, true);
    const bool hadKeys = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadKeys && m_before)
        m_before->setFocus(Qt::OtherFocusReason);
}

} // namespace siprace::ui
