#include "CommandPalette.h"
#include "MessageTable.h"
#include "WindowFixture.h"

#include <QAbstractItemModelTester>
#include <QLayout>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Commands by a few letters, messages as rows, and what the window remembers.
class WindowCommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCommandIsFoundByAFewLetters();
    void everyKeyOpensOneThing();
    void theNearestCommandComesFirst_data();
    void theNearestCommandComesFirst();
    void theMenuOfThePageIsThereWhereItHasSomething();
    void escapeLeavesThePalette();
    void messagesAreRows();
    void theTableFollowsTheSelection();
    void everyButtonOfAPageIsInAMenu();
    void headersAreChangedFromAMenu();
    void theSizeOfEverythingChangesAtOnce();
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

/// What is called so, not what only lies in a menu of that name or has the word in the middle.
void WindowCommandsTest::theNearestCommandComesFirst_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("first");
    QTest::newRow("the theme") << u"dark"_s << u"View › Theme › Dark"_s;
    QTest::newRow("a beginning") << u"compare"_s << u"Run › Compare policies"_s;
    QTest::newRow("in the name") << u"endings"_s << u"Run › Find other endings…"_s;
}

void WindowCommandsTest::theNearestCommandComesFirst()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, first);
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    CommandPalette* palette = openPalette(fixture);
    QTest::keyClicks(palette->findChild<QLineEdit*>(), typed);
    QCOMPARE(palette->model()->index(0, 0).data().toString(), first);
    QTest::keyClicks(palette->findChild<QLineEdit*>(), u"zzz"_s);
    QCOMPARE(palette->model()->rowCount(), 0);
}

/// The page of the run has nothing of its own; others have.
void WindowCommandsTest::theMenuOfThePageIsThereWhereItHasSomething()
{
    const WindowFixture fixture;
    const auto actions = fixture.window->menuBar()->actions();
    const auto page = std::ranges::find(actions, u"&Page"_s, &QAction::text);
    QVERIFY(page != actions.end());
    QVERIFY(!(*page)->isVisible());
    fixture.press(u"Edit"_s);
    QVERIFY((*page)->isVisible());
    fixture.press(u"Back"_s);
    QVERIFY(!(*page)->isVisible());
    fixture.part<NoticeBar>()->show(u"Trouble"_s, {});
    QVERIFY((*page)->isVisible());
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
    QStringList fates;
    for (int row = 0; row < table->messages()->rowCount(); ++row)
        fates.append(table->messages()->index(row, MessageTableModel::FateOf).data().toString());
    QVERIFY2(fates.contains(u"discarded"_s), qPrintable(fates.join(u'\n')));
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
    fixture.part<LadderView>()->select(0); // nothing; then the same row again
    const QRect row = table->visualRect(table->model()->index(5, MessageTableModel::Message));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(fixture.part<LadderView>()->selected(), 6);
}

void WindowCommandsTest::everyButtonOfAPageIsInAMenu()
{
    const WindowFixture fixture;
    fixture.press(u"Compare"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(u"Only differences"_s), 20'000);
    CommandPalette* palette = openPalette(fixture);
    auto* text = palette->findChild<QLineEdit*>();
    QTest::keyClicks(text, u"only diff"_s);
    QCOMPARE(palette->model()->rowCount(), 1);
    QTest::keyClick(text, Qt::Key_Return);
    QVERIFY(fixture.button(u"Only differences"_s)->isChecked());
    palette = openPalette(fixture);
    QTest::keyClicks(text, u"back to the run"_s);
    QVERIFY(palette->model()->rowCount() >= 1);
    QTest::keyClick(text, Qt::Key_Escape);
}

void WindowCommandsTest::headersAreChangedFromAMenu()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    const auto run = [&](const QString& words) {
        CommandPalette* palette = openPalette(fixture);
        auto* text = palette->findChild<QLineEdit*>();
        text->setText(words);
        QTest::keyClick(text, Qt::Key_Return);
    };
    run(u"Nodes B1 Shown"_s);
    QVERIFY(ladder->options().hiddenNodes.contains(2));
    run(u"Nodes B1 Shown"_s);
    QVERIFY(ladder->options().hiddenNodes.isEmpty());
    run(u"Nodes B2 left"_s);
    QCOMPARE(ladder->layout().lanes().at(2).node, 3);
    run(u"Nodes Caller Rename"_s);
    auto* field = ladder->findChild<QLineEdit*>(u"rename"_s);
    QVERIFY(field);
    field->setText(u"Alice"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(ladder->options().aliases.value(0), u"Alice"_s);
    const int ring = fixture.message(u"180 b1"_s);
    ladder->select(ring);
    const Instant before = *fixture.trace().messages.at(ring - 1).arrived;
    run(u"10 ms later"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged() && fixture.trace().messages.size() > ring
            && *fixture.trace().messages.at(ring - 1).arrived == before + 10ms,
        20'000);
    QCOMPARE(ladder->selected(), ring); // to go on with
}

/// Words, margins and the ladder; and what was selected and scrolled to stays.
void WindowCommandsTest::theSizeOfEverythingChangesAtOnce()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.window->resize(2200, 1300);
    auto* ladder = fixture.part<LadderView>();
    ladder->select(6);
    QPushButton* run = fixture.button(u"Run"_s);
    const QSize before = run->sizeHint();
    const QMargins margins = fixture.part<TopBar>()->layout()->contentsMargins();
    const double points = fixture.part<LibraryPanel>()->font().pointSizeF();
    const int rowHeight = fixture.part<LinksPanel>()->table()->rowHeight(0);
    const QImage small = fixture.window->grab().toImage();
    fixture.window->findChild<QAction*>(u"scale-200"_s)->trigger();
    QApplication::processEvents();
    QVERIFY(qAbs(run->sizeHint().height() - 2 * before.height()) <= 6);
    QCOMPARE(fixture.part<TopBar>()->layout()->contentsMargins(), margins * 2);
    QCOMPARE(fixture.part<LibraryPanel>()->font().pointSizeF(), 2 * points);
    QCOMPARE(fixture.part<LinksPanel>()->table()->rowHeight(0), 2 * rowHeight);
    QCOMPARE(ladder->scale(), 2.0);
    QCOMPARE(ladder->selected(), 6);
    const auto arrow = ladder->layout().arrow(3); // a click finds it where it is painted
    const QPointF middle = (arrow->from + arrow->to) / 2 + QPointF(0, LadderLayout::headerHeight() - ladder->scrollY());
    QTest::mouseClick(ladder->viewport(), Qt::LeftButton, {}, (middle * 2).toPoint());
    QCOMPARE(ladder->selected(), 3);
    keepPicture(*fixture.window, u"size-200"_s);
    fixture.window->findChild<QAction*>(u"scale-100"_s)->trigger();
    QApplication::processEvents();
    QCOMPARE(fixture.part<TopBar>()->layout()->contentsMargins(), margins);
    QCOMPARE(run->sizeHint(), before);
    ladder->select(6);
    QCOMPARE(fixture.window->grab().toImage().size(), small.size());
    QCOMPARE(QSettings().value(u"window/scale"_s).toInt(), 100);
}

void WindowCommandsTest::theWindowRemembers()
{
    const WindowFixture fixture;
    fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/loser-cancelled.yaml"));
    fixture.pick(u"policy"_s, u"invfix"_s);
    fixture.action(u"&Inspector"_s)->setChecked(false);
    QVERIFY(fixture.window->close());
    Theme theme(*qApp);
    MainWindow again(theme);
    again.openAtStart({});
    QCOMPARE(again.document().scenario().id, u"loser-cancelled"_s);
    QCOMPARE(again.findChild<TopBar*>()->policy(), u"invfix"_s);
    QVERIFY(again.findChild<InspectorPanel*>()->isHidden());
    again.show();
    QTRY_VERIFY(again.findChild<RunPage*>()->leftPanel()->isVisible());
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowCommandsTest)
#include "tst_window_commands.moc"
