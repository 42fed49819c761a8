#include "WinnerMemory.h"

namespace siprace::proxy {

namespace {
constexpr qsizetype mostWinners = 65'536; ///< bound of the memory; beyond it the oldest are forgotten early
}

WinnerMemory::WinnerMemory(const PolicyKnobs& knobs, const TimerValues& timers)
    : m_by(knobs.rememberBy)
    , m_length(knobs.rememberFor.value_or(timers.T1x64()))
{
    // Dropping and hanging up late 2xx need to know who won, whatever the knob leaves out.
    if (m_by == RememberBy::Nothing && knobs.late2xx != Late2xx::Forward)
        m_by = RememberBy::ToTag;
}

std::optional<Winner> WinnerMemory::find(const sip::Message& success, Instant now) const
{
    if (m_by == RememberBy::Nothing)
        return {};
    const auto found = m_winners.constFind(keyOf(success));
    if (found == m_winners.cend() || found->until <= now)
        return {};
    return *found;
}

void WinnerMemory::remember(const sip::Message& success, qsizetype upstreamRoutes, Instant now)
{
    if (m_by == RememberBy::Nothing)
        return;
    forgetOld(now);
    m_winners.insert(keyOf(success), {success.toTag(), now + m_length, upstreamRoutes});
}

/// The recipe knows the Call-ID alone; else the INVITE: Call-ID, From tag and CSeq number.
QByteArray WinnerMemory::keyOf(const sip::Message& success) const
{
    if (m_by == RememberBy::CallId)
        return success.callId();
    return success.callId() + '|' + success.fromTag() + '|' + QByteArray::number(success.cseq());
}

void WinnerMemory::forgetOld(Instant now)
{
    if (m_winners.size() < 1024)
        return;
    m_winners.removeIf([now](const auto& entry) { return entry.value().until <= now; });
    if (m_winners.size() < mostWinners)
        return;
    auto oldest = m_winners.begin();
    for (auto entry = m_winners.begin(); entry != m_winners.end(); ++entry) {
        if (entry->until < oldest->until)
            oldest = entry;
    }
    m_winners.erase(oldest);
}

} // namespace siprace::proxy
