#include "FloodGate.h"
#include "Lateness.h"

#include <QTest>

using namespace siprace;

/// What keeps a flood and a long run within bounds.
class FloodGateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soMuchIsCarried_data();
    void soMuchIsCarried();
    void whoFloodsIsWatched();
    void nobodyPaysForAnother();
    void aTraceIsNotFilledByAFlood_data();
    void aTraceIsNotFilledByAFlood();
    void latenessIsCounted_data();
    void latenessIsCounted();
};

void FloodGateTest::soMuchIsCarried_data()
{
    QTest::addColumn<int>("aSecond");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<int>("carried");
    QTest::newRow("a broken phone") << 5 << 60 << 300;
    QTest::newRow("a flood") << 20'000 << 10 << 100 + 99;
    QTest::newRow("a long one") << 1000 << 600 << 100 + 5999;
}

void FloodGateTest::soMuchIsCarried()
{
    QFETCH(const int, aSecond);
    QFETCH(const int, seconds);
    QFETCH(const int, carried);
    FloodGate gate;
    int passed = 0;
    for (int i = 0; i < aSecond * seconds; ++i)
        passed += gate.unreadable(1, at(Duration(1s) * i / aSecond)) ? 1 : 0;
    QVERIFY2(std::abs(passed - carried) <= 1, qPrintable(QString::number(passed)));
}

void FloodGateTest::whoFloodsIsWatched()
{
    FloodGate gate;
    for (int i = 0; i < 500; ++i)
        QVERIFY(!gate.watches(1, at(1s)));
    QVERIFY(gate.watches(1, at(1s))); // very much at once
    QVERIFY(!gate.watches(1, at(2s)));
    for (int i = 0; i < 100; ++i)
        QVERIFY(gate.unreadable(1, at(2s)));
    QVERIFY(!gate.unreadable(1, at(2s)));
    QVERIFY(gate.watches(1, at(2s))); // unreadable so far
    QVERIFY(gate.watches(1, at(3s)));
    QVERIFY(!gate.watches(1, at(8s))); // and forgiven after a while
}

void FloodGateTest::nobodyPaysForAnother()
{
    FloodGate gate;
    for (int i = 0; i < 1000; ++i)
        gate.unreadable(1, at(1s));
    QVERIFY(!gate.watches(2, at(1s)));
    QVERIFY(gate.unreadable(2, at(1s)));
}

void FloodGateTest::aTraceIsNotFilledByAFlood_data()
{
    QTest::addColumn<int>("hosts");
    QTest::addColumn<int>("each"); // messages of the trace that one of theirs makes
    QTest::addColumn<int>("milliseconds"); // until each has had its share, at one request in each
    QTest::addColumn<int>("mostAfterwards");
    QTest::newRow("one host, whose requests are answered") << 1 << 2 << 5100 << 10'010;
    QTest::newRow("one host, whose requests are forked") << 1 << 8 << 2100 << 16'010;
    QTest::newRow("three of them") << 3 << 2 << 2600 << 15'010;
    QTest::newRow("a network of them") << 40 << 2 << 260 << 19'600;
}

/// Whoever floods leaves room to others, and is heard sparingly from then on.
void FloodGateTest::aTraceIsNotFilledByAFlood()
{
    QFETCH(const int, hosts);
    QFETCH(const int, each);
    QFETCH(const int, milliseconds);
    QFETCH(const int, mostAfterwards);
    constexpr qint64 most = 20'000;
    FloodGate gate;
    qint64 messages = 0;
    int said = 0;
    const auto flood = [&](Instant from, int lasting) {
        for (int i = 0; i < lasting * hosts; ++i) {
            const auto host = static_cast<std::uint32_t>(i % hosts);
            const FloodGate::Answer answer = gate.readable(host, from + 1ms * (i / hosts), most - messages);
            messages += answer == FloodGate::Answer::Carried ? each : 0;
            said += answer == FloodGate::Answer::TooMuch ? 1 : 0;
        }
    };
    flood(at(0s), milliseconds);
    QCOMPARE(said, hosts); // once of each
    QVERIFY2(messages < mostAfterwards, qPrintable(QString::number(messages)));
    const qint64 before = messages;
    flood(at(20s), 10'000);
    QVERIFY2(messages - before <= qint64{FloodGate::sparingly} * 10 * hosts * each,
        qPrintable(QString::number(messages - before)));
    QVERIFY(messages > before || messages + each > most);
    QCOMPARE(said, hosts);
    // Somebody else is heard all the same, while there is room at all.
    const bool isHeard = gate.readable(1000, at(31s), most - messages) == FloodGate::Answer::Carried;
    QCOMPARE(isHeard, most - messages >= 2);
}

void FloodGateTest::latenessIsCounted_data()
{
    QTest::addColumn<int>("samples");
    QTest::addColumn<double>("part");
    QTest::addColumn<int>("us");
    QTest::newRow("nothing") << 0 << 0.5 << 0;
    QTest::newRow("small ones exactly") << 60 << 0.5 << 30;
    QTest::newRow("the median of many") << 100'000 << 0.5 << 50'000;
    QTest::newRow("the last hundredth") << 100'000 << 0.99 << 99'000;
    QTest::newRow("the greatest") << 100'000 << 1.0 << 99'999;
}

void FloodGateTest::latenessIsCounted()
{
    QFETCH(const int, samples);
    QFETCH(const double, part);
    QFETCH(const int, us);
    Lateness late;
    for (int i = 0; i < samples; ++i)
        late.note(Duration(i));
    QCOMPARE(late.count(), samples);
    QCOMPARE(late.maximum(), Duration(std::max(0, samples - 1)));
    const auto told = static_cast<double>(late.share(part).count());
    QVERIFY2(told <= us && told >= us * 0.98 - 1, qPrintable(QString::number(told)));
}

QTEST_APPLESS_MAIN(FloodGateTest)
#include "tst_flood_gate.moc"
