#pragma once

#include "Why.h"

#include <QByteArray>
#include <QList>
#include <QPair>

namespace siprace::proxy {

/// The proxy answers a request itself, with this.
struct LocalAnswer
{
    int status = 404;
    QByteArray reason;
    Why why;
    QList<QPair<QByteArray, QByteArray>> headers; ///< to add
};

} // namespace siprace::proxy
