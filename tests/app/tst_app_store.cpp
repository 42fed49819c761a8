#include "AppProcess.h"

#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace siprace::app_test;
using namespace Qt::StringLiterals;

/// A store that cannot be used costs one line on standard error, and nothing of the run.
class AppStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trouble_data();
    void trouble();
    void aGoodStoreSaysNothing();
    void passwordsStayOut();
};

namespace {

/// Two lives of a registrar: a phone registers before the restart and again after it, then it is called.
QByteArray registrar(const QString& store)
{
    return QByteArray(R"(siprace: 1
title: A registrar
summary: A phone registers.
reference: RFC 3261 10.3
nodes:
  caller: {role: caller, name: Caller, user: alice}
  proxy: {role: proxy, name: Registrar, auth: true, cancel-memory: sqlite, store: ")")
        + store.toUtf8() + R"("}
  b1: {role: callee, name: Phone, answer: 300ms, user: bob}
users: {alice: wonderland, bob: builder}
links: {default: {delay: 10ms}}
script:
  - {at: 0s, node: b1, do: register, to: "sip:bob@lab"}
  - {at: 1s, node: proxy, do: restart}
  - {at: 2s, node: b1, do: register, to: "sip:bob@lab"}
  - {at: 3s, node: caller, do: call, to: "sip:bob@lab"}
)";
}

} // namespace

void AppStoreTest::trouble_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("says");
    QTest::newRow("its folder does not exist") << u"folder"_s << u"this store cannot be opened"_s;
    QTest::newRow("it is no SQLite file") << u"corrupt"_s << u"this store is damaged, or no SQLite file"_s;
    if (::geteuid() != 0) // the superuser may write any file
        QTest::newRow("it is read-only") << u"read-only"_s << u"this store is read-only"_s;
    QTest::newRow("another program holds it") << u"locked"_s << u"another program holds this store locked"_s;
}

void AppStoreTest::trouble()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, says);
    const QTemporaryDir folder;
    const QString store = folder.filePath(kind == u"folder"_s ? u"missing/x.db"_s : u"x.db"_s);
    if (kind == u"corrupt"_s)
        QVERIFY(writeText(store, QByteArray(4096, 'x')));
    if (kind == u"read-only"_s) {
        QVERIFY(writeText(store, {}));
        QVERIFY(QFile::setPermissions(store, QFile::ReadOwner));
    }
    {
        QSqlDatabase locker = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"locker"_s);
        if (kind == u"locked"_s) {
            locker.setDatabaseName(store);
            QVERIFY(locker.open() && QSqlQuery(locker).exec(u"BEGIN EXCLUSIVE"_s));
        }
        QVERIFY(writeText(folder.filePath(u"registrar.yaml"_s), registrar(store)));
        const Ended ended = runProgram(Start{{u"run"_s, u"registrar.yaml"_s, u"--json"_s}, folder.path(), {}, -1, {}});
        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.errorLines().size() == 1, qPrintable(ended.err));
        QVERIFY2(ended.err.startsWith(u"siprace: "_s + store + u": "_s + says), qPrintable(ended.err));
        const QJsonObject outcome = ended.json().object().value(u"outcome"_s).toObject();
        QCOMPARE(outcome.value(u"surviving_calls"_s).toInt(), 1);
    }
    QSqlDatabase::removeDatabase(u"locker"_s);
}

void AppStoreTest::aGoodStoreSaysNothing()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(u"registrar.yaml"_s), registrar(folder.filePath(u"x.db"_s))));
    const Ended ended = runProgram(Start{{u"run"_s, u"registrar.yaml"_s, u"--quiet"_s}, folder.path(), {}, -1, {}});
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err, QString());
}

void AppStoreTest::passwordsStayOut()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath(u"registrar.yaml"_s), registrar(folder.filePath(u"x.db"_s))));
    for (const bool raw : {false, true}) {
        QStringList arguments{u"run"_s, u"registrar.yaml"_s, u"--quiet"_s, u"--save"_s, u"x.trace.json"_s};
        if (raw)
            arguments += u"--raw"_s;
        QCOMPARE(runProgram(Start{arguments, folder.path(), {}, -1, {}}).status, 0);
        const QByteArray saved = readBytes(folder.filePath(u"x.trace.json"_s));
        QVERIFY(saved.contains("Authorization: Digest username="));
        QCOMPARE(saved.contains("response=\\\"xxxx"), !raw);
        QVERIFY(!saved.contains("builder") && !saved.contains("wonderland"));
    }
}

QTEST_GUILESS_MAIN(AppStoreTest)
#include "tst_app_store.moc"
