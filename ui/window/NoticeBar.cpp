#include "NoticeBar.h"

#include "Labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostLines = 12;

} // namespace

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_head(makeLabel(u"noticeHead"_s, {}, this))
    , m_lines(new QLabel(this))
{
    setProperty("role", u"notice"_s);
    m_lines->setWordWrap(true);
    m_lines->setTextFormat(Qt::PlainText);
    m_lines->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_dismiss = new QPushButton(tr("Dismiss"), this);
    m_dismiss->setProperty("role", u"quiet"_s);
    m_answers = new QHBoxLayout;
    m_answers->setSpacing(7);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_head);
    texts->addWidget(m_lines);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 9, 10, 9);
    layout->addLayout(texts, 1);
    layout->addLayout(m_answers);
    layout->addWidget(m_dismiss, 0, Qt::AlignTop);
    connect(m_dismiss, &QPushButton::clicked, this, &NoticeBar::putAway);
    hide();
}

void NoticeBar::clearAnswers()
{
    while (QLayoutItem* item = m_answers->takeAt(0)) {
        item->widget()->deleteLater();
        item->widget()->hide();
        delete item;
    }
}

void NoticeBar::ask(const QString& question, const QList<Answer>& answers, About about)
{
    put({question, {}, answers, about});
}

void NoticeBar::show(const QString& head, const QStringList& lines)
{
    put({head, lines, {}, About::Document});
}

void NoticeBar::add(const QString& head, const QString& line)
{
    const auto same = std::ranges::find(m_notices, head, &Notice::head);
    show(head, (same == m_notices.end() ? QStringList() : same->lines) + QStringList{line});
}

void NoticeBar::put(const Notice& notice)
{
    const auto isLines = [](const Notice& other) { return other.answers.isEmpty(); };
    m_notices.removeIf(
        [&](const Notice& other) { return other.head == notice.head || (isLines(notice) && isLines(other)); });
    if (!isLines(notice) && notice.about == About::Document)
        m_notices.prepend(notice);
    else // lines stand before what can wait
        m_notices.insert(std::ranges::find_if(m_notices,
                             [&](const Notice& other) { return isLines(notice) && other.about == About::Program; })
                - m_notices.begin(),
            notice);
    showFirst();
}

void NoticeBar::showFirst()
{
    clearAnswers();
    setVisible(isShown());
    if (!isShown())
        return Q_EMIT changed();
    const Notice& notice = m_notices.first();
    QStringList shown = notice.lines.first(std::min<qsizetype>(notice.lines.size(), mostLines));
    if (notice.lines.size() > mostLines)
        shown.append(tr("and %n more", nullptr, static_cast<int>(notice.lines.size() - mostLines)));
    m_head->setText(notice.head);
    m_lines->setText(shown.join(u'\n'));
    m_lines->setVisible(!shown.isEmpty());
    m_dismiss->setVisible(notice.answers.isEmpty());
    for (const Answer& answer : notice.answers) {
        auto* button = new QPushButton(answer.text, this);
        m_answers->addWidget(button);
        button->show();
        connect(button, &QPushButton::clicked, this, [this, then = answer.then] {
            putAway();
            then();
        });
    }
    setRole(!notice.answers.isEmpty());
    setAccessibleName(text());
    Q_EMIT changed();
}

/// A question is no error, and does not look like one.
void NoticeBar::setRole(bool isQuestion)
{
    const QString role = isQuestion ? u"question"_s : u"notice"_s;
    if (property("role").toString() == role)
        return;
    setProperty("role", role);
    m_head->setProperty("role", role + u"Head"_s);
    for (QWidget* widget : {static_cast<QWidget*>(this), static_cast<QWidget*>(m_head)}) {
        style()->unpolish(widget);
        style()->polish(widget);
    }
}

bool NoticeBar::isAsking(const QString& question) const
{
    return std::ranges::find(m_notices, question, &Notice::head) != m_notices.end();
}

void NoticeBar::putAway()
{
    if (!m_notices.isEmpty())
        m_notices.removeFirst();
    showFirst();
}

void NoticeBar::drop(const QString& head)
{
    m_notices.removeIf([&head](const Notice& notice) { return notice.head == head; });
    showFirst();
}

void NoticeBar::dropLines()
{
    m_notices.removeIf([](const Notice& notice) { return notice.answers.isEmpty(); });
    showFirst();
}

void NoticeBar::dropDocument()
{
    m_notices.removeIf([](const Notice& notice) { return notice.about == About::Document; });
    showFirst();
}

QString NoticeBar::text() const
{
    return m_notices.isEmpty() ? QString() : m_head->text() + u'\n' + m_lines->text();
}

} // namespace siprace::ui
