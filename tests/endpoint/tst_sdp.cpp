#include "Sdp.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Offers and answers as RFC 3264 wants them.
class TestSdp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offer();
    void answers_data();
    void answers();
    void everyDescriptionHasAHigherVersion();
};

void TestSdp::offer()
{
    SdpSession session("caller", {"127.100.0.11", 5060, "udp"});
    QCOMPARE(session.offer(),
        "v=0\r\no=caller 1 1 IN IP4 127.100.0.11\r\ns=-\r\nc=IN IP4 127.100.0.11\r\nt=0 0\r\n"
        "m=audio 40000 RTP/AVP 0 8\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n");
}

void TestSdp::answers_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("streams");
    using Bytes = QByteArray;
    QTest::newRow("the first format both know")
        << Bytes("m=audio 5004 RTP/AVP 96 8 0\r\n") << Bytes("m=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n");
    QTest::newRow("no format in common: refused")
        << Bytes("m=audio 5004 RTP/AVP 96\r\n") << Bytes("m=audio 0 RTP/AVP 96\r\n");
    QTest::newRow("video is refused in its place")
        << Bytes("m=video 5006 RTP/AVP 97\r\nm=audio 5004 RTP/AVP 0\r\n")
        << Bytes("m=video 0 RTP/AVP 97\r\nm=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n");
    QTest::newRow("a second audio stream is refused")
        << Bytes("m=audio 5004 RTP/AVP 0\r\nm=audio 5008 RTP/AVP 0\r\n")
        << Bytes("m=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\nm=audio 0 RTP/AVP 0\r\n");
    QTest::newRow("a stream that is closed stays closed")
        << Bytes("m=audio 0 RTP/AVP 0\r\n") << Bytes("m=audio 0 RTP/AVP 0\r\n");
    QTest::newRow("lines without carriage returns")
        << Bytes("m=audio 5004 RTP/AVP 0\n") << Bytes("m=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n");
    QTest::newRow("a stream line that is cut off is left out") << Bytes("m=audio 5004\r\n") << Bytes();
}

void TestSdp::answers()
{
    QFETCH(const QByteArray, offered);
    QFETCH(const QByteArray, streams);
    SdpSession session("b1", {"127.100.0.21", 5060, "udp"});
    QCOMPARE(session.answer("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + offered),
        "v=0\r\no=b1 1 1 IN IP4 127.100.0.21\r\ns=-\r\nc=IN IP4 127.100.0.21\r\nt=0 0\r\n" + streams);
}

void TestSdp::everyDescriptionHasAHigherVersion()
{
    SdpSession session("b1", {"127.100.0.21", 5060, "udp"});
    std::ignore = session.offer();
    QVERIFY(session.offer().contains("o=b1 1 2 IN IP4"));
    QVERIFY(session.answer("m=audio 1 RTP/AVP 0\r\n").contains("o=b1 1 3 IN IP4"));
}

QTEST_GUILESS_MAIN(TestSdp)
#include "tst_sdp.moc"
