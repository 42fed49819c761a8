#include "LanPhone.h"
#include "OwnNetwork.h"
#include "WorldRuns.h"

#include <QCoreApplication>
#include <QTest>

#include <tuple>

using namespace siprace;
using namespace Qt::StringLiterals;

// What a host of the LAN may not do though it may come: answer for others, end their calls, repeat their credentials.

namespace {

const sip::SocketName lab = onLoopback(89, 5060);
const sip::SocketName callee = onLoopback(89, 5061); // b2, behind the proxy

QByteArray network(bool hasAuth)
{
    return QByteArray(R"(
network: {lan: {address: 127.0.0.89, ports: 5060-5069, allow: [127.0.0.0/24]}}
users: {alice: secret}
nodes:
  proxy: {role: proxy)")
        + (hasAuth ? ", auth: true" : "") + R"(}
  b2: {role: callee, ring: 0ms, answer: 100ms}
location:
  "sip:bob@lab": [b2]
links:
  default: {delay: 1ms}
)";
}

QByteArray statusOf(const QByteArray& response)
{
    return response.mid(8, 3);
}

QByteArray branchOf(const QByteArray& message)
{
    const qsizetype start = message.indexOf(";branch=") + 8;
    return message.mid(start, std::min(message.indexOf(';', start), message.indexOf("\r\n", start)) - start);
}

QByteArray tagOf(const QByteArray& message, const QByteArray& header)
{
    const QByteArray value = headerOf(message, header);
    return value.mid(value.indexOf(";tag=") + 5);
}
} // namespace

class LanStrangersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void credentialsServeOnce();
    void credentialsAreForOneStart();
    void credentialsAreForOneAddress();
    void onlyWhoWasAskedAnswers();
    void nobodyEndsACallOfOthers();
    void aToTagIsNoDialog();
    void withAuthCallsComeByTheProxy();
    void aPhoneIsReachedWhereItComesFrom();
};

void LanStrangersTest::credentialsServeOnce()
{
    const auto world = openWorld(network(true));
    LanPhone alice("alice", onLoopback(80, 5071), lab);
    alice.send({});
    const QByteArray challenge = alice.awaited(*world, "SIP/2.0 401");
    const QByteArray first = alice.credentials(challenge, "secret", "REGISTER", "sip:127.0.0.89");
    alice.send({.headers = first});
    QCOMPARE(statusOf(alice.awaited(*world, "SIP/2.0 ")), "200"_ba);
    LanPhone thief("alice", onLoopback(81, 5072), lab);
    thief.send({.headers = first});
    const QByteArray refused = thief.awaited(*world, "SIP/2.0 ");
    QCOMPARE(statusOf(refused), "401"_ba);
    QVERIFY(refused.contains("stale=true"));
    alice.send({.headers = alice.credentials(challenge, "secret", "REGISTER", "sip:127.0.0.89", 2)});
    QCOMPARE(statusOf(alice.awaited(*world, "SIP/2.0 ")), "200"_ba);
}

void LanStrangersTest::credentialsAreForOneStart()
{
    LanPhone alice("alice", onLoopback(80, 5073), lab);
    QByteArray kept;
    {
        const auto world = openWorld(network(true));
        alice.send({});
        kept = alice.credentials(alice.awaited(*world, "SIP/2.0 401"), "secret", "REGISTER", "sip:127.0.0.89");
    }
    const auto world = openWorld(network(true));
    alice.send({.headers = kept});
    const QByteArray refused = alice.awaited(*world, "SIP/2.0 ");
    QCOMPARE(statusOf(refused), "401"_ba);
    QVERIFY(!refused.contains("stale=true"));
}

void LanStrangersTest::credentialsAreForOneAddress()
{
    const auto world = openWorld(network(true));
    LanPhone alice("alice", onLoopback(80, 5074), lab);
    alice.send({});
    const QByteArray challenge = alice.awaited(*world, "SIP/2.0 401");
    alice.send({.headers = alice.credentials(challenge, "secret", "REGISTER", "sip:other.example")});
    QCOMPARE(statusOf(alice.awaited(*world, "SIP/2.0 ")), "400"_ba);
}

void LanStrangersTest::onlyWhoWasAskedAnswers()
{
    const auto world = openWorld(network(false));
    LanPhone carol("carol", onLoopback(82, 5075), lab);
    carol.send({});
    QVERIFY(!carol.awaited(*world, "SIP/2.0 200").isEmpty());
    LanPhone alice("alice", onLoopback(80, 5076), lab);
    alice.send({.method = "INVITE", .uri = "sip:carol@127.0.0.89", .to = "sip:carol@127.0.0.89"});
    const QByteArray invite = carol.awaited(*world, "INVITE ");
    QVERIFY(branchOf(invite).startsWith("z9hG4bK-proxy-1-")); // with what nobody guesses
    LanPhone stranger("carol", onLoopback(83, 5077), lab);
    stranger.send({.method = "OPTIONS"}); // it is somebody
    QVERIFY(!stranger.awaited(*world, "SIP/2.0 200").isEmpty());
    const auto answer = [&](const QByteArray& branch, const QByteArray& tag) {
        QByteArray text = "SIP/2.0 200 OK\r\n";
        for (const QByteArray& line : invite.split('\n')) {
            for (const char* copied : {"Via:", "From:", "To:", "Call-ID:", "CSeq:", "Record-Route:"}) {
                if (line.startsWith(copied))
                    text += line.startsWith("To:") ? line.trimmed() + ";tag=" + tag + "\r\n" : line + '\n';
            }
        }
        return text.replace(branchOf(invite), branch) + "Contact: <sip:carol@127.0.0.83>\r\nContent-Length: 0\r\n\r\n";
    };
    stranger.sendRaw(answer("z9hG4bK-proxy-1", "guessed"));
    stranger.sendRaw(answer(branchOf(invite), "seen")); // even with the true one
    stranger.send({.method = "OPTIONS"}); // behind them
    QVERIFY(!stranger.awaited(*world, "SIP/2.0 200").isEmpty());
    carol.sendRaw(answer(branchOf(invite), "true"));
    QCOMPARE(tagOf(alice.awaited(*world, "SIP/2.0 200"), "To"), "true"_ba);
    QVERIFY(isSaid(*world, u"to a branch that this proxy never made: discarded."_s));
    QVERIFY(isSaid(*world, u"comes from 127.0.0.83, but its request went to 127.0.0.82: discarded."_s));
}

void LanStrangersTest::nobodyEndsACallOfOthers()
{
    const auto world = openWorld(network(false));
    LanPhone alice("alice", onLoopback(80, 5078), lab);
    alice.send({.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab", .callId = "call-1"});
    const QByteArray answer = alice.awaited(*world, "SIP/2.0 200");
    const QByteArray tag = tagOf(answer, "To");
    QVERIFY2(tag.startsWith("b2-"), tag.constData());
    const LanPhone::Request bye{.method = "BYE",
        .uri = "sip:b2@127.0.0.89:5061",
        .to = "sip:bob@lab",
        .toTag = tag,
        .callId = "call-1",
        .cseq = 2};
    LanPhone stranger("alice", onLoopback(83, 5079), callee);
    stranger.send(bye);
    QCOMPARE(statusOf(stranger.awaited(*world, "SIP/2.0 ")), "481"_ba);
    LanPhone same("alice", onLoopback(80, 5080), callee); // the caller's own host
    same.send(bye);
    QCOMPARE(statusOf(same.awaited(*world, "SIP/2.0 ")), "200"_ba);
}

void LanStrangersTest::aToTagIsNoDialog()
{
    const auto world = openWorld(network(true));
    LanPhone alice("alice", onLoopback(80, 5081), lab);
    LanPhone::Request invite{.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab", .toTag = "any"};
    alice.send(invite);
    QCOMPARE(statusOf(alice.awaited(*world, "SIP/2.0 ")), "407"_ba);
    invite.headers = "Route: <sip:127.0.0.89:5060;lr>\r\n"; // anybody could write that
    alice.send(invite);
    QCOMPARE(statusOf(alice.awaited(*world, "SIP/2.0 ")), "407"_ba);
    // In a call that is one, along what the proxy has recorded, nobody is asked again.
    invite = {.method = "INVITE", .uri = "sip:bob@lab", .to = "sip:bob@lab", .callId = "call-2"};
    alice.send(invite);
    invite.headers = alice.credentials(alice.awaited(*world, "SIP/2.0 407"), "secret", "INVITE", "sip:bob@lab");
    alice.send(invite);
    const QByteArray answer = alice.awaited(*world, "SIP/2.0 200");
    const QByteArray route = headerOf(answer, "Record-Route");
    alice.send({.method = "BYE",
        .uri = "sip:b2@127.0.0.89:5061",
        .to = "sip:bob@lab",
        .toTag = tagOf(answer, "To"),
        .callId = "call-2",
        .headers = "Route: " + route + "\r\n"});
    QCOMPARE(statusOf(alice.awaited(*world, "SIP/2.0 ")), "200"_ba);
}

void LanStrangersTest::withAuthCallsComeByTheProxy()
{
    const auto world = openWorld(network(true));
    LanPhone alice("alice", onLoopback(80, 5082), callee);
    alice.send({.method = "INVITE", .uri = "sip:b2@127.0.0.89:5061", .to = "sip:b2@127.0.0.89"});
    QCOMPARE(statusOf(alice.awaited(*world, "SIP/2.0 ")), "403"_ba);
}

void LanStrangersTest::aPhoneIsReachedWhereItComesFrom()
{
    const auto world = openWorld(network(false));
    LanPhone phone("eve", onLoopback(84, 5083), lab);
    phone.send({.contact = "<sip:eve@203.0.113.7>"});
    const QByteArray registered = phone.awaited(*world, "SIP/2.0 200");
    QVERIFY2(registered.contains("Contact: <sip:eve@127.0.0.84:5083>"), registered.constData());
    LanPhone alice("alice", onLoopback(80, 5084), lab);
    alice.send({.method = "INVITE", .uri = "sip:eve@127.0.0.89", .to = "sip:eve@127.0.0.89"});
    QVERIFY(!phone.awaited(*world, "INVITE sip:eve@127.0.0.84:5083").isEmpty());
}

int main(int argc, char** argv)
{
    std::ignore = takeOwnNetwork(); // the test framework has threads
    const QCoreApplication program(argc, argv);
    LanStrangersTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lan_strangers.moc"
