#include "Anonymise.h"
#include "TraceScript.h"
#include "formats/TraceJson.h"
#include "formats/Zip.h"

#include <QTemporaryDir>
#include <QTest>

using namespace siprace;

namespace {

/// An INVITE as a capture of a real network has it, with a body.
QByteArray realInvite()
{
    const QByteArray body = "v=0\r\no=alice.b 1 1 IN IP4 10.1.2.3\r\n";
    return "INVITE sip:bob@example.org SIP/2.0\r\n"
           "Via: SIP/2.0/UDP 10.1.2.3:5060;branch=z9hG4bK-1\r\n"
           "From: \"Alice Brown\" <sip:alice.b@example.org>;tag=1\r\n"
           "To: <sip:bob@example.org>\r\n"
           "Authorization: Digest username=\"alice.b\", realm=\"lab\", uri=\"sip:bob@example.org\"\r\n"
           "Call-ID: 77@10.1.2.3\r\n"
           "CSeq: 1 INVITE\r\n"
           "Contact: <sip:alice.b@10.1.2.3:5060>\r\n"
           "Content-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

Trace realCall()
{
    Trace trace;
    trace.scenario = QStringLiteral("carol-smith-and-bob");
    trace.title = QStringLiteral("Why bob hears nothing");
    trace.nodes = {
        {QStringLiteral("alices_desk"), Role::Caller, QStringLiteral("Alice Brown"), QStringLiteral("10.1.2.3:5060")},
        {QStringLiteral("proxy"), Role::Proxy, QStringLiteral("Proxy"), QStringLiteral("127.100.0.12:5060")}};
    TraceMessage message;
    message.raw = realInvite();
    static_cast<MessageFields&>(message) = readFields(message.raw.bytes());
    message.n = 1;
    message.to = 1;
    message.why = {QStringLiteral("R-401"), QStringLiteral("Alice Brown calls sip:bob@example.org.")};
    trace.messages = {message};
    trace.scenarioText = "# Ask carol.smith@example.org\nsiprace: 1\nusers: {alice.b: hunter2}\nnodes:\n  alices_desk: "
                         "{role: caller}\n";
    return trace;
}

} // namespace

/// Traces that leave the house without names, and archives.
class TestAnonymise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOfAPersonIsLeft_data();
    void nothingOfAPersonIsLeft();
    void theSameNameIsTheSameEverywhere();
    void aCallOfTheLabKeepsItsRoles();
    void aZipGivesBackWhatWentIn();
    void aBrokenZipIsRefused_data();
    void aBrokenZipIsRefused();
    void aReportIsASavedTrace();
};

void TestAnonymise::nothingOfAPersonIsLeft_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char* word :
        {"alice.b", "bob", "Alice", "example.org", "carol", "smith", "10.1.2.3", "hunter2", "alices_desk"})
        QTest::newRow(word) << QByteArray(word);
}

void TestAnonymise::nothingOfAPersonIsLeft()
{
    QFETCH(const QByteArray, word);
    const Trace trace = anonymised(realCall());
    const TraceMessage& message = trace.messages.first();
    const QByteArray all = message.raw.bytes() + message.firstLine + message.contact + message.callId
        + message.requestUri + trace.scenario.toUtf8() + message.why.text.toUtf8() + trace.title.toUtf8()
        + trace.scenarioText + trace.nodes.first().id.toUtf8() + trace.nodes.first().name.toUtf8()
        + trace.nodes.first().address.toUtf8();
    QVERIFY2(!all.contains(word), all.constData());
}

void TestAnonymise::theSameNameIsTheSameEverywhere()
{
    const Trace trace = anonymised(realCall());
    const TraceMessage& message = trace.messages.first();
    const MessageFields again = readFields(message.raw.bytes());
    QCOMPARE(static_cast<const MessageFields&>(message), again);
    QCOMPARE(message.requestUri, "sip:user1@domain1.invalid");
    QVERIFY2(message.raw.bytes().contains("From: \"Caller 1\" <sip:user2@domain1.invalid>"),
        message.raw.bytes().constData());
    QVERIFY(message.raw.bytes().contains("username=\"user2\""));
    QCOMPARE(trace.nodes.first().address, QStringLiteral("192.0.2.1:5060"));
    QCOMPARE(message.callId, "77@192.0.2.1");
    QVERIFY(trace.scenarioText.contains("users: {user2: secret1}"));
    QVERIFY(trace.scenarioText.contains("  caller1: {role: caller}"));
    const qsizetype body = message.raw.size() - message.raw.bytes().indexOf("\r\n\r\n") - 4;
    QVERIFY(message.raw.bytes().contains("Content-Length: " + QByteArray::number(body) + "\r\n"));
}

void TestAnonymise::aCallOfTheLabKeepsItsRoles()
{
    const Trace before = test::traceOf(test::twoPhonesAnswer());
    const Trace after = anonymised(before);
    QCOMPARE(after.nodes, before.nodes);
    QCOMPARE(after.messages.size(), before.messages.size());
    QCOMPARE(after.messages.last().toTag, before.messages.last().toTag);
    QVERIFY(before.messages.first().raw.bytes().contains("bob@lab"));
    QVERIFY(!after.messages.first().raw.bytes().contains("bob"));
    QVERIFY(after.messages.first().raw.bytes().contains("user1@lab"));
}

void TestAnonymise::aZipGivesBackWhatWentIn()
{
    const QByteArray large(300'000, 'x');
    const auto archive = zipOf({{QStringLiteral("a.txt"), "one"}, {QStringLiteral("b.bin"), large}});
    QVERIFY(archive);
    QVERIFY(archive->size() < 10'000);
    QCOMPARE(entryOfZip(*archive, QStringLiteral("a.txt"), 10, {}).value_or("?"), "one");
    QCOMPARE(entryOfZip(*archive, QStringLiteral("b.bin"), large.size(), {}).value_or("?"), large);
    QCOMPARE(*zipOf({{QStringLiteral("a.txt"), "one"}}), *zipOf({{QStringLiteral("a.txt"), "one"}}));
}

void TestAnonymise::aBrokenZipIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("what");
    const QByteArray good = *zipOf({{traceInReport, QByteArray(5000, 'x')}});
    QTest::newRow("no archive at all") << QByteArray("siprace: 1\n") << QStringLiteral("is no zip archive");
    QTest::newRow("nothing in the file") << QByteArray() << QStringLiteral("report.zip");
    QTest::newRow("cut in half") << good.first(good.size() / 2) << QStringLiteral("broken archive");
    QTest::newRow("an archive of something else")
        << *zipOf({{QStringLiteral("holiday.jpg"), "x"}}) << QStringLiteral("has no run.trace.json in it");
    QTest::newRow("more than is wanted") << good << QStringLiteral("holds a file larger than");
}

void TestAnonymise::aBrokenZipIsRefused()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, what);
    const auto entry = entryOfZip(bytes, traceInReport, 1000, QStringLiteral("report.zip"));
    QVERIFY(!entry);
    QVERIFY2(entry.error().text().startsWith(QStringLiteral("report.zip: ")), qPrintable(entry.error().text()));
    QVERIFY2(entry.error().text().contains(what), qPrintable(entry.error().text()));
}

void TestAnonymise::aReportIsASavedTrace()
{
    QVERIFY(isTracePath(QStringLiteral("bug.zip")));
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("bug.zip")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(*zipOf({{QStringLiteral("versions.txt"), "1"},
        {traceInReport,
            R"({"siprace": 1, "scenario": "x", "policy": "p", "clock": "virtual", "seed": 7, "nodes": [], "messages": []})"}}));
    file.close();
    const auto trace = loadTrace(file.fileName());
    QVERIFY2(trace, trace ? "" : qPrintable(trace.error().text()));
    QCOMPARE(trace->seed, quint64{7});
}

QTEST_GUILESS_MAIN(TestAnonymise)
#include "tst_anonymise.moc"
