#pragma once

#include "Explorer.h"
#include "Freedom.h"
#include "World.h"

#include <map>

namespace siprace {

/// One run of an exploration, under the virtual clock. Fails when it cannot be made or never settles.
[[nodiscard]] Result<Trace> runReplay(
    const Scenario& scenario, const ExploreOptions& options, SiteKeeper* keeper = nullptr);

/// Keeps the shortest runs of every class, and makes scenario files of them.
class Witnesses
{
public:
    Witnesses(const Freedom& freedom, const SentNames& names, const ExploreOptions& options);

    /// A run ended in that class.
    void add(const QString& runClass, const ReplaySteps& steps, int messages);
    /// Every class with the shortest run that was written to a file, read again, run again, and ended so again.
    [[nodiscard]] QList<Ending> endings() const;

private:
    struct Candidate
    {
        ReplaySteps steps;
        int messages = 0;

        [[nodiscard]] auto length() const { return std::pair(steps.size(), messages); }
    };
    struct Found
    {
        int replays = 0;
        std::vector<Candidate> shortest;
    };

    [[nodiscard]] bool endsSo(const QString& runClass, const ReplaySteps& steps) const;
    [[nodiscard]] ReplaySteps shrunk(const QString& runClass, ReplaySteps steps) const;
    [[nodiscard]] Ending ending(const QString& runClass, const Found& found) const;
    [[nodiscard]] bool confirm(Ending& ending, const ReplaySteps& steps) const;
    [[nodiscard]] Scenario witnessOf(const QString& runClass, const ReplaySteps& steps) const;

    const Freedom& m_freedom;
    const SentNames& m_names;
    const ExploreOptions& m_options;
    std::map<QString, Found> m_found;
};

} // namespace siprace
