#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QVarLengthArray>

#include <optional>

// Small readers of SIP text: they look, never copy, and never fail on garbage. RFC 3261 §25.

namespace siprace::sip {

/// A list of slices of one header value.
using Slices = QVarLengthArray<QByteArrayView, 6>;

/// Splits at `separator` where it stands outside quotes and angle brackets; pieces come trimmed, empty ones are left
/// out.
[[nodiscard]] Slices splitOutsideQuotes(QByteArrayView text, char separator);

/// What Contact, From, To, Route and their like hold: a URI and the parameters behind it.
struct NameAddr
{
    QByteArrayView uri;
    QByteArrayView parameters; ///< with the leading ';', empty when there are none
};
/// Reads `"Bob" <sip:bob@lab>;tag=1` and `sip:bob@lab;tag=1`: without brackets every parameter is the header's. §20.10.
[[nodiscard]] NameAddr readNameAddr(QByteArrayView value);

/// The value of `;name=value` in a parameter list; empty but present for a flag; nothing when it is not there.
[[nodiscard]] std::optional<QByteArrayView> parameter(QByteArrayView parameters, QByteArrayView name);

/// An owned copy of a slice.
[[nodiscard]] inline QByteArray owned(QByteArrayView slice)
{
    return {slice.data(), slice.size()};
}

[[nodiscard]] inline bool sameWord(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && a.compare(b, Qt::CaseInsensitive) == 0;
}

} // namespace siprace::sip
