#pragma once

#include "Autosave.h"
#include "BackgroundWork.h"
#include "CommandConsent.h"
#include "ExportChoices.h"
#include "Exports.h"
#include "OutletDialog.h"
#include "RunController.h"
#include "ScenarioDocument.h"
#include "Theme.h"
#include "Tour.h"

#include <QFileSystemWatcher>
#include <QMainWindow>
#include <QSet>

#include <functional>
#include <optional>

class QStackedWidget;

namespace siprace::ui {

struct LanWish;
class CommandPalette;
class CompareView;
class EditorPage;
class EndingsPage;
class HelpMenu;
class NoticeBar;
class RaceMapPage;
class RunPage;
class StatusLine;
class TopBar;
class Training;

/// The window: one scenario, its runs, and what can be done with them.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Theme& theme, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// What the command line named: a path or an id; empty: what was not saved last time, what was open last, or the
    /// first race. What cannot be opened is said in the window.
    void openAtStart(const QString& file);
    /// Shows the hints of a first start, unless they were dismissed.
    void offerTour();
    /// Opens a scenario or a saved trace; what is wrong with it stands in the window. A scenario with faults opens in
    /// the editor. A trace is read on another thread and shown when it is there; false when a scenario cannot be read.
    bool openFile(const QString& path);
    /// Writes what is shown, in the format of the suffix, on another thread; the status line says when it is done.
    void exportTo(const QString& path);
    void saveTraceTo(const QString& path);
    void exportComparisonTo(const QString& path);
    void exportMapTo(const QString& path, const QImage& picture);

    [[nodiscard]] const RunRecord& record() const { return m_record; }
    [[nodiscard]] const ScenarioDocument& document() const { return m_document; }
    [[nodiscard]] RunController& controller() { return m_controller; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // ---- menus: MainWindowMenus.cpp ----
    QAction* addAction(QMenu* menu, const QString& text, const QKeySequence& key, std::function<void()> what);
    void addLadderKey(QMenu* menu, const QString& text, int key, const QString& shownKey,
        Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void makeFileMenu();
    void makeEditMenu();
    void makeRunMenu();
    void makePhoneKeys(QMenu* menu);
    void makeViewMenu();
    void makeThemeMenu(QMenu* view);
    void makeScaleMenu(QMenu* view);
    void makeGoMenu();
    void makePageMenu();
    void fillPageMenu(QMenu* menu);
    void showPageMenu();
    void fillNodesMenu(QMenu* menu);
    void makeTeachMenu();
    void makeHelpMenu();
    void makeExportMenu();

    // ---- files: MainWindowFiles.cpp ----
    [[nodiscard]] static std::optional<QByteArray> readText(const QString& path);
    bool openScenario(const QString& path);
    void openText(const QString& path, const QByteArray& text);
    void tellFaults();
    void newScenario();
    void openLast();
    void openTrace(const QString& path);
    void showTrace(const Trace& trace, const QString& path);
    void showErrors(const QString& head, const Diagnostics& diagnostics);
    void askOpen();
    void askExport(const ExportFormat& format);
    void askSaveScenario(const std::function<void()>& then = {});
    void openLastRun();
    void keepLastRun();
    [[nodiscard]] QString suggestedPath(const QString& suffix) const;
    void write(const QString& path, std::function<Result<QByteArray>()> make);
    void writeFiles(const QString& path, std::function<Result<QList<ExportFile>>()> make);
    void copyImage();
    void copyText();
    void copyMessage();

    // ---- the scenario: MainWindowEdit.cpp ----
    void connectEditor();
    void showEditor();
    void saveScenario(const std::function<void()>& then = {});
    bool saveScenarioTo(const QString& path);
    void afterSaving(const std::function<void()>& then);
    void noteOpened(const QString& path);
    void fillRecent(QMenu* menu);
    void readAgain(const QString& path);
    void askWhichText(const std::function<void()>& afterwards = {});
    void bringBack(Unsaved unsaved);
    void layOver(const Unsaved& unsaved);
    void offer(const QList<Unsaved>& unsaved);

    void askForLan();
    [[nodiscard]] QString openOn(const LanWish& wish);

    // ---- the run: MainWindowRun.cpp ----
    [[nodiscard]] RunOptions runOptions() const;
    void runOrPause();
    void startRun();
    void stepRun();
    void begin(const std::function<void(const RunOptions&)>& how);
    void askForOutlets();
    void delayMessage(int n, Instant arrival);
    void delaySelected();
    void noteSettings();
    void settingsChanged();

    // ---- the rest: MainWindow.cpp ----
    void connectParts();
    void connectWork();
    [[nodiscard]] QString proxyId() const;
    [[nodiscard]] QList<Hint> hints() const;
    [[nodiscard]] ShownRun shown() const;
    void updateTitle();
    void updateState();
    void applyTheme();
    void showCompare();
    void showRaceMap();
    void showEndings();
    void showLadderOf(const Scenario& scenario, const QString& policy);
    [[nodiscard]] bool isLooking() const;
    void putAway();
    void showRunPage();
    void restoreLayout();
    void keepLayout() const;

    struct Actions
    {
        QAction* run = nullptr;
        QAction* step = nullptr;
        QAction* pause = nullptr;
        QAction* stop = nullptr;
        QAction* restart = nullptr;
        QAction* compare = nullptr;
        QAction* raceMap = nullptr;
        QAction* edit = nullptr;
        QAction* save = nullptr;
        QAction* endings = nullptr;
        QAction* saveScenario = nullptr;
        QAction* left = nullptr;
        QAction* page = nullptr;
        QAction* hands = nullptr;
        QAction* inspector = nullptr;
        QAction* table = nullptr;
        QList<QAction*> ofRun; ///< need a run with messages
    };

    /// A cell or an ending that is looked at, and where from.
    struct Look
    {
        QByteArray text; ///< of the copy that is shown
        Scenario from;
        QString policy; ///< of the copy
        QString policyBefore;
    };

    Theme& m_theme;
    LadderPalette m_palette = LadderPalette::Standard;
    ScenarioDocument m_document;
    RunRecord m_record;
    RunController m_controller;
    CommandConsent m_consent;
    Autosave m_autosave{m_document};
    QFileSystemWatcher m_onDisk;
    BackgroundWork m_reading;
    BackgroundWork m_writing;
    BackgroundWork m_opening; ///< of what the next run is captured by
    OutletWish m_outlets;
    bool m_closesWhenWritten = false;
    Look m_look;
    QString m_faultNotice; ///< the head of the notice about the text's faults
    QString m_saidOfFaults; ///< why it did not run, in the status line until the text is another
    QByteArray m_ranText; ///< the scenario of the run on the screen
    QSet<QByteArray> m_draggedTexts; ///< the scenario before and after each dragged head
    int m_selectedAgain = 0; ///< the message that was delayed, once its run is there
    Actions m_actions;
    ExportChoices m_exportChoices;
    QMenu* m_exportMenu = nullptr;
    QStackedWidget* m_pages = nullptr;
    NoticeBar* m_notice = nullptr; ///< above every page
    TopBar* m_topBar = nullptr;
    RunPage* m_page = nullptr;
    CommandPalette* m_palettePopup = nullptr;
    CompareView* m_compare = nullptr;
    EditorPage* m_editorPage = nullptr;
    RaceMapPage* m_raceMap = nullptr;
    EndingsPage* m_endings = nullptr;
    StatusLine* m_status = nullptr;
    Training* m_training = nullptr;
    HelpMenu* m_help = nullptr;
};

} // namespace siprace::ui
