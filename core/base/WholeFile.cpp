#include "WholeFile.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

namespace siprace {

QString whyNotWritten(const QFileDevice& file, int error)
{
    return error != 0 ? qt_error_string(error) : file.errorString();
}

namespace {

Result<void, QString> writeDevice(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return tl::unexpected(file.errorString());
    errno = 0;
    if (file.write(bytes) != bytes.size())
        return tl::unexpected(whyNotWritten(file, errno));
    return {};
}

} // namespace

Result<void, QString> writeWholeFile(const QString& path, const QByteArray& bytes, InPlace inPlace)
{
    if (const QFileInfo info(path); info.exists() && !info.isFile() && !info.isDir())
        return writeDevice(path, bytes);
    QSaveFile file(path);
    file.setDirectWriteFallback(inPlace == InPlace::Allowed);
    if (!file.open(QIODevice::WriteOnly))
        return tl::unexpected(file.errorString());
    errno = 0;
    // flush() by itself: commit() does not see that the last bytes found no room.
    if (file.write(bytes) != bytes.size() || !file.flush())
        return tl::unexpected(whyNotWritten(file, errno));
    errno = 0;
    if (!file.commit())
        return tl::unexpected(whyNotWritten(file, errno));
    return {};
}

} // namespace siprace
