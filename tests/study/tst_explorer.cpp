#include "ExploreSamples.h"
#include "Loader.h"
#include "TimingSystem.h"
#include "World.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <map>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

/// Two phones whose answers are 150 ms apart; `more` is added at the end, its links among it.
QByteArray twoPhones(const QByteArray& more)
{
    return "siprace: 1\ntitle: Two phones\nnodes:\n  caller: {role: caller}\n  proxy: {role: proxy}\n"
           "  b1: {role: callee, answer: 300ms}\n  b2: {role: callee, answer: 450ms}\n"
           "location: {\"sip:bob@lab\": [b1, b2]}\n"
        + more;
}

Scenario read(const QByteArray& text)
{
    const auto scenario = parseScenario(text, u"two-phones.yaml"_s);
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error().front().text()));
    return *scenario;
}

/// Explored once for all tests that look at it.
const Exploration& foundIn(const QString& id, const QString& policy, int maxLost = 0)
{
    static std::map<std::tuple<QString, QString, int>, Exploration> known;
    const auto key = std::tuple(id, policy, maxLost);
    if (!known.contains(key)) {
        auto found = explore(shipped(id), optionsFor(policy, maxLost));
        if (!found)
            qFatal("%s", qPrintable(found.error().text()));
        known.emplace(key, *std::move(found));
    }
    return known.at(key);
}

/// The ending of that class; one without a class when there is none.
Ending endingOf(const Exploration& exploration, const QString& runClass)
{
    for (const Ending& ending : exploration.endings) {
        if (ending.runClass == runClass)
            return ending;
    }
    return {};
}

QString classOfRun(const Scenario& scenario, const QString& policy, quint64 seed = 1)
{
    RunOptions options;
    options.policy = policy;
    options.seed = Seed{seed};
    const auto trace = runScenario(scenario, options);
    return trace ? judge(*trace).runClass : trace.error().text();
}

const TraceMessage* firstMessage(const Trace& trace, const QString& from, const QByteArray& word)
{
    const auto found = std::ranges::find_if(trace.messages, [&](const TraceMessage& message) {
        return trace.nodes.at(message.from).id == from && message.cseqMethod + message.firstLine.left(11) == word;
    });
    return found == trace.messages.end() ? nullptr : &*found;
}

} // namespace

/// The explorer: what it finds by itself, that it finds all there is, and that its witnesses hold.
class ExplorerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void earliestInstants_data();
    void earliestInstants();
    void findsByItself_data();
    void findsByItself();
    void theLostAckLeavesADeadWinner();
    void theCancelCrossesThe200();
    void everythingEarlyIsClean();
    void noDrawEndsOtherwise_data();
    void noDrawEndsOtherwise();
    void everyDrawHasAKnownOrder_data();
    void everyDrawHasAKnownOrder();
    void nothingOvertakesOnAConnection();
    void timersThatAreStoppedCanFire();
    void fileRulesStayAsTheyAre();
    void shrunkenWitnessesNeedEveryStep();
    void theReport();
    void refused_data();
    void refused();
};

void ExplorerTest::earliestInstants_data()
{
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("gap");
    QTest::addColumn<QList<int>>("expected"); ///< empty: impossible
    QTest::newRow("nothing between them") << 20 << 20 << -100 << QList{0, 20, 50};
    QTest::newRow("the second waits for the first") << 20 << 90 << -100 << QList{0, 20, 50};
    QTest::newRow("the second before the first pushes it") << 20 << 90 << 5 << QList{0, 55, 50};
    QTest::newRow("just wide enough") << 20 << 55 << 5 << QList{0, 55, 50};
    QTest::newRow("a window too narrow") << 20 << 54 << 5 << QList<int>{};
}

void ExplorerTest::earliestInstants()
{
    QFETCH(const int, least);
    QFETCH(const int, most);
    QFETCH(const int, gap);
    QFETCH(const QList<int>, expected);
    TimingSystem system(3); // the cause, a message with a window, another one 50 after the cause
    system.atLeast(0, -1, Duration{0});
    system.atMost(0, -1, Duration{0});
    system.atLeast(1, 0, Duration{least});
    system.atMost(1, 0, Duration{most});
    system.atLeast(2, 0, Duration{50});
    system.atMost(2, 0, Duration{50});
    system.atLeast(1, 2, Duration{gap});
    const auto instants = system.earliest();
    QCOMPARE(instants.has_value(), !expected.isEmpty());
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(toUs(instants->at(static_cast<std::size_t>(i))), expected.at(i));
}

void ExplorerTest::findsByItself_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("maxLost");
    QTest::addColumn<QStringList>("classes");
    const auto two = u"any-order-two-phones"_s;
    QTest::newRow("two phones that do not race: both answer")
        << two << u"forward-all"_s << 0 << QStringList{u"two-2xx"_s, u"clean"_s};
    QTest::newRow("the recipe: an orphan")
        << two << u"drop-late-2xx"_s << 0 << QStringList{u"orphan-dialog"_s, u"clean"_s};
    QTest::newRow("ack-bye: a ghost call") << two << u"ack-bye"_s << 0 << QStringList{u"ghost-call"_s, u"clean"_s};
    QTest::newRow("RFC 6026: both answer") << two << u"invfix"_s << 0 << QStringList{u"two-2xx"_s, u"clean"_s};
    QTest::newRow("the recipe with one lost message: a dead winner")
        << u"any-order-lost-ack"_s << u"drop-late-2xx"_s << 1
        << QStringList{u"call-lost"_s, u"orphan-dialog"_s, u"clean"_s};
    QTest::newRow("the recipe without loss: the winner lives")
        << u"any-order-lost-ack"_s << u"drop-late-2xx"_s << 0 << QStringList{u"orphan-dialog"_s, u"clean"_s};
    QTest::newRow("five seconds of memory and a deaf phone: the stray 487")
        << u"any-order-deaf-phone"_s << u"forward-all"_s << 0 << QStringList{u"stray-in-call"_s};
    QTest::newRow("RFC 6026 and a deaf phone: nothing")
        << u"any-order-deaf-phone"_s << u"invfix"_s << 0 << QStringList{u"clean"_s};
    QTest::newRow("a caller who may give up at any moment: CANCEL and 200 cross")
        << u"any-order-cancel"_s << u"forward-all"_s << 0 << QStringList{u"ghost-call"_s, u"clean"_s};
}

void ExplorerTest::findsByItself()
{
    QFETCH(const QString, scenario);
    QFETCH(const QString, policy);
    QFETCH(const int, maxLost);
    QFETCH(const QStringList, classes);
    const Exploration& found = foundIn(scenario, policy, maxLost);
    QVERIFY(found.reach >= Exploration::Reach::BlindSpot);
    QVERIFY2(found.replays <= 20'000, qPrintable(QString::number(found.replays)));
    QVERIFY(found.orders <= found.replays);
    QStringList ends;
    for (const Ending& ending : found.endings) {
        ends += ending.runClass;
        QVERIFY(ending.replays > 0);
        // What `siprace run` of the file does: nothing in it is left to chance.
        const Scenario witness = read(ending.witness);
        QCOMPARE(classOfRun(witness, policy), ending.runClass);
        QCOMPARE(classOfRun(witness, policy, 77), ending.runClass);
        QCOMPARE(witness.rules.size() + (witness.script.size() > 1 ? 1 : 0) >= ending.steps.size(), true);
    }
    QCOMPARE(ends, classes);
}

void ExplorerTest::theLostAckLeavesADeadWinner()
{
    const Ending ending = endingOf(foundIn(u"any-order-lost-ack"_s, u"drop-late-2xx"_s, 1), u"call-lost"_s);
    QCOMPARE(ending.steps, QStringList{u"ACK (b1) caller>proxy is lost"_s});
    QCOMPARE(ending.verdict.outcome.lost, 1);
    QCOMPARE(ending.verdict.outcome.survivingCalls, 0);
    QVERIFY(ending.verdict.outcome.dropped2xx > 0); // the winner's own copies
}

void ExplorerTest::theCancelCrossesThe200()
{
    const Trace trace = endingOf(foundIn(u"any-order-cancel"_s, u"forward-all"_s), u"ghost-call"_s).trace;
    const TraceMessage* cancel = firstMessage(trace, u"caller"_s, "CANCELCANCEL sip:");
    const TraceMessage* answer = firstMessage(trace, u"proxy"_s, "INVITESIP/2.0 200");
    QVERIFY(cancel && answer && answer->arrived);
    const TraceMessage* answered = firstMessage(trace, u"b1"_s, "INVITESIP/2.0 200");
    QVERIFY(answered);
    QVERIFY(cancel->sent > answered->sent);
    QVERIFY(cancel->sent < *answer->arrived);
}

void ExplorerTest::everythingEarlyIsClean()
{
    Scenario scenario = shipped(u"any-order-two-phones"_s);
    scenario.defaultLink.jitter = Duration{0};
    for (const char* policy : {"forward-all", "drop-late-2xx", "ack-bye", "invfix"})
        QCOMPARE(classOfRun(scenario, QString::fromLatin1(policy)), u"clean"_s);
}

void ExplorerTest::noDrawEndsOtherwise_data()
{
    QTest::addColumn<QByteArray>("links");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("maxLost");
    const QByteArray steady = "links: {default: {delay: 20ms, jitter: 100ms}}\n";
    const QByteArray near = "links: {default: {delay: 5ms, jitter: 30ms}, proxy-b1: {delay: 60ms, jitter: 80ms}}\n";
    QTest::newRow("equal links, the recipe") << steady << u"drop-late-2xx"_s << 0;
    QTest::newRow("one link slower, acknowledged for the caller") << near << u"ack-bye"_s << 0;
}

/// Whatever the delays that a seed draws, the explorer has seen the run end so.
void ExplorerTest::noDrawEndsOtherwise()
{
    QFETCH(const QByteArray, links);
    QFETCH(const QString, policy);
    QFETCH(const int, maxLost);
    const Scenario scenario = read(twoPhones(links));
    const auto found = explore(scenario, optionsFor(policy, maxLost));
    QVERIFY2(found, found ? "" : qPrintable(found.error().text()));
    QVERIFY(found->reach >= Exploration::Reach::BlindSpot);
    QSet<QString> classes;
    for (const Ending& ending : found->endings)
        classes += ending.runClass;
    for (quint64 seed = 1; seed <= 40; ++seed) {
        const QString runClass = classOfRun(scenario, policy, seed);
        QVERIFY2(classes.contains(runClass), qPrintable(u"seed %1 ends in %2"_s.arg(seed).arg(runClass)));
    }
}

void ExplorerTest::everyDrawHasAKnownOrder_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<bool>("complete"); ///< else the report says so, and draws are not compared
    QTest::newRow("the RFC") << u"forward-all"_s << true;
    QTest::newRow("the recipe") << u"drop-late-2xx"_s << false;
    QTest::newRow("acknowledged for the caller") << u"ack-bye"_s << true;
    QTest::newRow("RFC 6026") << u"invfix"_s << true;
}

/// The orders of ordinary runs, whatever the delays that a seed draws, are among those that were walked.
void ExplorerTest::everyDrawHasAKnownOrder()
{
    QFETCH(const QString, policy);
    ExploreOptions options = optionsFor(policy);
    options.draws = 100;
    const auto found = explore(shipped(u"any-order-two-phones"_s), options);
    QVERIFY2(found, found ? "" : qPrintable(found.error().text()));
    QFETCH(const bool, complete);
    QCOMPARE(found->isComplete(), complete);
    QCOMPARE(explorationText(*found).contains(u"as far as the trace tells"), !complete);
    QCOMPARE(found->unknownDraws, QList<quint64>{});
}

/// The 100 may be so late that the caller repeats its INVITE, although nothing in the first run shows that timer.
/// The 180 and the 200 of a phone can change places as datagrams, not on one connection: no replay is spent on it.
void ExplorerTest::nothingOvertakesOnAConnection()
{
    const auto found = [](const QByteArray& transport) {
        const Scenario scenario = read("siprace: 1\ntitle: One phone\ntransport: " + transport
            + "\nnodes:\n  caller: {role: caller}\n  b1: {role: callee, ring: 0ms, answer: 20ms}\n"
              "links:\n  caller-b1: {delay: 10ms, back: {delay: 10ms, jitter: 40ms}}\n"
              "script:\n  - {at: 0s, node: caller, do: call, to: b1}\n");
        const auto exploration = explore(scenario, optionsFor(u"forward-all"_s));
        if (!exploration)
            qFatal("%s", qPrintable(exploration.error().text()));
        return *exploration;
    };
    const Exploration datagrams = found("udp");
    QVERIFY2(datagrams.orders > 1, qPrintable(QString::number(datagrams.orders)));
    const Exploration stream = found("tcp");
    QCOMPARE(stream.orders, 1);
    QCOMPARE(stream.replays, 3); // the first run, and what the timers leave open
    QVERIFY(stream.isComplete());
    QVERIFY(stream.unknownDraws.isEmpty());
}

void ExplorerTest::timersThatAreStoppedCanFire()
{
    const Scenario scenario = read("siprace: 1\ntitle: A late 100\nnodes:\n  caller: {role: caller}\n"
                                   "  proxy: {role: proxy}\n  b1: {role: callee, answer: 700ms, ring: never}\n"
                                   "location: {\"sip:bob@lab\": [b1]}\n"
                                   "links: {default: {delay: 10ms}, caller-proxy: {delay: 10ms, jitter: 0ms, "
                                   "back: {jitter: 600ms}}}\n");
    ExploreOptions options = optionsFor(u"forward-all"_s);
    options.budget = 60;
    const auto found = explore(scenario, options);
    QVERIFY2(found, found ? "" : qPrintable(found.error().text()));
    QVERIFY(found->orders > 1);
}

void ExplorerTest::fileRulesStayAsTheyAre()
{
    const QByteArray links = "links: {default: {delay: 20ms, jitter: 100ms}}\n";
    const QByteArray held = "rules:\n  - {link: proxy>b2, match: {method: INVITE}, do: drop}\n";
    const auto found = explore(read(twoPhones(links + held)), optionsFor(u"forward-all"_s));
    QVERIFY2(found, found ? "" : qPrintable(found.error().text()));
    QVERIFY(endingOf(*found, u"two-2xx"_s).runClass.isEmpty()); // the second phone never rings
    for (const Ending& ending : found->endings)
        QVERIFY(ending.witness.contains("method: INVITE"));
}

void ExplorerTest::shrunkenWitnessesNeedEveryStep()
{
    ExploreOptions options = optionsFor(u"drop-late-2xx"_s, 1);
    options.shrink = true;
    const auto found = explore(shipped(u"any-order-lost-ack"_s), options);
    QVERIFY(found);
    for (const Ending& ending : found->endings) {
        const Scenario witness = read(ending.witness);
        QCOMPARE(classOfRun(witness, u"drop-late-2xx"_s), ending.runClass);
        for (qsizetype i = 0; i < witness.rules.size(); ++i) {
            Scenario fewer = witness;
            fewer.rules.removeAt(i);
            QVERIFY(classOfRun(fewer, u"drop-late-2xx"_s) != ending.runClass);
        }
    }
}

void ExplorerTest::theReport()
{
    const QString text = explorationText(foundIn(u"any-order-two-phones"_s, u"forward-all"_s));
    QVERIFY(text.contains(u"that is all of them"));
    QVERIFY(text.contains(u"1. two-2xx"));
    QVERIFY(text.contains(u"CANCEL proxy>b2 takes 100ms longer"));
    QVERIFY(text.contains(u"rules:")); // the witness
    QVERIFY(text.contains(u"Phone B2")); // its ladder
}

void ExplorerTest::refused_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("budget");
    QTest::addColumn<QString>("line");
    const QByteArray open = "links: {default: {delay: 20ms, jitter: 100ms}}\n";
    QTest::newRow("a policy nobody knows")
        << open << u"magic"_s << 10
        << u"unknown policy \"magic\"; one of forward-all, drop-late-2xx, ack-bye, invfix"_s;
    QTest::newRow("no budget") << open << u"invfix"_s << 0 << u"a budget of 0 replays allows none; write 1 or more"_s;
    QTest::newRow("nothing left open")
        << QByteArray("links: {default: {delay: 20ms}}\n") << u"invfix"_s << 10
        << u"the scenario leaves nothing open: there is one order only; give a link jitter (links: {default: {jitter: "
           "50ms}}) or loss, or a line of the script a range (at: {from: 1s, to: 2s})"_s;
    QTest::newRow("loss that is not allowed")
        << QByteArray("links: {default: {delay: 20ms, loss: 5%}}\n") << u"invfix"_s << 10
        << u"the scenario leaves nothing open but loss, and no message may be lost; allow it with --max-lost 1"_s;
    QTest::newRow("a run that never settles")
        << QByteArray("links: {default: {delay: 6min, jitter: 1s}}\n") << u"invfix"_s << 10
        << u"a run of two-phones under invfix never settles; five minutes after its last line it still sends; give it "
           u"an end time "
           "(end: 60s)"_s;
}

void ExplorerTest::refused()
{
    QFETCH(const QByteArray, more);
    QFETCH(const QString, policy);
    QFETCH(const int, budget);
    QFETCH(const QString, line);
    ExploreOptions options = optionsFor(policy);
    options.budget = budget;
    const auto found = explore(read(twoPhones(more)), options);
    QVERIFY(!found);
    QCOMPARE(found.error().text(), line);
}

QTEST_GUILESS_MAIN(ExplorerTest)
#include "tst_explorer.moc"
