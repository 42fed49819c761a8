#include "CompareView.h"
#include "FreeMemory.h"
#include "InspectorPanel.h"
#include "Library.h"
#include "Loader.h"
#include "MainWindow.h"
#include "NoticeBar.h"
#include "RunJson.h"
#include "RunPage.h"
#include "StatusLine.h"
#include "TopBar.h"
#include "formats/TraceJson.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>
#include <QStringDecoder>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* newScenarioText = R"(# One caller, a proxy and two phones that ring at once. F5 runs it.
siprace: 1
title: My race
summary: Two phones ring; the first one to answer gets the call.

nodes:
  caller: {role: caller, name: Caller}
  proxy: {role: proxy, name: Proxy}
  # When each phone rings and answers, counted from its INVITE.
  b1: {role: callee, name: Phone B1, ring: 50ms, answer: 300ms}
  b2: {role: callee, name: Phone B2, ring: 50ms, answer: 310ms}

# How long a message is on its way, and how many get lost.
links:
  caller-proxy: {delay: 5ms}
  proxy-b1: {delay: 10ms}
  proxy-b2: {delay: 10ms, loss: 0%}

# Who is called under which address.
location:
  "sip:bob@lab": [b1, b2]

# What the caller does. More actions and rules: the form on the right, or Ctrl+Space here.
script:
  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"}
)";

const QString firstRace = u"two-phones-answer"_s;

/// Where the run that a closing window ended is kept.
QString lastRunPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/last-run.trace.json"_s;
}

QString localFileOf(const QMimeData& data)
{
    return data.hasUrls() && data.urls().first().isLocalFile() ? data.urls().first().toLocalFile() : QString();
}

} // namespace

void MainWindow::openAtStart(const QString& file)
{
    QList<Unsaved> unsaved;
    if (file.isEmpty()) {
        unsaved = Autosave::findLeftBehind();
        if (unsaved.isEmpty())
            openLast();
        else
            bringBack(unsaved.takeFirst());
    } else if (isTracePath(file)) {
        openFile(file);
        unsaved = Autosave::findLeftBehind();
    } else if (const Result<QString> path = resolveScenario(file); path) {
        openFile(*path);
        unsaved = Autosave::findLeftBehind();
    } else {
        showErrors(tr("The scenario cannot be opened"), {path.error()});
    }
    offer(unsaved);
}

/// What was open last; where that cannot be, the first race, and a word about it.
void MainWindow::openLast()
{
    const QString last = QSettings().value(u"files/recent"_s).toStringList().value(0);
    const bool isThere = !last.isEmpty() && QFileInfo::exists(last);
    if (isThere && openFile(last))
        return;
    const QString trouble = isThere ? m_notice->text() : QString();
    if (const Result<QString> path = resolveScenario(firstRace); path)
        openFile(*path);
    if (!trouble.isEmpty())
        m_notice->show(trouble.section(u'\n', 0, 0), trouble.section(u'\n', 1).split(u'\n'));
    else if (!last.isEmpty())
        m_status->say(tr("%1, which was open last, is gone.").arg(QDir::toNativeSeparators(last)));
}

bool MainWindow::openFile(const QString& path)
{
    m_reading.cancel();
    showRunPage();
    if (!isTracePath(path))
        return openScenario(path);
    openTrace(path);
    return true;
}

/// The text of a file that a person could mend; nothing of one that cannot be read, is too large or is no text.
std::optional<QByteArray> MainWindow::readText(const QString& path)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    QByteArray text = file.read(largestScenarioFile + 1);
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder.decode(text);
    if (text.size() > largestScenarioFile || decoder.hasError() || decoded.contains(QChar::Null))
        return std::nullopt;
    return text;
}

bool MainWindow::openScenario(const QString& path)
{
    const std::optional<QByteArray> text = readText(path);
    if (!text) {
        const auto source = ScenarioSource::load(path);
        showErrors(tr("%1 is no scenario that can run").arg(QFileInfo(path).fileName()),
            source ? Diagnostics{} : source.error());
        return false;
    }
    afterSaving([this, path, text = *text] { openText(path, text); });
    return true;
}

/// The text of a scenario, with faults or without; what was not saved of it last time is laid over it.
void MainWindow::openText(const QString& path, const QByteArray& text)
{
    putAway();
    m_document.openText(text, path);
    noteOpened(path);
    m_status->say(m_document.scenario().summary);
    if (!m_document.faults().empty()) {
        tellFaults();
        showEditor();
    }
    for (const Unsaved& unsaved : Autosave::findLeftBehind(path).mid(0, 1))
        layOver(unsaved);
}

/// A small call to begin with; it has no file until it is saved.
void MainWindow::newScenario()
{
    putAway();
    m_document.openText(QByteArray(newScenarioText), {}, u"new-scenario"_s);
    showEditor();
    m_status->say(tr("A new scenario without a file yet. Save it (Ctrl+S) where you want it."));
}

/// Faults of a file are listed beside its text; the notice says so on every page until they are mended.
void MainWindow::tellFaults()
{
    m_faultNotice = tr("%1 cannot run yet").arg(m_document.fileName());
    QStringList lines;
    for (const Diagnostic& fault : m_document.faults())
        lines.append(fault.text());
    m_notice->show(m_faultNotice, lines);
}

void MainWindow::openTrace(const QString& path)
{
    const QString name = QFileInfo(path).fileName();
    m_reading.start(tr("Opening %1").arg(name), [this, path, name](const std::atomic<bool>&) -> BackgroundWork::Then {
        const auto trace = loadTrace(path);
        giveBackFreeMemory();
        if (!trace)
            return [this, name, error = trace.error()] {
                showErrors(tr("%1 is no trace that can be shown").arg(name), {error});
            };
        return [this, path, whole = *trace] { afterSaving([=, this] { showTrace(whole, path); }); };
    });
}

void MainWindow::showTrace(const Trace& trace, const QString& path)
{
    putAway();
    // With the scenario it was made from the run can be made again; without, it can be read. Its file is not ours.
    auto scenario = parseScenario(trace.scenarioText, trace.scenario + u".yaml"_s);
    if (scenario)
        scenario->path.clear();
    m_document.open(scenario && !trace.scenarioText.isEmpty() ? *scenario : Scenario{});
    m_topBar->setPolicy(trace.policy);
    m_topBar->setClock(trace.clock);
    noteSettings();
    m_record.load(trace);
    m_status->say(tr("Opened the trace %1").arg(QDir::toNativeSeparators(path)));
}

void MainWindow::showErrors(const QString& head, const Diagnostics& diagnostics)
{
    QStringList lines;
    for (const Diagnostic& diagnostic : diagnostics)
        lines.append(diagnostic.text());
    m_notice->show(head, lines);
    m_status->say(head);
}

void MainWindow::askOpen()
{
    auto* dialog = new QFileDialog(this, tr("Open a scenario or a saved trace"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Scenarios and traces (*.yaml *.yml *.json *.zip)"), tr("All files (*)")});
    if (!m_document.scenario().path.isEmpty())
        dialog->setDirectory(QFileInfo(m_document.scenario().path).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
    dialog->open();
}

QString MainWindow::suggestedPath(const QString& suffix) const
{
    const Trace& trace = m_record.trace();
    const QString name = trace.scenario.isEmpty() ? u"run"_s : trace.scenario + u'-' + trace.policy;
    return QDir::home().filePath(name + u'.' + suffix);
}

void MainWindow::askExport(const ExportFormat& format)
{
    auto* dialog = new QFileDialog(this, tr("Export: %1").arg(format.label), suggestedPath(format.suffix));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(u"%1 (*.%2)"_s.arg(format.label, format.suffix));
    dialog->setDefaultSuffix(format.suffix);
    dialog->selectFile(suggestedPath(format.suffix));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { exportTo(path); });
    dialog->open();
}

void MainWindow::write(const QString& path, std::function<Result<QByteArray>()> make)
{
    writeFiles(path, [path, make = std::move(make)] {
        return make().map([&path](const QByteArray& bytes) { return QList<ExportFile>{{path, bytes}}; });
    });
}

/// Makes files on another thread and writes them, each all or nothing; cancelled before, no file is touched.
void MainWindow::writeFiles(const QString& path, std::function<Result<QList<ExportFile>>()> make)
{
    const QString what = tr("Writing %1").arg(QFileInfo(path).fileName());
    m_writing.start(what, [this, path, make = std::move(make)](const std::atomic<bool>& isCancelled) {
        const auto files = make();
        const bool isWanted = files && !isCancelled;
        const Result<void> done = isWanted ? writeWhole(*files) : Result<void>{};
        const bool isWritten = files && done;
        const QString line = !files ? files.error().text()
            : !done                 ? done.error().text()
                                    : tr("Written: %1").arg(QDir::toNativeSeparators(path));
        return BackgroundWork::Then([this, line, isWritten] {
            m_closesWhenWritten = m_closesWhenWritten && isWritten; // what went wrong is to be read
            m_status->say(line);
        });
    });
}

void MainWindow::exportTo(const QString& path)
{
    writeFiles(path, [run = shown(), path] { return exportRunTo(run, path); });
}

void MainWindow::exportComparisonTo(const QString& path)
{
    write(path, [picture = m_compare->picture(), path, isAnonymous = m_exportChoices.isAnonymous()] {
        return writeComparison(isAnonymous ? anonymised(picture) : picture, QFileInfo(path).suffix().toLower());
    });
}

void MainWindow::exportMapTo(const QString& path, const QImage& picture)
{
    write(path, [picture]() -> Result<QByteArray> {
        QBuffer png;
        if (!png.open(QIODevice::WriteOnly) || !picture.save(&png, "PNG"))
            return fail({}, tr("the map is too large for a picture"));
        return png.data();
    });
}

void MainWindow::saveTraceTo(const QString& path)
{
    write(path, [trace = m_record.trace()]() -> Result<QByteArray> { return savedTrace(trace, judge(trace)); });
}

void MainWindow::openLastRun()
{
    if (QFileInfo::exists(lastRunPath()))
        openTrace(lastRunPath());
    else
        m_status->say(tr("No run was under way when the window was last closed."));
}

/// A window closed in the middle of a run does not ask: it keeps the trace so far, to be opened and saved later.
void MainWindow::keepLastRun()
{
    if (m_controller.state() == RunState::Idle || m_record.trace().messages.isEmpty())
        return;
    Trace soFar = m_record.trace();
    soFar.ended = u"user"_s;
    QDir().mkpath(QFileInfo(lastRunPath()).absolutePath());
    std::ignore = saveTrace(soFar, {}, lastRunPath());
}

void MainWindow::copyImage()
{
    m_writing.start(tr("Copying"), [this, run = shown()](const std::atomic<bool>&) {
        const QImage image = renderPicture(pictureRequest(run), run.pngScale);
        return BackgroundWork::Then([this, image] {
            if (!image.isNull())
                QApplication::clipboard()->setImage(image);
            m_status->say(image.isNull() ? tr("The run is too long for one image; export it as SVG or PDF.")
                                         : tr("Copied the ladder as an image."));
        });
    });
}

void MainWindow::copyText()
{
    m_writing.start(tr("Copying"), [this, run = shown()](const std::atomic<bool>&) {
        const auto text = exportRun(run, u"txt"_s);
        return BackgroundWork::Then([this, text] {
            if (text)
                QApplication::clipboard()->setText(QString::fromUtf8(*text));
            m_status->say(text ? tr("Copied the ladder as text.") : text.error().text());
        });
    });
}

void MainWindow::copyMessage()
{
    const QString text = m_page->inspector()->messageText();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
    m_status->say(text.isEmpty() ? tr("No message is selected.") : tr("Copied the message."));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_document.isModified()) {
        event->ignore();
        return afterSaving([this] { close(); });
    }
    if (m_writing.isBusy()) {
        event->ignore();
        m_closesWhenWritten = true;
        m_status->showWork(m_writing.what());
        m_status->say(tr("The window closes when that is done. Cancel stops it and keeps the window open."));
        return;
    }
    keepLastRun();
    keepLayout();
    m_controller.stop();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFileOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QString path = localFileOf(*event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    openFile(path);
}

} // namespace siprace::ui
