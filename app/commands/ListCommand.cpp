#include "Commands.h"
#include "Library.h"
#include "Runtime.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

namespace siprace::app {

namespace {
QByteArray listAsJson(const QList<LibraryEntry>& entries)
{
    auto list = nlohmann::ordered_json::array();
    for (const LibraryEntry& entry : entries)
        list.push_back({{"id", entry.id.toStdString()}, {"group", entry.group.toStdString()},
            {"title", entry.title.toStdString()}, {"path", entry.path.toStdString()}});
    return QByteArray::fromStdString(list.dump(2)) + '\n';
}

/// Grouped, ids aligned.
QString listAsText(const QList<LibraryEntry>& entries)
{
    qsizetype width = 0;
    for (const LibraryEntry& entry : entries)
        width = std::max(width, entry.id.size());
    QString text;
    QString group;
    for (const LibraryEntry& entry : entries) {
        if (entry.group != group || text.isEmpty())
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + entry.group + u'\n';
        group = entry.group;
        text += QStringLiteral("  %1  %2\n").arg(entry.id.leftJustified(width), entry.title);
    }
    return text;
}
} // namespace

Job declareList(CLI::App& parser)
{
    const auto asJson = std::make_shared<bool>(false);
    parser.add_flag("--json", *asJson, "As JSON");
    return [asJson] {
        const auto application = makePlainApplication();
        const QList<LibraryEntry> entries = listScenarios();
        if (*asJson)
            print(listAsJson(entries));
        else
            print(listAsText(entries));
        return Exit::Done;
    };
}

} // namespace siprace::app
