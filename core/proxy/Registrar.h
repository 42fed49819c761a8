#pragma once

#include "CoreState.h"
#include "LocalAnswer.h"

namespace siprace::proxy {

/// Handles a REGISTER for this proxy's own domain, all of it or nothing. RFC 3261 §10.3.
[[nodiscard]] LocalAnswer registerContacts(const CoreState& core, const sip::Message& request);

} // namespace siprace::proxy
