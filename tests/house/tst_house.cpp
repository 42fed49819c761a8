#include "Behaviours.h"
#include "HouseRules.h"
#include "PictureExport.h"
#include "Policies.h"
#include "Rules.h"
#include "formats/Exporters.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace siprace;
using namespace siprace::house;

/// The rules of the house, each first on a sample that breaks it and one that does not, then on the whole tree.
class HouseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rule_data();
    void rule();
    void treeRule_data();
    void treeRule();
    void wholeTree_data();
    void wholeTree();
    void everyIdHasATestAndADocument_data();
    void everyIdHasATestAndADocument();

private:
    [[nodiscard]] QList<SourceFile> filesUnder(const QString& folder, const QString& suffix = {}) const;

    QList<SourceFile> m_tree;
    QSet<QString> m_guiHeaders;
    QHash<QString, QString> m_folderOfHeader;
};

namespace {

using FileRule = std::function<Faults(const SourceFile&)>;

QString include(const QString& header)
{
    return QStringLiteral("#pragma once\n#include <%1>\n").arg(header);
}

QList<SourceFile> readTree()
{
    const QString top = QStringLiteral(SIPRACE_SOURCE_DIR "/");
    QStringList paths{QStringLiteral("CMakeLists.txt"), QStringLiteral("README.md"), QStringLiteral("ARCHITECTURE.md"),
        QStringLiteral("CMakePresets.json")};
    for (const char* folder :
        {"app", "cmake", "core", "docs", "resources", "scenarios", "scripts", "tests", "ui", ".ci"}) {
        QDirIterator files(top + QString::fromLatin1(folder), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            paths += files.next().mid(top.size());
    }
    paths.sort();
    static const QStringList textual{QStringLiteral("cpp"), QStringLiteral("h"), QStringLiteral("txt"),
        QStringLiteral("md"), QStringLiteral("yaml"), QStringLiteral("json"), QStringLiteral("cmake"),
        QStringLiteral("supp"), QString()};
    QList<SourceFile> tree;
    for (const QString& path : paths) {
        if (!textual.contains(path.section(u'/', -1).section(u'.', 1)))
            continue;
        QFile file(top + path);
        if (file.open(QIODevice::ReadOnly))
            tree += SourceFile{path, QString::fromUtf8(file.readAll())};
    }
    return tree;
}

template <class Rows> QStringList idsOf(const Rows& rows)
{
    QStringList ids;
    for (const auto& row : rows)
        ids += QStringView(row.id).toString();
    return ids;
}

} // namespace

void HouseTest::initTestCase()
{
    m_tree = readTree();
    QVERIFY2(m_tree.size() > 50, "the tree was not found");
    m_guiHeaders = guiHeaders();
    QVERIFY2(m_guiHeaders.contains(QStringLiteral("QWidget")) && m_guiHeaders.contains(QStringLiteral("QColor")),
        "Qt's headers were not found");
    m_folderOfHeader = foldersOfHeaders(m_tree);
}

QList<SourceFile> HouseTest::filesUnder(const QString& folder, const QString& suffix) const
{
    QList<SourceFile> files;
    for (const SourceFile& file : m_tree) {
        if (file.path.startsWith(folder) && file.path.endsWith(suffix))
            files += file;
    }
    return files;
}

void HouseTest::rule_data()
{
    QTest::addColumn<QString>("which");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("faults");

    const auto add = [](const char* name, const char* which, const char* path, const QString& text, int faults) {
        QTest::newRow(name) << QString::fromLatin1(which) << QString::fromLatin1(path) << text << faults;
    };
    add("core must not know a widget", "gui", "core/check/Bad.h", include(QStringLiteral("QWidget")), 1);
    add("core must not know a colour", "gui", "core/trace/Bad.cpp", include(QStringLiteral("QColor")), 1);
    add("core must not know a module", "gui", "core/trace/Bad.cpp", include(QStringLiteral("QtWidgets/QLabel")), 1);
    add("core may know a string", "gui", "core/check/Good.h", include(QStringLiteral("QString")), 0);
    add("ui may know a widget", "gui", "ui/window/Good.h", include(QStringLiteral("QWidget")), 0);

    add("sofia-sip in the proxy", "sofia", "core/proxy/Bad.cpp", include(QStringLiteral("sofia-sip/nta.h")), 1);
    add("sofia-sip in a test", "sofia", "tests/sip/tst_bad.cpp", include(QStringLiteral("sofia-sip/su.h")), 1);
    add("sofia-sip at home", "sofia", "core/sip/Good.cpp", include(QStringLiteral("sofia-sip/su.h")), 0);

    add("a socket in the proxy", "pure", "core/proxy/Bad.cpp", include(QStringLiteral("QUdpSocket")), 1);
    add("a timer in a policy", "pure", "core/proxy/policies/Bad.cpp", include(QStringLiteral("QBasicTimer")), 1);
    add("an event loop in the proxy", "pure", "core/proxy/Bad.cpp", include(QStringLiteral("QEventLoop")), 1);
    add("our own loop in the proxy", "pure", "core/proxy/Bad.cpp", QStringLiteral("#include \"Loop.h\"\n"), 1);
    add("a clock in the proxy", "pure", "core/proxy/Bad.cpp",
        QStringLiteral("auto t = std::chrono::steady_clock::now();\n"), 1);
    add("chance in the proxy", "pure", "core/proxy/Bad.cpp", include(QStringLiteral("random")), 1);
    add("chance by Qt in the proxy", "pure", "core/proxy/Bad.cpp",
        QStringLiteral("return QRandomGenerator::global();\n"), 1);
    add("a clock in the fabric", "pure", "core/fabric/Good.cpp", include(QStringLiteral("QTimer")), 0);
    add("time as an argument in the proxy", "pure", "core/proxy/Good.cpp", QStringLiteral("#include \"Time.h\"\n"), 0);

    add("the trace includes the world", "direction", "core/trace/Bad.h", QStringLiteral("#include \"World.h\"\n"), 1);
    add("core includes the window", "direction", "core/study/Bad.h", QStringLiteral("#include \"PictureExport.h\"\n"),
        1);
    add("a subfolder counts as its folder", "direction", "core/proxy/policies/Bad.h",
        QStringLiteral("#include \"Scenario.h\"\n"), 1);
    add("the world includes the trace", "direction", "core/world/Good.h", QStringLiteral("#include \"Trace.h\"\n"), 0);
    add("a file includes its neighbour", "direction", "core/trace/Good.h", QStringLiteral("#include \"Trace.h\"\n"), 0);

    add("a test that skips", "lazy", "tests/x/tst_bad.cpp",
        QStringLiteral("    QSK%1(\"later\");\n").arg(QStringLiteral("IP")), 1);
    add("a test that waits", "lazy", "tests/x/tst_bad.cpp",
        QStringLiteral("    QTest::qWa%1(100);\n").arg(QStringLiteral("it")), 1);
    add("a test that sleeps", "lazy", "tests/x/tst_bad.cpp",
        QStringLiteral("    usl%1(1);\n").arg(QStringLiteral("eep")), 1);
    add("a test that cannot fail", "lazy", "tests/x/tst_bad.cpp",
        QStringLiteral("    QVERIFY(tr%1);\n").arg(QStringLiteral("ue")), 1);
    add("a test that compares", "lazy", "tests/x/tst_good.cpp", QStringLiteral("    QCOMPARE(a, b);\n"), 0);

    add("a path of one machine", "machine", "docs/bad.md",
        QStringLiteral("see /ho%1/me/lab\n").arg(QStringLiteral("me")), 1);
    add("another one, quoted", "machine", "core/x/Bad.cpp",
        QStringLiteral("open(\"/t%1/x\");\n").arg(QStringLiteral("mp")), 1);
    add("a web address", "machine", "docs/good.md", QStringLiteral("https://example.org/work/x\n"), 0);

    add("unfinished work", "unfinished", "core/x/Bad.cpp", QStringLiteral("// FIX%1 later\n").arg(QStringLiteral("ME")),
        1);
    add("a file that grew", "long", "core/x/Bad.cpp", QString(501, u'\n'), 1);
    add("a file of the right size", "long", "core/x/Good.cpp", QString(500, u'\n'), 0);
}

void HouseTest::rule()
{
    QFETCH(const QString, which);
    QFETCH(const QString, path);
    QFETCH(const QString, text);
    QFETCH(const int, faults);
    const QHash<QString, FileRule> rules{
        {QStringLiteral("gui"), [this](const SourceFile& file) { return guiInCore(file, m_guiHeaders); }},
        {QStringLiteral("sofia"), sofiaOutsideSip},
        {QStringLiteral("pure"), impureProxy},
        {QStringLiteral("direction"),
            [this](const SourceFile& file) { return upwardIncludes(file, m_folderOfHeader); }},
        {QStringLiteral("lazy"), lazyTests},
        {QStringLiteral("machine"), machinePaths},
        {QStringLiteral("unfinished"), unfinishedMarks},
        {QStringLiteral("long"), longFiles},
    };
    QVERIFY(rules.contains(which));
    const Faults found = rules.value(which)({path, text});
    QVERIFY2(found.size() == faults, qPrintable(found.join(u'\n')));
}

void HouseTest::treeRule_data()
{
    QTest::addColumn<Faults>("found");
    QTest::addColumn<Faults>("expected");

    const SourceFile lists{QStringLiteral("core/x/CMakeLists.txt"),
        QStringLiteral("siprace_library(core_x SOURCES A.cpp sub/B.cpp # C.cpp\n)\nsiprace_test(tst_x LIBS core_x)\n")};
    const auto source = [](const char* path) { return SourceFile{QString::fromLatin1(path), {}}; };
    QTest::newRow("a source in a target, also in a subfolder, and a test")
        << sourcesInNoTarget({lists, source("core/x/A.cpp"), source("core/x/sub/B.cpp"), source("core/x/tst_x.cpp")})
        << Faults{};
    QTest::newRow("a source that is only mentioned in a comment is in no target") << sourcesInNoTarget(
        {lists, source("core/x/C.cpp")}) << Faults{QStringLiteral("core/x/C.cpp: is in no target")};
    QTest::newRow("two headers of one name") << namesakes({source("core/x/A.h"), source("ui/y/A.h")})
                                             << Faults{QStringLiteral("ui/y/A.h: has the name of core/x/A.h")};
    QTest::newRow("headers of different names") << namesakes({source("core/x/A.h"), source("ui/y/B.h")}) << Faults{};

    const QString missing = QStringLiteral("is missing");
    const auto test = [](const char* text) {
        return QList{SourceFile{QStringLiteral("tests/x.cpp"), QString::fromLatin1(text)}};
    };
    const QStringList id{QStringLiteral("keep-all")};
    QTest::newRow("an id in a row") << idsMissing(id, test("newRow(\"keep-all: both stay\");"), missing) << Faults{};
    QTest::newRow("an id that only begins like it") << idsMissing(id, test("newRow(\"keep-all-of-them\");"), missing)
                                                    << Faults{QStringLiteral("keep-all: is missing")};
    QTest::newRow("an id in a comment only")
        << idsMissing(id, test("// keep-all\n"), missing) << Faults{QStringLiteral("keep-all: is missing")};
    QTest::newRow("an id in a document") << idsMissing(
        id, {{QStringLiteral("docs/x.md"), QStringLiteral("| `keep-all` |")}}, missing)
                                         << Faults{};
}

void HouseTest::treeRule()
{
    QFETCH(const Faults, found);
    QFETCH(const Faults, expected);
    QCOMPARE(found, expected);
}

void HouseTest::wholeTree_data()
{
    QTest::addColumn<Faults>("faults");
    const auto each = [this](const FileRule& rule) {
        Faults faults;
        for (const SourceFile& file : std::as_const(m_tree))
            faults += rule(file);
        return faults;
    };
    QTest::newRow("core knows neither Gui nor Widgets")
        << each([this](const auto& file) { return guiInCore(file, m_guiHeaders); });
    QTest::newRow("sofia-sip stays in core/sip") << each(sofiaOutsideSip);
    QTest::newRow("core/proxy is pure") << each(impureProxy);
    QTest::newRow("includes point down the map")
        << each([this](const auto& file) { return upwardIncludes(file, m_folderOfHeader); });
    QTest::newRow("no two headers share a name") << namesakes(m_tree);
    QTest::newRow("every source is in a target") << sourcesInNoTarget(m_tree);
    QTest::newRow("tests neither skip nor sleep") << each(lazyTests);
    QTest::newRow("nothing names a path of one machine") << each(machinePaths);
    QTest::newRow("nothing is marked unfinished") << each(unfinishedMarks);
    QTest::newRow("no file is too long") << each(longFiles);
}

void HouseTest::wholeTree()
{
    QFETCH(const Faults, faults);
    QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
}

void HouseTest::everyIdHasATestAndADocument_data()
{
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("policies") << idsOf(proxy::policies());
    QTest::newRow("behaviours") << idsOf(behaviours());
    QTest::newRow("check rules") << idsOf(checkRules());
    QTest::newRow("exporters") << idsOf(exporters());
    QTest::newRow("pictures") << idsOf(pictureExporters());
}

void HouseTest::everyIdHasATestAndADocument()
{
    QFETCH(const QStringList, ids);
    QVERIFY(!ids.isEmpty());
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
    QList<SourceFile> tests;
    for (const SourceFile& file : filesUnder(QStringLiteral("tests/"), QStringLiteral(".cpp"))) {
        if (!file.path.startsWith(u"tests/house/"))
            tests += file;
    }
    const Faults faults = idsMissing(ids, tests, QStringLiteral("has no row in any test"))
        + idsMissing(
            ids, filesUnder(QStringLiteral("docs/"), QStringLiteral(".md")), QStringLiteral("has no line in docs/"));
    QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
}

QTEST_GUILESS_MAIN(HouseTest)
#include "tst_house.moc"
