#pragma once

#include "Scenario.h"

namespace siprace {

/// A network card of this host with its IPv4 address.
struct LanInterface
{
    QString name; ///< "eth0"
    std::uint32_t address = 0;
    int bits = 24; ///< of its network
    bool isLoopback = false;

    bool operator==(const LanInterface&) const = default;
};

/// Those that are up, loopback last.
[[nodiscard]] QList<LanInterface> lanInterfaces();
/// Whether a scenario can be on the LAN it names: the address is this host's, the ports of its nodes are free. Fails
/// with one line for the first that is not so. A scenario without a LAN is always possible.
[[nodiscard]] Result<void> checkLan(const Scenario& scenario);
/// What keeps the address from being reached just now, "the card eth0 is down"; empty when nothing does.
[[nodiscard]] QString lanTrouble(std::uint32_t address);
/// The address that a phone registers with: "sip:USER@192.168.1.10:5060". Empty without a LAN or a proxy.
[[nodiscard]] QString registerUri(const Scenario& scenario);

/// Sixty-four random characters of the system's, another text at every call.
[[nodiscard]] QByteArray randomSecret();

} // namespace siprace
