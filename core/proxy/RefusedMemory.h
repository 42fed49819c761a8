#pragma once

#include "Time.h"

#include <QByteArray>
#include <QHash>

namespace siprace::proxy {

/// Remembers which requests were refused without state, so that a copy of one is refused as well: it would otherwise
/// ring phones for a caller that has been told no. R-201. Of each it keeps a number, and of a bounded many.
class RefusedMemory
{
public:
    static constexpr qsizetype mostRefused = 10'000;

    /// The request of that transaction key is refused; `until`: after that none of its copies comes.
    void remember(const QByteArray& key, Instant now, Instant until);
    [[nodiscard]] bool isEmpty(Instant now) const { return m_until <= now; }
    [[nodiscard]] bool knows(const QByteArray& key, Instant now) const;

private:
    using Generation = QHash<quint64, Instant>; // until when, by a digest of the key

    Generation m_recent;
    Generation m_older; ///< goes when m_recent is full
    Instant m_until; ///< of the latest
};

} // namespace siprace::proxy
