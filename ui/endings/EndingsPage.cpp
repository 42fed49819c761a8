#include "EndingsPage.h"

#include "EndingDelegate.h"
#include "Labels.h"
#include "Loader.h"
#include "PageBar.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

EndingsPage::EndingsPage(QWidget* parent)
    : QWidget(parent)
    , m_bar(new PageBar(tr("Other endings")))
    , m_said(makeLabel(u"muted"_s))
    , m_list(new QListView)
    , m_model(new EndingsModel(this))
    , m_job(new ExploreJob(this))
{
    m_said->setWordWrap(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EndingDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Endings"));
    auto* card = makeCard();
    auto* cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(12, 10, 12, 10);
    cardLayout->addWidget(m_said);
    cardLayout->addWidget(m_list, 1);

    auto* body = new QWidget;
    auto* bodyLayout = new QVBoxLayout(body);
    bodyLayout->setContentsMargins(14, 12, 14, 14);
    bodyLayout->setSpacing(10);
    bodyLayout->addWidget(makeControls());
    bodyLayout->addWidget(card, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(body, 1);
    connectParts();
    setRunning(false);
}

QWidget* EndingsPage::makeControls()
{
    const auto makeBox = [](int least, int most, int step, int value, const QString& name) {
        auto* box = new QSpinBox;
        box->setRange(least, most);
        box->setSingleStep(step);
        box->setValue(value);
        box->setGroupSeparatorShown(true);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setMaximumWidth(90);
        box->setAccessibleName(name);
        return box;
    };
    m_maxLost = makeBox(0, 9, 1, 0, tr("Messages that may get lost"));
    m_budget = makeBox(1, 1'000'000, 1000, 20'000, tr("The most replays"));
    m_find = new QPushButton(tr("Find other endings"));
    m_find->setProperty("role", u"primary"_s);
    m_cancel = new QPushButton(tr("Cancel"));
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(220, 6);
    auto* controls = new QWidget;
    auto* layout = new QHBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_find);
    layout->addWidget(m_cancel);
    layout->addSpacing(10);
    layout->addWidget(makeLabel(u"muted"_s, m_maxLost->accessibleName()));
    layout->addWidget(m_maxLost);
    layout->addSpacing(10);
    layout->addWidget(makeLabel(u"muted"_s, m_budget->accessibleName()));
    layout->addWidget(m_budget);
    layout->addSpacing(10);
    layout->addWidget(m_progress);
    layout->addStretch(1);
    return controls;
}

void EndingsPage::connectParts()
{
    connect(m_bar, &PageBar::backWanted, this, &EndingsPage::closeWanted);
    connect(m_find, &QPushButton::clicked, this, &EndingsPage::find);
    connect(m_cancel, &QPushButton::clicked, this, &EndingsPage::cancel);
    connect(m_list, &QListView::clicked, this, &EndingsPage::openLadder);
    connect(m_list, &QListView::activated, this, &EndingsPage::openLadder);
    connect(m_job, &ExploreJob::advanced, this, [this](int replays, int orders) {
        m_progress->setValue(replays);
        say(tr("%L1 replays, %L2 different orders so far …").arg(replays).arg(orders));
    });
    connect(m_job, &ExploreJob::finished, this, &EndingsPage::show);
    connect(m_job, &ExploreJob::failed, this, [this](const QString& line) {
        setRunning(false);
        say(line);
    });
}

void EndingsPage::open(const Scenario& scenario, const QString& policy)
{
    if (scenario.text == m_scenario.text && scenario.path == m_scenario.path && policy == m_policy)
        return;
    m_job->discard();
    setRunning(false);
    m_scenario = scenario;
    m_policy = policy;
    m_model->setFound({});
    const QString file = scenario.path.isEmpty() ? scenario.id : QFileInfo(scenario.path).fileName();
    m_bar->setSubject(tr("%1 under %2").arg(file, policy), scenario.path);
    say(tr("Every order in which the messages of this scenario can arrive, within the jitter and loss of its links and "
           "the ranges of its script."));
}

void EndingsPage::find()
{
    ExploreOptions options;
    options.policy = m_policy;
    options.maxLost = m_maxLost->value();
    options.budget = m_budget->value();
    options.shrink = true;
    m_model->setFound({});
    if (const auto possible = checkExplore(m_scenario, options); !possible) {
        say(possible.error().text());
        return;
    }
    m_progress->setRange(0, options.budget);
    m_progress->setValue(0);
    setRunning(true);
    say(tr("Walking …"));
    m_job->start(m_scenario, options);
}

void EndingsPage::cancel()
{
    m_job->cancel();
}

QString EndingsPage::reachText(Exploration::Reach reach)
{
    switch (reach) {
    case Exploration::Reach::Stopped:
        return tr("not all of them, it was stopped.");
    case Exploration::Reach::Budget:
        return tr("not all of them, a larger budget finds more.");
    case Exploration::Reach::BlindSpot:
        return tr("as far as the trace tells, a proxy forgot a winner within a run.");
    case Exploration::Reach::Complete:
        break;
    }
    return tr("that is all of them.");
}

void EndingsPage::show(const Exploration& found)
{
    setRunning(false);
    m_model->setFound(found);
    const QString numbers = tr("%L1 replays, %L2 different orders: ").arg(found.replays).arg(found.orders);
    say(numbers + reachText(found.reach) + u' ' + tr("A click opens the ladder."));
    if (m_model->rowCount() > 0)
        m_list->setCurrentIndex(m_model->index(0));
}

void EndingsPage::say(const QString& text)
{
    m_said->setText(text);
}

void EndingsPage::setRunning(bool isRunning)
{
    m_find->setEnabled(!isRunning);
    m_cancel->setEnabled(isRunning);
    m_maxLost->setEnabled(!isRunning);
    m_budget->setEnabled(!isRunning);
    m_progress->setVisible(isRunning);
}

/// The witness, not the scenario with its choices: a run of it ends so by itself.
void EndingsPage::openLadder(const QModelIndex& index)
{
    const Ending& ending = m_model->ending(index.row());
    if (const auto witness = parseScenario(ending.witness, ending.trace.scenario + u".yaml"_s))
        Q_EMIT ladderWanted(*witness, m_policy);
}

} // namespace siprace::ui
