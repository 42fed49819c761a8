#include "RefusedMemory.h"

#include <utility>

namespace siprace::proxy {

namespace {
quint64 digest(const QByteArray& key)
{
    return qHash(key, 0);
}
} // namespace

void RefusedMemory::remember(const QByteArray& key, Instant now, Instant until)
{
    if (isEmpty(now))
        m_recent = m_older = {};
    if (m_recent.size() >= mostRefused / 2)
        m_older = std::exchange(m_recent, {});
    m_recent.insert(digest(key), until);
    m_until = until;
}

bool RefusedMemory::knows(const QByteArray& key, Instant now) const
{
    const quint64 number = digest(key);
    return m_recent.value(number) > now || m_older.value(number) > now;
}

} // namespace siprace::proxy
