#pragma once

#include "Message.h"
#include "SipText.h"

#include <vector>

// How a Message keeps itself: the lines of its text, in order, as slices of one buffer. Private to core/sip.

namespace siprace::sip {

/// The headers that the lab itself reads or edits; all others are carried as they are.
enum class Field : quint8
{
    Other,
    Via,
    From,
    To,
    CallId,
    CSeq,
    MaxForwards,
    Route,
    RecordRoute,
    Contact,
    ContentLength
};

/// The field of a header name, compact form or not. RFC 3261 §7.3.3.
[[nodiscard]] Field fieldOf(QByteArrayView name);
/// "Via" for "v"; the name itself when it is no compact form.
[[nodiscard]] QByteArrayView fullName(QByteArrayView name);

/// One header line; slices of what its MessageText holds: hand out only owned() copies.
struct HeaderLine
{
    Field field = Field::Other;
    QByteArrayView name;
    QByteArrayView value;
};

/// A message as lines. Via, Route and Record-Route have one line a value.
struct MessageText
{
    QByteArray source; ///< what most slices point into; never edited
    QByteArrayList kept; ///< what the others point into
    QByteArrayView method; ///< of a request
    QByteArrayView requestUri;
    int status = 0; ///< of a response
    QByteArrayView reason;
    std::vector<HeaderLine> lines;
    QByteArrayView body;

    /// Holds `text` for as long as this message and its copies live; gives the slice that is all of it.
    QByteArrayView keep(const QByteArray& text)
    {
        kept.append(text);
        return kept.constLast();
    }

    /// Takes a datagram apart; gives what is wrong with it, empty when nothing is. RFC 3261 §7, §18.3.
    [[nodiscard]] static QString read(const QByteArray& datagram, MessageText& into);
    [[nodiscard]] QByteArray write() const;

    [[nodiscard]] const HeaderLine* first(Field field) const;
    [[nodiscard]] bool isRequest() const { return !method.isEmpty(); }
};

/// Reads one Via value, tolerant of white space; nothing when it has no sent-by.
[[nodiscard]] std::optional<Via> readVia(QByteArrayView value);
[[nodiscard]] QByteArray writeVia(const Via& via);

struct Message::Data
{
    MessageText text;
    bool isPlain = false; ///< as read; an edit makes nothing odd of it

    /// What is asked for again and again, read once and forgotten by the edit that changes it.
    struct Identity
    {
        QByteArray callId;
        QByteArray fromTag;
        QByteArray toTag;
        quint32 cseq = 0;
        QByteArray cseqMethod;
    };
    mutable std::optional<Identity> identity;
    mutable bool hasReadTopVia = false;
    mutable std::optional<Via> topVia;
};

} // namespace siprace::sip
