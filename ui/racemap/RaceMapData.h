#pragma once

#include "Sweep.h"

#include <QLineF>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace siprace::ui {

/// What the map keeps of one cell; a click runs it again, so no trace is kept.
struct RaceMapCell
{
    qint64 index = 0;
    quint8 runClass = 0; ///< 1 + index into runClasses(); 0: not run yet
    quint8 sharePercent = 100; ///< how many of its seeds ended so
    bool disagrees = false;
    float marginMs = 0; ///< of the prediction
    bool isPredicted = false;
};

[[nodiscard]] RaceMapCell raceMapCell(const SweepCell& cell);

/// One map for each policy of a plan, filled in as runs finish.
class RaceMapData
{
public:
    RaceMapData() = default;
    explicit RaceMapData(SweepPlan plan);

    void add(const QList<RaceMapCell>& cells);

    [[nodiscard]] const SweepPlan& plan() const { return m_plan; }
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] int rows() const { return m_rows; }
    [[nodiscard]] int mapCount() const { return static_cast<int>(m_plan.policies.size()); }
    [[nodiscard]] bool isEmpty() const { return m_cells.empty(); }
    [[nodiscard]] qint64 done() const { return m_done; }
    [[nodiscard]] int disagreements() const { return m_disagreements; }
    [[nodiscard]] const RaceMapCell& cell(int map, int column, int row) const;
    /// The name of its class; empty while it has not run.
    [[nodiscard]] QString runClass(int map, int column, int row) const;
    /// The classes seen on one map, in the contract's order from mild to grave.
    [[nodiscard]] QStringList classesOn(int map) const;
    /// Where arithmetic says that the outcome turns: short lines, in columns and rows (0.5 is the middle of the first).
    [[nodiscard]] const QList<QLineF>& boundary() const { return m_boundary; }

private:
    void drawBoundary(int column, int row);

    SweepPlan m_plan;
    int m_columns = 0;
    int m_rows = 0;
    qint64 m_done = 0;
    int m_disagreements = 0;
    std::vector<RaceMapCell> m_cells;
    std::vector<std::vector<bool>> m_seen; ///< by map: the numbers of classes on it
    QList<QLineF> m_boundary;
};

} // namespace siprace::ui
