#pragma once

#include "KeyTable.h"
#include "Scenario.h"

namespace siprace {

/// `{method: ACK, nth: 1}`; `what` names it in messages: "match key".
void readMatch(ReadContext& context, const YamlNode& node, const QString& what, MessageMatch& into);
[[nodiscard]] QJsonObject matchSchema();
/// The keys of a match, for maps that have more than these (`until`, `when`).
[[nodiscard]] KeyTable<MessageMatch> matchKeys();
/// A method as written: a token of capitals; complains of one that no RFC knows.
void readMethod(ReadContext& context, const YamlNode& node, std::optional<QByteArray>& into);
[[nodiscard]] QJsonObject methodSchema();

/// Reads `links:`. Keys a link does not give are those of `default`.
void readLinks(ReadContext& context, const YamlNode& links, Scenario& into);
[[nodiscard]] QJsonObject linksSchema();
/// `transport:` of a node, a link or the whole: "udp" or "tcp".
void readTransport(ReadContext& context, const YamlNode& node, QString& into);
[[nodiscard]] QJsonObject transportSchema();
/// "a-b" as two ids; nothing when it is not of that form.
[[nodiscard]] std::optional<QPair<QString, QString>> linkEnds(const QString& name);

/// Reads `rules:`.
void readRules(ReadContext& context, const YamlNode& rules, QList<LinkRule>& into);
[[nodiscard]] QJsonObject rulesSchema();

} // namespace siprace
