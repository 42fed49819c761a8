#include "ProxyBench.h"

#include <QTest>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// A forked INVITE under each policy, message by message. RFC 3261 §16.7.
class TestForkedCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoPhonesAnswer_data();
    void twoPhonesAnswer();
    void winnersCopy_data();
    void winnersCopy();
    void secondCopyOfTheLoser_data();
    void secondCopyOfTheLoser();
    void ackAndByeFollowTheRoute();
    void everyTimerEnds_data();
    void everyTimerEnds();
};

namespace {
/// Both ring, b1 answers, then b2; gives what the proxy sends for b2's 200.
QStringList raceOf(ProxyBench& bench)
{
    bench.receive(u"caller"_s, bench.request("INVITE"));
    bench.pass(200ms);
    bench.receive(u"b1"_s, bench.answer(u"b1"_s, 180));
    bench.receive(u"b2"_s, bench.answer(u"b2"_s, 180));
    bench.pass(300ms);
    bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200));
    bench.pass(100ms);
    return bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200));
}
} // namespace

void TestForkedCall::twoPhonesAnswer_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QStringList>("second");
    QTest::newRow("forward-all: the caller hears both")
        << u"forward-all"_s << QStringList{u"proxy>caller 200/INVITE (b2)"_s};
    QTest::newRow("drop-late-2xx: nothing more happens") << u"drop-late-2xx"_s << QStringList{};
    QTest::newRow("ack-bye: the loser is acked, then hung up")
        << u"ack-bye"_s << QStringList{u"proxy>b2 ACK (b2)"_s, u"proxy>b2 BYE (b2)"_s};
    QTest::newRow("invfix: the caller hears both") << u"invfix"_s << QStringList{u"proxy>caller 200/INVITE (b2)"_s};
}

void TestForkedCall::twoPhonesAnswer()
{
    QFETCH(const QString, policy);
    QFETCH(const QStringList, second);
    ProxyBench bench(ProxyBench::withPolicy(policy));
    QCOMPARE(bench.receive(u"caller"_s, bench.request("INVITE")),
        (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s, u"proxy>b2 INVITE"_s}));
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 180)), QStringList{u"proxy>caller 180/INVITE (b1)"_s});
    QCOMPARE(bench.receive(u"b2"_s, bench.answer(u"b2"_s, 180)), QStringList{u"proxy>caller 180/INVITE (b2)"_s});
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200)),
        (QStringList{u"proxy>caller 200/INVITE (b1)"_s, u"proxy>b2 CANCEL"_s}));
    QCOMPARE(bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200)), second);
    QCOMPARE(bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200, "CANCEL")), QStringList{});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestForkedCall::winnersCopy_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<RememberBy>("by");
    QTest::addColumn<bool>("isForwarded");
    QTest::newRow("forward-all forwards it") << u"forward-all"_s << RememberBy::Nothing << true;
    QTest::newRow("the recipe drops it") << u"drop-late-2xx"_s << RememberBy::CallId << false;
    QTest::newRow("the recipe by To tag forwards it") << u"drop-late-2xx"_s << RememberBy::ToTag << true;
    QTest::newRow("ack-bye forwards it") << u"ack-bye"_s << RememberBy::ToTag << true;
    QTest::newRow("invfix forwards it from Accepted") << u"invfix"_s << RememberBy::ToTag << true;
}

void TestForkedCall::winnersCopy()
{
    QFETCH(const QString, policy);
    QFETCH(const RememberBy, by);
    QFETCH(const bool, isForwarded);
    ProxySettings settings = ProxyBench::withPolicy(policy);
    settings.policy.rememberBy = by;
    ProxyBench bench(settings);
    raceOf(bench);
    bench.pass(500ms);
    const QStringList expected = isForwarded ? QStringList{u"proxy>caller 200/INVITE (b1)"_s} : QStringList{};
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200)), expected);
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestForkedCall::secondCopyOfTheLoser_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QStringList>("copy");
    QTest::newRow("forward-all forwards it by Via")
        << u"forward-all"_s << QStringList{u"proxy>caller 200/INVITE (b2)"_s};
    QTest::newRow("drop-late-2xx drops it too") << u"drop-late-2xx"_s << QStringList{};
    QTest::newRow("ack-bye acks again and sends no second BYE") << u"ack-bye"_s << QStringList{u"proxy>b2 ACK (b2)"_s};
    QTest::newRow("invfix forwards it from Accepted") << u"invfix"_s << QStringList{u"proxy>caller 200/INVITE (b2)"_s};
}

void TestForkedCall::secondCopyOfTheLoser()
{
    QFETCH(const QString, policy);
    QFETCH(const QStringList, copy);
    ProxyBench bench(ProxyBench::withPolicy(policy));
    raceOf(bench);
    bench.pass(450ms);
    QCOMPARE(bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200)), copy);
    if (policy == u"ack-bye") {
        const auto ack = bench.lastSent(u"b2"_s, "ACK");
        QVERIFY(ack);
        QCOMPARE(ack->message.cseq(), 1U);
        QCOMPARE(bench.lastSent(u"b2"_s, "BYE")->message.cseq(), 2U);
        QVERIFY(ack->message.routes().isEmpty()); // the proxy itself was the only one above
        QCOMPARE(ack->message.requestUri(), ProxyBench::phone("b2").uri);
        QCOMPARE(bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200, "BYE")), QStringList{});
    }
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestForkedCall::ackAndByeFollowTheRoute()
{
    ProxyBench bench;
    raceOf(bench);
    sip::Message ack = bench.inDialog("ACK", "b1", 1);
    QCOMPARE(bench.receive(u"caller"_s, ack), QStringList{u"proxy>b1 ACK (b1)"_s});
    const QByteArray branch = bench.lastSent(u"b1"_s, "ACK")->message.topVia()->branch;
    QCOMPARE(bench.receive(u"caller"_s, ack), QStringList{u"proxy>b1 ACK (b1)"_s});
    QCOMPARE(bench.lastSent(u"b1"_s, "ACK")->message.topVia()->branch, branch); // the copy is a copy below, too
    QVERIFY(bench.lastSent(u"b1"_s, "ACK")->message.routes().isEmpty());

    const sip::Message bye = bench.inDialog("BYE", "b2", 2);
    QCOMPARE(bench.receive(u"caller"_s, bye), QStringList{u"proxy>b2 BYE (b2)"_s});
    QCOMPARE(bench.receive(u"caller"_s, bye), QStringList{}); // a copy is the transaction's business
    QCOMPARE(bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200, "BYE")), QStringList{u"proxy>caller 200/BYE (b2)"_s});
    QCOMPARE(bench.receive(u"caller"_s, bye), QStringList{u"proxy>caller 200/BYE (b2)"_s});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestForkedCall::everyTimerEnds_data()
{
    QTest::addColumn<QString>("policy");
    for (const Policy& policy : policies())
        QTest::newRow(qPrintable(policy.id.toString() + u": nothing is left after two minutes"_s))
            << policy.id.toString();
}

void TestForkedCall::everyTimerEnds()
{
    QFETCH(const QString, policy);
    ProxyBench bench(ProxyBench::withPolicy(policy));
    raceOf(bench);
    bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200, "CANCEL"));
    if (policy == u"ack-bye")
        bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200, "BYE"));
    bench.pass(120s);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.core().liveTransactions(), 0);
    QCOMPARE(bench.core().liveContexts(), 0);
    QCOMPARE(bench.mistakes(), QStringList{});
}

QTEST_GUILESS_MAIN(TestForkedCall)
#include "tst_forked_call.moc"
