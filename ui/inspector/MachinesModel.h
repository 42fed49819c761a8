#pragma once

#include "Moment.h"

#include <QAbstractListModel>

namespace siprace::ui {

/// The transactions and dialogs of one instant.
class MachinesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles
    {
        StateRole = Qt::UserRole, ///< QString
        TimersRole ///< QString: "L 31.9 s"
    };

    explicit MachinesModel(QObject* parent = nullptr);
    void setMachines(const QList<MachineThen>& machines);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QList<MachineThen> m_machines;
};

} // namespace siprace::ui
