#include "StatelessAgent.h"

#include <QTest>

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace siprace;
using namespace siprace::sip;
using namespace Qt::StringLiterals;

// On real sockets: one agent, and a bare socket as its peer. Time stands still unless a test moves it.

namespace {

/// A UDP socket on a loopback address, on a port that the system chooses.
class Peer
{
public:
    explicit Peer(const char* host)
        : m_descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        m_name.sin_family = AF_INET;
        inet_pton(AF_INET, host, &m_name.sin_addr);
        if (::bind(m_descriptor, reinterpret_cast<const sockaddr*>(&m_name), sizeof m_name) != 0)
            qFatal("no loopback address for the test");
        socklen_t length = sizeof m_name;
        ::getsockname(m_descriptor, reinterpret_cast<sockaddr*>(&m_name), &length);
    }
    ~Peer() { ::close(m_descriptor); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] quint16 port() const { return ntohs(m_name.sin_port); }
    [[nodiscard]] Hop hop() const
    {
        std::array<char, INET_ADDRSTRLEN> text{};
        inet_ntop(AF_INET, &m_name.sin_addr, text.data(), text.size());
        return {text.data(), port(), "udp"};
    }
    void send(const QByteArray& datagram, const QByteArray& host, quint16 port) const
    {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        inet_pton(AF_INET, host.constData(), &to.sin_addr);
        QCOMPARE(::sendto(m_descriptor, datagram.constData(), static_cast<std::size_t>(datagram.size()), 0,
                     reinterpret_cast<const sockaddr*>(&to), sizeof to),
            datagram.size());
    }
    [[nodiscard]] QByteArray read() const
    {
        std::array<char, 8192> buffer{};
        const ssize_t size = ::recv(m_descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
        return size < 0 ? QByteArray() : QByteArray(buffer.data(), size);
    }

private:
    int m_descriptor;
    sockaddr_in m_name{};
};

const char* const agentHost = "127.0.77.2";

/// A port of the agent's address that nobody has now.
quint16 freePort()
{
    return Peer(agentHost).port();
}

/// One agent, its loop, and what it was given.
struct Bench
{
    Bench()
        : loop([this] { return now; })
    {
        const Binding binding{{agentHost, port, "udp"}, agentHost};
        auto made = StatelessAgent::create(loop, binding, [this](const Message& message, const Hop& source) {
            received << message.toBytes();
            sources << source;
        });
        if (!made)
            qFatal("%s", qPrintable(made.error().text()));
        agent = std::move(*made);
    }
    void settle()
    {
        while (loop.step() == 0ms) { }
    }

    Instant now{};
    quint16 port = freePort();
    Loop loop;
    Peer peer{"127.0.77.3"};
    QByteArrayList received;
    QList<Hop> sources;
    std::unique_ptr<StatelessAgent> agent;
};

QByteArray request(const QByteArray& method, const QByteArray& extra = {})
{
    return method + " sip:bob@lab SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.77.3:5060;branch=z9hG4bK-1\r\n" + extra
        + "From: <sip:alice@lab>;tag=a\r\nTo: <sip:bob@lab>\r\nCall-ID: call-1@caller\r\nCSeq: 1 " + method
        + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
}

QByteArray response(const QByteArray& vias)
{
    return "SIP/2.0 200 OK\r\n" + vias
        + "From: <sip:alice@lab>;tag=a\r\nTo: <sip:bob@lab>;tag=b1\r\nCall-ID: call-1@caller\r\nCSeq: 1 INVITE\r\n"
          "Content-Length: 0\r\n\r\n";
}

const QByteArray twoVias = "Via: SIP/2.0/UDP 127.0.77.2:5060;branch=z9hG4bK-2\r\n"
                           "Via: SIP/2.0/UDP 127.0.77.3:5060;branch=z9hG4bK-1\r\n";

} // namespace

class StatelessAgentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatArrivesIsHandedOn_data();
    void whatArrivesIsHandedOn();
    void whatIsSentLeavesAsItIs_data();
    void whatIsSentLeavesAsItIs();
    void nonsenseIsNotHandedOn_data();
    void nonsenseIsNotHandedOn();
    void itAnswersNothingByItself();
    void aHopThatIsNoAddressFails();
    void aTakenAddressIsOneLine();
    void aSecondLifeOnTheSameAddress();
    void theLoopSaysWhenItsNextTimerIsDue();
    void theLoopWatchesDescriptors();
};

void StatelessAgentTest::whatArrivesIsHandedOn_data()
{
    QTest::addColumn<QByteArray>("datagram");
    for (const QByteArray& method : {"INVITE"_ba, "ACK"_ba, "CANCEL"_ba, "BYE"_ba, "OPTIONS"_ba, "FROB"_ba})
        QTest::newRow(method.constData()) << request(method);
    QTest::newRow("a response, although its top Via is not ours") << response(twoVias);
    QTest::newRow("Max-Forwards 0") << request("INVITE").replace("Max-Forwards: 70", "Max-Forwards: 0");
    QTest::newRow("our own Route") << request("BYE", "Route: <sip:127.0.77.2;lr>\r\n");
    QTest::newRow("a header nobody knows") << request("INVITE", "X-Race: yes\r\n");
}

void StatelessAgentTest::whatArrivesIsHandedOn()
{
    QFETCH(const QByteArray, datagram);
    Bench bench;
    const QByteArray own = QByteArray(datagram).replace("127.0.77.3:5060", bench.peer.hop().text());
    bench.peer.send(own, agentHost, bench.port);
    bench.settle();
    QCOMPARE(bench.received, QByteArrayList{own});
    QCOMPARE(bench.sources.first(), bench.peer.hop());
}

void StatelessAgentTest::whatIsSentLeavesAsItIs_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::newRow("a request keeps its Via and gets none") << request("INVITE");
    QTest::newRow("a response with one Via") << response("Via: SIP/2.0/UDP 127.0.77.3:5060;branch=z9hG4bK-1\r\n");
    QTest::newRow("a response with two Vias loses none") << response(twoVias);
    QTest::newRow("an ACK") << request("ACK");
    QTest::newRow("Record-Route and Route")
        << request("INVITE", "Record-Route: <sip:127.0.77.2:5060;lr>\r\nRoute: <sip:127.0.77.9;lr>\r\nX-Race: yes\r\n");
    QTest::newRow("a body") << request("INVITE", "Content-Type: application/sdp\r\n")
                                   .replace("Content-Length: 0\r\n\r\n", "Content-Length: 5\r\n\r\nv=0\r\n");
}

void StatelessAgentTest::whatIsSentLeavesAsItIs()
{
    QFETCH(const QByteArray, datagram);
    Bench bench;
    const auto message = Message::parse(datagram);
    QVERIFY2(message, message ? "" : qPrintable(message.error().text()));
    QVERIFY(bench.agent->send(*message, bench.peer.hop()));
    bench.settle();
    QCOMPARE(bench.peer.read(), datagram);
    QVERIFY(bench.agent->send(*message, bench.peer.hop())); // and once more: sending takes nothing away
    QCOMPARE(bench.peer.read(), datagram);
}

void StatelessAgentTest::nonsenseIsNotHandedOn_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("a keep-alive") << "\r\n\r\n"_ba;
    QTest::newRow("zeros") << QByteArray(500, '\0');
    QTest::newRow("another protocol") << "GET / HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("no headers") << "INVITE sip:bob@lab SIP/2.0\r\n\r\n"_ba;
    QTest::newRow("as large as UDP can be") << QByteArray(65507, 'x');
}

void StatelessAgentTest::nonsenseIsNotHandedOn()
{
    QFETCH(const QByteArray, datagram);
    Bench bench;
    bench.peer.send(datagram, agentHost, bench.port);
    bench.settle();
    QVERIFY(bench.received.isEmpty());
    const QByteArray good = request("INVITE").replace("127.0.77.3:5060", bench.peer.hop().text());
    bench.peer.send(good, agentHost, bench.port);
    bench.settle();
    QCOMPARE(bench.received, QByteArrayList{good}); // it lives on
}

void StatelessAgentTest::itAnswersNothingByItself()
{
    Bench bench;
    for (const QByteArray& method : {"INVITE"_ba, "CANCEL"_ba, "BYE"_ba})
        bench.peer.send(request(method), agentHost, bench.port);
    bench.settle();
    bench.now = at(10s);
    bench.settle();
    QCOMPARE(bench.received.size(), 3);
    QVERIFY(bench.peer.read().isEmpty());
}

void StatelessAgentTest::aHopThatIsNoAddressFails()
{
    Bench bench;
    QVERIFY(!bench.agent->send(*Message::parse(request("INVITE")), {"no address at all", 5060, "udp"}));
}

void StatelessAgentTest::aTakenAddressIsOneLine()
{
    Bench bench;
    const Binding taken{{agentHost, bench.port, "udp"}, agentHost};
    const auto second = StatelessAgent::create(bench.loop, taken, [](const Message&, const Hop&) {});
    QVERIFY(!second);
    QVERIFY(second.error().text().contains(QString::number(bench.port)));
    QVERIFY(!second.error().text().contains(u'\n'));
}

void StatelessAgentTest::aSecondLifeOnTheSameAddress()
{
    Bench bench;
    for (int life = 0; life < 20; ++life) {
        bench.agent.reset();
        const Binding binding{{agentHost, bench.port, "udp"}, agentHost};
        auto again = StatelessAgent::create(
            bench.loop, binding, [&bench](const Message& message, const Hop&) { bench.received << message.toBytes(); });
        QVERIFY(again);
        bench.agent = std::move(*again);
        bench.peer.send(request("OPTIONS"), agentHost, bench.port);
        bench.settle();
    }
    QCOMPARE(bench.received.size(), 20);
}

void StatelessAgentTest::theLoopSaysWhenItsNextTimerIsDue()
{
    Bench bench;
    bench.settle();
    QVERIFY(!bench.loop.step()); // a stateless agent sets no timer
}

void StatelessAgentTest::theLoopWatchesDescriptors()
{
    Bench bench;
    const Peer watched("127.0.77.4");
    int woken = 0;
    const int handle = bench.loop.watch(watched.descriptor(), [&] {
        ++woken;
        std::ignore = watched.read();
    });
    bench.settle();
    QCOMPARE(woken, 0);
    bench.peer.send("hello", watched.hop().host, watched.port());
    bench.settle();
    QCOMPARE(woken, 1);
    bench.loop.unwatch(handle);
    bench.loop.unwatch(handle);
    bench.peer.send("hello", watched.hop().host, watched.port());
    bench.settle();
    QCOMPARE(woken, 1);
}

QTEST_APPLESS_MAIN(StatelessAgentTest)
#include "tst_stateless_agent.moc"
