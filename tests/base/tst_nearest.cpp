#include "Nearest.h"

#include <QTest>

using namespace siprace;

class NearestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void suggestion_data();
    void suggestion();
    void sentence();
};

void NearestTest::suggestion_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("expected");
    QTest::newRow("two letters swapped") << QStringLiteral("anwser") << QStringLiteral("answer");
    QTest::newRow("a letter missing") << QStringLiteral("anser") << QStringLiteral("answer");
    QTest::newRow("a letter too many") << QStringLiteral("rring") << QStringLiteral("ring");
    QTest::newRow("another case") << QStringLiteral("Provisional") << QStringLiteral("provisional");
    QTest::newRow("the nearer of two") << QStringLiteral("rinf") << QStringLiteral("ring");
    QTest::newRow("a long word with several slips") << QStringLiteral("forword-al") << QStringLiteral("forward-all");
    QTest::newRow("nothing is near") << QStringLiteral("elephant") << QString();
    QTest::newRow("a short word that shares no letter") << QStringLiteral("xy") << QString();
    QTest::newRow("nothing was written") << QString() << QString();
}

void NearestTest::suggestion()
{
    QFETCH(const QString, word);
    QFETCH(const QString, expected);
    const QStringList candidates{QStringLiteral("answer"), QStringLiteral("ring"), QStringLiteral("reject"),
        QStringLiteral("provisional"), QStringLiteral("forward-all")};
    QCOMPARE(nearest(word, candidates), expected);
}

void NearestTest::sentence()
{
    QCOMPARE(didYouMean(u"anwser", {QStringLiteral("answer")}), QStringLiteral(": did you mean \"answer\"?"));
    QCOMPARE(didYouMean(u"elephant", {QStringLiteral("answer")}), QString());
}

QTEST_GUILESS_MAIN(NearestTest)
#include "tst_nearest.moc"
