#include "Message.h"
#include "TortureFiles.h"

#include <QFileInfo>
#include <QTest>

#include <random>

using namespace siprace;
using namespace siprace::sip;
using namespace Qt::StringLiterals;

/// Messages read, asked, edited and written. RFC 3261 §7, §16.6, §18, §20; RFC 3581; the torture of RFC 4475 and 5118.
class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void torture_data();
    void torture();
    void refused_data();
    void refused();
    void garbage();
    void fields();
    void canonicalTextIsKept();
    void foldedAndCompactHeaders();
    void framing();
    void via_data();
    void via();
    void responseDestination_data();
    void responseDestination();
    void received_data();
    void received();
    void edits();
    void copiesShareUntilEdited();
    void responseCopiesWhatItMust();
};

namespace {
const QByteArray plainInvite = "INVITE sip:bob@lab SIP/2.0\r\n"
                               "Via: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-caller-1\r\n"
                               "Max-Forwards: 70\r\n"
                               "From: \"A, <b>\" <sip:a@lab>;tag=caller\r\n"
                               "To: <sip:bob@lab>\r\n"
                               "Call-ID: call-1@caller\r\n"
                               "CSeq: 1 INVITE\r\n"
                               "Contact: <sip:a@127.100.0.11:5060>\r\n"
                               "X-Odd: one; two, three\r\n"
                               "Content-Length: 5\r\n"
                               "\r\n"
                               "v=0\r\n";

Message readOrFail(const QByteArray& text)
{
    const auto message = Message::parse(text);
    if (!message)
        qWarning("%s", qPrintable(message.error().what));
    return message.value_or(Message());
}

QByteArray withHeader(const QByteArray& name, const QByteArray& value)
{
    Message message = readOrFail(plainInvite);
    message.setHeader(name, value);
    return message.toBytes();
}

/// Calls everything that can be asked.
qsizetype askEverything(const Message& message)
{
    qsizetype sum = message.method().size() + message.requestUri().size() + message.callId().size()
        + message.fromTag().size() + message.toTag().size() + message.cseqMethod().size() + message.contactUri().size()
        + message.body().size() + message.reason().size() + message.status() + qsizetype(message.cseq());
    for (const Via& via : message.vias())
        sum += via.responseHop().text().size();
    for (const RouteValue& route : message.routes() + message.recordRoutes())
        sum += route.uri.size();
    for (const QByteArray name : {"Contact", "Via", "Supported", "X-Odd"})
        sum += message.headers(name).size();
    return sum;
}

} // namespace

void TestMessage::torture_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("isRead");
    // What RFC 4475 calls invalid and cannot be passed on. Of the other invalid ones only parts are broken that a proxy
    // does not need: they are read, RFC 3261 §16.3 item 1.
    const QStringList refused = {u"baddn"_s, u"badinv01"_s, u"lwsruri"_s, u"quotbal"_s, u"trws"_s, u"ltgtruri"_s,
        u"badvers"_s, u"bigcode"_s, u"clerr"_s, u"insuf"_s, u"mcl01"_s, u"mismatch01"_s, u"mismatch02"_s, u"multi01"_s,
        u"ncl"_s, u"scalar02"_s, u"scalarlg"_s, u"test"_s};
    for (const QString& file : tortureFiles())
        QTest::newRow(qPrintable(file)) << file << !refused.contains(QFileInfo(file).baseName());
}

void TestMessage::torture()
{
    QFETCH(const QString, file);
    QFETCH(const bool, isRead);
    const QByteArray bytes = tortureMessage(file);
    QVERIFY(!bytes.isEmpty());
    const auto message = Message::parse(bytes);
    QVERIFY2(message.has_value() == isRead, qPrintable(message ? u"was read"_s : message.error().what));
    if (!message) {
        QVERIFY(!message.error().what.isEmpty());
        return;
    }
    // Written and read again it says the same.
    const auto again = Message::parse(message->toBytes());
    QVERIFY(again.has_value());
    QCOMPARE(again->toBytes(), message->toBytes());
    QCOMPARE(again->callId(), message->callId());
    QCOMPARE(again->vias(), message->vias());
    QCOMPARE(again->body(), message->body());
    QVERIFY(askEverything(*message) > 0);
}

void TestMessage::refused_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::addColumn<QString>("says");
    const auto without = [](const QByteArray& name) {
        Message message = readOrFail(plainInvite);
        message.removeHeader(name);
        return message.toBytes();
    };
    QTest::newRow("nothing") << QByteArray() << u"neither a request line nor a status line"_s;
    QTest::newRow("line ends alone") << QByteArray("\r\n\r\n") << u"neither a request line nor a status line"_s;
    QTest::newRow("a greeting") << QByteArray("hello") << u"neither a request line nor a status line"_s;
    QTest::newRow("no status code") << QByteArray("SIP/2.0 abc\r\n\r\n") << u"no status code"_s;
    QTest::newRow("no Via") << without("Via") << u"Via"_s;
    QTest::newRow("no From") << without("From") << u"From"_s;
    QTest::newRow("no To") << without("To") << u"To"_s;
    QTest::newRow("no Call-ID") << without("Call-ID") << u"Call-ID"_s;
    QTest::newRow("no CSeq") << without("CSeq") << u"CSeq"_s;
    QTest::newRow("CSeq of another method") << withHeader("CSeq", "1 BYE") << u"method of CSeq"_s;
    QTest::newRow("a body that is too short")
        << withHeader("Content-Length", "6") << u"5 bytes, Content-Length says 6"_s;
    QTest::newRow("a length that is no number") << withHeader("Content-Length", "x") << u"Content-Length"_s;
    QTest::newRow("two Call-IDs") << QByteArray(plainInvite).replace("CSeq", "Call-ID: 2\r\nCSeq")
                                  << u"more than once"_s;
}

void TestMessage::refused()
{
    QFETCH(const QByteArray, datagram);
    QFETCH(const QString, says);
    const auto message = Message::parse(datagram);
    QVERIFY(!message.has_value());
    QVERIFY2(message.error().what.contains(says), qPrintable(message.error().what));
}

void TestMessage::garbage()
{
    // Every torture message, damaged in thousands of ways: never a crash, and what is read can be asked and written.
    std::mt19937 random(1); // the seed is fixed: the same damage each time
    QList<QByteArray> seeds{plainInvite};
    for (const QString& file : tortureFiles())
        seeds.append(tortureMessage(file));
    int read = 0;
    for (int round = 0; round < 5000; ++round) {
        QByteArray bytes = seeds[qsizetype(random() % std::size_t(seeds.size()))];
        for (auto damage = random() % 6; damage > 0 && !bytes.isEmpty(); --damage) {
            const auto place = qsizetype(random() % std::size_t(bytes.size()));
            switch (random() % 4) {
            case 0:
                bytes[place] = char(random() % 256);
                break;
            case 1:
                bytes.truncate(place);
                break;
            case 2:
                bytes.remove(place, qsizetype(random() % 20));
                break;
            default:
                bytes.insert(place, QByteArray(";,<>\"\\:@=\r\n").mid(qsizetype(random() % 11), 1));
            }
        }
        const auto message = Message::parse(bytes);
        if (!message)
            continue;
        ++read;
        QVERIFY(askEverything(*message) >= 0);
        Message edited = *message;
        edited.setTopViaReceived("127.0.0.1", 5060);
        edited.pushVia({});
        edited.pushRecordRoute("sip:p;lr");
        edited.setMaxForwards(3);
        edited.popRoute();
        edited.popVia();
        QVERIFY(!edited.toBytes().isEmpty());
    }
    QVERIFY(read > 100);
}

void TestMessage::fields()
{
    const Message message = readOrFail(plainInvite);
    QVERIFY(message.isRequest());
    QCOMPARE(message.method(), "INVITE");
    QCOMPARE(message.status(), 0);
    QCOMPARE(message.requestUri(), "sip:bob@lab");
    QCOMPARE(message.callId(), "call-1@caller");
    QCOMPARE(message.fromTag(), "caller");
    QCOMPARE(message.toTag(), "");
    QCOMPARE(message.cseq(), 1U);
    QCOMPARE(message.cseqMethod(), "INVITE");
    QCOMPARE(message.maxForwards(), 70);
    QCOMPARE(message.contactUri(), "sip:a@127.100.0.11:5060");
    QCOMPARE(message.headers("x-odd"), QByteArrayList{"one; two, three"});
    QCOMPARE(message.body(), "v=0\r\n");
    QVERIFY(Message().isNull() && !message.isNull());
    QCOMPARE(askEverything(Message()), 0);
}

void TestMessage::canonicalTextIsKept()
{
    QCOMPARE(readOrFail(plainInvite).toBytes(), plainInvite);
}

void TestMessage::foldedAndCompactHeaders()
{
    const Message message
        = readOrFail("OPTIONS sip:bob@lab SIP/2.0\r\n"
                     "v: SIP/2.0/UDP one;branch=z9hG4bK-1,\r\n SIP / 2.0 / TCP  two : 5070 ;branch = z9hG4bK-2\r\n"
                     "f: sip:a@lab;tag=x\r\n"
                     "t:\r\n\t<sip:bob@lab;tag=no>\r\n"
                     "i: id\r\n"
                     "CSeq:\t7   OPTIONS\r\n"
                     "k: one, two\r\n"
                     "m: \"x, y\" <sip:c1>;q=1, <sip:c2>\r\n\r\n");
    const QList<Via> vias = message.vias();
    QCOMPARE(vias.size(), 2);
    QCOMPARE(vias[0].branch, "z9hG4bK-1");
    QCOMPARE(vias[1].transport, "TCP");
    QCOMPARE(vias[1].host, "two");
    QCOMPARE(vias[1].port, quint16(5070));
    QCOMPARE(vias[1].branch, "z9hG4bK-2");
    QCOMPARE(message.fromTag(), "x");
    QCOMPARE(message.toTag(), ""); // the parameter stands inside the brackets
    QCOMPARE(message.cseq(), 7U);
    QCOMPARE(message.headers("Supported"), (QByteArrayList{"one", "two"}));
    QCOMPARE(message.headers("Contact"), (QByteArrayList{"\"x, y\" <sip:c1>;q=1", "<sip:c2>"}));
    QCOMPARE(message.contactUri(), "sip:c1");
}

void TestMessage::framing()
{
    QCOMPARE(readOrFail(plainInvite + "trailing").body(), "v=0\r\n");
    Message open = readOrFail(plainInvite);
    open.removeHeader("Content-Length");
    QCOMPARE(readOrFail(open.toBytes() + "more").body(), "v=0\r\nmore"); // to the end of the datagram
}

void TestMessage::via_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("port");
    QTest::newRow("the default port") << QByteArray("SIP/2.0/UDP host") << QByteArray("host") << 5060;
    QTest::newRow("of TLS") << QByteArray("SIP/2.0/TLS host") << QByteArray("host") << 5061;
    QTest::newRow("a port") << QByteArray("SIP/2.0/UDP host:1234;branch=x") << QByteArray("host") << 1234;
    QTest::newRow("IPv6") << QByteArray("SIP/2.0/UDP [::1]") << QByteArray("[::1]") << 5060;
    QTest::newRow("IPv6 with a port") << QByteArray("SIP/2.0/UDP [::1]:99;rport") << QByteArray("[::1]") << 99;
}

void TestMessage::via()
{
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, host);
    QFETCH(const int, port);
    const auto via = readOrFail(withHeader("Via", value)).topVia();
    QVERIFY(via);
    QCOMPARE(via->host, host);
    QCOMPARE(int(via->port), port);
}

void TestMessage::responseDestination_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QByteArray>("hop");
    QTest::newRow("sent-by") << QByteArray(";branch=x") << QByteArray("host:5070");
    QTest::newRow("received, and the port of sent-by") << QByteArray(";received=1.2.3.4") << QByteArray("1.2.3.4:5070");
    QTest::newRow("received and rport") << QByteArray(";received=1.2.3.4;rport=9") << QByteArray("1.2.3.4:9");
    QTest::newRow("maddr before all") << QByteArray(";received=1.2.3.4;maddr=5.6.7.8") << QByteArray("5.6.7.8:5070");
}

void TestMessage::responseDestination()
{
    QFETCH(const QByteArray, parameters);
    QFETCH(const QByteArray, hop);
    const auto via = readOrFail(withHeader("Via", "SIP/2.0/UDP host:5070" + parameters)).topVia();
    QCOMPARE(via->responseHop().text(), hop);
    QCOMPARE(via->responseHop().transport, "udp");
}

void TestMessage::received_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const QByteArray base = "SIP/2.0/UDP ";
    QTest::newRow("the same address: untouched") << base + "1.2.3.4;x=y" << base + "1.2.3.4;x=y";
    QTest::newRow("a name") << base + "host;x=y" << base + "host;x=y;received=1.2.3.4";
    QTest::newRow("rport asked for") << base + "1.2.3.4;rport;x=y" << base + "1.2.3.4;rport=99;x=y;received=1.2.3.4";
    QTest::newRow("an old received") << base + "host;received=9.9.9.9" << base + "host;received=1.2.3.4";
}

void TestMessage::received()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    Message message = readOrFail(withHeader("Via", before));
    message.setTopViaReceived("1.2.3.4", 99);
    QCOMPARE(message.headers("Via"), QByteArrayList{after});
}

void TestMessage::edits()
{
    Message message = readOrFail(plainInvite);
    Via via;
    via.host = "127.100.0.12";
    via.branch = "z9hG4bK-proxy-1";
    message.pushVia(via);
    QCOMPARE(message.topVia(), via);
    message.setRequestUri("sip:b1@127.100.0.21");
    message.setMaxForwards(69);
    message.pushRecordRoute("sip:p1;lr");
    message.pushRecordRoute("sip:p2;lr");
    message.setRoutes({"sip:r1;lr", "sip:r2"});
    message.popRoute();
    message.addHeader("X-New", "1");
    message.setHeader("x-odd", "changed");
    QCOMPARE(message.toBytes(),
        "INVITE sip:b1@127.100.0.21 SIP/2.0\r\n"
        "Via: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-proxy-1\r\n"
        "Via: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-caller-1\r\n"
        "Route: <sip:r2>\r\n"
        "Record-Route: <sip:p2;lr>\r\n"
        "Record-Route: <sip:p1;lr>\r\n"
        "Max-Forwards: 69\r\n"
        "From: \"A, <b>\" <sip:a@lab>;tag=caller\r\n"
        "To: <sip:bob@lab>\r\n"
        "Call-ID: call-1@caller\r\n"
        "CSeq: 1 INVITE\r\n"
        "Contact: <sip:a@127.100.0.11:5060>\r\n"
        "X-Odd: changed\r\n"
        "X-New: 1\r\n"
        "Content-Length: 5\r\n"
        "\r\n"
        "v=0\r\n");
    QCOMPARE(message.routes().first().hop.text(), "r2:5060");
    QVERIFY(!message.routes().first().isLoose);
    QVERIFY(message.recordRoutes().first().isLoose);
    message.popVia();
    QCOMPARE(message.topVia()->branch, "z9hG4bK-caller-1");
    message.setHeader("To", "<sip:bob@lab>;tag=b1");
    QCOMPARE(message.toTag(), "b1"); // what was remembered of it is forgotten
}

void TestMessage::copiesShareUntilEdited()
{
    Message original = readOrFail(plainInvite);
    Message copy = original;
    copy.popVia();
    copy.setHeader("Call-ID", "other");
    QCOMPARE(original.toBytes(), plainInvite);
    QCOMPARE(original.callId(), "call-1@caller");
    original = Message(); // the copy's text outlives it
    QCOMPARE(copy.callId(), "other");
    QCOMPARE(copy.fromTag(), "caller");
}

void TestMessage::responseCopiesWhatItMust()
{
    Message invite = readOrFail(plainInvite);
    invite.pushVia({});
    invite.addHeader("Timestamp", "54");
    const Message ringing = Message::response(invite, 180, "Ringing", "b1");
    QCOMPARE(ringing.status(), 180);
    QCOMPARE(ringing.reason(), "Ringing");
    QCOMPARE(ringing.headers("Via"), invite.headers("Via"));
    QCOMPARE(ringing.headers("From"), invite.headers("From"));
    QCOMPARE(ringing.headers("To"), QByteArrayList{"<sip:bob@lab>;tag=b1"});
    QCOMPARE(ringing.callId(), invite.callId());
    QCOMPARE(ringing.headers("CSeq"), invite.headers("CSeq"));
    QVERIFY(ringing.headers("Timestamp").isEmpty());
    QCOMPARE(Message::response(invite, 100, "Trying", {}).headers("Timestamp"), QByteArrayList{"54"});
    QCOMPARE(Message::response(Message::response(invite, 180, "Ringing", "b1"), 200, "OK", "b2").toTag(), "b1"); // kept
    QVERIFY(Message::parse(ringing.toBytes()).has_value());
}

QTEST_GUILESS_MAIN(TestMessage)
#include "tst_message.moc"
