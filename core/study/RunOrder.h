#pragma once

#include "RunSketch.h"
#include "TimingSystem.h"

#include <unordered_set>

namespace siprace {

/// Which events of a node can change places without anything being different: found by replaying both orders. What is
/// not known to commute is taken to matter.
class Commuting
{
public:
    void add(std::uint64_t before, std::uint64_t one, std::uint64_t other) { m_known.insert(key(before, one, other)); }
    /// `before` stands for all that their node has seen before them.
    [[nodiscard]] bool contains(std::uint64_t before, std::uint64_t one, std::uint64_t other) const
    {
        return m_known.contains(key(before, one, other));
    }

private:
    [[nodiscard]] static std::uint64_t key(std::uint64_t before, std::uint64_t one, std::uint64_t other);

    std::unordered_set<std::uint64_t> m_known;
};

/// A change of one run that leads to another order.
struct Reversal
{
    enum class Kind
    {
        Swap, ///< event `second` comes before event `first` of the same node
        Timer, ///< timer number `second` fires before event `first` stops it
        Late, ///< the message of event `first` comes as late as it can: there may be a memory that ends before it
        Loss ///< the message of event `first` is lost
    };
    Kind kind = Kind::Swap;
    int first = 0;
    int second = 0;
};

/// The order of one run, as far as it matters: events of one node that do not commute keep theirs, every event follows
/// its anchor, and nothing else is ordered. Two runs with the same key are the same but for swaps that change nothing.
class RunOrder
{
public:
    RunOrder(const RunSketch& sketch, const Commuting& commuting);

    /// What stands for this order.
    [[nodiscard]] std::uint64_t key() const;
    /// Whether another run is one that this order stands for: each event at each node is there and did the same, and
    /// those that do not commute come in the same order.
    [[nodiscard]] bool covers(const RunSketch& other) const;
    /// Everything that could come otherwise next.
    [[nodiscard]] std::vector<Reversal> reversals(bool canLose, bool triesLate) const;
    /// Names a reversal within its run.
    [[nodiscard]] std::uint64_t idOf(const Reversal& reversal) const;
    /// What its node had seen before an event.
    [[nodiscard]] std::uint64_t seenBefore(int event) const { return m_before[index(event)]; }

    /// A way to make a reversal happen.
    struct Plan
    {
        ReplaySteps steps;
        std::uint64_t prefix = 0; ///< stands for the order that it fixes: the state the run gets to
    };
    /// The earliest instants at which everything that does not depend on the reversed events happens as before, and
    /// these in reverse; nothing when the windows do not allow it.
    [[nodiscard]] std::optional<Plan> plan(const Reversal& reversal) const;

private:
    /// Which events a plan is about: those that stay as they were, and those that are under way then.
    struct Cut
    {
        std::vector<bool> isKept;
        std::vector<bool> isUnderWay;
        bool isStrict = true; ///< of a timer: nothing else comes to its node before it fires
    };

    [[nodiscard]] static std::size_t index(int event) { return static_cast<std::size_t>(event); }
    [[nodiscard]] const SketchEvent& event(int i) const { return m_sketch.events[index(i)]; }
    [[nodiscard]] int count() const { return static_cast<int>(m_sketch.events.size()); }
    [[nodiscard]] bool commute(int one, int other) const;
    void findWindows();
    void findOrder();
    void findImmediate(const std::vector<int>& events);
    [[nodiscard]] std::vector<bool> futureOf(int event) const;
    [[nodiscard]] bool coversNode(const std::vector<int>& events, const RunSketch& other, std::size_t node) const;
    void addSingle(std::vector<Reversal>& found, bool canLose, bool triesLate) const;
    [[nodiscard]] bool areInLine(int one, int other) const;
    void keepInLine(TimingSystem& system, const Cut& cut) const;
    [[nodiscard]] bool canSwap(int first, int second) const;
    [[nodiscard]] Cut cut(const Reversal& reversal) const;
    void letFire(TimingSystem& system, const Reversal& reversal, const Cut& cut, Duration gap) const;
    [[nodiscard]] TimingSystem constraints(const Reversal& reversal, const Cut& cut, Duration gap) const;
    [[nodiscard]] ReplaySteps stepsOf(
        const Reversal& reversal, const Cut& cut, const std::vector<Instant>& instants) const;
    [[nodiscard]] std::uint64_t prefixOf(const Reversal& reversal, const Cut& cut) const;
    [[nodiscard]] std::vector<int> pastWithout(int event, int except) const;
    [[nodiscard]] std::uint64_t history(
        int event, const std::vector<int>& past, const std::vector<std::uint64_t>& histories) const;

    const RunSketch& m_sketch;
    const Commuting& m_commuting;
    std::vector<std::uint64_t> m_before; ///< what the node has seen before, in no order
    std::vector<Instant> m_earliest; ///< by anchors alone
    std::vector<Instant> m_latest;
    std::vector<std::vector<int>> m_direct; ///< earlier events of the same node that do not commute with this one
    std::vector<std::vector<int>> m_pasts; ///< those, and what must come before them
    std::vector<std::vector<int>> m_next; ///< events that follow: by anchor, or immediately at their node
    std::vector<std::pair<int, int>> m_pairs; ///< immediate neighbours in the order of a node
};

} // namespace siprace
