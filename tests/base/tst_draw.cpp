#include "Draw.h"

#include <QTest>

#include <cmath>

using namespace siprace;

/// Chance that is a function of the seed and of what is asked.
class TestDraw : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameQuestionHasTheSameAnswer()
    {
        QCOMPARE(draw(Seed{7}, "loss proxy>b1 200/INVITE 1"), draw(Seed{7}, "loss proxy>b1 200/INVITE 1"));
    }
    void anotherSeedGivesAnotherAnswer() { QVERIFY(draw(Seed{1}, "x") != draw(Seed{2}, "x")); }
    void anotherKeyGivesAnotherAnswer() { QVERIFY(draw(Seed{1}, "copy 1") != draw(Seed{1}, "copy 2")); }

    void answersAreSpreadEvenly()
    {
        // 10,000 similar keys over ten bins: 1000 each, a standard deviation of 30; five of them is 150.
        int bins[10] = {};
        for (int i = 0; i < 10'000; ++i) {
            const double value = draw(Seed{1}, "jitter proxy>b1 " + QByteArray::number(i));
            QVERIFY(value >= 0 && value < 1);
            ++bins[static_cast<int>(value * 10)];
        }
        for (const int count : bins)
            QVERIFY2(std::abs(count - 1000) < 150, qPrintable(QString::number(count)));
    }

    void aBoundIsNeverReached()
    {
        QCOMPARE(drawBelow(Seed{1}, "x", 0), std::uint64_t{0});
        bool reachedTop = false;
        for (int i = 0; i < 200; ++i) {
            const auto value = drawBelow(Seed{3}, QByteArray::number(i), 5);
            QVERIFY(value < 5);
            reachedTop = reachedTop || value == 4;
        }
        QVERIFY(reachedTop);
    }
};

QTEST_GUILESS_MAIN(TestDraw)
#include "tst_draw.moc"
