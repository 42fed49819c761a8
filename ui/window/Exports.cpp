#include "Exports.h"

#include "RunJson.h"
#include "formats/Exporters.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QString exportText(const char* text)
{
    return QCoreApplication::translate("Export", text);
}

const QString traceSuffix = u"json"_s;

} // namespace

QList<ExportFormat> exportFormats()
{
    QList<ExportFormat> formats;
    for (const PictureExporter& picture : pictureExporters())
        formats.append({picture.id, picture.suffix, picture.label});
    for (const Exporter& exporter : exporters())
        formats.append({exporter.id.toString(), exporter.suffix.toString(), exporter.label.toString()});
    formats.append({traceSuffix, u"trace.json"_s, exportText("Trace (JSON)")});
    return formats;
}

PictureRequest pictureRequest(const ShownRun& run)
{
    PictureRequest request = pictureOf(run.trace, run.verdict.findings, run.options);
    request.title = run.trace.title;
    request.theme = run.theme;
    return request;
}

Result<QByteArray> exportRun(const ShownRun& run, const QString& format)
{
    if (const PictureExporter* picture = findPictureExporter(format))
        return picture->write(pictureRequest(run));
    if (const Exporter* exporter = findExporter(format))
        return exporter->write(run.trace, annotationsOf(run.verdict));
    if (format == traceSuffix)
        return savedTrace(run.trace, run.verdict);
    return fail({}, exportText("\"%1\" is no format to export to").arg(format));
}

Result<void> writeWhole(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail({path, 0, 0}, exportText("cannot be written: %1").arg(file.errorString()));
    return {};
}

} // namespace siprace::ui
