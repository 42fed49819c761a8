#pragma once

#include "NodeNames.h"
#include "Trace.h"

#include <QList>

namespace siprace::ui {

/// A timer that is running.
struct RunningTimer
{
    QString name; ///< "L"
    Duration left{0};

    bool operator==(const RunningTimer&) const = default;
};

/// A transaction or dialog as it was at one instant.
struct MachineThen
{
    int node = 0;
    MachineKind kind = MachineKind::Dialog;
    QString machine;
    QString label; ///< "Proxy client INVITE → B1"
    QString state; ///< the RFC's word
    QList<RunningTimer> timers; ///< the next to fire first

    bool operator==(const MachineThen&) const = default;
};

/// Every transaction and dialog that was open at that instant, in the order of the nodes, then of their beginning.
/// What is terminated is left out; a node is in it only while it is down.
[[nodiscard]] QList<MachineThen> machinesAt(const Trace& trace, Instant instant, const NodeNames& names);

} // namespace siprace::ui
