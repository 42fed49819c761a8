#pragma once

#include "Message.h"

#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>

#include <functional>
#include <memory>

// Between Message and sofia-sip's msg_t. Private to core/sip: the only folder that sees the library's headers.

namespace siprace::sip {

struct MessageText;

struct MsgRelease
{
    void operator()(msg_t* msg) const noexcept { msg_destroy(msg); }
};
/// One reference to a msg_t.
using MsgHandle = std::unique_ptr<msg_t, MsgRelease>;

struct MessageAccess
{
    /// A Message with the text of `msg`; takes over the caller's reference and gives it up.
    /// A null Message when it is no SIP.
    [[nodiscard]] static Message adopt(msg_t* msg);
    /// A Message of a datagram that the stack has read already; null when it is no SIP.
    [[nodiscard]] static Message read(const QByteArray& datagram);
    /// A Message of the lines that can be told apart in it, broken or not; `prune` may take some away.
    [[nodiscard]] static Message salvage(const QByteArray& datagram, const std::function<void(MessageText&)>& prune);
    /// The message as sofia-sip wants it for sending: freshly parsed, every header kept as it is written here.
    /// Null when sofia-sip cannot make a message of it.
    [[nodiscard]] static MsgHandle make(const Message& message);
};

} // namespace siprace::sip
