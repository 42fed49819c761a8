#include "DigestAuth.h"
#include "ProxyBench.h"

#include <QTest>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// What the proxy does with a request before it forks it: checks, routes, registrations, credentials.
/// RFC 3261 §10.3, §16.3 to §16.6, §18.2.1, §22; RFC 3581; RFC 5393.
class TestRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refused_data();
    void refused();
    void maxForwards_data();
    void maxForwards();
    void received_data();
    void received();
    void forwardedCopy();
    void recordRouteOff();
    void looseRoute();
    void strictRouteBefore();
    void strictRouteBehind();
    void loop();
    void spiral();
    void ackIsNeverAnswered();
    void rfc2543Branch();
    void registersContacts();
    void registerOrder();
    void starRemovesAll();
    void registrationsExpire();
    void challenged_data();
    void challenged();
    void nonceExpires();
    void aFixedContactCountsUntilItExpires();
    void inDialog_data();
    void inDialog();
};

namespace {
/// Gives the one response that a request gets, without the tag.
QString answerTo(ProxyBench& bench, const sip::Message& request)
{
    return bench.receive(u"caller"_s, request).value(0).section(u' ', 1, 1);
}

sip::Message registration(ProxyBench& bench, const QByteArrayList& contacts, int cseq, const QByteArray& expires = {})
{
    sip::Message message = bench.request("REGISTER", "sip:lab", cseq);
    message.setHeader("To", "<sip:carol@lab>");
    message.setHeader("Call-ID", "reg@caller");
    message.removeHeader("Contact");
    for (const QByteArray& contact : contacts)
        message.addHeader("Contact", contact);
    if (!expires.isEmpty())
        message.addHeader("Expires", expires);
    return message;
}

ProxySettings withUsers()
{
    ProxySettings settings;
    settings.auth = true;
    settings.users.insert("alice", "secret");
    return settings;
}

/// Answers the challenge that the proxy has sent last.
void addCredentials(
    ProxyBench& bench, sip::Message& request, const QByteArray& user, const QByteArray& password, bool hasQop)
{
    const sip::Message challenge = bench.sent().back().message;
    const bool isRegistrar = challenge.status() == 401;
    const QByteArray value = challenge.headers(isRegistrar ? "WWW-Authenticate" : "Proxy-Authenticate").value(0);
    const qsizetype start = value.indexOf("nonce=\"") + 7;
    const QByteArray nonce = value.mid(start, value.indexOf('"', start) - start);
    const QByteArray nc = hasQop ? QByteArray("00000001") : QByteArray();
    const QByteArray cnonce = hasQop ? QByteArray("abc") : QByteArray();
    const QByteArray qop = hasQop ? QByteArray("auth") : QByteArray();
    const QByteArray digest
        = digestResponse(user, "proxy", password, request.method(), request.requestUri(), nonce, nc, cnonce, qop);
    QByteArray header = "Digest username=\"" + user + "\", realm=\"proxy\", nonce=\"" + nonce + "\", uri=\""
        + request.requestUri() + "\", response=\"" + digest + "\", algorithm=MD5";
    if (hasQop)
        header += ", qop=auth, nc=00000001, cnonce=\"abc\"";
    request.addHeader(isRegistrar ? "Authorization" : "Proxy-Authorization", header);
}
} // namespace

void TestRequests::refused_data()
{
    QTest::addColumn<QByteArray>("uri");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("answer");
    const QByteArray bob = "sip:bob@lab";
    QTest::newRow("a scheme nobody knows: 416")
        << QByteArray("tel:+1234") << QByteArray() << QByteArray() << u"416/INVITE"_s;
    QTest::newRow("Max-Forwards 0: 483") << bob << QByteArray("Max-Forwards") << QByteArray("0") << u"483/INVITE"_s;
    QTest::newRow("Proxy-Require: 420") << bob << QByteArray("Proxy-Require") << QByteArray("magic") << u"420/INVITE"_s;
    QTest::newRow("nobody of that name: 404")
        << QByteArray("sip:eve@lab") << QByteArray() << QByteArray() << u"404/INVITE"_s;
    QTest::newRow("known but without a contact: 480")
        << QByteArray("sip:empty@lab") << QByteArray() << QByteArray() << u"480/INVITE"_s;
    QTest::newRow("an unknown header is no reason") << bob << QByteArray("X-Odd") << QByteArray("1") << u"100/INVITE"_s;
    QTest::newRow("Require is for the callee")
        << bob << QByteArray("Require") << QByteArray("magic") << u"100/INVITE"_s;
}

void TestRequests::refused()
{
    QFETCH(const QByteArray, uri);
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, value);
    QFETCH(const QString, answer);
    ProxyBench bench;
    bench.location().addAddress("sip:empty@lab");
    sip::Message invite = bench.request("INVITE", uri);
    if (!header.isEmpty())
        invite.setHeader(header, value);
    QCOMPARE(answerTo(bench, invite), answer);
    if (answer.startsWith(u"420"))
        QCOMPARE(bench.sent().back().message.headers("Unsupported"), QByteArrayList{value});
    if (answer.startsWith(u'4'))
        QCOMPARE(bench.sent().back().message.toTag(), "proxy-caller-1");
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestRequests::maxForwards_data()
{
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<int>("out");
    QTest::newRow("decremented") << QByteArray("70") << 69;
    QTest::newRow("to zero") << QByteArray("1") << 0;
    QTest::newRow("added where there is none") << QByteArray() << 70;
}

void TestRequests::maxForwards()
{
    QFETCH(const QByteArray, in);
    QFETCH(const int, out);
    ProxyBench bench;
    sip::Message invite = bench.request("INVITE");
    if (in.isEmpty())
        invite.removeHeader("Max-Forwards");
    else
        invite.setHeader("Max-Forwards", in);
    bench.receive(u"caller"_s, invite);
    QCOMPARE(bench.lastSent(u"b1"_s, "INVITE")->message.maxForwards(), out);
    QCOMPARE(bench.lastSent(u"b2"_s, "INVITE")->message.maxForwards(), out);
}

void TestRequests::received_data()
{
    QTest::addColumn<QByteArray>("via");
    QTest::addColumn<QByteArray>("below");
    QTest::addColumn<QString>("to");
    const QByteArray base = "SIP/2.0/UDP ";
    QTest::newRow("sent-by is the source: untouched")
        << base + "127.100.0.11:5060;branch=z9hG4bK-1" << base + "127.100.0.11:5060;branch=z9hG4bK-1"
        << u"127.100.0.11:5060"_s;
    QTest::newRow("another host: received")
        << base + "phone.lab:5070;branch=z9hG4bK-1" << base + "phone.lab:5070;branch=z9hG4bK-1;received=127.100.0.11"
        << u"127.100.0.11:5070"_s;
    QTest::newRow("rport: both, even if equal")
        << base + "127.100.0.11:5060;rport;branch=z9hG4bK-1"
        << base + "127.100.0.11:5060;rport=5060;branch=z9hG4bK-1;received=127.100.0.11" << u"127.100.0.11:5060"_s;
    QTest::newRow("a received of its own making is replaced")
        << base + "phone.lab:5060;received=1.2.3.4;branch=z9hG4bK-1"
        << base + "phone.lab:5060;branch=z9hG4bK-1;received=127.100.0.11" << u"127.100.0.11:5060"_s;
}

void TestRequests::received()
{
    QFETCH(const QByteArray, via);
    QFETCH(const QByteArray, below);
    QFETCH(const QString, to);
    ProxyBench bench;
    sip::Message invite = bench.request("INVITE");
    invite.setHeader("Via", via);
    bench.receive(u"caller"_s, invite);
    QCOMPARE(bench.lastSent(u"b1"_s, "INVITE")->message.headers("Via").value(1), below);
    QCOMPARE(QString::fromUtf8(bench.sent().front().to.text()), to); // where the 100 went
}

void TestRequests::forwardedCopy()
{
    ProxyBench bench;
    sip::Message invite = bench.request("INVITE");
    invite.addHeader("X-Odd", "one");
    invite.addHeader("Subject", "race");
    invite.addHeader("X-Odd", "two");
    invite.addHeader("Record-Route", "<sip:127.100.0.10:5060;lr>");
    invite.setBody("v=0\r\no=- 1 1 IN IP4 0\r\n");
    bench.receive(u"caller"_s, invite);
    // What a proxy may change, undone, gives the request back: R-213.
    sip::Message copy = bench.lastSent(u"b1"_s, "INVITE")->message;
    QCOMPARE(copy.requestUri(), ProxyBench::phone("b1").uri);
    QCOMPARE(
        copy.headers("Record-Route"), (QByteArrayList{"<sip:127.100.0.12:5060;lr>", "<sip:127.100.0.10:5060;lr>"}));
    QCOMPARE(copy.topVia()->branch, "z9hG4bK-proxy-1");
    copy.popVia();
    copy.setRequestUri(invite.requestUri());
    copy.setMaxForwards(70);
    copy.removeHeader("Max-Breadth");
    copy.setHeader("Record-Route", "<sip:127.100.0.10:5060;lr>");
    QByteArray expected = invite.toBytes();
    QByteArray found = copy.toBytes();
    // Record-Route stands where the first one stood.
    QCOMPARE(found, expected);
}

void TestRequests::recordRouteOff()
{
    ProxySettings settings;
    settings.recordRoute = false;
    ProxyBench bench(settings);
    bench.receive(u"caller"_s, bench.request("INVITE"));
    QVERIFY(bench.lastSent(u"b1"_s, "INVITE")->message.recordRoutes().isEmpty());
}

void TestRequests::looseRoute()
{
    ProxyBench bench;
    sip::Message info = bench.request("INFO", "sip:b1@127.100.0.21:5060", 2);
    info.setRoutes({"sip:127.100.0.12:5060;lr", "sip:127.100.0.13:5060;lr"});
    QCOMPARE(bench.receive(u"caller"_s, info), QStringList{u"proxy>q INFO"_s});
    const sip::Message sent = bench.lastSent(u"q"_s, "INFO")->message;
    QCOMPARE(sent.headers("Route"), QByteArrayList{"<sip:127.100.0.13:5060;lr>"});
    QCOMPARE(sent.requestUri(), "sip:b1@127.100.0.21:5060");
}

void TestRequests::strictRouteBefore()
{
    ProxyBench bench;
    sip::Message bye = bench.request("BYE", "sip:127.100.0.12:5060;lr", 2);
    bye.setRoutes({"sip:127.100.0.13:5060;lr", "sip:b1@127.100.0.21:5060"});
    QCOMPARE(bench.receive(u"caller"_s, bye), QStringList{u"proxy>q BYE"_s});
    const sip::Message sent = bench.lastSent(u"q"_s, "BYE")->message;
    QCOMPARE(sent.requestUri(), "sip:b1@127.100.0.21:5060");
    QCOMPARE(sent.headers("Route"), QByteArrayList{"<sip:127.100.0.13:5060;lr>"});
}

void TestRequests::strictRouteBehind()
{
    ProxyBench bench;
    sip::Message bye = bench.request("BYE", "sip:b1@127.100.0.21:5060", 2);
    bye.setRoutes({"sip:127.100.0.12:5060;lr", "sip:127.100.0.13:5060"});
    QCOMPARE(bench.receive(u"caller"_s, bye), QStringList{u"proxy>q BYE"_s});
    const sip::Message sent = bench.lastSent(u"q"_s, "BYE")->message;
    QCOMPARE(sent.requestUri(), "sip:127.100.0.13:5060");
    QCOMPARE(sent.headers("Route"), QByteArrayList{"<sip:b1@127.100.0.21:5060>"});
}

void TestRequests::loop()
{
    ProxyBench bench({}, {{"sip:bob@lab;maddr=127.100.0.13", 1.0}, ProxyBench::phone("b1")});
    bench.receive(u"caller"_s, bench.request("INVITE"));
    // Q sends it straight back, unchanged but for its Via.
    sip::Message back = bench.lastSent(u"q"_s, "INVITE")->message;
    sip::Via via = *back.topVia();
    via.host = "127.100.0.13";
    via.branch = "z9hG4bK-q-1";
    back.pushVia(via);
    QCOMPARE(bench.receive(u"q"_s, back), QStringList{u"proxy>q 482/INVITE (proxy-q-1)"_s});
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestRequests::spiral()
{
    ProxyBench bench({}, {{"sip:bob@lab;maddr=127.100.0.13", 1.0}});
    bench.location().addFixed("sip:carol@lab", ProxyBench::phone("b2"));
    bench.receive(u"caller"_s, bench.request("INVITE"));
    sip::Message back = bench.lastSent(u"q"_s, "INVITE")->message;
    sip::Via via = *back.topVia();
    via.host = "127.100.0.13";
    via.branch = "z9hG4bK-q-1";
    back.pushVia(via);
    back.setRequestUri("sip:carol@lab");
    QCOMPARE(bench.receive(u"q"_s, back), (QStringList{u"proxy>q 100/INVITE"_s, u"proxy>b2 INVITE"_s}));
    // On the way back both of the proxy's Vias are taken off, one at a time.
    QCOMPARE(bench.receive(u"b2"_s, bench.answer(u"b2"_s, 180)), QStringList{u"proxy>q 180/INVITE (b2)"_s});
}

void TestRequests::ackIsNeverAnswered()
{
    ProxyBench bench;
    sip::Message ack = bench.request("ACK", "sip:eve@lab");
    QCOMPARE(bench.receive(u"caller"_s, ack), QStringList{}); // nowhere to go
    ack = bench.request("ACK", "sip:bob@lab");
    QCOMPARE(bench.receive(u"caller"_s, ack), QStringList{}); // of a forgotten failure: no phone here sent it
    ack = bench.request("ACK", "sip:b1@127.100.0.21:5060");
    ack.setHeader("Max-Forwards", "0");
    QCOMPARE(bench.receive(u"caller"_s, ack), QStringList{});
    ack.setHeader("Max-Forwards", "1");
    QCOMPARE(bench.receive(u"caller"_s, ack), QStringList{u"proxy>b1 ACK"_s});
    QCOMPARE(bench.core().liveTransactions(), 0);
}

void TestRequests::rfc2543Branch()
{
    ProxyBench bench;
    sip::Message invite = bench.request("INVITE", "sip:eve@lab");
    invite.setHeader("Via", "SIP/2.0/UDP 127.100.0.11:5060");
    QCOMPARE(answerTo(bench, invite), u"404/INVITE"_s);
    QCOMPARE(answerTo(bench, invite), u"404/INVITE"_s); // its copy
    QCOMPARE(bench.core().liveTransactions(), 1);
    sip::Message ack = ProxyBench::ackOf(invite);
    ack.setHeader("To", "<sip:eve@lab>;tag=" + bench.sent().back().message.toTag());
    QCOMPARE(bench.receive(u"caller"_s, ack), QStringList{});
    QCOMPARE(bench.runningTimerNames(), QStringList{u"I"_s});
}

void TestRequests::registersContacts()
{
    ProxyBench bench;
    const QByteArray first = "<sip:c1@127.100.0.21:5060>";
    const QByteArray second = "<sip:c2@127.100.0.22:5060>;q=0.5;expires=60";
    QCOMPARE(answerTo(bench, registration(bench, {first + ", " + second}, 1, "120")), u"200/REGISTER"_s);
    QCOMPARE(bench.sent().back().message.headers("Contact"),
        (QByteArrayList{"<sip:c1@127.100.0.21:5060>;expires=120", "<sip:c2@127.100.0.22:5060>;expires=60;q=0.5"}));
    QCOMPARE(bench.receive(u"caller"_s, bench.request("INVITE", "sip:carol@lab")),
        (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s})); // c2 has a lower q
    QCOMPARE(answerTo(bench, registration(bench, {first + ";expires=0"}, 2)), u"200/REGISTER"_s);
    QCOMPARE(
        bench.sent().back().message.headers("Contact"), QByteArrayList{"<sip:c2@127.100.0.22:5060>;expires=60;q=0.5"});
    QCOMPARE(answerTo(bench, registration(bench, {}, 3)), u"200/REGISTER"_s); // only asks
    QCOMPARE(bench.sent().back().message.headers("Contact").size(), 1);
}

void TestRequests::registerOrder()
{
    ProxyBench bench;
    const QByteArray contact = "<sip:c1@127.100.0.21:5060>";
    answerTo(bench, registration(bench, {contact}, 5));
    QCOMPARE(answerTo(bench, registration(bench, {contact + ";expires=0"}, 4)), u"500/REGISTER"_s);
    QCOMPARE(bench.location().registrations("sip:carol@lab", bench.now()).size(), 1); // nothing is changed
    QCOMPARE(answerTo(bench, registration(bench, {contact + ";expires=0"}, 6)), u"200/REGISTER"_s);
    QCOMPARE(answerTo(bench, bench.request("INVITE", "sip:carol@lab")), u"480/INVITE"_s);
}

void TestRequests::starRemovesAll()
{
    ProxyBench bench;
    answerTo(bench, registration(bench, {"<sip:c1@127.100.0.21:5060>", "<sip:c2@127.100.0.22:5060>"}, 1));
    QCOMPARE(answerTo(bench, registration(bench, {"*"}, 2)), u"400/REGISTER"_s); // without Expires: 0
    QCOMPARE(bench.location().registrations("sip:carol@lab", bench.now()).size(), 2);
    QCOMPARE(answerTo(bench, registration(bench, {"*"}, 3, "0")), u"200/REGISTER"_s);
    QVERIFY(bench.location().registrations("sip:carol@lab", bench.now()).isEmpty());
}

void TestRequests::registrationsExpire()
{
    ProxyBench bench;
    answerTo(bench, registration(bench, {"<sip:c1@127.100.0.21:5060>;expires=10"}, 1));
    bench.pass(9999ms);
    QCOMPARE(bench.location().lookup("sip:carol@lab", bench.now())->size(), 1);
    bench.pass(1ms);
    QCOMPARE(answerTo(bench, bench.request("INVITE", "sip:carol@lab")), u"480/INVITE"_s);
}

void TestRequests::challenged_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<bool>("hasQop");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const QByteArray alice = "alice";
    const QByteArray secret = "secret";
    QTest::newRow("INVITE with the right password")
        << QByteArray("INVITE") << alice << secret << true << u"407/INVITE"_s << u"100/INVITE"_s;
    QTest::newRow("without qop, as RFC 2069 had it")
        << QByteArray("INVITE") << alice << secret << false << u"407/INVITE"_s << u"100/INVITE"_s;
    QTest::newRow("INVITE with a wrong password: 403")
        << QByteArray("INVITE") << alice << QByteArray("guess") << true << u"407/INVITE"_s << u"403/INVITE"_s;
    QTest::newRow("INVITE of somebody unknown: 403")
        << QByteArray("INVITE") << QByteArray("eve") << secret << true << u"407/INVITE"_s << u"403/INVITE"_s;
    QTest::newRow("REGISTER with the right password")
        << QByteArray("REGISTER") << alice << secret << true << u"401/REGISTER"_s << u"200/REGISTER"_s;
    QTest::newRow("REGISTER with a wrong password: 403")
        << QByteArray("REGISTER") << alice << QByteArray("guess") << true << u"401/REGISTER"_s << u"403/REGISTER"_s;
}

void TestRequests::challenged()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, user);
    QFETCH(const QByteArray, password);
    QFETCH(const bool, hasQop);
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    ProxyBench bench(withUsers());
    const QByteArray uri = method == "INVITE" ? "sip:bob@lab" : "sip:lab";
    const auto attempt = [&](int cseq) {
        sip::Message request = bench.request(method, uri, cseq);
        request.setHeader("To", method == "INVITE" ? "<sip:bob@lab>" : "<sip:alice@lab>");
        return request;
    };
    const sip::Message bare = attempt(1);
    QCOMPARE(answerTo(bench, bare), first);
    QVERIFY(!bench.lastSent(u"b1"_s, "INVITE")); // nothing is forwarded before: R-223
    sip::Message retry = attempt(2);
    addCredentials(bench, retry, user, password, hasQop);
    QCOMPARE(answerTo(bench, retry), second);
    for (const Send& send : bench.sent())
        QVERIFY(!send.message.toBytes().contains("secret"));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestRequests::nonceExpires()
{
    ProxyBench bench(withUsers());
    answerTo(bench, bench.request("INVITE"));
    sip::Message retry = bench.request("INVITE", "sip:bob@lab", 2);
    addCredentials(bench, retry, "alice", "secret", true);
    bench.pass(301s);
    QCOMPARE(answerTo(bench, retry), u"407/INVITE"_s);
    QVERIFY(bench.sent().back().message.headers("Proxy-Authenticate").value(0).contains("stale=true"));
    sip::Message again = bench.request("INVITE", "sip:bob@lab", 3);
    addCredentials(bench, again, "alice", "secret", true);
    QCOMPARE(answerTo(bench, again), u"100/INVITE"_s);
    // A nonce is a function of time and seed, and of nothing else.
    const Identity identity{u"proxy"_s, {}, 1, Seed{7}};
    QCOMPARE(makeNonce(identity, at(5s)), makeNonce(identity, at(5s)));
    QVERIFY(makeNonce(identity, at(5s)) != makeNonce({u"proxy"_s, {}, 1, Seed{8}}, at(5s)));
    QCOMPARE(judgeNonce(identity, "5-0123456789abcdef", at(5s)), NonceState::Foreign);
    QCOMPARE(judgeNonce(identity, "", at(5s)), NonceState::Foreign);
    // In real time it is sealed with what nobody knows.
    const Identity real{u"proxy"_s, {}, 1, Seed{7}, {}, {}, "random"};
    QCOMPARE(judgeNonce(real, makeNonce(real, at(5s)), at(5s)), NonceState::Fresh);
    QCOMPARE(judgeNonce(real, makeNonce(identity, at(5s)), at(5s)), NonceState::Foreign);
}

/// That of a phone of a LAN is there as long as its registration. RFC 3261 §10.3.
void TestRequests::aFixedContactCountsUntilItExpires()
{
    ProxyBench bench({}, {});
    bench.location().addFixed("sip:bob@lab", ProxyBench::phone("b1"), at(10s));
    const auto called
        = [&](int cseq) { return bench.receive(u"caller"_s, bench.request("INVITE", "sip:bob@lab", cseq)); };
    bench.pass(9'999'999us);
    QCOMPARE(called(1), (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s}));
    bench.pass(1us);
    QCOMPARE(called(2), QStringList{u"proxy>caller 480/INVITE (proxy-caller-2)"_s});
    bench.location().addFixed("sip:bob@lab", ProxyBench::phone("b1"), at(20s)); // it has registered anew
    QCOMPARE(called(3), (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s}));
    bench.location().addFixed("sip:bob@lab", ProxyBench::phone("b1"), at(30s)); // before it expires: still one contact
    bench.pass(15s);
    QCOMPARE(called(4), (QStringList{u"proxy>caller 100/INVITE"_s, u"proxy>b1 INVITE"_s}));
    QCOMPARE(bench.mistakes(), QStringList{});
}

void TestRequests::inDialog_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("authInDialog");
    QTest::addColumn<bool>("isChallenged");
    for (const bool everywhere : {false, true}) {
        const QByteArray how = everywhere ? ", with auth-in-dialog" : "";
        QTest::newRow("ACK" + how) << QByteArray("ACK") << everywhere << false;
        QTest::newRow("CANCEL" + how) << QByteArray("CANCEL") << everywhere << false;
        QTest::newRow("BYE" + how) << QByteArray("BYE") << everywhere << everywhere;
        QTest::newRow("re-INVITE" + how) << QByteArray("INVITE") << everywhere << everywhere;
    }
}

void TestRequests::inDialog()
{
    QFETCH(const QByteArray, method);
    QFETCH(const bool, authInDialog);
    QFETCH(const bool, isChallenged);
    ProxySettings settings = withUsers();
    settings.authInDialog = authInDialog;
    ProxyBench bench(settings);
    bench.receive(u"caller"_s, bench.inDialog(method, "b1", 2));
    const bool wasChallenged = std::any_of(bench.sent().begin(), bench.sent().end(),
        [](const Send& send) { return send.message.status() == 401 || send.message.status() == 407; });
    QCOMPARE(wasChallenged, isChallenged);
    if (!isChallenged)
        return;
    QVERIFY(!bench.lastSent(u"b1"_s, method)); // nothing is forwarded before: R-223
    sip::Message again = bench.inDialog(method, "b1", 3);
    addCredentials(bench, again, "alice", "secret", true);
    bench.receive(u"caller"_s, again);
    QCOMPARE(bench.lastSent(u"b1"_s, method)->message.cseq(), 3U); // a gap of one: R-507
}

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
