#include "SqliteMemories.h"

#include "Uri.h"

#include <tuple>

namespace siprace::store {

SqliteLocation::SqliteLocation(std::shared_ptr<SqliteStore> store)
    : m_store(std::move(store))
{
    for (const auto& [address, registration] : m_store->registrations())
        std::ignore = MemoryLocation::store(address, registration);
}

bool SqliteLocation::store(const QByteArray& addressOfRecord, const proxy::Registration& registration)
{
    // Two spellings of one URI are one contact, in memory and in the file.
    for (const proxy::Registration& known : registrations(addressOfRecord, Instant::min())) {
        if (known.contact.uri != registration.contact.uri && sip::sameUri(known.contact.uri, registration.contact.uri))
            m_store->removeRegistration(addressOfRecord, known.contact.uri);
    }
    if (!MemoryLocation::store(addressOfRecord, registration))
        return false;
    m_store->storeRegistration(addressOfRecord, registration);
    return true;
}

void SqliteLocation::remove(const QByteArray& addressOfRecord, const QByteArray& contactUri)
{
    for (const proxy::Registration& known : registrations(addressOfRecord, Instant::min())) {
        if (sip::sameUri(known.contact.uri, contactUri))
            m_store->removeRegistration(addressOfRecord, known.contact.uri);
    }
    MemoryLocation::remove(addressOfRecord, contactUri);
}

SqliteLedger::SqliteLedger(std::shared_ptr<SqliteStore> store)
    : m_store(std::move(store))
{
    for (const auto& [key, entry] : m_store->ledgerEntries())
        MemoryLedger::remember(key, entry);
}

void SqliteLedger::remember(const QByteArray& upstreamKey, const proxy::LedgerEntry& entry)
{
    MemoryLedger::remember(upstreamKey, entry);
    m_store->storeLedgerEntry(upstreamKey, entry);
}

void SqliteLedger::forget(const QByteArray& upstreamKey, const QByteArray& viaBranch)
{
    MemoryLedger::forget(upstreamKey, viaBranch);
    m_store->removeLedgerEntry(upstreamKey, viaBranch);
}

} // namespace siprace::store
