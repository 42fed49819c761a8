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
    /// For a format whose readers take only so much: the same in several files. nullptr: always one.
    QList<QByteArray> (*parts)(const Trace& trace, const Annotations& annotations) = nullptr;
};

/// txt, pcapng, mmd, md.
[[nodiscard]] std::span<const Exporter> exporters();
/// The one with that id or suffix, or nullptr.
[[nodiscard]] const Exporter* findExporter(QStringView idOrSuffix);

/// RFC-style ladder as plain text: a column a node, an arrow a message, times at the left.
[[nodiscard]] QByteArray toTextLadder(const Trace& trace, const Annotations& annotations = {});
/// pcapng (IETF draft-ietf-opsawg-pcapng): UDP over IPv4 between the advertised addresses, each message once, at its
/// arrival, a lost one at its departure. Node names in a Name Resolution Block; reasons, fates and annotations as
/// packet comments.
[[nodiscard]] QByteArray toPcapng(const Trace& trace, const Annotations& annotations = {});
/// Mermaid sequence diagrams, each below the 50,000 characters that its renderers take, numbered through.
[[nodiscard]] QList<QByteArray> mermaidParts(const Trace& trace, const Annotations& annotations = {});
/// The same as one text; an empty line before each further diagram.
[[nodiscard]] QByteArray toMermaid(const Trace& trace, const Annotations& annotations = {});
/// A Markdown document with the diagrams in it, a section each.
[[nodiscard]] QByteArray toMarkdown(const Trace& trace, const Annotations& annotations = {});

/// What to write where: PATH, and for further parts PATH with -2, -3 … before its suffix.
struct ExportFile
{
    QString path;
    QByteArray bytes;
};
[[nodiscard]] QList<ExportFile> exportFiles(
    const Exporter& exporter, const Trace& trace, const Annotations& annotations, const QString& path);

} // namespace siprace
