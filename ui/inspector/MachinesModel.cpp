#include "MachinesModel.h"

#include "Numbers.h"

#include <QStringList>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

/// "L" as the RFC has it; those without a letter in words.
QString timerWord(const QString& name)
{
    if (name == u"2xx")
        return MachinesModel::tr("200 again");
    if (name == u"100")
        return MachinesModel::tr("100 due");
    return name;
}

/// "L 31.9 s"; the timer that fires next stands for all unless `all` are wanted.
QString timersText(const QList<RunningTimer>& timers, bool all)
{
    QStringList parts;
    for (const RunningTimer& timer : timers.first(all ? timers.size() : std::min<qsizetype>(1, timers.size())))
        parts.append(timerWord(timer.name) + u' ' + localNumber(humanDuration(timer.left)));
    return parts.join(u" · "_s);
}

} // namespace

MachinesModel::MachinesModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void MachinesModel::setMachines(const QList<MachineThen>& machines)
{
    if (machines == m_machines)
        return;
    beginResetModel();
    m_machines = machines;
    endResetModel();
}

int MachinesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_machines.size());
}

QVariant MachinesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const MachineThen& machine = m_machines.at(index.row());
    const QString all = timersText(machine.timers, true);
    switch (role) {
    case Qt::DisplayRole:
        return machine.label;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return machine.label + u": "_s + machine.state + (all.isEmpty() ? QString() : u"\n"_s + all);
    case StateRole:
        return machine.state;
    case TimersRole:
        return timersText(machine.timers, false);
    default:
        return {};
    }
}

} // namespace siprace::ui
