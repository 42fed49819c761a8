#pragma once

#include "KeyTable.h"
#include "Scenario.h"

namespace siprace {

/// Notes ids and roles of `nodes:`, so that what names a node can be checked wherever it stands.
void noteNodes(ReadContext& context, const YamlNode& nodes);
/// Reads `nodes:`; noteNodes comes first.
void readNodes(ReadContext& context, const YamlNode& nodes, Scenario& into);
[[nodiscard]] QJsonObject nodesSchema();

/// Reads a `location:`, of the file or of a proxy.
void readLocation(ReadContext& context, const YamlNode& location, LocationTable& into);
[[nodiscard]] QJsonObject locationSchema();

// ---- by role; the tables live in EndpointFormat.cpp and ProxyFormat.cpp ----

[[nodiscard]] KeyTable<CallerSettings> callerKeys();
[[nodiscard]] KeyTable<CalleeSettings> calleeKeys();
/// Those of an external node, but for `stand-in`. OutsideFormat.cpp.
[[nodiscard]] KeyTable<OutsideSettings> outsideKeys();
/// The keys that only a proxy node has, but for `policy` and `location`; their table is core/proxy's.
[[nodiscard]] QStringList proxyKeyNames();
/// Reads one of them; false when the key is none.
bool readProxyKey(ReadContext& context, const YamlNode& entry, proxy::ProxySettings& into);
[[nodiscard]] QJsonObject proxyProperties();
/// Reads `policy: {KNOB: VALUE}`: checks each knob and keeps it as written.
void readPolicy(ReadContext& context, const YamlNode& policy, QMap<QString, QString>& into);
[[nodiscard]] QJsonObject policySchema();

} // namespace siprace
