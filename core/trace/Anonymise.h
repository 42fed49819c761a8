#pragma once

#include "Trace.h"

namespace siprace {

/// The same run without the people in it, for a report that leaves the house. The same name gives the same
/// replacement everywhere: in messages, reasons, machines and the scenario's text.
///   users        user1, user2 … (of SIP URIs and credentials; what is also a node's id goes with the node)
///   passwords    secret1 …  (of the scenario's `users:`)
///   domains      domain1.invalid …; `lab` is the lab's own and stays
///   addresses    192.0.2.1 … (RFC 5737); those of the lab itself, 127.…, stay
///   nodes        ids and names by role, caller1, Phone 2 …; those that name a role already (b1, "Proxy") stay
///   file name    "scenario"
/// Content-Length is mended. Titles and comments lose the same words, and nothing else.
[[nodiscard]] Trace anonymised(const Trace& trace);

} // namespace siprace
