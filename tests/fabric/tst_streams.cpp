#include "Fabric.h"

#include <QTest>

#include <array>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace siprace;
using namespace Qt::StringLiterals;

// Connections under the virtual clock, to the microsecond: opening, order, losses, ends. The caller and the proxy have
// no sockets; b1 is a program of the test's own on its hidden address.

namespace {

constexpr int caller = 0;
constexpr int proxy = 1;
constexpr int phone = 2;

QByteArray message(const QByteArray& method, int number = 1)
{
    const QByteArray cseq = QByteArray::number(number) + ' ' + method;
    return method + " sip:bob@lab SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z" + cseq + "\r\nCSeq: " + cseq
        + "\r\nContent-Length: 0\r\n\r\n";
}

/// The network alone, 10 ms there and 30 ms back.
class Wires
{
public:
    explicit Wires(const QList<LinkRule>& rules = {}, double lossPercent = 0, Duration jitter = {})
        : m_timeline(m_clock)
        , m_recorder(header())
    {
        for (int number = AddressBlock::first; number <= AddressBlock::last && !m_fabric; ++number) {
            m_site = Site::claim(number);
            if (!m_site)
                continue;
            m_site->loop().setClock([this] { return m_clock.now(); });
            Fabric::Settings settings;
            settings.places = {{u"caller"_s, 11, {}, {}, true, Streams::Kind::Bare},
                {u"proxy"_s, 12, {}, {}, true, Streams::Kind::Bare},
                {u"b1"_s, 21, {}, {}, true, Streams::Kind::Program}};
            settings.impairment = [=](int from, int to) {
                return Impairment{from < to ? 10ms : 30ms, jitter, lossPercent, 0, 0};
            };
            settings.rules = rules;
            settings.deliver = [this](int node, int n, const QByteArray& bytes, const sip::Hop& from) {
                m_lines << u"%1 %2 from %3"_s.arg(ms(), labelOf(n), QString::fromLatin1(from.text()).section(u':', 1));
                if (node == phone)
                    m_fabric->handOver(trace().messages.at(n - 1).from, node, bytes);
            };
            settings.undelivered = [this](int, int n) { m_lines << u"%1 %2 undelivered"_s.arg(ms(), labelOf(n)); };
            m_fabric = Fabric::create(*m_site, m_timeline, m_recorder, std::move(settings));
        }
    }

    [[nodiscard]] Fabric& fabric() { return *m_fabric; }
    [[nodiscard]] const Trace& trace() const { return m_recorder.trace(); }
    /// What was handled, in order: "30 INVITE 1 from 49152".
    [[nodiscard]] const QStringList& lines() const { return m_lines; }
    /// What became of the connections: "0 caller connecting".
    [[nodiscard]] QStringList events() const
    {
        QStringList lines;
        for (const ConnectionEvent& event : trace().connections)
            lines << u"%1 %2 %3"_s.arg(toMs(event.at)).arg(trace().nodes.at(event.node).id, toString(event.what))
                    + (event.message ? u' ' + labelOf(event.message) : QString());
        return lines;
    }
    void send(int from, int to, const QByteArray& bytes, quint16 port = AddressBlock::port)
    {
        QVERIFY(m_fabric->transmit(from, bytes, {m_fabric->binding(to).advertised.host, port, "tcp"}));
    }
    void at(Duration when, const std::function<void()>& what) { m_timeline.script(siprace::at(when), what); }
    void play()
    {
        settle();
        while (const auto next = m_timeline.next()) {
            m_atOnce = *next == m_timeline.now() ? m_atOnce + 1 : 1;
            m_mostAtOnce = std::max(m_mostAtOnce, m_atOnce);
            m_clock.jumpTo(*next);
            m_timeline.runNext();
            settle();
        }
    }
    void settle()
    {
        m_fabric->settle();
        while (m_site->loop().step() == 0ms) { }
    }
    /// How much has happened in one instant.
    [[nodiscard]] int mostAtOnce() const { return m_mostAtOnce; }
    [[nodiscard]] const AddressBlock& block() const { return m_site->block(); }
    [[nodiscard]] sip::Loop& loop() { return m_site->loop(); }

private:
    static Trace header()
    {
        Trace trace;
        for (const QString& id : {u"caller"_s, u"proxy"_s, u"b1"_s})
            trace.nodes.append({id, Role::Proxy, id, {}});
        return trace;
    }
    [[nodiscard]] QString ms() const { return QString::number(toMs(m_timeline.now())); }
    [[nodiscard]] QString labelOf(int n) const
    {
        const TraceMessage& one = trace().messages.at(n - 1);
        return QString::fromLatin1(one.isRequest() ? one.method : QByteArray::number(one.status)) + u' '
            + QString::number(one.cseq);
    }

    Clock m_clock{0};
    Timeline m_timeline;
    Recorder m_recorder;
    std::unique_ptr<Site> m_site;
    QStringList m_lines;
    int m_atOnce = 0;
    int m_mostAtOnce = 0;
    std::unique_ptr<Fabric> m_fabric;
};

LinkRule rule(LinkRule::Do action, int nth, Duration delay = {})
{
    LinkRule one;
    one.link = {u"caller"_s, u"proxy"_s};
    one.match.nth = nth;
    one.action = action;
    one.delay = delay;
    return one;
}
} // namespace

class StreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstMessageWaitsForTheConnection();
    void responsesGoBackOnTheConnection();
    void aLostSegmentStallsWhatIsBehindIt();
    void everyLossDoublesTheWait();
    void aHeldMessageHoldsTheRest();
    void jitterNeverReorders();
    void oneDirectionDoesNotStallTheOther();
    void refusedWhereTheNodeIsDown();
    void aNodeThatGoesDownBreaksOff();
    void closingIsSeenAtBothEnds();
    void reconnects();
    void neverThroughIsGivenUp();
    void whatMayBeReadTwiceIsTheSame();
    void aProgramConnects();
    void garbageEndsTheConnection_data();
    void garbageEndsTheConnection();
    void strangersAreRefused();
    void whoNeverReadsIsCutOff();
    void aFloodWaitsOutside();
    void halfAMessageIsAwaited();
};

void StreamsTest::theFirstMessageWaitsForTheConnection()
{
    Wires wires;
    wires.send(caller, proxy, message("INVITE"));
    wires.at(60ms, [&] { wires.send(caller, proxy, message("CANCEL")); });
    wires.play();
    // 10 ms there, 30 ms back, then the message; the second one finds the connection open.
    QCOMPARE(wires.lines(), (QStringList{u"50 INVITE 1 from 49152"_s, u"70 CANCEL 1 from 49152"_s}));
    QCOMPARE(wires.events(), (QStringList{u"0 caller connecting"_s, u"40 caller connected"_s}));
    QCOMPARE(toUs(wires.trace().messages.first().sent), 0);
    QCOMPARE(wires.trace().messages.first().connection, 1);
}

void StreamsTest::responsesGoBackOnTheConnection()
{
    Wires wires;
    wires.send(caller, proxy, message("INVITE"));
    wires.at(100ms, [&] { wires.send(proxy, caller, "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n", 49152); });
    wires.at(200ms, [&] { wires.send(proxy, caller, message("BYE", 2)); }); // its own: the port is not 5060's
    wires.play();
    QCOMPARE(
        wires.lines(), (QStringList{u"50 INVITE 1 from 49152"_s, u"130 200 1 from 5060"_s, u"270 BYE 2 from 49152"_s}));
    QCOMPARE(wires.trace().messages.at(1).connection, 1);
    QCOMPARE(wires.trace().messages.at(2).connection, 2);
}

void StreamsTest::aLostSegmentStallsWhatIsBehindIt()
{
    Wires wires({rule(LinkRule::Do::Drop, 2)});
    wires.send(caller, proxy, message("INVITE"));
    for (const int number : {2, 3, 4})
        wires.at(number * 100ms, [&wires, number] { wires.send(caller, proxy, message("INFO", number)); });
    wires.at(600ms, [&] { wires.send(caller, proxy, message("BYE", 5)); });
    wires.play();
    // Lost at 200, sent again 200 ms and a round trip later, at 440; what left at 300 and 400 comes with it.
    QCOMPARE(wires.lines(),
        (QStringList{u"50 INVITE 1 from 49152"_s, u"450 INFO 2 from 49152"_s, u"450 INFO 3 from 49152"_s,
            u"450 INFO 4 from 49152"_s, u"610 BYE 5 from 49152"_s}));
    QCOMPARE(wires.events().mid(2),
        (QStringList{u"200 caller segment-lost INFO 2"_s, u"440 caller segment-again INFO 2"_s,
            u"450 proxy stalled INFO 3"_s, u"450 proxy stalled INFO 4"_s}));
    QVERIFY(wires.trace().messages.at(1).fate == Fate::Delivered);
}

void StreamsTest::everyLossDoublesTheWait()
{
    Wires wires;
    wires.send(caller, proxy, message("INVITE"));
    wires.at(100ms, [&] {
        wires.fabric().setImpairment(caller, proxy, {10ms, {}, 85, 0, 0});
        wires.send(caller, proxy, message("INFO", 2));
    });
    wires.play();
    const QStringList again = wires.events().filter(u"segment-again INFO"_s);
    QVERIFY2(again.size() >= 2, qPrintable(wires.events().join(u'\n'))); // or this seed loses less
    const auto instant = [&](int i) { return again.at(i).section(u' ', 0, 0).toInt(); };
    QCOMPARE(instant(1) - instant(0), 480); // 240 ms, then twice that
}

void StreamsTest::aHeldMessageHoldsTheRest()
{
    LinkRule hold = rule(LinkRule::Do::Hold, 1);
    hold.until = HoldUntil{HoldUntil::Event::Sent, {u"proxy"_s, u"caller"_s}, {}};
    Wires wires({hold});
    wires.send(caller, proxy, message("INVITE"));
    wires.at(60ms, [&] { wires.send(caller, proxy, message("CANCEL")); });
    wires.at(500ms, [&] { wires.send(proxy, caller, message("OPTIONS", 7)); });
    wires.play();
    QCOMPARE(wires.lines(),
        (QStringList{u"510 INVITE 1 from 49152"_s, u"510 CANCEL 1 from 49152"_s, u"570 OPTIONS 7 from 49152"_s}));
}

void StreamsTest::jitterNeverReorders()
{
    Wires wires({}, 0, 100ms);
    for (int i = 1; i <= 40; ++i)
        wires.at(i * 5ms, [&wires, i] { wires.send(caller, proxy, message("INFO", i)); });
    wires.play();
    QCOMPARE(wires.lines().size(), 40);
    for (int i = 1; i <= 40; ++i)
        QVERIFY2(wires.lines().at(i - 1).contains(u" INFO %1 "_s.arg(i)), qPrintable(wires.lines().at(i - 1)));
    QCOMPARE(wires.events().filter(u"stalled"_s), QStringList());
}

void StreamsTest::oneDirectionDoesNotStallTheOther()
{
    Wires wires({rule(LinkRule::Do::Drop, 2)});
    wires.send(caller, proxy, message("INVITE"));
    wires.at(100ms, [&] { wires.send(caller, proxy, message("INFO", 2)); });
    wires.at(100ms, [&] { wires.send(proxy, caller, "SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\n\r\n", 49152); });
    wires.play();
    QCOMPARE(wires.lines().mid(1), (QStringList{u"130 180 1 from 5060"_s, u"350 INFO 2 from 49152"_s}));
}

void StreamsTest::refusedWhereTheNodeIsDown()
{
    Wires wires;
    wires.fabric().setDown(proxy, true);
    wires.send(caller, proxy, message("INVITE"));
    wires.play();
    QCOMPARE(wires.lines(), (QStringList{u"40 INVITE 1 undelivered"_s}));
    QCOMPARE(wires.events(), (QStringList{u"0 caller connecting"_s, u"40 caller refused"_s}));
    QVERIFY(wires.trace().messages.first().fate == Fate::Lost);
}

void StreamsTest::aNodeThatGoesDownBreaksOff()
{
    Wires wires;
    wires.send(caller, proxy, message("INVITE"));
    wires.at(95ms, [&] { wires.send(caller, proxy, message("INFO", 2)); });
    wires.at(100ms, [&] { wires.fabric().setDown(proxy, true); });
    wires.at(110ms, [&] { wires.send(caller, proxy, message("INFO", 3)); });
    wires.at(200ms, [&] { wires.fabric().setDown(proxy, false); });
    wires.play();
    QCOMPARE(wires.lines(), (QStringList{u"50 INVITE 1 from 49152"_s}));
    QCOMPARE(wires.events().mid(2), (QStringList{u"100 proxy reset"_s, u"130 caller reset"_s}));
    QVERIFY(wires.trace().messages.at(1).fate == Fate::Lost);
    QVERIFY(wires.trace().messages.at(2).fate == Fate::Lost);
}

void StreamsTest::closingIsSeenAtBothEnds()
{
    Wires wires;
    wires.send(caller, proxy, message("INVITE"));
    wires.at(100ms, [&] { wires.fabric().closeConnections(caller, false); });
    // The other direction stands until the proxy has heard of it.
    wires.at(105ms, [&] { wires.send(proxy, caller, "SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\n\r\n", 49152); });
    wires.play();
    QCOMPARE(wires.events().mid(2),
        (QStringList{u"100 caller half-closed"_s, u"110 proxy half-closed"_s, u"140 caller closed"_s}));
    QCOMPARE(wires.lines().mid(1), (QStringList{u"135 180 1 from 5060"_s}));
}

void StreamsTest::reconnects()
{
    Wires wires;
    wires.send(caller, proxy, message("INVITE"));
    wires.at(100ms, [&] { wires.fabric().closeConnections(proxy, true); });
    wires.at(200ms, [&] { wires.send(caller, proxy, message("BYE", 2)); });
    // A response to the INVITE finds its connection gone: a new one to the caller's own port. RFC 3261 18.2.2.
    wires.at(300ms, [&] { wires.send(proxy, caller, "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n", 49152); });
    wires.play();
    QCOMPARE(wires.lines(),
        (QStringList{u"50 INVITE 1 from 49152"_s, u"250 BYE 2 from 49153"_s, u"370 200 1 from 49152"_s}));
    QCOMPARE(wires.trace().messages.at(2).connection, 3);
}

void StreamsTest::neverThroughIsGivenUp()
{
    Wires wires({}, 100);
    wires.send(caller, proxy, message("INVITE"));
    wires.play();
    QCOMPARE(wires.events().last(), u"127000 caller timed-out"_s);
    QCOMPARE(wires.lines(), (QStringList{u"127000 INVITE 1 undelivered"_s}));
}

void StreamsTest::whatMayBeReadTwiceIsTheSame()
{
    const auto run = [] {
        Wires wires({}, 30, 7ms);
        for (int i = 1; i <= 20; ++i)
            wires.at(i * 20ms, [&wires, i] { wires.send(caller, proxy, message("INFO", i)); });
        wires.play();
        return wires.lines() + wires.events();
    };
    QCOMPARE(run(), run());
}

void StreamsTest::aProgramConnects()
{
    Wires wires;
    int heard = 0;
    const sip::SocketName hidden{wires.block().hidden(21), AddressBlock::port};
    std::unique_ptr<sip::TcpConnection> taken;
    const auto listener
        = sip::TcpListener::open(wires.loop(), hidden, [&](sip::Descriptor descriptor, const sip::SocketName& peer) {
              QCOMPARE(peer.address, wires.block().advertised(12)); // it seems to come from the proxy itself
              QCOMPARE(peer.port, Streams::firstPort);
              taken = sip::TcpConnection::adopt(wires.loop(), std::move(descriptor),
                  {[&](const QByteArray& bytes) {
                       heard += static_cast<int>(bytes.size());
                       taken->send("SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
                       taken->finish(); // nothing more from it, but it still listens
                   },
                      [](bool) {}});
          });
    QVERIFY(listener);
    const QByteArray options = message("OPTIONS");
    wires.send(proxy, phone, options);
    wires.play();
    QCOMPARE(heard, static_cast<int>(options.size()));
    QCOMPARE(wires.lines(), (QStringList{u"50 OPTIONS 1 from 49152"_s, u"80 200 1 from 5060"_s}));
    QCOMPARE(
        wires.events().mid(2), (QStringList{u"50 b1 half-closed"_s, u"80 proxy half-closed"_s, u"90 b1 closed"_s}));
}

namespace {
/// Writes these bytes on a connection of the phone's to the proxy, and plays what comes of it.
void writeFromPhone(Wires& wires, const QByteArray& bytes)
{
    bool isOver = false;
    const auto out = sip::TcpConnection::open(wires.loop(), {wires.block().hidden(21), 0},
        {wires.block().advertised(12), AddressBlock::port}, {[](const QByteArray&) {}, [&](bool) { isOver = true; }});
    QVERIFY(out);
    QVERIFY(out->send(bytes));
    wires.play();
    QVERIFY(isOver);
}
} // namespace

void StreamsTest::garbageEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("another protocol") << QByteArray("GET / HTTP/1.1\r\n\r\n") << u"it is no SIP"_s;
    QTest::newRow("no Content-Length") << QByteArray("BYE sip:b SIP/2.0\r\n\r\n") << u"no Content-Length"_s;
    QTest::newRow("a header of 64 KiB without an end")
        << "BYE sip:b SIP/2.0\r\n" + QByteArray("X: y\r\n").repeated(12000) << u"its header has no end"_s;
    QTest::newRow("zeros") << QByteArray(20000, '\0') << u"its first line has no end"_s;
}

void StreamsTest::garbageEndsTheConnection()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, text);
    Wires wires;
    writeFromPhone(wires, bytes);
    QCOMPARE(wires.events(),
        (QStringList{u"0 b1 connecting"_s, u"40 b1 connected"_s, u"70 proxy malformed"_s, u"80 b1 reset"_s}));
    QVERIFY2(wires.trace().connections.at(2).text.contains(text), qPrintable(wires.trace().connections.at(2).text));
    QCOMPARE(wires.trace().malformed, 1);
    QVERIFY(wires.trace().messages.isEmpty());
}

void StreamsTest::strangersAreRefused()
{
    Wires wires;
    bool isOver = false;
    const auto out = sip::TcpConnection::open(wires.loop(), {undotted("127.0.0.1"), 0},
        {wires.block().advertised(12), AddressBlock::port}, {[](const QByteArray&) {}, [&](bool) { isOver = true; }});
    QVERIFY(out);
    wires.play();
    QVERIFY(isOver);
    QVERIFY(wires.trace().connections.isEmpty());
    QCOMPARE(wires.trace().decisions.size(), 1);
    QVERIFY(wires.trace().decisions.first().why.text.contains(u"127.0.0.1, which is no node of this run"));
    for (int i = 0; i < 300; ++i) {
        const auto again = sip::TcpConnection::open(wires.loop(), {undotted("127.0.0.1"), 0},
            {wires.block().advertised(12), AddressBlock::port}, {[](const QByteArray&) {}, [](bool) {}});
        wires.play();
    }
    QCOMPARE(wires.trace().decisions.size(), Streams::mostRefusedShown);
}

namespace {
/// Sends a program that never reads so many messages of 60 kB, or until it is cut off.
void writeToNobody(Wires& wires, int most)
{
    const auto listener = sip::TcpListener::open(wires.loop(), {wires.block().hidden(21), AddressBlock::port},
        [keep = std::make_shared<std::vector<sip::Descriptor>>()](
            sip::Descriptor descriptor, const sip::SocketName&) { keep->push_back(std::move(descriptor)); });
    QVERIFY(listener);
    QByteArray big = message("INFO");
    big.replace("Content-Length: 0", "Content-Length: 60000");
    big += QByteArray(60000, 'x');
    for (int i = 1; i <= most; ++i)
        wires.at(i * 1ms, [&wires, &big] {
            if (wires.trace().connections.isEmpty() || !wires.events().last().endsWith(u"reset"))
                wires.send(proxy, phone, big);
        });
    wires.play();
}
} // namespace

/// The system's buffers fill, then ours, and then it is over; a little that waits is waited with for a while.
void StreamsTest::whoNeverReadsIsCutOff()
{
    constexpr int most = 1000; // 60 MB, far more than any socket holds
    Wires wires;
    writeToNobody(wires, most);
    const auto came = static_cast<int>(wires.lines().size()); // the last of them was one too many
    QVERIFY(came < most);
    QVERIFY2(!wires.events().filter(u"b1 reset"_s).isEmpty(), qPrintable(wires.events().join(u'\n')));

    Wires slow;
    writeToNobody(slow, came - 2);
    QCOMPARE(slow.events().filter(u"b1 reset"_s), QStringList{});
    QVERIFY2(!slow.events().filter(u"b1 timed-out"_s).isEmpty(), qPrintable(slow.events().join(u'\n')));
}

void StreamsTest::aFloodWaitsOutside()
{
    Wires wires;
    constexpr int pings = 40'000;
    int pongs = 0;
    const auto out = sip::TcpConnection::open(wires.loop(), {wires.block().hidden(21), 0},
        {wires.block().advertised(12), AddressBlock::port},
        {[&](const QByteArray& bytes) { pongs += static_cast<int>(bytes.count('\n')); }, [](bool) {}});
    QVERIFY(out);
    QVERIFY(out->send(QByteArray("\r\n\r\n").repeated(pings / 2)));
    wires.play();
    std::ignore = out->send(QByteArray("\r\n\r\n").repeated(pings / 2));
    wires.play();
    QCOMPARE(pongs, pings);
    QVERIFY2(wires.mostAtOnce() <= 2 * int{Streams::mostUnderWay}, qPrintable(QString::number(wires.mostAtOnce())));
}

void StreamsTest::halfAMessageIsAwaited()
{
    Wires wires;
    writeFromPhone(wires, message("INFO").chopped(1));
    QCOMPARE(wires.events().mid(2), (QStringList{u"32030 proxy malformed"_s, u"32040 b1 reset"_s}));
    QVERIFY(wires.trace().connections.at(2).text.contains(u"the rest of a message has not come for 32"));
}

QTEST_GUILESS_MAIN(StreamsTest)
#include "tst_streams.moc"
