#pragma once

#include "Location.h"
#include "Result.h"

#include <QSqlDatabase>

#include <functional>
#include <utility>

class QSqlQuery;

namespace siprace::store {

/// Where the one clear line about a file that cannot be used goes. Called at most once for each kind of trouble.
using Complain = std::function<void(const Diagnostic& what)>;

/// One SQLite file of registrations and cancel ledger. It never fails its user: a file that is read-only, corrupt,
/// locked or on a full disk is complained about, and whoever stands on it goes on in memory. Lives on one thread. Rows
/// carry the name of their run, so that worlds that share a file do not see each other.
class SqliteStore
{
public:
    SqliteStore(QString fileName, QString run, Complain complain);
    ~SqliteStore();
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    /// Removes every row of this run: a run begins with nothing.
    void clear();

    /// Every registration of this run as (address-of-record, registration), in the order they were first stored.
    [[nodiscard]] QList<std::pair<QByteArray, proxy::Registration>> registrations();
    void storeRegistration(const QByteArray& addressOfRecord, const proxy::Registration& registration);
    void removeRegistration(const QByteArray& addressOfRecord, const QByteArray& contactUri);

    /// Every ledger entry of this run as (upstream key, entry), in order of writing.
    [[nodiscard]] QList<std::pair<QByteArray, proxy::LedgerEntry>> ledgerEntries();
    void storeLedgerEntry(const QByteArray& upstreamKey, const proxy::LedgerEntry& entry);
    void removeLedgerEntry(const QByteArray& upstreamKey, const QByteArray& viaBranch);

    /// False once the file has proved unusable; then nothing is written any more.
    [[nodiscard]] bool isUsable() const { return m_isUsable; }

private:
    void open();
    bool createTables();
    [[nodiscard]] bool run(const QString& statement, const QVariantList& values = {});
    [[nodiscard]] bool run(QSqlQuery& query, const QString& statement, const QVariantList& values);
    void complain(const QString& nativeCode, const QString& text);

    QString m_fileName;
    QString m_run;
    Complain m_complain;
    QString m_connection;
    QSqlDatabase m_database;
    bool m_isUsable = true;
    QStringList m_complained;
};

} // namespace siprace::store
