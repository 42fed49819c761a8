#pragma once

#include <QString>

namespace siprace {

/// The sentence of a connection that is asked for, with the port it comes from. Said of phones outside, whose system
/// chooses it; of our nodes the ports are numbered.
[[nodiscard]] QString withPort(const QString& sentence, quint16 port);
/// The port in such a sentence; 0 when none is said.
[[nodiscard]] quint16 portIn(const QString& sentence);

} // namespace siprace
