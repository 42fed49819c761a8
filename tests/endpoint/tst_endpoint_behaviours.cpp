#include "Behaviours.h"
#include "EndpointRuns.h"

#include <QTest>

#include <algorithm>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {
struct BehaviourRow
{
    const char* name; ///< begins with the id
    QByteArray yaml;
    QString at; ///< the node whose ladder it is, empty for all
    QString expected;
};

/// The first carrier is given up after a second and deaf to the ACK of its 487; the proxy forgets it after five.
const QByteArray strayFailure = R"(nodes:
  caller: {role: caller, name: Alice, behaviours: [hang-up-on-stray]}
  proxy: {role: proxy, name: Proxy, fork: serial, serial-timeout: 1s}
  b1: {role: callee, name: Bob, behaviours: [deaf-to-ack]}
  b2: {role: callee, name: Bill, answer: 0s}
location: {"sip:bob@lab": [b1, b2]}
policy: {linger: 5s}
links: {default: {delay: 10ms}}
end: 10s
)";

// clang-format off
QList<BehaviourRow> behaviourRows()
{
    return {
        {"keep-first", forked("behaviours: [keep-first]", "answer: 300ms"), u"caller"_s, uR"(
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
)"_s},
        {"keep-last", forked("behaviours: [keep-last]", "answer: 300ms"), u"caller"_s, uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 180/INVITE (b1)
300 proxy>caller 180/INVITE (b2)
500 proxy>caller 200/INVITE (b1)
500 caller>proxy ACK (b1)
600 proxy>caller 200/INVITE (b2)
600 caller>proxy ACK (b2)
600 caller>proxy BYE (b1)
800 proxy>caller 200/BYE (b1)
)"_s},
        {"keep-all", forked("behaviours: [keep-all]", "answer: 300ms", "  - {at: 1s, node: caller, do: hang-up}"), u"caller"_s, uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 180/INVITE (b1)
300 proxy>caller 180/INVITE (b2)
500 proxy>caller 200/INVITE (b1)
500 caller>proxy ACK (b1)
600 proxy>caller 200/INVITE (b2)
600 caller>proxy ACK (b2)
1000 caller>proxy BYE (b1)
1000 caller>proxy BYE (b2)
1200 proxy>caller 200/BYE (b1)
1300 proxy>caller 200/BYE (b2)
)"_s},
        {"ack-first-leg", forked("t1: 100ms, behaviours: [ack-first-leg]", "t1: 100ms, ring: never, answer: 0ms"), u"caller"_s, uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 200/INVITE (b1)
200 caller>proxy ACK (b1)
300 proxy>caller 200/INVITE (b2)
300 proxy>caller 200/INVITE (b1)
300 caller>proxy ACK (b1)
300 caller>proxy ACK (b1)
400 proxy>caller 200/INVITE (b2)
400 caller>proxy ACK (b1)
600 proxy>caller 200/INVITE (b2)
600 caller>proxy ACK (b1)
1000 proxy>caller 200/INVITE (b2)
1000 caller>proxy ACK (b1)
1800 proxy>caller 200/INVITE (b2)
1800 caller>proxy ACK (b1)
3400 proxy>caller 200/INVITE (b2)
3400 caller>proxy ACK (b1)
6600 proxy>caller 200/INVITE (b2)
6600 caller>proxy ACK (b1)
6700 proxy>caller BYE (caller)
6700 caller>proxy 481/BYE (caller)
)"_s},
        {"ignore-extra-2xx", forked("t1: 100ms, behaviours: [ignore-extra-2xx]", "t1: 100ms, answer: 300ms"), u"caller"_s, uR"(
0 caller>proxy INVITE
0 proxy>caller 100/INVITE
200 proxy>caller 180/INVITE (b1)
300 proxy>caller 180/INVITE (b2)
500 proxy>caller 200/INVITE (b1)
500 caller>proxy ACK (b1)
600 proxy>caller 200/INVITE (b2) discarded
600 proxy>caller 200/INVITE (b1)
600 caller>proxy ACK (b1)
700 proxy>caller 200/INVITE (b2) discarded
900 proxy>caller 200/INVITE (b2) discarded
1300 proxy>caller 200/INVITE (b2) discarded
2100 proxy>caller 200/INVITE (b2) discarded
3700 proxy>caller 200/INVITE (b2) discarded
6900 proxy>caller 200/INVITE (b2) discarded
7000 proxy>caller BYE (caller)
7000 caller>proxy 481/BYE (caller)
)"_s},
        {"cancel-at-once", direct("behaviours: [cancel-at-once]", "ring: 1s", "  - {at: 100ms, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
100 caller>b1 CANCEL
110 b1>caller 200/CANCEL (b1)
110 b1>caller 487/INVITE (b1)
120 caller>b1 ACK (b1)
)"_s},
        {"forget-after-cancel", direct("t1: 100ms, behaviours: [forget-after-cancel]", "t1: 100ms, answer: 5s, behaviours: [ignore-cancel]", "  - {at: 1s, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL discarded
1100 caller>b1 CANCEL discarded
1300 caller>b1 CANCEL discarded
1700 caller>b1 CANCEL discarded
2500 caller>b1 CANCEL discarded
4100 caller>b1 CANCEL discarded
5010 b1>caller 200/INVITE (b1) discarded
5110 b1>caller 200/INVITE (b1) discarded
5310 b1>caller 200/INVITE (b1) discarded
5710 b1>caller 200/INVITE (b1) discarded
6510 b1>caller 200/INVITE (b1) discarded
7300 caller>b1 CANCEL
7310 b1>caller 200/CANCEL (b1)
8110 b1>caller 200/INVITE (b1) discarded
11310 b1>caller 200/INVITE (b1) discarded
11410 b1>caller BYE (caller)
11420 caller>b1 481/BYE (caller)
)"_s},
        {"hang-up-on-stray", strayFailure, u"caller"_s, uR"(
0 caller>proxy INVITE
10 proxy>caller 100/INVITE
30 proxy>caller 180/INVITE (b1)
1050 proxy>caller 180/INVITE (b2)
1050 proxy>caller 200/INVITE (b2)
1060 caller>proxy ACK (b2)
8550 proxy>caller 487/INVITE (b1)
8560 caller>proxy ACK (b1) discarded
8560 caller>proxy BYE (b2)
8590 proxy>caller 200/BYE (b2)
)"_s},
        {"backwards-cseq", direct("cseq: 10, behaviours: [backwards-cseq]", "answer: 0s", "  - {at: 1s, node: caller, do: info}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 INFO (b1)
1010 b1>caller 500/INFO (b1)
)"_s},
        {"retry-same-cseq", challenged("behaviours: [retry-same-cseq]", "answer: 0s", R"(  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"})"), u"caller"_s, uR"(
0 caller>proxy INVITE
10 proxy>caller 407/INVITE (proxy-caller-1)
20 caller>proxy ACK (proxy-caller-1)
20 caller>proxy INVITE
30 proxy>caller 100/INVITE
50 proxy>caller 180/INVITE (b1)
50 proxy>caller 200/INVITE (b1)
60 caller>proxy ACK (b1)
)"_s},
        {"deaf-to-ack", direct("t1: 100ms", "t1: 100ms, answer: 0s, behaviours: [deaf-to-ack]"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1) discarded
110 b1>caller 200/INVITE (b1)
120 caller>b1 ACK (b1) discarded
310 b1>caller 200/INVITE (b1)
320 caller>b1 ACK (b1) discarded
710 b1>caller 200/INVITE (b1)
720 caller>b1 ACK (b1) discarded
1510 b1>caller 200/INVITE (b1)
1520 caller>b1 ACK (b1) discarded
3110 b1>caller 200/INVITE (b1)
3120 caller>b1 ACK (b1) discarded
6310 b1>caller 200/INVITE (b1)
6320 caller>b1 ACK (b1) discarded
6410 b1>caller BYE (caller)
6420 caller>b1 200/BYE (caller)
)"_s},
        {"deaf-to-ack, to its failure too", direct("t1: 100ms", "t1: 100ms, reject: {status: 486}, behaviours: [deaf-to-ack]"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 486/INVITE (b1)
20 caller>b1 ACK (b1) discarded
110 b1>caller 486/INVITE (b1)
120 caller>b1 ACK (b1) discarded
310 b1>caller 486/INVITE (b1)
320 caller>b1 ACK (b1) discarded
710 b1>caller 486/INVITE (b1)
720 caller>b1 ACK (b1) discarded
1510 b1>caller 486/INVITE (b1)
1520 caller>b1 ACK (b1) discarded
3110 b1>caller 486/INVITE (b1)
3120 caller>b1 ACK (b1) discarded
6310 b1>caller 486/INVITE (b1)
6320 caller>b1 ACK (b1) discarded
)"_s},
        {"unacked-bye", direct("t1: 100ms", "t1: 100ms, answer: 0s, behaviours: [unacked-bye]", "", "rules: [{link: caller>b1, match: {method: ACK}, do: drop}]"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1) lost
110 b1>caller 200/INVITE (b1)
120 caller>b1 ACK (b1) lost
310 b1>caller 200/INVITE (b1)
320 caller>b1 ACK (b1) lost
710 b1>caller 200/INVITE (b1)
720 caller>b1 ACK (b1) lost
1510 b1>caller 200/INVITE (b1)
1520 caller>b1 ACK (b1) lost
3110 b1>caller 200/INVITE (b1)
3120 caller>b1 ACK (b1) lost
6310 b1>caller 200/INVITE (b1)
6320 caller>b1 ACK (b1) lost
6410 b1>caller BYE (caller)
6420 caller>b1 200/BYE (caller)
)"_s},
        {"unacked-silent", direct("t1: 100ms", "t1: 100ms, answer: 0s, behaviours: [unacked-silent]", "", "rules: [{link: caller>b1, match: {method: ACK}, do: drop}]"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1) lost
110 b1>caller 200/INVITE (b1)
120 caller>b1 ACK (b1) lost
310 b1>caller 200/INVITE (b1)
320 caller>b1 ACK (b1) lost
710 b1>caller 200/INVITE (b1)
720 caller>b1 ACK (b1) lost
1510 b1>caller 200/INVITE (b1)
1520 caller>b1 ACK (b1) lost
3110 b1>caller 200/INVITE (b1)
3120 caller>b1 ACK (b1) lost
6310 b1>caller 200/INVITE (b1)
6320 caller>b1 ACK (b1) lost
)"_s},
        {"late-cancel-200", direct("", "answer: 1s, behaviours: [late-cancel-200]", "  - {at: 1015ms, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1015 caller>b1 CANCEL
1020 caller>b1 ACK (b1)
1020 caller>b1 BYE (b1)
1025 b1>caller 200/CANCEL (b1)
1030 b1>caller 200/BYE (b1)
)"_s},
        {"late-cancel-481", direct("", "answer: 1s, behaviours: [late-cancel-481]", "  - {at: 1015ms, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1015 caller>b1 CANCEL
1020 caller>b1 ACK (b1)
1020 caller>b1 BYE (b1)
1025 b1>caller 481/CANCEL (b1)
1030 b1>caller 200/BYE (b1)
)"_s},
        {"no-provisional", direct("", "answer: 300ms, behaviours: [no-provisional]"), u""_s, uR"(
0 caller>b1 INVITE
310 b1>caller 200/INVITE (b1)
320 caller>b1 ACK (b1)
)"_s},
        {"ignore-cancel", direct("", "answer: 3s, behaviours: [ignore-cancel]", "  - {at: 1s, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL discarded
1500 caller>b1 CANCEL discarded
2500 caller>b1 CANCEL discarded
3010 b1>caller 200/INVITE (b1)
3020 caller>b1 ACK (b1)
3020 caller>b1 BYE (b1)
3030 b1>caller 200/BYE (b1)
4500 caller>b1 CANCEL
4510 b1>caller 200/CANCEL (b1)
)"_s},
        {"mute-after-cancel", direct("", "answer: 3s, behaviours: [mute-after-cancel]", "  - {at: 1s, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL
1010 b1>caller 200/CANCEL (b1)
)"_s},
        {"final-after-cancel", direct("", "answer: 3s, behaviours: [{final-after-cancel: 600}]", "  - {at: 1s, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL
1010 b1>caller 200/CANCEL (b1)
1010 b1>caller 600/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s},
        {"cancel-481", direct("", "answer: 3s, behaviours: [cancel-481]", "  - {at: 1s, node: caller, do: cancel}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1000 caller>b1 CANCEL
1010 b1>caller 481/CANCEL (b1)
3010 b1>caller 200/INVITE (b1)
3020 caller>b1 ACK (b1)
3020 caller>b1 BYE (b1)
3030 b1>caller 200/BYE (b1)
)"_s},
        {"early-100", direct("", "answer: 0s, behaviours: [early-100]", "  - {at: 1s, node: caller, do: hang-up}"), u""_s, uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 200/INVITE (b1)
20 caller>b1 ACK (b1)
1000 caller>b1 BYE (b1)
1010 b1>caller 100/BYE (b1)
1500 caller>b1 BYE (b1)
1510 b1>caller 100/BYE (b1)
1510 b1>caller 200/BYE (b1)
)"_s},
    };
}
// clang-format on
} // namespace

/// Every behaviour of the registry at work. A row is named after its behaviour.
class TestEndpointBehaviours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBehaviourHasARow_data();
    void everyBehaviourHasARow();
    void behaviours_data();
    void behaviours();
};

void TestEndpointBehaviours::everyBehaviourHasARow_data()
{
    QTest::addColumn<QString>("id");
    for (const BehaviourInfo& info : siprace::behaviours())
        QTest::newRow(qPrintable(info.id.toString())) << info.id.toString();
}

void TestEndpointBehaviours::everyBehaviourHasARow()
{
    QFETCH(const QString, id);
    const QList<BehaviourRow> rows = behaviourRows();
    QVERIFY(std::ranges::any_of(
        rows, [&](const BehaviourRow& row) { return QString::fromLatin1(row.name).startsWith(id); }));
}

void TestEndpointBehaviours::behaviours_data()
{
    addLadderColumns();
    for (const BehaviourRow& row : behaviourRows())
        QTest::newRow(row.name) << row.yaml << row.at << row.expected;
}

void TestEndpointBehaviours::behaviours()
{
    compareLadder();
}

QTEST_GUILESS_MAIN(TestEndpointBehaviours)
#include "tst_endpoint_behaviours.moc"
