#pragma once

#include "Time.h"

#include <cstdint>
#include <unordered_map>

namespace siprace {

/// Keeps whoever shoots at a face with what nobody can read from filling the links, the trace and the nodes' time: of
/// each address so much of it is carried as fits a phone that is broken, and no more. What can be read always passes.
class FloodGate
{
public:
    static constexpr int mostAtOnce = 100; ///< unreadable datagrams of an address that are carried in a row
    static constexpr int mostASecond = 10; ///< and how many more each second

    /// A datagram of that address is at a face. True when it is worth the time to see whether it can be read: the
    /// address has sent too much that cannot, or very much at once.
    [[nodiscard]] bool watches(std::uint32_t address, Instant now);
    /// A datagram of that address cannot be read. False when it is one too many.
    bool unreadable(std::uint32_t address, Instant now);

private:
    struct Source
    {
        double left = mostAtOnce;
        Instant seen;
        Instant slot; ///< since when `inSlot` are counted
        int inSlot = 0;
        bool isSuspect = false; ///< it has sent too much, and has not been quiet for long enough since
    };
    Source& source(std::uint32_t address, Instant now);

    std::unordered_map<std::uint32_t, Source> m_sources;
};

} // namespace siprace
