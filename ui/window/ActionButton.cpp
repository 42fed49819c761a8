#include "ActionButton.h"

#include <QAction>

namespace siprace::ui {

ActionButton::ActionButton(QAction* action, QWidget* parent)
    : QPushButton(parent)
    , m_action(action)
{
    setProperty("role", action->property("role"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(action, &QAction::changed, this, &ActionButton::take);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    take();
}

void ActionButton::take()
{
    setText(m_action->iconText());
    setAccessibleName(m_action->text().remove(u'&'));
    setEnabled(m_action->isEnabled());
    const QString key = m_action->shortcut().toString(QKeySequence::NativeText);
    setToolTip(key.isEmpty() ? m_action->toolTip() : m_action->toolTip() + QStringLiteral(" (%1)").arg(key));
}

} // namespace siprace::ui
