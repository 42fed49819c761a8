#include "MessagePanel.h"
#include "SearchBar.h"
#include "WindowFixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTextEdit>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Reading a run in the real window: messages, what sets them apart, what caused them; finding and marking.
class WindowInspectTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoMessagesShowAsADifference();
    void aFindingShowsItsMessageFirst();
    void theChainOfCausesIsWalked();
    void timersRunAtTheCursor();
    void searchDimsTheOthers_data();
    void searchDimsTheOthers();
    void whatAHiddenNodeTookWithItIsNotGoneTo();
    void aWrongSearchIsExplained();
    void othersAreHidden();
    void returnGoesToTheNextMatch();
    void aLiveRunIsSearchedAsItGrows();
    void nodesAreMovedHiddenAndRenamed();
    void timesAreMarkedAndMeasured();
};

namespace {

QPoint middleOf(const LadderView* ladder, int n)
{
    const auto arrow = ladder->layout().arrow(n);
    const QPointF middle = arrow->from + (arrow->to - arrow->from) * 0.25;
    return (middle + QPointF(0, LadderLayout::headerHeight() - ladder->scrollY())).toPoint();
}

QLineEdit* openSearch(const WindowFixture& fixture)
{
    fixture.action(u"&Find messages"_s)->trigger();
    return fixture.window->findChild<QLineEdit*>(u"messageSearch"_s);
}

QList<int> shownStrongly(const LadderView* ladder)
{
    QList<int> all;
    for (const TraceMessage& message : ladder->trace().messages) {
        if (!ladder->options().dimmedMessages.contains(message.n) && ladder->layout().isShown(message.n))
            all.append(message.n);
    }
    return all;
}

} // namespace

void WindowInspectTest::twoMessagesShowAsADifference()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->fit();
    const int fromPhone = fixture.message(u"200 OK b1"_s);
    const int toCaller = fixture.message(u"200 OK b1"_s, fromPhone + 1);
    QTest::mouseClick(ladder->viewport(), Qt::LeftButton, {}, middleOf(ladder, fromPhone));
    QTest::mouseClick(ladder->viewport(), Qt::LeftButton, Qt::ControlModifier, middleOf(ladder, toCaller));
    QCOMPARE(ladder->selected(), fromPhone);
    QCOMPARE(ladder->secondSelected(), toCaller);
    auto* panel = fixture.part<MessagePanel>();
    QVERIFY(panel->isDiffShown());
    const QString text = panel->findChild<QTextEdit*>()->toPlainText();
    // The proxy took its own Via off; the rest went on unchanged.
    QVERIFY2(text.contains(u"− Via: "_s), qPrintable(text));
    QVERIFY2(!text.contains(u"+ Via: "_s), qPrintable(text));
    QVERIFY2(text.contains(u"  SIP/2.0 200 OK"_s), qPrintable(text));
    QTest::mouseClick(panel->findChild<QPushButton*>(u"diffSwitch"_s), Qt::LeftButton);
    QVERIFY(!panel->isDiffShown());
    QVERIFY(panel->findChild<QTextEdit*>()->toPlainText().startsWith(u"SIP/2.0 200 OK"_s));
}

void WindowInspectTest::aFindingShowsItsMessageFirst()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTest::keyClick(fixture.part<LadderView>(), Qt::Key_N);
    QVERIFY(fixture.part<LadderView>()->secondSelected() > 0);
    QVERIFY(!fixture.part<MessagePanel>()->isDiffShown());
    QVERIFY(fixture.part<MessagePanel>()->findChild<QPushButton*>(u"diffSwitch"_s)->isVisible());
}

void WindowInspectTest::theChainOfCausesIsWalked()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    const int cancel = fixture.message(u"CANCEL"_s);
    ladder->select(cancel);
    auto* chain = fixture.part<InspectorPanel>()->findChild<QLabel*>(u"chain"_s);
    QVERIFY(chain->isVisible());
    QVERIFY2(chain->text().contains(u"200 OK b1"_s), qPrintable(chain->text()));
    const int cause = fixture.trace().messages.at(cancel - 1).causedBy;
    Q_EMIT chain->linkActivated(u"message:%1"_s.arg(cause)); // as a click does
    QCOMPARE(ladder->selected(), cause);
    QVERIFY2(chain->text().contains(u"%1 · CANCEL"_s.arg(cancel)), qPrintable(chain->text()));
    QTest::keyClick(ladder, Qt::Key_BracketRight);
    QCOMPARE(fixture.trace().messages.at(ladder->selected() - 1).causedBy, cause);
    QTest::keyClick(ladder, Qt::Key_BracketLeft);
    QCOMPARE(ladder->selected(), cause);
}

void WindowInspectTest::timersRunAtTheCursor()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually(u"invfix"_s));
    fixture.part<LadderView>()->goTo(at(620ms));
    MachinesModel* machines = fixture.part<InspectorPanel>()->machines();
    QStringList lines;
    for (int row = 0; row < machines->rowCount(); ++row)
        lines.append(machines->index(row).data().toString() + u" "_s
            + machines->index(row).data(MachinesModel::StateRole).toString() + u" "_s
            + machines->index(row).data(MachinesModel::TimersRole).toString());
    QVERIFY2(lines.contains(u"Proxy server INVITE ← A Accepted L 31.9 s"_s), qPrintable(lines.join(u'\n')));
}

void WindowInspectTest::searchDimsTheOthers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("the CANCEL and what answers it") << u"cseq:CANCEL"_s << 2;
    QTest::newRow("answers of one phone") << u"status:200 cseq:INVITE node:b2"_s << 1;
    QTest::newRow("everything but requests") << u"-is:request"_s << 12;
    QTest::newRow("nothing") << u"tag:b7"_s << 0;
}

void WindowInspectTest::searchDimsTheOthers()
{
    QFETCH(const QString, text);
    QFETCH(const int, count);
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTest::keyClicks(openSearch(fixture), text);
    QCOMPARE(fixture.part<SearchBar>()->matchCount(), count);
    QCOMPARE(shownStrongly(fixture.part<LadderView>()).size(), count);
    const auto labels = fixture.part<SearchBar>()->findChildren<QLabel*>();
    QVERIFY(std::any_of(
        labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == u"%1 of 22"_s.arg(count); }));
    QTest::keyClick(fixture.window->findChild<QLineEdit*>(u"messageSearch"_s), Qt::Key_Escape);
    QVERIFY(fixture.part<SearchBar>()->isHidden());
    QCOMPARE(shownStrongly(fixture.part<LadderView>()).size(), 22);
}

void WindowInspectTest::whatAHiddenNodeTookWithItIsNotGoneTo()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->hideNode(3);
    QTest::keyClicks(openSearch(fixture), u"status:200 cseq:INVITE"_s); // of b1, of b2, and both again to the caller
    auto* field = fixture.window->findChild<QLineEdit*>(u"messageSearch"_s);
    const auto labels = fixture.part<SearchBar>()->findChildren<QLabel*>();
    QVERIFY(std::any_of(
        labels.begin(), labels.end(), [](const QLabel* label) { return label->text() == u"4 of 22, 1 hidden"; }));
    for (int step = 0; step < 4; ++step) {
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(ladder->selected() > 0);
        QVERIFY(fixture.trace().messages.at(ladder->selected() - 1).from != 3);
    }
}

void WindowInspectTest::aWrongSearchIsExplained()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    fixture.window->resize(900, 700);
    QLineEdit* field = openSearch(fixture);
    const int before = field->width();
    QTest::keyClicks(field, u"staus:200"_s);
    const auto labels = fixture.part<SearchBar>()->findChildren<QLabel*>();
    const auto error = std::find_if(labels.begin(), labels.end(),
        [](const QLabel* label) { return label->isVisible() && label->text().contains(u"status"_s); });
    QVERIFY(error != labels.end());
    QTRY_VERIFY((*error)->height() >= (*error)->heightForWidth((*error)->width())); // nothing of it is cut
    QCOMPARE(field->width(), before);
    QVERIFY(field->width() > 200);
    keepPicture(*fixture.window, u"search-wrong"_s);
    field->clear();
    QVERIFY((*error)->isHidden());
}

void WindowInspectTest::othersAreHidden()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    const double whole = fixture.part<LadderView>()->layout().height();
    QTest::keyClicks(openSearch(fixture), u"cseq:CANCEL"_s);
    fixture.press(u"Hide others"_s);
    QCOMPARE(shownStrongly(fixture.part<LadderView>()).size(), 2);
    QVERIFY(fixture.part<LadderView>()->layout().height() < whole);
    fixture.press(u"Hide others"_s);
    QCOMPARE(fixture.part<LadderView>()->layout().height(), whole);
}

void WindowInspectTest::returnGoesToTheNextMatch()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QLineEdit* search = openSearch(fixture);
    QTest::keyClicks(search, u"cseq:CANCEL"_s);
    const QList<int> found = shownStrongly(fixture.part<LadderView>());
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(fixture.part<LadderView>()->selected(), found.first());
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(fixture.part<LadderView>()->selected(), found.last());
    QTest::keyClick(search, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(fixture.part<LadderView>()->selected(), found.first());
}

void WindowInspectTest::aLiveRunIsSearchedAsItGrows()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    QTest::keyClicks(openSearch(fixture), u"method:BYE"_s);
    fixture.pick(u"clock"_s, u"real"_s);
    fixture.press(u"Run"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.isIdle() || fixture.trace().clock == u"real", 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 20'000);
    QCOMPARE(fixture.part<SearchBar>()->matchCount(), 2);
    QCOMPARE(shownStrongly(fixture.part<LadderView>()).size(), 2);
}

void WindowInspectTest::nodesAreMovedHiddenAndRenamed()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    const auto headerOf = [ladder](qsizetype lane) {
        return ladder->layout().headerBox(ladder->layout().lanes().at(lane)).center().toPoint();
    };
    QTest::mousePress(ladder->viewport(), Qt::LeftButton, {}, headerOf(3));
    QTest::mouseMove(ladder->viewport(), headerOf(2) - QPoint(40, 0));
    QTest::mouseMove(ladder->viewport(), headerOf(0) - QPoint(60, 0));
    QTest::mouseRelease(ladder->viewport(), Qt::LeftButton, {}, headerOf(0) - QPoint(60, 0));
    QCOMPARE(ladder->layout().lanes().first().name, u"Phone B2"_s);

    QTest::mouseDClick(ladder->viewport(), Qt::LeftButton, {}, headerOf(0));
    auto* editor = ladder->findChild<QLineEdit*>(u"rename"_s);
    QVERIFY(editor);
    editor->clear();
    QTest::keyClicks(editor, u"Reception"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(ladder->layout().lanes().first().name, u"Reception"_s);

    ladder->hideNode(ladder->layout().lanes().first().node);
    QCOMPARE(ladder->layout().lanes().size(), 3);
    for (auto* menu : fixture.window->findChildren<QMenu*>())
        Q_EMIT menu->aboutToShow(); // the lifelines of a run have a menu that is made when it opens
    fixture.action(u"Show &all"_s)->trigger();
    QCOMPARE(ladder->layout().lanes().size(), 4);
}

void WindowInspectTest::timesAreMarkedAndMeasured()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->fit();
    const QImage before = ladder->grab().toImage();
    ladder->goTo(at(300ms));
    QTest::keyClick(ladder, Qt::Key_M);
    QTRY_VERIFY(ladder->grab().toImage() != before);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowInspectTest)
#include "tst_window_inspect.moc"
