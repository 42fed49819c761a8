#pragma once

#include "KeyTable.h"
#include "Scenario.h"

namespace siprace {

/// Reads `expect:`: policy → names and what they must be.
void readExpect(ReadContext& context, const YamlNode& expect, QMap<QString, QList<Expectation>>& into);
[[nodiscard]] QJsonObject expectSchema();

/// Reads `variants:`; whether their settings fit is for the caller to try.
void readVariants(ReadContext& context, const YamlNode& variants, QList<Variant>& into);
[[nodiscard]] QJsonObject variantsSchema();

} // namespace siprace
