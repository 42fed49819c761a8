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
{
}

void RaceMapData::add(const QList<RaceMapCell>& cells)
{
    for (const RaceMapCell& cell : cells) {
        RaceMapCell& place = m_cells.at(static_cast<std::size_t>(cell.index));
        m_done += place.runClass == 0 ? 1 : 0;
        m_disagreements += cell.disagrees ? 1 : 0;
        place = cell;
    }
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
    std::vector<bool> seen(names.size() + 2, false);
    const auto first = m_cells.begin() + qint64{map} * m_rows * m_columns;
    std::for_each(
        first, first + qint64{m_rows} * m_columns, [&seen](const RaceMapCell& cell) { seen[cell.runClass] = true; });
    QStringList classes;
    for (std::size_t i = names.size(); i >= 1; --i) {
        if (seen[i])
            classes += names[i - 1].toString();
    }
    return classes;
}

} // namespace siprace::ui
