#include "Check.h"
#include "Commands.h"
#include "Firewall.h"
#include "Lan.h"
#include "Outlets.h"
#include "PlainReport.h"
#include "RunArguments.h"
#include "RunJson.h"
#include "Runtime.h"
#include "formats/TextForm.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace siprace::app {

namespace {
struct RunCommandArguments : RunArguments
{
    bool asJson = false;
    bool asText = false;
    bool withRaw = false;
    bool isQuiet = false;
    std::string save;
};

void show(const RunCommandArguments& arguments, const Trace& trace)
{
    if (arguments.asText)
        print(toText(trace));
    else if (arguments.asJson)
        print(runJson(trace, judge(trace), {arguments.withRaw ? RawText::Whole : RawText::None, false}));
    else if (!arguments.isQuiet)
        print(plainReport(trace, judge(trace), outputHasColours()));
}

Exit run(const RunCommandArguments& arguments)
{
    const auto application = makePlainApplication();
    auto options = arguments.options();
    if (!options)
        return refuse(options.error());
    const auto scenario = arguments.load();
    if (!scenario)
        return refuse(scenario.error());
    arguments.choosePolicy(*options, *scenario);
    if (scenario->lan && !arguments.isQuiet && checkLan(*scenario)) {
        if (const QString hint = firewallHint(*scenario); !hint.isEmpty())
            complain(hint);
    }
    const auto trace = runScenario(*scenario, *options);
    if (!trace)
        return refuse({Exit::NotMade, {trace.error()}});
    Exit exit = exitOf(*trace);
    const auto hasFailed = [](const std::shared_ptr<Outlet>& outlet) { return outlet->hasFailed(); };
    if (std::ranges::any_of(options->outlets, hasFailed))
        exit = Exit::NotMade; // it has said why
    if (!arguments.save.empty()) {
        const RawText raw = arguments.withRaw ? RawText::Whole : RawText::WithoutSecrets;
        if (const auto saved = writeFile(fromArgument(arguments.save), savedTrace(*trace, judge(*trace), raw));
            !saved) {
            complain(saved.error());
            exit = Exit::NotMade;
        }
    }
    show(arguments, *trace);
    return exit;
}
} // namespace

Job declareRun(CLI::App& parser)
{
    const auto arguments = std::make_shared<RunCommandArguments>();
    arguments->declareScenario(parser, "SCENARIO", "An id of the library, or a file");
    arguments->declarePolicy(parser);
    arguments->declareClock(parser);
    arguments->declareSettings(parser);
    arguments->declareSeed(parser);
    arguments->declareCommands(parser);
    arguments->declareOutlets(parser);
    CLI::Option* json = parser.add_flag("--json", arguments->asJson, "The run as JSON");
    parser.add_flag("--text", arguments->asText, "A line a message, as seen at the proxy")->excludes(json);
    parser.add_flag("--raw", arguments->withRaw,
        "With --json: the text of each message too; with --save: credentials as sent, not covered");
    parser.add_option("--save", arguments->save, "Save the trace, FILE.trace.json");
    parser.add_flag("--quiet", arguments->isQuiet, "No report");
    return [arguments] { return run(*arguments); };
}

} // namespace siprace::app
