#include "EndpointRuns.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// What happens inside a call: changes of the session, other requests, reliable provisional responses.
class TestEndpointSessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requests_data();
    void requests();
    void reliableProvisionals_data();
    void reliableProvisionals();
};

// The expected ladder has one line a message, in order of sending: time in ms, FROM>TO, what (To tag).
// clang-format off

void TestEndpointSessions::requests_data()
{
    addLadderColumns();
    QTest::newRow("re-INVITEs both ways, one without an offer") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: reinvite}
  - {at: 2s, node: b1, do: reinvite, offer: false})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1020 caller>b1 ACK (b1)
2000 b1>caller INVITE (caller)
2010 caller>b1 200/INVITE (caller)
2020 b1>caller ACK (caller)
)"_s;
    QTest::newRow("the ACK to a re-INVITE of the callee is lost: the caller repeats its 200") << direct("", "answer: 0s", "  - {at: 1s, node: b1, do: reinvite}", "rules: [{link: b1>caller, match: {method: ACK, nth: 1}, do: drop}, {link: b1>caller, match: {method: ACK, nth: 2}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 b1>caller INVITE (caller)
1010 caller>b1 200/INVITE (caller)
1020 b1>caller ACK (caller) lost
1510 caller>b1 200/INVITE (caller)
1520 b1>caller ACK (caller) lost
2510 caller>b1 200/INVITE (caller)
2520 b1>caller ACK (caller)
)"_s;
    QTest::newRow("the ACK to a re-INVITE of the caller is lost: the callee repeats its 200") << direct("", "answer: 0s", "  - {at: 1s, node: caller, do: reinvite}", "rules: [{link: caller>b1, match: {method: ACK, nth: 2}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1020 caller>b1 ACK (b1) lost
1510 b1>caller 200/INVITE (b1)
1520 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("glare: both get 491 and try again, the caller later") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: reinvite}
  - {at: 1s, node: b1, do: reinvite})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INVITE (b1)
1000 b1>caller INVITE (caller)
1010 b1>caller 491/INVITE (b1)
1010 caller>b1 491/INVITE (caller)
1020 b1>caller ACK (caller)
1020 caller>b1 ACK (b1)
1360 b1>caller INVITE (caller)
1370 caller>b1 200/INVITE (caller)
1380 b1>caller ACK (caller)
3520 caller>b1 INVITE (b1)
3530 b1>caller 200/INVITE (b1)
3540 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("the ACK to a 491 is lost: the 491 comes again") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: reinvite}
  - {at: 1s, node: b1, do: reinvite}
  - {at: 1100ms, node: caller, do: hang-up})", "rules: [{link: caller>b1, match: {method: ACK, nth: 2}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INVITE (b1)
1000 b1>caller INVITE (caller)
1010 b1>caller 491/INVITE (b1)
1010 caller>b1 491/INVITE (caller)
1020 b1>caller ACK (caller)
1020 caller>b1 ACK (b1) lost
1100 caller>b1 BYE (b1)
1110 b1>caller 200/BYE (b1)
1510 b1>caller 491/INVITE (b1)
1520 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("an UPDATE with an offer meets a re-INVITE: both get 491") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: update}
  - {at: 1s, node: b1, do: reinvite})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 UPDATE (b1)
1000 b1>caller INVITE (caller)
1010 b1>caller 491/UPDATE (b1)
1010 caller>b1 491/INVITE (caller)
1020 b1>caller ACK (caller)
1360 b1>caller INVITE (caller)
1370 caller>b1 200/INVITE (caller)
1380 b1>caller ACK (caller)
3520 caller>b1 UPDATE (b1)
3530 b1>caller 200/UPDATE (b1)
)"_s;
    QTest::newRow("an UPDATE without an offer meets a re-INVITE: both are taken") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: update, offer: false}
  - {at: 1s, node: b1, do: reinvite})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 UPDATE (b1)
1000 b1>caller INVITE (caller)
1010 b1>caller 200/UPDATE (b1)
1010 caller>b1 200/INVITE (caller)
1020 b1>caller ACK (caller)
)"_s;
    QTest::newRow("a re-INVITE meets a BYE: 481") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: hang-up}
  - {at: 1s, node: b1, do: reinvite})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 BYE (b1)
1000 b1>caller INVITE (caller)
1010 b1>caller 200/BYE (b1)
1010 caller>b1 481/INVITE (caller)
1020 b1>caller ACK (caller)
)"_s;
    QTest::newRow("a REFER meets a BYE: 481") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: hang-up}
  - {at: 1s, node: b1, do: refer, to: "sip:carol@lab"})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 BYE (b1)
1000 b1>caller REFER (caller)
1010 b1>caller 200/BYE (b1)
1010 caller>b1 481/REFER (caller)
)"_s;
    QTest::newRow("a BYE right behind an own re-INVITE: its 200 is acknowledged all the same") << direct("", "answer: 0s", R"(  - {at: 1s, node: b1, do: reinvite}
  - {at: 1001ms, node: b1, do: hang-up})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 b1>caller INVITE (caller)
1001 b1>caller BYE (caller)
1010 caller>b1 200/INVITE (caller)
1011 caller>b1 200/BYE (caller)
1020 b1>caller ACK (caller)
)"_s;
    QTest::newRow("a lost re-INVITE comes after the BYE: 481") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: reinvite}
  - {at: 1100ms, node: caller, do: hang-up})", "rules: [{link: caller>b1, match: {method: INVITE, nth: 2}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INVITE (b1) lost
1100 caller>b1 BYE (b1)
1110 b1>caller 200/BYE (b1)
1500 caller>b1 INVITE (b1)
1510 b1>caller 481/INVITE (b1)
1520 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a re-INVITE overtakes the lost ACK: taken") << direct("", "answer: 0s", "  - {at: 400ms, node: caller, do: reinvite}", "rules: [{link: caller>b1, match: {method: ACK, nth: 1}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1) lost
400 caller>b1 INVITE (b1)
410 b1>caller 200/INVITE (b1)
420 caller>b1 ACK (b1)
510 b1>caller 200/INVITE (b1)
520 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a re-INVITE before the answer of a late offer: 491") << direct("offer: late", "answer: 0s", "  - {at: 400ms, node: caller, do: reinvite}", "rules: [{link: caller>b1, match: {method: ACK, nth: 1}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1) lost
400 caller>b1 INVITE (b1)
410 b1>caller 491/INVITE (b1)
420 caller>b1 ACK (b1)
510 b1>caller 200/INVITE (b1)
520 caller>b1 ACK (b1)
2920 caller>b1 INVITE (b1)
2930 b1>caller 200/INVITE (b1)
2940 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("INFO, OPTIONS and REFER in a call") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: info}
  - {at: 2s, node: b1, do: options}
  - {at: 3s, node: caller, do: refer, to: "sip:carol@lab"})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INFO (b1)
1010 b1>caller 200/INFO (b1)
2000 b1>caller OPTIONS (caller)
2010 caller>b1 200/OPTIONS (caller)
3000 caller>b1 REFER (b1)
3010 b1>caller 202/REFER (b1)
)"_s;
    QTest::newRow("a gap in CSeq is fine, an equal number is not") << direct("", "answer: 0s", R"(  - {at: 1s, node: caller, do: info, cseq: 12}
  - {at: 2s, node: caller, do: info, cseq: 12})") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INFO (b1)
1010 b1>caller 200/INFO (b1)
2000 caller>b1 INFO (b1)
2010 b1>caller 500/INFO (b1)
)"_s;
    QTest::newRow("OPTIONS outside a call") << direct("", "ring: never", R"(  - {at: 1s, node: b1, do: answer}
  - {at: 500ms, node: caller, do: options, to: b1})") << u""_s << uR"(
0 caller>b1 INVITE
500 caller>b1 INVITE
500 caller>b1 OPTIONS
510 b1>caller 200/OPTIONS (b1-x1)
1000 b1>caller 200/INVITE (b1)
1010 caller>b1 ACK (b1)
)"_s;
}

void TestEndpointSessions::reliableProvisionals_data()
{
    addLadderColumns();
    QTest::newRow("a reliable 183 with SDP holds the 200 back until its PRACK") << direct("supported: [100rel]", "provisional: [183], answer: 5ms") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 183/INVITE (b1)
20 caller>b1 PRACK (b1)
30 b1>caller 200/PRACK (b1)
30 b1>caller 200/INVITE (b1)
40 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a reliable 180 does not: the PRACK comes after the 200") << direct("supported: [100rel]", "answer: 5ms") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
15 b1>caller 200/INVITE (b1)
20 caller>b1 PRACK (b1)
25 caller>b1 ACK (b1)
30 b1>caller 200/PRACK (b1)
)"_s;
    QTest::newRow("the PRACK never comes: repeated without a cap, then 504") << direct("supported: [100rel]", "provisional: [183]", "", "rules: [{link: caller>b1, match: {method: PRACK}, do: drop}]") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 183/INVITE (b1)
20 caller>b1 PRACK (b1) lost
510 b1>caller 183/INVITE (b1)
520 caller>b1 PRACK (b1) lost
1510 b1>caller 183/INVITE (b1)
1520 caller>b1 PRACK (b1) lost
3510 b1>caller 183/INVITE (b1)
3520 caller>b1 PRACK (b1) lost
7510 b1>caller 183/INVITE (b1)
7520 caller>b1 PRACK (b1) lost
11520 caller>b1 PRACK (b1) lost
15510 b1>caller 183/INVITE (b1)
15520 caller>b1 PRACK (b1) lost
19520 caller>b1 PRACK (b1) lost
23520 caller>b1 PRACK (b1) lost
27520 caller>b1 PRACK (b1) lost
31510 b1>caller 183/INVITE (b1)
31520 caller>b1 PRACK (b1) lost
32010 b1>caller 504/INVITE (b1)
32020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a PRACK too many: 481, and the call goes on") << direct("supported: [100rel]", "answer: 5s", "  - {at: 1s, node: caller, do: prack}") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
20 caller>b1 PRACK (b1)
30 b1>caller 200/PRACK (b1)
1000 caller>b1 PRACK (b1)
1010 b1>caller 481/PRACK (b1)
5010 b1>caller 200/INVITE (b1)
5020 caller>b1 ACK (b1)
)"_s;
}

// clang-format on

void TestEndpointSessions::requests()
{
    compareLadder();
}

void TestEndpointSessions::reliableProvisionals()
{
    compareLadder();
}

QTEST_GUILESS_MAIN(TestEndpointSessions)
#include "tst_endpoint_sessions.moc"
