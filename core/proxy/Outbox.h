#pragma once

#include "ProxyCore.h"

#include <unordered_map>

namespace siprace::proxy {

/// Which clock of a transaction or of a context a timer is.
enum class TimerKind : quint8
{
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    Trying, ///< "100": a non-INVITE has waited for T2, RFC 4320
    Serial, ///< "serial": the branch is given up for the next one
    GiveUp, ///< "cancel": no final 64*T1 after the CANCEL
    Linger ///< "linger": the INVITE is forgotten
};
constexpr int timerKinds = int(TimerKind::Linger) + 1;

/// Whose timer it is.
struct TimerTarget
{
    bool isTransaction = true; ///< else a context's
    quint64 owner = 0;
    int branch = -1; ///< of a context
    TimerKind kind = TimerKind::A;
};

/// Collects the effects of one input, in order, and knows whose every running timer is.
class Outbox
{
public:
    void begin(Instant now, int traceNumber);
    [[nodiscard]] Effects take();
    void recycle(Effects&& performed);
    [[nodiscard]] Instant now() const { return m_now; }
    [[nodiscard]] int traceNumber() const { return m_traceNumber; }

    void send(sip::Message message, const sip::Hop& to, Why why, quint64 key = 0, bool isStray = false);
    /// Starts a timer that stops or fires exactly once; gives its id, never 0.
    [[nodiscard]] quint64 start(
        const TimerTarget& target, Duration after, const QString& machine, bool couldSend, const Why& why);
    /// Stops the timer and sets `timer` to 0; fine when it is 0 already.
    void stop(quint64& timer, const Why& why);
    /// The timer has fired: whose was it? Nothing when it is not known any more.
    [[nodiscard]] std::optional<TimerTarget> fired(quint64 timer);
    void state(MachineKind kind, const QString& machine, const QString& label, const sip::Hop& peer,
        const QString& state, const Why& why);
    /// The message at hand ends here. `byPolicy`: thrown away, not merely consumed.
    void discard(Why why, bool byPolicy);
    void note(Why why, bool isStray = false);

    [[nodiscard]] int runningTimers() const { return int(m_targets.size()); }

private:
    Effects m_effects;
    Instant m_now;
    int m_traceNumber = 0;
    quint64 m_lastTimer = 0;
    std::unordered_map<quint64, TimerTarget> m_targets;
};

/// "A", "100", "linger": as traces name it.
[[nodiscard]] QString toString(TimerKind kind);

} // namespace siprace::proxy
