#pragma once

#include "YamlNode.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

/// YAML as the JSON that a schema speaks of: plain scalars become numbers, booleans or null where they look like it.
[[nodiscard]] QJsonValue jsonOf(const siprace::YamlNode& node);

/// Checks a value against the part of JSON Schema that ours uses: type, const, enum, pattern, minimum, maximum,
/// properties, patternProperties, additionalProperties (false), required, items, minItems, anyOf and $ref to $defs.
/// Gives one line a fault; a keyword it does not know is a fault, too.
[[nodiscard]] QStringList schemaFaults(const QJsonObject& root, const QJsonValue& value);
