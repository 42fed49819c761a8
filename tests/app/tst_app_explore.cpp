#include "AppProcess.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace::app_test;

/// `siprace explore`: the endings of a scenario, and witnesses that `siprace run` ends the same way.
class AppExploreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endingsAsJson();
    void witnessesInAFolder();
    void endingsForAPerson();
    void refused_data();
    void refused();
    void realTimeIsRefused_data();
    void realTimeIsRefused();
};

void AppExploreTest::endingsAsJson()
{
    const Ended ended = runProgram(words("explore any-order-two-phones --policy drop-late-2xx --json"));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QJsonObject found = ended.json().object();
    QCOMPARE(found[QStringLiteral("scenario")].toString(), QStringLiteral("any-order-two-phones"));
    QCOMPARE(found[QStringLiteral("policy")].toString(), QStringLiteral("drop-late-2xx"));
    QVERIFY(!found[QStringLiteral("complete")].toBool()); // the recipe forgets its winner within a run
    QVERIFY(found[QStringLiteral("replays")].toInt() >= found[QStringLiteral("orders")].toInt());
    const QJsonArray endings = found[QStringLiteral("endings")].toArray();
    QCOMPARE(endings.size(), 2);
    int replays = 0;
    for (const QJsonValue& value : endings) {
        const QJsonObject ending = value.toObject();
        replays += ending[QStringLiteral("replays")].toInt();
        QVERIFY(ending[QStringLiteral("outcome")].toObject().contains(QStringLiteral("orphan_dialogs")));
        QVERIFY(ending[QStringLiteral("witness")].toString().startsWith(u"siprace: 1"));
    }
    QCOMPARE(replays, found[QStringLiteral("replays")].toInt());
    QCOMPARE(endings.first().toObject()[QStringLiteral("class")].toString(), QStringLiteral("orphan-dialog"));
}

void AppExploreTest::witnessesInAFolder()
{
    const QTemporaryDir parent;
    const QDir folder(parent.filePath(QStringLiteral("endings")));
    const Ended ended
        = runProgram(words("explore any-order-lost-ack --policy drop-late-2xx --max-lost 1 --shrink --out")
            + QStringList{folder.path()});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QStringList files = folder.entryList(QDir::Files, QDir::Name);
    QCOMPARE(files.size(), 9); // three endings: a scenario, a picture and a text each
    for (const char* runClass : {"call-lost", "orphan-dialog", "clean"}) {
        const QString name = QStringLiteral("any-order-lost-ack-") + QString::fromLatin1(runClass);
        QVERIFY(readBytes(folder.filePath(name + QStringLiteral(".svg"))).contains("<svg"));
        const QString witness = folder.filePath(name + QStringLiteral(".yaml"));
        const Ended run = runProgram(words("run --policy drop-late-2xx --json") + QStringList{witness});
        QCOMPARE(run.json()[QStringLiteral("class")].toString(), QString::fromLatin1(runClass));
        const Ended check = runProgram(words("check --policy drop-late-2xx") + QStringList{witness});
        QVERIFY2(check.status == 0, qPrintable(QString::fromUtf8(check.out) + check.err));
    }
}

void AppExploreTest::endingsForAPerson()
{
    const Ended ended = runProgram(words("explore any-order-cancel"));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QString text = QString::fromUtf8(ended.out);
    QVERIFY(text.contains(u"1. ghost-call"));
    QVERIFY(text.contains(u"cancel of caller comes at 1041ms, not at 500ms"));
    QVERIFY(ended.err.isEmpty());
}

void AppExploreTest::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::newRow("a policy nobody knows") << words("explore any-order-cancel --policy magic") << 2;
    QTest::newRow("nothing left open") << words("explore two-phones-answer") << 2;
    QTest::newRow("a budget of nothing") << words("explore any-order-cancel --budget 0") << 2;
    QTest::newRow("a budget in words") << words("explore any-order-cancel --budget many") << 2;
    QTest::newRow("fewer than no losses") << words("explore any-order-cancel --max-lost -1") << 2;
    QTest::newRow("a scenario that is not there") << words("explore any-other") << 3;
    QTest::newRow("a run that never settles")
        << words("explore any-order-two-phones --set links.default.delay=6min") << 4;
}

void AppExploreTest::refused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, status);
    const Ended ended = runProgram(arguments);
    QVERIFY2(ended.status == status, qPrintable(ended.err));
    QCOMPARE(ended.errorLines().size(), 1);
    QVERIFY(ended.err.startsWith(u"siprace: "));
    QCOMPARE(ended.out, QByteArray());
}

void AppExploreTest::realTimeIsRefused_data()
{
    QTest::addColumn<QByteArray>("network");
    QTest::addColumn<QByteArray>("phone");
    QTest::addColumn<QString>("line");
    QTest::newRow("a LAN") << QByteArray("network: {lan: {address: 127.0.0.1}}\n") << QByteArray("{role: callee}")
                           << QStringLiteral(
                                  "on a LAN (network.lan) time is real, and no order can be replayed; take "
                                  "network.lan out, and put our own phones in the place of those of the LAN");
    QTest::newRow("a phone outside")
        << QByteArray() << QByteArray("{role: external, as: callee, address: \"127.0.0.97:5071\"}")
        << QStringLiteral("b1 is a program outside (role: external): its time is real, and no order can be replayed; "
                          "make it a callee of ours");
    QTest::newRow("a phone that a command starts")
        << QByteArray()
        << QByteArray("{role: external, as: callee, address: \"127.0.0.97:5071\", command: {start: \"touch started\"}}")
        << QStringLiteral("b1 is a program outside (role: external): its time is real, and no order can be replayed; "
                          "make it a callee of ours");
}

void AppExploreTest::realTimeIsRefused()
{
    QFETCH(const QByteArray, network);
    QFETCH(const QByteArray, phone);
    QFETCH(const QString, line);
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("real.yaml"));
    QVERIFY(writeText(file,
        smallScenario()
            .replace("siprace: 1\n", "siprace: 1\n" + network)
            .replace("{role: callee, name: Phone, answer: 300ms}", phone)
            .replace("delay: 10ms", "delay: 10ms, jitter: 5ms")));
    const Ended ended = runProgram({QStringLiteral("explore"), file});
    QVERIFY2(ended.status == 2, qPrintable(ended.err));
    QCOMPARE(ended.err, QStringLiteral("siprace: %1: %2\n").arg(file, line));
}

QTEST_GUILESS_MAIN(AppExploreTest)
#include "tst_app_explore.moc"
