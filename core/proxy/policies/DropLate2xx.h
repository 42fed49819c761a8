#pragma once

#include "Policies.h"

namespace siprace::proxy {

/// The well-known configuration recipe: after the first 2xx no other is let through.
[[nodiscard]] Policy dropLate2xx();

} // namespace siprace::proxy
