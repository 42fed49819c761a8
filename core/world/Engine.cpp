#include "Engine.h"

#include "FloodGate.h"
#include "Lan.h"
#include "RuleMatching.h"
#include "RunHeader.h"

#include <algorithm>
#include <sys/prctl.h>
#include <thread>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr Duration longestAfterScript = 5min; // contract, "settled"
constexpr Duration defaultDownTime = 20ms; // contract, "restart"
constexpr std::chrono::milliseconds longestWait{20}; // so that a stop from another thread is seen soon
constexpr int mostPutOff = 16; // events in a row, before the sockets are looked at again
constexpr int handOverTries = 2000; // of a millisecond each, should the system be that busy

double slownessOf(const ClockChoice& clock)
{
    return clock.kind == ClockChoice::Kind::Virtual ? 0 : clock.slowness;
}

/// Sleeps without the slack of some ten microseconds that the system allows itself otherwise.
void sleepExactly(std::chrono::microseconds wait)
{
    thread_local const bool isExact = ::prctl(PR_SET_TIMERSLACK, 1000UL, 0, 0, 0) == 0;
    std::ignore = isExact; // refused, it sleeps a little longer
    std::this_thread::sleep_for(wait);
}

bool isStopAction(const QString& action)
{
    return action == "restart"_L1 || action == "stop"_L1 || action == "start"_L1;
}
} // namespace

Result<std::unique_ptr<Engine>> Engine::build(
    const Scenario& scenario, const RunOptions& options, std::unique_ptr<Site> site)
{
    std::unique_ptr<Engine> engine(new Engine(scenario, options, std::move(site)));
    engine->m_fabric
        = Fabric::create(*engine->m_site, engine->m_timeline, engine->m_recorder, engine->fabricSettings());
    if (!engine->m_fabric) {
        if (const Result<void> possible = checkLan(scenario); !possible)
            return fail(possible.error());
        return fail({}, u"an address of the block is taken"_s);
    }
    if (const Result<void> made = engine->makeNodes(); !made)
        return fail(made.error());
    engine->startOutside();
    engine->writeScript();
    if (engine->m_scenario.lan)
        engine->watchLan();
    // The run begins now, whatever building it took.
    engine->m_clock = Clock(slownessOf(options.clock));
    return engine;
}

Engine::Engine(const Scenario& scenario, const RunOptions& options, std::unique_ptr<Site> site)
    : m_scenario(scenario)
    , m_options(options)
    , m_clock(0)
    , m_timeline(m_clock)
    , m_recorder(traceHeader(scenario, options), sinkFor(options))
    , m_site(std::move(site))
    , m_loop(m_site->loop())
{
    m_hasOutside = m_scenario.needsRealClock();
    keepOpen(false); // on a LAN somebody may always come
    if (m_scenario.lan) { // who comes later moves nobody
        m_secret = randomSecret();
        m_scenario.nodes.reserve(m_scenario.nodes.size() + mostGuestNodes);
        m_seats.reserve(static_cast<std::size_t>(m_scenario.nodes.size()) + mostGuestNodes);
    }
    if (m_options.clock.kind != ClockChoice::Kind::Virtual)
        m_nonceKey = randomSecret(); // it lasts: others on this host may try to guess
    if (m_options.keepMessages > 0)
        m_recorder.keepOnly(m_options.keepMessages, !m_options.outlets.empty());
    m_loop.setClock([this] { return m_clock.now(); });
    if (const AddressBlock& block = m_site->block(); block.number() != AddressBlock::first)
        m_recorder.writeAddresses([&block](const QByteArray& text) { return block.canonical(text); });
}

std::function<void(const Event&)> Engine::sinkFor(const RunOptions& options)
{
    if (options.outlets.empty())
        return options.sink;
    return [this, sink = options.sink](const Event& event) {
        if (sink)
            sink(event);
        letOut(event);
    };
}

/// Tells the outlets of what moves on the links.
void Engine::letOut(const Event& event)
{
    const auto* sent = std::get_if<MessageSent>(&event);
    const auto* ended = std::get_if<MessageEnded>(&event);
    if (!sent && !ended)
        return;
    const TraceMessage& message = trace().messages.at((sent ? sent->message.n : ended->n) - 1);
    for (const auto& outlet : m_options.outlets) {
        if (sent)
            outlet->sent(trace(), message);
        else
            outlet->ended(trace(), message);
        checkOutlet(*outlet, message.from);
    }
}

void Engine::checkOutlet(Outlet& outlet, int node)
{
    if (const Result<void> fine = outlet.check(); !fine)
        noteTrouble(node, fine.error());
}

Engine::~Engine()
{
    if (!m_site)
        return;
    takeApart();
    m_site.reset(); // while there is a clock for it to ask
}

void Engine::takeApart()
{
    m_loop.makeCurrent();
    m_timeline.clear(); // the end is no event: no node is stopped, a call that is up stays up
    m_seats.clear();
    m_fabric.reset();
}

std::unique_ptr<Site> Engine::vacate()
{
    m_loop.keepAgents();
    takeApart();
    std::unique_ptr<Site> site = std::move(m_site);
    // An alias of an outside node is a port that the next run may not want to have open.
    return site->rest() && !m_hasOutside ? std::move(site) : nullptr;
}

Fabric::Settings Engine::fabricSettings()
{
    Fabric::Settings settings;
    const std::vector<int> hosts = hostNumbers(m_scenario.nodes);
    const auto names = m_scenario.lanNames();
    bool isProcessing = false;
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        Fabric::Place place = placeOf(i, hosts[static_cast<std::size_t>(i)]);
        place.open = names[static_cast<std::size_t>(i)];
        settings.places.push_back(place);
        isProcessing = isProcessing || !m_scenario.nodes.at(i).processing.isEmpty();
    }
    settings.impairment = [this](int from, int to) {
        return m_scenario.impairment(m_scenario.nodes.at(from).id, m_scenario.nodes.at(to).id);
    };
    if (m_scenario.lan) {
        settings.guests = mostGuestNodes;
        settings.stranger = [this](const sip::SocketName& name, const QByteArray& datagram, bool isStream) {
            return welcome(name, datagram, isStream);
        };
        settings.mostMessages = m_options.keepMessages > 0 ? 0 : messageLimit();
        settings.flooded = [this](int at, std::uint32_t address) {
            const QString host = QString::fromLatin1(sip::dotted(address));
            noteTrouble(at,
                {{},
                    u"%1 has had half of the room that was left in the trace: of what it sends %2 messages a second "
                    u"are "
                    u"carried from now on."_s.arg(host)
                        .arg(FloodGate::sparingly),
                    {}});
        };
        settings.mayCome = [this](std::uint32_t address) { return m_scenario.lan->allows(address); };
    }
    settings.rules = m_scenario.rules;
    settings.seed = m_options.seed;
    if (isProcessing)
        settings.processing = [this](int node, const MessageFields& fields) { return processingOf(node, fields); };
    settings.deliver = [this](int node, int n, const QByteArray& datagram, const sip::Hop& from) {
        deliver(node, n, datagram, from);
    };
    settings.undelivered = [this](int from, int n) {
        if (Node* node = m_seats[static_cast<std::size_t>(from)].node.get())
            node->undelivered(n);
    };
    return settings;
}

Duration Engine::processingOf(int node, const MessageFields& fields)
{
    Seat& seat = m_seats[static_cast<std::size_t>(node)];
    std::optional<Duration> time;
    for (auto& [entry, seen] : seat.processed) {
        if (!matches(entry->match, fields))
            continue;
        ++seen; // every entry counts what fits it, also when an earlier one answers
        if (!time && (!entry->match.nth || seen == *entry->match.nth))
            time = entry->time;
    }
    return time.value_or(Duration::zero());
}

void Engine::writeScript()
{
    Instant last{};
    for (const ScriptEntry& entry : m_scenario.script) {
        QMap<QString, QString> arguments = entry.arguments;
        if (!entry.target.isEmpty())
            arguments.insert(u"to"_s, entry.target);
        if (entry.down)
            arguments.insert(u"down"_s, formatDuration(*entry.down));
        last = std::max(last, at(entry.at));
        m_timeline.script(at(entry.at), [this, entry, arguments] {
            if (const Result<void> done = perform(entry.node, entry.action, arguments); !done) {
                const int node = trace().nodeIndex(entry.node);
                m_recorder.decision({now(), std::max(node, 0), 0, Why{{}, done.error().text()}});
            }
        });
    }
    m_endAt = m_scenario.end ? at(*m_scenario.end) : last + longestAfterScript;
}

bool Engine::advance(bool untilMessage, std::chrono::milliseconds budget)
{
    m_loop.makeCurrent();
    const auto start = std::chrono::steady_clock::now();
    // A budget beyond the clock's range means "as long as it takes".
    const Deadline deadline = budget > std::chrono::hours{24 * 365} ? Deadline::max() : start + budget;
    const int passed = m_fabric->passed();
    while (!m_hasEnded) {
        turn(deadline);
        if (untilMessage && m_fabric->passed() != passed)
            break;
        if (deadline != Deadline::max() && std::chrono::steady_clock::now() >= deadline)
            break;
    }
    return !m_hasEnded;
}

void Engine::turn(Deadline deadline)
{
    const std::optional<Instant> stackDue = mayPutOffStack() ? m_stackDue : settleDown();
    m_isQuiet = false;
    if (m_options.stop && m_options.stop->load(std::memory_order_relaxed)) {
        end(u"user"_s);
        return;
    }
    if (trace().messages.size() > messageLimit()) {
        endOverLimit();
        return;
    }
    const std::optional<Instant> ours = m_timeline.next();
    const bool isInHands = m_fabric->isWaitingForHand() || (m_isKeptOpen && !m_clock.isStanding());
    if (!m_scenario.end && !isInHands && (isSettled() || (!ours && !stackDue && !m_hasOutside))) {
        end(u"settled"_s);
        return;
    }
    // Kept open, it ends when somebody ends it.
    const Instant endAt = m_isKeptOpen && !m_scenario.end && !m_clock.isStanding() ? Instant::max() : m_endAt;
    const Instant next = std::min({endAt, ours.value_or(Instant::max()), stackDue.value_or(Instant::max())});
    if (m_clock.isStanding()) {
        m_clock.jumpTo(next);
    } else if (m_clock.now() < next) {
        waitFor(next, deadline);
        return;
    }
    if (next == endAt && endAt == m_endAt && ours.value_or(Instant::max()) > m_endAt) {
        end(m_scenario.end ? u"time"_s : u"limit"_s);
        return;
    }
    // At one instant: what arrives first, then the stack's timers (the next step of its loop fires them), then ours.
    const bool isOursDue = ours && *ours <= now();
    const bool isStackDue = stackDue && *stackDue <= now();
    if (isOursDue && (m_timeline.nextRank() == Timeline::Rank::Arrival || !isStackDue))
        m_timeline.runNext();
}

/// Where time stands, what the delivery before this turn has left quiet still is. Where it passes, what is due at once
/// is done in one go, so that not every message costs another look at all sockets.
bool Engine::mayPutOffStack()
{
    if (m_clock.isStanding())
        return m_isQuiet;
    const std::optional<Instant> ours = m_timeline.next();
    const Instant now = m_clock.now();
    const bool mayDo = ours && *ours <= now && (!m_stackDue || *m_stackDue > now) && m_putOff < mostPutOff;
    m_putOff = mayDo ? m_putOff + 1 : 0;
    return mayDo;
}

/// Lets the stack do all it can do now. Gives when its next timer is due.
std::optional<Instant> Engine::settleDown()
{
    std::optional<std::chrono::milliseconds> next = stepUntilQuiet();
    if (m_isDeferring) {
        m_fabric->settle();
        next = stepUntilQuiet();
    }
    m_stackDue.reset();
    if (next) {
        // The stack counts in whole milliseconds, and sees ours floored.
        const auto shown = std::chrono::floor<std::chrono::milliseconds>(now().time_since_epoch());
        m_stackDue = at(shown + *next);
    }
    return m_stackDue;
}

std::optional<std::chrono::milliseconds> Engine::stepUntilQuiet()
{
    for (;;) {
        const std::optional<std::chrono::milliseconds> next = m_loop.step();
        if (next != std::chrono::milliseconds{0})
            return next;
    }
}

void Engine::waitFor(Instant next, Deadline deadline)
{
    auto wait = m_clock.waitFor(next);
    if (deadline != Deadline::max()) {
        const auto left = std::chrono::ceil<std::chrono::microseconds>(deadline - std::chrono::steady_clock::now());
        wait = std::min(wait, std::max(left, std::chrono::microseconds{0}));
    }
    wait = std::min<std::chrono::microseconds>(wait, longestWait);
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(wait);
    if (whole > std::chrono::milliseconds{1})
        std::ignore = m_loop.step(whole - std::chrono::milliseconds{1}); // wakes for what comes meanwhile
    else
        sleepExactly(wait); // the stack's loop cannot wait for less than a millisecond
}

bool Engine::isSettled()
{
    if (m_timeline.couldSend() || (m_hasOutside && !isQuietOutside()))
        return false;
    return std::ranges::none_of(m_seats, [](const Seat& seat) { return seat.isUp && seat.node->isBusy(); });
}

void Engine::deliver(int node, int n, const QByteArray& datagram, const sip::Hop& source)
{
    const int from = trace().messages.at(n - 1).from;
    Seat& seat = m_seats[static_cast<std::size_t>(node)];
    m_recorder.handling(node, n);
    if (m_scenario.lan && !passesGate(node, n, datagram, source)) {
        m_recorder.handling(node, 0);
        return;
    }
    QByteArray handed = datagram;
    const bool isTaken = seat.node && seat.node->intercept(n, handed, source);
    if (!isTaken && isCutOff(node)) {
        m_recorder.lost(now(), n, Why{{}, u"There is no network: %1."_s.arg(m_lanTrouble)});
    } else if (!isTaken) {
        const bool isHandedOver = m_fabric->handOver(from, node, handed);
        if (isHandedOver && !m_fabric->isOutside(node))
            awaitRead();
        else if (!isHandedOver)
            m_recorder.lost(now(), n, Why{{}, u"The system refused to hand it over."_s});
    }
    if (!isTaken || seat.node->usesStack())
        std::ignore = settleDown();
    m_recorder.handling(node, 0);
    m_isQuiet = true;
    if (m_scenario.lan)
        noteLanMessage(n, datagram);
}

void Engine::awaitRead()
{
    // Nothing else is ready: the loop was quiet. So whatever runs first is this datagram's reader. Usually it is in the
    // node's socket by now; a busy system may take a moment, and then time must not move on without it.
    if (m_loop.step() == std::chrono::milliseconds{0})
        return;
    m_isDeferring = true;
    for (int i = 0; i < handOverTries; ++i) {
        if (m_loop.step(std::chrono::milliseconds{1}) == std::chrono::milliseconds{0})
            return;
    }
}

Result<void> Engine::perform(const QString& node, const QString& action, const QMap<QString, QString>& arguments)
{
    m_loop.makeCurrent();
    m_isQuiet = false;
    const int index = trace().nodeIndex(node);
    if (index < 0)
        return fail({}, u"no node \"%1\""_s.arg(node));
    if (isStopAction(action))
        return takeDown(index, action, parseDuration(arguments.value(u"down"_s)));
    Seat& seat = m_seats[static_cast<std::size_t>(index)];
    if (!seat.isUp)
        return fail({}, u"%1 is down and cannot \"%2\""_s.arg(node, action));
    m_recorder.action(now(), index, action);
    if (action == "disconnect"_L1) {
        m_fabric->closeConnections(index, arguments.value(u"how"_s) == "reset"_L1);
        return {};
    }
    const Result<void> done = seat.node->perform(action, arguments);
    std::ignore = settleDown();
    return done;
}

Result<void> Engine::takeDown(int node, const QString& action, std::optional<Duration> down)
{
    Seat& seat = m_seats[static_cast<std::size_t>(node)];
    if (m_fabric->isOutside(node) && seat.settings->outside.start.isEmpty())
        return fail({}, u"%1 has no command: it cannot \"%2\""_s.arg(seat.settings->id, action));
    m_recorder.action(now(), node, action);
    m_timeline.cancel(seat.comingUp);
    seat.comingUp = TimerId::None;
    if (action == "start"_L1) {
        comeUp(node);
        return {};
    }
    if (seat.isUp) {
        seat.node->stop();
        noteDown(node);
    }
    if (action == "restart"_L1)
        seat.comingUp = m_timeline.after(down.value_or(defaultDownTime), [this, node] { comeUp(node); });
    else if (down)
        seat.comingUp = m_timeline.after(*down, [this, node] { comeUp(node); });
    return {};
}

void Engine::comeUp(int node)
{
    Seat& seat = m_seats[static_cast<std::size_t>(node)];
    if (seat.isUp)
        return;
    if (const Result<void> started = seat.node->start(); !started) {
        m_recorder.decision({now(), node, 0, Why{{}, started.error().text()}});
        return;
    }
    if (!m_fabric->isOutside(node)) // that one says so when it is
        noteUp(node);
}

void Engine::noteUp(int node)
{
    m_seats[static_cast<std::size_t>(node)].isUp = true;
    m_fabric->setDown(node, false);
    recordNodeState(node, u"up"_s);
}

void Engine::noteDown(int node)
{
    m_seats[static_cast<std::size_t>(node)].isUp = false;
    m_seats[static_cast<std::size_t>(node)].location = nullptr;
    m_fabric->setDown(node, true);
    recordNodeState(node, u"down"_s);
}

void Engine::recordNodeState(int node, const QString& state)
{
    StateChange change;
    change.at = now();
    change.node = node;
    change.kind = MachineKind::Node;
    change.machine = u"node"_s;
    change.label = trace().nodes.at(node).name;
    change.state = state;
    m_recorder.state(std::move(change));
}

} // namespace siprace
