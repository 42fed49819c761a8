#pragma once

#include "EndpointSettings.h"
#include "NodeEnvironment.h"

#include <memory>

namespace siprace {

/// A caller on a sofia-sip user agent. `to` of its `call` action is an address-of-record ("sip:bob@lab") or a node id.
[[nodiscard]] std::unique_ptr<Node> makeCaller(const NodeEnvironment& environment, const CallerSettings& settings);

/// A callee on a sofia-sip user agent.
[[nodiscard]] std::unique_ptr<Node> makeCallee(const NodeEnvironment& environment, const CalleeSettings& settings);

} // namespace siprace
