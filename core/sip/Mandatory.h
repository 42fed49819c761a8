#pragma once

#include "MessageData.h"

// The headers every message must have: Via, From, To, Call-ID, CSeq. RFC 3261 §8.1.1, §8.2.6.2.

namespace siprace::sip {

/// What is wrong with the mandatory headers of a message, empty when nothing is: one is missing, or sofia-sip cannot
/// read it. Not asked of what isPlain().
[[nodiscard]] QString mandatoryComplaint(const MessageText& text);

/// Whether all of them are there, written in the plain form that nearly everybody writes and that sofia-sip reads for
/// certain. Saves asking it, which costs more than all else that is done with a message.
[[nodiscard]] bool isPlain(const MessageText& text);
/// Whether the first line is plain too: of a response always, of a request with a SIP URI of ordinary characters.
[[nodiscard]] bool hasPlainFirstLine(const MessageText& text);
/// What sofia-sip says of the text's mandatory headers.
[[nodiscard]] QString libraryComplaint(const QByteArray& datagram);

} // namespace siprace::sip
