#include "LiveRun.h"
#include "WorldRuns.h"

#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace siprace;
using namespace Qt::StringLiterals;

// A world on its own thread. Waiting is for signals; nothing here measures time.

namespace {

constexpr int patience = 60'000; // ms, for a machine that has other things to do

/// Handles events until it is so; false after a minute.
template <class Claim> bool waitUntil(Claim claim)
{
    QTimer alarm;
    alarm.setSingleShot(true);
    alarm.start(patience);
    while (!claim() && alarm.isActive())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return claim();
}

/// What a window keeps of a live run. Its slots run on the window's thread.
class Watcher : public QObject
{
public:
    explicit Watcher(LiveRun& run)
    {
        connect(&run, &LiveRun::began, this, [this](const Trace& empty) { trace = empty; });
        connect(&run, &LiveRun::batchReady, this, [this](const Events& batch) {
            for (const Event& event : batch)
                apply(trace, event);
            ++batches;
        });
        connect(&run, &LiveRun::ended, this, [this](const Trace& whole) {
            end = whole;
            ++ends;
        });
        connect(&run, &LiveRun::failed, this, [this] { ++failures; });
    }

    bool waitForEnd(int nth = 1)
    {
        return waitUntil([this, nth] { return ends >= nth; });
    }
    bool waitForBatch()
    {
        return waitUntil([this, before = batches] { return batches > before; });
    }
    bool waitForFailure()
    {
        return waitUntil([this] { return failures > 0; });
    }

    Trace trace; ///< built from the batches
    Trace end; ///< as given at the end
    int batches = 0;
    int ends = 0;
    int failures = 0;
};

RunOptions with(ClockChoice::Kind kind)
{
    RunOptions options;
    options.clock = {kind, 1};
    return options;
}

Scenario longCall()
{
    return scenarioOf(twoPhones + "end: 60s\n");
}

} // namespace

class LiveRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void batchesBuildTheWholeTrace();
    void aRealClockGivesTheSameMessagesInTheSameOrder_data();
    void aRealClockGivesTheSameMessagesInTheSameOrder();
    void pausedItStandsStillAndStepsOneByOne();
    void stoppedItEndsByUser();
    void destroyedItEndsQuietly();
    void itMayBeDeletedByWhoeverHearsOfIt();
    void startedAgainItBeginsAnew();
    void aCommandThatFailsIsTold();
    void aLinkCanBeCutWhileItRuns();
    void aRunThatCannotBeMadeIsTold();
};

void LiveRunTest::batchesBuildTheWholeTrace()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(scenarioOf(twoPhones), with(ClockChoice::Kind::Virtual));
    QVERIFY(watcher.waitForEnd());
    QVERIFY(!run.isRunning());
    QCOMPARE(watcher.end.ended, u"settled"_s);
    QCOMPARE(linesOf(watcher.trace).join(u'\n'), linesOf(runOf(twoPhones)).join(u'\n'));
    QVERIFY(watcher.trace.messages == watcher.end.messages);
    QVERIFY(watcher.trace.states == watcher.end.states);
    QVERIFY(watcher.trace.timers == watcher.end.timers);
    QCOMPARE(watcher.failures, 0);
}

void LiveRunTest::aRealClockGivesTheSameMessagesInTheSameOrder_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QByteArray onePhone = twoPhones;
    onePhone.replace("[b1, b2]", "[b1]");
    QTest::newRow("one phone") << onePhone;
    QTest::newRow("two phones, link by link") << twoPhones;
}

void LiveRunTest::aRealClockGivesTheSameMessagesInTheSameOrder()
{
    // Where each message follows from the one before, the whole order is certain. Two phones act independently: on a
    // machine that is busy for some milliseconds only the order on each link is.
    QFETCH(const QByteArray, yaml);
    LiveRun run;
    Watcher watcher(run);
    run.start(scenarioOf(yaml), with(ClockChoice::Kind::Real));
    QVERIFY(watcher.waitForEnd());
    const auto inOrder = [&](Trace trace) {
        if (yaml == twoPhones)
            std::ranges::stable_sort(trace.messages, {}, [](const TraceMessage& m) { return std::pair{m.from, m.to}; });
        return trace;
    };
    const auto withoutTimes = [](const Trace& trace) {
        QStringList lines;
        for (const QString& line : linesOf(trace))
            lines << line.section(u' ', 1).section(u" -> "_s, 0, 0);
        return lines;
    };
    const Trace planned = inOrder(runOf(yaml));
    const Trace real = inOrder(watcher.end);
    QCOMPARE(withoutTimes(real), withoutTimes(planned));
    QVERIFY(real.clockReport);
    QCOMPARE(real.clockReport->samples, static_cast<int>(planned.messages.size()));
    // Never early; how late depends on the machine.
    for (int i = 0; i < planned.messages.size(); ++i)
        QVERIFY(*real.messages.at(i).arrived >= *planned.messages.at(i).arrived);
}

void LiveRunTest::pausedItStandsStillAndStepsOneByOne()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(longCall(), with(ClockChoice::Kind::Real));
    run.pause();
    qsizetype passed = 0;
    for (int i = 0; i < 12; ++i) {
        run.step();
        QVERIFY(watcher.waitForBatch());
        qsizetype now = 0;
        for (const TraceMessage& message : watcher.trace.messages)
            now += message.arrived ? 2 : 1;
        QVERIFY2(now > passed, "a step shows at least one message leaving or arriving");
        passed = now;
    }
    run.stop();
    QVERIFY(watcher.waitForEnd());
    QVERIFY(watcher.end.messages.size() < 22);
}

void LiveRunTest::stoppedItEndsByUser()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(longCall(), with(ClockChoice::Kind::Real));
    QVERIFY(watcher.waitForBatch());
    run.stop();
    QVERIFY(watcher.waitForEnd());
    QCOMPARE(watcher.end.ended, u"user"_s);
    QVERIFY(!watcher.end.messages.isEmpty());
}

void LiveRunTest::destroyedItEndsQuietly()
{
    for (const bool isPaused : {false, true}) {
        auto run = std::make_unique<LiveRun>();
        Watcher watcher(*run);
        run->start(longCall(), with(ClockChoice::Kind::Real));
        QVERIFY(watcher.waitForBatch());
        if (isPaused)
            run->pause();
        run.reset();
        QCoreApplication::processEvents();
        QCOMPARE(watcher.ends, 0);
    }
}

void LiveRunTest::itMayBeDeletedByWhoeverHearsOfIt()
{
    auto run = std::make_unique<LiveRun>();
    connect(run.get(), &LiveRun::began, this, [&run] { run.reset(); }); // batches wait behind it
    run->start(scenarioOf(twoPhones), with(ClockChoice::Kind::Virtual));
    QVERIFY(waitUntil([&run] { return !run; }));
}

void LiveRunTest::startedAgainItBeginsAnew()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(longCall(), with(ClockChoice::Kind::Real));
    QVERIFY(watcher.waitForBatch());
    run.start(scenarioOf(twoPhones), with(ClockChoice::Kind::Virtual));
    QVERIFY(watcher.waitForEnd(2)); // that of the first one, by the user, too
    QCOMPARE(watcher.end.ended, u"settled"_s);
    QCOMPARE(watcher.end.messages.size(), 22);
}

void LiveRunTest::aCommandThatFailsIsTold()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(longCall(), with(ClockChoice::Kind::Real));
    run.perform(u"proxy"_s, u"call"_s);
    QVERIFY(watcher.waitForFailure());
    QVERIFY(run.isRunning());
}

void LiveRunTest::aLinkCanBeCutWhileItRuns()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(longCall(), with(ClockChoice::Kind::Real));
    run.setImpairment(u"proxy"_s, u"b1"_s, {10ms, {}, 100, 0, 0});
    QVERIFY(waitUntil([&] { return !linesWith(watcher.trace, u"proxy>b1 INVITE"_s).isEmpty(); }));
    run.stop();
    QVERIFY(watcher.waitForEnd());
    const QStringList invites = linesWith(watcher.end, u"proxy>b1 INVITE"_s);
    QVERIFY2(invites.last().endsWith(u"lost"_s), qPrintable(invites.join(u'\n')));
}

void LiveRunTest::aRunThatCannotBeMadeIsTold()
{
    LiveRun run;
    Watcher watcher(run);
    RunOptions options;
    options.policy = u"forward-some"_s;
    run.start(scenarioOf(twoPhones), options);
    QVERIFY(watcher.waitForFailure());
    QVERIFY(!run.isRunning());
}

QTEST_GUILESS_MAIN(LiveRunTest)
#include "tst_live_run.moc"
