#include "Trace.h"

#include <algorithm>

namespace siprace {

namespace {
struct TraceApplier
{
    Trace& trace;

    void operator()(const MessageSent& event) const { trace.messages.append(event.message); }
    void operator()(const MessageEnded& event) const
    {
        if (event.n < 1 || event.n > trace.messages.size())
            return;
        TraceMessage& message = trace.messages[event.n - 1];
        message.arrived = event.arrived;
        message.fate = event.fate;
        message.fateWhy = event.why;
        message.isStray = event.isStray;
    }
    void operator()(const StateChange& event) const { trace.states.append(event); }
    void operator()(const TimerChange& event) const { trace.timers.append(event); }
    void operator()(const Decision& event) const { trace.decisions.append(event); }
    void operator()(const ConnectionEvent& event) const { trace.connections.append(event); }
    void operator()(const Trace::Action& event) const { trace.actions.append(event); }
    void operator()(const NodeJoined& event) const
    {
        if (const int known = trace.nodeIndex(event.node.id); known >= 0)
            trace.nodes[known] = event.node; // the phone that was expected there, or it has come back from elsewhere
        else
            trace.nodes.append(event.node);
    }
};
} // namespace

int Trace::nodeIndex(QStringView id) const
{
    for (int i = 0; i < nodes.size(); ++i) {
        if (nodes.at(i).id == id)
            return i;
    }
    return -1;
}

Instant Trace::end() const
{
    Instant latest{};
    for (const TraceMessage& message : messages)
        latest = std::max({latest, message.sent, message.arrived.value_or(message.sent)});
    for (const StateChange& change : states)
        latest = std::max(latest, change.at);
    for (const TimerChange& change : timers)
        latest = std::max(latest, change.at);
    for (const Decision& decision : decisions)
        latest = std::max(latest, decision.at);
    for (const ConnectionEvent& event : connections)
        latest = std::max(latest, event.at);
    for (const Action& action : actions)
        latest = std::max(latest, action.at);
    return latest;
}

void apply(Trace& trace, const Event& event)
{
    std::visit(TraceApplier{trace}, event);
}

QString toString(Role role)
{
    switch (role) {
    case Role::Caller:
        return QStringLiteral("caller");
    case Role::Callee:
        return QStringLiteral("callee");
    case Role::Proxy:
        return QStringLiteral("proxy");
    case Role::External:
        return QStringLiteral("external");
    }
    return {};
}

QString outsidePolicy()
{
    return QStringLiteral("external");
}

QString toString(Fate fate)
{
    switch (fate) {
    case Fate::InFlight:
        return QStringLiteral("in-flight");
    case Fate::Delivered:
        return QStringLiteral("delivered");
    case Fate::Lost:
        return QStringLiteral("lost");
    case Fate::Discarded:
        return QStringLiteral("discarded");
    }
    return {};
}

QString toString(MachineKind kind)
{
    switch (kind) {
    case MachineKind::InviteClient:
        return QStringLiteral("invite-client");
    case MachineKind::InviteServer:
        return QStringLiteral("invite-server");
    case MachineKind::NonInviteClient:
        return QStringLiteral("non-invite-client");
    case MachineKind::NonInviteServer:
        return QStringLiteral("non-invite-server");
    case MachineKind::Dialog:
        return QStringLiteral("dialog");
    case MachineKind::Node:
        return QStringLiteral("node");
    }
    return {};
}

QString toString(ConnectionEvent::What what)
{
    using enum ConnectionEvent::What;
    switch (what) {
    case Connecting:
        return QStringLiteral("connecting");
    case Connected:
        return QStringLiteral("connected");
    case Refused:
        return QStringLiteral("refused");
    case TimedOut:
        return QStringLiteral("timed-out");
    case SegmentLost:
        return QStringLiteral("segment-lost");
    case SegmentAgain:
        return QStringLiteral("segment-again");
    case Stalled:
        return QStringLiteral("stalled");
    case HalfClosed:
        return QStringLiteral("half-closed");
    case Closed:
        return QStringLiteral("closed");
    case Reset:
        return QStringLiteral("reset");
    case Malformed:
        return QStringLiteral("malformed");
    }
    return {};
}

} // namespace siprace
