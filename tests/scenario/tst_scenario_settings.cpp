#include "Loader.h"
#include "SettingPath.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// `--set PATH=VALUE`
class ScenarioSettings : public QObject
{
    Q_OBJECT

private:
    static ScenarioSource base()
    {
        const auto source = ScenarioSource::parse("siprace: 1\n"
                                                  "nodes:\n"
                                                  "  caller: {role: caller}\n"
                                                  "  proxy: {role: proxy, t1: 500ms}\n"
                                                  "  b1: {role: callee, answer: 1s}\n"
                                                  "  b2: {role: callee, answer: 1s}\n"
                                                  "location:\n"
                                                  "  \"sip:bob@lab\": [b1, b2]\n"
                                                  "links:\n"
                                                  "  default: {delay: 1ms, jitter: 2ms}\n"
                                                  "  proxy-b2: {delay: 150ms, back: {delay: 200ms, loss: 5%}}\n",
            u"f.yaml"_s);
        if (!source)
            qFatal("the scenario of this test is wrong: %s", qPrintable(source.error().front().text()));
        return *source;
    }
    static Result<Scenario, Diagnostics> with(const QStringList& settings)
    {
        return base().with(parseSettings(settings).value());
    }

private Q_SLOTS:
    void aSettingChangesTheTextThatResults_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char* name, const QString& setting, const QByteArray& line) {
            QTest::newRow(name) << setting << line;
        };
        row("proxy.KEY is short for nodes.proxy.KEY", u"proxy.fork=serial"_s,
            "  proxy: {role: proxy, t1: 500ms, fork: serial}");
        row("what is there is replaced", u"nodes.proxy.t1=100ms"_s, "  proxy: {role: proxy, t1: 100ms}");
        row("what the file lacks is created", u"proxy.policy.late-2xx=drop"_s,
            "  proxy: {role: proxy, t1: 500ms, policy: {late-2xx: drop}}");
        row("a list that the file lacks is created", u"nodes.b1.behaviours.0=deaf-to-ack"_s,
            "  b1: {role: callee, answer: 1s, behaviours: [deaf-to-ack]}");
        row("a whole list is a value", u"nodes.b1.provisional=[100, 180]"_s,
            "  b1: {role: callee, answer: 1s, provisional: [100, 180]}");
        row("a key with a dot is quoted", u"location.\"sip:bob@lab\".1.q=0.5"_s,
            "  \"sip:bob@lab\": [b1, {node: b2, q: 0.5}]");
        row("a key with a dot inside", u"location.\"sip:bob@lab.example\"=[b1]"_s, "  \"sip:bob@lab.example\": [b1]");
        row("a link as the file names it", u"links.proxy-b2.delay=7ms"_s,
            "  proxy-b2: {delay: 7ms, back: {delay: 200ms, loss: 5%}}");
        row("a link the other way round", u"links.b2-proxy.delay=7ms"_s,
            "  b2-proxy: {delay: 7ms, loss: 5%, back: {delay: 150ms, loss: 0%}}");
        row("a link that the file lacks", u"links.proxy-b1.loss=5%"_s, "  proxy-b1: {loss: 5%}");
        row("the script that nobody wrote", u"script.0.at=2s"_s, "  - {at: 2s, node: caller, do: call}");
        row("a next line of the script", u"script.1={at: 3s, node: caller, do: cancel}"_s,
            "  - {at: 3s, node: caller, do: cancel}");
        row("a top-level key", u"end=3s"_s, "end: 3s");
        row("a text that looks like a number stays one", u"title=\"603\""_s, "title: \"603\"");
    }
    void aSettingChangesTheTextThatResults()
    {
        QFETCH(const QString, setting);
        QFETCH(const QByteArray, line);
        const auto scenario = with({setting});
        QVERIFY2(scenario, qPrintable(scenario ? QString() : scenario.error().front().text()));
        QVERIFY2(scenario->text.split('\n').contains(line), scenario->text.constData());
        auto again = parseScenario(scenario->text, u"f.yaml"_s);
        QVERIFY(again);
        again->text.clear();
        Scenario expected = *scenario;
        expected.text.clear();
        QVERIFY2(*again == expected, "the text does not say the same as the value");
    }

    void aWrongSettingNamesItsPath_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QString& setting, const QString& expected) {
            QTest::newRow(name) << setting << expected;
        };
        row("an unknown key", u"proxy.forkk=serial"_s, u"proxy.forkk: proxy key \"forkk\": did you mean \"fork\"?"_s);
        row("a value that does not fit", u"proxy.fork=seriel"_s,
            u"proxy.fork: fork \"seriel\": did you mean \"serial\"?"_s);
        row("a time without a unit", u"nodes.b1.answer=300"_s,
            u"nodes.b1.answer: answer \"300\" is not a time; write 300ms, 2s or 64*T1, or never"_s);
        row("an unknown node", u"nodes.b3.answer=1s"_s, u"nodes.b3.answer: node \"b3\": did you mean \"b1\"?"_s);
        row("nodes. left out", u"b1.answer=1s"_s,
            u"b1.answer: PATH \"b1.answer\": did you mean \"nodes.b1.answer\"?"_s);
        row("an unknown top-level key", u"lnks.default.delay=1ms"_s,
            u"lnks.default.delay: key \"lnks\": did you mean \"links\"?"_s);
        row("an index beyond the list", u"location.\"sip:bob@lab\".5=b1"_s,
            u"location.\"sip:bob@lab\".5: location.sip:bob@lab has 2 entries; the next one is location.sip:bob@lab.2"_s);
        row("a word where an index belongs", u"script.first.at=1s"_s,
            u"script.first.at: script is a list, \"first\" is no index; count from 0"_s);
        row("a PATH that goes on behind a value", u"nodes.b1.answer.ms=1"_s,
            u"nodes.b1.answer.ms: nodes.b1.answer is one value; end the PATH there"_s);
        row("a link to an unknown node", u"links.proxy-b3.delay=1ms"_s,
            u"links.proxy-b3.delay: link \"proxy-b3\": node \"b3\": did you mean \"b1\"?"_s);
        row("a value that is no YAML", u"proxy.fork=[a"_s,
            u"proxy.fork: \"[a\" is not a YAML value; a \"[\" is not closed"_s);
        row("an open quote", u"location.\"sip:bob@lab.0=b1"_s,
            u"\"location.\"sip:bob@lab.0=b1\" is not a setting; write PATH=VALUE, as in proxy.fork=serial"_s);
        row("no value", u"proxy.fork"_s,
            u"\"proxy.fork\" is not a setting; write PATH=VALUE, as in proxy.fork=serial"_s);
        row("an empty key", u"proxy..fork=serial"_s,
            u"proxy..fork: PATH \"proxy..fork\" has an empty key; write proxy.fork or script.0.at"_s);
        row("something elsewhere that no longer fits", u"nodes.caller={role: callee}"_s,
            u"nodes.caller: line 2 no longer fits: nobody calls; add a node {role: caller}, or a script"_s);
        row("a contact twice", u"location.\"sip:bob@lab\".0=b2"_s,
            u"location.\"sip:bob@lab\".0: line 8 no longer fits: contact \"b2\" is listed twice"_s);
    }
    void aWrongSettingNamesItsPath()
    {
        QFETCH(const QString, setting);
        QFETCH(const QString, expected);
        const auto scenario = applySettings(base().scenario(), QStringList{setting});
        QVERIFY(!scenario);
        QCOMPARE(scenario.error().front().text(), expected);
    }

    void theNetworkAfterALinkWasTurned()
    {
        const auto scenario = with({u"links.b2-proxy.delay=7ms"_s});
        QVERIFY(scenario);
        const Impairment toProxy = scenario->impairment(u"b2", u"proxy");
        const Impairment toPhone = scenario->impairment(u"proxy", u"b2");
        QCOMPARE(toProxy, (Impairment{.delay = 7ms, .jitter = 2ms, .loss = 5}));
        QCOMPARE(toPhone, (Impairment{.delay = 150ms, .jitter = 2ms}));
    }

    void settingsAreAppliedInOrder()
    {
        const auto scenario = with({u"nodes.b1.answer=2s"_s, u"nodes.b1.answer=3s"_s, u"proxy.policy={stray: drop}"_s,
            u"proxy.policy.linger=5s"_s});
        QVERIFY(scenario);
        QCOMPARE(scenario->node(u"b1")->callee.answer, std::optional<Duration>(3s));
        QCOMPARE(scenario->node(u"proxy")->policyOverrides,
            (QMap<QString, QString>{{u"linger"_s, u"5s"_s}, {u"stray"_s, u"drop"_s}}));
    }

    void everyWrongSettingIsReported()
    {
        const auto scenario = with({u"proxy.forkk=a"_s, u"nodes.b1.answer=x"_s});
        QVERIFY(!scenario);
        QCOMPARE(scenario.error().size(), 2U);
    }

    void theSourceItselfIsLeftAsItWas()
    {
        const ScenarioSource source = base();
        QVERIFY(source.with({{u"proxy.fork"_s, u"serial"_s}}));
        QCOMPARE(source.with({}), source.scenario());
        QCOMPARE(source.scenario().node(u"proxy")->proxy.fork, proxy::Fork::Parallel);
    }
};

QTEST_GUILESS_MAIN(ScenarioSettings)
#include "tst_scenario_settings.moc"
