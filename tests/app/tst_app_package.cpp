#include "AppProcess.h"

#include <QDir>
#include <QMimeDatabase>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace::app_test;

namespace {

QString packaged(const QString& name)
{
    return QString::fromUtf8(readBytes(QStringLiteral(SIPRACE_SOURCE_DIR "/packaging/") + name));
}

QStringList subcommandNames()
{
    const QString help = QString::fromUtf8(runProgram(QStringList{QStringLiteral("--help")}).out);
    static const QRegularExpression name(QStringLiteral("^  ([a-z]+) "), QRegularExpression::MultilineOption);
    QStringList names;
    for (auto it = name.globalMatch(help.section(QStringLiteral("Subcommands:"), 1)); it.hasNext();)
        names += it.next().captured(1);
    return names;
}

/// Runs a tool of the desktop on a file; true where the tool is not installed.
bool isAccepted(const QString& tool, const QStringList& arguments)
{
    if (QStandardPaths::findExecutable(tool).isEmpty()) {
        qInfo("%s is not installed", qPrintable(tool));
        return true;
    }
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(tool, arguments);
    process.waitForFinished(60'000);
    if (process.exitCode() != 0)
        qWarning("%s", process.readAll().constData());
    return process.exitCode() == 0;
}

} // namespace

/// What is installed beside the program says the same as the program.
class AppPackageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySubcommandIsNamed_data();
    void everySubcommandIsNamed();
    void bashCompletes_data();
    void bashCompletes();
    void theDesktopKnowsItsFiles();
    void theDesktopTakesTheFiles();
};

void AppPackageTest::everySubcommandIsNamed_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file :
        {"siprace.1", "completions/siprace.bash", "completions/_siprace", "completions/siprace.fish"})
        QTest::newRow(file) << QString::fromLatin1(file);
}

void AppPackageTest::everySubcommandIsNamed()
{
    QFETCH(const QString, file);
    const QStringList names = subcommandNames();
    QVERIFY(names.size() >= 10);
    const QString text = packaged(file);
    for (const QString& name : names)
        QVERIFY2(text.contains(QRegularExpression(QStringLiteral("\\b%1\\b").arg(name))), qPrintable(name));
}

void AppPackageTest::bashCompletes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("offered");
    QTest::newRow("a subcommand") << QStringLiteral("siprace comp") << QStringLiteral("compare");
    QTest::newRow("a scenario") << QStringLiteral("siprace run two-phones-answer-s")
                                << QStringLiteral("two-phones-answer-same-instant");
    QTest::newRow("an option of the subcommand")
        << QStringLiteral("siprace export x --anon") << QStringLiteral("--anonymise");
    QTest::newRow("a policy") << QStringLiteral("siprace run x --policy ack") << QStringLiteral("ack-bye");
}

void AppPackageTest::bashCompletes()
{
    QFETCH(const QString, line);
    QFETCH(const QString, offered);
    const QString script = QStringLiteral("PATH=\"$1:$PATH\"; source \"$2\"; COMP_WORDS=(%1); "
                                          "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _siprace; echo \"${COMPREPLY[@]}\"")
                               .arg(line);
    QProcess bash;
    bash.start(QStringLiteral("bash"),
        {QStringLiteral("-c"), script, QStringLiteral("bash"),
            QString(QStringLiteral(SIPRACE_BINARY)).section(u'/', 0, -2),
            QStringLiteral(SIPRACE_SOURCE_DIR "/packaging/completions/siprace.bash")});
    QVERIFY(bash.waitForFinished(30'000));
    QCOMPARE(QString::fromUtf8(bash.readAllStandardOutput()).trimmed(), offered);
}

/// A run that was saved is known by its name, and opened with the program.
void AppPackageTest::theDesktopKnowsItsFiles()
{
    const QString type = QStringLiteral("application/vnd.siprace.trace+json");
    const QString types = packaged(QStringLiteral("siprace.desktop")).section(QStringLiteral("\nMimeType="), 1);
    QVERIFY(types.section(u'\n', 0, 0).split(u';').contains(type));
    QVERIFY(types.section(u'\n', 0, 0).split(u';').contains(QStringLiteral("application/yaml")));
    const QTemporaryDir data;
    const QString mime = data.filePath(QStringLiteral("mime"));
    QVERIFY(QDir().mkpath(mime + QStringLiteral("/packages")));
    QVERIFY(QFile::copy(QStringLiteral(SIPRACE_SOURCE_DIR "/packaging/io.github.siprace.SipRaceLab.mime.xml"),
        mime + QStringLiteral("/packages/siprace.xml")));
    QVERIFY(isAccepted(QStringLiteral("update-mime-database"), {mime}));
    qputenv("XDG_DATA_HOME", data.path().toLocal8Bit());
    QCOMPARE(
        QMimeDatabase().mimeTypeForFile(QStringLiteral("race.trace.json"), QMimeDatabase::MatchExtension).name(), type);
}

void AppPackageTest::theDesktopTakesTheFiles()
{
    const QString folder = QStringLiteral(SIPRACE_SOURCE_DIR "/packaging/");
    QVERIFY(packaged(QStringLiteral("siprace.desktop")).contains(QStringLiteral("\nExec=siprace %f\n")));
    QVERIFY(packaged(QStringLiteral("siprace.svg")).startsWith(QStringLiteral("<?xml")));
    QVERIFY(isAccepted(QStringLiteral("desktop-file-validate"), {folder + QStringLiteral("siprace.desktop")}));
    QVERIFY(isAccepted(QStringLiteral("appstreamcli"),
        {QStringLiteral("validate"), QStringLiteral("--no-net"),
            folder + QStringLiteral("io.github.siprace.SipRaceLab.metainfo.xml")}));
    QVERIFY(isAccepted(QStringLiteral("man"), {QStringLiteral("--warnings"), folder + QStringLiteral("siprace.1")}));
}

QTEST_GUILESS_MAIN(AppPackageTest)
#include "tst_app_package.moc"
