#pragma once

#include "Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace siprace {

/// A file in a zip archive.
struct ZipEntry
{
    QString name; ///< "run.trace.json"
    QByteArray bytes;
};

/// A zip archive of those files, in that order. Times in it are fixed, so the same files give the same archive.
/// Fails with one line when the archive cannot be made.
[[nodiscard]] Result<QByteArray> zipOf(const QList<ZipEntry>& entries);
/// One file of a zip archive, at most `most` bytes of it. `file` is the name that errors show. Fails in one line for:
/// no zip archive, a broken one, no such file in it, a larger one.
[[nodiscard]] Result<QByteArray> entryOfZip(
    const QByteArray& archive, const QString& name, qint64 most, const QString& file);

} // namespace siprace
