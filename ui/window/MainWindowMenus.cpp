#include "ActionButton.h"
#include "CommandPalette.h"
#include "HandPanel.h"
#include "HelpMenu.h"
#include "InspectorPanel.h"
#include "LibraryPanel.h"
#include "MainWindow.h"
#include "NoticeBar.h"
#include "RunPage.h"
#include "SearchBar.h"
#include "StatusLine.h"
#include "TopBar.h"
#include "Training.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QKeyEvent>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

QAction* MainWindow::addAction(QMenu* menu, const QString& text, const QKeySequence& key, std::function<void()> what)
{
    QAction* action = menu->addAction(text);
    action->setShortcut(key);
    action->setToolTip(QString(text).remove(u'&').remove(u'…'));
    if (what)
        connect(action, &QAction::triggered, this, std::move(what));
    return action;
}

/// A key that the ladder knows itself: the menu shows it and sends it there, but does not take it from other widgets.
void MainWindow::addLadderKey(
    QMenu* menu, const QString& text, int key, const QString& shownKey, Qt::KeyboardModifiers modifiers)
{
    QAction* action = menu->addAction(text + u'\t' + shownKey);
    connect(action, &QAction::triggered, this, [this, key, modifiers] {
        m_page->ladder()->setFocus();
        QKeyEvent press(QEvent::KeyPress, key, modifiers);
        QApplication::sendEvent(m_page->ladder(), &press);
    });
    m_actions.ofRun.append(action);
}

void MainWindow::makeFileMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    addAction(menu, tr("&New scenario"), QKeySequence::New, [this] { afterSaving([this] { newScenario(); }); });
    addAction(menu, tr("&Open scenario or trace…"), QKeySequence::Open, [this] { askOpen(); });
    addAction(menu, tr("Find a &scenario"), u"Ctrl+L"_s, [this] {
        m_page->setLeftShown(true);
        m_actions.left->setChecked(true);
        m_page->library()->focusSearch();
    });
    QMenu* recent = menu->addMenu(tr("Open &recent"));
    connect(menu, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
    addAction(menu, tr("Open the run kept at &closing"), {}, [this] { openLastRun(); });
    menu->addSeparator();
    m_actions.save = addAction(menu, tr("&Save scenario"), QKeySequence::Save, [this] { saveScenario(); });
    m_actions.saveScenario
        = addAction(menu, tr("Save scenario &as…"), u"Ctrl+Shift+S"_s, [this] { askSaveScenario(); });
    m_actions.ofRun.append(
        addAction(menu, tr("Save &trace…"), u"Ctrl+Shift+T"_s, [this] { askExport(exportFormats().last()); }));
    makeExportMenu();
    menu->addMenu(m_exportMenu);
    menu->addSeparator();
    addAction(menu, tr("&Quit"), QKeySequence::Quit, [this] { close(); });
}

void MainWindow::makeExportMenu()
{
    for (const ExportFormat& format : exportFormats()) {
        const QKeySequence key = format.suffix == u"svg" ? QKeySequence(u"Ctrl+E"_s) : QKeySequence();
        QAction* action = addAction(m_exportMenu, format.label + u'…', key, [this, format] { askExport(format); });
        action->setObjectName(u"export-"_s + format.id);
        m_actions.ofRun.append(action);
    }
    m_exportMenu->addSeparator();
    m_actions.ofRun.append(addAction(m_exportMenu, tr("Copy as image"), u"Ctrl+Shift+C"_s, [this] { copyImage(); }));
    m_actions.ofRun.append(addAction(m_exportMenu, tr("Copy as text"), u"Ctrl+Alt+C"_s, [this] { copyText(); }));
    m_exportMenu->addSeparator();
    m_exportChoices.addTo(m_exportMenu);
}

void MainWindow::makeEditMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = m_document.undoStack()->createUndoAction(this, tr("Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = m_document.undoStack()->createRedoAction(this, tr("Redo"));
    redo->setShortcut(QKeySequence::Redo);
    menu->addAction(undo);
    menu->addAction(redo);
    menu->addSeparator();
    m_actions.edit = addAction(menu, tr("&Edit the scenario"), u"F4"_s, [this] { showEditor(); });
    m_actions.edit->setIconText(tr("Edit"));
    m_actions.edit->setToolTip(tr("The scenario as text and as a form"));
    m_actions.ofRun.append(addAction(menu, tr("&Find messages"), QKeySequence::Find, [this] {
        showRunPage();
        m_page->search()->open();
    }));
    m_actions.ofRun.append(addAction(menu, tr("Copy &message"), QKeySequence::Copy, [this] { copyMessage(); }));
    m_actions.ofRun.append(
        addAction(menu, tr("Let it arrive 10 ms &later"), u"Ctrl+Alt+Down"_s, [this] { delaySelected(); }));
}

void MainWindow::makeRunMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Run"));
    m_actions.run = addAction(menu, tr("&Run"), u"F5"_s, [this] { startRun(); });
    m_actions.run->setIconText(u"▶  "_s + tr("Run"));
    m_actions.run->setProperty("role", u"primary"_s);
    m_actions.run->setToolTip(tr("Run the scenario"));
    addAction(menu, tr("Run or &pause"), u"Space"_s, [this] { runOrPause(); });
    m_actions.pause = addAction(menu, tr("Pause"), u"F6"_s, [this] { runOrPause(); });
    m_actions.pause->setToolTip(tr("Stop the clock of the run, or let it go on"));
    m_actions.step = addAction(menu, tr("S&tep"), u"S"_s, [this] { stepRun(); });
    m_actions.step->setIconText(tr("Step"));
    m_actions.step->setToolTip(tr("Go on to the next message"));
    m_actions.stop = addAction(menu, tr("St&op"), u"Shift+F5"_s, [this] { m_controller.stop(); });
    m_actions.stop->setIconText(tr("Stop"));
    m_actions.stop->setToolTip(tr("End the run here"));
    menu->addSeparator();
    m_actions.restart
        = addAction(menu, tr("Restart &proxy"), u"Ctrl+R"_s, [this] { m_controller.restartProxy(proxyId()); });
    m_actions.restart->setIconText(tr("Restart proxy"));
    m_actions.restart->setToolTip(tr("The proxy forgets everything, as when it crashes"));
    makePhoneKeys(menu->addMenu(tr("P&hones")));
    addAction(menu, tr("On a &LAN…"), {}, [this] { askForLan(); });
    addAction(menu, tr("Capt&ure while it runs…"), u"Ctrl+Shift+K"_s, [this] { askForOutlets(); });
    menu->addSeparator();
    m_actions.compare = addAction(menu, tr("&Compare policies"), u"Ctrl+D"_s, {});
    m_actions.compare->setIconText(tr("Compare"));
    m_actions.compare->setToolTip(tr("The same race under two to four policies, side by side"));
    connect(m_actions.compare, &QAction::triggered, this, &MainWindow::showCompare);
    m_actions.raceMap = addAction(menu, tr("Race &map"), u"Ctrl+M"_s, [this] { showRaceMap(); });
    m_actions.raceMap->setIconText(tr("Race map"));
    m_actions.raceMap->setToolTip(tr("The outcome for a whole plane of timings"));
    m_actions.endings = addAction(menu, tr("Find other &endings…"), u"Ctrl+Shift+F"_s, [this] { showEndings(); });
    m_actions.endings->setToolTip(tr("Every order in which the messages can arrive, and how each ends"));
    addAction(menu, tr("&Back to the run"), u"Alt+Left"_s, [this] { showRunPage(); });
}

/// Keys 1 … 9: that phone answers when it rings, and hangs up when it talks.
void MainWindow::makePhoneKeys(QMenu* menu)
{
    for (int number = 1; number <= 9; ++number) {
        addAction(
            menu, tr("Phone &%1 answers, or hangs up").arg(number), QKeySequence(Qt::Key_0 + number), [this, number] {
                m_actions.hands->setChecked(true);
                m_page->hands()->follow(m_record.trace());
                m_page->hands()->pressNumber(number);
            });
    }
}

void MainWindow::makeViewMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    const auto addSwitch = [&](const QString& text, const QKeySequence& key, bool isOn, auto what) {
        QAction* action = addAction(menu, text, key, {});
        action->setCheckable(true);
        action->setChecked(isOn);
        connect(action, &QAction::toggled, this, what);
        return action;
    };
    LadderView* ladder = m_page->ladder();
    // One that a narrow window has put away comes back, though it is on already.
    const auto isWanted = [this](QAction* action, const QWidget* side, bool isOn) {
        const bool comesBack = !isOn && m_page->isVisible() && side->isHidden();
        const QSignalBlocker quiet(action);
        action->setChecked(isOn || comesBack);
        return isOn || comesBack;
    };
    m_actions.left = addSwitch(tr("&Scenarios and links"), u"Ctrl+1"_s, true,
        [this, isWanted](bool isOn) { m_page->setLeftShown(isWanted(m_actions.left, m_page->leftPanel(), isOn)); });
    m_actions.inspector = addSwitch(tr("&Inspector"), u"Ctrl+2"_s, true, [this, isWanted](bool isOn) {
        m_page->setInspectorShown(isWanted(m_actions.inspector, m_page->inspector(), isOn));
    });
    m_actions.hands = addSwitch(tr("Phones and links by &hand"), u"Ctrl+3"_s, false, [this](bool isOn) {
        m_page->hands()->follow(m_record.trace());
        m_page->hands()->setVisible(isOn);
        m_controller.setInHands(isOn);
    });
    m_actions.left->setObjectName(u"left"_s);
    m_actions.inspector->setObjectName(u"inspector"_s);
    m_actions.table
        = addSwitch(tr("Messages as a &table"), u"Ctrl+4"_s, false, [this](bool isOn) { m_page->setTableShown(isOn); });
    menu->addSeparator();
    addSwitch(tr("&Even spacing, one row a message"), u"E"_s, false,
        [ladder](bool isOn) { ladder->setSpacing(isOn ? Spacing::Even : Spacing::TrueTime); });
    addSwitch(tr("F&old long silences"), u"O"_s, true, [ladder](bool isOn) { ladder->setFoldSilences(isOn); });
    QMenu* nodes = menu->addMenu(tr("&Nodes"));
    connect(nodes, &QMenu::aboutToShow, this, [this, nodes] { fillNodesMenu(nodes); });
    menu->addSeparator();
    addLadderKey(menu, tr("Zoom in"), Qt::Key_Plus, u"+"_s);
    addLadderKey(menu, tr("Zoom out"), Qt::Key_Minus, u"-"_s);
    addLadderKey(menu, tr("Fit the run"), Qt::Key_F, u"F"_s);
    menu->addSeparator();
    makeThemeMenu(menu);
    makeScaleMenu(menu);
}

/// What the header of each lifeline can do, without a mouse.
void MainWindow::fillNodesMenu(QMenu* menu)
{
    qDeleteAll(menu->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly)); // of the run before
    menu->clear();
    LadderView* ladder = m_page->ladder();
    addAction(menu, tr("Show &all"), {}, [ladder] { ladder->showAllNodes(); });
    menu->addSeparator();
    const QList<TraceNode>& nodes = m_record.trace().nodes;
    for (int node = 0; node < nodes.size(); ++node) {
        QMenu* one = menu->addMenu(QString(nodes.at(node).name).replace(u'&', u"&&"_s));
        const auto place = [ladder, node] {
            const auto& lanes = ladder->layout().lanes();
            return static_cast<int>(std::find_if(lanes.begin(), lanes.end(), [node](const Lane& lane) {
                return lane.node == node;
            }) - lanes.begin());
        };
        const bool isShown = !ladder->options().hiddenNodes.contains(node);
        QAction* shown = addAction(one, tr("&Shown"), {},
            [ladder, node, isShown] { isShown ? ladder->hideNode(node) : ladder->showNode(node); });
        shown->setCheckable(true);
        shown->setChecked(isShown);
        addAction(one, tr("&Rename…"), {}, [ladder, node] { ladder->startRename(node); })->setEnabled(isShown);
        addAction(one, tr("Move to the &left"), {}, [=] {
            ladder->moveNode(node, std::max(0, place() - 1));
        })->setEnabled(isShown && place() > 0);
        addAction(one, tr("Move to the r&ight"), {}, [=] {
            ladder->moveNode(node, place() + 1);
        })->setEnabled(isShown && place() + 1 < static_cast<int>(ladder->layout().lanes().size()));
    }
}

/// Every button of the page that is shown, so that it can be found by its name.
void MainWindow::makePageMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Page"));
    m_actions.page = menu->menuAction();
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillPageMenu(menu); });
}

/// On the page of the run the other menus have everything but a question's answers.
void MainWindow::showPageMenu()
{
    m_actions.page->setVisible(m_pages->currentIndex() != 0 || m_notice->isShown());
}

void MainWindow::fillPageMenu(QMenu* menu)
{
    menu->clear();
    for (QPushButton* button :
        m_notice->findChildren<QPushButton*>() + m_pages->currentWidget()->findChildren<QPushButton*>()) {
        const bool isInMenus = qobject_cast<ActionButton*>(button) || m_topBar->isAncestorOf(button);
        if (!button->isVisible() || isInMenus)
            continue;
        QString text = button->accessibleName().isEmpty() ? button->text() : button->accessibleName();
        text.remove(u" ▾"_s).replace(u'&', u"&&"_s);
        if (button->menu()) {
            menu->addMenu(button->menu())->setText(text);
            continue;
        }
        QAction* action = menu->addAction(text, button, &QPushButton::click);
        action->setEnabled(button->isEnabled());
        action->setCheckable(button->isCheckable());
        action->setChecked(button->isChecked());
    }
    if (menu->isEmpty())
        menu->addAction(tr("Nothing that is not in the other menus"))->setEnabled(false);
}

void MainWindow::makeThemeMenu(QMenu* view)
{
    QMenu* themes = view->addMenu(tr("&Theme"));
    auto* themeGroup = new QActionGroup(this);
    for (const auto& [choice, text] : {std::pair{ThemeChoice::System, tr("As the &desktop")},
             {ThemeChoice::Light, tr("&Light")}, {ThemeChoice::Dark, tr("D&ark")}}) {
        QAction* action = addAction(themes, text, {}, [this, chosen = choice] {
            m_theme.choose(chosen);
            keepLayout(); // at once: a session that ends does not close the window
        });
        action->setObjectName(u"theme-"_s + toString(choice));
        action->setCheckable(true);
        action->setChecked(choice == m_theme.choice());
        themeGroup->addAction(action);
    }
    QMenu* colours = view->addMenu(tr("Ladder &colours"));
    auto* colourGroup = new QActionGroup(this);
    for (const auto& [palette, text] : {std::pair{LadderPalette::Standard, tr("&Standard")},
             {LadderPalette::ColourBlind, tr("Safe for &colour-blind people")},
             {LadderPalette::HighContrast, tr("&High contrast")}}) {
        QAction* action = addAction(colours, text, {}, [this, chosen = palette] {
            m_palette = chosen;
            QSettings().setValue(u"window/colours"_s, static_cast<int>(chosen));
            applyTheme();
        });
        action->setCheckable(true);
        action->setChecked(palette == m_palette);
        colourGroup->addAction(action);
    }
}

/// The size of everything, at once.
void MainWindow::makeScaleMenu(QMenu* view)
{
    QMenu* scales = view->addMenu(tr("&Size"));
    auto* group = new QActionGroup(this);
    for (const int percent : {100, 125, 150, 175, 200}) {
        QAction* action = addAction(scales, tr("%1 %").arg(percent), {}, [this, percent] {
            QSettings().setValue(u"window/scale"_s, percent);
            m_theme.setScale(percent);
            m_status->say(tr("Everything is shown at %1 %.").arg(percent));
        });
        action->setObjectName(u"scale-%1"_s.arg(percent));
        action->setCheckable(true);
        action->setChecked(percent == m_theme.scale());
        group->addAction(action);
    }
}

void MainWindow::makeGoMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Go"));
    addLadderKey(menu, tr("Next message"), Qt::Key_Down, u"↓"_s);
    addLadderKey(menu, tr("Previous message"), Qt::Key_Up, u"↑"_s);
    addLadderKey(menu, tr("Next of the transaction"), Qt::Key_Right, u"→"_s);
    addLadderKey(menu, tr("Previous of the transaction"), Qt::Key_Left, u"←"_s);
    addLadderKey(menu, tr("What caused it"), Qt::Key_BracketLeft, u"["_s);
    addLadderKey(menu, tr("What it led to"), Qt::Key_BracketRight, u"]"_s);
    menu->addSeparator();
    addLadderKey(menu, tr("Next finding"), Qt::Key_N, u"N"_s);
    addLadderKey(menu, tr("Previous finding"), Qt::Key_P, u"P"_s);
    menu->addSeparator();
    addLadderKey(menu, tr("Go to time…"), Qt::Key_G, u"G"_s);
    addLadderKey(menu, tr("Mark this time"), Qt::Key_M, u"M"_s);
    addLadderKey(menu, tr("Select nothing"), Qt::Key_Escape, u"Esc"_s);
}

void MainWindow::makeTeachMenu()
{
    m_training->addTo(menuBar()->addMenu(tr("&Teach")));
}

void MainWindow::makeHelpMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    addAction(menu, tr("&Find a command"), u"Ctrl+Shift+P"_s, [this] { m_palettePopup->open(); });
    m_help->addTo(menu);
    addAction(menu, tr("&About SIP Race Lab"), {}, [this] {
        m_status->say(tr("SIP Race Lab %1, Qt %2, Apache License 2.0. Help is under F1.")
                          .arg(QStringLiteral(SIPRACE_VERSION), QString::fromLatin1(qVersion())));
    });
}

} // namespace siprace::ui
