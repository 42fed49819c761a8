#pragma once

#include "Time.h"

#include <QtGlobal>

#include <cstdint>
#include <unordered_map>

namespace siprace {

/// Keeps whoever shoots at a face from filling the links, the trace and the nodes' time. Of what nobody can read so
/// much of each address is carried as fits a phone that is broken, and no more. What can be read passes, where a trace
/// keeps everything as long as it leaves room for others.
class FloodGate
{
public:
    enum class Answer
    {
        Carried,
        TooMuch, ///< the first that is not
        Refused
    };
    static constexpr int mostAtOnce = 100; ///< unreadable datagrams of an address that are carried in a row
    static constexpr int mostASecond = 10; ///< and how many more each second
    static constexpr int sparingly = 2; ///< readable ones a second of an address that has had its share

    /// A datagram of that address is at a face. True when it is worth the time to see whether it can be read: the
    /// address has sent too much that cannot, or very much at once.
    [[nodiscard]] bool watches(std::uint32_t address, Instant now);
    /// A datagram of that address cannot be read. False when it is one too many.
    bool unreadable(std::uint32_t address, Instant now);
    /// A readable datagram of that address comes, and the trace has room for so many messages more. An address may send
    /// half as many as there is room for, so that however many flood, each leaves some to the next.
    [[nodiscard]] Answer readable(std::uint32_t address, Instant now, qint64 room);

private:
    struct Source
    {
        double left = mostAtOnce;
        Instant seen;
        Instant slot; ///< since when `inSlot` are counted
        int inSlot = 0;
        bool isSuspect = false; ///< it has sent too much, and has not been quiet for long enough since
        qint64 carried = 0; ///< readable ones
        bool hadItsShare = false;
        Instant next; ///< then it may send one again
    };
    Source& source(std::uint32_t address, Instant now);

    std::unordered_map<std::uint32_t, Source> m_sources;
};

} // namespace siprace
