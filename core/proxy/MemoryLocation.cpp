#include "MemoryLocation.h"

#include "Uri.h"

#include <algorithm>
#include <utility>

namespace siprace::proxy {

namespace {
constexpr qsizetype mostLedgerEntries = 65'536;
} // namespace

void sortByQ(QList<Contact>& contacts)
{
    std::stable_sort(contacts.begin(), contacts.end(), [](const Contact& a, const Contact& b) { return a.q > b.q; });
}

void MemoryLocation::addFixed(const QByteArray& addressOfRecord, const Contact& contact, Instant until)
{
    QList<Fixed>& all = m_fixed[addressOfRecord];
    const auto known = std::find_if(all.begin(), all.end(), [&](const Fixed& one) { return one.contact == contact; });
    if (known == all.end())
        all.append({contact, until});
    else
        known->until = until;
}

void MemoryLocation::removeFixed(const QByteArray& addressOfRecord, const QByteArray& contactUri)
{
    const auto known = m_fixed.find(addressOfRecord);
    if (known != m_fixed.end())
        known->removeIf([&](const Fixed& one) { return one.contact.uri == contactUri; });
}

void MemoryLocation::addAddress(const QByteArray& addressOfRecord)
{
    m_fixed[addressOfRecord];
}

void MemoryLocation::clearRegistrations()
{
    m_registered.clear();
    m_ofHost.clear();
    m_count = 0;
}

std::optional<QList<Contact>> MemoryLocation::lookup(const QByteArray& addressOfRecord, Instant now) const
{
    const auto fixed = m_fixed.constFind(addressOfRecord);
    const bool isKnown = fixed != m_fixed.cend() || m_registered.contains(addressOfRecord);
    if (!isKnown)
        return {};
    QList<Contact> contacts;
    if (fixed != m_fixed.cend()) {
        for (const Fixed& one : *fixed) {
            if (one.until > now)
                contacts.append(one.contact);
        }
    }
    for (const Registration& registration : registrations(addressOfRecord, now))
        contacts.append(registration.contact);
    sortByQ(contacts);
    return contacts;
}

QList<Registration> MemoryLocation::registrations(const QByteArray& addressOfRecord, Instant now) const
{
    QList<Registration> alive;
    for (const Registration& registration : m_registered.value(addressOfRecord)) {
        if (registration.expires > now)
            alive.append(registration);
    }
    return alive;
}

bool MemoryLocation::hasRoom(const QByteArray& addressOfRecord, qsizetype contacts, const QByteArray& host, Instant now)
{
    if (contacts == 0)
        return true;
    const auto fits = [&] {
        return m_count + contacts <= mostRegistrations
            && (host.isEmpty() || m_ofHost.value(host) + contacts <= mostOfHost);
    };
    if (!fits() && now >= m_earliest)
        forgetExpired(now);
    return fits() && m_registered.value(addressOfRecord).size() + contacts <= mostContacts;
}

void MemoryLocation::forgetExpired(Instant now)
{
    m_earliest = Instant::max();
    for (auto it = m_registered.begin(); it != m_registered.end();) {
        it->removeIf([this, now](const Registration& known) {
            const bool isOver = known.expires <= now;
            if (isOver)
                count(known, -1);
            return isOver;
        });
        for (const Registration& left : std::as_const(*it))
            m_earliest = std::min(m_earliest, left.expires);
        it = it->isEmpty() ? m_registered.erase(it) : std::next(it);
    }
}

void MemoryLocation::count(const Registration& registration, int change)
{
    m_count += change;
    if (registration.host.isEmpty())
        return;
    qsizetype& ofHost = m_ofHost[registration.host];
    ofHost += change;
    if (ofHost == 0)
        m_ofHost.remove(registration.host);
}

bool MemoryLocation::store(const QByteArray& addressOfRecord, const Registration& registration)
{
    m_earliest = std::min(m_earliest, registration.expires);
    QList<Registration>& all = m_registered[addressOfRecord];
    const auto known = std::find_if(all.begin(), all.end(),
        [&](const Registration& other) { return sip::sameUri(other.contact.uri, registration.contact.uri); });
    if (known != all.end()) {
        count(*known, -1);
        *known = registration;
    } else if (all.size() < mostContacts && m_count < mostRegistrations) {
        all.append(registration);
    } else {
        return false;
    }
    count(registration, 1);
    return true;
}

void MemoryLocation::remove(const QByteArray& addressOfRecord, const QByteArray& contactUri)
{
    const auto known = m_registered.find(addressOfRecord);
    if (known == m_registered.end())
        return;
    known->removeIf([&](const Registration& registration) {
        const bool isMeant = sip::sameUri(registration.contact.uri, contactUri);
        if (isMeant)
            count(registration, -1);
        return isMeant;
    });
}

void MemoryLedger::remember(const QByteArray& upstreamKey, const LedgerEntry& entry)
{
    if (m_entries.size() >= mostLedgerEntries && !m_entries.contains(upstreamKey))
        m_entries.erase(m_entries.begin());
    QList<LedgerEntry>& branches = m_entries[upstreamKey];
    branches.removeIf([&](const LedgerEntry& known) { return known.viaBranch == entry.viaBranch; });
    branches.append(entry);
}

void MemoryLedger::forget(const QByteArray& upstreamKey, const QByteArray& viaBranch)
{
    const auto found = m_entries.find(upstreamKey);
    if (found == m_entries.end())
        return;
    found->removeIf([&](const LedgerEntry& entry) { return entry.viaBranch == viaBranch; });
    if (found->isEmpty())
        m_entries.erase(found);
}

QList<LedgerEntry> MemoryLedger::entries(const QByteArray& upstreamKey) const
{
    return m_entries.value(upstreamKey);
}

} // namespace siprace::proxy
