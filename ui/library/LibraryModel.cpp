#include "LibraryModel.h"

#include <QFileInfo>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

// The internal id of an index: 0 for a group, 1 + the group's row for a scenario.
constexpr quintptr groupLevel = 0;

} // namespace

QString groupTitle(const QString& folder)
{
    QString title = folder;
    title.replace(u'-', u' ');
    title.replace(u'_', u' ');
    if (title.startsWith("rfc"_L1, Qt::CaseInsensitive))
        return u"RFC "_s + title.mid(3).trimmed();
    return title.isEmpty() ? title : title.at(0).toUpper() + title.mid(1);
}

LibraryModel::LibraryModel(QObject* parent)
    : QAbstractItemModel(parent)
{
}

void LibraryModel::setEntries(const QList<LibraryEntry>& entries)
{
    beginResetModel();
    m_groups.clear();
    for (const LibraryEntry& entry : entries) {
        const auto found = std::find_if(
            m_groups.begin(), m_groups.end(), [&](const Group& group) { return group.name == entry.group; });
        if (found == m_groups.end())
            m_groups.append({entry.group, {entry}});
        else
            found->entries.append(entry);
    }
    endResetModel();
}

QModelIndex LibraryModel::indexOf(const QString& path) const
{
    const QString wanted = QFileInfo(path).canonicalFilePath();
    for (int groupRow = 0; groupRow < m_groups.size(); ++groupRow) {
        const QList<LibraryEntry>& entries = m_groups.at(groupRow).entries;
        for (int row = 0; row < entries.size(); ++row) {
            if (QFileInfo(entries.at(row).path).canonicalFilePath() == wanted)
                return createIndex(row, 0, static_cast<quintptr>(groupRow) + 1);
        }
    }
    return {};
}

QModelIndex LibraryModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : groupLevel);
}

QModelIndex LibraryModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == groupLevel)
        return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, groupLevel);
}

int LibraryModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.internalId() != groupLevel || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups.at(parent.row()).entries.size());
}

int LibraryModel::columnCount(const QModelIndex&) const
{
    return 1;
}

const LibraryEntry* LibraryModel::entryAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == groupLevel)
        return nullptr;
    return &m_groups.at(static_cast<int>(index.internalId() - 1)).entries.at(index.row());
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const LibraryEntry* entry = entryAt(index);
    switch (role) {
    case Qt::DisplayRole:
        return entry ? entry->title : groupTitle(m_groups.at(index.row()).name);
    case Qt::ToolTipRole:
        return entry ? u"%1\n%2"_s.arg(entry->title, entry->id) : QVariant();
    case Qt::AccessibleDescriptionRole:
        return entry ? tr("Scenario %1").arg(entry->id) : tr("Group of scenarios");
    case PathRole:
        return entry ? entry->path : QString();
    case IdRole:
        return entry ? entry->id : QString();
    case IsGroupRole:
        return entry == nullptr;
    default:
        return {};
    }
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return entryAt(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::ItemIsEnabled;
}

} // namespace siprace::ui
