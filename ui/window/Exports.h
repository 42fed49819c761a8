#pragma once

#include "Check.h"
#include "LadderOptions.h"
#include "LadderTheme.h"
#include "PictureExport.h"
#include "Result.h"
#include "Trace.h"
#include "formats/Exporters.h"

#include <QList>

#include <optional>

namespace siprace::ui {

/// Everything an export of what is shown needs. What takes long of it is done by the export, on its thread.
struct ShownRun
{
    Trace trace;
    std::optional<Verdict> verdict; ///< nothing while it is not known: the export judges
    LadderOptions options;
    LadderTheme theme;
    double pngScale = 2;
    bool isAnonymous = false; ///< without the people in it
};

/// One way to take a run home.
struct ExportFormat
{
    QString id;
    QString suffix;
    QString label; ///< "SVG picture"
};

/// Pictures, then texts and captures, then the report, then the trace itself: what the registries hold.
[[nodiscard]] QList<ExportFormat> exportFormats();
/// The bytes of a run in the format of that suffix or id. Fails with one line.
[[nodiscard]] Result<QByteArray> exportRun(const ShownRun& shown, const QString& format);
/// The same for a file, by its suffix; several files for a format that is split.
[[nodiscard]] Result<QList<ExportFile>> exportRunTo(const ShownRun& shown, const QString& path);
/// What of a run is on the screen, for texts and captures: the nodes shown, in their order and with their aliases, and
/// the messages between them that are not hidden. Messages keep their numbers.
[[nodiscard]] Trace shownPart(const Trace& trace, const LadderOptions& options);
/// The request for a picture of what is shown.
[[nodiscard]] PictureRequest pictureRequest(const ShownRun& shown);
/// Writes bytes to a file, all or nothing. Fails with what the file system said.
[[nodiscard]] Result<void> writeWhole(const QString& path, const QByteArray& bytes);
[[nodiscard]] Result<void> writeWhole(const QList<ExportFile>& files);

} // namespace siprace::ui
