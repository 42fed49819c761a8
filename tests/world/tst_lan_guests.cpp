#include "Check.h"
#include "LanPhone.h"
#include "OwnNetwork.h"
#include "WorldRuns.h"

#include <QCoreApplication>
#include <QTest>

#include <tuple>

using namespace siprace;
using namespace Qt::StringLiterals;

// Who may come to a LAN, and whose calls he gets. Real sockets on loopback, the real clock.

namespace {

const sip::SocketName labName = onLoopback(94, 5060);

QByteArray onLan(bool hasAuth)
{
    return QByteArray(R"(
network: {lan: {address: 127.0.0.94, ports: 5060-5069, allow: [127.0.0.0/24]}}
users: {alice: secret, b1: other}
nodes:
  proxy: {role: proxy)")
        + (hasAuth ? ", auth: true" : "") + R"(}
  b1: {role: external, as: callee, name: Desk phone}
  b2: {role: callee, ring: 0ms, answer: 100ms}
location:
  "sip:bob@lab": [b1, b2]
links:
  default: {delay: 1ms}
)";
}

const TraceNode& nodeOf(const World& world, const QString& id)
{
    return world.trace().nodes.at(world.trace().nodeIndex(id));
}

bool isUp(const World& world, const QString& id)
{
    QString state;
    for (const StateChange& change : world.trace().states) {
        if (change.kind == MachineKind::Node && change.node == world.trace().nodeIndex(id))
            state = change.state;
    }
    return state == u"up";
}

/// Registers with the password that the scenario has for it; the answer to the second request.
QByteArray registerWith(World& world, LanPhone& phone, const QByteArray& password)
{
    phone.send({});
    const QByteArray challenge = phone.awaited(world, "SIP/2.0 401");
    phone.send({.headers = phone.credentials(challenge, password, "REGISTER", "sip:127.0.0.94")});
    return phone.awaited(world, "SIP/2.0 ");
}

} // namespace

class LanGuestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSeatIsForWhoRegisters();
    void aPhoneThatComesBackHasItsSeat_data();
    void aPhoneThatComesBackHasItsSeat();
    void aViewIsToldWhereThePhoneIs();
    void whoUnregistersIsNotCalled();
    void whoseRegistrationExpiresIsNotCalled();
    void nobodyComesByOtherThanARequest_data();
    void nobodyComesByOtherThanARequest();
    void oneHostShutsNobodyOut();
    void whoIsOnlySentToHasNotCome();
    void whatMayNotBeSentIsSaid_data();
    void whatMayNotBeSentIsSaid();
};

/// A datagram with the name of the desk phone is not the desk phone.
void LanGuestsTest::aSeatIsForWhoRegisters()
{
    const auto world = openWorld(onLan(true));
    LanPhone stranger("b1", onLoopback(95, 5070), labName);
    stranger.send({.method = "OPTIONS"});
    QVERIFY(!stranger.awaited(*world, "SIP/2.0 407").isEmpty());
    QVERIFY(!isUp(*world, u"b1"_s));
    LanPhone alice("alice", onLoopback(96, 5071), labName);
    const auto call = [&](int count) {
        alice.send({.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab"});
        const QByteArray challenge = alice.awaited(*world, "SIP/2.0 407");
        alice.send({.method = "INVITE",
            .uri = "sip:bob@lab",
            .to = "sip:bob@lab",
            .headers = alice.credentials(challenge, "secret", "INVITE", "sip:bob@lab", count)});
        return alice.awaited(*world, "SIP/2.0 200");
    };
    QVERIFY(!call(1).isEmpty());
    QVERIFY(stranger.received().isEmpty());
    QVERIFY(linesWith(world->trace(), u"proxy>b1 INVITE"_s).isEmpty());
    // The phone itself comes, from elsewhere, and knows the password.
    LanPhone phone("b1", onLoopback(97, 5072), labName);
    QVERIFY(registerWith(*world, phone, "other").startsWith("SIP/2.0 200"));
    QVERIFY(isUp(*world, u"b1"_s));
    QCOMPARE(nodeOf(*world, u"b1"_s).address, u"127.0.0.97:5072"_s);
    QVERIFY(!call(1).isEmpty());
    QVERIFY(!phone.awaited(*world, "INVITE sip:b1@127.0.0.97:5072").isEmpty());
    QVERIFY(stranger.received().isEmpty());
}

void LanGuestsTest::aPhoneThatComesBackHasItsSeat_data()
{
    QTest::addColumn<bool>("hasAuth");
    QTest::newRow("anybody may register") << false;
    QTest::newRow("with a password") << true;
}

void LanGuestsTest::aPhoneThatComesBackHasItsSeat()
{
    QFETCH(const bool, hasAuth);
    const auto world = openWorld(onLan(hasAuth));
    const auto registered = [&](LanPhone& phone) {
        if (hasAuth)
            return registerWith(*world, phone, "other");
        phone.send({});
        return phone.awaited(*world, "SIP/2.0 ");
    };
    LanPhone before("b1", onLoopback(95, 5073), labName);
    QVERIFY(registered(before).startsWith("SIP/2.0 200"));
    LanPhone after("b1", onLoopback(95, 5074), labName);
    QVERIFY(registered(after).startsWith("SIP/2.0 200"));
    QCOMPARE(nodeOf(*world, u"b1"_s).address, u"127.0.0.95:5074"_s);
    LanPhone alice("alice", onLoopback(96, 5075), labName);
    alice.send({.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab"});
    if (hasAuth) {
        const QByteArray challenge = alice.awaited(*world, "SIP/2.0 407");
        alice.send({.method = "INVITE",
            .uri = "sip:bob@lab",
            .to = "sip:bob@lab",
            .headers = alice.credentials(challenge, "secret", "INVITE", "sip:bob@lab")});
    }
    QVERIFY(!after.awaited(*world, "INVITE ").isEmpty());
    QVERIFY(before.received().isEmpty());
}

/// Who follows the events of a run knows its nodes as the run does.
void LanGuestsTest::aViewIsToldWhereThePhoneIs()
{
    Trace seen;
    RunOptions options;
    options.sink = [&seen](const Event& event) { apply(seen, event); };
    const auto world = worldOf(scenarioOf(onLan(false)), options);
    world->keepOpen(true);
    seen.nodes = world->trace().nodes;
    LanPhone phone("b1", onLoopback(95, 5085), labName);
    phone.send({});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    QCOMPARE(seen.nodes.value(seen.nodeIndex(u"b1")).address, u"127.0.0.95:5085"_s);
    QVERIFY(seen.nodes == world->trace().nodes);
}

void LanGuestsTest::whoUnregistersIsNotCalled()
{
    const auto world = openWorld(onLan(false));
    LanPhone phone("b1", onLoopback(95, 5076), labName);
    phone.send({});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    phone.send({.headers = "Expires: 0\r\n"});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    LanPhone alice("alice", onLoopback(96, 5077), labName);
    alice.send({.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab"});
    QVERIFY(!alice.awaited(*world, "SIP/2.0 200").isEmpty());
    QVERIFY(linesWith(world->trace(), u"proxy>b1 INVITE"_s).isEmpty());
}

/// RFC 3261 §10.3; and a registration that is made anew in time counts on.
void LanGuestsTest::whoseRegistrationExpiresIsNotCalled()
{
    const auto world = openWorld(onLan(false));
    const QString line
        = u"The registration of Desk phone has expired: calls do not go there until it registers again."_s;
    LanPhone phone("b1", onLoopback(95, 5078), labName);
    phone.send({.headers = "Expires: 1\r\n"});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    phone.send({.headers = "Expires: 2\r\n"});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    const Instant again = world->now();
    while (!isSaid(*world, line))
        QVERIFY(world->advance(false, std::chrono::milliseconds{20}) && world->now() < again + 10s);
    QVERIFY(world->now() > again + 1900ms); // as the second REGISTER has it
    LanPhone alice("alice", onLoopback(96, 5079), labName);
    alice.send({.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab"});
    QVERIFY(!alice.awaited(*world, "SIP/2.0 200").isEmpty());
    QVERIFY(linesWith(world->trace(), u"proxy>b1 INVITE"_s).isEmpty());
    phone.send({});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    alice.send({.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab"});
    QVERIFY(!phone.awaited(*world, "INVITE ").isEmpty());
}

void LanGuestsTest::nobodyComesByOtherThanARequest_data()
{
    QTest::addColumn<QByteArray>("datagram");
    const QByteArray rest
        = " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.95;branch=z9hG4bK1\r\nFrom: <sip:b1@lab>;tag=1\r\nTo: "
          "<sip:bob@lab>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 ";
    QTest::newRow("a response line") << QByteArray("SIP/2.0 200 OK\r\n\r\n");
    QTest::newRow("a request line") << QByteArray("OPTIONS sip:lab SIP/2.0\r\n\r\n");
    QTest::newRow("an ACK") << "ACK sip:bob@lab" + rest + "ACK\r\n\r\n";
    QTest::newRow("a CANCEL") << "CANCEL sip:bob@lab" + rest + "CANCEL\r\n\r\n";
}

void LanGuestsTest::nobodyComesByOtherThanARequest()
{
    QFETCH(const QByteArray, datagram);
    const auto world = openWorld(onLan(false));
    std::vector<std::unique_ptr<LanPhone>> strangers;
    for (int i = 0; i < 50; ++i) {
        strangers.push_back(std::make_unique<LanPhone>("b1", onLoopback(95, 6000 + i), labName));
        strangers.back()->sendRaw(datagram);
    }
    LanPhone phone("alice", onLoopback(96, 5078), labName);
    phone.send({});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    QCOMPARE(world->trace().nodes.size(), 4); // three of the file, and her
    QVERIFY(isSaid(*world, u"A datagram from 127.0.0.95, which is no node of this run, was refused."_s));
}

void LanGuestsTest::oneHostShutsNobodyOut()
{
    QStringList troubles;
    const auto world = openWorld(onLan(false), &troubles);
    std::vector<std::unique_ptr<LanPhone>> many;
    for (int i = 0; i < 60; ++i) {
        many.push_back(std::make_unique<LanPhone>("many", onLoopback(95, 6000 + i), labName));
        many.back()->send({.method = "OPTIONS"});
    }
    QVERIFY(!many.front()->awaited(*world, "SIP/2.0 200").isEmpty());
    LanPhone phone("alice", onLoopback(96, 5079), labName);
    phone.send({});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    QCOMPARE(troubles, QStringList{u"16 phones of 127.0.0.95 are there: more of it are refused"_s});
    QCOMPARE(world->trace().nodes.size(), 3 + 16 + 1);
    // Who has said nothing for a while, and has neither a registration nor a call, makes room.
    const auto isHeard = [&] {
        many.back()->send({.method = "OPTIONS"});
        world->advance(false, std::chrono::milliseconds{50});
        return many.back()->received().startsWith("SIP/2.0 200");
    };
    QTRY_VERIFY(isHeard());
    QVERIFY(isUp(*world, u"alice"_s));
    QCOMPARE(world->trace().nodes.size(), 3 + 16 + 1);
}

void LanGuestsTest::whoIsOnlySentToHasNotCome()
{
    const auto world = openWorld(onLan(false));
    LanPhone alice("alice", onLoopback(96, 5080), labName);
    LanPhone other("other", onLoopback(97, 5081), labName);
    alice.send({.method = "OPTIONS", .uri = "sip:x@127.0.0.97:5081", .to = "sip:x@127.0.0.97"});
    const QByteArray options = other.awaited(*world, "OPTIONS sip:x@127.0.0.97:5081");
    QVERIFY(!options.isEmpty());
    QCOMPARE(world->trace().nodes.last().address, u"127.0.0.97:5081"_s);
    const QString id = world->trace().nodes.last().id;
    QVERIFY(!isUp(*world, id));
    other.send({.method = "OPTIONS"});
    QVERIFY(!other.awaited(*world, "SIP/2.0 200").isEmpty());
    QVERIFY(isUp(*world, id));
}

void LanGuestsTest::whatMayNotBeSentIsSaid_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<bool>("isSent");
    QTest::newRow("out of the allowed networks") << "127.0.9.9:5060"_ba << false;
    QTest::newRow("to another host of them") << "127.0.0.93:9999"_ba << true;
}

/// A phone answers with a route of its own: where the ACK of ours goes, or that it goes nowhere, is in the trace, and
/// its sender is not blamed.
void LanGuestsTest::whatMayNotBeSentIsSaid()
{
    QFETCH(const QByteArray, route);
    QFETCH(const bool, isSent);
    const auto world = openWorld(onLan(false).replace("location:", "  caller: {role: caller}\nlocation:"));
    LanPhone phone("b1", onLoopback(92, 5072), labName);
    phone.send({});
    QVERIFY(!phone.awaited(*world, "SIP/2.0 200").isEmpty());
    QVERIFY(world->perform(u"caller"_s, u"call"_s, {{u"to"_s, u"sip:bob@lab"_s}}));
    const QByteArray invite = phone.awaited(*world, "INVITE ");
    QByteArray answer = "SIP/2.0 200 OK\r\nRecord-Route: <sip:" + route + ";lr>\r\n";
    for (const QByteArray& line : invite.left(invite.indexOf("\r\n\r\n")).split('\n')) {
        const QByteArray header = line.trimmed();
        for (const char* copied : {"Via:", "From:", "To:", "Call-ID:", "CSeq:"}) {
            if (header.startsWith(copied))
                answer += header + (header.startsWith("To:") ? ";tag=own\r\n" : "\r\n");
        }
    }
    phone.sendRaw(answer + "Contact: <sip:b1@" + phone.address() + ">\r\nContent-Length: 0\r\n\r\n");
    const QString text = u"Not sent: ACK to %1, which is no node of this run"_s.arg(QString::fromLatin1(route));
    const auto isTold = [&] {
        world->advance(false, std::chrono::milliseconds{5});
        return isSent ? !linesWith(world->trace(), u" ACK own"_s).isEmpty() : isSaid(*world, text);
    };
    QTRY_VERIFY2(isTold(), qPrintable(linesOf(world->trace()).join(u'\n')));
    QCOMPARE(isSaid(*world, u"Not sent: ACK"_s), !isSent);
    for (const Finding& finding : judge(world->trace()).findings)
        QVERIFY2(finding.rule != u"R-406" || finding.severity != Severity::Violation, qPrintable(finding.text));
}

int main(int argc, char** argv)
{
    std::ignore = takeOwnNetwork(); // the test framework has threads
    const QCoreApplication program(argc, argv);
    LanGuestsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lan_guests.moc"
