#pragma once

#include "Library.h"

#include <QAbstractItemModel>

namespace siprace::ui {

/// The scenario library as a tree: groups, and under each its scenarios.
class LibraryModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Roles
    {
        PathRole = Qt::UserRole, ///< QString, of a scenario; empty for a group
        IdRole,
        IsGroupRole
    };

    explicit LibraryModel(QObject* parent = nullptr);

    void setEntries(const QList<LibraryEntry>& entries);
    /// The index of the scenario with that path; invalid when it is not in the library.
    [[nodiscard]] QModelIndex indexOf(const QString& path) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Group
    {
        QString name;
        QList<LibraryEntry> entries;
    };
    [[nodiscard]] const LibraryEntry* entryAt(const QModelIndex& index) const;

    QList<Group> m_groups;
};

/// "rfc5407-catalogue" → "Rfc5407 catalogue": a folder name for a person.
[[nodiscard]] QString groupTitle(const QString& folder);

} // namespace siprace::ui
