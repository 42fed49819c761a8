#include "StoryBar.h"

#include "Labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace siprace::ui {

using namespace Qt::StringLiterals;

StoryBar::StoryBar(QWidget* parent)
    : QFrame(parent)
    , m_head(makeHead({}, this))
    , m_sentence(new QLabel(this))
    , m_back(new QPushButton(tr("Back"), this))
    , m_next(new QPushButton(tr("Next"), this))
{
    setProperty("role", u"card"_s);
    setObjectName(u"storyBar"_s);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setProperty("ownSize", true);
    m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_next->setProperty("role", u"primary"_s);
    auto* end = new QPushButton(tr("End story"), this);
    end->setProperty("role", u"quiet"_s);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_head);
    texts->addWidget(m_sentence, 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 9, 10, 9);
    layout->addLayout(texts, 1);
    for (QPushButton* button : {m_back, m_next, end}) {
        button->setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the ladder
        button->setAccessibleName(button->text());
        layout->addWidget(button, 0, Qt::AlignVCenter);
    }
    connect(m_back, &QPushButton::clicked, this, &StoryBar::backWanted);
    connect(m_next, &QPushButton::clicked, this, &StoryBar::nextWanted);
    connect(end, &QPushButton::clicked, this, &StoryBar::endWanted);
    hide();
}

void StoryBar::showStep(int index, int count, const QString& sentence)
{
    setHead(m_head, tr("Story, %1 of %2").arg(index + 1).arg(count));
    m_sentence->setText(sentence);
    m_sentence->setMinimumHeight(2 * m_sentence->fontMetrics().lineSpacing());
    m_back->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < count);
    setAccessibleName(m_head->text());
    setAccessibleDescription(sentence);
    show();
}

QString StoryBar::sentence() const
{
    return m_sentence->text();
}

} // namespace siprace::ui
