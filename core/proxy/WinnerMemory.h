#pragma once

#include "Message.h"
#include "ProxySettings.h"

#include <QHash>

#include <optional>

namespace siprace::proxy {

/// The 2xx that was forwarded first.
struct Winner
{
    QByteArray toTag;
    Instant until; ///< forgotten then
    qsizetype upstreamRoutes = 0; ///< Record-Route values of its response that lie above, this proxy's included
};

/// Remembers who won, longer than any transaction does: `remember-by`, `remember-for`.
class WinnerMemory
{
public:
    WinnerMemory(const PolicyKnobs& knobs, const TimerValues& timers);

    /// The winner of the call that this 2xx to an INVITE belongs to; nothing when none is remembered (any more).
    [[nodiscard]] std::optional<Winner> find(const sip::Message& success, Instant now) const;
    /// `success` is the first that was forwarded.
    void remember(const sip::Message& success, qsizetype upstreamRoutes, Instant now);
    [[nodiscard]] Duration length() const { return m_length; }
    [[nodiscard]] int size() const { return int(m_winners.size()); }

private:
    [[nodiscard]] QByteArray keyOf(const sip::Message& success) const;
    void forgetOld(Instant now);

    RememberBy m_by;
    Duration m_length;
    QHash<QByteArray, Winner> m_winners;
};

} // namespace siprace::proxy
