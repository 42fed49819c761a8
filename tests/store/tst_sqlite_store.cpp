#include "RunStore.h"

#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace;
using namespace siprace::store;
using namespace Qt::StringLiterals;

/// Registrations and the cancel ledger in a SQLite file: they survive a restart, and a bad file costs one line.
class TestSqliteStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registrationsSurvive();
    void ledgerSurvives();
    void runsDoNotMix();
    void lives_data();
    void lives();
    void nextRunBeginsWithNothing();
    void badFile_data();
    void badFile();

private:
    QString file(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

namespace {
const QByteArray bob = "sip:bob@lab";
const QByteArray key = "z9hG4bK-caller-1|127.100.0.11:5060|INVITE";

proxy::Registration phone(const QByteArray& id, double q = 1.0)
{
    return {{"sip:" + id + "@127.100.0.21:5060", q}, at(3600s), "reg-" + id, 7};
}

proxy::LedgerEntry branch(const QByteArray& id)
{
    proxy::LedgerEntry entry;
    entry.requestUri = "sip:" + id + "@127.100.0.21:5060";
    entry.hop = {"127.100.0.21", 5060, "udp"};
    entry.viaBranch = "z9hG4bK-proxy-" + id;
    entry.callId = "call-1@caller";
    entry.from = "\"A;\" <sip:a@lab>;tag=caller";
    entry.to = "<sip:bob@lab>";
    entry.cseq = 1;
    entry.routes = {"sip:r1;lr", "sip:r2;lr"};
    return entry;
}

std::shared_ptr<SqliteStore> open(const QString& name, QStringList* complaints = nullptr, const QString& run = u"run"_s)
{
    return std::make_shared<SqliteStore>(name, run, [complaints](const Diagnostic& what) {
        if (complaints)
            complaints->append(what.text());
    });
}

/// Gives the one open store an order behind its back.
bool tell(const QString& statement)
{
    const QStringList names = QSqlDatabase::connectionNames();
    return names.size() == 1 && QSqlQuery(QSqlDatabase::database(names.first())).exec(statement);
}
} // namespace

void TestSqliteStore::registrationsSurvive()
{
    const QString name = file(u"registrations.sqlite"_s);
    {
        SqliteLocation location(open(name));
        location.store(bob, phone("b1", 0.5));
        location.store(bob, phone("b2"));
        location.store(bob, phone("b3"));
        location.remove(bob, phone("b3").contact.uri);
    }
    const SqliteLocation location(open(name));
    QCOMPARE(location.registrations(bob, at(0s)), (QList{phone("b1", 0.5), phone("b2")}));
    QCOMPARE(location.lookup(bob, at(0s)), (QList{phone("b2").contact, phone("b1", 0.5).contact})); // by q
    QCOMPARE(location.lookup(bob, at(3601s)), QList<proxy::Contact>{}); // expired, but known
    QVERIFY(!location.lookup("sip:nobody@lab", at(0s)));
}

void TestSqliteStore::ledgerSurvives()
{
    const QString name = file(u"ledger.sqlite"_s);
    {
        SqliteLedger ledger(open(name));
        ledger.remember(key, branch("b1"));
        ledger.remember(key, branch("b2"));
        ledger.remember(key, branch("b3"));
        ledger.forget(key, branch("b2").viaBranch);
    }
    const SqliteLedger ledger(open(name));
    QCOMPARE(ledger.entries(key), (QList{branch("b1"), branch("b3")}));
    QVERIFY(ledger.entries("another").isEmpty());
}

void TestSqliteStore::runsDoNotMix()
{
    const QString name = file(u"shared.sqlite"_s);
    SqliteLocation first(open(name, nullptr, u"one"_s));
    first.store(bob, phone("b1"));
    QVERIFY(!SqliteLocation(open(name, nullptr, u"two"_s)).lookup(bob, at(0s)));
    open(name, nullptr, u"two"_s)->clear();
    QVERIFY(SqliteLocation(open(name, nullptr, u"one"_s)).lookup(bob, at(0s)));
    open(name, nullptr, u"one"_s)->clear();
    QVERIFY(!SqliteLocation(open(name, nullptr, u"one"_s)).lookup(bob, at(0s)));
}

void TestSqliteStore::lives_data()
{
    QTest::addColumn<proxy::CancelMemory>("memory");
    QTest::addColumn<bool>("hasFile");
    QTest::addColumn<bool>("keepsPhones");
    QTest::addColumn<bool>("keepsBranches");
    using enum proxy::CancelMemory;
    QTest::newRow("in memory all is lost") << Memory << false << false << false;
    QTest::newRow("with a file registrations survive") << None << true << true << false;
    QTest::newRow("a ledger in memory does not") << Memory << true << true << false;
    QTest::newRow("in SQLite both survive") << Sqlite << true << true << true;
    QTest::newRow("the ledger survives without a file of the scenario's") << Sqlite << false << false << true;
}

void TestSqliteStore::lives()
{
    QFETCH(const proxy::CancelMemory, memory);
    QFETCH(const bool, hasFile);
    QFETCH(const bool, keepsPhones);
    QFETCH(const bool, keepsBranches);
    proxy::ProxySettings settings;
    settings.cancelMemory = memory;
    if (hasFile)
        settings.store = file(u"lives.sqlite"_s);
    RunStore store(settings, u"run"_s, {});
    {
        const Remembered first = store.nextLife();
        QCOMPARE(first.ledger != nullptr, memory != proxy::CancelMemory::None);
        first.location->store(bob, phone("b1"));
        if (first.ledger)
            first.ledger->remember(key, branch("b1"));
    }
    const Remembered second = store.nextLife();
    QCOMPARE(second.location->registrations(bob, at(0s)).size(), keepsPhones ? 1 : 0);
    QCOMPARE(second.ledger && !second.ledger->entries(key).isEmpty(), keepsBranches);
}

void TestSqliteStore::nextRunBeginsWithNothing()
{
    proxy::ProxySettings settings;
    settings.store = file(u"again.sqlite"_s);
    open(settings.store)->storeRegistration(bob, phone("b9")); // left behind by a program that was killed
    {
        RunStore store(settings, u"run"_s, {});
        const Remembered life = store.nextLife();
        QVERIFY(!life.location->lookup(bob, at(0s)));
        life.location->store(bob, phone("b1"));
    }
    QVERIFY(open(settings.store)->registrations().isEmpty());
}

void TestSqliteStore::badFile_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<QString>("says");
    QTest::newRow("the folder does not exist") << u"folder"_s << u"cannot be opened"_s;
    QTest::newRow("the file is no SQLite file") << u"corrupt"_s << u"damaged, or no SQLite file"_s;
    QTest::newRow("the file is read-only") << u"read-only"_s << u"read-only"_s;
    QTest::newRow("another program holds it locked") << u"locked"_s << u"locked"_s;
    QTest::newRow("the disk is full") << u"full"_s << u"full"_s;
}

void TestSqliteStore::badFile()
{
    QFETCH(const QString, trouble);
    QFETCH(const QString, says);
    QString name = file(trouble + u".sqlite"_s);
    QStringList complaints;
    if (trouble == u"folder")
        name = file(u"missing/x.sqlite"_s);
    if (trouble == u"corrupt") {
        QFile garbage(name);
        QVERIFY(garbage.open(QIODevice::WriteOnly));
        garbage.write(QByteArray(4096, 'x'));
    }
    std::shared_ptr<SqliteStore> store;
    if (trouble == u"locked" || trouble == u"full" || trouble == u"read-only") {
        open(name); // the tables stand
        store = open(name, &complaints);
        QCOMPARE(complaints, QStringList{});
    }
    QSqlDatabase other;
    if (trouble == u"locked") {
        other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"locker"_s);
        other.setDatabaseName(name);
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec(u"BEGIN EXCLUSIVE"_s));
    }
    if (trouble == u"full" || trouble == u"read-only")
        QVERIFY(tell(u"PRAGMA %1"_s.arg(trouble == u"full" ? u"max_page_count = 1"_s : u"query_only = ON"_s)));
    if (!store)
        store = open(name, &complaints);
    // The call goes on: what is registered is found, whatever the file does.
    SqliteLocation location(store);
    const int users = trouble == u"locked" ? 5 : 100; // enough to need another page of the file
    for (int i = 0; i < users; ++i)
        location.store("sip:user" + QByteArray::number(i) + "@lab", phone("b1"));
    QVERIFY(location.lookup("sip:user4@lab", at(0s)));
    SqliteLedger ledger(store);
    ledger.remember(key, branch("b1"));
    QCOMPARE(ledger.entries(key).size(), 1);
    QCOMPARE(complaints.size(), 1);
    QVERIFY2(complaints.first().contains(says), qPrintable(complaints.first()));
    QVERIFY(!complaints.first().contains(u'\n'));
    QVERIFY2(complaints.first().startsWith(name), qPrintable(complaints.first()));
    if (trouble == u"locked") {
        other.close();
        other = {};
        QSqlDatabase::removeDatabase(u"locker"_s);
        location.store(bob, phone("b2"));
        QVERIFY(SqliteLocation(open(name)).lookup(bob, at(0s))); // a lock passes
    }
}

QTEST_GUILESS_MAIN(TestSqliteStore)
#include "tst_sqlite_store.moc"
