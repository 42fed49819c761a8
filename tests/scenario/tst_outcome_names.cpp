#include "Check.h"
#include "OutcomeNames.h"

#include <QTest>

using namespace siprace;

/// What `expect` may name is what is measured, in the same order.
class OutcomeNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNameIsMeasured()
    {
        QStringList measured;
        for (const auto& [name, value] : outcomeValues(Outcome()))
            measured += name;
        QStringList expected;
        for (const QStringView name : outcomeNames())
            expected += name.toString();
        QCOMPARE(measured, expected);
    }

    void anEmptyTraceHasAClassThatExpectKnows()
    {
        const QString runClass = judge(Trace()).runClass;
        QVERIFY2(std::ranges::find(runClasses(), QStringView(runClass)) != runClasses().end(), qPrintable(runClass));
    }
};

QTEST_GUILESS_MAIN(OutcomeNames)
#include "tst_outcome_names.moc"
