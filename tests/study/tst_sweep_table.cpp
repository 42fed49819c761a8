#include "SweepTable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace siprace;

namespace {
SweepPlan planOfSix()
{
    SweepPlan plan;
    plan.x = *parseSweepAxis(QStringLiteral("nodes.b1.answer=0ms:20ms:10ms"));
    plan.policies = {QStringLiteral("forward-all"), QStringLiteral("invfix")};
    return plan;
}

SweepCell cellAt(const SweepPlan& plan, int index)
{
    SweepCell cell;
    cell.index = index;
    cell.xIndex = index % plan.x.count();
    cell.policyIndex = index / plan.x.count();
    cell.outcome.twoXxToCaller = index;
    cell.outcome.ghostCallMs = 0.5;
    cell.runClass = QStringLiteral("two-2xx");
    return cell;
}

SweepTable tableOf(const SweepPlan& plan, const QList<int>& indexes)
{
    SweepTable table{sweepHeader(QStringLiteral("two-phones-answer"), plan), {}};
    for (const int index : indexes)
        table.rows.append(sweepRow(plan, cellAt(plan, index)));
    return table;
}
} // namespace

/// Results of sweeps as files: written, read again, merged.
class TestSweepTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonHasTheContractsMembers()
    {
        const SweepPlan plan = planOfSix();
        const auto json
            = QJsonDocument::fromJson(writeSweep(tableOf(plan, {0, 1, 2, 3, 4, 5}), SweepFormat::Json)).object();
        QCOMPARE(json[QStringLiteral("x")].toString(), QStringLiteral("nodes.b1.answer"));
        QVERIFY(json[QStringLiteral("y")].isNull());
        QCOMPARE(json[QStringLiteral("policies")].toArray().size(), 2);
        QCOMPARE(json[QStringLiteral("complete")].toBool(), true);
        const auto cells = json[QStringLiteral("cells")].toArray();
        QCOMPARE(cells.size(), 6);
        const auto last = cells.last().toObject();
        QCOMPARE(last[QStringLiteral("x")].toDouble(), 20.0);
        QCOMPARE(last[QStringLiteral("policy")].toString(), QStringLiteral("invfix"));
        QCOMPARE(last[QStringLiteral("class")].toString(), QStringLiteral("two-2xx"));
        QCOMPARE(last[QStringLiteral("outcome")].toObject()[QStringLiteral("2xx_to_caller")].toInt(), 5);
        QVERIFY(!last.contains(QStringLiteral("shares")));
    }

    void csvHasAHeadLine()
    {
        const SweepPlan plan = planOfSix();
        const QByteArrayList lines = writeSweep(tableOf(plan, {0}), SweepFormat::Csv).split('\n');
        QVERIFY2(lines.at(0).startsWith("nodes.b1.answer (ms),policy,class,2xx_to_caller,2xx_deliveries,"),
            lines.at(0).constData());
        QVERIFY2(lines.at(1).startsWith("0,forward-all,two-2xx,0,0,"), lines.at(1).constData());
    }

    void whatIsWrittenIsReadAgain_data()
    {
        QTest::addColumn<bool>("csv");
        QTest::addColumn<int>("seeds");
        QTest::addColumn<bool>("twoAxes");
        QTest::newRow("JSON") << false << 1 << false;
        QTest::newRow("JSON with two axes and several seeds") << false << 2 << true;
        QTest::newRow("CSV") << true << 1 << false;
        QTest::newRow("CSV with two axes and several seeds") << true << 2 << true;
    }
    void whatIsWrittenIsReadAgain()
    {
        QFETCH(const bool, csv);
        QFETCH(const int, seeds);
        QFETCH(const bool, twoAxes);
        SweepPlan plan = planOfSix();
        plan.seeds = seeds;
        if (twoAxes)
            plan.y = parseSweepAxis(QStringLiteral("links.default.loss=0%:5%:5%")).value();
        SweepTable table = tableOf(plan, {0, 1, 2, 3});
        if (seeds > 1) {
            for (SweepRow& row : table.rows)
                row.shares = {{QStringLiteral("clean"), 0.5}, {QStringLiteral("two-2xx"), 0.5}};
        }
        const auto read = readSweep(writeSweep(table, csv ? SweepFormat::Csv : SweepFormat::Json), QStringLiteral("f"));
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().text()));
        QCOMPARE(read->rows, table.rows);
        if (!csv)
            QCOMPARE(read->header, table.header);
    }

    void aSplitSweepMergesToTheWholeOne_data()
    {
        QTest::addColumn<bool>("csv");
        QTest::newRow("JSON parts") << false;
        QTest::newRow("CSV parts") << true;
    }
    void aSplitSweepMergesToTheWholeOne()
    {
        QFETCH(const bool, csv);
        const auto format = csv ? SweepFormat::Csv : SweepFormat::Json;
        const SweepPlan plan = planOfSix();
        QList<SweepTable> parts;
        for (const QList<int>& cells : {QList<int>{1, 4}, QList<int>{0, 3}, QList<int>{2, 5, 4}}) // 4 is in two of them
            parts += readSweep(writeSweep(tableOf(plan, cells), format), QStringLiteral("f")).value();
        const auto whole = mergeSweeps(parts, {});
        QVERIFY2(whole.has_value(), whole ? "" : qPrintable(whole.error().text()));
        // CSV does not name the policies beyond its rows: they come in the order of the parts.
        QCOMPARE(whole->rows.size(), 6);
        if (!csv) {
            QCOMPARE(*whole, tableOf(plan, {0, 1, 2, 3, 4, 5}));
            QVERIFY(whole->isComplete());
        }
    }

    void aSweepThatWasKilledIsReadUpToItsLastRow_data()
    {
        QTest::addColumn<bool>("csv");
        QTest::newRow("JSON") << false;
        QTest::newRow("CSV") << true;
    }
    void aSweepThatWasKilledIsReadUpToItsLastRow()
    {
        QFETCH(const bool, csv);
        const QByteArray whole
            = writeSweep(tableOf(planOfSix(), {0, 1, 2}), csv ? SweepFormat::Csv : SweepFormat::Json);
        const QByteArray cut = whole.left(whole.lastIndexOf("two-2xx"));
        const auto read = readSweep(cut, QStringLiteral("f"));
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().text()));
        QCOMPARE(read->rows, tableOf(planOfSix(), {0, 1}).rows);
    }

    void refusesToMerge_data()
    {
        QTest::addColumn<bool>("otherSeed");
        QTest::addColumn<QString>("error");
        QTest::newRow("parts of different sweeps")
            << true
            << QStringLiteral("b.json: is no part of the sweep in a.json; merge parts of one scenario with the same "
                              "axes, policies and seeds");
        QTest::newRow("two answers for one cell")
            << false
            << QStringLiteral("b.json: disagrees on the cell x=0 y=0 forward-all; the parts come from different "
                              "programs or scenarios");
    }
    void refusesToMerge()
    {
        QFETCH(const bool, otherSeed);
        QFETCH(const QString, error);
        SweepPlan plan = planOfSix();
        const SweepTable one = tableOf(plan, {0});
        if (otherSeed)
            plan.firstSeed = Seed{2};
        SweepTable other = tableOf(plan, {0});
        other.rows.first().runClass = QStringLiteral("clean");
        const auto merged = mergeSweeps({one, other}, {QStringLiteral("a.json"), QStringLiteral("b.json")});
        QVERIFY(!merged.has_value());
        QCOMPARE(merged.error().text(), error);
    }

    void refusesToRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("error");
        const QString hint = QStringLiteral("; give files that siprace sweep --json or --csv wrote");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("f:1:1: is no result of a sweep") + hint;
        QTest::newRow("another JSON") << QByteArray("{\"a\":1}") << QStringLiteral("f: is no result of a sweep") + hint;
        QTest::newRow("broken JSON") << QByteArray("{\"cells\": [")
                                     << QStringLiteral("f: is no result of a sweep") + hint;
        QTest::newRow("a cell without an outcome")
            << QByteArray("{\"cells\": [{\"x\": 1}]}")
            << QStringLiteral("f: cell 1 is incomplete; a cell has x, policy, outcome and class");
        QTest::newRow("a short row")
            << QByteArray("x,policy,class\n1,invfix,clean\n2,invfix\n")
            << QStringLiteral("f:3:1: the row does not fit the head line; 3 fields, numbers but for policy and class");
        QTest::newRow("a word for a number")
            << QByteArray("x,policy,class\none,invfix,clean\n")
            << QStringLiteral("f:2:1: the row does not fit the head line; 3 fields, numbers but for policy and class");
    }
    void refusesToRead()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, error);
        const auto read = readSweep(bytes, QStringLiteral("f"));
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().text(), error);
    }

    void shardsAreReadAndCoverThePlane()
    {
        SweepPlan plan = planOfSix();
        qint64 all = 0;
        for (int i = 0; i < 4; ++i) {
            plan.shard = *parseSweepShard(QStringLiteral("%1/4").arg(i + 1));
            all += plan.shardCellCount();
        }
        QCOMPARE(all, plan.cellCount());
        for (const auto* wrong : {"", "1", "0/4", "5/4", "a/b", "1/4/2", "-1/4"})
            QVERIFY2(!parseSweepShard(QString::fromLatin1(wrong)).has_value(), wrong);
    }
};

QTEST_GUILESS_MAIN(TestSweepTable)
#include "tst_sweep_table.moc"
