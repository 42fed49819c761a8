#include "CompareColumn.h"
#include "CompareView.h"
#include "PhonesPanel.h"
#include "WindowFixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// The real window, driven as a person would, offscreen.
class WindowRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensOnTheFirstRace();
    void oneClickShowsTheRace();
    void everyPolicyGivesItsOutcome_data();
    void everyPolicyGivesItsOutcome();
    void aClickOnAFindingSelectsItsMessages();
    void theInspectorSaysWhy();
    void aStripTellsItsTimers();
    void stepGoesMessageByMessage();
    void aRealRunGrowsPausesAndStops();
    void aChangedDelayShowsInTheNextRun();
    void aDelayChangedDuringARunActsAtOnce();
    void aPhoneAnswersWhenItIsTold();
    void aPhoneIsToldWhileItRings();
    void theProxyIsRestartedByHand();
    void anotherScenarioIsChosen();
    void messagesAreThereOnce_data();
    void messagesAreThereOnce();
    void aStoppedRunDoesNotComeBack();
    void aStoreInTroubleIsSaid();
    void aBrokenScenarioIsExplained();
    void plainKeysBelongToTheLadder();
    void everyActionIsNamed();
    void theThemeChanges();
    void policiesAreCompared();
    void goesToATime();
};

namespace {

void stopRun(const WindowFixture& fixture)
{
    fixture.press(u"Stop"_s);
    QTRY_VERIFY(fixture.isIdle());
}

QModelIndex findingRow(const WindowFixture& fixture, const QString& rule)
{
    const FindingsModel* model = fixture.part<InspectorPanel>()->findings();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row).data(FindingsModel::ReferenceRole).toString().startsWith(rule))
            return model->index(row);
    }
    return {};
}

} // namespace

void WindowRunTest::opensOnTheFirstRace()
{
    const WindowFixture fixture;
    QCOMPARE(fixture.window->document().scenario().id, u"two-phones-answer"_s);
    QVERIFY(fixture.part<TopBar>()->findChildren<QLabel*>().at(1)->text().contains(u"two-phones-answer.yaml"_s));
    QCOMPARE(fixture.part<LinksPanel>()->model()->rowCount(), 3);
    QVERIFY(fixture.part<LibraryPanel>()->model()->rowCount() > 0);
    QVERIFY(fixture.button(u"Run"_s)->isEnabled());
    QVERIFY(!fixture.button(u"Stop"_s)->isEnabled());
    QVERIFY(fixture.part<NoticeBar>()->isHidden());
}

void WindowRunTest::oneClickShowsTheRace()
{
    const WindowFixture fixture;
    fixture.press(u"Run"_s); // as it opens: forward-all, the real clock
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 20'000);
    QCOMPARE(fixture.trace().messages.size(), 22);
    QCOMPARE(fixture.part<LadderView>()->trace().messages.size(), 22);
    QCOMPARE(fixture.trace().clock, u"real"_s);
    QVERIFY(fixture.trace().clockReport.has_value());
}

void WindowRunTest::everyPolicyGivesItsOutcome_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QStringList>("values");
    QTest::newRow("forward-all: the caller hears both")
        << u"forward-all"_s << QStringList{u"2"_s, u"0"_s, u"320 ms"_s, u"0"_s, u"22"_s};
    QTest::newRow("drop-late-2xx: an orphan for half a minute")
        << u"drop-late-2xx"_s << QStringList{u"1"_s, u"1"_s, u"32.0 s"_s, u"0"_s, u"29"_s};
    QTest::newRow("ack-bye: the proxy hangs up")
        << u"ack-bye"_s << QStringList{u"1"_s, u"0"_s, u"300 ms"_s, u"0"_s, u"18"_s};
    QTest::newRow("invfix: as forward-all") << u"invfix"_s << QStringList{u"2"_s, u"0"_s, u"320 ms"_s, u"0"_s, u"22"_s};
}

void WindowRunTest::everyPolicyGivesItsOutcome()
{
    QFETCH(const QString, policy);
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(policy));
    QStringList values;
    for (const OutcomeCell& cell : fixture.part<OutcomeStrip>()->cells().first(5))
        values.append(cell.value);
    QTEST(values, "values");
    QCOMPARE(fixture.trace().policy, policy);
}

void WindowRunTest::aClickOnAFindingSelectsItsMessages()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    const QModelIndex row = findingRow(fixture, u"R-405"_s);
    QVERIFY(row.isValid());
    auto* list = fixture.part<InspectorPanel>()->findChild<QListView*>();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(row).center());
    const QList<int> messages = fixture.part<InspectorPanel>()->findings()->findings().at(row.row()).messages;
    QVERIFY(messages.contains(fixture.part<LadderView>()->selected()));
    QVERIFY(row.data(FindingsModel::IsExpandedRole).toBool());
}

void WindowRunTest::theInspectorSaysWhy()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"invfix"_s));
    // The second 200 on its way from the proxy to the caller.
    int late = 0;
    for (const TraceMessage& message : fixture.trace().messages) {
        if (message.status == 200 && message.cseqMethod == "INVITE" && message.toTag == "b2" && message.to == 0)
            late = message.n;
    }
    QVERIFY(late > 0);
    fixture.part<LadderView>()->select(late);
    const auto labels = fixture.part<InspectorPanel>()->findChildren<QLabel*>();
    const auto shows = [&labels](const QString& text) {
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
    };
    QVERIFY(shows(u"MESSAGE %1"_s.arg(late)));
    QVERIFY(shows(u"OK · INVITE"_s));
    QVERIFY(shows(u"received 620.0 ms"_s));
    QVERIFY(shows(u"RFC 3261 §16.7"_s));
    QVERIFY(fixture.part<InspectorPanel>()->messageText().contains(u"tag=b2"_s));
    QVERIFY(fixture.part<InspectorPanel>()->machines()->rowCount() > 0);
}

void WindowRunTest::aStripTellsItsTimers()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"invfix"_s));
    const LadderLayout& layout = fixture.part<LadderView>()->layout();
    const double y = layout.yOf(at(700ms));
    QStringList titles;
    for (const StripShape& strip : layout.slice(y - 1, y + 1).strips)
        titles += layout.stripTitleAt({strip.rect.center().x(), y});
    static const QRegularExpression countdown(u"timer L: 31\\.\\d s to go"_s); // of the proxy's Accepted
    QVERIFY2(titles.join(u'\n').contains(countdown), qPrintable(titles.join(u'\n')));
}

void WindowRunTest::stepGoesMessageByMessage()
{
    const WindowFixture fixture;
    fixture.pick(u"clock"_s, u"virtual"_s);
    QSignalSpy advanced(&fixture.window->controller(), &RunController::advanced);
    while (fixture.trace().messages.size() < 3) {
        const qsizetype before = advanced.count();
        const qsizetype messages = fixture.trace().messages.size();
        fixture.press(u"Step"_s);
        QTRY_VERIFY_WITH_TIMEOUT(advanced.count() > before, 20'000);
        const QList<TraceMessage> sent = fixture.trace().messages.sliced(messages);
        for (const TraceMessage& message : sent)
            QCOMPARE(message.sent, sent.first().sent); // one step is one instant
    }
    QVERIFY(fixture.trace().messages.size() < 22);
    QCOMPARE(fixture.window->controller().state(), RunState::Paused);
    fixture.press(u"Run"_s); // goes on
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isIdle(), 20'000);
    QCOMPARE(fixture.trace().messages.size(), 22);
}

void WindowRunTest::aRealRunGrowsPausesAndStops()
{
    const WindowFixture fixture;
    startLongRun(fixture);
    const qsizetype before = fixture.trace().messages.size();
    QTRY_VERIFY(fixture.trace().messages.size() > before);
    fixture.press(u"Pause"_s);
    QCOMPARE(fixture.window->controller().state(), RunState::Paused);
    QVERIFY(fixture.button(u"Resume"_s));
    fixture.press(u"Resume"_s);
    QCOMPARE(fixture.window->controller().state(), RunState::Running);
    fixture.button(u"Stop"_s)->setFocus(); // as a click does
    stopRun(fixture);
    QCOMPARE(fixture.trace().ended, u"user"_s);
    QVERIFY(fixture.button(u"Run"_s)->isEnabled());
    QVERIFY(fixture.part<LadderView>()->hasFocus()); // the next key is the ladder's
}

void WindowRunTest::aChangedDelayShowsInTheNextRun()
{
    const WindowFixture fixture;
    LinkModel* links = fixture.part<LinksPanel>()->model();
    QVERIFY(links->setData(links->index(0, LinkModel::Delay), 25.0));
    QVERIFY(fixture.window->isWindowModified());
    QVERIFY(fixture.runVirtually());
    QCOMPARE(toMs(*fixture.trace().messages.first().arrived), 25.0);
    QVERIFY(fixture.trace().scenarioText.contains("25ms"));
    fixture.action(u"Undo link change"_s)->trigger();
    QVERIFY(!fixture.window->isWindowModified());
    QVERIFY(fixture.runVirtually());
    QCOMPARE(toMs(*fixture.trace().messages.first().arrived), 10.0);
}

void WindowRunTest::aDelayChangedDuringARunActsAtOnce()
{
    const WindowFixture fixture;
    startLongRun(fixture);
    LinkModel* links = fixture.part<LinksPanel>()->model();
    QVERIFY(links->setData(links->index(2, LinkModel::Loss), 100.0)); // proxy ↔ b2
    QTRY_VERIFY_WITH_TIMEOUT(std::any_of(fixture.trace().messages.begin(), fixture.trace().messages.end(),
                                 [](const TraceMessage& message) { return message.fate == Fate::Lost; }),
        20'000);
    stopRun(fixture);
}

void WindowRunTest::aPhoneAnswersWhenItIsTold()
{
    const WindowFixture fixture;
    PhoneModel* phones = fixture.part<PhonesPanel>()->model();
    const QAbstractItemModelTester tester(phones, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(phones->rowCount(), 2);
    QVERIFY(!phones->setData(phones->index(1, PhoneModel::Answer), u"soon"_s));
    QVERIFY(phones->setData(phones->index(1, PhoneModel::Answer), u"never"_s));
    QVERIFY(fixture.window->isWindowModified());
    QVERIFY(fixture.runVirtually());
    QCOMPARE(fixture.window->record().verdict().outcome.twoXxToCaller, 1);
    QVERIFY(phones->setData(phones->index(0, PhoneModel::Answer), u"450"_s));
    QCOMPARE(phones->index(0, PhoneModel::Answer).data().toString(), u"450 ms"_s);
    fixture.action(u"Undo change of nodes.b1.answer"_s)->trigger();
    fixture.action(u"Undo change of nodes.b2.answer"_s)->trigger();
    QVERIFY(!fixture.window->isWindowModified());
}

void WindowRunTest::aPhoneIsToldWhileItRings()
{
    const WindowFixture fixture;
    PhoneModel* phones = fixture.part<PhonesPanel>()->model();
    for (const int row : {0, 1})
        QVERIFY(phones->setData(phones->index(row, PhoneModel::Answer), u"never"_s));
    fixture.action(u"Phones and links by &hand"_s)->setChecked(true); // so that the run waits for us
    fixture.pick(u"clock"_s, u"real"_s);
    fixture.press(u"Run"_s);
    const auto has = [&fixture](int status) {
        return std::any_of(fixture.trace().messages.begin(), fixture.trace().messages.end(),
            [status](const TraceMessage& one) { return one.from == 2 && one.status == status; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(has(180), 20'000);
    QVERIFY(!has(200));
    QVERIFY(phones->setData(phones->index(0, PhoneModel::Answer), u"1ms"_s)); // that is over: now
    QTRY_VERIFY_WITH_TIMEOUT(has(200), 20'000);
    stopRun(fixture);
}

void WindowRunTest::theProxyIsRestartedByHand()
{
    const WindowFixture fixture;
    QVERIFY(!fixture.button(u"Restart proxy"_s)->isEnabled());
    startLongRun(fixture);
    fixture.press(u"Restart proxy"_s);
    QTRY_VERIFY(std::any_of(fixture.trace().states.begin(), fixture.trace().states.end(),
        [](const StateChange& state) { return state.kind == MachineKind::Node && state.state == u"down"; }));
    stopRun(fixture);
}

void WindowRunTest::anotherScenarioIsChosen()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* search = fixture.part<LibraryPanel>()->findChild<QLineEdit*>();
    QTest::keyClicks(search, u"loser cancelled"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(fixture.window->document().scenario().id, u"loser-cancelled"_s);
    QVERIFY(fixture.trace().messages.isEmpty());
    QVERIFY(fixture.runVirtually());
    QCOMPARE(fixture.part<OutcomeStrip>()->cells().first().value, u"1"_s);
}

/// Record and ladder of a run that has ended have the same messages, not copies of them.
void WindowRunTest::messagesAreThereOnce_data()
{
    QTest::addColumn<QString>("clock");
    QTest::newRow("a virtual run") << u"virtual"_s;
    QTest::newRow("a real one, which came in batches") << u"real"_s;
}

void WindowRunTest::messagesAreThereOnce()
{
    QFETCH(const QString, clock);
    const WindowFixture fixture;
    fixture.pick(u"clock"_s, clock);
    fixture.press(u"Run"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty() && fixture.isJudged(), 20'000);
    const Trace& shown = fixture.part<LadderView>()->trace();
    QCOMPARE(shown.messages.constData(), fixture.trace().messages.constData());
    QCOMPARE(shown.ended, u"settled"_s);
}

void WindowRunTest::aStoppedRunDoesNotComeBack()
{
    const WindowFixture fixture;
    startLongRun(fixture);
    QVERIFY(fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/loser-cancelled.yaml")));
    QVERIFY(fixture.isIdle()); // at once: what the other still says is for nobody
    QVERIFY(fixture.trace().messages.isEmpty());
    QVERIFY(fixture.runVirtually());
    QCOMPARE(fixture.trace().scenario, u"loser-cancelled"_s);
}

void WindowRunTest::aStoreInTroubleIsSaid()
{
    const WindowFixture fixture;
    QTemporaryDir folder;
    const QString path = folder.filePath(u"store.yaml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("siprace: 1\ntitle: Store\nnodes:\n  caller: {role: caller, name: Caller}\n"
               "  proxy: {role: proxy, name: Proxy, cancel-memory: sqlite, store: \"missing/x.db\"}\n"
               "  b1: {role: callee, name: Phone, answer: 300ms}\nlocation:\n  \"sip:bob@lab\": [b1]\n");
    file.close();
    QVERIFY(fixture.window->openFile(path));
    QVERIFY(fixture.runVirtually());
    auto* notice = fixture.part<NoticeBar>();
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"x.db"_s) && notice->text().contains(u"cannot be opened"_s),
        qPrintable(notice->text()));
    QVERIFY(fixture.trace().messages.size() > 6); // and the call was made
}

void WindowRunTest::aBrokenScenarioIsExplained()
{
    const WindowFixture fixture;
    QTemporaryDir folder;
    const QString path = folder.filePath(u"broken.yaml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("siprace: 1\ntitle: Broken\nnodes:\n  a: {role: caler}\nanything: else\n");
    file.close();
    QVERIFY(fixture.window->openFile(path));
    auto* notice = fixture.part<NoticeBar>();
    QVERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(u"broken.yaml:4"_s));
    QVERIFY(notice->text().contains(u"broken.yaml:5"_s));
    QCOMPARE(fixture.window->document().scenario().id, u"broken"_s); // in the editor, to be mended
    QTest::mouseClick(notice->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(notice->isHidden());
}

void WindowRunTest::plainKeysBelongToTheLadder()
{
    const WindowFixture fixture;
    fixture.pick(u"clock"_s, u"virtual"_s);
    auto* search = fixture.part<LibraryPanel>()->findChild<QLineEdit*>();
    search->setFocus();
    QTRY_COMPARE_WITH_TIMEOUT(QApplication::focusWidget(), search, 20'000);
    QTest::keyClicks(search, u"s e o "_s);
    QCOMPARE(search->text(), u"s e o "_s);
    QVERIFY(fixture.trace().messages.isEmpty());
    search->clear();
    auto* ladder = fixture.part<LadderView>();
    ladder->setFocus();
    QTRY_COMPARE_WITH_TIMEOUT(QApplication::focusWidget(), ladder, 20'000);
    QTest::keyClick(ladder, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty() && fixture.isJudged(), 20'000);
    QTest::keyClick(ladder, Qt::Key_Down);
    QCOMPARE(ladder->selected(), 1);
}

void WindowRunTest::everyActionIsNamed()
{
    const WindowFixture fixture;
    for (const QMenu* menu : fixture.window->findChildren<QMenu*>()) {
        for (const QAction* action : menu->actions())
            QVERIFY2(action->isSeparator() || !action->text().isEmpty(), qPrintable(menu->title()));
    }
    for (const QPushButton* button : fixture.part<TopBar>()->findChildren<QPushButton*>())
        QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->text()));
    for (const QComboBox* box : fixture.part<TopBar>()->findChildren<QComboBox*>())
        QVERIFY(!box->accessibleName().isEmpty());
}

void WindowRunTest::theThemeChanges()
{
    const WindowFixture fixture;
    fixture.action(u"D&ark"_s)->trigger();
    QVERIFY(fixture.theme->isDark());
    QVERIFY(fixture.part<LadderView>()->theme().isDark);
    QVERIFY(fixture.window->palette().color(QPalette::Window).lightness() < 80);
    QCOMPARE(QSettings().value(u"window/theme"_s).toString(), u"dark"_s); // whatever becomes of the window
    fixture.action(u"&Light"_s)->trigger();
    QVERIFY(!fixture.part<LadderView>()->theme().isDark);
}

void WindowRunTest::policiesAreCompared()
{
    const WindowFixture fixture;
    fixture.press(u"Compare"_s);
    auto* compare = fixture.part<CompareView>();
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 2, 20'000);
    QVERIFY(compare->comparison().firstDivergence.has_value());
    QTest::mouseClick(compare->findChild<QPushButton*>(u"ack-bye"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 3, 20'000);
    QCOMPARE(compare->columns().at(2)->outcome()->cells().at(4).value, u"18"_s);
    QVERIFY(!compare->columns().first()->ladder()->options().dimmedMessages.isEmpty());

    auto* onlyDifferences = fixture.button(u"Only differences"_s);
    QTest::mouseClick(onlyDifferences, Qt::LeftButton);
    QVERIFY(!compare->columns().first()->ladder()->options().hiddenMessages.isEmpty());
    QTemporaryDir folder;
    fixture.window->exportComparisonTo(folder.filePath(u"beside.svg"_s));
    QTRY_VERIFY(QFileInfo::exists(folder.filePath(u"beside.svg"_s)));
    QVERIFY(contentOf(folder.filePath(u"beside.svg"_s)).contains("Drop the late 2xx"));
    fixture.press(u"Back"_s);
    QVERIFY(fixture.part<RunPage>()->isVisible());
}

void WindowRunTest::goesToATime()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    for (int time = 0; time < 2; ++time) { // Esc puts the field away, and the keys are the ladder's again
        auto* line = fixture.part<StatusLine>()->findChild<QLineEdit*>();
        QTest::keyClick(fixture.part<LadderView>(), Qt::Key_G);
        QVERIFY(line->isVisible() && line->hasFocus());
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(!line->isVisible());
        QVERIFY(fixture.part<LadderView>()->hasFocus());
    }
    fixture.part<StatusLine>()->askForTime(); // nor does it stay when another page is shown
    fixture.press(u"Edit"_s);
    QVERIFY(!fixture.part<StatusLine>()->findChild<QLineEdit*>()->isVisible());
    fixture.press(u"Back"_s);
    QTest::keyClick(fixture.part<LadderView>(), Qt::Key_G);
    auto* field = fixture.part<StatusLine>()->findChild<QLineEdit*>();
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, u"soon"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(fixture.part<StatusLine>()->said().contains(u"soon"_s));
    fixture.part<StatusLine>()->askForTime();
    QTest::keyClicks(field, u"620ms"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(fixture.part<LadderView>()->cursorTime(), at(620ms));
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowRunTest)
#include "tst_window_run.moc"
