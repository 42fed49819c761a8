#include "Loader.h"
#include "Schema.h"
#include "SchemaChecker.h"
#include "ShippedScenarios.h"

#include <QJsonDocument>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// The JSON Schema that editors use says the same as the loader.
class ScenarioSchema : public QObject
{
    Q_OBJECT

private:
    static QJsonObject schema() { return QJsonDocument::fromJson(schemaJson()).object(); }
    static QStringList faultsOf(const QByteArray& yaml)
    {
        return schemaFaults(schema(), jsonOf(readYaml(yaml, {}).root));
    }
    static QByteArray aRightFile(const QByteArray& more)
    {
        return "siprace: 1\nnodes:\n  caller: {role: caller}\n  proxy: {role: proxy}\n  b1: {role: callee, answer: "
               "1s}\n"
            + more;
    }

private Q_SLOTS:
    void theShippedFileIsTheGeneratedOne()
    {
        const QByteArray shipped = contentOf(QStringLiteral(SIPRACE_SOURCE_DIR "/resources/scenario.schema.json"));
        QVERIFY2(shipped == schemaJson(), "write it anew: siprace schema > resources/scenario.schema.json");
    }

    void everyShippedScenarioFits_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString& path : shippedScenarios())
            QTest::newRow(qPrintable(path.section(u'/', -2))) << path;
    }
    void everyShippedScenarioFits()
    {
        QFETCH(const QString, path);
        QCOMPARE(faultsOf(contentOf(path)), QStringList());
    }

    void aFileThatTheLoaderRefusesFitsNot_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::newRow("an unknown key") << QByteArray("titel: x\n");
        QTest::newRow("a time without a unit") << QByteArray("end: 300\n");
        QTest::newRow("a wrong unit") << QByteArray("end: 3sec\n");
        QTest::newRow("a loss without %") << QByteArray("links: {default: {loss: 5}}\n");
        QTest::newRow("an unknown key of a link") << QByteArray("links: {caller-proxy: {latency: 1ms}}\n");
        QTest::newRow("a link that names one node") << QByteArray("links: {caller: {delay: 1ms}}\n");
        QTest::newRow("an unknown action") << QByteArray("script: [{at: 0s, node: caller, do: cal}]\n");
        QTest::newRow("a script entry without a time") << QByteArray("script: [{node: caller, do: call}]\n");
        QTest::newRow("an unknown policy") << QByteArray("expect: {forward: {messages: 1}}\n");
        QTest::newRow("an unknown outcome") << QByteArray("expect: {forward-all: {orphans: 1}}\n");
        QTest::newRow("an unknown method") << QByteArray("rules: [{link: a>b, match: {method: AKC}, do: drop}]\n");
        QTest::newRow("an unknown knob") << QByteArray("policy: {late-2x: drop}\n");
        QTest::newRow("a knob with a wrong word") << QByteArray("policy: {late-2xx: dropp}\n");
        QTest::newRow("a story without words") << QByteArray("story: [{when: {at: 1s}}]\n");
        QTest::newRow("no SIP address") << QByteArray("location: {bob: [b1]}\n");
    }
    void aFileThatTheLoaderRefusesFitsNot()
    {
        QFETCH(const QByteArray, lines);
        QVERIFY(!parseScenario(aRightFile(lines), u"f.yaml"_s));
        QVERIFY(!faultsOf(aRightFile(lines)).isEmpty());
    }

    void aNodeIsCheckedByItsRole_data()
    {
        QTest::addColumn<QByteArray>("node");
        QTest::newRow("a callee with a key of callers") << QByteArray("{role: callee, cseq: 1}");
        QTest::newRow("a caller with an unknown behaviour") << QByteArray("{role: caller, behaviours: [keep-firts]}");
        QTest::newRow("a caller with a callee's behaviour") << QByteArray("{role: caller, behaviours: [deaf-to-ack]}");
        QTest::newRow("a proxy that forks sideways") << QByteArray("{role: proxy, fork: sideways}");
        QTest::newRow("a node without a role") << QByteArray("{name: x}");
        QTest::newRow("a provisional that is final") << QByteArray("{role: callee, provisional: [200]}");
    }
    void aNodeIsCheckedByItsRole()
    {
        QFETCH(const QByteArray, node);
        const QByteArray file = "siprace: 1\nnodes:\n  a: {role: caller}\n  c: {role: callee}\n  b: " + node + "\n";
        QVERIFY(!parseScenario(file, u"f.yaml"_s));
        QVERIFY(!faultsOf(file).isEmpty());
    }

    void aRightFileFits() { QCOMPARE(faultsOf(aRightFile({})), QStringList()); }
};

QTEST_GUILESS_MAIN(ScenarioSchema)
#include "tst_scenario_schema.moc"
