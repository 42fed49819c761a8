#pragma once

#include "LadderTheme.h"

#include <QByteArray>
#include <QString>

namespace siprace {

/// The style sheet of an exported page, in the colours of a theme.
[[nodiscard]] QString htmlStyle(const LadderTheme& theme);
/// Its script: a click on an arrow shows its message, a click on a finding its messages. Works without a network.
[[nodiscard]] QString htmlScript();

} // namespace siprace
