#include "SqliteStore.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <atomic>

using namespace Qt::StringLiterals;

namespace siprace::store {

namespace {
// Result codes of SQLite, primary part. https://www.sqlite.org/rescode.html
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCannotOpen = 14;
constexpr int sqliteNotADatabase = 26;

struct Trouble
{
    QString what;
    QString hint;
    bool isPassing = false; ///< the next write may succeed
};

Trouble troubleOf(int code, const QString& text)
{
    switch (code) {
    case sqliteBusy:
    case sqliteLocked:
        return {u"another program holds this store locked"_s,
            u"close it; meanwhile what is new is kept in memory only"_s, true};
    case sqliteReadOnly:
        return {u"this store is read-only"_s, u"make it writable; what is new is kept in memory only"_s, false};
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return {u"this store is damaged, or no SQLite file"_s, u"move it away; what is new is kept in memory only"_s,
            false};
    case sqliteFull:
        return {u"the disk of this store is full"_s, u"make room; what is new is kept in memory only"_s, true};
    case sqliteCannotOpen:
        return {u"this store cannot be opened"_s,
            u"does its folder exist, and may it be written? What is new is kept in memory only"_s, false};
    default:
        return {
            u"this store cannot be used: %1"_s.arg(text.simplified()), u"what is new is kept in memory only"_s, false};
    }
}

QString newConnectionName()
{
    static std::atomic<int> count{0};
    return u"siprace-store-%1"_s.arg(++count);
}

} // namespace

SqliteStore::SqliteStore(QString fileName, QString run, Complain complain)
    : m_fileName(std::move(fileName))
    , m_run(std::move(run))
    , m_complain(std::move(complain))
    , m_connection(newConnectionName())
{
    open();
}

SqliteStore::~SqliteStore()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

void SqliteStore::open()
{
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    m_database.setDatabaseName(m_fileName);
    // Long enough for a world that shares the file, short for a call; who holds it longer is not waited for again.
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=200"_s);
    if (!m_database.open()) {
        complain(m_database.lastError().nativeErrorCode(), m_database.lastError().databaseText());
        m_isUsable = false;
        return;
    }
    // The lab's restarts are of its nodes, not of the machine: nobody waits for the disk.
    if (run(u"PRAGMA synchronous = OFF"_s))
        createTables();
}

bool SqliteStore::createTables()
{
    return run(u"CREATE TABLE IF NOT EXISTS registration (run TEXT, address BLOB, uri BLOB, q REAL, expires_us "
               u"INTEGER, "
               "call_id BLOB, cseq INTEGER, PRIMARY KEY (run, address, uri))"_s)
        && run(u"CREATE TABLE IF NOT EXISTS cancel_ledger (run TEXT, upstream BLOB, branch BLOB, uri BLOB, host BLOB, "
               "port INTEGER, transport BLOB, call_id BLOB, from_value BLOB, to_value BLOB, cseq INTEGER, routes BLOB, "
               "PRIMARY KEY (run, upstream, branch))"_s);
}

void SqliteStore::clear()
{
    if (run(u"DELETE FROM registration WHERE run = ?"_s, {m_run}))
        std::ignore = run(u"DELETE FROM cancel_ledger WHERE run = ?"_s, {m_run});
}

QList<std::pair<QByteArray, proxy::Registration>> SqliteStore::registrations()
{
    QList<std::pair<QByteArray, proxy::Registration>> rows;
    QSqlQuery query(m_database);
    if (!run(query,
            u"SELECT address, uri, q, expires_us, call_id, cseq FROM registration WHERE run = ? ORDER BY rowid"_s,
            {m_run}))
        return rows;
    while (query.next()) {
        proxy::Registration registration;
        registration.contact = {query.value(1).toByteArray(), query.value(2).toDouble()};
        registration.expires = at(Duration{query.value(3).toLongLong()});
        registration.callId = query.value(4).toByteArray();
        registration.cseq = query.value(5).toUInt();
        rows.append({query.value(0).toByteArray(), registration});
    }
    return rows;
}

void SqliteStore::storeRegistration(const QByteArray& addressOfRecord, const proxy::Registration& registration)
{
    std::ignore
        = run(u"INSERT INTO registration VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, address, uri) DO UPDATE SET "
              "q = excluded.q, expires_us = excluded.expires_us, call_id = excluded.call_id, cseq = excluded.cseq"_s,
            {m_run, addressOfRecord, registration.contact.uri, registration.contact.q, toUs(registration.expires),
                registration.callId, registration.cseq});
}

void SqliteStore::removeRegistration(const QByteArray& addressOfRecord, const QByteArray& contactUri)
{
    std::ignore = run(
        u"DELETE FROM registration WHERE run = ? AND address = ? AND uri = ?"_s, {m_run, addressOfRecord, contactUri});
}

QList<std::pair<QByteArray, proxy::LedgerEntry>> SqliteStore::ledgerEntries()
{
    QList<std::pair<QByteArray, proxy::LedgerEntry>> rows;
    QSqlQuery query(m_database);
    if (!run(query,
            u"SELECT upstream, branch, uri, host, port, transport, call_id, from_value, to_value, cseq, routes "
            "FROM cancel_ledger WHERE run = ? ORDER BY rowid"_s,
            {m_run}))
        return rows;
    while (query.next()) {
        proxy::LedgerEntry entry;
        entry.viaBranch = query.value(1).toByteArray();
        entry.requestUri = query.value(2).toByteArray();
        entry.hop = {query.value(3).toByteArray(), quint16(query.value(4).toUInt()), query.value(5).toByteArray()};
        entry.callId = query.value(6).toByteArray();
        entry.from = query.value(7).toByteArray();
        entry.to = query.value(8).toByteArray();
        entry.cseq = query.value(9).toUInt();
        if (const QByteArray routes = query.value(10).toByteArray(); !routes.isEmpty())
            entry.routes = routes.split('\n');
        rows.append({query.value(0).toByteArray(), entry});
    }
    return rows;
}

void SqliteStore::storeLedgerEntry(const QByteArray& upstreamKey, const proxy::LedgerEntry& entry)
{
    std::ignore = run(u"INSERT OR REPLACE INTO cancel_ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {m_run, upstreamKey, entry.viaBranch, entry.requestUri, entry.hop.host, entry.hop.port, entry.hop.transport,
            entry.callId, entry.from, entry.to, entry.cseq, entry.routes.join('\n')});
}

void SqliteStore::removeLedgerEntry(const QByteArray& upstreamKey, const QByteArray& viaBranch)
{
    std::ignore = run(
        u"DELETE FROM cancel_ledger WHERE run = ? AND upstream = ? AND branch = ?"_s, {m_run, upstreamKey, viaBranch});
}

bool SqliteStore::run(const QString& statement, const QVariantList& values)
{
    if (!m_isUsable)
        return false;
    QSqlQuery query(m_database);
    return run(query, statement, values);
}

bool SqliteStore::run(QSqlQuery& query, const QString& statement, const QVariantList& values)
{
    if (!m_isUsable)
        return false;
    bool isDone = query.prepare(statement);
    for (const QVariant& value : values)
        query.addBindValue(value);
    isDone = isDone && query.exec();
    if (!isDone)
        complain(query.lastError().nativeErrorCode(), query.lastError().databaseText());
    return isDone;
}

/// Says each kind of trouble once, and gives the file up when it cannot pass.
void SqliteStore::complain(const QString& nativeCode, const QString& text)
{
    const int code = nativeCode.toInt() & 0xff; // the primary part of an extended code
    const Trouble trouble = troubleOf(code, text);
    if (!trouble.isPassing)
        m_isUsable = false;
    if (m_complained.contains(trouble.what))
        return;
    m_complained.append(trouble.what);
    if (code == sqliteBusy || code == sqliteLocked)
        QSqlQuery(m_database).exec(u"PRAGMA busy_timeout = 0"_s);
    if (m_complain)
        m_complain({{m_fileName, 0, 0}, trouble.what, trouble.hint});
}

} // namespace siprace::store
