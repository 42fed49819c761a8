#pragma once

#include "Boundary.h"
#include "Check.h"
#include "Loader.h"
#include "SweepAxis.h"
#include "World.h"

#include <QMap>

#include <atomic>
#include <functional>
#include <optional>

namespace siprace {

/// Which part of a sweep split over several programs this one does: cells with index % count == index.
struct SweepShard
{
    int index = 0; ///< from 0; "--shard 1/4" is index 0
    int count = 1;

    bool operator==(const SweepShard&) const = default;
};

/// Reads "I/N", I from 1 to N. Fails with one line.
[[nodiscard]] Result<SweepShard> parseSweepShard(const QString& text);

/// The whole plane of timings of one scenario: every x, every y, every policy is a cell, and a cell is a run (or, with
/// `seeds` > 1, that many). Cells are numbered policy-major, then y, then x.
struct SweepPlan
{
    SweepAxis x;
    std::optional<SweepAxis> y;
    QStringList policies;
    Seed firstSeed; ///< a cell's runs take firstSeed, firstSeed + 1 …
    int seeds = 1;
    SweepShard shard;
    int jobs = 0; ///< threads; 0: one a core

    [[nodiscard]] qint64 cellCount() const; ///< of the whole plane, all shards
    [[nodiscard]] qint64 shardCellCount() const; ///< of this shard
    bool operator==(const SweepPlan&) const = default;
};

/// One cell. Outcome and class are those of the first seed; `shares` says which part of the runs ended in each class.
struct SweepCell
{
    qint64 index = 0; ///< in the whole plane
    int xIndex = 0;
    int yIndex = 0;
    int policyIndex = 0;
    Outcome outcome;
    QString runClass;
    QMap<QString, double> shares; ///< class → 0 … 1; empty with one seed
    std::optional<RacePrediction> predicted; ///< of the two-phone race, where arithmetic alone decides it

    /// True where the run and the arithmetic part: one of them is wrong.
    [[nodiscard]] bool disagrees() const
    {
        return predicted && predicted->bothAnswer != (outcome.dialogsAtCallees > 1);
    }
    bool operator==(const SweepCell&) const = default;
};

/// A sweep over a million cells asks twice.
inline constexpr qint64 manyCells = 1'000'000;

/// Everything that can be known to be wrong before the first run: an unknown policy, one given twice, a path that names
/// nothing or does not take such values at both ends.
[[nodiscard]] Diagnostics checkSweepPlan(const ScenarioSource& source, const SweepPlan& plan);

/// The settings that make a cell's scenario out of the file's: what a click on it runs.
[[nodiscard]] QList<Setting> cellSettings(const SweepPlan& plan, int xIndex, int yIndex);

/// Runs every cell of the plan's shard under the virtual clock, over several threads, and hands the cells to `sink` in
/// order of index (from whichever thread has the next one, one at a time). What waits for its turn is bounded, however
/// many cells there are. Stops soon after `stop` is set; what was handed out by then is whole.
/// Gives the number of cells handed out. Fails with one line when a run cannot be made.
[[nodiscard]] Result<qint64> runSweep(const ScenarioSource& source, const SweepPlan& plan,
    const std::function<void(const SweepCell&)>& sink, const std::atomic<bool>* stop = nullptr);

} // namespace siprace
