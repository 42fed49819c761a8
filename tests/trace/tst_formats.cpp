#include "ConnectionPort.h"
#include "TraceScript.h"
#include "formats/CapturedStreams.h"
#include "formats/Exporters.h"
#include "formats/JsonWriter.h"
#include "formats/TextForm.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <algorithm>

using namespace siprace;
using siprace::test::traceOf;
using siprace::test::twoPhonesAnswer;

/// What a trace looks like in each format, as text where it is text.
class TestFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textForm_data();
    void textForm();
    void textLadder();
    void mermaid();
    void aLongMermaidDiagramIsSplit();
    void markdown();
    void jsonValue_data();
    void jsonValue();
    void everyExporterWritesSomething_data();
    void everyExporterWritesSomething();
    void captureIsWellFormed();
    void textSaysAFindingOnce();
    void captureTellsNamesAndReasons();
    void wiresharkReadsTheCapture();
    void portsAndEndsOfConnections();
    void wiresharkReadsConnections();
    void connectionsInTheTextLadder();
};

namespace {

const QString shortCall = QStringLiteral(R"(
    0-10     caller>proxy INVITE
    10-20    proxy>caller 100/INVITE by=1
    10-110   proxy>b1 INVITE by=1
    110-210  b1>proxy 200/INVITE (b1) by=3 discarded=R-259
    500-x    proxy>b1 CANCEL
)");

/// One block of a capture.
struct Block
{
    quint32 type = 0;
    QByteArray body;
};

quint32 little32(const QByteArray& bytes, qsizetype at)
{
    return qFromLittleEndian<quint32>(bytes.constData() + at);
}

/// Takes a capture apart; an empty list when a length does not hold.
QList<Block> blocksOf(const QByteArray& capture)
{
    QList<Block> blocks;
    for (qsizetype at = 0; at < capture.size();) {
        const auto length = static_cast<qsizetype>(at + 12 <= capture.size() ? little32(capture, at + 4) : 0);
        if (length < 12 || length % 4 != 0 || at + length > capture.size())
            return {};
        if (little32(capture, at + length - 4) != static_cast<quint32>(length))
            return {};
        blocks.append({little32(capture, at), capture.mid(at + 8, length - 12)});
        at += length;
    }
    return blocks;
}

/// The sum of all 16-bit words with carries folded: 0xffff when the checksum in them is right.
quint32 onesComplementSum(const QByteArray& bytes)
{
    quint32 sum = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i)
        sum += static_cast<quint32>(static_cast<unsigned char>(bytes.at(i))) << (i % 2 == 0 ? 8 : 0);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

} // namespace

void TestFormats::textForm_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("as the proxy saw it: arrivals and departures, CANCEL without a tag, a lost one departs")
        << shortCall
        << QByteArray("+0.000 caller>proxy INVITE\n"
                      "+0.000 proxy>caller 100/INVITE\n"
                      "+0.000 proxy>b1 INVITE\n"
                      "+0.200 b1>proxy 200/INVITE (b1)\n"
                      "+0.490 proxy>b1 CANCEL\n");
    QTest::newRow("without a proxy the caller tells it")
        << QStringLiteral("node caller caller A\nnode b1 callee B\n0-50 caller>b1 INVITE\n"
                          "60-110 b1>caller 200/INVITE (b1)\n110-160 caller>b1 ACK (b1) by=2\n"
                          "200-250 b1>caller BYE (b1) back\n250-300 caller>b1 200/BYE (b1) back by=4\n"
                          "900-x b1>caller OPTIONS (b1) back\n")
        << QByteArray("+0.000 caller>b1 INVITE\n"
                      "+0.110 b1>caller 200/INVITE (b1)\n"
                      "+0.110 caller>b1 ACK (b1)\n"
                      "+0.250 b1>caller BYE (b1)\n"
                      "+0.250 caller>b1 200/BYE (b1)\n");
    QTest::newRow("in one microsecond each arrival is followed by what it caused")
        << QStringLiteral("0-100 b1>proxy 200/INVITE (b1)\n0-100 b2>proxy 200/INVITE (b2)\n"
                          "100-100 proxy>caller 200/INVITE (b1) by=1\n100-150 proxy>b2 CANCEL by=1\n"
                          "100-100 proxy>caller 200/INVITE (b2) by=2\n100-100 caller>proxy ACK (b1) by=3\n"
                          "100-120 proxy>b1 ACK (b1) by=6\n")
        << QByteArray("+0.000 b1>proxy 200/INVITE (b1)\n"
                      "+0.000 proxy>caller 200/INVITE (b1)\n"
                      "+0.000 proxy>b2 CANCEL\n"
                      "+0.000 b2>proxy 200/INVITE (b2)\n"
                      "+0.000 proxy>caller 200/INVITE (b2)\n"
                      "+0.000 caller>proxy ACK (b1)\n"
                      "+0.000 proxy>b1 ACK (b1)\n");
    QTest::newRow("nothing happened") << QString() << QByteArray();
}

void TestFormats::textForm()
{
    QFETCH(const QString, script);
    QFETCH(const QByteArray, text);
    QCOMPARE(toText(traceOf(script)), text);
}

void TestFormats::textLadder()
{
    const Trace trace = traceOf(QStringLiteral("node caller caller A\nnode b1 callee B\n0-50 caller>b1 INVITE\n"
                                               "500-x caller>b1 INVITE\n600-650 b1>caller 200/INVITE (b1)\n"
                                               "650-700 caller>b1 ACK (b1) by=3 discarded=R-454\n"));
    Annotations annotations;
    annotations.comments[4] = {QStringLiteral("note R-454: deaf")};
    QCOMPARE(toTextLadder(trace, annotations),
        QByteArray("handmade\n"
                   "policy forward-all, virtual clock, seed 1, times in ms; .... sent again, X lost, # discarded\n"
                   "\n"
                   "                       A                     B\n"
                   "                       |                     |\n"
                   "     0.000             |-------INVITE------->|             1  arrives 50.000\n"
                   "   500.000             |.......INVITE......X |             2  lost, again 1\n"
                   "   600.000             |<--200/INVITE (b1)---|             3  arrives 650.000\n"
                   "   650.000             |------ACK (b1)------#|             4  arrives 700.000, discarded\n"
                   "                       |                     |\n"
                   "\n"
                   "   4  note R-454: deaf\n"));
}

void TestFormats::mermaid()
{
    const Trace trace = traceOf(QStringLiteral("node caller caller A; B\nnode b1 callee B\n0-50 caller>b1 INVITE\n"
                                               "500-x caller>b1 INVITE\n600-650 b1>caller 200/INVITE (b1)\n"));
    Annotations annotations;
    annotations.comments[3] = {QStringLiteral("it #answered")};
    QCOMPARE(findExporter(u"mermaid"), findExporter(u"mmd"));
    QCOMPARE(toMermaid(trace, annotations),
        QByteArray("sequenceDiagram\n    autonumber\n    participant n0 as A#59; B\n    participant n1 as B\n"
                   "    n0->>n1: INVITE 0 ms\n    n0--xn1: INVITE 500 ms, lost\n"
                   "    n1->>n0: 200/INVITE (b1) 600 ms\n    note over n0: it #35;answered\n"));
}

void TestFormats::aLongMermaidDiagramIsSplit()
{
    QString script;
    for (int i = 0; i < 2500; ++i)
        script += QStringLiteral("%1-%2 caller>proxy OPTIONS\n").arg(i * 10).arg(i * 10 + 5);
    const Trace trace = traceOf(script);
    const QList<QByteArray> parts = mermaidParts(trace);
    QVERIFY(parts.size() > 1);
    qsizetype arrows = 0;
    for (const QByteArray& part : parts) {
        QVERIFY(part.size() <= 50'000);
        QVERIFY(part.startsWith("sequenceDiagram\n    autonumber"));
        QVERIFY(part.contains("participant n0 as "));
        QVERIFY2(part.contains(arrows == 0 ? QByteArray("autonumber\n")
                                           : "autonumber " + QByteArray::number(arrows + 1) + " 1\n"),
            part.first(60).constData());
        arrows += part.count("OPTIONS");
    }
    QCOMPARE(arrows, 2500);
    const auto files = exportFiles(*findExporter(u"mermaid"), trace, {}, QStringLiteral("a.b/run.mmd"));
    QCOMPARE(files.size(), parts.size());
    QCOMPARE(files.at(0).path, QStringLiteral("a.b/run.mmd"));
    QCOMPARE(files.at(1).path, QStringLiteral("a.b/run-2.mmd"));
    QCOMPARE(files.at(1).bytes, parts.at(1));
    QCOMPARE(exportFiles(*findExporter(u"txt"), trace, {}, QStringLiteral("x.txt")).size(), 1);
}

void TestFormats::markdown()
{
    const QByteArray text = findExporter(u"markdown")->write(traceOf(shortCall), {});
    QVERIFY2(text.startsWith("# handmade\n\nScenario `handmade`, policy `forward-all`, "), text.constData());
    QCOMPARE(text.count("```mermaid\nsequenceDiagram\n"), 1);
    QVERIFY(text.endsWith("```\n"));
    QVERIFY(!text.contains("## Part"));
}

void TestFormats::jsonValue_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("whole milliseconds have no point") << 320.0 << QByteArray("320");
    QTest::newRow("microseconds are three decimals") << 0.001 << QByteArray("0.001");
    QTest::newRow("zeros at the end go") << 12.5 << QByteArray("12.5");
    QTest::newRow("nothing is nought") << 0.0 << QByteArray("0");
    QTest::newRow("a rounding to nought has no sign") << -0.0001 << QByteArray("0");
    QTest::newRow("hours are written out") << 1e9 << QByteArray("1000000000");
    QTest::newRow("what is no number is null") << qQNaN() << QByteArray("null");
}

void TestFormats::jsonValue()
{
    QFETCH(const double, number);
    QFETCH(const QByteArray, json);
    QCOMPARE(JsonWriter().value(number).take(), json);
}

void TestFormats::everyExporterWritesSomething_data()
{
    QTest::addColumn<QString>("id");
    for (const Exporter& exporter : exporters())
        QTest::newRow(qPrintable(exporter.label.toString())) << exporter.id.toString();
}

void TestFormats::everyExporterWritesSomething()
{
    QFETCH(const QString, id);
    const Exporter* exporter = findExporter(id);
    QVERIFY(exporter);
    QCOMPARE(findExporter(exporter->suffix), exporter);
    QVERIFY(exporter->write(traceOf(shortCall), {}).size() > exporter->write(traceOf({}), {}).size());
}

void TestFormats::captureIsWellFormed()
{
    const Trace trace = traceOf(twoPhonesAnswer());
    const QList<Block> blocks = blocksOf(toPcapng(trace));
    QCOMPARE(blocks.size(), 3 + trace.messages.size());
    QCOMPARE(blocks.at(0).type, 0x0A0D0D0AU);
    QCOMPARE(little32(blocks.at(0).body, 0), 0x1A2B3C4DU);
    QCOMPARE(blocks.at(1).type, 1U);
    QCOMPARE(blocks.at(2).type, 4U);
    Instant before{};
    for (const Block& block : blocks.sliced(3)) {
        QCOMPARE(block.type, 6U);
        const Instant at{
            Duration{static_cast<qint64>(quint64{little32(block.body, 4)} << 32 | little32(block.body, 8))}};
        QVERIFY(at >= before);
        before = at;
        const QByteArray packet = block.body.mid(20, little32(block.body, 12));
        QCOMPARE(onesComplementSum(packet.first(20)), 0xffffU);
        const QByteArray pseudo = packet.mid(12, 8) + QByteArray("\0\x11", 2) + packet.mid(24, 2);
        QCOMPARE(onesComplementSum(pseudo + packet.mid(20)), 0xffffU);
        QVERIFY(packet.mid(28).contains("Call-ID: call-1@caller"));
    }
    QCOMPARE(toMs(before), 940.0);
}

/// A finding about three messages is one line with three numbers.
void TestFormats::textSaysAFindingOnce()
{
    Annotations annotations;
    const QString often = QStringLiteral("error R-406: never acknowledged");
    annotations.comments[1] = {often};
    annotations.comments[2] = {QStringLiteral("note R-259: dropped"), often};
    annotations.comments[4] = {often};
    const QByteArray text = toTextLadder(traceOf(shortCall), annotations);
    QVERIFY2(
        text.endsWith("\n\n1, 2, 4  error R-406: never acknowledged\n   2  note R-259: dropped\n"), text.constData());
}

void TestFormats::captureTellsNamesAndReasons()
{
    Annotations annotations;
    annotations.comments[4] = {QStringLiteral("by-design R-259: dropped")};
    const QList<Block> blocks = blocksOf(toPcapng(traceOf(shortCall), annotations));
    QCOMPARE(blocks.size(), 8);
    QVERIFY(blocks.at(2).body.contains(QByteArray("Phone B1\0", 9)));
    QVERIFY(blocks.at(2).body.contains(QByteArray("\x7f\x64\x00\x0d", 4))); // 127.100.0.13
    QVERIFY(blocks.at(6).body.contains("by-design R-259: dropped"));
    QVERIFY(blocks.at(6).body.contains("discarded: R-259 as told"));
    QVERIFY(blocks.at(7).body.contains("lost"));
    QCOMPARE(little32(blocks.at(7).body, 8), 500'000U); // a lost one stands where it left
}

void TestFormats::wiresharkReadsTheCapture()
{
    const QString tshark = QStandardPaths::findExecutable(QStringLiteral("tshark"));
    if (tshark.isEmpty()) {
        qInfo("no tshark here: the structure is checked above");
        return;
    }
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.pcapng"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(toPcapng(traceOf(twoPhonesAnswer())));
    file.close();
    QProcess process;
    process.start(tshark,
        {QStringLiteral("-r"), path, QStringLiteral("-N"), QStringLiteral("n"), QStringLiteral("-T"),
            QStringLiteral("fields"), QStringLiteral("-e"), QStringLiteral("ip.src_host"), QStringLiteral("-e"),
            QStringLiteral("sip.CSeq.method"), QStringLiteral("-e"), QStringLiteral("ip.checksum.status")});
    QVERIFY(process.waitForFinished(60'000));
    const QList<QByteArray> lines = process.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(lines.size(), 22);
    QVERIFY2(lines.first().startsWith("Caller A\tINVITE"), lines.first().constData());
    QVERIFY2(lines.last().startsWith("Proxy\tBYE"), lines.last().constData());
}

namespace {
/// A call over two connections; the one to the phone is broken off.
Trace callOverTcp()
{
    using enum ConnectionEvent::What;
    Trace trace = traceOf(QStringLiteral(R"(
        0-30     caller>proxy INVITE tcp
        30-90    proxy>b1 INVITE by=1 tcp
        200-220  b1>proxy 180/INVITE (b1) by=2 tcp
        220-230  proxy>caller 180/INVITE (b1) by=3 tcp
    )"));
    for (const int n : {2, 3})
        trace.messages[n - 1].connection = 2;
    trace.connections = {{at(0ms), 1, 0, 1, 0, 0, Connecting, QStringLiteral("asks")},
        {at(20ms), 1, 0, 1, 0, 0, Connected, QStringLiteral("stands")},
        {at(30ms), 2, 1, 2, 1, 0, Connecting, QStringLiteral("asks")},
        {at(70ms), 2, 1, 2, 1, 0, Connected, QStringLiteral("stands")},
        {at(300ms), 2, 1, 2, 2, 0, Reset, QStringLiteral("broken off")},
        {at(320ms), 2, 1, 2, 1, 0, Reset, QStringLiteral("heard of it")},
        {at(400ms), 1, 0, 1, 0, 0, HalfClosed, QStringLiteral("closes")},
        {at(410ms), 1, 0, 1, 1, 0, HalfClosed, QStringLiteral("closes too")},
        {at(420ms), 1, 0, 1, 0, 0, Closed, QStringLiteral("closed")}};
    return trace;
}
} // namespace

void TestFormats::connectionsInTheTextLadder()
{
    const QStringList lines = QString::fromUtf8(toTextLadder(callOverTcp())).split(u'\n');
    const auto isThere = [&lines](const QString& time, const QString& words) {
        return std::any_of(lines.begin(), lines.end(), [&](const QString& line) {
            return line.trimmed().startsWith(time) && line.contains(u'*') && line.endsWith(words);
        });
    };
    QVERIFY2(
        isThere(QStringLiteral("20.000"), QStringLiteral("connection 1: connected")), qPrintable(lines.join(u'\n')));
    QVERIFY(isThere(QStringLiteral("300.000"), QStringLiteral("connection 2: reset")));
    QVERIFY(isThere(QStringLiteral("410.000"), QStringLiteral("connection 1: half-closed")));
}

/// Two phones of one host; one closes its side while its request is under way.
void TestFormats::portsAndEndsOfConnections()
{
    using What = ConnectionEvent::What;
    Trace trace;
    trace.nodes = {{QStringLiteral("a"), Role::External, {}, QStringLiteral("10.0.0.5:5060")},
        {QStringLiteral("b"), Role::External, {}, QStringLiteral("10.0.0.5:5061")},
        {QStringLiteral("proxy"), Role::Proxy, {}, QStringLiteral("10.0.0.1:5060")}};
    const QString asks = QStringLiteral("A asks Proxy for connection 1.");
    QCOMPARE(withPort(asks, 6301), QStringLiteral("A asks Proxy for connection 1, from its port 6301."));
    trace.connections = {{at(0ms), 1, 0, 2, 0, 0, What::Connecting, withPort(asks, 6301)},
        {at(0ms), 2, 1, 2, 1, 0, What::Connecting, withPort(asks, 6302)},
        {at(2ms), 1, 0, 2, 0, 0, What::HalfClosed, QStringLiteral("A closes its side.")}};
    TraceMessage message;
    message.n = 1;
    message.from = 0;
    message.to = 2;
    message.sent = at(1ms);
    message.connection = 1;
    trace.messages = {message};

    CapturedStreams streams;
    QStringList packets; // port of the sender, flags
    const auto note = [&packets](const QByteArray& bytes) {
        packets << QStringLiteral("%1 %2")
                       .arg(qFromBigEndian<quint16>(bytes.constData() + 20))
                       .arg(static_cast<quint8>(bytes.at(33)), 2, 16, QLatin1Char('0'));
    };
    while (const auto event = streams.nextEvent(trace, at(5ms)))
        note(streams.packetOf(trace, *event));
    trace.messages[0].arrived = at(21ms);
    note(streams.packetOf(trace, trace.messages.first(), "OPTIONS"));
    const auto end = streams.nextEvent(trace, at(30ms));
    QVERIFY(end && end->what == What::HalfClosed && end->at == at(21ms));
    note(streams.packetOf(trace, *end));
    QVERIFY(!streams.nextEvent(trace, Instant::max()));
    const QStringList expected{
        QStringLiteral("6301 02"), QStringLiteral("6302 02"), QStringLiteral("6301 18"), QStringLiteral("6301 11")};
    QCOMPARE(packets, expected);
}

void TestFormats::wiresharkReadsConnections()
{
    const QString tshark = QStandardPaths::findExecutable(QStringLiteral("tshark"));
    if (tshark.isEmpty()) {
        qInfo("no tshark here");
        return;
    }
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.pcapng"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(toPcapng(callOverTcp()));
    file.close();
    QProcess process;
    QStringList arguments{QStringLiteral("-r"), path, QStringLiteral("-o"), QStringLiteral("tcp.check_checksum:TRUE"),
        QStringLiteral("-T"), QStringLiteral("fields"), QStringLiteral("-E"), QStringLiteral("separator=,")};
    for (const char* field : {"tcp.stream", "tcp.srcport", "tcp.flags.str", "tcp.checksum.status", "tcp.analysis.flags",
             "sip.Method", "sip.Status-Code"})
        arguments << QStringLiteral("-e") << QString::fromLatin1(field);
    process.start(tshark, arguments);
    QVERIFY(process.waitForFinished(60'000));
    QStringList found;
    for (const QByteArray& line : process.readAllStandardOutput().trimmed().split('\n'))
        found << QString::fromUtf8(line).remove(QStringLiteral("·"));
    // Stream, port of the sender, flags, checksum right, nothing strange, and what Wireshark makes of it.
    const QStringList expected{QStringLiteral("0,49152,S,1,,,"), QStringLiteral("0,5060,AS,1,,,"),
        QStringLiteral("1,49152,S,1,,,"), QStringLiteral("0,49152,AP,1,,INVITE,"), QStringLiteral("1,5060,AS,1,,,"),
        QStringLiteral("1,49152,AP,1,,INVITE,"), QStringLiteral("1,5060,AP,1,,,180"),
        QStringLiteral("0,5060,AP,1,,,180"), QStringLiteral("1,5060,AR,1,,,"), QStringLiteral("0,49152,AF,1,,,"),
        QStringLiteral("0,5060,AF,1,,,")};
    QCOMPARE(found, expected);
}

QTEST_GUILESS_MAIN(TestFormats)
#include "tst_formats.moc"
