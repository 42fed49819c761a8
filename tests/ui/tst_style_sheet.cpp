#include "StyleSheet.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

using namespace siprace::ui;

/// One wrong rule costs every rule behind it, and Qt says so in a line that nobody reads.
class StyleSheetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRead_data();
    void isRead();
};

void StyleSheetTest::isRead_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void StyleSheetTest::isRead()
{
    QFETCH(const bool, isDark);
    const QString sheet = styleSheet(isDark ? darkShades() : lightShades(), 10);
    QVERIFY2(!sheet.contains(u'@'), "a colour without a value");
    QTest::failOnWarning(QRegularExpression(QStringLiteral("stylesheet")));
    qApp->setStyleSheet(sheet);
}

QTEST_MAIN(StyleSheetTest)
#include "tst_style_sheet.moc"
