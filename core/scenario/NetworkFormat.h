#pragma once

#include "KeyTable.h"
#include "Scenario.h"

namespace siprace {

/// Reads `network: {lan: {address, ports, allow}}`.
void readNetwork(ReadContext& context, const YamlNode& network, std::optional<LanSettings>& into);
/// What it reads, as one line of YAML.
[[nodiscard]] QByteArray networkText(const LanSettings& lan);
[[nodiscard]] QJsonObject networkSchema();
/// Complains of nodes that do not fit the network: outside ones that only a LAN could reach, more than it has ports.
void checkNetwork(ReadContext& context, const YamlNode& tree, const Scenario& scenario);

} // namespace siprace
