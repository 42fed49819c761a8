#pragma once

#include <QByteArray>

#include <cstdint>

namespace siprace {

/// The seed of a run. 1 unless given.
struct Seed
{
    std::uint64_t value = 1;
    bool operator==(const Seed&) const = default;
};

/// A uniform number in [0, 1) that is a function of the seed and a key, and of nothing else: asking one more question
/// never changes the answer to another.
/// Source: the lab's contract, "Chance".
[[nodiscard]] double draw(Seed seed, QByteArrayView key);

/// A uniform whole number in [0, bound); 0 when the bound is 0.
[[nodiscard]] std::uint64_t drawBelow(Seed seed, QByteArrayView key, std::uint64_t bound);

} // namespace siprace
