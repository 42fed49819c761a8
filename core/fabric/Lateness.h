#pragma once

#include "Time.h"

#include <array>
#include <cstdint>

namespace siprace {

/// How late things happened, of any number of them, in a fixed amount of memory: counted in classes whose width is a
/// 64th of their value, exact up to 64 µs.
class Lateness
{
public:
    void note(Duration late);
    [[nodiscard]] std::int64_t count() const { return m_count; }
    /// So late was that share of them at most, from 0 to 1; within 2 % of it. 0 when there are none.
    [[nodiscard]] Duration share(double part) const;
    [[nodiscard]] Duration maximum() const { return m_maximum; }

private:
    static constexpr std::size_t steps = 64;
    static constexpr std::size_t powers = 40;
    std::array<std::int64_t, steps * powers> m_classes{};
    std::int64_t m_count = 0;
    Duration m_maximum{0};
};

} // namespace siprace
