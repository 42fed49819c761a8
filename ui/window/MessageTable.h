#pragma once

#include "NodeNames.h"
#include "Trace.h"

#include <QAbstractTableModel>
#include <QTableView>

#include <functional>

namespace siprace::ui {

/// The messages of a run as rows: what a ladder shows, for whoever reads rather than looks.
class MessageTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Number,
        Sent,
        From,
        To,
        Message,
        Arrived,
        FateOf,
        Reason,
        ColumnCount
    };
    explicit MessageTableModel(QObject* parent = nullptr);
    void setTrace(const Trace& trace);
    /// As the ladder calls a message, and the nodes. A message the ladder has no label for has its first line.
    void setLabels(std::function<QString(int n)> labelOf);
    void setNames(const NodeNames& names);
    /// The same run, grown: what was there stays, but for what became of it.
    void grow(const Trace& trace);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString labelOf(const TraceMessage& message) const;

    Trace m_trace;
    NodeNames m_names;
    std::function<QString(int)> m_labelOf;
};

/// The table itself; its current row is the selected message.
class MessageTable : public QTableView
{
    Q_OBJECT

public:
    explicit MessageTable(QWidget* parent = nullptr);
    [[nodiscard]] MessageTableModel* messages() { return &m_model; }
    void select(int n); ///< without a signal

Q_SIGNALS:
    void chosen(int n);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitRows();

    MessageTableModel m_model;
    bool m_isSelecting = false;
};

} // namespace siprace::ui
