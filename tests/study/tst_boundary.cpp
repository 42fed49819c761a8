#include "Sweep.h"

#include <QTest>

using namespace siprace;

/// The arithmetic of the two-phone race against runs of it.
class TestBoundary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void predicts_data()
    {
        QTest::addColumn<QString>("delayB1");
        QTest::addColumn<QString>("answerB2");
        QTest::addColumn<int>("says"); // 0 one answers, 1 both do, -1 nothing
        QTest::newRow("the race as it ships") << "100ms"
                                              << "300ms" << 1;
        QTest::newRow("the CANCEL is there in the instant of the answer") << "100ms"
                                                                          << "500ms" << 0;
        QTest::newRow("a millisecond before") << "100ms"
                                              << "499ms" << 1;
        QTest::newRow("the second phone answers first") << "200ms"
                                                        << "0ms" << 1;
        QTest::newRow("both answers in one instant, and it matters") << "0ms"
                                                                     << "0ms" << -1;
    }
    void predicts()
    {
        QFETCH(const QString, delayB1);
        QFETCH(const QString, answerB2);
        QFETCH(const int, says);
        const auto source = ScenarioSource::load(race());
        QVERIFY(source.has_value());
        const auto changed = source->with(
            {{QStringLiteral("links.proxy-b1.delay"), delayB1}, {QStringLiteral("nodes.b2.answer"), answerB2}});
        QVERIFY(changed.has_value());
        const auto predicted = predictTwoPhoneRace(*changed);
        QCOMPARE(predicted ? int(predicted->bothAnswer) : -1, says);
    }

    void noCellDisagrees()
    {
        const auto source = ScenarioSource::load(race());
        QVERIFY(source.has_value());
        SweepPlan plan;
        plan.x = *parseSweepAxis(QStringLiteral("links.proxy-b1.delay=0ms:290ms:10ms"));
        plan.y = *parseSweepAxis(QStringLiteral("nodes.b2.answer=0ms:870ms:12ms"));
        plan.policies = {QStringLiteral("forward-all")};
        QStringList wrong;
        int predicted = 0;
        const auto done = runSweep(*source, plan, [&](const SweepCell& cell) {
            predicted += cell.predicted ? 1 : 0;
            if (cell.disagrees())
                wrong += QStringLiteral("%1/%2").arg(plan.x.value(cell.xIndex)).arg(plan.y->value(cell.yIndex));
        });
        QVERIFY(done.has_value());
        QVERIFY2(predicted >= 2000, qPrintable(QString::number(predicted)));
        QCOMPARE(wrong, QStringList());
    }

private:
    static QString race() { return QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/two-phones-answer.yaml"); }
};

QTEST_GUILESS_MAIN(TestBoundary)
#include "tst_boundary.moc"
