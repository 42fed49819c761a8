#include "HouseRules.h"

#include <QDir>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QRegularExpression>

namespace siprace::house {

namespace {
bool isSource(const QString& path)
{
    return path.endsWith(u".cpp") || path.endsWith(u".h");
}

int lineOf(const QString& text, qsizetype offset)
{
    return static_cast<int>(QStringView(text).left(offset).count(u'\n')) + 1;
}

QString fault(const SourceFile& file, qsizetype offset, const QString& what)
{
    return QStringLiteral("%1:%2: %3").arg(file.path).arg(lineOf(file.text, offset)).arg(what);
}

/// One fault for every match; %1 of `what` is what was matched.
Faults faultsWhere(const SourceFile& file, const QRegularExpression& pattern, const QString& what)
{
    Faults faults;
    auto matches = pattern.globalMatch(file.text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QString found
            = match.lastCapturedIndex() > 0 ? match.captured(match.lastCapturedIndex()) : match.captured();
        faults += fault(file, match.capturedStart(), what.arg(found.trimmed()));
    }
    return faults;
}

QRegularExpression lines(const QString& pattern)
{
    return QRegularExpression(pattern, QRegularExpression::MultilineOption);
}

/// Every include of a file: the name between the brackets or quotes, with its offset.
QList<QPair<QString, qsizetype>> includesOf(const SourceFile& file)
{
    static const QRegularExpression include = lines(QStringLiteral(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])"));
    QList<QPair<QString, qsizetype>> found;
    auto matches = include.globalMatch(file.text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        found += {match.captured(1), match.capturedStart()};
    }
    return found;
}

QString fileName(const QString& path)
{
    return path.section(u'/', -1);
}

/// "core/check/rules/Orphan.cpp" → "core/check"; "ui/ladder/Canvas.h" → "ui"; "app/…" → "app".
QString folderOf(const QString& path)
{
    return path.startsWith(u"core/") ? path.section(u'/', 0, 1) : path.section(u'/', 0, 0);
}

/// The folders from the top down; a folder uses only those that stand after it.
int height(const QString& folder)
{
    static const QStringList order{QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("core/study"),
        QStringLiteral("core/check"), QStringLiteral("core/world"), QStringLiteral("core/scenario"),
        QStringLiteral("core/store"), QStringLiteral("core/endpoint"), QStringLiteral("core/proxy"),
        QStringLiteral("core/fabric"), QStringLiteral("core/trace"), QStringLiteral("core/sip"),
        QStringLiteral("core/base")};
    return static_cast<int>(order.size() - order.indexOf(folder));
}

QSet<QString> headersOf(const QString& module)
{
    const QDir folder(QLibraryInfo::path(QLibraryInfo::HeadersPath) + u'/' + module);
    const QStringList names = folder.entryList(QDir::Files);
    return {names.begin(), names.end()};
}
} // namespace

QSet<QString> guiHeaders()
{
    QSet<QString> headers = headersOf(QStringLiteral("QtGui")) + headersOf(QStringLiteral("QtWidgets"));
    headers -= headersOf(QStringLiteral("QtCore"));
    return headers;
}

Faults guiInCore(const SourceFile& file, const QSet<QString>& guiHeaders)
{
    Faults faults;
    if (!file.path.startsWith(u"core/"))
        return faults;
    for (const auto& [name, offset] : includesOf(file)) {
        if (name.startsWith(u"QtGui") || name.startsWith(u"QtWidgets") || guiHeaders.contains(name))
            faults += fault(file, offset, QStringLiteral("core includes <%1> of Qt Gui or Widgets").arg(name));
    }
    return faults;
}

Faults sofiaOutsideSip(const SourceFile& file)
{
    Faults faults;
    if (file.path.startsWith(u"core/sip/"))
        return faults;
    for (const auto& [name, offset] : includesOf(file)) {
        if (name.startsWith(u"sofia-sip/"))
            faults += fault(file, offset, QStringLiteral("<%1> belongs in core/sip alone").arg(name));
    }
    return faults;
}

Faults impureProxy(const SourceFile& file)
{
    if (!file.path.startsWith(u"core/proxy/"))
        return {};
    static const QRegularExpression header(QStringLiteral(
        "^(Q(Tcp|Udp|Abstract|Local|Ssl)Socket|Q(Tcp|Local)Server|QNetwork\\w*|QSocketNotifier|QTimer|QBasicTimer|"
        "QChronoTimer|"
        "QEventLoop|QCoreApplication|QThread|QElapsedTimer|QDeadlineTimer|QDateTime|QTime|QRandomGenerator|QtNetwork.*|"
        "random|thread|future|ctime|time\\.h|sys/.*|netinet/.*|arpa/.*|poll\\.h|unistd\\.h|"
        "Scheduler\\.h|Loop\\.h|UdpSocket\\.h)$"));
    static const QRegularExpression use(QStringLiteral(
        "\\b(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime|currentDateTime\\w*|"
        "currentTime|"
        "random_device|mt19937\\w*|QRandomGenerator|std::rand|std::time|startTimer|singleShot|sleep_\\w+)\\b"));
    Faults faults;
    for (const auto& [name, offset] : includesOf(file)) {
        if (header.match(name).hasMatch())
            faults += fault(file, offset, QStringLiteral("core/proxy is pure and does not include %1").arg(name));
    }
    return faults + faultsWhere(file, use, QStringLiteral("core/proxy is pure and does not use %1"));
}

Faults upwardIncludes(const SourceFile& file, const QHash<QString, QString>& folderOfHeader)
{
    Faults faults;
    if (!isSource(file.path) || file.path.startsWith(u"tests/"))
        return faults;
    const QString own = folderOf(file.path);
    for (const auto& [name, offset] : includesOf(file)) {
        const QString other = folderOfHeader.value(fileName(name));
        if (!other.isEmpty() && height(other) > height(own))
            faults += fault(
                file, offset, QStringLiteral("%1 includes \"%2\" of %3, which is above it").arg(own, name, other));
    }
    return faults;
}

QHash<QString, QString> foldersOfHeaders(const QList<SourceFile>& files)
{
    QHash<QString, QString> folders;
    for (const SourceFile& file : files) {
        if (file.path.endsWith(u".h") && !file.path.startsWith(u"tests/"))
            folders.insert(fileName(file.path), folderOf(file.path));
    }
    return folders;
}

Faults namesakes(const QList<SourceFile>& files)
{
    Faults faults;
    QHash<QString, QString> first;
    for (const SourceFile& file : files) {
        if (!file.path.endsWith(u".h"))
            continue;
        const QString name = fileName(file.path);
        if (first.contains(name))
            faults += QStringLiteral("%1: has the name of %2").arg(file.path, first.value(name));
        first.insert(name, file.path);
    }
    return faults;
}

Faults sourcesInNoTarget(const QList<SourceFile>& files)
{
    static const QRegularExpression comment = lines(QStringLiteral("#.*$"));
    static const QRegularExpression separator(QStringLiteral("[\\s()\"]+"));
    QSet<QString> listed; // paths from the top
    for (const SourceFile& file : files) {
        if (fileName(file.path) != u"CMakeLists.txt")
            continue;
        const QString folder = file.path.chopped(QStringLiteral("CMakeLists.txt").size());
        QString text = file.text;
        text.remove(comment);
        QString previous;
        for (const QString& word : text.split(separator, Qt::SkipEmptyParts)) {
            listed += folder + word;
            if (previous == u"siprace_test")
                listed += folder + word + QStringLiteral(".cpp");
            previous = word;
        }
    }
    Faults faults;
    for (const SourceFile& file : files) {
        if (file.path.endsWith(u".cpp") && !listed.contains(file.path))
            faults += QStringLiteral("%1: is in no target").arg(file.path);
    }
    return faults;
}

Faults idsMissing(const QStringList& ids, const QList<SourceFile>& files, const QString& what)
{
    Faults faults;
    for (const QString& id : ids) {
        const QRegularExpression word(QStringLiteral("(?<![\\w-])%1(?![\\w-])").arg(QRegularExpression::escape(id)));
        const bool stands = std::ranges::any_of(files, [&](const SourceFile& file) {
            if (!file.path.endsWith(u".cpp"))
                return file.text.contains(word);
            static const QRegularExpression literal(QStringLiteral(R"("(?:[^"\\\n]|\\.)*")"));
            auto literals = literal.globalMatch(file.text);
            while (literals.hasNext()) {
                if (literals.next().captured().contains(word))
                    return true;
            }
            return false;
        });
        if (!stands)
            faults += QStringLiteral("%1: %2").arg(id, what);
    }
    return faults;
}

Faults lazyTests(const SourceFile& file)
{
    if (!file.path.startsWith(u"tests/") || !isSource(file.path))
        return {};
    // Written in pieces, or this file would find itself.
    static const QRegularExpression skip(QStringLiteral("\\bQSK"
                                                        "IP\\b"));
    // What they need, a real proxy, a network or a disk of their own, is not everywhere to be had: they say so.
    static const QStringList mayBeImpossible{QStringLiteral("tests/world/tst_personalities.cpp"),
        QStringLiteral("tests/app/tst_app_lan.cpp"), QStringLiteral("tests/world/tst_lan_lost.cpp"),
        QStringLiteral("tests/base/tst_whole_file.cpp")};
    const Faults skips = mayBeImpossible.contains(file.path)
        ? Faults()
        : faultsWhere(file, skip, QStringLiteral("a test does not use %1"));
    static const QRegularExpression lazy(QStringLiteral("\\b(QEXPECT_"
                                                        "FAIL|QVERIFY\\(tr"
                                                        "ue\\)|qWa"
                                                        "it\\(|qSl"
                                                        "eep\\(|"
                                                        "sleep_f"
                                                        "or|sleep_un"
                                                        "til|usle"
                                                        "ep|nanosle"
                                                        "ep|msle"
                                                        "ep)"));
    return skips + faultsWhere(file, lazy, QStringLiteral("a test does not use %1"));
}

Faults machinePaths(const SourceFile& file)
{
    static const QRegularExpression path(QStringLiteral("(?:^|[\\s\"'=(<:,])(/(?:wo"
                                                        "rk|ho"
                                                        "me|ro"
                                                        "ot|t"
                                                        "mp|Us"
                                                        "ers)/[\\w.-]*)"));
    return faultsWhere(file, path, QStringLiteral("%1 is a path of one machine"));
}

Faults unfinishedMarks(const SourceFile& file)
{
    static const QRegularExpression mark(QStringLiteral("\\b(TO"
                                                        "DO|FIX"
                                                        "ME|XX"
                                                        "X|HA"
                                                        "CK)\\b"));
    return isSource(file.path) ? faultsWhere(file, mark, QStringLiteral("%1 marks unfinished work")) : Faults{};
}

Faults longFiles(const SourceFile& file)
{
    // A test is a flat list of rows and may be longer.
    const qsizetype limit = file.path.startsWith(QStringLiteral("tests/")) ? 700 : 500;
    const qsizetype count = file.text.count(u'\n');
    if (!isSource(file.path) || count <= limit)
        return {};
    return {QStringLiteral("%1: has %2 lines; look for the second thing that moved in").arg(file.path).arg(count)};
}

} // namespace siprace::house
