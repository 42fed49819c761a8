#include "RunHeader.h"

#include "Passwords.h"
#include "Policies.h"
#include "SettingTables.h"

#include <set>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

/// Where the addresses of a role begin; further nodes take the next free ones.
struct HostRange
{
    int first = 21;
    int second = 22;
};

HostRange hostRange(Role role)
{
    switch (role) {
    case Role::Caller:
        return {11, 13};
    case Role::Proxy:
        return {12, 13};
    case Role::Callee:
        return {21, 22};
    case Role::External:
        return {61, 62};
    }
    return {};
}

/// Settings of a proxy that break a rule on purpose, as written in a scenario.
QStringList brokenOnPurpose(const ScenarioNode& node)
{
    QStringList ids;
    const proxy::ProxySettings& settings = node.proxy;
    if (!settings.recordRoute)
        ids << u"record-route: false"_s;
    if (settings.cancelUnreplied == proxy::CancelUnreplied::AtOnce)
        ids << u"cancel-unreplied: at-once"_s;
    if (settings.silentBranches == proxy::SilentBranches::Abandon)
        ids << u"silent-branches: abandon"_s;
    if (settings.unmatchedCancel == proxy::UnmatchedCancel::Ignore)
        ids << u"unmatched-cancel: ignore"_s;
    if (settings.unmatchedCancel == proxy::UnmatchedCancel::Forward)
        ids << u"unmatched-cancel: forward"_s;
    if (settings.unmatchedCancel == proxy::UnmatchedCancel::Ledger)
        ids << u"unmatched-cancel: ledger"_s;
    if (settings.timerC <= 180s)
        ids << u"timer-c: %1"_s.arg(formatDuration(settings.timerC));
    for (auto knob = node.policyOverrides.cbegin(); knob != node.policyOverrides.cend(); ++knob)
        ids << u"%1: %2"_s.arg(knob.key(), knob.value());
    return ids;
}

QString addressText(const ScenarioNode& node, int host, const std::optional<sip::SocketName>& lanName)
{
    if (lanName)
        return u"%1:%2"_s.arg(QString::fromLatin1(sip::dotted(lanName->address))).arg(lanName->port);
    if (node.role == Role::External && node.outside.address.address == 0)
        return {}; // a phone that has not come yet
    if (node.role != Role::External)
        return u"127.100.0.%1:5060"_s.arg(host);
    return u"%1:%2"_s.arg(QString::fromLatin1(sip::dotted(node.outside.address.address)))
        .arg(node.outside.address.port);
}

QStringList byDesignOf(const ScenarioNode& node)
{
    if (node.role == Role::Proxy)
        return brokenOnPurpose(node);
    QStringList ids;
    if (node.role == Role::External)
        return ids;
    for (const BehaviourChoice& choice : node.role == Role::Caller ? node.caller.behaviours : node.callee.behaviours)
        ids << (choice.value.isEmpty() ? choice.id : u"%1: %2"_s.arg(choice.id, choice.value));
    return ids;
}

} // namespace

std::vector<int> hostNumbers(const QList<ScenarioNode>& nodes)
{
    std::set<int> taken;
    std::vector<int> hosts;
    for (const ScenarioNode& node : nodes) {
        const HostRange range = hostRange(node.role);
        int host = range.first;
        if (taken.contains(host))
            host = range.second;
        while (taken.contains(host))
            ++host;
        taken.insert(host);
        hosts.push_back(host);
    }
    return hosts;
}

Result<proxy::PolicyKnobs> effectiveKnobs(const ScenarioNode& node, const QString& policy)
{
    if (node.role == Role::External)
        return proxy::PolicyKnobs{};
    if (!proxy::findPolicy(policy) && policy != outsidePolicy())
        return fail({}, u"unknown policy \"%1\""_s.arg(policy));
    proxy::PolicyKnobs knobs = proxy::knobsOf(policy);
    for (auto knob = node.policyOverrides.cbegin(); knob != node.policyOverrides.cend(); ++knob) {
        if (const Result<void> applied = proxy::applyKnob(knobs, knob.key(), knob.value(), node.timers); !applied)
            return fail(applied.error());
    }
    return knobs;
}

Trace traceHeader(const Scenario& scenario, const RunOptions& options)
{
    Trace trace;
    trace.scenario = scenario.id;
    trace.title = scenario.title;
    trace.policy = options.policy;
    trace.clock = options.clock.text();
    trace.seed = options.seed.value;
    trace.scenarioText = withoutPasswords(scenario.text);
    const std::vector<int> hosts = hostNumbers(scenario.nodes);
    const auto names = scenario.lanNames();
    for (int i = 0; i < scenario.nodes.size(); ++i) {
        const ScenarioNode& node = scenario.nodes.at(i);
        trace.nodes.append({node.id, node.role, node.name,
            addressText(node, hosts[static_cast<std::size_t>(i)], names[static_cast<std::size_t>(i)])});
        if (node.role == Role::External)
            trace.nodes.last().as = node.outside.as;
        const QStringList ids = byDesignOf(node);
        for (const QString& id : ids)
            trace.byDesign.append({i, id});
        if (node.timers != TimerValues{})
            trace.timerValues.append({i, node.timers});
    }
    return trace;
}

} // namespace siprace
