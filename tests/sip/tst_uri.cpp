#include "Uri.h"

#include <QTest>

using namespace siprace;
using namespace siprace::sip;
using namespace Qt::StringLiterals;

/// Addresses taken apart and compared. RFC 3261 §10.3, §19.1, §19.1.4.
class UriTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void uri_data();
    void uri();
    void sameUris_data();
    void sameUris();
    void addressOfRecord_data();
    void addressOfRecord();
};

void UriTest::uri_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("hop"); ///< empty: no URI
    QTest::newRow("a host") << QByteArray("sip:bob@Lab") << QByteArray("lab:5060 udp");
    QTest::newRow("a port and a transport") << QByteArray("sip:h:99;transport=TCP") << QByteArray("h:99 tcp");
    QTest::newRow("sips") << QByteArray("sips:h") << QByteArray("h:5061 tls");
    QTest::newRow("maddr") << QByteArray("sip:bob@lab;maddr=1.2.3.4") << QByteArray("1.2.3.4:5060 udp");
    QTest::newRow("an @ in the user") << QByteArray("sip:user;par=u%40example.net@host") << QByteArray("host:5060 udp");
    QTest::newRow("headers") << QByteArray("sip:h?Route=x") << QByteArray("h:5060 udp");
    QTest::newRow("IPv6") << QByteArray("sip:a@[::1]:7") << QByteArray("[::1]:7 udp");
    QTest::newRow("no scheme") << QByteArray("bob") << QByteArray();
    QTest::newRow("no host") << QByteArray("sip:") << QByteArray();
    QTest::newRow("a port that is none") << QByteArray("sip:h:x") << QByteArray();
}

void UriTest::uri()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, hop);
    const auto uri = Uri::parse(text);
    QCOMPARE(uri.has_value(), !hop.isEmpty());
    if (uri)
        QCOMPARE(uri->hop().text() + ' ' + uri->hop().transport, hop);
}

void UriTest::sameUris_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("isSame");
    const auto row = [](const char* name, const char* a, const char* b, bool isSame) {
        QTest::newRow(name) << QByteArray(a) << QByteArray(b) << isSame;
    };
    // The examples of RFC 3261 §19.1.4.
    row("escapes and case", "sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true);
    row("a parameter that only one has", "sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true);
    row("two that each only one has", "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5", true);
    row("a parameter with another value", "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off",
        false);
    row("the case of the user", "sip:ALICE@AtLanTa.CoM", "sip:alice@AtLanTa.CoM", false);
    row("the default port said or not", "sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false);
    row("the transport said or not", "sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false);
    row("two schemes", "sip:a@b", "sips:a@b", false);
}

void UriTest::sameUris()
{
    QFETCH(const QByteArray, a);
    QFETCH(const QByteArray, b);
    QFETCH(const bool, isSame);
    QCOMPARE(sameUri(a, b), isSame);
    QCOMPARE(sameUri(b, a), isSame);
}

void UriTest::addressOfRecord_data()
{
    QTest::addColumn<QByteArray>("uri");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("parameters and port go")
        << QByteArray("sip:bob@LAB:5070;transport=tcp?x=y") << QByteArray("sip:bob@lab");
    QTest::newRow("escapes are undone, the password goes")
        << QByteArray("sip:b%6fb:pw@lab") << QByteArray("sip:bob@lab");
    QTest::newRow("a domain") << QByteArray("sip:lab") << QByteArray("sip:lab");
}

void UriTest::addressOfRecord()
{
    QFETCH(const QByteArray, uri);
    QFETCH(const QByteArray, address);
    QCOMPARE(Uri::parse(uri)->addressOfRecord(), address);
}

QTEST_APPLESS_MAIN(UriTest)
#include "tst_uri.moc"
