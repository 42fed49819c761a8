#pragma once

#include "Comparison.h"

namespace siprace {

/// Puts the messages of all runs side by side, by what they are, not by when or in which order. In the order of the
/// earliest instant at which a run sent it.
[[nodiscard]] QList<MatchedMessage> matchMessages(const QList<ComparedRun>& runs);
/// The first message that is not the same everywhere, with the reasons of both sides.
[[nodiscard]] std::optional<Divergence> findDivergence(
    const QList<ComparedRun>& runs, const QList<MatchedMessage>& messages);

} // namespace siprace
