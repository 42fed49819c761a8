#pragma once

#include "Why.h"
#include "WinnerMemory.h"

namespace siprace::proxy {

/// What becomes of a 2xx to an INVITE.
enum class SuccessAnswer
{
    First, ///< nobody has won yet: forward, and remember it
    Forward,
    Drop,
    AckBye
};

/// What becomes of a response that matches no client transaction.
enum class StrayAnswer
{
    Forward,
    Drop,
    AckBye ///< a late 2xx of a remembered call
};

template <class Answer> struct Answered
{
    Answer answer;
    Why why;
};

/// The questions a policy answers, and nothing else. It looks at knobs only: a new combination needs no code.
class ForkPolicy
{
public:
    ForkPolicy(const PolicyKnobs& knobs, const TimerValues& timers);

    [[nodiscard]] TransactionForm form() const { return m_knobs.transactions; }
    /// `heard`: the To tags of the 2xx this context has forwarded so far.
    [[nodiscard]] Answered<SuccessAnswer> success(
        const sip::Message& response, const QByteArrayList& heard, Instant now) const;
    [[nodiscard]] Answered<StrayAnswer> stray(const sip::Message& response, Instant now) const;

    [[nodiscard]] WinnerMemory& winners() { return m_winners; }
    [[nodiscard]] const PolicyKnobs& knobs() const { return m_knobs; }

private:
    [[nodiscard]] Answered<SuccessAnswer> late(const sip::Message& response, const Winner& winner, qsizetype nth) const;

    PolicyKnobs m_knobs;
    WinnerMemory m_winners;
};

} // namespace siprace::proxy
