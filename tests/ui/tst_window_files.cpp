#include "Exports.h"
#include "WindowFixture.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QMimeData>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Makes a file one that cannot be read.
struct Damage
{
    bool (*make)(const QString& path) = nullptr;
};

} // namespace siprace::ui

Q_DECLARE_METATYPE(siprace::ui::Damage)

namespace siprace::ui {

/// What goes into files and comes out of them, in the real window.
class WindowFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exportsWhatIsShown_data();
    void exportsWhatIsShown();
    void anExportThatCannotBeWrittenIsSaid();
    void anExportLooksAsChosen();
    void aTextShowsWhatIsOnTheScreen();
    void sentencesHaveTheNamesOfTheScreen();
    void aSavedTraceOpensAgain();
    void aBrokenTraceIsExplained_data();
    void aBrokenTraceIsExplained();
    void aReportOpensAgain();
    void aDiskThatIsFullIsSaid_data();
    void aDiskThatIsFullIsSaid();
    void aFolderThatTakesNothingIsSaid();
    void copiesGoToTheClipboard();
    void aFileIsDropped();
    void closingDuringARunIsQuickAndKeepsIt();
    void closingWaitsForWhatIsWritten();
    void whatCannotBeWrittenKeepsTheWindowOpen();
    void aTraceIsNotSavedOverAScenario();
};

namespace {

bool written(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// While it lives, no file of this process may grow beyond so many bytes.
class SmallDisk
{
public:
    explicit SmallDisk(rlim_t bytes)
    {
        m_handler = ::signal(SIGXFSZ, [](int) {}); // the write fails then
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        ::signal(SIGXFSZ, m_handler);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

bool saved(const WindowFixture& fixture, const QString& path)
{
    fixture.window->saveTraceTo(path);
    return QTest::qWaitFor([&path] { return QFileInfo::exists(path); }, 20'000);
}

} // namespace

void WindowFilesTest::exportsWhatIsShown_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("a picture with real text") << u"svg"_s << QByteArray("<");
    QTest::newRow("a picture in pixels") << u"png"_s << QByteArray("\x89PNG");
    QTest::newRow("pages to print") << u"pdf"_s << QByteArray("%PDF");
    QTest::newRow("a page to click in") << u"html"_s << QByteArray("<!DOCTYPE html>");
    QTest::newRow("a report") << u"zip"_s << QByteArray("PK");
    QTest::newRow("a ladder as text") << u"txt"_s << QByteArray();
    QTest::newRow("a capture") << u"pcapng"_s << QByteArray("\x0a\x0d\x0d\x0a");
    QTest::newRow("the trace") << u"trace.json"_s << QByteArray("{");
}

void WindowFilesTest::exportsWhatIsShown()
{
    QFETCH(const QString, suffix);
    QFETCH(const QByteArray, start);
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTemporaryDir folder;
    const QString path = folder.filePath(u"taken-home."_s + suffix);
    const QString id = suffix == u"trace.json" ? u"json"_s : suffix;
    auto* action = fixture.window->findChild<QAction*>(u"export-"_s + id);
    QVERIFY(action);
    action->trigger();
    auto* dialog = fixture.window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(path); // as its Save button does
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<StatusLine>()->said().contains(u"taken-home"_s), 20'000);
    const QByteArray content = contentOf(path);
    QVERIFY(content.size() > 500);
    QVERIFY(content.startsWith(start));
}

void WindowFilesTest::anExportThatCannotBeWrittenIsSaid()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTemporaryDir folder;
    fixture.window->exportTo(folder.filePath(u"no/such/folder/run.svg"_s));
    QTRY_VERIFY(fixture.part<StatusLine>()->said().contains(u"cannot be written"_s));
    fixture.window->exportTo(folder.filePath(u"run.docx"_s));
    QTRY_VERIFY(fixture.part<StatusLine>()->said().contains(u"docx"_s));
}

/// Dark pixels four times as many, and nobody's name, from a light window.
void WindowFilesTest::anExportLooksAsChosen()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTemporaryDir folder;
    for (const QString& choice : {u"export-theme-dark"_s, u"export-scale-1"_s, u"export-anonymise"_s})
        fixture.window->findChild<QAction*>(choice)->trigger();
    const QString html = folder.filePath(u"run.html"_s);
    const QString png = folder.filePath(u"run.png"_s);
    fixture.window->exportTo(html);
    fixture.window->exportTo(png);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(png), 20'000);
    QVERIFY(contentOf(html).contains("user1@lab"));
    QVERIFY(!contentOf(html).contains("bob@lab"));
    const QImage image(png);
    QCOMPARE(image.pixelColor(1, 1), ladderTheme(LadderPalette::Standard, true).card);
    fixture.window->findChild<QAction*>(u"export-scale-4"_s)->trigger();
    const QString large = folder.filePath(u"large.png"_s);
    fixture.window->exportTo(large);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(large), 20'000);
    QTRY_VERIFY(qAbs(QImage(large).width() - 4 * image.width()) <= 4);
}

void WindowFilesTest::aTextShowsWhatIsOnTheScreen()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->hideNode(2);
    ladder->renameNode(0, u"Alice"_s);
    ladder->moveNode(3, 0);
    QTemporaryDir folder;
    const auto exported = [&](const QString& name) {
        const QString path = folder.filePath(name);
        fixture.window->exportTo(path);
        return QTest::qWaitFor([&] { return QFile::exists(path); }, 20'000) ? contentOf(path) : QByteArray();
    };
    const QByteArray text = exported(u"run.txt"_s);
    QVERIFY(text.contains("Alice") && !text.contains("Caller A  ") && !text.contains("Phone B1  "));
    QVERIFY(text.indexOf("Phone B2") < text.indexOf("Proxy"));
    QVERIFY(text.contains("(b2)"));
    const QByteArray capture = exported(u"run.pcapng"_s);
    QVERIFY(capture.contains("Alice"));
    QVERIFY(!capture.contains("INVITE sip:b1@127.100.0.21:5060"));
    fixture.window->findChild<QAction*>(u"export-whole-run"_s)->trigger();
    const QByteArray whole = exported(u"whole.txt"_s);
    QVERIFY(whole.contains("Phone B1") && whole.contains("Alice")); // nothing is hidden; the rest is as on the screen
    QVERIFY(whole.indexOf("Phone B2") < whole.indexOf("Proxy"));
    QVERIFY(whole.count('\n') > text.count('\n'));
}

/// Reasons and findings too; the scenario's own text stays as it is.
void WindowFilesTest::sentencesHaveTheNamesOfTheScreen()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.part<LadderView>()->renameNode(1, u"Switch"_s);
    fixture.part<LadderView>()->renameNode(3, u"Kitchen"_s);
    QTemporaryDir folder;
    for (const QString& suffix : {u"svg"_s, u"html"_s, u"txt"_s, u"mmd"_s, u"pcapng"_s}) {
        const QString path = folder.filePath(u"run."_s + suffix);
        fixture.window->exportTo(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 20'000);
        QByteArray content = contentOf(path);
        content.truncate(content.indexOf("<details") < 0 ? content.size() : content.indexOf("<details"));
        QVERIFY2(content.count("Kitchen") > 1, qPrintable(suffix));
        QVERIFY2(!content.contains("Phone B2"), qPrintable(suffix));
    }
}

void WindowFilesTest::aSavedTraceOpensAgain()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"ack-bye"_s));
    const Trace before = fixture.trace();
    QTemporaryDir folder;
    const QString path = folder.filePath(u"run.trace.json"_s);
    QVERIFY(saved(fixture, path));

    const WindowFixture other;
    QVERIFY(other.window->openFile(path));
    QTRY_VERIFY_WITH_TIMEOUT(other.isJudged(), 20'000);
    QVERIFY(other.trace().messages == before.messages);
    QCOMPARE(other.part<OutcomeStrip>()->cells().at(4).value, u"18"_s);
    QCOMPARE(other.part<TopBar>()->policy(), u"ack-bye"_s);
    QVERIFY(other.button(u"Run"_s)->isEnabled()); // the trace knows its scenario
    QVERIFY(other.runVirtually(u"ack-bye"_s));
    QVERIFY(other.trace().messages == before.messages);
}

void WindowFilesTest::aBrokenTraceIsExplained_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QString& file, bool (*damage)(const QString&), const QString& says) {
        QTest::newRow(name) << file << Damage{damage} << says;
    };
    row(
        "cut in half", u"half.trace.json"_s,
        [](const QString& path) { return QFile::resize(path, QFileInfo(path).size() / 2); }, u"half.trace.json:"_s);
    row(
        "of a newer version", u"newer.trace.json"_s,
        [](const QString& path) {
            QByteArray text = contentOf(path);
            const qsizetype place = text.indexOf("\"siprace\":");
            return place >= 0 && written(path, text.replace(place, text.indexOf(',') - place, "\"siprace\": 99"));
        },
        u"newer"_s);
    row(
        "of two gigabytes", u"huge.trace.json"_s, // without a single block on the disk
        [](const QString& path) { return QFile::resize(path, 2LL << 30); }, u"is larger than 256 MiB"_s);
    row(
        "a report of two gigabytes", u"huge.zip"_s, [](const QString& path) { return QFile::resize(path, 2LL << 30); },
        u"is larger than 256 MiB"_s);
    row(
        "a report without a run", u"other.zip"_s,
        [](const QString& path) { return written(path, QByteArray("PK\005\006", 4) + QByteArray(18, '\0')); },
        u"other.zip"_s);
}

void WindowFilesTest::aBrokenTraceIsExplained()
{
    QFETCH(const QString, name);
    QFETCH(const Damage, damage);
    QFETCH(const QString, says);
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTemporaryDir folder;
    const QString path = folder.filePath(name);
    QVERIFY(saved(fixture, path));
    QVERIFY(damage.make(path));
    fixture.window->openFile(path);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<NoticeBar>()->isVisible(), 20'000);
    QVERIFY2(fixture.part<NoticeBar>()->text().contains(says), qPrintable(fixture.part<NoticeBar>()->text()));
    QCOMPARE(fixture.trace().messages.size(), 22); // what was shown stays
    QVERIFY(fixture.button(u"Run"_s)->isEnabled());
}

void WindowFilesTest::aReportOpensAgain()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"report.zip"_s);
    Trace before;
    {
        const WindowFixture fixture;
        QVERIFY(fixture.runVirtually(u"drop-late-2xx"_s));
        before = fixture.trace();
        fixture.window->exportTo(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 20'000);
    }
    const WindowFixture fixture;
    QVERIFY(fixture.window->openFile(path));
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty() && fixture.isJudged(), 20'000);
    QVERIFY(fixture.trace() == before);
    QCOMPARE(fixture.part<LadderView>()->trace().messages.size(), before.messages.size());
    QCOMPARE(fixture.part<TopBar>()->policy(), u"drop-late-2xx"_s);
    QCOMPARE(fixture.part<OutcomeStrip>()->cells().at(1).value, u"1"_s); // the orphan
}

void WindowFilesTest::aDiskThatIsFullIsSaid_data()
{
    QTest::addColumn<QString>("suffix");
    for (const ExportFormat& format : exportFormats())
        QTest::newRow(qPrintable(u"as "_s + format.label)) << format.suffix;
}

/// Not a byte more than 512 fits, as on a disk that has just become full: the file that was there stays, and nothing
/// half written lies beside it.
void WindowFilesTest::aDiskThatIsFullIsSaid()
{
    QFETCH(const QString, suffix);
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTemporaryDir folder;
    const QString path = folder.filePath(u"run."_s + suffix);
    QVERIFY(written(path, "of yesterday"));
    {
        const SmallDisk disk(512);
        fixture.window->exportTo(path);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.part<StatusLine>()->said().contains(u"cannot be written"_s), 20'000);
        QVERIFY(!fixture.part<StatusLine>()->said().contains(u"Unknown error"_s));
    }
    QVERIFY2(fixture.part<StatusLine>()->said().contains(path), qPrintable(fixture.part<StatusLine>()->said()));
    QCOMPARE(contentOf(path), QByteArray("of yesterday"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"run."_s + suffix});
    fixture.window->exportTo(path); // there is room again
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(path) != QByteArray("of yesterday"), 20'000);
}

void WindowFilesTest::aFolderThatTakesNothingIsSaid()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.window->exportTo(u"/proc/run.svg"_s); // nobody may write there, not even the superuser
    QTRY_VERIFY_WITH_TIMEOUT(
        fixture.part<StatusLine>()->said().contains(u"/proc/run.svg: cannot be written"_s), 20'000);
    fixture.window->saveTraceTo(u"/proc/run.trace.json"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<StatusLine>()->said().contains(u"run.trace.json: cannot"_s), 20'000);
    QVERIFY(fixture.window->isVisible());
}

void WindowFilesTest::copiesGoToTheClipboard()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.action(u"Copy as text"_s)->trigger();
    QTRY_VERIFY(QApplication::clipboard()->text().contains(u"INVITE"_s));
    fixture.action(u"Copy as image"_s)->trigger();
    QTRY_VERIFY(!QApplication::clipboard()->image().isNull());
    fixture.part<LadderView>()->select(1);
    fixture.action(u"Copy message"_s)->trigger();
    QVERIFY(QApplication::clipboard()->text().startsWith(u"INVITE sip:bob@lab SIP/2.0"_s));
}

void WindowFilesTest::aFileIsDropped()
{
    const WindowFixture fixture;
    QMimeData data;
    data.setUrls(
        {QUrl::fromLocalFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/sbc-acks-wrong-leg.yaml"))});
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(fixture.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(fixture.window.get(), &drop);
    QCOMPARE(fixture.window->document().scenario().id, u"sbc-acks-wrong-leg"_s);
}

void WindowFilesTest::closingDuringARunIsQuickAndKeepsIt()
{
    auto fixture = std::make_unique<WindowFixture>();
    startLongRun(*fixture);
    const qsizetype soFar = fixture->trace().messages.size();
    QElapsedTimer clock;
    clock.start();
    QVERIFY(fixture->window->close());
    fixture->window.reset();
    QVERIFY2(clock.elapsed() < 5'000, "closing must not wait for the run's half minute");

    const WindowFixture next;
    next.action(u"Open the run kept at closing"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(next.trace().messages.size() >= soFar, 20'000);
    QCOMPARE(next.trace().ended, u"user"_s);
    QTemporaryDir folder;
    QVERIFY(saved(next, folder.filePath(u"kept.trace.json"_s)));
}

void WindowFilesTest::closingWaitsForWhatIsWritten()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    const QTemporaryDir folder;
    fixture.window->exportTo(folder.filePath(u"run.zip"_s));
    QVERIFY(!fixture.window->close());
    QVERIFY(fixture.window->isVisible());
    QVERIFY(fixture.part<StatusLine>()->said().contains(u"closes when"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.window->isVisible(), 20'000);
    QVERIFY(contentOf(folder.filePath(u"run.zip"_s)).startsWith("PK"));
}

void WindowFilesTest::whatCannotBeWrittenKeepsTheWindowOpen()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    const QTemporaryDir folder;
    fixture.window->exportTo(folder.filePath(u"not/there/run.zip"_s));
    QVERIFY(!fixture.window->close());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<StatusLine>()->said().contains(u"cannot be written"_s), 20'000);
    QVERIFY(fixture.window->isVisible());
    QVERIFY(fixture.window->close());
}

/// Its scenario has no file of its own: saving asks for one, and then goes on with what was wanted.
void WindowFilesTest::aTraceIsNotSavedOverAScenario()
{
    const QTemporaryDir folder;
    const QString trace = folder.filePath(u"run.trace.json"_s);
    {
        const WindowFixture fixture;
        QVERIFY(fixture.runVirtually());
        QVERIFY(saved(fixture, trace));
    }
    const WindowFixture fixture;
    fixture.window->openFile(trace);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 20'000);
    QVERIFY(fixture.window->document().scenario().path.isEmpty());
    LinkModel* links = fixture.part<LinksPanel>()->model();
    QVERIFY(links->setData(links->index(0, LinkModel::Delay), 33.0));
    QVERIFY(!fixture.window->close());
    fixture.press(u"Save"_s);
    auto* dialog = fixture.window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    QVERIFY(fixture.window->isVisible());
    Q_EMIT dialog->fileSelected(folder.filePath(u"mine.yaml"_s));
    QVERIFY(contentOf(folder.filePath(u"mine.yaml"_s)).contains("33ms"));
    QVERIFY(!fixture.window->isVisible()); // what was begun before the file was asked for
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowFilesTest)
#include "tst_window_files.moc"
