#include "SweepTable.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

ScenarioSource raceSource()
{
    const auto source
        = ScenarioSource::load(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/two-phones-answer.yaml"));
    if (!source)
        qFatal("%s", qPrintable(source.error().front().text()));
    return *source;
}

/// 8 answer times by 6 delays under two policies.
SweepPlan smallPlan()
{
    SweepPlan plan;
    plan.x = *parseSweepAxis(u"links.proxy-b1.delay=0ms:210ms:30ms"_s);
    plan.y = *parseSweepAxis(u"nodes.b2.answer=100ms:600ms:100ms"_s);
    plan.policies = {u"forward-all"_s, u"drop-late-2xx"_s};
    return plan;
}

struct Swept
{
    QList<SweepCell> cells;
    SweepTable table;
    qint64 handedOut = 0;
    QString error;
};

/// Runs a plan; `stopAfter` cells it is told to stop.
Swept sweepAll(const ScenarioSource& source, const SweepPlan& plan, qsizetype stopAfter = -1)
{
    Swept swept;
    swept.table.header = sweepHeader(source.scenario().id, plan);
    std::atomic<bool> stop = false;
    const auto done = runSweep(
        source, plan,
        [&](const SweepCell& cell) {
            swept.cells += cell;
            swept.table.rows += sweepRow(plan, cell);
            if (swept.cells.size() == stopAfter)
                stop = true;
        },
        &stop);
    if (done)
        swept.handedOut = *done;
    else
        swept.error = done.error().text();
    return swept;
}

QString lineOf(const Diagnostics& faults)
{
    return faults.empty() ? QString() : faults.front().text();
}

} // namespace

/// A race map as a whole: its cells, its edges, its threads and parts, and what it refuses.
class SweepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCellOnceInOrder();
    void onTheEdge_data();
    void onTheEdge();
    void sameBytesWhateverTheThreads_data();
    void sameBytesWhateverTheThreads();
    void partsMakeTheWhole_data();
    void partsMakeTheWhole();
    void stoppedInTheMiddle_data();
    void stoppedInTheMiddle();
    void sharesOfTheSeeds();
    void aCellIsTheRunOfItsSettings();
    void refused_data();
    void refused();
    void neverSettles();
};

void SweepTest::everyCellOnceInOrder()
{
    const Swept swept = sweepAll(raceSource(), smallPlan());
    QCOMPARE(swept.handedOut, smallPlan().cellCount());
    QCOMPARE(swept.cells.size(), 8 * 6 * 2);
    for (qsizetype i = 0; i < swept.cells.size(); ++i) {
        QCOMPARE(swept.cells.at(i).index, i);
        QVERIFY(!swept.cells.at(i).runClass.isEmpty());
    }
    QVERIFY(swept.table.isComplete());
}

void SweepTest::onTheEdge_data()
{
    QTest::addColumn<int>("delayMs"); ///< of phone B1's link, one way
    QTest::addColumn<QString>("step");
    for (const int delayMs : {0, 10, 50, 100, 149, 150, 200, 290}) {
        for (const char* step : {"1us", "1ms"})
            QTest::addRow("phone B1 %d ms away, steps of %s", delayMs, step) << delayMs << QString::fromLatin1(step);
    }
}

/// Just before the edge both answer; on it and just behind it the CANCEL is there: an arrival comes before a timer.
void SweepTest::onTheEdge()
{
    QFETCH(const int, delayMs);
    QFETCH(const QString, step);
    const auto source = raceSource().apply({{u"links.proxy-b1.delay"_s, u"%1ms"_s.arg(delayMs)}});
    QVERIFY(source.has_value());
    const Duration edge = std::max(300ms + 2 * std::chrono::milliseconds(delayMs), 2 * 150ms);
    const Duration wide = *parseDuration(step);
    SweepPlan plan;
    plan.x = *parseSweepAxis(
        u"nodes.b2.answer=%1:%2:%3"_s.arg(formatDuration(edge - wide), formatDuration(edge + wide), step));
    plan.policies = {u"forward-all"_s};
    const Swept swept = sweepAll(*source, plan);
    QCOMPARE(swept.error, QString());
    QCOMPARE(swept.cells.size(), 3);
    QList<bool> bothAnswer;
    for (const SweepCell& cell : swept.cells) {
        bothAnswer += cell.outcome.dialogsAtCallees == 2;
        QVERIFY(cell.predicted.has_value());
        QVERIFY2(!cell.disagrees(), qPrintable(u"margin %1 ms"_s.arg(cell.predicted->marginMs)));
    }
    QCOMPARE(bothAnswer, (QList{true, false, false}));
    QCOMPARE(swept.cells.at(1).predicted->marginMs, 0.0);
}

void SweepTest::sameBytesWhateverTheThreads_data()
{
    QTest::addColumn<int>("jobs");
    QTest::newRow("two threads") << 2;
    QTest::newRow("five threads") << 5;
    QTest::newRow("one a core") << 0;
}

void SweepTest::sameBytesWhateverTheThreads()
{
    QFETCH(const int, jobs);
    const ScenarioSource source = raceSource();
    SweepPlan plan = smallPlan();
    plan.jobs = 1;
    const QByteArray alone = writeSweep(sweepAll(source, plan).table, SweepFormat::Json);
    plan.jobs = jobs;
    QCOMPARE(writeSweep(sweepAll(source, plan).table, SweepFormat::Json), alone);
}

void SweepTest::partsMakeTheWhole_data()
{
    QTest::addColumn<int>("parts");
    QTest::newRow("two parts") << 2;
    QTest::newRow("seven parts, not all of one size") << 7;
}

void SweepTest::partsMakeTheWhole()
{
    QFETCH(const int, parts);
    const ScenarioSource source = raceSource();
    QList<SweepTable> tables;
    QStringList names;
    for (int i = parts - 1; i >= 0; --i) { // in any order
        SweepPlan plan = smallPlan();
        plan.shard = *parseSweepShard(u"%1/%2"_s.arg(i + 1).arg(parts));
        tables += sweepAll(source, plan).table;
        names += QString::number(i);
    }
    const auto merged = mergeSweeps(tables, names);
    QVERIFY2(merged.has_value(), merged ? "" : qPrintable(merged.error().text()));
    QCOMPARE(writeSweep(*merged, SweepFormat::Csv), writeSweep(sweepAll(source, smallPlan()).table, SweepFormat::Csv));
}

void SweepTest::stoppedInTheMiddle_data()
{
    QTest::addColumn<int>("jobs");
    QTest::newRow("one thread") << 1;
    QTest::newRow("three threads") << 3;
}

/// What was done stays, and is the beginning of the whole.
void SweepTest::stoppedInTheMiddle()
{
    QFETCH(const int, jobs);
    const ScenarioSource source = raceSource();
    SweepPlan plan = smallPlan();
    plan.jobs = jobs;
    const Swept stopped = sweepAll(source, plan, 20);
    QCOMPARE(stopped.error, QString());
    QCOMPARE(stopped.handedOut, stopped.cells.size());
    QVERIFY(stopped.cells.size() >= 20);
    QVERIFY(stopped.cells.size() < plan.cellCount());
    QVERIFY(!stopped.table.isComplete());
    const Swept whole = sweepAll(source, plan);
    // Cells of a task that was cut short may be missing; none is wrong.
    for (const SweepCell& cell : stopped.cells)
        QVERIFY(whole.cells.at(cell.index) == cell);
}

void SweepTest::sharesOfTheSeeds()
{
    const auto source
        = raceSource().apply({{u"links.default.loss"_s, u"10%"_s}, {u"links.caller-proxy.loss"_s, u"10%"_s}});
    QVERIFY(source.has_value());
    SweepPlan plan;
    plan.x = *parseSweepAxis(u"links.proxy-b2.loss=0%:30%:30%"_s);
    plan.policies = {u"drop-late-2xx"_s};
    plan.firstSeed = Seed{5};
    plan.seeds = 12;
    const Swept swept = sweepAll(*source, plan);
    QCOMPARE(swept.cells.size(), 2);
    for (const SweepCell& cell : swept.cells) {
        const auto scenario = source->with(cellSettings(plan, cell.xIndex, cell.yIndex));
        QVERIFY(scenario.has_value());
        QMap<QString, double> expected;
        for (quint64 seed = 5; seed < 17; ++seed) {
            RunOptions options;
            options.policy = u"drop-late-2xx"_s;
            options.seed = Seed{seed};
            expected[judge(*runScenario(*scenario, options)).runClass] += 1.0 / 12;
        }
        QCOMPARE(cell.shares, expected);
        QVERIFY(expected.size() > 1); // loss makes a difference
    }
}

void SweepTest::aCellIsTheRunOfItsSettings()
{
    const ScenarioSource source = raceSource();
    const SweepPlan plan = smallPlan();
    const SweepCell cell = sweepAll(source, plan).cells.at(8 * 6 + 8 * 2 + 3);
    const auto scenario = source.with(cellSettings(plan, cell.xIndex, cell.yIndex));
    QVERIFY(scenario.has_value());
    RunOptions options;
    options.policy = plan.policies.at(cell.policyIndex);
    const Verdict verdict = judge(*runScenario(*scenario, options));
    QCOMPARE(verdict.outcome, cell.outcome);
    QCOMPARE(verdict.runClass, cell.runClass);
}

void SweepTest::refused_data()
{
    QTest::addColumn<QString>("x");
    QTest::addColumn<QString>("y");
    QTest::addColumn<QStringList>("policies");
    QTest::addColumn<QString>("line");
    const QStringList one{u"invfix"_s};
    QTest::newRow("a node that is not there")
        << u"nodes.b9.answer=1s:2s:1s"_s << QString() << one << u"nodes.b9.answer: node \"b9\": did you mean \"b1\"?"_s;
    QTest::newRow("a key that is not there") << u"nodes.b2.anwser=1s:2s:1s"_s << QString() << one
                                             << u"nodes.b2.anwser: callee key \"anwser\": did you mean \"answer\"?"_s;
    QTest::newRow("numbers of another kind")
        << u"nodes.b2.answer=1%:2%:1%"_s << QString() << one
        << u"nodes.b2.answer: answer \"1%\" is not a time; write 300ms, 2s or 64*T1, or never"_s;
    QTest::newRow("a value beyond what the key takes, at the far end")
        << u"links.default.loss=50%:150%:50%"_s << QString() << one
        << u"links.default.loss: loss \"150%\" is out of range; write 0% to 100%"_s;
    QTest::newRow("a policy nobody knows")
        << u"nodes.b2.answer=1s:2s:1s"_s << QString() << QStringList{u"magic"_s}
        << u"unknown policy \"magic\"; one of forward-all, drop-late-2xx, ack-bye, invfix"_s;
    QTest::newRow("a policy given twice")
        << u"nodes.b2.answer=1s:2s:1s"_s << QString() << QStringList{u"invfix"_s, u"ack-bye"_s, u"invfix"_s}
        << u"policy \"invfix\" is given twice; name each once"_s;
    QTest::newRow("one path on both axes") << u"nodes.b2.answer=1s:2s:1s"_s << u"nodes.b2.answer=1s:2s:1s"_s << one
                                           << u"both axes are \"nodes.b2.answer\"; give two different paths"_s;
}

void SweepTest::refused()
{
    QFETCH(const QString, x);
    QFETCH(const QString, y);
    QFETCH(const QStringList, policies);
    QFETCH(const QString, line);
    SweepPlan plan;
    plan.x = *parseSweepAxis(x);
    if (!y.isEmpty())
        plan.y = *parseSweepAxis(y);
    plan.policies = policies;
    QCOMPARE(lineOf(checkSweepPlan(raceSource(), plan)), line);
}

void SweepTest::neverSettles()
{
    SweepPlan plan;
    plan.x = *parseSweepAxis(u"links.default.delay=1s:6min:359s"_s);
    plan.policies = {u"invfix"_s};
    const auto source = ScenarioSource::parse(
        "siprace: 1\ntitle: Far away\nnodes:\n  caller: {role: caller}\n  b1: {role: callee, answer: 1s}\n"
        "script: [{at: 0s, node: caller, do: call, to: b1}]\n",
        u"far-away.yaml"_s);
    QVERIFY2(source.has_value(), source ? "" : qPrintable(source.error().front().text()));
    QCOMPARE(sweepAll(*source, plan).error,
        u"a run of far-away under invfix never settles; five minutes after its last line it still sends; give it an "
        u"end "
        "time (end: 60s)"_s);
}

QTEST_GUILESS_MAIN(SweepTest)
#include "tst_sweep.moc"
