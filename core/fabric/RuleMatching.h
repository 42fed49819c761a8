#pragma once

#include "LinkRule.h"
#include "Trace.h"

namespace siprace {

/// True when every key but `nth` fits.
[[nodiscard]] bool matches(const MessageMatch& match, const MessageFields& fields);
/// "200/INVITE", "ACK": a message in a word. Used in keys and sentences.
[[nodiscard]] QByteArray wordFor(const MessageFields& fields);

} // namespace siprace
