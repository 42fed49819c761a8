#include "NodeFormat.h"

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<QStringView, 3> partWords{u"caller", u"callee", u"proxy"};
constexpr std::array partValues{Role::Caller, Role::Callee, Role::Proxy};
constexpr int highestOutsidePort = 65535;

/// "127.0.0.50:5060"; without a port it is 5060. Names are not looked up: a run must not depend on who answers.
void readAddress(ReadContext& context, const YamlNode& node, OutsideSettings& into)
{
    const std::optional<QString> text = readText(context, node);
    if (!text)
        return;
    bool isPort = true;
    const QString port = text->section(u':', 1);
    const std::uint32_t host = sip::undotted(text->section(u':', 0, 0).toLatin1());
    const int number = text->contains(u':') ? port.toInt(&isPort) : into.address.port;
    if (host == 0 || !isPort || number < 1 || number > highestOutsidePort) {
        context.complaints.add(
            node.mark, u"address %1 is no IPv4 address with a port"_s.arg(asWritten(node)), u"write 127.0.0.50:5060"_s);
        return;
    }
    const std::uint32_t network = host >> 16U;
    if (host >> 24U == 127U && (network & 0xffU) >= 100U) {
        context.complaints.add(node.mark, u"address %1 is one that runs take for themselves"_s.arg(asWritten(node)),
            u"choose one below 127.100.0.0, such as 127.0.0.50:5060"_s);
        return;
    }
    into.address = {host, static_cast<std::uint16_t>(number)};
}

// ---- command ----

void readStart(ReadContext& context, const YamlNode& node, OutsideSettings& into)
{
    const std::optional<QString> text = readText(context, node);
    if (text && text->trimmed().isEmpty())
        context.complaints.add(node.mark, u"start is empty: nothing would be started"_s,
            u"write the line that starts the program, or leave the command out"_s);
    assignFound(into.start, text);
}

constexpr std::array readyKeys{
    textKey<&OutsideSettings::readyLine>(u"line"),
    intKey<&OutsideSettings::readyPort, 1, highestOutsidePort>(u"port"),
};

constexpr std::array commandKeys{
    Key<OutsideSettings>{u"start", &textSchema, &readStart, true},
    textKey<&OutsideSettings::needs>(u"needs"),
    textKey<&OutsideSettings::stop>(u"stop"),
    Key<OutsideSettings>{u"ready", [] { return mapSchema<OutsideSettings>(readyKeys); },
        [](ReadContext& c, const YamlNode& n, OutsideSettings& into) {
            readMap<OutsideSettings>(c, n, u"ready"_s, readyKeys, into);
        }},
};

constexpr std::array outsideTable{
    Key<OutsideSettings>{u"address", &textSchema, &readAddress},
    Key<OutsideSettings>{u"as", [] { return choiceSchema(partWords); },
        [](ReadContext& c, const YamlNode& n, OutsideSettings& into) {
            if (const auto index = readChoice(c, n, partWords))
                into.as = partValues[static_cast<std::size_t>(*index)];
        }},
    Key<OutsideSettings>{u"command", [] { return mapSchema<OutsideSettings>(commandKeys); },
        [](ReadContext& c, const YamlNode& n, OutsideSettings& into) {
            readMap<OutsideSettings>(c, n, u"command"_s, commandKeys, into);
        }},
};

} // namespace

KeyTable<OutsideSettings> outsideKeys()
{
    return outsideTable;
}

} // namespace siprace
