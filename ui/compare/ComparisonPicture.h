#pragma once

#include "Comparison.h"
#include "PictureExport.h"

namespace siprace::ui {

/// A comparison as it is taken home: its ladders side by side on one axis, as they are shown.
struct ComparisonPicture
{
    Comparison comparison;
    QList<LadderOptions> options; ///< one a run
    LadderTheme theme = ladderTheme();
};

/// As a comparison is first shown: what all runs have in common is dimmed.
[[nodiscard]] ComparisonPicture pictureOfComparison(const Comparison& comparison);
/// Its comparison with nodes and findings called by the aliases of the options.
[[nodiscard]] Comparison named(const ComparisonPicture& picture);
/// The same with users and addresses replaced, and without aliases, which may be names of people.
[[nodiscard]] ComparisonPicture anonymised(ComparisonPicture picture);
/// The messages of one run that are the same in all; none when it is alone.
[[nodiscard]] QSet<int> commonMessages(const Comparison& comparison, int run);
/// What is written above a column: the policy's label, and the settings that the column has of its own.
[[nodiscard]] QString headingOf(const ComparedRun& run);

/// The suffixes that writeComparison() knows: those of pictures, and html.
[[nodiscard]] QStringList comparisonSuffixes();
/// The bytes of a picture, or of one self-contained page: ladders, table of outcomes, list of differences.
/// Fails with one line for another suffix.
[[nodiscard]] Result<QByteArray> writeComparison(const ComparisonPicture& picture, const QString& suffix);

} // namespace siprace::ui
