#pragma once

#include "Comparison.h"

#include <QAbstractTableModel>

namespace siprace::ui {

/// The messages that are not the same in all runs of a comparison: what, how, and when each run sent it.
class DifferencesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Kind,
        Message,
        FirstRun ///< the time in run 0; one column for each run
    };
    enum Role
    {
        NumbersRole = Qt::UserRole ///< QList<int>: n in each run, 0 where it is missing
    };

    explicit DifferencesModel(QObject* parent = nullptr);
    void setComparison(const Comparison& comparison);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString timeText(const MatchedMessage& match, int run) const;

    Comparison m_comparison;
    QList<MatchedMessage> m_rows;
};

} // namespace siprace::ui
