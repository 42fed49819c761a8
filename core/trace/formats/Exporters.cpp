#include "formats/Exporters.h"

#include <algorithm>

namespace siprace {

namespace {
constexpr Exporter exporterTable[] = {
    {u"txt", u"txt", u"Plain text ladder", toTextLadder},
    {u"pcapng", u"pcapng", u"Packet capture (Wireshark)", toPcapng},
    {u"mermaid", u"mmd", u"Mermaid sequence diagram", toMermaid, mermaidParts},
    {u"markdown", u"md", u"Markdown with Mermaid diagrams", toMarkdown},
};
} // namespace

std::span<const Exporter> exporters()
{
    return exporterTable;
}

const Exporter* findExporter(QStringView idOrSuffix)
{
    const auto* found = std::ranges::find_if(exporterTable,
        [idOrSuffix](const Exporter& exporter) { return exporter.id == idOrSuffix || exporter.suffix == idOrSuffix; });
    return found == std::end(exporterTable) ? nullptr : found;
}

QList<ExportFile> exportFiles(
    const Exporter& exporter, const Trace& trace, const Annotations& annotations, const QString& path)
{
    if (exporter.parts == nullptr)
        return {{path, exporter.write(trace, annotations)}};
    QList<ExportFile> files;
    for (const QByteArray& part : exporter.parts(trace, annotations)) {
        QString name = path;
        if (!files.isEmpty())
            name.insert(path.lastIndexOf(u'.'), QStringLiteral("-%1").arg(files.size() + 1));
        files.append({name, part});
    }
    return files;
}

} // namespace siprace
