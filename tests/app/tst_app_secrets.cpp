#include "AppProcess.h"
#include "formats/Zip.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace::app_test;
using namespace Qt::StringLiterals;

/// Whatever the program writes, no password is in it, and no digest response that one could be guessed from.
class AppSecretsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void exports_data();
    void exports();
    void printed_data();
    void printed();
    void aReport();

private:
    [[nodiscard]] QString secretIn(const QByteArray& bytes) const;
    QTemporaryDir m_folder;
    QString m_scenario;
    QByteArrayList m_secrets;
};

namespace {
const QByteArray scenario
    = "siprace: 1\ntitle: Secrets\nsummary: Two register and one calls.\nreference: RFC 3261\n"
      "nodes:\n  caller: {role: caller, user: alice}\n  proxy: {role: proxy, auth: true}\n"
      "  b1: {role: callee, answer: 300ms, user: bob}\n"
      "  b2: {role: callee, answer: 300ms, user: bob, password: guessed-wrong}\n"
      "links: {proxy-b1: {delay: 5ms, jitter: 20ms}}\nusers: {alice: wonderland, bob: \"build er\"}\nscript:\n"
      "  - {at: 0s, node: b1, do: register, to: \"sip:bob@lab\"}\n"
      "  - {at: 100ms, node: b2, do: register, to: \"sip:bob@lab\"}\n"
      "  - {at: 1s, node: caller, do: call, to: \"sip:bob@lab\"}\n";
} // namespace

void AppSecretsTest::initTestCase()
{
    m_scenario = m_folder.filePath(u"secrets.yaml"_s);
    QVERIFY(writeText(m_scenario, scenario));
    m_secrets = {"wonderland", "build er", "guessed-wrong"};
    // The responses themselves, from where a person asks for them.
    const Ended whole = runProgram({u"run"_s, m_scenario, u"--json"_s, u"--raw"_s});
    QCOMPARE(whole.status, 0);
    static const QRegularExpression response(uR"(response=\\?"([0-9a-f]{32}))"_s);
    for (auto found = response.globalMatch(QString::fromUtf8(whole.out)); found.hasNext();)
        m_secrets += found.next().captured(1).toLatin1();
    QVERIFY(m_secrets.size() > 5);
}

QString AppSecretsTest::secretIn(const QByteArray& bytes) const
{
    for (const QByteArray& secret : m_secrets) {
        if (bytes.contains(secret))
            return QString::fromLatin1(secret);
    }
    return {};
}

void AppSecretsTest::exports_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<bool>("isSaved");
    for (const char* suffix : {"svg", "png", "pdf", "html", "mmd", "md", "txt", "pcapng"})
        QTest::newRow(suffix) << QString::fromLatin1(suffix) << false;
    QTest::newRow("a saved trace") << u"trace.json"_s << true;
    QTest::newRow("a capture that grows") << u"live.pcapng"_s << true;
}

void AppSecretsTest::exports()
{
    QFETCH(const QString, suffix);
    QFETCH(const bool, isSaved);
    const QString path = m_folder.filePath(u"run."_s + suffix);
    const QString option = suffix.endsWith(u"json") ? u"--save"_s : u"--capture"_s;
    const Ended ended = isSaved ? runProgram({u"run"_s, m_scenario, option, path})
                                : runProgram({u"export"_s, m_scenario, u"--to"_s, path});
    QCOMPARE(ended.status, 0);
    QByteArray written = readBytes(path);
    QVERIFY(!written.isEmpty());
    if (suffix == u"pdf") { // its text is compressed
        QProcess reader;
        reader.start(u"pdftotext"_s, {path, u"-"_s});
        QVERIFY(reader.waitForFinished());
        written = reader.readAllStandardOutput();
        QVERIFY(!written.isEmpty());
    }
    QCOMPARE(secretIn(written), QString());
    QCOMPARE(secretIn(ended.out + ended.err.toUtf8()), QString());
}

void AppSecretsTest::printed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::newRow("a run") << words("run FILE") << 0;
    QTest::newRow("a run as text") << words("run FILE --text") << 0;
    QTest::newRow("a run as JSON") << words("run FILE --json") << 0;
    QTest::newRow("a comparison") << words("compare FILE --json") << 0;
    QTest::newRow("a check") << words("check FILE") << 0;
    QTest::newRow("a sweep") << words("sweep FILE --x nodes.b1.answer=100ms:300ms:100ms --json --yes") << 0;
    QTest::newRow("an exploration, whose witnesses are scenarios")
        << words("explore FILE --policy forward-all --budget 20 --json") << 0;
    QTest::newRow("a password that does not fit") << words("run FILE --set users.alice=[wonderland]") << 2;
    QTest::newRow("a store that cannot be used") << words("run FILE --set proxy.store=/proc/none/store.sqlite") << 0;
}

void AppSecretsTest::printed()
{
    QFETCH(QStringList, arguments);
    QFETCH(const int, status);
    arguments.replaceInStrings(u"FILE"_s, m_scenario);
    const Ended ended = runProgram(arguments);
    QVERIFY2(ended.status == status, qPrintable(ended.err));
    QCOMPARE(secretIn(ended.out), QString());
    QCOMPARE(secretIn(ended.err.toUtf8()), QString());
}

void AppSecretsTest::aReport()
{
    const QString path = m_folder.filePath(u"report.zip"_s);
    QCOMPARE(runProgram({u"report"_s, m_scenario, u"--to"_s, path}).status, 0);
    for (const QString& name : {u"run.trace.json"_s, u"report.html"_s, u"ladder.svg"_s}) {
        const auto file = siprace::entryOfZip(readBytes(path), name, 100'000'000, path);
        QVERIFY2(file.has_value(), qPrintable(name));
        QCOMPARE(secretIn(*file), QString());
    }
}

QTEST_GUILESS_MAIN(AppSecretsTest)
#include "tst_app_secrets.moc"
