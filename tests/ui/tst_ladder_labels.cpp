#include "LabelPlacer.h"
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

} // namespace

/// The texts on a ladder's arrows: that all can be read, and say enough.
class TestLadderLabels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsNeverOverlap_data()
    {
        QTest::addColumn<Trace>("trace");
        QTest::addColumn<LadderOptions>("options");
        const auto row = [](const char* name, const Trace& trace, double width, double pxPerMs = 0.64,
                             Spacing spacing = Spacing::TrueTime) {
            LadderOptions options;
            options.width = width;
            options.pxPerMs = pxPerMs;
            options.spacing = spacing;
            QTest::newRow(name) << trace << options;
        };
        row("two phones answer", twoPhonesAnswer(), 800);
        row("two phones answer, in a narrow window", twoPhonesAnswer(), 480);
        row("two phones answer, zoomed far out", twoPhonesAnswer(), 800, 0.1);
        row("two phones answer, zoomed in", twoPhonesAnswer(), 800, 4);
        row("two phones answer, even spacing", twoPhonesAnswer(), 800, 0.64, Spacing::Even);
        row("thirty-two seconds of copies", dropLate2xx(), 800);
        row("links without delay", everyArrow(), 800);
        row("200 messages", busy(200), 800);
        row("200 messages, very close", busy(200, 1), 600);
        row("1000 messages, even spacing", busy(1000), 800, 0.64, Spacing::Even);
    }
    void textsNeverOverlap()
    {
        QFETCH(const Trace, trace);
        QFETCH(const LadderOptions, options);
        LadderLayout layout;
        show(layout, trace, options, twoPhonesFindings());
        const LadderSlice all = whole(layout);
        QVERIFY(!all.labels.isEmpty());
        QList<std::pair<TurnedBox, QString>> boxes;
        for (const LabelShape& label : all.labels)
            boxes.append({TurnedBox::make(label.centre, label.size, label.angle), label.text});
        for (const WordShape& word : all.words)
            boxes.append({TurnedBox::make(word.rect), word.text});
        for (const BadgeShape& badge : all.badges)
            boxes.append({TurnedBox::make(badge.rect), badge.text});
        for (qsizetype i = 0; i < boxes.size(); ++i) {
            const QRectF bounds = boxes.at(i).first.bounds();
            QVERIFY2(bounds.left() >= 0 && bounds.right() <= layout.width(), qPrintable(boxes.at(i).second));
            for (const Lane& lane : layout.lanes()) {
                const bool isOver = bounds.right() > lane.x - lane.halfWidth && bounds.left() < lane.x + lane.halfWidth;
                QVERIFY2(!isOver, qPrintable(boxes.at(i).second + QStringLiteral(" is over ") + lane.name));
            }
            for (qsizetype j = 0; j < i; ++j) {
                const bool isOver = boxes.at(i).first.overlaps(boxes.at(j).first);
                QVERIFY2(!isOver, qPrintable(boxes.at(i).second + QStringLiteral(" is over ") + boxes.at(j).second));
            }
        }
    }

    void everyMessageOfTheFirstRaceIsLabelled()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        QStringList labels;
        for (int n = 1; n <= 22; ++n) {
            QVERIFY2(layout.label(n), qPrintable(QString::number(n)));
            labels << layout.label(n)->text;
        }
        const QStringList expected{QStringLiteral("INVITE"), QStringLiteral("100"), QStringLiteral("INVITE"),
            QStringLiteral("INVITE"), QStringLiteral("180 b1"), QStringLiteral("180 b2"), QStringLiteral("180 b1"),
            QStringLiteral("180 b2"), QStringLiteral("200 OK b1"), QStringLiteral("200 OK b2"),
            QStringLiteral("200 OK b1"), QStringLiteral("CANCEL"), QStringLiteral("ACK b1"), QStringLiteral("ACK b1"),
            QStringLiteral("200 OK b2"), QStringLiteral("ACK b2"), QStringLiteral("BYE b2"), QStringLiteral("ACK b2"),
            QStringLiteral("BYE b2"), QStringLiteral("200 (CANCEL)"), QStringLiteral("200 (BYE) b2"),
            QStringLiteral("200 (BYE) b2")};
        QCOMPARE(labels, expected);
    }

    void labelFollowsItsArrow()
    {
        LadderLayout layout;
        show(layout, twoPhonesAnswer());
        for (int n = 1; n <= 22; ++n) {
            const ArrowShape arrow = *layout.arrow(n);
            const LabelShape label = *layout.label(n);
            const QPointF way = arrow.to - arrow.from;
            const double lineY = arrow.from.y() + (label.centre.x() - arrow.from.x()) * way.y() / way.x();
            QVERIFY2(qAbs(label.centre.y() - lineY) < 20, qPrintable(label.text));
            QVERIFY(qAbs(label.angle - qRadiansToDegrees(std::atan(way.y() / way.x()))) < 0.01);
        }
    }

    void crowdedLabelsGetShorter()
    {
        LadderLayout layout;
        LadderOptions options;
        options.width = 480;
        show(layout, dropLate2xx(), options);
        QCOMPARE(layout.fullLabel(16), QStringLiteral("200 OK b2 ×2 · timer 2xx"));
        const auto label = layout.label(16);
        QVERIFY(label);
        QVERIFY2(label->text == QStringLiteral("200 b2 ×2 · timer 2xx") || label->text == QStringLiteral("200 b2 ×2"),
            qPrintable(label->text));
        QVERIFY(layout.tooltip(16).contains(QStringLiteral("200 OK b2 ×2 · timer 2xx")));
    }

    void tagsAreToldOnlyWhenACallForks()
    {
        TraceBuilder b;
        b.send(0, 10, Caller, Proxy, "INVITE", {}, "c-1");
        b.send(10, 20, Proxy, Caller, "200 OK/INVITE", "b1", "c-1");
        LadderLayout layout;
        show(layout, b.take());
        QCOMPARE(layout.fullLabel(2), QStringLiteral("200 OK"));
    }

    void labelsStayWhereTheyAreWhateverIsAskedFor()
    {
        LadderLayout one;
        LadderLayout other;
        show(one, busy(600));
        show(other, busy(600));
        const LadderSlice all = whole(one);
        const LadderSlice part = other.slice(1500, 1900);
        QVERIFY(part.labels.size() > 5);
        for (const LabelShape& label : part.labels) {
            const auto same = std::find_if(
                all.labels.begin(), all.labels.end(), [&](const LabelShape& each) { return each.n == label.n; });
            QVERIFY(same != all.labels.end());
            QCOMPARE(same->centre, label.centre);
            QCOMPARE(same->text, label.text);
        }
    }
};

QTEST_MAIN(TestLadderLabels)
#include "tst_ladder_labels.moc"
