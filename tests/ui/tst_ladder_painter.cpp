#include "Canvas.h"
#include "LadderPainter.h"
#include "SampleTraces.h"

#include <QImage>
#include <QTest>
#include <QXmlStreamReader>

#include <numeric>

using namespace siprace;
using namespace siprace::samples;

namespace {

/// Notes what is drawn.
class NotingCanvas : public Canvas
{
public:
    struct Line
    {
        QPointF from;
        QPointF to;
        Stroke stroke;
        QString group;
    };
    struct Text
    {
        QPointF point;
        QString text;
        QColor colour;
        FontRole role;
    };
    void beginGroup(const QString& id, const QString& /*kind*/, const QString& title) override
    {
        groups << id;
        titles.insert(id, title);
        m_open << id;
    }
    void endGroup() override { m_open.removeLast(); }
    [[nodiscard]] bool keepsTitles() const override { return true; }
    void beginShift(QPointF /*by*/) override { }
    void endShift() override { }
    void line(QPointF from, QPointF to, const Stroke& stroke) override
    {
        lines.append({from, to, stroke, m_open.isEmpty() ? QString() : m_open.last()});
    }
    void polygon(const QPolygonF& points, const QColor& /*fill*/) override { polygons << points; }
    void box(const QRectF& rect, double /*radius*/, const QColor& /*fill*/, const Stroke& /*stroke*/,
        double /*angle*/) override
    {
        boxes << rect;
    }
    void circle(QPointF centre, double radius, const QColor& /*fill*/, const Stroke& /*stroke*/) override
    {
        circles.append({centre, radius});
    }
    void text(QPointF point, const QString& text, FontRole role, const QColor& colour, Anchor /*anchor*/,
        double /*angle*/) override
    {
        texts.append({point, text, colour, role});
    }
    [[nodiscard]] bool isBalanced() const { return m_open.isEmpty(); }
    [[nodiscard]] QList<Line> linesOf(const QString& group) const
    {
        QList<Line> found;
        std::copy_if(
            lines.begin(), lines.end(), std::back_inserter(found), [&](const Line& one) { return one.group == group; });
        return found;
    }
    [[nodiscard]] QColor colourOfText(const QString& text) const
    {
        const auto found = std::find_if(texts.begin(), texts.end(), [&](const Text& one) { return one.text == text; });
        return found == texts.end() ? QColor() : found->colour;
    }

    QStringList groups;
    QHash<QString, QString> titles;
    QList<Line> lines;
    QList<QPolygonF> polygons;
    QList<QRectF> boxes;
    QList<std::pair<QPointF, double>> circles;
    QList<Text> texts;

private:
    QStringList m_open;
};

} // namespace

class TestLadderPainter : public QObject
{
    Q_OBJECT

    LadderTheme m_theme = ladderTheme();

    static void showFitted(LadderLayout& layout, const Trace& trace)
    {
        layout.setTrace(trace);
        LadderOptions options;
        options.pxPerMs = layout.fitZoom(800);
        layout.setOptions(options);
    }
    NotingCanvas painted(const LadderLayout& layout, const LadderMarks& marks = {}) const
    {
        NotingCanvas canvas;
        LadderPainter(layout, m_theme).paintBody(canvas, 0, layout.height(), marks);
        return canvas;
    }

private Q_SLOTS:
    void everyMessageIsAGroupWithItsTooltip()
    {
        LadderLayout layout;
        layout.setTrace(twoPhonesAnswer());
        const NotingCanvas canvas = painted(layout);
        QVERIFY(canvas.isBalanced());
        for (int n = 1; n <= 22; ++n) {
            const QString id = QStringLiteral("m%1").arg(n);
            QCOMPARE(canvas.groups.count(id), 1);
            QCOMPARE(canvas.titles.value(id), layout.tooltip(n));
            QCOMPARE(canvas.linesOf(id).size(), 1);
            QVERIFY(!canvas.linesOf(id).first().stroke.isDashed);
        }
        QCOMPARE(canvas.polygons.size(), 22); // a head each
    }

    void dashedWhereTheTimeIsNotKnown_data()
    {
        QTest::addColumn<int>("outside");
        QTest::addColumn<QList<bool>>("fromProxy"); // to b1: each piece of the shaft, whether it is dashed
        QTest::addColumn<QList<bool>>("toProxy");
        QTest::newRow("a phone of ours") << -1 << QList<bool>{false} << QList<bool>{false};
        QTest::newRow("a phone outside") << int(B1) << QList<bool>{false, true} << QList<bool>{true, false};
        QTest::newRow("a proxy outside") << int(Proxy) << QList<bool>{true, false} << QList<bool>{false, true};
    }

    /// At a program outside: its half of the arrow, from or to the middle.
    void dashedWhereTheTimeIsNotKnown()
    {
        QFETCH(const int, outside);
        Trace trace = twoPhonesAnswer();
        if (outside >= 0) {
            trace.nodes[outside].as = trace.nodes.at(outside).role;
            trace.nodes[outside].role = Role::External;
        }
        LadderLayout layout;
        layout.setTrace(trace);
        const NotingCanvas canvas = painted(layout);
        const auto piecesOf = [&layout, &trace](const NotingCanvas& drawn, int from, int to) {
            const auto message = std::find_if(trace.messages.cbegin(), trace.messages.cend(),
                [&](const TraceMessage& one) { return one.from == from && one.to == to; });
            const ArrowShape arrow = *layout.arrow(message->n);
            QList<bool> pieces;
            const QList<NotingCanvas::Line> lines = drawn.linesOf(QStringLiteral("m%1").arg(message->n));
            for (const NotingCanvas::Line& line : lines)
                pieces << line.stroke.isDashed;
            const bool isHalf = lines.size() == 2 && QLineF(lines.first().to, (arrow.from + arrow.to) / 2).length() < 8
                && lines.first().to == lines.last().from;
            return isHalf || lines.size() == 1 ? pieces : QList<bool>();
        };
        QTEST(piecesOf(canvas, Proxy, B1), "fromProxy");
        QTEST(piecesOf(canvas, B1, Proxy), "toProxy");
    }

    void marksTellWhatBecameOfMessages()
    {
        LadderLayout layout;
        layout.setTrace(everyArrow());
        const NotingCanvas canvas = painted(layout);
        QCOMPARE(canvas.linesOf(QStringLiteral("m3")).size(), 3); // its line and a cross
        QVERIFY(canvas.linesOf(QStringLiteral("m5")).first().stroke.isDashed);
        const ArrowShape stray = *layout.arrow(8);
        QVERIFY(std::any_of(canvas.circles.begin(), canvas.circles.end(),
            [&](const auto& circle) { return QLineF(circle.first, stray.from).length() < 5; }));

        layout.setTrace(dropLate2xx());
        const NotingCanvas dropped = painted(layout);
        const double proxy = layout.lanes().at(Proxy).x;
        QCOMPARE(std::count_if(dropped.circles.begin(), dropped.circles.end(),
                     [&](const auto& circle) { return circle.second > 6 && qAbs(circle.first.x() - proxy) < 8; }),
            11);
    }

    void nothingIsDrawnOutsideTheSlice_data()
    {
        QTest::addColumn<double>("top");
        QTest::addColumn<double>("bottom");
        QTest::newRow("in the middle of arrows") << 150.0 << 330.0;
        QTest::newRow("a thin slice") << 351.0 << 353.0;
        QTest::newRow("across a fold") << 700.0 << 860.0;
        QTest::newRow("the end") << 900.0 << 99999.0;
    }
    void nothingIsDrawnOutsideTheSlice()
    {
        QFETCH(const double, top);
        QFETCH(const double, bottom);
        LadderLayout layout;
        layout.setTrace(dropLate2xx());
        layout.setFindings(twoPhonesFindings());
        LadderMarks marks;
        marks.selected = 12;
        marks.secondSelected = 16;
        marks.times = {TraceBuilder::ms(400), TraceBuilder::ms(900)};
        NotingCanvas canvas;
        LadderPainter(layout, m_theme).paintBody(canvas, top, bottom, marks);
        const double out = 10; // heads, crosses and texts have a size
        for (const NotingCanvas::Line& line : std::as_const(canvas.lines)) {
            QVERIFY(std::min(line.from.y(), line.to.y()) >= top - out);
            QVERIFY(std::max(line.from.y(), line.to.y()) <= bottom + out);
        }
        for (const NotingCanvas::Text& text : std::as_const(canvas.texts))
            QVERIFY2(text.point.y() >= top - out && text.point.y() <= bottom + out, qPrintable(text.text));
        for (const QPolygonF& polygon : std::as_const(canvas.polygons))
            QVERIFY(polygon.boundingRect().top() >= top - out && polygon.boundingRect().bottom() <= bottom + out);
        for (const QRectF& box : std::as_const(canvas.boxes))
            QVERIFY(box.top() >= top - out - 4 && box.bottom() <= bottom + out + 4);
    }

    void aMarkedTimeStandsInsteadOfANumber()
    {
        LadderLayout layout;
        layout.setTrace(dropLate2xx());
        const auto axis = [this, &layout](const LadderMarks& marks) {
            NotingCanvas canvas;
            LadderPainter(layout, m_theme).paintBody(canvas, 0, layout.height(), marks);
            QStringList texts;
            for (const NotingCanvas::Text& text : std::as_const(canvas.texts))
                texts.append(text.text);
            return texts;
        };
        QVERIFY(axis({}).contains(QStringLiteral("400")));
        LadderMarks marks;
        marks.times = {TraceBuilder::ms(401)};
        const QStringList marked = axis(marks);
        QVERIFY(marked.contains(QStringLiteral("401.0 ms")));
        QVERIFY(!marked.contains(QStringLiteral("400")));
        QVERIFY(marked.contains(QStringLiteral("300")));
    }

    void slicesTogetherAreTheWhole()
    {
        LadderLayout layout;
        layout.setTrace(dropLate2xx());
        const NotingCanvas all = painted(layout);
        QStringList inSlices;
        for (double top = 0; top < layout.height(); top += 100) {
            NotingCanvas canvas;
            LadderPainter(layout, m_theme).paintBody(canvas, top, std::nextafter(top + 100, 0));
            for (const NotingCanvas::Text& text : std::as_const(canvas.texts))
                inSlices << text.text;
        }
        QStringList inWhole;
        for (const NotingCanvas::Text& text : all.texts)
            inWhole << text.text;
        inWhole.sort();
        inSlices.sort();
        QCOMPARE(inSlices, inWhole);
    }

    void whatIsNotHighlightedDims()
    {
        LadderLayout layout;
        layout.setTrace(twoPhonesAnswer());
        LadderMarks marks;
        marks.highlighted = {12, 20};
        const NotingCanvas canvas = painted(layout, marks);
        const QColor cancel = m_theme.of(MessageKind::Cancel);
        QCOMPARE(canvas.linesOf(QStringLiteral("m12")).first().stroke.colour, cancel);
        QCOMPARE(canvas.colourOfText(QStringLiteral("CANCEL")), cancel);
        QCOMPARE(canvas.linesOf(QStringLiteral("m1")).first().stroke.colour,
            m_theme.dimmed(m_theme.of(MessageKind::Invite)));
        QVERIFY(contrastRatio(m_theme.dimmed(cancel), m_theme.card) < contrastRatio(cancel, m_theme.card));
    }

    void commonMessagesOfAComparisonDim()
    {
        LadderLayout layout;
        LadderOptions options;
        options.dimmedMessages = {1, 2, 3};
        layout.setOptions(options);
        layout.setTrace(twoPhonesAnswer());
        const NotingCanvas canvas = painted(layout);
        QCOMPARE(canvas.linesOf(QStringLiteral("m3")).first().stroke.colour,
            m_theme.dimmed(m_theme.of(MessageKind::Invite)));
        QCOMPARE(canvas.linesOf(QStringLiteral("m4")).first().stroke.colour, m_theme.of(MessageKind::Invite));
    }

    void theSelectedIsBoldAndFramed()
    {
        LadderLayout layout;
        layout.setTrace(twoPhonesAnswer());
        LadderMarks marks;
        marks.selected = 15;
        const NotingCanvas canvas = painted(layout, marks);
        QVERIFY(canvas.linesOf(QStringLiteral("m15")).first().stroke.width
            > canvas.linesOf(QStringLiteral("m11")).first().stroke.width);
        const QPointF centre = layout.label(15)->centre;
        QVERIFY(std::any_of(
            canvas.boxes.begin(), canvas.boxes.end(), [&](const QRectF& box) { return box.center() == centre; }));
    }

    void theTimeBetweenTwoSelectedIsShown()
    {
        LadderLayout layout;
        layout.setTrace(twoPhonesAnswer());
        LadderMarks marks;
        marks.selected = 15;
        marks.secondSelected = 11;
        const NotingCanvas canvas = painted(layout, marks);
        QVERIFY(canvas.colourOfText(QStringLiteral("Δ 100 ms")).isValid());
    }

    void headersNameEveryNode()
    {
        LadderLayout layout;
        layout.setTrace(twoPhonesAnswer());
        NotingCanvas canvas;
        LadderPainter(layout, m_theme).paintHeaders(canvas);
        for (const char* text :
            {"Caller A", "127.100.0.11", "Proxy", "127.100.0.12", "Phone B1", "Phone B2", "127.100.0.22"})
            QVERIFY2(canvas.colourOfText(QString::fromLatin1(text)).isValid(), text);
        for (const QRectF& box : std::as_const(canvas.boxes))
            QVERIFY(box.top() >= 0 && box.bottom() <= LadderLayout::headerHeight());
    }

    void tensOfThousandsOfMessagesAreADensity()
    {
        Trace trace = busy(20000);
        LadderLayout layout;
        showFitted(layout, trace);
        const NotingCanvas canvas = painted(layout);
        QVERIFY(canvas.groups.size() < 500);
        QVERIFY(canvas.boxes.size() > 500);
        QHash<double, int> passing; // by the left of the gap between two lifelines
        const LadderSlice slice = layout.slice(0, layout.height());
        for (const DensityShape& shape : slice.densities)
            passing[shape.rect.left()] += std::accumulate(shape.counts.begin(), shape.counts.end(), 0);
        QList<int> expected(trace.nodes.size() - 1, 0);
        for (const TraceMessage& message : std::as_const(trace.messages)) {
            for (int gap = std::min(message.from, message.to); gap < std::max(message.from, message.to); ++gap)
                ++expected[gap];
        }
        QList<double> lefts = passing.keys();
        std::sort(lefts.begin(), lefts.end());
        QCOMPARE(lefts.size(), expected.size());
        for (qsizetype gap = 0; gap < lefts.size(); ++gap)
            QCOMPARE(passing.value(lefts.at(gap)), expected.at(gap));
    }

    void whatIsOddOrMarkedIsSeenInADensity()
    {
        Trace trace = busy(20000);
        TraceMessage& lost = trace.messages[777];
        lost.fate = Fate::Lost;
        lost.arrived.reset();
        LadderLayout layout;
        showFitted(layout, trace);
        LadderMarks marks;
        marks.selected = 9000;
        marks.highlighted = {12000};
        const NotingCanvas canvas = painted(layout, marks);
        for (const char* group : {"m778", "m9000", "m12000"})
            QVERIFY2(canvas.groups.contains(QLatin1StringView(group)), group);
        QVERIFY(!canvas.groups.contains(u"m5000"));
    }

    void aSearchDimsADensity()
    {
        Trace trace = busy(20000);
        LadderLayout layout;
        showFitted(layout, trace);
        LadderOptions options = layout.options();
        for (int n = 1; n <= 10000; ++n)
            options.dimmedMessages.insert(n);
        layout.setOptions(options);
        const LadderSlice slice = layout.slice(0, layout.height());
        QCOMPARE(slice.densities.first().counts, slice.densities.first().dimmed);
        QCOMPARE(std::accumulate(slice.densities.last().dimmed.begin(), slice.densities.last().dimmed.end(), 0), 0);
    }

    void svgEscapesWhatPeopleWrite()
    {
        const LadderFonts fonts;
        SvgCanvas canvas({100, 100}, QStringLiteral("<&\"'>"), fonts);
        canvas.beginGroup(QStringLiteral("a\"b"), QStringLiteral("c<d"), QStringLiteral("e & f\x01"));
        canvas.text(
            {10, 10}, QStringLiteral("Alice <alice@lab> & \"Bob\""), FontRole::Label, Qt::black, Anchor::Middle, 12);
        canvas.endGroup();
        QXmlStreamReader reader(canvas.document());
        QString text;
        while (!reader.atEnd()) {
            if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("text"))
                text = reader.readElementText();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(text, QStringLiteral("Alice <alice@lab> & \"Bob\""));
    }

    void aPainterCanvasDrawsWhatItIsTold()
    {
        const LadderFonts fonts;
        QImage image(60, 60, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        QPainterCanvas canvas(painter, fonts);
        canvas.beginShift({10, 0});
        canvas.line({0, 30}, {40, 30}, {Qt::red, 4, false});
        canvas.endShift();
        canvas.circle({30, 10}, 5, Qt::blue, {});
        painter.end();
        QCOMPARE(image.pixelColor(5, 30), QColor(Qt::white));
        QCOMPARE(image.pixelColor(30, 30), QColor(Qt::red));
        QCOMPARE(image.pixelColor(30, 10), QColor(Qt::blue));
    }
};

QTEST_MAIN(TestLadderPainter)
#include "tst_ladder_painter.moc"
