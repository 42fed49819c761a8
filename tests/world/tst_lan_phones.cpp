#include "OwnNetwork.h"
#include "WorldRuns.h"

#include <QCoreApplication>
#include <QTest>

#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <tuple>

using namespace siprace;
using namespace Qt::StringLiterals;

// Phones of a LAN, each a socket of this test on another address of loopback, and the lab on one of its own. Real
// sockets, the real clock: the world goes on while a phone waits for what it is owed.

namespace {

constexpr sip::SocketName labName{0x7f00005a, 5060}; // 127.0.0.90
constexpr std::chrono::seconds patience{10};

const QByteArray onLan = R"(
network: {lan: {address: 127.0.0.90, ports: 5060-5069, allow: [127.0.0.0/24]}}
nodes:
  proxy: {role: proxy}
  b1: {role: external, as: callee, name: Desk phone}
  b2: {role: callee, ring: 0ms, answer: 100ms}
location:
  "sip:bob@lab": [b1, b2]
links:
  proxy-b1: {delay: 5ms}
)";

/// One phone: a socket, and the messages that came to it.
class Phone
{
public:
    Phone(const char* user, const sip::SocketName& own)
        : m_user(user)
        , m_own(own)
        , m_socket(sip::bindUdp(own.address, own.port))
    {
    }
    [[nodiscard]] bool isOpen() const { return m_socket.isOpen(); }
    [[nodiscard]] QByteArray address() const
    {
        return sip::dotted(m_own.address) + ':' + QByteArray::number(m_own.port);
    }
    void send(const QByteArray& method, const QByteArray& uri, const QByteArray& to)
    {
        const QByteArray number = QByteArray::number(++m_cseq);
        sip::sendUdp(m_socket,
            method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP phone.invalid:" + QByteArray::number(m_own.port)
                + ";rport;branch=z9hG4bK-" + m_user + number + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + m_user
                + "@127.0.0.90>;tag=t" + number + "\r\nTo: <" + to + ">\r\nCall-ID: call" + number + '@' + m_user
                + "\r\nCSeq: " + number + ' ' + method + "\r\nContact: <sip:" + m_user + '@' + address()
                + ">\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n",
            labName);
    }
    [[nodiscard]] QByteArray received()
    {
        std::array<char, 8192> buffer{};
        const ssize_t size = ::recv(m_socket.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        return size > 0 ? QByteArray(buffer.data(), size) : QByteArray();
    }

private:
    QByteArray m_user;
    sip::SocketName m_own;
    sip::Descriptor m_socket;
    int m_cseq = 0;
};

sip::SocketName phoneAt(int host, int port)
{
    return {0x7f000000U | static_cast<std::uint32_t>(host), static_cast<std::uint16_t>(port)};
}

std::unique_ptr<World> worldOf(const QByteArray& yaml, QStringList* troubles = nullptr)
{
    RunOptions options;
    if (troubles)
        options.trouble = [troubles](const Diagnostic& trouble) { troubles->append(trouble.text()); };
    Result<std::unique_ptr<World>> world = World::build(scenarioOf(yaml), options);
    if (!world)
        qFatal("%s", qPrintable(world.error().text()));
    (*world)->keepOpen(true);
    return std::move(*world);
}

/// The world goes on until the phone has a message that begins so; empty when none came in time.
QByteArray awaited(World& world, Phone& phone, const QByteArray& beginning)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        world.advance(false, std::chrono::milliseconds{5});
        for (QByteArray message = phone.received(); !message.isEmpty(); message = phone.received()) {
            if (message.startsWith(beginning))
                return message;
        }
    }
    return {};
}

bool says(const Trace& trace, const QString& text)
{
    return std::ranges::any_of(
        trace.decisions, [&](const Decision& decision) { return decision.why.text.contains(text); });
}
} // namespace

class LanPhonesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPhoneThatRegistersIsANode();
    void anExpectedPhoneTakesItsSeat();
    void aPhoneCallsAVirtualOne();
    void twoPhonesOfOneHostAreTwoNodes();
    void nobodyElseIsHeard();
    void nothingIsRelayedElsewhere();
    void afterTheRunNothingIsOpen();
};

void LanPhonesTest::aPhoneThatRegistersIsANode()
{
    const auto world = worldOf(onLan);
    Phone phone("alice", phoneAt(91, 5071));
    QVERIFY(phone.isOpen());
    phone.send("REGISTER", "sip:127.0.0.90", "sip:alice@127.0.0.90");
    const QByteArray answer = awaited(*world, phone, "SIP/2.0 200");
    QVERIFY(answer.contains("Contact: <sip:alice@127.0.0.91:5071>"));
    QVERIFY2(answer.contains(";received=127.0.0.91") && answer.contains(";rport=5071"), answer.constData());
    const Trace& trace = world->trace();
    QCOMPARE(trace.nodes.size(), 4);
    QCOMPARE(trace.nodes.last().id, u"alice"_s);
    QCOMPARE(trace.nodes.last().address, u"127.0.0.91:5071"_s);
    QVERIFY(trace.nodes.last().role == Role::External);
    QCOMPARE(trace.clock, u"real"_s);
}

void LanPhonesTest::anExpectedPhoneTakesItsSeat()
{
    const auto world = worldOf(onLan);
    QCOMPARE(world->trace().states.first().state, u"down"_s);
    Phone phone("b1", phoneAt(92, 5072));
    phone.send("REGISTER", "sip:127.0.0.90", "sip:b1@127.0.0.90");
    QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
    QCOMPARE(world->trace().nodes.size(), 3);
    QStringList states;
    for (const StateChange& change : world->trace().states) {
        if (change.kind == MachineKind::Node)
            states << change.state;
    }
    QCOMPARE(states.join(u' '), u"down up"_s);
    // It is where the file says that the address leads, beside the virtual one.
    Phone other("carol", phoneAt(93, 5073));
    other.send("INVITE", "sip:bob@127.0.0.90", "sip:bob@lab");
    const QByteArray invite = awaited(*world, phone, "INVITE ");
    QVERIFY2(invite.startsWith("INVITE sip:b1@127.0.0.92:5072 SIP/2.0"), invite.constData());
    const QStringList invites = linesWith(world->trace(), u"proxy>b"_s).filter(u"INVITE"_s);
    QCOMPARE(invites.size(), 2);
}

void LanPhonesTest::aPhoneCallsAVirtualOne()
{
    const auto world = worldOf(onLan);
    Phone phone("alice", phoneAt(94, 5074));
    phone.send("INVITE", "sip:bob@lab", "sip:bob@lab");
    const QByteArray answer = awaited(*world, phone, "SIP/2.0 200");
    QVERIFY2(answer.contains("Record-Route: <sip:127.0.0.90"), answer.constData());
    QVERIFY2(answer.contains("Contact: <sip:b2@127.0.0.90:5061>"), answer.constData());
    QCOMPARE(linesWith(world->trace(), u"alice>proxy INVITE"_s).size(), 1);
    QCOMPARE(linesWith(world->trace(), u"proxy>alice 200/INVITE"_s).size(), 1);
}

void LanPhonesTest::twoPhonesOfOneHostAreTwoNodes()
{
    const auto world = worldOf(onLan);
    Phone one("alice", phoneAt(95, 5075));
    Phone two("alice", phoneAt(95, 5076));
    one.send("REGISTER", "sip:127.0.0.90", "sip:alice@127.0.0.90");
    QVERIFY(!awaited(*world, one, "SIP/2.0 200").isEmpty());
    two.send("REGISTER", "sip:127.0.0.90", "sip:alice@127.0.0.90");
    const QByteArray answer = awaited(*world, two, "SIP/2.0 200");
    QVERIFY2(answer.contains(":5075>") && answer.contains(":5076>"), answer.constData());
    QCOMPARE(world->trace().nodes.last().id, u"alice2"_s);
}

void LanPhonesTest::nobodyElseIsHeard()
{
    const auto world = worldOf(onLan);
    Phone stranger("mallory", phoneAt(0x105, 5077)); // 127.0.1.5
    Phone phone("alice", phoneAt(96, 5078));
    stranger.send("INVITE", "sip:bob@lab", "sip:bob@lab");
    phone.send("OPTIONS", "sip:127.0.0.90", "sip:127.0.0.90");
    QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
    QVERIFY(stranger.received().isEmpty());
    QVERIFY(says(world->trace(), u"A datagram from 127.0.1.5, which is no node of this run, was refused."_s));
}

void LanPhonesTest::nothingIsRelayedElsewhere()
{
    const auto world = worldOf(onLan);
    Phone phone("alice", phoneAt(97, 5079));
    phone.send("INVITE", "sip:anybody@203.0.113.9", "sip:anybody@203.0.113.9");
    QVERIFY(!awaited(*world, phone, "SIP/2.0 5").isEmpty());
    QVERIFY(says(world->trace(),
        u"Refused: INVITE to 203.0.113.9:5060, which is no node, no registered contact and in no allowed network."_s));
    const Trace& trace = world->trace();
    QVERIFY(std::ranges::none_of(trace.messages, [&](const TraceMessage& message) {
        return message.method == "INVITE" && trace.nodes.at(message.from).id == u"proxy";
    }));
}

void LanPhonesTest::afterTheRunNothingIsOpen()
{
    QVERIFY(sip::bindUdp(labName.address, labName.port).isOpen());
    auto world = worldOf(onLan);
    QVERIFY(!sip::bindUdp(labName.address, labName.port).isOpen());
    world.reset();
    QVERIFY(sip::bindUdp(labName.address, labName.port).isOpen());
}

int main(int argc, char** argv)
{
    std::ignore = takeOwnNetwork(); // the test framework has threads
    const QCoreApplication program(argc, argv);
    LanPhonesTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lan_phones.moc"
