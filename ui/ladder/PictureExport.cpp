#include "PictureExport.h"

#include "LadderPainter.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <vector>

namespace siprace {

namespace {

constexpr double marginPx = 12;
constexpr double titlePx = 32;
constexpr double headingPx = 26;
constexpr double footerPx = 26;
constexpr double columnGapPx = 18;
constexpr int stripePx = 2048; ///< a PNG is painted that many rows at a time: the raster engine ends at 32767
constexpr qint64 mostPixels = 400'000'000;
constexpr int pdfDpi = 1200;
constexpr double pxPerInch = 96;

struct PictureText
{
    Q_DECLARE_TR_FUNCTIONS(PictureExport)
};

/// Ladders side by side, laid out, with what stands above and below them. Pixels.
class Sheet
{
public:
    explicit Sheet(const PictureRequest& request);

    [[nodiscard]] double width() const { return m_width; }
    [[nodiscard]] double height() const { return topPx() + LadderLayout::headerHeight() + bodyHeight() + footerPx; }
    [[nodiscard]] double topPx() const
    {
        return marginPx + (m_request.title.isEmpty() ? 0 : titlePx) + (hasHeadings() ? headingPx : 0);
    }
    [[nodiscard]] double bodyHeight() const;
    [[nodiscard]] const LadderFonts& fonts() const { return m_layouts.front()->fonts(); }
    /// A picture with the body from `top` to `bottom`, its titles above and the footer below.
    void paint(Canvas& canvas, double top, double bottom, const QString& page = {}) const;
    /// What of a picture of the whole lies between two heights of the picture.
    void paintStripe(Canvas& canvas, double top, double bottom) const;
    /// Where to end a page that begins at `top` and could reach to `lowest`: no text is cut, few arrows are.
    [[nodiscard]] double pageEnd(double top, double lowest) const;

private:
    [[nodiscard]] bool hasHeadings() const;
    void paintTop(Canvas& canvas) const;
    void paintFooter(Canvas& canvas, double y, const QString& page) const;
    void paintBodies(Canvas& canvas, double shiftY, double top, double bottom) const;

    const PictureRequest& m_request;
    std::vector<std::unique_ptr<LadderLayout>> m_layouts;
    std::vector<double> m_lefts;
    double m_width = 0;
};

Sheet::Sheet(const PictureRequest& request)
    : m_request(request)
{
    QList<const Trace*> traces;
    QList<LadderOptions> options;
    for (const PictureRequest::Column& column : request.columns) {
        traces << &column.trace;
        options << column.options;
    }
    const auto shared = request.columns.size() > 1 ? TimeMap::make(traces, options) : nullptr;
    double left = marginPx;
    for (const PictureRequest::Column& column : request.columns) {
        auto layout = std::make_unique<LadderLayout>();
        layout->setOptions(column.options);
        layout->setTrace(column.trace);
        layout->setTimeMap(shared);
        layout->setFindings(column.findings);
        m_lefts.push_back(left);
        left += layout->width() + columnGapPx;
        m_layouts.push_back(std::move(layout));
    }
    if (m_layouts.empty()) {
        m_layouts.push_back(std::make_unique<LadderLayout>());
        m_lefts.push_back(marginPx);
        left += m_layouts.front()->width() + columnGapPx;
    }
    m_width = left - columnGapPx + marginPx;
}

bool Sheet::hasHeadings() const
{
    return std::any_of(m_request.columns.begin(), m_request.columns.end(),
        [](const PictureRequest::Column& column) { return !column.heading.isEmpty(); });
}

double Sheet::bodyHeight() const
{
    double height = 0;
    for (const auto& layout : m_layouts)
        height = std::max(height, layout->height());
    return height;
}

void Sheet::paintTop(Canvas& canvas) const
{
    double y = marginPx;
    if (!m_request.title.isEmpty()) {
        canvas.text({marginPx + 6, y + titlePx / 2}, m_request.title, FontRole::Header, m_request.theme.text);
        y += titlePx;
    }
    for (std::size_t i = 0; i < m_layouts.size(); ++i) {
        const QString heading = m_request.columns.value(static_cast<qsizetype>(i)).heading;
        if (!heading.isEmpty())
            canvas.text({m_lefts[i] + 6, y + headingPx / 2}, heading, FontRole::Header, m_request.theme.accent);
        canvas.beginShift({m_lefts[i], topPx()});
        LadderPainter(*m_layouts[i], m_request.theme, QStringLiteral("c%1-").arg(i)).paintHeaders(canvas);
        canvas.endShift();
    }
}

void Sheet::paintFooter(Canvas& canvas, double y, const QString& page) const
{
    QString text = QStringLiteral("SIP Race Lab " SIPRACE_VERSION);
    if (!m_request.columns.isEmpty()) {
        const Trace& trace = m_request.columns.first().trace;
        QStringList facts{trace.scenario, m_request.columns.size() == 1 ? trace.policy : QString(),
            PictureText::tr("%1 clock").arg(trace.clock), PictureText::tr("seed %1").arg(trace.seed), text};
        facts.removeAll(QString());
        text = facts.join(QStringLiteral(" · "));
    }
    canvas.text({marginPx + 6, y + footerPx / 2}, text, FontRole::Small, m_request.theme.mutedText);
    if (!page.isEmpty())
        canvas.text(
            {m_width - marginPx - 6, y + footerPx / 2}, page, FontRole::Small, m_request.theme.mutedText, Anchor::End);
}

void Sheet::paintBodies(Canvas& canvas, double shiftY, double top, double bottom) const
{
    for (std::size_t i = 0; i < m_layouts.size(); ++i) {
        canvas.beginShift({m_lefts[i], shiftY});
        LadderPainter(*m_layouts[i], m_request.theme, QStringLiteral("c%1-").arg(i)).paintBody(canvas, top, bottom);
        canvas.endShift();
    }
}

void Sheet::paint(Canvas& canvas, double top, double bottom, const QString& page) const
{
    const double bodyTop = topPx() + LadderLayout::headerHeight();
    canvas.box(QRectF(0, 0, m_width, bodyTop + bottom - top + footerPx), 0, m_request.theme.card, {});
    paintBodies(canvas, bodyTop - top, top, bottom);
    paintTop(canvas);
    paintFooter(canvas, bodyTop + bottom - top, page);
}

void Sheet::paintStripe(Canvas& canvas, double top, double bottom) const
{
    constexpr double over = 40; // what stands out of the stripe belongs to the next one, and is painted there too
    const double bodyTop = topPx() + LadderLayout::headerHeight();
    canvas.box(QRectF(0, top, m_width, bottom - top), 0, m_request.theme.card, {});
    paintBodies(canvas, bodyTop, std::max(0.0, top - bodyTop - over), bottom - bodyTop + over);
    if (top < bodyTop)
        paintTop(canvas);
    if (bottom > height() - footerPx)
        paintFooter(canvas, height() - footerPx, {});
}

/// What a page break at a height would cut: texts above all, then folds, then arrows.
double costOfBreak(const LadderSlice& slice, double y)
{
    const auto cuts = [y](double from, double to) { return std::min(from, to) < y + 2 && std::max(from, to) > y - 2; };
    const auto count = [](const auto& shapes, const auto& isCut) {
        return static_cast<double>(std::count_if(shapes.begin(), shapes.end(), isCut));
    };
    const double texts
        = count(slice.words, [&](const WordShape& word) { return cuts(word.rect.top(), word.rect.bottom()); })
        + count(slice.badges, [&](const BadgeShape& badge) { return cuts(badge.rect.top(), badge.rect.bottom()); })
        + count(slice.labels, [&](const LabelShape& label) {
              return std::abs(label.centre.y() - y) < label.size.height() / 2 + label.size.width() / 4;
          });
    return 100 * texts + 60 * count(slice.folds, [&](const FoldShape& fold) { return cuts(fold.top, fold.bottom); })
        + 8 * count(slice.arrows, [&](const ArrowShape& arrow) { return cuts(arrow.from.y(), arrow.to.y()); });
}

double Sheet::pageEnd(double top, double lowest) const
{
    if (lowest >= bodyHeight())
        return bodyHeight();
    constexpr double stepPx = 3;
    const int steps = static_cast<int>((lowest - top) * 0.4 / stepPx);
    std::vector<LadderSlice> slices;
    for (const auto& layout : m_layouts)
        slices.push_back(layout->slice(lowest - steps * stepPx, lowest));
    double best = lowest;
    double bestCost = std::numeric_limits<double>::max();
    for (int step = 0; step <= steps; ++step) {
        const double y = lowest - step * stepPx;
        double cost = step * stepPx / 12;
        for (const LadderSlice& slice : slices)
            cost += costOfBreak(slice, y);
        if (cost < bestCost) {
            bestCost = cost;
            best = y;
        }
    }
    return best;
}

Result<QByteArray> writePng(const PictureRequest& request)
{
    const QImage image = renderPicture(request, request.pngScale);
    if (image.isNull())
        return fail({}, PictureText::tr("the ladder is too long for one PNG picture"),
            PictureText::tr("export svg or pdf, or a smaller scale"));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        return fail({}, PictureText::tr("the PNG picture could not be written"));
    return bytes;
}

Result<QByteArray> writePdf(const PictureRequest& request)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    const Sheet sheet(request);
    writer.setResolution(pdfDpi);
    writer.setTitle(request.title);
    writer.setCreator(QStringLiteral("SIP Race Lab " SIPRACE_VERSION));
    const bool isWide = sheet.width() > 1100;
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), isWide ? QPageLayout::Landscape : QPageLayout::Portrait,
        QMarginsF(8, 8, 8, 8), QPageLayout::Millimeter));
    QPainter painter(&writer);
    if (!painter.isActive())
        return fail({}, PictureText::tr("the PDF document could not be written"));
    const double scale = std::min(pdfDpi / pxPerInch, writer.width() / sheet.width());
    const double pageHeight = writer.height() / scale;
    const double room = pageHeight - sheet.topPx() - LadderLayout::headerHeight() - footerPx;
    painter.scale(scale, scale);
    QPainterCanvas canvas(painter, sheet.fonts());
    std::vector<double> ends;
    while (ends.empty() || ends.back() < sheet.bodyHeight()) {
        const double top = ends.empty() ? 0 : ends.back();
        ends.push_back(sheet.pageEnd(top, top + std::max(room, 200.0)));
    }
    double top = 0;
    for (std::size_t page = 0; page < ends.size(); ++page) {
        if (page > 0)
            writer.newPage();
        sheet.paint(canvas, top, ends[page], PictureText::tr("page %1 of %2").arg(page + 1).arg(ends.size()));
        top = ends[page];
    }
    painter.end();
    return bytes;
}

} // namespace

Result<QByteArray> writeSvg(const PictureRequest& request)
{
    const Sheet sheet(request);
    SvgCanvas canvas({sheet.width(), sheet.height()},
        request.title.isEmpty() ? PictureText::tr("SIP ladder") : request.title, sheet.fonts());
    sheet.paint(canvas, 0, sheet.bodyHeight());
    return canvas.document();
}

QImage renderPicture(const PictureRequest& request, double scale)
{
    const Sheet sheet(request);
    const double factor = std::clamp(scale, 1.0, 4.0);
    const auto width = static_cast<qint64>(std::ceil(sheet.width() * factor));
    const auto height = static_cast<qint64>(std::ceil(sheet.height() * factor));
    if (width * height > mostPixels)
        return {};
    QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
    for (int top = 0; top < image.height() && !image.isNull(); top += stripePx) {
        QImage stripe(image.width(), std::min(stripePx, image.height() - top), QImage::Format_RGB32);
        stripe.fill(request.theme.card);
        QPainter painter(&stripe);
        painter.translate(0, -top);
        painter.scale(factor, factor);
        QPainterCanvas canvas(painter, sheet.fonts());
        sheet.paintStripe(canvas, top / factor, (top + stripe.height()) / factor);
        painter.end();
        for (int y = 0; y < stripe.height(); ++y)
            std::memcpy(
                image.scanLine(top + y), stripe.constScanLine(y), static_cast<std::size_t>(stripe.bytesPerLine()));
    }
    return image;
}

std::span<const PictureExporter> pictureExporters()
{
    static const std::array<PictureExporter, 4> exporters{{
        {QStringLiteral("svg"), QStringLiteral("svg"), PictureText::tr("SVG picture"), &writeSvg},
        {QStringLiteral("png"), QStringLiteral("png"), PictureText::tr("PNG picture"), &writePng},
        {QStringLiteral("pdf"), QStringLiteral("pdf"), PictureText::tr("PDF document"), &writePdf},
        {QStringLiteral("html"), QStringLiteral("html"), PictureText::tr("HTML page"), &writeHtml},
    }};
    return exporters;
}

const PictureExporter* findPictureExporter(QStringView idOrSuffix)
{
    const auto exporters = pictureExporters();
    const auto found = std::find_if(exporters.begin(), exporters.end(), [&](const PictureExporter& one) {
        return one.id.compare(idOrSuffix, Qt::CaseInsensitive) == 0
            || one.suffix.compare(idOrSuffix, Qt::CaseInsensitive) == 0;
    });
    return found == exporters.end() ? nullptr : &*found;
}

PictureRequest pictureOf(const Trace& trace, const QList<Finding>& findings, const LadderOptions& options)
{
    PictureRequest request;
    request.columns << PictureRequest::Column{trace, findings, options, {}};
    request.title = trace.title;
    return request;
}

} // namespace siprace
