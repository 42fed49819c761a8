#pragma once

#include "CoreState.h"
#include "LocalAnswer.h"
#include "MessageBuilder.h"
#include "ResponseContext.h"

#include <functional>
#include <variant>

namespace siprace::proxy {

/// Checks a new request and finds its targets. RFC 3261 §16.3 to §16.5. `isLoop` tells whether a branch of ours that
/// stands in its Vias was made by the same choice of targets.
/// Gives the proxy's own answer, or what to forward.
using Routing = std::variant<LocalAnswer, RoutedRequest>;
[[nodiscard]] Routing routeRequest(const CoreState& core, const sip::Message& received,
    const std::function<bool(const QByteArray& viaBranch, const QByteArray& loopKey)>& isLoop);

/// An ACK to a 2xx, or a request that is to be passed on without state: one target. RFC 3261 §16.6, §16.11.
/// Gives the message as it is to be sent, or nothing when there is nowhere to send it.
[[nodiscard]] std::optional<Outgoing> routeStateless(const CoreState& core, const sip::Message& received);

/// Takes the proxy's own values out of Route, and undoes what a strict router before it did. RFC 3261 §16.4.
void takeOwnRoutes(const CoreState& core, sip::Message& request);

/// True when this proxy answers for the host of that URI: a name (nobody else could look it up here), or its own
/// address.
[[nodiscard]] bool isOwnDomain(const CoreState& core, const QByteArray& uri);

} // namespace siprace::proxy
