#include "PictureExport.h"
#include "SampleTraces.h"

#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace siprace;
using namespace siprace::samples;

namespace {

QByteArray written(const char* id, const PictureRequest& request)
{
    const PictureExporter* exporter = findPictureExporter(QString::fromLatin1(id));
    if (exporter == nullptr)
        return {};
    const auto bytes = exporter->write(request);
    return bytes ? *bytes : QByteArray();
}

struct SvgContent
{
    QStringList ids;
    QStringList texts;
    QStringList titles;
    QString error;
};

SvgContent readSvg(const QByteArray& bytes)
{
    SvgContent content;
    QXmlStreamReader reader(bytes);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.attributes().hasAttribute(QStringLiteral("id")))
            content.ids << reader.attributes().value(QStringLiteral("id")).toString();
        if (reader.name() == QLatin1String("text"))
            content.texts << reader.readElementText();
        else if (reader.name() == QLatin1String("title"))
            content.titles << reader.readElementText();
    }
    content.error = reader.hasError() ? reader.errorString() : QString();
    return content;
}

int pagesOf(const QByteArray& pdf)
{
    return static_cast<int>(pdf.count("/Type /Page\n"));
}

QString textOf(const QByteArray& pdf)
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("ladder.pdf")));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(pdf);
    file.close();
    QProcess process;
    process.start(QStringLiteral("pdftotext"), {file.fileName(), QStringLiteral("-")});
    process.waitForFinished();
    return QString::fromUtf8(process.readAllStandardOutput());
}

PictureRequest comparison()
{
    PictureRequest request;
    request.title = QStringLiteral("Two phones answer at once");
    request.columns << PictureRequest::Column{twoPhonesAnswer(), twoPhonesFindings(), {},
        QStringLiteral("RFC 3261 forward all")}
                    << PictureRequest::Column{dropLate2xx(), {}, {}, QStringLiteral("drop late 2xx")};
    return request;
}

} // namespace

class TestPictureExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exportersAreFoundByIdAndSuffix()
    {
        QStringList ids;
        for (const PictureExporter& exporter : pictureExporters()) {
            ids << exporter.id;
            QVERIFY(!exporter.label.isEmpty());
            QCOMPARE(findPictureExporter(exporter.suffix), &exporter);
        }
        QCOMPARE(ids,
            QStringList({QStringLiteral("svg"), QStringLiteral("png"), QStringLiteral("pdf"), QStringLiteral("html")}));
        QVERIFY(findPictureExporter(QStringLiteral("gif")) == nullptr);
    }

    void svgHoldsEveryMessage_data()
    {
        QTest::addColumn<Trace>("trace");
        QTest::newRow("two phones answer") << twoPhonesAnswer();
        QTest::newRow("thirty-two seconds of copies") << dropLate2xx();
        QTest::newRow("lost, stray and in flight") << everyArrow();
        QTest::newRow("200 messages") << busy(200);
    }
    void svgHoldsEveryMessage()
    {
        QFETCH(const Trace, trace);
        const QByteArray svg = written("svg", pictureOf(trace, {}));
        const SvgContent content = readSvg(svg);
        QCOMPARE(content.error, QString());
        for (const TraceMessage& message : trace.messages)
            QCOMPARE(content.ids.count(QStringLiteral("c0-m%1").arg(message.n)), 1);
        QStringList unique = content.ids;
        unique.removeDuplicates();
        QCOMPARE(unique.size(), content.ids.size());
        for (const TraceNode& node : trace.nodes)
            QVERIFY(content.texts.contains(node.name));
        QVERIFY(content.texts.contains(trace.title));
        QVERIFY(QSvgRenderer(svg).isValid());
    }

    void svgShowsWhatIsOnTheScreen()
    {
        LadderOptions options;
        options.aliases = {{Caller, QStringLiteral("Alice & <co>")}};
        options.hiddenNodes = {B1};
        const SvgContent content = readSvg(written("svg", pictureOf(twoPhonesAnswer(), twoPhonesFindings(), options)));
        QCOMPARE(content.error, QString());
        QVERIFY(content.texts.contains(QStringLiteral("Alice & <co>")));
        QVERIFY(!content.texts.contains(QStringLiteral("Phone B1")));
        QVERIFY(!content.ids.contains(QStringLiteral("c0-m3")));
        QVERIFY(content.texts.contains(QStringLiteral("2nd 2xx reached the caller")));
    }

    void theSamePictureTwiceIsTheSameBytes()
    {
        const PictureRequest request = pictureOf(twoPhonesAnswer(), twoPhonesFindings());
        QCOMPARE(written("svg", request), written("svg", request));
        QCOMPARE(written("png", request), written("png", request));
    }

    void comparisonStandsSideBySide()
    {
        const SvgContent content = readSvg(written("svg", comparison()));
        QCOMPARE(content.error, QString());
        QVERIFY(content.texts.contains(QStringLiteral("RFC 3261 forward all")));
        QVERIFY(content.texts.contains(QStringLiteral("drop late 2xx")));
        QVERIFY(content.ids.contains(QStringLiteral("c0-m22")));
        QVERIFY(content.ids.contains(QStringLiteral("c1-m29")));
    }

    void pngHasThePixelsAskedFor_data()
    {
        QTest::addColumn<double>("scale");
        QTest::newRow("1×") << 1.0;
        QTest::newRow("2×") << 2.0;
        QTest::newRow("4×") << 4.0;
    }
    void pngHasThePixelsAskedFor()
    {
        QFETCH(const double, scale);
        PictureRequest request = pictureOf(twoPhonesAnswer(), twoPhonesFindings());
        const QImage single = renderPicture(request, 1);
        request.pngScale = scale;
        const QImage image = QImage::fromData(written("png", request), "PNG");
        QVERIFY(!image.isNull());
        QVERIFY(qAbs(image.width() - single.width() * scale) <= scale);
        QVERIFY(qAbs(image.height() - single.height() * scale) <= scale);
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3)
                colours << image.pixel(x, y);
        }
        QVERIFY(colours.size() > 30); // not one colour: something is drawn
    }

    /// Painted in stripes of 2048 rows, a picture has the same ink on both sides of a seam as where another scale has
    /// none.
    void stripesOfATallPictureFit()
    {
        const PictureRequest request = pictureOf(dropLate2xx(), {});
        const QImage small = renderPicture(request, 1);
        const QImage large = renderPicture(request, 1.5);
        QVERIFY(large.height() > 2048 + 100);
        const auto inkOf = [](const QImage& image, int top, int rows) {
            double ink = 0;
            for (int y = top; y < top + rows; ++y) {
                for (int x = 0; x < image.width(); ++x)
                    ink += 255 - qGray(image.pixel(x, y));
            }
            return ink / image.width() / rows;
        };
        for (int y = 2048 / 3 * 2 - 60; y < 2048 / 3 * 2 + 60; y += 6) {
            const double there = inkOf(large, y * 3 / 2, 9);
            const double here = inkOf(small, y, 6);
            QVERIFY2(qAbs(here - there) < 0.35 * std::max(here, there),
                qPrintable(QStringLiteral("%1: %2 %3").arg(y).arg(here).arg(there)));
        }
    }

    void aPictureThatCannotBeIsRefused()
    {
        PictureRequest request = pictureOf(busy(3000), {});
        request.columns.first().options.pxPerMs = 20;
        const auto bytes = findPictureExporter(QStringLiteral("png"))->write(request);
        QVERIFY(!bytes);
        QVERIFY2(bytes.error().text().contains(QLatin1String("svg or pdf")), qPrintable(bytes.error().text()));
    }

    void pdfHasTheHeaderOnEveryPage()
    {
        const QByteArray pdf = written("pdf", pictureOf(dropLate2xx(), {}));
        QVERIFY(pdf.startsWith("%PDF"));
        const int pages = pagesOf(pdf);
        QVERIFY2(pages >= 3, qPrintable(QString::number(pages)));
        if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
            return; // the pages are counted; their words are read where poppler is
        const QString text = textOf(pdf);
        QCOMPARE(text.count(QLatin1String("Phone B2")), pages);
        QCOMPARE(text.count(QLatin1String("127.100.0.12")), pages);
        for (int page = 1; page <= pages; ++page)
            QVERIFY(text.contains(QStringLiteral("page %1 of %2").arg(page).arg(pages)));
    }

    void pdfOfAShortRunIsOnePage()
    {
        QCOMPARE(pagesOf(written("pdf", pictureOf(twoPhonesAnswer(), twoPhonesFindings()))), 1);
    }

    /// The page is one file with every message in it; what comes from a trace cannot become markup or script.
    void htmlHoldsEverything()
    {
        PictureRequest request = comparison();
        request.columns.first().trace.messages[0].raw = "INVITE sip:b SIP/2.0\r\nSubject: </script><b>\r\n\r\n";
        request.columns.first().trace.scenarioText = "siprace: 1 # <i>\n";
        request.title = QStringLiteral("Two <phones> & more");
        const QByteArray page = written("html", request);
        QVERIFY(page.startsWith("<!DOCTYPE html>"));
        QVERIFY(page.contains("<h1>Two &lt;phones&gt; &amp; more</h1>"));
        QVERIFY(page.contains("siprace: 1 # &lt;i&gt;"));
        QVERIFY(page.contains("SIP Race Lab " SIPRACE_VERSION));
        QVERIFY(page.contains("id=\"c0-m22\"") && page.contains("id=\"c1-m29\""));
        QVERIFY(!page.contains("http://") || page.count("http://") == page.count("http://www.w3.org/2000/svg"));
        QCOMPARE(page.count("</script>"), 2);
        const qsizetype from = page.indexOf("id=\"runs\">") + 10;
        const QJsonArray runs
            = QJsonDocument::fromJson(page.sliced(from, page.indexOf("</script>", from) - from)).array();
        QCOMPARE(runs.size(), 2);
        const QJsonArray messages = runs.at(0)[QStringLiteral("messages")].toArray();
        QCOMPARE(messages.size(), request.columns.first().trace.messages.size());
        QCOMPARE(messages.at(0)[QStringLiteral("raw")].toString(),
            QStringLiteral("INVITE sip:b SIP/2.0\nSubject: </script><b>\n\n"));
        for (const Finding& finding : request.columns.first().findings)
            QVERIFY(page.contains(finding.text.toHtmlEscaped().toUtf8()));
    }

    /// What a run is stands at the head of its page, its numbers in words.
    void htmlReadsAsTheWindow()
    {
        Finding meant;
        meant.severity = Severity::ByDesign;
        const QByteArray page = written("html", pictureOf(twoPhonesAnswer(), {meant}));
        const QByteArray head = page.first(page.indexOf("</header>"));
        QVERIFY(head.contains("policy forward-all · virtual clock · seed 1"));
        QVERIFY(page.contains("<th title=\"ghost_call_ms\">ghost call</th><td>320 ms</td>"));
        QVERIFY(page.contains("<li class=\"by-design\">"));
        QVERIFY(!page.contains(".warning .mark,.by-design .mark"));
        QVERIFY(page.contains(".by-design .mark{color:var(--design)}"));
    }

    void anEmptyTraceGivesAPictureToo_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("svg") << QByteArray("svg");
        QTest::newRow("png") << QByteArray("png");
        QTest::newRow("pdf") << QByteArray("pdf");
        QTest::newRow("html") << QByteArray("html");
    }
    void anEmptyTraceGivesAPictureToo()
    {
        QFETCH(const QByteArray, id);
        QVERIFY(!written(id.constData(), pictureOf({}, {})).isEmpty());
        QVERIFY(!written(id.constData(), {}).isEmpty());
    }

    void darkPicturesAreDark()
    {
        PictureRequest request = pictureOf(twoPhonesAnswer(), {});
        request.theme = ladderTheme(LadderPalette::Standard, true);
        const QImage image = renderPicture(request, 1);
        QCOMPARE(image.pixelColor(1, 1), request.theme.card);
    }
};

QTEST_MAIN(TestPictureExport)
#include "tst_picture_export.moc"
