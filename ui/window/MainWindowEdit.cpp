#include "EditorPage.h"
#include "Firewall.h"
#include "Labels.h"
#include "Lan.h"
#include "LanDialog.h"
#include "Library.h"
#include "Loader.h"
#include "MainWindow.h"
#include "NoticeBar.h"
#include "RunPage.h"
#include "ScenarioEditor.h"
#include "StatusLine.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>

#include <utility>

// The scenario as something to write: editor, saving, and nothing that is lost by accident.

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype mostRecent = 8;

/// What is wrong with a field of a dialog: the line of the file that it would become says nothing there.
QString withoutPlace(const Diagnostic& trouble)
{
    return Diagnostic{{}, trouble.what.section(u"no longer fits: "_s, -1), trouble.hint}.text();
}
} // namespace

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
        if (!m_saidOfFaults.isEmpty() && m_status->said() == std::exchange(m_saidOfFaults, {}))
            m_status->say({});
        if (m_document.faults().empty())
            m_notice->drop(m_faultNotice);
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
    const bool isGone = !QFileInfo::exists(path); // then it is written again
    const bool isTaken = !path.isEmpty() && (isShipped(path) || (!isGone && !QFileInfo(path).isWritable()));
    if (path.isEmpty() || isTaken) {
        m_status->say(path.isEmpty() ? tr("The scenario has no file yet; choose one.")
                : isShipped(path)    ? tr("A scenario of the library is saved as a copy; choose its file.")
                                     : tr("The scenario's own file cannot be written; choose another one."));
        return askSaveScenario(then);
    }
    if (m_document.isOtherOnDisk())
        return askWhichText(then ? then : [] {});
    if (!saveScenarioTo(path))
        return askSaveScenario(then); // a folder that takes nothing: what is wrong is said, another one may do
    if (then)
        then();
}

bool MainWindow::saveScenarioTo(const QString& path)
{
    if (isShipped(path)) {
        m_status->say(tr("%1 belongs to the library; choose another file.").arg(QDir::toNativeSeparators(path)));
        return false;
    }
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
    if (text == m_document.textOnDisk())
        return; // as it was read or written here
    if (text == m_document.text())
        return m_document.setTextOnDisk(text);
    if (m_document.isModified())
        return askWhichText();
    m_document.openText(text, path);
    if (m_document.faults().empty())
        m_status->say(tr("%1 has changed on disk and was read again.").arg(m_document.fileName()));
    else
        tellFaults();
}

/// Somebody else has written the file since it was read. With `afterwards` it was about to be saved.
void MainWindow::askWhichText(const std::function<void()>& afterwards)
{
    const QString path = m_document.scenario().path;
    const QString question = tr("%1 has changed on disk, and here too.").arg(m_document.fileName());
    if (!afterwards && m_notice->isAsking(question))
        return;
    const auto reload = [this, path] {
        m_document.openText(readText(path).value_or(m_document.textOnDisk()), path);
        if (!m_document.faults().empty())
            tellFaults();
    };
    const auto keep = [this, path, afterwards] {
        m_document.setTextOnDisk(readText(path).value_or(QByteArray()));
        if (afterwards)
            saveScenario(afterwards);
    };
    m_notice->ask(question,
        {{tr("Read it again"), reload}, {afterwards ? tr("Overwrite it") : tr("Keep what is here"), keep},
            {tr("Save as…"), [this, afterwards] { askSaveScenario(afterwards); }}, {tr("Go on editing"), [] {}}});
}

// ---- what a killed program had not saved ----

/// Opens what it belongs to, which lays the text over it.
void MainWindow::bringBack(Unsaved unsaved)
{
    unsaved.sign.reset(); // who opens the file takes it
    if (!unsaved.path.isEmpty() && QFileInfo::exists(unsaved.path) && openFile(unsaved.path))
        return;
    putAway(); // no file, or one that is gone: the text is all there is
    m_document.openText({}, unsaved.path, unsaved.id);
    noteOpened(unsaved.path);
    layOver(unsaved);
}

/// The text comes back as a change to save or to undo; where the file was written since, the person chooses.
void MainWindow::layOver(const Unsaved& unsaved)
{
    if (unsaved.text == m_document.text())
        return Autosave::letGo(unsaved); // it was saved after all
    const auto take = [this, unsaved] {
        m_document.recover(unsaved.text);
        if (m_autosave.keepNow())
            Autosave::letGo(unsaved);
        else
            m_status->say(tr("What was not saved is still kept in %1.").arg(QDir::toNativeSeparators(unsaved.keptIn)));
    };
    if (m_document.text().isEmpty() || unsaved.isMadeFrom(m_document.text())) {
        take();
        m_notice->ask(tr("%1: what was not saved last time is here again.").arg(m_document.fileName()),
            {{tr("Keep it"), [] {}}, {tr("Undo it"), [this] { m_document.undoStack()->undo(); }}});
        return;
    }
    m_notice->ask(tr("%1 was written after its text was last kept, unsaved, on %2. Which one do you want?")
                      .arg(m_document.fileName(), QLocale().toString(unsaved.kept, QLocale::ShortFormat)),
        {{tr("The file"), [unsaved] { Autosave::letGo(unsaved); }}, {tr("The unsaved text"), take},
            {tr("Ask me later"), [] {}}});
}

/// What belongs to other files than the one that is open.
void MainWindow::offer(const QList<Unsaved>& unsaved)
{
    for (Unsaved one : unsaved) {
        one.sign.reset(); // any program may take it until somebody answers
        m_notice->ask(tr("%1 has text of %2 that was not saved.")
                          .arg(one.path.isEmpty() ? one.id : QDir::toNativeSeparators(one.path),
                              QLocale().toString(one.kept, QLocale::ShortFormat)),
            {{tr("Bring it back"), [this, one] { afterSaving([this, one] { bringBack(one); }); }},
                {tr("Delete it"), [one] { Autosave::letGo(one); }}, {tr("Ask me later"), [] {}}},
            NoticeBar::About::Program);
    }
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
    auto* dialog = new LanDialog(lanInterfaces(), now, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &LanDialog::chosen, this, [this, dialog](const LanWish& wish) {
        const QString trouble = openOn(wish);
        dialog->showTrouble(trouble);
        if (trouble.isEmpty())
            dialog->accept();
    });
    dialog->open();
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
        return withoutPlace(changed.error().front());
    if (const Result<void> possible = checkLan(*changed); !possible)
        return possible.error().text();
    const auto done = m_document.apply(settings, what);
    if (!done)
        return done.error().front().text();
    // Whether phones can reach it: other programs are asked, which takes its time.
    m_reading.start(tr("Asking the firewall"), [this, scenario = *changed](const auto&) -> BackgroundWork::Then {
        return [this, line = firewallHint(scenario)] { m_status->say(line); };
    });
    return {};
}

} // namespace siprace::ui
