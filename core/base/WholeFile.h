#pragma once

#include "Result.h"

#include <QByteArray>
#include <QString>

class QFileDevice;

namespace siprace {

/// Why a file could not be written, from errno as it was right after the call that failed; 0 where that is not known.
/// Qt forgets what the system said when a buffer finds no room ("Unknown error").
[[nodiscard]] QString whyNotWritten(const QFileDevice& file, int error);

/// What to do in a folder that takes no new file, while the file itself may be written.
enum class InPlace
{
    Never,
    Allowed, ///< write into the file itself, then
};

/// Writes bytes to a file so that it appears whole or stays as it was; a device or a pipe is written in place.
/// Fails with what the system says: "No space left on device".
[[nodiscard]] Result<void, QString> writeWholeFile(
    const QString& path, const QByteArray& bytes, InPlace inPlace = InPlace::Never);

} // namespace siprace
