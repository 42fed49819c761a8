#pragma once

#include "RunSketch.h"

#include <map>
#include <set>

namespace siprace {

/// What the file's own rules do to a message: nothing, a delay of their own, or something that leaves no choice.
struct FileRule
{
    Duration delay{0};
    bool isDrop = false;
    bool isFixed = false; ///< held or doubled: it arrives when it arrives
};

/// Reads one trace into a sketch, once. What happened is in Sketcher.cpp, what fixes when it can happen in
/// SketchTimes.cpp.
class Sketcher
{
public:
    Sketcher(const Freedom& freedom, const ReplaySteps& steps, const Trace& trace, SentNames& names);
    RunSketch read();

private:
    using Place = std::pair<int, Instant>; ///< node and instant

    [[nodiscard]] const TraceMessage& message(int n) const { return m_trace.messages.at(n - 1); }
    [[nodiscard]] SketchEvent& event(int index) { return m_sketch.events[static_cast<std::size_t>(index)]; }
    [[nodiscard]] Role roleOf(int node) const { return m_trace.nodes.at(node).role; }
    [[nodiscard]] const ReplayStep* stepOf(ReplayStep::Kind kind, std::uint64_t id) const;

    // ---- messages ----

    /// A message is named by its direction, what it is, its To tag if it has one, and which of these it is. A name
    /// without a tag counts as its rule will: whatever the tag.
    void nameSendings();
    void applyFileRules();

    // ---- events ----

    void addScript();
    /// When a message reached its end, also one that found its node down; nothing when it never got there.
    [[nodiscard]] std::optional<Instant> arrivalOf(const TraceMessage& message) const;
    void addArrivals();
    [[nodiscard]] bool isSentByArrival(const TraceMessage& message) const;
    [[nodiscard]] bool isScriptPlace(const Place& place) const;
    void addTimer(const Place& place);
    /// What a node did without anything arriving: a timer that fired, a message out of nothing, a node that came up.
    void addTimers();
    /// What a proxy remembers of a winner ends without a timer, and is asked for by what comes then.
    void addMemories();
    /// Contract, "Same microsecond".
    void sortEvents();

    // ---- what each event did ----

    /// The event of its sender that sent a message.
    [[nodiscard]] int senderOf(const TraceMessage& message);
    void attributeSendings();
    /// A machine as it is called in every run: its branch is numbered, its label is not.
    [[nodiscard]] QByteArray machineName(int node, const QString& machine) const;
    void noteChanges();
    /// Timers have no name of their own: they are what they do.
    void identifyTimers();

    // ---- what fixes when an event can happen ----

    [[nodiscard]] int lastAt(int node, Instant when) const;
    void anchorAt(SketchEvent& one, int anchorIndex);
    void anchor(SketchEvent& one);
    void anchorArrival(SketchEvent& one);
    /// The event that set a timer: as the trace says; else what sent the last copy of what it repeats; else what
    /// caused what it sends; else the INVITE that it answers; else whatever came before it at its node.
    [[nodiscard]] int anchorOfTimer(const SketchEvent& one);
    [[nodiscard]] int setterOfFired(const SketchEvent& one);
    [[nodiscard]] int copyBefore(int n) const;
    [[nodiscard]] int inviteBefore(const TraceMessage& response, Instant when) const;

    // ---- timers that did not fire ----

    void noteStoppedTimers();
    void addStopped(int setBy, Duration lag, int stoppedBy);
    /// The first arrival at a node after an event that fits.
    template <class Fits> [[nodiscard]] int arrivalAfter(int node, int after, const Fits& fits) const
    {
        for (const int i : m_sketch.atNode[static_cast<std::size_t>(node)]) {
            const SketchEvent& one = m_sketch.events[static_cast<std::size_t>(i)];
            if (i > after && one.kind == SketchEvent::Kind::Arrival && fits(message(one.n)))
                return i;
        }
        return -1;
    }

    /// A phone that was about to ring, answer or refuse when a CANCEL or BYE came.
    void noteRinging();
    /// What an endpoint would have sent once more. RFC 3261 §17.1.1.2, §17.1.2.2, §17.2.1, §13.3.1.4.
    void noteCopies();
    void noteCopy(const TraceMessage& last, int count);
    /// The messages that a step of the replay lost.
    void noteLosses();
    /// Where a memory ends is in no trace, and a search around it may miss orders.
    void noteForgotten();

    const Freedom& m_freedom;
    const Scenario& m_scenario;
    const ReplaySteps& m_steps;
    const Trace& m_trace;
    SentNames& m_names;
    RunSketch m_sketch;
    std::vector<FileRule> m_fileRules; ///< by n
    std::vector<std::uint64_t> m_sendings; ///< by n
    std::vector<int> m_sentBy; ///< n → event
    std::vector<int> m_arrivals; ///< n → event
    std::multimap<Place, int> m_isArrivalPlace;
    std::set<Place> m_timerPlaces;
    std::map<Place, int> m_memories; ///< its end → the 2xx that is remembered
    std::map<Place, std::vector<int>> m_at;
    std::map<int, std::vector<int>> m_sent; ///< event → messages
    std::map<std::pair<int, QString>, QByteArray> m_labels; ///< node and machine → its name in every run
};

} // namespace siprace
