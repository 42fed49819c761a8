#pragma once

#include <QByteArray>

namespace siprace {

/// The text of a scenario with every password (`users:`, the key `password`) replaced by "hidden-1", "hidden-2" …;
/// equal ones stay equal, so that it runs as before. Text that has none, or that is no YAML, is given back as it is;
/// else comments and layout are lost.
[[nodiscard]] QByteArray withoutPasswords(const QByteArray& scenario);

} // namespace siprace
