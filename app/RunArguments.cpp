#include "RunArguments.h"

#include "Complaints.h"
#include "Console.h"
#include "Interrupt.h"
#include "Library.h"
#include "Loader.h"
#include "Policies.h"

#include <CLI/CLI.hpp>

namespace siprace::app {

namespace {
Refusal usage(QString what, QString hint = {})
{
    return {Exit::Usage, {Diagnostic{{}, std::move(what), std::move(hint)}}};
}

QStringList policyIds()
{
    QStringList ids;
    for (const auto& policy : proxy::policies())
        ids += policy.id.toString();
    return ids;
}
} // namespace

Exit refuse(const Refusal& refusal)
{
    complain(refusal.lines);
    return refusal.exit;
}

void RunArguments::declareScenario(CLI::App& parser, const char* name, const char* help)
{
    parser.add_option(name, scenario, help)->required();
}

void RunArguments::declarePolicy(CLI::App& parser)
{
    parser
        .add_option("--policy", policy, "What the proxies do: " + policyIds().join(QStringLiteral(", ")).toStdString())
        ->default_str("forward-all");
}

void RunArguments::declareClock(CLI::App& parser)
{
    parser.add_option("--clock", clock, "virtual, real, or slow:K (K times slower than real)")->capture_default_str();
}

void RunArguments::declareSeed(CLI::App& parser)
{
    parser.add_option("--seed", seed, "Seed of every draw")->capture_default_str();
}

void RunArguments::declareSettings(CLI::App& parser)
{
    declareRepeated(
        parser, "--set", settings, "PATH=VALUE: change one value of the file, e.g. links.proxy-b2.delay=200ms");
}

void RunArguments::declareCommands(CLI::App& parser)
{
    parser.add_flag(
        "--allow-commands", mayStartCommands, "Let a file that is not of the library start the programs it names");
}

void RunArguments::declareOutlets(CLI::App& parser)
{
    parser.add_option("--capture", capture, "Write a pcapng capture while it runs");
    parser.add_option("--hep", hep, "Send every message to a HEP3 collector, HOST:PORT");
}

QString RunArguments::scenarioText() const
{
    return fromArgument(scenario);
}

QStringList RunArguments::settingTexts() const
{
    QStringList texts;
    for (const std::string& setting : settings)
        texts += fromArgument(setting);
    return texts;
}

Result<Scenario, Refusal> RunArguments::load() const
{
    const auto source = loadSource();
    if (!source)
        return tl::unexpected(source.error());
    return source->scenario();
}

Result<ScenarioSource, Refusal> RunArguments::loadSource() const
{
    const auto parsed = parseSettings(settingTexts());
    if (!parsed)
        return tl::unexpected(Refusal{Exit::Usage, parsed.error()});
    const auto path = resolveScenario(scenarioText());
    if (!path)
        return tl::unexpected(Refusal{Exit::BadScenario, {path.error()}});
    const auto source = ScenarioSource::load(*path);
    if (!source)
        return tl::unexpected(Refusal{Exit::BadScenario, source.error()});
    auto changed = source->apply(*parsed);
    if (!changed)
        return tl::unexpected(Refusal{Exit::Usage, changed.error()});
    return *std::move(changed);
}

Result<RunOptions, Refusal> RunArguments::options() const
{
    RunOptions options;
    if (!policy.empty())
        options.policy = fromArgument(policy);
    if (const auto known = checkPolicy(options.policy, true); !known)
        return tl::unexpected(known.error());
    const auto choice = ClockChoice::parse(fromArgument(clock));
    if (!choice)
        return tl::unexpected(Refusal{Exit::Usage, {choice.error()}});
    options.clock = *choice;
    bool ok = false;
    options.seed.value = fromArgument(seed).toULongLong(&ok);
    if (!ok)
        return tl::unexpected(usage(QStringLiteral("seed \"%1\" is not a whole number").arg(fromArgument(seed)),
            QStringLiteral("write one from 0 to 18446744073709551615")));
    options.stop = &interrupted();
    options.mayStartCommands = mayStartCommands;
    // One file, several runs (of a comparison): said once.
    options.trouble = [said = std::make_shared<QStringList>()](const Diagnostic& trouble) {
        if (said->contains(trouble.text()))
            return;
        said->append(trouble.text());
        complain(trouble);
    };
    if (!capture.empty()) {
        const auto outlet = captureTo(fromArgument(capture));
        if (!outlet)
            return tl::unexpected(Refusal{Exit::NotMade, {outlet.error()}});
        options.outlets.push_back(*outlet);
    }
    if (!hep.empty()) {
        const auto outlet = hepTo(fromArgument(hep));
        if (!outlet)
            return tl::unexpected(Refusal{Exit::Usage, {outlet.error()}});
        options.outlets.push_back(*outlet);
    }
    return options;
}

void RunArguments::choosePolicy(RunOptions& options, const Scenario& chosen) const
{
    if (policy.empty())
        options.policy = usualPolicy(chosen);
}

QString fromArgument(const std::string& argument)
{
    return QString::fromLocal8Bit(argument.c_str());
}

Result<void, Refusal> checkPolicy(const QString& policy, bool allowsExternal)
{
    const QStringList ids = policyIds();
    if (ids.contains(policy) || (allowsExternal && policy == outsidePolicy()))
        return {};
    return tl::unexpected(Refusal{Exit::Usage, {unknownWord({}, QStringLiteral("policy"), policy, ids)}});
}

void declareRepeated(CLI::App& parser, const char* name, std::vector<std::string>& values, const char* help)
{
    parser.add_option(name, values, help)->expected(1, CLI::detail::expected_max_vector_size)->allow_extra_args(false);
}

Exit exitOf(const Trace& trace)
{
    return trace.ended == u"user" ? Exit::Interrupted : Exit::Done;
}

} // namespace siprace::app
