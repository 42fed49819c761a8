#pragma once

#include "Trace.h"

#include <QList>
#include <QString>

namespace siprace::ui {

/// One line of two messages laid over each other.
struct DiffLine
{
    enum class Side
    {
        Both,
        First, ///< only in the first
        Second
    };
    Side side = Side::Both;
    QString text;
    int changedFrom = 0; ///< characters that set it apart from its counterpart on the other side
    int changedLength = 0;

    bool operator==(const DiffLine&) const = default;
};

/// What two messages have in common and what not, line by line; the line of the first stands above its counterpart.
[[nodiscard]] QList<DiffLine> diffMessages(const TraceMessage& first, const TraceMessage& second);

} // namespace siprace::ui
