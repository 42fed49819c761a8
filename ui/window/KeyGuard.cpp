#include "KeyGuard.h"

#include <QApplication>
#include <QKeyEvent>

namespace siprace::ui {

namespace {

bool isPlainKey(const QKeyEvent& event)
{
    const bool isFunctionKey = event.key() >= Qt::Key_F1 && event.key() <= Qt::Key_F35;
    return !isFunctionKey && !(event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
}

} // namespace

KeyGuard::KeyGuard(QWidget* ladder, QObject* parent)
    : QObject(parent)
    , m_ladder(ladder)
{
    qApp->installEventFilter(this);
}

bool KeyGuard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride || !m_ladder)
        return QObject::eventFilter(watched, event);
    // Not `watched`: an override that a widget leaves alone goes on to its parents.
    const QWidget* focus = QApplication::focusWidget();
    const bool isOurs = focus && focus->window() == m_ladder->window();
    const bool isElsewhere = isOurs && focus != m_ladder && !m_ladder->isAncestorOf(focus);
    if (!isElsewhere || !isPlainKey(*static_cast<QKeyEvent*>(event)))
        return QObject::eventFilter(watched, event);
    event->accept(); // the widget takes the key itself
    return true;
}

} // namespace siprace::ui
