#include "Anonymise.h"
#include "Commands.h"
#include "Nearest.h"
#include "PictureExport.h"
#include "RunArguments.h"
#include "RunJson.h"
#include "RunReport.h"
#include "Runtime.h"
#include "SettlingRun.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <utility>

namespace siprace::app {

namespace {
struct ExportArguments : RunArguments
{
    std::string to;
    std::string theme = "light";
    double scale = 2;
    bool anonymise = false;
    CLI::App* parser = nullptr;
};

/// Light, dark, colour-blind or contrast: what --theme takes.
constexpr std::pair<const char*, std::pair<LadderPalette, bool>> exportThemes[] = {
    {"light", {LadderPalette::Standard, false}},
    {"dark", {LadderPalette::Standard, true}},
    {"colour-blind", {LadderPalette::ColourBlind, false}},
    {"high-contrast", {LadderPalette::HighContrast, false}},
};

LadderTheme themeOf(const ExportArguments& arguments)
{
    const auto* found = std::ranges::find(exportThemes, arguments.theme, [](const auto& row) { return row.first; });
    return ladderTheme(found->second.first, found->second.second);
}

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
                    {{{},
                        QStringLiteral("%2: %1 does not go with a saved trace")
                            .arg(QString::fromLatin1(option), fromArgument(arguments.parser->get_name())),
                        QStringLiteral("its run is over")}}});
        }
        auto loaded = loadTrace(arguments.scenarioText());
        if (!loaded)
            return tl::unexpected(Refusal{Exit::BadScenario, {loaded.error()}});
        return *std::move(loaded);
    }
    auto options = arguments.options();
    if (!options)
        return tl::unexpected(options.error());
    const auto scenario = arguments.load();
    if (!scenario)
        return tl::unexpected(scenario.error());
    if (const auto ends = checkEnds(*scenario); !ends)
        return tl::unexpected(Refusal{Exit::NotMade, {ends.error()}});
    arguments.choosePolicy(*options, *scenario);
    auto trace = runScenario(*scenario, *options);
    if (!trace)
        return tl::unexpected(Refusal{Exit::NotMade, {trace.error()}});
    return *std::move(trace);
}

Result<Trace, Refusal> traceToShow(const ExportArguments& arguments)
{
    auto trace = traceToExport(arguments);
    return trace && arguments.anonymise ? Result<Trace, Refusal>(anonymised(*trace)) : std::move(trace);
}

/// What to write, by the suffix of the target; several files for a format that is split.
Result<QList<ExportFile>> filesOf(const Trace& trace, const ExportArguments& arguments, const QString& target)
{
    const Verdict verdict = judge(trace);
    const QString suffix = QFileInfo(target).suffix().toLower();
    const PictureExporter* picture = findPictureExporter(suffix);
    if (picture == nullptr)
        return exportFiles(*findExporter(suffix), trace, annotationsOf(verdict), target);
    PictureRequest request = pictureOf(trace, verdict.findings);
    request.theme = themeOf(arguments);
    request.pngScale = arguments.scale;
    const auto bytes = picture->write(request);
    if (!bytes)
        return fail(bytes.error());
    return QList<ExportFile>{{target, *bytes}};
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
    const auto trace = traceToShow(arguments);
    if (!trace)
        return refuse(trace.error());
    const auto files = filesOf(*trace, arguments, target);
    if (!files)
        return refuse({Exit::NotMade, {files.error()}});
    for (const ExportFile& file : *files) {
        if (const auto written = writeFile(file.path, file.bytes); !written)
            return refuse({Exit::NotMade, {written.error()}});
    }
    return isTracePath(arguments.scenarioText()) ? Exit::Done : exitOf(*trace);
}

Exit writeReport(const ExportArguments& arguments)
{
    const QString target = fromArgument(arguments.to);
    if (!target.endsWith(QLatin1StringView(".zip"), Qt::CaseInsensitive))
        return refuse({Exit::Usage,
            {{{}, QStringLiteral("report: \"%1\" is no name for a report").arg(target),
                QStringLiteral("end it in .zip")}}});
    const auto application = makePictureApplication();
    const auto trace = traceToShow(arguments);
    if (!trace)
        return refuse(trace.error());
    const auto bytes = reportZip(*trace, themeOf(arguments));
    if (!bytes)
        return refuse({Exit::NotMade, {bytes.error()}});
    if (const auto written = writeFile(target, *bytes); !written)
        return refuse({Exit::NotMade, {written.error()}});
    return isTracePath(arguments.scenarioText()) ? Exit::Done : exitOf(*trace);
}

std::shared_ptr<ExportArguments> declareShared(CLI::App& parser, const std::string& target)
{
    auto arguments = std::make_shared<ExportArguments>();
    arguments->parser = &parser;
    arguments->declareScenario(parser, "SCENARIO", "An id of the library, a scenario file, a saved trace or a report");
    parser.add_option("--to", arguments->to, target)->required();
    arguments->declarePolicy(parser);
    arguments->declareClock(parser);
    arguments->declareSettings(parser);
    arguments->declareSeed(parser);
    std::vector<std::string> themes;
    for (const auto& row : exportThemes)
        themes.emplace_back(row.first);
    parser.add_option("--theme", arguments->theme, "Colours of pictures")->check(CLI::IsMember(themes));
    arguments->declareCommands(parser);
    parser.add_flag("--anonymise", arguments->anonymise, "Replace users, domains and addresses, consistently");
    return arguments;
}
} // namespace

Job declareExport(CLI::App& parser)
{
    const auto arguments = declareShared(
        parser, "The file to write; its suffix says how: " + exportSuffixes().join(QStringLiteral(", ")).toStdString());
    parser.add_option("--scale", arguments->scale, "Pixels of a PNG for each of the screen, 1 to 4")
        ->check(CLI::Range(1.0, 4.0));
    return [arguments] { return exportRun(*arguments); };
}

Job declareReport(CLI::App& parser)
{
    const auto arguments = declareShared(parser, "The zip file to write");
    return [arguments] { return writeReport(*arguments); };
}

} // namespace siprace::app
