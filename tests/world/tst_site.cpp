#include "../scenario/ShippedScenarios.h"
#include "Check.h"
#include "Loader.h"
#include "Policies.h"
#include "RunJson.h"
#include "World.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Runs that follow one another on the same sockets and agents: what one leaves behind never shows in the next.
class SiteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSameBytesAsOnFreshGround_data();
    void theSameBytesAsOnFreshGround();
    void aRunCutShortLeavesNothing();
    void hundredsOfRuns();

private:
    SiteKeeper m_keeper; ///< of all rows: each stands where the one before stood
};

namespace {
QByteArray bytesOf(const Scenario& scenario, const QString& policy, SiteKeeper* keeper)
{
    RunOptions options;
    options.policy = policy;
    const auto trace = runScenario(scenario, options, keeper);
    return trace ? savedTrace(*trace, judge(*trace)) : trace.error().text().toUtf8();
}
} // namespace

void SiteTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true); // some scenarios have a store
}

void SiteTest::theSameBytesAsOnFreshGround_data()
{
    QTest::addColumn<QString>("path");
    for (const QString& path : shippedScenarios())
        QTest::newRow(qPrintable(QFileInfo(path).completeBaseName())) << path;
}

void SiteTest::theSameBytesAsOnFreshGround()
{
    QFETCH(const QString, path);
    const auto scenario = loadScenario(path);
    QVERIFY(scenario);
    for (const proxy::Policy& policy : proxy::policies()) {
        const QString id = policy.id.toString();
        const QByteArray fresh = bytesOf(*scenario, id, nullptr);
        QCOMPARE(bytesOf(*scenario, id, &m_keeper), fresh);
        QCOMPARE(bytesOf(*scenario, id, &m_keeper), fresh);
    }
}

void SiteTest::aRunCutShortLeavesNothing()
{
    const auto scenario = loadScenario(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/two-phones-answer.yaml"));
    QVERIFY(scenario);
    const QByteArray fresh = bytesOf(*scenario, u"forward-all"_s, nullptr);
    for (const int messages : {1, 3, 7, 12, 20}) { // the call is up, half up, ringing, not yet there
        {
            const auto world = World::build(*scenario, {}, &m_keeper);
            QVERIFY(world);
            for (int i = 0; i < messages; ++i)
                (*world)->advance(true, std::chrono::milliseconds::max());
        }
        QCOMPARE(bytesOf(*scenario, u"forward-all"_s, &m_keeper), fresh);
    }
}

void SiteTest::hundredsOfRuns()
{
    // Long enough for a site to be given up, because the stack's time has gone on from run to run.
    const auto scenario = loadScenario(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/two-phones-answer.yaml"));
    QVERIFY(scenario);
    const QByteArray first = bytesOf(*scenario, u"drop-late-2xx"_s, &m_keeper);
    SiteKeeper keeper;
    for (int i = 0; i < 500; ++i) {
        const QByteArray bytes = bytesOf(*scenario, u"drop-late-2xx"_s, &keeper);
        QCOMPARE(bytes, first);
    }
}

QTEST_GUILESS_MAIN(SiteTest)
#include "tst_site.moc"
