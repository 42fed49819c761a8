#include "World.h"

#include "AddressBlock.h"
#include "Engine.h"
#include "Lan.h"
#include "Library.h"
#include "OutsideLease.h"
#include "OutsideProgram.h"
#include "Policies.h"
#include "RunHeader.h"

#include <algorithm>
#include <thread>

namespace siprace {

using namespace Qt::StringLiterals;

struct World::Impl
{
    std::unique_ptr<OutsideLease> lease; ///< given back after the engine has ended its programs
    std::unique_ptr<Engine> engine;
    SiteKeeper* keeper = nullptr;
};

SiteKeeper::SiteKeeper() = default;
SiteKeeper::~SiteKeeper() = default;

std::unique_ptr<Site> SiteKeeper::take()
{
    return std::move(m_site);
}

void SiteKeeper::give(std::unique_ptr<Site> site)
{
    m_site = std::move(site);
}

namespace {
/// Programs outside know no clock but the system's.
RunOptions fitting(const Scenario& scenario, RunOptions options)
{
    if (scenario.needsRealClock())
        options.clock = {ClockChoice::Kind::Real, 1};
    return options;
}

/// A file from anywhere could start anything: what it starts is named, and nothing happens until a person agrees.
Result<void> checkCommands(const Scenario& scenario, const RunOptions& options)
{
    QStringList commands;
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::External && !node.outside.start.isEmpty())
            commands += node.outside.start;
    }
    if (commands.isEmpty() || options.mayStartCommands || isOfLibrary(scenario.path))
        return {};
    return fail({.file = scenario.path}, u"this scenario starts a command: %1"_s.arg(commands.join(u"; "_s)),
        u"add --allow-commands if you trust it"_s);
}

/// Whether the programs that a run is to start can have their addresses: another one would be taken for them.
Result<void> checkOutsideFree(const Scenario& scenario)
{
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role != Role::External || node.outside.start.isEmpty() || !isListening(node.outside.address))
            continue;
        return fail({},
            u"%1 was not started: its address %2:%3 is in use"_s.arg(node.id)
                .arg(QString::fromLatin1(sip::dotted(node.outside.address.address)))
                .arg(node.outside.address.port),
            u"end the program that has it"_s);
    }
    return {};
}

} // namespace

Result<std::unique_ptr<World>> World::build(const Scenario& asked, const RunOptions& wanted, SiteKeeper* keeper)
{
    if (!proxy::findPolicy(wanted.policy) && wanted.policy != outsidePolicy())
        return fail({}, u"unknown policy \"%1\""_s.arg(wanted.policy));
    if (wanted.policy == outsidePolicy() && !asked.hasOutsideProxy())
        return fail({}, u"policy \"external\" is for a scenario whose proxy is a program outside"_s,
            u"name one of ours, such as forward-all"_s);
    // Under a policy of ours our own proxy takes the place of the one outside.
    const bool isReplaced = asked.hasOutsideProxy() && wanted.policy != outsidePolicy();
    const Scenario replaced = isReplaced ? withStandIns(asked) : Scenario();
    const Scenario& scenario = isReplaced ? replaced : asked;
    const RunOptions options = fitting(scenario, wanted);
    for (const ScenarioNode& node : scenario.nodes) {
        const Result<proxy::PolicyKnobs> knobs = effectiveKnobs(node, options.policy);
        if (!knobs)
            return fail(knobs.error());
    }
    if (const Result<void> allowed = checkCommands(scenario, options); !allowed)
        return fail(allowed.error());
    if (const QString missing = missingProgram(scenario); !missing.isEmpty())
        return fail({}, u"%1 is not installed, and this scenario is about it"_s.arg(missing),
            u"install it, or name a policy of ours: --policy forward-all"_s);
    std::unique_ptr<OutsideLease> lease = OutsideLease::take(scenario, options.stop);
    if (!lease)
        return fail({}, u"the run was ended before it began"_s);
    if (const Result<void> possible = checkLan(scenario); !possible)
        return fail(possible.error());
    if (const Result<void> free = checkOutsideFree(scenario); !free)
        return fail(free.error());
    Diagnostic none{{}, u"no free block of addresses from 127.100.0.0 to 127.154.0.0"_s,
        u"end other runs, and programs that listen on port 5060 of every address"_s};
    std::unique_ptr<Site> site = keeper ? keeper->take() : nullptr;
    for (int number = AddressBlock::first; number <= AddressBlock::last; ++number) {
        if (!site)
            site = Site::claim(number);
        if (!site)
            continue;
        Result<std::unique_ptr<Engine>> engine = Engine::build(scenario, options, std::move(site));
        if (!engine) { // on a LAN, or of what is outside: another block would not help
            if (scenario.needsRealClock())
                none = engine.error();
            continue;
        }
        auto impl = std::make_unique<Impl>();
        impl->lease = std::move(lease);
        impl->engine = std::move(*engine);
        impl->keeper = keeper;
        return std::unique_ptr<World>(new World(std::move(impl)));
    }
    return fail(none);
}

World::World(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

World::~World()
{
    if (m_impl->keeper)
        m_impl->keeper->give(m_impl->engine->vacate());
}

Result<Trace> World::run()
{
    while (advance(false, std::chrono::milliseconds::max())) { }
    if (m_impl->engine->isOverLimit())
        return fail({}, u"the run was given up: more than %L1 messages"_s.arg(m_impl->engine->messageLimit()),
            u"it seems to loop; shorten it with an end time"_s);
    return takeTrace();
}

bool World::advance(bool untilMessage, std::chrono::milliseconds budget)
{
    return m_impl->engine->advance(untilMessage, budget);
}

bool World::hasEnded() const
{
    return m_impl->engine->hasEnded();
}

void World::stop()
{
    m_impl->engine->end(u"user"_s);
}

void World::pause()
{
    m_impl->engine->pause();
}

void World::resume()
{
    m_impl->engine->resume();
}

Instant World::now() const
{
    return m_impl->engine->now();
}

const Trace& World::trace() const
{
    return m_impl->engine->trace();
}

Trace World::takeTrace()
{
    return m_impl->engine->takeTrace();
}

int World::addressBlock() const
{
    return m_impl->engine->addressBlock();
}

void World::setImpairment(const QString& from, const QString& to, const Impairment& impairment)
{
    std::ignore = m_impl->engine->setImpairment(from, to, impairment);
}

Result<void> World::byHand(const HandAction& action)
{
    return m_impl->engine->byHand(action);
}

void World::keepOpen(bool isKept)
{
    m_impl->engine->keepOpen(isKept);
}

Result<void> World::perform(const QString& node, const QString& action, const QMap<QString, QString>& arguments)
{
    return m_impl->engine->perform(node, action, arguments);
}

Result<Trace> runScenario(const Scenario& scenario, const RunOptions& options, SiteKeeper* keeper)
{
    Result<std::unique_ptr<World>> world = World::build(scenario, options, keeper);
    if (!world)
        return fail(world.error());
    return (*world)->run();
}

int worldsAtOnce(int wanted)
{
    constexpr int mostBlocks = (AddressBlock::last - AddressBlock::first + 1) / 2;
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return std::min(wanted > 0 ? wanted : cores, mostBlocks);
}

} // namespace siprace
