#pragma once

#include "Complaints.h"
#include "YamlNode.h"

#include <QStringList>

namespace siprace {

/// `location."sip:bob@lab".0` as its words; fails without a place, saying what is wrong with the PATH.
[[nodiscard]] Result<QStringList> parsePath(const QString& path);

/// Puts a value into the tree of a scenario at a PATH, whose marks say it came from setting number `setting` (from 1).
/// What the file lacks on the way is made; what cannot be there goes to `complaints`. The tree may then be wrong in
/// other ways: reading it says.
void applySetting(YamlNode& tree, const QString& path, const YamlNode& value, int setting, Complaints& complaints);

} // namespace siprace
