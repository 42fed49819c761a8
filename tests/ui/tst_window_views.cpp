#include "ChoiceBox.h"
#include "CompareColumn.h"
#include "CompareView.h"
#include "HandPanel.h"
#include "Library.h"
#include "Loader.h"
#include "MessageTable.h"
#include "PhonesPanel.h"
#include "PresenterView.h"
#include "RunJson.h"
#include "RunPage.h"
#include "SampleTraces.h"
#include "WindowFixture.h"

#include <QLabel>
#include <QListView>
#include <QRegularExpression>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// What stands in the window is so, is whole, and has room.
class WindowViewsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLongTraceHasNoNumbersBeforeItIsJudged();
    void aLongRunIsExportedWithItsFindings();
    void judgingIsCancelled();
    void theWindowIsNotLargerThanTheScreen();
    void theWallGrowsWithTheScreen();
    void theWallHasTheLaddersNames();
    void fourPoliciesFitBesideEachOther();
    void transactionsAreToldApart();
    void anAliasIsUsedEverywhere();
    void anAliasIsUsedInAComparison();
    void anAliasIsOfItsScenario();
    void theTableSaysWhatTheLadderSays();
    void findingsAreWorstFirst();
    void handsStayWhereTheyAre();
    void aCallIsCancelledBeforeItRings();
    void aRunOfEarlierSettingsIsMarked();
    void aDragThatIsTakenBackIsSeen();
    void aWholeRunHasNothingNew();
    void aStoryKeepsItsEnd();
    void aQuestionHidesTheAnswer();
    void anOutsideProxyHasNoVirtualClock();
    void theComparisonIsSaidInWords();
    void theFocusIsSeen();
    void aMapSaysHowItBegins();
    void aHiddenProxyIsExplained();
    void aNarrowWindowShowsItsPanelAtOnce();
    void aHintIsBesideWhatItIsAbout();
    void aPolicyHasBothNames();
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

/// What a model shows and says of its rows.
QStringList wordsOf(const QAbstractItemModel& model)
{
    QStringList words;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column)
            words << model.index(row, column).data().toString()
                  << model.index(row, column).data(Qt::ToolTipRole).toString();
    }
    return words;
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

void WindowViewsTest::aLongRunIsExportedWithItsFindings()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"out.json"_s);
    const WindowFixture fixture;
    bool isAsked = false;
    connect(&fixture.window->record(), &RunRecord::judgingLong, this, [&] {
        isAsked = !fixture.window->record().hasVerdict();
        fixture.window->exportTo(path);
    });
    openLongTrace(fixture, folder, 2500);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 120'000);
    QVERIFY(isAsked);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Trace& trace = fixture.window->record().trace();
    QVERIFY(file.readAll() == savedTrace(trace, judge(trace)));
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

void WindowViewsTest::transactionsAreToldApart()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"invfix"_s));
    fixture.part<LadderView>()->goTo(at(700ms));
    const MachinesModel* machines = fixture.part<InspectorPanel>()->machines();
    QStringList labels;
    for (int row = 0; row < machines->rowCount(); ++row)
        labels.append(machines->index(row).data().toString());
    QVERIFY2(labels.contains(u"Proxy client CANCEL → B2"_s), qPrintable(labels.join(u'\n')));
    QVERIFY2(labels.contains(u"Proxy client BYE → B2"_s), qPrintable(labels.join(u'\n')));
    labels.removeDuplicates();
    QCOMPARE(labels.size(), machines->rowCount());
    keepPicture(*fixture.window, u"transactions"_s);
}

void WindowViewsTest::anAliasIsUsedEverywhere()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.action(u"Phones and links by &hand"_s)->setChecked(true);
    fixture.part<LadderView>()->select(fixture.message(u"200 OK b2"_s));
    fixture.part<LadderView>()->renameNode(3, u"Reception"_s);
    QStringList words;
    for (const QLabel* label : fixture.part<InspectorPanel>()->findChildren<QLabel*>())
        words.append(label->text());
    const FindingsModel* findings = fixture.part<InspectorPanel>()->findings();
    for (int row = 0; row < findings->rowCount(); ++row)
        words.append(findings->index(row).data().toString());
    const MachinesModel* machines = fixture.part<InspectorPanel>()->machines();
    for (int row = 0; row < machines->rowCount(); ++row)
        words.append(machines->index(row).data().toString());
    for (const QLabel* label : fixture.part<HandPanel>()->findChildren<QLabel*>())
        words << label->text() << label->toolTip();
    for (const QPushButton* button : fixture.part<HandPanel>()->findChildren<QPushButton*>())
        words.append(button->accessibleName());
    words += wordsOf(*fixture.part<LinksPanel>()->model()) + wordsOf(*fixture.part<PhonesPanel>()->model());
    const QString all = words.join(u'\n');
    QVERIFY2(all.contains(u"Reception → Proxy"_s), qPrintable(all));
    QVERIFY2(all.contains(u"Why Reception did this"_s, Qt::CaseInsensitive), qPrintable(all));
    QVERIFY2(all.contains(u"Reception was in a call"_s), qPrintable(all));
    for (const auto* shown : {"Reception · ", "\nProxy → Reception\n", "\nReception answers\n",
             "\nHold Reception → Proxy\n", "\nProxy ↔ Reception\n", "\nReception rings so long"})
        QVERIFY2(all.contains(QString::fromUtf8(shown)), shown);
    QVERIFY2(!all.contains(u"Phone B2"_s), qPrintable(all));
    QTest::keyClick(fixture.window.get(), Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(fixture.part<MessageTable>()->isVisible());
    const MessageTableModel* table = fixture.part<MessageTable>()->messages();
    QCOMPARE(table->index(3, MessageTableModel::To).data().toString(), u"Reception"_s);
}

void WindowViewsTest::anAliasIsUsedInAComparison()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.part<LadderView>()->renameNode(3, u"Reception"_s);
    fixture.press(u"Compare"_s);
    auto* compare = fixture.part<CompareView>();
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 2, 20'000);
    for (CompareColumn* column : compare->columns())
        QCOMPARE(column->ladder()->layout().lanes().at(3).name, u"Reception"_s);
    const QLabel* sentence = labelWith(*compare, u"The first difference"_s);
    QVERIFY(sentence && sentence->text().contains(u"200 OK from Reception to Proxy"));
    const QString rows = wordsOf(*compare->differences()).join(u'\n');
    QVERIFY2(rows.contains(u"to Reception"_s) && !rows.contains(u"Phone B2"_s), qPrintable(rows));
    const auto page = writeComparison(compare->picture(), u"html"_s);
    QVERIFY(page && page->contains("from Reception to Proxy"));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"compared.html"_s);
    fixture.window->findChild<QAction*>(u"export-anonymise"_s)->trigger();
    fixture.window->exportComparisonTo(path);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 20'000);
    const QByteArray anonymous = contentOf(path);
    QVERIFY(anonymous.contains("from Phone B2 to Proxy"));
    QVERIFY(!anonymous.contains("Reception") && !anonymous.contains("bob@"));

    compare->columns().at(1)->ladder()->renameNode(0, u"Anna"_s); // there too: one name everywhere
    QCOMPARE(compare->columns().at(0)->ladder()->options().aliases.value(0), u"Anna"_s);
    fixture.press(u"Back"_s);
    QCOMPARE(fixture.part<LadderView>()->options().aliases.value(0), u"Anna"_s);
}

/// Another scenario's node of that place, or even that id, is somebody else.
void WindowViewsTest::anAliasIsOfItsScenario()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->renameNode(3, u"Reception"_s);
    ladder->hideNode(2);
    QVERIFY(fixture.runVirtually(u"drop-late-2xx"_s));
    QCOMPARE(ladder->options().aliases.value(3), u"Reception"_s);
    QVERIFY(ladder->options().hiddenNodes.contains(2));
    fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/loser-cancelled.yaml"));
    QVERIFY(!wordsOf(*fixture.part<LinksPanel>()->model()).join(u'\n').contains(u"Reception"_s));
    QVERIFY(fixture.runVirtually());
    QVERIFY(ladder->options().aliases.isEmpty());
    QVERIFY(ladder->options().hiddenNodes.isEmpty());
}

void WindowViewsTest::theTableSaysWhatTheLadderSays()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"drop-late-2xx"_s));
    QTest::keyClick(fixture.window.get(), Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(fixture.part<MessageTable>()->isVisible());
    const MessageTableModel* table = fixture.part<MessageTable>()->messages();
    QStringList rows;
    for (int row = 0; row < table->rowCount(); ++row) {
        QStringList cells;
        for (const int column : {MessageTableModel::Message, MessageTableModel::Arrived, MessageTableModel::FateOf})
            cells.append(table->index(row, column).data().toString());
        rows.append(cells.join(u'|'));
    }
    const QString all = rows.join(u'\n');
    QVERIFY2(all.contains(u"200 OK b1|510.0 ms|delivered"_s), qPrintable(all));
    QVERIFY2(all.contains(u"200 OK b2|610.0 ms|discarded"_s), qPrintable(all));
    QVERIFY2(all.contains(u"200 (CANCEL)|"_s), qPrintable(all));
    QVERIFY2(!all.contains(QRegularExpression(u"\\d{5}\\.\\d ms"_s)), qPrintable(all));
    QVERIFY2(all.contains(QRegularExpression(u"\\d\\d\\.\\d{3} s"_s)), qPrintable(all));
    keepPicture(*fixture.window, u"table"_s);
}

void WindowViewsTest::findingsAreWorstFirst()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"ack-bye"_s));
    const QList<Finding>& shown = fixture.part<InspectorPanel>()->findings()->findings();
    QVERIFY(std::is_sorted(shown.begin(), shown.end(),
        [](const Finding& one, const Finding& other) { return one.severity < other.severity; }));
    QCOMPARE(shown, judge(fixture.trace()).findings); // as the command line and every file have them
    QVERIFY(
        std::any_of(shown.begin(), shown.end(), [](const Finding& one) { return one.severity == Severity::ByDesign; }));
    Finding two;
    two.messages = {15, 11};
    QVERIFY2(referenceLine(two).contains(u"messages 11, 15"_s), qPrintable(referenceLine(two)));
    QSet<QString> signs;
    for (const Severity severity :
        {Severity::Violation, Severity::Warning, Severity::ByDesign, Severity::Note, Severity::Ok, Severity::Unknown})
        signs.insert(severityMark(severity));
    QCOMPARE(signs.size(), 6);
}

void WindowViewsTest::handsStayWhereTheyAre()
{
    HandPanel hands;
    hands.setScenario(ScenarioSource::load(*resolveScenario(u"two-phones-answer"_s))->scenario());
    hands.setRunning(true);
    hands.resize(900, 200);
    hands.show();
    QVERIFY(QTest::qWaitForWindowExposed(&hands));
    const auto places = [&hands] {
        QApplication::processEvents();
        QList<QRect> found;
        for (const auto* button : hands.findChildren<QPushButton*>())
            found.append(button->geometry());
        return found;
    };
    const QList<QRect> before = places();
    const QSize least = hands.minimumSizeHint();
    Trace trace = samples::twoPhonesAnswer();
    for (TraceMessage& message : trace.messages)
        message.fate = Fate::InFlight; // the most words that can stand there
    hands.follow(trace);
    QCOMPARE(places(), before);
    QCOMPARE(hands.minimumSizeHint(), least);
}

void WindowViewsTest::aCallIsCancelledBeforeItRings()
{
    Trace trace = samples::twoPhonesAnswer();
    trace.states.clear();
    trace.messages = trace.messages.first(2); // INVITE and 100
    QCOMPARE(phoneStateOf(trace, samples::Caller), PhoneState::Calling);
    HandPanel hands;
    hands.setScenario(ScenarioSource::load(*resolveScenario(u"two-phones-answer"_s))->scenario());
    hands.setRunning(true);
    QSignalSpy wanted(&hands, &HandPanel::actionWanted);
    QVERIFY(!buttonIn(hands, u"Cancel"_s)->isEnabled());
    hands.follow(trace);
    QVERIFY(buttonIn(hands, u"Cancel"_s)->isEnabled());
    QTest::mouseClick(buttonIn(hands, u"Cancel"_s), Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().at(1).toString(), u"cancel"_s);
}

void WindowViewsTest::aRunOfEarlierSettingsIsMarked()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* mark = fixture.window->findChild<QLabel*>(u"outdated"_s);
    QVERIFY(mark->isHidden());
    const auto* table = fixture.part<LinksPanel>()->findChild<QTableView*>();
    QVERIFY(table->model()->setData(table->model()->index(0, 1), u"40"_s));
    QVERIFY(mark->isVisible());
    keepPicture(*fixture.window, u"outdated"_s);
    QVERIFY(fixture.runVirtually());
    QVERIFY(mark->isHidden());
}

void WindowViewsTest::aDragThatIsTakenBackIsSeen()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    const int late = fixture.message(u"200 OK b2"_s);
    const auto arrival = [&] { return *fixture.trace().messages.at(late - 1).arrived; };
    const Instant before = arrival();
    Q_EMIT ladder->arrivalDragged(late, before + 200ms);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged() && arrival() == before + 200ms, 20'000);
    QTest::keyClick(ladder, Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged() && arrival() == before, 20'000);
    QVERIFY(fixture.window->findChild<QLabel*>(u"outdated"_s)->isHidden());
}

void WindowViewsTest::aWholeRunHasNothingNew()
{
    Trace empty = samples::twoPhonesAnswer();
    empty.messages.clear();
    empty.clock = u"virtual"_s;
    LadderView ladder;
    ladder.resize(700, 300); // not all of it is in sight
    ladder.show();
    ladder.setTrace(empty);
    Events events;
    for (const TraceMessage& message : samples::twoPhonesAnswer().messages)
        events.append(MessageSent{message});
    ladder.append(events);
    auto* button = ladder.findChild<QPushButton*>(u"newMessages"_s);
    QVERIFY(ladder.layout().height() > 300);
    QVERIFY(button->isHidden());

    empty.clock = u"real"_s;
    ladder.setTrace(empty);
    ladder.append(events.first(8));
    ladder.setScrollY(0); // the person looks at the beginning
    ladder.append(events.mid(8));
    QVERIFY(button->isVisible());
    ladder.showWhole(); // the run is over
    QVERIFY(button->isHidden());
}

void WindowViewsTest::aStoryKeepsItsEnd()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    const FindingsModel* findings = fixture.part<InspectorPanel>()->findings();
    const int count = findings->rowCount();
    QVERIFY(count > 0);
    fixture.window->findChild<QAction*>(u"story-tell"_s)->trigger();
    QCOMPARE(findings->rowCount(), 0);
    QVERIFY(fixture.part<OutcomeStrip>()->accessibleDescription().startsWith(u"2xx to caller –"_s));
    fixture.part<LadderView>()->select(static_cast<int>(fixture.part<LadderView>()->trace().messages.size()));
    for (const auto* chain : fixture.part<InspectorPanel>()->findChildren<QLabel*>(u"chain"_s))
        QVERIFY2(!chain->text().contains(u"· </a>"_s), qPrintable(chain->text()));
    fixture.window->findChild<QAction*>(u"story-end"_s)->trigger();
    QCOMPARE(findings->rowCount(), count);
    QVERIFY(!fixture.part<OutcomeStrip>()->accessibleDescription().startsWith(u"2xx to caller –"_s));
}

void WindowViewsTest::aQuestionHidesTheAnswer()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.window->findChild<QAction*>(u"predict-first"_s)->trigger();
    fixture.press(u"Run"_s);
    QVERIFY(fixture.trace().messages.isEmpty());
    QVERIFY(fixture.part<OutcomeStrip>()->accessibleDescription().startsWith(u"2xx to caller –"_s));
    QApplication::processEvents();
    for (const char* name : {"predictSuccesses", "predictHangsUp"}) {
        const auto* box = fixture.window->findChild<ChoiceBox*>(QString::fromLatin1(name));
        QCOMPARE(box->shownText(), u"I do not know"_s);
    }
    keepPicture(*fixture.window, u"predict"_s);
}

void WindowViewsTest::anOutsideProxyHasNoVirtualClock()
{
    const WindowFixture fixture;
    auto* bar = fixture.part<TopBar>();
    bar->setClock(u"virtual"_s);
    bar->setOutside(u"kamailio"_s);
    QCOMPARE(bar->policy(), outsidePolicy());
    QCOMPARE(bar->clock().text(), u"real"_s);
    bar->setClock(u"virtual"_s);
    QCOMPARE(bar->clock().text(), u"real"_s);
    fixture.pick(u"policy"_s, u"forward-all"_s);
    bar->setClock(u"virtual"_s);
    QCOMPARE(bar->clock().text(), u"virtual"_s);
}

void WindowViewsTest::theComparisonIsSaidInWords()
{
    const WindowFixture fixture;
    fixture.press(u"Compare"_s);
    auto* compare = fixture.part<CompareView>();
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 2, 20'000);
    const QLabel* sentence = labelWith(*compare, u"The first difference is at"_s);
    QVERIFY(sentence);
    QVERIFY2(sentence->text().startsWith(u"The first difference is at 610 ms: 200 OK from Phone B2 to Proxy arrives at "
                                         "610 ms under Forward every 2xx; is discarded at 610 ms ("_s),
        qPrintable(sentence->text()));
    QVERIFY(sentence->text().endsWith(u") under Drop the late 2xx."_s));
    const DifferencesModel* differences = compare->differences();
    QStringList kinds;
    for (int row = 0; row < differences->rowCount(); ++row)
        kinds.append(differences->index(row, DifferencesModel::Kind).data().toString());
    QVERIFY2(kinds.contains(u"other fate"_s), qPrintable(kinds.join(u'\n')));
    QVERIFY2(kinds.contains(u"only in: Forward every 2xx"_s), qPrintable(kinds.join(u'\n')));
    QVERIFY(!kinds.contains(u"moved"_s));
    QCOMPARE(differences->headerData(DifferencesModel::FirstRun, Qt::Horizontal).toString(), u"Forward every 2xx"_s);
    QTest::mouseClick(compare->findChild<QPushButton*>(u"invfix"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 3, 20'000);
    kinds.clear();
    for (int row = 0; row < differences->rowCount(); ++row)
        kinds.append(differences->index(row, DifferencesModel::Kind).data().toString());
    QVERIFY2(kinds.contains(u"not in: Drop the late 2xx"_s), qPrintable(kinds.join(u'\n')));
}

void WindowViewsTest::theFocusIsSeen()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    auto* list = fixture.part<InspectorPanel>()->findChild<QListView*>();
    list->setCurrentIndex(list->model()->index(0, 0));
    auto* run = fixture.button(u"Run"_s);
    for (QWidget* widget : QWidgetList{ladder, list, run}) {
        fixture.part<TopBar>()->policyBox()->setFocus();
        QApplication::processEvents();
        const QImage without = widget->grab().toImage();
        widget->setFocus(Qt::TabFocusReason);
        QApplication::processEvents();
        QVERIFY2(widget->grab().toImage() != without, widget->metaObject()->className());
    }
}

void WindowViewsTest::aMapSaysHowItBegins()
{
    const WindowFixture fixture;
    fixture.press(u"Race map"_s);
    auto* run = fixture.button(u"Run map"_s);
    QVERIFY(run);
    QTRY_COMPARE(QApplication::focusWidget(), run);
    QCOMPARE(run->property("role").toString(), u"primary"_s);
    QVERIFY(labelWith(*fixture.window, u"Run map makes the run of every cell"_s));
    keepPicture(*fixture.window, u"map"_s);
}

void WindowViewsTest::aHiddenProxyIsExplained()
{
    LadderView ladder;
    ladder.resize(800, 500);
    ladder.setTrace(samples::twoPhonesAnswer());
    ladder.hideNode(samples::Proxy);
    Trace silent = samples::twoPhonesAnswer();
    silent.messages.clear();
    LadderView other;
    other.resize(800, 500);
    other.setTrace(silent);
    other.hideNode(samples::Proxy);
    const QRect middle(150, 100, 500, 60);
    QVERIFY(ladder.grab(middle).toImage() != other.grab(middle).toImage()); // a sentence
    keepPicture(ladder, u"hidden"_s);
}

void WindowViewsTest::aNarrowWindowShowsItsPanelAtOnce()
{
    const WindowFixture fixture;
    fixture.window->resize(900, 700);
    auto* left = fixture.part<RunPage>()->leftPanel();
    QTRY_VERIFY(!left->isVisible());
    for (const bool isShown : {true, false, true}) {
        QTest::keyClick(fixture.part<LadderView>(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(left->isVisible(), isShown);
    }
}

void WindowViewsTest::aHintIsBesideWhatItIsAbout()
{
    const WindowFixture fixture;
    fixture.window->offerTour();
    const auto* tour = fixture.window->findChild<QWidget*>(u"tour"_s);
    QVERIFY(tour && tour->isVisible());
    const auto rectOf
        = [&fixture](QWidget* part) { return QRect(part->mapTo(fixture.window.get(), QPoint()), part->size()); };
    for (QWidget* covered :
        QWidgetList{fixture.part<LibraryPanel>(), fixture.part<LinksPanel>(), fixture.part<OutcomeStrip>()})
        QVERIFY(!tour->geometry().intersects(rectOf(covered)));
    for (int step = 0; step < 3; ++step) {
        QVERIFY(fixture.window->rect().contains(tour->geometry()));
        keepPicture(*fixture.window, u"hint-%1"_s.arg(step + 1));
        fixture.press(u"Next"_s);
    }
    fixture.press(u"Compare"_s);
    QVERIFY(tour->isHidden());
}

void WindowViewsTest::aPolicyHasBothNames()
{
    const WindowFixture fixture;
    const auto* box = fixture.window->findChild<QComboBox*>(u"policy"_s);
    QCOMPARE(box->itemText(0), u"Forward every 2xx"_s);
    QCOMPARE(box->itemData(0, Qt::AccessibleTextRole).toString(), u"Forward every 2xx (forward-all)"_s);
    fixture.pick(u"policy"_s, u"invfix"_s);
    QVERIFY(box->toolTip().startsWith(u"RFC 6026 (invfix)\n"_s));
    QCOMPARE(fixture.part<StatusLine>()->said(), u"The next run is under RFC 6026 (invfix)."_s);
    QVERIFY(fixture.runVirtually(u"invfix"_s));
    const QLabel* state = labelWith(*fixture.part<StatusLine>(), u"settled"_s);
    QVERIFY(state && state->text().contains(u" · RFC 6026, virtual clock"_s));
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowViewsTest)
#include "tst_window_views.moc"
