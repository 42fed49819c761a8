#include "Comparison.h"
#include "TraceScript.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace siprace;
using siprace::test::traceOf;
using siprace::test::twoPhonesAnswer;

/// Several runs side by side: what is common, what moved, what is only here, and where they part.
class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matched_data();
    void matched();
    void copiesAreCounted();
    void kindsByMessage();
    void divergence_data();
    void divergence();
    void better_data();
    void better();
    void json();
    void text();
    void oneRunHasNoDifferences();
};

namespace {

ComparedRun runOf(const QString& label, const QString& script)
{
    ComparedRun run{label, traceOf(script), {}};
    run.verdict = judge(run.trace);
    return run;
}

Comparison compared(const QStringList& scripts)
{
    QList<ComparedRun> runs;
    for (const QString& script : scripts)
        runs += runOf(QStringLiteral("run %1").arg(runs.size() + 1), script);
    return compareRuns(runs);
}

Comparison forwardAgainstDrop()
{
    const QString drop = QStringLiteral("drop-late-2xx");
    return compareRuns({runOf(QStringLiteral("forward-all"), twoPhonesAnswer()), runOf(drop, twoPhonesAnswer(drop))});
}

QString kindWord(MatchedMessage::Kind kind)
{
    switch (kind) {
    case MatchedMessage::Kind::Common:
        return QStringLiteral("common");
    case MatchedMessage::Kind::Moved:
        return QStringLiteral("moved");
    case MatchedMessage::Kind::OnlyHere:
        break;
    }
    return QStringLiteral("only");
}

/// "moved proxy>b1 INVITE 2 3"
QStringList linesOf(const Comparison& comparison)
{
    QStringList lines;
    for (const MatchedMessage& match : comparison.messages) {
        QString line = kindWord(match.kind) + u' ' + match.what;
        for (const int n : match.n)
            line += u' ' + QString::number(n);
        lines += line;
    }
    return lines;
}

} // namespace

void TestComparison::matched_data()
{
    QTest::addColumn<QStringList>("scripts");
    QTest::addColumn<QStringList>("lines");
    const QString invite = QStringLiteral("0-10 caller>proxy INVITE\n");
    QTest::newRow("the same at the same time is common")
        << QStringList{invite, invite} << QStringList{QStringLiteral("common caller>proxy INVITE 1 1")};
    QTest::newRow("the same at another time has moved") << QStringList{invite,
        QStringLiteral("5-10 caller>proxy INVITE\n")} << QStringList{QStringLiteral("moved caller>proxy INVITE 1 1")};
    QTest::newRow("the same that is lost has another fate") << QStringList{invite,
        QStringLiteral("0-x caller>proxy INVITE\n")} << QStringList{QStringLiteral("moved caller>proxy INVITE 1 1")};
    QTest::newRow("order does not matter")
        << QStringList{QStringLiteral("0-10 proxy>b1 INVITE\n0-10 proxy>b2 INVITE\n"),
               QStringLiteral("0-10 proxy>b2 INVITE\n0-10 proxy>b1 INVITE\n")}
        << QStringList{QStringLiteral("common proxy>b1 INVITE 1 2"), QStringLiteral("common proxy>b2 INVITE 2 1")};
    QTest::newRow("the number of a branch does not matter, its target does")
        << QStringList{QStringLiteral("0-10 proxy>b1 INVITE br=1 uri=sip:x\n0-10 proxy>b1 INVITE br=2 uri=sip:y\n"),
               QStringLiteral("0-10 proxy>b1 INVITE br=1 uri=sip:y\n")}
        << QStringList{QStringLiteral("only proxy>b1 INVITE 1 0"), QStringLiteral("common proxy>b1 INVITE 2 1")};
    QTest::newRow("another dialog is another message")
        << QStringList{QStringLiteral("0-10 b1>proxy 200/INVITE (b1)\n"),
               QStringLiteral("0-10 b1>proxy 200/INVITE (b1-2)\n")}
        << QStringList{QStringLiteral("only b1>proxy 200/INVITE (b1) 1 0"),
               QStringLiteral("only b1>proxy 200/INVITE (b1-2) 0 1")};
    QTest::newRow("another CSeq is another message")
        << QStringList{QStringLiteral("0-10 caller>b1 INFO (b1) cseq=2\n"),
               QStringLiteral("0-10 caller>b1 INFO (b1) cseq=3\n")}
        << QStringList{QStringLiteral("only caller>b1 INFO (b1) 1 0"), QStringLiteral("only caller>b1 INFO (b1) 0 1")};
    QTest::newRow("of three runs one lacks it") << QStringList{invite, invite, QStringLiteral("policy x\n")}
                                                << QStringList{QStringLiteral("only caller>proxy INVITE 1 1 0")};
}

void TestComparison::matched()
{
    QFETCH(const QStringList, scripts);
    QFETCH(const QStringList, lines);
    QCOMPARE(linesOf(compared(scripts)), lines);
}

void TestComparison::copiesAreCounted()
{
    const QString once = QStringLiteral("0-10 caller>proxy INVITE\n");
    const QString twice = once + QStringLiteral("500-510 caller>proxy INVITE\n");
    QCOMPARE(linesOf(compared({once, twice})),
        (QStringList{
            QStringLiteral("common caller>proxy INVITE 1 1"), QStringLiteral("only caller>proxy INVITE ×2 0 2")}));
}

void TestComparison::kindsByMessage()
{
    const Comparison comparison = forwardAgainstDrop();
    QCOMPARE(comparison.kindOf(0, 1), MatchedMessage::Kind::Common);
    QCOMPARE(comparison.kindOf(0, 10), MatchedMessage::Kind::Moved); // dropped in the other run
    QCOMPARE(comparison.kindOf(0, 12), MatchedMessage::Kind::Common); // the CANCEL
    QCOMPARE(comparison.kindOf(0, 15), MatchedMessage::Kind::OnlyHere);
    QCOMPARE(comparison.kindOf(1, 16), MatchedMessage::Kind::OnlyHere);
    QCOMPARE(comparison.kindOf(7, 1), MatchedMessage::Kind::Common); // no such run
    QCOMPARE(comparison.kindOf(0, 999), MatchedMessage::Kind::Common);
}

void TestComparison::divergence_data()
{
    QTest::addColumn<QStringList>("scripts");
    QTest::addColumn<QString>("text");
    const QString received = QStringLiteral("0-10 b2>proxy 200/INVITE (b2)");
    QTest::newRow("sent here, not there, each with its reason")
        << QStringList{QStringLiteral("0-10 caller>proxy BYE (b1)\n10-20 proxy>b1 BYE (b1) by=1 why=R-221\n"),
               QStringLiteral("0-10 caller>proxy BYE (b1)\n")}
        << QStringLiteral(
               "At 10 ms they part: proxy>b1 BYE (b1) is sent under run 1 (R-221: as told), not under run 2");
    QTest::newRow("received alike, and thrown away in one run")
        << QStringList{received, received + QStringLiteral(" discarded=R-259")}
        << QStringLiteral("At 10 ms they part: b2>proxy 200/INVITE (b2) is delivered under run 1 at 10 ms, discarded "
                          "under run 2 at 10 ms (R-259: as told)");
    QTest::newRow("alike") << QStringList{received, received} << QString();
}

void TestComparison::divergence()
{
    QFETCH(const QStringList, scripts);
    QFETCH(const QString, text);
    const Comparison comparison = compared(scripts);
    QCOMPARE(comparison.firstDivergence ? comparison.firstDivergence->text : QString(), text);
}

void TestComparison::better_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QList<int>>("better");
    QTest::newRow("fewer orphans are better") << QStringLiteral("orphan_dialogs") << QList<int>{0};
    QTest::newRow("one answer is better than two") << QStringLiteral("2xx_to_caller") << QList<int>{1};
    QTest::newRow("a shorter ghost is better") << QStringLiteral("ghost_call_ms") << QList<int>{0};
    QTest::newRow("alike: neither") << QStringLiteral("cancels") << QList<int>{};
    QTest::newRow("more messages are neither better nor worse") << QStringLiteral("messages") << QList<int>{};
}

void TestComparison::better()
{
    QFETCH(const QString, name);
    QFETCH(const QList<int>, better);
    const Comparison comparison = forwardAgainstDrop();
    for (const OutcomeRow& row : comparison.outcomes) {
        if (row.name == name) {
            QCOMPARE(row.better, better);
            return;
        }
    }
    QFAIL("no such outcome");
}

void TestComparison::json()
{
    const QByteArray json = comparisonJson(forwardAgainstDrop());
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    QCOMPARE(object.value(u"scenario").toString(), QStringLiteral("handmade"));
    QCOMPARE(object.value(u"runs").toArray().size(), 2);
    QCOMPARE(
        object.value(u"runs").toArray().at(1).toObject().value(u"policy").toString(), QStringLiteral("drop-late-2xx"));
    QVERIFY(json.indexOf("\"scenario\"") < json.indexOf("\"runs\""));
    QVERIFY(json.indexOf("\"runs\"") < json.indexOf("\"differences\""));
    const QJsonObject first = object.value(u"differences").toArray().first().toObject();
    QCOMPARE(first.value(u"kind").toString(), QStringLiteral("moved"));
    QCOMPARE(first.value(u"what").toString(), QStringLiteral("b2>proxy 200/INVITE (b2)"));
    QCOMPARE(first.value(u"messages").toArray(), (QJsonArray{10, 10}));
    QCOMPARE(object.value(u"first_divergence").toObject().value(u"at_us").toInt(), 610'000);
}

void TestComparison::text()
{
    const QString text = comparisonText(forwardAgainstDrop());
    QVERIFY(text.contains(QStringLiteral("orphan_dialogs                 *0              1\n")));
    QVERIFY(text.contains(QStringLiteral("class                     two-2xx  orphan-dialog\n")));
    QVERIFY(text.contains(QStringLiteral("At 610 ms they part:")));
    QVERIFY(text.contains(QStringLiteral("  only-here  proxy>caller 200/INVITE (b2)     610 ms · –\n")));
}

void TestComparison::oneRunHasNoDifferences()
{
    const Comparison comparison = compared({twoPhonesAnswer()});
    QVERIFY(!comparison.firstDivergence);
    QVERIFY(comparisonText(comparison).endsWith(QStringLiteral("No differences.\n")));
    QVERIFY(comparisonText(compareRuns({})).isEmpty());
    QVERIFY(comparisonJson(compareRuns({})).contains("\"runs\": []"));
}

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
