#pragma once

#include "Hop.h"
#include "ProxySettings.h"
#include "Time.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace siprace::proxy {

/// One REGISTERed contact.
struct Registration
{
    Contact contact;
    Instant expires;
    QByteArray callId;
    quint32 cseq = 0;
    QByteArray host = {}; ///< it came from; empty when nobody knows any more

    bool operator==(const Registration&) const = default;
};

/// Who can be reached at an address-of-record. Implementations: in memory here, in SQLite in core/store.
class Location
{
public:
    virtual ~Location() = default;
    /// Contacts in fork order (q descending, then as added); empty for a known address without contacts; nothing when
    /// the address is unknown (404).
    [[nodiscard]] virtual std::optional<QList<Contact>> lookup(
        const QByteArray& addressOfRecord, Instant now) const = 0;
    [[nodiscard]] virtual QList<Registration> registrations(const QByteArray& addressOfRecord, Instant now) const = 0;
    /// False when there is no room for another one: nothing is stored then.
    virtual bool store(const QByteArray& addressOfRecord, const Registration& registration) = 0;
    /// Whether that many further contacts of an address would be stored that come from `host`. What has expired makes
    /// room.
    [[nodiscard]] virtual bool hasRoom(
        const QByteArray& addressOfRecord, qsizetype contacts, const QByteArray& host, Instant now)
        = 0;
    virtual void remove(const QByteArray& addressOfRecord, const QByteArray& contactUri) = 0;
};

/// What one forwarded INVITE branch needs to be cancelled without its transaction.
struct LedgerEntry
{
    QByteArray requestUri;
    sip::Hop hop;
    QByteArray viaBranch; ///< of the branch
    QByteArray callId;
    QByteArray from; ///< whole header values
    QByteArray to;
    quint32 cseq = 0;
    QByteArrayList routes;

    bool operator==(const LedgerEntry&) const = default;
};

/// Which branches a CANCEL belongs to, by the branch (and sent-by) of the INVITE as received. `cancel-memory`.
class CancelLedger
{
public:
    virtual ~CancelLedger() = default;
    virtual void remember(const QByteArray& upstreamKey, const LedgerEntry& entry) = 0;
    virtual void forget(const QByteArray& upstreamKey, const QByteArray& viaBranch) = 0;
    [[nodiscard]] virtual QList<LedgerEntry> entries(const QByteArray& upstreamKey) const = 0;
};

} // namespace siprace::proxy
