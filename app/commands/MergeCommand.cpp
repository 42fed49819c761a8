#include "Commands.h"
#include "RunArguments.h"
#include "Runtime.h"
#include "SweepTable.h"

#include <QFile>

#include <CLI/CLI.hpp>
#include <memory>

namespace siprace::app {

namespace {
struct MergeArguments
{
    std::vector<std::string> files;
    bool asCsv = false;
};

Exit merge(const MergeArguments& arguments)
{
    const auto application = makePlainApplication();
    QList<SweepTable> parts;
    QStringList names;
    bool allCsv = true;
    Diagnostics faults;
    for (const std::string& argument : arguments.files) {
        const QString name = fromArgument(argument);
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            faults.push_back({{name, 0, 0}, QStringLiteral("cannot be read: %1").arg(file.errorString()), {}});
            continue;
        }
        const QByteArray bytes = file.readAll();
        allCsv = allCsv && !bytes.trimmed().startsWith('{');
        auto part = readSweep(bytes, name);
        if (!part) {
            faults.push_back(part.error());
            continue;
        }
        parts += *std::move(part);
        names += name;
    }
    if (!faults.empty())
        return refuse({Exit::BadScenario, faults});
    const auto whole = mergeSweeps(parts, names);
    if (!whole)
        return refuse({Exit::Usage, {whole.error()}});
    print(writeSweep(*whole, allCsv || arguments.asCsv ? SweepFormat::Csv : SweepFormat::Json));
    if (whole->header.total > 0 && !whole->isComplete())
        complain(QStringLiteral("%1 of %2 cells are missing; run the other shards too")
                     .arg(whole->header.total - whole->rows.size())
                     .arg(whole->header.total));
    return Exit::Done;
}
} // namespace

Job declareMerge(CLI::App& parser)
{
    const auto arguments = std::make_shared<MergeArguments>();
    parser.add_option("FILE", arguments->files, "Results of siprace sweep --json or --csv")->required();
    parser.add_flag("--csv", arguments->asCsv, "Write CSV; as the files are when nothing is said");
    return [arguments] { return merge(*arguments); };
}

} // namespace siprace::app
