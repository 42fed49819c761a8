#include "ColumnEditor.h"
#include "CompareColumn.h"
#include "CompareView.h"
#include "RaceMapPage.h"
#include "WindowFixture.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QCompleter>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Comparison and race map in the real window, driven as a person would, offscreen.
class WindowStudiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aColumnHasSettingsOfItsOwn();
    void aWrongSettingIsExplained_data();
    void aWrongSettingIsExplained();
    void bothSpacingsShareTheAxis_data();
    void bothSpacingsShareTheAxis();
    void onlyDifferencesLeavesTheRestOut();
    void theListOfDifferencesSelects();
    void sideBySideIsExported_data();
    void sideBySideIsExported();
    void aPlaneIsProposed();
    void theMapFills();
    void aRangeThatIsNoneIsMarked_data();
    void aRangeThatIsNoneIsMarked();
    void hoverTellsTheValues();
    void aClickOpensThatVeryRun();
    void aRectangleIsRunFiner();
    void cancelKeepsWhatIsDone();
    void anotherScenarioHasAMapOfItsOwn();
    void aCellIsACopyAndItsMapStays();
    void theMapIsExported();
    void thePolicyOfTheRunIsCompared();
    void whatIsComparedCanBeReadInANarrowWindow();
    void theBoundaryIsDrawn();
    void aCellThatDisagreesIsMarked();
    void theWindowAnswersWhileAMapFills();

private:
    static void openMap(
        const WindowFixture& fixture, const QString& x, const QString& xRange, const QString& y, const QString& yRange);
    static void runMap(const WindowFixture& fixture);
};

namespace {

CompareView* openCompare(const WindowFixture& fixture)
{
    fixture.press(u"Compare"_s);
    auto* compare = fixture.part<CompareView>();
    return QTest::qWaitFor([compare] { return compare->columns().size() == 2; }, 20'000) ? compare : nullptr;
}

QLineEdit* field(const WindowFixture& fixture, const QString& accessibleName)
{
    for (auto* edit : fixture.part<RaceMapPanel>()->findChildren<QLineEdit*>()) {
        if (edit->accessibleName() == accessibleName)
            return edit;
    }
    return nullptr;
}

RaceMapView* mapOf(const WindowFixture& fixture)
{
    return fixture.part<RaceMapPanel>()->view();
}

/// Moves the pointer onto a cell, as a person would.
void hover(RaceMapView* map, const RaceMapView::Place& place)
{
    QTest::mouseMove(map, QPoint(1, 1));
    QTest::mouseMove(map, map->cellRect(place).center().toPoint());
}

} // namespace

void WindowStudiesTest::openMap(
    const WindowFixture& fixture, const QString& x, const QString& xRange, const QString& y, const QString& yRange)
{
    fixture.press(u"Race map"_s);
    const auto choose = [&](const QString& name, const QString& path, const QString& range) {
        for (auto* box : fixture.part<RaceMapPanel>()->findChildren<QComboBox*>()) {
            if (box->accessibleName() == name + u": path"_s)
                box->setCurrentText(path);
        }
        field(fixture, name + u": from, to and step"_s)->setText(range);
    };
    choose(u"Across"_s, x, xRange);
    choose(u"Up"_s, y, yRange);
}

void WindowStudiesTest::runMap(const WindowFixture& fixture)
{
    fixture.press(u"Run map"_s);
    auto* panel = fixture.part<RaceMapPanel>();
    QTRY_VERIFY_WITH_TIMEOUT(!panel->isRunning(), 60'000);
    QCOMPARE(panel->view()->data().done(), panel->view()->data().plan().cellCount());
}

void WindowStudiesTest::aColumnHasSettingsOfItsOwn()
{
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    QTest::mouseClick(compare->findChild<QPushButton*>(u"addSettings"_s), Qt::LeftButton);
    auto* edit = compare->findChild<QLineEdit*>(u"columnSettings"_s);
    QVERIFY(edit->isVisible());
    QTest::keyClicks(edit, u"nodes.b2.answer=5s"_s);
    edit->completer()->popup()->hide();
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 3, 20'000);
    const ComparedRun& extra = compare->comparison().runs.at(2);
    QCOMPARE(extra.label, u"forward-all, nodes.b2.answer=5s"_s);
    QCOMPARE(extra.verdict.outcome.twoXxToCaller, 1);
    QCOMPARE(compare->comparison().runs.first().verdict.outcome.twoXxToCaller, 2);

    QPushButton* away = fixture.button(u"answer=5s  ✕"_s);
    QVERIFY(away);
    QTest::mouseClick(away, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 2, 20'000);
}

void WindowStudiesTest::aWrongSettingIsExplained_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing was written") << QString() << u"PATH=VALUE"_s;
    QTest::newRow("no value") << u"nodes.b2.answer"_s << u"nodes.b2.answer"_s;
    QTest::newRow("a node that is not there") << u"nodes.b7.answer=1s"_s << u"b7"_s;
    QTest::newRow("a unit that is none") << u"nodes.b2.answer=1 sheep"_s << u"sheep"_s;
}

void WindowStudiesTest::aWrongSettingIsExplained()
{
    QFETCH(const QString, setting);
    QFETCH(const QString, says);
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    QTest::mouseClick(compare->findChild<QPushButton*>(u"addSettings"_s), Qt::LeftButton);
    compare->findChild<QLineEdit*>(u"columnSettings"_s)->setText(setting);
    QTest::mouseClick(fixture.button(u"Add column"_s), Qt::LeftButton);
    const auto labels = compare->findChild<ColumnEditor*>()->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
        [&](const QLabel* label) { return label->isVisible() && label->text().contains(says); }));
    QCOMPARE(compare->columns().size(), 2);
}

void WindowStudiesTest::bothSpacingsShareTheAxis_data()
{
    QTest::addColumn<bool>("isEven");
    QTest::newRow("in true time") << false;
    QTest::newRow("with one row a message") << true;
}

void WindowStudiesTest::bothSpacingsShareTheAxis()
{
    QFETCH(const bool, isEven);
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    if (isEven)
        fixture.press(u"Even spacing"_s);
    const LadderLayout& one = compare->columns().at(0)->ladder()->layout();
    const LadderLayout& other = compare->columns().at(1)->ladder()->layout();
    QCOMPARE(one.options().spacing, isEven ? Spacing::Even : Spacing::TrueTime);
    QCOMPARE(one.height(), other.height());
    int compared = 0;
    for (const MatchedMessage& match : compare->comparison().messages) {
        if (match.kind != MatchedMessage::Kind::Common)
            continue;
        QCOMPARE(one.arrow(match.n.at(0))->from.y(), other.arrow(match.n.at(1))->from.y());
        ++compared;
    }
    QVERIFY(compared > 5);
    fixture.press(u"Same clock axis"_s); // off: each ladder is as high as its own run
    QVERIFY(!qFuzzyCompare(one.height(), other.height()));
}

void WindowStudiesTest::onlyDifferencesLeavesTheRestOut()
{
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    const double before = compare->columns().first()->ladder()->layout().height();
    fixture.press(u"Only differences"_s);
    for (int run = 0; run < 2; ++run) {
        const LadderLayout& layout = compare->columns().at(run)->ladder()->layout();
        for (const MatchedMessage& match : compare->comparison().messages) {
            if (match.n.at(run) != 0)
                QCOMPARE(layout.isShown(match.n.at(run)), match.kind != MatchedMessage::Kind::Common);
        }
    }
    QVERIFY(compare->columns().first()->ladder()->layout().height() < before);
}

void WindowStudiesTest::theListOfDifferencesSelects()
{
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    const QAbstractItemModelTester tester(
        compare->differences(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(compare->differences()->rowCount() > 5);
    fixture.press(u"(%1)"_s.arg(compare->differences()->rowCount()));
    auto* view = compare->findChild<QTreeView*>();
    QVERIFY(view->isVisible());
    const QModelIndex row = compare->differences()->index(0, DifferencesModel::Message);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(row).center());
    const auto numbers = row.data(DifferencesModel::NumbersRole).value<QList<int>>();
    QCOMPARE(compare->columns().at(0)->ladder()->selected(), numbers.at(0));
    QCOMPARE(compare->columns().at(1)->ladder()->selected(), numbers.at(1));
}

void WindowStudiesTest::sideBySideIsExported_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("has");
    QTest::newRow("as SVG") << u"svg"_s << QByteArray("Drop the late 2xx");
    QTest::newRow("as PNG") << u"png"_s << QByteArray("\x89PNG");
    QTest::newRow("as PDF") << u"pdf"_s << QByteArray("%PDF");
    QTest::newRow("as one web page, with the differences") << u"html"_s << QByteArray("only in: ");
}

void WindowStudiesTest::sideBySideIsExported()
{
    QFETCH(const QString, suffix);
    QFETCH(const QByteArray, has);
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"beside."_s + suffix);
    Q_EMIT compare->exportWanted(path); // as the dialog does
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(path), 20'000);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains(has));
}

void WindowStudiesTest::aPlaneIsProposed()
{
    const WindowFixture fixture;
    fixture.press(u"Race map"_s);
    QStringList axes;
    for (const auto* box : fixture.part<RaceMapPanel>()->findChildren<QComboBox*>())
        axes.append(box->currentText());
    QCOMPARE(axes, (QStringList{u"links.proxy-b1.delay"_s, u"nodes.b2.answer"_s}));
    QCOMPARE(field(fixture, u"Across: from, to and step"_s)->text(), u"0ms:290ms:10ms"_s);
}

void WindowStudiesTest::theMapFills()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:200ms:100ms"_s, u"nodes.b2.answer"_s, u"0ms:900ms:300ms"_s);
    runMap(fixture);
    const RaceMapData& map = mapOf(fixture)->data();
    QCOMPARE(map.mapCount(), 4);
    QCOMPARE(map.columns(), 3);
    QCOMPARE(map.rows(), 4);
    QCOMPARE(map.runClass(0, 1, 1), u"two-2xx"_s);
    QVERIFY(map.classesOn(0).contains(map.runClass(0, 1, 3)));
    QVERIFY(map.runClass(0, 1, 3) != map.runClass(0, 1, 1));
    QCOMPARE(map.disagreements(), 0);
    QVERIFY(!map.boundary().isEmpty());
}

void WindowStudiesTest::aRangeThatIsNoneIsMarked_data()
{
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("line");
    const QString example = u"; write FROM:TO:STEP, for example 0ms:500ms:10ms"_s;
    QTest::newRow("a word") << u"soon"_s << u"Across: \"soon\" is not a range"_s + example;
    QTest::newRow("an hour") << u"0ms:1h:1ms"_s
                             << u"Across: \"0ms:1h:1ms\": \"1h\" is not a number of us, ms, s, min or %"_s + example;
    QTest::newRow("backwards")
        << u"100ms:0ms:10ms"_s
        << u"Across: \"100ms:0ms:10ms\" runs backwards; write the smaller end first: 0ms:100ms:10ms"_s;
}

/// Return in the field runs the map, or says what the field takes.
void WindowStudiesTest::aRangeThatIsNoneIsMarked()
{
    QFETCH(const QString, range);
    QFETCH(const QString, line);
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:200ms:100ms"_s, u"nodes.b2.answer"_s, u"0ms:300ms:300ms"_s);
    QLineEdit* across = field(fixture, u"Across: from, to and step"_s);
    across->setText(range);
    QTest::keyClick(across, Qt::Key_Return);
    const auto labels = fixture.part<RaceMapPanel>()->findChildren<QLabel*>();
    const auto says = [&labels](const QString& text) {
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == text; });
    };
    QVERIFY(says(line));
    QVERIFY(across->property("faulty").toBool());
    QVERIFY(!field(fixture, u"Up: from, to and step"_s)->property("faulty").toBool());
    keepPicture(*fixture.window, u"map-range"_s);
    across->setText(u"0ms:200ms:100ms"_s);
    QVERIFY(!across->property("faulty").toBool());
    QTest::keyClick(across, Qt::Key_Return);
    QVERIFY(fixture.part<RaceMapPanel>()->isRunning());
    QVERIFY(says(u"0 of 24 runs …"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.part<RaceMapPanel>()->isRunning(), 60'000);
}

void WindowStudiesTest::hoverTellsTheValues()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:200ms:100ms"_s, u"nodes.b2.answer"_s, u"0ms:900ms:300ms"_s);
    runMap(fixture);
    QSignalSpy hovered(mapOf(fixture), &RaceMapView::hovered);
    hover(mapOf(fixture), {1, 1, 1});
    QTRY_VERIFY(!hovered.isEmpty());
    const QString text = hovered.last().first().toString();
    QVERIFY2(
        text.contains(u"↔ Phone B1 100 ms"_s) && text.contains(u"Phone B2 answers after 300 ms"_s), qPrintable(text));
    QVERIFY2(text.contains(u"click for the ladder"_s), qPrintable(text));
}

void WindowStudiesTest::aClickOpensThatVeryRun()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:200ms:100ms"_s, u"nodes.b2.answer"_s, u"0ms:900ms:300ms"_s);
    runMap(fixture);
    const RaceMapView::Place place{1, 2, 1}; // drop-late-2xx, 200 ms, 300 ms
    const QString runClass = mapOf(fixture)->data().runClass(1, 2, 1);
    QTest::mouseClick(mapOf(fixture), Qt::LeftButton, {}, mapOf(fixture)->cellRect(place).center().toPoint());
    QVERIFY(fixture.part<RunPage>()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty() && fixture.isJudged(), 20'000);
    QCOMPARE(fixture.trace().policy, u"drop-late-2xx"_s);
    QCOMPARE(fixture.window->record().verdict().runClass, runClass);
    QCOMPARE(toMs(fixture.window->document().scenario().impairment(u"proxy"_s, u"b1"_s).delay), 200.0);
    QCOMPARE(fixture.part<LadderView>()->trace().messages.size(), fixture.trace().messages.size());
}

void WindowStudiesTest::aRectangleIsRunFiner()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:200ms:100ms"_s, u"nodes.b2.answer"_s, u"0ms:900ms:300ms"_s);
    runMap(fixture);
    RaceMapView* map = mapOf(fixture);
    QTest::mousePress(map, Qt::LeftButton, {}, map->cellRect({0, 0, 0}).center().toPoint());
    QTest::mouseMove(map, map->cellRect({0, 1, 1}).center().toPoint());
    QTest::mouseRelease(map, Qt::LeftButton, {}, map->cellRect({0, 1, 1}).center().toPoint());
    const SweepPlan& finer = map->data().plan();
    QCOMPARE(finer.x.from, 0.0);
    QCOMPARE(finer.x.to, 100.0);
    QCOMPARE(finer.y->to, 300.0);
    QVERIFY(finer.x.step < 100 && finer.y->step < 300);
    fixture.press(u"Cancel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.part<RaceMapPanel>()->isRunning(), 20'000);
    fixture.press(u"Zoom out"_s);
    QCOMPARE(map->data().plan().x.to, 200.0);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.part<RaceMapPanel>()->isRunning(), 60'000);
}

void WindowStudiesTest::cancelKeepsWhatIsDone()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:290ms:2ms"_s, u"nodes.b2.answer"_s, u"0ms:870ms:3ms"_s);
    fixture.press(u"Run map"_s);
    const RaceMapData& map = mapOf(fixture)->data();
    QTRY_VERIFY_WITH_TIMEOUT(map.done() > 0, 20'000);
    fixture.press(u"Cancel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.part<RaceMapPanel>()->isRunning(), 20'000);
    QVERIFY(map.done() > 0);
    QVERIFY(map.done() < map.plan().cellCount());
    QVERIFY(!map.runClass(0, 0, 0).isEmpty());
    QVERIFY(fixture.button(u"Run map"_s)->isEnabled());
}

/// What the map before still sends is for nobody.
void WindowStudiesTest::anotherScenarioHasAMapOfItsOwn()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:290ms:2ms"_s, u"nodes.b2.answer"_s, u"0ms:870ms:3ms"_s);
    fixture.press(u"Run map"_s);
    QTRY_VERIFY_WITH_TIMEOUT(mapOf(fixture)->data().done() > 0, 20'000);
    fixture.press(u"Cancel"_s);
    fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/loser-cancelled.yaml"));
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:20ms:10ms"_s, u"nodes.b2.answer"_s, u"300ms:300ms:1ms"_s);
    QVERIFY(!fixture.part<RaceMapPanel>()->isRunning());
    QVERIFY(mapOf(fixture)->data().isEmpty());
    runMap(fixture);
    QCOMPARE(mapOf(fixture)->data().columns(), 3);
}

void WindowStudiesTest::aCellIsACopyAndItsMapStays()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    const QString path = copyOfScenario(u"forking/two-phones-answer"_s, folder);
    const QByteArray before = contentOf(path);
    QVERIFY(fixture.window->openFile(path));
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:200ms:100ms"_s, u"nodes.b2.answer"_s, u"0ms:900ms:300ms"_s);
    runMap(fixture);
    const QPoint middle = mapOf(fixture)->cellRect({1, 2, 1}).center().toPoint();
    QTest::mouseClick(mapOf(fixture), Qt::LeftButton, {}, middle);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty() && fixture.isJudged(), 20'000);

    LinkModel* links = fixture.part<LinksPanel>()->model();
    QVERIFY(links->setData(links->index(0, LinkModel::Delay), 33.0));
    fixture.action(u"&Save scenario"_s)->trigger();
    QVERIFY(fixture.window->findChild<QFileDialog*>()); // a copy has no file that it could be written over
    fixture.window->findChild<QFileDialog*>()->close();
    QCOMPARE(contentOf(path), before);
    fixture.action(u"Undo link change"_s)->trigger();

    fixture.press(u"Race map"_s);
    const RaceMapData& map = mapOf(fixture)->data();
    QCOMPARE(map.done(), map.plan().cellCount());
    QTest::mouseClick(mapOf(fixture), Qt::LeftButton, {}, mapOf(fixture)->cellRect({0, 0, 3}).center().toPoint());
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty() && fixture.isJudged(), 20'000);
    QCOMPARE(fixture.window->record().verdict().runClass, map.runClass(0, 0, 3));
}

void WindowStudiesTest::theMapIsExported()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:200ms:100ms"_s, u"nodes.b2.answer"_s, u"0ms:900ms:300ms"_s);
    runMap(fixture);
    const QTemporaryDir folder;
    fixture.press(u"Export…"_s);
    auto* dialog = fixture.window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(folder.filePath(u"no/folder/map.png"_s));
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<StatusLine>()->said().contains(u"cannot be written"_s), 20'000);
    Q_EMIT dialog->fileSelected(folder.filePath(u"map.png"_s));
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(folder.filePath(u"map.png"_s)), 20'000);
    const QImage image(folder.filePath(u"map.png"_s));
    QCOMPARE(image.size(), mapOf(fixture)->size() * 2);
}

void WindowStudiesTest::thePolicyOfTheRunIsCompared()
{
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    QTest::mouseClick(compare->findChild<QPushButton*>(u"ack-bye"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 3, 20'000);
    compare->addColumn({u"forward-all"_s, {{u"nodes.b2.answer"_s, u"5s"_s}}, u"forward-all, later"_s});
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 4, 20'000);
    fixture.press(u"Back"_s);
    fixture.pick(u"policy"_s, u"invfix"_s);
    fixture.press(u"Compare"_s);
    const auto hasIt = [compare] {
        return std::ranges::any_of(
            compare->comparison().runs, [](const ComparedRun& run) { return run.label == u"invfix"; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasIt(), 20'000);
    QCOMPARE(compare->columns().size(), 4);
}

void WindowStudiesTest::whatIsComparedCanBeReadInANarrowWindow()
{
    const WindowFixture fixture;
    CompareView* compare = openCompare(fixture);
    QVERIFY(compare);
    auto* policy = compare->findChild<QPushButton*>(u"ack-bye"_s);
    const auto placeOf = [compare](const QPushButton* button) { return button->mapTo(compare, QPoint()).y(); };
    const int inTheBar = placeOf(policy);
    for (const int width : {800, 1100}) {
        fixture.window->resize(width, 700);
        QTRY_VERIFY(placeOf(policy) > inTheBar);
        for (const QPushButton* button : compare->findChildren<QPushButton*>()) {
            if (button->isVisible())
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
        }
    }
    fixture.window->resize(1600, 700);
    QTRY_COMPARE(placeOf(policy), inTheBar);
}

void WindowStudiesTest::theBoundaryIsDrawn()
{
    RaceMapView view;
    view.resize(700, 600);
    SweepPlan plan;
    plan.x = *parseSweepAxis(u"nodes.b1.answer=0ms:30ms:10ms"_s);
    plan.y = parseSweepAxis(u"nodes.b2.answer=0ms:30ms:10ms"_s).value();
    plan.policies = {u"forward-all"_s};
    QList<RaceMapCell> cells;
    for (int index = 0; index < 16; ++index)
        cells.append({index, 1, 100, false, index < 8 ? 10.0F : -10.0F, false});
    const auto draw = [&](bool isPredicted) {
        for (RaceMapCell& cell : cells)
            cell.isPredicted = isPredicted;
        view.start(plan);
        view.add(cells);
        QImage image(view.size(), QImage::Format_RGB32);
        view.render(&image);
        return image;
    };
    const QImage without = draw(false);
    const QImage with = draw(true);
    // Between the second row and the third, all across.
    const QPoint middle = ((view.cellRect({0, 1, 1}).center() + view.cellRect({0, 1, 2}).center()) / 2).toPoint();
    const QRect there(middle - QPoint(3, 3), QSize(7, 7));
    QVERIFY(with.copy(there) != without.copy(there));
    const QRect elsewhere(view.cellRect({0, 1, 3}).center().toPoint() - QPoint(3, 3), QSize(7, 7));
    QCOMPARE(with.copy(elsewhere), without.copy(elsewhere));
}

void WindowStudiesTest::aCellThatDisagreesIsMarked()
{
    RaceMapView view;
    view.resize(700, 600);
    SweepPlan plan;
    plan.x = *parseSweepAxis(u"nodes.b1.answer=0ms:30ms:10ms"_s);
    plan.policies = {u"forward-all"_s};
    view.start(plan);
    view.add({{0, 1, 100, false, 0, false}, {1, 1, 100, true, 0, true}});
    QCOMPARE(view.data().disagreements(), 1);
    QImage image(view.size(), QImage::Format_RGB32);
    view.render(&image);
    const auto middle = [&](int column) { return image.pixelColor(view.cellRect({0, column, 0}).center().toPoint()); };
    QVERIFY(middle(0) != middle(1));
    QVERIFY(view.describe({0, 1, 0}).contains(u"not what the arithmetic says"_s));
    QVERIFY(!view.describe({0, 0, 0}).contains(u"arithmetic"_s));
}

/// The sweep goes on while the window does what it is told; nothing here waits for it.
void WindowStudiesTest::theWindowAnswersWhileAMapFills()
{
    const WindowFixture fixture;
    openMap(fixture, u"links.proxy-b1.delay"_s, u"0ms:290ms:2ms"_s, u"nodes.b2.answer"_s, u"0ms:870ms:3ms"_s);
    fixture.press(u"Run map"_s);
    auto* panel = fixture.part<RaceMapPanel>();
    QTRY_VERIFY_WITH_TIMEOUT(panel->view()->data().done() > 0, 20'000);
    fixture.press(u"Back"_s);
    auto* search = fixture.part<LibraryPanel>()->findChild<QLineEdit*>();
    search->setFocus();
    QTest::keyClicks(search, u"loser"_s);
    QCOMPARE(search->text(), u"loser"_s);
    QVERIFY(panel->isRunning());
    panel->cancel();
    QTRY_VERIFY_WITH_TIMEOUT(!panel->isRunning(), 20'000);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowStudiesTest)
#include "tst_window_studies.moc"
