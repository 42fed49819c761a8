#include "ScriptFormat.h"

#include "LinkFormat.h"

#include <QJsonArray>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<QStringView, 1> rejectArguments{u"status"};
constexpr std::array<QStringView, 1> cseqArgument{u"cseq"};
constexpr std::array<QStringView, 1> offerArgument{u"offer"};
constexpr std::array<QStringView, 1> howArgument{u"how"};
constexpr std::array<QStringView, 2> howWords{u"close", u"reset"};
constexpr std::array<QStringView, 2> registerArguments{u"expires", u"q"};
constexpr std::span<const QStringView> nothing;

// clang-format off
constexpr std::array actionTable{ // id, caller, callee, proxy
    ScriptAction{u"call", true, false, false, nothing, u"calls an address"},
    ScriptAction{u"cancel", true, false, false, nothing, u"cancels its newest pending INVITE"},
    ScriptAction{u"hang-up", true, true, false, nothing, u"sends BYE in the kept dialog"},
    ScriptAction{u"bye-early", true, false, false, nothing, u"sends BYE in its early dialog"},
    ScriptAction{u"reinvite", true, true, false, offerArgument, u"sends a re-INVITE"},
    ScriptAction{u"update", true, true, false, offerArgument, u"sends UPDATE"},
    ScriptAction{u"prack", true, false, false, nothing, u"sends PRACK for its newest reliable provisional"},
    ScriptAction{u"refer", true, true, false, nothing, u"sends REFER"},
    ScriptAction{u"info", true, true, false, cseqArgument, u"sends INFO"},
    ScriptAction{u"options", true, true, false, nothing, u"sends OPTIONS"},
    ScriptAction{u"register", true, true, false, registerArguments, u"registers with the proxy"},
    ScriptAction{u"restart", true, true, true, nothing, u"loses all it knows and starts again"},
    ScriptAction{u"stop", true, true, true, nothing, u"goes down"},
    ScriptAction{u"start", true, true, true, nothing, u"comes up again"},
    ScriptAction{u"disconnect", true, true, true, howArgument, u"closes its TCP connections"},
    ScriptAction{u"answer", false, true, false, nothing, u"answers the ringing call"},
    ScriptAction{u"reject", false, true, false, rejectArguments, u"refuses the ringing call"},
};
// clang-format on

const ScriptAction* findAction(QStringView id)
{
    const auto row = std::ranges::find(actionTable, id, &ScriptAction::id);
    return row == actionTable.end() ? nullptr : &*row;
}

std::vector<QStringView> actionIds()
{
    std::vector<QStringView> ids;
    for (const ScriptAction& action : actionTable)
        ids.push_back(action.id);
    return ids;
}

bool canDo(const ScriptAction& action, Role role)
{
    return (role == Role::Caller && action.byCaller) || (role == Role::Callee && action.byCallee)
        || ((role == Role::Proxy || role == Role::External) && action.byProxy);
}

QStringList actionsOf(Role role)
{
    QStringList ids;
    for (const ScriptAction& action : actionTable) {
        if (canDo(action, role))
            ids += action.id.toString();
    }
    return ids;
}

constexpr std::array rangeKeys{
    timeKey<&ScriptEntry::at>(u"from", true),
    timeKey<&ScriptEntry::to>(u"to", true),
};

/// `at: 5s`, or a range for the explorer: `at: {from: 5s, to: 6s}`.
void readAt(ReadContext& context, const YamlNode& node, ScriptEntry& into)
{
    if (!node.isMap()) {
        assignFound(into.at, readTime(context, node));
        return;
    }
    readMap<ScriptEntry>(context, node, u"at"_s, rangeKeys, into);
    if (into.to && *into.to < into.at)
        context.complaints.add(node.mark,
            u"the range at %1 to %2 is empty"_s.arg(formatDuration(into.at), formatDuration(*into.to)),
            u"write the earlier time first"_s);
}

// Keys that belong to some actions only; which, checkAction says once the action is known.

void readStatus(ReadContext& context, const YamlNode& node, ScriptEntry& into)
{
    if (const auto status = readInt(context, node, 300, 699))
        into.arguments.insert(u"status"_s, QString::number(*status));
}

void readArgumentCseq(ReadContext& context, const YamlNode& node, ScriptEntry& into)
{
    if (const auto cseq = readInt(context, node, 0, 2'147'483'647))
        into.arguments.insert(u"cseq"_s, QString::number(*cseq));
}

void readOffer(ReadContext& context, const YamlNode& node, ScriptEntry& into)
{
    if (const auto hasOffer = readBool(context, node))
        into.arguments.insert(u"offer"_s, *hasOffer ? u"true"_s : u"false"_s);
}

void readHow(ReadContext& context, const YamlNode& node, ScriptEntry& into)
{
    if (readChoice(context, node, howWords))
        into.arguments.insert(u"how"_s, node.text);
}

void readExpires(ReadContext& context, const YamlNode& node, ScriptEntry& into)
{
    if (readTime(context, node))
        into.arguments.insert(u"expires"_s, node.text);
}

void readArgumentQ(ReadContext& context, const YamlNode& node, ScriptEntry& into)
{
    if (readNumber(context, node, 0, 1))
        into.arguments.insert(u"q"_s, node.text);
}

constexpr std::array entryKeys{
    Key<ScriptEntry>{u"at",
        [] {
            return anyOfSchema({timeSchema(), mapSchema<ScriptEntry>(rangeKeys)});
        },
        &readAt, true},
    Key<ScriptEntry>{u"node", &nodeIdSchema,
        [](ReadContext& c, const YamlNode& n, ScriptEntry& into) { assignFound(into.node, readNodeId(c, n)); }, true},
    Key<ScriptEntry>{u"do", [] { return choiceSchema(actionIds()); },
        [](ReadContext& c, const YamlNode& n, ScriptEntry& into) {
            if (readChoice(c, n, actionIds()))
                into.action = n.text;
        },
        true},
    textKey<&ScriptEntry::target>(u"to"),
    timeKey<&ScriptEntry::down>(u"down"),
    Key<ScriptEntry>{u"status", [] { return intSchema(300, 699); }, &readStatus},
    Key<ScriptEntry>{u"cseq", [] { return intSchema(0, 2'147'483'647); }, &readArgumentCseq},
    Key<ScriptEntry>{u"offer", &boolSchema, &readOffer},
    Key<ScriptEntry>{u"expires", &timeSchema, &readExpires},
    Key<ScriptEntry>{u"how", [] { return choiceSchema(howWords); }, &readHow},
    Key<ScriptEntry>{u"q", [] { return numberSchema(0, 1); }, &readArgumentQ},
};

bool takesKey(const ScriptAction& action, QStringView key)
{
    if (key == u"to")
        return action.id == u"call" || action.id == u"refer" || action.id == u"options" || action.id == u"register";
    if (key == u"down")
        return action.id == u"restart";
    return std::ranges::find(action.arguments, key) != action.arguments.end();
}

/// The address a line names must lead somewhere: one of `location:`, a node, or any other SIP address (404 then).
void checkTarget(ReadContext& context, const YamlNode& to, const LocationTable& location)
{
    const bool isAddress = to.text.startsWith(u"sip:") || to.text.startsWith(u"sips:");
    if (isAddress || context.roleOf(to.text))
        return;
    context.complaints.addUnknown(to.mark, u"to"_s, to.text, location.keys() + context.nodeIds());
}

void checkAction(ReadContext& context, const YamlNode& item, const ScriptEntry& entry)
{
    const ScriptAction* action = findAction(entry.action);
    const auto role = context.roleOf(entry.node);
    if (!action)
        return;
    if (role && !canDo(*action, *role) && !context.roleless.contains(entry.node))
        context.complaints.add(item.find(u"do")->mark,
            u"%1 is %2, which cannot %3"_s.arg(
                entry.node, *role == Role::External ? u"a program outside"_s : u"a "_s + toString(*role), entry.action),
            u"it can %1"_s.arg(actionsOf(*role).join(u", "_s)));
    for (const YamlNode& key : item.children) {
        if (key.key != u"at" && key.key != u"node" && key.key != u"do" && !takesKey(*action, key.key)
            && std::ranges::find(entryKeys, QStringView(key.key), &Key<ScriptEntry>::name) != entryKeys.end())
            context.complaints.add(key.keyMark, u"\"%1\" takes no key \"%2\""_s.arg(entry.action, key.key), {});
    }
}

// ---- story ----

constexpr std::array<QStringView, 2> wayWords{u"sends", u"receives"};

/// `sends: INVITE`, or the status of a response: `receives: 200`.
void readWay(ReadContext& context, const YamlNode& node, StoryStep& into)
{
    if (into.match.method || into.match.status)
        context.complaints.add(node.keyMark, u"when has both sends and receives"_s, u"keep one"_s);
    into.receives = node.key == wayWords[1];
    if (node.isScalar() && !node.text.isEmpty() && node.text.at(0).isDigit())
        assignFound(into.match.status, readInt(context, node, 100, 699));
    else
        readMethod(context, node, into.match.method);
}

QJsonObject waySchema();

constexpr std::array whenKeys{
    Key<StoryStep>{u"node", &nodeIdSchema,
        [](ReadContext& c, const YamlNode& n, StoryStep& into) { assignFound(into.node, readNodeId(c, n)); }},
    Key<StoryStep>{wayWords[0], &waySchema, &readWay},
    Key<StoryStep>{wayWords[1], &waySchema, &readWay},
    timeKey<&StoryStep::at>(u"at"),
};

void readWhen(ReadContext& context, const YamlNode& node, StoryStep& into);

QJsonObject whenSchema()
{
    QJsonObject properties;
    QJsonArray required;
    addToSchema(properties, required, matchKeys());
    addToSchema<StoryStep>(properties, required, whenKeys);
    return objectSchema(properties, required);
}

constexpr std::array storyKeys{
    Key<StoryStep>{u"when", &whenSchema, &readWhen, true},
    textKey<&StoryStep::say>(u"say", true),
};

void readWhen(ReadContext& context, const YamlNode& node, StoryStep& into)
{
    if (!expectMap(context, node, u"when: {node: proxy, sends: INVITE}"_s))
        return;
    for (const YamlNode& entry : node.children) {
        if (!readKey<StoryStep>(context, entry, whenKeys, into)
            && !readKey<MessageMatch>(context, entry, matchKeys(), into.match))
            context.complaints.addUnknown(
                entry.keyMark, u"when key"_s, entry.key, namesOf<StoryStep>(whenKeys) + namesOf(matchKeys()));
    }
    if (!node.find(u"at") && !node.find(u"node"))
        context.complaints.add(
            node.mark, u"when names neither a node nor a time"_s, u"write {node: proxy, sends: INVITE} or {at: 1s}"_s);
    if (node.find(u"node") && !node.find(u"sends") && !node.find(u"receives"))
        context.complaints.add(node.mark, u"when lacks the key \"sends\" or \"receives\""_s, {});
}

QJsonObject waySchema()
{
    return anyOfSchema({methodSchema(), intSchema(100, 699)});
}

} // namespace

std::span<const ScriptAction> scriptActions()
{
    return actionTable;
}

void readScript(ReadContext& context, const YamlNode& script, const Scenario& scenario, const QString& target,
    QList<ScriptEntry>& into)
{
    if (!expectList(context, script, u"script: a list of {at, node, do}"_s))
        return;
    for (const YamlNode& item : script.children) {
        ScriptEntry entry;
        readMap<ScriptEntry>(context, item, u"script"_s, entryKeys, entry);
        if (const YamlNode* to = item.find(u"to"); to && to->isScalar())
            checkTarget(context, *to, scenario.location);
        checkAction(context, item, entry);
        if (entry.action == u"call" && entry.target.isEmpty())
            entry.target = target;
        into += entry;
    }
}

QJsonObject scriptSchema()
{
    return listSchema(mapSchema<ScriptEntry>(entryKeys));
}

QList<ScriptEntry> defaultScript(const Scenario& scenario, const QString& target)
{
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role != Role::Caller)
            continue;
        ScriptEntry entry;
        entry.node = node.id;
        entry.action = u"call"_s;
        entry.target = target;
        return {entry};
    }
    return {};
}

void readStory(ReadContext& context, const YamlNode& story, QList<StoryStep>& into)
{
    if (!expectList(context, story, u"story: a list of {when, say}"_s))
        return;
    for (const YamlNode& item : story.children) {
        StoryStep step;
        readMap<StoryStep>(context, item, u"story"_s, storyKeys, step);
        into += step;
    }
}

QJsonObject storySchema()
{
    return listSchema(mapSchema<StoryStep>(storyKeys));
}

} // namespace siprace
