#pragma once

#include "Scenario.h"

#include <mutex>
#include <unordered_map>

namespace siprace {

/// One sending of a run, as a rule of a scenario names it: "the second 200 to an INVITE with tag b2 from proxy to
/// caller".
struct SentName
{
    Direction link;
    MessageMatch match; ///< `nth` is set

    [[nodiscard]] std::uint64_t id() const;
    [[nodiscard]] QString text() const; ///< "200/INVITE (b2) proxy>caller", with "no. 2" for a second one
    bool operator==(const SentName&) const = default;
};

/// The names of all sendings that any run of an exploration has seen, by id. Used by several threads.
class SentNames
{
public:
    std::uint64_t add(const SentName& name);
    [[nodiscard]] SentName at(std::uint64_t id) const;

private:
    mutable std::mutex m_mutex;
    std::unordered_map<std::uint64_t, SentName> m_names;
};

/// One thing that a replay does otherwise than everything at its earliest and nothing lost.
struct ReplayStep
{
    enum class Kind
    {
        Later, ///< a sending takes `by` more than the delay of its link
        Lost, ///< a sending gets lost
        Script ///< a line of the script comes at `by`, not at the start of its range
    };
    Kind kind = Kind::Later;
    Instant when; ///< when the message is sent, or the line comes
    std::uint64_t id = 0; ///< of the sending (SentName), or the index of the line
    Duration by{0};

    bool operator==(const ReplayStep&) const = default;
};

/// A run is determined by what it does otherwise; in order of time.
using ReplaySteps = std::vector<ReplayStep>;

/// What a scenario leaves open, and how it is closed: links with jitter, links with loss, script entries with a range.
class Freedom
{
public:
    explicit Freedom(const Scenario& scenario);

    /// How long a sending from one node to another may take, by their indexes.
    struct Window
    {
        Duration least{0};
        Duration most{0};
        bool canLose = false;
    };
    [[nodiscard]] Window window(int from, int to) const;
    [[nodiscard]] const Scenario& scenario() const { return m_scenario; }
    [[nodiscard]] bool hasJitter() const { return m_hasJitter; }
    [[nodiscard]] bool hasLoss() const { return m_hasLoss; }
    [[nodiscard]] bool hasRange() const { return m_hasRange; }

    /// The scenario of one replay: nothing open, the steps as `rules:` before the file's own and as times in the
    /// script.
    [[nodiscard]] Scenario replay(const ReplaySteps& steps, const SentNames& names) const;
    /// What the steps are, a few words each, for a person.
    [[nodiscard]] QStringList inWords(const ReplaySteps& steps, const SentNames& names) const;

private:
    [[nodiscard]] QList<LinkRule> rulesOf(const ReplaySteps& steps, const SentNames& names) const;

    Scenario m_scenario;
    Scenario m_closed; ///< the same with the least of everything
    std::vector<Window> m_windows; ///< from × nodes + to
    bool m_hasJitter = false;
    bool m_hasLoss = false;
    bool m_hasRange = false;
};

} // namespace siprace
