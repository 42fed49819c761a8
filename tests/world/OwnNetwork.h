#pragma once

namespace siprace {

/// This process in a network of its own with nothing but loopback, so that the fixed addresses of a test are in
/// nobody's way: as root, or in a user namespace where the system allows one. Only while it has one thread. False when
/// it stays in the network that all share.
bool takeOwnNetwork();

} // namespace siprace
