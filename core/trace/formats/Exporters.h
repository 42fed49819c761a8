#pragma once

#include "Result.h"
#include "Trace.h"

#include <QMap>
#include <QStringList>

#include <span>

namespace siprace {

/// What an export says about messages beside their text: findings, mostly. See annotationsOf in core/check.
struct Annotations
{
    QMap<int, QStringList> comments; ///< n of a message → sentences

    bool operator==(const Annotations&) const = default;
};

/// One way to write a trace into a file. Pictures are another registry, in ui/ladder.
struct Exporter
{
    QStringView id; ///< "pcapng"
    QStringView suffix; ///< "pcapng", without the dot
    QStringView label; ///< for a person: "Packet capture (Wireshark)"
    QByteArray (*write)(const Trace& trace, const Annotations& annotations);
};

/// txt, pcapng, mmd.
[[nodiscard]] std::span<const Exporter> exporters();
/// The one with that id or suffix, or nullptr.
[[nodiscard]] const Exporter* findExporter(QStringView idOrSuffix);

/// RFC-style ladder as plain text: a column a node, an arrow a message, times at the left.
[[nodiscard]] QByteArray toTextLadder(const Trace& trace, const Annotations& annotations = {});
/// pcapng (IETF draft-ietf-opsawg-pcapng): UDP over IPv4 between the advertised addresses, each message once, at its
/// arrival, a lost one at its departure. Node names in a Name Resolution Block; reasons, fates and annotations as
/// packet comments.
[[nodiscard]] QByteArray toPcapng(const Trace& trace, const Annotations& annotations = {});
/// A Mermaid sequence diagram.
[[nodiscard]] QByteArray toMermaid(const Trace& trace, const Annotations& annotations = {});

} // namespace siprace
