#pragma once

#include "Message.h"

#include <functional>
#include <memory>

namespace siprace::sip {

/// What a client transaction hands up: a response, or what the stack itself made of silence or of an error.
struct ClientResponse
{
    Message message; ///< a response of the stack's own has no more than its status
    int status = 0;
    bool isLocal = false; ///< made by the stack: 408 for a timeout, 481, 487 or 503; never on the wire
};
using ResponseHandler = std::function<void(const ClientResponse&)>;

/// One request and its responses, owned. RFC 3261 §17.1; sofia-facts 6 to 22. May be dropped inside its own handler:
/// then nothing more is heard of it, and responses that still come are strays. An INVITE dropped before its final
/// response and without a CANCEL ends on the spot, unacknowledged (sofia-facts 12).
class ClientTransaction
{
public:
    ~ClientTransaction();
    ClientTransaction(const ClientTransaction&) = delete;
    ClientTransaction& operator=(const ClientTransaction&) = delete;

    /// Cancels an INVITE. The CANCEL waits for a provisional response unless `atOnce`; a final one makes it needless
    /// and `onResponse` gets a local 481. Null when there is nothing to cancel any more. RFC 3261 §9.1.
    [[nodiscard]] std::unique_ptr<ClientTransaction> cancel(bool atOnce, ResponseHandler onResponse);
    /// The highest status so far, 0 before any response.
    [[nodiscard]] int status() const;
    [[nodiscard]] bool hasFinal() const { return status() >= 200; }

    struct Impl;

private:
    friend class UserAgent;
    explicit ClientTransaction(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl;
};

} // namespace siprace::sip
