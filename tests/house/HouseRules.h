#pragma once

#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>

namespace siprace::house {

/// A file of the project: its path from the top, and what is in it.
struct SourceFile
{
    QString path;
    QString text;
};

/// What is wrong, a line each: "core/check/Check.h:12: …". Empty: nothing.
using Faults = QStringList;

/// The headers (by the name one includes) that Qt's Gui and Widgets have and its Core has not.
[[nodiscard]] QSet<QString> guiHeaders();

/// core/ knows neither Gui nor Widgets.
[[nodiscard]] Faults guiInCore(const SourceFile& file, const QSet<QString>& guiHeaders);
/// sofia-sip's headers stay in core/sip.
[[nodiscard]] Faults sofiaOutsideSip(const SourceFile& file);
/// core/proxy is pure: no socket, event loop, clock, thread or random source.
[[nodiscard]] Faults impureProxy(const SourceFile& file);
/// A folder includes only folders below it. `folderOfHeader`: file name → folder ("Trace.h" → "core/trace").
[[nodiscard]] Faults upwardIncludes(const SourceFile& file, const QHash<QString, QString>& folderOfHeader);
/// File name → folder, for upwardIncludes.
[[nodiscard]] QHash<QString, QString> foldersOfHeaders(const QList<SourceFile>& files);
/// Includes are by file name, so no two headers share one.
[[nodiscard]] Faults namesakes(const QList<SourceFile>& files);
/// Every .cpp is listed in a CMakeLists.txt of its folder or of one above it.
[[nodiscard]] Faults sourcesInNoTarget(const QList<SourceFile>& files);
/// Every id stands in a text: between quotes in a test, or anywhere in a document.
[[nodiscard]] Faults idsMissing(const QStringList& ids, const QList<SourceFile>& files, const QString& what);
/// Tests that skip, wait for nothing in particular, or cannot fail.
[[nodiscard]] Faults lazyTests(const SourceFile& file);
/// Paths of one machine.
[[nodiscard]] Faults machinePaths(const SourceFile& file);
/// Marks of unfinished work.
[[nodiscard]] Faults unfinishedMarks(const SourceFile& file);
/// Sources of more than 500 lines, tests of more than 700.
[[nodiscard]] Faults longFiles(const SourceFile& file);

} // namespace siprace::house
