#include "Commands.h"
#include "Comparison.h"
#include "Interrupt.h"
#include "Loader.h"
#include "Nearest.h"
#include "PictureExport.h"
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

/// One column: a policy, and what it changes in the file.
struct ColumnPlan
{
    QString policy;
    QList<Setting> settings;
    QString label;
};

/// Cuts at commas outside quotes and brackets: a VALUE may be a YAML list.
QStringList splitColumn(const QString& text)
{
    QStringList parts{QString()};
    int depth = 0;
    QChar quote;
    for (const QChar c : text) {
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == u'"' || c == u'\'')
            quote = c;
        else if (c == u'[' || c == u'{')
            ++depth;
        else if (c == u']' || c == u'}')
            --depth;
        if (c == u',' && depth == 0 && quote.isNull())
            parts += QString();
        else
            parts.back() += c;
    }
    return parts;
}

Result<ColumnPlan, Refusal> planColumn(const QString& text)
{
    const QStringList parts = splitColumn(text);
    if (const auto known = checkPolicy(parts.front()); !known)
        return tl::unexpected(known.error());
    const auto settings = parseSettings(parts.mid(1));
    if (!settings)
        return tl::unexpected(Refusal{Exit::Usage, settings.error()});
    return ColumnPlan{parts.front(), *settings, parts.join(QStringLiteral(", "))};
}

/// The columns asked for: --policies, then every --column; all policies when there is neither.
Result<QList<ColumnPlan>, Refusal> planColumns(const CompareArguments& arguments)
{
    QStringList wanted;
    if (!arguments.policies.empty())
        wanted = fromArgument(arguments.policies).split(u',');
    for (const std::string& column : arguments.columns)
        wanted += fromArgument(column);
    if (wanted.isEmpty()) {
        for (const auto& policy : proxy::policies())
            wanted += policy.id.toString();
    }
    QList<ColumnPlan> columns;
    for (const QString& text : wanted) {
        auto column = planColumn(text);
        if (!column)
            return tl::unexpected(column.error());
        columns += *std::move(column);
    }
    return columns;
}

Result<ComparedRun, Refusal> runColumn(const Scenario& scenario, RunOptions options, const ColumnPlan& column)
{
    const auto changed = applySettings(scenario, column.settings);
    if (!changed)
        return tl::unexpected(Refusal{Exit::Usage, changed.error()});
    options.policy = column.policy;
    auto trace = runScenario(*changed, options);
    if (!trace)
        return tl::unexpected(Refusal{Exit::NotMade, {trace.error()}});
    ComparedRun run{column.label, *std::move(trace), {}};
    run.verdict = judge(run.trace);
    return run;
}

Result<QList<ComparedRun>, Refusal> runColumns(const CompareArguments& arguments, const QList<ColumnPlan>& columns)
{
    const auto options = arguments.options();
    if (!options)
        return tl::unexpected(options.error());
    const auto scenario = arguments.load();
    if (!scenario)
        return tl::unexpected(scenario.error());
    QList<ComparedRun> runs;
    for (const ColumnPlan& column : columns) {
        auto run = runColumn(*scenario, *options, column);
        if (!run)
            return tl::unexpected(run.error());
        runs += *std::move(run);
        if (interrupted())
            break; // what there is so far is shown
    }
    return runs;
}

PictureRequest pictureOfComparison(const Comparison& comparison)
{
    PictureRequest request;
    for (const ComparedRun& run : comparison.runs) {
        request.title = run.trace.title;
        request.columns += {run.trace, run.verdict.findings, {}, run.label};
    }
    return request;
}

/// Only what a suffix promises is written: a picture, the table as text, or the JSON.
Result<QByteArray> renderComparison(const Comparison& comparison, const QString& suffix)
{
    if (const PictureExporter* picture = findPictureExporter(suffix))
        return picture->write(pictureOfComparison(comparison));
    return suffix == u"json" ? comparisonJson(comparison) : comparisonText(comparison).toUtf8();
}

Result<void, Refusal> checkComparisonSuffix(const QString& target)
{
    QStringList known{QStringLiteral("txt"), QStringLiteral("json")};
    for (const PictureExporter& exporter : pictureExporters())
        known += exporter.suffix;
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
    const auto columns = planColumns(arguments);
    if (!columns)
        return refuse(columns.error());
    const auto application = target.isEmpty() ? makePlainApplication() : makePictureApplication();
    auto runs = runColumns(arguments, *columns);
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
    parser.add_flag("--json", arguments->asJson, "The runs and their differences as JSON");
    parser.add_option("--export", arguments->exportTo, "Write the ladders side by side to a picture");
    return [arguments] { return compare(*arguments); };
}

} // namespace siprace::app
