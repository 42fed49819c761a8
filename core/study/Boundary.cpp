#include "Boundary.h"

#include <algorithm>

namespace siprace {

namespace {
/// One branch of the race, as its phone and its link make it.
struct RaceBranch
{
    Duration answer{0};
    std::optional<Duration> provisional; ///< when it sends its first one; nothing: never before its answer
    Duration roundTrip{0};

    [[nodiscard]] Duration answerAtProxy() const { return answer + roundTrip; }
};

bool isPlain(const Impairment& impairment)
{
    return impairment.jitter == Duration{0} && impairment.loss == 0 && impairment.duplicate == 0
        && impairment.reorder == 0;
}

std::optional<Duration> firstProvisional(const CalleeSettings& callee)
{
    const bool isMute = std::ranges::any_of(
        callee.behaviours, [](const BehaviourChoice& choice) { return choice.id == u"no-provisional"; });
    if (isMute)
        return std::nullopt;
    std::optional<Duration> first;
    if (callee.provisional.contains(100))
        first = Duration{0};
    if (callee.provisional.contains(180) && callee.ring)
        first = first ? std::min(*first, *callee.ring) : *callee.ring;
    // What would go after the answer is not sent; at the same instant the 180 goes first.
    return first && callee.answer && *first <= *callee.answer ? first : std::nullopt;
}

bool changesTheRace(const CalleeSettings& callee)
{
    return callee.reject || !callee.answer || std::ranges::any_of(callee.behaviours, [](const BehaviourChoice& choice) {
        return choice.id.contains(u"cancel") && !choice.id.startsWith(u"late-cancel");
    });
}

std::optional<RaceBranch> raceBranch(const Scenario& scenario, const ScenarioNode& proxy, const ScenarioNode& phone)
{
    const Impairment there = scenario.impairment(proxy.id, phone.id);
    const Impairment back = scenario.impairment(phone.id, proxy.id);
    if (!isPlain(there) || !isPlain(back) || changesTheRace(phone.callee) || !phone.processing.isEmpty())
        return std::nullopt;
    return RaceBranch{*phone.callee.answer, firstProvisional(phone.callee), there.delay + back.delay};
}

const ScenarioNode* onlyProxy(const Scenario& scenario)
{
    const ScenarioNode* proxy = nullptr;
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::Proxy && proxy)
            return nullptr;
        if (node.role == Role::Proxy)
            proxy = &node;
    }
    return proxy;
}

RacePrediction predictLoser(const RaceBranch& winner, const RaceBranch& loser)
{
    if (!loser.provisional)
        return {true, toMs(loser.answerAtProxy())};
    const Duration cancelLeaves = std::max(winner.answerAtProxy(), *loser.provisional + loser.roundTrip);
    return {loser.answer < cancelLeaves, toMs(cancelLeaves - loser.answer)};
}

bool isOneCall(const Scenario& scenario)
{
    return scenario.rules.isEmpty() && std::ranges::all_of(scenario.script, [](const ScriptEntry& entry) {
        return entry.action == u"call" || entry.action == u"hang-up";
    });
}
} // namespace

std::optional<RacePrediction> predictTwoPhoneRace(const Scenario& scenario)
{
    const ScenarioNode* proxy = onlyProxy(scenario);
    if (!proxy || !isOneCall(scenario) || scenario.location.size() != 1 || !proxy->processing.isEmpty())
        return std::nullopt;
    const QList<LocationEntry> entries = scenario.location.first();
    if (entries.size() != 2 || entries[0].q != entries[1].q || proxy->proxy.fork != proxy::Fork::Parallel
        || proxy->proxy.cancelUnreplied != proxy::CancelUnreplied::Wait)
        return std::nullopt;

    std::optional<RaceBranch> branches[2];
    for (int i = 0; i < 2; ++i) {
        const ScenarioNode* phone = scenario.node(entries[i].node);
        if (!phone || phone->role != Role::Callee)
            return std::nullopt;
        branches[i] = raceBranch(scenario, *proxy, *phone);
        if (!branches[i])
            return std::nullopt;
    }
    const Duration first = branches[0]->answerAtProxy();
    const Duration second = branches[1]->answerAtProxy();
    const RacePrediction firstWins = predictLoser(*branches[0], *branches[1]);
    const RacePrediction secondWins = predictLoser(*branches[1], *branches[0]);
    if (first == second && firstWins.bothAnswer != secondWins.bothAnswer)
        return std::nullopt; // which of the two the proxy reads first decides, and that is no arithmetic
    return second < first ? secondWins : firstWins;
}

} // namespace siprace
