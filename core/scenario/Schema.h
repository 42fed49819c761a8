#pragma once

#include <QByteArray>

namespace siprace {

/// The JSON Schema (draft 2020-12) of the scenario format, made from the tables that the loader reads with.
[[nodiscard]] QByteArray schemaJson();

} // namespace siprace
