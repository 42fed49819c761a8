#include "Commands.h"
#include "Explorer.h"
#include "Interrupt.h"
#include "PictureExport.h"
#include "RunArguments.h"
#include "RunJson.h"
#include "Runtime.h"

#include <QDir>

#include <CLI/CLI.hpp>
#include <memory>

namespace siprace::app {

namespace {
struct ExploreArguments : RunArguments
{
    ExploreOptions walk;
    bool asJson = false;
    std::string out;
};

/// The witness of one ending and its ladder, as NAME.yaml, NAME.svg and NAME.txt.
Result<void> writeEnding(const QDir& folder, const Ending& ending)
{
    const QString name = ending.trace.scenario;
    const auto svg = findPictureExporter(u"svg")->write(pictureOf(ending.trace, ending.verdict.findings));
    if (!svg)
        return fail(svg.error());
    const QByteArray ladder = toTextLadder(ending.trace, annotationsOf(ending.verdict));
    const std::pair<const char*, QByteArray> files[] = {{"yaml", ending.witness}, {"svg", *svg}, {"txt", ladder}};
    for (const auto& [suffix, bytes] : files) {
        const QString path = folder.filePath(name + u'.' + QString::fromLatin1(suffix));
        if (const auto written = writeFile(path, bytes); !written)
            return written;
    }
    return {};
}

Result<void> writeEndings(const QString& folder, const Exploration& exploration)
{
    if (!QDir().mkpath(folder))
        return fail({folder, 0, 0}, QStringLiteral("cannot be made a folder"));
    for (const Ending& ending : exploration.endings) {
        if (const auto written = writeEnding(QDir(folder), ending); !written)
            return written;
    }
    return {};
}

Exit explore(const ExploreArguments& arguments)
{
    const QString folder = fromArgument(arguments.out);
    const auto application = folder.isEmpty() ? makePlainApplication() : makePictureApplication();
    const auto options = arguments.options();
    if (!options)
        return refuse(options.error());
    if (const auto ours = checkPolicy(options->policy); !ours) // thousands of replays, each to the microsecond
        return refuse(ours.error());
    const auto scenario = arguments.load();
    if (!scenario)
        return refuse(scenario.error());
    ExploreOptions walk = arguments.walk;
    walk.policy = options->policy;
    walk.seed = options->seed;
    walk.stop = &interrupted();
    walk.progress = [&walk](int replays, int) { showProgress(replays, walk.budget); };
    if (const auto possible = checkExplore(*scenario, walk); !possible)
        return refuse({Exit::Usage, {possible.error()}});

    const auto exploration = siprace::explore(*scenario, walk);
    showProgress(walk.budget, walk.budget);
    if (!exploration)
        return refuse({Exit::NotMade, {exploration.error()}});
    print(arguments.asJson ? explorationJson(*exploration) : explorationText(*exploration).toUtf8());
    if (!folder.isEmpty()) {
        if (const auto written = writeEndings(folder, *exploration); !written)
            return refuse({Exit::NotMade, {written.error()}});
    }
    return interrupted() ? Exit::Interrupted : Exit::Done;
}
} // namespace

Job declareExplore(CLI::App& parser)
{
    const auto arguments = std::make_shared<ExploreArguments>();
    arguments->declareScenario(parser, "SCENARIO", "An id of the library, or a file");
    arguments->declarePolicy(parser);
    parser.add_option("--budget", arguments->walk.budget, "The most replays")->capture_default_str();
    parser.add_option("--max-lost", arguments->walk.maxLost, "The most messages a run may lose, on links with loss")
        ->capture_default_str();
    parser.add_flag("--shrink", arguments->walk.shrink, "Drop from each witness what its ending does not need");
    parser.add_option("--jobs", arguments->walk.jobs, "Threads; one a core when nothing is said")
        ->check(CLI::Range(1, 1024));
    arguments->declareSettings(parser);
    arguments->declareSeed(parser);
    parser.add_flag("--json", arguments->asJson, "The endings as JSON");
    parser.add_option("--out", arguments->out, "Write each witness and its ladder (.yaml, .svg, .txt) into a folder");
    return [arguments] { return explore(*arguments); };
}

} // namespace siprace::app
