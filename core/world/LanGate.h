#pragma once

#include "Trace.h"

#include <QHash>
#include <QSet>

#include <deque>

namespace siprace {

/// Who may say what straight to a phone of ours on a LAN: in a dialog, and to a request of ours, only the hosts that
/// take part in it.
class LanGate
{
public:
    static constexpr qsizetype mostCalls = 20'000; ///< that are followed; of more the oldest is forgotten

    /// That host takes part in the call of `phone`.
    void admit(int phone, const QByteArray& callId, std::uint32_t host);
    [[nodiscard]] bool isParty(int phone, const QByteArray& callId, std::uint32_t host) const;

private:
    using Call = std::pair<int, QByteArray>;
    QHash<Call, QSet<std::uint32_t>> m_parties;
    std::deque<Call> m_calls; ///< the oldest first
};

} // namespace siprace
