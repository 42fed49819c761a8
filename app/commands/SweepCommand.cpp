#include "Commands.h"
#include "Interrupt.h"
#include "Policies.h"
#include "RunArguments.h"
#include "Runtime.h"
#include "SweepTable.h"
#include "WholeFile.h"

#include <QFileInfo>
#include <QSaveFile>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <memory>
#include <numeric>

namespace siprace::app {

namespace {
struct SweepArguments : RunArguments
{
    std::string x;
    std::string y;
    std::string policies;
    int seeds = 1;
    int jobs = 0;
    std::string shard;
    bool yes = false;
    bool asJson = false;
    bool asCsv = false;
    std::string exportTo;
};

Refusal sweepRefusal(Diagnostic what)
{
    return {Exit::Usage, {std::move(what)}};
}

Result<void, Refusal> readSweepAxes(const SweepArguments& arguments, SweepPlan& plan)
{
    auto x = parseSweepAxis(fromArgument(arguments.x));
    if (!x)
        return tl::unexpected(sweepRefusal(x.error()));
    plan.x = *std::move(x);
    if (arguments.y.empty())
        return {};
    auto y = parseSweepAxis(fromArgument(arguments.y));
    if (!y)
        return tl::unexpected(sweepRefusal(y.error()));
    plan.y = *std::move(y);
    return {};
}

Result<SweepPlan, Refusal> planSweep(const SweepArguments& arguments, const ScenarioSource& source)
{
    SweepPlan plan;
    if (const auto axes = readSweepAxes(arguments, plan); !axes)
        return tl::unexpected(axes.error());
    if (!arguments.policies.empty())
        plan.policies = fromArgument(arguments.policies).split(u',');
    for (const auto& policy : proxy::policies()) {
        if (arguments.policies.empty())
            plan.policies += policy.id.toString();
    }
    const auto options = arguments.options();
    if (!options)
        return tl::unexpected(options.error());
    plan.firstSeed = options->seed;
    plan.seeds = arguments.seeds;
    plan.jobs = arguments.jobs;
    if (!arguments.shard.empty()) {
        const auto shard = parseSweepShard(fromArgument(arguments.shard));
        if (!shard)
            return tl::unexpected(sweepRefusal(shard.error()));
        plan.shard = *shard;
    }
    if (const Diagnostics faults = checkSweepPlan(source, plan); !faults.empty())
        return tl::unexpected(Refusal{Exit::Usage, faults});
    if (plan.shardCellCount() > manyCells && !arguments.yes)
        return tl::unexpected(
            sweepRefusal({{}, QStringLiteral("%1 cells are more than a million").arg(plan.shardCellCount()),
                QStringLiteral("add --yes to run them all, or take a larger step")}));
    return plan;
}

/// How often each class came, policy by policy: what a person wants to see of thousands of cells.
class SweepSummary
{
public:
    void add(const SweepRow& row) { ++m_counts[row.policy][row.runClass]; }

    [[nodiscard]] QString text(const SweepPlan& plan) const
    {
        QString out;
        for (const QString& policy : plan.policies) {
            out += policy + u'\n';
            const auto counts = m_counts.value(policy);
            const auto all = std::max(1, std::accumulate(counts.begin(), counts.end(), 0));
            for (const auto& [runClass, count] : counts.asKeyValueRange())
                out += QStringLiteral("  %1 %2  %3 %\n")
                           .arg(runClass, -16)
                           .arg(count, 7)
                           .arg(100.0 * count / all, 5, 'f', 1);
        }
        return out;
    }

private:
    QMap<QString, QMap<QString, int>> m_counts;
};

/// The file of --export, written cell by cell so that a large sweep fits in memory; it appears whole, at the end.
class SweepFile
{
public:
    SweepFile(const QString& path, SweepFormat format, const SweepHeader& header)
        : m_file(path)
        , m_writer(format, header)
        , m_isWanted(!path.isEmpty())
    {
        if (m_isWanted && m_file.open(QIODevice::WriteOnly))
            write(m_writer.begin());
    }

    void add(const SweepRow& row)
    {
        if (m_file.isOpen())
            write(m_writer.row(row));
    }

    Result<void> finish()
    {
        if (!m_isWanted)
            return {};
        if (m_file.isOpen()) {
            write(m_writer.end());
            errno = 0;
            if (m_error == 0 && m_file.flush() && m_file.commit())
                return {};
            m_error = m_error != 0 ? m_error : errno;
        }
        return fail(
            {m_file.fileName(), 0, 0}, QStringLiteral("cannot be written: %1").arg(whyNotWritten(m_file, m_error)));
    }

private:
    void write(const QByteArray& bytes)
    {
        errno = 0;
        if (m_file.write(bytes) != bytes.size() && m_error == 0)
            m_error = errno;
    }

    QSaveFile m_file;
    SweepWriter m_writer;
    int m_error = 0; ///< errno of the first write that failed
    bool m_isWanted;
};

/// The format that --json, --csv or the name of the file asks for.
Result<SweepFormat, Refusal> sweepFormat(const SweepArguments& arguments, bool forFile)
{
    if (!forFile)
        return arguments.asCsv ? SweepFormat::Csv : SweepFormat::Json;
    const QString target = fromArgument(arguments.exportTo);
    const QString suffix = QFileInfo(target).suffix().toLower();
    if (suffix == u"csv")
        return SweepFormat::Csv;
    if (suffix == u"json")
        return SweepFormat::Json;
    return tl::unexpected(sweepRefusal({{}, QStringLiteral("sweep: \"%1\" names no known format").arg(target),
        QStringLiteral("end it in .json or .csv")}));
}

Exit sweep(const SweepArguments& arguments)
{
    const auto application = makePlainApplication();
    const auto fileFormat = arguments.exportTo.empty() ? SweepFormat::Json : sweepFormat(arguments, true);
    if (!fileFormat)
        return refuse(fileFormat.error());
    const auto source = arguments.loadSource();
    if (!source)
        return refuse(source.error());
    const auto plan = planSweep(arguments, *source);
    if (!plan)
        return refuse(plan.error());

    const SweepHeader header = sweepHeader(source->scenario().id, *plan);
    const bool toOutput = arguments.asJson || arguments.asCsv;
    SweepWriter onOutput(*sweepFormat(arguments, false), header);
    SweepFile file(fromArgument(arguments.exportTo), *fileFormat, header);
    SweepSummary summary;
    if (toOutput)
        print(onOutput.begin());
    int done = 0;
    const auto total = static_cast<int>(std::min<qint64>(plan->shardCellCount(), 2'000'000'000));
    const auto ran = runSweep(
        *source, *plan,
        [&](const SweepCell& cell) {
            const SweepRow row = sweepRow(*plan, cell);
            summary.add(row);
            if (toOutput)
                print(onOutput.row(row));
            file.add(row);
            if (++done % 50 == 0 || done == total)
                showProgress(done, total);
        },
        &interrupted());
    if (toOutput)
        print(onOutput.end());
    else if (ran || done > 0)
        print(summary.text(*plan));
    if (const auto written = file.finish(); !written)
        return refuse({Exit::NotMade, {written.error()}});
    if (!ran)
        return refuse({Exit::NotMade, {ran.error()}});
    return interrupted() ? Exit::Interrupted : Exit::Done;
}
} // namespace

Job declareSweep(CLI::App& parser)
{
    const auto arguments = std::make_shared<SweepArguments>();
    arguments->declareScenario(parser, "SCENARIO", "An id of the library, or a file");
    parser.add_option("--x", arguments->x, "PATH=FROM:TO:STEP, e.g. links.proxy-b1.delay=0ms:290ms:10ms")->required();
    parser.add_option("--y", arguments->y, "The second axis, alike");
    parser.add_option("--policies", arguments->policies, "P,Q,…; all policies when nothing is said");
    parser.add_option("--seeds", arguments->seeds, "Runs of each cell, each with another seed")
        ->check(CLI::Range(1, 1'000'000));
    parser.add_option("--jobs", arguments->jobs, "Threads; one a core when nothing is said")
        ->check(CLI::Range(1, 1024));
    parser.add_option("--shard", arguments->shard, "I/N: do the I-th of N parts; siprace merge puts them together");
    parser.add_flag("--yes", arguments->yes, "Run more than a million cells without asking");
    arguments->declareSettings(parser);
    arguments->declareSeed(parser);
    auto* json = parser.add_flag("--json", arguments->asJson, "Every cell as JSON");
    parser.add_flag("--csv", arguments->asCsv, "Every cell as CSV")->excludes(json);
    parser.add_option("--export", arguments->exportTo, "Write the cells to FILE.json or FILE.csv");
    return [arguments] { return sweep(*arguments); };
}

} // namespace siprace::app
