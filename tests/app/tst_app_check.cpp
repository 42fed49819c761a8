#include "AppProcess.h"

#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace siprace::app_test;

namespace {

/// How many test cases and failures a JUnit file has; -1 when it is no XML.
QPair<int, int> countJUnit(const QByteArray& xml)
{
    QXmlStreamReader reader(xml);
    QPair<int, int> counts;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        counts.first += reader.name() == u"testcase" ? 1 : 0;
        counts.second += reader.name() == u"failure" ? 1 : 0;
    }
    return reader.hasError() ? QPair<int, int>{-1, -1} : counts;
}

} // namespace

/// `siprace check`: expectations met, unmet, and reported to a CI server.
class AppCheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeLibraryIsAsExpected();
    void oneScenarioOnePolicy();
    void wrongExpectation();
    void violationThatNobodyListed();
    void junitCountsCases();
    void invalidFileIsNotChecked();
};

void AppCheckTest::wholeLibraryIsAsExpected()
{
    const Ended ended = runProgram(words("check"));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(ended.err, QString());
}

void AppCheckTest::oneScenarioOnePolicy()
{
    const Ended ended = runProgram(words("check two-phones-answer --policy ack-bye"));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(ended.out, QByteArray("1 runs checked, 1 as expected, 0 not\n"));
}

void AppCheckTest::wrongExpectation()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(QStringLiteral("wrong.yaml")),
        smallScenario().replace("2xx_to_caller: 1", "2xx_to_caller: 3")));
    const Ended ended = runProgram(Start{words("check wrong.yaml --policy forward-all"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errorLines().size() == 1, qPrintable(ended.err));
    for (const QString& word : words("siprace: wrong.yaml wrong forward-all 2xx_to_caller 3 1"))
        QVERIFY2(ended.err.contains(word), qPrintable(ended.err));
}

void AppCheckTest::violationThatNobodyListed()
{
    const QByteArray impatient = smallScenario()
        + "script:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n"
          "  - {at: 325ms, node: b1, do: hang-up}\n"; // before the ACK can have come
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(QStringLiteral("early.yaml")), impatient));
    const Ended ended = runProgram(Start{words("check early.yaml --policy invfix"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errorLines().size() == 1, qPrintable(ended.err));
    for (const QString& part : {QStringLiteral("early · invfix"), QStringLiteral("expected no violation"),
             QStringLiteral("found R-460"), QStringLiteral("Phone sent BYE")})
        QVERIFY2(ended.err.contains(part), qPrintable(ended.err));
    QVERIFY(writeText(folder.filePath(QStringLiteral("early.yaml")),
        QByteArray(impatient).replace("class: clean}", "class: clean}\n  invfix: {findings: [R-460]}")));
    QCOMPARE(runProgram(Start{words("check early.yaml --policy invfix"), folder.path(), {}, -1, {}}).status, 0);
}

void AppCheckTest::junitCountsCases()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(QStringLiteral("right.yaml")), smallScenario()));
    QVERIFY(writeText(folder.filePath(QStringLiteral("wrong.yaml")),
        smallScenario().replace("2xx_to_caller: 1", "2xx_to_caller: 3")));
    const Ended ended
        = runProgram(Start{words("check right.yaml wrong.yaml --junit result.xml"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 1);
    const auto [cases, failures] = countJUnit(readBytes(folder.filePath(QStringLiteral("result.xml"))));
    QCOMPARE(cases, 8);
    QCOMPARE(failures, 1);
}

void AppCheckTest::invalidFileIsNotChecked()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(QStringLiteral("bad.yaml")), smallScenario().replace("answer:", "anwser:")));
    const Ended ended = runProgram(Start{words("check bad.yaml two-phones-answer"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 3);
    QCOMPARE(ended.errorLines().size(), 1);
    QVERIFY2(ended.err.startsWith(u"siprace: bad.yaml:8:"), qPrintable(ended.err));
    QCOMPARE(ended.out, QByteArray());
}

QTEST_GUILESS_MAIN(AppCheckTest)
#include "tst_app_check.moc"
