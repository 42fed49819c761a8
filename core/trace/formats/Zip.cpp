#include "formats/Zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <ctime>
#include <memory>

namespace siprace {

namespace {

template <auto Release> struct ArchiveRelease
{
    void operator()(auto* handle) const noexcept { static_cast<void>(Release(handle)); }
};
using ArchiveWriter = std::unique_ptr<archive, ArchiveRelease<&archive_write_free>>;
using ArchiveReader = std::unique_ptr<archive, ArchiveRelease<&archive_read_free>>;
using ArchiveEntry = std::unique_ptr<archive_entry, ArchiveRelease<&archive_entry_free>>;

constexpr std::time_t zipTime = 946'728'000; ///< noon of the first day of 2000, UTC
constexpr mode_t zipMode = 0644;
constexpr qsizetype partSize = 65'536;

la_ssize_t appendToBytes(archive*, void* bytes, const void* data, std::size_t size) noexcept
{
    static_cast<QByteArray*>(bytes)->append(static_cast<const char*>(data), static_cast<qsizetype>(size));
    return static_cast<la_ssize_t>(size);
}

QString archiveError(archive* handle)
{
    return QString::fromLocal8Bit(archive_error_string(handle));
}

bool putEntry(archive* writer, const ZipEntry& file)
{
    const ArchiveEntry entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), file.name.toUtf8().constData());
    archive_entry_set_size(entry.get(), file.bytes.size());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), zipMode);
    archive_entry_set_mtime(entry.get(), zipTime, 0);
    return archive_write_header(writer, entry.get()) == ARCHIVE_OK
        && archive_write_data(writer, file.bytes.constData(), static_cast<std::size_t>(file.bytes.size()))
        == file.bytes.size();
}

Result<QByteArray> entryBytes(archive* reader, qint64 most, const Location& where)
{
    QByteArray bytes;
    QByteArray part(partSize, Qt::Uninitialized);
    for (;;) {
        const la_ssize_t got = archive_read_data(reader, part.data(), static_cast<std::size_t>(part.size()));
        if (got < 0)
            return fail(where, QStringLiteral("is a broken archive: %1").arg(archiveError(reader)));
        if (got == 0)
            return bytes;
        if (bytes.size() + got > most)
            return fail(where, QStringLiteral("holds a file larger than %1 MiB").arg(most >> 20));
        bytes.append(part.constData(), got);
    }
}

} // namespace

Result<QByteArray> zipOf(const QList<ZipEntry>& entries)
{
    QByteArray bytes;
    const ArchiveWriter writer(archive_write_new());
    archive_write_set_format_zip(writer.get());
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    bool isWritten = archive_write_open2(writer.get(), &bytes, nullptr, &appendToBytes, nullptr, nullptr) == ARCHIVE_OK;
    for (const ZipEntry& entry : entries)
        isWritten = isWritten && putEntry(writer.get(), entry);
    if (!isWritten || archive_write_close(writer.get()) != ARCHIVE_OK)
        return fail({}, QStringLiteral("the archive could not be made: %1").arg(archiveError(writer.get())));
    return bytes;
}

Result<QByteArray> entryOfZip(const QByteArray& archive, const QString& name, qint64 most, const QString& file)
{
    const ArchiveReader reader(archive_read_new());
    archive_read_support_format_zip(reader.get());
    if (archive_read_open_memory(reader.get(), archive.constData(), static_cast<std::size_t>(archive.size()))
        != ARCHIVE_OK)
        return fail({file}, QStringLiteral("is no zip archive: %1").arg(archiveError(reader.get())));
    archive_entry* entry = nullptr;
    int status = ARCHIVE_OK;
    while ((status = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK) {
        if (QString::fromUtf8(archive_entry_pathname(entry)) == name)
            return entryBytes(reader.get(), most, {file});
    }
    if (status != ARCHIVE_EOF)
        return fail({file}, QStringLiteral("is a broken archive: %1").arg(archiveError(reader.get())));
    return fail({file}, QStringLiteral("has no %1 in it").arg(name), QStringLiteral("open what siprace report wrote"));
}

} // namespace siprace
