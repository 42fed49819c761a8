#pragma once

#include "Check.h"
#include "formats/JsonWriter.h"

#include <optional>

namespace siprace {

/// One column of a comparison.
struct ComparedRun
{
    QString label; ///< "drop-late-2xx", or "invfix, proxy.t1=100ms"
    Trace trace;
    Verdict verdict;
};

/// The same message in several runs: the same method or status, CSeq, dialog, branch's target, direction, n-th copy.
struct MatchedMessage
{
    enum class Kind
    {
        Common, ///< in every run, at the same times, with the same fate
        Moved, ///< in every run, at other times or with another fate
        OnlyHere ///< missing in at least one run
    };
    Kind kind = Kind::Common;
    QList<int> n; ///< one a run: its n there, 0 where it is missing
    QString what; ///< "proxy>caller 200/INVITE (b2)", for a person, with "×3" for a third copy

    bool operator==(const MatchedMessage&) const = default;
};

/// Where two runs first part, and why.
struct Divergence
{
    Instant at;
    int run = 0; ///< index of the run whose message is meant
    int n = 0; ///< its message, 0 when that run just lacks one
    QString text; ///< a sentence: where, what, and the reasons of both sides
    bool operator==(const Divergence&) const = default;
};

/// One row of the table of outcomes.
struct OutcomeRow
{
    QString name; ///< of the contract
    QList<double> values; ///< one a run
    QList<int> better; ///< indexes of the runs with the best value; empty when all are alike or neither is better

    [[nodiscard]] bool differs() const;
    bool operator==(const OutcomeRow&) const = default;
};

struct Comparison
{
    QList<ComparedRun> runs;
    QList<MatchedMessage> messages; ///< in the order of the earliest run that has it
    std::optional<Divergence> firstDivergence; ///< nothing: the runs are the same
    QList<OutcomeRow> outcomes; ///< every outcome number, in the contract's order
    QList<QList<MatchedMessage::Kind>> kinds; ///< by run, by n - 1

    /// The kind of message n of a run; Common when there is no such message.
    [[nodiscard]] MatchedMessage::Kind kindOf(int run, int n) const;
};

/// Compares two to four runs (one is allowed and has no differences).
[[nodiscard]] Comparison compareRuns(QList<ComparedRun> runs);
/// `compare --json`: {"scenario":…,"runs":[run…],"differences":[…]}; ends with a line feed.
[[nodiscard]] QByteArray comparisonJson(const Comparison& comparison, bool raw = false);
/// The table of outcomes and the list of differences, for a terminal; the best values are marked with '*'.
[[nodiscard]] QString comparisonText(const Comparison& comparison);

} // namespace siprace
