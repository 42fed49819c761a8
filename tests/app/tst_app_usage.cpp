#include "AppProcess.h"

#include <QTemporaryDir>
#include <QTest>

using namespace siprace::app_test;

/// Wrong usage, help and version, as a person at a terminal meets them.
class AppUsageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refused_data();
    void refused();
    void helpNamesEverything_data();
    void helpNamesEverything();
    void versionNamesLibraries();
    void windowNeedsADisplay();
};

void AppUsageTest::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("line");
    const auto add = [](const char* name, const char* arguments, int status, const char* line) {
        QTest::newRow(name) << QString::fromUtf8(arguments).split(u' ') << status << QString::fromUtf8(line);
    };
    add("an option with a slip", "run two-phones-answer --jsn", 2,
        "siprace: run: unknown option \"--jsn\": did you mean \"--json\"?");
    add("an option nobody knows", "run two-phones-answer --elephant", 2, "siprace: run: unknown option \"--elephant\"");
    add("an option with a value and a slip", "run two-phones-answer --polcy=invfix", 2,
        "siprace: run: unknown option \"--polcy=invfix\": did you mean \"--policy\"?");
    add("two scenarios", "run two-phones-answer loser-cancelled", 2,
        "siprace: run: \"loser-cancelled\" is one argument too many");
    add("a policy with a slip", "run two-phones-answer --policy forward-al", 2,
        "siprace: policy \"forward-al\": did you mean \"forward-all\"?");
    add("a policy nobody knows", "run two-phones-answer --policy magic", 2,
        "siprace: policy \"magic\" is unknown; write one of forward-all, drop-late-2xx, ack-bye, invfix");
    add("a policy with a slip in a comparison", "compare two-phones-answer --policies forward-all,invfx", 2,
        "siprace: policy \"invfx\": did you mean \"invfix\"?");
    add("a policy with a slip in a check", "check two-phones-answer --policy invfx", 2,
        "siprace: policy \"invfx\": did you mean \"invfix\"?");
    add("a seed that is no number", "run two-phones-answer --seed abc", 2,
        "siprace: seed \"abc\" is not a whole number; write one from 0 to 18446744073709551615");
    add("a negative seed", "run two-phones-answer --seed=-1", 2,
        "siprace: seed \"-1\" is not a whole number; write one from 0 to 18446744073709551615");
    add("a format that cannot be written", "export two-phones-answer --to x.svgg", 2,
        "siprace: export: \"x.svgg\" names no known format: did you mean \"svg\"?");
    add("a comparison in a format that cannot be written", "compare two-phones-answer --export x.pngg", 2,
        "siprace: compare: \"x.pngg\" names no known format: did you mean \"png\"?");
    add("two ways of printing", "run two-phones-answer --json --text", 2, "siprace: run: ");
    add("a scenario is missing", "run", 2, "siprace: run: ");
    add("a subcommand with a slip", "rnu two-phones-answer", 2,
        "siprace: \"rnu\" is no subcommand: did you mean \"run\"?; there are ");
    add("a subcommand nobody knows", "dance two-phones-answer", 2, "siprace: \"dance\" is no subcommand; there are ");
    add("a subcommand with a slip and nothing else", "comparr", 2,
        "siprace: \"comparr\" is no subcommand: did you mean \"compare\"?");
    add("a setting without a value", "run two-phones-answer --set proxy.t1", 2, "siprace: ");
    add("a setting of something that is not there", "run two-phones-answer --set proxy.tt1=5s", 2,
        "siprace: proxy.tt1: ");
    add("a setting whose value does not fit", "run two-phones-answer --set links.proxy-b1.loss=loud", 2,
        "siprace: links.proxy-b1.loss: ");
    add("a column with a setting that does not fit", "compare two-phones-answer --column invfix,proxy.t1=loud", 2,
        "siprace: proxy.t1: ");
    add("a clock nobody knows", "run two-phones-answer --clock sundial", 2, "siprace: ");
    add("a slow clock without a number", "run two-phones-answer --clock slow:fast", 2, "siprace: ");
    add("a scenario with a slip", "run two-phones-anser", 3, "siprace: ");
    add("a scenario that is not there", "run elephant", 3, "siprace: ");
    add("a file that is not there", "validate no/such/file.yaml", 3, "siprace: no/such/file.yaml: ");
    add("a saved trace that is not there", "export gone.trace.json --to x.txt", 3, "siprace: gone.trace.json: ");
    add("a window on a file that is not there", "no/such/file.yaml", 3, "siprace: no/such/file.yaml: ");
}

void AppUsageTest::refused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, status);
    QFETCH(const QString, line);
    const QTemporaryDir folder;
    const Ended ended = runProgram(Start{arguments, folder.path(), {}, -1, {}});
    QVERIFY2(ended.status == status, qPrintable(QStringLiteral("status %1: %2").arg(ended.status).arg(ended.err)));
    QCOMPARE(ended.errorLines().size(), 1);
    QVERIFY2(ended.err.startsWith(line), qPrintable(ended.err));
    QCOMPARE(ended.out, QByteArray());
    QVERIFY(folder.path().isEmpty() || QDir(folder.path()).isEmpty()); // nothing was started, nothing written
}

void AppUsageTest::helpNamesEverything_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("words");
    const auto add = [](const char* name, const char* arguments, const char* words) {
        QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ') << QString::fromLatin1(words).split(u' ');
    };
    add("the program", "--help", "FILE list run compare check export validate schema --version");
    add("run", "run --help", "SCENARIO --policy --clock --set --seed --json --text --raw --save --quiet forward-all");
    add("compare", "compare --help", "SCENARIO --policies --column --set --json --export");
    add("check", "check --help", "SCENARIO --policy --junit");
    add("export", "export --help", "SCENARIO --to --policy --set svg png pdf txt pcapng");
    add("list", "list --help", "--json");
    add("validate", "validate --help", "FILE");
}

void AppUsageTest::helpNamesEverything()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QStringList, words);
    const Ended ended = runProgram(arguments);
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err, QString());
    for (const QString& word : words)
        QVERIFY2(ended.out.contains(word.toUtf8()), qPrintable(word));
}

void AppUsageTest::versionNamesLibraries()
{
    const Ended ended = runProgram(QStringList{QStringLiteral("--version")});
    QCOMPARE(ended.status, 0);
    QVERIFY2(ended.out.startsWith("siprace " SIPRACE_VERSION "\n"), ended.out.constData());
    for (const char* library :
        {"Qt 6.", "sofia-sip 1.", "yaml-cpp 0.", "CLI11 2.", "nlohmann-json 3.", "tl-expected 1."})
        QVERIFY2(ended.out.contains(library), library);
}

void AppUsageTest::windowNeedsADisplay()
{
    const Ended ended = runProgram(QStringList{});
    QCOMPARE(ended.status, 4);
    QCOMPARE(ended.err,
        QStringLiteral(
            "siprace: there is no display to open the window on; the subcommands need none, see siprace --help\n"));
}

QTEST_GUILESS_MAIN(AppUsageTest)
#include "tst_app_usage.moc"
