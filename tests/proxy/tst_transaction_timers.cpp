#include "ProxyBench.h"

#include <QTest>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// When the proxy's transactions send again and when they give up, to the microsecond. RFC 3261 Appendix A.
class TestTransactionTimers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inviteThatNobodyAnswers_data();
    void inviteThatNobodyAnswers();
    void theReasonSaysHowLongItWaited_data();
    void theReasonSaysHowLongItWaited();
    void provisionalEndsTheCopies();
    void byeThatNobodyAnswers();
    void hundredSlowsTheCopiesDown();
    void hundredIsDueAfterThreeAndAHalfSeconds();
    void failureThatNobodyAcknowledges();
    void ackEndsTheCopies();
    void copyOfTheInvite_data();
    void copyOfTheInvite();
    void acceptedLastsSixtyFourT1();
    void failureOfABranchIsAcknowledgedAgain();
    void noTimerOverTcp();
    void sendingFails();
};

namespace {
/// The instants of the lines that end in `what`.
QStringList instantsOf(const QStringList& lines, const QString& what)
{
    QStringList instants;
    for (const QString& line : lines) {
        if (line.endsWith(what))
            instants.append(line.section(u' ', 0, 0));
    }
    return instants;
}

ProxyBench onePhone(ProxySettings settings = {})
{
    return ProxyBench(std::move(settings), {ProxyBench::phone("b1")});
}
} // namespace

void TestTransactionTimers::inviteThatNobodyAnswers_data()
{
    QTest::addColumn<int>("t1Ms");
    QTest::addColumn<QStringList>("copies");
    QTest::addColumn<QString>("timeout");
    QTest::newRow("T1 500 ms: seven sends, 408 at 32 s")
        << 500 << QStringList{u"+0.500"_s, u"+1.500"_s, u"+3.500"_s, u"+7.500"_s, u"+15.500"_s, u"+31.500"_s}
        << u"+32.000"_s;
    QTest::newRow("T1 100 ms: 408 at 6.4 s")
        << 100 << QStringList{u"+0.100"_s, u"+0.300"_s, u"+0.700"_s, u"+1.500"_s, u"+3.100"_s, u"+6.300"_s}
        << u"+6.400"_s;
}

void TestTransactionTimers::inviteThatNobodyAnswers()
{
    QFETCH(const int, t1Ms);
    QFETCH(const QStringList, copies);
    QFETCH(const QString, timeout);
    ProxySettings settings;
    settings.timers.T1 = std::chrono::milliseconds(t1Ms);
    ProxyBench bench = onePhone(settings);
    const sip::Message invite = bench.request("INVITE");
    bench.receive(u"caller"_s, invite);
    const QStringList sent = bench.pass(40s);
    QCOMPARE(instantsOf(sent, u"proxy>b1 INVITE"_s), copies);
    QCOMPARE(instantsOf(sent, u"408/INVITE (proxy-caller-1)"_s).first(), timeout);
    QVERIFY(!bench.lastSent(u"b1"_s, "ACK")); // a timeout is not acknowledged
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestTransactionTimers::theReasonSaysHowLongItWaited_data()
{
    QTest::addColumn<QString>("personality");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("by RFC 3261") << QString() << 32 << u"R-104 b1 has not answered within 64*T1: it counts as 408."_s;
    QTest::newRow("as Kamailio does") << u"kamailio-5.6"_s << 30
                                      << u"R-104 b1 has not answered within 30.0 s: it counts as 408."_s;
}

void TestTransactionTimers::theReasonSaysHowLongItWaited()
{
    QFETCH(const QString, personality);
    QFETCH(const int, seconds);
    QFETCH(const QString, text);
    ProxySettings settings;
    settings.personality = personality;
    ProxyBench bench = onePhone(settings);
    bench.receive(u"caller"_s, bench.request("INVITE"));
    bench.pass(std::chrono::seconds(seconds));
    const QStringList reasons = bench.reasons(); // of Timer B, the last that has run out
    QVERIFY2(reasons.contains(text), qPrintable(reasons.join(u'\n')));
    QVERIFY(reasons.contains(u"R-104 Timer B has run out without any response: the transaction ends as a timeout."_s));
}

void TestTransactionTimers::provisionalEndsTheCopies()
{
    ProxyBench bench = onePhone();
    bench.receive(u"caller"_s, bench.request("INVITE"));
    QCOMPARE(bench.pass(600ms), QStringList{u"+0.500 proxy>b1 INVITE"_s});
    bench.receive(u"b1"_s, bench.answer(u"b1"_s, 100));
    QCOMPARE(bench.pass(60s), QStringList{});
}

void TestTransactionTimers::byeThatNobodyAnswers()
{
    ProxyBench bench = onePhone();
    bench.receive(u"caller"_s, bench.inDialog("BYE", "b1", 2));
    const QStringList sent = bench.pass(100s);
    QCOMPARE(instantsOf(sent, u"proxy>b1 BYE (b1)"_s),
        (QStringList{u"+0.500"_s, u"+1.500"_s, u"+3.500"_s, u"+7.500"_s, u"+11.500"_s, u"+15.500"_s, u"+19.500"_s,
            u"+23.500"_s, u"+27.500"_s, u"+31.500"_s}));
    QCOMPARE(instantsOf(sent, u"408/BYE (b1)"_s), QStringList{}); // RFC 4320
    QCOMPARE(bench.core().liveTransactions(), 0);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestTransactionTimers::hundredSlowsTheCopiesDown()
{
    ProxyBench bench = onePhone();
    bench.receive(u"caller"_s, bench.inDialog("BYE", "b1", 2));
    bench.pass(100ms);
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 100, "BYE")), QStringList{});
    const QStringList sent = bench.pass(100s);
    QCOMPARE(instantsOf(sent, u"proxy>b1 BYE (b1)"_s),
        (QStringList{u"+0.500"_s, u"+4.500"_s, u"+8.500"_s, u"+12.500"_s, u"+16.500"_s, u"+20.500"_s, u"+24.500"_s,
            u"+28.500"_s}));
}

void TestTransactionTimers::hundredIsDueAfterThreeAndAHalfSeconds()
{
    ProxyBench bench = onePhone();
    bench.receive(u"caller"_s, bench.inDialog("BYE", "b1", 2));
    QCOMPARE(instantsOf(bench.pass(10s), u"proxy>caller 100/BYE (b1)"_s), QStringList{u"+3.500"_s});
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200, "BYE")), QStringList{u"proxy>caller 200/BYE (b1)"_s});
}

void TestTransactionTimers::failureThatNobodyAcknowledges()
{
    ProxyBench bench;
    bench.receive(u"caller"_s, bench.request("INVITE", "sip:nobody@lab"));
    const QStringList sent = bench.pass(100s);
    QCOMPARE(instantsOf(sent, u"404/INVITE (proxy-caller-1)"_s),
        (QStringList{u"+0.500"_s, u"+1.500"_s, u"+3.500"_s, u"+7.500"_s, u"+11.500"_s, u"+15.500"_s, u"+19.500"_s,
            u"+23.500"_s, u"+27.500"_s, u"+31.500"_s}));
    QCOMPARE(bench.states().last(), u"z9hG4bK-caller-1 Terminated"_s);
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestTransactionTimers::ackEndsTheCopies()
{
    ProxyBench bench;
    const sip::Message invite = bench.request("INVITE", "sip:nobody@lab");
    bench.receive(u"caller"_s, invite);
    bench.pass(100ms);
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::ackOf(invite)), QStringList{});
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::ackOf(invite)), QStringList{});
    QCOMPARE(bench.runningTimerNames(), QStringList{u"I"_s});
    QCOMPARE(bench.pass(100s), QStringList{});
    QCOMPARE(bench.core().liveTransactions(), 0);
}

void TestTransactionTimers::copyOfTheInvite_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("when");
    QTest::addColumn<QStringList>("sent");
    QTest::newRow("before the 180: the 100 again")
        << u"forward-all"_s << u"early"_s << QStringList{u"proxy>caller 100/INVITE"_s};
    QTest::newRow("after the 180: the 180 again")
        << u"forward-all"_s << u"ringing"_s << QStringList{u"proxy>caller 180/INVITE (b1)"_s};
    QTest::newRow("after the 486: the 486 again")
        << u"forward-all"_s << u"busy"_s << QStringList{u"proxy>caller 486/INVITE (b1)"_s};
    QTest::newRow("RFC 3261, after the 200: a second fork")
        << u"forward-all"_s << u"answered"_s << QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s};
    QTest::newRow("RFC 6026, after the 200: absorbed") << u"invfix"_s << u"answered"_s << QStringList{};
}

void TestTransactionTimers::copyOfTheInvite()
{
    QFETCH(const QString, policy);
    QFETCH(const QString, when);
    QFETCH(const QStringList, sent);
    ProxyBench bench = onePhone(ProxyBench::withPolicy(policy));
    const sip::Message invite = bench.request("INVITE");
    bench.receive(u"caller"_s, invite);
    if (when != u"early")
        bench.receive(u"b1"_s, bench.answer(u"b1"_s, 180));
    if (when == u"busy")
        bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486));
    if (when == u"answered")
        bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200));
    QCOMPARE(bench.receive(u"caller"_s, invite), sent);
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestTransactionTimers::acceptedLastsSixtyFourT1()
{
    ProxyBench bench = onePhone(ProxyBench::withPolicy(u"invfix"));
    bench.receive(u"caller"_s, bench.request("INVITE"));
    bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200));
    QCOMPARE(bench.runningTimerNames(), (QStringList{u"L"_s, u"M"_s}));
    bench.pass(31999ms);
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200)), QStringList{u"proxy>caller 200/INVITE (b1)"_s});
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486)), QStringList{});
    bench.pass(1ms);
    QCOMPARE(bench.core().liveTransactions(), 0);
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200)), QStringList{});
}

void TestTransactionTimers::failureOfABranchIsAcknowledgedAgain()
{
    ProxyBench bench; // two phones, so that the 486 waits
    bench.receive(u"caller"_s, bench.request("INVITE"));
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486)), QStringList{u"proxy>b1 ACK (b1)"_s});
    bench.pass(500ms);
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486)), QStringList{u"proxy>b1 ACK (b1)"_s});
    const sip::Message ack = bench.lastSent(u"b1"_s, "ACK")->message;
    QCOMPARE(ack.vias().size(), 1);
    QCOMPARE(ack.topVia()->branch, "z9hG4bK-proxy-1");
    QCOMPARE(ack.requestUri(), ProxyBench::phone("b1").uri);
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200)), QStringList{});
    bench.pass(32s);
    QCOMPARE(
        bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486)), QStringList{u"proxy>caller 486/INVITE (b1)"_s}); // a stray
}

void TestTransactionTimers::noTimerOverTcp()
{
    ProxyBench bench({}, {{ProxyBench::phone("b1").uri + ";transport=tcp", 1.0}});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    QCOMPARE(bench.runningTimerNames(), (QStringList{u"B"_s, u"C"_s})); // no A
    bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486));
    bench.pass(0s); // Timer D is 0
    QVERIFY(bench.states().contains(u"z9hG4bK-proxy-1 Terminated"_s));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestTransactionTimers::sendingFails()
{
    ProxyBench bench;
    bench.receive(u"caller"_s, bench.request("INVITE"));
    bench.sendFails(bench.lastSent(u"b1"_s, "INVITE")->key);
    bench.receive(u"b2"_s, bench.answer(u"b2"_s, 180));
    bench.sendFails(bench.lastSent(u"b2"_s, "INVITE")->key);
    QCOMPARE(bench.log().last(), u"+0.000 proxy>caller 500/INVITE (proxy-caller-1)"_s); // 503 does not go up: R-266
    QCOMPARE(bench.mistakes(), QStringList{});
}

QTEST_GUILESS_MAIN(TestTransactionTimers)
#include "tst_transaction_timers.moc"
