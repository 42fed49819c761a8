#include "Commands.h"
#include "Nearest.h"
#include "PictureExport.h"
#include "RunArguments.h"
#include "RunJson.h"
#include "Runtime.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>
#include <memory>

namespace siprace::app {

namespace {
struct ExportArguments : RunArguments
{
    std::string to;
    CLI::App* parser = nullptr;
};

QStringList exportSuffixes()
{
    QStringList suffixes;
    for (const PictureExporter& exporter : pictureExporters())
        suffixes += exporter.suffix;
    for (const Exporter& exporter : exporters())
        suffixes += exporter.suffix.toString();
    return suffixes;
}

/// The run to export: a saved one as it is, or a new one.
Result<Trace, Refusal> traceToExport(const ExportArguments& arguments)
{
    if (isTracePath(arguments.scenarioText())) {
        for (const char* option : {"--policy", "--set", "--clock", "--seed"}) {
            if (arguments.parser->count(option) > 0)
                return tl::unexpected(Refusal{Exit::Usage,
                    {{{}, QStringLiteral("export: %1 does not go with a saved trace").arg(QString::fromLatin1(option)),
                        QStringLiteral("its run is over")}}});
        }
        auto loaded = loadTrace(arguments.scenarioText());
        if (!loaded)
            return tl::unexpected(Refusal{Exit::BadScenario, {loaded.error()}});
        return *std::move(loaded);
    }
    const auto options = arguments.options();
    if (!options)
        return tl::unexpected(options.error());
    const auto scenario = arguments.load();
    if (!scenario)
        return tl::unexpected(scenario.error());
    auto trace = runScenario(*scenario, *options);
    if (!trace)
        return tl::unexpected(Refusal{Exit::NotMade, {trace.error()}});
    return *std::move(trace);
}

Result<QByteArray> write(const Trace& trace, const QString& suffix)
{
    const Verdict verdict = judge(trace);
    if (const PictureExporter* picture = findPictureExporter(suffix))
        return picture->write(pictureOf(trace, verdict.findings));
    return findExporter(suffix)->write(trace, annotationsOf(verdict));
}

Exit exportRun(const ExportArguments& arguments)
{
    const QString target = fromArgument(arguments.to);
    const QString suffix = QFileInfo(target).suffix().toLower();
    const bool isPicture = findPictureExporter(suffix) != nullptr;
    if (!isPicture && findExporter(suffix) == nullptr) {
        const QStringList known = exportSuffixes();
        return refuse({Exit::Usage,
            {{{}, QStringLiteral("export: \"%1\" names no known format%2").arg(target, didYouMean(suffix, known)),
                QStringLiteral("end it in .") + known.join(QStringLiteral(", ."))}}});
    }
    const auto application = isPicture ? makePictureApplication() : makePlainApplication();
    const auto trace = traceToExport(arguments);
    if (!trace)
        return refuse(trace.error());
    const auto bytes = write(*trace, suffix);
    if (!bytes)
        return refuse({Exit::NotMade, {bytes.error()}});
    if (const auto written = writeFile(target, *bytes); !written)
        return refuse({Exit::NotMade, {written.error()}});
    return isTracePath(arguments.scenarioText()) ? Exit::Done : exitOf(*trace);
}
} // namespace

Job declareExport(CLI::App& parser)
{
    const auto arguments = std::make_shared<ExportArguments>();
    arguments->parser = &parser;
    arguments->declareScenario(parser, "SCENARIO", "An id of the library, a scenario file, or a saved trace");
    parser
        .add_option("--to", arguments->to,
            "The file to write; its suffix says how: " + exportSuffixes().join(QStringLiteral(", ")).toStdString())
        ->required();
    arguments->declarePolicy(parser);
    arguments->declareClock(parser);
    arguments->declareSettings(parser);
    arguments->declareSeed(parser);
    return [arguments] { return exportRun(*arguments); };
}

} // namespace siprace::app
