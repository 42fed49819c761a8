#include "TortureRuns.h"

#include <QTest>

#include <algorithm>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Every message of RFC 4475 and RFC 5118 to a proxy, a caller and a callee, over UDP and over TCP, and what each makes
/// of it.
class TortureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMessageHasARow();
    void overUdp_data();
    void overUdp();
    void overTcp_data();
    void overTcp();
    void theRestOfItComes();
    void says_data();
    void says();
};

namespace {
struct Row
{
    const char* file;
    const char* proxy;
    const char* caller;
    const char* callee;
};

// What the proxy finds no user for gets 404, and 500 where the way leads out of the lab (R-266). A caller takes no
// calls: 480. REGISTER to a phone: 405.
const Row rows[] = {
    // valid, RFC 4475 §3.1.1
    {"rfc4475/wsinv", "100, 500", "481", "481"}, // its To has a tag
    {"rfc4475/intmeth", "404", "501", "501"},
    {"rfc4475/esc01", "404", "480", "180, 200"},
    {"rfc4475/escnull", "200", "405", "405"},
    {"rfc4475/esc02", "404", "405", "405"},
    {"rfc4475/lwsdisp", "OPTIONS to callee, 200", "200", "200"},
    {"rfc4475/longreq", "100, INVITE to callee, 180, 200", "480", "180, 200"},
    {"rfc4475/dblreq", "200", "405", "405"},
    {"rfc4475/semiuri", "404", "200", "200"},
    {"rfc4475/transports", "OPTIONS to callee, 200", "200", "200"},
    {"rfc4475/mpart01", "(MESSAGE)", "405", "405"},
    {"rfc4475/unreason", "discarded", "nothing", "nothing"},
    {"rfc4475/noreason", "discarded", "nothing", "nothing"},
    // invalid, §3.1.2
    {"rfc4475/badinv01", "400", "400", "400"},
    {"rfc4475/clerr", "400", "400", "400"},
    {"rfc4475/ncl", "400", "400", "400"},
    {"rfc4475/scalar02", "400", "400", "400"},
    {"rfc4475/scalarlg", "discarded", "discarded", "discarded"},
    {"rfc4475/quotbal", "(400)", "(400)", "(400)"}, // its Via has another port
    {"rfc4475/ltgtruri", "400", "400", "400"},
    {"rfc4475/lwsruri", "400", "400", "400"},
    {"rfc4475/lwsstart", "100, INVITE to callee, 180, 200", "480", "180, 200"},
    {"rfc4475/trws", "400", "400", "400"},
    {"rfc4475/escruri", "100, INVITE to callee, 180, 200", "480", "180, 200"},
    {"rfc4475/baddate", "100, INVITE to callee, ACK to callee, 400", "400", "400"},
    {"rfc4475/regbadct", "400", "400", "400"},
    {"rfc4475/badaspec", "OPTIONS to callee, 200", "200", "200"}, // the spaces do no harm
    {"rfc4475/baddn", "400", "400", "400"},
    {"rfc4475/badvers", "505", "505", "505"},
    {"rfc4475/mismatch01", "400", "400", "400"},
    {"rfc4475/mismatch02", "400", "400", "400"},
    {"rfc4475/bigcode", "discarded", "discarded", "discarded"},
    // on the edge, §3.2 to §3.4
    {"rfc4475/badbranch", "OPTIONS to callee, 200", "200", "200"}, // matched as RFC 2543 does
    {"rfc4475/insuf", "400", "400", "400"},
    {"rfc4475/unkscm", "416", "416", "416"},
    {"rfc4475/novelsc", "416", "416", "416"},
    {"rfc4475/unksm2", "400", "405", "405"}, // here the proxy is the registrar
    {"rfc4475/bext01", "(420)", "420", "420"}, // its Via is TLS: port 5061
    {"rfc4475/invut", "100, INVITE to callee, ACK to callee, 415", "415", "415"},
    {"rfc4475/regaut01", "200", "405", "405"},
    {"rfc4475/multi01", "400", "400", "400"},
    {"rfc4475/mcl01", "400", "400", "400"},
    {"rfc4475/bcast", "discarded", "nothing", "nothing"},
    {"rfc4475/zeromf", "483", "200", "200"},
    {"rfc4475/cparam01", "200", "405", "405"},
    {"rfc4475/cparam02", "200", "405", "405"},
    {"rfc4475/regescrt", "200", "405", "405"},
    {"rfc4475/sdp01", "100, INVITE to callee, ACK to callee, 406", "406", "406"},
    {"rfc4475/inv2543", "100, INVITE to callee, 180, 200", "480", "180, 200"},
    {"rfc4475/test", "discarded", "discarded", "discarded"},
    // RFC 5118
    {"rfc5118/ipv6-good", "500", "405", "405"},
    {"rfc5118/ipv6-bad", "400", "400", "400"},
    {"rfc5118/port-ambiguous", "500", "405", "405"},
    {"rfc5118/port-unambiguous", "500", "405", "405"},
    {"rfc5118/via-received-param-with-delim", "500", "481", "481"},
    {"rfc5118/via-received-param-no-delim", "500", "200", "200"},
    {"rfc5118/ipv6-in-sdp", "100, 500", "480", "180, 200"},
    {"rfc5118/mult-ip-in-header", "(404)", "481", "481"},
    {"rfc5118/mult-ip-in-sdp", "100, 500", "480", "180, 200"},
    {"rfc5118/ipv4-mapped-ipv6", "INVITE to callee, (100), (180), (200)", "480", "180, 200"},
    {"rfc5118/ipv6-bug-abnf-3-colons", "500", "200", "200"},
    {"rfc5118/ipv6-correct-abnf-2-colons", "500", "200", "200"},
};

struct StreamRow
{
    Row as;
    const char* connection;
};

// Where a stream cannot be cut into messages any more it is broken off; where a message is not whole the rest is
// awaited. RFC 3261 §18.3. All others are what they are over UDP, and their connection stays.
const StreamRow streamRows[] = {
    {{"rfc4475/dblreq", "200, 404", "405, 480", "405, 180, 200"}, "it is no SIP after 0 s"}, // both, and what is left
    {{"rfc4475/clerr", "nothing", "nothing", "nothing"}, "the rest of a message has not come for 32.0 s after 32 s"},
    {{"rfc4475/ncl", "nothing", "nothing", "nothing"}, "its Content-Length is no number after 0 s"},
    {{"rfc4475/baddn", "nothing", "nothing", "nothing"}, "the rest of a message has not come for 32.0 s after 32 s"},
    {{"rfc4475/mcl01", "nothing", "nothing", "nothing"}, "its Content-Length is no number after 0 s"},
    {{"rfc4475/inv2543", "nothing", "nothing", "nothing"},
        "it has no Content-Length, so its end cannot be told after 0 s"},
    {{"rfc4475/test", "nothing", "nothing", "nothing"}, "it is no SIP after 0 s"},
};

QString fileOf(const char* name)
{
    return QString::fromLatin1(name) + u".dat"_s;
}
} // namespace

void TortureTest::everyMessageHasARow()
{
    QStringList named;
    for (const Row& row : rows)
        named << fileOf(row.file);
    named.sort();
    QStringList files = tortureFiles();
    files.sort();
    QCOMPARE(files.size(), 62);
    QCOMPARE(named, files);
}

void TortureTest::overUdp_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("node");
    QTest::addColumn<QString>("done");
    for (const Row& row : rows) {
        const std::pair<const char*, const char*> cells[]
            = {{"proxy", row.proxy}, {"caller", row.caller}, {"callee", row.callee}};
        for (const auto& [node, done] : cells)
            QTest::addRow("%s to the %s: %s", row.file, node, done)
                << fileOf(row.file) << QString::fromLatin1(node) << QString::fromLatin1(done);
    }
}

void TortureTest::overUdp()
{
    QFETCH(const QString, file);
    QFETCH(const QString, node);
    const QByteArray message = tortureMessage(file);
    QVERIFY(!message.isEmpty());
    const TortureRun run = tortureRun(node, message);
    QTEST(whatWasDone(run, node), "done");
    QCOMPARE(run.trace.messages.at(0).raw.bytes(), message);
}

void TortureTest::overTcp_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("node");
    QTest::addColumn<QString>("done");
    QTest::addColumn<QString>("connection");
    for (const Row& datagram : rows) {
        const auto stream = std::ranges::find(streamRows, QByteArrayView(datagram.file),
            [](const StreamRow& one) { return QByteArrayView(one.as.file); });
        const bool isLikeUdp = stream == std::end(streamRows);
        const Row& row = isLikeUdp ? datagram : stream->as;
        const char* connection = isLikeUdp ? "open" : stream->connection;
        const std::pair<const char*, const char*> cells[]
            = {{"proxy", row.proxy}, {"caller", row.caller}, {"callee", row.callee}};
        for (const auto& [node, done] : cells)
            QTest::addRow("%s to the %s: %s; %s", row.file, node, done, connection) << fileOf(
                row.file) << QString::fromLatin1(node) << QString::fromLatin1(done) << QString::fromLatin1(connection);
    }
}

void TortureTest::overTcp()
{
    QFETCH(const QString, file);
    QFETCH(const QString, node);
    QFETCH(const QString, connection);
    const TortureRun run = tortureStream(node, tortureMessage(file), connection.endsWith(u" 32 s"_s) ? "40s" : "3s");
    QTEST(whatWasDone(run, node), "done");
    QTEST(whatBecameOfTheConnection(run), "connection");
}

/// Content-Length says 9999: with so many it is a message like any other, and what follows is the next one.
void TortureTest::theRestOfItComes()
{
    const QByteArray message = tortureMessage(u"rfc4475/clerr.dat"_s);
    const qsizetype there = message.size() - message.indexOf("\r\n\r\n") - 4;
    const QByteArray next = tortureMessage(u"rfc4475/zeromf.dat"_s);
    const TortureRun run = tortureStream(u"callee"_s, message + QByteArray(9999 - there, 'x') + next);
    QCOMPARE(whatBecameOfTheConnection(run), u"open"_s);
    QCOMPARE(run.trace.messages.first().raw.bytes().size(), message.size() - there + 9999);
    QCOMPARE(whatWasDone(run, u"callee"_s), u"180, 200"_s); // of the INVITE; 200 of the OPTIONS too
}

void TortureTest::says_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("node");
    QTest::addColumn<QByteArrayList>("has");
    QTest::addColumn<QByteArrayList>("lacks");
    using Words = QByteArrayList;
    const QString proxy = u"proxy"_s;
    const QString callee = u"callee"_s;
    QTest::newRow("intmeth: 501 with Allow") << u"rfc4475/intmeth"_s << callee << Words{"\r\nAllow: INVITE"} << Words{};
    QTest::newRow("esc02: 405 with Allow") << u"rfc4475/esc02"_s << callee << Words{"\r\nAllow: INVITE"} << Words{};
    QTest::newRow("escnull: two contacts, not cut at the NUL")
        << u"rfc4475/escnull"_s << proxy << Words{"<sip:%00@host5.example.com>", "<sip:%00%00@host5.example.com>"}
        << Words{};
    QTest::newRow("dblreq: nothing of the trailing INVITE")
        << u"rfc4475/dblreq"_s << proxy << Words{"REGISTER"} << Words{"INVITE"};
    QTest::newRow("lwsstart: forwarded without the extra spaces")
        << u"rfc4475/lwsstart"_s << proxy << Words{"INVITE sip:callee@"} << Words{"INVITE  "};
    QTest::newRow("escruri: the escaped header goes nowhere")
        << u"rfc4475/escruri"_s << proxy << Words{"INVITE sip:callee@"} << Words{"%3C", "Route: <sip:example.com>"};
    QTest::newRow("baddate: forwarded as it is")
        << u"rfc4475/baddate"_s << proxy << Words{"Date: Fri, 01 Jan 2010 16:00:00 EST"} << Words{};
    QTest::newRow("transports: the lower Vias as they are")
        << u"rfc4475/transports"_s << proxy << Words{"SIP/2.0/UNKNOWN t4.example.com"} << Words{};
    QTest::newRow("badvers: what was asked comes back")
        << u"rfc4475/badvers"_s << proxy << Words{"Call-ID: badvers.31417@c.example.com", "CSeq: 1 OPTIONS"} << Words{};
    QTest::newRow("clerr: says what is wrong")
        << u"rfc4475/clerr"_s << proxy << Words{"Content-Length says 9999"} << Words{};
    QTest::newRow("bext01: what the phone does not know")
        << u"rfc4475/bext01"_s << callee << Words{"Unsupported: nothingSupportsThis, nothingSupportsThisEither"}
        << Words{"noProxiesSupportThis"};
    QTest::newRow("multi01: each header comes back once")
        << u"rfc4475/multi01"_s << proxy << Words{"Call-ID: "} << Words{"CSeq: 59 INVITE"};
    QTest::newRow("cparam01: the parameter is the header's")
        << u"rfc4475/cparam01"_s << proxy << Words{"<sip:+19725552222@gw1.example.net>;"} << Words{"net;unknownparam>"};
    QTest::newRow("cparam02: the parameter is the URI's")
        << u"rfc4475/cparam02"_s << proxy << Words{"<sip:+19725552222@gw1.example.net;unknownparam>"} << Words{};
    QTest::newRow("regescrt: the header stays in the URI")
        << u"rfc4475/regescrt"_s << proxy << Words{"?Route=%3Csip:sip.example.com%3E>"} << Words{"\r\nRoute:"};
    QTest::newRow("sdp01: 406 with a Warning")
        << u"rfc4475/sdp01"_s << callee << Words{"Warning: 399"} << Words{"application/sdp"};
    QTest::newRow("invut: 415 says what is read")
        << u"rfc4475/invut"_s << callee << Words{"Accept: application/sdp"} << Words{};
    QTest::newRow("inv2543: Max-Forwards is added")
        << u"rfc4475/inv2543"_s << proxy << Words{"Max-Forwards: 70"} << Words{};
}

void TortureTest::says()
{
    QFETCH(const QString, file);
    QFETCH(const QString, node);
    QFETCH(const QByteArrayList, has);
    QFETCH(const QByteArrayList, lacks);
    const QByteArray sent = whatWasSent(tortureRun(node, tortureMessage(file + u".dat"_s)), node);
    for (const QByteArray& word : has)
        QVERIFY2(sent.contains(word), sent.constData());
    for (const QByteArray& word : lacks)
        QVERIFY2(!sent.contains(word), sent.constData());
}

QTEST_GUILESS_MAIN(TortureTest)
#include "tst_torture.moc"
