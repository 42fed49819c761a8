#pragma once

#include "TraceIndex.h"

#include <QStringList>

namespace siprace::words {

// How findings say things, once: node names, times, counts.

[[nodiscard]] QString ms(Instant instant); ///< "520 ms", "32.5 s"
[[nodiscard]] QString ms(Duration duration);
[[nodiscard]] QString times(qsizetype count); ///< "once", "twice", "11 times"
[[nodiscard]] QString number(qsizetype count); ///< "two" … "nine", "10"
[[nodiscard]] QString list(const QStringList& items); ///< "a, b and c"
[[nodiscard]] QString what(const MessageFields& message); ///< "200", "487 to its CANCEL", "BYE"
[[nodiscard]] QList<int> messages(std::initializer_list<int> numbers); ///< without zeros and repeats, ascending

} // namespace siprace::words
