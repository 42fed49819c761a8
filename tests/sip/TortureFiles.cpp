#include "TortureFiles.h"

#include <QDir>
#include <QFile>

namespace siprace {

using namespace Qt::StringLiterals;

QByteArray tortureMessage(const QString& name)
{
    QFile file(QStringLiteral(SIPRACE_SOURCE_DIR "/tests/data/torture/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = file.readAll();
    if (!name.startsWith(u"rfc5118"))
        return bytes;
    // The archive has bare line feeds, lacks some empty lines, and its lengths fit neither.
    bytes.replace("\r\n", "\n").replace('\n', "\r\n");
    if (!bytes.contains("\r\n\r\n"))
        bytes += "\r\n";
    const qsizetype body = bytes.indexOf("\r\n\r\n") + 4;
    const qsizetype length = bytes.indexOf("Content-Length:");
    if (length < 0)
        return bytes;
    const QByteArray right = "Content-Length: " + QByteArray::number(bytes.size() - body);
    return bytes.replace(length, bytes.indexOf("\r\n", length) - length, right);
}

QStringList tortureFiles()
{
    QStringList names;
    const QDir root(QStringLiteral(SIPRACE_SOURCE_DIR "/tests/data/torture"));
    for (const QString& group : {u"rfc4475"_s, u"rfc5118"_s}) {
        for (const QString& file : QDir(root.filePath(group)).entryList({u"*.dat"_s}, QDir::Files, QDir::Name))
            names << group + u'/' + file;
    }
    return names;
}

} // namespace siprace
