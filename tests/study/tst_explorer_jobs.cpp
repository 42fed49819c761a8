#include "ExploreSamples.h"

#include <QJsonDocument>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// The explorer's threads: the same report whatever their number, and an end that comes when it is asked for.
class ExplorerJobsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameBytesWhateverTheThreads();
    void theBudgetIsKept();
    void stoppedAtOnce();
};

void ExplorerJobsTest::sameBytesWhateverTheThreads()
{
    const Scenario scenario = shipped(u"any-order-lost-ack"_s);
    QList<QByteArray> reports;
    for (const int jobs : {1, 3}) {
        ExploreOptions options = optionsFor(u"drop-late-2xx"_s, 1);
        options.jobs = jobs;
        const auto found = explore(scenario, options);
        QVERIFY(found);
        reports += explorationJson(*found);
    }
    QCOMPARE(reports.at(1), reports.at(0));
}

void ExplorerJobsTest::theBudgetIsKept()
{
    ExploreOptions options = optionsFor(u"forward-all"_s);
    options.budget = 7;
    int last = 0;
    options.progress = [&](int replays, int) { last = replays; };
    const auto found = explore(shipped(u"any-order-two-phones"_s), options);
    QVERIFY(found);
    QCOMPARE(found->reach, Exploration::Reach::Budget);
    QCOMPARE(QJsonDocument::fromJson(explorationJson(*found))["reach"_L1].toString(), u"budget"_s);
    QCOMPARE(found->replays, 7);
    QCOMPARE(last, 7);
    QVERIFY(!found->endings.isEmpty());
}

void ExplorerJobsTest::stoppedAtOnce()
{
    const std::atomic<bool> stop = true;
    ExploreOptions options = optionsFor(u"forward-all"_s);
    options.stop = &stop;
    const auto found = explore(shipped(u"any-order-two-phones"_s), options);
    QVERIFY(found);
    QCOMPARE(found->reach, Exploration::Reach::Stopped);
    QVERIFY(explorationText(*found).contains(u"it was stopped"));
    QCOMPARE(found->replays, 0);
}

QTEST_GUILESS_MAIN(ExplorerJobsTest)
#include "tst_explorer_jobs.moc"
