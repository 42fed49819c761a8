#include "Exports.h"

#include "Anonymise.h"
#include "NodeNames.h"
#include "RunJson.h"
#include "RunReport.h"
#include "WholeFile.h"
#include "formats/Exporters.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct ExportText
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

const QString traceSuffix = u"json"_s;
const QString reportFormat = u"zip"_s;

} // namespace

QList<ExportFormat> exportFormats()
{
    QList<ExportFormat> formats;
    for (const PictureExporter& picture : pictureExporters())
        formats.append({picture.id, picture.suffix, picture.label});
    for (const Exporter& exporter : exporters())
        formats.append({exporter.id.toString(), exporter.suffix.toString(), exporter.label.toString()});
    formats.append({reportFormat, reportFormat, ExportText::tr("Report (everything, one zip)")});
    formats.append({traceSuffix, u"trace.json"_s, ExportText::tr("Trace (JSON)")});
    return formats;
}

Trace shownPart(const Trace& trace, const LadderOptions& options)
{
    QList<int> order = options.nodeOrder;
    for (int node = 0; node < trace.nodes.size(); ++node) {
        if (!order.contains(node))
            order.append(node);
    }
    order.removeIf([&](int node) { return node >= trace.nodes.size() || options.hiddenNodes.contains(node); });
    Trace part = trace;
    part.nodes.clear();
    for (const int node : order) {
        part.nodes.append(trace.nodes.at(node));
        part.nodes.last().name = options.aliases.value(node, trace.nodes.at(node).name);
    }
    part.messages.clear();
    for (TraceMessage message : trace.messages) {
        message.from = static_cast<int>(order.indexOf(message.from));
        message.to = static_cast<int>(order.indexOf(message.to));
        if (message.from >= 0 && message.to >= 0 && !options.hiddenMessages.contains(message.n))
            part.messages.append(message);
    }
    return part;
}

namespace {

/// A run as it leaves the window: judged, without people where that is wanted.
struct LeavingRun
{
    explicit LeavingRun(const ShownRun& shown)
        : trace(shown.isAnonymous ? anonymised(shown.trace) : shown.trace)
        , options(shown.options)
    {
        if (shown.isAnonymous)
            options.aliases.clear(); // written by hand: they may be names of people
        verdict = shown.verdict && !shown.isAnonymous ? *shown.verdict : judge(trace);
        const NodeNames names(trace, options.aliases);
        named = names.in(trace);
        namedVerdict = verdict;
        namedVerdict.findings = names.in(verdict.findings);
    }

    Trace trace; ///< as it was recorded, for who reads it with a program
    LadderOptions options;
    Verdict verdict;
    Trace named; ///< by the names on the screen, for people
    Verdict namedVerdict;
};

PictureRequest pictureOf(const LeavingRun& run, const ShownRun& shown)
{
    PictureRequest request = siprace::pictureOf(run.named, run.namedVerdict.findings, run.options);
    request.title = run.trace.title;
    request.theme = shown.theme;
    request.pngScale = shown.pngScale;
    return request;
}

} // namespace

PictureRequest pictureRequest(const ShownRun& shown)
{
    return pictureOf(LeavingRun(shown), shown);
}

Result<QByteArray> exportRun(const ShownRun& shown, const QString& format)
{
    const LeavingRun run(shown);
    if (const PictureExporter* picture = findPictureExporter(format))
        return picture->write(pictureOf(run, shown));
    if (const Exporter* exporter = findExporter(format))
        return exporter->write(shownPart(run.named, run.options), annotationsOf(run.namedVerdict));
    if (format == reportFormat)
        return reportZip(run.trace, shown.theme, run.options);
    if (format == traceSuffix)
        return savedTrace(run.trace, run.verdict);
    return fail({}, ExportText::tr("\"%1\" is no format to export to").arg(format));
}

Result<QList<ExportFile>> exportRunTo(const ShownRun& shown, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (const Exporter* exporter = findExporter(suffix)) {
        const LeavingRun run(shown);
        return exportFiles(*exporter, shownPart(run.named, run.options), annotationsOf(run.namedVerdict), path);
    }
    return exportRun(shown, suffix).map([&path](const QByteArray& bytes) { return QList<ExportFile>{{path, bytes}}; });
}

Result<void> writeWhole(const QList<ExportFile>& files)
{
    for (const ExportFile& file : files) {
        if (auto written = writeWhole(file.path, file.bytes); !written)
            return written;
    }
    return {};
}

Result<void> writeWhole(const QString& path, const QByteArray& bytes)
{
    return writeWholeFile(path, bytes).map_error([&path](const QString& why) {
        return Diagnostic{{path, 0, 0}, ExportText::tr("cannot be written: %1").arg(why), {}};
    });
}

} // namespace siprace::ui
