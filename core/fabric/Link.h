#pragma once

#include "Draw.h"
#include "Impairment.h"
#include "Trace.h"

#include <QHash>

#include <vector>

namespace siprace {

/// One direction of a link: how long each datagram takes, whether it gets lost, doubled, or held back for the next one.
/// Every draw is a function of the seed, the direction, the kind of message and which copy of it this is, so one more
/// message never changes another's fate. Contract, "Chance".
class Link
{
public:
    Link(Seed seed, QByteArray direction, Impairment impairment);

    void setImpairment(const Impairment& impairment) { m_impairment = impairment; }
    [[nodiscard]] const Impairment& impairment() const { return m_impairment; }

    /// What happens to one datagram.
    struct Passage
    {
        bool isLost = false;
        bool isReordered = false; ///< waits until the next datagram of this direction has passed
        Duration delay{0}; ///< from now to its arrival, unless lost
    };
    /// The passages of a message that is handed over `copies` times; more when the link doubles it.
    [[nodiscard]] std::vector<Passage> pass(const MessageFields& fields, int copies);
    /// What happens to a segment of a stream that holds this message: it is sent until it gets through. The first try
    /// of a message is lost where its datagram would be.
    struct SegmentPassage
    {
        int losses = 0; ///< tries that are lost, at most `mostTries`
        Duration delay{0}; ///< of the one that gets through
    };
    static constexpr int mostTries = 16;
    [[nodiscard]] SegmentPassage passSegment(const MessageFields& fields);
    /// The same for what opens connection `number`, try by try.
    [[nodiscard]] SegmentPassage passOpening(int number, const Link& back) const;

private:
    [[nodiscard]] double drawFor(const char* what, const QByteArray& key) const;
    [[nodiscard]] QByteArray nextKey(const MessageFields& fields);
    [[nodiscard]] Duration drawDelay(const QByteArray& key) const;

    Seed m_seed;
    QByteArray m_direction;
    Impairment m_impairment;
    QHash<QByteArray, int> m_count; ///< kind of message → how many have passed
};

} // namespace siprace
