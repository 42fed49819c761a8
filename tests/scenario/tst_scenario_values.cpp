#include "Loader.h"
#include "ShippedScenarios.h"
#include "Writer.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// What a file says, and what it leaves unsaid, as a value; and the way back.
class ScenarioValues : public QObject
{
    Q_OBJECT

private:
    static Scenario read(const QByteArray& text)
    {
        const auto scenario = parseScenario(text, u"forking/example.yaml"_s);
        if (!scenario)
            qFatal("%s", qPrintable(scenario.error().front().text()));
        return *scenario;
    }
    /// Every key of the format once.
    static QByteArray everyKey()
    {
        return R"(siprace: 1
title: Every key
summary: "One: of each"
reference: RFC 3261 16.7
policy: {linger: 5s}
transport: udp
nodes:
  caller: {role: caller, name: Caller A, outbound: proxy, user: alice, cseq: 7, offer: late, supported: [100rel, "199"],
           require: [magic], expires: 30s, max-forwards: 9,
           behaviours: [keep-last, hang-up-on-stray]}
  proxy: {role: proxy, t1: 100ms, t2: 1s, t4: 2s, transport: tcp, record-route: false, fork: serial, serial-timeout: 10s,
          cancel-unreplied: at-once, silent-branches: abandon, cancel-reason: false, cancel-memory: sqlite,
          unmatched-cancel: ledger, timer-c: 200s, auth: true, auth-in-dialog: true,
          max-breadth: 4, max-pending: 5, store: lab.db,
          policy: {remember-for: 64*T1, stray: drop},
          processing: [{match: {method: ACK, nth: 1}, time: 200us}, {time: 15ms}]}
  q: {role: proxy, location: {"sip:carol@lab": [b1]}}
  b1: {role: callee, ring: never, answer: 64*T1, t1: 200ms, processing: 3ms}
  b2: {role: callee, reject: {status: 486, after: 1s}, provisional: [100, 183], expires: 60s, user: bob, password: wrong,
       behaviours: [{final-after-cancel: 603}, late-cancel-481]}
location:
  "sip:bob@lab": [b2, {node: q, q: 0.5, user: carol}]
links:
  default: {delay: 1ms, loss: 1%}
  proxy-caller: {delay: 10ms, transport: udp}
  proxy-b2: {jitter: 3ms, back: {delay: 200ms, loss: 0.5%, duplicate: 2%, reorder: 3%}}
rules:
  - {link: b2>proxy, match: {status: 200, cseq: INVITE, tag: b2, nth: 1}, do: hold, until: {sent: {link: proxy>b2, method: CANCEL}}}
  - {link: b2>proxy, do: hold, until: {arrived: {link: proxy>b2, cseq: 2}}}
  - {link: caller>proxy, match: {method: ACK}, do: drop}
  - {link: caller>proxy, do: delay, delay: 50ms}
  - {link: caller>proxy, do: {delay: 60ms}}
  - {link: caller>proxy, do: duplicate}
  - {link: caller>proxy, duplicate: 3}
  - {link: caller>proxy, do: hold}
script:
  - {at: 0s, node: caller, do: call}
  - {at: 4s, node: proxy, do: restart, down: 20ms}
  - {at: {from: 5s, to: 6s}, node: caller, do: cancel}
  - {at: 7s, node: b2, do: reject, status: 603}
end: 90s
users: {alice: secret}
story:
  - {when: {node: proxy, sends: INVITE, nth: 2}, say: "Forked: twice"}
  - {when: {node: caller, receives: 200, cseq: INVITE}, say: Answered}
  - {when: {at: 1s}, say: A second has passed}
expect:
  forward-all: {2xx_to_caller: 2, orphan_dialogs: ">0", messages: "<= 30", class: two-2xx, findings: [R-460, R-405]}
variants:
  - {set: {proxy.policy.remember-by: to-tag, nodes.b1.answer: 3s}, expect: {drop-late-2xx: {surviving_calls: 1}}}
)";
    }

private Q_SLOTS:
    void whatAFileLeavesUnsaid()
    {
        const Scenario scenario = read("siprace: 1\nnodes: {a: {role: caller}, p: {role: proxy}, b: {role: callee}}\n"
                                       "location: {\"sip:z@lab\": [b], \"sip:c@lab\": [b]}\n");
        QCOMPARE(scenario.id, u"example"_s);
        QCOMPARE(scenario.group, u"forking"_s);
        QCOMPARE(scenario.title, u"example"_s);
        QCOMPARE(scenario.node(u"b")->name, u"b"_s);
        QCOMPARE(scenario.node(u"b")->callee, CalleeSettings());
        QCOMPARE(scenario.node(u"a")->caller, CallerSettings());
        QCOMPARE(scenario.node(u"p")->proxy, proxy::ProxySettings());
        QCOMPARE(scenario.impairment(u"a", u"p"), Impairment());
        QCOMPARE(scenario.script.size(), 1);
        QCOMPARE(scenario.script.front().node, u"a"_s);
        QCOMPARE(scenario.script.front().action, u"call"_s);
        QCOMPARE(scenario.script.front().target, u"sip:z@lab"_s); // the first as written, not by alphabet
        QCOMPARE(scenario.script.front().at, Duration(0));
        QVERIFY(!scenario.end);
    }

    void whoSpeaksWhat_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("expected"); // caller-proxy, proxy-b1, proxy-b2, caller-b1
        const auto row = [](const char* name, const QByteArray& lines, const QString& expected) {
            QTest::newRow(name) << lines << expected;
        };
        row("nobody says: UDP", "n: ", u"udp udp udp udp"_s);
        row("the file says", "transport: tcp\nn: ", u"tcp tcp tcp tcp"_s);
        row("the default link says", "links: {default: {transport: tcp}}\nn: ", u"tcp tcp tcp tcp"_s);
        row("a node says TCP: so do all who speak with it", "n: caller", u"tcp udp udp tcp"_s);
        row("a node says UDP against the file", "transport: tcp\nn: b2 udp", u"tcp tcp udp tcp"_s);
        row("two nodes differ: TCP", "n: caller b1 udp", u"tcp udp udp tcp"_s);
        row("a link says, whatever its nodes do",
            "links: {proxy-caller: {transport: udp}, proxy-b1: {transport: tcp}}\nn: caller", u"udp tcp udp tcp"_s);
    }
    void whoSpeaksWhat()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const QString, expected);
        const QByteArray nodes = lines.mid(lines.indexOf("n: ") + 3);
        const auto said = [&nodes](const QByteArray& id) {
            return nodes.contains(id + " udp") ? ", transport: udp" : nodes.contains(id) ? ", transport: tcp" : "";
        };
        const Scenario scenario = read("siprace: 1\n" + lines.left(lines.indexOf("n: "))
            + "nodes:\n  caller: {role: caller" + said("caller") + "}\n  proxy: {role: proxy}\n  b1: {role: callee"
            + said("b1") + "}\n  b2: {role: callee" + said("b2") + "}\n");
        const QStringList found{scenario.transportBetween(u"caller", u"proxy"),
            scenario.transportBetween(u"b1", u"proxy"), scenario.transportBetween(u"proxy", u"b2"),
            scenario.transportBetween(u"b1", u"caller")};
        QCOMPARE(found.join(u' '), expected);
    }

    void withoutALocationTheFirstCalleeIsCalled()
    {
        const Scenario scenario
            = read("siprace: 1\nnodes: {a: {role: caller}, b2: {role: callee}, b1: {role: callee}}\n");
        QCOMPARE(scenario.script.front().target, u"b2"_s);
    }

    void anEmptyScriptMeansThatNothingHappens()
    {
        QVERIFY(read("siprace: 1\nnodes: {a: {role: caller}, b: {role: callee}}\nscript: []\n").script.isEmpty());
    }

    void whatAFileSays()
    {
        const Scenario scenario = read(everyKey());
        const ScenarioNode& caller = *scenario.node(u"caller");
        CallerSettings said;
        said.outbound = u"proxy"_s;
        said.cseq = 7;
        said.lateOffer = true;
        said.supported = {"100rel", "199"};
        said.require = {"magic"};
        said.expires = 30s;
        said.maxForwards = 9;
        said.behaviours = {{u"keep-last"_s, {}}, {u"hang-up-on-stray"_s, {}}};
        said.account = {u"alice"_s, u"secret"_s, {}}; // the password is that of users:
        QCOMPARE(caller.caller, said);
        const ScenarioNode& proxy = *scenario.node(u"proxy");
        QCOMPARE(proxy.timers, (TimerValues{.T1 = 100ms, .T2 = 1s, .T4 = 2s}));
        QCOMPARE(proxy.proxy.serialTimeout, std::optional<Duration>(10s));
        QCOMPARE(proxy.proxy.unmatchedCancel, proxy::UnmatchedCancel::Ledger);
        QCOMPARE(proxy.proxy.cancelMemory, proxy::CancelMemory::Sqlite);
        QCOMPARE(proxy.proxy.users.value("alice"), QByteArray("secret"));
        QCOMPARE(proxy.policyOverrides,
            (QMap<QString, QString>{{u"linger"_s, u"5s"_s}, {u"remember-for"_s, u"64*T1"_s}, {u"stray"_s, u"drop"_s}}));
        QCOMPARE(proxy.processing.size(), 2);
        QCOMPARE(proxy.processing.front().match.method, std::optional<QByteArray>("ACK"));
        QCOMPARE(proxy.processing.front().time, Duration(200us));
        QCOMPARE(proxy.location, scenario.location);
        QCOMPARE(scenario.node(u"q")->location.keys(), QStringList{u"sip:carol@lab"_s});
        QCOMPARE(scenario.location.value(u"sip:bob@lab"_s),
            (QList<LocationEntry>{{u"b2"_s, 1.0, {}}, {u"q"_s, 0.5, u"carol"_s}}));
        const ScenarioNode& b1 = *scenario.node(u"b1");
        QVERIFY(!b1.callee.ring);
        QCOMPARE(b1.callee.answer, std::optional<Duration>(64 * 200ms)); // its own T1, though t1 stands behind it
        QCOMPARE(scenario.node(u"b2")->callee.behaviours,
            (QList<BehaviourChoice>{{u"final-after-cancel"_s, u"603"_s}, {u"late-cancel-481"_s, {}}}));
        QCOMPARE(scenario.node(u"b2")->callee.account, (Account{u"bob"_s, u"wrong"_s, {}}));
        QCOMPARE(scenario.end, std::optional<Duration>(90s));
    }

    void aLinkTakesWhatItDoesNotSayFromDefaultAndBackFromTheLink()
    {
        const Scenario scenario = read(everyKey());
        QCOMPARE(scenario.impairment(u"caller", u"b1"), (Impairment{.delay = 1ms, .loss = 1}));
        QCOMPARE(scenario.impairment(u"caller", u"proxy"), (Impairment{.delay = 10ms, .loss = 1}));
        QCOMPARE(scenario.impairment(u"proxy", u"b2"), (Impairment{.delay = 1ms, .jitter = 3ms, .loss = 1}));
        QCOMPARE(scenario.impairment(u"b2", u"proxy"),
            (Impairment{.delay = 200ms, .jitter = 3ms, .loss = 0.5, .duplicate = 2, .reorder = 3}));
    }

    void rules()
    {
        const QList<LinkRule> rules = read(everyKey()).rules;
        QCOMPARE(rules.at(0).until->link, (Direction{u"proxy"_s, u"b2"_s}));
        QCOMPARE(rules.at(0).until->match.method, std::optional<QByteArray>("CANCEL"));
        QCOMPARE(rules.at(0).match.toTag, std::optional<QByteArray>("b2"));
        QCOMPARE(rules.at(1).until->event, HoldUntil::Event::Arrived);
        QCOMPARE(rules.at(1).until->match.cseqNumber, std::optional<quint32>(2));
        QCOMPARE(rules.at(3).delay, Duration(50ms));
        QCOMPARE(rules.at(4).action, LinkRule::Do::Delay);
        QCOMPARE(rules.at(4).delay, Duration(60ms));
        QCOMPARE(rules.at(5).copies, 2);
        QCOMPARE(rules.at(6).action, LinkRule::Do::Duplicate);
        QCOMPARE(rules.at(6).copies, 3);
        QCOMPARE(rules.at(7).action, LinkRule::Do::Hold);
        QVERIFY(!rules.at(7).until);
    }

    void scriptStoryAndExpectations()
    {
        const Scenario scenario = read(everyKey());
        QCOMPARE(scenario.script.at(0).target, u"sip:bob@lab"_s);
        QCOMPARE(scenario.script.at(1).down, std::optional<Duration>(20ms));
        QCOMPARE(scenario.script.at(2).at, Duration(5s));
        QCOMPARE(scenario.script.at(2).to, std::optional<Duration>(6s));
        QCOMPARE(scenario.script.at(3).arguments.value(u"status"_s), u"603"_s);
        QCOMPARE(scenario.story.at(0).match.method, std::optional<QByteArray>("INVITE"));
        QVERIFY(scenario.story.at(1).receives);
        QCOMPARE(scenario.story.at(1).match.status, std::optional<int>(200));
        QCOMPARE(scenario.story.at(2).at, std::optional<Duration>(1s));
        const QList<Expectation> expected = scenario.expect.value(u"forward-all"_s);
        QCOMPARE(expected.at(1).value, u">0"_s);
        QCOMPARE(expected.at(2).value, u"<=30"_s);
        QCOMPARE(expected.at(4).value, u"R-460,R-405"_s);
        const QByteArray text = everyKey();
        QCOMPARE(expected.at(0).where.line, text.first(text.indexOf("2xx_to_caller")).count('\n') + 1);
        QCOMPARE(scenario.variants.front().set.value(u"proxy.policy.remember-by"_s), u"to-tag"_s);
    }

    void writtenAndReadAgainItIsTheSame_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("every key") << everyKey();
        QTest::newRow("texts that YAML could misread")
            << QByteArray("siprace: 1\ntitle: \"603\"\nsummary: \"- a: #b\\n\\\"c\\\" ☎\"\n"
                          "nodes: {a: {role: caller, name: \"true\"}, b: {role: callee, name: \"\"}}\n");
        for (const QString& path : shippedScenarios())
            QTest::newRow(qPrintable(QFileInfo(path).completeBaseName())) << contentOf(path);
    }
    void writtenAndReadAgainItIsTheSame()
    {
        QFETCH(const QByteArray, text);
        Scenario scenario = read(text);
        const QByteArray written = writeScenario(scenario);
        auto again = parseScenario(written, u"forking/example.yaml"_s);
        QVERIFY2(again, again ? "" : qPrintable(again.error().front().text() + u'\n' + QString::fromUtf8(written)));
        QCOMPARE(writeScenario(*again), written);
        forgetPlaces(scenario);
        forgetPlaces(*again);
        QVERIFY2(*again == scenario, written.constData());
    }

private:
    static void forgetPlaces(Scenario& scenario)
    {
        scenario.text.clear();
        for (QList<Expectation>& list : scenario.expect) {
            for (Expectation& expectation : list)
                expectation.where = {};
        }
        for (Variant& variant : scenario.variants) {
            variant.where = {};
            for (QList<Expectation>& list : variant.expect) {
                for (Expectation& expectation : list)
                    expectation.where = {};
            }
        }
    }
};

QTEST_GUILESS_MAIN(ScenarioValues)
#include "tst_scenario_values.moc"
