#pragma once

#include "PacketRules.h"

namespace siprace {

/// Reads the lines that `nft list ruleset` writes.
[[nodiscard]] PacketRules nftRules(const QStringList& lines);
/// Reads the lines that `iptables-save` writes.
[[nodiscard]] PacketRules iptablesRules(const QStringList& lines);

} // namespace siprace
