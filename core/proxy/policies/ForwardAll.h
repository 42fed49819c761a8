#pragma once

#include "Policies.h"

namespace siprace::proxy {

/// RFC 3261 to the letter: every 2xx goes upstream.
[[nodiscard]] Policy forwardAll();

} // namespace siprace::proxy
