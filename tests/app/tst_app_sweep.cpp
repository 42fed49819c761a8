#include "AppProcess.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace::app_test;

namespace {

/// Three answer times by two delays under two policies: twelve cells.
QStringList smallSweep(const char* more)
{
    return words("sweep two-phones-answer --x nodes.b2.answer=200ms:400ms:100ms --y "
                 "links.proxy-b2.delay=50ms:150ms:100ms "
                 "--policies forward-all,ack-bye")
        + words(more);
}

} // namespace

/// `siprace sweep` and `siprace merge`: a map of runs, whole or in parts.
class AppSweepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsAsJson();
    void partsMakeTheWhole_data();
    void partsMakeTheWhole();
    void missingPartIsSaid();
    void refused_data();
    void refused();
    void noCommandIsStarted();
};

void AppSweepTest::cellsAsJson()
{
    const Ended ended = runProgram(smallSweep("--json"));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QJsonObject sweep = ended.json().object();
    QCOMPARE(sweep[QStringLiteral("x")].toString(), QStringLiteral("nodes.b2.answer"));
    QCOMPARE(sweep[QStringLiteral("y")].toString(), QStringLiteral("links.proxy-b2.delay"));
    const QJsonArray cells = sweep[QStringLiteral("cells")].toArray();
    QCOMPARE(cells.size(), 12);
    const QJsonObject last = cells.last().toObject();
    for (const QString& member : words("x y policy outcome class"))
        QVERIFY2(last.contains(member), qPrintable(member));
    QCOMPARE(last[QStringLiteral("x")].toDouble(), 400.0); // the ends of a range are in it
    QCOMPARE(last[QStringLiteral("y")].toDouble(), 150.0);
    QCOMPARE(last[QStringLiteral("policy")].toString(), QStringLiteral("ack-bye"));
}

void AppSweepTest::partsMakeTheWhole_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("as JSON") << QStringLiteral("--json");
    QTest::newRow("as CSV") << QStringLiteral("--csv");
}

void AppSweepTest::partsMakeTheWhole()
{
    QFETCH(const QString, format);
    const QTemporaryDir folder;
    QStringList files;
    for (const char* shard : {"--shard 1/3", "--shard 2/3", "--shard 3/3"}) {
        files += folder.filePath(QString::number(files.size()));
        QVERIFY(writeText(files.last(), runProgram(smallSweep(shard) + QStringList{format}).out));
    }
    const Ended merged = runProgram(QStringList{QStringLiteral("merge")} + files);
    QVERIFY2(merged.status == 0, qPrintable(merged.err));
    QCOMPARE(merged.out, runProgram(smallSweep("") + QStringList{format}).out);
}

void AppSweepTest::missingPartIsSaid()
{
    const QTemporaryDir folder;
    const QString part = folder.filePath(QStringLiteral("part"));
    QVERIFY(writeText(part, runProgram(smallSweep("--json --shard 1/2")).out));
    const Ended merged = runProgram({QStringLiteral("merge"), part});
    QCOMPARE(merged.errorLines().size(), 1);
    QVERIFY2(merged.err.contains(u"6 of 12 cells are missing"), qPrintable(merged.err));
}

void AppSweepTest::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::newRow("an axis without a step") << words("sweep two-phones-answer --x nodes.b2.answer=200ms:400ms") << 2;
    QTest::newRow("an axis that names nothing") << words("sweep two-phones-answer --x nodes.b9.answer=1s:2s:1s") << 2;
    QTest::newRow("a policy nobody knows")
        << words("sweep two-phones-answer --x nodes.b2.answer=1s:2s:1s --policies magic") << 2;
    QTest::newRow("a policy given twice")
        << words("sweep two-phones-answer --x nodes.b2.answer=1s:2s:1s --policies invfix,invfix") << 2;
    QTest::newRow("a range that runs backwards") << words("sweep two-phones-answer --x nodes.b2.answer=2s:1s:1s") << 2;
    QTest::newRow("a range in words") << words("sweep two-phones-answer --x nodes.b2.answer=soon:later:1s") << 2;
    QTest::newRow("a range without an end") << words("sweep two-phones-answer --x nodes.b2.answer=1s::1s") << 2;
    QTest::newRow("numbers where none belong") << words("sweep two-phones-answer --x nodes.b2.role=1:2:1") << 2;
    QTest::newRow("more than a million cells, unasked")
        << words("sweep two-phones-answer --x nodes.b2.answer=0s:20min:1ms") << 2;
    QTest::newRow("runs that never settle")
        << words("sweep two-phones-answer --x links.caller-proxy.delay=6min:7min:1min --policies invfix") << 4;
    QTest::newRow("part five of three") << smallSweep("--shard 5/3") << 2;
    QTest::newRow("a part that is not there") << words("merge no/such/file") << 3;
}

void AppSweepTest::refused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, status);
    const Ended ended = runProgram(arguments);
    QVERIFY2(ended.status == status, qPrintable(ended.err));
    QVERIFY(ended.err.startsWith(u"siprace: "));
    QCOMPARE(ended.errorLines().size(), 1);
    QCOMPARE(ended.out, QByteArray());
}

void AppSweepTest::noCommandIsStarted()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("starts.yaml"));
    QVERIFY(writeText(file,
        smallScenario().replace("{role: callee, name: Phone, answer: 300ms}",
            "{role: external, as: callee, address: \"127.0.0.97:5071\", command: {start: \"touch started\"}}")));
    const Ended ended
        = runProgram(QStringList{QStringLiteral("sweep"), file} + words("--x links.default.delay=0ms:20ms:10ms"));
    QVERIFY2(ended.status == 2, qPrintable(ended.err));
    QCOMPARE(ended.err,
        QStringLiteral("siprace: %1: a sweep does not start b1 of a file that is not of the library: touch started; "
                       "start it yourself and take its command out of the file, or use run or compare\n")
            .arg(file));
}

QTEST_GUILESS_MAIN(AppSweepTest)
#include "tst_app_sweep.moc"
