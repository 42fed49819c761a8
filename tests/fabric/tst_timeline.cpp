#include "Timeline.h"

#include <QStringList>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {
void playOut(Timeline& timeline, Clock& clock)
{
    while (const auto next = timeline.next()) {
        clock.jumpTo(*next);
        timeline.runNext();
    }
}
} // namespace

class TimelineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void atOneInstantArrivalsThenTimersThenScript();
    void arrivalsOfOneInstantComeInOrderOfSending();
    void timersComeInTheOrderTheyWereSet();
    void aCancelledTimerDoesNotFire();
    void whatIsAddedWhileOneRunsComesBehind();
    void onlyWhatCouldSendKeepsARunAlive();
    void aStandingClockJumpsAndNeverGoesBack();
};

void TimelineTest::atOneInstantArrivalsThenTimersThenScript()
{
    Clock clock(0);
    Timeline timeline(clock);
    QStringList log;
    const auto note = [&log](const QString& what) { return [&log, what] { log << what; }; };
    timeline.script(at(5ms), note(u"script"_s));
    std::ignore = timeline.after(5ms, note(u"timer"_s));
    timeline.arrival(at(5ms), at(1ms), 0, 1, note(u"arrival"_s));
    std::ignore = timeline.after(4ms, note(u"early"_s));
    playOut(timeline, clock);
    QCOMPARE(log, (QStringList{u"early"_s, u"arrival"_s, u"timer"_s, u"script"_s}));
    QCOMPARE(clock.now(), at(5ms));
}

void TimelineTest::arrivalsOfOneInstantComeInOrderOfSending()
{
    Clock clock(0);
    Timeline timeline(clock);
    QStringList log;
    const auto note = [&log](const QString& what) { return [&log, what] { log << what; }; };
    timeline.arrival(at(9ms), at(2ms), 0, 4, note(u"sent last"_s));
    timeline.arrival(at(9ms), at(1ms), 2, 1, note(u"third node"_s));
    timeline.arrival(at(9ms), at(1ms), 1, 3, note(u"second node, later"_s));
    timeline.arrival(at(9ms), at(1ms), 1, 2, note(u"second node"_s));
    playOut(timeline, clock);
    QCOMPARE(log, (QStringList{u"second node"_s, u"second node, later"_s, u"third node"_s, u"sent last"_s}));
}

void TimelineTest::timersComeInTheOrderTheyWereSet()
{
    Clock clock(0);
    Timeline timeline(clock);
    QStringList log;
    for (int i = 0; i < 5; ++i)
        std::ignore = timeline.after(1ms, [&log, i] { log << QString::number(i); });
    playOut(timeline, clock);
    QCOMPARE(log.join(u' '), u"0 1 2 3 4"_s);
}

void TimelineTest::aCancelledTimerDoesNotFire()
{
    Clock clock(0);
    Timeline timeline(clock);
    QStringList log;
    const TimerId first = timeline.after(1ms, [&] { log << u"first"_s; });
    std::ignore = timeline.after(2ms, [&] { log << u"second"_s; });
    timeline.cancel(first);
    timeline.cancel(first);
    timeline.cancel(TimerId::None);
    playOut(timeline, clock);
    timeline.cancel(first);
    QCOMPARE(log, QStringList{u"second"_s});
}

void TimelineTest::whatIsAddedWhileOneRunsComesBehind()
{
    Clock clock(0);
    Timeline timeline(clock);
    QStringList log;
    std::ignore = timeline.after(1ms, [&] {
        log << u"first"_s;
        std::ignore = timeline.after(Duration{0}, [&] { log << u"third"_s; });
    });
    std::ignore = timeline.after(1ms, [&] { log << u"second"_s; });
    playOut(timeline, clock);
    QCOMPARE(log, (QStringList{u"first"_s, u"second"_s, u"third"_s}));
}

void TimelineTest::onlyWhatCouldSendKeepsARunAlive()
{
    Clock clock(0);
    Timeline timeline(clock);
    const auto nothing = [] {};
    const TimerId forgetting = timeline.after(1s, nothing, false);
    QVERIFY(!timeline.couldSend());
    const TimerId sending = timeline.after(1s, nothing);
    QVERIFY(timeline.couldSend());
    timeline.cancel(sending);
    QVERIFY(!timeline.couldSend());
    timeline.cancel(forgetting);
    timeline.script(at(1s), nothing);
    QVERIFY(timeline.couldSend());
    timeline.runNext();
    QVERIFY(!timeline.couldSend());
    timeline.arrival(at(2s), at(1s), 0, 1, nothing);
    QVERIFY(timeline.couldSend());
    timeline.clear();
    QVERIFY(!timeline.couldSend());
    QVERIFY(!timeline.next());
}

void TimelineTest::aStandingClockJumpsAndNeverGoesBack()
{
    Clock clock(0);
    QVERIFY(clock.isVirtual());
    clock.jumpTo(at(3s));
    clock.jumpTo(at(1s));
    QCOMPARE(clock.now(), at(3s));
    QCOMPARE(clock.waitFor(at(9s)), Duration{0});

    Clock slow(4);
    QVERIFY(!slow.isStanding());
    slow.freeze();
    slow.jumpTo(at(10s));
    QCOMPARE(slow.now(), at(10s));
    slow.thaw();
    QVERIFY(slow.now() >= at(10s));
    const auto wait = slow.waitFor(at(20s));
    QVERIFY(wait > 39s && wait <= 40s);
}

QTEST_APPLESS_MAIN(TimelineTest)
#include "tst_timeline.moc"
