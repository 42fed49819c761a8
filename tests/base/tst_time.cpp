#include "Time.h"

#include <QTest>

using namespace siprace;

/// How times are read from scenarios and written for people.
class TestTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("us");
        QTest::newRow("milliseconds") << QStringLiteral("300ms") << qint64{300'000};
        QTest::newRow("seconds") << QStringLiteral("2s") << qint64{2'000'000};
        QTest::newRow("a fraction of a second") << QStringLiteral("0.5s") << qint64{500'000};
        QTest::newRow("microseconds") << QStringLiteral("150us") << qint64{150};
        QTest::newRow("minutes") << QStringLiteral("3min") << qint64{180'000'000};
        QTest::newRow("a multiple of T1") << QStringLiteral("64*T1") << qint64{32'000'000};
        QTest::newRow("T1 itself") << QStringLiteral("T1") << qint64{500'000};
        QTest::newRow("zero needs no unit") << QStringLiteral("0") << qint64{0};
    }
    void reads()
    {
        QFETCH(const QString, text);
        QFETCH(const qint64, us);
        const auto read = parseDuration(text);
        QVERIFY(read.has_value());
        QCOMPARE(qint64{read->count()}, us);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        for (const auto* text :
            {"", "5", "ms", "-3ms", "3 ms", "1e3ms", "3m", "nan s", "1..5s", "x*T1", "*T1", "9999999999999s"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refuses()
    {
        QFETCH(const QString, text);
        QVERIFY(!parseDuration(text).has_value());
    }

    void aShorterT1MakesAShorterMultiple()
    {
        TimerValues timers;
        timers.T1 = 100ms;
        QCOMPARE(qint64{parseDuration(u"64*T1", timers)->count()}, qint64{6'400'000});
    }

    void whatIsWrittenIsReadAgain_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << qint64{0} << QStringLiteral("0ms");
        QTest::newRow("whole seconds") << qint64{32'000'000} << QStringLiteral("32s");
        QTest::newRow("whole milliseconds") << qint64{1'500'000} << QStringLiteral("1500ms");
        QTest::newRow("microseconds") << qint64{1'501} << QStringLiteral("1501us");
    }
    void whatIsWrittenIsReadAgain()
    {
        QFETCH(const qint64, us);
        QFETCH(const QString, text);
        QCOMPARE(formatDuration(Duration{us}), text);
        QCOMPARE(qint64{parseDuration(text)->count()}, us);
    }

    void forAPerson_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QString>("text");
        QTest::newRow("a ghost call") << qint64{320'000} << QStringLiteral("320 ms");
        QTest::newRow("a fraction matters below ten") << qint64{900} << QStringLiteral("0.9 ms");
        QTest::newRow("seconds with two decimals") << qint64{1'250'000} << QStringLiteral("1.25 s");
        QTest::newRow("many seconds with one") << qint64{32'000'000} << QStringLiteral("32.0 s");
    }
    void forAPerson()
    {
        QFETCH(const qint64, us);
        QFETCH(const QString, text);
        QCOMPARE(humanDuration(Duration{us}), text);
    }
};

QTEST_GUILESS_MAIN(TestTime)
#include "tst_time.moc"
