#pragma once

#include <QFrame>
#include <QStringList>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace siprace::ui {

/// What needs to be read or answered, above every page, until it is: errors of a file, a question before something is
/// lost. The newest question is shown, what was asked before waits behind it.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);
    /// What went wrong; takes the place of other lines, and waits behind a question.
    void show(const QString& head, const QStringList& lines);
    /// One more line under the same head; begins anew when another one was shown.
    void add(const QString& head, const QString& line);
    /// A question with its answers as buttons; each puts the notice away and does what it stands for.
    struct Answer
    {
        QString text;
        std::function<void()> then;
    };
    /// What a question is about, and with what it goes.
    enum class About
    {
        Document, ///< what is open: another one makes it void
        Program, ///< waits behind all others
    };
    /// The same question again takes its own place, with the new answers.
    void ask(const QString& question, const QList<Answer>& answers, About about = About::Document);
    [[nodiscard]] bool isShown() const { return !m_notices.isEmpty(); }
    [[nodiscard]] bool isAsking(const QString& question) const; ///< shown, or waiting
    /// Puts away what is shown; what waits comes next.
    void putAway();
    /// Puts away the notice with that head, shown or waiting.
    void drop(const QString& head);
    /// Puts away lines; questions stay.
    void dropLines();
    /// Another document is open: what was said or asked about the one before is put away.
    void dropDocument();
    /// What is shown; empty when nothing is.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void changed(); ///< something else is shown, or nothing

private:
    struct Notice
    {
        QString head;
        QStringList lines;
        QList<Answer> answers; ///< none: lines to dismiss
        About about = About::Document;
    };
    void put(const Notice& notice);
    void showFirst();
    void clearAnswers();
    void setRole(bool isQuestion);

    QList<Notice> m_notices; ///< the first is shown
    QLabel* m_head = nullptr;
    QLabel* m_lines = nullptr;
    QHBoxLayout* m_answers = nullptr;
    QPushButton* m_dismiss = nullptr;
};

} // namespace siprace::ui
