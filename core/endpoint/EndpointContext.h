#pragma once

#include "Digest.h"
#include "EndpointSettings.h"
#include "Narrator.h"
#include "NodeEnvironment.h"
#include "Sdp.h"
#include "UserAgent.h"

#include <list>
#include <memory>

namespace siprace {

using ServerTransactionPtr = std::shared_ptr<sip::ServerTransaction>;

/// What every part of one endpoint shares: its environment, its stack, its voice in the trace.
struct EndpointContext
{
    EndpointContext(const NodeEnvironment& env, sip::UserAgent::Kind agentKind)
        : environment(env)
        , kind(agentKind)
        , narrator(environment)
        , sdp(id(), env.binding.advertised)
    {
    }
    EndpointContext(const EndpointContext&) = delete;
    EndpointContext& operator=(const EndpointContext&) = delete;

    NodeEnvironment environment;
    sip::UserAgent::Kind kind;
    Narrator narrator;
    SdpSession sdp;
    Account account; ///< who it is when it is asked
    bool sendsEarly100 = false; ///< behaviour `early-100`
    std::unique_ptr<sip::UserAgent> agent; ///< null while the node is down
    sip::Hop arrivedFrom; ///< who sent what is being handled, and from which port
    std::list<ServerTransactionPtr> refused; ///< INVITEs whose failure response still waits for its ACK

    [[nodiscard]] QByteArray id() const { return environment.id.toLatin1(); }
    /// Our address as the next hop is to know it: with the transport that is spoken there.
    [[nodiscard]] sip::Hop self(const sip::Hop& next) const;
    /// The same for who sent this.
    [[nodiscard]] sip::Hop self(const sip::Message& received) const;
    [[nodiscard]] Instant now() const { return environment.scheduler->now(); }
    [[nodiscard]] const TimerValues& timers() const { return environment.timers; }
    /// "z9hG4bK-caller-1", never twice in a run.
    [[nodiscard]] QByteArray newBranch() const;
    /// "b2", then "b2-2".
    [[nodiscard]] QByteArray newTag() const;
    /// "b2-x1", where no dialog comes of it: the tags of dialogs stay in order.
    [[nodiscard]] QByteArray newOutsideTag() const;
    /// "call-1@caller"
    [[nodiscard]] QByteArray newCallId() const;
    /// The Contact line of a request to that hop, and of a response to this request.
    [[nodiscard]] QByteArray contact(const sip::Hop& next) const { return contactLine(id(), self(next)); }
    [[nodiscard]] QByteArray contact(const sip::Message& request) const { return contactLine(id(), self(request)); }
    /// A URI for people: the id of the node it leads to, or the URI itself when nobody here owns it.
    [[nodiscard]] QString readable(const QByteArray& uri) const;
    /// The credentials a challenge asks for; empty when we have none. `wanted`: the user they are best of.
    [[nodiscard]] QByteArrayList credentialsFor(const sip::Message& challenge, const QByteArray& method,
        const QByteArray& uri, const QByteArray& wanted = {}) const;
    /// A whole number from 0 to `last`, another one for every use of a key. Contract, "Chance".
    [[nodiscard]] int drawn(const QByteArray& key, int last) const;

    /// Announces and sends a request in a transaction, through the next hop that the network decides.
    [[nodiscard]] std::unique_ptr<sip::ClientTransaction> send(
        const sip::Message& request, const sip::Hop& to, Why why, int causedBy, sip::ResponseHandler onResponse);
    /// The same without a transaction.
    void sendStatelessly(const sip::Message& request, const sip::Hop& to, Why why, int causedBy);
    /// Announces and sends a response; a final one to a non-INVITE request T1 later where the behaviour `early-100`
    /// sends a 100 first.
    void answer(const ServerTransactionPtr& transaction, const sip::Answer& answer, Why why, int causedBy);
    /// Answers a request that the stack has not seen. `announced` already.
    void answerStatelessly(sip::Message request, int status, const QByteArray& toTag);
    /// Answers with a failure; one to an INVITE is kept until its ACK, or 64*T1.
    void refuse(const ServerTransactionPtr& transaction, const sip::Answer& answer, Why why, int causedBy);
    /// A request that the stack has not seen, as if it had: where its Via is that of an outside node, the alias it came
    /// from is noted as received=, so that an answer goes back the same way.
    [[nodiscard]] sip::Message asReceived(sip::Message request) const;
    /// The same as answer(), at once.
    void answerNow(sip::ServerTransaction& transaction, const sip::Answer& answer, Why why, int causedBy);

private:
    [[nodiscard]] QByteArray unguessable(const QByteArray& text) const;
};

} // namespace siprace
