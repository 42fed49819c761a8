#pragma once

#include "ClientTransaction.h"
#include "Loop.h"
#include "ServerTransaction.h"
#include "Time.h"

namespace siprace::sip {

/// A sofia-sip agent with transactions: what a caller or a callee stands on. Dialogs are its user's.
/// Made and destroyed between two steps of the loop, never inside a callback (sofia-facts 3).
class UserAgent
{
public:
    enum class Kind
    {
        Caller, ///< every 2xx reaches us, nothing is acknowledged behind our back (sofia-facts 6)
        Callee ///< the stack repeats a 2xx until its ACK (sofia-facts 23)
    };
    struct Handlers
    {
        /// A request that belongs to no transaction: new, or in a dialog. An ACK to a 2xx too; it needs no answer.
        std::function<void(std::unique_ptr<ServerTransaction> request)> request;
        /// A response that matches no client transaction.
        std::function<void(const Message& response)> stray;
    };

    /// Fails with one line when the address is taken or not ours.
    [[nodiscard]] static Result<std::unique_ptr<UserAgent>> create(
        Loop& loop, const Binding& binding, const TimerValues& timers, Kind kind, Handlers handlers);
    ~UserAgent();
    UserAgent(const UserAgent&) = delete;
    UserAgent& operator=(const UserAgent&) = delete;

    /// This message is handed to the agent's socket next: what it brings need not be written anew to be read.
    void expect(const Message& message);
    /// True when the stack can read it. What cannot be read it drops or refuses by itself, without a word to us.
    [[nodiscard]] static bool canRead(const Message& message);
    /// Sends a complete request, its own Via included, in a client transaction. Null when the stack refuses.
    [[nodiscard]] std::unique_ptr<ClientTransaction> send(
        const Message& request, const Hop& to, ResponseHandler onResponse);
    /// Sends a complete request without a transaction: the ACK to a 2xx. False when the stack refuses.
    bool sendStatelessly(const Message& request, const Hop& to);
    /// Answers a request that the stack has not seen, as often as wanted. `toTag` where the request has none.
    bool answerStatelessly(const Message& request, int status, const QByteArray& toTag);

    struct Impl;

private:
    explicit UserAgent(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace siprace::sip
