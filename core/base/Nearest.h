#pragma once

#include <QString>
#include <QStringList>

namespace siprace {

/// The candidate a person most likely meant by `word`, counting wrong, missing, extra and swapped letters (at most a
/// third of the word, two in a short one); empty when none is near. Case does not count.
[[nodiscard]] QString nearest(QStringView word, const QStringList& candidates);

/// ": did you mean "answer"?", to put behind what was found; empty when nothing is near.
[[nodiscard]] QString didYouMean(QStringView word, const QStringList& candidates);

} // namespace siprace
