#include "DigestAuth.h"
#include "Passwords.h"
#include "RunJson.h"
#include "Secrets.h"
#include "WorldRuns.h"
#include "formats/Exporters.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// What of digest authentication gets into files: never a password, and credentials only where somebody asks.
class SecretsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messages_data();
    void messages();
    void fields();
    void scenarios_data();
    void scenarios();
    void files_data();
    void files();
    void aSavedTraceRunsAgain();
    void whoKnowsTheSeedKnowsTheNonces_data();
    void whoKnowsTheSeedKnowsTheNonces();
};

namespace {

const QByteArray registration = R"(
nodes:
  caller: {role: caller, name: Caller A, user: alice}
  proxy:  {role: proxy, name: Proxy, auth: true}
  b1:     {role: callee, name: Phone B1, answer: 300ms, user: bob}
  b2:     {role: callee, name: Phone B2, answer: 300ms, user: bob, password: guessed-wrong}
users: {alice: wonderland, bob: "build er"}
script:
  - {at: 0s, node: b1, do: register, to: "sip:bob@lab"}
  - {at: 100ms, node: b2, do: register, to: "sip:bob@lab"}
  - {at: 1s, node: caller, do: call, to: "sip:bob@lab"}
)";

/// The `response` of every credential that was sent in a run.
QByteArrayList responsesOf(const Trace& trace)
{
    QByteArrayList responses;
    for (const TraceMessage& message : trace.messages) {
        const qsizetype found = message.raw.bytes().indexOf("response=\"");
        if (found >= 0)
            responses += message.raw.bytes().mid(found + 10, 32);
    }
    return responses;
}

bool containsAny(const QByteArray& text, const QByteArrayList& words)
{
    return std::ranges::any_of(words, [&](const QByteArray& word) { return text.contains(word); });
}

} // namespace

void SecretsTest::messages_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("covered");
    using Bytes = QByteArray;
    QTest::newRow("a digest: its response alone")
        << Bytes("Authorization: Digest username=\"bob\", response=\"0123abcd\", uri=\"sip:x\"\r\n")
        << Bytes("Authorization: Digest username=\"bob\", response=\"xxxxxxxx\", uri=\"sip:x\"\r\n");
    QTest::newRow("of a proxy, in small letters, without quotes")
        << Bytes("proxy-authorization:digest realm=p,response=0123abcd\r\n")
        << Bytes("proxy-authorization:digest realm=p,response=xxxxxxxx\r\n");
    QTest::newRow("on a line of its own")
        << Bytes("Authorization: Digest realm=\"p\",\r\n response = \"0123abcd\"\r\n")
        << Bytes("Authorization: Digest realm=\"p\",\r\n response = \"xxxxxxxx\"\r\n");
    QTest::newRow("another scheme: all of it")
        << Bytes("Authorization: Basic Ym9iOmJ1aWxkZXI=\r\n") << Bytes("Authorization: Basic xxxxxxxxxxxxxxxx\r\n");
    QTest::newRow("two of them")
        << Bytes("Authorization: Digest response=\"1\"\r\nProxy-Authorization: Digest response=\"22\"\r\n")
        << Bytes("Authorization: Digest response=\"x\"\r\nProxy-Authorization: Digest response=\"xx\"\r\n");
    using Two = std::pair<const char*, const char*>;
    const auto row
        = [](const char* name, const Two& two) { QTest::newRow(name) << Bytes(two.first) << Bytes(two.second); };
    row("a blank before the colon",
        {"Authorization : Digest response=\"01ab\"\r\n", "Authorization : Digest response=\"xxxx\"\r\n"});
    row("a tab before the colon",
        {"Authorization\t: Digest response=\"01ab\"\r\n", "Authorization\t: Digest response=\"xxxx\"\r\n"});
    row("a user who is called like one",
        {"Authorization: Digest username=\"z, response=1\", response=\"01ab\"\r\n",
            "Authorization: Digest username=\"z, response=1\", response=\"xxxx\"\r\n"});
    row("a quote in a quoted string",
        {"Authorization: Digest username=\"z\\\", response=1\", response=\"01ab\"\r\n",
            "Authorization: Digest username=\"z\\\", response=1\", response=\"xxxx\"\r\n"});
    row("a quote that nothing ends",
        {"Authorization: Digest username=\"z, response=01ab\r\nTo: b\r\n",
            "Authorization: Digest username=\"xx xxxxxxxxxxxxx\r\nTo: b\r\n"});
    row("a quote in the wrong place",
        {"Authorization: Digest username=\"z,response=\"01ab\", realm=p\r\n",
            "Authorization: Digest username=\"z,response=\"xxxxxx xxxxxxx\r\n"});
    row("a second Digest in one header",
        {"Authorization: Digest response=\"01\", Digest realm=q, response=\"ab\"\r\n",
            "Authorization: Digest response=\"xx\", Digest realm=q, response=\"xx\"\r\n"});
    row("another scheme behind a Digest",
        {"Authorization: Digest response=\"01\", Basic Ym9i\r\n",
            "Authorization: Digest response=\"xx\", xxxxx xxxx\r\n"});
    row("what the server proves",
        {"Authentication-Info: rspauth=\"01ab\", nc=1\r\n", "Authentication-Info: rspauth=\"xxxx\", nc=1\r\n"});
    row("what a proxy proves",
        {"Proxy-Authentication-Info: rspauth = 01ab\r\n", "Proxy-Authentication-Info: rspauth = xxxx\r\n"});
    row("lines that end with LF alone",
        {"Authorization: Digest response=\"01ab\"\nTo: b\n", "Authorization: Digest response=\"xxxx\"\nTo: b\n"});
    row("lines that end with CR alone",
        {"To: b\rAuthorization: Digest response=\"01ab\"\rTo: b\r",
            "To: b\rAuthorization: Digest response=\"xxxx\"\rTo: b\r"});
    row("the password of a URI",
        {"From: <sip:zoe:open@lab>;tag=1\r\nContact: sips:zoe:ab:c@lab:5061\r\n",
            "From: <sip:zoe:xxxx@lab>;tag=1\r\nContact: sips:zoe:xxxx@lab:5061\r\n"});
    row("a URI without a user",
        {"Contact: <sip:lab:5060;x=a@b>, <sip:[::1]:5060>, \"zoe@lab\" <sip:zoe@lab:5060>\r\n",
            "Contact: <sip:lab:5060;x=a@b>, <sip:[::1]:5060>, \"zoe@lab\" <sip:zoe@lab:5060>\r\n"});
    row("keys of the media",
        {"Subject: x\r\n\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0Rm|2^20;inline:AAAA\r\n"
         "k=clear:open\r\na=key-mgmt:mikey AQAF\r\na=x inline:y\r\n",
            "Subject: x\r\n\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:xxxx|2^20;inline:xxxx\r\n"
            "k=clear:xxxx\r\na=key-mgmt:mikey xxxx\r\na=x inline:y\r\n"});
    QTest::newRow("a nonce is no secret") << Bytes("WWW-Authenticate: Digest realm=\"p\", nonce=\"1\"\r\n")
                                          << Bytes("WWW-Authenticate: Digest realm=\"p\", nonce=\"1\"\r\n");
    QTest::newRow("nothing behind the name") << Bytes("Authorization:\r\n") << Bytes("Authorization:\r\n");
    QTest::newRow("a digest without a response")
        << Bytes("Authorization: Digest realm=\"p\"\r\n") << Bytes("Authorization: Digest realm=\"p\"\r\n");
    row("a body that is a message",
        {"Content-Type: message/sip\r\n\r\nBYE sip:b SIP/2.0\r\nAuthorization: Digest uri=\"u\",\r\n "
         "response=\"01ab\"\r\n\r\n",
            "Content-Type: message/sip\r\n\r\nBYE sip:b SIP/2.0\r\nAuthorization: Digest uri=\"u\",\r\n "
            "response=\"xxxx\"\r\n\r\n"});
    row("a header that a URI asks for",
        {"Refer-To: <sip:x@h?Subject=a&Authorization=Digest%20response%3D%2201ab%22&Foo=1>\r\n",
            "Refer-To: <sip:x@h?Subject=a&Authorization=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx&Foo=1>\r\n"});
    row("and writes in another way",
        {"Contact: <sip:x@h?proxy-%61uthorization=Basic%20YQ>\r\n",
            "Contact: <sip:x@h?proxy-%61uthorization=xxxxxxxxxx>\r\n"});
    QTest::newRow("a text about it is none")
        << Bytes("Subject: who?authorization\r\n") << Bytes("Subject: who?authorization\r\n");
}

void SecretsTest::messages()
{
    QFETCH(const QByteArray, lines);
    QFETCH(const QByteArray, covered);
    const QByteArray start = "REGISTER sip:lab SIP/2.0\r\nTo: <sip:bob@lab>\r\n";
    QCOMPARE(withoutSecrets(start + lines), start + covered);
    QCOMPARE(withoutSecrets("\r\n\r\n" + start + lines), "\r\n\r\n" + start + covered); // RFC 3261 §7.5
    for (qsizetype size = 0; size < lines.size(); ++size) // cut off anywhere
        QCOMPARE(withoutSecrets(start + lines.first(size)).size(), start.size() + size);
}

/// What is shown of a message everywhere has none either.
void SecretsTest::fields()
{
    const MessageFields fields
        = readFields("INVITE sip:zoe:open@lab SIP/2.0\r\nContact: <sip:a:secret@lab>\r\nCSeq: 1 INVITE\r\n\r\n");
    QCOMPARE(fields.firstLine, "INVITE sip:zoe:xxxx@lab SIP/2.0");
    QCOMPARE(fields.requestUri, "sip:zoe:xxxx@lab");
    QCOMPARE(fields.contact, "sip:a:xxxxxx@lab");
}

void SecretsTest::scenarios_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("kept");
    QTest::addColumn<QByteArrayList>("gone");
    QTest::newRow("users and the password of a phone")
        << registration << QByteArrayList{"hidden-1", "hidden-2", "hidden-3", "alice"}
        << QByteArrayList{"wonderland", "build er", "guessed-wrong"};
    QTest::newRow("in the settings of a variant")
        << QByteArray("variants:\n  - {set: {nodes.b1.password: tomato, users.carol: potato}}\n")
        << QByteArrayList{"hidden-1", "hidden-2"} << QByteArrayList{"tomato", "potato"};
    QTest::newRow("none: as it is, comments and all")
        << QByteArray("title: x   # users\n") << QByteArrayList{"title: x   # users\n"} << QByteArrayList{};
    QTest::newRow("no YAML at all") << QByteArray("{") << QByteArrayList{"{"} << QByteArrayList{};
}

void SecretsTest::scenarios()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArrayList, kept);
    QFETCH(const QByteArrayList, gone);
    const QByteArray hidden = withoutPasswords(text);
    QVERIFY2(!containsAny(hidden, gone), hidden.constData());
    for (const QByteArray& word : kept)
        QVERIFY2(hidden.contains(word), hidden.constData());
}

void SecretsTest::files_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<bool>("hasCredentials");
    QTest::newRow("run --json") << u"json"_s << false;
    QTest::newRow("run --json --raw: asked for") << u"raw"_s << true;
    QTest::newRow("run --save") << u"saved"_s << false;
    QTest::newRow("run --save --raw: asked for") << u"saved-raw"_s << true;
    QTest::newRow("a capture for Wireshark") << u"pcapng"_s << false;
}

void SecretsTest::files()
{
    QFETCH(const QString, format);
    QFETCH(const bool, hasCredentials);
    const Trace trace = runOf(registration);
    QVERIFY(responsesOf(trace).size() >= 3); // two phones and the caller
    const Verdict verdict = judge(trace);
    QByteArray file;
    if (format == u"json"_s)
        file = runJson(trace, verdict);
    else if (format == u"raw"_s)
        file = runJson(trace, verdict, {.raw = RawText::Whole});
    else if (format == u"saved"_s)
        file = savedTrace(trace, verdict);
    else if (format == u"saved-raw"_s)
        file = savedTrace(trace, verdict, RawText::Whole);
    else
        file = toPcapng(trace);
    QCOMPARE(containsAny(file, responsesOf(trace)), hasCredentials);
    QVERIFY(!containsAny(file, {"wonderland", "build er", "guessed-wrong"}));
}

/// Without its passwords a scenario still tells the right ones from the wrong ones.
void SecretsTest::aSavedTraceRunsAgain()
{
    const Trace first = runOf(registration);
    const auto linesOfRun = [](const Trace& trace) { return linesOf(trace).join(u'\n'); };
    QCOMPARE(linesOfRun(runOf(withoutPasswords(registration))), linesOfRun(first));
    QVERIFY(linesOfRun(first).contains(u"403/REGISTER"_s));
}

void SecretsTest::whoKnowsTheSeedKnowsTheNonces_data()
{
    QTest::addColumn<QString>("clock");
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("the virtual clock: the same bytes again") << u"virtual"_s << true;
    QTest::newRow("the real one: others may ask meanwhile") << u"real"_s << false;
    QTest::newRow("a slow one") << u"slow:2"_s << false;
}

void SecretsTest::whoKnowsTheSeedKnowsTheNonces()
{
    QFETCH(const QString, clock);
    QFETCH(const bool, isKnown);
    RunOptions options;
    options.clock = *ClockChoice::parse(clock);
    options.seed = Seed{7};
    const auto world = worldOf(scenarioOf(registration + "end: 20ms\nlinks: {default: {delay: 1ms}}\n"), options);
    const Trace trace = finish(*world);
    QByteArray nonce;
    for (const TraceMessage& message : trace.messages) {
        const QByteArray text = message.raw.bytes();
        const qsizetype found = text.indexOf("nonce=\"");
        if (message.status == 401 && found >= 0)
            nonce = text.mid(found + 7, text.indexOf('"', found + 7) - found - 7);
    }
    QVERIFY(!nonce.isEmpty());
    const proxy::Identity guessed{u"proxy"_s, {}, 1, options.seed};
    QCOMPARE(proxy::judgeNonce(guessed, nonce, at(1s)) == proxy::NonceState::Fresh, isKnown);
}

QTEST_GUILESS_MAIN(SecretsTest)
#include "tst_secrets.moc"
