#include "Check.h"
#include "RunJson.h"
#include "WorldRuns.h"

#include <QTest>

#include <thread>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Whole races over TCP, under the virtual clock.
class TcpRacesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameRaceAsOverUdp_data();
    void theSameRaceAsOverUdp();
    void noTransactionRepeatsAnything();
    void theTimersOfReliableTransports();
    void a2xxIsRepeatedAllTheSame();
    void aLostSegmentKeepsTheOrder();
    void theNextRequestReconnects();
    void aResponseFindsAnotherWay();
    void aRefusedBranchIsOver();
    void aMixedForkIsInTheRouteTwice();
    void hangingUpALateAnswer();
    void theSameBytesEveryTime();
    void theSameBytesBesideOthers();
    void underTheRealClock();
};

namespace {
const QByteArray onTcp = "transport: tcp\n";
const QByteArray onePhone = R"(
nodes:
  caller: {role: caller}
  proxy:  {role: proxy}
  b1:     {role: callee, answer: 300ms}
location:
  "sip:bob@lab": [b1]
links:
  caller-proxy: {delay: 10ms}
  proxy-b1: {delay: 20ms}
)";

QByteArray withPhone(const QByteArray& keys)
{
    return QByteArray(onePhone).replace("answer: 300ms", keys);
}

/// "b2>proxy 200/INVITE b2", without times.
QStringList storyOf(const Trace& trace)
{
    QStringList story;
    for (const QString& line : linesOf(trace))
        story << line.section(u' ', 1).section(u" -> "_s, 0, 0);
    return story;
}

/// Only what went between those two: over two connections the order may differ.
QStringList between(const Trace& trace, const QString& one, const QString& other)
{
    QStringList story;
    for (const QString& line : storyOf(trace)) {
        if (line.startsWith(one + u'>' + other) || line.startsWith(other + u'>' + one))
            story << line;
    }
    return story;
}

QStringList eventsOf(const Trace& trace)
{
    QStringList lines;
    for (const ConnectionEvent& event : trace.connections)
        lines << u"%1 %2 %3 %4"_s.arg(toMs(event.at))
                     .arg(event.connection)
                     .arg(trace.nodes.at(event.node).id, toString(event.what));
    return lines;
}

QByteArray bytesOf(const QByteArray& yaml)
{
    const Trace trace = runOf(yaml);
    return savedTrace(trace, judge(trace));
}
} // namespace

void TcpRacesTest::theSameRaceAsOverUdp_data()
{
    QTest::addColumn<QString>("policy");
    for (const QString& policy : {u"forward-all"_s, u"drop-late-2xx"_s, u"ack-bye"_s, u"invfix"_s})
        QTest::newRow(qPrintable(policy)) << policy;
}

void TcpRacesTest::theSameRaceAsOverUdp()
{
    QFETCH(const QString, policy);
    const Trace udp = runOf(twoPhones, policy);
    const Trace tcp = runOf(twoPhones + onTcp, policy);
    const Verdict one = judge(udp);
    const Verdict other = judge(tcp);
    QCOMPARE(other.runClass, one.runClass);
    QCOMPARE(other.outcome.twoXxToCaller, one.outcome.twoXxToCaller);
    QCOMPARE(other.outcome.orphanDialogs, one.outcome.orphanDialogs);
    QCOMPARE(other.outcome.survivingCalls, one.outcome.survivingCalls);
    for (const TraceMessage& message : tcp.messages)
        QVERIFY2(message.connection > 0 && message.raw.bytes().contains("SIP/2.0/TCP 127.100.0."),
            message.raw.bytes().constData());
    QVERIFY(udp.connections.isEmpty());
}

void TcpRacesTest::noTransactionRepeatsAnything()
{
    // Nobody answers at all: over UDP the INVITE goes seven times, from the caller to its proxy and on.
    const QByteArray silent = withPhone("ring: never");
    QCOMPARE(linesWith(runOf(silent), u"proxy>b1 INVITE"_s).size(), 7);
    const Trace tcp = runOf(silent + onTcp);
    QCOMPARE(linesWith(tcp, u"proxy>b1 INVITE"_s), (QStringList{u"30000 proxy>b1 INVITE -> 90000"_s}));
    QCOMPARE(linesWith(tcp, u"408/INVITE"_s),
        (QStringList{u"32030000 proxy>caller 408/INVITE proxy-caller-1 -> 32040000"_s}));
    QCOMPARE(judge(tcp).outcome.retransmissions, 0);
}

void TcpRacesTest::theTimersOfReliableTransports()
{
    const QByteArray declined = withPhone("reject: {status: 486, after: 300ms}");
    QSet<QString> zero;
    for (const TimerChange& timer : runOf(declined + onTcp).timers) {
        QVERIFY2(!QStringList({u"A"_s, u"E"_s, u"G"_s}).contains(timer.name), qPrintable(timer.name));
        if (timer.what == TimerChange::What::Set && timer.due == timer.at)
            zero << timer.name;
    }
    QCOMPARE(zero, (QSet<QString>{u"D"_s, u"I"_s}));
    const QList<TimerChange> udp = runOf(declined).timers;
    QVERIFY(std::ranges::any_of(udp, [](const TimerChange& timer) { return timer.name == u"G"; }));
}

void TcpRacesTest::a2xxIsRepeatedAllTheSame()
{
    const Trace trace = runOf(withPhone("answer: 300ms, behaviours: [deaf-to-ack]") + onTcp);
    QStringList instants;
    for (const QString& line : linesWith(trace, u"b1>proxy 200/INVITE"_s))
        instants << line.section(u' ', 0, 0).chopped(3);
    QCOMPARE(instants.join(u' '), u"390 890 1890 3890 7890 11890 15890 19890 23890 27890 31890"_s);
}

void TcpRacesTest::aLostSegmentKeepsTheOrder()
{
    // The first 200 to the caller is lost once. Both 200 come when it comes again; over UDP the second one is first.
    const QByteArray rule = "rules: [{link: proxy>caller, match: {status: 200, cseq: INVITE, nth: 1}, do: drop}]\n";
    const Trace tcp = runOf(twoPhones + rule + onTcp);
    QCOMPARE(linesWith(tcp, u"proxy>caller 200/INVITE"_s),
        (QStringList{
            u"730000 proxy>caller 200/INVITE b1 -> 960000"_s, u"930000 proxy>caller 200/INVITE b2 -> 960000"_s}));
    QVERIFY2(eventsOf(tcp).contains(u"730 1 proxy segment-lost"_s), qPrintable(eventsOf(tcp).join(u'\n')));
    QVERIFY(eventsOf(tcp).contains(u"950 1 proxy segment-again"_s));
    QVERIFY(eventsOf(tcp).contains(u"960 1 caller stalled"_s));
    QCOMPARE(linesWith(tcp, u"caller>proxy BYE"_s).size(), 1);
    QVERIFY(linesWith(tcp, u"caller>proxy BYE"_s).first().contains(u"BYE b2"_s)); // it keeps the first
    QVERIFY(linesWith(runOf(twoPhones + rule), u"caller>proxy BYE"_s).first().contains(u"BYE b1"_s));
}

void TcpRacesTest::theNextRequestReconnects()
{
    const Trace trace = runOf(onePhone + onTcp + R"(
script:
  - {at: 0s, node: caller, do: call}
  - {at: 2s, node: proxy, do: restart, down: 50ms}
  - {at: 3s, node: caller, do: hang-up}
)");
    QCOMPARE(eventsOf(trace).mid(4),
        (QStringList{u"2000 1 proxy reset"_s, u"2000 2 proxy reset"_s, u"2010 1 caller reset"_s, u"2020 2 b1 reset"_s,
            u"3000 3 caller connecting"_s, u"3020 3 caller connected"_s, u"3030 4 proxy connecting"_s,
            u"3070 4 proxy connected"_s}));
    QCOMPARE(linesWith(trace, u"BYE"_s),
        (QStringList{u"3000000 caller>proxy BYE b1 -> 3030000"_s, u"3030000 proxy>b1 BYE b1 -> 3090000"_s,
            u"3090000 b1>proxy 200/BYE b1 -> 3110000"_s, u"3110000 proxy>caller 200/BYE b1 -> 3120000"_s}));
}

void TcpRacesTest::aResponseFindsAnotherWay()
{
    // Its connection is gone when the phone answers: it opens one to the proxy's own port. RFC 3261 18.2.2.
    const Trace trace = runOf(withPhone("answer: 3s") + onTcp + R"(
script:
  - {at: 0s, node: caller, do: call}
  - {at: 1s, node: proxy, do: restart, down: 50ms}
)");
    const QStringList answers = linesWith(trace, u"b1>proxy 200/INVITE"_s);
    QVERIFY(answers.size() > 2); // the caller has given up: nobody acknowledges
    QCOMPARE(answers.first(), u"3090000 b1>proxy 200/INVITE b1 -> 3150000"_s);
    QCOMPARE(eventsOf(trace).filter(u"b1 connecting"_s), (QStringList{u"3090 3 b1 connecting"_s})); // one for all
    QVERIFY(std::ranges::any_of(
        trace.decisions, [](const Decision& decision) { return decision.why.text.contains(u"answered 503"); }));
}

void TcpRacesTest::aRefusedBranchIsOver()
{
    const Trace trace = runOf(onePhone + onTcp + R"(
script:
  - {at: 0s, node: b1, do: stop}
  - {at: 0s, node: caller, do: call}
)");
    QCOMPARE(eventsOf(trace).last(), u"70 2 proxy refused"_s);
    QVERIFY(linesWith(trace, u"proxy>b1 INVITE"_s).first().endsWith(u"lost"_s));
    QCOMPARE(linesWith(trace, u"503/INVITE"_s).size(), 0);
    QVERIFY(
        linesWith(trace, u"proxy>caller 500/INVITE"_s).first().startsWith(u"70000 "_s)); // 503 is not passed on, §16.7
}

void TcpRacesTest::aMixedForkIsInTheRouteTwice()
{
    QByteArray yaml = twoPhones;
    yaml.replace("delay: 150ms", "delay: 150ms, transport: udp");
    // Without a connection to wait for, the second phone is the faster one: it is kept, and hung up later.
    const Trace trace
        = runOf(yaml + onTcp + "script: [{at: 0s, node: caller, do: call}, {at: 3s, node: caller, do: hang-up}]\n");
    const auto first = [&](const QString& from, const QString& to, const QByteArray& method) -> TraceMessage {
        for (const TraceMessage& message : trace.messages) {
            if (trace.nodes.at(message.from).id == from && trace.nodes.at(message.to).id == to
                && message.method == method)
                return message;
        }
        return {};
    };
    const TraceMessage toTcp = first(u"proxy"_s, u"b1"_s, "INVITE");
    const TraceMessage toUdp = first(u"proxy"_s, u"b2"_s, "INVITE");
    QVERIFY(toTcp.connection > 0);
    QVERIFY(toTcp.raw.bytes().contains(
        "INVITE sip:b1@127.100.0.21:5060;transport=tcp SIP/2.0\r\nVia: SIP/2.0/TCP 127.100.0.12"));
    QVERIFY(toTcp.raw.bytes().contains("Record-Route: <sip:127.100.0.12:5060;transport=tcp;lr>\r\n"));
    QCOMPARE(toTcp.raw.bytes().count("Record-Route:"), 1);
    QCOMPARE(toUdp.connection, 0);
    QVERIFY(toUdp.raw.bytes().contains("INVITE sip:b2@127.100.0.22:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 127.100.0.12"));
    const qsizetype below = toUdp.raw.bytes().indexOf("<sip:127.100.0.12:5060;lr>");
    QVERIFY(below > 0 && below < toUdp.raw.bytes().indexOf("<sip:127.100.0.12:5060;transport=tcp;lr>"));
    // What the caller sends over TCP goes on over UDP, and the other way round.
    QVERIFY(first(u"proxy"_s, u"b2"_s, "BYE").raw.bytes().contains("Via: SIP/2.0/UDP 127.100.0.12"));
    for (const TraceMessage& message : trace.messages)
        QCOMPARE(
            message.connection == 0, message.from == trace.nodeIndex(u"b2") || message.to == trace.nodeIndex(u"b2"));
    QCOMPARE(judge(trace).outcome.orphanDialogs, 0);
}

void TcpRacesTest::hangingUpALateAnswer()
{
    // ack-bye: the proxy's own ACK and BYE, over the transport of the branch, along the route below it alone.
    for (const QByteArray& transport : {QByteArray("tcp"), QByteArray("udp")}) {
        QByteArray yaml = twoPhones;
        yaml.replace("delay: 150ms", "delay: 240ms, transport: " + transport);
        const Trace trace = runOf(yaml + onTcp, u"ack-bye"_s);
        int own = 0;
        for (const TraceMessage& message : trace.messages) {
            if (message.to != trace.nodeIndex(u"b2") || (message.method != "ACK" && message.method != "BYE"))
                continue;
            ++own;
            QVERIFY2(message.raw.bytes().contains("Via: SIP/2.0/" + transport.toUpper() + ' '),
                message.raw.bytes().constData());
            QVERIFY2(!message.raw.bytes().contains("Route:"), message.raw.bytes().constData());
        }
        QCOMPARE(own, 2);
    }
}

void TcpRacesTest::theSameBytesEveryTime()
{
    const QByteArray lossy = QByteArray(twoPhones).replace("delay: 150ms", "delay: 150ms, loss: 40%, jitter: 20ms");
    const QByteArray first = bytesOf(lossy + onTcp);
    QVERIFY(first.contains("segment-lost"));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bytesOf(lossy + onTcp), first);
}

void TcpRacesTest::theSameBytesBesideOthers()
{
    const QByteArray alone = bytesOf(twoPhones + onTcp);
    std::array<QByteArray, 4> beside;
    std::vector<std::thread> threads;
    for (QByteArray& bytes : beside)
        threads.emplace_back([&bytes] { bytes = bytesOf(twoPhones + onTcp); });
    for (std::thread& thread : threads)
        thread.join();
    for (const QByteArray& bytes : beside)
        QCOMPARE(bytes, alone);
}

void TcpRacesTest::underTheRealClock()
{
    RunOptions options;
    options.clock = *ClockChoice::parse(u"real"_s);
    const auto trace = runScenario(scenarioOf(onePhone + onTcp), options);
    QVERIFY(trace);
    const Trace planned = runOf(onePhone + onTcp);
    for (const auto& [one, other] : {std::pair(u"caller"_s, u"proxy"_s), std::pair(u"proxy"_s, u"b1"_s)})
        QCOMPARE(between(*trace, one, other), between(planned, one, other));
    QCOMPARE(trace->connections.size(), planned.connections.size());
}

QTEST_GUILESS_MAIN(TcpRacesTest)
#include "tst_tcp_races.moc"
