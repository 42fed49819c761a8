#pragma once

#include "Trace.h"

#include <QList>
#include <QString>

namespace siprace::ui {

/// What a stretch of a message's text is.
enum class SpanKind
{
    FirstLine,
    HeaderName,
    Uri, ///< sip:bob@lab
    Quoted, ///< "Alice"
    KeyField ///< To-tag, branch of the topmost Via, CSeq: what tells transactions and dialogs apart
};

/// A stretch of one line, in characters.
struct MarkedSpan
{
    int start = 0;
    int length = 0;
    SpanKind kind = SpanKind::HeaderName;

    bool operator==(const MarkedSpan&) const = default;
};

struct MarkedLine
{
    QString text;
    QList<MarkedSpan> spans;
    bool isMarked = false; ///< the line that says which dialog this is

    bool operator==(const MarkedLine&) const = default;
};

/// A message as lines to show: the header, and its body apart.
struct MarkedMessage
{
    QList<MarkedLine> head;
    QStringList body; ///< empty when there is none

    bool operator==(const MarkedMessage&) const = default;
};

/// Marks what matters in a message. Tolerant: what is no SIP comes back as plain lines.
[[nodiscard]] MarkedMessage markMessage(const TraceMessage& message);

} // namespace siprace::ui
