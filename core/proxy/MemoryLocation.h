#pragma once

#include "Location.h"

#include <QHash>

namespace siprace::proxy {

/// Registrations that last as long as the process. `fixed` contacts come from the scenario's `location:` and stay.
class MemoryLocation : public Location
{
public:
    static constexpr qsizetype mostContacts = 100; ///< of one address
    static constexpr qsizetype mostRegistrations = 10'000; ///< of all addresses
    static constexpr qsizetype mostOfHost = 2'500; ///< of them, that came from one host: the others have room too

    /// A contact that no REGISTER for the address changes, behind those already there. It counts before `until`; one
    /// that is there already has that from now on.
    void addFixed(const QByteArray& addressOfRecord, const Contact& contact, Instant until = Instant::max());
    void removeFixed(const QByteArray& addressOfRecord, const QByteArray& contactUri);
    /// The address exists, with or without contacts.
    void addAddress(const QByteArray& addressOfRecord);
    void clearRegistrations();

    [[nodiscard]] std::optional<QList<Contact>> lookup(const QByteArray& addressOfRecord, Instant now) const override;
    [[nodiscard]] QList<Registration> registrations(const QByteArray& addressOfRecord, Instant now) const override;
    bool store(const QByteArray& addressOfRecord, const Registration& registration) override;
    [[nodiscard]] bool hasRoom(
        const QByteArray& addressOfRecord, qsizetype contacts, const QByteArray& host, Instant now) override;
    void remove(const QByteArray& addressOfRecord, const QByteArray& contactUri) override;

private:
    struct Fixed
    {
        Contact contact;
        Instant until;
    };
    QHash<QByteArray, QList<Fixed>> m_fixed;
    QHash<QByteArray, QList<Registration>> m_registered;
    void forgetExpired(Instant now);
    void count(const Registration& registration, int change);

    qsizetype m_count = 0; ///< of all registrations
    QHash<QByteArray, qsizetype> m_ofHost; ///< of them, where it is known
    Instant m_earliest = Instant::max(); ///< nothing expires before it, so there is no use in looking
};

/// Contacts in fork order: q descending, else as they stand.
void sortByQ(QList<Contact>& contacts);

/// A cancel ledger that a restart of the proxy wipes out.
class MemoryLedger : public CancelLedger
{
public:
    void remember(const QByteArray& upstreamKey, const LedgerEntry& entry) override;
    void forget(const QByteArray& upstreamKey, const QByteArray& viaBranch) override;
    [[nodiscard]] QList<LedgerEntry> entries(const QByteArray& upstreamKey) const override;

private:
    QHash<QByteArray, QList<LedgerEntry>> m_entries;
};

} // namespace siprace::proxy
