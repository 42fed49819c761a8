#pragma once

#include "Datagram.h"
#include "Time.h"
#include "Why.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>
#include <variant>

namespace siprace {

class SharedTexts;

/// What a node is in a scenario.
enum class Role
{
    Caller,
    Callee,
    Proxy,
    External
};

/// A lifeline of the ladder.
struct TraceNode
{
    QString id; ///< "b1"
    Role role = Role::Callee;
    QString name; ///< "Phone B1"
    QString address; ///< advertised, always written with block 100: "127.100.0.21:5060"; of an external node its own
    Role as = Role::External; ///< of an external node: what it is to the others

    /// What it does in a call, whoever runs it.
    [[nodiscard]] Role part() const { return role == Role::External ? as : role; }
    bool operator==(const TraceNode&) const = default;
};

/// What became of a message.
enum class Fate
{
    InFlight, ///< on the link still, or held there
    Delivered,
    Lost, ///< by the link, by a rule, or because the receiver was down
    Discarded ///< arrived, and the receiver threw it away on purpose
};

/// The fields of a SIP message that views and rules need; read once, when it was sent.
/// A datagram that is no SIP message has an empty `method` and no `status`.
struct MessageFields
{
    QByteArray firstLine;
    QByteArray method; ///< of a request, else empty
    int status = 0; ///< of a response, else 0
    quint32 cseq = 0;
    QByteArray cseqMethod;
    QByteArray callId;
    QByteArray fromTag;
    QByteArray toTag; ///< empty when there is none
    QByteArray branch; ///< of the topmost Via
    QByteArray requestUri; ///< of a request
    QByteArray contact; ///< URI of the first Contact, empty when there is none

    [[nodiscard]] bool isRequest() const { return !method.isEmpty(); }
    [[nodiscard]] bool isSip() const { return isRequest() || status != 0; }
    [[nodiscard]] bool isFinal() const { return status >= 200; }
    [[nodiscard]] bool isProvisional() const { return status >= 100 && status < 200; }
    [[nodiscard]] bool isSuccess() const { return status >= 200 && status < 300; }
    bool operator==(const MessageFields&) const = default;
};

/// Reads the fields out of the bytes of one datagram; tolerant, never fails: what is not there stays empty.
[[nodiscard]] MessageFields readFields(QByteArrayView datagram);
/// The same, with texts that other messages have too in the same memory.
[[nodiscard]] MessageFields readFields(QByteArrayView datagram, SharedTexts& texts);

/// One message that a node handed to the network, and what became of it.
struct TraceMessage : MessageFields
{
    int n = 0; ///< from 1, in order of sending
    int from = 0; ///< index into Trace::nodes
    int to = 0;
    Instant sent;
    std::optional<Instant> arrived; ///< nothing while in flight, held or lost
    Fate fate = Fate::InFlight;
    int retransmissionOf = 0; ///< n of the earliest equal message, 0 when this is the first. Contract, "Outcome"
    int causedBy = 0; ///< n of the message whose handling sent this one, 0 when a timer or the script did
    Why why; ///< why its sender sent it
    Why fateWhy; ///< why it was lost or discarded
    int connection = 0; ///< the TCP connection that carried it, from 1; 0: a datagram
    bool isStray
        = false; ///< a response that matched no client transaction at the proxy that forwarded it, or received it
    Datagram raw;

    bool operator==(const TraceMessage&) const = default;
};

/// The machines whose states the ladder's strips show.
enum class MachineKind
{
    InviteClient,
    InviteServer,
    NonInviteClient,
    NonInviteServer,
    Dialog, ///< at an endpoint, one per To tag
    Node ///< up, down
};

/// A machine of a node entered a state. `machine` is unique within the node: the Via branch (with "/METHOD" for a
/// non-INVITE one), or the dialog's "callId;localTag;remoteTag".
struct StateChange
{
    Instant at;
    int node = 0;
    MachineKind kind = MachineKind::Dialog;
    QString machine;
    QString label; ///< for a person: "client → B1", "dialog b2"
    int peer = -1; ///< the node at its other end, -1 when unknown
    QByteArray tag; ///< of a dialog: the callee's tag
    QString state; ///< the RFC's word: Calling, Proceeding, Accepted, Completed, Confirmed, Terminated; early,
                   ///< confirmed, terminated; up, down

    bool operator==(const StateChange&) const = default;
};

/// A timer was set, fired, or was stopped.
struct TimerChange
{
    enum class What
    {
        Set,
        Fired,
        Stopped
    };
    Instant at;
    int node = 0;
    QString machine; ///< as in StateChange
    QString name; ///< "A" … "M", "C", "2xx" (the callee core's copies), "no-ack"
    What what = What::Set;
    Instant due; ///< when What::Set

    bool operator==(const TimerChange&) const = default;
};

/// Something a node decided that sends nothing, or that deserves a word beyond the message it sends.
struct Decision
{
    Instant at;
    int node = 0;
    int message = 0; ///< n of the message it is about, 0 for none
    Why why;

    bool operator==(const Decision&) const = default;
};

/// Something that happened to a TCP connection between two nodes.
struct ConnectionEvent
{
    enum class What
    {
        Connecting, ///< a connection is asked for (SYN)
        Connected, ///< it stands, a round trip later
        Refused, ///< nobody listens there
        TimedOut, ///< nobody answered, or nothing was acknowledged for too long
        SegmentLost, ///< the segment with `message` was lost on the link
        SegmentAgain, ///< and is sent again after the retransmission timeout
        Stalled, ///< `message` arrives only now: what was sent before it on the connection was late
        HalfClosed, ///< the node has closed its direction, and still receives
        Closed, ///< both directions are closed
        Reset, ///< the node has broken it off, or has learned that the other end did
        Malformed ///< what the node read is no SIP, so it breaks the connection off
    };
    Instant at;
    int connection = 0; ///< from 1, in the order they were asked for
    int from = 0; ///< who asked for it: index into Trace::nodes
    int to = 0;
    int node = 0; ///< where it happened, one of the two
    int message = 0; ///< n of the message it is about, 0 for none
    What what = What::Connecting;
    QString text; ///< one sentence

    bool operator==(const ConnectionEvent&) const = default;
};

/// The delay error of a run under the real or slow clock: how much later than planned messages arrived.
struct ClockReport
{
    Duration median{0};
    Duration p99{0};
    Duration maximum{0};
    int samples = 0;

    bool operator==(const ClockReport&) const = default;
};

/// How a run ended: settled, time, limit, user. Empty while it runs.
/// A run as a value: copyable, comparable, serialisable; everything shown anywhere is computed from it.
struct Trace
{
    QString scenario; ///< its id
    QString title;
    QString policy;
    QString clock = QStringLiteral("virtual");
    quint64 seed = 1;
    QString ended;
    QList<TraceNode> nodes;
    QList<TraceMessage> messages; ///< messages[n - 1].n == n
    QList<StateChange> states; ///< in time order
    QList<TimerChange> timers;
    QList<Decision> decisions;
    QList<ConnectionEvent> connections; ///< in time order; empty for a run over datagrams alone
    /// Behaviours and settings of the run that break rules on purpose: node index → ids ("deaf-to-ack",
    /// "cancel-unreplied: at-once"); the checks call their findings by-design.
    QList<QPair<int, QString>> byDesign;
    QList<QPair<int, TimerValues>> timerValues; ///< nodes whose base timers are not the defaults
    /// What was cancelled, hung up … by the script: (time, node index, action). Needed to tell a lost call from an
    /// ended one.
    struct Action
    {
        Instant at;
        int node = 0;
        QString what; ///< "cancel", "hang-up" …
        bool operator==(const Action&) const = default;
    };
    QList<Action> actions;
    std::optional<ClockReport> clockReport;
    int malformed = 0; ///< datagrams at faces that were no SIP
    QByteArray scenarioText; ///< the YAML the run was made from, settings applied; empty when unknown

    [[nodiscard]] int nodeIndex(QStringView id) const; ///< -1 when there is none
    /// The latest instant in it.
    [[nodiscard]] Instant end() const;
    bool operator==(const Trace&) const = default;
};

// ---- the same as a stream, for a live view: each event changes a Trace by apply() ----

struct MessageSent
{
    TraceMessage message;
};
/// A message reached its end: arrived, lost or discarded; also sent again when its fate becomes known later.
struct MessageEnded
{
    int n = 0;
    std::optional<Instant> arrived;
    Fate fate = Fate::Delivered;
    Why why;
    bool isStray = false;
};

/// A phone of the LAN has come: its node is the next of Trace::nodes.
struct NodeJoined
{
    TraceNode node;
};

/// One thing that happened. A plain value, copied freely, never changed.
using Event = std::variant<MessageSent, MessageEnded, StateChange, TimerChange, Decision, Trace::Action,
    ConnectionEvent, NodeJoined>;
using Events = QList<Event>;

/// Applies one event to a trace. Events of one recorder must be applied in order.
void apply(Trace& trace, const Event& event);

[[nodiscard]] QString toString(Role role); ///< "caller"
/// What Trace::policy says of a run in which an outside program is the proxy, and none of ours.
[[nodiscard]] QString outsidePolicy();
[[nodiscard]] QString toString(Fate fate); ///< "delivered", "in-flight"
[[nodiscard]] QString toString(MachineKind kind);
[[nodiscard]] QString toString(ConnectionEvent::What what); ///< "connecting", "segment-lost"

} // namespace siprace

Q_DECLARE_METATYPE(siprace::Events)
Q_DECLARE_METATYPE(siprace::Trace)
