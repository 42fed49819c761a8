#include "Commands.h"
#include "Comparison.h"
#include "ComparisonColumn.h"
#include "ComparisonPicture.h"
#include "Interrupt.h"
#include "Loader.h"
#include "Nearest.h"
#include "Policies.h"
#include "RunArguments.h"
#include "Runtime.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>
#include <memory>

namespace siprace::app {

namespace {
struct CompareArguments : RunArguments
{
    std::string policies;
    std::vector<std::string> columns;
    bool asJson = false;
    std::string exportTo;
};

/// The columns asked for: --policies, then every --column; all policies when there is neither, and before them the
/// program outside that the scenario is about.
Result<QList<ComparisonColumn>, Refusal> planColumns(const CompareArguments& arguments, const Scenario& scenario)
{
    QStringList wanted;
    if (!arguments.policies.empty())
        wanted = fromArgument(arguments.policies).split(u',');
    for (const std::string& column : arguments.columns)
        wanted += fromArgument(column);
    if (wanted.isEmpty()) {
        if (scenario.hasOutsideProxy())
            wanted += outsidePolicy();
        for (const auto& policy : proxy::policies())
            wanted += policy.id.toString();
    }
    QList<ComparisonColumn> columns;
    for (const QString& text : wanted) {
        auto column = parseComparisonColumn(text);
        if (!column)
            return tl::unexpected(Refusal{Exit::Usage, column.error()});
        columns += *std::move(column);
    }
    return columns;
}

Result<ComparedRun, Refusal> runColumn(
    const Scenario& scenario, const RunOptions& options, const ComparisonColumn& column)
{
    // A setting that does not fit is a fault of the command line; anything else of the run.
    if (const auto changed = applySettings(scenario, column.settings); !changed)
        return tl::unexpected(Refusal{Exit::Usage, changed.error()});
    auto run = runComparisonColumn(scenario, options, column);
    if (!run)
        return tl::unexpected(Refusal{Exit::NotMade, run.error()});
    return *std::move(run);
}

Result<QList<ComparedRun>, Refusal> runColumns(const CompareArguments& arguments)
{
    // What is wrong with the columns is said whatever is wrong with the file.
    if (const auto columns = planColumns(arguments, {}); !columns)
        return tl::unexpected(columns.error());
    const auto options = arguments.options();
    if (!options)
        return tl::unexpected(options.error());
    const auto scenario = arguments.load();
    if (!scenario)
        return tl::unexpected(scenario.error());
    const auto columns = planColumns(arguments, *scenario);
    if (!columns)
        return tl::unexpected(columns.error());
    QList<ComparedRun> runs;
    for (const ComparisonColumn& column : *columns) {
        auto run = runColumn(*scenario, *options, column);
        if (!run)
            return tl::unexpected(run.error());
        runs += *std::move(run);
        if (interrupted())
            break; // what there is so far is shown
    }
    return runs;
}

/// Only what a suffix promises is written: a picture or page, the table as text, or the JSON.
Result<QByteArray> renderComparison(const Comparison& comparison, const QString& suffix)
{
    if (suffix == u"json")
        return comparisonJson(comparison);
    return suffix == u"txt" ? comparisonText(comparison).toUtf8()
                            : ui::writeComparison(ui::pictureOfComparison(comparison), suffix);
}

Result<void, Refusal> checkComparisonSuffix(const QString& target)
{
    const QStringList known = QStringList{QStringLiteral("txt"), QStringLiteral("json")} + ui::comparisonSuffixes();
    const QString suffix = QFileInfo(target).suffix().toLower();
    if (target.isEmpty() || known.contains(suffix))
        return {};
    return tl::unexpected(Refusal{Exit::Usage,
        {{{}, QStringLiteral("compare: \"%1\" names no known format%2").arg(target, didYouMean(suffix, known)),
            QStringLiteral("end it in .") + known.join(QStringLiteral(", ."))}}});
}

Exit compare(const CompareArguments& arguments)
{
    const QString target = fromArgument(arguments.exportTo);
    if (const auto known = checkComparisonSuffix(target); !known)
        return refuse(known.error());
    const auto application = target.isEmpty() ? makePlainApplication() : makePictureApplication();
    auto runs = runColumns(arguments);
    if (!runs)
        return refuse(runs.error());
    const Comparison comparison = compareRuns(*std::move(runs));
    print(arguments.asJson ? comparisonJson(comparison) : comparisonText(comparison).toUtf8());
    if (!target.isEmpty()) {
        const auto bytes = renderComparison(comparison, QFileInfo(target).suffix().toLower());
        if (!bytes)
            return refuse({Exit::NotMade, {bytes.error()}});
        if (const auto written = writeFile(target, *bytes); !written)
            return refuse({Exit::NotMade, {written.error()}});
    }
    return interrupted() ? Exit::Interrupted : Exit::Done;
}
} // namespace

Job declareCompare(CLI::App& parser)
{
    const auto arguments = std::make_shared<CompareArguments>();
    arguments->declareScenario(parser, "SCENARIO", "An id of the library, or a file");
    parser.add_option("--policies", arguments->policies, "P,Q,…: one column each; all policies when nothing is said");
    declareRepeated(parser, "--column", arguments->columns, "P[,PATH=VALUE]…: a column with settings of its own");
    arguments->declareClock(parser);
    arguments->declareSettings(parser);
    arguments->declareSeed(parser);
    arguments->declareCommands(parser);
    parser.add_flag("--json", arguments->asJson, "The runs and their differences as JSON");
    parser.add_option(
        "--export", arguments->exportTo, "Write the ladders side by side: svg, png, pdf, html; or txt, json");
    return [arguments] { return compare(*arguments); };
}

} // namespace siprace::app
