#include "LiveRun.h"
#include "WorldRuns.h"

#include <QSignalSpy>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

// A world on its own thread. Waiting is for signals; nothing here measures time.

namespace {

constexpr int patience = 60'000; // ms, for a machine that has other things to do

/// What a window keeps of a live run.
class Watcher
{
public:
    explicit Watcher(LiveRun& run)
        : m_ended(&run, &LiveRun::ended)
        , m_failed(&run, &LiveRun::failed)
        , m_batches(&run, &LiveRun::batchReady)
    {
        QObject::connect(&run, &LiveRun::began, &run, [this](const Trace& empty) { trace = empty; });
        QObject::connect(&run, &LiveRun::batchReady, &run, [this](const Events& events) {
            for (const Event& event : events)
                apply(trace, event);
            messagesAfterBatch << trace.messages.size();
        });
        QObject::connect(&run, &LiveRun::ended, &run, [this](const Trace& whole) { end = whole; });
    }

    bool waitForEnd() { return !m_ended.isEmpty() || m_ended.wait(patience); }
    bool waitForBatch() { return m_batches.wait(patience); }
    bool waitForFailure() { return !m_failed.isEmpty() || m_failed.wait(patience); }
    [[nodiscard]] qsizetype failures() const { return m_failed.size(); }
    [[nodiscard]] qsizetype ends() const { return m_ended.size(); }

    Trace trace; ///< built from the batches
    Trace end; ///< as given at the end
    QList<qsizetype> messagesAfterBatch;

private:
    QSignalSpy m_ended;
    QSignalSpy m_failed;
    QSignalSpy m_batches;
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
    void aRealClockGivesTheSameMessagesInTheSameOrder();
    void pausedItStandsStillAndStepsOneByOne();
    void stoppedItEndsByUser();
    void destroyedItEndsQuietly();
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
    QCOMPARE(watcher.failures(), 0);
}

void LiveRunTest::aRealClockGivesTheSameMessagesInTheSameOrder()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(scenarioOf(twoPhones), with(ClockChoice::Kind::Real));
    QVERIFY(watcher.waitForEnd());
    const auto withoutTimes = [](const Trace& trace) {
        QStringList lines;
        for (const QString& line : linesOf(trace))
            lines << line.section(u' ', 1).section(u" -> "_s, 0, 0);
        return lines.join(u'\n');
    };
    QCOMPARE(withoutTimes(watcher.end), withoutTimes(runOf(twoPhones)));
    QVERIFY(watcher.end.clockReport);
    QCOMPARE(watcher.end.clockReport->samples, 22);
    // Never early; how late depends on the machine.
    const Trace planned = runOf(twoPhones);
    for (int i = 0; i < planned.messages.size(); ++i)
        QVERIFY(*watcher.end.messages.at(i).arrived >= *planned.messages.at(i).arrived);
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
        if (isPaused)
            run->pause();
        QVERIFY(watcher.waitForBatch() || isPaused);
        run.reset();
        QCoreApplication::processEvents();
        QCOMPARE(watcher.ends(), 0);
    }
}

void LiveRunTest::startedAgainItBeginsAnew()
{
    LiveRun run;
    Watcher watcher(run);
    run.start(longCall(), with(ClockChoice::Kind::Real));
    QVERIFY(watcher.waitForBatch());
    run.start(scenarioOf(twoPhones), with(ClockChoice::Kind::Virtual));
    QVERIFY(watcher.waitForEnd());
    while (watcher.end.ended == u"user"_s)
        QVERIFY(QSignalSpy(&run, &LiveRun::ended).wait(patience));
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
    run.pause();
    run.step();
    QVERIFY(watcher.waitForBatch());
    run.setImpairment(u"proxy"_s, u"b1"_s, {10ms, {}, 100, 0, 0});
    for (int i = 0; i < 6; ++i) {
        run.step();
        QVERIFY(watcher.waitForBatch());
    }
    run.stop();
    QVERIFY(watcher.waitForEnd());
    QVERIFY(linesWith(watcher.end, u"proxy>b1 INVITE"_s).join(u' ').contains(u"lost"_s));
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
