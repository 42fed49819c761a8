#include "CompareColumn.h"
#include "CompareView.h"
#include "PresenterView.h"
#include "RunJson.h"
#include "SampleTraces.h"
#include "WindowFixture.h"

#include <QLabel>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// What stands in the window is so, is whole, and has room.
class WindowViewsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLongTraceHasNoNumbersBeforeItIsJudged();
    void judgingIsCancelled();
    void theWindowIsNotLargerThanTheScreen();
    void theWallGrowsWithTheScreen();
    void theWallHasTheLaddersNames();
    void fourPoliciesFitBesideEachOther();
};

namespace {

/// Writes a trace of that many messages, and opens it as a person would.
void openLongTrace(const WindowFixture& fixture, const QTemporaryDir& folder, int messages)
{
    const QString path = folder.filePath(u"long.trace.json"_s);
    QVERIFY(saveTrace(samples::busy(messages), {}, path));
    fixture.window->openFile(path);
}

QLabel* labelWith(const QWidget& part, const QString& start)
{
    for (QLabel* label : part.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().startsWith(start))
            return label;
    }
    return nullptr;
}

} // namespace

void WindowViewsTest::aLongTraceHasNoNumbersBeforeItIsJudged()
{
    const QTemporaryDir folder;
    const WindowFixture fixture;
    QString numbers;
    bool isSaid = false;
    bool canBeCancelled = false;
    connect(&fixture.window->record(), &RunRecord::judgingLong, this, [&] {
        QTimer::singleShot(0, this, [&] { // when what listens to it has heard it
            numbers = fixture.part<OutcomeStrip>()->accessibleDescription();
            isSaid = labelWith(*fixture.part<InspectorPanel>(), u"Judging 6,000 messages"_s) != nullptr;
            canBeCancelled = fixture.window->findChild<QPushButton*>(u"cancelWork"_s)->isVisible();
        });
    });
    openLongTrace(fixture, folder, 6000);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.window->record().hasVerdict(), 120'000);
    QVERIFY2(numbers.startsWith(u"2xx to caller –, orphan dialogs –"_s), qPrintable(numbers));
    QVERIFY(isSaid);
    QVERIFY(canBeCancelled);
    QTRY_VERIFY(fixture.window->findChild<QPushButton*>(u"cancelWork"_s)->isHidden());
    QVERIFY(fixture.part<OutcomeStrip>()->accessibleDescription().contains(u"messages 6000"_s));
}

void WindowViewsTest::judgingIsCancelled()
{
    const QTemporaryDir folder;
    const WindowFixture fixture;
    QSignalSpy begun(&fixture.window->record(), &RunRecord::judgingLong);
    openLongTrace(fixture, folder, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(begun.size(), 1, 120'000);
    QTest::mouseClick(fixture.window->findChild<QPushButton*>(u"cancelWork"_s), Qt::LeftButton);
    QVERIFY(!fixture.window->record().isJudgingLong());
    QVERIFY(fixture.window->findChild<QPushButton*>(u"cancelWork"_s)->isHidden());
    QVERIFY(labelWith(*fixture.part<InspectorPanel>(), u"Not judged"_s));
    QVERIFY(fixture.part<OutcomeStrip>()->accessibleDescription().startsWith(u"2xx to caller –"_s));
}

void WindowViewsTest::theWindowIsNotLargerThanTheScreen()
{
    Theme theme(*qApp);
    const MainWindow window(theme);
    const QSize room = window.screen()->availableGeometry().size();
    QVERIFY2(window.width() <= room.width() && window.height() < room.height(), "there is a title bar too");
}

void WindowViewsTest::theWallGrowsWithTheScreen()
{
    PresenterView wall;
    wall.present(samples::twoPhonesAnswer(), {}, {}, {}, false);
    wall.showNormal();
    wall.resize(1040, 620);
    QCOMPARE(wall.scale(), 1.0);
    wall.resize(2080, 1300); // the size of the screen comes after it is shown
    QCOMPARE(wall.scale(), 2.0);
    QTest::keyClick(&wall, Qt::Key_Plus);
    const double chosen = wall.scale();
    QVERIFY(chosen > 2);
    wall.resize(1900, 1200);
    QCOMPARE(wall.scale(), chosen);
}

void WindowViewsTest::theWallHasTheLaddersNames()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->renameNode(2, u"Kitchen"_s);
    ladder->moveNode(3, 0);
    QTest::keyClick(ladder, Qt::Key_F11);
    const auto* wall = fixture.window->findChild<PresenterView*>();
    QVERIFY(wall);
    QStringList names;
    for (const Lane& lane : wall->ladder().layout().lanes())
        names.append(lane.name);
    QCOMPARE(names, (QStringList{u"Phone B2"_s, u"Caller A"_s, u"Proxy"_s, u"Kitchen"_s}));
}

void WindowViewsTest::fourPoliciesFitBesideEachOther()
{
    const WindowFixture fixture;
    fixture.press(u"Compare"_s);
    auto* compare = fixture.part<CompareView>();
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 2, 20'000);
    for (const char* policy : {"ack-bye", "invfix"})
        QTest::mouseClick(compare->findChild<QPushButton*>(QString::fromLatin1(policy)), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 4, 20'000);
    QApplication::processEvents();
    keepPicture(*fixture.window, u"compare-four"_s);
    for (CompareColumn* column : compare->columns()) {
        const LadderLayout& layout = column->ladder()->layout();
        QVERIFY2(layout.width() <= column->ladder()->viewport()->width(), "every phone is in sight");
        QVERIFY(layout.lanes().at(1).x - layout.lanes().at(0).x >= 70);
        for (int cell = 0; cell < column->outcome()->cells().size(); ++cell)
            QVERIFY(column->outcome()->rect().contains(column->outcome()->cellRect(cell)));
    }
    // What differs is named: the caller hangs up the second phone.
    const LadderLayout& first = compare->columns().first()->ladder()->layout();
    for (int n = 1; n <= first.trace().messages.size(); ++n) {
        if (first.trace().messages.at(n - 1).method == "BYE")
            QVERIFY2(first.label(n), qPrintable(first.tooltip(n)));
    }
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowViewsTest)
#include "tst_window_views.moc"
