#include "AppProcess.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace::app_test;

/// list, validate, schema, export and saved traces: files read and written.
class AppFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void libraryAsJson();
    void libraryAsText();
    void validFiles();
    void everyErrorIsALine();
    void schemaIsJson();
    void exports_data();
    void exports();
    void wiresharkReadsTheCapture();
    void comparisonExports_data();
    void comparisonExports();
    void looksAreChosen_data();
    void looksAreChosen();
    void aReportIsTheRunAgain();
    void aReportWithoutNames();
    void aNameOfAFileDoesNotLeak_data();
    void aNameOfAFileDoesNotLeak();
    void savedTraceExports();
    void savedTraceTakesNoPolicy();
    void brokenTraceIsRefused();
    void outputCannotBeWritten_data();
    void outputCannotBeWritten();
};

void AppFilesTest::libraryAsJson()
{
    const Ended ended = runProgram(words("list --json"));
    QCOMPARE(ended.status, 0);
    QStringList ids;
    for (const auto& entry : ended.json().array()) {
        const QJsonObject scenario = entry.toObject();
        QStringList members = scenario.keys();
        members.sort();
        QCOMPARE(members, words("group id path title"));
        QVERIFY(QFileInfo::exists(scenario[QStringLiteral("path")].toString()));
        ids += scenario[QStringLiteral("group")].toString() + u'/' + scenario[QStringLiteral("id")].toString();
    }
    for (const QString& id :
        words("forking/two-phones-answer forking/auto-answer forking/auto-answer-cancel-at-once "
              "forking/loser-cancelled forking/sbc-acks-wrong-leg forking/recipe-drops-the-winner"))
        QVERIFY2(ids.contains(id), qPrintable(id));
}

void AppFilesTest::libraryAsText()
{
    const Ended ended = runProgram(words("list"));
    QCOMPARE(ended.status, 0);
    QVERIFY(ended.out.contains("\nforking\n"));
    QVERIFY(ended.out.contains("  two-phones-answer "));
}

void AppFilesTest::validFiles()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(QStringLiteral("small.yaml")), smallScenario()));
    const Ended ended = runProgram(Start{words("validate small.yaml two-phones-answer"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err, QString());
    QCOMPARE(ended.out, QByteArray("small.yaml: valid\ntwo-phones-answer: valid\n"));
}

void AppFilesTest::everyErrorIsALine()
{
    const QTemporaryDir folder;
    QByteArray text = smallScenario();
    text.replace("answer: 300ms", "anwser: 300ms").replace("delay: 10ms", "delay: 10 parsecs");
    QVERIFY(writeText(folder.filePath(QStringLiteral("bad.yaml")), text));
    QVERIFY(writeText(folder.filePath(QStringLiteral("empty.yaml")), {}));
    QVERIFY(writeText(folder.filePath(QStringLiteral("good.yaml")), smallScenario()));
    const Ended ended = runProgram(Start{words("validate bad.yaml empty.yaml good.yaml"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 3);
    const QStringList lines = ended.errorLines();
    QVERIFY2(lines.size() == 3, qPrintable(ended.err));
    QVERIFY2(lines[0].startsWith(u"siprace: bad.yaml:8:") && lines[0].contains(u"did you mean \"answer\"?"),
        qPrintable(lines[0]));
    QVERIFY2(lines[1].startsWith(u"siprace: bad.yaml:12:"), qPrintable(lines[1]));
    QVERIFY2(lines[2].startsWith(u"siprace: empty.yaml:1:1: "), qPrintable(lines[2]));
    QCOMPARE(ended.out, QByteArray("good.yaml: valid\n"));
    QCOMPARE(runProgram(Start{words("run bad.yaml --json"), folder.path(), {}, -1, {}}).err,
        lines.mid(0, 2).join(u'\n') + u'\n');
}

void AppFilesTest::schemaIsJson()
{
    const Ended ended = runProgram(words("schema"));
    QCOMPARE(ended.status, 0);
    const QJsonObject schema = ended.json().object();
    QVERIFY(schema.contains(QStringLiteral("$schema")));
    QVERIFY(schema[QStringLiteral("properties")].toObject().contains(QStringLiteral("nodes")));
}

void AppFilesTest::exports_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("begins");
    QTest::addColumn<QByteArray>("contains");
    QTest::newRow("a picture as SVG") << QStringLiteral("svg") << QByteArray("<") << QByteArray("<svg");
    QTest::newRow("a picture as PNG") << QStringLiteral("png") << QByteArray("\x89PNG\r\n") << QByteArray("IEND");
    QTest::newRow("a document as PDF") << QStringLiteral("pdf") << QByteArray("%PDF-") << QByteArray("%%EOF");
    QTest::newRow("a page as HTML") << QStringLiteral("html") << QByteArray("<!DOCTYPE html>")
                                    << QByteArray("\"c0-m1\"");
    QTest::newRow("a Mermaid diagram") << QStringLiteral("mmd") << QByteArray("sequenceDiagram")
                                       << QByteArray("INVITE");
    QTest::newRow("Markdown") << QStringLiteral("md") << QByteArray("# ") << QByteArray("```mermaid");
    QTest::newRow("a text") << QStringLiteral("txt") << QByteArray() << QByteArray("INVITE");
    QTest::newRow("a capture") << QStringLiteral("pcapng") << QByteArray("\x0a\x0d\x0d\x0a")
                               << QByteArray("INVITE sip:bob@lab SIP/2.0");
}

void AppFilesTest::exports()
{
    QFETCH(const QString, suffix);
    QFETCH(const QByteArray, begins);
    QFETCH(const QByteArray, contains);
    const QTemporaryDir folder;
    const QString name = QStringLiteral("ladder.") + suffix;
    const Ended ended = runProgram(
        Start{words("export two-phones-answer --policy ack-bye --to") + QStringList{name}, folder.path(), {}, -1, {}});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(ended.err, QString());
    const QByteArray bytes = readBytes(folder.filePath(name));
    QVERIFY(bytes.startsWith(begins));
    QVERIFY(bytes.contains(contains));
}

void AppFilesTest::wiresharkReadsTheCapture()
{
    const QTemporaryDir folder;
    const QString capture = folder.filePath(QStringLiteral("run.pcapng"));
    QCOMPARE(
        runProgram(words("export two-phones-answer --policy drop-late-2xx --to") + QStringList{capture}).status, 0);
    QProcess tshark;
    tshark.start(QStringLiteral("tshark"),
        words("-N n -T fields -e ip.src_host -e ip.dst_host -e sip.Method -e sip.Status-Code -e sip.CSeq.method -r")
            + QStringList{capture});
    QVERIFY2(tshark.waitForFinished(120'000) && tshark.exitCode() == 0, "tshark is missing; scripts/setup installs it");
    const QList<QByteArray> rows = tshark.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(rows.size(), 29); // each message once
    QCOMPARE(rows.first(), "Caller A\tProxy\tINVITE\t\tINVITE");
    QCOMPARE(rows.count("Phone B2\tProxy\t\t200\tINVITE"), 11);
    QCOMPARE(rows.last(), "Proxy\tPhone B2\t\t481\tBYE");
}

void AppFilesTest::comparisonExports_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("contains");
    QTest::newRow("a picture as SVG") << QStringLiteral("svg") << QByteArray("Drop the late 2xx");
    QTest::newRow("a picture as PNG") << QStringLiteral("png") << QByteArray("IEND");
    QTest::newRow("a document as PDF") << QStringLiteral("pdf") << QByteArray("%%EOF");
    QTest::newRow("a text") << QStringLiteral("txt") << QByteArray("orphan_dialogs");
    QTest::newRow("JSON") << QStringLiteral("json") << QByteArray("\"differences\"");
}

void AppFilesTest::comparisonExports()
{
    QFETCH(const QString, suffix);
    QFETCH(const QByteArray, contains);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("comparison.") + suffix);
    const Ended ended = runProgram(
        words("compare two-phones-answer --policies forward-all,drop-late-2xx --export") + QStringList{path});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(readBytes(path).contains(contains));
}

void AppFilesTest::looksAreChosen_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("status");
    QTest::newRow("dark") << words("--theme dark") << 0;
    QTest::newRow("four times the pixels") << words("--scale 4") << 0;
    QTest::newRow("five times the pixels") << words("--scale 5") << 2;
    QTest::newRow("a colour that is no theme") << words("--theme pink") << 2;
}

void AppFilesTest::looksAreChosen()
{
    QFETCH(const QStringList, options);
    QFETCH(const int, status);
    const QTemporaryDir folder;
    const QString plain = folder.filePath(QStringLiteral("plain.png"));
    const QString other = folder.filePath(QStringLiteral("other.png"));
    QCOMPARE(runProgram(words("export two-phones-answer --to") + QStringList{plain}).status, 0);
    const Ended ended = runProgram(words("export two-phones-answer --to") + QStringList{other} + options);
    QVERIFY2(ended.status == status, qPrintable(ended.err));
    QCOMPARE(ended.errorLines().size(), status == 0 ? 0 : 1);
    QVERIFY(readBytes(plain) != readBytes(other));
}

void AppFilesTest::aReportIsTheRunAgain()
{
    const QTemporaryDir folder;
    const QString report = folder.filePath(QStringLiteral("bug.zip"));
    const Ended ended = runProgram(words("report two-phones-answer --policy drop-late-2xx --to") + QStringList{report});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QString fromReport = folder.filePath(QStringLiteral("a.txt"));
    const QString fromRun = folder.filePath(QStringLiteral("b.txt"));
    QCOMPARE(runProgram({QStringLiteral("export"), report, QStringLiteral("--to"), fromReport}).status, 0);
    QCOMPARE(
        runProgram(words("export two-phones-answer --policy drop-late-2xx --to") + QStringList{fromRun}).status, 0);
    QCOMPARE(readBytes(fromReport), readBytes(fromRun));
    const Ended wrong = runProgram(words("report two-phones-answer --to bug.tar"));
    QCOMPARE(wrong.status, 2);
    QCOMPARE(wrong.err, QStringLiteral("siprace: report: \"bug.tar\" is no name for a report; end it in .zip\n"));
}

void AppFilesTest::aReportWithoutNames()
{
    const QTemporaryDir folder;
    const QString report = folder.filePath(QStringLiteral("bug.zip"));
    const QString text = folder.filePath(QStringLiteral("run.html"));
    QCOMPARE(runProgram(words("report two-phones-answer --anonymise --to") + QStringList{report}).status, 0);
    QCOMPARE(runProgram({QStringLiteral("export"), report, QStringLiteral("--to"), text}).status, 0);
    QVERIFY(readBytes(text).contains("user1@lab"));
    QVERIFY(!readBytes(text).contains("bob@lab"));
}

/// The file is called as a person is.
void AppFilesTest::aNameOfAFileDoesNotLeak_data()
{
    QTest::addColumn<QString>("suffix");
    for (const QString& suffix : words("svg html txt md pcapng"))
        QTest::newRow(qPrintable(suffix)) << suffix;
}

void AppFilesTest::aNameOfAFileDoesNotLeak()
{
    QFETCH(const QString, suffix);
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(QStringLiteral("carolsmith.yaml")), smallScenario()));
    const QString name = QStringLiteral("x.") + suffix;
    const Ended ended = runProgram(
        Start{words("export carolsmith.yaml --anonymise --to") + QStringList{name}, folder.path(), {}, -1, {}});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(!readBytes(folder.filePath(name)).contains("carolsmith"));
}

void AppFilesTest::savedTraceExports()
{
    const QTemporaryDir folder;
    const Start save{
        words("run two-phones-answer --policy drop-late-2xx --quiet --save run.trace.json"), folder.path(), {}, -1, {}};
    QCOMPARE(runProgram(save).status, 0);
    const QJsonObject saved
        = QJsonDocument::fromJson(readBytes(folder.filePath(QStringLiteral("run.trace.json")))).object();
    for (const QString& member : words("states timers messages outcome"))
        QVERIFY2(saved.contains(member), qPrintable(member));
    QVERIFY(saved[QStringLiteral("messages")][0].toObject().contains(QStringLiteral("raw")));

    for (const QString& suffix : words("txt pcapng svg")) {
        const QStringList fromTrace{QStringLiteral("export"), QStringLiteral("run.trace.json"), QStringLiteral("--to"),
            QStringLiteral("a.") + suffix};
        const QStringList fromRun = words("export two-phones-answer --policy drop-late-2xx --to")
            + QStringList{QStringLiteral("b.") + suffix};
        const Ended ended = runProgram(Start{fromTrace, folder.path(), {}, -1, {}});
        QVERIFY2(ended.status == 0, qPrintable(ended.err));
        QCOMPARE(runProgram(Start{fromRun, folder.path(), {}, -1, {}}).status, 0);
        QVERIFY2(readBytes(folder.filePath(QStringLiteral("a.") + suffix))
                == readBytes(folder.filePath(QStringLiteral("b.") + suffix)),
            qPrintable(suffix));
    }
}

void AppFilesTest::savedTraceTakesNoPolicy()
{
    const QTemporaryDir folder;
    const Start save{words("run two-phones-answer --quiet --save run.trace.json"), folder.path(), {}, -1, {}};
    QCOMPARE(runProgram(save).status, 0);
    const Ended ended
        = runProgram(Start{words("export run.trace.json --policy invfix --to x.txt"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 2);
    QCOMPARE(ended.err, QStringLiteral("siprace: export: --policy does not go with a saved trace; its run is over\n"));
}

void AppFilesTest::brokenTraceIsRefused()
{
    const QTemporaryDir folder;
    QVERIFY(
        writeText(folder.filePath(QStringLiteral("half.trace.json")), "{\"siprace\": 1, \"scenario\": \"x\", \"mess"));
    const Ended ended = runProgram(Start{words("export half.trace.json --to x.txt"), folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 3);
    QCOMPARE(ended.errorLines().size(), 1);
    QVERIFY2(ended.err.startsWith(u"siprace: half.trace.json"), qPrintable(ended.err));
}

void AppFilesTest::outputCannotBeWritten_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("names");
    QTest::newRow("a trace into a folder that is not there")
        << words("run two-phones-answer --quiet --save gone/run.trace.json") << QStringLiteral("gone/run.trace.json");
    QTest::newRow("a trace onto a full disk")
        << words("run two-phones-answer --quiet --save /dev/full") << QStringLiteral("/dev/full");
    QTest::newRow("a picture into a folder that is not there")
        << words("export two-phones-answer --to gone/run.svg") << QStringLiteral("gone/run.svg");
    QTest::newRow("JUnit onto a full disk")
        << words("check two-phones-answer --junit /dev/full") << QStringLiteral("/dev/full");
    QTest::newRow("a picture where a folder is")
        << words("export two-phones-answer --to folder.svg") << QStringLiteral("folder.svg");
}

void AppFilesTest::outputCannotBeWritten()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, names);
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("folder.svg")));
    const Ended ended = runProgram(Start{arguments, folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 4);
    QCOMPARE(ended.errorLines().size(), 1);
    QVERIFY2(
        ended.err.startsWith(QStringLiteral("siprace: %1: cannot be written: ").arg(names)), qPrintable(ended.err));
}

QTEST_GUILESS_MAIN(AppFilesTest)
#include "tst_app_files.moc"
