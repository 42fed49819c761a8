#include "SettingsModel.h"

namespace siprace::ui {

SettingsModel::SettingsModel(const QStringList& headings, const QList<int>& fields, QObject* parent)
    : QAbstractTableModel(parent)
    , m_headings(headings)
    , m_fields(fields)
{
}

int SettingsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_headings.size());
}

QVariant SettingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tip(index);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::DisplayRole:
    case Qt::EditRole:
        return value(index, role == Qt::DisplayRole);
    default:
        return {};
    }
}

QVariant SettingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_headings.value(section);
}

Qt::ItemFlags SettingsModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags plain = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return m_fields.contains(index.column()) ? plain | Qt::ItemIsEditable : plain;
}

void SettingsModel::tellEveryRow()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

} // namespace siprace::ui
