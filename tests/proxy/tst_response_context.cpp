#include "BestResponse.h"
#include "ProxyBench.h"

#include <QTest>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// What goes upstream, which branch is cancelled, and when. RFC 3261 §16.7, §16.8, §9.1.
class TestResponseContext : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void best_data();
    void best();
    void failures();
    void hundredIsNeverForwarded();
    void challengesAreGathered();
    void sixHundredWaits();
    void sixHundredEndsTheSearch();
    void provisionalAfterTheFinal();
    void silentBranch_data();
    void silentBranch();
    void silentBranchAnswersFirst();
    void cancelReason_data();
    void cancelReason();
    void timerC();
    void timerCStartsAgainWith180();
    void muteAfterCancel();
    void byQ();
    void serialFork();
    void serialTimeout();
    void firstTargetAnswersLate();
    void noBranchAfterSuccess();
    void maxBreadth();
    void earlyDialogAnnounced();
    void cancelFromUpstream();
    void cancelBeforeProvisional();
    void cancelAfterTheAnswer_data();
    void cancelAfterTheAnswer();
    void responsesAreNotTouched();
};

namespace {
QStringList inviteOf(ProxyBench& bench)
{
    return bench.receive(u"caller"_s, bench.request("INVITE"));
}
QStringList say(ProxyBench& bench, const QString& phone, int status, const QByteArray& method = "INVITE")
{
    return bench.receive(phone, bench.answer(phone, status, method));
}
} // namespace

void TestResponseContext::best_data()
{
    QTest::addColumn<QList<int>>("statuses");
    QTest::addColumn<int>("best");
    QTest::newRow("any 6xx goes first") << QList{302, 486, 603} << 603;
    QTest::newRow("else the lowest class") << QList{500, 486, 302} << 302;
    QTest::newRow("within 4xx what a new request can mend") << QList{404, 407, 486} << 407;
    QTest::newRow("503, 407, 501, 404: the challenge") << QList{503, 407, 501, 404} << 407;
    QTest::newRow("503 only when there is nothing else") << QList{503, 501} << 501;
    QTest::newRow("503 alone") << QList{503} << 503;
    QTest::newRow("an answer rather than a silence") << QList{-408, 486} << 486;
    QTest::newRow("silence rather than a server's failure") << QList{-408, 500} << -408;
    QTest::newRow("of equals the first") << QList{486, 404} << 486;
}

void TestResponseContext::best()
{
    QFETCH(const QList<int>, statuses);
    QFETCH(const int, best);
    std::vector<Outcome> outcomes;
    for (const int status : statuses)
        outcomes.push_back({qAbs(status), status < 0 ? sip::Message() : sip::Message::request("X", "sip:x"), {}});
    const Outcome chosen = outcomes[std::size_t(bestOutcome(outcomes))];
    QCOMPARE(chosen.response.isNull() ? -chosen.status : chosen.status, best);
    QCOMPARE(bestOutcome({}), -1);
}

void TestResponseContext::failures()
{
    ProxyBench bench;
    inviteOf(bench);
    QCOMPARE(say(bench, u"b1"_s, 486), QStringList{u"proxy>b1 ACK (b1)"_s}); // kept: R-255
    QCOMPARE(say(bench, u"b2"_s, 302), (QStringList{u"proxy>b2 ACK (b2)"_s, u"proxy>caller 302/INVITE (b2)"_s}));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::hundredIsNeverForwarded()
{
    ProxyBench bench;
    inviteOf(bench);
    QCOMPARE(say(bench, u"b1"_s, 100), QStringList{});
    QCOMPARE(say(bench, u"b1"_s, 183), QStringList{u"proxy>caller 183/INVITE (b1)"_s});
}

void TestResponseContext::challengesAreGathered()
{
    ProxyBench bench;
    inviteOf(bench);
    sip::Message first = bench.answer(u"b1"_s, 401);
    first.addHeader("WWW-Authenticate", "Digest realm=\"b1\", nonce=\"1\"");
    bench.receive(u"b1"_s, first);
    sip::Message second = bench.answer(u"b2"_s, 407);
    second.addHeader("Proxy-Authenticate", "Digest realm=\"b2\", nonce=\"2\"");
    bench.receive(u"b2"_s, second);
    const sip::Message best = bench.sent().back().message;
    QCOMPARE(best.status(), 401);
    QCOMPARE(best.headers("WWW-Authenticate"), QByteArrayList{"Digest realm=\"b1\", nonce=\"1\""});
    QCOMPARE(best.headers("Proxy-Authenticate"), QByteArrayList{"Digest realm=\"b2\", nonce=\"2\""});
}

void TestResponseContext::sixHundredWaits()
{
    ProxyBench bench;
    inviteOf(bench);
    say(bench, u"b2"_s, 180);
    QCOMPARE(say(bench, u"b1"_s, 600), (QStringList{u"proxy>b1 ACK (b1)"_s, u"proxy>b2 CANCEL"_s}));
    QCOMPARE(
        say(bench, u"b2"_s, 200), QStringList{u"proxy>caller 200/INVITE (b2)"_s}); // it wins, the 600 is never sent
    QCOMPARE(bench.pass(60s),
        (QStringList{u"+0.500 proxy>b2 CANCEL"_s, u"+1.500 proxy>b2 CANCEL"_s, u"+3.500 proxy>b2 CANCEL"_s,
            u"+7.500 proxy>b2 CANCEL"_s, u"+11.500 proxy>b2 CANCEL"_s, u"+15.500 proxy>b2 CANCEL"_s,
            u"+19.500 proxy>b2 CANCEL"_s, u"+23.500 proxy>b2 CANCEL"_s, u"+27.500 proxy>b2 CANCEL"_s,
            u"+31.500 proxy>b2 CANCEL"_s}));
}

void TestResponseContext::sixHundredEndsTheSearch()
{
    ProxyBench bench({}, {ProxyBench::phone("b1"), ProxyBench::phone("b2"), ProxyBench::phone("b3", 0.5)});
    inviteOf(bench);
    say(bench, u"b2"_s, 180);
    say(bench, u"b1"_s, 603);
    say(bench, u"b2"_s, 200, "CANCEL");
    QCOMPARE(say(bench, u"b2"_s, 487), (QStringList{u"proxy>b2 ACK (b2)"_s, u"proxy>caller 603/INVITE (b1)"_s}));
    QVERIFY(!bench.lastSent(u"b3"_s, "INVITE"));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::provisionalAfterTheFinal()
{
    ProxyBench bench;
    inviteOf(bench);
    say(bench, u"b1"_s, 200);
    QCOMPARE(say(bench, u"b2"_s, 180), QStringList{u"proxy>b2 CANCEL"_s}); // the held CANCEL, and no 180 upstream
    QCOMPARE(say(bench, u"b2"_s, 183), QStringList{});
    QCOMPARE(say(bench, u"b2"_s, 487), QStringList{u"proxy>b2 ACK (b2)"_s});
}

void TestResponseContext::silentBranch_data()
{
    QTest::addColumn<SilentBranches>("silent");
    QTest::addColumn<CancelUnreplied>("unreplied");
    QTest::addColumn<QStringList>("atTheWin");
    QTest::addColumn<int>("copies");
    const QString win = u"proxy>caller 200/INVITE (b1)"_s;
    QTest::newRow("wait, keep: the INVITE goes on")
        << SilentBranches::Keep << CancelUnreplied::Wait << QStringList{win} << 6;
    QTest::newRow("wait, abandon: nothing more goes")
        << SilentBranches::Abandon << CancelUnreplied::Wait << QStringList{win} << 0;
    QTest::newRow("at once: CANCEL without a provisional")
        << SilentBranches::Keep << CancelUnreplied::AtOnce << QStringList{win, u"proxy>b2 CANCEL"_s} << 6;
}

void TestResponseContext::silentBranch()
{
    QFETCH(const SilentBranches, silent);
    QFETCH(const CancelUnreplied, unreplied);
    QFETCH(const QStringList, atTheWin);
    QFETCH(const int, copies);
    ProxySettings settings;
    settings.silentBranches = silent;
    settings.cancelUnreplied = unreplied;
    ProxyBench bench(settings);
    inviteOf(bench);
    QCOMPARE(say(bench, u"b1"_s, 200), atTheWin);
    const QStringList sent = bench.pass(100s);
    QCOMPARE(int(std::count_if(
                 sent.begin(), sent.end(), [](const QString& line) { return line.endsWith(u"proxy>b2 INVITE"); })),
        copies);
    QCOMPARE(bench.core().liveContexts(), 0);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::silentBranchAnswersFirst()
{
    ProxyBench bench;
    inviteOf(bench);
    say(bench, u"b1"_s, 200);
    QCOMPARE(say(bench, u"b2"_s, 200), QStringList{u"proxy>caller 200/INVITE (b2)"_s}); // the held CANCEL is dropped
    QCOMPARE(bench.pass(100s), QStringList{});
}

void TestResponseContext::cancelReason_data()
{
    QTest::addColumn<bool>("wanted");
    QTest::addColumn<QByteArrayList>("reasons");
    QTest::newRow("said") << true << QByteArrayList{"SIP;cause=200;text=\"Call completed elsewhere\""};
    QTest::newRow("not said") << false << QByteArrayList{};
}

void TestResponseContext::cancelReason()
{
    QFETCH(const bool, wanted);
    QFETCH(const QByteArrayList, reasons);
    ProxySettings settings;
    settings.cancelReason = wanted;
    ProxyBench bench(settings);
    inviteOf(bench);
    say(bench, u"b2"_s, 180);
    say(bench, u"b1"_s, 200);
    const sip::Message cancel = bench.lastSent(u"b2"_s, "CANCEL")->message;
    const sip::Message invite = bench.lastSent(u"b2"_s, "INVITE")->message;
    QCOMPARE(cancel.headers("Reason"), reasons);
    QCOMPARE(cancel.requestUri(), invite.requestUri());
    QCOMPARE(cancel.headers("Via"), invite.headers("Via").mid(0, 1));
    for (const QByteArray name : {"From", "To", "Call-ID", "Route"})
        QCOMPARE(cancel.headers(name), invite.headers(name));
    QCOMPARE(cancel.headers("CSeq"), QByteArrayList{"1 CANCEL"});
    QVERIFY(cancel.headers("Proxy-Require").isEmpty() && cancel.headers("Require").isEmpty());
}

void TestResponseContext::timerC()
{
    ProxyBench bench({}, {ProxyBench::phone("b1")});
    inviteOf(bench);
    say(bench, u"b1"_s, 180);
    QCOMPARE(bench.pass(181s), QStringList{u"+181.000 proxy>b1 CANCEL"_s});
    say(bench, u"b1"_s, 200, "CANCEL");
    QCOMPARE(say(bench, u"b1"_s, 487), (QStringList{u"proxy>b1 ACK (b1)"_s, u"proxy>caller 487/INVITE (b1)"_s}));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::timerCStartsAgainWith180()
{
    ProxyBench bench({}, {ProxyBench::phone("b1")});
    inviteOf(bench);
    say(bench, u"b1"_s, 180);
    bench.pass(100s);
    say(bench, u"b1"_s, 100); // does not count
    QCOMPARE(bench.pass(80s), QStringList{});
    say(bench, u"b1"_s, 180);
    QCOMPARE(bench.pass(180s), QStringList{});
    QCOMPARE(bench.pass(1s), QStringList{u"+361.000 proxy>b1 CANCEL"_s});
}

void TestResponseContext::muteAfterCancel()
{
    ProxyBench bench({}, {ProxyBench::phone("b1")});
    const sip::Message invite = bench.request("INVITE");
    bench.receive(u"caller"_s, invite);
    say(bench, u"b1"_s, 180);
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::cancelOf(invite)),
        (QStringList{u"proxy>caller 200/CANCEL"_s, u"proxy>b1 CANCEL"_s}));
    say(bench, u"b1"_s, 200, "CANCEL");
    QCOMPARE(bench.pass(32s), QStringList{u"+32.000 proxy>caller 408/INVITE (proxy-caller-1)"_s});
    QCOMPARE(say(bench, u"b1"_s, 200), QStringList{u"proxy>caller 200/INVITE (b1)"_s}); // a stray now: R-906
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::byQ()
{
    ProxyBench bench({}, {ProxyBench::phone("b3", 0.5), ProxyBench::phone("b1"), ProxyBench::phone("b2")});
    QCOMPARE(inviteOf(bench), (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s, u"proxy>b2 INVITE"_s}));
    say(bench, u"b1"_s, 486);
    QCOMPARE(say(bench, u"b2"_s, 486), (QStringList{u"proxy>b2 ACK (b2)"_s, u"proxy>b3 INVITE"_s}));
    QCOMPARE(say(bench, u"b3"_s, 200), QStringList{u"proxy>caller 200/INVITE (b3)"_s});
}

void TestResponseContext::serialFork()
{
    ProxySettings settings;
    settings.fork = Fork::Serial;
    ProxyBench bench(settings);
    QCOMPARE(inviteOf(bench), (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s}));
    QCOMPARE(say(bench, u"b1"_s, 486), (QStringList{u"proxy>b1 ACK (b1)"_s, u"proxy>b2 INVITE"_s}));
    QCOMPARE(say(bench, u"b2"_s, 486), (QStringList{u"proxy>b2 ACK (b2)"_s, u"proxy>caller 486/INVITE (b1)"_s}));
}

void TestResponseContext::serialTimeout()
{
    ProxySettings settings;
    settings.fork = Fork::Serial;
    settings.serialTimeout = 10s;
    ProxyBench bench(settings);
    inviteOf(bench);
    bench.pass(200ms);
    say(bench, u"b1"_s, 180);
    QCOMPARE(bench.pass(10s), (QStringList{u"+10.200 proxy>b1 CANCEL"_s, u"+10.200 proxy>b2 INVITE"_s}));
    say(bench, u"b1"_s, 200, "CANCEL");
    QCOMPARE(say(bench, u"b1"_s, 487), QStringList{u"proxy>b1 ACK (b1)"_s});
    QCOMPARE(say(bench, u"b2"_s, 200), QStringList{u"proxy>caller 200/INVITE (b2)"_s});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::firstTargetAnswersLate()
{
    ProxySettings settings;
    settings.fork = Fork::Serial;
    settings.serialTimeout = 10s;
    ProxyBench bench(settings, {ProxyBench::phone("b1"), ProxyBench::phone("b2"), ProxyBench::phone("b3")});
    inviteOf(bench);
    say(bench, u"b1"_s, 180);
    bench.pass(10s);
    say(bench, u"b2"_s, 180);
    QCOMPARE(say(bench, u"b1"_s, 200), (QStringList{u"proxy>caller 200/INVITE (b1)"_s, u"proxy>b2 CANCEL"_s}));
    bench.pass(200s);
    QVERIFY(!bench.lastSent(u"b3"_s, "INVITE"));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::noBranchAfterSuccess()
{
    ProxyBench bench({}, {ProxyBench::phone("b1"), ProxyBench::phone("b2", 0.5)});
    inviteOf(bench);
    say(bench, u"b1"_s, 200);
    bench.pass(100s);
    QVERIFY(!bench.lastSent(u"b2"_s, "INVITE"));
}

void TestResponseContext::maxBreadth()
{
    ProxyBench bench({}, {ProxyBench::phone("b1"), ProxyBench::phone("b2"), ProxyBench::phone("b3")});
    sip::Message invite = bench.request("INVITE");
    invite.addHeader("Max-Breadth", "2");
    QCOMPARE(bench.receive(u"caller"_s, invite),
        (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s, u"proxy>b2 INVITE"_s}));
    QCOMPARE(bench.lastSent(u"b1"_s, "INVITE")->message.headers("Max-Breadth"), QByteArrayList{"1"});
    QCOMPARE(say(bench, u"b1"_s, 486),
        (QStringList{u"proxy>b1 ACK (b1)"_s, u"proxy>b3 INVITE"_s})); // its share is free again
    sip::Message none = bench.request("INVITE");
    none.addHeader("Max-Breadth", "0");
    QCOMPARE(bench.receive(u"caller"_s, none), QStringList{u"proxy>caller 440/INVITE (proxy-caller-2)"_s});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::earlyDialogAnnounced()
{
    ProxyBench bench;
    sip::Message invite = bench.request("INVITE");
    invite.addHeader("Supported", "199");
    bench.receive(u"caller"_s, invite);
    say(bench, u"b1"_s, 180);
    QCOMPARE(say(bench, u"b1"_s, 486), (QStringList{u"proxy>b1 ACK (b1)"_s, u"proxy>caller 199/INVITE (b1)"_s}));
    QCOMPARE(bench.sent().back().message.headers("Reason"), QByteArrayList{"SIP;cause=486"});
    QCOMPARE(say(bench, u"b2"_s, 200), QStringList{u"proxy>caller 200/INVITE (b2)"_s});
}

void TestResponseContext::cancelFromUpstream()
{
    ProxyBench bench;
    const sip::Message invite = bench.request("INVITE");
    bench.receive(u"caller"_s, invite);
    say(bench, u"b1"_s, 180);
    const sip::Message cancel = ProxyBench::cancelOf(invite);
    QCOMPARE(bench.receive(u"caller"_s, cancel), (QStringList{u"proxy>caller 200/CANCEL"_s, u"proxy>b1 CANCEL"_s}));
    QCOMPARE(bench.receive(u"caller"_s, cancel), QStringList{u"proxy>caller 200/CANCEL"_s}); // its copy
    QCOMPARE(say(bench, u"b2"_s, 100), QStringList{u"proxy>b2 CANCEL"_s}); // held until now: R-905
    say(bench, u"b1"_s, 487);
    QCOMPARE(say(bench, u"b2"_s, 487), (QStringList{u"proxy>b2 ACK (b2)"_s, u"proxy>caller 487/INVITE (b1)"_s}));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestResponseContext::cancelBeforeProvisional()
{
    ProxyBench bench;
    const sip::Message invite = bench.request("INVITE");
    bench.receive(u"caller"_s, invite);
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::cancelOf(invite)), QStringList{u"proxy>caller 200/CANCEL"_s});
    // Nobody ever answers: Timer B ends both branches, no CANCEL is sent.
    const QStringList sent = bench.pass(32s);
    QCOMPARE(sent.last(), u"+32.000 proxy>caller 408/INVITE (proxy-caller-1)"_s);
    QVERIFY(!bench.lastSent(u"b1"_s, "CANCEL"));
}

void TestResponseContext::cancelAfterTheAnswer_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("answer");
    QTest::newRow("RFC 3261: the INVITE is forgotten") << u"forward-all"_s << u"proxy>caller 481/CANCEL"_s;
    QTest::newRow("RFC 6026: it is known for 64*T1") << u"invfix"_s << u"proxy>caller 200/CANCEL"_s;
}

void TestResponseContext::cancelAfterTheAnswer()
{
    QFETCH(const QString, policy);
    QFETCH(const QString, answer);
    ProxyBench bench(ProxyBench::withPolicy(policy), {ProxyBench::phone("b1")});
    const sip::Message invite = bench.request("INVITE");
    bench.receive(u"caller"_s, invite);
    say(bench, u"b1"_s, 180);
    say(bench, u"b1"_s, 200);
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::cancelOf(invite)), QStringList{answer});
}

void TestResponseContext::responsesAreNotTouched()
{
    ProxyBench bench;
    inviteOf(bench);
    sip::Message ringing = bench.answer(u"b1"_s, 180);
    ringing.addHeader("X-Odd", "a,b ; c");
    ringing.addHeader("Server", "phone");
    ringing.setBody("v=0\r\n");
    bench.receive(u"b1"_s, ringing);
    sip::Message expected = ringing;
    expected.popVia();
    QCOMPARE(bench.sent().back().message.toBytes(), expected.toBytes());
}

QTEST_GUILESS_MAIN(TestResponseContext)
#include "tst_response_context.moc"
