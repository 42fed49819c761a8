#include "Result.h"
#include "RuleBook.h"

#include <QRegularExpression>
#include <QTest>

using namespace siprace;

/// The rules that reasons and findings cite, and the form of an error.
class TestRuleBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsAreUniqueAndAscend()
    {
        QVERIFY(!ruleBook().empty());
        QString last;
        for (const Rule& rule : ruleBook()) {
            QVERIFY2(rule.id > last, qPrintable(rule.id.toString()));
            QVERIFY2(QRegularExpression(QStringLiteral("^R-\\d{3}$")).match(rule.id).hasMatch(),
                qPrintable(rule.id.toString()));
            QVERIFY2(!rule.reference.isEmpty(), qPrintable(rule.id.toString()));
            last = rule.id.toString();
        }
    }
    void aRuleIsFoundById()
    {
        const Rule* rule = findRule(u"R-259");
        QVERIFY(rule != nullptr);
        QCOMPARE(rule->name.toString(), QStringLiteral("forward-late-2xx"));
        QCOMPARE(citation(u"R-259"), QStringLiteral("R-259 · RFC 3261 §16.7 step 5"));
    }
    void anUnknownRuleIsCitedByItsIdAlone()
    {
        QVERIFY(findRule(u"R-999") == nullptr);
        QCOMPARE(citation(u"R-999"), QStringLiteral("R-999"));
    }

    void anErrorSaysWhereAndWhatInstead_data()
    {
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("hint");
        QTest::addColumn<QString>("text");
        QTest::newRow("with a place and a hint")
            << 17 << QStringLiteral("write 5%") << QStringLiteral("a.yaml:17:31: loss \"5\"; write 5%");
        QTest::newRow("without a hint") << 17 << QString() << QStringLiteral("a.yaml:17:31: loss \"5\"");
        QTest::newRow("about the whole file") << 0 << QString() << QStringLiteral("a.yaml: loss \"5\"");
    }
    void anErrorSaysWhereAndWhatInstead()
    {
        QFETCH(const int, line);
        QFETCH(const QString, hint);
        QFETCH(const QString, text);
        QCOMPARE((Diagnostic{{QStringLiteral("a.yaml"), line, 31}, QStringLiteral("loss \"5\""), hint}).text(), text);
    }
};

QTEST_GUILESS_MAIN(TestRuleBook)
#include "tst_rule_book.moc"
