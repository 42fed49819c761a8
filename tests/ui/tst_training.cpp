#include "PredictionBar.h"
#include "PresenterView.h"
#include "StoryBar.h"
#include "WindowFixture.h"

#include <QLabel>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Stories, predictions and the presenter's view, as a trainer uses them.
class TrainingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStoryIsToldStepByStep();
    void aStoryNeedsARun();
    void aVirtualRunIsMadeForThem();
    void anotherRunEndsTheStory();
    void predictionIsAskedAndAnswered_data();
    void predictionIsAskedAndAnswered();
    void runTakesWhatIsSaidSoFar();
    void theQuestionGoesWithItsMode();
    void theWallHasKeysOnly();
    void pictures_data();
    void pictures();
};

namespace {

QAction* named(const WindowFixture& fixture, const QString& name)
{
    return fixture.window->findChild<QAction*>(name);
}

} // namespace

void TrainingTest::aStoryIsToldStepByStep()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    const auto* ladder = fixture.part<LadderView>();
    const auto* bar = fixture.part<StoryBar>();
    QVERIFY(bar->isHidden());
    named(fixture, u"story-tell"_s)->trigger();
    QVERIFY(bar->isVisible());
    QVERIFY(bar->sentence().startsWith(u"The proxy has forked"_s));
    QVERIFY(!buttonIn(*bar, u"Back"_s)->isEnabled());
    const qsizetype atFirst = ladder->trace().messages.size();
    QVERIFY(atFirst < fixture.trace().messages.size());
    QCOMPARE(ladder->layout().fullLabel(ladder->selected()), u"INVITE"_s);

    QTest::mouseClick(buttonIn(*bar, u"Next"_s), Qt::LeftButton);
    QVERIFY(ladder->trace().messages.size() > atFirst);
    QVERIFY(bar->sentence().startsWith(u"Phone B2 is picked up"_s));
    fixture.part<LadderView>()->renameNode(3, u"Kitchen"_s);
    QVERIFY(bar->sentence().startsWith(u"Kitchen is picked up"_s));
    fixture.part<LadderView>()->renameNode(3, {});
    QVERIFY(bar->sentence().startsWith(u"Phone B2 is picked up"_s));
    QTest::keyClick(fixture.part<LadderView>(), Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(ladder->trace().messages.size(), atFirst);
    for (int i = 0; i < 10; ++i)
        named(fixture, u"story-next"_s)->trigger();
    QVERIFY(bar->sentence().startsWith(u"Too late"_s));
    QVERIFY(!buttonIn(*bar, u"Next"_s)->isEnabled());
    QTest::mouseClick(buttonIn(*bar, u"End story"_s), Qt::LeftButton);
    QVERIFY(bar->isHidden());
    QCOMPARE(ladder->trace(), fixture.trace());
    QCOMPARE(ladder->layout().findings().size(), fixture.window->record().verdict().findings.size());
}

void TrainingTest::aStoryNeedsARun()
{
    const WindowFixture fixture;
    named(fixture, u"story-tell"_s)->trigger();
    QVERIFY(fixture.part<StoryBar>()->isHidden());
    QVERIFY(fixture.part<StatusLine>()->said().startsWith(u"Run the scenario"_s));
    named(fixture, u"presenter-view"_s)->trigger();
    QVERIFY(fixture.part<PresenterView>() == nullptr);
}

void TrainingTest::aVirtualRunIsMadeForThem()
{
    {
        const WindowFixture fixture;
        fixture.pick(u"clock"_s, u"virtual"_s);
        QTest::keyClick(fixture.part<LadderView>(), Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.part<StoryBar>()->isVisible(), 20'000);
        QVERIFY(fixture.part<StoryBar>()->sentence().startsWith(u"The proxy has forked"_s));
    }
    const WindowFixture fixture;
    fixture.pick(u"clock"_s, u"virtual"_s);
    QTest::keyClick(fixture.part<LadderView>(), Qt::Key_F11);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<PresenterView>() != nullptr, 20'000);
    QCOMPARE(fixture.part<PresenterView>()->ladder().trace().messages.size(), 22);
    fixture.part<PresenterView>()->close();
}

void TrainingTest::anotherRunEndsTheStory()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    named(fixture, u"story-tell"_s)->trigger();
    QVERIFY(fixture.runVirtually(u"ack-bye"_s));
    QVERIFY(fixture.part<StoryBar>()->isHidden());
    QCOMPARE(fixture.part<LadderView>()->trace().messages.size(), fixture.trace().messages.size());
}

void TrainingTest::predictionIsAskedAndAnswered_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("successes");
    QTest::addColumn<QString>("hangsUp");
    QTest::addColumn<QString>("answer");
    QTest::newRow("right twice") << u"forward-all"_s << 2 << u"caller"_s
                                 << u"✓ As you said. Answers (200) that reach the caller: 2.\n"
                                    "✓ As you said. Caller A hangs up first."_s;
    QTest::newRow("wrong twice") << u"drop-late-2xx"_s << 2 << u"proxy"_s
                                 << u"✕ Not as you said. Answers (200) that reach the caller: 1.\n"
                                    "✕ Not as you said. Phone B2 hangs up first."_s;
    QTest::newRow("no idea") << u"ack-bye"_s << -1 << u"?"_s
                             << u"Answers (200) that reach the caller: 1.\nProxy hangs up first."_s;
}

void TrainingTest::predictionIsAskedAndAnswered()
{
    QFETCH(const QString, policy);
    QFETCH(const int, successes);
    QFETCH(const QString, hangsUp);
    QFETCH(const QString, answer);
    const WindowFixture fixture;
    fixture.pick(u"policy"_s, policy);
    fixture.pick(u"clock"_s, u"virtual"_s);
    named(fixture, u"predict-first"_s)->trigger();
    fixture.press(u"Run"_s);
    auto* bar = fixture.part<PredictionBar>();
    QVERIFY(bar->isAsking());
    QVERIFY(fixture.trace().messages.isEmpty()); // nothing has run yet
    auto* count = bar->findChild<QComboBox*>(u"predictSuccesses"_s);
    auto* who = bar->findChild<QComboBox*>(u"predictHangsUp"_s);
    count->setCurrentIndex(count->findData(successes));
    who->setCurrentIndex(std::max(0, who->findData(hangsUp)));
    QTest::mouseClick(buttonIn(*bar, u"Run and see"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(bar->answerText(), answer, 20'000);
    fixture.press(u"Run"_s); // the next run is asked about again
    QVERIFY(bar->isAsking());
    QCOMPARE(bar->answerText(), QString());
}

void TrainingTest::runTakesWhatIsSaidSoFar()
{
    const WindowFixture fixture;
    fixture.pick(u"clock"_s, u"virtual"_s);
    named(fixture, u"predict-first"_s)->trigger();
    QTest::keyClick(fixture.part<LadderView>(), Qt::Key_F5);
    auto* bar = fixture.part<PredictionBar>();
    QVERIFY(bar->isAsking());
    QVERIFY(bar->isAncestorOf(QApplication::focusWidget()));
    const auto hints = fixture.part<RunPage>()->findChildren<QLabel*>();
    const auto says = [&hints](const QString& text) {
        return std::any_of(hints.begin(), hints.end(),
            [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
    };
    QVERIFY(says(u"Say above what will happen"_s));
    QVERIFY(!says(u"Press Run"_s));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(
        bar->answerText(), u"Answers (200) that reach the caller: 2.\nCaller A hangs up first."_s, 20'000);
}

void TrainingTest::theQuestionGoesWithItsMode()
{
    const WindowFixture fixture;
    fixture.pick(u"clock"_s, u"virtual"_s);
    named(fixture, u"predict-first"_s)->trigger();
    fixture.press(u"Run"_s);
    QVERIFY(fixture.part<PredictionBar>()->isVisible());
    named(fixture, u"predict-first"_s)->trigger();
    QVERIFY(fixture.part<PredictionBar>()->isHidden());
    named(fixture, u"predict-first"_s)->trigger();
    fixture.press(u"Run"_s);
    QVERIFY(fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/loser-cancelled.yaml")));
    QVERIFY(fixture.part<PredictionBar>()->isHidden()); // it was about another scenario
}

void TrainingTest::theWallHasKeysOnly()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    named(fixture, u"presenter-view"_s)->trigger();
    auto* wall = fixture.part<PresenterView>();
    QVERIFY(wall && wall->isFullScreen());
    QCOMPARE(wall->ladder().theme().palette, LadderPalette::HighContrast);
    QCOMPARE(wall->ladder().trace(), fixture.trace());
    QTest::keyClick(wall, Qt::Key_Right);
    QVERIFY2(wall->sentence().startsWith(u"1/5  The proxy has forked"_s), qPrintable(wall->sentence()));
    QVERIFY(wall->ladder().trace().messages.size() < fixture.trace().messages.size());
    QTest::keyClick(wall, Qt::Key_Space);
    QVERIFY(wall->sentence().startsWith(u"2/5"_s));
    QTest::keyClick(wall, Qt::Key_PageUp);
    QVERIFY(wall->sentence().startsWith(u"1/5"_s));
    QTest::keyClick(wall, Qt::Key_Home);
    QCOMPARE(wall->ladder().trace(), fixture.trace());
    const double before = wall->scale();
    QTest::keyClick(wall, Qt::Key_Plus);
    QVERIFY(wall->scale() > before);
    QTest::keyClick(wall, Qt::Key_D);
    QVERIFY(wall->ladder().theme().isDark);
    const QPointer<PresenterView> watched(wall);
    QTest::keyClick(wall, Qt::Key_Escape);
    QTRY_VERIFY(watched.isNull());
    QVERIFY(fixture.window->isVisible());
}

void TrainingTest::pictures_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("on a light desktop") << false;
    QTest::newRow("on a dark desktop") << true;
}

void TrainingTest::pictures()
{
    QFETCH(const bool, isDark);
    const QString tail = isDark ? u"-dark"_s : QString();
    const WindowFixture fixture;
    fixture.theme->choose(isDark ? ThemeChoice::Dark : ThemeChoice::Light);
    named(fixture, u"predict-first"_s)->trigger();
    fixture.pick(u"clock"_s, u"virtual"_s);
    fixture.press(u"Run"_s);
    keepPicture(*fixture.window, u"predict"_s + tail);
    QTest::mouseClick(buttonIn(*fixture.part<PredictionBar>(), u"Run and see"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged() && !fixture.part<PredictionBar>()->answerText().isEmpty(), 20'000);
    keepPicture(*fixture.window, u"predicted"_s + tail);
    buttonIn(*fixture.part<PredictionBar>(), u"Dismiss"_s)->click();
    named(fixture, u"story-tell"_s)->trigger();
    named(fixture, u"story-next"_s)->trigger();
    named(fixture, u"story-next"_s)->trigger();
    keepPicture(*fixture.window, u"story"_s + tail);
    named(fixture, u"presenter-view"_s)->trigger();
    auto* wall = fixture.part<PresenterView>();
    wall->resize(1920, 1080);
    QTest::keyClick(wall, Qt::Key_Right);
    QTest::keyClick(wall, Qt::Key_Right);
    QTest::keyClick(wall, Qt::Key_Right);
    keepPicture(*wall, u"presenter"_s + tail);
    wall->close();
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::TrainingTest)
#include "tst_training.moc"
