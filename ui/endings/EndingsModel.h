#pragma once

#include "Explorer.h"

#include <QAbstractListModel>

namespace siprace::ui {

/// How a scenario can end, a row an ending, worst first.
class EndingsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles
    {
        ClassRole = Qt::UserRole, ///< of the contract: "two-2xx"
        CountRole, ///< "two-2xx · 2 steps · 240 of 299 replays"
        StepsRole ///< a list of sentences
    };

    explicit EndingsModel(QObject* parent = nullptr);
    void setFound(const Exploration& found);
    [[nodiscard]] const Ending& ending(int row) const { return m_found.endings.at(row); }
    [[nodiscard]] const Exploration& found() const { return m_found; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    Exploration m_found;
};

} // namespace siprace::ui
