#include "Exports.h"

#include "RunJson.h"
#include "RunReport.h"
#include "formats/Exporters.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QString exportText(const char* text)
{
    return QCoreApplication::translate("Export", text);
}

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
    formats.append({reportFormat, reportFormat, exportText("Report (everything, one zip)")});
    formats.append({traceSuffix, u"trace.json"_s, exportText("Trace (JSON)")});
    return formats;
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
        return exporter->write(run.trace, annotationsOf(run.verdict));
    if (format == reportFormat)
        return reportZip(run.trace, run.theme, run.options);
    if (format == traceSuffix)
        return savedTrace(run.trace, run.verdict);
    return fail({}, exportText("\"%1\" is no format to export to").arg(format));
}

Result<QList<ExportFile>> exportRunTo(const ShownRun& run, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (const Exporter* exporter = findExporter(suffix))
        return exportFiles(*exporter, run.trace, annotationsOf(run.verdict), path);
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
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail({path, 0, 0}, exportText("cannot be written: %1").arg(file.errorString()));
    return {};
}

} // namespace siprace::ui
