#pragma once

#include "LoopImpl.h"
#include "MessageAccess.h"
#include "UserAgent.h"

// The handles behind UserAgent and its transactions. Private to core/sip.

namespace siprace::sip {

/// What the transactions of an agent share: when it is gone, so are the stack's handles of all of them.
struct AgentCore
{
    AgentCore(Loop& ownLoop, QByteArray ownKind)
        : loop(ownLoop)
        , kind(std::move(ownKind))
    {
    }

    Loop& loop;
    QByteArray kind; ///< address and settings: an agent kept for a next run serves only the same ones again
    Agent agent;
    nta_leg_t* defaultLeg = nullptr; ///< the agent's: dies with it
    UserAgent::Impl* user = nullptr; ///< null while it is kept for a next run
    Message arriving; ///< what is handed to it

    /// The message of the stack, whose reference it takes over: read from the datagram that brought it where that is
    /// known, else from the stack's own writing of it.
    [[nodiscard]] Message adopt(msg_t* msg);
};

/// Makes the loop of a living agent current; false when the agent is gone.
[[nodiscard]] bool enterStack(const std::weak_ptr<AgentCore>& core);

struct ClientTransaction::Impl : std::enable_shared_from_this<Impl>
{
    std::weak_ptr<AgentCore> core;
    nta_outgoing_t* handle = nullptr; ///< the stack's; valid while the agent lives and we have not given it back
    ResponseHandler onResponse;

    /// True when the handle may be used; the loop's clock is the stack's then.
    [[nodiscard]] bool enter() const { return handle && enterStack(core); }
    void receive(const sip_t* sip);
    static int onAnswer(void* self, nta_outgoing_t* handle, const sip_t* sip) noexcept;
};

struct ServerTransaction::Impl : std::enable_shared_from_this<Impl>
{
    std::weak_ptr<AgentCore> core;
    nta_incoming_t* handle = nullptr; ///< as above
    Message request;
    Events events;

    /// True when the handle may be used; the loop's clock is the stack's then.
    [[nodiscard]] bool enter() const { return handle && enterStack(core); }
    void receive(const sip_t* sip);
    static int onEvent(void* self, nta_incoming_t* handle, const sip_t* sip) noexcept;
};

struct UserAgent::Impl
{
    Handlers handlers;
    std::shared_ptr<AgentCore> core;

    void receiveRequest(nta_incoming_t* handle);
    static int onRequest(void* core, nta_leg_t* leg, nta_incoming_t* handle, const sip_t* sip) noexcept;
    static int onStray(void* core, nta_agent_t* agent, msg_t* msg, sip_t* sip) noexcept;
};

/// "sip:127.100.0.12:5060;transport=udp"
[[nodiscard]] QByteArray hopUri(const Hop& hop);

} // namespace siprace::sip
