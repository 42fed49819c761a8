#pragma once

#include <QPushButton>

class QAction;

namespace siprace::ui {

/// A button that is an action: its text, its state, its tooltip with the key.
class ActionButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ActionButton(QAction* action, QWidget* parent = nullptr);

private:
    void take();

    QAction* m_action = nullptr;
};

} // namespace siprace::ui
