#pragma once

#include "MemoryLocation.h"
#include "SqliteStore.h"

#include <memory>

namespace siprace::store {

/// Registrations that survive a restart of their proxy: read from the file when it comes up, written through when they
/// change, always answered from memory. Fixed contacts are not written.
class SqliteLocation : public proxy::MemoryLocation
{
public:
    explicit SqliteLocation(std::shared_ptr<SqliteStore> store);

    bool store(const QByteArray& addressOfRecord, const proxy::Registration& registration) override;
    void remove(const QByteArray& addressOfRecord, const QByteArray& contactUri) override;

private:
    std::shared_ptr<SqliteStore> m_store;
};

/// The same for the branches of INVITEs: a CANCEL that comes after a restart still finds them.
class SqliteLedger : public proxy::MemoryLedger
{
public:
    explicit SqliteLedger(std::shared_ptr<SqliteStore> store);

    void remember(const QByteArray& upstreamKey, const proxy::LedgerEntry& entry) override;
    void forget(const QByteArray& upstreamKey, const QByteArray& viaBranch) override;

private:
    std::shared_ptr<SqliteStore> m_store;
};

} // namespace siprace::store
