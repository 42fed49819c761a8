#include "EndingsModel.h"

#include "RunClasses.h"

namespace siprace::ui {

EndingsModel::EndingsModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void EndingsModel::setFound(const Exploration& found)
{
    beginResetModel();
    m_found = found;
    endResetModel();
}

int EndingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.endings.size());
}

QVariant EndingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_found.endings.size())
        return {};
    const Ending& one = ending(index.row());
    const int steps = static_cast<int>(one.steps.size());
    switch (role) {
    case Qt::DisplayRole:
        return classSentence(one.runClass);
    case Qt::AccessibleTextRole:
        return classSentence(one.runClass) + QStringLiteral(". ") + one.steps.join(QStringLiteral(". "));
    case ClassRole:
        return one.runClass;
    case CountRole:
        return tr("%1 · %2 · %3 of %4 replays")
            .arg(one.runClass, steps == 1 ? tr("1 step") : tr("%1 steps").arg(steps))
            .arg(one.replays)
            .arg(m_found.replays);
    case StepsRole:
        return one.steps.isEmpty() ? QStringList{tr("Everything comes as early as it can.")} : one.steps;
    default:
        return {};
    }
}

} // namespace siprace::ui
