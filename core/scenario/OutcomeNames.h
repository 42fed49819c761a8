#pragma once

#include <QStringView>

#include <span>

namespace siprace {

/// The names that `expect` may pin, in the contract's order. core/check measures exactly these (a test compares them).
[[nodiscard]] std::span<const QStringView> outcomeNames();
/// The classes of a run, first the one that is looked for first.
[[nodiscard]] std::span<const QStringView> runClasses();

} // namespace siprace
