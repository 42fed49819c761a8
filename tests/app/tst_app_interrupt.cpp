#include "AppProcess.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>
#include <unistd.h>

using namespace siprace::app_test;

namespace {

/// Whether a process has a handler of its own for SIGINT: from then on Ctrl-C ends it as by hand.
bool catchesInterrupt(qint64 pid)
{
    static const QRegularExpression caught(QStringLiteral("SigCgt:\\s*([0-9a-f]+)"));
    const auto match = caught.match(QString::fromLatin1(readBytes(QStringLiteral("/proc/%1/status").arg(pid))));
    return (match.captured(1).toULongLong(nullptr, 16) & (1ULL << (SIGINT - 1))) != 0;
}

const QByteArray lanOfLoopback = "network: {lan: {address: 127.0.0.78, ports: 5060-5069, allow: [127.0.0.0/24]}}\n";

} // namespace

/// Ctrl-C, readers that go away, full disks, and two programs at once.
class AppInterruptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void interruptedRunWritesWhatWasAsked();
    void interruptedExportIsWritten();
    void interruptedStudyEnds_data();
    void interruptedStudyEnds();
    void onALanAnEndIsAskedFor_data();
    void onALanAnEndIsAskedFor();
    void closedPipeEndsQuietly_data();
    void closedPipeEndsQuietly();
    void fullDiskIsOneLine_data();
    void fullDiskIsOneLine();
    void twoProgramsAtOnce();
    void withoutALocale();
};

void AppInterruptTest::interruptedRunWritesWhatWasAsked()
{
    const QTemporaryDir folder;
    const auto process = startProgram(Start{
        words("run two-phones-answer --clock slow:1000 --json --save run.trace.json"), folder.path(), {}, -1, {}});
    QVERIFY(process->waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(catchesInterrupt(process->processId()), 60'000);
    ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    const Ended ended = awaitEnd(*process);
    QVERIFY2(ended.status == 130, qPrintable(ended.err));
    QCOMPARE(ended.err, QString());
    QCOMPARE(ended.json()[QStringLiteral("ended")].toString(), QStringLiteral("user"));
    const QByteArray saved = readBytes(folder.filePath(QStringLiteral("run.trace.json")));
    QCOMPARE(QJsonDocument::fromJson(saved)[QStringLiteral("ended")].toString(), QStringLiteral("user"));
}

void AppInterruptTest::interruptedExportIsWritten()
{
    const QTemporaryDir folder;
    const auto process = startProgram(
        Start{words("export two-phones-answer --clock slow:1000 --to run.txt"), folder.path(), {}, -1, {}});
    QVERIFY(process->waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(catchesInterrupt(process->processId()), 60'000);
    ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    QCOMPARE(awaitEnd(*process).status, 130);
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("run.txt"))));
}

void AppInterruptTest::interruptedStudyEnds_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("a sweep") << words("sweep FILE --x nodes.b1.answer=100ms:300ms:100ms --policies forward-all");
    QTest::newRow("a check") << words("check FILE");
    QTest::newRow("a comparison") << words("compare FILE");
}

/// In the middle of a run that takes hours of the real clock.
void AppInterruptTest::interruptedStudyEnds()
{
    QFETCH(QStringList, arguments);
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("lan.yaml"));
    QVERIFY(writeText(file, smallScenario() + lanOfLoopback + "end: 9000s\n"));
    arguments.replaceInStrings(QStringLiteral("FILE"), file);
    const auto process = startProgram(Start{arguments, folder.path(), {}, -1, {}});
    QVERIFY(process->waitForStarted());
    // Until it has its port: the run goes on.
    QTRY_VERIFY_WITH_TIMEOUT(readBytes(QStringLiteral("/proc/net/udp")).contains("4E00007F:13C4"), 60'000);
    ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    const Ended ended = awaitEnd(*process);
    QVERIFY2(ended.status == 130, qPrintable(ended.err));
}

void AppInterruptTest::onALanAnEndIsAskedFor_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::newRow("a sweep") << words("sweep FILE --x nodes.b1.answer=100ms:300ms:100ms") << 4;
    QTest::newRow("a check") << words("check FILE") << 1;
    QTest::newRow("a comparison") << words("compare FILE") << 4;
    QTest::newRow("an export") << words("export FILE --to run.txt") << 4;
}

void AppInterruptTest::onALanAnEndIsAskedFor()
{
    QFETCH(QStringList, arguments);
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("lan.yaml"));
    QVERIFY(writeText(file, smallScenario() + lanOfLoopback));
    arguments.replaceInStrings(QStringLiteral("FILE"), file);
    const Ended ended = runProgram(Start{arguments, folder.path(), {}, -1, {}});
    QTEST(ended.status, "status");
    QVERIFY2(ended.err.contains(QStringLiteral("give it an end time (end: 60s)")), qPrintable(ended.err));
}

void AppInterruptTest::closedPipeEndsQuietly_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("a run as JSON") << words("run two-phones-answer --json --raw");
    QTest::newRow("a report") << words("run two-phones-answer");
    QTest::newRow("the library") << words("list");
    QTest::newRow("the schema") << words("schema");
    QTest::newRow("the help") << words("--help");
}

void AppInterruptTest::closedPipeEndsQuietly()
{
    QFETCH(const QStringList, arguments);
    std::array<int, 2> ends{};
    QCOMPARE(::pipe(ends.data()), 0);
    ::close(ends[0]); // nobody reads
    const Ended ended = runProgram(Start{arguments, {}, {}, ends[1], {}});
    ::close(ends[1]);
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err, QString());
}

void AppInterruptTest::fullDiskIsOneLine_data()
{
    closedPipeEndsQuietly_data();
}

void AppInterruptTest::fullDiskIsOneLine()
{
    QFETCH(const QStringList, arguments);
    const Ended ended = runProgram(Start{arguments, {}, QStringLiteral("/dev/full"), -1, {}});
    QCOMPARE(ended.status, 4);
    QCOMPARE(ended.err, QStringLiteral("siprace: standard output: cannot be written: No space left on device\n"));
}

void AppInterruptTest::twoProgramsAtOnce()
{
    const Start start{words("run two-phones-answer --policy drop-late-2xx --json"), {}, {}, -1, {}};
    std::array<std::unique_ptr<QProcess>, 4> processes;
    for (auto& process : processes)
        process = startProgram(start);
    const QByteArray alone = runProgram(start).out;
    for (const auto& process : processes) {
        const Ended ended = awaitEnd(*process);
        QVERIFY2(ended.status == 0, qPrintable(ended.err));
        QCOMPARE(ended.out, alone);
    }
}

void AppInterruptTest::withoutALocale()
{
    Start start{words("run two-phones-answer"), {}, {}, -1, {}};
    const Ended usual = runProgram(start);
    start.environment = {{QStringLiteral("LC_ALL"), QStringLiteral("C")}, {QStringLiteral("LANG"), QString()}};
    const Ended ended = runProgram(start);
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err, QString());
    QCOMPARE(ended.out, usual.out);
}

QTEST_GUILESS_MAIN(AppInterruptTest)
#include "tst_app_interrupt.moc"
