#pragma once

#include "Draw.h"
#include "Location.h"
#include "Message.h"
#include "ProxySettings.h"
#include "Time.h"
#include "Trace.h"
#include "Why.h"

#include <memory>
#include <variant>
#include <vector>

namespace siprace::proxy {

// ---- inputs ----

/// A message arrived from `source`. `traceNumber` is its n in the trace (0 in tests); effects refer to it.
struct MessageReceived
{
    sip::Message message;
    sip::Hop source;
    int traceNumber = 0;
};
/// What came from `source` is no readable SIP message, for this reason.
struct GarbageReceived
{
    QByteArray datagram;
    QString complaint; ///< of Message::parse()
    sip::Hop source;
    int traceNumber = 0;
};
/// A timer that an effect started has run out.
struct TimerFired
{
    quint64 timer = 0;
};
/// Sending a request or response failed (ICMP, no route). `key` is the Send effect's.
struct SendFailed
{
    quint64 key = 0;
};
using Input = std::variant<MessageReceived, GarbageReceived, TimerFired, SendFailed>;

// ---- effects, each with its reason ----

/// Send this there, exactly as it is.
struct Send
{
    sip::Message message;
    sip::Hop to;
    Why why;
    int causedBy = 0; ///< trace number of the message it answers or follows
    quint64 key = 0; ///< for SendFailed
    bool isStray = false; ///< a response forwarded without a matching client transaction
};
struct StartTimer
{
    quint64 timer = 0;
    Duration after{0};
    QString name; ///< "A" … "M", "C", "100", "linger", "serial"
    QString machine; ///< as in StateChange::machine
    bool couldSend = true; ///< false: its firing only forgets something
    Why why;
};
struct StopTimer
{
    quint64 timer = 0;
    Why why;
};
/// The message just received ends here: absorbed by its transaction, dropped by the policy, refused.
struct Discard
{
    int traceNumber = 0;
    bool byPolicy = false; ///< drawn with ⊘; an absorbed copy or a consumed response is no discard on the ladder
    Why why;
};
/// A word for the trace beyond that.
struct Note
{
    int traceNumber = 0;
    bool isStray = false; ///< the message matched no client transaction
    Why why;
};
struct EnterState
{
    MachineKind kind = MachineKind::InviteClient;
    QString machine;
    QString label;
    sip::Hop peer;
    QString state;
    Why why;
};
using Effect = std::variant<Send, StartTimer, StopTimer, Discard, Note, EnterState>;
using Effects = std::vector<Effect>;

/// Who the proxy is.
struct Identity
{
    QString id; ///< "proxy": branches are z9hG4bK-proxy-1, -2 …
    sip::Hop address; ///< advertised, in Via and Record-Route
    int firstBranch = 1; ///< the next branch number, so that none is used twice after a restart
    Seed seed{}; ///< of the nonces it challenges with
    QByteArray domain = {}; ///< "lab": whose users those at the proxy's own address are; empty: nobody's else
    /// On an open network: a random text of this start, which seals nonces, branches and recorded routes, so that
    /// nobody guesses them; and responses count only from where their request went. Empty where all are our own.
    QByteArray secret = {};
    /// Of a real clock, where others on this host may ask too: a random text that seals nonces where there is no
    /// secret.
    QByteArray nonceKey = {};
};

/// The forking proxy, sans IO: time is an argument, nothing sleeps, reads a clock or calls out. RFC 3261 §16, §17.
class ProxyCore
{
public:
    /// `location` and `ledger` outlive the core; `ledger` may be null (cancel-memory: none).
    ProxyCore(ProxySettings settings, Identity identity, Location* location, CancelLedger* ledger);
    ~ProxyCore();
    ProxyCore(const ProxyCore&) = delete;
    ProxyCore& operator=(const ProxyCore&) = delete;

    /// Takes one input, gives what should happen, in order. The driver performs every effect before the next input.
    [[nodiscard]] Effects handle(const Input& input, Instant now);
    /// Takes back a list that has been performed, so that the next one needs no memory of its own.
    void recycle(Effects&& performed);
    /// The branch number the next core of this node goes on with.
    [[nodiscard]] int nextBranch() const;
    /// How many transactions and contexts live: for bounds and leak tests.
    [[nodiscard]] int liveTransactions() const;
    [[nodiscard]] int liveContexts() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace siprace::proxy
