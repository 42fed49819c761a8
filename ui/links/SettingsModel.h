#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QStringList>

namespace siprace::ui {

/// What the small tables of a scenario's settings have in common: a name at the left, fields to its right, some of
/// which can be edited. A row, its texts and its changes are those of the derived model.
class SettingsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

protected:
    /// `headings`: of the columns, the name's first. `fields`: the columns that can be edited.
    SettingsModel(const QStringList& headings, const QList<int>& fields, QObject* parent);

    /// Of a field as it is shown, or as an editor takes it.
    [[nodiscard]] virtual QVariant value(const QModelIndex& index, bool isShown) const = 0;
    /// What a field is, for a tooltip and a screen reader.
    [[nodiscard]] virtual QString tip(const QModelIndex& index) const = 0;
    void tellEveryRow(); ///< that its values may have changed

private:
    QStringList m_headings;
    QList<int> m_fields;
};

} // namespace siprace::ui
