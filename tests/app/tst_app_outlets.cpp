#include "AppProcess.h"

#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>
#include <QtEndian>

#include <csignal>

using namespace siprace::app_test;
using namespace Qt::StringLiterals;

namespace {

/// The chunks of a HEP3 packet by number; empty when it is none.
QHash<quint16, QByteArray> chunksOf(const QByteArray& packet)
{
    QHash<quint16, QByteArray> chunks;
    if (!packet.startsWith("HEP3") || qFromBigEndian<quint16>(packet.constData() + 4) != packet.size())
        return chunks;
    for (qsizetype at = 6; at + 6 <= packet.size();) {
        const auto length = qFromBigEndian<quint16>(packet.constData() + at + 4);
        chunks.insert(qFromBigEndian<quint16>(packet.constData() + at + 2), packet.mid(at + 6, length - 6));
        at += length;
    }
    return chunks;
}

} // namespace

/// What leaves a run while it goes on: a capture that grows, packets to a collector.
class AppOutletsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCaptureIsWhatAnExportIs();
    void itsConnectionsEndInItToo();
    void aCollectorGetsEveryMessage();
    void refused_data();
    void refused();
    void whatAPhoneSendsIsCapturedWhenItComes();
    void aFullDiskEndsTheCaptureAlone();
};

void AppOutletsTest::aCaptureIsWhatAnExportIs()
{
    const QTemporaryDir folder;
    const QString capture = folder.filePath(u"run.pcapng"_s);
    QCOMPARE(runProgram(words("run two-phones-answer --policy drop-late-2xx --quiet --capture") + QStringList{capture})
                 .status,
        0);
    QProcess tshark;
    tshark.start(u"tshark"_s,
        words("-N n -T fields -e ip.src_host -e sip.Method -e sip.Status-Code -e frame.time_delta -r")
            + QStringList{capture});
    QVERIFY2(tshark.waitForFinished(120'000) && tshark.exitCode() == 0, "tshark is missing; scripts/setup installs it");
    const QList<QByteArray> rows = tshark.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(rows.size(), 29);
    QVERIFY2(rows.first().startsWith("Caller A\tINVITE"), rows.first().constData());
    QVERIFY2(rows.at(1).endsWith("\t0.010000000"), rows.at(1).constData()); // the 100, one link later
}

/// A connection is closed after the last message.
void AppOutletsTest::itsConnectionsEndInItToo()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"closed.yaml"_s);
    const QString live = folder.filePath(u"live.pcapng"_s);
    const QString exported = folder.filePath(u"exported.pcapng"_s);
    QVERIFY(writeText(file,
        "siprace: 1\ntitle: T\nsummary: S.\nreference: RFC 3261\ntransport: tcp\nnodes:\n  caller: {role: caller}\n"
        "  b1: {role: callee, answer: 1s}\nscript:\n  - {at: 0s, node: caller, do: call, to: b1}\n"
        "  - {at: 3s, node: caller, do: hang-up}\n  - {at: 5s, node: caller, do: disconnect}\n"));
    QCOMPARE(runProgram({u"run"_s, file, u"--quiet"_s, u"--capture"_s, live}).status, 0);
    QCOMPARE(runProgram({u"export"_s, file, u"--to"_s, exported}).status, 0);
    const auto packets = [](const QString& capture) {
        QProcess tshark;
        tshark.start(u"tshark"_s, words("-N n -T fields -e tcp.flags -r") + QStringList{capture});
        return tshark.waitForFinished(120'000) ? tshark.readAllStandardOutput().trimmed().split('\n')
                                               : QList<QByteArray>();
    };
    const QList<QByteArray> there = packets(live);
    QVERIFY2(there.last().toInt(nullptr, 16) & 1, there.join(' ').constData()); // FIN
    QCOMPARE(there, packets(exported));
}

void AppOutletsTest::aCollectorGetsEveryMessage()
{
    QUdpSocket collector;
    QVERIFY(collector.bind(QHostAddress::LocalHost));
    collector.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 1'000'000);
    const QString address = u"127.0.0.1:%1"_s.arg(collector.localPort());
    QCOMPARE(runProgram(words("run auth-cseq-gap --quiet --hep") + QStringList{address}).status, 0);
    QList<QHash<quint16, QByteArray>> packets;
    while (collector.hasPendingDatagrams() || collector.waitForReadyRead(1000)) {
        QByteArray packet(collector.pendingDatagramSize(), '\0');
        collector.readDatagram(packet.data(), packet.size());
        packets.append(chunksOf(packet));
    }
    QVERIFY(packets.size() > 8);
    const auto& first = packets.first();
    QCOMPARE(first.value(1), QByteArray("\x02")); // IPv4
    QCOMPARE(first.value(2), QByteArray("\x11")); // UDP
    QCOMPARE(first.value(3).toHex(), "7f64000b"); // the caller, 127.100.0.11
    QCOMPARE(qFromBigEndian<quint16>(first.value(8).constData()), 5060);
    QCOMPARE(first.value(11), QByteArray("\x01")); // SIP
    QVERIFY(first.value(15).startsWith("INVITE sip:"));
    QVERIFY(first.value(15).contains("Call-ID: " + first.value(17)));
    int credentials = 0;
    for (const auto& packet : packets) {
        const QByteArray text = packet.value(15);
        QCOMPARE(text.contains("response=\""), text.contains("response=\"xxxxxxxx"));
        credentials += text.contains("response=\"") ? 1 : 0;
    }
    QVERIFY(credentials > 0);
}

void AppOutletsTest::refused_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("line");
    QTest::newRow("a collector without a port that is one")
        << u"--hep 127.0.0.1:phone"_s << 2
        << u"siprace: \"127.0.0.1:phone\" is no address of a HEP collector; write HOST:PORT, 10.0.0.5:9060"_s;
    QTest::newRow("a collector that is nowhere")
        << u"--hep nowhere.invalid"_s << 2 << u"siprace: there is no host \"nowhere.invalid\" to send HEP packets to"_s;
    QTest::newRow("a capture into a folder that is not there")
        << u"--capture /nowhere/run.pcapng"_s << 4
        << u"siprace: /nowhere/run.pcapng: cannot write the capture: No such file or directory"_s;
}

void AppOutletsTest::refused()
{
    QFETCH(const QString, arguments);
    QFETCH(const int, status);
    QFETCH(const QString, line);
    const Ended ended = runProgram(words("run two-phones-answer") + arguments.split(u' '));
    QCOMPARE(ended.status, status);
    QCOMPARE(ended.errorLines(), QStringList{line});
}

/// Of `serve` on a LAN: the request is on the wire before our network delays it, and the answer after it has.
void AppOutletsTest::whatAPhoneSendsIsCapturedWhenItComes()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"lan.yaml"_s);
    const QString capture = folder.filePath(u"lan.pcapng"_s);
    QVERIFY(writeText(file,
        "siprace: 1\ntitle: T\nsummary: S.\nreference: RFC 3261\n"
        "network: {lan: {address: 127.0.0.115, ports: 5060-5060, allow: [127.0.0.0/24]}}\n"
        "nodes:\n  proxy: {role: proxy}\nlinks:\n  default: {delay: 300ms}\nscript: []\n"));
    QUdpSocket collector;
    QVERIFY(collector.bind(QHostAddress::LocalHost));
    QUdpSocket phone;
    QVERIFY(phone.bind(QHostAddress(u"127.0.0.116"_s), 5070));
    const auto process = startProgram(
        Start{{u"serve"_s, file, u"--capture"_s, capture, u"--hep"_s, u"127.0.0.1:%1"_s.arg(collector.localPort())},
            folder.path(), {}, -1, {}});
    QVERIFY(process->waitForStarted());
    const QByteArray request = "OPTIONS sip:127.0.0.115 SIP/2.0\r\n"
                               "Via: SIP/2.0/UDP 127.0.0.116:5070;branch=z9hG4bK-1\r\nMax-Forwards: 70\r\n"
                               "From: <sip:a@lab>;tag=1\r\nTo: <sip:127.0.0.115>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
                               "Contact: <sip:a@127.0.0.116:5070>\r\nContent-Length: 0\r\n\r\n";
    const auto isOpen = [] { return readBytes(u"/proc/net/udp"_s).contains("7300007F:13C4"); };
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), 60'000);
    phone.writeDatagram(request, QHostAddress(u"127.0.0.115"_s), 5060);
    QVERIFY(phone.hasPendingDatagrams() || phone.waitForReadyRead(60'000));
    ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    QCOMPARE(awaitEnd(*process).status, 130);
    QVERIFY(collector.hasPendingDatagrams() || collector.waitForReadyRead(10'000));
    QProcess tshark;
    tshark.start(
        u"tshark"_s, words("-n -T fields -e ip.src -e sip.Method -e frame.time_relative -r") + QStringList{capture});
    QVERIFY(tshark.waitForFinished(120'000));
    const QList<QByteArray> rows = tshark.readAllStandardOutput().trimmed().split('\n');
    QVERIFY2(rows.size() == 2 && rows.first().startsWith("127.0.0.116\tOPTIONS\t0.000"), rows.join('|').constData());
    QVERIFY2(rows.last().split('\t').last().toDouble() >= 0.6, rows.last().constData()); // there and back
}

void AppOutletsTest::aFullDiskEndsTheCaptureAlone()
{
    const Ended ended = runProgram(words("run two-phones-answer --json --capture /dev/full"));
    QCOMPARE(ended.status, 4);
    QCOMPARE(ended.json()["outcome"_L1]["2xx_to_caller"_L1].toInt(), 2);
    QCOMPARE(ended.errorLines(),
        QStringList{
            u"siprace: /dev/full: the capture ends here: No space left on device; make room and start again; the "
            "run and its trace go on"_s});
}

QTEST_GUILESS_MAIN(AppOutletsTest)
#include "tst_app_outlets.moc"
