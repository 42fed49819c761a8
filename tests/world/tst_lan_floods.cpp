#include "LanPhone.h"
#include "OwnNetwork.h"
#include "WorldRuns.h"

#include <QCoreApplication>
#include <QTest>

#include <array>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <tuple>

using namespace siprace;
using namespace Qt::StringLiterals;

// Thousands of requests from one host of the LAN, through a real socket at the face of a proxy that serves: what it
// keeps of them has a bound, and whoever comes beyond it is told when to come again. docs/safety.md.

namespace {

constexpr sip::SocketName proxyName{0x7f000064, 5060}; // 127.0.0.100
constexpr sip::SocketName ownName{0x7f000065, 5070}; // 127.0.0.101
constexpr int thousands = 3000;
constexpr int atOnce = 50; // what a socket holds until it is read
constexpr int mostPending = 200;
constexpr int mostContacts = 100;
constexpr std::chrono::seconds longest{60};
constexpr std::size_t transactionSize = std::size_t{8} * 1024;
constexpr std::size_t fewMegabytes = std::size_t{8} * 1024 * 1024;

const QByteArray onLan = R"(
network: {lan: {address: 127.0.0.100, ports: 5060-5060, allow: [127.0.0.0/24]}}
nodes:
  proxy: {role: proxy, max-pending: 200}
)";

/// A host that sends requests which differ in a number, and reads what it is answered.
class Flooder
{
public:
    explicit Flooder(World& world)
        : m_world(world)
        , m_socket(sip::bindUdp(ownName.address, ownName.port))
    {
    }
    [[nodiscard]] bool isOpen() const { return m_socket.isOpen(); }

    /// Sends those with the numbers from `first` on and waits until each has an answer of its own kind: a 100 too.
    /// False when that takes too long.
    [[nodiscard]] bool flood(const QByteArray& text, int first, int count)
    {
        const auto deadline = std::chrono::steady_clock::now() + longest;
        for (int i = 0; i < count; i += atOnce) {
            const int wanted = m_answered + atOnce;
            for (int k = 0; k < atOnce; ++k)
                sip::sendUdp(m_socket, QByteArray(text).replace('#', QByteArray::number(first + i + k)), proxyName);
            while (m_answered < wanted) {
                if (std::chrono::steady_clock::now() > deadline)
                    return false;
                m_world.advance(false, std::chrono::milliseconds{1});
                read();
            }
        }
        return true;
    }
    [[nodiscard]] int with(const QByteArray& status) const { return m_counts.value(status); }
    [[nodiscard]] int withRetryAfter() const { return m_withRetryAfter; }

private:
    void read()
    {
        std::array<char, 8192> buffer{};
        for (;;) {
            const ssize_t size = ::recv(m_socket.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (size <= 0)
                return;
            const QByteArray message(buffer.data(), size);
            if (!message.startsWith("SIP/2.0 "))
                continue; // what the proxy forwards to our own contact: nobody answers it
            ++m_answered;
            ++m_counts[message.mid(8, 3)];
            m_withRetryAfter += message.contains("\r\nRetry-After: ") ? 1 : 0;
        }
    }

    World& m_world;
    sip::Descriptor m_socket;
    QHash<QByteArray, int> m_counts; ///< status → answers
    int m_answered = 0;
    int m_withRetryAfter = 0;
};

QByteArray requestText(const QByteArray& method, const QByteArray& uri, const QByteArray& to, const QByteArray& contact)
{
    return method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.101:5070;branch=z9hG4bK-" + method
        + "#\r\nMax-Forwards: 70\r\nFrom: <sip:flood@127.0.0.100>;tag=#\r\nTo: <" + to + ">\r\nCall-ID: " + method
        + "#\r\nCSeq: 1 " + method + "\r\nContact: <" + contact + ">\r\nExpires: 600\r\nContent-Length: 0\r\n\r\n";
}

std::unique_ptr<World> servedWorld()
{
    RunOptions options; // as `serve` has them
    options.keepMessages = 300;
    options.messageLimit = std::numeric_limits<int>::max();
    Result<std::unique_ptr<World>> world = World::build(scenarioOf(onLan), options);
    if (!world)
        qFatal("%s", qPrintable(world.error().text()));
    (*world)->keepOpen(true);
    return std::move(*world);
}

/// Of the flooding host to the proxy.
bool isConnected(const sip::Descriptor& socket)
{
    const auto name = [](const sip::SocketName& of) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(of.address);
        address.sin_port = htons(of.port);
        return address;
    };
    const sockaddr_in own = name({ownName.address, 0});
    const sockaddr_in there = name(proxyName);
    return ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0
        && ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0;
}

} // namespace

class LanFloodsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRegistrationStorm();
    void halfOpenInvites();
    void aRunGoesOn_data();
    void aRunGoesOn();
};

/// A host that registers itself at ever other addresses.
void LanFloodsTest::aRegistrationStorm()
{
    const auto world = servedWorld();
    Flooder host(*world);
    QVERIFY(host.isOpen());
    const QByteArray text = requestText("REGISTER", "sip:127.0.0.100", "sip:bob@127.0.0.100", "sip:#@127.0.0.101:5070");
    QVERIFY(host.flood(text, 0, thousands));
    const std::size_t full = mallinfo2().uordblks;
    QVERIFY(host.flood(text, thousands, thousands));
    QCOMPARE(host.with("200"), mostContacts);
    QCOMPARE(host.with("503"), 2 * thousands - mostContacts);
    QCOMPARE(host.withRetryAfter(), host.with("503"));
    const std::size_t after = mallinfo2().uordblks;
    // Each is a transaction until Timer J has run out: 32 s, and 50,000 of them at most.
    QVERIFY2(after < full + thousands * transactionSize, qPrintable(QString::number(after - full)));
}

/// Calls to a contact that answers none.
void LanFloodsTest::halfOpenInvites()
{
    const auto world = servedWorld();
    Flooder host(*world);
    QVERIFY(host.isOpen());
    QVERIFY(host.flood(
        requestText("REGISTER", "sip:127.0.0.100", "sip:bob@127.0.0.100", "sip:bob@127.0.0.101:5070"), 0, atOnce));
    const QByteArray text
        = requestText("INVITE", "sip:bob@127.0.0.100", "sip:bob@127.0.0.100", "sip:a@127.0.0.101:5070");
    QVERIFY(host.flood(text, 0, thousands));
    const std::size_t full = mallinfo2().uordblks;
    QVERIFY(host.flood(text, thousands, thousands));
    QCOMPARE(host.with("100"), mostPending);
    QCOMPARE(host.with("503"), 2 * thousands - mostPending);
    QCOMPARE(host.withRetryAfter(), host.with("503"));
    const std::size_t after = mallinfo2().uordblks;
    QVERIFY2(after < full + fewMegabytes, qPrintable(QString::number(after - full)));
}

void LanFloodsTest::aRunGoesOn_data()
{
    QTest::addColumn<bool>("isTcp");
    QTest::newRow("datagrams") << false;
    QTest::newRow("a connection") << true;
}

/// A run keeps every message, so a host that floods does not get all the room: the run goes on, and hears others.
void LanFloodsTest::aRunGoesOn()
{
    QFETCH(const bool, isTcp);
    QStringList troubles;
    RunOptions options;
    options.messageLimit = 200; // 1000 on a LAN
    options.trouble = [&](const Diagnostic& trouble) { troubles << trouble.text(); };
    const auto world = siprace::worldOf(scenarioOf(onLan), options);
    world->keepOpen(true);
    const sip::Descriptor flooder(::socket(AF_INET, (isTcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
    QVERIFY(isConnected(flooder));
    const QByteArray text = requestText("OPTIONS", "sip:127.0.0.100", "sip:127.0.0.100", "sip:a@127.0.0.101:5070");
    for (int i = 0; i < thousands; i += atOnce) {
        for (int k = 0; k < atOnce; ++k) {
            const QByteArray request = QByteArray(text).replace('#', QByteArray::number(i + k));
            QVERIFY(::send(flooder.number(), request.constData(), request.size(), MSG_DONTWAIT) == request.size());
        }
        QVERIFY(world->advance(false, std::chrono::milliseconds{1}));
    }
    QCOMPARE(troubles,
        QStringList{u"127.0.0.101 has had half of the room that was left in the trace: of what it sends 2 messages a "
                    "second are carried from now on."_s});
    QVERIFY(!world->hasEnded());
    LanPhone carol("carol", {0x7f000066, 5071}, proxyName); // 127.0.0.102
    carol.send({});
    QVERIFY(!carol.awaited(*world, "SIP/2.0 200").isEmpty());
    const qsizetype messages = world->trace().messages.size();
    QVERIFY2(messages > 300 && messages < 800, qPrintable(QString::number(messages)));
}

int main(int argc, char** argv)
{
    std::ignore = takeOwnNetwork(); // the test framework has threads
    const QCoreApplication program(argc, argv);
    LanFloodsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lan_floods.moc"
