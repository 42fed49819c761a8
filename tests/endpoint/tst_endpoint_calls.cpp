#include "EndpointRuns.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {
/// One caller, one phone, and two proxies that lead to it.
const QByteArray mergedPaths = R"(nodes:
  caller: {role: caller, name: Alice}
  p: {role: proxy, name: P}
  q1: {role: proxy, name: Q1, location: {"sip:bob@lab": [b1]}}
  q2: {role: proxy, name: Q2, location: {"sip:bob@lab": [b1]}}
  b1: {role: callee, name: Bob, answer: 300ms}
location: {"sip:bob@lab": [q1, q2]}
links: {default: {delay: 10ms}, q2-b1: {delay: 50ms}}
script:
  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"})";
} // namespace

/// A caller and a callee with ten milliseconds between them, or two callees behind a proxy: how calls begin and end.
class TestEndpointCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void calls_data();
    void calls();
    void givingUp_data();
    void givingUp();
    void loss_data();
    void loss();
    void restarts_data();
    void restarts();
    void forks_data();
    void forks();
    void anUnknownActionIsRefused();
    void withoutACallThereIsNothingToDo();
};

// The expected ladder has one line a message, in order of sending: time in ms, FROM>TO, what (To tag).
// clang-format off

void TestEndpointCalls::calls_data()
{
    addLadderColumns();
    QTest::newRow("a call that is answered stays up") << direct("", "answer: 300ms") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
310 b1>caller 200/INVITE (b1)
320 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("the caller hangs up") << direct("", "answer: 0s", "  - {at: 1s, node: caller, do: hang-up}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 BYE (b1)
1010 b1>caller 200/BYE (b1)
)"_s;
    QTest::newRow("the callee hangs up") << direct("", "answer: 0s", "  - {at: 1s, node: b1, do: hang-up}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 b1>caller BYE (caller)
1010 caller>b1 200/BYE (caller)
)"_s;
    QTest::newRow("both hang up at once") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: hang-up}
  - {at: 1s, node: b1, do: hang-up})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 BYE (b1)
1000 b1>caller BYE (caller)
1010 b1>caller 200/BYE (b1)
1010 caller>b1 200/BYE (caller)
)"_s;
    QTest::newRow("at the same instant the 180 goes before the 200") << direct("", "ring: 1s, answer: 1s") << u""_s << uR"(
0 caller>b1 INVITE
500 caller>b1 INVITE
1010 b1>caller 180/INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a 180 that would come after the 200 is not sent") << direct("", "ring: 2s, answer: 1s") << u""_s << uR"(
0 caller>b1 INVITE
500 caller>b1 INVITE
1010 b1>caller 200/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("provisional says exactly what is sent before the answer") << direct("", "provisional: [100, 183], ring: 100ms, answer: 1s") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 100/INVITE
110 b1>caller 183/INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a phone that rings for ever is not waited for") << direct("", "ring: 0s") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
)"_s;
    QTest::newRow("a phone that sends nothing is called again and again until Timer B") << direct("", "ring: never") << u""_s << uR"(
0 caller>b1 INVITE
500 caller>b1 INVITE
1500 caller>b1 INVITE
3500 caller>b1 INVITE
7500 caller>b1 INVITE
15500 caller>b1 INVITE
31500 caller>b1 INVITE
)"_s;
    QTest::newRow("the phone is busy") << direct("", "reject: {status: 486, after: 1s}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1010 b1>caller 486/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("the script answers") << direct("", "", "  - {at: 1s, node: b1, do: answer}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 b1>caller 200/INVITE (b1)
1010 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("the script refuses") << direct("", "", "  - {at: 1s, node: b1, do: reject, status: 603}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 b1>caller 603/INVITE (b1)
1010 caller>b1 ACK (b1)
)"_s;
}

void TestEndpointCalls::givingUp_data()
{
    addLadderColumns();
    QTest::newRow("cancelled while it rings: 200 and 487 in one instant") << direct("", "", "  - {at: 1s, node: caller, do: cancel}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL
1010 b1>caller 200/CANCEL (b1)
1010 b1>caller 487/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a CANCEL before any response waits for the first provisional") << direct("", "ring: 1s", "  - {at: 100ms, node: caller, do: cancel}") << u""_s << uR"(
0 caller>b1 INVITE
500 caller>b1 INVITE
1010 b1>caller 180/INVITE (b1)
1020 caller>b1 CANCEL
1030 b1>caller 200/CANCEL (b1)
1030 b1>caller 487/INVITE (b1)
1040 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a CANCEL held until the 200 is never sent; the call is acknowledged and hung up") << direct("", "ring: never, answer: 200ms", "  - {at: 100ms, node: caller, do: cancel}") << u""_s << uR"(
0 caller>b1 INVITE
210 b1>caller 200/INVITE (b1)
220 caller>b1 ACK (b1)
220 caller>b1 BYE (b1)
230 b1>caller 200/BYE (b1)
)"_s;
    QTest::newRow("a CANCEL that crosses the 200: acknowledged, then hung up") << direct("", "answer: 1s", "  - {at: 1015ms, node: caller, do: cancel}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1015 caller>b1 CANCEL
1020 caller>b1 ACK (b1)
1020 caller>b1 BYE (b1)
1025 b1>caller 200/CANCEL (b1)
1030 b1>caller 200/BYE (b1)
)"_s;
    QTest::newRow("a phone that kept its final back after the CANCEL is answered by hand: acknowledged, then hung up") << direct("", "behaviours: [mute-after-cancel]", R"(  - {at: 1s, node: caller, do: cancel}
  - {at: 41s, node: b1, do: answer})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL
1010 b1>caller 200/CANCEL (b1)
41000 b1>caller 200/INVITE (b1)
41010 caller>b1 ACK (b1)
41010 caller>b1 BYE (b1)
41020 b1>caller 200/BYE (b1)
)"_s;
    QTest::newRow("a phone that keeps its final back after the CANCEL does not refuse the call later either") << direct("", "reject: {status: 486, after: 3s}, behaviours: [mute-after-cancel]", "  - {at: 1s, node: caller, do: cancel}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL
1010 b1>caller 200/CANCEL (b1)
)"_s;
    QTest::newRow("a CANCEL after the answer does nothing") << direct("", "answer: 100ms", "  - {at: 1s, node: caller, do: cancel}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
110 b1>caller 200/INVITE (b1)
120 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("an early BYE: 200 to it and 487 to the INVITE") << direct("", "answer: 5s", "  - {at: 1s, node: caller, do: bye-early}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 BYE (b1)
1010 b1>caller 200/BYE (b1)
1010 b1>caller 487/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("an early BYE that crosses the 200: acknowledged, no second BYE") << direct("", "answer: 1s", "  - {at: 1015ms, node: caller, do: bye-early}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1015 caller>b1 BYE (b1)
1020 caller>b1 ACK (b1)
1025 b1>caller 200/BYE (b1)
)"_s;
}

void TestEndpointCalls::loss_data()
{
    addLadderColumns();
    QTest::newRow("the ACK is lost once") << direct("", "answer: 0s", "", "rules: [{link: caller>b1, match: {method: ACK, nth: 1}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1) lost
510 b1>caller 200/INVITE (b1)
520 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("the ACK is always lost: the callee hangs up after 64*T1") << direct("", "answer: 0s", "", "rules: [{link: caller>b1, match: {method: ACK}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1) lost
510 b1>caller 200/INVITE (b1)
520 caller>b1 ACK (b1) lost
1510 b1>caller 200/INVITE (b1)
1520 caller>b1 ACK (b1) lost
3510 b1>caller 200/INVITE (b1)
3520 caller>b1 ACK (b1) lost
7510 b1>caller 200/INVITE (b1)
7520 caller>b1 ACK (b1) lost
11510 b1>caller 200/INVITE (b1)
11520 caller>b1 ACK (b1) lost
15510 b1>caller 200/INVITE (b1)
15520 caller>b1 ACK (b1) lost
19510 b1>caller 200/INVITE (b1)
19520 caller>b1 ACK (b1) lost
23510 b1>caller 200/INVITE (b1)
23520 caller>b1 ACK (b1) lost
27510 b1>caller 200/INVITE (b1)
27520 caller>b1 ACK (b1) lost
31510 b1>caller 200/INVITE (b1)
31520 caller>b1 ACK (b1) lost
32010 b1>caller BYE (caller)
32020 caller>b1 200/BYE (caller)
)"_s;
    QTest::newRow("the BYE is lost once") << direct("", "answer: 0s", "  - {at: 1s, node: caller, do: hang-up}", "rules: [{link: caller>b1, match: {method: BYE, nth: 1}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 BYE (b1) lost
1500 caller>b1 BYE (b1)
1510 b1>caller 200/BYE (b1)
)"_s;
    QTest::newRow("the callee hangs up before the ACK is there") << direct("", "answer: 0s", "  - {at: 15ms, node: b1, do: hang-up}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
15 b1>caller BYE (caller)
20 caller>b1 ACK (b1)
25 caller>b1 200/BYE (caller)
)"_s;
}

void TestEndpointCalls::restarts_data()
{
    addLadderColumns();
    QTest::newRow("the callee restarts while it rings: nothing more comes") << direct("", "answer: 1s", "  - {at: 500ms, node: b1, do: restart}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
)"_s;
    QTest::newRow("the caller restarts in the call: 481 to the BYE") << direct("", "answer: 0s", R"(  - {at: 500ms, node: caller, do: restart}
  - {at: 1s, node: b1, do: hang-up})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 b1>caller BYE (caller)
1010 caller>b1 481/BYE (caller)
)"_s;
    QTest::newRow("a second call has names of its own") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: hang-up}
  - {at: 2s, node: caller, do: call, to: b1})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 BYE (b1)
1010 b1>caller 200/BYE (b1)
2000 caller>b1 INVITE
2010 b1>caller 180/INVITE (b1-2)
2010 b1>caller 200/INVITE (b1-2)
2020 caller>b1 ACK (b1-2)
)"_s;
}

void TestEndpointCalls::forks_data()
{
    addLadderColumns();
    QTest::newRow("two phones answer: two dialogs, the second is acknowledged and hung up") << forked("", "answer: 300ms") << u"caller"_s << uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 180/INVITE (b1)
300 proxy>caller 180/INVITE (b2)
500 proxy>caller 200/INVITE (b1)
500 caller>proxy ACK (b1)
600 proxy>caller 200/INVITE (b2)
600 caller>proxy ACK (b2)
600 caller>proxy BYE (b2)
900 proxy>caller 200/BYE (b2)
)"_s;
    QTest::newRow("one answers, the other is cancelled in time") << forked("", "answer: 300ms", "", "", "answer: 5s") << u"b2"_s << uR"(
0 proxy>b2 INVITE
150 b2>proxy 180/INVITE (b2)
500 proxy>b2 CANCEL
650 b2>proxy 200/CANCEL (b2)
650 b2>proxy 487/INVITE (b2)
800 proxy>b2 ACK (b2)
)"_s;
    QTest::newRow("a 2xx with a tag never seen makes a dialog at once") << forked("", "answer: 300ms", "", "", "ring: never, answer: 400ms") << u"caller"_s << uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 180/INVITE (b1)
500 proxy>caller 200/INVITE (b1)
500 caller>proxy ACK (b1)
700 proxy>caller 200/INVITE (b2)
700 caller>proxy ACK (b2)
700 caller>proxy BYE (b2)
800 proxy>caller 200/INVITE (b2)
800 caller>proxy ACK (b2)
1000 proxy>caller 200/BYE (b2)
)"_s;
    QTest::newRow("the early dialog of the loser ends 64*T1 after the first 2xx") << forked("", "answer: 300ms", "", "rules: [{link: b2>proxy, match: {cseq: INVITE}, do: hold}]", "ring: 0s") << u"caller"_s << uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 180/INVITE (b1)
500 proxy>caller 200/INVITE (b1)
500 caller>proxy ACK (b1)
)"_s;
    QTest::newRow("an early BYE to one phone, another answers: acknowledged and hung up") << forked("", "answer: 3s", "  - {at: 1s, node: caller, do: bye-early}") << u"caller"_s << uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 180/INVITE (b1)
300 proxy>caller 180/INVITE (b2)
1000 caller>proxy BYE (b1)
1200 proxy>caller 200/BYE (b1)
3300 proxy>caller 200/INVITE (b2)
3300 caller>proxy ACK (b2)
3300 caller>proxy BYE (b2)
3600 proxy>caller 200/BYE (b2)
)"_s;
    QTest::newRow("two ways lead to one phone: it rings once and refuses the other with 482") << mergedPaths << u"b1"_s << uR"(
20 q1>b1 INVITE
20 q2>b1 INVITE
30 b1>q1 180/INVITE (b1)
70 b1>q2 482/INVITE (b1-x1)
120 q2>b1 ACK (b1-x1)
330 b1>q1 200/INVITE (b1)
380 q1>b1 ACK (b1)
)"_s;
}

// clang-format on

void TestEndpointCalls::calls()
{
    compareLadder();
}

void TestEndpointCalls::givingUp()
{
    compareLadder();
}

void TestEndpointCalls::loss()
{
    compareLadder();
}

void TestEndpointCalls::restarts()
{
    compareLadder();
}

void TestEndpointCalls::forks()
{
    compareLadder();
}

void TestEndpointCalls::anUnknownActionIsRefused()
{
    const auto world = worldOf(direct("", "answer: 0s"));
    const auto caller = world->perform(u"caller"_s, u"answer"_s, {});
    QVERIFY(!caller);
    QCOMPARE(caller.error().text(), u"caller cannot \"answer\""_s);
    QVERIFY(!world->perform(u"b1"_s, u"call"_s, {}));
}

void TestEndpointCalls::withoutACallThereIsNothingToDo()
{
    const auto world = worldOf(direct("", "answer: 0s"));
    for (const QString& action : {u"hang-up"_s, u"reinvite"_s, u"update"_s, u"info"_s, u"refer"_s}) {
        QVERIFY(world->perform(u"caller"_s, action, {}));
        QVERIFY(world->perform(u"b1"_s, action, {}));
    }
    for (const QString& action : {u"cancel"_s, u"bye-early"_s, u"prack"_s})
        QVERIFY(world->perform(u"caller"_s, action, {}));
    for (const QString& action : {u"answer"_s, u"reject"_s})
        QVERIFY(world->perform(u"b1"_s, action, {}));
    QVERIFY(world->trace().messages.isEmpty());
}

QTEST_GUILESS_MAIN(TestEndpointCalls)
#include "tst_endpoint_calls.moc"
