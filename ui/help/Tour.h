#pragma once

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace siprace::ui {

/// One hint: what it says, and beside which widget.
struct Hint
{
    QPointer<QWidget> beside;
    QString text;
};

/// Hints of a first start, one after the other, over a window. Dismissed once, they never come again by themselves.
class Tour : public QFrame
{
    Q_OBJECT

public:
    explicit Tour(QWidget* window);

    /// True until a person has dismissed the hints or seen the last.
    [[nodiscard]] static bool isWanted();
    void start(const QList<Hint>& hints);
    [[nodiscard]] int step() const { return m_step; }
    [[nodiscard]] QString text() const;

protected:
    void keyPressEvent(QKeyEvent* event) override; ///< Return: the next; Esc: no more

private:
    void next();
    void showStep(int step);
    void end();

    QList<Hint> m_hints;
    QLabel* m_head;
    QLabel* m_text;
    QPushButton* m_next;
    QPointer<QWidget> m_before; ///< had the keys, and gets them back
    int m_step = 0;
};

} // namespace siprace::ui
