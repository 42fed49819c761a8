#include "SweepAxis.h"

#include <QTest>

using namespace siprace;

/// The numeric paths of a race map, and what is refused of them.
class TestSweepAxis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("settings");
        QTest::newRow("milliseconds, both ends included")
            << QStringLiteral("nodes.b2.answer=0ms:60ms:30ms") << QStringLiteral("nodes.b2.answer")
            << QStringList{QStringLiteral("0ms"), QStringLiteral("30ms"), QStringLiteral("60ms")};
        QTest::newRow("a step that does not meet the end stops before it")
            << QStringLiteral("nodes.b2.answer=0ms:50ms:30ms") << QStringLiteral("nodes.b2.answer")
            << QStringList{QStringLiteral("0ms"), QStringLiteral("30ms")};
        QTest::newRow("percent") << QStringLiteral("links.default.loss=0%:1%:0.5%")
                                 << QStringLiteral("links.default.loss")
                                 << QStringList{QStringLiteral("0%"), QStringLiteral("0.5%"), QStringLiteral("1%")};
        QTest::newRow("plain numbers") << QStringLiteral("nodes.caller.max-forwards=0:2:1")
                                       << QStringLiteral("nodes.caller.max-forwards")
                                       << QStringList{QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2")};
        QTest::newRow("tenths do not drift")
            << QStringLiteral("p=0:0.3:0.1") << QStringLiteral("p")
            << QStringList{QStringLiteral("0"), QStringLiteral("0.1"), QStringLiteral("0.2"), QStringLiteral("0.3")};
        QTest::newRow("a bare zero goes with any unit")
            << QStringLiteral("p=0:2s:1s") << QStringLiteral("p")
            << QStringList{QStringLiteral("0ms"), QStringLiteral("1s"), QStringLiteral("2s")};
        QTest::newRow("one value") << QStringLiteral("p=5ms:5ms:1ms") << QStringLiteral("p")
                                   << QStringList{QStringLiteral("5ms")};
        QTest::newRow("a quoted key with '='")
            << QStringLiteral("location.\"sip:a=b@lab\".0.q=0:1:1") << QStringLiteral("location.\"sip:a=b@lab\".0.q")
            << QStringList{QStringLiteral("0"), QStringLiteral("1")};
    }
    void reads()
    {
        QFETCH(const QString, argument);
        QFETCH(const QString, path);
        QFETCH(const QStringList, settings);
        const auto axis = parseSweepAxis(argument);
        QVERIFY2(axis.has_value(), axis ? "" : qPrintable(axis.error().text()));
        QCOMPARE(axis->path, path);
        QStringList all;
        for (int i = 0; i < axis->count(); ++i)
            all += axis->setting(i);
        QCOMPARE(all, settings);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("error");
        const QString example = QStringLiteral("; write PATH=FROM:TO:STEP, for example nodes.b2.answer=0ms:870ms:30ms");
        QTest::newRow("no range") << QStringLiteral("nodes.b2.answer")
                                  << QStringLiteral("axis \"nodes.b2.answer\" is not a range") + example;
        QTest::newRow("no path") << QStringLiteral("=0:1:1")
                                 << QStringLiteral("axis \"=0:1:1\" is not a range") + example;
        QTest::newRow("two parts") << QStringLiteral("p=0:1")
                                   << QStringLiteral("axis \"p=0:1\" is not a range") + example;
        QTest::newRow("a word") << QStringLiteral("p=0:one:1")
                                << QStringLiteral("axis \"p=0:one:1\": \"one\" is not a number of us, ms, s, min or %")
                + example;
        QTest::newRow("an empty end") << QStringLiteral(
            "p=0::1") << QStringLiteral("axis \"p=0::1\": \"\" is not a number of us, ms, s, min or %") + example;
        QTest::newRow("an hour") << QStringLiteral("p=0ms:1h:1ms")
                                 << QStringLiteral(
                                        "axis \"p=0ms:1h:1ms\": \"1h\" is not a number of us, ms, s, min or %")
                + example;
        QTest::newRow("backwards")
            << QStringLiteral("p=9ms:1ms:1ms")
            << QStringLiteral("axis \"p=9ms:1ms:1ms\" runs backwards; write the smaller end first: 1ms:9ms:1ms");
        QTest::newRow("a step of nothing")
            << QStringLiteral("p=0ms:1ms:0ms")
            << QStringLiteral("axis \"p=0ms:1ms:0ms\": step 0ms never arrives; the step must be more than 0");
        QTest::newRow("mixed units") << QStringLiteral(
            "p=0ms:5%:1ms") << QStringLiteral("axis \"p=0ms:5%:1ms\" mixes units; give FROM, TO and STEP the same one");
        QTest::newRow("more values than anybody waits for")
            << QStringLiteral("p=0ms:1000000s:1us")
            << QStringLiteral("axis \"p=0ms:1000000s:1us\" has more than 100,000,000 values; take a larger step");
    }
    void refuses()
    {
        QFETCH(const QString, argument);
        QFETCH(const QString, error);
        const auto axis = parseSweepAxis(argument);
        QVERIFY(!axis.has_value());
        QCOMPARE(axis.error().text(), error);
    }
    void aRangeAloneIsRead()
    {
        const auto axis = parseSweepRange(QStringLiteral("p"), QStringLiteral("0ms: 20ms:10ms"));
        QVERIFY2(axis.has_value(), axis ? "" : qPrintable(axis.error().text()));
        QCOMPARE(axis->path, QStringLiteral("p"));
        QCOMPARE(axis->count(), 3);
        QCOMPARE(parseSweepRange(QStringLiteral("p"), QStringLiteral("0ms:1h:1ms")).error().text(),
            QStringLiteral("\"0ms:1h:1ms\": \"1h\" is not a number of us, ms, s, min or %; "
                           "write FROM:TO:STEP, for example 0ms:500ms:10ms"));
    }
};

QTEST_GUILESS_MAIN(TestSweepAxis)
#include "tst_sweep_axis.moc"
