#include "OutcomeCells.h"

#include "Numbers.h"
#include "Time.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double longGhostMs = 2000; ///< a person at the phone has noticed by then

Tone toneOfAnswers(double count)
{
    return count == 1 ? Tone::Good : count > 1 ? Tone::Warn : Tone::Plain;
}
Tone toneOfFault(double count)
{
    return count == 0 ? Tone::Good : Tone::Bad;
}
Tone toneOfGhost(double milliseconds)
{
    if (milliseconds <= 0)
        return Tone::Good;
    return milliseconds < longGhostMs ? Tone::Warn : Tone::Bad;
}
Tone toneOfCount(double)
{
    return Tone::Plain;
}

/// A number of the strip: how it is called, read and judged. One row a number.
struct CellKind
{
    const char* id;
    const char* caption;
    const char* meaning;
    double (*valueOf)(const Outcome&);
    Tone (*toneOf)(double);
    bool isTime;
};

constexpr std::array cellKinds{
    CellKind{"2xx_to_caller", QT_TRANSLATE_NOOP("Outcome", "2xx to caller"),
        QT_TRANSLATE_NOOP("Outcome", "Phones whose answer reached the caller."),
        [](const Outcome& o) { return static_cast<double>(o.twoXxToCaller); }, toneOfAnswers, false},
    CellKind{"orphan_dialogs", QT_TRANSLATE_NOOP("Outcome", "orphan dialogs"),
        QT_TRANSLATE_NOOP("Outcome", "Phones that answered and never got an ACK."),
        [](const Outcome& o) { return static_cast<double>(o.orphanDialogs); }, toneOfFault, false},
    CellKind{"ghost_call_ms", QT_TRANSLATE_NOOP("Outcome", "ghost call"),
        QT_TRANSLATE_NOOP("Outcome", "How long a phone was in a call that the caller did not keep."),
        [](const Outcome& o) { return o.ghostCallMs; }, toneOfGhost, true},
    CellKind{"stray_forwarded", QT_TRANSLATE_NOOP("Outcome", "stray forwarded"),
        QT_TRANSLATE_NOOP("Outcome", "Responses the proxy forwarded without a transaction for them."),
        [](const Outcome& o) { return static_cast<double>(o.strayForwarded); }, toneOfFault, false},
    CellKind{"messages", QT_TRANSLATE_NOOP("Outcome", "messages"),
        QT_TRANSLATE_NOOP("Outcome", "Messages sent, retransmissions and lost ones included."),
        [](const Outcome& o) { return static_cast<double>(o.messages); }, toneOfCount, false},
    CellKind{"settled_ms", QT_TRANSLATE_NOOP("Outcome", "settled after"),
        QT_TRANSLATE_NOOP("Outcome", "When the last message had arrived."),
        [](const Outcome& o) { return o.settledMs; }, toneOfCount, true},
};

QString timeText(double milliseconds)
{
    return localNumber(
        humanDuration(std::chrono::round<Duration>(std::chrono::duration<double, std::milli>(milliseconds))));
}

OutcomeCell cellOf(const CellKind& kind, const Outcome& outcome)
{
    const double value = kind.valueOf(outcome);
    const QString text = kind.isTime ? timeText(value) : QString::number(value, 'f', 0);
    return {QString::fromLatin1(kind.id), QCoreApplication::translate("Outcome", kind.caption), text,
        kind.toneOf(value), QCoreApplication::translate("Outcome", kind.meaning)};
}

} // namespace

QList<OutcomeCell> outcomeCells(const Outcome& outcome)
{
    QList<OutcomeCell> cells;
    for (const CellKind& kind : cellKinds)
        cells.append(cellOf(kind, outcome));
    return cells;
}

QList<OutcomeCell> comparedCells(const Outcome& outcome, const QList<Outcome>& all)
{
    QList<OutcomeCell> cells;
    for (const CellKind& kind : cellKinds) {
        OutcomeCell cell = cellOf(kind, outcome);
        const double value = kind.valueOf(outcome);
        const bool differs = std::any_of(
            all.begin(), all.end(), [&](const Outcome& other) { return std::abs(kind.valueOf(other) - value) > 0.5; });
        if (!differs)
            cell.tone = Tone::Plain;
        cells.append(cell);
    }
    return cells;
}

} // namespace siprace::ui
