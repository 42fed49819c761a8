#include "Sketcher.h"

#include "Fingerprint.h"
#include "RuleMatching.h"
#include "RunHeader.h"

#include <algorithm>
#include <tuple>

namespace siprace {

Sketcher::Sketcher(const Freedom& freedom, const ReplaySteps& steps, const Trace& trace, SentNames& names)
    : m_freedom(freedom)
    , m_scenario(freedom.scenario())
    , m_steps(steps)
    , m_trace(trace)
    , m_names(names)
    , m_fileRules(static_cast<std::size_t>(trace.messages.size()) + 1)
    , m_sendings(static_cast<std::size_t>(trace.messages.size()) + 1)
    , m_sentBy(static_cast<std::size_t>(trace.messages.size()) + 1, -1)
    , m_arrivals(static_cast<std::size_t>(trace.messages.size()) + 1, -1)
{
}

RunSketch Sketcher::read()
{
    nameSendings();
    applyFileRules();
    addScript();
    addArrivals();
    addTimers();
    addMemories();
    sortEvents();
    attributeSendings();
    noteChanges();
    for (SketchEvent& event : m_sketch.events)
        anchor(event);
    identifyTimers();
    noteStoppedTimers();
    noteRinging();
    noteCopies();
    noteLosses();
    noteForgotten();
    return std::move(m_sketch);
}

const ReplayStep* Sketcher::stepOf(ReplayStep::Kind kind, std::uint64_t id) const
{
    const auto found
        = std::ranges::find_if(m_steps, [&](const ReplayStep& step) { return step.kind == kind && step.id == id; });
    return found == m_steps.end() ? nullptr : &*found;
}

void Sketcher::nameSendings()
{
    std::map<QByteArray, int> count;
    for (const TraceMessage& message : m_trace.messages) {
        SentName name{{m_trace.nodes.at(message.from).id, m_trace.nodes.at(message.to).id}, {}};
        if (message.isRequest()) {
            name.match.method = message.method;
        } else {
            name.match.status = message.status;
            name.match.cseqMethod = message.cseqMethod;
        }
        const QByteArray word = name.link.text().toUtf8() + ' ' + wordFor(message);
        name.match.nth = ++count[word];
        if (!message.toTag.isEmpty()) {
            name.match.toTag = message.toTag;
            name.match.nth = ++count[word + ' ' + message.toTag];
        }
        m_sendings[static_cast<std::size_t>(message.n)] = m_names.add(name);
    }
}

void Sketcher::applyFileRules()
{
    for (const LinkRule& rule : m_scenario.rules) {
        int seen = 0;
        for (const TraceMessage& message : m_trace.messages) {
            if (m_trace.nodes.at(message.from).id != rule.link.from || m_trace.nodes.at(message.to).id != rule.link.to
                || !matches(rule.match, message))
                continue;
            ++seen;
            FileRule& acting = m_fileRules[static_cast<std::size_t>(message.n)];
            if ((rule.match.nth && seen != *rule.match.nth) || acting.isDrop || acting.isFixed
                || acting.delay > Duration{0})
                continue;
            acting.isDrop = rule.action == LinkRule::Do::Drop;
            acting.isFixed = rule.action == LinkRule::Do::Hold || rule.action == LinkRule::Do::Duplicate;
            acting.delay = rule.action == LinkRule::Do::Delay ? rule.delay : Duration{0};
        }
    }
}

void Sketcher::addScript()
{
    std::vector<bool> isTaken(static_cast<std::size_t>(m_scenario.script.size()), false);
    for (const Trace::Action& action : m_trace.actions) {
        for (qsizetype line = 0; line < m_scenario.script.size(); ++line) {
            const ScriptEntry& entry = m_scenario.script.at(line);
            const ReplayStep* step = stepOf(ReplayStep::Kind::Script, static_cast<std::uint64_t>(line));
            if (isTaken[static_cast<std::size_t>(line)] || entry.node != m_trace.nodes.at(action.node).id
                || entry.action != action.what || at(step ? step->by : entry.at) != action.at)
                continue;
            isTaken[static_cast<std::size_t>(line)] = true;
            SketchEvent event;
            event.kind = SketchEvent::Kind::Script;
            event.node = action.node;
            event.at = action.at;
            event.line = static_cast<int>(line);
            event.id = Fingerprint().add("script").add(static_cast<std::uint64_t>(line)).bits();
            event.least = entry.at;
            event.most = entry.to.value_or(entry.at);
            m_sketch.events.push_back(event);
            break;
        }
    }
}

std::optional<Instant> Sketcher::arrivalOf(const TraceMessage& message) const
{
    if (message.arrived || message.fate != Fate::Lost)
        return message.arrived;
    const FileRule& rule = m_fileRules[static_cast<std::size_t>(message.n)];
    const std::uint64_t sending = m_sendings[static_cast<std::size_t>(message.n)];
    if (rule.isDrop || rule.isFixed || stepOf(ReplayStep::Kind::Lost, sending))
        return std::nullopt;
    const ReplayStep* later = stepOf(ReplayStep::Kind::Later, sending);
    return message.sent + m_freedom.window(message.from, message.to).least + (later ? later->by : rule.delay);
}

void Sketcher::addArrivals()
{
    for (const TraceMessage& message : m_trace.messages) {
        const auto arrived = arrivalOf(message);
        if (!arrived)
            continue;
        SketchEvent event;
        event.kind = SketchEvent::Kind::Arrival;
        event.node = message.to;
        event.at = *arrived;
        event.n = message.n;
        event.connection = message.connection;
        event.from = message.from;
        event.sending = m_sendings[static_cast<std::size_t>(message.n)];
        event.id = event.sending;
        m_sketch.events.push_back(event);
        m_isArrivalPlace.insert({{message.to, *arrived}, message.n});
    }
}

bool Sketcher::isSentByArrival(const TraceMessage& message) const
{
    const auto here = m_isArrivalPlace.equal_range({message.from, message.sent});
    const bool isCause
        = std::any_of(here.first, here.second, [&](const auto& arrival) { return arrival.second == message.causedBy; });
    return isCause || (message.causedBy != 0 && here.first != here.second);
}

bool Sketcher::isScriptPlace(const Place& place) const
{
    return std::ranges::any_of(m_sketch.events, [&](const SketchEvent& event) {
        return event.kind == SketchEvent::Kind::Script && Place{event.node, event.at} == place;
    });
}

void Sketcher::addTimer(const Place& place)
{
    if (!m_timerPlaces.insert(place).second)
        return;
    SketchEvent event;
    event.kind = SketchEvent::Kind::Timer;
    event.node = place.first;
    event.at = place.second;
    m_sketch.events.push_back(event);
}

void Sketcher::addTimers()
{
    for (const TimerChange& timer : m_trace.timers) {
        if (timer.what == TimerChange::What::Fired)
            addTimer({timer.node, timer.at});
    }
    for (const StateChange& change : m_trace.states) {
        if (change.kind == MachineKind::Node && !isScriptPlace({change.node, change.at}))
            addTimer({change.node, change.at});
    }
    for (const TraceMessage& message : m_trace.messages) {
        if (!isSentByArrival(message) && !isScriptPlace({message.from, message.sent}))
            addTimer({message.from, message.sent});
    }
}

void Sketcher::addMemories()
{
    std::set<std::pair<int, QByteArray>> remembered;
    for (const SketchEvent& event : std::vector<SketchEvent>(m_sketch.events)) {
        if (event.kind != SketchEvent::Kind::Arrival || roleOf(event.node) != Role::Proxy)
            continue;
        const TraceMessage& success = message(event.n);
        const auto knobs = effectiveKnobs(m_scenario.nodes.at(event.node), m_trace.policy);
        if (!success.isSuccess() || success.cseqMethod != "INVITE" || !knobs
            || (knobs->rememberBy == proxy::RememberBy::Nothing && knobs->late2xx == proxy::Late2xx::Forward)
            || !remembered.insert({event.node, success.callId}).second)
            continue;
        const Duration length = knobs->rememberFor.value_or(m_scenario.nodes.at(event.node).timers.T1x64());
        addTimer({event.node, event.at + length});
        m_memories[{event.node, event.at + length}] = event.n;
    }
}

void Sketcher::sortEvents()
{
    const auto key = [this](const SketchEvent& event) {
        const bool isArrival = event.kind == SketchEvent::Kind::Arrival;
        const Instant sent = isArrival ? message(event.n).sent : Instant{};
        return std::tuple(
            event.at, event.kind, sent, isArrival ? message(event.n).from : event.node, event.n, event.line);
    };
    std::ranges::stable_sort(m_sketch.events, {}, key);
    m_sketch.atNode.resize(static_cast<std::size_t>(m_trace.nodes.size()));
    for (int i = 0; i < static_cast<int>(m_sketch.events.size()); ++i) {
        const SketchEvent& one = event(i);
        m_sketch.atNode[static_cast<std::size_t>(one.node)].push_back(i);
        m_at[{one.node, one.at}].push_back(i);
        if (one.kind == SketchEvent::Kind::Arrival)
            m_arrivals[static_cast<std::size_t>(one.n)] = i;
    }
}

int Sketcher::senderOf(const TraceMessage& message)
{
    const std::vector<int>& here = m_at[{message.from, message.sent}];
    for (const int i : here) {
        if (message.causedBy != 0 && event(i).n == message.causedBy)
            return i;
    }
    const bool isCaused = message.causedBy != 0;
    for (const int i : here) {
        if ((event(i).kind == SketchEvent::Kind::Arrival) == isCaused)
            return i;
    }
    return here.empty() ? -1 : here.back();
}

void Sketcher::attributeSendings()
{
    for (const TraceMessage& message : m_trace.messages) {
        const int sender = senderOf(message);
        m_sentBy[static_cast<std::size_t>(message.n)] = sender;
        if (sender < 0)
            continue;
        event(sender).effects += Fingerprint().add(m_sendings[static_cast<std::size_t>(message.n)]).bits();
        m_sent[sender].push_back(message.n);
    }
    for (SketchEvent& one : m_sketch.events) {
        if (one.kind != SketchEvent::Kind::Arrival)
            continue;
        one.effects += Fingerprint()
                           .add("fate")
                           .add(static_cast<std::uint64_t>(message(one.n).fate))
                           .add(message(one.n).isStray ? 1U : 0U)
                           .bits();
    }
}

QByteArray Sketcher::machineName(int node, const QString& machine) const
{
    const auto label = m_labels.find({node, machine});
    return label == m_labels.end() ? QByteArray() : label->second;
}

void Sketcher::noteChanges()
{
    std::map<Place, std::uint64_t> changes;
    for (const StateChange& change : m_trace.states) {
        const QByteArray label = QByteArray::number(static_cast<int>(change.kind)) + ' ' + change.label.toUtf8();
        m_labels[{change.node, change.machine}] = label;
        changes[{change.node, change.at}] += Fingerprint().add(label).add(change.state.toUtf8()).bits();
    }
    for (const TimerChange& timer : m_trace.timers) {
        changes[{timer.node, timer.at}] += Fingerprint()
                                               .add(machineName(timer.node, timer.machine))
                                               .add(timer.name.toUtf8())
                                               .add(static_cast<std::uint64_t>(timer.what))
                                               .bits();
    }
    for (SketchEvent& one : m_sketch.events) {
        if (const auto found = changes.find({one.node, one.at}); found != changes.end())
            one.changes = found->second;
    }
}

void Sketcher::identifyTimers()
{
    for (SketchEvent& one : m_sketch.events) {
        if (one.kind == SketchEvent::Kind::Timer)
            one.id = Fingerprint()
                         .add("timer")
                         .add(static_cast<std::uint64_t>(one.node))
                         .add(one.effects)
                         .add(one.changes)
                         .bits();
    }
}

void Sketcher::noteLosses()
{
    for (const TraceMessage& sent : m_trace.messages) {
        const std::uint64_t sending = m_sendings[static_cast<std::size_t>(sent.n)];
        if (stepOf(ReplayStep::Kind::Lost, sending))
            m_sketch.losses.push_back({sending, m_sentBy[static_cast<std::size_t>(sent.n)], sent.sent});
    }
}

void Sketcher::noteForgotten()
{
    for (const auto& [place, success] : m_memories) {
        const int last = m_sketch.atNode[static_cast<std::size_t>(place.first)].back();
        m_sketch.hasBlindSpot = m_sketch.hasBlindSpot || event(last).at > place.second;
    }
}

RunSketch sketchOf(const Freedom& freedom, const ReplaySteps& steps, const Trace& trace, SentNames& names)
{
    return Sketcher(freedom, steps, trace, names).read();
}

ReplaySteps drawnSteps(const Freedom& freedom, const Trace& trace, SentNames& names)
{
    ReplaySteps steps;
    for (const SketchEvent& event : sketchOf(freedom, {}, trace, names).events) {
        if (event.kind != SketchEvent::Kind::Arrival)
            continue;
        const TraceMessage& sent = trace.messages.at(event.n - 1);
        const Duration longer = event.at - sent.sent - freedom.window(sent.from, sent.to).least;
        if (longer > Duration{0})
            steps.push_back({ReplayStep::Kind::Later, sent.sent, event.sending, longer});
    }
    std::ranges::stable_sort(steps, {}, &ReplayStep::when);
    return steps;
}

} // namespace siprace
