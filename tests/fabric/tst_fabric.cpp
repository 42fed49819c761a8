#include "Fabric.h"

#include <QTest>

#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <utility>

using namespace siprace;
using namespace Qt::StringLiterals;

// On real sockets: faces, hidden addresses and loopback. Time is virtual.

namespace {

constexpr int caller = 0;
constexpr int proxy = 1;
constexpr int phone = 2;
const std::array<int, 3> hosts{11, 12, 21};

QByteArray invite(const QByteArray& branch = "z1")
{
    return "INVITE sip:bob@lab SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=" + branch + "\r\nCSeq: 1 INVITE\r\n\r\n";
}

/// The network alone: the nodes are bare sockets of the test.
class Net
{
public:
    explicit Net(const QList<LinkRule>& rules = {}, const Impairment& impairment = {10ms, {}, 0, 0, 0}, int block = 0)
        : m_timeline(m_clock)
        , m_recorder(header())
    {
        for (int number = block ? block : AddressBlock::first; number <= AddressBlock::last && !m_fabric; ++number) {
            m_site = Site::claim(number);
            if (!m_site)
                continue;
            m_site->loop().setClock([this] { return m_clock.now(); });
            for (std::size_t i = 0; i < hosts.size(); ++i) {
                m_hidden[i] = bindUdp(m_site->block().hidden(hosts[i]), AddressBlock::port);
                m_advertised[i] = m_site->block().advertised(hosts[i]);
            }
            m_fabric = Fabric::create(*m_site, m_timeline, m_recorder, settings(rules, impairment));
        }
    }

    [[nodiscard]] Fabric& fabric() { return *m_fabric; }
    [[nodiscard]] const Trace& trace() const { return m_recorder.trace(); }
    [[nodiscard]] const QStringList& handled() const { return m_handled; }
    [[nodiscard]] Instant handledAt(int index) const { return m_handledAt.at(index); }
    Timeline& timeline() { return m_timeline; }

    void send(int from, int to, const QByteArray& datagram)
    {
        sendFrom(m_hidden[static_cast<std::size_t>(from)].number(), to, datagram);
    }
    void sendFrom(int descriptor, int to, const QByteArray& datagram)
    {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(AddressBlock::port);
        name.sin_addr.s_addr = htonl(m_advertised[static_cast<std::size_t>(to)]);
        QCOMPARE(::sendto(descriptor, datagram.constData(), static_cast<std::size_t>(datagram.size()), 0,
                     reinterpret_cast<const sockaddr*>(&name), sizeof name),
            datagram.size());
        settle();
    }
    /// Lets time pass until nothing is on the way.
    void play()
    {
        while (const auto next = m_timeline.next()) {
            m_clock.jumpTo(*next);
            m_timeline.runNext();
            settle();
        }
    }
    /// What the node's own socket holds, and whose advertised address it came from.
    QPair<QByteArray, QByteArray> read(int node)
    {
        std::array<char, 4096> buffer{};
        sockaddr_in source{};
        socklen_t length = sizeof source;
        const ssize_t size = ::recvfrom(m_hidden[static_cast<std::size_t>(node)].number(), buffer.data(), buffer.size(),
            MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&source), &length);
        return size < 0 ? QPair<QByteArray, QByteArray>{}
                        : QPair{QByteArray(buffer.data(), size), dotted(ntohl(source.sin_addr.s_addr))};
    }
    QByteArray advertised(int node) const { return dotted(m_advertised[static_cast<std::size_t>(node)]); }

private:
    static Trace header()
    {
        Trace trace;
        trace.nodes
            = {{u"caller"_s, Role::Caller, {}, {}}, {u"proxy"_s, Role::Proxy, {}, {}}, {u"b1"_s, Role::Callee, {}, {}}};
        return trace;
    }
    Fabric::Settings settings(const QList<LinkRule>& rules, const Impairment& impairment)
    {
        Fabric::Settings settings;
        settings.places = {{u"caller"_s, 11}, {u"proxy"_s, 12}, {u"b1"_s, 21}};
        settings.impairment = [impairment](int, int) { return impairment; };
        settings.rules = rules;
        settings.processing
            = [this](int node, const MessageFields&) { return node == proxy ? processing : Duration{0}; };
        settings.deliver = [this](int node, int n, const QByteArray& datagram, const sip::Hop&) {
            m_handled << u"%1 ms: %2 at %3"_s.arg(toMs(m_timeline.now())).arg(n).arg(trace().nodes.at(node).id);
            m_handledAt << m_timeline.now();
            m_fabric->handOver(trace().messages.at(n - 1).from, node, datagram);
        };
        return settings;
    }
    void settle()
    {
        m_fabric->settle();
        while (m_site->loop().step() == 0ms) { }
    }

    Clock m_clock{0};
    Timeline m_timeline;
    Recorder m_recorder;
    std::unique_ptr<Site> m_site;
    std::array<Descriptor, 3> m_hidden;
    std::array<std::uint32_t, 3> m_advertised{};
    QStringList m_handled;
    QList<Instant> m_handledAt;
    std::unique_ptr<Fabric> m_fabric;

public:
    Duration processing{0};
};

const Impairment twice{10ms, 900ms, 0, 100, 0};

/// When a first datagram of the caller and its copy come over such a link.
std::pair<Instant, Instant> timesOfTwo()
{
    Net net({}, twice);
    net.send(caller, proxy, invite());
    net.play();
    return {net.handledAt(0), net.handledAt(1)};
}

LinkRule dropFirst()
{
    LinkRule rule;
    rule.link = {u"caller"_s, u"proxy"_s};
    rule.match.nth = 1;
    return rule;
}

} // namespace

class FabricTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDatagramArrivesUnchangedFromTheAdvertisedAddress();
    void aRuleDrops();
    void aRuleActsOnWhatAPersonHeld();
    void aRuleDelays();
    void aRuleDuplicates();
    void aRuleHoldsUntilAnotherArrives();
    void lossIsTold();
    void aReorderedDatagramIsOvertaken();
    void aLonelyReorderedDatagramGoesAfterASecond();
    void aDownNodeGetsNothing();
    void aCopyThatIsLostWithItsNodeChangesNothing();
    void aCopyComesToTheNextLife_data();
    void aCopyComesToTheNextLife();
    void processingKeepsTheOrder();
    void aChangedLinkActsAtOnce();
    void aStrangerIsRefused();
    void nonsenseFromAStrangerIsMalformed();
    void nonsenseFromANodeIsCarriedAndCounted_data();
    void nonsenseFromANodeIsCarriedAndCounted();
    void addressesAreShownAsBlock100();
    void ownersAndBindings();
    void aTakenBlockIsLeftAlone();
};

void FabricTest::aDatagramArrivesUnchangedFromTheAdvertisedAddress()
{
    Net net;
    net.send(caller, proxy, invite());
    QCOMPARE(net.trace().messages.size(), 1);
    QVERIFY(net.trace().messages.at(0).fate == Fate::InFlight);
    QVERIFY(net.read(proxy).first.isEmpty());
    net.play();
    QCOMPARE(net.trace().messages.at(0).sent, at(0ms));
    QCOMPARE(net.trace().messages.at(0).arrived, at(10ms));
    QCOMPARE(net.read(proxy), (QPair{invite(), net.advertised(caller)}));
}

void FabricTest::aRuleDrops()
{
    Net net({dropFirst()});
    net.send(caller, proxy, invite());
    net.send(caller, proxy, invite());
    net.play();
    QVERIFY(net.trace().messages.at(0).fate == Fate::Lost);
    QCOMPARE(net.trace().messages.at(0).fateWhy.text, u"Rule 1 of the scenario drops it."_s);
    QVERIFY(!net.trace().messages.at(0).arrived);
    QVERIFY(net.trace().messages.at(1).fate == Fate::Delivered);
}

void FabricTest::aRuleActsOnWhatAPersonHeld()
{
    Net net({dropFirst()});
    net.fabric().byHand(HandAction::Do::Hold, caller, proxy);
    net.send(caller, proxy, invite());
    net.send(caller, proxy, invite());
    net.play();
    QVERIFY(net.trace().messages.at(0).fate == Fate::InFlight);
    net.fabric().byHand(HandAction::Do::LetNextGo, caller, proxy);
    net.fabric().byHand(HandAction::Do::LetAllGo, caller, proxy);
    net.play();
    QVERIFY(net.trace().messages.at(0).fate == Fate::Lost);
    QVERIFY(net.trace().messages.at(1).fate == Fate::Delivered);
}

void FabricTest::aRuleDelays()
{
    LinkRule rule = dropFirst();
    rule.action = LinkRule::Do::Delay;
    rule.delay = 50ms;
    Net net({rule});
    net.send(caller, proxy, invite());
    net.play();
    QCOMPARE(net.trace().messages.at(0).arrived, at(60ms));
}

void FabricTest::aRuleDuplicates()
{
    LinkRule rule = dropFirst();
    rule.action = LinkRule::Do::Duplicate;
    rule.copies = 3;
    Net net({rule});
    net.send(caller, proxy, invite());
    net.play();
    QCOMPARE(net.trace().messages.size(), 1); // copies of the link do not count
    QCOMPARE(net.handled().size(), 3);
}

void FabricTest::aRuleHoldsUntilAnotherArrives()
{
    LinkRule rule = dropFirst();
    rule.action = LinkRule::Do::Hold;
    rule.until = HoldUntil{HoldUntil::Event::Arrived, {u"b1"_s, u"proxy"_s}, {}};
    Net net({rule});
    net.send(caller, proxy, invite());
    net.play();
    QVERIFY(net.trace().messages.at(0).fate == Fate::InFlight);
    net.send(phone, proxy, invite("z2"));
    net.play();
    QCOMPARE(net.trace().messages.at(1).arrived, at(10ms));
    QCOMPARE(net.trace().messages.at(0).arrived, at(20ms)); // freed at 10, then the link's delay
}

void FabricTest::lossIsTold()
{
    Net net({}, {10ms, {}, 100, 0, 0});
    net.send(caller, proxy, invite());
    net.play();
    QVERIFY(net.trace().messages.at(0).fate == Fate::Lost);
    QCOMPARE(net.trace().messages.at(0).fateWhy.text, u"Lost on the link."_s);
}

void FabricTest::aReorderedDatagramIsOvertaken()
{
    Net net({}, {10ms, {}, 0, 0, 100});
    net.send(caller, proxy, invite("z1"));
    net.fabric().setImpairment(caller, proxy, {10ms, {}, 0, 0, 0});
    net.send(caller, proxy, invite("z2"));
    net.play();
    QCOMPARE(net.trace().messages.at(1).arrived, at(10ms));
    QCOMPARE(net.trace().messages.at(0).arrived, at(10ms + 1us));
    QCOMPARE(net.handled().size(), 2);
}

void FabricTest::aLonelyReorderedDatagramGoesAfterASecond()
{
    Net net({}, {10ms, {}, 0, 0, 100});
    net.send(caller, proxy, invite());
    net.play();
    QCOMPARE(net.trace().messages.at(0).arrived, at(1010ms));
}

void FabricTest::aDownNodeGetsNothing()
{
    Net net;
    net.fabric().setDown(proxy, true);
    net.send(caller, proxy, invite());
    net.play();
    QVERIFY(net.trace().messages.at(0).fate == Fate::Lost);
    QCOMPARE(net.trace().messages.at(0).fateWhy.text, u"The node was down when it arrived."_s);
    net.fabric().setDown(proxy, false);
    net.send(caller, proxy, invite());
    net.play();
    QVERIFY(net.trace().messages.at(1).fate == Fate::Delivered);
}

/// One copy has been handled when the node goes down with the other one: the message was there.
void FabricTest::aCopyThatIsLostWithItsNodeChangesNothing()
{
    const Instant first = timesOfTwo().first;
    const Instant second = timesOfTwo().second;
    Net net({}, twice);
    net.processing = 2ms;
    net.send(caller, proxy, invite());
    net.timeline().arrival(second + 1ms, at(1ms), 0, 0, [&] { net.fabric().setDown(proxy, true); });
    net.play();
    QCOMPARE(net.handled().size(), 1);
    QCOMPARE(net.handledAt(0), first + 2ms);
    QVERIFY(net.trace().messages.at(0).fate == Fate::Delivered);
    QCOMPARE(net.trace().messages.at(0).arrived, first);
    QVERIFY(net.trace().messages.at(0).fateWhy.isEmpty());
}

void FabricTest::aCopyComesToTheNextLife_data()
{
    QTest::addColumn<Duration>("processing");
    QTest::newRow("after the first would have been handled") << Duration{2ms};
    QTest::newRow("before the first would have been handled") << Duration{5s};
}

/// The node goes down with one copy, and is there again when the next one comes: that one is the message.
void FabricTest::aCopyComesToTheNextLife()
{
    QFETCH(const Duration, processing);
    const Instant first = timesOfTwo().first;
    const Instant second = timesOfTwo().second;
    QVERIFY(second > first + 3ms);
    Net net({}, twice);
    net.processing = processing;
    net.send(caller, proxy, invite());
    net.timeline().arrival(first + 1ms, at(1ms), 0, 0, [&] {
        QCOMPARE(net.trace().messages.at(0).arrived, first);
        net.fabric().setDown(proxy, true);
        net.fabric().setDown(proxy, false);
    });
    net.play();
    QCOMPARE(net.handled().size(), 1);
    QCOMPARE(net.handledAt(0), second + processing);
    QCOMPARE(net.trace().messages.at(0).arrived, second);
    QVERIFY(net.trace().messages.at(0).fate == Fate::Delivered);
    QVERIFY(net.trace().messages.at(0).fateWhy.isEmpty());
}

void FabricTest::processingKeepsTheOrder()
{
    Net net;
    net.processing = 15ms;
    net.send(caller, proxy, invite("z1"));
    net.timeline().arrival(at(11ms), at(1ms), 0, 0, [&] { net.processing = 0ms; });
    net.timeline().arrival(at(12ms), at(1ms), 0, 0, [&] { net.send(phone, proxy, invite("z2")); });
    net.play();
    // The first is worked on until 25; the second arrives at 22 and needs no time, but waits its turn.
    QCOMPARE(net.trace().messages.at(1).arrived, at(22ms));
    QCOMPARE(net.handled(), (QStringList{u"25 ms: 1 at proxy"_s, u"25 ms: 2 at proxy"_s}));
}

void FabricTest::aChangedLinkActsAtOnce()
{
    Net net;
    net.send(caller, proxy, invite("z1"));
    net.fabric().setImpairment(caller, proxy, {200ms, {}, 0, 0, 0});
    net.send(caller, proxy, invite("z2"));
    net.play();
    QCOMPARE(net.trace().messages.at(0).arrived, at(10ms)); // already on its way
    QCOMPARE(net.trace().messages.at(1).arrived, at(200ms));
}

void FabricTest::aStrangerIsRefused()
{
    Net net;
    const Descriptor stranger = bindUdp((127U << 24U) | 1U, 0);
    net.sendFrom(stranger.number(), proxy, invite());
    net.play();
    QCOMPARE(net.fabric().refused(), 1);
    QVERIFY(net.trace().messages.isEmpty());
    QVERIFY(net.trace().decisions.at(0).why.text.contains(u"127.0.0.1"_s));
    QVERIFY(net.read(proxy).first.isEmpty());
}

void FabricTest::nonsenseFromAStrangerIsMalformed()
{
    Net net;
    const Descriptor stranger = bindUdp((127U << 24U) | 1U, 0);
    net.sendFrom(stranger.number(), proxy, "hello");
    QCOMPARE(net.trace().malformed, 1);
    QCOMPARE(net.trace().decisions.at(0).node, proxy);
    QVERIFY(net.trace().decisions.at(0).why.text.contains(u"\"hello\""_s));
}

void FabricTest::nonsenseFromANodeIsCarriedAndCounted_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("a keep-alive") << "\r\n\r\n"_ba;
    QTest::newRow("zeros") << QByteArray(2000, '\0');
    QTest::newRow("a torn first line") << "INVITE sip:"_ba;
    QTest::newRow("as large as UDP can be") << QByteArray(65507, 'x');
}

void FabricTest::nonsenseFromANodeIsCarriedAndCounted()
{
    QFETCH(const QByteArray, bytes);
    Net net;
    net.send(caller, proxy, bytes);
    net.play();
    QCOMPARE(net.trace().malformed, 1);
    QCOMPARE(net.trace().messages.size(), 1);
    QVERIFY(!net.trace().messages.at(0).isSip());
    QCOMPARE(net.trace().messages.at(0).raw.bytes(), bytes);
    QCOMPARE(net.trace().messages.at(0).arrived, at(10ms));
}

void FabricTest::addressesAreShownAsBlock100()
{
    Net net({}, {}, 117);
    const QByteArray own = "INVITE sip:b1@" + net.advertised(phone) + " SIP/2.0\r\nVia: SIP/2.0/UDP "
        + net.advertised(caller) + ":5060\r\nX: 127.117.1.1\r\n\r\n";
    net.send(caller, proxy, own);
    net.play();
    if (net.advertised(phone).startsWith("127.117."))
        QCOMPARE(net.trace().messages.at(0).raw.bytes(),
            "INVITE sip:b1@127.100.0.21 SIP/2.0\r\nVia: SIP/2.0/UDP 127.100.0.11:5060\r\nX: 127.117.1.1\r\n\r\n"_ba);
    QCOMPARE(net.read(proxy).first, own); // the node itself gets it as it was sent
}

void FabricTest::ownersAndBindings()
{
    Net net;
    const sip::Binding binding = net.fabric().binding(phone);
    QCOMPARE(net.fabric().ownerOf(binding.advertised), phone);
    QCOMPARE(net.fabric().ownerOf({binding.hiddenHost, 5060, "udp"}), -1);
    QCOMPARE(net.fabric().ownerOf({binding.advertised.host, 5070, "udp"}), -1);
    QCOMPARE(net.fabric().ownerOf({"lab", 5060, "udp"}), -1);
    QCOMPARE(net.fabric().nextHop(binding.advertised), binding.advertised);
}

void FabricTest::aTakenBlockIsLeftAlone()
{
    int number = AddressBlock::first;
    AddressBlock mine = AddressBlock::claim(number);
    while (!mine.isOurs() && number < AddressBlock::last)
        mine = AddressBlock::claim(++number);
    QVERIFY(mine.isOurs());
    QVERIFY(!AddressBlock::claim(number).isOurs());
    mine = {};
    QVERIFY(AddressBlock::claim(number).isOurs());
}

QTEST_APPLESS_MAIN(FabricTest)
#include "tst_fabric.moc"
