#include "StreamFraming.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// A byte stream as it comes, in whatever pieces, is cut where its messages end. RFC 3261 §18.3, RFC 5626 §3.5.1.
class StreamFramingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cuts_data();
    void cuts();
    void piecesOfAnySizeGiveTheSame_data();
    void piecesOfAnySizeGiveTheSame();
    void whatNeverEndsIsBounded();
};

namespace {
const QByteArray bye = "BYE sip:b1@lab SIP/2.0\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n";
const QByteArray info = "INFO sip:b1@lab SIP/2.0\r\nl : 5\r\nCSeq: 3 INFO\r\n\r\nhello";
const QByteArray ok = "SIP/2.0 200 OK\r\nCSeq: 2 BYE\r\nCONTENT-LENGTH:\r\n 0\r\n\r\n";

/// "57 bytes, ping, broken: why"
QStringList pieces(StreamFraming& framing)
{
    QStringList words;
    while (const auto piece = framing.next()) {
        using Kind = StreamFraming::Piece::Kind;
        if (piece->kind == Kind::Message)
            words << QString::fromLatin1(piece->bytes.left(piece->bytes.indexOf(' ')))
                    + u" %1"_s.arg(piece->bytes.size());
        else if (piece->kind == Kind::Broken)
            words << u"broken: "_s + piece->trouble;
        else
            words << (piece->kind == Kind::Ping ? u"ping"_s : u"pong"_s);
    }
    return words;
}
} // namespace

void StreamFramingTest::cuts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("expected");
    QTest::addColumn<bool>("isCut");
    const auto row = [](const char* name, const QByteArray& bytes, const QStringList& expected, bool isCut = false) {
        QTest::newRow(name) << bytes << expected << isCut;
    };
    row("one request", bye, {u"BYE 58"_s});
    row("two in one go, the second with a body and a compact length", bye + info, {u"BYE 58"_s, u"INFO 53"_s});
    row("a length on a folded line, in capitals", ok, {u"SIP/2.0 52"_s});
    row("a message that has not come whole", info.chopped(1), {}, true);
    row("half a header", bye.left(30), {}, true);
    row("a ping between two messages", bye + "\r\n\r\n" + bye, {u"BYE 58"_s, u"ping"_s, u"BYE 58"_s});
    row("half a keep-alive", bye + "\r", {u"BYE 58"_s}, false);
    row("a pong before one", "\r\n" + bye, {u"pong"_s, u"BYE 58"_s});
    row("lines that end in a bare LF", QByteArray(bye).replace("\r\n", "\n"), {u"BYE 54"_s});
    row("no Content-Length", "BYE sip:b1@lab SIP/2.0\r\nCSeq: 2 BYE\r\n\r\n",
        {u"broken: it has no Content-Length, so its end cannot be told"_s});
    row("a length that is no number", "BYE sip:b1@lab SIP/2.0\r\nContent-Length: -5\r\n\r\n",
        {u"broken: its Content-Length is no number"_s});
    row("two lengths that differ", "BYE sip:b1@lab SIP/2.0\r\nContent-Length: 5\r\nl: 6\r\n\r\n",
        {u"broken: its Content-Length is no number"_s});
    row("the same length twice", "BYE sip:b1@lab SIP/2.0\r\nContent-Length: 0\r\nl: 0\r\n\r\n", {u"BYE 51"_s});
    row("a length beyond all bounds", "BYE sip:b1@lab SIP/2.0\r\nContent-Length: 99999999\r\n\r\n",
        {u"broken: it says it has 100000051 bytes, 65535 are the most"_s});
    row("a request of another protocol", "GET / HTTP/1.1\r\nHost: lab\r\n\r\n", {u"broken: it is no SIP"_s});
    row("bytes without a line", QByteArray(9000, 'x'), {u"broken: its first line has no end after 9000 bytes"_s});
}

void StreamFramingTest::cuts()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QStringList, expected);
    QFETCH(const bool, isCut);
    StreamFraming framing;
    framing.append(bytes);
    QCOMPARE(pieces(framing), expected);
    QCOMPARE(framing.isCut(), isCut);
}

void StreamFramingTest::piecesOfAnySizeGiveTheSame_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {1, 2, 3, 7, 57, 58, 59, 1000})
        QTest::newRow(qPrintable(u"%1 bytes at a time"_s.arg(size))) << size;
}

void StreamFramingTest::piecesOfAnySizeGiveTheSame()
{
    QFETCH(const int, size);
    const QByteArray bytes = bye + info + ok + bye;
    StreamFraming framing;
    QStringList found;
    for (qsizetype at = 0; at < bytes.size(); at += size) {
        framing.append(bytes.mid(at, size));
        found += pieces(framing);
    }
    QCOMPARE(found, (QStringList{u"BYE 58"_s, u"INFO 53"_s, u"SIP/2.0 52"_s, u"BYE 58"_s}));
    QVERIFY(!framing.isCut());
}

void StreamFramingTest::whatNeverEndsIsBounded()
{
    StreamFraming framing;
    framing.append("BYE sip:b1@lab SIP/2.0\r\n");
    qsizetype given = 0;
    while (given < 10 * StreamFraming::longest) {
        framing.append("X-Line: and on and on\r\n");
        given += 23;
        const auto piece = framing.next();
        if (!piece)
            continue;
        QVERIFY(piece->trouble.startsWith(u"its header has no end after "));
        QVERIFY2(given <= StreamFraming::longest + 100, qPrintable(QString::number(given)));
        return;
    }
    QFAIL("nobody minded");
}

QTEST_GUILESS_MAIN(StreamFramingTest)
#include "tst_stream_framing.moc"
