#include "EndpointRuns.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// What endpoints put on the wire, byte by byte.
class TestEndpointMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_data();
    void texts();
    void theAckToALateOfferCarriesTheAnswer();
    void sizesFitIntoOneDatagram();
};

namespace {
/// The first message of that kind that left a node, with plain line ends; empty when there was none.
QString firstText(const Trace& trace, const QString& from, const QString& what)
{
    const int index = trace.nodeIndex(from);
    for (const TraceMessage& message : trace.messages) {
        const QString kind = message.isRequest()
            ? QString::fromLatin1(message.method)
            : QString::number(message.status) + u'/' + QString::fromLatin1(message.cseqMethod);
        if (message.from == index && kind == what)
            return QString::fromUtf8(message.raw.bytes()).remove(u'\r').trimmed();
    }
    return {};
}

/// Alice calls through the proxy, Bob answers, she hangs up.
const QByteArray throughTheProxy = "nodes:\n"
                                   "  caller: {role: caller, name: Alice}\n"
                                   "  proxy: {role: proxy, name: Proxy}\n"
                                   "  b1: {role: callee, name: Bob, answer: 1s}\n"
                                   "location: {\"sip:bob@lab\": [b1]}\n"
                                   "script:\n"
                                   "  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n";
} // namespace

void TestEndpointMessages::texts_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("expected");
    // clang-format off
    const QByteArray hangUp = throughTheProxy + "  - {at: 2s, node: caller, do: hang-up}\n";
    const QByteArray cancel = throughTheProxy + "  - {at: 500ms, node: caller, do: cancel}\n";
    QTest::newRow("the INVITE offers audio") << hangUp << u"caller"_s << u"INVITE"_s << uR"(
INVITE sip:bob@lab SIP/2.0
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
Max-Forwards: 70
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>
Call-ID: call-1@caller
CSeq: 1 INVITE
Contact: <sip:caller@127.100.0.11:5060>
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY
Content-Type: application/sdp
Content-Length: 145

v=0
o=caller 1 1 IN IP4 127.100.0.11
s=-
c=IN IP4 127.100.0.11
t=0 0
m=audio 40000 RTP/AVP 0 8
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
)"_s;
    QTest::newRow("the 180 has tag, Contact and the Record-Route of the INVITE") << hangUp << u"b1"_s << u"180/INVITE"_s << uR"(
SIP/2.0 180 Ringing
Via: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-proxy-1
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
Record-Route: <sip:127.100.0.12:5060;lr>
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 1 INVITE
Contact: <sip:b1@127.100.0.21:5060>
Content-Length: 0
)"_s;
    QTest::newRow("the 200 answers the offer") << hangUp << u"b1"_s << u"200/INVITE"_s << uR"(
SIP/2.0 200 OK
Via: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-proxy-1
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
Record-Route: <sip:127.100.0.12:5060;lr>
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 1 INVITE
Contact: <sip:b1@127.100.0.21:5060>
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY
Content-Type: application/sdp
Content-Length: 117

v=0
o=b1 1 1 IN IP4 127.100.0.21
s=-
c=IN IP4 127.100.0.21
t=0 0
m=audio 40000 RTP/AVP 0
a=rtpmap:0 PCMU/8000
)"_s;
    QTest::newRow("the ACK goes to the Contact by the Route, with the INVITE's number") << hangUp << u"caller"_s << u"ACK"_s << uR"(
ACK sip:b1@127.100.0.21:5060 SIP/2.0
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-2
Max-Forwards: 70
Route: <sip:127.100.0.12:5060;lr>
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 1 ACK
Content-Length: 0
)"_s;
    QTest::newRow("the BYE has the next number") << hangUp << u"caller"_s << u"BYE"_s << uR"(
BYE sip:b1@127.100.0.21:5060 SIP/2.0
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-3
Max-Forwards: 70
Route: <sip:127.100.0.12:5060;lr>
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 2 BYE
Content-Length: 0
)"_s;
    QTest::newRow("the 200 to the BYE") << hangUp << u"b1"_s << u"200/BYE"_s << uR"(
SIP/2.0 200 OK
Via: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-proxy-2
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-3
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 2 BYE
Content-Length: 0
)"_s;
    QTest::newRow("the CANCEL repeats the INVITE's branch and number") << cancel << u"caller"_s << u"CANCEL"_s << uR"(
CANCEL sip:bob@lab SIP/2.0
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
Max-Forwards: 70
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>
Call-ID: call-1@caller
CSeq: 1 CANCEL
Content-Length: 0
)"_s;
    QTest::newRow("the 487 has the INVITE's tag") << cancel << u"b1"_s << u"487/INVITE"_s << uR"(
SIP/2.0 487 Request Terminated
Via: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-proxy-1
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 1 INVITE
Content-Length: 0
)"_s;
    QTest::newRow("the 200 to the CANCEL has it too") << cancel << u"b1"_s << u"200/CANCEL"_s << uR"(
SIP/2.0 200 OK
Via: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-proxy-1
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 1 CANCEL
Content-Length: 0
)"_s;
    QTest::newRow("the ACK to the 487 repeats the INVITE's branch") << cancel << u"caller"_s << u"ACK"_s << uR"(
ACK sip:bob@lab SIP/2.0
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
Max-Forwards: 70
From: "Alice" <sip:caller@lab>;tag=caller
To: <sip:bob@lab>;tag=b1
Call-ID: call-1@caller
CSeq: 1 ACK
Content-Length: 0
)"_s;
    QTest::newRow("the 200 to a late CANCEL is ours, with the INVITE's tag") << direct("", "answer: 1s", "  - {at: 1015ms, node: caller, do: cancel}") << u"b1"_s << u"200/CANCEL"_s << uR"(
SIP/2.0 200 OK
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
From: "Alice" <sip:caller@127.100.0.21>;tag=caller
To: <sip:b1@127.100.0.21:5060>;tag=b1
Call-ID: call-1@caller
CSeq: 1 CANCEL
Content-Length: 0
)"_s;
    QTest::newRow("a reliable provisional response") << direct("supported: [100rel]", "provisional: [183]") << u"b1"_s << u"183/INVITE"_s << uR"(
SIP/2.0 183 Session Progress
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1
From: "Alice" <sip:caller@127.100.0.21>;tag=caller
To: <sip:b1@127.100.0.21:5060>;tag=b1
Call-ID: call-1@caller
CSeq: 1 INVITE
Contact: <sip:b1@127.100.0.21:5060>
RSeq: 1
Require: 100rel
Content-Type: application/sdp
Content-Length: 117

v=0
o=b1 1 1 IN IP4 127.100.0.21
s=-
c=IN IP4 127.100.0.21
t=0 0
m=audio 40000 RTP/AVP 0
a=rtpmap:0 PCMU/8000
)"_s;
    QTest::newRow("its PRACK") << direct("supported: [100rel]", "provisional: [183]") << u"caller"_s << u"PRACK"_s << uR"(
PRACK sip:b1@127.100.0.21:5060 SIP/2.0
Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-2
Max-Forwards: 70
From: "Alice" <sip:caller@127.100.0.21>;tag=caller
To: <sip:b1@127.100.0.21:5060>;tag=b1
Call-ID: call-1@caller
CSeq: 2 PRACK
RAck: 1 1 INVITE
Content-Length: 0
)"_s;
    // clang-format on
}

void TestEndpointMessages::texts()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QString, from);
    QFETCH(const QString, what);
    QFETCH(const QString, expected);
    const QString actual = firstText(runText(yaml), from, what);
    QVERIFY2(actual == expected.trimmed(),
        qPrintable(u"the message is\n%1\ninstead of\n%2"_s.arg(actual, expected.trimmed())));
}

void TestEndpointMessages::theAckToALateOfferCarriesTheAnswer()
{
    const Trace trace = runText(direct("offer: late", "answer: 0s"));
    QVERIFY(!firstText(trace, u"caller"_s, u"INVITE"_s).contains(u"m=audio"_s));
    QVERIFY(firstText(trace, u"b1"_s, u"200/INVITE"_s).contains(u"m=audio 40000 RTP/AVP 0 8"_s));
    QVERIFY(firstText(trace, u"caller"_s, u"ACK"_s).contains(u"m=audio 40000 RTP/AVP 0\n"_s));
}

void TestEndpointMessages::sizesFitIntoOneDatagram()
{
    const Trace trace = runText(forked("", "answer: 300ms"));
    for (const TraceMessage& message : trace.messages)
        QVERIFY2(message.raw.size() < 1300, message.firstLine.constData()); // RFC 3261 §18.1.1
}

QTEST_GUILESS_MAIN(TestEndpointMessages)
#include "tst_endpoint_messages.moc"
