#include "LadderView.h"
#include "SampleTraces.h"

#include <QHelpEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include <memory>

using namespace siprace;
using namespace siprace::samples;

class TestLadderView : public QObject
{
    Q_OBJECT

    std::unique_ptr<LadderView> m_view;

    void show(const Trace& trace, QSize size = {800, 500})
    {
        m_view = std::make_unique<LadderView>();
        m_view->resize(size);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->setTrace(trace);
        m_view->setFocus();
    }
    [[nodiscard]] QPoint inViewport(QPointF content) const
    {
        return (content + QPointF(0, LadderLayout::headerHeight() - m_view->scrollY())).toPoint();
    }
    [[nodiscard]] QPoint onMessage(int n) const { return inViewport(m_view->layout().label(n)->centre); }
    [[nodiscard]] QPoint onHeader(int lane) const
    {
        return m_view->layout().headerBox(m_view->layout().lanes().at(lane)).center().toPoint();
    }
    void press(Qt::Key key) { QTest::keyClick(m_view.get(), key); }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (const Lane& lane : m_view->layout().lanes())
            names << lane.name;
        return names;
    }
    static Event sent(Trace& trace, double ms)
    {
        TraceMessage message = trace.messages.last();
        message.n = static_cast<int>(trace.messages.size()) + 1;
        message.sent = TraceBuilder::ms(ms);
        message.arrived.reset();
        message.fate = Fate::InFlight;
        trace.messages << message;
        return MessageSent{message};
    }

private Q_SLOTS:
    void cleanup() { m_view.reset(); }

    void clickSelectsAMessage()
    {
        show(twoPhonesAnswer());
        QSignalSpy selected(m_view.get(), &LadderView::messageSelected);
        QSignalSpy cursor(m_view.get(), &LadderView::cursorTimeChanged);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, onMessage(5));
        QCOMPARE(selected.takeLast().at(0).toInt(), 5);
        QCOMPARE(m_view->selected(), 5);
        QCOMPARE(m_view->cursorTime(), TraceBuilder::ms(210));
        QCOMPARE(cursor.size(), 1);
        QVERIFY(m_view->accessibleDescription().contains(QLatin1String("180 b1")));
    }

    void clickBesideSelectsNothingAndSetsTheTime()
    {
        show(twoPhonesAnswer());
        m_view->select(5);
        const QPointF empty(m_view->layout().lanes().at(Caller).x + 60, m_view->layout().yOf(TraceBuilder::ms(270)));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inViewport(empty));
        QCOMPARE(m_view->selected(), 0);
        QVERIFY(std::abs((m_view->cursorTime() - TraceBuilder::ms(270)).count()) < 3000);
    }

    void ctrlClickSelectsASecond()
    {
        show(twoPhonesAnswer());
        QSignalSpy pair(m_view.get(), &LadderView::selectionPairChanged);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, onMessage(3));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, onMessage(4));
        QCOMPARE(m_view->selected(), 3);
        QCOMPARE(m_view->secondSelected(), 4);
        QCOMPARE(pair.last(), QVariantList({3, 4}));
        press(Qt::Key_Escape);
        QCOMPARE(m_view->selected(), 0);
    }

    void arrowKeysGoMessageByMessage()
    {
        show(twoPhonesAnswer());
        press(Qt::Key_Down);
        QCOMPARE(m_view->selected(), 1);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QCOMPARE(m_view->selected(), 3);
        press(Qt::Key_Up);
        QCOMPARE(m_view->selected(), 2);
        m_view->hideNode(B1);
        press(Qt::Key_Down);
        QCOMPARE(m_view->selected(), 4); // the third goes to a hidden phone
        m_view->select(1);
        press(Qt::Key_Up);
        QCOMPARE(m_view->selected(), 1); // there is none before
    }

    void sidewaysKeysStayInTheTransaction()
    {
        show(twoPhonesAnswer());
        m_view->select(4);
        press(Qt::Key_Right);
        QCOMPARE(m_view->selected(), 6);
        press(Qt::Key_Right);
        QCOMPARE(m_view->selected(), 10);
        press(Qt::Key_Right);
        QCOMPARE(m_view->selected(), 10);
        press(Qt::Key_Left);
        QCOMPARE(m_view->selected(), 6);
    }

    void theSelectedScrollsIntoSight()
    {
        show(dropLate2xx());
        for (int n = 1; n <= 29; ++n) {
            press(Qt::Key_Down);
            const double y = m_view->layout().arrow(n)->to.y() - m_view->scrollY();
            QVERIFY(y >= 0);
            QVERIFY(y <= m_view->viewport()->height() - LadderLayout::headerHeight());
        }
    }

    void findingsAreWalkedThrough()
    {
        show(twoPhonesAnswer());
        m_view->setFindings(twoPhonesFindings());
        QSignalSpy finding(m_view.get(), &LadderView::findingActivated);
        press(Qt::Key_N);
        QCOMPARE(finding.takeLast().at(0).toInt(), 0);
        QCOMPARE(m_view->selected(), 15);
        QCOMPARE(m_view->secondSelected(), 11);
        press(Qt::Key_N);
        QCOMPARE(finding.takeLast().at(0).toInt(), 1);
        press(Qt::Key_P);
        press(Qt::Key_P);
        QCOMPARE(finding.takeLast().at(0).toInt(), 2); // round the end
    }

    void clickOnABadgeActivatesIt()
    {
        show(twoPhonesAnswer(), {800, 900});
        m_view->setFindings(twoPhonesFindings());
        QSignalSpy finding(m_view.get(), &LadderView::findingActivated);
        const LadderSlice all = m_view->layout().slice(0, m_view->layout().height());
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inViewport(all.badges.at(1).rect.center()));
        QCOMPARE(finding.size(), 1);
        QCOMPARE(finding.first().at(0).toInt(), all.badges.at(1).finding);
    }

    void zoomKeysAndWheel()
    {
        show(twoPhonesAnswer());
        QSignalSpy zoomed(m_view.get(), &LadderView::zoomChanged);
        QCOMPARE(m_view->zoom(), 1.0);
        press(Qt::Key_Plus);
        QVERIFY(m_view->zoom() > 1.2);
        press(Qt::Key_Minus);
        QVERIFY(qAbs(m_view->zoom() - 1) < 0.001);
        QCOMPARE(zoomed.size(), 2);
        const QPointF pointer(300, 260);
        const Instant before = m_view->layout().timeAt(pointer.y() - LadderLayout::headerHeight() + m_view->scrollY());
        QWheelEvent wheel(pointer, m_view->viewport()->mapToGlobal(pointer), {}, {0, 240}, Qt::NoButton,
            Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_view->viewport(), &wheel);
        QVERIFY(m_view->zoom() > 1.5);
        const Instant after = m_view->layout().timeAt(pointer.y() - LadderLayout::headerHeight() + m_view->scrollY());
        QVERIFY(std::abs((after - before).count()) < 3000); // the time under the pointer stays there
    }

    void fitShowsTheWholeRun()
    {
        show(dropLate2xx());
        press(Qt::Key_F);
        QVERIFY(m_view->layout().height() <= m_view->viewport()->height() - LadderLayout::headerHeight() + 1);
        QCOMPARE(m_view->verticalScrollBar()->maximum(), 0);
    }

    void timesAreMarkedAndGoneTo()
    {
        show(dropLate2xx());
        QSignalSpy asked(m_view.get(), &LadderView::goToTimeRequested);
        press(Qt::Key_G);
        QCOMPARE(asked.size(), 1);
        m_view->goTo(TraceBuilder::ms(28000));
        const double y = m_view->layout().yOf(TraceBuilder::ms(28000)) - m_view->scrollY();
        QVERIFY(y > 0 && y < m_view->viewport()->height());
        QCOMPARE(m_view->cursorTime(), TraceBuilder::ms(28000));
        const QImage before = m_view->viewport()->grab().toImage();
        press(Qt::Key_M);
        const QImage marked = m_view->viewport()->grab().toImage();
        QVERIFY(marked != before);
        press(Qt::Key_M);
        QCOMPARE(m_view->viewport()->grab().toImage(), before); // a second time takes it away
    }

    void hoverDimsEverythingElse()
    {
        show(twoPhonesAnswer());
        QSignalSpy hovered(m_view.get(), &LadderView::messageHovered);
        const QImage before = m_view->viewport()->grab().toImage();
        QTest::mouseMove(m_view->viewport(), onMessage(6));
        QTRY_COMPARE(hovered.size(), 1);
        QCOMPARE(hovered.first().at(0).toInt(), 6);
        QVERIFY(m_view->viewport()->grab().toImage() != before);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_view.get(), &leave);
        QCOMPARE(hovered.last().at(0).toInt(), 0);
    }

    void headersAreDraggedToReorder()
    {
        show(twoPhonesAnswer());
        QSignalSpy changed(m_view.get(), &LadderView::optionsChanged);
        QWidget* viewport = m_view->viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, onHeader(3));
        QTest::mouseMove(viewport, onHeader(3) - QPoint(60, 0));
        const QPoint target = onHeader(0) - QPoint(10, 0);
        QMouseEvent move(QEvent::MouseMove, target, viewport->mapToGlobal(target), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(viewport, &move);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, target);
        QCOMPARE(names(),
            QStringList({QStringLiteral("Phone B2"), QStringLiteral("Caller A"), QStringLiteral("Proxy"),
                QStringLiteral("Phone B1")}));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_view->selected(), 0);
    }

    void aHeaderClickMovesNothing()
    {
        show(twoPhonesAnswer());
        const QStringList before = names();
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, onHeader(2));
        QCOMPARE(names(), before);
    }

    void nodesHideAndComeBack()
    {
        show(twoPhonesAnswer());
        QContextMenuEvent event(QContextMenuEvent::Mouse, onHeader(B1), m_view->viewport()->mapToGlobal(onHeader(B1)));
        QCoreApplication::sendEvent(m_view->viewport(), &event);
        auto* menu = m_view->findChild<QMenu*>(QStringLiteral("nodeMenu"));
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions().first()->text(), QStringLiteral("Hide Phone B1"));
        menu->actions().first()->trigger();
        menu->close();
        QCOMPARE(
            names(), QStringList({QStringLiteral("Caller A"), QStringLiteral("Proxy"), QStringLiteral("Phone B2")}));
        m_view->showAllNodes();
        QCOMPARE(names().size(), 4);
    }

    void nodesAreRenamedInPlace()
    {
        show(twoPhonesAnswer());
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, onHeader(0));
        auto* editor = m_view->findChild<QLineEdit*>(QStringLiteral("rename"));
        QVERIFY(editor != nullptr);
        QTest::keyClicks(editor, QStringLiteral("Alice"));
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(names().first(), QStringLiteral("Alice"));
        QCOMPARE(m_view->options().aliases.value(Caller), QStringLiteral("Alice"));
        m_view->renameNode(Caller, {});
        QCOMPARE(names().first(), QStringLiteral("Caller A"));
    }

    void theViewFollowsALiveRun()
    {
        Trace trace = twoPhonesAnswer();
        trace.clock = QStringLiteral("real");
        show(trace);
        auto* button = m_view->findChild<QPushButton*>(QStringLiteral("newMessages"));
        QVERIFY(m_view->isFollowing());
        m_view->append({sent(trace, 1000)});
        QCOMPARE(m_view->scrollY(), m_view->verticalScrollBar()->maximum());
        QVERIFY(!button->isVisible());

        m_view->verticalScrollBar()->setValue(10); // the person scrolls up
        QVERIFY(!m_view->isFollowing());
        m_view->append({sent(trace, 1100), sent(trace, 1200)});
        QCOMPARE(m_view->scrollY(), 10);
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), QStringLiteral("▼ 2 new"));
        m_view->setTrace(trace); // the whole run again
        QVERIFY(!button->isVisible());
        m_view->verticalScrollBar()->setValue(10);
        m_view->append({sent(trace, 1300), sent(trace, 1400)});
        QCOMPARE(button->text(), QStringLiteral("▼ 2 new"));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(m_view->isFollowing());
        QVERIFY(!button->isVisible());
        QCOMPARE(m_view->scrollY(), m_view->verticalScrollBar()->maximum());
    }

    void aFinishedRunALittleTooHighIsShownWhole()
    {
        Trace trace = twoPhonesAnswer();
        trace.clock = QStringLiteral("real");
        show(trace);
        const int whole = static_cast<int>(m_view->layout().height() + LadderLayout::headerHeight());
        m_view->resize(800, whole - 40);
        m_view->append({sent(trace, 960)});
        QVERIFY(m_view->scrollY() > 0); // followed to its end
        m_view->showWhole();
        QCOMPARE(m_view->verticalScrollBar()->maximum(), 0);
        QVERIFY(m_view->zoom() > 0.75 && m_view->zoom() < 1);
        m_view->resize(800, whole - 200);
        QTRY_VERIFY(m_view->verticalScrollBar()->maximum() > 0);
        QCOMPARE(m_view->scrollY(), 0); // the beginning stays in sight
        m_view->resize(800, whole - 40);
        QTRY_COMPARE(m_view->verticalScrollBar()->maximum(), 0);
        m_view->setSpacing(Spacing::Even);
        m_view->setSpacing(Spacing::TrueTime);
        QCOMPARE(m_view->zoom(), 1.0);
        m_view->showWhole();
        QVERIFY(m_view->zoom() < 1);
        m_view->setTrace(twoPhonesAnswer());
        QCOMPARE(m_view->zoom(), 1.0); // the next run is as large as ever
        m_view->showWhole();
        press(Qt::Key_Plus);
        const double chosen = m_view->zoom();
        m_view->setTrace(twoPhonesAnswer());
        QCOMPARE(m_view->zoom(), chosen); // the person's choice stays
    }

    void aFinishedRunMuchTooHighStaysWhereItIs()
    {
        show(dropLate2xx(), {800, 300});
        m_view->follow();
        const int end = m_view->scrollY();
        m_view->showWhole();
        QCOMPARE(m_view->zoom(), 1.0);
        QCOMPARE(m_view->scrollY(), end);
    }

    void aVirtualRunIsShownFromItsBeginning()
    {
        show(dropLate2xx());
        QVERIFY(!m_view->isFollowing());
        QCOMPARE(m_view->scrollY(), 0);
    }

    void aNewRunStartsAfresh()
    {
        show(dropLate2xx());
        m_view->select(20);
        QVERIFY(m_view->scrollY() > 0);
        QSignalSpy selected(m_view.get(), &LadderView::messageSelected);
        m_view->setTrace(twoPhonesAnswer());
        QCOMPARE(m_view->selected(), 0);
        QCOMPARE(m_view->scrollY(), 0);
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.first().at(0).toInt(), 0);
    }

    void tooltipsTellWhatIsUnderThePointer()
    {
        show(twoPhonesAnswer());
        QHelpEvent help(QEvent::ToolTip, onMessage(6), m_view->viewport()->mapToGlobal(onMessage(6)));
        QCoreApplication::sendEvent(m_view->viewport(), &help);
        QCOMPARE(QToolTip::text(), m_view->layout().tooltip(6));
    }

    void thePictureIsInTheColoursOfTheTheme()
    {
        show(twoPhonesAnswer());
        for (const bool isDark : {false, true}) {
            const LadderTheme theme = ladderTheme(LadderPalette::Standard, isDark);
            m_view->setTheme(theme);
            const QImage image = m_view->viewport()->grab().toImage();
            QCOMPARE(image.pixelColor(2, 2), theme.card);
            const QPointF line = m_view->layout().arrow(6)->from * 0.3 + m_view->layout().arrow(6)->to * 0.7;
            QVERIFY(image.pixelColor(inViewport(line)) != theme.card);
        }
    }

    void evenSpacingAndFoldsSwitch()
    {
        show(dropLate2xx());
        const double folded = m_view->layout().height();
        m_view->setFoldSilences(false);
        QVERIFY(m_view->layout().height() > folded * 3);
        m_view->setFoldSilences(true);
        m_view->setSpacing(Spacing::Even);
        QVERIFY(m_view->layout().height() < folded);
        QCOMPARE(m_view->zoom(), 1.0);
    }

    void aHundredThousandMessagesScroll()
    {
        show(busy(100'000));
        QVERIFY(m_view->verticalScrollBar()->maximum() > 100'000);
        m_view->setScrollY(m_view->verticalScrollBar()->maximum() / 2);
        const QImage image = m_view->viewport()->grab().toImage();
        QVERIFY(!image.isNull());
        press(Qt::Key_Down);
        QCOMPARE(m_view->selected(), 1);
        QVERIFY(m_view->scrollY() < 100);
    }

    void itHasANameForScreenReaders()
    {
        show(twoPhonesAnswer());
        QVERIFY(!m_view->accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestLadderView)
#include "tst_ladder_view.moc"
