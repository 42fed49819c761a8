#pragma once

#include "KeyTable.h"
#include "Scenario.h"

namespace siprace {

/// One `do:` of a script: who can do it, and which other keys it takes.
struct ScriptAction
{
    QStringView id;
    bool byCaller;
    bool byCallee;
    bool byProxy;
    std::span<const QStringView> arguments; ///< of ScriptEntry::arguments, beyond `to` and `down`
    QStringView label; ///< for a person: "calls an address"
};

/// Every action, in the contract's order.
[[nodiscard]] std::span<const ScriptAction> scriptActions();

/// Reads `script:`; a call without `to` goes to `target`.
void readScript(ReadContext& context, const YamlNode& script, const Scenario& scenario, const QString& target,
    QList<ScriptEntry>& into);
[[nodiscard]] QJsonObject scriptSchema();
/// What a file without a script does: the first caller calls `target` at 0 s. Nothing without a caller.
[[nodiscard]] QList<ScriptEntry> defaultScript(const Scenario& scenario, const QString& target);

/// Reads `story:`.
void readStory(ReadContext& context, const YamlNode& story, QList<StoryStep>& into);
[[nodiscard]] QJsonObject storySchema();

} // namespace siprace
