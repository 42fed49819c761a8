#include "Moment.h"

#include <QHash>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct MachineKey
{
    int node = 0;
    QString machine;
    bool operator==(const MachineKey&) const = default;
};

size_t qHash(const MachineKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.node, key.machine);
}

bool isOver(const StateChange& state)
{
    if (state.kind == MachineKind::Node)
        return state.state != u"down";
    return state.state.compare("terminated"_L1, Qt::CaseInsensitive) == 0;
}

/// "Proxy client CANCEL → B2": the method tells transactions of one branch apart, and the other end has the name it has
/// on the ladder. A machine whose other end is not known, and a dialog, are called as the node called them.
QString machineLabel(const StateChange& state, const NodeNames& names)
{
    const bool isClient = state.kind == MachineKind::InviteClient || state.kind == MachineKind::NonInviteClient;
    const bool isServer = state.kind == MachineKind::InviteServer || state.kind == MachineKind::NonInviteServer;
    if (!isClient && !isServer)
        return names.of(state.node) + u' ' + (state.label.isEmpty() ? state.machine : state.label);
    const bool isInvite = state.kind == MachineKind::InviteClient || state.kind == MachineKind::InviteServer;
    const QString method = isInvite ? u"INVITE"_s : state.machine.section(u'/', -1);
    const QString peer = names.shortOf(state.peer).isEmpty() ? state.label.section(u' ', 2) : names.shortOf(state.peer);
    const QString way = isClient ? u"client %1 → %2"_s : u"server %1 ← %2"_s;
    return names.of(state.node) + u' ' + way.arg(method, peer);
}

/// The timers of each machine that were set and neither fired nor stopped by then.
QHash<MachineKey, QList<RunningTimer>> timersAt(const Trace& trace, Instant instant)
{
    QHash<MachineKey, QHash<QString, const TimerChange*>> last;
    for (const TimerChange& timer : trace.timers) {
        if (timer.at > instant)
            break;
        last[{timer.node, timer.machine}][timer.name] = &timer;
    }
    QHash<MachineKey, QList<RunningTimer>> running;
    for (auto machine = last.cbegin(); machine != last.cend(); ++machine) {
        for (const TimerChange* timer : machine.value()) {
            if (timer->what == TimerChange::What::Set && timer->due > instant)
                running[machine.key()].append({timer->name, timer->due - instant});
        }
    }
    return running;
}

} // namespace

QList<MachineThen> machinesAt(const Trace& trace, Instant instant, const NodeNames& names)
{
    QHash<MachineKey, const StateChange*> latest;
    QList<MachineKey> order;
    for (const StateChange& state : trace.states) {
        if (state.at > instant)
            break;
        const MachineKey key{state.node, state.machine};
        if (!latest.contains(key))
            order.append(key);
        latest[key] = &state;
    }
    auto timers = timersAt(trace, instant);
    QList<MachineThen> machines;
    for (const MachineKey& key : order) {
        const StateChange& state = *latest.value(key);
        if (isOver(state) || state.node < 0 || state.node >= trace.nodes.size())
            continue;
        QList<RunningTimer> running = timers.value(key);
        std::sort(running.begin(), running.end(), [](const RunningTimer& one, const RunningTimer& other) {
            return std::pair(one.left, one.name) < std::pair(other.left, other.name);
        });
        machines.append({state.node, state.kind, state.machine, machineLabel(state, names), state.state, running});
    }
    std::stable_sort(machines.begin(), machines.end(),
        [](const MachineThen& one, const MachineThen& other) { return one.node < other.node; });
    return machines;
}

} // namespace siprace::ui
