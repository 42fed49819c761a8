#include "LinkFormat.h"

#include "Nearest.h"

#include <QJsonArray>

#include <utility>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<QStringView, 2> transportWords{u"udp", u"tcp"};

/// What stands between the braces of a link: one direction, and what the other has different.
struct LinkText
{
    Impairment forward;
    QString transport; ///< a connection goes both ways, so `back` has none
    const YamlNode* back = nullptr;
};

constexpr std::array impairmentKeys{
    timeKey<&Impairment::delay>(u"delay"),
    timeKey<&Impairment::jitter>(u"jitter"),
    percentKey<&Impairment::loss>(u"loss"),
    percentKey<&Impairment::duplicate>(u"duplicate"),
    percentKey<&Impairment::reorder>(u"reorder"),
};

/// The keys of an impairment, read into the forward half of a link.
template <std::size_t Index> void readForward(ReadContext& context, const YamlNode& node, LinkText& into)
{
    impairmentKeys[Index].read(context, node, into.forward);
}

/// What every link is that says nothing else.
struct DefaultLinkText
{
    Impairment link;
    QString transport;
};

template <std::size_t Index> void readDefault(ReadContext& context, const YamlNode& node, DefaultLinkText& into)
{
    impairmentKeys[Index].read(context, node, into.link);
}

template <class Text> void readLinkTransport(ReadContext& context, const YamlNode& node, Text& into)
{
    readTransport(context, node, into.transport);
}

constexpr std::array defaultLinkKeys{
    Key<DefaultLinkText>{impairmentKeys[0].name, impairmentKeys[0].schema, &readDefault<0>},
    Key<DefaultLinkText>{impairmentKeys[1].name, impairmentKeys[1].schema, &readDefault<1>},
    Key<DefaultLinkText>{impairmentKeys[2].name, impairmentKeys[2].schema, &readDefault<2>},
    Key<DefaultLinkText>{impairmentKeys[3].name, impairmentKeys[3].schema, &readDefault<3>},
    Key<DefaultLinkText>{impairmentKeys[4].name, impairmentKeys[4].schema, &readDefault<4>},
    Key<DefaultLinkText>{u"transport", &transportSchema, &readLinkTransport<DefaultLinkText>},
};

constexpr std::array linkKeys{
    Key<LinkText>{impairmentKeys[0].name, impairmentKeys[0].schema, &readForward<0>},
    Key<LinkText>{impairmentKeys[1].name, impairmentKeys[1].schema, &readForward<1>},
    Key<LinkText>{impairmentKeys[2].name, impairmentKeys[2].schema, &readForward<2>},
    Key<LinkText>{impairmentKeys[3].name, impairmentKeys[3].schema, &readForward<3>},
    Key<LinkText>{impairmentKeys[4].name, impairmentKeys[4].schema, &readForward<4>},
    Key<LinkText>{u"transport", &transportSchema, &readLinkTransport<LinkText>},
    Key<LinkText>{u"back", [] { return mapSchema<Impairment>(impairmentKeys); },
        [](ReadContext&, const YamlNode& node, LinkText& into) { into.back = &node; }},
};

/// The two ids of `a-b`, each checked against the nodes.
std::optional<QPair<QString, QString>> readEnds(ReadContext& context, const YamlNode& link)
{
    const auto ends = linkEnds(link.key);
    if (!ends) {
        const QString suggestion = didYouMean(link.key, {u"default"_s});
        context.complaints.add(link.keyMark,
            u"link \"%1\"%2"_s.arg(link.key, suggestion.isEmpty() ? u" does not name two nodes"_s : suggestion),
            suggestion.isEmpty() ? u"write caller-proxy, or default"_s : QString());
        return std::nullopt;
    }
    bool isRight = true;
    for (const QString& id : {ends->first, ends->second}) {
        if (context.roleOf(id))
            continue;
        isRight = false;
        Diagnostic text = unknownWord({}, u"link \"%1\": node"_s.arg(link.key), id, context.nodeIds());
        context.complaints.add(link.keyMark, text.what, text.hint);
    }
    if (isRight && ends->first == ends->second) {
        context.complaints.add(link.keyMark, u"link \"%1\" joins a node to itself"_s.arg(link.key), {});
        isRight = false;
    }
    return isRight ? ends : std::nullopt;
}

void readLink(ReadContext& context, const YamlNode& node, ScenarioLink& into, const Impairment& base)
{
    LinkText text{.forward = base, .transport = {}};
    readMap<LinkText>(context, node, u"link"_s, linkKeys, text);
    into.transport = text.transport;
    into.forward = text.forward;
    into.back = text.forward;
    if (text.back)
        readMap<Impairment>(context, *text.back, u"back"_s, impairmentKeys, into.back);
}

} // namespace

void readTransport(ReadContext& context, const YamlNode& node, QString& into)
{
    if (const auto index = readChoice(context, node, transportWords))
        into = transportWords[static_cast<std::size_t>(*index)].toString();
}

QJsonObject transportSchema()
{
    return choiceSchema(transportWords);
}

std::optional<QPair<QString, QString>> linkEnds(const QString& name)
{
    const qsizetype dash = name.indexOf(u'-');
    if (dash <= 0 || dash == name.size() - 1 || name.indexOf(u'-', dash + 1) >= 0)
        return std::nullopt;
    return std::pair(name.first(dash), name.sliced(dash + 1));
}

void readLinks(ReadContext& context, const YamlNode& links, Scenario& into)
{
    if (!expectMap(context, links, u"links: {caller-proxy: {delay: 10ms}}"_s))
        return;
    if (const YamlNode* node = links.find(u"default")) {
        DefaultLinkText text;
        readMap<DefaultLinkText>(context, *node, u"link"_s, defaultLinkKeys, text);
        into.defaultLink = text.link;
        const YamlNode* transport = node->isMap() ? node->find(u"transport") : nullptr;
        if (transport && !into.transport.isEmpty() && text.transport != into.transport)
            context.complaints.add(transport->mark,
                u"transport %1 contradicts the file's \"transport: %2\""_s.arg(asWritten(*transport), into.transport),
                u"say it in one place"_s);
        else if (transport)
            into.transport = text.transport;
    }
    for (const YamlNode& node : links.children) {
        if (node.key == u"default")
            continue;
        ScenarioLink link;
        const auto ends = readEnds(context, node);
        readLink(context, node, link, into.defaultLink);
        if (!ends)
            continue;
        std::tie(link.a, link.b) = std::pair(ends->first, ends->second);
        const auto isSame = [&](const ScenarioLink& other) { return other.a == link.b && other.b == link.a; };
        if (std::ranges::any_of(into.links, isSame))
            context.complaints.add(node.keyMark, u"link \"%1\" is given twice"_s.arg(node.key),
                u"\"%1-%2\" is the same one"_s.arg(link.b, link.a));
        into.links += link;
    }
}

QJsonObject linksSchema()
{
    QJsonObject schema = dictionarySchema(u"^[a-z][a-z0-9_]*-[a-z][a-z0-9_]*$"_s, mapSchema<LinkText>(linkKeys));
    schema.insert(u"properties"_s, QJsonObject{{u"default"_s, mapSchema<DefaultLinkText>(defaultLinkKeys)}});
    return schema;
}

} // namespace siprace
