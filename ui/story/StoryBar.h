#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace siprace::ui {

/// A sentence of a story above the ladder, with buttons to the next and the one before.
class StoryBar : public QFrame
{
    Q_OBJECT

public:
    explicit StoryBar(QWidget* parent = nullptr);

    /// Step `index` of `count`, from 0.
    void showStep(int index, int count, const QString& sentence);
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void nextWanted();
    void backWanted();
    void endWanted();

private:
    QLabel* m_head;
    QLabel* m_sentence;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace siprace::ui
