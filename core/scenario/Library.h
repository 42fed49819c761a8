#pragma once

#include "Result.h"

#include <QList>
#include <QStringList>

namespace siprace {

/// One file of the library.
struct LibraryEntry
{
    QString id; ///< "two-phones-answer": the file name without .yaml
    QString group; ///< "forking": the folder
    QString title; ///< of the file; the id when it cannot be read
    QString path; ///< absolute

    bool operator==(const LibraryEntry&) const = default;
};

/// The folders that scenarios are looked for in, existing ones only, nearest first: $SIPRACE_SCENARIOS, beside the
/// executable, where `cmake --install` puts them, and the source tree the program was built from.
[[nodiscard]] QStringList scenarioFolders();
/// Whether a file belongs to the program, not to the person: it lies in one of those folders, $SIPRACE_SCENARIOS aside.
[[nodiscard]] bool isShipped(const QString& path);
/// Every scenario of those folders (GROUP/ID.yaml), by group, then id; of two with one id the nearest folder's.
[[nodiscard]] QList<LibraryEntry> listScenarios();
/// Whether that file is one of them, and not one from elsewhere.
[[nodiscard]] bool isOfLibrary(const QString& path);
/// The path for what a person wrote: an existing path as given, else the file with that id (or GROUP/ID).
/// Fails with one line that names the nearest id.
[[nodiscard]] Result<QString> resolveScenario(const QString& pathOrId);

} // namespace siprace
