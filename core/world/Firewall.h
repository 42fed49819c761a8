#pragma once

#include "Scenario.h"

namespace siprace {

/// What a firewall of this host does with what comes for some ports.
struct FirewallVerdict
{
    enum class Kind
    {
        Open,
        Blocked,
        Unknown
    };
    Kind kind = Kind::Unknown;
    QStringList blocked; ///< "udp 5060", "tcp 5060"
    QString by; ///< "nftables", "iptables", "ufw"; where it is not known: why

    bool operator==(const FirewallVerdict&) const = default;
};

/// Reads what `nft list ruleset` writes: what the hooks that a packet from outside meets (ingress, prerouting, input)
/// do with it. Unknown where that hangs on more than protocol, port and the state of a connection: an address, a card,
/// a set.
[[nodiscard]] FirewallVerdict readNftables(const QByteArray& ruleset, const QList<quint16>& ports);
/// The same of what `iptables-save` writes.
[[nodiscard]] FirewallVerdict readIptables(const QByteArray& rules, const QList<quint16>& ports);
/// Asks the system. Unknown where it may not be asked, which needs root.
[[nodiscard]] FirewallVerdict askFirewall(const QList<quint16>& ports);
/// One line for the ports that a scenario has open on a LAN, over UDP and TCP; empty without a LAN, and on loopback.
[[nodiscard]] QString firewallLine(const FirewallVerdict& verdict, const QList<quint16>& ports);
[[nodiscard]] QString firewallHint(const Scenario& scenario);

} // namespace siprace
