#pragma once

#include "Hop.h"
#include "Loop.h"
#include "Sofia.h"

#include <unordered_map>
#include <vector>

// What a Loop is made of, for core/sip's own files.

namespace siprace::sip {

struct AgentCore;

struct Loop::Impl
{
    struct Watch
    {
        std::function<void()> readable;
    };

    explicit Impl(std::function<Instant()> clock);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// Lets the stack ask this loop's clock on the calling thread. step() and every agent call it before they enter the
    /// stack, so that several loops can live on one thread.
    void makeCurrent();

    std::function<Instant()> now;
    std::chrono::milliseconds earlier{0}; ///< the stack's time that belongs to runs before this one
    bool isKeepingAgents = false;
    Root root;
    std::unordered_map<int, std::unique_ptr<Watch>> watches;
    std::vector<std::unique_ptr<Watch>> retired; ///< not watched any more; gone with the next step
    std::vector<std::shared_ptr<AgentCore>> keptAgents; ///< nobody's, ready for a next run
};

/// Where an agent listens: "sip:127.100.0.11:5060;transport=udp;maddr=127.200.0.11"; without a transport for all of
/// them.
[[nodiscard]] QByteArray bindingUrl(const Binding& binding);

} // namespace siprace::sip
