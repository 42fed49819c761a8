#include "Training.h"

#include "PredictionBar.h"
#include "PresenterView.h"
#include "RunPage.h"
#include "StatusLine.h"
#include "StoryBar.h"

#include <QMenu>

#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

Training::Training(ScenarioDocument& document, RunRecord& record, RunPage& page, StatusLine& status, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_record(record)
    , m_page(page)
    , m_status(status)
    , m_bar(new StoryBar)
    , m_prediction(new PredictionBar)
    , m_teller(*page.ladder())
{
    page.addAboveLadder(m_bar);
    page.addAboveLadder(m_prediction);
    connect(m_bar, &StoryBar::nextWanted, &m_teller, &StoryTeller::next);
    connect(m_bar, &StoryBar::backWanted, &m_teller, &StoryTeller::back);
    connect(m_bar, &StoryBar::endWanted, &m_teller, &StoryTeller::end);
    connect(&m_teller, &StoryTeller::told, m_bar, &StoryBar::showStep);
    connect(&m_teller, &StoryTeller::ended, this, [this] {
        m_bar->hide();
        m_page.setEndHidden(false);
    });
    connect(m_prediction, &PredictionBar::runWanted, this, &Training::runWanted);
    connect(m_prediction, &PredictionBar::askingChanged, this, &Training::askingChanged);
    follow();
}

void Training::follow()
{
    connect(&m_record, &RunRecord::begun, this, [this] {
        m_teller.forget();
        m_bar->hide();
        if (!m_record.isRunning())
            m_afterRun = {}; // another scenario
        if (!m_record.isRunning() || !m_prediction->isWaiting())
            m_prediction->putAway(); // the question was about another run
    });
    connect(&m_record, &RunRecord::finished, this, [this] { m_prediction->answer(m_record.trace()); });
    connect(&m_record, &RunRecord::judged, this, [this] {
        if (m_afterRun && !m_record.isRunning() && m_record.hasVerdict() && !m_record.trace().messages.isEmpty())
            std::exchange(m_afterRun, {})();
    });
}

void Training::giveUp()
{
    m_afterRun = {};
    if (m_prediction->isWaiting())
        m_prediction->putAway();
}

bool Training::isAsking() const
{
    return m_prediction->isAsking();
}

void Training::addTo(QMenu* menu)
{
    const auto add = [menu](const QString& text, const QKeySequence& key, const QString& name) {
        QAction* action = menu->addAction(text);
        action->setShortcut(key);
        action->setObjectName(name);
        action->setToolTip(QString(text).remove(u'&'));
        return action;
    };
    connect(add(tr("Tell the &story"), u"Ctrl+T"_s, u"story-tell"_s), &QAction::triggered, this, &Training::tell);
    connect(add(tr("&Next step of the story"), u"Ctrl+Right"_s, u"story-next"_s), &QAction::triggered, &m_teller,
        &StoryTeller::next);
    connect(add(tr("Step &back"), u"Ctrl+Left"_s, u"story-back"_s), &QAction::triggered, &m_teller, &StoryTeller::back);
    connect(add(tr("&End of the story"), {}, u"story-end"_s), &QAction::triggered, &m_teller, &StoryTeller::end);
    menu->addSeparator();
    QAction* predict = add(tr("&Predict first"), {}, u"predict-first"_s);
    predict->setCheckable(true);
    connect(predict, &QAction::toggled, this, [this](bool isOn) {
        m_isPredicting = isOn;
        if (m_prediction->isAsking())
            m_prediction->putAway();
    });
    menu->addSeparator();
    connect(add(tr("P&resenter view"), u"F11"_s, u"presenter-view"_s), &QAction::triggered, this, &Training::present);
}

bool Training::asksFirst()
{
    if (!m_isPredicting)
        return false;
    if (m_prediction->isAsking()) {
        m_prediction->takeWhatIsSaid();
        return false;
    }
    m_record.clear(); // the run before would be half the answer
    m_prediction->ask(m_document.scenario());
    return true;
}

/// What needs a run makes it where that takes no time. True when `then` comes after it.
bool Training::runsFirst(const std::function<void()>& then)
{
    if (!m_record.trace().messages.isEmpty() || m_record.isRunning() || !m_runAtOnce || !m_runAtOnce())
        return false;
    m_afterRun = then;
    return true;
}

void Training::tell()
{
    if (runsFirst([this] { tell(); }))
        return;
    if (m_record.isRunning() || m_record.trace().messages.isEmpty())
        m_status.say(tr("Run the scenario to its end first; then its story is told."));
    else if (m_document.scenario().story.isEmpty())
        m_status.say(tr("This scenario has no story; write one under \"story:\"."));
    else if (!m_teller.begin(m_record.trace(), m_document.scenario().story))
        m_status.say(tr("Nothing of the story happens in this run."));
    else {
        m_page.setEndHidden(true);
        if (m_record.trace().ended == u"user")
            m_status.say(tr("This run was stopped before its end, and its story is told as far as it came."));
    }
}

void Training::present()
{
    if (runsFirst([this] { present(); }))
        return;
    if (m_record.trace().messages.isEmpty()) {
        m_status.say(tr("There is no run to present yet."));
        return;
    }
    m_teller.end();
    if (!m_presenter) {
        m_presenter = new PresenterView(m_page.window());
        m_presenter->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_presenter->present(m_record.trace(), m_page.shownFindings(), m_document.scenario().story,
        m_page.ladder()->options(), m_page.ladder()->theme().isDark);
}

} // namespace siprace::ui
