#include "OwnNetwork.h"
#include "WorldRuns.h"

#include <QCoreApplication>
#include <QTest>

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <tuple>

using namespace siprace;
using namespace Qt::StringLiterals;

// Phones of a LAN that speak TCP, each a connection of this test from another address of loopback. Real sockets, the
// real clock.

namespace {

constexpr sip::SocketName labName{0x7f00005b, 5060}; // 127.0.0.91
constexpr std::chrono::seconds patience{10};

const QByteArray onLan = R"(
network: {lan: {address: 127.0.0.91, ports: 5060-5069, allow: [127.0.0.0/24]}}
nodes:
  proxy: {role: proxy}
  b1: {role: external, as: callee, name: Desk phone}
  b2: {role: callee, ring: 0ms, answer: 100ms}
  caller: {role: caller}
location:
  "sip:bob@lab": [b1]
  "sip:ben@lab": [b2]
links:
  default: {delay: 1ms}
)";

sockaddr_in nameOf(const sip::SocketName& socket)
{
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(socket.port);
    name.sin_addr.s_addr = htonl(socket.address);
    return name;
}

sip::SocketName phoneAt(int host, int port = 0)
{
    return {0x7f000000U | static_cast<std::uint32_t>(host), static_cast<std::uint16_t>(port)};
}

/// One phone with one connection to the lab.
class StreamPhone
{
public:
    StreamPhone(const char* user, const sip::SocketName& own)
        : m_user(user)
        , m_own(own)
        , m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const sockaddr_in from = nameOf(own);
        const sockaddr_in to = nameOf(labName);
        m_isOpen = ::bind(m_socket.number(), reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0
            && ::connect(m_socket.number(), reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
        sockaddr_in bound{};
        socklen_t length = sizeof bound;
        ::getsockname(m_socket.number(), reinterpret_cast<sockaddr*>(&bound), &length);
        m_own.port = ntohs(bound.sin_port);
    }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] QByteArray port() const { return QByteArray::number(m_own.port); }
    void write(const QByteArray& bytes)
    {
        ::send(m_socket.number(), bytes.constData(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
    }
    /// The Contact names the port on which it listens, which is not that of the connection.
    void request(const QByteArray& method, const QByteArray& uri)
    {
        const QByteArray number = QByteArray::number(++m_cseq);
        write(method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/TCP phone.invalid:5090;rport;branch=z9hG4bK-" + m_user
            + number + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + m_user + "@127.0.0.91>;tag=t" + number
            + "\r\nTo: <sip:" + (method == "REGISTER" ? m_user + "@127.0.0.91" : uri.mid(4)) + ">\r\nCall-ID: call"
            + number + '@' + m_user + "\r\nCSeq: " + number + ' ' + method + "\r\nContact: <sip:" + m_user + '@'
            + sip::dotted(m_own.address) + ":5090;transport=tcp>\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n");
    }
    void answer(const QByteArray& request)
    {
        QByteArray response = "SIP/2.0 200 OK\r\n";
        for (const QByteArray& line : request.left(request.indexOf("\r\n\r\n")).split('\n')) {
            const QByteArray header = line.trimmed();
            for (const char* copied : {"Via:", "From:", "To:", "Call-ID:", "CSeq:", "Record-Route:"}) {
                if (header.startsWith(copied))
                    response
                        += header + (header.startsWith("To:") && !header.contains("tag=") ? ";tag=lan\r\n" : "\r\n");
            }
        }
        write(response + "Contact: <sip:" + m_user + '@' + sip::dotted(m_own.address)
            + ":5090;transport=tcp>\r\nContent-Length: 0\r\n\r\n");
    }
    [[nodiscard]] QByteArray received()
    {
        std::array<char, 8192> buffer{};
        const ssize_t size = ::recv(m_socket.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        return size > 0 ? QByteArray(buffer.data(), size) : QByteArray();
    }
    /// It sends nothing more.
    void finish() { ::shutdown(m_socket.number(), SHUT_WR); }
    /// How the lab has ended the connection, behind what has come: "closed", "reset", or empty.
    [[nodiscard]] QByteArray ending()
    {
        std::array<char, 8192> buffer{};
        ssize_t size = 1;
        while (size > 0)
            size = ::recv(m_socket.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        return size == 0 ? "closed" : errno == EAGAIN ? "" : "reset";
    }
    [[nodiscard]] bool isClosed()
    {
        char byte = 0;
        const ssize_t size = ::recv(m_socket.number(), &byte, 1, MSG_DONTWAIT);
        return size == 0 || (size < 0 && errno != EAGAIN);
    }

private:
    QByteArray m_user;
    sip::SocketName m_own;
    sip::Descriptor m_socket;
    bool m_isOpen = false;
    int m_cseq = 0;
};

std::unique_ptr<World> worldOnLan()
{
    auto world = worldOf(scenarioOf(onLan));
    world->keepOpen(true);
    return world;
}

/// The world goes on until the phone has something that begins so; empty when nothing came in time.
QByteArray awaited(World& world, StreamPhone& phone, const QByteArray& beginning)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        world.advance(false, std::chrono::milliseconds{5});
        const QByteArray bytes = phone.received();
        if (const qsizetype at = bytes.indexOf(beginning); at >= 0)
            return bytes.mid(at);
    }
    return {};
}

QStringList decisionsOf(const World& world)
{
    QStringList texts;
    for (const Decision& decision : world.trace().decisions)
        texts << decision.why.text;
    return texts;
}
} // namespace

class LanStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPhoneRegisters();
    void itIsCalledOnItsConnection();
    void itCallsAVirtualOne();
    void itComesBackOnAnotherConnection();
    void whoIsNotAllowedIsRefused();
    void whoSaysNothingOrNonsense_data();
    void whoSaysNothingOrNonsense();
    void oneHostLeavesRoom();
    void aPhoneThatEndsInOrder_data();
    void aPhoneThatEndsInOrder();
    void whoNeverStopsLetsOthersSpeak();
    void whereNobodyListens();
};

void LanStreamsTest::aPhoneRegisters()
{
    const auto world = worldOnLan();
    StreamPhone phone("alice", phoneAt(101));
    QVERIFY(phone.isOpen());
    phone.request("REGISTER", "sip:127.0.0.91");
    const QByteArray answer = awaited(*world, phone, "SIP/2.0 200");
    QVERIFY2(answer.contains(";received=127.0.0.101") && answer.contains(";rport=" + phone.port()), answer.constData());
    const TraceNode& node = world->trace().nodes.last();
    QCOMPARE(node.id, u"alice"_s);
    QCOMPARE(node.address, u"127.0.0.101:5090"_s);
    const QList<TraceMessage>& messages = world->trace().messages;
    const auto registering = std::ranges::find(messages, "REGISTER"_ba, &TraceMessage::method);
    QCOMPARE(registering->connection, 1);
}

void LanStreamsTest::itIsCalledOnItsConnection()
{
    const auto world = worldOnLan();
    StreamPhone phone("b1", phoneAt(102));
    phone.request("REGISTER", "sip:127.0.0.91");
    QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
    QVERIFY(world->perform(u"caller"_s, u"call"_s, {{u"to"_s, u"sip:bob@lab"_s}}));
    const QByteArray invite = awaited(*world, phone, "INVITE ");
    QVERIFY2(invite.startsWith("INVITE sip:b1@127.0.0.102:5090;transport=tcp SIP/2.0"), invite.constData());
    QVERIFY2(invite.contains("Via: SIP/2.0/TCP 127.0.0.91"), invite.constData());
    phone.answer(invite);
    const QByteArray ack = awaited(*world, phone, "ACK ");
    QVERIFY2(!ack.isEmpty(), qPrintable(linesOf(world->trace()).join(u'\n')));
    QVERIFY(world->perform(u"caller"_s, u"hang-up"_s, {}));
    phone.answer(awaited(*world, phone, "BYE "));
    const auto isOver = [&] {
        world->advance(false, std::chrono::milliseconds{5});
        return linesWith(world->trace(), u"proxy>caller 200/BYE"_s).size() == 1;
    };
    QTRY_VERIFY(isOver());
    for (const TraceMessage& message : world->trace().messages) {
        if (world->trace().nodes.at(message.to).id == u"b1")
            QCOMPARE(message.connection, 1); // the phone's own
    }
}

void LanStreamsTest::itCallsAVirtualOne()
{
    const auto world = worldOnLan();
    StreamPhone phone("alice", phoneAt(103));
    phone.request("INVITE", "sip:ben@lab");
    const QByteArray answer = awaited(*world, phone, "SIP/2.0 200");
    QVERIFY2(answer.contains("Record-Route: <sip:127.0.0.91:5060;transport=tcp;lr;call="), answer.constData());
    QVERIFY2(answer.contains("Contact: <sip:b2@127.0.0.91:5061>"), answer.constData()); // it is spoken to over UDP
    QCOMPARE(linesWith(world->trace(), u"proxy>alice 200/INVITE"_s).size(), 1);
}

void LanStreamsTest::itComesBackOnAnotherConnection()
{
    const auto world = worldOnLan();
    {
        StreamPhone phone("alice", phoneAt(104));
        phone.request("REGISTER", "sip:127.0.0.91");
        QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
    }
    StreamPhone again("alice", phoneAt(104));
    again.request("OPTIONS", "sip:127.0.0.91");
    QVERIFY(!awaited(*world, again, "SIP/2.0 200").isEmpty());
    QCOMPARE(world->trace().nodes.size(), 5); // four of the file, and her
    QCOMPARE(world->trace().messages.last().connection, 2);
}

void LanStreamsTest::whoIsNotAllowedIsRefused()
{
    const auto world = worldOnLan();
    StreamPhone stranger("mallory", phoneAt(0x105)); // 127.0.1.5
    stranger.request("OPTIONS", "sip:127.0.0.91");
    const auto isClosed = [&] {
        world->advance(false, std::chrono::milliseconds{5});
        return stranger.isClosed();
    };
    QTRY_VERIFY(isClosed());
    QVERIFY(decisionsOf(*world).contains(u"A connection from 127.0.1.5, which is no node of this run, was refused."_s));
    QCOMPARE(world->trace().nodes.size(), 4);
}

void LanStreamsTest::whoSaysNothingOrNonsense_data()
{
    QTest::addColumn<int>("connections");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("another protocol") << 1 << "GET / HTTP/1.1\r\n\r\n"_ba
                                      << u"What comes on a connection from 127.0.0.105 cannot be read, it is no SIP: "
                                         "it was broken off."_s;
    QTest::newRow("more of one host than may be silent")
        << 20 << QByteArray()
        << u"16 connections of one host have said nothing yet: another one from 127.0.0.105 was refused."_s;
}

void LanStreamsTest::whoSaysNothingOrNonsense()
{
    QFETCH(const int, connections);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, says);
    const auto world = worldOnLan();
    std::vector<std::unique_ptr<StreamPhone>> phones;
    for (int i = 0; i < connections; ++i) {
        phones.push_back(std::make_unique<StreamPhone>("mallory", phoneAt(105)));
        phones.back()->write(bytes);
        world->advance(false, std::chrono::milliseconds{1});
    }
    const auto isSaid = [&] {
        world->advance(false, std::chrono::milliseconds{5});
        return decisionsOf(*world).contains(says) && phones.back()->isClosed();
    };
    QTRY_VERIFY2(isSaid(), qPrintable(decisionsOf(*world).join(u'\n')));
    QCOMPARE(world->trace().nodes.size(), 4);
}

/// However many connections of one host say nothing, another one's is taken.
void LanStreamsTest::oneHostLeavesRoom()
{
    const auto world = worldOnLan();
    std::vector<std::unique_ptr<StreamPhone>> silent;
    for (int i = 0; i < 110; ++i) {
        silent.push_back(std::make_unique<StreamPhone>("mallory", phoneAt(105)));
        world->advance(false, std::chrono::milliseconds{1});
    }
    StreamPhone phone("alice", phoneAt(107));
    phone.request("OPTIONS", "sip:127.0.0.91");
    QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
}

void LanStreamsTest::aPhoneThatEndsInOrder_data()
{
    QTest::addColumn<bool>("hasSpoken");
    QTest::newRow("after a request") << true;
    QTest::newRow("without a word") << false;
}

/// Its FIN is answered with a FIN, and that is what the trace tells.
void LanStreamsTest::aPhoneThatEndsInOrder()
{
    QFETCH(const bool, hasSpoken);
    const auto world = worldOnLan();
    StreamPhone phone("alice", phoneAt(108));
    if (hasSpoken) {
        phone.request("OPTIONS", "sip:127.0.0.91");
        QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
    }
    phone.finish();
    QByteArray ending;
    const auto isOver = [&] {
        world->advance(false, std::chrono::milliseconds{5});
        ending = phone.ending();
        return !ending.isEmpty();
    };
    QTRY_VERIFY(isOver());
    QCOMPARE(ending, "closed"_ba);
    if (!hasSpoken)
        return;
    const QList<ConnectionEvent>& events = world->trace().connections;
    QVERIFY(events.last().what == ConnectionEvent::What::Closed);
    const QString from = u", from its port %1."_s.arg(QString::fromLatin1(phone.port()));
    QVERIFY2(events.first().text.endsWith(from), qPrintable(events.first().text));
}

/// A connection with sixty requests in one go is not read to its end before another one is.
void LanStreamsTest::whoNeverStopsLetsOthersSpeak()
{
    const auto world = worldOnLan();
    StreamPhone greedy("mallory", phoneAt(109));
    StreamPhone phone("alice", phoneAt(110));
    greedy.request("OPTIONS", "sip:127.0.0.91");
    QVERIFY(!awaited(*world, greedy, "SIP/2.0 200").isEmpty());
    phone.request("OPTIONS", "sip:127.0.0.91");
    QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
    for (int i = 0; i < 60; ++i)
        greedy.request("OPTIONS", "sip:127.0.0.91");
    phone.request("INFO", "sip:127.0.0.91");
    QVERIFY(!awaited(*world, phone, "SIP/2.0 ").isEmpty());
    const auto isLast = [&] {
        world->advance(false, std::chrono::milliseconds{5});
        return linesWith(world->trace(), u"mallory>proxy OPTIONS"_s).size() == 61;
    };
    QTRY_VERIFY(isLast());
    const QStringList lines = linesOf(world->trace());
    const auto last = [&lines](const QString& part) {
        const auto found = std::ranges::find_if(
            lines.crbegin(), lines.crend(), [&part](const QString& line) { return line.contains(part); });
        return lines.crend() - found;
    };
    QVERIFY2(last(u"alice>proxy INFO"_s) < last(u"mallory>proxy OPTIONS"_s), qPrintable(lines.join(u'\n')));
}

/// The phone has gone, and with it its connection: the proxy asks for one where its Contact leads.
void LanStreamsTest::whereNobodyListens()
{
    const auto world = worldOnLan();
    {
        StreamPhone phone("b1", phoneAt(106));
        phone.request("REGISTER", "sip:127.0.0.91");
        QVERIFY(!awaited(*world, phone, "SIP/2.0 200").isEmpty());
    }
    const auto goesOn = [&](const QString& part) {
        world->advance(false, std::chrono::milliseconds{5});
        return !linesWith(world->trace(), part).isEmpty();
    };
    QVERIFY(world->perform(u"caller"_s, u"call"_s, {{u"to"_s, u"sip:bob@lab"_s}}));
    QTRY_VERIFY(goesOn(u"proxy>caller 503/INVITE"_s) || goesOn(u"proxy>caller 480/INVITE"_s)
        || goesOn(u"proxy>caller 500/INVITE"_s));
    const auto refused
        = std::ranges::find(world->trace().connections, ConnectionEvent::What::Refused, &ConnectionEvent::what);
    QVERIFY(refused != world->trace().connections.end());
    QCOMPARE(refused->text, u"Desk phone refuses: nobody listens there."_s);
}

int main(int argc, char** argv)
{
    std::ignore = takeOwnNetwork(); // the test framework has threads
    const QCoreApplication program(argc, argv);
    LanStreamsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lan_streams.moc"
