#pragma once

#include "Message.h"

#include <functional>
#include <memory>

namespace siprace::sip {

/// What a user agent answers, beyond what is copied from the request.
struct Answer
{
    int status = 200;
    QByteArray reason; ///< empty: the RFC's phrase
    QByteArrayList headers; ///< whole lines without line end: "Contact: <sip:b1@127.100.0.21:5060>"
    QByteArray body; ///< SDP; empty for none
};

/// One request that arrived, and what we answer. RFC 3261 §17.2; sofia-facts 23 to 35.
/// Keep an INVITE's as long as copies of it may come; dropped unanswered, any request is answered 500 by the stack.
class ServerTransaction
{
public:
    /// What may still happen to an INVITE.
    struct Events
    {
        std::function<void(const Message& ack)> acknowledged; ///< to a failure; to a 2xx for callees only
        std::function<void(const Message& cancel)> cancelled; ///< the stack has answered the CANCEL with 200
        std::function<void()> unacknowledged; ///< no ACK within 64*T1 of the final response
    };

    ~ServerTransaction();
    ServerTransaction(const ServerTransaction&) = delete;
    ServerTransaction& operator=(const ServerTransaction&) = delete;

    [[nodiscard]] const Message& request() const;
    /// The To tag of all our responses, where the request has none. Before the first of them.
    void setTag(const QByteArray& tag);
    void bind(Events events);
    /// Sends a response; a 2xx again sends it again. False when the stack refuses: a final response is out already.
    bool respond(const Answer& answer);
    /// The highest status sent, 0 before any.
    [[nodiscard]] int status() const;

    struct Impl;

private:
    friend class UserAgent;
    explicit ServerTransaction(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl;
};

} // namespace siprace::sip
