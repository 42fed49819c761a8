#include "Library.h"

#include "Nearest.h"
#include "YamlNode.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>

#include <algorithm>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostOfTitle = 64LL * 1024; // a title stands at the head of its file

QString titleOf(const QString& path, const QString& otherwise)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return otherwise;
    const YamlDocument document = readYaml(file.read(mostOfTitle), path);
    const YamlNode* title = document.root.find(u"title");
    return title && title->isScalar() ? title->text : otherwise;
}

/// GROUP/ID.yaml below the folders, by id; the nearest folder's wins. Titles are read only where asked for.
QHash<QString, LibraryEntry> findFiles()
{
    QHash<QString, LibraryEntry> found;
    for (const QString& folder : scenarioFolders()) {
        const QDir root(folder);
        for (const QString& group : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QDir files(root.filePath(group));
            for (const QFileInfo& file : files.entryInfoList({u"*.yaml"_s}, QDir::Files)) {
                const QString id = file.completeBaseName();
                if (!found.contains(id))
                    found.insert(id, {.id = id, .group = group, .title = id, .path = file.absoluteFilePath()});
            }
        }
    }
    return found;
}

} // namespace

QStringList scenarioFolders()
{
    QStringList candidates;
    if (const QString own = qEnvironmentVariable("SIPRACE_SCENARIOS"); !own.isEmpty())
        candidates += own;
    if (QCoreApplication::instance()) {
        const QDir program(QCoreApplication::applicationDirPath());
        candidates += program.filePath(u"scenarios"_s);
        candidates += program.filePath(u"../share/siprace/scenarios"_s);
    }
    candidates += QStringLiteral(SIPRACE_SCENARIO_FOLDER);
    QStringList folders;
    for (const QString& candidate : candidates) {
        const QDir folder(candidate);
        if (folder.exists() && !folders.contains(folder.canonicalPath()))
            folders += folder.canonicalPath();
    }
    return folders;
}

bool isShipped(const QString& path)
{
    const QString file = QFileInfo(path).canonicalFilePath();
    const QString own = QDir(qEnvironmentVariable("SIPRACE_SCENARIOS")).canonicalPath();
    const QStringList folders = scenarioFolders();
    return std::ranges::any_of(folders, [&](const QString& folder) {
        const bool isOwn = qEnvironmentVariableIsSet("SIPRACE_SCENARIOS") && folder == own;
        return !isOwn && file.startsWith(folder + u'/');
    });
}

QList<LibraryEntry> listScenarios()
{
    QList<LibraryEntry> entries = findFiles().values();
    for (LibraryEntry& entry : entries)
        entry.title = titleOf(entry.path, entry.id);
    std::ranges::sort(entries, [](const LibraryEntry& a, const LibraryEntry& b) {
        return std::pair(a.group, a.id) < std::pair(b.group, b.id);
    });
    return entries;
}

bool isOfLibrary(const QString& path)
{
    const QString file = QFileInfo(path).canonicalFilePath();
    if (file.isEmpty())
        return false;
    const QString group = QFileInfo(file).path();
    return scenarioFolders().contains(QFileInfo(group).path());
}

Result<QString> resolveScenario(const QString& pathOrId)
{
    if (QFileInfo::exists(pathOrId))
        return pathOrId;
    const QHash<QString, LibraryEntry> files = findFiles();
    const QString id = pathOrId.section(u'/', -1);
    const auto entry = files.constFind(id);
    if (entry != files.constEnd() && (id == pathOrId || pathOrId == entry->group + u'/' + id))
        return entry->path;
    const bool isPath = pathOrId.contains(u'/') || pathOrId.endsWith(u".yaml");
    if (isPath && nearest(id, files.keys()).isEmpty())
        return fail({.file = pathOrId}, u"there is no such file"_s, u"\"siprace list\" names the scenarios"_s);
    QStringList ids = files.keys();
    ids.sort();
    const QString suggestion = didYouMean(id.chopped(id.endsWith(u".yaml") ? 5 : 0), ids);
    if (suggestion.isEmpty())
        return fail({}, u"scenario \"%1\" is unknown"_s.arg(pathOrId), u"\"siprace list\" names them"_s);
    return fail({}, u"scenario \"%1\"%2"_s.arg(pathOrId, suggestion));
}

} // namespace siprace
