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
    auto* close = new QPushButton(tr("Dismiss"), this);
    close->setProperty("role", u"quiet"_s);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_head);
    texts->addWidget(m_lines);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 9, 10, 9);
    layout->addLayout(texts, 1);
    layout->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QPushButton::clicked, this, &NoticeBar::putAway);
    hide();
}

void NoticeBar::show(const QString& head, const QStringList& lines)
{
    QStringList shown = lines.first(std::min<qsizetype>(lines.size(), mostLines));
    if (lines.size() > mostLines)
        shown.append(tr("and %n more", nullptr, static_cast<int>(lines.size() - mostLines)));
    m_head->setText(head);
    m_lines->setText(shown.join(u'\n'));
    m_lines->setVisible(!shown.isEmpty());
    setAccessibleName(text());
    setVisible(true);
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
