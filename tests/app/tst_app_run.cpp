#include "AppProcess.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace::app_test;

namespace {

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

QJsonObject runAsJson(const QStringList& more = {})
{
    return runProgram(words("run two-phones-answer --json") + more).json().object();
}

} // namespace

/// `siprace run` and `siprace compare`: what they print, under the virtual clock.
class AppRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonHasTheMembersOfTheContract();
    void messagesHaveTheMembersOfTheContract_data();
    void messagesHaveTheMembersOfTheContract();
    void numbers_data();
    void numbers();
    void sameRunSameBytes();
    void textIsALineAMessage();
    void reportIsForAPerson_data();
    void reportIsForAPerson();
    void anotherSeedIsNamed();
    void settingsChangeTheRun();
    void fromAnotherDirectory();
    void realClockReportsItsError();
    void comparisonAsJson();
    void comparisonWithColumns();
    void comparisonIsForAPerson();
    void commandsOfAFileNeedAWord_data();
    void commandsOfAFileNeedAWord();
};

void AppRunTest::jsonHasTheMembersOfTheContract()
{
    const QJsonObject run = runAsJson();
    const QStringList wanted = words("siprace scenario policy clock seed ended nodes outcome class findings messages");
    for (const QString& name : wanted)
        QVERIFY2(run.contains(name), qPrintable(name));
    QCOMPARE(run[QStringLiteral("siprace")].toInt(), 1);
    QCOMPARE(run[QStringLiteral("scenario")].toString(), QStringLiteral("two-phones-answer"));
    QCOMPARE(run[QStringLiteral("policy")].toString(), QStringLiteral("forward-all"));
    QCOMPARE(run[QStringLiteral("clock")].toString(), QStringLiteral("virtual"));
    QCOMPARE(run[QStringLiteral("seed")].toInt(), 1);
    QCOMPARE(run[QStringLiteral("ended")].toString(), QStringLiteral("settled"));
    QCOMPARE(run[QStringLiteral("class")].toString(), QStringLiteral("two-2xx"));
    const QJsonArray nodes = run[QStringLiteral("nodes")].toArray();
    QCOMPARE(nodes.size(), 4);
    QCOMPARE(sorted(nodes.first().toObject().keys()), words("address id name role"));
    QCOMPARE(nodes.first().toObject()[QStringLiteral("role")].toString(), QStringLiteral("caller"));
    QCOMPARE(sorted(run[QStringLiteral("outcome")].toObject().keys()),
        sorted(words(
            "2xx_to_caller 2xx_deliveries dialogs_at_callees orphan_dialogs ghost_calls ghost_call_ms surviving_calls "
            "killed_by_stray misrouted_acks dropped_2xx stray_forwarded cancels cancels_too_late retransmissions "
            "messages "
            "lost settled_ms")));
    const QJsonArray findings = run[QStringLiteral("findings")].toArray();
    QVERIFY(!findings.isEmpty());
    for (const QString& name : words("rule severity by text messages reference"))
        QVERIFY2(findings.first().toObject().contains(name), qPrintable(name));
}

void AppRunTest::messagesHaveTheMembersOfTheContract_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QStringList>("members");
    const QStringList members
        = words("n from to sent_us arrived_us first_line method status cseq cseq_method call_id from_tag to_tag "
                "branch fate retransmission_of caused_by why bytes");
    QTest::newRow("without the text of the messages") << QStringList{} << members;
    QTest::newRow("with the text of the messages") << words("--raw") << members + words("raw");
}

void AppRunTest::messagesHaveTheMembersOfTheContract()
{
    QFETCH(const QStringList, more);
    QFETCH(const QStringList, members);
    const QJsonArray messages = runAsJson(more)[QStringLiteral("messages")].toArray();
    QCOMPARE(messages.size(), 22);
    for (const auto& message : messages)
        QCOMPARE(sorted(message.toObject().keys()), sorted(members));
    const QJsonObject invite = messages[0].toObject();
    QCOMPARE(invite[QStringLiteral("first_line")].toString(), QStringLiteral("INVITE sip:bob@lab SIP/2.0"));
    QVERIFY(invite[QStringLiteral("status")].isNull());
    QVERIFY(invite[QStringLiteral("to_tag")].isNull());
    QCOMPARE(invite[QStringLiteral("sent_us")].toInt(), 0);
    QCOMPARE(invite[QStringLiteral("arrived_us")].toInt(), 10'000);
    QCOMPARE(invite[QStringLiteral("fate")].toString(), QStringLiteral("delivered"));
    QCOMPARE(sorted(invite[QStringLiteral("why")].toObject().keys()), words("rule text"));
}

void AppRunTest::numbers_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("twoXxToCaller");
    QTest::addColumn<int>("orphans");
    QTest::addColumn<double>("ghostMs");
    QTest::newRow("forward-all: the caller hears both") << QStringLiteral("forward-all") << 22 << 2 << 0 << 320.0;
    QTest::newRow("drop-late-2xx: the second phone is left alone")
        << QStringLiteral("drop-late-2xx") << 29 << 1 << 1 << 32'000.0;
    QTest::newRow("ack-bye: the proxy ends the second call") << QStringLiteral("ack-bye") << 18 << 1 << 0 << 300.0;
    QTest::newRow("invfix: the caller hears both") << QStringLiteral("invfix") << 22 << 2 << 0 << 320.0;
}

void AppRunTest::numbers()
{
    QFETCH(const QString, policy);
    QFETCH(const int, messages);
    QFETCH(const int, twoXxToCaller);
    QFETCH(const int, orphans);
    QFETCH(const double, ghostMs);
    const QJsonObject outcome = runAsJson({QStringLiteral("--policy"), policy})[QStringLiteral("outcome")].toObject();
    QCOMPARE(outcome[QStringLiteral("messages")].toInt(), messages);
    QCOMPARE(outcome[QStringLiteral("2xx_to_caller")].toInt(), twoXxToCaller);
    QCOMPARE(outcome[QStringLiteral("orphan_dialogs")].toInt(), orphans);
    const double found = outcome[QStringLiteral("ghost_call_ms")].toDouble();
    QVERIFY2(qAbs(found - ghostMs) <= (ghostMs > 1000 ? 5 : 0), qPrintable(QString::number(found)));
}

void AppRunTest::sameRunSameBytes()
{
    const QStringList arguments = words("run two-phones-answer --policy drop-late-2xx --seed 7 --json --raw");
    const Ended first = runProgram(arguments);
    QCOMPARE(first.status, 0);
    QCOMPARE(runProgram(arguments).out, first.out);
}

void AppRunTest::textIsALineAMessage()
{
    const Ended ended = runProgram(words("run two-phones-answer --text"));
    QCOMPARE(ended.status, 0);
    const QList<QByteArray> lines = ended.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 22);
    QCOMPARE(lines.first(), "+0.000 caller>proxy INVITE");
    QVERIFY2(lines.contains("+0.500 b1>proxy 200/INVITE (b1)"), ended.out.constData());
    QVERIFY2(lines.contains("+0.600 b2>proxy 200/INVITE (b2)"), ended.out.constData());
    const QRegularExpression form(QStringLiteral(R"(^\+\d+\.\d{3} \w+>\w+ (\d{3}/)?[A-Z]+( \(\w[\w-]*\))?$)"));
    for (const QByteArray& line : lines)
        QVERIFY2(form.match(QString::fromUtf8(line)).hasMatch(), line.constData());
}

void AppRunTest::reportIsForAPerson_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("contains");
    QTest::newRow("the report") << words("run two-phones-answer")
                                << QStringList{QStringLiteral("two-phones-answer"), QStringLiteral("forward-all"),
                                       QStringLiteral("two-2xx"), QStringLiteral("2xx_to_caller"),
                                       QStringLiteral("R-405")};
    QTest::newRow("nothing when quiet") << words("run two-phones-answer --quiet") << QStringList{};
}

void AppRunTest::reportIsForAPerson()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QStringList, contains);
    const Ended ended = runProgram(arguments);
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err, QString());
    QCOMPARE(ended.out.isEmpty(), contains.isEmpty());
    QVERIFY(!ended.out.contains('\x1b')); // no terminal, no colours
    for (const QString& text : contains)
        QVERIFY2(ended.out.contains(text.toUtf8()), qPrintable(text));
}

void AppRunTest::anotherSeedIsNamed()
{
    QCOMPARE(runAsJson(words("--seed 42"))[QStringLiteral("seed")].toInt(), 42);
}

void AppRunTest::settingsChangeTheRun()
{
    const QJsonObject changed = runAsJson(words("--set links.caller-proxy.delay=20ms --set nodes.b2.answer=never"));
    QCOMPARE(changed[QStringLiteral("messages")][0][QStringLiteral("arrived_us")].toInt(), 20'000);
    QCOMPARE(changed[QStringLiteral("outcome")][QStringLiteral("2xx_to_caller")].toInt(), 1);
}

void AppRunTest::fromAnotherDirectory()
{
    const QTemporaryDir folder;
    const Ended ended = runProgram(Start{words("run two-phones-answer --json"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.out, runProgram(words("run two-phones-answer --json")).out);
}

void AppRunTest::realClockReportsItsError()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(QStringLiteral("small.yaml")), smallScenario() + "end: 400ms\n"));
    const Ended ended = runProgram({QStringLiteral("run"), folder.filePath(QStringLiteral("small.yaml")),
        QStringLiteral("--clock"), QStringLiteral("real")});
    QCOMPARE(ended.status, 0);
    for (const char* word : {"median", "p99", "maximum"})
        QVERIFY2(ended.out.contains(word), word);
}

void AppRunTest::comparisonAsJson()
{
    const Ended ended = runProgram(words("compare two-phones-answer --json"));
    QCOMPARE(ended.status, 0);
    const QJsonObject comparison = ended.json().object();
    QCOMPARE(comparison[QStringLiteral("scenario")].toString(), QStringLiteral("two-phones-answer"));
    QVERIFY(!comparison[QStringLiteral("differences")].toArray().isEmpty());
    QStringList policies;
    for (const auto& run : comparison[QStringLiteral("runs")].toArray())
        policies += run[QStringLiteral("policy")].toString();
    QCOMPARE(policies, words("forward-all drop-late-2xx ack-bye invfix"));
}

void AppRunTest::comparisonWithColumns()
{
    const Ended ended = runProgram(
        words("compare two-phones-answer --policies invfix --column forward-all,links.caller-proxy.delay=20ms "
              "--column forward-all,nodes.b1.provisional=[100,180] --json"));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QJsonArray runs = ended.json()[QStringLiteral("runs")].toArray();
    QCOMPARE(runs.size(), 3);
    QCOMPARE(runs[0][QStringLiteral("policy")].toString(), QStringLiteral("invfix"));
    QCOMPARE(runs[1][QStringLiteral("messages")][0][QStringLiteral("arrived_us")].toInt(), 20'000);
    QCOMPARE(runs[2][QStringLiteral("messages")][0][QStringLiteral("arrived_us")].toInt(), 10'000);
}

void AppRunTest::comparisonIsForAPerson()
{
    const Ended ended = runProgram(words("compare two-phones-answer"));
    QCOMPARE(ended.status, 0);
    for (const char* word : {"forward-all", "drop-late-2xx", "ack-bye", "invfix", "orphan_dialogs", "32000"})
        QVERIFY2(ended.out.contains(word), word);
}

void AppRunTest::commandsOfAFileNeedAWord_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("refused");
    QTest::newRow("run") << QStringLiteral("run %1 --quiet") << 4;
    QTest::newRow("compare") << QStringLiteral("compare %1 --policies forward-all") << 4;
    QTest::newRow("export") << QStringLiteral("export %1 --to %2/run.txt") << 4;
    QTest::newRow("check") << QStringLiteral("check %1 --policy forward-all") << 1;
}

/// A file may name any program: none is started until a person agrees.
void AppRunTest::commandsOfAFileNeedAWord()
{
    QFETCH(const QString, command);
    QFETCH(const int, refused);
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("starts.yaml"));
    const QString proof = folder.filePath(QStringLiteral("proof"));
    QVERIFY(writeText(file,
        "siprace: 1\ntitle: T\nsummary: S.\nreference: RFC 3261\nnodes:\n  caller: {role: caller}\n"
        "  b1: {role: external, as: callee, address: \"127.0.0.76:5076\", command: {start: \"echo x > "
            + proof.toUtf8()
            + "; echo up; exec sleep 60\", ready: {line: up}}}\nscript:\n  - {at: 0s, node: caller, do: call, to: b1}\n"
              "end: 100ms\n"));
    const QStringList arguments = command.arg(file, folder.path()).split(u' ');
    const Ended unasked = runProgram(arguments);
    QCOMPARE(unasked.status, refused);
    QVERIFY2(
        unasked.err.contains(QStringLiteral("this scenario starts a command: echo x > ")), qPrintable(unasked.err));
    QVERIFY2(unasked.err.contains(QStringLiteral("--allow-commands")), qPrintable(unasked.err));
    QCOMPARE(unasked.errorLines().size(), 1);
    QVERIFY(!QFile::exists(proof));
    const Ended allowed = runProgram(arguments + QStringList{QStringLiteral("--allow-commands")});
    QVERIFY2(!allowed.err.contains(QStringLiteral("starts a command")), qPrintable(allowed.err));
    QVERIFY(QFile::exists(proof));
}

QTEST_GUILESS_MAIN(AppRunTest)
#include "tst_app_run.moc"
