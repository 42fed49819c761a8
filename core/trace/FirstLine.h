#pragma once

#include <QByteArrayView>

namespace siprace {

/// Whether the bytes begin with the first line of a SIP message, as readFields() sees it. RFC 3261 §7.1, §7.2.
[[nodiscard]] bool isSip(QByteArrayView datagram);

} // namespace siprace
