#include "RaceMapData.h"

#include "OutcomeNames.h"

#include <algorithm>

namespace siprace::ui {

namespace {
quint8 classNumber(const QString& runClass)
{
    const auto names = runClasses();
    const auto found = std::ranges::find(names, QStringView(runClass));
    return static_cast<quint8>(1 + std::distance(names.begin(), found));
}
} // namespace

RaceMapCell raceMapCell(const SweepCell& cell)
{
    RaceMapCell kept{cell.index, classNumber(cell.runClass), 100, cell.disagrees(), 0, cell.predicted.has_value()};
    if (cell.predicted)
        kept.marginMs = static_cast<float>(cell.predicted->marginMs);
    double most = 0;
    for (const auto& [runClass, share] : cell.shares.asKeyValueRange()) {
        if (share <= most)
            continue;
        most = share;
        kept.runClass = classNumber(runClass);
        kept.sharePercent = static_cast<quint8>(share * 100 + 0.5);
    }
    return kept;
}

RaceMapData::RaceMapData(SweepPlan plan)
    : m_plan(std::move(plan))
    , m_columns(m_plan.x.count())
    , m_rows(m_plan.y ? m_plan.y->count() : 1)
    , m_cells(static_cast<std::size_t>(m_plan.cellCount()))
    , m_seen(static_cast<std::size_t>(m_plan.policies.size()), std::vector<bool>(runClasses().size() + 2, false))
{
}

void RaceMapData::add(const QList<RaceMapCell>& cells)
{
    const qint64 mapSize = qint64{m_rows} * m_columns;
    for (const RaceMapCell& cell : cells) {
        RaceMapCell& place = m_cells.at(static_cast<std::size_t>(cell.index));
        const bool isNew = place.runClass == 0;
        m_done += isNew ? 1 : 0;
        m_disagreements += cell.disagrees ? 1 : 0;
        place = cell;
        m_seen[static_cast<std::size_t>(cell.index / mapSize)][cell.runClass] = true;
        if (!isNew || cell.index >= mapSize || !cell.isPredicted)
            continue; // the arithmetic is the same for every policy: the first map has it
        const int column = static_cast<int>(cell.index % m_columns);
        const int row = static_cast<int>(cell.index / m_columns);
        for (const int left : {column - 1, column}) {
            for (const int low : {row - 1, row})
                drawBoundary(left, low);
        }
    }
}

/// The line through a square of four neighbours, once all are known: where the margin of the prediction changes its
/// sign, by straight interpolation between their middles (marching squares).
void RaceMapData::drawBoundary(int column, int row)
{
    if (column < 0 || row < 0 || column + 1 >= m_columns || row + 1 >= m_rows)
        return;
    struct Corner
    {
        QPointF at;
        double margin = 0;
    };
    QList<Corner> corners;
    for (const auto& [right, up] : {std::pair{0, 0}, {1, 0}, {1, 1}, {0, 1}}) {
        const RaceMapCell& one = cell(0, column + right, row + up);
        if (!one.isPredicted)
            return;
        corners.append({{column + right + 0.5, row + up + 0.5}, static_cast<double>(one.marginMs)});
    }
    QList<QPointF> crossings;
    for (qsizetype i = 0; i < corners.size(); ++i) {
        const Corner& one = corners.at(i);
        const Corner& next = corners.at((i + 1) % corners.size());
        if ((one.margin > 0) != (next.margin > 0))
            crossings.append(one.at + (next.at - one.at) * (one.margin / (one.margin - next.margin)));
    }
    for (qsizetype i = 0; i + 1 < crossings.size(); i += 2)
        m_boundary.append(QLineF(crossings.at(i), crossings.at(i + 1)));
}

const RaceMapCell& RaceMapData::cell(int map, int column, int row) const
{
    return m_cells.at(static_cast<std::size_t>((qint64{map} * m_rows + row) * m_columns + column));
}

QString RaceMapData::runClass(int map, int column, int row) const
{
    const auto number = cell(map, column, row).runClass;
    const auto names = runClasses();
    return number == 0 || number > names.size() ? QString() : names[number - 1U].toString();
}

QStringList RaceMapData::classesOn(int map) const
{
    const auto names = runClasses();
    const std::vector<bool>& seen = m_seen.at(static_cast<std::size_t>(map));
    QStringList classes;
    for (std::size_t i = names.size(); i >= 1; --i) {
        if (seen[i])
            classes += names[i - 1].toString();
    }
    return classes;
}

} // namespace siprace::ui
