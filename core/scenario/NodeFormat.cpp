#include "NodeFormat.h"

#include "LinkFormat.h"
#include "Personalities.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<QStringView, 4> roleWords{u"caller", u"callee", u"proxy", u"external"};
constexpr std::array roleValues{Role::Caller, Role::Callee, Role::Proxy, Role::External};
constexpr int mostNodes = 200; // addresses of one /24 block, with room for what joins later

bool isNodeId(const QString& id)
{
    static const QRegularExpression pattern(u"\\A[a-z][a-z0-9_]*\\z"_s);
    return pattern.match(id).hasMatch();
}

constexpr std::array processingKeys{
    Key<ProcessingEntry>{u"match", &matchSchema,
        [](ReadContext& c, const YamlNode& n, ProcessingEntry& into) { readMatch(c, n, u"match"_s, into.match); }},
    timeKey<&ProcessingEntry::time>(u"time", true),
};

/// A time for everything, or a list of which the first match counts.
void readProcessing(ReadContext& context, const YamlNode& node, ScenarioNode& into)
{
    into.processing.clear();
    if (!node.isList()) {
        if (const auto time = readTime(context, node))
            into.processing = {{.match = {}, .time = *time}};
        return;
    }
    for (const YamlNode& item : node.children) {
        ProcessingEntry entry;
        readMap<ProcessingEntry>(context, item, u"processing"_s, processingKeys, entry);
        into.processing += entry;
    }
}

QJsonObject processingSchema()
{
    return anyOfSchema({timeSchema(), listSchema(mapSchema<ProcessingEntry>(processingKeys))});
}

/// t1, t2 and t4 have been read when the others are: "64*T1" means this node's T1.
template <Duration TimerValues::*Timer> constexpr Key<ScenarioNode> baseTimerKey(QStringView name)
{
    return {name, &timeSchema, [](ReadContext& c, const YamlNode& n, ScenarioNode& into) {
                const auto time = readTime(c, n);
                if (time && *time < 1ms)
                    c.complaints.add(n.mark, u"%1 %2 is too short"_s.arg(n.key, asWritten(n)), u"write 1ms or more"_s);
                else if (time)
                    into.timers.*Timer = *time;
            }};
}

constexpr std::array timerKeys{
    baseTimerKey<&TimerValues::T1>(u"t1"),
    baseTimerKey<&TimerValues::T2>(u"t2"),
    baseTimerKey<&TimerValues::T4>(u"t4"),
};

constexpr std::array commonKeys{
    Key<ScenarioNode>{u"role", [] { return choiceSchema(roleWords); },
        [](ReadContext&, const YamlNode&, ScenarioNode&) {}, true}, // read by noteNodes
    textKey<&ScenarioNode::name>(u"name"),
    Key<ScenarioNode>{u"transport", &transportSchema,
        [](ReadContext& c, const YamlNode& n, ScenarioNode& into) { readTransport(c, n, into.transport); }},
    Key<ScenarioNode>{u"processing", &processingSchema, &readProcessing},
};

constexpr std::array proxyOnlyKeys{
    Key<ScenarioNode>{u"policy", &policySchema,
        [](ReadContext& c, const YamlNode& n, ScenarioNode& into) { readPolicy(c, n, into.policyOverrides); }},
    Key<ScenarioNode>{u"location", &locationSchema,
        [](ReadContext& c, const YamlNode& n, ScenarioNode& into) { readLocation(c, n, into.location); }},
};

const QString personalityKey = u"personality"_s;

/// What a product does is read before the other keys of the node: each of them may turn it again.
void readPersonality(ReadContext& context, const YamlNode& node, ScenarioNode& into)
{
    const YamlNode* entry = node.find(personalityKey);
    if (!entry)
        return;
    readProxyKey(context, *entry, into.proxy);
    if (const proxy::Personality* product = proxy::findPersonality(into.proxy.personality)) {
        for (const auto& [knob, value] : product->knobs)
            into.policyOverrides.insert(knob.toString(), value.toString());
    }
}

/// `stand-in:`, what a proxy node may say, for the proxy of ours that takes an outside one's place.
void readStandIn(ReadContext& context, const YamlNode& node, ScenarioNode& into)
{
    if (!expectMap(context, node, u"stand-in: {fork: serial}"_s))
        return;
    readPersonality(context, node, into);
    for (const YamlNode& entry : node.children) {
        if (entry.key == personalityKey)
            continue;
        if (!readKey<ScenarioNode>(context, entry, proxyOnlyKeys, into) && !readProxyKey(context, entry, into.proxy))
            context.complaints.addUnknown(
                entry.keyMark, u"stand-in key"_s, entry.key, namesOf<ScenarioNode>(proxyOnlyKeys) + proxyKeyNames());
    }
}

QJsonObject standInSchema()
{
    QJsonObject properties = proxyProperties();
    QJsonArray required;
    addToSchema<ScenarioNode>(properties, required, proxyOnlyKeys);
    return objectSchema(properties, {});
}

constexpr std::array standInKeys{
    Key<ScenarioNode>{u"stand-in", &standInSchema, &readStandIn},
};

bool readRoleKey(ReadContext& context, const YamlNode& entry, ScenarioNode& into)
{
    switch (into.role) {
    case Role::Caller:
        return readKey<CallerSettings>(context, entry, callerKeys(), into.caller);
    case Role::Callee:
        return readKey<CalleeSettings>(context, entry, calleeKeys(), into.callee);
    case Role::Proxy:
        return readKey<ScenarioNode>(context, entry, proxyOnlyKeys, into) || readProxyKey(context, entry, into.proxy);
    case Role::External:
        return context.roleless.contains(into.id) // then everything is wrong, which has been said
            || readKey<ScenarioNode>(context, entry, standInKeys, into)
            || readKey<OutsideSettings>(context, entry, outsideKeys(), into.outside);
    }
    return false;
}

QStringList keysOfRole(Role role)
{
    QStringList names = namesOf<ScenarioNode>(commonKeys) + namesOf<ScenarioNode>(timerKeys);
    if (role == Role::Caller)
        names += namesOf(callerKeys());
    if (role == Role::Callee)
        names += namesOf(calleeKeys());
    if (role == Role::Proxy)
        names += namesOf<ScenarioNode>(proxyOnlyKeys) + proxyKeyNames();
    if (role == Role::External)
        names += namesOf<ScenarioNode>(standInKeys) + namesOf(outsideKeys());
    return names;
}

void readNode(ReadContext& context, const YamlNode& node, ScenarioNode& into)
{
    into.id = node.key;
    into.name = node.key;
    into.role = context.roleOf(node.key).value_or(Role::External);
    context.timers = {};
    for (const YamlNode& entry : node.children)
        std::ignore = readKey<ScenarioNode>(context, entry, timerKeys, into);
    context.timers = into.timers;
    into.proxy.timers = into.timers;
    if (into.role == Role::Proxy)
        readPersonality(context, node, into);
    for (const YamlNode& entry : node.children) {
        const bool isTimer
            = std::ranges::find(timerKeys, QStringView(entry.key), &Key<ScenarioNode>::name) != timerKeys.end();
        if (into.role == Role::Proxy && entry.key == personalityKey)
            continue;
        if (isTimer || readKey<ScenarioNode>(context, entry, commonKeys, into) || readRoleKey(context, entry, into))
            continue;
        context.complaints.addUnknown(entry.keyMark, toString(into.role) + u" key"_s, entry.key, keysOfRole(into.role));
    }
    context.timers = {};
}

QJsonObject roleSchema(Role role, QJsonObject properties, QJsonArray required)
{
    addToSchema<ScenarioNode>(properties, required, commonKeys);
    addToSchema<ScenarioNode>(properties, required, timerKeys);
    properties.insert(u"role"_s, QJsonObject{{u"const"_s, toString(role)}});
    return objectSchema(properties, required);
}

// ---- location ----

constexpr std::array contactKeys{
    Key<LocationEntry>{u"node", &nodeIdSchema,
        [](ReadContext& c, const YamlNode& n, LocationEntry& into) {
            assignFound(into.node, readNodeId(c, n, u"contact"_s));
        },
        true},
    Key<LocationEntry>{u"q", [] { return numberSchema(0, 1); },
        [](ReadContext& c, const YamlNode& n, LocationEntry& into) { assignFound(into.q, readNumber(c, n, 0, 1)); }},
    textKey<&LocationEntry::user>(u"user"),
};

void readContact(ReadContext& context, const YamlNode& item, QList<LocationEntry>& into)
{
    LocationEntry entry;
    if (item.isMap())
        readMap<LocationEntry>(context, item, u"contact"_s, contactKeys, entry);
    else
        assignFound(entry.node, readNodeId(context, item, u"contact"_s));
    if (context.roleOf(entry.node) == Role::Caller)
        context.complaints.add(
            item.mark, u"contact \"%1\" is a caller"_s.arg(entry.node), u"name a callee or a proxy"_s);
    const auto isSame
        = [&](const LocationEntry& other) { return other.node == entry.node && other.user == entry.user; };
    if (!entry.node.isEmpty() && std::ranges::any_of(into, isSame))
        context.complaints.add(item.mark, u"contact \"%1\" is listed twice"_s.arg(entry.node), {});
    into += entry;
}

} // namespace

void noteNodes(ReadContext& context, const YamlNode& nodes)
{
    if (!expectMap(context, nodes, u"nodes: {caller: {role: caller}, …}"_s))
        return;
    if (nodes.children.isEmpty())
        context.complaints.add(nodes.mark, u"there is no node"_s, u"a scenario needs a caller and a callee"_s);
    if (nodes.children.size() > mostNodes)
        context.complaints.add(nodes.mark, u"%1 nodes are too many"_s.arg(nodes.children.size()),
            u"at most %1 fit into one network"_s.arg(mostNodes));
    for (const YamlNode& node : nodes.children) {
        if (!isNodeId(node.key))
            context.complaints.add(node.keyMark, u"node id \"%1\" is not allowed"_s.arg(node.key),
                u"ids begin with a-z and go on with a-z, 0-9 and _"_s);
        std::optional<Role> role;
        const YamlNode* word = node.find(u"role");
        if (!node.isMap()) {
            context.complaints.add(
                node.mark, u"node \"%1\" is not a map of keys"_s.arg(node.key), u"write {role: callee}"_s);
        } else if (!word) {
            context.complaints.add(node.keyMark, u"node \"%1\" lacks the key \"role\""_s.arg(node.key),
                u"write role: caller, callee, proxy or external"_s);
        } else if (const auto index = readChoice(context, *word, roleWords)) {
            role = roleValues[static_cast<std::size_t>(*index)];
        }
        context.nodes.push_back({node.key, role.value_or(Role::External)});
        if (!role)
            context.roleless += node.key;
    }
}

void readNodes(ReadContext& context, const YamlNode& nodes, Scenario& into)
{
    if (!nodes.isMap())
        return;
    for (const YamlNode& node : nodes.children) {
        ScenarioNode read;
        if (node.isMap())
            readNode(context, node, read);
        into.nodes += read;
    }
}

QJsonObject nodesSchema()
{
    QJsonObject caller;
    QJsonObject callee;
    QJsonObject proxy = proxyProperties();
    QJsonArray required;
    addToSchema(caller, required, callerKeys());
    addToSchema(callee, required, calleeKeys());
    addToSchema<ScenarioNode>(proxy, required, proxyOnlyKeys);
    QJsonObject outside;
    QJsonArray outsideRequired;
    addToSchema(outside, outsideRequired, outsideKeys());
    addToSchema<ScenarioNode>(outside, outsideRequired, standInKeys);
    return dictionarySchema(u"^[a-z][a-z0-9_]*$"_s,
        anyOfSchema({roleSchema(Role::Caller, caller, required), roleSchema(Role::Callee, callee, required),
            roleSchema(Role::Proxy, proxy, required), roleSchema(Role::External, outside, outsideRequired)}));
}

void readLocation(ReadContext& context, const YamlNode& location, LocationTable& into)
{
    static const QRegularExpression pattern(u"\\Asips?:[^@\\s<>;?]+@[^@\\s<>;?]+\\z"_s);
    if (!expectMap(context, location, u"location: {\"sip:bob@lab\": [b1, b2]}"_s))
        return;
    for (const YamlNode& address : location.children) {
        if (!pattern.match(address.key).hasMatch())
            context.complaints.add(
                address.keyMark, u"address \"%1\" is not a SIP address"_s.arg(address.key), u"write \"sip:bob@lab\""_s);
        QList<LocationEntry>& contacts = into[address.key];
        contacts.clear();
        if (!expectList(context, address, u"a list of nodes: [b1, b2]"_s, u"address"_s))
            continue;
        for (const YamlNode& item : address.children)
            readContact(context, item, contacts);
    }
}

QJsonObject locationSchema()
{
    return dictionarySchema(uR"(^sips?:[^@\s<>;?]+@[^@\s<>;?]+$)"_s,
        listSchema(anyOfSchema({nodeIdSchema(), mapSchema<LocationEntry>(contactKeys)})));
}

} // namespace siprace
