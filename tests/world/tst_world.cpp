#include "RunJson.h"
#include "WorldRuns.h"

#include <QTest>

#include <thread>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

QByteArray jsonOf(const Trace& trace)
{
    return savedTrace(trace, judge(trace));
}

QByteArray chancy()
{
    QByteArray yaml = twoPhones;
    return yaml.replace("{delay: 100ms}", "{delay: 100ms, jitter: 30ms, loss: 10%, duplicate: 5%, reorder: 5%}")
        .replace("{delay: 150ms}", "{delay: 150ms, jitter: 60ms, loss: 20%}");
}

QByteArray withScript(const QByteArray& lines, QByteArray yaml = twoPhones)
{
    return yaml + "script:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n" + lines;
}

QString callerLines(const Trace& trace, const QString& what)
{
    return linesWith(trace, what).join(u'\n');
}

} // namespace

class WorldTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameBytes_data();
    void sameSeedSameBytes();
    void anotherSeedAnotherRun();
    void asManyAtOnceAsThereAreAddressesFor();
    void twoWorldsInTurnsOnOneThread();
    void worldsInThreads();
    void anUnknownPolicyIsOneLine();
    void aWrongKnobIsOneLine();
    void aFileMayOverrideItsPolicy();
    void aRestartedProxyForgetsTheCall();
    void aStoppedPhoneHearsNothing();
    void processingDelaysWhatIsHandled();
    void processingOfOneMessage();
    void howARunEnds_data();
    void howARunEnds();
    void stoppedFromOutside();
    void tooManyMessages();
    void theSinkHearsEverything();
    void stepByStep();
    void aLinkChangesWhileItRuns();
    void aScriptLineNobodyUnderstandsIsNoted();
    void theHeaderSaysWhatTheRunIs();
    void clocks_data();
    void clocks();
};

void WorldTest::sameSeedSameBytes_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("policy");
    QTest::newRow("a plain race") << twoPhones << u"forward-all"_s;
    QTest::newRow("a dropped answer") << twoPhones << u"drop-late-2xx"_s;
    QTest::newRow("the proxy hangs up") << twoPhones << u"ack-bye"_s;
    QTest::newRow("loss, jitter, duplicates and reordering") << chancy() << u"forward-all"_s;
    QTest::newRow("the same under invfix") << chancy() << u"invfix"_s;
}

void WorldTest::sameSeedSameBytes()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QString, policy);
    const QByteArray first = jsonOf(runOf(yaml, policy));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(jsonOf(runOf(yaml, policy)), first);
}

void WorldTest::anotherSeedAnotherRun()
{
    QVERIFY(linesOf(runOf(chancy(), u"forward-all"_s, Seed{1})) != linesOf(runOf(chancy(), u"forward-all"_s, Seed{2})));
}

void WorldTest::asManyAtOnceAsThereAreAddressesFor()
{
    QCOMPARE(worldsAtOnce(3), 3);
    QVERIFY(worldsAtOnce(0) >= 1);
    QCOMPARE(worldsAtOnce(1000), 27); // 55 blocks, half of them for others
}

void WorldTest::twoWorldsInTurnsOnOneThread()
{
    const Scenario scenario = scenarioOf(twoPhones);
    const QByteArray alone = jsonOf(runOf(twoPhones));
    const auto one = worldOf(scenario);
    const auto other = worldOf(scenario);
    bool goesOn = true;
    while (goesOn) {
        goesOn = one->advance(true, std::chrono::seconds{10});
        goesOn = other->advance(true, std::chrono::seconds{10}) || goesOn;
    }
    QCOMPARE(jsonOf(one->takeTrace()), alone);
    QCOMPARE(jsonOf(other->takeTrace()), alone); // although its addresses are others
}

void WorldTest::worldsInThreads()
{
    const Scenario scenario = scenarioOf(chancy());
    const QByteArray alone = jsonOf(finish(*worldOf(scenario)));
    constexpr int threadCount = 4;
    std::array<QByteArrayList, threadCount> results;
    std::vector<std::thread> threads;
    for (QByteArrayList& result : results) {
        threads.emplace_back([&scenario, &result] {
            for (int i = 0; i < 10; ++i)
                result << jsonOf(finish(*worldOf(scenario)));
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const QByteArrayList& result : results) {
        for (const QByteArray& json : result)
            QCOMPARE(json, alone);
    }
}

void WorldTest::anUnknownPolicyIsOneLine()
{
    RunOptions options;
    options.policy = u"forward-some"_s;
    const auto world = World::build(scenarioOf(twoPhones), options);
    QVERIFY(!world);
    QVERIFY(world.error().text().contains(u"forward-some"_s));
}

void WorldTest::aWrongKnobIsOneLine()
{
    Scenario scenario = scenarioOf(twoPhones);
    scenario.nodes[1].policyOverrides.insert(u"late-2xx"_s, u"perhaps"_s);
    const auto world = World::build(scenario, {});
    QVERIFY(!world);
    QVERIFY(world.error().text().contains(u"perhaps"_s));
}

void WorldTest::aFileMayOverrideItsPolicy()
{
    QByteArray yaml = twoPhones;
    yaml.replace(
        "{role: proxy, name: Proxy}", "{role: proxy, name: Proxy, policy: {late-2xx: drop, remember-by: to-tag}}");
    const Trace trace = runOf(yaml);
    QCOMPARE(trace.policy, u"forward-all"_s);
    QCOMPARE(linesWith(trace, u"proxy>caller 200/INVITE"_s).size(), 1);
    QCOMPARE(trace.byDesign, (QList<QPair<int, QString>>{{1, u"late-2xx: drop"_s}, {1, u"remember-by: to-tag"_s}}));
}

void WorldTest::aRestartedProxyForgetsTheCall()
{
    const Trace trace = runOf(withScript("  - {at: 350ms, node: proxy, do: restart, down: 100ms}\n"));
    QVERIFY(callerLines(trace, u"b1>proxy 200/INVITE"_s).contains(u"-> 510000"_s));
    // Its Via leads the 2xx to the caller all the same, but nobody cancels b2 any more.
    QVERIFY(linesWith(trace, u"CANCEL"_s).isEmpty());
    QStringList states;
    for (const StateChange& change : trace.states) {
        if (change.kind == MachineKind::Node)
            states << u"%1 %2 %3"_s.arg(toUs(change.at)).arg(trace.nodes.at(change.node).id, change.state);
    }
    QCOMPARE(states, (QStringList{u"350000 proxy down"_s, u"450000 proxy up"_s}));
    QMap<QString, QString> machines; // of the proxy's first life: all have ended with it
    QMap<QString, TimerChange::What> timers;
    for (const StateChange& change : trace.states) {
        if (change.node == 1 && change.kind != MachineKind::Node && change.at <= at(350ms))
            machines[change.machine] = change.state;
    }
    for (const TimerChange& change : trace.timers) {
        if (change.node == 1 && change.at <= at(350ms))
            timers[change.machine + change.name] = change.what;
    }
    QCOMPARE(machines.size(), 3);
    QCOMPARE(QSet<QString>(machines.cbegin(), machines.cend()), QSet<QString>{u"Terminated"_s});
    QVERIFY(!timers.isEmpty() && !timers.values().contains(TimerChange::What::Set));
    QCOMPARE(trace.actions.at(1).what, u"restart"_s);
    QSet<QByteArray> branches;
    for (const TraceMessage& message : trace.messages) {
        const bool isNew = message.isRequest() && message.method != "ACK" && message.method != "CANCEL"
            && trace.nodes.at(message.from).id == u"proxy"_s && message.retransmissionOf == 0;
        if (isNew)
            QVERIFY2(!branches.contains(message.branch), message.branch);
        if (isNew)
            branches.insert(message.branch);
    }
}

void WorldTest::aStoppedPhoneHearsNothing()
{
    const Trace trace = runOf(withScript("  - {at: 50ms, node: b2, do: stop}\n  - {at: 700ms, node: b2, do: start}\n"));
    const auto& invite = trace.messages.at(3);
    QCOMPARE(trace.nodes.at(invite.to).id, u"b2"_s);
    QVERIFY(invite.fate == Fate::Lost);
    QCOMPARE(invite.fateWhy.text, u"The node was down when it arrived."_s);
    QVERIFY(callerLines(trace, u"b1>proxy 200/INVITE"_s).contains(u"-> 510000"_s));
}

void WorldTest::processingDelaysWhatIsHandled()
{
    QByteArray yaml = twoPhones;
    yaml.replace("{role: proxy, name: Proxy}", "{role: proxy, name: Proxy, processing: 15ms}");
    const QStringList lines = linesOf(runOf(yaml));
    QCOMPARE(lines.at(0), u"0 caller>proxy INVITE -> 10000"_s);
    QCOMPARE(lines.at(1), u"25000 proxy>caller 100/INVITE -> 35000"_s);
    QCOMPARE(lines.at(4), u"125000 b1>proxy 180/INVITE b1 -> 225000"_s);
    QVERIFY(lines.contains(u"240000 proxy>caller 180/INVITE b1 -> 250000"_s));
}

void WorldTest::processingOfOneMessage()
{
    QByteArray yaml = twoPhones;
    yaml.replace("{role: proxy, name: Proxy}",
        "{role: proxy, name: Proxy, processing: [{match: {status: 180, nth: 2}, time: 40ms}, {time: 0ms}]}");
    const Trace trace = runOf(yaml);
    QCOMPARE(callerLines(trace, u"proxy>caller 180/INVITE"_s),
        u"210000 proxy>caller 180/INVITE b1 -> 220000\n350000 proxy>caller 180/INVITE b2 -> 360000"_s);
}

void WorldTest::howARunEnds_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("ended");
    QTest::addColumn<double>("fromMs");
    QTest::addColumn<double>("toMs");
    QByteArray ringing = twoPhones;
    ringing.replace("answer: 300ms", "answer: never");
    QTest::newRow("nothing is left to do") << twoPhones << u"forward-all"_s << u"settled"_s << 940.0 << 940.0;
    QTest::newRow("the last copy and BYE of a dropped answer")
        << twoPhones << u"drop-late-2xx"_s << u"settled"_s << 32780.0 << 32785.0;
    QTest::newRow("a time is given") << twoPhones + "end: 400ms\n" << u"forward-all"_s << u"time"_s << 320.0 << 320.0;
    QTest::newRow("a time beyond the last message") << twoPhones + "end: 20s\n"
                                                    << u"forward-all"_s << u"time"_s << 940.0 << 940.0;
    QTest::newRow("the script has a line left") << withScript("  - {at: 40s, node: caller, do: hang-up}\n")
                                                << u"forward-all"_s << u"settled"_s << 40220.0 << 40220.0;
    QTest::newRow("a call that rings until Timer C ends it")
        << ringing << u"forward-all"_s << u"settled"_s << 181000.0 << 183000.0;
    QTest::newRow("a held message without an end keeps nothing alive")
        << twoPhones + "rules:\n  - {link: proxy>caller, match: {status: 100}, do: hold}\n"
        << u"forward-all"_s << u"settled"_s << 940.0 << 940.0;
}

void WorldTest::howARunEnds()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QString, policy);
    QFETCH(const double, fromMs);
    QFETCH(const double, toMs);
    const Trace trace = runOf(yaml, policy);
    QTEST(trace.ended, "ended");
    if (trace.ended == u"time") // what is still up has been up until then
        QCOMPARE(trace.end(), at(*scenarioOf(yaml).end));
    const double settled = measure(trace).settledMs;
    QVERIFY2(settled >= fromMs && settled <= toMs,
        qPrintable(QString::number(settled) + u'\n' + linesOf(trace).join(u'\n')));
}

void WorldTest::stoppedFromOutside()
{
    std::atomic<bool> stop = false;
    RunOptions options;
    options.stop = &stop;
    int seen = 0;
    options.sink = [&](const Event&) { stop = ++seen >= 10; };
    const Trace trace = finish(*worldOf(scenarioOf(twoPhones), options));
    QCOMPARE(trace.ended, u"user"_s);
    QVERIFY(trace.messages.size() < 22);
}

void WorldTest::tooManyMessages()
{
    RunOptions options;
    options.messageLimit = 10;
    const auto trace = worldOf(scenarioOf(twoPhones), options)->run();
    QVERIFY(!trace);
    QVERIFY(trace.error().text().contains(u"more than 10 messages"_s));
}

void WorldTest::theSinkHearsEverything()
{
    const Scenario scenario = scenarioOf(chancy());
    Trace copy;
    RunOptions options;
    options.sink = [&](const Event& event) { apply(copy, event); };
    const auto world = worldOf(scenario, options);
    const Trace trace = finish(*world);
    QCOMPARE(copy.messages.size(), trace.messages.size());
    QVERIFY(copy.messages == trace.messages);
    QVERIFY(copy.states == trace.states);
    QVERIFY(copy.timers == trace.timers);
    QVERIFY(copy.decisions == trace.decisions);
    QVERIFY(copy.actions == trace.actions);
}

void WorldTest::stepByStep()
{
    const auto world = worldOf(scenarioOf(twoPhones));
    QList<qint64> instants;
    while (world->advance(true, std::chrono::seconds{10}))
        instants << toUs(world->now());
    QVERIFY(instants.size() > 22);
    QVERIFY(std::ranges::is_sorted(instants));
    QCOMPARE(instants.first(), 0);
    QVERIFY(instants.contains(10'000));
    QVERIFY(world->hasEnded());
    QVERIFY(!world->advance(true, std::chrono::seconds{10}));
    QCOMPARE(jsonOf(world->takeTrace()), jsonOf(runOf(twoPhones)));
}

void WorldTest::aLinkChangesWhileItRuns()
{
    const auto world = worldOf(scenarioOf(twoPhones));
    while (world->trace().messages.size() < 5)
        world->advance(true, std::chrono::seconds{10});
    world->setImpairment(u"proxy"_s, u"caller"_s, {200ms, {}, 0, 0, 0});
    const Trace trace = finish(*world);
    QVERIFY(linesOf(trace).contains(u"210000 proxy>caller 180/INVITE b1 -> 410000"_s));
    QVERIFY(callerLines(trace, u"caller>proxy ACK b1"_s).endsWith(u"-> 720000"_s)); // the other way is as it was
}

void WorldTest::aScriptLineNobodyUnderstandsIsNoted()
{
    const auto world = worldOf(scenarioOf(twoPhones));
    QVERIFY(!world->perform(u"proxy"_s, u"call"_s, {}));
    QVERIFY(!world->perform(u"b9"_s, u"answer"_s, {}));
    QVERIFY(world->perform(u"b2"_s, u"stop"_s, {}));
    QVERIFY(!world->perform(u"b2"_s, u"answer"_s, {}));
}

void WorldTest::theHeaderSaysWhatTheRunIs()
{
    QByteArray yaml = twoPhones;
    yaml.replace("{role: callee, name: Phone B2, answer: 300ms}",
        "{role: callee, name: Phone B2, answer: 300ms, t1: 100ms, behaviours: [deaf-to-ack, unacked-silent]}");
    yaml.replace("{role: proxy, name: Proxy}", "{role: proxy, name: Proxy, cancel-unreplied: at-once}");
    RunOptions options;
    options.policy = u"invfix"_s;
    options.seed = Seed{9};
    const auto world = worldOf(scenarioOf(yaml), options);
    const Trace& trace = world->trace();
    QCOMPARE(trace.scenario, u"a-test"_s);
    QCOMPARE(trace.policy, u"invfix"_s);
    QCOMPARE(trace.clock, u"virtual"_s);
    QCOMPARE(trace.seed, 9U);
    QVERIFY(trace.ended.isEmpty());
    QStringList addresses;
    for (const TraceNode& node : trace.nodes)
        addresses << node.id + u' ' + node.address;
    QCOMPARE(addresses,
        (QStringList{u"caller 127.100.0.11:5060"_s, u"proxy 127.100.0.12:5060"_s, u"b1 127.100.0.21:5060"_s,
            u"b2 127.100.0.22:5060"_s}));
    QCOMPARE(trace.byDesign,
        (QList<QPair<int, QString>>{
            {1, u"cancel-unreplied: at-once"_s}, {3, u"deaf-to-ack"_s}, {3, u"unacked-silent"_s}}));
    QCOMPARE(trace.timerValues, (QList<QPair<int, TimerValues>>{{3, TimerValues{100ms, 4s, 5s}}}));
}

void WorldTest::clocks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isValid");
    QTest::newRow("virtual") << u"virtual"_s << true;
    QTest::newRow("real") << u"real"_s << true;
    QTest::newRow("four times slower") << u"slow:4"_s << true;
    QTest::newRow("half as fast again") << u"slow:1.5"_s << true;
    QTest::newRow("faster is not slow") << u"slow:0.5"_s << false;
    QTest::newRow("slow without a number") << u"slow"_s << false;
    QTest::newRow("slow by a word") << u"slow:much"_s << false;
    QTest::newRow("not a number") << u"slow:nan"_s << false;
    QTest::newRow("something else") << u"fast"_s << false;
}

void WorldTest::clocks()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isValid);
    const auto clock = ClockChoice::parse(text);
    QCOMPARE(clock.has_value(), isValid);
    if (clock)
        QCOMPARE(clock->text(), text);
}

QTEST_APPLESS_MAIN(WorldTest)
#include "tst_world.moc"
