#include "LayoutSamples.h"
#include "SampleTraces.h"

#include <QTest>

using namespace siprace;
using namespace siprace::ladder_test;
using namespace siprace::samples;

Q_DECLARE_METATYPE(siprace::LadderOptions)

namespace {

LadderSlice whole(const LadderLayout& layout)
{
    return layout.slice(0, layout.height());
}

/// The trace as a live run would deliver it.
Events asEvents(const Trace& trace)
{
    QList<std::pair<Instant, Event>> events;
    for (const StateChange& state : trace.states)
        events.append({state.at, state});
    for (TraceMessage message : trace.messages) {
        const MessageEnded ended{message.n, message.arrived, message.fate, message.fateWhy, message.isStray};
        if (message.fate != Fate::InFlight)
            events.append({message.arrived.value_or(message.sent), ended});
        message.arrived.reset();
        message.fate = Fate::InFlight;
        message.isStray = false;
        events.append({message.sent, MessageSent{message}});
    }
    std::stable_sort(events.begin(), events.end(), [](const auto& one, const auto& other) {
        const auto rank = [](const Event& event) { return std::holds_alternative<MessageSent>(event) ? 0 : 1; };
        return std::pair(one.first, rank(one.second)) < std::pair(other.first, rank(other.second));
    });
    Events list;
    for (const auto& event : std::as_const(events))
        list << event.second;
    return list;
}

Trace withoutEvents(Trace trace)
{
    trace.messages.clear();
    trace.states.clear();
    return trace;
}

QString describe(const LadderLayout& layout)
{
    const auto number = [](double value) { return QString::number(value, 'f', 1); };
    QStringList lines;
    const LadderSlice all = whole(layout);
    for (const ArrowShape& arrow : all.arrows)
        lines << QStringLiteral("%1 %2,%3 %4,%5 %6")
                     .arg(QString::number(arrow.n), number(arrow.from.x()), number(arrow.from.y()),
                         number(arrow.to.x()), number(arrow.to.y()), QString::number(static_cast<int>(arrow.end)));
    for (const LabelShape& label : all.labels)
        lines << QStringLiteral("%1 \"%2\" %3,%4")
                     .arg(QString::number(label.n), label.text, number(label.centre.x()), number(label.centre.y()));
    for (const StripShape& strip : all.strips)
        lines << QStringLiteral("strip %1 %2,%3 %4")
                     .arg(QString::number(strip.state), number(strip.rect.x()), number(strip.rect.top()),
                         number(strip.rect.bottom()));
    for (const FoldShape& fold : all.folds)
        lines << number(fold.top) + fold.text;
    return lines.join(u'\n');
}

} // namespace

class TestLadderLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- time ----

    void arrowsAreAsSteepAsTheirDelay()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        const ArrowShape quick = *layout.arrow(1);
        const ArrowShape slow = *layout.arrow(6);
        QCOMPARE(quick.from.y(), layout.yOf(TraceBuilder::ms(0)));
        QVERIFY(qAbs(quick.to.y() - layout.yOf(TraceBuilder::ms(10))) < 0.01);
        QVERIFY(qAbs(slow.from.y() - layout.yOf(TraceBuilder::ms(160))) < 0.01);
        QVERIFY(qAbs(slow.to.y() - layout.yOf(TraceBuilder::ms(310))) < 0.01);
        QVERIFY(qAbs((slow.to.y() - slow.from.y()) - 150 * layout.options().pxPerMs) < 0.01);
    }

    void equalTimesAreEqualHeights()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        const double height = layout.yOf(TraceBuilder::ms(100)) - layout.yOf(TraceBuilder::ms(0));
        for (double ms = 0; ms <= 800; ms += 50)
            QVERIFY(qAbs(layout.yOf(TraceBuilder::ms(ms + 100)) - layout.yOf(TraceBuilder::ms(ms)) - height) < 0.5);
    }

    void heightAndTimeAreInverse_data()
    {
        QTest::addColumn<Trace>("trace");
        QTest::newRow("two phones answer") << twoPhonesAnswer();
        QTest::newRow("with folds") << dropLate2xx();
        QTest::newRow("links without delay") << everyArrow();
    }
    void heightAndTimeAreInverse()
    {
        QFETCH(const Trace, trace);
        LadderLayout layout;
        show(layout, trace);
        double lastY = -1;
        for (double ms = 0; ms < toMs(trace.end()); ms += 13.7) {
            const Instant instant = TraceBuilder::ms(ms);
            const double y = layout.yOf(instant);
            QVERIFY(y >= lastY);
            lastY = y;
            QVERIFY2(std::abs((layout.timeAt(y) - instant).count())
                    <= 200'000 * (layout.yOf(instant + 100ms) - y < 20 ? 1 : 0) + 10,
                qPrintable(QString::number(ms)));
        }
    }

    void messagesWithinOneInstantGoDownStepByStep()
    {
        LadderLayout layout;
        show(layout, everyArrow());
        const ArrowShape invite = *layout.arrow(1);
        const ArrowShape trying = *layout.arrow(2);
        QVERIFY(invite.to.y() - invite.from.y() >= 4);
        QCOMPARE(trying.from.y(), invite.to.y());
        QVERIFY(trying.to.y() - trying.from.y() >= 4);
        QVERIFY(layout.arrow(4)->from.y() >= invite.to.y());
        const ArrowShape stray = *layout.arrow(9);
        const ArrowShape ack = *layout.arrow(10);
        QCOMPARE(ack.from.y(), stray.to.y());
    }

    void arrowsFromOnePointAreToldApart()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        const ArrowShape toB1 = *layout.arrow(3);
        const ArrowShape toB2 = *layout.arrow(4);
        QVERIFY(qAbs(toB1.from.y() - toB2.from.y()) >= 4);
        const double atB1 = toB2.from.y()
            + (toB2.to.y() - toB2.from.y()) * (toB1.to.x() - toB2.from.x()) / (toB2.to.x() - toB2.from.x());
        QCOMPARE(toB1.from.y() > toB2.from.y(), toB1.to.y() > atB1); // they do not cross
        const ArrowShape ack = *layout.arrow(16);
        const ArrowShape bye = *layout.arrow(17);
        QVERIFY(bye.from.y() - ack.from.y() >= 4);
        QVERIFY(bye.to.y() - ack.to.y() >= 4);
    }

    void longSilencesFold()
    {
        LadderLayout layout;
        show(layout, dropLate2xx());
        QStringList texts;
        for (const FoldShape& fold : whole(layout).folds)
            texts << fold.text;
        QCOMPARE(texts.size(), 9);
        QCOMPARE(texts.at(1), QStringLiteral("⋯ %1 ⋯").arg(humanDuration(1781ms + 250us)));
        const double folded = layout.height();
        LadderOptions options;
        options.foldSilences = false;
        layout.setOptions(options);
        QVERIFY(whole(layout).folds.isEmpty());
        QVERIFY(layout.height() > 5 * folded);
    }

    void noMessageIsInsideAFold()
    {
        LadderLayout layout;
        show(layout, dropLate2xx());
        const LadderSlice all = whole(layout);
        for (const FoldShape& fold : all.folds) {
            for (const ArrowShape& arrow : all.arrows) {
                QVERIFY(arrow.from.y() <= fold.top || arrow.from.y() >= fold.bottom);
                QVERIFY(arrow.to.y() <= fold.top || arrow.to.y() >= fold.bottom);
            }
        }
    }

    void ticksAreRoundTimes()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        QStringList texts;
        for (const TickShape& tick : whole(layout).ticks)
            texts << tick.text;
        QCOMPARE(texts.mid(0, 10).join(u' '), QStringLiteral("0 100 200 300 400 500 600 700 800 900"));
    }

    void evenSpacingIsOneRowAMessage()
    {
        LadderLayout layout;
        LadderOptions options;
        options.spacing = Spacing::Even;
        show(layout, twoPhonesAnswer(), options);
        for (int n = 2; n <= 22; ++n)
            QCOMPARE(layout.arrow(n)->from.y() - layout.arrow(n - 1)->from.y(), options.rowHeight);
        for (int n = 1; n <= 22; ++n)
            QVERIFY(layout.arrow(n)->to.y() > layout.arrow(n)->from.y());
        // Which of two arrived first still shows.
        QVERIFY(layout.arrow(10)->to.y() < layout.arrow(12)->to.y());
    }

    void laddersOfAComparisonShareAnAxis()
    {
        const Trace one = twoPhonesAnswer();
        const Trace other = dropLate2xx();
        const auto map = TimeMap::make({&one, &other}, {{}, {}});
        LadderLayout left;
        LadderLayout right;
        show(left, one);
        show(right, other);
        left.setTimeMap(map);
        right.setTimeMap(map);
        for (int n = 1; n <= 14; ++n) {
            QCOMPARE(left.arrow(n)->from.y(), right.arrow(n)->from.y());
            QCOMPARE(left.arrow(n)->to.y(), right.arrow(n)->to.y());
        }
        QCOMPARE(left.height(), right.height());
    }

    // ---- what became of messages ----

    void fatesCanBeSeen()
    {
        LadderLayout layout;
        show(layout, everyArrow());
        QCOMPARE(layout.arrow(1)->end, ArrowEnd::Head);
        QCOMPARE(layout.arrow(3)->end, ArrowEnd::Cross);
        QCOMPARE(layout.arrow(11)->end, ArrowEnd::Open);
        QVERIFY(layout.arrow(8)->isStray);
        QVERIFY(!layout.arrow(9)->isStray);
        QVERIFY(layout.arrow(5)->isRetransmission);
        QCOMPARE(layout.fullLabel(5), QStringLiteral("INVITE ×2 · timer A"));
        show(layout, dropLate2xx());
        QCOMPARE(layout.arrow(10)->end, ArrowEnd::Discarded);
        QCOMPARE(layout.arrow(25)->end, ArrowEnd::Discarded);
        QCOMPARE(layout.fullLabel(25), QStringLiteral("200 OK b2 ×11 · timer 2xx"));
    }

    void aLostMessageEndsHalfWay()
    {
        LadderLayout layout;
        show(layout, everyArrow());
        const ArrowShape lost = *layout.arrow(3);
        const QList<Lane>& lanes = layout.lanes();
        QVERIFY(lost.to.x() > lanes.at(Proxy).x + 40);
        QVERIFY(lost.to.x() < lanes.at(B1).x - 40);
    }

    void aMessageToANodeThatIsDownEndsThere()
    {
        TraceBuilder b;
        b.state(5, Proxy, MachineKind::Node, "node", "down");
        b.send(10, -1, Caller, Proxy, "CANCEL", {}, "c-1");
        b.message(1).fate = Fate::Lost;
        LadderLayout layout;
        show(layout, b.take());
        QVERIFY(qAbs(layout.arrow(1)->to.x() - layout.lanes().at(Proxy).x) < 12);
    }

    void theTimerThatFiredIsNamed()
    {
        TraceBuilder b;
        b.send(0, 10, Caller, Proxy, "OPTIONS", {}, "c-1");
        b.send(500, 510, Caller, Proxy, "OPTIONS", {}, "c-1");
        b.send(510, 520, Proxy, B1, "OPTIONS", {}, "p-1");
        b.send(511, 521, Proxy, B1, "OPTIONS", {}, "p-1");
        b.message(4).causedBy = 2;
        LadderLayout layout;
        show(layout, b.take());
        QCOMPARE(layout.fullLabel(2), QStringLiteral("OPTIONS ×2 · timer E"));
        QCOMPARE(layout.fullLabel(4), QStringLiteral("OPTIONS ×2")); // forwarded: no timer of the proxy's
    }

    // ---- strips and findings ----

    void stripsFollowTheirDialogs()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        QStringList strips;
        for (const StripShape& strip : whole(layout).strips) {
            if (strip.node == B2)
                strips << QStringLiteral("%1 %2-%3")
                              .arg(static_cast<int>(strip.tone))
                              .arg(toMs(layout.timeAt(strip.rect.top())), 0, 'f', 0)
                              .arg(toMs(layout.timeAt(strip.rect.bottom())), 0, 'f', 0);
        }
        QCOMPARE(strips,
            QStringList({QStringLiteral("%1 160-460").arg(static_cast<int>(StripTone::Early)),
                QStringLiteral("%1 460-780").arg(static_cast<int>(StripTone::Confirmed))}));
    }

    void stripsOfOneNodeLieSideBySide()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        const LadderSlice all = whole(layout);
        for (const StripShape& one : all.strips) {
            for (const StripShape& other : all.strips) {
                if (&one != &other)
                    QVERIFY2(!one.rect.adjusted(0, 0.1, 0, -0.1).intersects(other.rect),
                        qPrintable(layout.stripTitle(one.state) + layout.stripTitle(other.state)));
            }
        }
    }

    void stateWordsStandBesideTheStrips()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        QStringList words;
        for (const WordShape& word : whole(layout).words)
            words << word.text;
        for (const char* expected :
            {"Proceeding", "Accepted", "early", "confirmed", "early b1", "early b2", "confirmed b1", "confirmed b2"})
            QVERIFY2(words.contains(QLatin1String(expected)), expected);
    }

    void findingsStandBesideTheirMessages()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer(), {}, twoPhonesFindings());
        const LadderSlice all = whole(layout);
        QCOMPARE(all.badges.size(), 3);
        const BadgeShape second = all.badges.at(0);
        QCOMPARE(second.text, QStringLiteral("2nd 2xx reached the caller"));
        QVERIFY(qAbs(second.rect.center().y() - layout.arrow(15)->to.y()) < 80);
        QVERIFY(second.rect.left() < layout.lanes().at(Proxy).x);
        QCOMPARE(layout.findingAt(second.rect.center()), 0);
        QCOMPARE(*layout.findingY(0), layout.arrow(15)->to.y());
    }

    void aFindingTooLongForItsGapHasTwoLines()
    {
        LadderLayout layout;
        LadderOptions narrow;
        narrow.width = 560;
        show(layout, twoPhonesAnswer(), narrow, twoPhonesFindings());
        const LadderSlice all = whole(layout);
        QCOMPARE(all.badges.size(), 3);
        const BadgeShape second = all.badges.at(0);
        QCOMPARE(second.text.count(u'\n'), 1);
        QCOMPARE(QString(second.text).replace(u'\n', u' '), QStringLiteral("2nd 2xx reached the caller"));
        QVERIFY(second.rect.left() > layout.lanes().at(Caller).x);
        QVERIFY(second.rect.right() < layout.lanes().at(Proxy).x);
    }

    void findingsOfALongRunAreMarkedApart()
    {
        const Trace trace = busy(2000);
        QList<Finding> findings;
        for (const TraceMessage& message : trace.messages) {
            Finding finding;
            finding.severity = message.n == 1000 ? Severity::Violation : Severity::Ok;
            finding.messages = {message.n};
            findings << finding;
        }
        LadderLayout layout;
        show(layout, trace, {}, findings);
        const double apart = layout.height() / 100;
        const QList<FindingMark> marks = layout.findingMarks(apart);
        QVERIFY(marks.size() > 60 && marks.size() <= 102);
        const auto isViolation = [](const FindingMark& mark) { return mark.severity == Severity::Violation; };
        QCOMPARE(std::count_if(marks.begin(), marks.end(), isViolation), 1); // not lost among the others
    }

    // ---- what a person chose ----

    void nodesCanBeReorderedHiddenAndRenamed()
    {
        LadderLayout layout;
        LadderOptions options;
        options.nodeOrder = {B2, Proxy};
        options.hiddenNodes = {B1};
        options.aliases = {{Caller, QStringLiteral("Alice")}};
        show(layout, twoPhonesAnswer(), options);
        QStringList names;
        for (const Lane& lane : layout.lanes())
            names << lane.name;
        QCOMPARE(names, QStringList({QStringLiteral("Phone B2"), QStringLiteral("Proxy"), QStringLiteral("Alice")}));
        QVERIFY(!layout.arrow(3)); // to the hidden phone
        QVERIFY(layout.arrow(4)->to.x() < layout.arrow(4)->from.x());
        QVERIFY(layout.tooltip(1).contains(QStringLiteral("Alice → Proxy")));
    }

    void hiddenMessagesLeaveNoGap()
    {
        LadderLayout layout;
        LadderOptions options;
        for (int n = 16; n <= 25; ++n)
            options.hiddenMessages << n;
        show(layout, dropLate2xx(), options);
        QVERIFY(!layout.arrow(16));
        QVERIFY(layout.arrow(26));
        QCOMPARE(whole(layout).folds.size(), 1);
    }

    void aWideTraceNeedsMoreWidth()
    {
        LadderLayout layout;
        LadderOptions options;
        options.width = 200;
        show(layout, twoPhonesAnswer(), options);
        QVERIFY(layout.width() > 400);
        for (const Lane& lane : layout.lanes()) {
            QVERIFY(layout.headerBox(lane).left() >= 0);
            QVERIFY(layout.headerBox(lane).right() <= layout.width());
        }
        for (qsizetype i = 1; i < layout.lanes().size(); ++i)
            QVERIFY(!layout.headerBox(layout.lanes().at(i)).intersects(layout.headerBox(layout.lanes().at(i - 1))));
    }

    void theRunFitsAHeight_data()
    {
        QTest::addColumn<Trace>("trace");
        QTest::addColumn<int>("spacing");
        QTest::newRow("two phones answer") << twoPhonesAnswer() << static_cast<int>(Spacing::TrueTime);
        QTest::newRow("thirty-two seconds") << dropLate2xx() << static_cast<int>(Spacing::TrueTime);
        QTest::newRow("2000 messages") << busy(2000) << static_cast<int>(Spacing::TrueTime);
        QTest::newRow("200 messages, even spacing") << busy(200) << static_cast<int>(Spacing::Even);
    }
    void theRunFitsAHeight()
    {
        QFETCH(const Trace, trace);
        QFETCH(const int, spacing);
        LadderLayout layout;
        LadderOptions options;
        options.spacing = static_cast<Spacing>(spacing);
        show(layout, trace, options);
        (options.spacing == Spacing::Even ? options.rowHeight : options.pxPerMs) = layout.fitZoom(700);
        layout.setOptions(options);
        QVERIFY2(layout.height() <= 700, qPrintable(QString::number(layout.height())));
    }

    // ---- finding things ----

    void thePointerFindsTheMessage()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        for (int n = 1; n <= 22; ++n)
            QCOMPARE(layout.messageAt(layout.label(n)->centre), n);
        const ArrowShape cancel = *layout.arrow(12);
        QCOMPARE(layout.messageAt(cancel.from * 0.95 + cancel.to * 0.05), 12);
        QCOMPARE(layout.messageAt({layout.lanes().at(Caller).x + 60, layout.yOf(TraceBuilder::ms(420))}), 0);
    }

    void aTransactionIsOneHop()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        QCOMPARE(layout.transactionOf(4), QList<int>({4, 6, 10}));
        QCOMPARE(layout.transactionOf(12), QList<int>({12, 20})); // the CANCEL's own, of the same branch
        QCOMPARE(layout.transactionOf(1), QList<int>({1, 2, 7, 8, 11, 15}));
    }

    void tooltipsTellEverything()
    {
        LadderLayout layout;
        show(layout, dropLate2xx());
        const QString tip = layout.tooltip(10);
        for (const char* part :
            {"10 · 200 OK b2", "Phone B2 → Proxy", "460.0 ms", "610.0 ms", "discarded: A call is answered once"})
            QVERIFY2(tip.contains(QString::fromUtf8(part)), qPrintable(tip));
    }

    // ---- growing ----

    void aLiveRunEndsAsTheSavedOne_data()
    {
        QTest::addColumn<Trace>("trace");
        QTest::addColumn<int>("batch");
        QTest::newRow("two phones answer, event by event") << twoPhonesAnswer() << 1;
        QTest::newRow("two phones answer, in batches") << twoPhonesAnswer() << 7;
        QTest::newRow("folds that open and close") << dropLate2xx() << 1;
        QTest::newRow("links without delay") << everyArrow() << 1;
        QTest::newRow("200 messages") << busy(200) << 3;
    }
    void aLiveRunEndsAsTheSavedOne()
    {
        QFETCH(const Trace, trace);
        QFETCH(const int, batch);
        LadderLayout saved;
        show(saved, trace);
        LadderLayout live;
        show(live, withoutEvents(trace));
        const Events events = asEvents(trace);
        for (qsizetype i = 0; i < events.size(); i += batch) {
            live.append(events.mid(i, batch));
            std::ignore = whole(live); // as if it were painted meanwhile
        }
        QCOMPARE(live.trace().messages, trace.messages);
        QCOMPARE(describe(live), describe(saved));
    }

    void onlyWhatIsSeenIsLaidOut()
    {
        LadderLayout layout;
        show(layout, busy(20000));
        QVERIFY(layout.height() > 50000);
        const LadderSlice slice = layout.slice(40000, 40800);
        QVERIFY(slice.arrows.size() > 20);
        QVERIFY(slice.arrows.size() < 400);
        QVERIFY(slice.labels.size() < 400);
        for (const ArrowShape& arrow : std::as_const(slice.arrows))
            QVERIFY(std::max(arrow.from.y(), arrow.to.y()) > 39800 && std::min(arrow.from.y(), arrow.to.y()) < 41000);
    }

    void connectionsAreMarkedWhereTheyChange()
    {
        using enum ConnectionEvent::What;
        Trace trace = twoPhonesAnswer();
        trace.connections = {{at(0ms), 1, 0, 1, 0, 0, Connecting, QStringLiteral("It asks.")},
            {at(700ms), 2, 1, 2, 1, 0, Reset, QStringLiteral("Broken off.")},
            {at(700ms), 3, 1, 3, 1, 0, Reset, QStringLiteral("Broken off.")},
            {at(710ms), 1, 0, 1, 0, 9, Stalled, QStringLiteral("It comes 5 ms late.")}};
        LadderLayout layout;
        show(layout, trace);
        QStringList marks;
        for (const ConnectionShape& shape : whole(layout).connections) {
            const ConnectionEvent& event = trace.connections.at(shape.event);
            marks << QStringLiteral("%1 %2").arg(trace.nodes.at(event.node).id, shape.text);
            QCOMPARE(shape.at.y(), layout.yOf(event.at));
            QCOMPARE(shape.at.x(), layout.lanes().at(event.node).x);
            QCOMPARE(shape.isTrouble, event.what != Connecting);
            QVERIFY(std::abs(shape.rect.center().y() - shape.at.y()) < 30);
        }
        QCOMPARE(marks,
            QStringList({QStringLiteral("caller connecting"), QStringLiteral("proxy reset ×2"),
                QStringLiteral("caller stalled")}));
        QVERIFY(layout.tooltip(9).contains(QStringLiteral("It comes 5 ms late.")));
    }

    void anEmptyTraceIsALadderWithoutArrows()
    {
        LadderLayout layout;
        show(layout, {});
        QVERIFY(whole(layout).arrows.isEmpty());
        QVERIFY(layout.height() > 0);
        QCOMPARE(layout.messageAt({10, 10}), 0);
        show(layout, withoutEvents(twoPhonesAnswer()));
        QCOMPARE(layout.lanes().size(), 4);
    }
};

QTEST_MAIN(TestLadderLayout)
#include "tst_ladder_layout.moc"
