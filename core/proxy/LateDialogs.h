#pragma once

#include "CoreState.h"

namespace siprace::proxy {

/// Hangs up a late 2xx in the caller's place: ACK for every copy, one BYE. Policy `ack-bye`, rule R-911.
void hangUp(CoreState& core, const sip::Message& success, const Why& why);

} // namespace siprace::proxy
