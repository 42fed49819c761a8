#include "CheckRun.h"
#include "OutcomeNames.h"

#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace siprace;

/// `siprace check`: expectations against verdicts, whole files on threads, JUnit.
class TestCheckRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreTheContracts();
    void expectation_data();
    void expectation();
    void violations_data();
    void violations();
    void aFileAsItStands();
    void aWrongNumberNamesEverything();
    void variantsRunUnderThePoliciesTheyExpect();
    void onePolicyOnly();
    void aBrokenFileFails();
    void onALanPoliciesTakeTurns();
    void onALanItNeedsAnEnd();
    void orderDoesNotDependOnThreads();
    void stopped();
    void junit();
};

namespace {

CheckOptions optionsWith(const QStringList& policies, int jobs = 0)
{
    CheckOptions options;
    options.policies = policies;
    options.jobs = jobs;
    return options;
}

CheckCase caseOf(const QString& scenario, const QString& policy)
{
    CheckCase made;
    made.scenario = scenario;
    made.group = QStringLiteral("forking");
    made.path = scenario + QStringLiteral(".yaml");
    made.policy = policy;
    return made;
}

Verdict sampleVerdict()
{
    Verdict verdict;
    verdict.outcome.twoXxToCaller = 2;
    verdict.outcome.ghostCallMs = 320.5;
    verdict.runClass = QStringLiteral("two-2xx");
    return verdict;
}

Finding violationOf(const QString& rule)
{
    Finding finding;
    finding.rule = rule;
    finding.severity = Severity::Violation;
    finding.text = QStringLiteral("It happened.");
    return finding;
}

/// A scenario without a race; `more` is added at its end.
QString writeScenario(const QTemporaryDir& folder, const QString& id, const QByteArray& more)
{
    const QString path = folder.filePath(id + QStringLiteral(".yaml"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(
            "siprace: 1\ntitle: A call\nnodes:\n  caller: {role: caller}\n  proxy: {role: proxy}\n"
            "  b1: {role: callee, answer: 300ms}\nlocation: {\"sip:bob@lab\": [b1]}\nlinks: {default: {delay: 10ms}}\n"
            + more);
    return path;
}

} // namespace

void TestCheckRun::namesAreTheContracts()
{
    QStringList measured;
    for (const auto& [name, value] : outcomeValues({}))
        measured += name;
    QStringList expected;
    for (const QStringView name : outcomeNames())
        expected += name.toString();
    QCOMPARE(measured, expected);
}

void TestCheckRun::expectation_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("failure");
    const auto row = [](const char* what, const char* name, const char* value, const char* failure) {
        QTest::newRow(what) << QString::fromLatin1(name) << QString::fromLatin1(value) << QString::fromLatin1(failure);
    };
    row("the number it is", "2xx_to_caller", "2", "");
    row("another number", "2xx_to_caller", "1", "x: 2xx_to_caller: expected 1, found 2");
    row("more than nothing", "2xx_to_caller", ">0", "");
    row("more than there is", "2xx_to_caller", ">2", "x: 2xx_to_caller: expected >2, found 2");
    row("at most", "2xx_to_caller", "<=2", "");
    row("less", "2xx_to_caller", "<2", "x: 2xx_to_caller: expected <2, found 2");
    row("at least", "2xx_to_caller", ">=2", "");
    row("at least more", "2xx_to_caller", ">=3", "x: 2xx_to_caller: expected >=3, found 2");
    row("half a millisecond", "ghost_call_ms", "320.5", "");
    row("a microsecond off", "ghost_call_ms", "320.501", "x: ghost_call_ms: expected 320.501, found 320.5");
    row("the class", "class", "two-2xx", "");
    row("another class", "class", "clean", "x: class: expected clean, found two-2xx");
}

void TestCheckRun::expectation()
{
    QFETCH(const QString, name);
    QFETCH(const QString, value);
    QFETCH(const QString, failure);
    const QList<CheckFailure> failures
        = compareWithExpectations(sampleVerdict(), {{.name = name, .value = value, .where = {}}}, QStringLiteral("x"));
    QCOMPARE(failures.isEmpty() ? QString() : failures.first().text, failure);
}

void TestCheckRun::violations_data()
{
    QTest::addColumn<QStringList>("rules");
    QTest::addColumn<QString>("listed");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("none") << QStringList{} << QString() << QStringList{};
    QTest::newRow("one that belongs to it")
        << QStringList{QStringLiteral("R-460")} << QStringLiteral("R-460") << QStringList{};
    QTest::newRow("one that nobody listed")
        << QStringList{QStringLiteral("R-460")} << QString() << QStringList{QStringLiteral("R-460")};
    QTest::newRow("one listed, one not") << QStringList{QStringLiteral("R-460"), QStringLiteral("R-252")}
                                         << QStringLiteral("R-405,R-460") << QStringList{QStringLiteral("R-252")};
    QTest::newRow("a listed one need not happen") << QStringList{} << QStringLiteral("R-460") << QStringList{};
}

void TestCheckRun::violations()
{
    QFETCH(const QStringList, rules);
    QFETCH(const QString, listed);
    QFETCH(const QStringList, found);
    Verdict verdict = sampleVerdict();
    for (const QString& rule : rules)
        verdict.findings += violationOf(rule);
    Finding byDesign = violationOf(QStringLiteral("R-259"));
    byDesign.severity = Severity::ByDesign;
    verdict.findings += byDesign; // never counts
    QList<Expectation> expectations;
    if (!listed.isEmpty())
        expectations += {.name = QStringLiteral("findings"), .value = listed, .where = {}};
    QStringList reported;
    for (const CheckFailure& failure : compareWithExpectations(verdict, expectations, QStringLiteral("x")))
        reported += failure.found;
    QCOMPARE(reported, found);
}

void TestCheckRun::aFileAsItStands()
{
    QTemporaryDir folder;
    const QString path
        = writeScenario(folder, QStringLiteral("call"), "expect: {forward-all: {2xx_to_caller: 1, class: clean}}\n");
    const QList<CheckCase> cases = runChecks({path});
    QCOMPARE(cases.size(), 4);
    for (const CheckCase& checked : cases) {
        QVERIFY2(checked.passed(), qPrintable(checked.failures.isEmpty() ? QString() : checked.failures.first().text));
        QCOMPARE(checked.outcome.survivingCalls, 1);
        QCOMPARE(checked.runClass, QStringLiteral("clean"));
    }
    QCOMPARE(cases.first().name(), QStringLiteral("call · forward-all"));
}

void TestCheckRun::aWrongNumberNamesEverything()
{
    QTemporaryDir folder;
    const QString path = writeScenario(folder, QStringLiteral("call"), "expect: {invfix: {orphan_dialogs: 1}}\n");
    QStringList lines;
    const QList<CheckCase> cases = runChecks({path});
    for (const CheckCase& checked : cases) {
        for (const CheckFailure& failure : checked.failures) {
            lines += failure.text;
            QCOMPARE(failure.where.line, 9);
        }
    }
    QCOMPARE(lines, QStringList{QStringLiteral("call · invfix: orphan_dialogs: expected 1, found 0")});
}

void TestCheckRun::variantsRunUnderThePoliciesTheyExpect()
{
    QTemporaryDir folder;
    const QString path = writeScenario(folder, QStringLiteral("call"),
        "variants:\n  - {set: {proxy.t1: 100ms}, expect: {invfix: {messages: \">0\"}}}\n  - {set: {nodes.b1.answer: "
        "1s}}\n");
    QStringList names;
    const QList<CheckCase> cases = runChecks({path});
    for (const CheckCase& checked : cases)
        names += checked.name();
    QCOMPARE(names.size(), 4 + 1 + 4);
    QCOMPARE(names.at(4), QStringLiteral("call [proxy.t1=100ms] · invfix"));
    QCOMPARE(names.at(5), QStringLiteral("call [nodes.b1.answer=1s] · forward-all"));
}

void TestCheckRun::onePolicyOnly()
{
    QTemporaryDir folder;
    const QString path = writeScenario(folder, QStringLiteral("call"), {});
    const QList<CheckCase> cases = runChecks({path}, optionsWith({QStringLiteral("ack-bye")}));
    QCOMPARE(cases.size(), 1);
    QCOMPARE(cases.first().policy, QStringLiteral("ack-bye"));
}

void TestCheckRun::onALanPoliciesTakeTurns()
{
    const QTemporaryDir folder;
    const QString path = writeScenario(folder, QStringLiteral("lan"),
        "network: {lan: {address: 127.0.0.77, ports: 5060-5069, allow: [127.0.0.0/24]}}\nend: 20ms\n");
    const QList<CheckCase> cases = runChecks({path}, optionsWith({}, 4));
    QVERIFY(cases.size() > 3);
    for (const CheckCase& checked : cases)
        QVERIFY2(checked.passed(), qPrintable(checked.failures.value(0).text));
}

void TestCheckRun::onALanItNeedsAnEnd()
{
    const QTemporaryDir folder;
    const QString path = writeScenario(folder, QStringLiteral("lan"),
        "network: {lan: {address: 127.0.0.77, ports: 5060-5069, allow: [127.0.0.0/24]}}\n");
    const QList<CheckCase> cases = runChecks({path}, optionsWith({QStringLiteral("forward-all")}));
    QCOMPARE(cases.size(), 1);
    QVERIFY(!cases.first().passed());
    QVERIFY2(cases.first().failures.first().text.contains(QStringLiteral("end: 60s")),
        qPrintable(cases.first().failures.first().text));
}

void TestCheckRun::aBrokenFileFails()
{
    QTemporaryDir folder;
    const QString path = writeScenario(folder, QStringLiteral("call"), "wrong: 1\nworse: 2\n");
    const QList<CheckCase> cases = runChecks({path, writeScenario(folder, QStringLiteral("good"), {})});
    QCOMPARE(cases.size(), 5);
    QCOMPARE(cases.first().failures.size(), 2);
    QCOMPARE(cases.first().failures.first().where.line, 9);
    QVERIFY(cases.last().passed());
}

void TestCheckRun::orderDoesNotDependOnThreads()
{
    QTemporaryDir folder;
    QStringList paths;
    for (int i = 0; i < 6; ++i)
        paths += writeScenario(folder, QStringLiteral("call-%1").arg(i), {});
    int last = 0;
    CheckOptions options;
    options.jobs = 4;
    options.progress = [&last](int done, int all) {
        QCOMPARE(all, 24);
        QVERIFY(done >= last);
        last = done;
    };
    const QList<CheckCase> threaded = runChecks(paths, options);
    const QList<CheckCase> plain = runChecks(paths, optionsWith({}, 1));
    QCOMPARE(last, 24);
    QCOMPARE(threaded.size(), 24);
    for (qsizetype i = 0; i < threaded.size(); ++i) {
        QCOMPARE(threaded.at(i).name(), plain.at(i).name());
        QVERIFY(threaded.at(i).outcome == plain.at(i).outcome);
    }
}

void TestCheckRun::stopped()
{
    QTemporaryDir folder;
    const std::atomic<bool> stop = true;
    CheckOptions options;
    options.stop = &stop;
    QVERIFY(runChecks({writeScenario(folder, QStringLiteral("call"), {})}, options).isEmpty());
}

void TestCheckRun::junit()
{
    const CheckCase good = caseOf(QStringLiteral("a"), QStringLiteral("invfix"));
    CheckCase bad = caseOf(QStringLiteral("a"), QStringLiteral("ack-bye"));
    bad.failures
        = {{QStringLiteral("messages"), QStringLiteral("1"), QStringLiteral("<2>"), QStringLiteral("a & b\x01"), {}},
            {QStringLiteral("lost"), QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("second"), {}}};
    const CheckCase other = caseOf(QStringLiteral("b"), QStringLiteral("invfix"));
    QXmlStreamReader xml(toJUnit({good, bad, other}));
    QStringList seen;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        const auto attribute = [&](const QString& name) { return xml.attributes().value(name).toString(); };
        seen += QStringLiteral("%1 %2 %3 %4%5")
                    .arg(xml.name().toString(), attribute(QStringLiteral("name")), attribute(QStringLiteral("tests")),
                        attribute(QStringLiteral("failures")), attribute(QStringLiteral("message")));
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(seen,
        (QStringList{QStringLiteral("testsuites siprace check 3 1"), QStringLiteral("testsuite forking/a 2 1"),
            QStringLiteral("testcase a · invfix  "), QStringLiteral("testcase a · ack-bye  "),
            QStringLiteral("failure   a & b\ufffd"), QStringLiteral("testsuite forking/b 1 0"),
            QStringLiteral("testcase b · invfix  ")}));
}

QTEST_GUILESS_MAIN(TestCheckRun)
#include "tst_check_run.moc"
