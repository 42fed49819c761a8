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

QString labelOf(const Trace& trace, const StateChange& state)
{
    const QString node = trace.nodes.at(state.node).name;
    return state.label.isEmpty() ? node + u' ' + state.machine : node + u' ' + state.label;
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

QList<MachineThen> machinesAt(const Trace& trace, Instant instant)
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
        machines.append({state.node, state.kind, state.machine, labelOf(trace, state), state.state, running});
    }
    std::stable_sort(machines.begin(), machines.end(),
        [](const MachineThen& one, const MachineThen& other) { return one.node < other.node; });
    return machines;
}

} // namespace siprace::ui
