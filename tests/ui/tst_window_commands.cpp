#include "CommandPalette.h"
#include "CompareColumn.h"
#include "CompareView.h"
#include "MessageTable.h"
#include "ScenarioEditor.h"
#include "WindowFixture.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QLayout>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QTableView>

#include <functional>

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
    void everyActionIsInAMenu();
    void everyPartHasANameAndIsReached();
    void theWindowRemembers();
};

namespace {

/// Opens a part of the window as a person would; false when it does not come.
using Page = std::pair<const char*, std::function<bool(const WindowFixture&)>>;

bool press(const WindowFixture& fixture, Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(fixture.window.get(), key, modifiers);
    return true;
}

bool trigger(const WindowFixture& fixture, const QString& name)
{
    fixture.window->findChild<QAction*>(name)->trigger();
    return true;
}

bool compare(const WindowFixture& fixture)
{
    press(fixture, Qt::Key_D, Qt::ControlModifier);
    const bool isThere = QTest::qWaitFor([&] { return fixture.part<CompareView>()->columns().size() == 2; }, 20'000);
    fixture.press(u"+ Settings…"_s);
    fixture.part<CompareView>()->findChild<QPushButton*>(u"listDifferences"_s)->click();
    return isThere;
}

const QList<Page> pages{{"the run", [](const WindowFixture& f) { return f.runVirtually(u"drop-late-2xx"_s); }},
    {"by hand", [](const WindowFixture& f) { return press(f, Qt::Key_3, Qt::ControlModifier); }},
    {"the search", [](const WindowFixture& f) { return press(f, Qt::Key_F, Qt::ControlModifier); }},
    {"the story", [](const WindowFixture& f) { return trigger(f, u"story-tell"_s); }},
    {"the table", [](const WindowFixture& f) { return press(f, Qt::Key_4, Qt::ControlModifier); }},
    {"a question",
        [](const WindowFixture& f) {
            f.part<NoticeBar>()->ask(u"Which one?"_s, {{u"This"_s, [] {}}, {u"That"_s, [] {}}});
            return true;
        }},
    {"the editor", [](const WindowFixture& f) { return press(f, Qt::Key_F4); }}, {"the comparison", compare},
    {"the map", [](const WindowFixture& f) { return press(f, Qt::Key_M, Qt::ControlModifier); }},
    {"other endings",
        [](const WindowFixture& f) { return press(f, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier); }},
    {"a prediction", [](const WindowFixture& f) {
         press(f, Qt::Key_Left, Qt::AltModifier);
         return trigger(f, u"predict-first"_s) && press(f, Qt::Key_F5);
     }}};

/// What Tab goes to, as far as a person sees it.
QList<QWidget*> focusable(const QWidget& window)
{
    QList<QWidget*> found;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const bool isPart = widget->window() == &window && widget->isVisible() && widget->isEnabled()
            && (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr;
        if (isPart)
            found.append(widget);
    }
    return found;
}

QString describe(const QWidget& widget)
{
    return u"%1 \"%2\" in %3"_s.arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName(),
        QString::fromLatin1(widget.parentWidget()->metaObject()->className()));
}

void addActions(const QList<QAction*>& actions, QSet<const QAction*>& into)
{
    for (QAction* action : actions) {
        into.insert(action);
        if (action->menu() != nullptr) {
            Q_EMIT action->menu()->aboutToShow();
            addActions(action->menu()->actions(), into);
        }
    }
}

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

/// With a text, so that the palette has it too, and its key beside it.
void WindowCommandsTest::everyActionIsInAMenu()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QSet<const QAction*> inMenus;
    addActions(fixture.window->menuBar()->actions(), inMenus);
    for (const QPushButton* button : fixture.window->findChildren<QPushButton*>()) {
        if (button->menu() != nullptr) // those of a page: the menu Page has them while it is shown
            addActions(QList{button->menu()->menuAction()} + button->menu()->actions(), inMenus);
    }
    QStringList missing;
    for (const QAction* action : fixture.window->findChildren<QAction*>()) {
        const bool isOfAField = qobject_cast<const QLineEdit*>(action->parent()) != nullptr;
        if (!action->isSeparator() && action->menu() == nullptr && !isOfAField && !inMenus.contains(action))
            missing.append(
                action->text() + u" of "_s + QString::fromLatin1(action->parent()->metaObject()->className()));
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
}

/// On every page: for who listens to the window, and for who has no mouse, who is caught nowhere either.
void WindowCommandsTest::everyPartHasANameAndIsReached()
{
    const WindowFixture fixture;
    QStringList faults;
    for (const auto& [page, open] : pages) {
        QVERIFY2(open(fixture), page);
        const QList<QWidget*> parts = focusable(*fixture.window);
        QVERIFY2(parts.size() > 3, page);
        parts.first()->setFocus(Qt::TabFocusReason);
        QSet<const QWidget*> reached;
        for (qsizetype step = 0; step < 2 * parts.size(); ++step) {
            reached.insert(QApplication::focusWidget());
            const bool isText
                = qobject_cast<ScenarioEditor*>(QApplication::focusWidget()) != nullptr; // Tab indents there
            QTest::keyClick(QApplication::focusWidget(), isText ? Qt::Key_Escape : Qt::Key_Tab);
        }
        for (QWidget* widget : parts) {
            QAccessibleInterface* read = QAccessible::queryAccessibleInterface(widget);
            if (read == nullptr || read->text(QAccessible::Name).isEmpty())
                faults.append(u"%1: no name: %2"_s.arg(QString::fromLatin1(page), describe(*widget)));
            if (!reached.contains(widget))
                faults.append(u"%1: Tab does not reach %2"_s.arg(QString::fromLatin1(page), describe(*widget)));
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
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
