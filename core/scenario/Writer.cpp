#include "Writer.h"

#include "NetworkFormat.h"
#include "SettingTables.h"
#include "YamlNode.h"

#include <QLocale>

#include <array>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

/// A map that leaves out what is default: put() adds, and says nothing of what is not different.
class MapWriter
{
public:
    void put(const QString& key, const YamlNode& value) { m_entries += value.named(key); }
    void put(const QString& key, const QString& text) { put(key, quoted(text)); }
    void put(const QString& key, Duration time) { put(key, YamlNode::scalar(formatDuration(time))); }
    void put(const QString& key, int number) { put(key, YamlNode::scalar(QString::number(number))); }
    void put(const QString& key, bool flag) { put(key, YamlNode::scalar(flag ? u"true"_s : u"false"_s)); }
    void put(const QString& key, const std::optional<Duration>& time, const QString& word)
    {
        put(key, YamlNode::scalar(time ? formatDuration(*time) : word));
    }
    void percent(const QString& key, double percent, double otherwise)
    {
        if (percent != otherwise)
            put(key, YamlNode::scalar(QString::number(percent, 'f', QLocale::FloatingPointShortest) + u'%'));
    }
    void word(const QString& key, const QString& text) { put(key, YamlNode::scalar(text)); }
    template <class T> void differing(const QString& key, const T& value, const T& otherwise)
    {
        if (value != otherwise)
            put(key, value);
    }
    [[nodiscard]] bool isEmpty() const { return m_entries.isEmpty(); }
    [[nodiscard]] YamlNode node() const { return YamlNode::map(m_entries); }

    /// Free text, quoted where it could be read as something else.
    static YamlNode quoted(const QString& text)
    {
        YamlNode node = YamlNode::scalar(text);
        node.isQuoted = text.isEmpty() || text.at(0).isDigit() || text.at(0) == u'-' || text == u"true"
            || text == u"false" || text == u"null";
        return node;
    }

private:
    QList<YamlNode> m_entries;
};

YamlNode wordNode(const QString& text)
{
    return YamlNode::scalar(text);
}

void putMatch(MapWriter& map, const MessageMatch& match)
{
    if (match.method)
        map.word(u"method"_s, QString::fromUtf8(*match.method));
    if (match.status)
        map.put(u"status"_s, *match.status);
    if (match.cseqMethod)
        map.word(u"cseq"_s, QString::fromUtf8(*match.cseqMethod));
    if (match.cseqNumber)
        map.word(u"cseq"_s, QString::number(*match.cseqNumber));
    if (match.toTag)
        map.put(u"tag"_s, QString::fromUtf8(*match.toTag));
    if (match.nth)
        map.put(u"nth"_s, *match.nth);
}

YamlNode matchNode(const MessageMatch& match)
{
    MapWriter map;
    putMatch(map, match);
    return map.node();
}

// ---- nodes ----

YamlNode behavioursNode(const QList<BehaviourChoice>& choices)
{
    QList<YamlNode> items;
    for (const BehaviourChoice& choice : choices) {
        items
            += choice.value.isEmpty() ? wordNode(choice.id) : YamlNode::map({wordNode(choice.value).named(choice.id)});
    }
    return YamlNode::list(items);
}

void putAccount(MapWriter& map, const Account& account)
{
    if (!account.user.isEmpty())
        map.put(u"user"_s, account.user);
    if (!account.password.isEmpty())
        map.put(u"password"_s, account.password);
}

void putTags(MapWriter& map, const QString& key, const QList<QByteArray>& tags)
{
    QList<YamlNode> words;
    for (const QByteArray& tag : tags)
        words += wordNode(QString::fromUtf8(tag));
    if (!words.isEmpty())
        map.put(key, YamlNode::list(words));
}

void putCaller(MapWriter& map, const CallerSettings& caller)
{
    const CallerSettings usual;
    if (!caller.outbound.isEmpty())
        map.word(u"outbound"_s, caller.outbound);
    map.differing(u"cseq"_s, static_cast<int>(caller.cseq), static_cast<int>(usual.cseq));
    if (caller.lateOffer)
        map.word(u"offer"_s, u"late"_s);
    putTags(map, u"supported"_s, caller.supported);
    putTags(map, u"require"_s, caller.require);
    if (caller.expires)
        map.put(u"expires"_s, *caller.expires);
    map.differing(u"max-forwards"_s, caller.maxForwards, usual.maxForwards);
    putAccount(map, caller.account);
    if (!caller.behaviours.isEmpty())
        map.put(u"behaviours"_s, behavioursNode(caller.behaviours));
}

void putCallee(MapWriter& map, const CalleeSettings& callee)
{
    const CalleeSettings usual;
    if (callee.ring != usual.ring)
        map.put(u"ring"_s, callee.ring, u"never"_s);
    if (callee.answer != usual.answer)
        map.put(u"answer"_s, callee.answer, u"never"_s);
    if (callee.reject) {
        MapWriter reject;
        reject.put(u"status"_s, callee.reject->status);
        reject.put(u"after"_s, callee.reject->after);
        map.put(u"reject"_s, reject.node());
    }
    if (callee.provisional != usual.provisional) {
        QList<YamlNode> statuses;
        for (const int status : callee.provisional)
            statuses += wordNode(QString::number(status));
        map.put(u"provisional"_s, YamlNode::list(statuses));
    }
    if (callee.expires)
        map.put(u"expires"_s, *callee.expires);
    putAccount(map, callee.account);
    if (!callee.behaviours.isEmpty())
        map.put(u"behaviours"_s, behavioursNode(callee.behaviours));
}

template <class Enum, std::size_t Size>
void putChoice(MapWriter& map, const QString& key, Enum value, Enum usual, const std::array<QStringView, Size>& words)
{
    if (value != usual)
        map.word(key, words[static_cast<std::size_t>(value)].toString());
}

void putProxy(MapWriter& map, const proxy::ProxySettings& proxy)
{
    proxy::ProxySettings usual;
    if (!proxy.personality.isEmpty()) {
        map.word(u"personality"_s, proxy.personality);
        std::ignore = proxy::applySetting(usual, u"personality", proxy.personality, {});
    }
    map.differing(u"record-route"_s, proxy.recordRoute, usual.recordRoute);
    putChoice(map, u"fork"_s, proxy.fork, usual.fork, std::array{QStringView(u"parallel"), QStringView(u"serial")});
    if (proxy.serialTimeout)
        map.put(u"serial-timeout"_s, *proxy.serialTimeout);
    putChoice(map, u"cancel-unreplied"_s, proxy.cancelUnreplied, usual.cancelUnreplied,
        std::array{QStringView(u"wait"), QStringView(u"at-once")});
    putChoice(map, u"silent-branches"_s, proxy.silentBranches, usual.silentBranches,
        std::array{QStringView(u"keep"), QStringView(u"abandon")});
    map.differing(u"cancel-reason"_s, proxy.cancelReason, usual.cancelReason);
    putChoice(map, u"cancel-memory"_s, proxy.cancelMemory, usual.cancelMemory,
        std::array{QStringView(u"none"), QStringView(u"memory"), QStringView(u"sqlite")});
    putChoice(map, u"unmatched-cancel"_s, proxy.unmatchedCancel, usual.unmatchedCancel,
        std::array{QStringView(u"reply-481"), QStringView(u"ignore"), QStringView(u"forward"), QStringView(u"ledger")});
    map.differing(u"timer-c"_s, proxy.timerC, usual.timerC);
    map.differing(u"auth"_s, proxy.auth, usual.auth);
    map.differing(u"auth-in-dialog"_s, proxy.authInDialog, usual.authInDialog);
    map.differing(u"max-breadth"_s, proxy.maxBreadth, usual.maxBreadth);
    map.differing(u"max-pending"_s, proxy.maxPending, usual.maxPending);
    if (!proxy.store.isEmpty())
        map.put(u"store"_s, proxy.store);
}

YamlNode locationNode(const LocationTable& location)
{
    MapWriter map;
    for (const auto& [address, contacts] : location.asKeyValueRange()) {
        QList<YamlNode> items;
        for (const LocationEntry& contact : contacts) {
            MapWriter item;
            item.word(u"node"_s, contact.node);
            if (contact.q != 1.0)
                item.word(u"q"_s, QString::number(contact.q, 'f', QLocale::FloatingPointShortest));
            if (!contact.user.isEmpty())
                item.put(u"user"_s, contact.user);
            items += item.node().children.size() == 1 ? wordNode(contact.node) : item.node();
        }
        map.put(address, YamlNode::list(items));
    }
    return map.node();
}

YamlNode processingNode(const QList<ProcessingEntry>& processing)
{
    if (processing.size() == 1 && processing.front().match == MessageMatch{})
        return wordNode(formatDuration(processing.front().time));
    QList<YamlNode> items;
    for (const ProcessingEntry& entry : processing) {
        MapWriter item;
        if (entry.match != MessageMatch{})
            item.put(u"match"_s, matchNode(entry.match));
        item.put(u"time"_s, entry.time);
        items += item.node();
    }
    return YamlNode::list(items);
}

/// The addresses that are the node's own: the first proxy carries the top-level ones too.
LocationTable ownLocation(const ScenarioNode& node, const LocationTable& shared)
{
    LocationTable own;
    for (const auto& [address, contacts] : node.location.asKeyValueRange()) {
        if (shared.value(address) != contacts)
            own.insert(address, contacts);
    }
    return own;
}

void putOutside(MapWriter& map, const OutsideSettings& outside)
{
    if (outside.address.address != 0)
        map.put(u"address"_s,
            u"%1:%2"_s.arg(QString::fromLatin1(sip::dotted(outside.address.address))).arg(outside.address.port));
    if (outside.as != Role::Proxy)
        map.word(u"as"_s, toString(outside.as));
    if (outside.start.isEmpty())
        return;
    MapWriter command;
    command.put(u"start"_s, outside.start);
    command.differing(u"needs"_s, outside.needs, QString());
    command.differing(u"stop"_s, outside.stop, QString());
    MapWriter ready;
    ready.differing(u"line"_s, outside.readyLine, QString());
    if (outside.readyPort)
        ready.put(u"port"_s, *outside.readyPort);
    if (YamlNode node = ready.node(); !node.children.isEmpty())
        command.put(u"ready"_s, node);
    map.put(u"command"_s, command.node());
}

void putProxyNode(MapWriter& map, const ScenarioNode& node, const LocationTable& shared)
{
    putProxy(map, node.proxy);
    if (!node.policyOverrides.isEmpty()) {
        MapWriter policy;
        for (const auto& [knob, value] : node.policyOverrides.asKeyValueRange())
            policy.word(knob, value);
        map.put(u"policy"_s, policy.node());
    }
    if (const LocationTable own = ownLocation(node, shared); !own.isEmpty())
        map.put(u"location"_s, locationNode(own));
}

YamlNode nodeNode(const ScenarioNode& node, const LocationTable& shared)
{
    const TimerValues usual;
    MapWriter map;
    map.word(u"role"_s, toString(node.role));
    if (node.name != node.id)
        map.put(u"name"_s, node.name);
    map.differing(u"t1"_s, node.timers.T1, usual.T1);
    map.differing(u"t2"_s, node.timers.T2, usual.T2);
    map.differing(u"t4"_s, node.timers.T4, usual.T4);
    if (!node.transport.isEmpty())
        map.word(u"transport"_s, node.transport);
    if (!node.processing.isEmpty())
        map.put(u"processing"_s, processingNode(node.processing));
    if (node.role == Role::Caller)
        putCaller(map, node.caller);
    if (node.role == Role::Callee)
        putCallee(map, node.callee);
    if (node.role == Role::Proxy)
        putProxyNode(map, node, shared);
    if (node.role != Role::External)
        return map.node();
    putOutside(map, node.outside);
    MapWriter standIn;
    putProxyNode(standIn, node, shared);
    if (YamlNode inner = standIn.node(); !inner.children.isEmpty())
        map.put(u"stand-in"_s, inner);
    return map.node();
}

// ---- the network ----

/// What differs from `base`, which the keys left out fall back to.
YamlNode impairmentNode(const Impairment& impairment, const Impairment& base)
{
    MapWriter map;
    map.differing(u"delay"_s, impairment.delay, base.delay);
    map.differing(u"jitter"_s, impairment.jitter, base.jitter);
    map.percent(u"loss"_s, impairment.loss, base.loss);
    map.percent(u"duplicate"_s, impairment.duplicate, base.duplicate);
    map.percent(u"reorder"_s, impairment.reorder, base.reorder);
    return map.node();
}

YamlNode linksNode(const Scenario& scenario)
{
    MapWriter links;
    if (scenario.defaultLink != Impairment{})
        links.put(u"default"_s, impairmentNode(scenario.defaultLink, {}));
    for (const ScenarioLink& link : scenario.links) {
        YamlNode node = impairmentNode(link.forward, scenario.defaultLink);
        if (!link.transport.isEmpty())
            node.children += wordNode(link.transport).named(u"transport"_s);
        if (link.back != link.forward)
            node.children += impairmentNode(link.back, link.forward).named(u"back"_s);
        links.put(link.a + u'-' + link.b, node);
    }
    return links.node();
}

YamlNode ruleNode(const LinkRule& rule)
{
    MapWriter map;
    map.word(u"link"_s, rule.link.text());
    if (rule.match != MessageMatch{})
        map.put(u"match"_s, matchNode(rule.match));
    switch (rule.action) {
    case LinkRule::Do::Drop:
        map.word(u"do"_s, u"drop"_s);
        break;
    case LinkRule::Do::Hold:
        map.word(u"do"_s, u"hold"_s);
        break;
    case LinkRule::Do::Delay:
        map.put(u"delay"_s, rule.delay);
        break;
    case LinkRule::Do::Duplicate:
        map.put(u"duplicate"_s, rule.copies);
        break;
    }
    if (rule.until) {
        MapWriter passing;
        passing.word(u"link"_s, rule.until->link.text());
        putMatch(passing, rule.until->match);
        const bool isSent = rule.until->event == HoldUntil::Event::Sent;
        map.put(u"until"_s, YamlNode::map({passing.node().named(isSent ? u"sent"_s : u"arrived"_s)}));
    }
    return map.node();
}

// ---- what happens, what is said of it ----

YamlNode timeOrRange(const ScriptEntry& entry)
{
    if (!entry.to)
        return wordNode(formatDuration(entry.at));
    MapWriter range;
    range.put(u"from"_s, entry.at);
    range.put(u"to"_s, *entry.to);
    return range.node();
}

YamlNode scriptNode(const ScriptEntry& entry)
{
    MapWriter map;
    map.put(u"at"_s, timeOrRange(entry));
    map.word(u"node"_s, entry.node);
    map.word(u"do"_s, entry.action);
    if (!entry.target.isEmpty())
        map.put(u"to"_s, entry.target);
    if (entry.down)
        map.put(u"down"_s, *entry.down);
    for (const auto& [key, value] : entry.arguments.asKeyValueRange())
        map.word(key, value);
    return map.node();
}

YamlNode storyNode(const StoryStep& step)
{
    MapWriter when;
    if (step.at)
        when.put(u"at"_s, *step.at);
    MessageMatch rest = step.match;
    if (!step.node.isEmpty()) {
        when.word(u"node"_s, step.node);
        const QString word = rest.method ? QString::fromUtf8(*rest.method) : QString::number(rest.status.value_or(200));
        when.word(step.receives ? u"receives"_s : u"sends"_s, word);
        rest.method.reset();
        rest.status.reset();
    }
    putMatch(when, rest);
    MapWriter map;
    map.put(u"when"_s, when.node());
    map.put(u"say"_s, step.say);
    return map.node();
}

YamlNode expectationNode(const Expectation& expectation)
{
    if (expectation.name != u"findings")
        return wordNode(expectation.value);
    QList<YamlNode> ids;
    for (const QString& id : expectation.value.split(u',', Qt::SkipEmptyParts))
        ids += wordNode(id);
    return YamlNode::list(ids);
}

YamlNode expectNode(const QMap<QString, QList<Expectation>>& expect)
{
    MapWriter policies;
    for (const auto& [policy, expectations] : expect.asKeyValueRange()) {
        MapWriter map;
        for (const Expectation& expectation : expectations)
            map.put(expectation.name, expectationNode(expectation));
        policies.put(policy, map.node());
    }
    return policies.node();
}

YamlNode variantNode(const Variant& variant)
{
    MapWriter set;
    for (const auto& [path, value] : variant.set.asKeyValueRange())
        set.put(path, readYamlValue(value.toUtf8()).value_or(MapWriter::quoted(value)));
    MapWriter map;
    map.put(u"set"_s, set.node());
    if (!variant.expect.isEmpty())
        map.put(u"expect"_s, expectNode(variant.expect));
    return map.node();
}

template <class T> void putList(MapWriter& map, const QString& key, const QList<T>& values, YamlNode (*node)(const T&))
{
    QList<YamlNode> items;
    for (const T& value : values)
        items += node(value);
    if (!items.isEmpty())
        map.put(key, YamlNode::list(items));
}

} // namespace

QByteArray writeScenario(const Scenario& scenario)
{
    MapWriter file;
    file.put(u"siprace"_s, 1);
    if (scenario.title != scenario.id)
        file.put(u"title"_s, scenario.title);
    file.differing(u"summary"_s, scenario.summary, QString());
    file.differing(u"reference"_s, scenario.reference, QString());
    MapWriter nodes;
    for (const ScenarioNode& node : scenario.nodes)
        nodes.put(node.id, nodeNode(node, scenario.location));
    file.put(u"nodes"_s, nodes.node());
    if (!scenario.transport.isEmpty())
        file.word(u"transport"_s, scenario.transport);
    if (!scenario.location.isEmpty())
        file.put(u"location"_s, locationNode(scenario.location));
    if (const YamlNode links = linksNode(scenario); !links.children.isEmpty())
        file.put(u"links"_s, links);
    putList(file, u"rules"_s, scenario.rules, &ruleNode);
    if (scenario.script.isEmpty())
        file.put(u"script"_s, YamlNode::list({}));
    putList(file, u"script"_s, scenario.script, &scriptNode);
    if (scenario.end)
        file.put(u"end"_s, *scenario.end);
    if (scenario.lan)
        file.put(u"network"_s, readYamlValue(networkText(*scenario.lan)).value());
    if (!scenario.users.isEmpty()) {
        MapWriter users;
        for (const auto& [user, password] : scenario.users.asKeyValueRange())
            users.put(user, password);
        file.put(u"users"_s, users.node());
    }
    putList(file, u"story"_s, scenario.story, &storyNode);
    if (!scenario.expect.isEmpty())
        file.put(u"expect"_s, expectNode(scenario.expect));
    putList(file, u"variants"_s, scenario.variants, &variantNode);
    return writeYaml(file.node());
}

} // namespace siprace
