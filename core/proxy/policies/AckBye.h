#pragma once

#include "Policies.h"

namespace siprace::proxy {

/// The proxy acknowledges the late 2xx and hangs it up, as the caller would have.
[[nodiscard]] Policy ackBye();

} // namespace siprace::proxy
