#pragma once

#include "Loop.h"
#include "Message.h"

namespace siprace::sip {

/// How a node is reached: it advertises one address and binds another (architecture, "The fabric").
struct Binding
{
    Hop advertised; ///< in Via, Contact, Record-Route
    QByteArray hiddenHost; ///< bound; the port is the advertised one's
};

/// A sofia-sip agent without transactions: parses what arrives, carries what leaves. What a proxy stands on.
class StatelessAgent
{
public:
    using Receive = std::function<void(Message message, const Hop& source)>;

    /// Fails with one line when the address is taken or not ours.
    [[nodiscard]] static Result<std::unique_ptr<StatelessAgent>> create(
        Loop& loop, const Binding& binding, Receive receive);
    ~StatelessAgent();
    StatelessAgent(const StatelessAgent&) = delete;
    StatelessAgent& operator=(const StatelessAgent&) = delete;

    /// Sends the message exactly as it is, Vias included, to that hop. Fails when the stack or the socket refuses.
    Result<void> send(const Message& message, const Hop& to);

private:
    struct Impl;
    explicit StatelessAgent(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace siprace::sip
