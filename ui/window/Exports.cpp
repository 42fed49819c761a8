#include "Exports.h"

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

PictureRequest pictureRequest(const ShownRun& run)
{
    PictureRequest request = pictureOf(run.trace, run.verdict.findings, run.options);
    request.title = run.trace.title;
    request.theme = run.theme;
    request.pngScale = run.pngScale;
    return request;
}

Result<QByteArray> exportRun(const ShownRun& run, const QString& format)
{
    if (const PictureExporter* picture = findPictureExporter(format))
        return picture->write(pictureRequest(run));
    if (const Exporter* exporter = findExporter(format))
        return exporter->write(shownPart(run.trace, run.options), annotationsOf(run.verdict));
    if (format == reportFormat)
        return reportZip(run.trace, run.theme, run.options);
    if (format == traceSuffix)
        return savedTrace(run.trace, run.verdict);
    return fail({}, ExportText::tr("\"%1\" is no format to export to").arg(format));
}

Result<QList<ExportFile>> exportRunTo(const ShownRun& run, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (const Exporter* exporter = findExporter(suffix))
        return exportFiles(*exporter, shownPart(run.trace, run.options), annotationsOf(run.verdict), path);
    return exportRun(run, suffix).map([&path](const QByteArray& bytes) { return QList<ExportFile>{{path, bytes}}; });
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
