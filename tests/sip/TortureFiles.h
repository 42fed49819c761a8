#pragma once

#include <QByteArray>
#include <QStringList>

namespace siprace {

/// The bytes of "rfc4475/wsinv.dat", made ready as the index of the messages says: those of RFC 5118 get CRLF, the
/// empty line and a true Content-Length.
[[nodiscard]] QByteArray tortureMessage(const QString& file);
/// Every one of them, "rfc4475/wsinv.dat", sorted.
[[nodiscard]] QStringList tortureFiles();

} // namespace siprace
