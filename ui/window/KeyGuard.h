#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

namespace siprace::ui {

/// Keeps keys without Ctrl or Alt (space, S, E …) for the ladder: with the keyboard anywhere else in the window they do
/// what that widget makes of them, so a button can be pressed with space and a search may hold any letter.
class KeyGuard : public QObject
{
    Q_OBJECT

public:
    /// `ladder` keeps its keys; the guard watches the application for as long as it lives.
    explicit KeyGuard(QWidget* ladder, QObject* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPointer<QWidget> m_ladder;
};

} // namespace siprace::ui
