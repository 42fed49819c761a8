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
    void scenarios_data();
    void scenarios();
    void files_data();
    void files();
    void aSavedTraceRunsAgain();
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
    QTest::newRow("a nonce is no secret") << Bytes("WWW-Authenticate: Digest realm=\"p\", nonce=\"1\"\r\n")
                                          << Bytes("WWW-Authenticate: Digest realm=\"p\", nonce=\"1\"\r\n");
    QTest::newRow("nothing behind the name") << Bytes("Authorization:\r\n") << Bytes("Authorization:\r\n");
    QTest::newRow("a digest without a response")
        << Bytes("Authorization: Digest realm=\"p\"\r\n") << Bytes("Authorization: Digest realm=\"p\"\r\n");
    QTest::newRow("in the body it is text") << Bytes("Subject: x\r\n\r\nAuthorization: Basic secret\r\n")
                                            << Bytes("Subject: x\r\n\r\nAuthorization: Basic secret\r\n");
}

void SecretsTest::messages()
{
    QFETCH(const QByteArray, lines);
    QFETCH(const QByteArray, covered);
    const QByteArray start = "REGISTER sip:lab SIP/2.0\r\nTo: <sip:bob@lab>\r\n";
    QCOMPARE(withoutSecrets(start + lines), start + covered);
    for (qsizetype size = 0; size < lines.size(); ++size) // cut off anywhere
        QCOMPARE(withoutSecrets(start + lines.first(size)).size(), start.size() + size);
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

QTEST_GUILESS_MAIN(SecretsTest)
#include "tst_secrets.moc"
