#include "CommandPalette.h"
#include "MessageTable.h"
#include "WindowFixture.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Commands by a few letters, messages as rows, and what the window remembers.
class WindowCommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCommandIsFoundByAFewLetters();
    void everyKeyOpensOneThing();
    void escapeLeavesThePalette();
    void messagesAreRows();
    void theTableFollowsTheSelection();
    void theWindowRemembers();
};

namespace {

CommandPalette* openPalette(const WindowFixture& fixture)
{
    fixture.action(u"&Find a command"_s)->trigger();
    return fixture.part<CommandPalette>();
}

} // namespace

void WindowCommandsTest::aCommandIsFoundByAFewLetters()
{
    const WindowFixture fixture;
    CommandPalette* palette = openPalette(fixture);
    const QAbstractItemModelTester tester(palette->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(palette->isVisible());
    const int all = palette->model()->rowCount();
    QVERIFY2(all > 40, qPrintable(QString::number(all)));
    auto* text = palette->findChild<QLineEdit*>();
    QTest::keyClicks(text, u"dark theme"_s);
    QCOMPARE(palette->model()->rowCount(), 1);
    QTest::keyClick(text, Qt::Key_Return);
    QVERIFY(palette->isHidden());
    QVERIFY(fixture.theme->isDark());
    fixture.theme->choose(ThemeChoice::Light);
}

/// Two actions on one key would both be dead.
void WindowCommandsTest::everyKeyOpensOneThing()
{
    const WindowFixture fixture;
    QHash<QString, QString> taken;
    for (const QAction* action : fixture.window->findChildren<QAction*>()) {
        const QString key = action->shortcut().toString();
        if (key.isEmpty())
            continue;
        QVERIFY2(!taken.contains(key), qPrintable(key + u": "_s + taken.value(key) + u" / "_s + action->text()));
        taken.insert(key, action->text());
    }
}

void WindowCommandsTest::escapeLeavesThePalette()
{
    const WindowFixture fixture;
    fixture.part<LadderView>()->setFocus();
    CommandPalette* palette = openPalette(fixture);
    QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Escape);
    QVERIFY(palette->isHidden());
    QTRY_COMPARE(QApplication::focusWidget(), fixture.part<LadderView>());
}

void WindowCommandsTest::messagesAreRows()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"drop-late-2xx"_s));
    fixture.action(u"Messages as a &table"_s)->setChecked(true);
    auto* table = fixture.part<MessageTable>();
    const QAbstractItemModelTester tester(table->messages(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(table->isVisible());
    QVERIFY(fixture.part<LadderView>()->isHidden());
    QCOMPARE(table->messages()->rowCount(), 29);
    QCOMPARE(table->messages()->index(0, MessageTableModel::Message).data().toString(), u"INVITE"_s);
    QCOMPARE(table->messages()->index(0, MessageTableModel::From).data().toString(), u"Caller A"_s);
    QStringList arrivals;
    for (int row = 0; row < table->messages()->rowCount(); ++row)
        arrivals.append(table->messages()->index(row, MessageTableModel::Arrived).data().toString());
    QVERIFY2(arrivals.contains(u"610.0 ms, discarded"_s), qPrintable(arrivals.join(u'\n')));
    QVERIFY(!table->accessibleName().isEmpty());
}

void WindowCommandsTest::theTableFollowsTheSelection()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.part<LadderView>()->select(5);
    fixture.action(u"Messages as a &table"_s)->setChecked(true);
    auto* table = fixture.part<MessageTable>();
    QCOMPARE(table->currentIndex().row(), 4);
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(fixture.part<LadderView>()->selected(), 6);
    QVERIFY(fixture.part<InspectorPanel>()->messageText().size() > 50);
}

void WindowCommandsTest::theWindowRemembers()
{
    const WindowFixture fixture;
    fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/loser-cancelled.yaml"));
    fixture.pick(u"policy"_s, u"invfix"_s);
    QVERIFY(fixture.window->close());
    Theme theme(*qApp);
    MainWindow again(theme);
    again.openAtStart({});
    QCOMPARE(again.document().scenario().id, u"loser-cancelled"_s);
    QCOMPARE(again.findChild<TopBar*>()->policy(), u"invfix"_s);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowCommandsTest)
#include "tst_window_commands.moc"
