#include "formats/Exporters.h"

#include <algorithm>

namespace siprace {

namespace {
constexpr Exporter exporterTable[] = {
    {u"txt", u"txt", u"Plain text ladder", toTextLadder},
    {u"pcapng", u"pcapng", u"Packet capture (Wireshark)", toPcapng},
    {u"mermaid", u"mmd", u"Mermaid sequence diagram", toMermaid},
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

} // namespace siprace
