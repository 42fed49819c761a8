#include "MainWindow.h"

#include "CommandPalette.h"
#include "CompareView.h"
#include "EditorPage.h"
#include "EndingsPage.h"
#include "HandPanel.h"
#include "HelpMenu.h"
#include "InspectorPanel.h"
#include "KeyGuard.h"
#include "LibraryPanel.h"
#include "LinksPanel.h"
#include "NoticeBar.h"
#include "PolicyWords.h"
#include "RaceMapPage.h"
#include "RunPage.h"
#include "Scale.h"
#include "Shades.h"
#include "StatusLine.h"
#include "TopBar.h"
#include "Training.h"

#include <QAction>
#include <QFileInfo>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Theme& theme, QWidget* parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_controller(m_record)
{
    const int colours = QSettings().value(u"window/colours"_s, 0).toInt();
    m_palette = static_cast<LadderPalette>(std::clamp(colours, 0, static_cast<int>(LadderPalette::HighContrast)));
    setAcceptDrops(true);
    constexpr int frameHeight = 36; // its title bar; what a desktop adds is not known before it is shown
    const QSize room = screen()->availableGeometry().size() - QSize(0, frameHeight);
    resize(QSize(1400, 875).boundedTo(room));
    setMinimumSize(QSize(640, 420).boundedTo(room));
    m_status = new StatusLine;
    setStatusBar(m_status);
    m_notice = new NoticeBar;
    m_page = new RunPage(m_document, m_record);
    m_training = new Training(m_document, m_record, *m_page, *m_status, this);
    m_help = new HelpMenu(
        this, [this] { return m_topBar->policy(); }, [this] { return hints(); });
    m_compare = new CompareView;
    m_editorPage = new EditorPage(m_document);
    m_raceMap = new RaceMapPage;
    m_endings = new EndingsPage;

    m_exportMenu = new QMenu(tr("E&xport"), this);
    makeFileMenu();
    makeEditMenu();
    makeRunMenu();
    makeViewMenu();
    makeGoMenu();
    makePageMenu();
    makeTeachMenu();
    makeHelpMenu();
    m_topBar = new TopBar({m_actions.run, m_actions.step, m_actions.pause, m_actions.stop, m_actions.restart,
        m_actions.edit, m_actions.compare, m_actions.raceMap, m_exportMenu});

    auto* runPage = new QWidget;
    auto* layout = new QVBoxLayout(runPage);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_topBar);
    layout->addWidget(m_page, 1);
    m_pages = new QStackedWidget;
    connect(m_pages, &QStackedWidget::currentChanged, m_help, &HelpMenu::endTour); // it is about the page it began on
    m_pages->addWidget(runPage);
    m_pages->addWidget(m_compare);
    m_pages->addWidget(m_raceMap);
    m_pages->addWidget(m_editorPage);
    m_pages->addWidget(m_endings);
    auto* whole = new QWidget;
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    setCentralWidget(whole);

    new KeyGuard(m_page->ladder(), this);
    m_palettePopup = new CommandPalette(*menuBar(), this);
    connectParts();
    connectEditor();
    applyTheme();
    restoreLayout();
    m_page->library()->setEntries(listScenarios());
    updateTitle();
    updateState();
    m_page->ladder()->setFocus();
}

MainWindow::~MainWindow()
{
    m_controller.disconnect(this);
    m_document.disconnect(this);
    m_record.disconnect(this);
}

void MainWindow::connectParts()
{
    connect(&m_document, &ScenarioDocument::opened, this, [this] {
        m_page->library()->setCurrent(m_document.scenario().path);
        updateTitle();
        updateState();
    });
    connect(&m_document, &ScenarioDocument::modifiedChanged, this, [this] {
        updateTitle();
        updateState();
    });
    connect(&m_document, &ScenarioDocument::impairmentChanged, &m_controller, &RunController::setImpairment);
    connect(&m_document, &ScenarioDocument::phoneChanged, &m_controller, &RunController::setPhone);
    connect(&m_controller, &RunController::stateChanged, this, &MainWindow::updateState);
    connect(&m_controller, &RunController::stateChanged, this,
        [this](RunState state) { m_page->hands()->setRunning(state != RunState::Idle); });
    connect(m_page->links()->model(), &LinkModel::guestTurned, &m_controller, &RunController::setImpairment);
    connect(m_page->hands(), &HandPanel::actionWanted, &m_controller, &RunController::perform);
    connect(m_page->hands(), &HandPanel::handWanted, &m_controller, &RunController::byHand);
    for (const auto changed : {&ScenarioDocument::opened, &ScenarioDocument::scenarioChanged})
        connect(&m_document, changed, this, [this] {
            m_page->hands()->setScenario(m_document.scenario());
            m_topBar->setOutside(outsideProxyName(m_document.scenario()));
        });
    connect(&m_document, &ScenarioDocument::scenarioChanged, this, &MainWindow::settingsChanged);
    connect(&m_controller, &RunController::advanced, this,
        [this] { m_status->showRun(m_record, m_controller.state(), m_controller.now()); });
    connect(&m_controller, &RunController::failed, this, [this](const QString& line) { m_status->say(line); });
    connect(&m_controller, &RunController::troubled, this,
        [this](const QString& line) { m_notice->add(tr("The run goes on, but not all is well"), line); });
    connect(&m_autosave, &Autosave::failed, m_status, &StatusLine::say);
    connect(&m_record, &RunRecord::begun, this, &MainWindow::updateState);
    connect(&m_record, &RunRecord::finished, this, [this] {
        updateState();
        if (m_selectedAgain > 0)
            m_page->ladder()->select(std::exchange(m_selectedAgain, 0));
    });
    connect(m_page->library(), &LibraryPanel::chosen, this, &MainWindow::openFile);
    connect(m_page->ladder(), &LadderView::goToTimeRequested, m_status, &StatusLine::askForTime);
    connect(m_page->ladder(), &LadderView::arrivalDragged, this, &MainWindow::delayMessage);
    connect(m_status, &StatusLine::timeWanted, this, [this](Instant instant) {
        m_page->ladder()->goTo(instant);
        m_page->ladder()->setFocus();
    });
    connect(m_status, &StatusLine::timeDismissed, m_page->ladder(), qOverload<>(&QWidget::setFocus));
    connect(m_topBar, &TopBar::policyChosen, this, [this](const QString& id) {
        m_status->say(tr("The next run is under %1.").arg(policyName(id)));
        m_page->ladder()->setFocus();
    });
    connect(m_training, &Training::runWanted, this, &MainWindow::startRun);
    connect(m_training, &Training::askingChanged, this, &MainWindow::updateTitle);
    m_training->setInstantRun([this] {
        if (m_topBar->clock().text() != u"virtual"_s)
            return false;
        startRun();
        return m_controller.state() == RunState::Running || m_opening.isBusy();
    });
    connect(&m_controller, &RunController::stateChanged, this, [this](RunState state) {
        if (state == RunState::Idle && m_record.trace().messages.isEmpty())
            m_training->giveUp();
    });
    connect(m_pages, &QStackedWidget::currentChanged, this, &MainWindow::showPageMenu);
    connect(m_notice, &NoticeBar::changed, this, &MainWindow::showPageMenu);
    showPageMenu();
    connect(m_compare, &CompareView::closeWanted, this, &MainWindow::showRunPage);
    connect(m_raceMap, &RaceMapPage::closeWanted, this, &MainWindow::showRunPage);
    connect(m_raceMap->panel(), &RaceMapPanel::ladderWanted, this, &MainWindow::showLadderOf);
    connect(m_raceMap->panel(), &RaceMapPanel::exportWanted, this, &MainWindow::exportMapTo);
    connect(m_endings, &EndingsPage::closeWanted, this, &MainWindow::showRunPage);
    connect(m_endings, &EndingsPage::ladderWanted, this, &MainWindow::showLadderOf);
    connect(m_compare, &CompareView::aliasesChanged, m_page, &RunPage::setAliases);
    connect(m_compare, &CompareView::said, m_status, &StatusLine::say);
    connect(m_compare, &CompareView::exportWanted, this, &MainWindow::exportComparisonTo);
    connect(&m_theme, &Theme::changed, this, &MainWindow::applyTheme);
    connectWork();
}

void MainWindow::connectWork()
{
    for (BackgroundWork* work : {&m_reading, &m_writing, &m_opening}) {
        connect(work, &BackgroundWork::tookLong, m_status, &StatusLine::showWork);
        connect(work, &BackgroundWork::ended, this, [this] {
            if (!m_reading.isBusy() && !m_writing.isBusy() && !m_opening.isBusy() && !m_record.isJudgingLong())
                m_status->hideWork();
        });
    }
    connect(&m_record, &RunRecord::judgingLong, m_status, &StatusLine::showWork);
    connect(&m_record, &RunRecord::judgingEnded, this, [this] {
        if (!m_reading.isBusy() && !m_writing.isBusy() && !m_opening.isBusy())
            m_status->hideWork();
    });
    connect(&m_writing, &BackgroundWork::ended, this, [this] {
        if (std::exchange(m_closesWhenWritten, false))
            close();
    });
    connect(m_status, &StatusLine::cancelWanted, this, [this] {
        m_closesWhenWritten = false;
        m_reading.cancel();
        m_writing.cancel();
        m_opening.cancel();
        m_record.cancelJudging();
        m_status->say(tr("Cancelled."));
    });
}

QString MainWindow::proxyId() const
{
    for (const ScenarioNode& node : m_document.scenario().nodes) {
        if (node.part() == Role::Proxy)
            return node.id;
    }
    return {};
}

QList<Hint> MainWindow::hints() const
{
    return {
        {m_page->library(), tr("Every scenario is a race of its own. Choose one here, or drop a file on the window.")},
        {m_topBar->runButton(),
            tr("Run shows what happens, as it happens. Under the virtual clock the whole run is there at once.")},
        {m_page->ladder(),
            tr("Click a message to read it, and why it was sent. N goes to the next finding, F1 helps.")},
        {m_topBar->policyBox(), tr("Run again under another policy, or compare all of them with Ctrl+D.")}};
}

void MainWindow::offerTour()
{
    m_help->offerTour();
}

ShownRun MainWindow::shown() const
{
    const auto verdict = m_record.hasVerdict() ? std::optional(m_record.verdict()) : std::nullopt;
    return m_exportChoices.applied({m_record.trace(), verdict, m_page->ladder()->options(), m_page->ladder()->theme()});
}

void MainWindow::updateTitle()
{
    const Scenario& scenario = m_document.scenario();
    const QString file = m_document.fileName();
    m_topBar->setFile(file, m_document.isModified());
    m_topBar->setToolTip(scenario.path);
    setWindowTitle(scenario.title.isEmpty() ? tr("SIP Race Lab") : tr("%1[*] – SIP Race Lab").arg(scenario.title));
    setWindowModified(m_document.isModified());
    m_page->setHint(m_document.isOpen() ? u"<p style='font-size:large'><b>%1</b></p><p>%2</p><p>%3</p>"_s.arg(
                        scenario.title.toHtmlEscaped(), scenario.summary.toHtmlEscaped(),
                        m_training->isAsking() ? tr("Say above what will happen. Run (F5) shows what does.")
                                               : tr("Press Run (F5) to see it happen."))
                                        : tr("Choose a scenario on the left, or open a saved trace."));
}

void MainWindow::updateState()
{
    const QWidget* focused = focusWidget();
    const RunState state = m_controller.state();
    const bool isIdle = state == RunState::Idle;
    const bool isOpen = m_document.isOpen();
    const bool canRun = isOpen && !m_document.scenario().nodes.isEmpty(); // of a text with faults it is the last one
    m_actions.run->setEnabled(canRun && state != RunState::Running);
    m_actions.step->setEnabled(canRun);
    m_actions.pause->setEnabled(!isIdle);
    m_actions.pause->setText(state == RunState::Paused ? tr("Resume") : tr("Pause"));
    m_actions.pause->setIconText(m_actions.pause->text());
    m_actions.stop->setEnabled(!isIdle);
    m_actions.restart->setEnabled(!isIdle && !proxyId().isEmpty());
    m_actions.compare->setEnabled(canRun);
    m_actions.raceMap->setEnabled(canRun);
    m_actions.edit->setEnabled(isOpen);
    m_actions.save->setEnabled(isOpen && m_document.canBeSaved());
    m_actions.endings->setEnabled(canRun);
    m_actions.saveScenario->setEnabled(isOpen);
    const bool hasMessages = !m_record.trace().messages.isEmpty();
    for (QAction* action : m_actions.ofRun)
        action->setEnabled(hasMessages);
    m_status->showRun(m_record, state, m_controller.now());
    // A button that is pressed and cannot be pressed again passes the focus to its neighbour; the next key is not meant
    // for that.
    if (focused != nullptr && !focused->isEnabled())
        m_page->ladder()->setFocus();
}

void MainWindow::applyTheme()
{
    LadderTheme theme = ladderTheme(m_palette, m_theme.isDark());
    if (m_palette != LadderPalette::HighContrast) {
        theme.card = shadesFor(palette()).card; // one sheet with the frame around it
        theme.headerFill = theme.card;
    }
    m_page->ladder()->setTheme(theme);
    m_page->ladder()->setScale(uiScale());
    if (isVisible())
        m_page->fitPanels();
    m_help->setLadderTheme(theme);
    m_compare->setTheme(theme);
}

void MainWindow::showCompare()
{
    if (!m_consent.allows(m_document.scenario(), this))
        return;
    m_pages->setCurrentWidget(m_compare);
    m_compare->setAliases(m_page->aliases());
    m_compare->open(m_document.scenario(), m_topBar->policy());
    m_compare->setPaths(sweepablePaths(m_document.scenario()));
}

void MainWindow::showRaceMap()
{
    const auto opened = m_raceMap->open(isLooking() ? m_look.from : m_document.scenario());
    if (opened)
        m_pages->setCurrentWidget(m_raceMap);
    else
        showErrors(tr("There is no race map of this scenario"), opened.error());
}

void MainWindow::showEndings()
{
    const bool isAsBefore = isLooking() && m_topBar->policy() == m_look.policy;
    m_endings->open(
        isLooking() ? m_look.from : m_document.scenario(), isAsBefore ? m_look.policyBefore : m_topBar->policy());
    m_pages->setCurrentWidget(m_endings);
}

/// A cell of the race map or an ending: that very run, as a ladder. It is a copy without a file; the page it was chosen
/// on stays as it is.
void MainWindow::showLadderOf(const Scenario& scenario, const QString& policy)
{
    if (m_document.isModified()) // it comes from that text, with the values of the cell
        return afterSaving([this, scenario, policy] { showLadderOf(scenario, policy); });
    if (!isLooking())
        m_look = {{}, m_document.scenario(), {}, m_topBar->policy()};
    Scenario copy = scenario;
    copy.path.clear();
    putAway();
    m_document.open(copy);
    m_look.text = m_document.text();
    m_look.policy = policy;
    m_topBar->setPolicy(policy);
    m_topBar->setClock(u"virtual"_s);
    showRunPage();
    noteSettings();
    m_controller.run(m_document.scenario(), runOptions());
    m_status->say(tr("A copy of %1 without a file. Race map (Ctrl+M) and endings (Ctrl+Shift+F) are as you left them.")
                      .arg(m_look.from.id));
}

/// Whether what is open is a cell or an ending that was looked at, as it was.
bool MainWindow::isLooking() const
{
    return m_document.isOpen() && m_document.scenario().path.isEmpty() && m_document.text() == m_look.text;
}

/// Ends what is shown: its run, its notice, and the watch over its file.
void MainWindow::putAway()
{
    m_opening.cancel();
    m_controller.abandon();
    m_status->setOutlets({}, {});
    m_notice->dropDocument();
    m_record.clear();
    m_draggedTexts.clear();
    m_page->setOutdated(false);
    noteOpened({});
}

void MainWindow::showRunPage()
{
    m_pages->setCurrentIndex(0);
    m_page->ladder()->setFocus();
}

void MainWindow::restoreLayout()
{
    const QSettings settings;
    restoreGeometry(settings.value(u"window/geometry"_s).toByteArray());
    m_page->splitter()->restoreState(settings.value(u"window/splitter"_s).toByteArray());
    const QStringList hidden = settings.value(u"window/hidden"_s).toStringList();
    for (QAction* panel : {m_actions.left, m_actions.inspector})
        panel->setChecked(!hidden.contains(panel->objectName()));
    m_actions.table->setChecked(settings.value(u"window/table"_s, false).toBool());
    m_topBar->setPolicy(settings.value(u"run/policy"_s, u"forward-all"_s).toString());
    m_topBar->setClock(settings.value(u"run/clock"_s, u"real"_s).toString());
}

void MainWindow::keepLayout() const
{
    QSettings settings;
    settings.setValue(u"window/geometry"_s, saveGeometry());
    settings.setValue(u"window/splitter"_s, m_page->splitter()->saveState());
    QStringList hidden;
    for (const QAction* panel : {m_actions.left, m_actions.inspector}) {
        if (!panel->isChecked())
            hidden.append(panel->objectName());
    }
    settings.setValue(u"window/hidden"_s, hidden);
    settings.setValue(u"window/table"_s, m_actions.table->isChecked());
    settings.setValue(u"run/policy"_s, m_topBar->policy());
    settings.setValue(u"run/clock"_s, m_topBar->clock().text());
    settings.setValue(u"window/theme"_s, toString(m_theme.choice()));
}

} // namespace siprace::ui
