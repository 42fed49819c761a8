#include "Stranger.h"
#include "WorldRuns.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace siprace;
using namespace Qt::StringLiterals;

// A program outside that speaks TCP. Real sockets, the real clock.

namespace {
constexpr sip::SocketName deafName{0x7f00004d, 5074}; // 127.0.0.77

const QByteArray withDeaf = R"(
nodes:
  caller: {role: caller}
  proxy:  {role: proxy}
  b1:     {role: callee, ring: 0ms, answer: 100ms}
  deaf:   {role: external, as: callee, address: "127.0.0.77:5074", transport: tcp}
  idle:   {role: callee}
location:
  "sip:bob@lab": [b1]
  "sip:deaf@lab": [deaf]
script:
  - {at: 300ms, node: caller, do: call, to: "sip:bob@lab"}
  - {at: 800ms, node: caller, do: hang-up}
end: 1500ms
)";

/// Somebody listens there, and the system takes the connections; nobody ever reads them.
sip::Descriptor listeningAt(const sip::SocketName& own)
{
    sip::Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(listener.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(own.port);
    name.sin_addr.s_addr = htonl(own.address);
    if (::bind(listener.number(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0
        || ::listen(listener.number(), 8) != 0)
        qFatal("no listener");
    return listener;
}

QByteArray bigOptions(int number)
{
    const QByteArray body(60'000, 'x');
    const QByteArray text = QByteArray::number(number);
    return "OPTIONS sip:deaf@lab SIP/2.0\r\nVia: SIP/2.0/UDP 127.100.0.22;branch=z9hG4bK-" + text
        + "\r\nMax-Forwards: 70\r\nFrom: <sip:idle@lab>;tag=1\r\nTo: <sip:deaf@lab>\r\nCall-ID: big" + text
        + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 60000\r\n\r\n" + body;
}
} // namespace

class OutsideTcpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPeerThatNeverReads();
};

/// Three megabytes for it: what the sockets hold is bounded, then its connection is over, and a call that is up
/// meanwhile does not notice.
void OutsideTcpTest::aPeerThatNeverReads()
{
    const sip::Descriptor listener = listeningAt(deafName);
    const auto world = worldOf(scenarioOf(withDeaf));
    const Stranger idle(*world, u"idle"_s);
    constexpr int messages = 50;
    Duration longest{0};
    for (int i = 0; i < messages; ++i) {
        QVERIFY(idle.send(bigOptions(i), u"proxy"_s));
        const Instant before = world->now();
        world->advance(false, std::chrono::milliseconds{10});
        longest = std::max(longest, world->now() - before);
    }
    const Trace trace = finish(*world);
    QVERIFY2(longest < 500ms, qPrintable(formatDuration(longest))); // nothing waited for it
    QStringList events;
    for (const ConnectionEvent& event : trace.connections)
        events << toString(event.what) + u": "_s + event.text;
    QCOMPARE(events.filter(u"reset: deaf does not read what comes: the connection is broken off."_s).isEmpty(), false);
    QVERIFY2(events.size() < 40, qPrintable(events.join(u'\n')));
    // 60 kB each: 512 KiB of the system's for us, 128 KiB for the peer, 256 KiB of ours.
    const auto firstEnd = std::ranges::find(trace.connections, ConnectionEvent::What::Reset, &ConnectionEvent::what);
    const auto toFirst = std::ranges::count_if(trace.messages,
        [&](const TraceMessage& message) { return message.connection == firstEnd->connection && message.arrived; });
    QVERIFY2(toFirst * 60'000 < 2'000'000, qPrintable(QString::number(toFirst)));
    const auto call = [&](const QString& part) { return linesWith(trace, part).size(); };
    QCOMPARE(call(u"proxy>caller 200/INVITE b1"_s), 1);
    QCOMPARE(call(u"caller>proxy ACK b1"_s), 1);
    QCOMPARE(call(u"proxy>caller 200/BYE b1"_s), 1);
}

QTEST_GUILESS_MAIN(OutsideTcpTest)
#include "tst_outside_tcp.moc"
