#include "RunOrder.h"

#include "Fingerprint.h"

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>

namespace siprace {

std::uint64_t Commuting::key(std::uint64_t before, std::uint64_t one, std::uint64_t other)
{
    return Fingerprint().add(before).add(std::min(one, other)).add(std::max(one, other)).bits();
}

RunOrder::RunOrder(const RunSketch& sketch, const Commuting& commuting)
    : m_sketch(sketch)
    , m_commuting(commuting)
    , m_before(sketch.events.size())
    , m_direct(sketch.events.size())
    , m_pasts(sketch.events.size())
    , m_next(sketch.events.size())
{
    findWindows();
    findOrder();
}

void RunOrder::findWindows()
{
    const std::size_t events = m_sketch.events.size();
    m_earliest.resize(events);
    m_latest.resize(events);
    std::vector<bool> isPlaced(events, false);
    // What an event hangs on may stand behind it, where both happen in one instant.
    const std::function<void(int)> place = [&](int i) {
        if (isPlaced[index(i)])
            return;
        isPlaced[index(i)] = true;
        const SketchEvent& one = m_sketch.events[index(i)];
        if (one.anchor >= 0)
            place(one.anchor);
        m_earliest[index(i)] = (one.anchor < 0 ? Instant{} : m_earliest[index(one.anchor)]) + one.least;
        m_latest[index(i)] = (one.anchor < 0 ? Instant{} : m_latest[index(one.anchor)]) + one.most;
    };
    for (int i = 0; i < count(); ++i)
        place(i);
}

bool RunOrder::commute(int one, int other) const
{
    return m_commuting.contains(m_before[index(one)], event(one).id, event(other).id);
}

void RunOrder::findOrder()
{
    for (int i = 0; i < count(); ++i) {
        if (event(i).anchor >= 0)
            m_next[index(event(i).anchor)].push_back(i);
    }
    for (const std::vector<int>& events : m_sketch.atNode) {
        std::uint64_t seen = 0;
        for (const int i : events) {
            m_before[index(i)] = seen;
            seen += Fingerprint().add(event(i).id).bits();
        }
        findImmediate(events);
    }
}

void RunOrder::findImmediate(const std::vector<int>& events)
{
    for (std::size_t later = 0; later < events.size(); ++later) {
        const int here = events[later];
        std::vector<bool> isCovered(later, false);
        for (std::size_t k = later; k-- > 0;) {
            const int earlier = events[k];
            const bool isDirect = !commute(earlier, here);
            if (isDirect)
                m_direct[index(here)].push_back(earlier);
            if (!isDirect && !isCovered[k])
                continue;
            m_pasts[index(here)].push_back(earlier);
            if (isCovered[k])
                continue;
            m_pairs.emplace_back(earlier, here);
            m_next[index(earlier)].push_back(here);
            for (std::size_t before = 0; before < k; ++before)
                isCovered[before]
                    = isCovered[before] || std::ranges::count(m_pasts[index(earlier)], events[before]) > 0;
        }
    }
}

std::vector<int> RunOrder::pastWithout(int event, int except) const
{
    std::set<int> past;
    for (const int direct : m_direct[index(event)]) {
        if (direct == except)
            continue;
        past.insert(direct);
        past.insert(m_pasts[index(direct)].begin(), m_pasts[index(direct)].end());
    }
    past.erase(except);
    return {past.begin(), past.end()};
}

std::vector<bool> RunOrder::futureOf(int event) const
{
    std::vector<bool> isAfter(m_sketch.events.size(), false);
    std::vector<int> open{event};
    while (!open.empty()) {
        const int here = open.back();
        open.pop_back();
        for (const int next : m_next[index(here)]) {
            if (!isAfter[index(next)])
                open.push_back(next);
            isAfter[index(next)] = true;
        }
    }
    return isAfter;
}

std::uint64_t RunOrder::history(
    int event, const std::vector<int>& past, const std::vector<std::uint64_t>& histories) const
{
    const SketchEvent& one = this->event(event);
    std::uint64_t all = 0;
    for (const int before : past)
        all += histories[index(before)];
    return Fingerprint().add(one.id).add(one.anchor < 0 ? 0 : histories[index(one.anchor)]).add(all).bits();
}

std::uint64_t RunOrder::key() const
{
    std::vector<std::uint64_t> histories(m_sketch.events.size());
    std::uint64_t all = 0;
    for (int i = 0; i < count(); ++i) {
        histories[index(i)] = history(i, m_pasts[index(i)], histories);
        all += histories[index(i)];
    }
    for (const SketchLoss& loss : m_sketch.losses)
        all += Fingerprint().add("lost").add(loss.sending).bits();
    return all;
}

bool RunOrder::coversNode(const std::vector<int>& events, const RunSketch& other, std::size_t node) const
{
    const std::vector<int>& others = other.atNode[node];
    if (others.size() != events.size())
        return false;
    std::unordered_map<int, std::size_t> places; // of this run's events in the other one
    std::vector<bool> isTaken(others.size(), false);
    for (const int i : events) {
        std::size_t place = 0;
        const auto isSame
            = [&](const SketchEvent& there) { return there.id == event(i).id && there.effects == event(i).effects; };
        while (place < others.size() && (isTaken[place] || !isSame(other.events[index(others[place])])))
            ++place;
        if (place == others.size())
            return false;
        isTaken[place] = true;
        places[i] = place;
        if (std::ranges::any_of(m_direct[index(i)], [&](int before) { return places.at(before) > place; }))
            return false;
    }
    return true;
}

bool RunOrder::covers(const RunSketch& other) const
{
    for (std::size_t node = 0; node < m_sketch.atNode.size(); ++node) {
        if (!coversNode(m_sketch.atNode[node], other, node))
            return false;
    }
    return true;
}

// ---- what could come otherwise ----

/// Whether both came on one connection from the same end: nothing overtakes there.
bool RunOrder::areInLine(int one, int other) const
{
    const SketchEvent& here = event(one);
    const SketchEvent& there = event(other);
    return here.connection != 0 && here.connection == there.connection && here.from == there.from;
}

void RunOrder::keepInLine(TimingSystem& system, const Cut& cut) const
{
    const auto isThere = [&](int i) { return cut.isKept[index(i)] || cut.isUnderWay[index(i)]; };
    for (int i = 0; i < count(); ++i) {
        if (event(i).connection == 0 || !isThere(i))
            continue;
        for (int before = i; before-- > 0;) {
            if (!areInLine(before, i) || !isThere(before))
                continue;
            system.atLeast(i, before, Duration{0});
            break; // what came before that one comes before it
        }
    }
}

bool RunOrder::canSwap(int first, int second) const
{
    if (areInLine(first, second))
        return false;
    if (m_earliest[index(second)] >= m_latest[index(first)])
        return false;
    const int anchor = event(second).anchor;
    return anchor != first && (anchor < 0 || !futureOf(first)[index(anchor)]);
}

std::vector<Reversal> RunOrder::reversals(bool canLose, bool triesLate) const
{
    std::vector<Reversal> found;
    for (const auto& [first, second] : m_pairs) {
        if (canSwap(first, second))
            found.push_back({Reversal::Kind::Swap, first, second});
    }
    for (int i = 0; i < static_cast<int>(m_sketch.timers.size()); ++i) {
        const SketchTimer& timer = m_sketch.timers[index(i)];
        if (m_earliest[index(timer.anchor)] + timer.lag < m_latest[index(timer.stoppedBy)])
            found.push_back({Reversal::Kind::Timer, timer.stoppedBy, i});
    }
    addSingle(found, canLose, triesLate);
    return found;
}

/// What can happen to one message alone.
void RunOrder::addSingle(std::vector<Reversal>& found, bool canLose, bool triesLate) const
{
    for (int i = 0; i < count(); ++i) {
        if (canLose && event(i).canLose)
            found.push_back({Reversal::Kind::Loss, i, 0});
        if (triesLate && event(i).kind != SketchEvent::Kind::Timer && event(i).most > event(i).least)
            found.push_back({Reversal::Kind::Late, i, 0});
    }
}

std::uint64_t RunOrder::idOf(const Reversal& reversal) const
{
    Fingerprint id;
    id.add(static_cast<std::uint64_t>(reversal.kind)).add(event(reversal.first).id);
    if (reversal.kind == Reversal::Kind::Swap)
        id.add(event(reversal.second).id);
    if (reversal.kind == Reversal::Kind::Timer) {
        const SketchTimer& timer = m_sketch.timers[index(reversal.second)];
        id.add(event(timer.anchor).id).add(static_cast<std::uint64_t>(timer.lag.count()));
    }
    return id.bits();
}

RunOrder::Cut RunOrder::cut(const Reversal& reversal) const
{
    Cut cut{std::vector<bool>(m_sketch.events.size(), true), std::vector<bool>(m_sketch.events.size(), false), true};
    std::vector<bool> isAfter = futureOf(reversal.first);
    if (reversal.kind == Reversal::Kind::Swap) {
        const std::vector<bool> isAfterSecond = futureOf(reversal.second);
        isAfter[index(reversal.second)] = false;
        for (std::size_t i = 0; i < isAfter.size(); ++i)
            isAfter[i] = isAfter[i] || isAfterSecond[i];
    } else if (reversal.kind == Reversal::Kind::Loss) {
        isAfter[index(reversal.first)] = true;
    }
    for (int i = 0; i < count(); ++i) {
        if (!isAfter[index(i)])
            continue;
        cut.isKept[index(i)] = false;
        const bool isGone = reversal.kind == Reversal::Kind::Loss && i == reversal.first;
        cut.isUnderWay[index(i)] = !isGone && (event(i).anchor < 0 || !isAfter[index(event(i).anchor)]);
    }
    return cut;
}

TimingSystem RunOrder::constraints(const Reversal& reversal, const Cut& cut, Duration gap) const
{
    TimingSystem system(m_sketch.events.size());
    for (int i = 0; i < count(); ++i) {
        const SketchEvent& one = event(i);
        if (!cut.isKept[index(i)] && !cut.isUnderWay[index(i)])
            continue;
        system.atLeast(i, one.anchor, one.least);
        system.atMost(i, one.anchor, one.most);
        const bool isSecond = reversal.kind == Reversal::Kind::Swap && i == reversal.second;
        for (const int before : isSecond ? pastWithout(i, reversal.first) : m_pasts[index(i)]) {
            if (!cut.isKept[index(before)] || m_latest[index(before)] + gap <= m_earliest[index(i)])
                continue;
            // What happened in one instant may go on doing so; the contract says which comes first.
            system.atLeast(i, before, event(before).at == one.at ? Duration{0} : gap);
        }
    }
    keepInLine(system, cut);
    if (reversal.kind == Reversal::Kind::Swap)
        system.atLeast(reversal.first, reversal.second, gap);
    if (reversal.kind == Reversal::Kind::Late)
        system.atLeast(reversal.first, event(reversal.first).anchor, event(reversal.first).most);
    if (reversal.kind == Reversal::Kind::Timer)
        letFire(system, reversal, cut, gap);
    return system;
}

/// What stops a timer comes after it, and so does what would have stopped it next.
void RunOrder::letFire(TimingSystem& system, const Reversal& reversal, const Cut& cut, Duration gap) const
{
    const SketchTimer& timer = m_sketch.timers[index(reversal.second)];
    system.atLeast(reversal.first, timer.anchor, timer.lag + gap);
    for (const int other : m_sketch.atNode[index(event(reversal.first).node)]) {
        const bool isThere = cut.isKept[index(other)] || cut.isUnderWay[index(other)];
        if (cut.isStrict && isThere && other > reversal.first && event(other).kind == SketchEvent::Kind::Arrival)
            system.atLeast(other, timer.anchor, timer.lag + gap);
    }
}

ReplaySteps RunOrder::stepsOf(const Reversal& reversal, const Cut& cut, const std::vector<Instant>& instants) const
{
    ReplaySteps steps;
    for (int i = 0; i < count(); ++i) {
        const SketchEvent& one = event(i);
        if (!cut.isKept[index(i)] && !cut.isUnderWay[index(i)])
            continue;
        const Instant from = one.anchor < 0 ? Instant{} : instants[index(one.anchor)];
        const Duration lag = instants[index(i)] - from;
        if (one.kind == SketchEvent::Kind::Arrival && lag > one.least)
            steps.push_back({ReplayStep::Kind::Later, from, one.sending, lag - one.delay});
        if (one.kind == SketchEvent::Kind::Script && lag > one.least)
            steps.push_back({ReplayStep::Kind::Script, instants[index(i)], static_cast<std::uint64_t>(one.line), lag});
    }
    for (const SketchLoss& loss : m_sketch.losses) {
        if (loss.sentBy >= 0 && cut.isKept[index(loss.sentBy)])
            steps.push_back({ReplayStep::Kind::Lost, instants[index(loss.sentBy)], loss.sending, Duration{0}});
    }
    if (reversal.kind == Reversal::Kind::Loss) {
        const SketchEvent& lost = event(reversal.first);
        const Instant from = lost.anchor < 0 ? Instant{} : instants[index(lost.anchor)];
        steps.push_back({ReplayStep::Kind::Lost, from, lost.sending, Duration{0}});
    }
    std::ranges::stable_sort(steps, {}, &ReplayStep::when);
    return steps;
}

std::uint64_t RunOrder::prefixOf(const Reversal& reversal, const Cut& cut) const
{
    const bool isSwap = reversal.kind == Reversal::Kind::Swap;
    std::vector<std::uint64_t> histories(m_sketch.events.size());
    std::uint64_t all = Fingerprint().add(static_cast<std::uint64_t>(reversal.kind)).bits();
    for (int i = 0; i < count(); ++i) {
        if (!cut.isKept[index(i)])
            continue;
        if (isSwap && i == reversal.first)
            continue; // nothing that is kept comes after it
        const bool isSecond = isSwap && i == reversal.second;
        histories[index(i)] = history(i, isSecond ? pastWithout(i, reversal.first) : m_pasts[index(i)], histories);
        all += histories[index(i)];
    }
    for (const SketchLoss& loss : m_sketch.losses) {
        if (loss.sentBy >= 0 && cut.isKept[index(loss.sentBy)])
            all += Fingerprint().add("lost").add(loss.sending).bits();
    }
    Fingerprint last;
    last.add(event(reversal.first).id);
    if (isSwap)
        last.add(history(reversal.first, m_pasts[index(reversal.first)], histories))
            .add(histories[index(reversal.second)]);
    else
        last.add(idOf(reversal));
    return all + last.bits();
}

std::optional<RunOrder::Plan> RunOrder::plan(const Reversal& reversal) const
{
    using namespace std::chrono_literals;
    Cut cut = this->cut(reversal);
    // Whole milliseconds read better, and the stacks count in them; a window may be narrower.
    for (const bool isStrict : {true, false}) {
        cut.isStrict = isStrict;
        for (const Duration gap : {Duration{1ms}, Duration{1us}}) {
            if (const auto instants = constraints(reversal, cut, gap).earliest())
                return Plan{stepsOf(reversal, cut, *instants), prefixOf(reversal, cut)};
        }
        if (reversal.kind != Reversal::Kind::Timer)
            break;
    }
    return std::nullopt;
}

} // namespace siprace
