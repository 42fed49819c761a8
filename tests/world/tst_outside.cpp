#include "Library.h"
#include "OutsidePhone.h"
#include "WorldRuns.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

// Programs outside: a phone on loopback that is none of our nodes, and commands that a scenario starts. Real sockets,
// the real clock.

namespace {
constexpr sip::SocketName phoneName{0x7f00004d, 5071}; // 127.0.0.77

const QByteArray withPhone = R"(
nodes:
  caller: {role: caller}
  proxy:  {role: proxy}
  phone:  {role: external, as: callee, address: "127.0.0.77:5071"}
location:
  "sip:bob@lab": [phone]
links:
  proxy-phone: {delay: 20ms}
script:
  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"}
  - {at: 300ms, node: caller, do: hang-up}
end: 500ms
)";

QByteArray withCommand(const QByteArray& command)
{
    return R"(
nodes:
  caller: {role: caller}
  thing:  {role: external, as: callee, address: "127.0.0.78:5072", command: )"
        + command + R"(}
script:
  - {at: 0s, node: caller, do: call, to: thing}
end: 400ms
)";
}

Trace run(const QByteArray& yaml, QStringList* troubles = nullptr, const QString& policy = u"forward-all"_s)
{
    RunOptions options;
    options.policy = policy;
    options.mayStartCommands = true;
    if (troubles)
        options.trouble = [troubles](const Diagnostic& trouble) { troubles->append(trouble.text()); };
    Result<Trace> trace = runScenario(scenarioOf(yaml), options);
    if (!trace)
        qFatal("%s", qPrintable(trace.error().text()));
    return std::move(*trace);
}

bool isAlive(const QString& pidFile)
{
    QFile file(pidFile);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QFile state(u"/proc/%1/stat"_s.arg(QString::fromLatin1(file.readAll().trimmed())));
    return state.open(QIODevice::ReadOnly) && !state.readAll().contains(") Z "); // one that nobody has fetched is dead
}
} // namespace

class OutsideTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPhoneOutsideTakesACall();
    void itsTraceSaysThatItIsOutside();
    void rulesHoldOnTheWayToIt();
    void aDirectCallReachesIt();
    void noCommandIsStartedUnasked();
    void aCommandThatGoesWrongIsOneLine_data();
    void aCommandThatGoesWrongIsOneLine();
    void itsAddressIsInUse();
    void itsProcessesEndWithTheRun();
    void aProgramIsStartedAgain();
    void itIsToldWhereEverybodyIs();
    void thePolicyExternalIsForAProgramOutside();
    void underAPolicyOfOursOurProxyTakesItsPlace();
};

void OutsideTest::aPhoneOutsideTakesACall()
{
    const OutsidePhone phone(phoneName);
    QVERIFY(phone.isOpen());
    const Trace trace = run(withPhone);
    const QStringList seen = linesWith(trace, u">phone"_s) + linesWith(trace, u"phone>"_s);
    QCOMPARE(linesWith(trace, u"phone>proxy 200/INVITE outside"_s).size(), 1);
    QCOMPARE(linesWith(trace, u"proxy>phone ACK outside"_s).size(), 1);
    QCOMPARE(linesWith(trace, u"proxy>phone BYE outside"_s).size(), 1);
    QVERIFY2(linesWith(trace, u"phone>proxy 200/BYE"_s).size() == 1, qPrintable(seen.join(u'\n')));
    QCOMPARE(phone.received().size(), 3); // INVITE, ACK, BYE
    // What it is handed comes from the address that our proxy advertises, with nothing rewritten.
    QVERIFY(phone.sources().first().endsWith(".0.12:5060"));
    QVERIFY(!phone.received().first().contains("received="));
    for (const TraceMessage& message : trace.messages) {
        if (message.arrived && trace.nodes.at(message.from).id == u"phone")
            QVERIFY(*message.arrived - message.sent >= 20ms);
    }
}

void OutsideTest::itsTraceSaysThatItIsOutside()
{
    const OutsidePhone phone(phoneName);
    const Trace trace = run(withPhone);
    const TraceNode& node = trace.nodes.at(trace.nodeIndex(u"phone"));
    QVERIFY(node.role == Role::External);
    QVERIFY(node.part() == Role::Callee);
    QCOMPARE(node.address, u"127.0.0.77:5071"_s);
    QCOMPARE(trace.clock, u"real"_s); // it was asked for the virtual one
    const auto answer = std::ranges::find_if(trace.messages, [](const TraceMessage& m) { return m.status == 200; });
    QVERIFY(answer != trace.messages.end());
    QCOMPARE(trace.messages.at(answer->causedBy - 1).method, "INVITE");
    QVERIFY(answer->why.text.contains(u"a program outside"_s));
}

void OutsideTest::rulesHoldOnTheWayToIt()
{
    const OutsidePhone phone(phoneName);
    const Trace trace = run(withPhone + "rules:\n  - {link: proxy>phone, match: {method: ACK, nth: 1}, do: drop}\n");
    QCOMPARE(linesWith(trace, u"proxy>phone ACK outside -> lost"_s).size(), 1);
    const QByteArrayList received = phone.received();
    QVERIFY(std::ranges::none_of(received, [](const QByteArray& one) { return one.startsWith("ACK "); }));
}

void OutsideTest::aDirectCallReachesIt()
{
    const OutsidePhone phone(phoneName);
    const Trace trace = run(R"(
nodes:
  caller: {role: caller}
  phone:  {role: external, as: callee, address: "127.0.0.77:5071"}
script:
  - {at: 0s, node: caller, do: call, to: phone}
  - {at: 200ms, node: caller, do: hang-up}
end: 400ms
)");
    QCOMPARE(linesWith(trace, u"caller>phone ACK outside"_s).size(), 1);
    QCOMPARE(linesWith(trace, u"phone>caller 200/BYE"_s).size(), 1);
}

/// A file from anywhere may name anything; one of the library is ours.
void OutsideTest::noCommandIsStartedUnasked()
{
    const QTemporaryDir folder;
    const QString proof = folder.filePath(u"proof"_s);
    const Scenario scenario = scenarioOf(withCommand("{start: \"touch " + proof.toUtf8() + "\"}"));
    const Result<Trace> trace = runScenario(scenario, {});
    QVERIFY(!trace);
    QVERIFY2(trace.error().text().endsWith(
                 u"this scenario starts a command: touch "_s + proof + u"; add --allow-commands if you trust it"_s),
        qPrintable(trace.error().text()));
    QVERIFY(!QFile::exists(proof));
    QVERIFY(isOfLibrary(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/external/../external/kamailio-fork.yaml")));
    QVERIFY(!isOfLibrary(QStringLiteral(SIPRACE_SOURCE_DIR "/tests/CMakeLists.txt")));
    QVERIFY(!isOfLibrary(proof));
}

void OutsideTest::aCommandThatGoesWrongIsOneLine_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QString>("line");
    QTest::newRow("it does not start") << QByteArray("{start: no-such-program-anywhere}")
                                       << u"^thing ended with status 127; its last line: .*not found$"_s;
    QTest::newRow("it ends before it is ready")
        << QByteArray("{start: \"echo no licence; exit 3\", ready: {line: at your service}}")
        << u"^thing ended with status 3; its last line: no licence$"_s;
    QTest::newRow("it dies in the run") << QByteArray("{start: \"echo up; sleep 0.1; kill -9 $$\", ready: {line: up}}")
                                        << u"^thing was ended by signal 9; its last line: up$"_s;
    QTest::newRow("it floods its output")
        << QByteArray("{start: \"echo up; exec yes\", ready: {line: up}}") << u"^thing floods its output: "_s;
    QTest::newRow("its last words cannot be printed")
        << QByteArray("{start: \"head -c 50000 /dev/zero; printf '\\\\001bye\\\\377'; exit 3\"}")
        << u"^thing ended with status 3; its last line: bye$"_s;
}

void OutsideTest::aCommandThatGoesWrongIsOneLine()
{
    QFETCH(const QByteArray, command);
    QFETCH(const QString, line);
    QStringList troubles;
    const Trace trace = run(withCommand(command), &troubles);
    QCOMPARE(troubles.size(), 1);
    QVERIFY2(QRegularExpression(line).match(troubles.first()).hasMatch(), qPrintable(troubles.first()));
    const bool isInTrace = std::ranges::any_of(
        trace.decisions, [&](const Decision& decision) { return decision.why.text == troubles.first(); });
    QVERIFY(isInTrace);
    QCOMPARE(trace.ended, u"time"_s); // the caller has called all the same
    QVERIFY(!linesWith(trace, u"caller>thing INVITE"_s).isEmpty());
}

/// Whoever has it would be taken for the program.
void OutsideTest::itsAddressIsInUse()
{
    const sip::Descriptor other = sip::bindUdp(0x7f00004eU, 5072);
    QVERIFY(other.isOpen());
    RunOptions options;
    options.mayStartCommands = true;
    const Result<Trace> trace = runScenario(scenarioOf(withCommand("{start: sleep 9}")), options);
    QVERIFY(!trace);
    QCOMPARE(trace.error().text(),
        u"thing was not started: its address 127.0.0.78:5072 is in use; end the program that has it"_s);
}

void OutsideTest::itsProcessesEndWithTheRun()
{
    const QTemporaryDir folder;
    const QString pids = folder.filePath(u"pid"_s);
    // The child of a child, deaf to the signal that asks.
    const QByteArray line
        = "trap '' TERM; (trap '' TERM; echo $$ > " + pids.toUtf8() + "; echo up; while :; do sleep 1; done) & wait";
    std::ignore = run(withCommand("{start: \"" + line + "\", ready: {line: up}}"));
    QVERIFY(QFile::exists(pids));
    QTRY_VERIFY(!isAlive(pids));
}

void OutsideTest::aProgramIsStartedAgain()
{
    const QTemporaryDir folder;
    const QByteArray count = folder.filePath(u"count"_s).toUtf8();
    QStringList troubles;
    const Trace trace
        = run(withCommand("{start: \"echo x >> " + count + "; echo up; exec sleep 60\", ready: {line: up}}")
                  .replace("end: 400ms", "  - {at: 100ms, node: thing, do: restart}\nend: 600ms"),
            &troubles);
    QVERIFY2(troubles.isEmpty(), qPrintable(troubles.join(u'\n')));
    QFile file(QString::fromUtf8(count));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "x\nx\n");
    QStringList states;
    for (const StateChange& change : trace.states) {
        if (change.kind == MachineKind::Node)
            states << change.state;
    }
    QCOMPARE(states.join(u' '), u"up down up"_s);
}

void OutsideTest::itIsToldWhereEverybodyIs()
{
    const QTemporaryDir folder;
    const QByteArray told = folder.filePath(u"told"_s).toUtf8();
    std::ignore = run(withCommand(
        "{start: \"env | grep ^SIPRACE_ | sort > " + told + "; echo up; exec sleep 60\", ready: {line: up}}"));
    QFile file(QString::fromUtf8(told));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains("SIPRACE_ADDRESS=127.0.0.78:5072\n"), text.constData());
    QVERIFY2(
        QRegularExpression(u"SIPRACE_CALLER=127\\.1\\d\\d\\.0\\.11:5060\n"_s).match(QString::fromUtf8(text)).hasMatch(),
        text.constData());
}

void OutsideTest::thePolicyExternalIsForAProgramOutside()
{
    RunOptions options;
    options.policy = outsidePolicy();
    const Result<Trace> trace = runScenario(scenarioOf(twoPhones), options);
    QVERIFY(!trace);
    QCOMPARE(trace.error().text(),
        u"policy \"external\" is for a scenario whose proxy is a program outside; name one of ours, such as forward-all"_s);
}

void OutsideTest::underAPolicyOfOursOurProxyTakesItsPlace()
{
    const QByteArray yaml = QByteArray(twoPhones).replace("{role: proxy, name: Proxy}",
        "{role: external, name: Proxy, address: \"127.0.0.79:5060\", command: {start: exec sleep 60}}");
    const Trace ours = run(yaml, nullptr, u"ack-bye"_s);
    QCOMPARE(linesOf(ours), linesOf(runOf(twoPhones, u"ack-bye"_s)));
    QCOMPARE(ours.clock, u"virtual"_s);
    QVERIFY(ours.nodes.at(1).role == Role::Proxy);
}

QTEST_GUILESS_MAIN(OutsideTest)
#include "tst_outside.moc"
