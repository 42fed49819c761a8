#include "ProxyBench.h"

#include <QTest>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// What matches no transaction: late responses, what comes after a restart, CANCEL of the unknown, `linger`.
class TestStrays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void afterRestart_data();
    void afterRestart();
    void foreignVia();
    void nonInviteIsNeverForwarded_data();
    void nonInviteIsNeverForwarded();
    void linger_data();
    void linger();
    void lingerForgetsEverything();
    void rememberFor();
    void reinviteUnderTheRecipe_data();
    void reinviteUnderTheRecipe();
    void cancelOfTheMutedReinvite();
    void copyBehindTheMemory();
    void lateBehindTimerL_data();
    void lateBehindTimerL();
    void twoTagsOnOneBranch_data();
    void twoTagsOnOneBranch();
    void threePhonesAnswer_data();
    void threePhonesAnswer();
    void strayKnobWithMemory();
    void unmatchedCancel_data();
    void unmatchedCancel();
    void ledgerCancelsAfterRestart();
    void ledgerIsCrossedOut();
};

namespace {
QStringList say(ProxyBench& bench, const QString& phone, int status, const QByteArray& tag = {})
{
    return bench.receive(phone, bench.answer(phone, status, "INVITE", tag));
}

/// Both ring, b1 wins, b2 is cancelled and answers 487.
void loserCancelled(ProxyBench& bench)
{
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 180);
    say(bench, u"b2"_s, 180);
    say(bench, u"b1"_s, 200);
    bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200, "CANCEL"));
    say(bench, u"b2"_s, 487);
}

void everyPolicy()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QStringList>("sent");
}
} // namespace

void TestStrays::afterRestart_data()
{
    everyPolicy();
    const QStringList forwarded{u"proxy>caller 200/INVITE (b1)"_s};
    QTest::newRow("forward-all: forwarded by Via") << u"forward-all"_s << forwarded;
    QTest::newRow("drop-late-2xx: forwarded, nobody is remembered") << u"drop-late-2xx"_s << forwarded;
    QTest::newRow("ack-bye: forwarded, nobody is remembered") << u"ack-bye"_s << forwarded;
    QTest::newRow("invfix: dropped") << u"invfix"_s << QStringList{};
}

void TestStrays::afterRestart()
{
    QFETCH(const QString, policy);
    QFETCH(const QStringList, sent);
    ProxyBench bench(ProxyBench::withPolicy(policy), {ProxyBench::phone("b1")});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 180);
    bench.restart();
    QCOMPARE(say(bench, u"b1"_s, 200), sent);
    if (!sent.isEmpty())
        QVERIFY(bench.sent().back().isStray);
    const bool isNoted = std::any_of(bench.effects().begin(), bench.effects().end(), [](const Effect& effect) {
        const auto* note = std::get_if<Note>(&effect);
        return note && note->isStray;
    });
    QVERIFY(isNoted);
    bench.receive(u"caller"_s, bench.request("INVITE"));
    QCOMPARE(bench.lastSent(u"b1"_s, "INVITE")->message.topVia()->branch, "z9hG4bK-proxy-2"); // no branch twice
}

void TestStrays::foreignVia()
{
    ProxyBench bench;
    bench.receive(u"caller"_s, bench.request("INVITE"));
    sip::Message answer = bench.answer(u"b1"_s, 200);
    sip::Via via = *answer.topVia();
    via.host = "127.100.0.99";
    answer.popVia();
    answer.pushVia(via);
    QCOMPARE(bench.receive(u"b1"_s, answer), QStringList{});
    QVERIFY(bench.reasons().first().startsWith(u"R-010"));
}

void TestStrays::nonInviteIsNeverForwarded_data()
{
    everyPolicy();
    for (const Policy& policy : policies())
        QTest::newRow(qPrintable(policy.id.toString() + u" drops a stray 200 to BYE"_s))
            << policy.id.toString() << QStringList{};
}

void TestStrays::nonInviteIsNeverForwarded()
{
    QFETCH(const QString, policy);
    ProxyBench bench(ProxyBench::withPolicy(policy));
    bench.receive(u"caller"_s, bench.inDialog("BYE", "b1", 2));
    bench.restart();
    QCOMPARE(bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200, "BYE")), QStringList{});
    QVERIFY(bench.reasons().first().startsWith(u"R-014"));
    QVERIFY(bench.reasons().last().startsWith(u"R-188"));
}

void TestStrays::linger_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("linger");
    QTest::addColumn<QString>("forwarded");
    const QString seven = u"7.5 11.5 15.5 19.5 23.5 27.5 31.5"_s;
    QTest::newRow("rfc: all of them acknowledged here") << u"forward-all"_s << u"rfc"_s << QString();
    QTest::newRow("5s: forwarded from then on") << u"forward-all"_s << u"5s"_s << seven;
    QTest::newRow("5s with the recipe: the same") << u"drop-late-2xx"_s << u"5s"_s << seven;
    QTest::newRow("5s with invfix: dropped") << u"invfix"_s << u"5s"_s << QString();
    QTest::newRow("a minute: remembered longer than Timer D") << u"forward-all"_s << u"60s"_s << QString();
}

void TestStrays::linger()
{
    QFETCH(const QString, policy);
    QFETCH(const QString, linger);
    QFETCH(const QString, forwarded);
    ProxySettings settings = ProxyBench::withPolicy(policy);
    settings.policy.linger = parseDuration(linger);
    ProxyBench bench(settings);
    loserCancelled(bench);
    // The phone is deaf to the ACK and repeats its 487 for 64*T1.
    QStringList seen;
    for (const Duration after : {500ms, 1500ms, 3500ms, 7500ms, 11500ms, 15500ms, 19500ms, 23500ms, 27500ms, 31500ms}) {
        bench.pass(after - bench.now().time_since_epoch());
        const QStringList sent = say(bench, u"b2"_s, 487);
        if (sent == QStringList{u"proxy>caller 487/INVITE (b2)"_s})
            seen.append(QString::number(toMs(after) / 1000));
        else if (policy != u"invfix")
            QCOMPARE(sent, QStringList{u"proxy>b2 ACK (b2)"_s});
    }
    QCOMPARE(seen.join(u' '), forwarded);
    bench.pass(120s);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.core().liveTransactions(), 0);
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestStrays::lingerForgetsEverything()
{
    ProxySettings settings;
    settings.policy.linger = 5s;
    ProxyBench bench(settings);
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 200); // b2 stays silent
    bench.pass(5s);
    QCOMPARE(bench.core().liveTransactions(), 0);
    QCOMPARE(bench.core().liveContexts(), 0);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.pass(60s), QStringList{});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestStrays::rememberFor()
{
    ProxySettings settings = ProxyBench::withPolicy(u"drop-late-2xx");
    settings.policy.rememberFor = 2s;
    ProxyBench bench(settings);
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 200);
    bench.pass(1999ms);
    QCOMPARE(say(bench, u"b1"_s, 200), QStringList{});
    bench.pass(1ms);
    QCOMPARE(say(bench, u"b1"_s, 200), QStringList{u"proxy>caller 200/INVITE (b1)"_s});
}

void TestStrays::reinviteUnderTheRecipe_data()
{
    QTest::addColumn<RememberBy>("by");
    QTest::addColumn<QStringList>("sent");
    QTest::newRow("call-id: the re-INVITE's 200 is dropped") << RememberBy::CallId << QStringList{};
    QTest::newRow("to-tag: it passes") << RememberBy::ToTag << QStringList{u"proxy>caller 200/INVITE (b1)"_s};
}

void TestStrays::reinviteUnderTheRecipe()
{
    QFETCH(const RememberBy, by);
    QFETCH(const QStringList, sent);
    ProxySettings settings = ProxyBench::withPolicy(u"drop-late-2xx");
    settings.policy.rememberBy = by;
    ProxyBench bench(settings, {ProxyBench::phone("b1")});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 200);
    bench.pass(1s);
    QCOMPARE(bench.receive(u"caller"_s, bench.inDialog("INVITE", "b1", 2)),
        (QStringList{u"proxy>caller 100/INVITE (b1)"_s, u"proxy>b1 INVITE (b1)"_s}));
    QCOMPARE(say(bench, u"b1"_s, 200), sent);
    const QStringList later = bench.pass(200s);
    QCOMPARE(later.isEmpty(), by == RememberBy::ToTag); // else 64*T1 end the INVITE that was made mute, not Timer C
    if (!later.isEmpty())
        QCOMPARE(later.first(), u"+33.000 proxy>caller 408/INVITE (b1)"_s);
    bench.pass(100s);
    QCOMPARE(bench.core().liveContexts(), 0);
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestStrays::cancelOfTheMutedReinvite()
{
    ProxyBench bench(ProxyBench::withPolicy(u"drop-late-2xx"), {ProxyBench::phone("b1")});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 200);
    const sip::Message again = bench.inDialog("INVITE", "b1", 2);
    bench.receive(u"caller"_s, again);
    say(bench, u"b1"_s, 180);
    say(bench, u"b1"_s, 200); // dropped: its final has come, so no CANCEL may follow
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::cancelOf(again)),
        (QStringList{u"proxy>caller 200/CANCEL"_s, u"proxy>caller 408/INVITE (b1)"_s}));
    bench.pass(100s);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.mistakes(), QStringList{});
}

/// The recipe's memory ends 64*T1 after the call was answered; a copy that comes then finds its INVITE still waiting.
void TestStrays::copyBehindTheMemory()
{
    ProxyBench bench(ProxyBench::withPolicy(u"drop-late-2xx"), {ProxyBench::phone("b1")});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 200);
    bench.pass(1s);
    bench.receive(u"caller"_s, bench.inDialog("INVITE", "b1", 2));
    QCOMPARE(say(bench, u"b1"_s, 200), QStringList{});
    QCOMPARE(bench.pass(31500ms), QStringList{}); // nor is the INVITE repeated meanwhile
    QCOMPARE(say(bench, u"b1"_s, 200), QStringList{u"proxy>caller 200/INVITE (b1)"_s});
    QCOMPARE(bench.pass(100s), QStringList{}); // no 408 behind a 2xx
    QCOMPARE(bench.core().liveContexts(), 0);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestStrays::lateBehindTimerL_data()
{
    everyPolicy();
    const QStringList forwarded{u"proxy>caller 200/INVITE (b2)"_s};
    QTest::newRow("forward-all: forwarded") << u"forward-all"_s << forwarded;
    QTest::newRow("drop-late-2xx: its memory is over") << u"drop-late-2xx"_s << forwarded;
    QTest::newRow("ack-bye: its memory is over") << u"ack-bye"_s << forwarded;
    QTest::newRow("invfix: dropped") << u"invfix"_s << QStringList{};
}

void TestStrays::lateBehindTimerL()
{
    QFETCH(const QString, policy);
    QFETCH(const QStringList, sent);
    ProxyBench bench(ProxyBench::withPolicy(policy));
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b2"_s, 180);
    say(bench, u"b1"_s, 200);
    bench.pass(33s); // b2 ignores its CANCEL
    QCOMPARE(say(bench, u"b2"_s, 200), sent);
}

void TestStrays::twoTagsOnOneBranch_data()
{
    everyPolicy();
    const QStringList forwarded{u"proxy>caller 200/INVITE (c2)"_s};
    QTest::newRow("forward-all: the second is a stray, forwarded") << u"forward-all"_s << forwarded;
    QTest::newRow("drop-late-2xx: dropped") << u"drop-late-2xx"_s << QStringList{};
    QTest::newRow("ack-bye: acknowledged and hung up")
        << u"ack-bye"_s << QStringList{u"proxy>b1 ACK (c2)"_s, u"proxy>b1 BYE (c2)"_s};
    QTest::newRow("invfix: forwarded from Accepted") << u"invfix"_s << forwarded;
}

void TestStrays::twoTagsOnOneBranch()
{
    QFETCH(const QString, policy);
    QFETCH(const QStringList, sent);
    ProxyBench bench(ProxyBench::withPolicy(policy), {ProxyBench::phone("b1")});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 200, "c1");
    QCOMPARE(say(bench, u"b1"_s, 200, "c2"), sent);
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestStrays::threePhonesAnswer_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("successes");
    QTest::addColumn<int>("byes");
    QTest::newRow("forward-all: three dialogs") << u"forward-all"_s << 3 << 0;
    QTest::newRow("drop-late-2xx: one") << u"drop-late-2xx"_s << 1 << 0;
    QTest::newRow("ack-bye: one, two BYEs by the proxy") << u"ack-bye"_s << 1 << 2;
    QTest::newRow("invfix: three dialogs") << u"invfix"_s << 3 << 0;
}

void TestStrays::threePhonesAnswer()
{
    QFETCH(const QString, policy);
    QFETCH(const int, successes);
    QFETCH(const int, byes);
    ProxyBench bench(
        ProxyBench::withPolicy(policy), {ProxyBench::phone("b1"), ProxyBench::phone("b2"), ProxyBench::phone("b3")});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    for (const QString& id : {u"b1"_s, u"b2"_s, u"b3"_s})
        say(bench, id, 200);
    const QStringList& log = bench.log();
    QCOMPARE(int(std::count_if(
                 log.begin(), log.end(), [](const QString& line) { return line.contains(u"proxy>caller 200"); })),
        successes);
    QCOMPARE(
        int(std::count_if(log.begin(), log.end(), [](const QString& line) { return line.contains(u" BYE "); })), byes);
}

void TestStrays::strayKnobWithMemory()
{
    // A 2xx to a remembered call is answered by late-2xx, whatever `stray` says.
    ProxySettings settings;
    settings.policy.stray = Stray::Drop;
    settings.policy.rememberBy = RememberBy::ToTag;
    ProxyBench bench(settings);
    bench.receive(u"caller"_s, bench.request("INVITE"));
    say(bench, u"b1"_s, 200);
    QCOMPARE(say(bench, u"b1"_s, 200), QStringList{u"proxy>caller 200/INVITE (b1)"_s});
    QCOMPARE(say(bench, u"b1"_s, 180), QStringList{}); // the others are dropped
}

void TestStrays::unmatchedCancel_data()
{
    QTest::addColumn<UnmatchedCancel>("setting");
    QTest::addColumn<QStringList>("sent");
    QTest::newRow("reply-481") << UnmatchedCancel::Reply481 << QStringList{u"proxy>caller 481/CANCEL"_s};
    QTest::newRow("ignore") << UnmatchedCancel::Ignore << QStringList{};
    QTest::newRow("forward, to one phone, on a branch it does not know")
        << UnmatchedCancel::Forward << QStringList{u"proxy>b1 CANCEL"_s};
    QTest::newRow("ledger that knows nothing") << UnmatchedCancel::Ledger << QStringList{u"proxy>caller 481/CANCEL"_s};
}

void TestStrays::unmatchedCancel()
{
    QFETCH(const UnmatchedCancel, setting);
    QFETCH(const QStringList, sent);
    ProxySettings settings;
    settings.unmatchedCancel = setting;
    ProxyBench bench(settings);
    const sip::Message cancel = ProxyBench::cancelOf(bench.request("INVITE"));
    QCOMPARE(bench.receive(u"caller"_s, cancel), sent);
    if (setting == UnmatchedCancel::Forward) {
        const QByteArray branch = bench.lastSent(u"b1"_s, "CANCEL")->message.topVia()->branch;
        QCOMPARE(bench.receive(u"caller"_s, cancel), sent);
        QCOMPARE(bench.lastSent(u"b1"_s, "CANCEL")->message.topVia()->branch, branch); // the same for each copy: R-333
        QCOMPARE(
            bench.receive(u"b1"_s, bench.answer(u"b1"_s, 481, "CANCEL")), QStringList{u"proxy>caller 481/CANCEL"_s});
        QCOMPARE(bench.core().liveTransactions(), 0);
    }
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestStrays::ledgerCancelsAfterRestart()
{
    ProxySettings settings;
    settings.cancelMemory = CancelMemory::Sqlite;
    settings.unmatchedCancel = UnmatchedCancel::Ledger;
    ProxyBench bench(settings);
    const sip::Message invite = bench.request("INVITE");
    bench.receive(u"caller"_s, invite);
    say(bench, u"b1"_s, 180);
    say(bench, u"b2"_s, 180);
    bench.restart();
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::cancelOf(invite)),
        (QStringList{u"proxy>caller 200/CANCEL"_s, u"proxy>b1 CANCEL"_s, u"proxy>b2 CANCEL"_s}));
    QCOMPARE(bench.lastSent(u"b1"_s, "CANCEL")->message.topVia()->branch,
        bench.lastSent(u"b1"_s, "INVITE")->message.topVia()->branch);
    bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200, "CANCEL"));
    bench.receive(u"b2"_s, bench.answer(u"b2"_s, 200, "CANCEL"));
    QCOMPARE(say(bench, u"b1"_s, 487), QStringList{u"proxy>b1 ACK (b1)"_s});
    QCOMPARE(say(bench, u"b2"_s, 487), (QStringList{u"proxy>b2 ACK (b2)"_s, u"proxy>caller 487/INVITE (b1)"_s}));
    QCOMPARE(bench.receive(u"caller"_s, ProxyBench::ackOf(invite)), QStringList{});
    QCOMPARE(bench.pass(100s), QStringList{}); // nothing is repeated
    QCOMPARE(bench.core().liveTransactions(), 0);
    QCOMPARE(bench.runningTimerNames(), QStringList{});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestStrays::ledgerIsCrossedOut()
{
    ProxyBench bench;
    const sip::Message invite = bench.request("INVITE");
    const QByteArray key = "z9hG4bK-caller-1|127.100.0.11:5060|INVITE";
    bench.receive(u"caller"_s, invite);
    QCOMPARE(bench.ledger().entries(key).size(), 2);
    QCOMPARE(bench.ledger().entries(key).first().viaBranch, "z9hG4bK-proxy-1");
    say(bench, u"b1"_s, 486);
    QCOMPARE(bench.ledger().entries(key).size(), 1);
    say(bench, u"b2"_s, 200);
    QVERIFY(bench.ledger().entries(key).isEmpty());
}

QTEST_GUILESS_MAIN(TestStrays)
#include "tst_strays.moc"
