#pragma once

#include "Policies.h"

namespace siprace::proxy {

/// RFC 6026: the INVITE transactions outlive their 2xx, and strays are dropped.
[[nodiscard]] Policy invfix();

} // namespace siprace::proxy
