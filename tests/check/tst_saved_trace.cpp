#include "RunJson.h"
#include "TraceScript.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace siprace;
using siprace::test::traceOf;
using siprace::test::twoPhonesAnswer;

/// The JSON of a run: what is in it, that a saved one loads again, and what is said of one that does not.
class TestSavedTrace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contractsMembers();
    void contractsMessage();
    void rawOnlyWhenAsked();
    void findingsSayBy();
    void savedAndLoaded();
    void bytesThatAreNoText();
    void longOnesAreTheSame();
    void jsonAsOthersWriteIt_data();
    void jsonAsOthersWriteIt();
    void clockError();
    void sameBytesTwice();
    void runJsonLoads();
    void broken_data();
    void broken();
    void cutAnywhere();
    void damagedAnywhere();
    void files();
};

namespace {

/// A trace that has something of everything.
Trace fullTrace()
{
    Trace trace = traceOf(twoPhonesAnswer(QStringLiteral("drop-late-2xx"))
        + QStringLiteral("design b1 deaf-to-ack\nt1 b2 200\naction 5 caller cancel\nstate 410 b1 b1 confirmed\n"
                         "down 700 proxy\n"));
    trace.title = QStringLiteral("Zwei Telefone — \"beide\"\n\t\\");
    trace.seed = 0xffffffffffffffffULL;
    trace.messages[0].why = {QStringLiteral("R-101"), QStringLiteral("first")};
    trace.messages[3].isStray = true;
    trace.states[0].peer = 2;
    trace.timers = {{at(1ms), 1, QStringLiteral("z9"), QStringLiteral("A"), TimerChange::What::Set, at(501ms)},
        {at(501ms), 1, QStringLiteral("z9"), QStringLiteral("A"), TimerChange::What::Fired, {}},
        {at(502ms), 1, QStringLiteral("z9"), QStringLiteral("B"), TimerChange::What::Stopped, {}}};
    trace.decisions = {{at(610ms), 1, 10, {QStringLiteral("R-259"), QStringLiteral("late")}}, {at(611ms), 1, 0, {}}};
    trace.messages[2].connection = 1;
    trace.connections = {{at(0ms), 1, 0, 1, 0, 0, ConnectionEvent::What::Connecting, QStringLiteral("asks")},
        {at(20ms), 1, 0, 1, 1, 3, ConnectionEvent::What::Stalled, QStringLiteral("late")}};
    trace.malformed = 3;
    trace.scenarioText = "siprace: 1\n";
    return trace;
}

QJsonObject objectOf(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray saved()
{
    const Trace trace = fullTrace();
    return savedTrace(trace, judge(trace));
}

} // namespace

void TestSavedTrace::contractsMembers()
{
    const Trace trace = traceOf(twoPhonesAnswer());
    const QByteArray json = runJson(trace, judge(trace));
    // In this order, which JSON objects of Qt would not keep.
    qsizetype before = -1;
    for (const char* name : {"siprace", "scenario", "policy", "clock", "seed", "ended", "nodes", "outcome", "class",
             "findings", "messages"}) {
        const qsizetype found = json.indexOf(QByteArray("\n \"") + name + "\": ");
        QVERIFY2(found > before, name);
        before = found;
    }
    const QJsonObject run = objectOf(json);
    QCOMPARE(run.value(u"siprace").toInt(), 1);
    QCOMPARE(run.value(u"class").toString(), QStringLiteral("two-2xx"));
    QCOMPARE(run.value(u"outcome").toObject().value(u"ghost_call_ms").toDouble(), 320.0);
    QCOMPARE(run.value(u"outcome").toObject().size(), 17);
    QVERIFY(!run.contains(u"states"));
    const QJsonObject node = run.value(u"nodes").toArray().at(1).toObject();
    QCOMPARE(node.value(u"address").toString(), QStringLiteral("127.100.0.12:5060"));
    QCOMPARE(node.value(u"role").toString(), QStringLiteral("proxy"));
}

void TestSavedTrace::contractsMessage()
{
    const Trace trace = traceOf(QStringLiteral("0-10 caller>proxy INVITE\n10-x proxy>b1 INVITE by=1\n"));
    const QByteArray json = runJson(trace, judge(trace));
    const QByteArray first
        = R"({"n": 1, "from": "caller", "to": "proxy", "sent_us": 0, "arrived_us": 10000, )"
          R"("first_line": "INVITE sip:proxy@lab SIP/2.0", "method": "INVITE", "status": null, "cseq": 1, )"
          R"("cseq_method": "INVITE", "call_id": "call-1@caller", "from_tag": "caller", "to_tag": null, )"
          R"("branch": "z9hG4bK-caller-proxy", "fate": "delivered", "retransmission_of": null, "caused_by": null, )"
          R"("why": null, "bytes": )";
    QVERIFY2(json.contains(first), json.constData());
    QVERIFY(json.contains(R"("arrived_us": null, )"));
    QVERIFY(json.contains(R"("fate": "lost", "retransmission_of": null, "caused_by": 1, )"));
}

void TestSavedTrace::rawOnlyWhenAsked()
{
    const Trace trace = traceOf(twoPhonesAnswer());
    const Verdict verdict = judge(trace);
    QVERIFY(!runJson(trace, verdict).contains("\"raw\""));
    QVERIFY(runJson(trace, verdict, {.raw = RawText::Whole})
                .contains("\"raw\": \"INVITE sip:proxy@lab SIP/2.0\\r\\nVia: "));
    QVERIFY(savedTrace(trace, verdict).contains("\"raw\""));
    QVERIFY(savedTrace(trace, verdict).contains("\"states\""));
    QVERIFY(savedTrace(trace, verdict).contains("\"timers\""));
}

void TestSavedTrace::findingsSayBy()
{
    const Trace trace = traceOf(twoPhonesAnswer(QStringLiteral("drop-late-2xx")));
    const QJsonArray findings = objectOf(runJson(trace, judge(trace))).value(u"findings").toArray();
    QStringList by;
    for (const QJsonValue& value : findings) {
        const QJsonObject finding = value.toObject();
        QVERIFY(finding.contains(u"by"));
        if (finding.value(u"severity").toString() == u"by-design")
            by += finding.value(u"rule").toString() + u' ' + finding.value(u"by").toString();
        else
            QVERIFY(finding.value(u"by").isNull());
    }
    QCOMPARE(by, (QStringList{QStringLiteral("R-406 drop-late-2xx"), QStringLiteral("R-259 drop-late-2xx")}));
}

void TestSavedTrace::savedAndLoaded()
{
    const auto loaded = traceFromJson(saved());
    QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().text()));
    QVERIFY(*loaded == fullTrace());
}

void TestSavedTrace::bytesThatAreNoText()
{
    Trace trace = traceOf(QStringLiteral("0-10 caller>proxy INVITE\n"));
    QByteArray odd = trace.messages.at(0).raw.bytes();
    odd.replace("Max-Forwards", QByteArray("X-Odd: \xff\xfe\x00", 10) + "\r\nMax-Forwards");
    trace.messages[0].raw = odd;
    static_cast<MessageFields&>(trace.messages[0]) = readFields(odd);
    trace.scenarioText = "\xff";
    const QByteArray json = savedTrace(trace, judge(trace));
    QVERIFY(json.isValidUtf8());
    const auto loaded = traceFromJson(json);
    QVERIFY(loaded.has_value());
    QVERIFY(*loaded == trace);
}

/// Datagrams of a long trace are packed; nothing shows of it.
void TestSavedTrace::longOnesAreTheSame()
{
    const Trace once = traceOf(twoPhonesAnswer());
    Trace trace = once;
    for (int times = 1; times < 20; ++times) {
        for (TraceMessage message : once.messages) {
            message.n = static_cast<int>(trace.messages.size()) + 1;
            message.causedBy = 0;
            message.retransmissionOf = 0;
            message.raw = message.raw.bytes() + QByteArray::number(times);
            trace.messages.append(message);
        }
    }
    trace.messages[7].raw = {};
    const auto loaded = traceFromJson(savedTrace(trace, {}, RawText::Whole));
    QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().text()));
    for (qsizetype i = 0; i < trace.messages.size(); ++i) {
        QCOMPARE(loaded->messages.at(i).raw.size(), trace.messages.at(i).raw.size());
        QCOMPARE(loaded->messages.at(i).raw.bytes(), trace.messages.at(i).raw.bytes());
    }
    for (qsizetype i = trace.messages.size(); i-- > 0;) // in another order than they were packed
        QVERIFY(loaded->messages.at(i).raw == trace.messages.at(i).raw);
    Trace changed = *loaded;
    changed.messages[3].raw = "another";
    QVERIFY(!(changed.messages.at(3).raw == loaded->messages.at(3).raw));
    QCOMPARE(loaded->messages.at(3).raw.bytes(), trace.messages.at(3).raw.bytes());
}

void TestSavedTrace::jsonAsOthersWriteIt_data()
{
    QTest::addColumn<QByteArray>("title");
    QTest::addColumn<QString>("read");
    const auto row
        = [](const char* name, const QByteArray& title, const QString& read) { QTest::newRow(name) << title << read; };
    row("plain", R"("two phones")", QStringLiteral("two phones"));
    row("quotes and backslashes", R"("a \"b\" \\")", QStringLiteral("a \"b\" \\"));
    row("every short escape", R"("\/\b\f\n\r\t")", QStringLiteral("/\b\f\n\r\t"));
    row("characters by number", R"("\u00e4\u20AC")", QStringLiteral("ä€"));
    row("a pair of surrogates", R"("\ud83d\ude00!")", QStringLiteral("😀!"));
    row("characters as they are", "\"ä€😀\"", QStringLiteral("ä€😀"));
    row("nothing", R"("")", QString());
    row("null", "null", QString());
    row("half a pair of surrogates", R"("\ud83d")", QStringLiteral("t.json:1:18: this is no JSON"));
    row("a tab as it is", "\"a\tb\"", QStringLiteral("t.json:1:13: this is no JSON"));
    row("bytes that are no UTF-8", "\"a\xc3(\"", QStringLiteral("t.json:1:13: this is no JSON"));
    row("a number with a nought before", "01", QStringLiteral("t.json:1:12: this is no JSON"));
    row("a number without digits", "-", QStringLiteral("t.json:1:12: this is no JSON"));
    row("half a word", "nul", QStringLiteral("t.json:1:14: this is no JSON"));
}

void TestSavedTrace::jsonAsOthersWriteIt()
{
    QFETCH(const QByteArray, title);
    QFETCH(const QString, read);
    const QByteArray json = " \n{\"title\" :" + title + ",\t\"messages\":[ ] , \"si\" : {\"nodes\": [[\"]\"]]},\r\n"
        + R"("nodes":[{"role":"caller","id":"a"}],"seed":18446744073709551615,"siprace":1} )";
    const auto loaded = traceFromJson(json.mid(2), QStringLiteral("t.json"));
    if (!loaded) {
        QVERIFY2(loaded.error().text().startsWith(read), qPrintable(loaded.error().text()));
        return;
    }
    QCOMPARE(loaded->title, read);
    QCOMPARE(loaded->seed, std::numeric_limits<quint64>::max());
    QCOMPARE(loaded->nodes.size(), 1);
}

void TestSavedTrace::clockError()
{
    Trace trace = traceOf(QStringLiteral("clock real\n0-10 caller>proxy INVITE\n"));
    trace.clockReport = ClockReport{Duration{37}, Duration{812}, Duration{1400}, 22};
    const QByteArray json = runJson(trace, judge(trace));
    const QJsonObject error = objectOf(json).value(u"clock_error").toObject();
    QCOMPARE(error.value(u"median_ms").toDouble(), 0.037);
    QCOMPARE(error.value(u"samples").toInt(), 22);
    QCOMPARE(traceFromJson(json)->clockReport, trace.clockReport);
}

void TestSavedTrace::sameBytesTwice()
{
    QCOMPARE(saved(), saved());
    QVERIFY(saved().endsWith("}\n"));
}

void TestSavedTrace::runJsonLoads()
{
    const Trace trace = traceOf(twoPhonesAnswer());
    const auto loaded = traceFromJson(runJson(trace, judge(trace)));
    QVERIFY(loaded.has_value());
    QVERIFY(judge(*loaded) == judge(trace));
}

void TestSavedTrace::broken_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const QByteArray& json, const char* line) {
        QTest::newRow(name) << json << QString::fromLatin1(line);
    };
    const QByteArray head
        = R"({"siprace": 1, "nodes": [{"id": "a", "role": "caller"}, {"id": "b", "role": "callee"}], )";
    const auto message = [&](const QByteArray& members) { return head + "\"messages\": [{" + members + "}]}"; };
    row("empty", "", "t.json: the file is empty; a saved trace is a JSON object");
    row("a scenario", "siprace: 1\ntitle: x\n", "t.json:1:1: this is no JSON; a saved trace is a JSON object");
    row("wrong in the third line", "{\n\"siprace\": 1,\n\"x\": ?}",
        "t.json:3:6: this is no JSON; a saved trace is a JSON object");
    row("cut off", "{\"siprace\": 1, \"nodes\": [", "t.json:1:26: the JSON ends in the middle; is the file cut off?");
    row("another JSON", "{\"a\": 1}", "t.json: this JSON is no saved trace: it has no member \"siprace\"");
    row("a list", "[1, 2]", "t.json: this JSON is no saved trace: it has no member \"siprace\"");
    row("a newer version", "{\"siprace\": 2}", "t.json: this trace has format 2, newer than the 1 this program reads");
    row("a version that is none", "{\"siprace\": \"one\"}", "t.json: siprace should be a whole number, is string");
    row("no nodes", "{\"siprace\": 1}", "t.json: nodes is missing");
    row("nodes that are none", R"({"siprace": 1, "nodes": 7})", "t.json: nodes should be a list, is number");
    row("a node that is none", R"({"siprace": 1, "nodes": [7]})", "t.json: nodes[0] should be an object, is number");
    row("an unknown role", R"({"siprace": 1, "nodes": [{"id": "a", "role": "king"}]})",
        "t.json: nodes[0].role should be one of caller, callee, proxy, external, is \"king\"");
    row("a node twice", R"({"siprace": 1, "nodes": [{"id": "a", "role": "caller"}, {"id": "a", "role": "caller"}]})",
        "t.json: nodes[1].id \"a\" is there twice");
    row("no messages", head + "\"x\": 1}", "t.json: messages is missing");
    row("a message from nowhere", message(R"("n": 1, "from": "c", "to": "b", "sent_us": 0)"),
        "t.json: messages[0].from \"c\" is no node of this trace");
    row("a message out of order", message(R"("n": 2, "from": "a", "to": "b", "sent_us": 0)"),
        "t.json: messages[0].n should be 1, is 2");
    row("a time that is a text", message(R"("n": 1, "from": "a", "to": "b", "sent_us": "now")"),
        "t.json: messages[0].sent_us should be a whole number, is string");
    row("a time before the run", message(R"("n": 1, "from": "a", "to": "b", "sent_us": -5)"),
        "t.json: messages[0].sent_us should be from 0 to 1000000000000000, is -5");
    row("a time beyond all", message(R"("n": 1, "from": "a", "to": "b", "sent_us": 18446744073709551615)"),
        "t.json: messages[0].sent_us should be from 0 to 1000000000000000, is 18446744073709551615");
    row("an arrival before the departure",
        message(R"("n": 1, "from": "a", "to": "b", "sent_us": 9, "arrived_us": 3, "fate": "delivered")"),
        "t.json: messages[0].arrived_us should be from 9 to 1000000000000000, is 3");
    row("delivered and never arrived", message(R"("n": 1, "from": "a", "to": "b", "sent_us": 9, "fate": "delivered")"),
        "t.json: messages[0].arrived_us is missing for a message that arrived");
    row("a cause in the future",
        message(R"("n": 1, "from": "a", "to": "b", "sent_us": 9, "fate": "lost", "caused_by": 5)"),
        "t.json: messages[0].caused_by should be from 1 to 0, is 5");
    row("raw that is no base64",
        message(R"("n": 1, "from": "a", "to": "b", "sent_us": 9, "fate": "lost", "raw_base64": "?")"),
        "t.json: messages[0].raw_base64 is no base64");
    row("a decision about no message",
        head + R"("messages": [], "decisions": [{"at_us": 1, "node": "a", "message": 4}]})",
        "t.json: decisions[0].message should be from 1 to 0, is 4");
    row("a timer that does what", head + R"("messages": [], "timers": [{"at_us": 1, "node": "a", "what": "rings"}]})",
        "t.json: timers[0].what should be set, fired or stopped, is \"rings\"");
    row("nested without end", QByteArray(1'000'000, '['), "t.json: the JSON is nested deeper than 32 levels");
}

void TestSavedTrace::broken()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, line);
    const auto loaded = traceFromJson(json, QStringLiteral("t.json"));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().text(), line);
}

void TestSavedTrace::cutAnywhere()
{
    const QByteArray json = saved();
    for (qsizetype length = 0; length < json.trimmed().size(); length += 97) {
        const auto loaded = traceFromJson(json.first(length), QStringLiteral("t.json"));
        QVERIFY(!loaded);
        QVERIFY(!loaded.error().text().contains(u'\n'));
    }
}

/// Whatever byte is wrong, the answer is a trace or one line.
void TestSavedTrace::damagedAnywhere()
{
    const QByteArray json = saved();
    for (qsizetype at = 0; at < json.size(); at += 211) {
        for (const char wrong : {'x', '0', '"', '}', '\0', '\xff'}) {
            QByteArray damaged = json;
            damaged[at] = wrong;
            const auto loaded = traceFromJson(damaged, QStringLiteral("t.json"));
            if (loaded)
                QVERIFY(!judge(*loaded).runClass.isEmpty()); // what loads can be judged
            else
                QVERIFY(!loaded.error().text().contains(u'\n'));
        }
    }
}

void TestSavedTrace::files()
{
    QTemporaryDir folder;
    const Trace trace = fullTrace();
    const QString path = folder.filePath(QStringLiteral("run.trace.json"));
    QVERIFY(saveTrace(trace, judge(trace), path).has_value());
    QVERIFY(isTracePath(path));
    QVERIFY(!isTracePath(QStringLiteral("run.yaml")));
    const auto loaded = loadTrace(path);
    QVERIFY(loaded.has_value());
    QVERIFY(*loaded == trace);
    const auto missing = loadTrace(folder.filePath(QStringLiteral("none.json")));
    QVERIFY(!missing);
    QVERIFY(missing.error().text().contains(QStringLiteral("none.json: cannot be read")));
    const auto unwritable = saveTrace(trace, judge(trace), folder.filePath(QStringLiteral("no/such/folder.json")));
    QVERIFY(!unwritable);
    QVERIFY(unwritable.error().text().contains(QStringLiteral("cannot be written")));
}

QTEST_GUILESS_MAIN(TestSavedTrace)
#include "tst_saved_trace.moc"
