#include "Commands.h"
#include "Firewall.h"
#include "Interrupt.h"
#include "Lan.h"
#include "RunArguments.h"
#include "Runtime.h"
#include "World.h"

#include <CLI/CLI.hpp>
#include <limits>
#include <memory>

namespace siprace::app {

namespace {
constexpr int keptMessages = 5000; // of a run that may go on for days
constexpr std::chrono::milliseconds slice{200};

struct ServeArguments : RunArguments
{
    bool isCheckOnly = false;
    bool isQuiet = false;
};

/// What is open, where to register, and what to do should nobody be heard.
void announce(const Scenario& scenario, const Trace& trace)
{
    for (const TraceNode& node : trace.nodes) {
        if (node.role != Role::External)
            print(QStringLiteral("%1  %2 (%3)\n").arg(node.address, node.name, toString(node.role)));
    }
    if (const QString uri = registerUri(scenario); !uri.isEmpty())
        print(QStringLiteral("phones register as %1\n").arg(uri));
    if (const QString hint = firewallHint(scenario); !hint.isEmpty())
        print(hint + u'\n');
    print(QStringLiteral("serving %1; Ctrl+C ends it\n").arg(scenario.id));
    std::ignore = flushOutput(); // whoever reads it may be gone; that is no reason to stop
}

void tell(const Trace& trace, const Event& event)
{
    const auto* change = std::get_if<StateChange>(&event);
    if (!change || change->kind != MachineKind::Node)
        return;
    const TraceNode node = trace.nodes.value(change->node);
    const bool hasCome = node.role == Role::External && change->state == u"up";
    print(hasCome ? QStringLiteral("%1 has come, at %2\n").arg(node.name, node.address)
                  : QStringLiteral("%1 is %2\n").arg(node.name, change->state));
    std::ignore = flushOutput();
}

Exit serve(const ServeArguments& arguments)
{
    const auto application = makePlainApplication();
    auto options = arguments.options();
    if (!options)
        return refuse(options.error());
    auto scenario = arguments.load();
    if (!scenario)
        return refuse(scenario.error());
    arguments.choosePolicy(*options, *scenario);
    if (arguments.isCheckOnly) {
        if (const auto possible = checkLan(*scenario); !possible)
            return refuse({Exit::NotMade, {possible.error()}});
        print(QStringLiteral("all is free\n"));
        if (const QString hint = firewallHint(*scenario); !hint.isEmpty())
            print(hint + u'\n');
        return Exit::Done;
    }
    scenario->end.reset(); // it ends when somebody ends it
    options->clock = {ClockChoice::Kind::Real, 1};
    options->messageLimit = std::numeric_limits<int>::max();
    options->keepMessages = keptMessages;
    const Trace* seen = nullptr;
    if (!arguments.isQuiet)
        options->sink = [&seen](const Event& event) {
            if (seen)
                tell(*seen, event);
        };
    auto world = World::build(*scenario, *options);
    if (!world)
        return refuse({Exit::NotMade, {world.error()}});
    (*world)->keepOpen(true);
    announce(*scenario, (*world)->trace());
    seen = &(*world)->trace();
    while ((*world)->advance(false, slice)) { }
    return interrupted() ? Exit::Interrupted : Exit::Done;
}
} // namespace

Job declareServe(CLI::App& parser)
{
    const auto arguments = std::make_shared<ServeArguments>();
    arguments->declareScenario(parser, "SCENARIO", "An id of the library, or a file");
    arguments->declarePolicy(parser);
    arguments->declareSettings(parser);
    arguments->declareSeed(parser);
    arguments->declareCommands(parser);
    arguments->declareOutlets(parser);
    parser.add_flag("--check", arguments->isCheckOnly, "Only see whether its addresses and ports are free");
    parser.add_flag("--quiet", arguments->isQuiet, "Say nothing of who comes and goes");
    return [arguments] { return serve(*arguments); };
}

} // namespace siprace::app
