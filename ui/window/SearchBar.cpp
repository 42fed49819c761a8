#include "SearchBar.h"

#include "Labels.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>
#include <iterator>

namespace siprace::ui {

using namespace Qt::StringLiterals;

SearchBar::SearchBar(LadderView& ladder, QWidget* parent)
    : QFrame(parent)
    , m_ladder(ladder)
    , m_text(new QLineEdit(this))
    , m_count(makeLabel(u"muted"_s, {}, this))
    , m_error(makeLabel(u"bad"_s, {}, this))
    , m_hide(new QPushButton(tr("Hide others"), this))
{
    setProperty("role", u"card"_s);
    m_text->setObjectName(u"messageSearch"_s);
    m_text->setAccessibleName(tr("Find messages"));
    m_text->setClearButtonEnabled(true);
    m_text->setPlaceholderText(tr("Find: status:200 tag:b2 -is:copy"));
    m_text->setToolTip(tr("method:INVITE  status:200 or 4xx  cseq:INVITE or 2  tag:b2  branch:…  node:b1\n"
                          "is:request, response, lost, discarded, copy, stray\n"
                          "Anything else is looked for in the message. A comma: any of them. - before a word: not.\n"
                          "Return: the next, Shift+Return: the one before"));
    m_count->setMinimumWidth(90);
    m_hide->setObjectName(u"hideOthers"_s);
    m_hide->setCheckable(true);
    m_hide->setToolTip(tr("Leave out what does not match, instead of dimming it"));
    auto* away = new QPushButton(u"✕"_s, this);
    away->setProperty("role", u"quiet"_s);
    away->setAccessibleName(tr("End the search"));
    away->setToolTip(tr("End the search (Esc)"));
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(m_text, 1);
    row->addWidget(m_count);
    row->addWidget(m_hide);
    row->addWidget(away);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addLayout(row);
    layout->addWidget(m_error);
    hide();
    connect(m_text, &QLineEdit::textChanged, this, &SearchBar::read);
    connect(m_hide, &QPushButton::toggled, this, &SearchBar::apply);
    connect(away, &QPushButton::clicked, this, &SearchBar::close);
    connect(&m_ladder, &LadderView::optionsChanged, this, &SearchBar::showCount);
}

void SearchBar::open()
{
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    read();
}

void SearchBar::close()
{
    hide();
    m_filter = {};
    traceChanged();
    m_ladder.setFocus();
}

void SearchBar::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        return close();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return step(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    default:
        QFrame::keyPressEvent(event);
    }
}

void SearchBar::read()
{
    const auto filter = MessageFilter::parse(m_text->text());
    setFaulty(*m_text, !filter);
    m_error->setText(filter ? QString() : filter.error().text());
    m_error->setToolTip(m_error->text());
    m_error->setVisible(!filter);
    if (!filter)
        return; // while a word is still being typed, what was found before stays
    m_filter = *filter;
    traceChanged();
}

void SearchBar::traceChanged()
{
    m_matches.clear();
    m_others.clear();
    m_looked = 0;
    look();
    apply();
}

void SearchBar::traceGrew()
{
    if (m_filter.isEmpty())
        return;
    look();
    apply();
}

void SearchBar::look()
{
    const Trace& trace = m_ladder.trace();
    if (m_filter.isEmpty())
        return;
    for (; m_looked < trace.messages.size(); ++m_looked) {
        const TraceMessage& message = trace.messages.at(m_looked);
        if (m_filter.matches(trace, message))
            m_matches.append(message.n);
        else
            m_others.insert(message.n);
    }
}

void SearchBar::apply()
{
    const bool isHiding = m_hide->isChecked();
    m_ladder.setDimmed(isHiding ? QSet<int>() : m_others);
    m_ladder.setHiddenMessages(isHiding ? m_others : QSet<int>());
    showCount();
}

/// Whether neither end of the message is a node that is hidden.
bool SearchBar::isShown(int n) const
{
    const TraceMessage& message = m_ladder.trace().messages.at(n - 1);
    const QSet<int>& hidden = m_ladder.options().hiddenNodes;
    return !hidden.contains(message.from) && !hidden.contains(message.to);
}

/// How many match; of them those that are on the ladder can be gone to, the others are those of hidden nodes.
void SearchBar::showCount()
{
    if (m_filter.isEmpty())
        return m_count->clear();
    const auto notShown = std::count_if(m_matches.begin(), m_matches.end(), [this](int n) { return !isShown(n); });
    const QString text = tr("%1 of %2").arg(m_matches.size()).arg(m_looked);
    m_count->setText(notShown == 0 ? text : tr("%1, %2 hidden").arg(text).arg(notShown));
}

void SearchBar::step(int by)
{
    QList<int> shown;
    std::copy_if(m_matches.begin(), m_matches.end(), std::back_inserter(shown), [this](int n) { return isShown(n); });
    if (shown.isEmpty())
        return;
    const int selected = m_ladder.selected();
    const auto next = std::upper_bound(shown.begin(), shown.end(), selected);
    const auto here = std::lower_bound(shown.begin(), shown.end(), selected);
    if (by > 0)
        m_ladder.select(next == shown.end() ? shown.first() : *next);
    else
        m_ladder.select(here == shown.begin() ? shown.last() : *std::prev(here));
}

} // namespace siprace::ui
