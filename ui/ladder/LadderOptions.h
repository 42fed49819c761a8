#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

namespace siprace {

enum class Spacing
{
    TrueTime, ///< time is the distance down the page
    Even ///< one row a message
};

/// What a person chose to see. The same for screen and export.
struct LadderOptions
{
    Spacing spacing = Spacing::TrueTime;
    bool foldSilences = true;
    bool showStrips = true;
    bool showFindings = true;
    double pxPerMs = 0.64; ///< zoom; TrueTime
    double rowHeight = 26; ///< zoom; Even
    double width = 820; ///< of the whole picture; more when the lanes need it
    QList<int> nodeOrder; ///< indexes of nodes from left to right; those not in it follow. Empty: as in the trace
    QSet<int> hiddenNodes; ///< with every message from or to them
    QHash<int, QString> aliases; ///< node → name shown
    QSet<int> hiddenMessages; ///< left out: filter, "only differences"
    QSet<int> dimmedMessages; ///< faded: common to all in a comparison, no match in a search

    bool operator==(const LadderOptions&) const = default;
};

} // namespace siprace
