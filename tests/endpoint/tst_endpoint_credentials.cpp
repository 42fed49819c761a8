#include "EndpointRuns.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Callers and callees that are asked for credentials. RFC 3261 §22.
class TestEndpointCredentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void credentials_data();
    void credentials();
};

// The expected ladder has one line a message, in order of sending: time in ms, FROM>TO, what (To tag).
// clang-format off

void TestEndpointCredentials::credentials_data()
{
    addLadderColumns();
    QTest::newRow("a challenged INVITE is sent again with credentials and the next CSeq") << challenged("", "answer: 0s", R"(  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"})") << u"caller"_s << uR"(
0 caller>proxy INVITE
10 proxy>caller 407/INVITE (proxy-caller-1)
20 caller>proxy ACK (proxy-caller-1)
20 caller>proxy INVITE
30 proxy>caller 100/INVITE
50 proxy>caller 180/INVITE (b1)
50 proxy>caller 200/INVITE (b1)
60 caller>proxy ACK (b1)
)"_s;
    QTest::newRow("an INVITE that requires what the phone does not know: 420, and it does not ring") << direct("require: [magic, 100rel]", "answer: 0s") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 420/INVITE (b1-x1)
20 caller>b1 ACK (b1-x1)
)"_s;
    QTest::newRow("an INVITE that expires: the phone stops ringing by itself") << direct("expires: 2s", "ring: 0s") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
2010 b1>caller 487/INVITE (b1)
2020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("an INVITE that is answered before it expires") << direct("expires: 2s", "answer: 1s") << u""_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
1010 b1>caller 200/INVITE (b1)
1020 caller>b1 ACK (b1)
)"_s;
    QTest::newRow("a wrong password is tried once") << challenged("user: alice, password: guess", "answer: 0s", R"(  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"})") << u"caller"_s << uR"(
0 caller>proxy INVITE
10 proxy>caller 407/INVITE (proxy-caller-1)
20 caller>proxy ACK (proxy-caller-1)
20 caller>proxy INVITE
30 proxy>caller 403/INVITE (proxy-caller-2)
40 caller>proxy ACK (proxy-caller-2)
)"_s;
    QTest::newRow("a user nobody knows is refused") << challenged("user: eve", "answer: 0s", R"(  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"})") << u"caller"_s << uR"(
0 caller>proxy INVITE
10 proxy>caller 407/INVITE (proxy-caller-1)
20 caller>proxy ACK (proxy-caller-1)
20 caller>proxy INVITE
30 proxy>caller 403/INVITE (proxy-caller-2)
40 caller>proxy ACK (proxy-caller-2)
)"_s;
    QTest::newRow("a caller that has cancelled does not try again") << challenged("", "answer: 0s", R"(  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"}
  - {at: 5ms, node: caller, do: cancel})") << u"caller"_s << uR"(
0 caller>proxy INVITE
10 proxy>caller 407/INVITE (proxy-caller-1)
20 caller>proxy ACK (proxy-caller-1)
)"_s;
    QTest::newRow("a phone registers as the user of its address, and takes it back") << challenged("", "answer: 0s", R"(  - {at: 0s, node: b1, do: register, to: "sip:bob@lab"}
  - {at: 1s, node: b1, do: register, to: "sip:bob@lab", expires: 0s})") << u"b1"_s << uR"(
0 b1>proxy REGISTER
10 proxy>b1 401/REGISTER (proxy-b1-1)
20 b1>proxy REGISTER
30 proxy>b1 200/REGISTER (proxy-b1-2)
1000 b1>proxy REGISTER
1010 proxy>b1 401/REGISTER (proxy-b1-3)
1020 b1>proxy REGISTER
1030 proxy>b1 200/REGISTER (proxy-b1-4)
)"_s;
    QTest::newRow("a phone that asks for credentials is called again with them, and rings") << direct("", "reject: {status: 401}, ring: 10ms, answer: 100ms", "", "users: {alice: secret}") << u"b1"_s << uR"(
0 caller>b1 INVITE
10 b1>caller 401/INVITE (b1)
20 caller>b1 ACK (b1)
20 caller>b1 INVITE
40 b1>caller 180/INVITE (b1-2)
130 b1>caller 200/INVITE (b1-2)
140 caller>b1 ACK (b1-2)
)"_s;
    QTest::newRow("a phone that asks for credentials sees the old CSeq again: merged") << direct("behaviours: [retry-same-cseq]", "reject: {status: 401}, answer: 100ms", "", "users: {alice: secret}") << u"b1"_s << uR"(
0 caller>b1 INVITE
10 b1>caller 180/INVITE (b1)
10 b1>caller 401/INVITE (b1)
20 caller>b1 ACK (b1)
20 caller>b1 INVITE
30 b1>caller 482/INVITE (b1-x1)
40 caller>b1 ACK (b1-x1)
)"_s;
    QTest::newRow("OPTIONS are challenged like the rest") << challenged("", "answer: 0s", R"(  - {at: 0s, node: caller, do: options, to: "sip:bob@lab"})") << u"caller"_s << uR"(
0 caller>proxy OPTIONS
10 proxy>caller 407/OPTIONS (proxy-caller-1)
20 caller>proxy OPTIONS
50 proxy>caller 200/OPTIONS (b1-x1)
)"_s;
}

// clang-format on

void TestEndpointCredentials::credentials()
{
    compareLadder();
}

QTEST_GUILESS_MAIN(TestEndpointCredentials)
#include "tst_endpoint_credentials.moc"
