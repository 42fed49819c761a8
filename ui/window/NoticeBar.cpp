#include "NoticeBar.h"

#include "Labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

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

void NoticeBar::ask(const QString& question, const QList<Answer>& answers)
{
    show(question, {});
    m_dismiss->hide();
    for (const Answer& answer : answers) {
        auto* button = new QPushButton(answer.text, this);
        m_answers->addWidget(button);
        button->show();
        connect(button, &QPushButton::clicked, this, [this, then = answer.then] {
            putAway();
            then();
        });
    }
}

void NoticeBar::show(const QString& head, const QStringList& lines)
{
    clearAnswers();
    m_dismiss->show();
    QStringList shown = lines.first(std::min<qsizetype>(lines.size(), mostLines));
    if (lines.size() > mostLines)
        shown.append(tr("and %n more", nullptr, static_cast<int>(lines.size() - mostLines)));
    m_head->setText(head);
    m_lines->setText(shown.join(u'\n'));
    m_lines->setVisible(!shown.isEmpty());
    setAccessibleName(text());
    setVisible(true);
}

void NoticeBar::add(const QString& head, const QString& line)
{
    if (isHidden() || m_head->text() != head)
        m_shown.clear();
    m_shown.append(line);
    show(head, m_shown);
}

void NoticeBar::putAway()
{
    setVisible(false);
}

QString NoticeBar::text() const
{
    return m_head->text() + u'\n' + m_lines->text();
}

} // namespace siprace::ui
