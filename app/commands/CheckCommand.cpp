#include "CheckRun.h"
#include "Commands.h"
#include "Interrupt.h"
#include "Library.h"
#include "Loader.h"
#include "RunArguments.h"
#include "Runtime.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace siprace::app {

namespace {
struct CheckArguments
{
    std::vector<std::string> scenarios;
    std::string policy;
    std::string junit;
    bool mayStartCommands = false;
};

/// The files to check: those named, or the whole library. Nothing runs when one is missing or not valid.
Result<QStringList, Refusal> filesToCheck(const std::vector<std::string>& scenarios)
{
    QStringList paths;
    Refusal refusal{Exit::BadScenario, {}};
    for (const std::string& scenario : scenarios) {
        const auto path = resolveScenario(fromArgument(scenario));
        if (path)
            paths += *path;
        else
            refusal.lines.push_back(path.error());
    }
    if (scenarios.empty()) {
        for (const LibraryEntry& entry : listScenarios())
            paths += entry.path;
    }
    if (paths.isEmpty() && refusal.lines.empty())
        refusal.lines.push_back({{}, QStringLiteral("no scenarios were found"), QStringLiteral("name a file")});
    for (const QString& path : paths) {
        if (const auto source = ScenarioSource::load(path); !source)
            refusal.lines.insert(refusal.lines.end(), source.error().begin(), source.error().end());
    }
    if (!refusal.lines.empty())
        return tl::unexpected(refusal);
    return paths;
}

/// Every failure is a line; the last line counts.
Exit report(const QList<CheckCase>& cases)
{
    qsizetype failed = 0;
    qsizetype skipped = 0;
    for (const CheckCase& checked : cases) {
        failed += checked.passed() ? 0 : 1;
        skipped += checked.skipped.isEmpty() ? 0 : 1;
        if (!checked.skipped.isEmpty())
            complain(QStringLiteral("%1 skipped: %2").arg(checked.name(), checked.skipped));
        for (const CheckFailure& failure : checked.failures)
            complain(Diagnostic{failure.where, failure.text, {}});
    }
    print(QStringLiteral("%1 runs checked, %2 as expected, %3 not%4\n")
              .arg(cases.size() - skipped)
              .arg(cases.size() - skipped - failed)
              .arg(failed)
              .arg(skipped == 0 ? QString() : QStringLiteral(", %1 skipped").arg(skipped)));
    return failed == 0 ? Exit::Done : Exit::Unmet;
}

Exit check(const CheckArguments& arguments)
{
    const auto application = makePlainApplication();
    CheckOptions options;
    options.stop = &interrupted();
    options.progress = showProgress;
    options.mayStartCommands = arguments.mayStartCommands;
    if (!arguments.policy.empty()) {
        options.policies = {fromArgument(arguments.policy)};
        if (const auto known = checkPolicy(options.policies.front(), true); !known)
            return refuse(known.error());
    }
    const auto paths = filesToCheck(arguments.scenarios);
    if (!paths)
        return refuse(paths.error());
    const QList<CheckCase> cases = runChecks(*paths, options);
    Exit exit = report(cases);
    if (!arguments.junit.empty()) {
        if (const auto written = writeFile(fromArgument(arguments.junit), toJUnit(cases)); !written) {
            complain(written.error());
            exit = Exit::NotMade;
        }
    }
    return interrupted() ? Exit::Interrupted : exit;
}
} // namespace

Job declareCheck(CLI::App& parser)
{
    const auto arguments = std::make_shared<CheckArguments>();
    parser.add_option(
        "SCENARIO", arguments->scenarios, "Ids of the library, or files; all of the library when there is none");
    parser.add_option("--policy", arguments->policy, "Only under this policy; all when it is not given");
    parser.add_option("--junit", arguments->junit, "Write the results as JUnit XML too");
    parser.add_flag("--allow-commands", arguments->mayStartCommands,
        "Let files that are not of the library start the programs they name");
    return [arguments] { return check(*arguments); };
}

} // namespace siprace::app
