#include "Check.h"
#include "Stranger.h"
#include "TortureRuns.h"
#include "WorldRuns.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// What an open network does to a server, and what becomes of it: nothing, within bounds. docs/safety.md.
class AbuseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void garbageWhileCallsAreUp_data();
    void garbageWhileCallsAreUp();
    void forgeries_data();
    void forgeries();
    void largeDatagrams_data();
    void largeDatagrams();
    void proxiesThatPointAtEachOther_data();
    void proxiesThatPointAtEachOther();
};

namespace {
const QByteArray lab = R"(
nodes:
  caller: {role: caller}
  proxy:  {role: proxy}
  b1:     {role: callee, ring: 0ms, answer: 300ms}
  b2:     {role: callee, ring: 100ms, answer: 400ms}
  idle:   {role: callee}
location:
  "sip:bob@lab": [b1, b2]
links: {default: {delay: 5ms}, proxy-b2: {delay: 60ms}}
script:
)";

/// Twelve calls, one after the other, in a minute.
std::unique_ptr<World> worldOfCalls()
{
    QByteArray yaml = lab;
    for (int second = 0; second < 60; second += 5) {
        yaml += "  - {at: " + QByteArray::number(second) + "s, node: caller, do: call, to: \"sip:bob@lab\"}\n";
        yaml += "  - {at: " + QByteArray::number(second + 4) + "s, node: caller, do: hang-up}\n";
    }
    auto world = World::build(scenarioOf(yaml + "end: 60s\n"), {});
    if (!world)
        qFatal("%s", qPrintable(world.error().text()));
    return std::move(*world);
}

/// The lines of a run without what the idle node is said to have sent.
QStringList linesOfCalls(const Trace& trace)
{
    QStringList lines = linesOf(trace);
    lines.removeIf([](const QString& line) { return line.contains(u"idle"_s); });
    return lines;
}

/// How much of what a stranger has sent has come: what ended at the face, and what has a first line and went on.
int atFace(const Trace& trace)
{
    const auto isBroken = [&trace](const TraceMessage& message) {
        return message.isSip() && trace.nodes.at(message.from).id == u"idle"_s;
    };
    return trace.malformed + static_cast<int>(std::ranges::count_if(trace.messages, isBroken));
}

QByteArray oneOf(const QByteArrayList& kinds, int i)
{
    return kinds.at(i % kinds.size());
}
} // namespace

void AbuseTest::garbageWhileCallsAreUp_data()
{
    QTest::addColumn<QString>("as");
    QTest::addColumn<QByteArrayList>("kinds");
    const QByteArrayList noSip{"x", "INVITE", QByteArray(200, '\0'), "SIP/2.0 what\r\n\r\n", "\r\n\r\nhello\r\n"};
    const QByteArray via = "Via: SIP/2.0/UDP 127.0.0.1:5071;branch=z9hG4bKq\r\n";
    const QByteArrayList broken{"INVITE sip:bob@lab SIP/2.0\r\n" + via + "From: <\r\n\r\n",
        "INVITE sip:bob@lab SIP/2.0\r\n\r\n", "SIP/2.0 200 OK\r\n" + via + "\r\n",
        "OPTIONS sip:bob@lab SIP/2.0\r\n" + via + "CSeq: x\r\n\r\n"};
    QTest::newRow("no SIP, from an address that is none of ours") << QString() << noSip;
    QTest::newRow("no SIP, from the address of a node") << u"idle"_s << noSip;
    QTest::newRow("a first line and little else, from the address of a node") << u"idle"_s << broken;
}

/// Twenty thousand of them, between the steps of the calls, as fast as the system takes them.
void AbuseTest::garbageWhileCallsAreUp()
{
    QFETCH(const QString, as);
    QFETCH(const QByteArrayList, kinds);
    constexpr int wanted = 20'000;
    constexpr int atOnce = 200; // what a socket holds until it is read
    const Trace undisturbed = worldOfCalls()->run().value();

    const auto world = worldOfCalls();
    const Stranger stranger(*world, as);
    int sent = 0;
    while (world->advance(true, std::chrono::hours(1))) {
        for (int i = 0; i < atOnce && sent < wanted; ++i)
            sent += stranger.send(oneOf(kinds, i), u"proxy"_s) ? 1 : 0;
        // Until all are at the face: what cannot be read is carried, or counted.
        while (atFace(world->trace()) < sent && world->advance(false, std::chrono::milliseconds(0))) { }
    }
    const Trace trace = world->takeTrace();
    QCOMPARE(sent, wanted);
    QCOMPARE(atFace(trace), wanted);
    QVERIFY(trace.malformed > wanted - 1000);
    QCOMPARE(linesOfCalls(trace), linesOfCalls(undisturbed));
    // 100 and 10 a second, each with an answer.
    QVERIFY(trace.messages.size() <= undisturbed.messages.size() + qsizetype{2} * 800);
    QVERIFY(trace.decisions.size() <= undisturbed.decisions.size() + 1000 + 200);
}

void AbuseTest::forgeries_data()
{
    QTest::addColumn<QString>("as");
    QTest::addColumn<QByteArray>("firstLine");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says");
    const QByteArray busy = "SIP/2.0 486 Busy Here";
    const QByteArray ok = "SIP/2.0 200 OK";
    const QByteArray cancel = "CANCEL sip:bob@lab SIP/2.0";
    const QString refused = u"which is no node of this run, was refused"_s;
    QTest::newRow("a 486 from nowhere to the proxy") << QString() << busy << u"proxy"_s << refused;
    QTest::newRow("a 200 from nowhere to the caller") << QString() << ok << u"caller"_s << refused;
    QTest::newRow("a CANCEL from nowhere to the proxy") << QString() << cancel << u"proxy"_s << refused;
    QTest::newRow("a CANCEL from nowhere to a phone") << QString() << cancel << u"b1"_s << refused;
    QTest::newRow("a CANCEL of another node to the proxy")
        << u"idle"_s << cancel << u"proxy"_s << u"comes from another place than its INVITE"_s;
    QTest::newRow("a CANCEL of another node to a phone")
        << u"idle"_s << cancel << u"b1"_s << u"comes from another place than its INVITE"_s;
}

/// Each names the caller's INVITE to the letter, and changes nothing.
void AbuseTest::forgeries()
{
    QFETCH(const QString, as);
    QFETCH(const QByteArray, firstLine);
    QFETCH(const QString, to);
    QFETCH(const QString, says);
    const Trace undisturbed = worldOfCalls()->run().value();
    const auto world = worldOfCalls();
    const Stranger stranger(*world, as);
    for (int i = 0; i < 6; ++i) // it rings
        QVERIFY(world->advance(true, std::chrono::hours(1)));
    const QByteArray invite = undisturbed.messages.at(to == u"b1"_s ? 2 : 0).raw.bytes();
    QByteArray forged = firstLine + invite.mid(invite.indexOf("\r\n"));
    if (!firstLine.startsWith("SIP"))
        forged.replace("1 INVITE", "1 CANCEL");
    // A trace is written with the addresses of the first block; this run may have another, when programs share the
    // host.
    forged.replace("127.100.", "127." + QByteArray::number(world->addressBlock()) + '.');
    QVERIFY(stranger.sendAndWait(forged, to));
    const Trace trace = world->run().value();
    QCOMPARE(linesOfCalls(trace), linesOfCalls(undisturbed));
    const bool isSaid = std::ranges::any_of(
        trace.decisions, [&says](const Decision& decision) { return decision.why.text.contains(says); });
    QStringList said;
    for (const Decision& decision : trace.decisions)
        said.append(decision.why.text);
    const bool isAnswered = std::ranges::any_of(
        trace.messages, [&says](const TraceMessage& message) { return message.why.text.contains(says); });
    QVERIFY2(isSaid || isAnswered, qPrintable(said.join(u'\n')));
}

void AbuseTest::largeDatagrams_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("datagram");
    QTest::addColumn<QString>("done");
    constexpr int largest = 65'507; // that UDP carries
    const QByteArray head = "OPTIONS sip:user@example.com SIP/2.0\r\nVia: SIP/2.0/UDP host;branch=z9hG4bK-1\r\n"
                            "From: <sip:a@lab>;tag=1\r\nTo: <sip:user@example.com>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
                            "Max-Forwards: 70\r\n";
    const QByteArray end = "Content-Length: 0\r\n\r\n";
    const QByteArray garbage(largest, 'x');
    const QByteArray oneLine = head + "X: " + QByteArray(largest - head.size() - end.size() - 5, 'x') + "\r\n" + end;
    QByteArray manyLines = head;
    while (manyLines.size() < largest - 60)
        manyLines += "Via: SIP/2.0/UDP h;branch=z9hG4bK-x\r\n";
    manyLines += end;
    QByteArray body = head + "Content-Length: 64000\r\n\r\n" + QByteArray(64'000, 'b');
    for (const QString& node : {u"proxy"_s, u"caller"_s, u"callee"_s}) {
        const bool isProxy = node == u"proxy"_s;
        const QString forwarded = u"OPTIONS to callee"_s; // with the proxy's Via it is more than UDP carries
        const QString ok = isProxy ? u"OPTIONS to callee, 200"_s : u"200"_s;
        QTest::addRow("64 KiB of x to the %s", qPrintable(node)) << node << garbage << u"discarded"_s;
        QTest::addRow("a line of 64 KiB to the %s", qPrintable(node))
            << node << oneLine << (isProxy ? forwarded : u"400"_s);
        QTest::addRow("1,700 Vias to the %s, whose answer would be too large", qPrintable(node))
            << node << manyLines << (isProxy ? forwarded : u"nothing"_s);
        QTest::addRow("a body of 64 kB to the %s", qPrintable(node)) << node << body << ok;
    }
}

void AbuseTest::largeDatagrams()
{
    QFETCH(const QString, to);
    QFETCH(const QByteArray, datagram);
    QTEST(whatWasDone(tortureRun(to, datagram), to), "done");
}

void AbuseTest::proxiesThatPointAtEachOther_data()
{
    QTest::addColumn<QByteArray>("locations");
    QTest::addColumn<int>("mostMessages");
    QTest::newRow("one address, back and forth") << QByteArray("p: [q]|p: [p]") << 40;
    QTest::newRow("two addresses, each forks to both: RFC 5393 §3") << QByteArray("a: [a, b], b: [a, b]") << 1500;
}

/// The attack of RFC 5393: without a loop check one INVITE becomes 2^70.
void AbuseTest::proxiesThatPointAtEachOther()
{
    const bool isPlain = QByteArray(QTest::currentDataTag()).startsWith("one");
    QFETCH(const int, mostMessages);
    const auto table = [isPlain](const QByteArray& other) {
        if (isPlain)
            return "\"sip:a@lab\": [" + other + "]";
        const QByteArray both = "[{node: " + other + ", user: a}, {node: " + other + ", user: b}]";
        return "\"sip:a@lab\": " + both + ", \"sip:b@lab\": " + both;
    };
    const Trace trace = runOf("nodes:\n  caller: {role: caller}\n  proxy: {role: proxy, location: {" + table("proxy2")
        + "}}\n  proxy2: {role: proxy, location: {" + table("proxy")
        + "}}\nlinks: {default: {delay: 5ms}}\nscript:\n  - {at: 0s, node: caller, do: call, to: \"sip:a@lab\"}\n");
    QVERIFY2(trace.messages.size() <= mostMessages, qPrintable(QString::number(trace.messages.size())));
    QVERIFY(!linesWith(trace, u"482/INVITE"_s).isEmpty());
    QCOMPARE(
        linesWith(trace, u"proxy>caller 482/INVITE"_s).size() + linesWith(trace, u"proxy>caller 4"_s).size() > 0, true);
    QVERIFY(trace.ended == u"settled"_s);
}

QTEST_GUILESS_MAIN(AbuseTest)
#include "tst_abuse.moc"
