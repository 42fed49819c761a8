#include "Trace.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {
const QByteArray invite = "INVITE sip:bob@lab SIP/2.0\r\n"
                          "Via: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-proxy-1\r\n"
                          "Via: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-caller-1\r\n"
                          "From: \"Caller; tag=fake\" <sip:alice@lab;tag=uri>;tag=caller\r\n"
                          "To: <sip:bob@lab>\r\n"
                          "Call-ID: call-1@caller\r\n"
                          "CSeq: 7 INVITE\r\n"
                          "Contact: \"A\" <sip:alice@127.100.0.11:5060>;expires=60\r\n"
                          "Content-Length: 0\r\n\r\n";

QByteArray withLine(const QByteArray& line)
{
    return "SIP/2.0 200 OK\r\n" + line + "\r\n\r\n";
}
} // namespace

class FieldsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void request();
    void oneHeader_data();
    void oneHeader();
    void firstLine_data();
    void firstLine();
    void bytesThatAreNoMessage_data();
    void bytesThatAreNoMessage();
};

void FieldsTest::request()
{
    const MessageFields fields = readFields(invite);
    QCOMPARE(fields.firstLine, "INVITE sip:bob@lab SIP/2.0"_ba);
    QCOMPARE(fields.method, "INVITE"_ba);
    QCOMPARE(fields.requestUri, "sip:bob@lab"_ba);
    QCOMPARE(fields.status, 0);
    QCOMPARE(fields.cseq, 7U);
    QCOMPARE(fields.cseqMethod, "INVITE"_ba);
    QCOMPARE(fields.callId, "call-1@caller"_ba);
    QCOMPARE(fields.fromTag, "caller"_ba);
    QCOMPARE(fields.toTag, ""_ba);
    QCOMPARE(fields.branch, "z9hG4bK-proxy-1"_ba);
    QCOMPARE(fields.contact, "sip:alice@127.100.0.11:5060"_ba);
    QVERIFY(fields.isRequest());
    QVERIFY(fields.isSip());
}

void FieldsTest::oneHeader_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fromTag");
    QTest::addColumn<QByteArray>("toTag");
    QTest::addColumn<QByteArray>("branch");
    QTest::addColumn<QByteArray>("contact");

    const QByteArray none;
    QTest::newRow("a tag behind a URI in brackets") << "From: <sip:a@b>;tag=x"_ba
                                                    << "x"_ba << none << none << none;
    QTest::newRow("a tag without brackets") << "To: sip:a@b;tag=y"_ba << none << "y"_ba << none << none;
    QTest::newRow("compact names")
        << "f: <sip:a@b>;tag=x\r\nt: <sip:c@d>;tag=y\r\nv: SIP/2.0/UDP h;branch=z\r\nm: <sip:e@f>"_ba
        << "x"_ba
        << "y"_ba
        << "z"_ba
        << "sip:e@f"_ba;
    QTest::newRow("names in capitals") << "TO: <sip:c@d>;TAG=y"_ba << none << "y"_ba << none << none;
    QTest::newRow("white space around everything")
        << "To  :   <sip:c@d> ; tag = y  "_ba << none << "y"_ba << none << none;
    QTest::newRow("a folded header") << "To: <sip:c@d>\r\n ;tag=y"_ba << none << "y"_ba << none << none;
    QTest::newRow("a tag inside the display name is no tag")
        << "To: \"x;tag=no\" <sip:c@d>"_ba << none << none << none << none;
    QTest::newRow("a parameter of the URI is no tag") << "To: <sip:c@d;tag=no>"_ba << none << none << none << none;
    QTest::newRow("the first of two Via values in one line")
        << "Via: SIP/2.0/UDP a;branch=one, SIP/2.0/UDP b;branch=two"_ba << none << none << "one"_ba << none;
    QTest::newRow("a first Via without branch borrows none")
        << "Via: SIP/2.0/UDP a\r\nVia: SIP/2.0/UDP b;branch=two"_ba << none << none << none << none;
    QTest::newRow("a first Via without branch borrows none in its line")
        << "Via: SIP/2.0/UDP a,b;branch=two"_ba << none << none << none << none;
    QTest::newRow("what follows a blank is none of a branch")
        << "Via: SIP/2.0/UDP a;branch=one two\r\n three"_ba << none << none << "one"_ba << none;
    QTest::newRow("the first of two contacts")
        << "Contact: sip:a@b;q=1, <sip:c@d>"_ba << none << none << none << "sip:a@b"_ba;
    QTest::newRow("a header without a value") << "To:"_ba << none << none << none << none;
    QTest::newRow("a line that is no header") << "nonsense"_ba << none << none << none << none;
    QTest::newRow("a URI that is never closed") << "To: <sip:c@d;tag=y"_ba << none << none << none << none;
}

void FieldsTest::oneHeader()
{
    QFETCH(const QByteArray, line);
    const MessageFields fields = readFields(withLine(line));
    QCOMPARE(fields.status, 200);
    QTEST(fields.fromTag, "fromTag");
    QTEST(fields.toTag, "toTag");
    QTEST(fields.branch, "branch");
    QTEST(fields.contact, "contact");
}

void FieldsTest::firstLine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    QTest::newRow("a response with a reason") << "SIP/2.0 487 Request Terminated"_ba
                                              << ""_ba << 487;
    QTest::newRow("a response without one") << "SIP/2.0 180 "_ba
                                            << ""_ba << 180;
    QTest::newRow("an unknown method") << "FROB sip:x SIP/2.0"_ba
                                       << "FROB"_ba << 0;
    QTest::newRow("another version") << "INVITE sip:x SIP/7.0"_ba
                                     << "INVITE"_ba << 0;
    QTest::newRow("only the first line") << "BYE sip:x SIP/2.0"_ba
                                         << "BYE"_ba << 0;
}

void FieldsTest::firstLine()
{
    QFETCH(const QByteArray, line);
    const MessageFields fields = readFields(line);
    QTEST(fields.method, "method");
    QTEST(fields.status, "status");
    QCOMPARE(fields.firstLine, line);
    QVERIFY(fields.isSip());
}

void FieldsTest::bytesThatAreNoMessage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("a keep-alive") << "\r\n\r\n"_ba;
    QTest::newRow("zeros") << QByteArray(64, '\0');
    QTest::newRow("another protocol") << "GET / HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("a status out of range") << "SIP/2.0 999 Far out\r\n\r\n"_ba;
    QTest::newRow("a status that is no number") << "SIP/2.0 OK\r\n\r\n"_ba;
    QTest::newRow("a method with a quote in it") << "IN\"VITE sip:x SIP/2.0\r\n\r\n"_ba;
    QTest::newRow("no request URI") << "INVITE SIP/2.0\r\n\r\n"_ba;
}

void FieldsTest::bytesThatAreNoMessage()
{
    QFETCH(const QByteArray, bytes);
    const MessageFields fields = readFields(bytes);
    QVERIFY(!fields.isSip());
    QCOMPARE(fields, MessageFields{});
}

QTEST_APPLESS_MAIN(FieldsTest)
#include "tst_fields.moc"
