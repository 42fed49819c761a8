#pragma once

#include <QFrame>
#include <QStringList>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace siprace::ui {

/// Lines that need to be read, above the ladder, until they are put away: errors of a file, a run that could not be
/// made.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void show(const QString& head, const QStringList& lines);
    /// One more line under the same head; begins anew when another one was shown.
    void add(const QString& head, const QString& line);
    /// A question with its answers as buttons; each puts the notice away and does what it stands for.
    struct Answer
    {
        QString text;
        std::function<void()> then;
    };
    void ask(const QString& question, const QList<Answer>& answers);
    void putAway();
    [[nodiscard]] QString text() const;

private:
    void clearAnswers();

    QStringList m_shown; ///< the lines of add()
    QLabel* m_head = nullptr;
    QLabel* m_lines = nullptr;
    QHBoxLayout* m_answers = nullptr;
    QPushButton* m_dismiss = nullptr;
};

} // namespace siprace::ui
