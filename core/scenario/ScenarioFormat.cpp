#include "ScenarioFormat.h"

#include "ExpectFormat.h"
#include "LinkFormat.h"
#include "NetworkFormat.h"
#include "NodeFormat.h"
#include "ScriptFormat.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr int formatVersion = 1;

/// What the reading of the top level hands from one key to the next.
struct Draft
{
    Scenario scenario;
    const YamlNode* tree = nullptr;
    QMap<QString, QString> policy; ///< the top-level one, for every proxy
    QString firstTarget; ///< what is called when nobody says
};

void readVersion(ReadContext& context, const YamlNode& node, Draft&)
{
    std::ignore = readInt(context, node, formatVersion, formatVersion);
}

template <auto Member> constexpr Key<Draft> lineKey(QStringView name)
{
    return {name, &textSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { assignFound(into.scenario.*Member, readText(c, n)); }};
}

void readUsers(ReadContext& context, const YamlNode& node, Draft& into)
{
    if (!expectMap(context, node, u"users: {alice: secret}"_s))
        return;
    for (const YamlNode& user : node.children) {
        if (const auto password = readText(context, user, u"password of \"%1\""_s.arg(user.key)))
            into.scenario.users.insert(user.key, *password);
    }
}

void readEnd(ReadContext& context, const YamlNode& node, Draft& into)
{
    if (const auto end = readTimeOr(context, node, u"settled"))
        into.scenario.end = *end;
}

// In the order they are read: what names nodes comes after the nodes, what names addresses after the addresses.
constexpr std::array topKeys{
    Key<Draft>{u"siprace",
        [] {
            return QJsonObject{{u"const"_s, formatVersion}};
        },
        &readVersion, true},
    lineKey<&Scenario::title>(u"title"),
    lineKey<&Scenario::summary>(u"summary"),
    lineKey<&Scenario::reference>(u"reference"),
    Key<Draft>{u"policy", &policySchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readPolicy(c, n, into.policy); }},
    Key<Draft>{u"nodes", &nodesSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readNodes(c, n, into.scenario); }, true},
    Key<Draft>{u"transport", &transportSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readTransport(c, n, into.scenario.transport); }},
    Key<Draft>{u"location", &locationSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readLocation(c, n, into.scenario.location); }},
    Key<Draft>{
        u"links", &linksSchema, [](ReadContext& c, const YamlNode& n, Draft& into) { readLinks(c, n, into.scenario); }},
    Key<Draft>{u"rules", &rulesSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readRules(c, n, into.scenario.rules); }},
    Key<Draft>{u"script", &scriptSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) {
            readScript(c, n, into.scenario, into.firstTarget, into.scenario.script);
        }},
    Key<Draft>{u"end", [] { return timeOrSchema(u"settled"); }, &readEnd},
    Key<Draft>{u"network", &networkSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readNetwork(c, n, into.scenario.lan); }},
    Key<Draft>{u"users", [] { return dictionarySchema(u"^.+$"_s, textSchema()); }, &readUsers},
    Key<Draft>{u"story", &storySchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readStory(c, n, into.scenario.story); }},
    Key<Draft>{u"expect", &expectSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readExpect(c, n, into.scenario.expect); }},
    Key<Draft>{u"variants", &variantsSchema,
        [](ReadContext& c, const YamlNode& n, Draft& into) { readVariants(c, n, into.scenario.variants); }},
};

/// The first address of the file; without one its first callee.
QString firstTarget(const ReadContext& context, const YamlNode& tree)
{
    const YamlNode* location = tree.find(u"location");
    if (location && location->isMap() && !location->children.isEmpty())
        return location->children.front().key;
    for (const auto& [id, role] : context.nodes) {
        if (role == Role::Callee)
            return id;
    }
    return {};
}

/// Gives each proxy what the top level says for it: policy knobs, users, and the first one the addresses.
void completeProxies(Draft& draft)
{
    bool isFirst = true;
    for (ScenarioNode& node : draft.scenario.nodes) {
        if (node.part() != Role::Proxy)
            continue;
        for (const auto& [knob, value] : draft.policy.asKeyValueRange()) {
            if (!node.policyOverrides.contains(knob))
                node.policyOverrides.insert(knob, value);
        }
        for (const auto& [user, password] : draft.scenario.users.asKeyValueRange())
            node.proxy.users.insert(user.toUtf8(), password.toUtf8());
        if (isFirst) {
            LocationTable own = draft.scenario.location;
            own.insert(node.location);
            node.location = own;
        }
        isFirst = false;
    }
}

/// A node that names a user and no password has the one of `users:`.
void completeAccounts(Scenario& scenario)
{
    for (ScenarioNode& node : scenario.nodes) {
        for (Account* account : {&node.caller.account, &node.callee.account}) {
            if (account->password.isEmpty())
                account->password = scenario.users.value(account->user);
        }
    }
}

/// A file that says neither who calls nor whom, and has no script, would show nothing.
void checkSomebodyCalls(ReadContext& context, const YamlNode& tree, const Draft& draft)
{
    const YamlNode* nodes = tree.find(u"nodes");
    if (!nodes || tree.find(u"script") || draft.scenario.lan || !context.complaints.isEmpty())
        return; // on a LAN the phones call
    if (draft.scenario.script.isEmpty())
        context.complaints.add(nodes->keyMark, u"nobody calls"_s, u"add a node {role: caller}, or a script"_s);
    else if (draft.firstTarget.isEmpty())
        context.complaints.add(nodes->keyMark, u"there is nobody to call"_s, u"add a node {role: callee}"_s);
}

void nameAfterFile(const QString& file, Scenario& into)
{
    const QFileInfo info(file);
    into.path = file;
    into.id = info.completeBaseName();
    into.group = info.dir().dirName() == u"." ? QString() : info.dir().dirName();
    if (into.title.isEmpty())
        into.title = into.id;
}

} // namespace

Scenario readScenario(const YamlNode& tree, const QString& file, Complaints& complaints)
{
    Draft draft;
    draft.tree = &tree;
    ReadContext context{.complaints = std::move(complaints), .nodes = {}, .timers = {}};
    if (expectMap(context, tree, u"nodes: and the other keys of a scenario"_s, u"the file"_s)) {
        if (const YamlNode* nodes = tree.find(u"nodes"))
            noteNodes(context, *nodes);
        draft.firstTarget = firstTarget(context, tree);
        for (const Key<Draft>& key : topKeys) {
            if (const YamlNode* entry = tree.find(key.name))
                key.read(context, *entry, draft);
        }
        for (const YamlNode& entry : tree.children) {
            if (!topLevelKeys().contains(entry.key))
                context.complaints.addUnknown(entry.keyMark, u"key"_s, entry.key, topLevelKeys());
        }
        requireKeys<Draft>(context, tree, u"the file"_s, topKeys);
    }
    if (!tree.find(u"script"))
        draft.scenario.script = defaultScript(draft.scenario, draft.firstTarget);
    checkSomebodyCalls(context, tree, draft);
    checkNetwork(context, tree, draft.scenario);
    completeProxies(draft);
    completeAccounts(draft.scenario);
    nameAfterFile(file, draft.scenario);
    complaints = std::move(context.complaints);
    return std::move(draft.scenario);
}

QStringList topLevelKeys()
{
    static const QStringList names = namesOf<Draft>(topKeys);
    return names;
}

QJsonObject scenarioSchema()
{
    return mapSchema<Draft>(topKeys);
}

} // namespace siprace
