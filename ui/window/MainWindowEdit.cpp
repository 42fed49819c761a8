#include "EditorPage.h"
#include "Labels.h"
#include "MainWindow.h"
#include "NoticeBar.h"
#include "RunPage.h"
#include "ScenarioEditor.h"
#include "StatusLine.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>

// The scenario as something to write: editor, saving, and nothing that is lost by accident.

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype mostRecent = 8;
}

void MainWindow::connectEditor()
{
    connect(m_editorPage, &EditorPage::closeWanted, this, &MainWindow::showRunPage);
    connect(m_editorPage, &EditorPage::saveWanted, this, [this] { saveScenario(); });
    connect(m_editorPage, &EditorPage::saveAsWanted, this, &MainWindow::askSaveScenario);
    connect(m_editorPage, &EditorPage::runWanted, this, [this] {
        showRunPage();
        startRun();
    });
    connect(&m_document, &ScenarioDocument::textChanged, this, [this] {
        updateTitle();
        updateState();
    });
    connect(&m_onDisk, &QFileSystemWatcher::fileChanged, this, &MainWindow::readAgain);
}

void MainWindow::showEditor()
{
    m_pages->setCurrentWidget(m_editorPage);
    m_editorPage->editor()->setFocus();
}

// ---- saving ----

/// Into its own file; where that cannot be, it is asked for another one. False when it is not saved.
bool MainWindow::saveScenario()
{
    const QString path = m_document.scenario().path;
    if (path.isEmpty() || !QFileInfo(path).isWritable()) {
        m_status->say(tr("The scenario's own file cannot be written; choose another one."));
        askSaveScenario();
        return false;
    }
    return saveScenarioTo(path);
}

bool MainWindow::saveScenarioTo(const QString& path)
{
    const Result<void> done = m_document.saveAs(path);
    m_status->say(done ? tr("Written: %1").arg(QDir::toNativeSeparators(path)) : done.error().text());
    if (done)
        noteOpened(path);
    updateTitle();
    return done.has_value();
}

void MainWindow::askSaveScenario()
{
    auto* dialog = new QFileDialog(this, tr("Save the scenario as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Scenario (*.yaml)"));
    dialog->setDefaultSuffix(u"yaml"_s);
    dialog->selectFile(QDir::home().filePath(m_document.scenario().id + u".yaml"_s));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::saveScenarioTo);
    dialog->open();
}

/// Does what would lose unsaved changes only when the person says so; asks above the ladder, not in a box of its own.
void MainWindow::afterSaving(const std::function<void()>& then)
{
    if (!m_document.isModified())
        return then();
    showRunPage();
    const QString name = QFileInfo(m_document.scenario().path).fileName();
    m_page->notice()->ask(tr("%1 has changes that are not saved.").arg(name),
        {{tr("Save"),
             [this, then] {
                 if (saveScenario())
                     then();
             }},
            {tr("Discard"),
                [this, then] {
                    m_document.undoStack()->setClean();
                    then();
                }},
            {tr("Go on editing"), [] {}}});
}

// ---- files ----

/// Puts a file on top of the recent ones, and watches it.
void MainWindow::noteOpened(const QString& path)
{
    if (!m_onDisk.files().isEmpty())
        m_onDisk.removePaths(m_onDisk.files());
    if (path.isEmpty())
        return;
    m_onDisk.addPath(path);
    QSettings settings;
    QStringList recent = settings.value(u"files/recent"_s).toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    settings.setValue(u"files/recent"_s, recent.first(std::min(recent.size(), mostRecent)));
}

void MainWindow::fillRecent(QMenu* menu)
{
    menu->clear();
    for (const QString& path : QSettings().value(u"files/recent"_s).toStringList()) {
        QAction* action = menu->addAction(QFileInfo(path).fileName(), this, [this, path] { openFile(path); });
        action->setToolTip(path);
    }
    menu->setEnabled(!menu->isEmpty());
}

/// The file changed on disk: without changes of our own it is read again; with them the person chooses.
void MainWindow::readAgain(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArray text = file.readAll();
    if (text == m_document.text() || path != m_document.scenario().path)
        return;
    const auto reload = [this, path, text] {
        m_onDisk.addPath(path); // a file that was replaced is another one to the watcher
        if (const auto source = ScenarioSource::parse(text, path); source)
            m_document.open(source->scenario());
        else
            showErrors(tr("%1 has changed on disk and cannot run").arg(QFileInfo(path).fileName()), source.error());
    };
    if (!m_document.isModified()) {
        reload();
        m_status->say(tr("%1 has changed on disk and was read again.").arg(QFileInfo(path).fileName()));
        return;
    }
    m_page->notice()->ask(tr("%1 has changed on disk, and here too.").arg(QFileInfo(path).fileName()),
        {{tr("Read it again"), reload}, {tr("Keep what is here"), [] {}}});
}

/// What a killed program had not saved comes back, as changes to save or to undo.
bool MainWindow::recover()
{
    const std::optional<Unsaved> unsaved = Autosave::takeLeftBehind();
    if (!unsaved)
        return false;
    const auto source = ScenarioSource::load(unsaved->path);
    const auto fallback = source ? source : ScenarioSource::parse(unsaved->text, unsaved->path);
    if (!fallback)
        return false;
    m_document.recover(fallback->scenario(), unsaved->text);
    noteOpened(unsaved->path);
    m_page->notice()->ask(
        tr("%1: what was not saved last time is here again.").arg(QFileInfo(unsaved->path).fileName()),
        {{tr("Keep it"), [] {}}, {tr("Undo it"), [this] { m_document.undoStack()->undo(); }}});
    return true;
}

} // namespace siprace::ui
