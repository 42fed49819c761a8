#include "Behaviours.h"
#include "NodeFormat.h"

#include <QJsonArray>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

QStringList behavioursOf(Role role)
{
    QStringList ids;
    for (const BehaviourInfo& row : behaviours()) {
        if (row.role == role)
            ids += row.id.toString();
    }
    return ids;
}

/// `deaf-to-ack`, or `final-after-cancel: 600`. Gives the id's own node, for its place.
YamlNode behaviourName(const YamlNode& item)
{
    if (!item.isMap() || item.children.size() != 1)
        return item;
    YamlNode name = YamlNode::scalar(item.children.front().key);
    name.mark = item.children.front().keyMark;
    return name;
}

void readBehaviourValue(ReadContext& context, const YamlNode& item, const BehaviourInfo& row, BehaviourChoice& into)
{
    if (row.value == BehaviourValue::None) {
        if (item.isMap())
            context.complaints.add(item.children.front().mark, u"behaviour \"%1\" takes no value"_s.arg(row.id),
                u"write %1"_s.arg(row.id));
        return;
    }
    if (!item.isMap()) {
        context.complaints.add(
            item.mark, u"behaviour \"%1\" needs a value"_s.arg(row.id), u"write {%1: 600}"_s.arg(row.id));
        return;
    }
    if (const auto status = readInt(context, item.children.front(), 300, 699))
        into.value = QString::number(*status);
}

void refuseConflict(
    ReadContext& context, const YamlNode& item, const BehaviourInfo& row, const QList<BehaviourChoice>& before)
{
    for (const BehaviourChoice& choice : before) {
        const BehaviourInfo* other = findBehaviour(choice.id);
        if (choice.id == row.id)
            context.complaints.add(item.mark, u"behaviour \"%1\" is listed twice"_s.arg(row.id), {});
        else if (other && row.group != BehaviourGroup::None && other->group == row.group)
            context.complaints.add(
                item.mark, u"behaviours \"%1\" and \"%2\" exclude each other"_s.arg(choice.id, row.id), u"keep one"_s);
    }
}

void readBehaviours(ReadContext& context, const YamlNode& node, Role role, QList<BehaviourChoice>& into)
{
    into.clear();
    if (!expectList(context, node, u"behaviours: [%1]"_s.arg(behavioursOf(role).constFirst())))
        return;
    for (const YamlNode& item : node.children) {
        const YamlNode name = behaviourName(item);
        if (!name.isScalar()) {
            context.complaints.add(item.mark, u"behaviour %1 is not a word"_s.arg(asWritten(item)), {});
            continue;
        }
        const BehaviourInfo* row = findBehaviour(name.text);
        if (row && row->role != role) {
            context.complaints.add(name.mark, u"behaviour \"%1\" is not one of a %2"_s.arg(name.text, toString(role)),
                u"it is for a %1"_s.arg(toString(row->role)));
        } else if (!row) {
            context.complaints.addUnknown(name.mark, toString(role) + u" behaviour"_s, name.text, behavioursOf(role));
        } else {
            refuseConflict(context, name, *row, into);
            BehaviourChoice choice{.id = name.text, .value = {}};
            readBehaviourValue(context, item, *row, choice);
            into += choice;
        }
    }
}

QJsonObject behavioursSchema(Role role)
{
    QJsonArray words;
    QJsonObject withValue;
    for (const BehaviourInfo& row : behaviours()) {
        if (row.role != role)
            continue;
        if (row.value == BehaviourValue::None)
            words.append(row.id.toString());
        else
            withValue.insert(row.id.toString(), intSchema(300, 699));
    }
    QList<QJsonObject> choices{{{u"enum"_s, words}}};
    if (!withValue.isEmpty())
        choices += objectSchema(withValue, {});
    return listSchema(anyOfSchema(choices));
}

/// `user` and `password`: what a node answers a challenge with. The password may be left to `users:`.
template <class Settings, QString Account::*Part> constexpr Key<Settings> accountKey(QStringView name)
{
    return {name, &textSchema,
        [](ReadContext& c, const YamlNode& n, Settings& into) { assignFound(into.account.*Part, readText(c, n)); }};
}

// ---- callers ----

constexpr std::array<QStringView, 2> offerWords{u"early", u"late"};

template <QList<QByteArray> CallerSettings::*Tags>
void readTags(ReadContext& context, const YamlNode& node, CallerSettings& into)
{
    (into.*Tags).clear();
    if (!expectList(context, node, node.key + u": [100rel]"_s))
        return;
    for (const YamlNode& item : node.children) {
        if (const auto tag = readText(context, item, u"option tag"_s))
            into.*Tags += tag->toUtf8();
    }
}

template <QList<QByteArray> CallerSettings::*Tags> constexpr Key<CallerSettings> tagsKey(QStringView name)
{
    return {name, [] { return listSchema(textSchema()); }, &readTags<Tags>};
}

constexpr std::array callerTable{
    Key<CallerSettings>{u"outbound", &nodeIdSchema,
        [](ReadContext& c, const YamlNode& n, CallerSettings& into) { assignFound(into.outbound, readNodeId(c, n)); }},
    intKey<&CallerSettings::cseq, 1, 2'000'000'000>(u"cseq"),
    choiceKey<&CallerSettings::lateOffer, offerWords>(u"offer"),
    tagsKey<&CallerSettings::supported>(u"supported"),
    tagsKey<&CallerSettings::require>(u"require"),
    timeKey<&CallerSettings::expires>(u"expires"),
    intKey<&CallerSettings::maxForwards, 0, 255>(u"max-forwards"),
    accountKey<CallerSettings, &Account::user>(u"user"),
    accountKey<CallerSettings, &Account::password>(u"password"),
    Key<CallerSettings>{u"behaviours", [] { return behavioursSchema(Role::Caller); },
        [](ReadContext& c, const YamlNode& n, CallerSettings& into) {
            readBehaviours(c, n, Role::Caller, into.behaviours);
        }},
};

// ---- callees ----

constexpr std::array rejectKeys{
    intKey<&Rejection::status, 300, 699>(u"status", true),
    timeKey<&Rejection::after>(u"after"),
};

void readReject(ReadContext& context, const YamlNode& node, CalleeSettings& into)
{
    Rejection rejection;
    readMap<Rejection>(context, node, u"reject"_s, rejectKeys, rejection);
    into.reject = rejection;
}

void readProvisional(ReadContext& context, const YamlNode& node, CalleeSettings& into)
{
    into.provisional.clear();
    if (!expectList(context, node, u"provisional: [100, 180]"_s))
        return;
    for (const YamlNode& item : node.children) {
        if (const auto status = readInt(context, item, 100, 199, u"provisional"_s))
            into.provisional += *status;
    }
}

constexpr std::array calleeTable{
    timeOrKey<&CalleeSettings::ring, NoTime::Never>(u"ring"),
    timeOrKey<&CalleeSettings::answer, NoTime::Never>(u"answer"),
    Key<CalleeSettings>{u"reject", [] { return mapSchema<Rejection>(rejectKeys); }, &readReject},
    Key<CalleeSettings>{u"provisional", [] { return listSchema(intSchema(100, 199)); }, &readProvisional},
    timeKey<&CalleeSettings::expires>(u"expires"),
    accountKey<CalleeSettings, &Account::user>(u"user"),
    accountKey<CalleeSettings, &Account::password>(u"password"),
    Key<CalleeSettings>{u"behaviours", [] { return behavioursSchema(Role::Callee); },
        [](ReadContext& c, const YamlNode& n, CalleeSettings& into) {
            readBehaviours(c, n, Role::Callee, into.behaviours);
        }},
};

} // namespace

KeyTable<CallerSettings> callerKeys()
{
    return callerTable;
}
KeyTable<CalleeSettings> calleeKeys()
{
    return calleeTable;
}

} // namespace siprace
