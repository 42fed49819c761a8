#include "LinkFormat.h"

#include <QJsonArray>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<QStringView, 14> methodWords{u"INVITE", u"ACK", u"BYE", u"CANCEL", u"REGISTER", u"OPTIONS",
    u"PRACK", u"UPDATE", u"INFO", u"REFER", u"NOTIFY", u"SUBSCRIBE", u"MESSAGE", u"PUBLISH"};

/// `cseq: INVITE` or `cseq: 2`
void readCseq(ReadContext& context, const YamlNode& node, MessageMatch& into)
{
    if (node.isScalar() && !node.text.isEmpty() && node.text.at(0).isDigit()) {
        if (const auto number = readInt(context, node, 0, 2'147'483'647))
            into.cseqNumber = static_cast<quint32>(*number);
    } else {
        readMethod(context, node, into.cseqMethod);
    }
}

constexpr std::array matchTable{
    Key<MessageMatch>{u"method", &methodSchema,
        [](ReadContext& c, const YamlNode& n, MessageMatch& into) { readMethod(c, n, into.method); }},
    intKey<&MessageMatch::status, 100, 699>(u"status"),
    Key<MessageMatch>{u"cseq",
        [] {
            return anyOfSchema({methodSchema(), intSchema(0, 2'147'483'647)});
        },
        &readCseq},
    Key<MessageMatch>{u"tag", &textSchema,
        [](ReadContext& c, const YamlNode& n, MessageMatch& into) {
            if (const auto tag = readText(c, n))
                into.toTag = tag->toUtf8();
        }},
    intKey<&MessageMatch::nth, 1, 100'000>(u"nth"),
};

/// `link: b2>proxy`
void readDirection(ReadContext& context, const YamlNode& node, Direction& into)
{
    const QStringList ends = node.isScalar() ? node.text.split(u'>') : QStringList();
    if (ends.size() != 2) {
        context.complaints.add(node.mark, u"link %1 is not a direction"_s.arg(asWritten(node)), u"write b2>proxy"_s);
        return;
    }
    for (const QString& id : ends) {
        if (!context.roleOf(id))
            context.complaints.addUnknown(node.mark, u"link \"%1\": node"_s.arg(node.text), id, context.nodeIds());
    }
    if (ends.front() == ends.back())
        context.complaints.add(node.mark, u"link %1 joins a node to itself"_s.arg(asWritten(node)), {});
    into = {.from = ends.front(), .to = ends.back()};
}

QJsonObject directionSchema()
{
    return {{u"type"_s, u"string"_s}, {u"pattern"_s, u"^[a-z][a-z0-9_]*>[a-z][a-z0-9_]*$"_s}};
}

constexpr std::array untilLinkKey{
    Key<HoldUntil>{u"link", &directionSchema,
        [](ReadContext& c, const YamlNode& n, HoldUntil& into) { readDirection(c, n, into.link); }, true},
};

/// `{link: proxy>b2, method: CANCEL}`: a direction and the keys of a match, in one map.
void readPassing(ReadContext& context, const YamlNode& node, LinkRule& into)
{
    if (into.until)
        context.complaints.add(node.keyMark, u"until has two events"_s, u"keep one"_s);
    HoldUntil until;
    until.event = node.key == u"sent" ? HoldUntil::Event::Sent : HoldUntil::Event::Arrived;
    const QStringList known = namesOf<HoldUntil>(untilLinkKey) + namesOf(matchKeys());
    if (!expectMap(context, node, u"%1: {link: proxy>b2, method: CANCEL}"_s.arg(node.key)))
        return;
    for (const YamlNode& entry : node.children) {
        if (!readKey<HoldUntil>(context, entry, untilLinkKey, until)
            && !readKey<MessageMatch>(context, entry, matchKeys(), until.match))
            context.complaints.addUnknown(entry.keyMark, node.key + u" key"_s, entry.key, known);
    }
    requireKeys<HoldUntil>(context, node, node.key, untilLinkKey);
    into.until = until;
}

QJsonObject passingSchema()
{
    QJsonObject properties;
    QJsonArray required;
    addToSchema<HoldUntil>(properties, required, untilLinkKey);
    addToSchema(properties, required, matchKeys());
    return objectSchema(properties, required);
}

constexpr std::array untilKeys{
    Key<LinkRule>{u"sent", &passingSchema, &readPassing},
    Key<LinkRule>{u"arrived", &passingSchema, &readPassing},
};

constexpr std::array<QStringView, 4> doWords{u"drop", u"delay", u"duplicate", u"hold"};

constexpr std::array actionKeys{
    timeKey<&LinkRule::delay>(u"delay"),
    intKey<&LinkRule::copies, 2, 100>(u"duplicate"),
};

/// `do: drop`, or with its value in place: `do: {delay: 50ms}`.
void readDo(ReadContext& context, const YamlNode& node, LinkRule& into)
{
    if (node.isMap()) {
        readMap<LinkRule>(context, node, u"do"_s, actionKeys, into);
        into.action = node.find(u"delay") ? LinkRule::Do::Delay : LinkRule::Do::Duplicate;
        if (node.children.size() != 1)
            context.complaints.add(
                node.mark, u"do %1 is not one action"_s.arg(asWritten(node)), u"write {delay: 50ms}"_s);
    } else if (const auto index = readChoice(context, node, doWords)) {
        into.action = static_cast<LinkRule::Do>(*index);
    }
}

constexpr std::array ruleKeys{
    Key<LinkRule>{u"link", &directionSchema,
        [](ReadContext& c, const YamlNode& n, LinkRule& into) { readDirection(c, n, into.link); }, true},
    Key<LinkRule>{u"match", &matchSchema,
        [](ReadContext& c, const YamlNode& n, LinkRule& into) { readMatch(c, n, u"match"_s, into.match); }},
    Key<LinkRule>{u"do",
        [] {
            return anyOfSchema({choiceSchema(doWords), mapSchema<LinkRule>(actionKeys)});
        },
        &readDo},
    actionKeys[0],
    actionKeys[1],
    Key<LinkRule>{u"until", [] { return mapSchema<LinkRule>(untilKeys); },
        [](ReadContext& c, const YamlNode& n, LinkRule& into) {
            readMap<LinkRule>(c, n, u"until"_s, untilKeys, into);
        }},
};

/// What a rule does may stand in `do`, or follow from the one other key it has: `delay: 50ms`, `duplicate: 2`.
void settleAction(ReadContext& context, const YamlNode& node, LinkRule& rule)
{
    const YamlNode* action = node.find(u"do");
    const YamlNode* delay = node.find(u"delay");
    const YamlNode* copies = node.find(u"duplicate");
    if (!action && !delay && !copies) {
        context.complaints.add(node.mark, u"the rule does nothing"_s, u"write do: drop, delay, duplicate or hold"_s);
        return;
    }
    if (!action)
        rule.action = delay ? LinkRule::Do::Delay : LinkRule::Do::Duplicate;
    if (rule.action == LinkRule::Do::Delay && !delay && action && !action->isMap())
        context.complaints.add(action->mark, u"do \"delay\" lacks the key \"delay\""_s, u"write delay: 50ms"_s);
    if (delay && rule.action != LinkRule::Do::Delay)
        context.complaints.add(delay->keyMark, u"rule key \"delay\" goes only with do: delay"_s, {});
    if (copies && rule.action != LinkRule::Do::Duplicate)
        context.complaints.add(copies->keyMark, u"rule key \"duplicate\" goes only with do: duplicate"_s, {});
    if (const YamlNode* until = node.find(u"until"); until && rule.action != LinkRule::Do::Hold)
        context.complaints.add(until->keyMark, u"rule key \"until\" goes only with do: hold"_s, {});
}

} // namespace

void readMethod(ReadContext& context, const YamlNode& node, std::optional<QByteArray>& into)
{
    if (const auto index = readChoice(context, node, methodWords))
        into = methodWords[static_cast<std::size_t>(*index)].toUtf8();
}

QJsonObject methodSchema()
{
    return choiceSchema(methodWords);
}

KeyTable<MessageMatch> matchKeys()
{
    return matchTable;
}

void readMatch(ReadContext& context, const YamlNode& node, const QString& what, MessageMatch& into)
{
    readMap<MessageMatch>(context, node, what, matchTable, into);
}

QJsonObject matchSchema()
{
    return mapSchema<MessageMatch>(matchTable);
}

void readRules(ReadContext& context, const YamlNode& rules, QList<LinkRule>& into)
{
    if (!expectList(context, rules, u"rules: a list of {link, match, do}"_s))
        return;
    for (const YamlNode& item : rules.children) {
        LinkRule rule;
        readMap<LinkRule>(context, item, u"rule"_s, ruleKeys, rule);
        if (item.isMap())
            settleAction(context, item, rule);
        into += rule;
    }
}

QJsonObject rulesSchema()
{
    return listSchema(mapSchema<LinkRule>(ruleKeys));
}

} // namespace siprace
