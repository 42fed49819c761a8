#pragma once

#include "Narrator.h"
#include "NodeEnvironment.h"
#include "Sdp.h"
#include "UserAgent.h"

#include <memory>

namespace siprace {

/// What every part of one endpoint shares: its environment, its stack, its voice in the trace.
struct EndpointContext
{
    explicit EndpointContext(const NodeEnvironment& env)
        : environment(env)
        , narrator(environment)
        , sdp(id(), env.binding.advertised)
    {
    }

    EndpointContext(const EndpointContext&) = delete;
    EndpointContext& operator=(const EndpointContext&) = delete;

    NodeEnvironment environment;
    Narrator narrator;
    SdpSession sdp;
    std::unique_ptr<sip::UserAgent> agent; ///< null while the node is down

    [[nodiscard]] QByteArray id() const { return environment.id.toLatin1(); }
    [[nodiscard]] const sip::Hop& self() const { return environment.binding.advertised; }
    [[nodiscard]] Instant now() const { return environment.scheduler->now(); }
    /// "z9hG4bK-caller-1", never twice in a run.
    [[nodiscard]] QByteArray newBranch() const;
    /// "b2", then "b2-2".
    [[nodiscard]] QByteArray newTag() const;
    /// "call-1@caller"
    [[nodiscard]] QByteArray newCallId() const;
    [[nodiscard]] QByteArray contact() const { return contactLine(id(), self()); }

    /// Announces and sends a request in a transaction, through the next hop that the network decides.
    [[nodiscard]] std::unique_ptr<sip::ClientTransaction> send(
        const sip::Message& request, const sip::Hop& to, Why why, int causedBy, sip::ResponseHandler onResponse);
    /// The same without a transaction.
    void sendStatelessly(const sip::Message& request, const sip::Hop& to, Why why, int causedBy);
    /// Announces and sends a response. False when the stack refuses it.
    bool answer(sip::ServerTransaction& transaction, const sip::Answer& answer, Why why, int causedBy);
};

} // namespace siprace
