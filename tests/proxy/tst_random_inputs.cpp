#include "Policies.h"
#include "RandomRun.h"

#include <QTest>

#include <random>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// Whatever comes in whatever order, some things never happen. RFC 3261 §9.1, §16.7; every seed is printed when it
/// fails.
class TestRandomInputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void invariants_data();
    void invariants();
};

namespace {
constexpr int runsPerPolicy = 400;
constexpr int inputsPerRun = 40;

} // namespace

void TestRandomInputs::invariants_data()
{
    QTest::addColumn<QString>("policy");
    for (const Policy& policy : policies())
        QTest::newRow(qPrintable(policy.id.toString() + u": what must never happen does not"_s))
            << policy.id.toString();
}

void TestRandomInputs::invariants()
{
    QFETCH(const QString, policy);
    for (unsigned seed = 1; seed <= runsPerPolicy; ++seed) {
        std::mt19937 random(seed);
        const Choose choose = [&random](unsigned bound) { return unsigned(random() % bound); };
        const QString broken = brokenRandomRun(policy, choose, inputsPerRun);
        QVERIFY2(broken.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(broken)));
    }
}

QTEST_GUILESS_MAIN(TestRandomInputs)
#include "tst_random_inputs.moc"
