#pragma once

#include "LabelBook.h"
#include "LadderGeometry.h"

#include <QHash>

#include <vector>

namespace siprace {

/// What a LadderLayout knows of every message and strip, whether looked at or not. Rebuilt when zoom or trace changes.
struct LadderIndex
{
    /// Heights of a message's ends.
    struct Ends
    {
        double from = 0;
        double to = 0;
        bool isShown = false;
    };
    struct Span
    {
        int state = 0; ///< index into Trace::states
        int node = 0;
        double top = 0;
        double bottom = 0;
        int slot = 0; ///< 0 on the lifeline, 1 right of it, 2 left of it, 3 right again …
        bool isLast = false; ///< nothing of its machine follows
    };

    std::vector<Ends> ends; ///< by n - 1
    std::vector<double> lowestSoFar; ///< by n - 1: of this and all before
    std::vector<double> highestFromHere; ///< by n - 1: of this and all after
    std::vector<Span> spans; ///< by top
    QHash<int, int> stripCounts; ///< node → strips side by side
    LabelBook labels;
    QHash<QByteArray, QList<int>> transactions;

    /// The messages whose arrows may touch top … bottom, as a range of n - 1.
    [[nodiscard]] std::pair<std::size_t, std::size_t> between(double top, double bottom) const;
};

/// Texts placed in one stretch of the ladder, independent of every other stretch.
struct LadderBand
{
    QList<LabelShape> labels;
    QList<WordShape> words;
    QList<BadgeShape> badges;
};

class LadderLayout;
class TimeMap;
struct LadderOptions;

/// Heights of the messages' ends on a map. `positions`: of each node's lifeline, 0 the leftmost.
void placeEnds(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options,
    const std::vector<int>& positions);
/// Heights of the strips on a map.
void placeSpans(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options);
/// What belongs together: Via branch and method of the CSeq, an ACK counted with its INVITE. Empty when it is no SIP.
[[nodiscard]] QByteArray transactionKey(const MessageFields& message);

/// Places the texts of the stretch top … bottom.
[[nodiscard]] LadderBand placeTexts(const LadderLayout& layout, const LadderIndex& index, double top, double bottom);

} // namespace siprace
