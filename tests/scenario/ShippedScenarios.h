#pragma once

#include <QDirIterator>
#include <QFile>
#include <QStringList>

/// Every scenario file of the source tree, sorted: GROUP/ID.yaml.
inline QStringList shippedScenarios()
{
    QStringList files;
    QDirIterator walk(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios"), {QStringLiteral("*.yaml")}, QDir::Files,
        QDirIterator::Subdirectories);
    while (walk.hasNext())
        files += walk.next();
    files.sort();
    return files;
}

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
