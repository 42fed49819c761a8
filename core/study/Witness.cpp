#include "Witness.h"

#include "Loader.h"
#include "Passwords.h"
#include "SettlingRun.h"
#include "Writer.h"

#include <algorithm>
#include <array>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t candidatesKept = 4;

/// Contract, "Class": the first that holds.
constexpr std::array<QStringView, 7> classOrder{
    u"call-lost", u"stray-in-call", u"orphan-dialog", u"two-2xx", u"ghost-call", u"clean", u"other"};

auto classRank(const QString& runClass)
{
    return std::ranges::find(classOrder, QStringView(runClass)) - classOrder.begin();
}

/// What the run is expected to end in, so that `siprace check` of the file says whether it still does.
QList<Expectation> expectationsOf(const Verdict& verdict)
{
    QStringList violated;
    for (const Finding& finding : verdict.findings) {
        if (finding.severity == Severity::Violation && !violated.contains(finding.rule))
            violated += finding.rule;
    }
    QList<Expectation> expectations{{u"class"_s, verdict.runClass, {}}};
    if (!violated.isEmpty())
        expectations += {u"findings"_s, violated.join(u','), {}};
    return expectations;
}

} // namespace

Result<Trace> runReplay(const Scenario& scenario, const ExploreOptions& options, SiteKeeper* keeper)
{
    RunOptions run;
    run.policy = options.policy;
    run.seed = options.seed;
    run.stop = options.stop;
    return runSettling(scenario, run, keeper);
}

Witnesses::Witnesses(const Freedom& freedom, const SentNames& names, const ExploreOptions& options)
    : m_freedom(freedom)
    , m_names(names)
    , m_options(options)
{
}

void Witnesses::add(const QString& runClass, const ReplaySteps& steps, int messages)
{
    Found& found = m_found[runClass];
    ++found.replays;
    Candidate candidate{steps, messages};
    const auto place = std::ranges::upper_bound(
        found.shortest, candidate.length(), {}, [](const Candidate& other) { return other.length(); });
    found.shortest.insert(place, std::move(candidate));
    if (found.shortest.size() > candidatesKept)
        found.shortest.pop_back();
}

QList<Ending> Witnesses::endings() const
{
    QList<Ending> endings;
    for (const auto& [runClass, found] : m_found)
        endings += ending(runClass, found);
    std::ranges::stable_sort(endings, {}, [](const Ending& ending) { return classRank(ending.runClass); });
    return endings;
}

Ending Witnesses::ending(const QString& runClass, const Found& found) const
{
    Ending ending;
    ending.runClass = runClass;
    ending.replays = found.replays;
    for (const Candidate& candidate : found.shortest) {
        const ReplaySteps steps = m_options.shrink ? shrunk(runClass, candidate.steps) : candidate.steps;
        if (confirm(ending, steps))
            break;
    }
    return ending;
}

bool Witnesses::endsSo(const QString& runClass, const ReplaySteps& steps) const
{
    const auto trace = runReplay(m_freedom.replay(steps, m_names), m_options);
    return trace && judge(*trace).runClass == runClass;
}

ReplaySteps Witnesses::shrunk(const QString& runClass, ReplaySteps steps) const
{
    for (bool hasShrunk = true; hasShrunk;) {
        hasShrunk = false;
        for (std::size_t i = steps.size(); i-- > 0;) {
            ReplaySteps fewer = steps;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            if (!endsSo(runClass, fewer))
                continue;
            steps = std::move(fewer);
            hasShrunk = true;
        }
    }
    return steps;
}

Scenario Witnesses::witnessOf(const QString& runClass, const ReplaySteps& steps) const
{
    Scenario witness = m_freedom.replay(steps, m_names);
    const QStringList words = m_freedom.inWords(steps, m_names);
    witness.title = u"%1: %2 under %3"_s.arg(m_freedom.scenario().title, runClass, m_options.policy);
    witness.summary = u"Found by siprace explore. "_s
        + (words.isEmpty() ? u"Everything comes as early as it can."_s : words.join(u"; "_s) + u'.');
    witness.story.clear();
    witness.expect.clear();
    witness.variants.clear();
    return witness;
}

bool Witnesses::confirm(Ending& ending, const ReplaySteps& steps) const
{
    Scenario witness = witnessOf(ending.runClass, steps);
    const QString file = u"%1-%2.yaml"_s.arg(m_freedom.scenario().id, ending.runClass);
    const auto first = runReplay(witness, m_options);
    if (!first)
        return false;
    witness.expect[m_options.policy] = expectationsOf(judge(*first));
    const QByteArray text = withoutPasswords(writeScenario(witness));
    const auto read = parseScenario(text, file);
    if (!read)
        return false;
    auto trace = runReplay(*read, m_options);
    if (!trace)
        return false;
    Verdict verdict = judge(*trace);
    if (verdict.runClass != ending.runClass)
        return false;
    ending.steps = m_freedom.inWords(steps, m_names);
    ending.witness = text;
    ending.trace = *std::move(trace);
    ending.verdict = std::move(verdict);
    return true;
}

} // namespace siprace
