#include "Comparison.h"

#include "MessageMatching.h"
#include "formats/TextForm.h"

#include <algorithm>

namespace siprace {

namespace {

/// What is better of an outcome number, if anything is.
enum class Preference
{
    None,
    Lower,
    Higher,
    One ///< exactly one call is wanted: none is worse than several
};

struct PreferenceRow
{
    QStringView name;
    Preference preference;
};

constexpr PreferenceRow preferenceTable[] = {
    {u"2xx_to_caller", Preference::One},
    {u"orphan_dialogs", Preference::Lower},
    {u"ghost_calls", Preference::Lower},
    {u"ghost_call_ms", Preference::Lower},
    {u"surviving_calls", Preference::Higher},
    {u"killed_by_stray", Preference::Lower},
    {u"misrouted_acks", Preference::Lower},
    {u"dropped_2xx", Preference::Lower},
    {u"stray_forwarded", Preference::Lower},
    {u"cancels_too_late", Preference::Lower},
    {u"retransmissions", Preference::Lower},
};

/// Lower is better, whatever the preference.
double badness(QStringView name, double value)
{
    const auto* row = std::ranges::find(preferenceTable, name, &PreferenceRow::name);
    if (row == std::end(preferenceTable))
        return 0;
    switch (row->preference) {
    case Preference::Lower:
        return value;
    case Preference::Higher:
        return -value;
    case Preference::One:
        return value == 0 ? 1e9 : value;
    case Preference::None:
        break;
    }
    return 0;
}

OutcomeRow outcomeRow(const QString& name, const QList<double>& values)
{
    OutcomeRow row{name, values, {}};
    double best = badness(name, values.first());
    double worst = best;
    for (const double value : values) {
        best = std::min(best, badness(name, value));
        worst = std::max(worst, badness(name, value));
    }
    for (int i = 0; i < values.size() && best != worst; ++i) {
        if (badness(name, values.at(i)) == best)
            row.better.append(i);
    }
    return row;
}

QList<OutcomeRow> outcomeRows(const QList<ComparedRun>& runs)
{
    QList<QList<QPair<QString, double>>> columns;
    for (const ComparedRun& run : runs)
        columns.append(outcomeValues(run.verdict.outcome));
    QList<OutcomeRow> rows;
    for (qsizetype i = 0; !columns.isEmpty() && i < columns.first().size(); ++i) {
        QList<double> values;
        for (const auto& column : columns)
            values.append(column.at(i).second);
        rows.append(outcomeRow(columns.first().at(i).first, values));
    }
    return rows;
}

} // namespace

bool OutcomeRow::differs() const
{
    return std::ranges::any_of(values, [this](double value) { return value != values.first(); });
}

MatchedMessage::Kind Comparison::kindOf(int run, int n) const
{
    if (run < 0 || run >= kinds.size() || n < 1 || n > kinds.at(run).size())
        return MatchedMessage::Kind::Common;
    return kinds.at(run).at(n - 1);
}

Comparison compareRuns(QList<ComparedRun> runs)
{
    Comparison comparison;
    comparison.runs = std::move(runs);
    if (comparison.runs.isEmpty())
        return comparison;
    comparison.messages = matchMessages(comparison.runs);
    for (int i = 0; i < comparison.runs.size(); ++i) {
        QList<MatchedMessage::Kind> kinds(comparison.runs.at(i).trace.messages.size(), MatchedMessage::Kind::Common);
        for (const MatchedMessage& message : std::as_const(comparison.messages)) {
            if (message.n.at(i) != 0)
                kinds[message.n.at(i) - 1] = message.kind;
        }
        comparison.kinds.append(kinds);
    }
    comparison.outcomes = outcomeRows(comparison.runs);
    comparison.firstDivergence = findDivergence(comparison.runs, comparison.messages);
    return comparison;
}

} // namespace siprace
