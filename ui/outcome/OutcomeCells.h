#pragma once

#include "Check.h"

#include <QList>

namespace siprace::ui {

/// How a number of the outcome is to be taken.
enum class Tone
{
    Plain,
    Good,
    Warn,
    Bad
};

/// One number of the outcome, for a person.
struct OutcomeCell
{
    QString id; ///< name in the contract: "ghost_call_ms"
    QString caption; ///< "ghost call"
    QString value; ///< "320 ms"
    Tone tone = Tone::Plain;
    QString meaning; ///< what the number counts, one sentence

    bool operator==(const OutcomeCell&) const = default;
};

/// The numbers the strip shows, in order: 2xx to the caller, orphan dialogs, ghost call, strays, messages, settled.
[[nodiscard]] QList<OutcomeCell> outcomeCells(const Outcome& outcome);
/// The same for one column of a comparison: a number that is the same in all is plain; of those that differ the best
/// are good. `all` has this outcome too.
[[nodiscard]] QList<OutcomeCell> comparedCells(const Outcome& outcome, const QList<Outcome>& all);

} // namespace siprace::ui
