#pragma once

#include "Check.h"
#include "LadderOptions.h"
#include "LadderTheme.h"
#include "Result.h"
#include "Trace.h"

#include <QImage>

#include <functional>
#include <span>

namespace siprace {

/// One or several ladders (a comparison, side by side on one time axis) to make a picture of.
struct PictureRequest
{
    struct Column
    {
        Trace trace;
        QList<Finding> findings;
        LadderOptions options;
        QString heading; ///< above the headers: the policy; may be empty
    };
    QList<Column> columns;
    QString title; ///< of the document: the scenario's; may be empty
    LadderTheme theme = ladderTheme();
    double pngScale = 2; ///< 1 to 4
};

/// One way to make a picture of ladders.
struct PictureExporter
{
    QString id; ///< "svg"
    QString suffix; ///< "svg", without the dot
    QString label; ///< "SVG picture", for a person
    Result<QByteArray> (*write)(const PictureRequest& request);
};

/// svg, png, pdf, html. Needs a QGuiApplication; the offscreen platform is enough.
[[nodiscard]] std::span<const PictureExporter> pictureExporters();
/// The one for a suffix or an id, or nullptr.
[[nodiscard]] const PictureExporter* findPictureExporter(QStringView idOrSuffix);

/// The ladder as SVG, and one HTML page with everything about its runs in it: see HtmlExport.cpp.
[[nodiscard]] Result<QByteArray> writeSvg(const PictureRequest& request);
[[nodiscard]] Result<QByteArray> writeHtml(const PictureRequest& request);

/// A request with one column.
[[nodiscard]] PictureRequest pictureOf(
    const Trace& trace, const QList<Finding>& findings, const LadderOptions& options = {});
/// The picture in pixels, e.g. for the clipboard; a null image when it would be larger than an image can be.
[[nodiscard]] QImage renderPicture(const PictureRequest& request, double scale);

} // namespace siprace
