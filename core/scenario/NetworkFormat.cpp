#include "NetworkFormat.h"

#include <QRegularExpression>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr int highestPort = 65535;
constexpr int usualBits = 24;

void readLanAddress(ReadContext& context, const YamlNode& node, LanSettings& into)
{
    const auto text = readText(context, node);
    if (!text)
        return;
    into.address = sip::undotted(text->toLatin1());
    if (into.address == 0)
        context.complaints.add(node.mark, u"address %1 is no IPv4 address"_s.arg(asWritten(node)),
            u"write one of this host, such as 192.168.1.10"_s);
}

/// "5060-5079", or one port.
void readPorts(ReadContext& context, const YamlNode& node, LanSettings& into)
{
    const auto text = readText(context, node);
    if (!text)
        return;
    static const QRegularExpression pattern(u"\\A(\\d{1,5})(?:-(\\d{1,5}))?\\z"_s);
    const QRegularExpressionMatch match = pattern.match(*text);
    const int first = match.captured(1).toInt();
    const int last = match.captured(2).isEmpty() ? first : match.captured(2).toInt();
    if (!match.hasMatch() || first < 1 || last < first || last > highestPort)
        context.complaints.add(node.mark, u"ports %1 are no range"_s.arg(asWritten(node)), u"write 5060-5079"_s);
    else
        std::tie(into.firstPort, into.lastPort) = std::pair{first, last};
}

std::optional<Subnet> readSubnet(ReadContext& context, const YamlNode& node)
{
    const auto text = readText(context, node, u"allow"_s);
    if (!text)
        return {};
    bool isNumber = true;
    const int bits = text->contains(u'/') ? text->section(u'/', 1).toInt(&isNumber) : 32;
    const Subnet subnet{sip::undotted(text->section(u'/', 0, 0).toLatin1()), bits};
    if (isNumber && bits >= 0 && bits <= 32 && (subnet.address != 0 || *text == u"0.0.0.0/0"))
        return subnet;
    context.complaints.add(
        node.mark, u"allow %1 is no network"_s.arg(asWritten(node)), u"write 192.168.1.0/24, or one address"_s);
    return {};
}

void readAllow(ReadContext& context, const YamlNode& node, LanSettings& into)
{
    if (!expectList(context, node, u"allow: [192.168.1.0/24]"_s))
        return;
    for (const YamlNode& item : node.children) {
        if (const auto subnet = readSubnet(context, item))
            into.allow += *subnet;
    }
}

constexpr std::array lanKeys{
    Key<LanSettings>{u"address", &textSchema, &readLanAddress, true},
    Key<LanSettings>{u"ports", &textSchema, &readPorts},
    Key<LanSettings>{u"allow", [] { return listSchema(textSchema()); }, &readAllow},
};

constexpr std::array networkKeys{
    Key<std::optional<LanSettings>>{u"lan", [] { return mapSchema<LanSettings>(lanKeys); },
        [](ReadContext& c, const YamlNode& n, std::optional<LanSettings>& into) {
            LanSettings lan;
            readMap<LanSettings>(c, n, u"lan"_s, lanKeys, lan);
            if (lan.allow.isEmpty() && !n.find(u"allow")) // the neighbours, and nobody else
                lan.allow = {Subnet{lan.address, usualBits}};
            into = lan;
        }},
};

bool isLoopback(std::uint32_t address)
{
    return address >> 24U == 127U;
}

} // namespace

void readNetwork(ReadContext& context, const YamlNode& network, std::optional<LanSettings>& into)
{
    readMap<std::optional<LanSettings>>(context, network, u"network"_s, networkKeys, into);
}

QByteArray networkText(const LanSettings& lan)
{
    QByteArrayList allowed;
    for (const Subnet& subnet : lan.allow)
        allowed += sip::dotted(subnet.address) + '/' + QByteArray::number(subnet.bits);
    return "{lan: {address: " + sip::dotted(lan.address) + ", ports: " + QByteArray::number(lan.firstPort) + '-'
        + QByteArray::number(lan.lastPort) + ", allow: [" + allowed.join(", ") + "]}}";
}

QJsonObject networkSchema()
{
    return mapSchema<std::optional<LanSettings>>(networkKeys);
}

void checkNetwork(ReadContext& context, const YamlNode& tree, const Scenario& scenario)
{
    const YamlNode* nodes = tree.find(u"nodes");
    const auto names = scenario.lanNames();
    for (qsizetype i = 0; nodes && i < scenario.nodes.size(); ++i) {
        const ScenarioNode& node = scenario.nodes.at(i);
        const YamlNode* place = nodes->find(node.id);
        if (!place || context.roleless.contains(node.id))
            continue;
        const bool isOutside = node.role == Role::External;
        if (isOutside && !scenario.lan && node.outside.address.address != 0
            && !isLoopback(node.outside.address.address))
            context.complaints.add(place->keyMark,
                u"%1 is on another host, where loopback does not lead"_s.arg(node.id),
                u"say network: {lan: {address: …}} at the top, an address of this host"_s);
        if (isOutside && !scenario.lan && node.outside.address.address == 0 && !place->find(u"address"))
            context.complaints.add(
                place->keyMark, u"external lacks the key \"address\""_s, u"write address: 127.0.0.50:5060"_s);
        if (!isOutside && scenario.lan && !names[static_cast<std::size_t>(i)])
            context.complaints.add(place->keyMark, u"%1 has no port left on the LAN"_s.arg(node.id),
                u"give network.lan.ports one for each node"_s);
    }
}

} // namespace siprace
