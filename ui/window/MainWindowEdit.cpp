#include "EditorPage.h"
#include "Labels.h"
#include "Lan.h"
#include "LanDialog.h"
#include "Loader.h"
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
    connect(m_editorPage, &EditorPage::saveAsWanted, this, [this] { askSaveScenario(); });
    connect(m_editorPage, &EditorPage::runWanted, this, [this] {
        showRunPage();
        startRun();
    });
    connect(&m_document, &ScenarioDocument::textChanged, this, [this] {
        updateTitle();
        updateState();
    });
    connect(&m_onDisk, &QFileSystemWatcher::fileChanged, this, &MainWindow::readAgain);
    connect(&m_onDisk, &QFileSystemWatcher::directoryChanged, this, [this](const QString& folder) {
        if (!QFileInfo::exists(m_document.scenario().path))
            return;
        m_onDisk.removePath(folder);
        readAgain(m_document.scenario().path);
    });
}

void MainWindow::showEditor()
{
    m_pages->setCurrentWidget(m_editorPage);
    m_editorPage->editor()->setFocus();
}

// ---- saving ----

/// Into its own file; where that cannot be, the person is asked for another one. `then` follows when it is saved.
void MainWindow::saveScenario(const std::function<void()>& then)
{
    const QString path = m_document.scenario().path;
    if (path.isEmpty() || !QFileInfo(path).isWritable()) {
        m_status->say(path.isEmpty() ? tr("The scenario has no file yet; choose one.")
                                     : tr("The scenario's own file cannot be written; choose another one."));
        return askSaveScenario(then);
    }
    if (!saveScenarioTo(path))
        return askSaveScenario(then); // a folder that takes nothing: what is wrong is said, another one may do
    if (then)
        then();
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

void MainWindow::askSaveScenario(const std::function<void()>& then)
{
    auto* dialog = new QFileDialog(this, tr("Save the scenario as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Scenario (*.yaml)"));
    dialog->setDefaultSuffix(u"yaml"_s);
    dialog->selectFile(QDir::home().filePath(m_document.scenario().id + u".yaml"_s));
    connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString& path) {
        if (saveScenarioTo(path) && then)
            then();
    });
    dialog->open();
}

/// Does what would lose unsaved changes only when the person says so; asks above the page, not in a box of its own.
void MainWindow::afterSaving(const std::function<void()>& then)
{
    if (!m_document.isModified())
        return then();
    m_notice->ask(tr("%1 has changes that are not saved.").arg(m_document.fileName()),
        {{tr("Save"), [this, then] { saveScenario(then); }},
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
    if (const QStringList watched = m_onDisk.files() + m_onDisk.directories(); !watched.isEmpty())
        m_onDisk.removePaths(watched);
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
    if (path != m_document.scenario().path)
        return;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_onDisk.addPath(QFileInfo(path).absolutePath()); // until it is back
        m_status->say(tr("%1 is gone from the disk; saving writes it again.").arg(m_document.fileName()));
        return;
    }
    if (!m_onDisk.files().contains(path))
        m_onDisk.addPath(path); // a file that was replaced is another one to the watcher
    const QByteArray text = file.readAll();
    if (text == m_document.text())
        return;
    const auto reload = [this, path, text] {
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
    m_notice->ask(tr("%1 has changed on disk, and here too.").arg(QFileInfo(path).fileName()),
        {{tr("Read it again"), reload}, {tr("Keep what is here"), [] {}}});
}

/// What a killed program had not saved comes back, as changes to save or to undo.
bool MainWindow::recover()
{
    const std::optional<Unsaved> unsaved = Autosave::findLeftBehind();
    if (!unsaved)
        return false;
    const auto source = ScenarioSource::load(unsaved->path);
    Scenario saved; // a file that is gone, or has faults itself: the text is all there is
    saved.path = unsaved->path;
    saved.id = QFileInfo(unsaved->path).completeBaseName();
    m_document.recover(source ? source->scenario() : saved, unsaved->text);
    if (m_document.isModified() && !m_autosave.keepNow())
        m_status->say(tr("What was not saved is still kept in %1.").arg(QDir::toNativeSeparators(unsaved->keptIn)));
    else
        Autosave::letGo(*unsaved);
    noteOpened(unsaved->path);
    m_notice->ask(tr("%1: what was not saved last time is here again.").arg(m_document.fileName()),
        {{tr("Keep it"), [] {}}, {tr("Undo it"), [this] { m_document.undoStack()->undo(); }}});
    return true;
}

void MainWindow::askForLan()
{
    if (!m_document.isOpen())
        return;
    LanWish now;
    if (const std::optional<LanSettings>& lan = m_document.scenario().lan) {
        QStringList allowed;
        for (const Subnet& subnet : lan->allow)
            allowed += u"%1/%2"_s.arg(QString::fromLatin1(sip::dotted(subnet.address))).arg(subnet.bits);
        now = {QString::fromLatin1(sip::dotted(lan->address)), u"%1-%2"_s.arg(lan->firstPort).arg(lan->lastPort),
            allowed.join(u", "_s)};
    }
    LanDialog dialog(lanInterfaces(), now, this);
    connect(&dialog, &LanDialog::chosen, &dialog, [this, &dialog](const LanWish& wish) {
        const QString trouble = openOn(wish);
        dialog.showTrouble(trouble);
        if (trouble.isEmpty())
            dialog.accept();
    });
    dialog.exec();
}

/// Puts the wish into the text. Gives what speaks against it.
QString MainWindow::openOn(const LanWish& wish)
{
    const QString what = tr("Open to the network");
    if (wish.address.isEmpty() && !m_document.scenario().lan)
        return {};
    if (wish.address.isEmpty()) {
        const auto closed = m_document.remove(u"network"_s, what);
        return closed ? QString() : closed.error().front().text();
    }
    const QList<Setting> settings{{u"network.lan.address"_s, wish.address}, {u"network.lan.ports"_s, wish.ports},
        {u"network.lan.allow"_s, u"["_s + wish.allow + u"]"_s}};
    const auto changed = applySettings(m_document.scenario(), settings);
    if (!changed)
        return changed.error().front().text();
    if (const Result<void> possible = checkLan(*changed); !possible)
        return possible.error().text();
    const auto done = m_document.apply(settings, what);
    if (!done)
        return done.error().front().text();
    m_status->say(firewallHint(*changed));
    return {};
}

} // namespace siprace::ui
