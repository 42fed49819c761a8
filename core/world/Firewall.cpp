#include "Firewall.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestAskMs = 2000;
const QStringList protocols{u"udp"_s, u"tcp"_s};

/// What the rules say of one port.
struct PortRules
{
    bool isAccepted = false;
    bool isRefused = false;
};

bool isRefusal(const QString& rule)
{
    static const QRegularExpression verdict(u"\\b(drop|reject|DROP|REJECT)\\b"_s);
    return verdict.match(rule).hasMatch();
}

bool isAcceptance(const QString& rule)
{
    static const QRegularExpression verdict(u"\\b(accept|ACCEPT)\\b"_s);
    return verdict.match(rule).hasMatch();
}

/// Whether a list such as "5060", "5060-5079", "5060:5079" or "22, 5060-5061" has the port in it.
bool covers(const QString& list, quint16 port)
{
    static const QRegularExpression one(u"(\\d+)(?:\\s*[-:]\\s*(\\d+))?"_s);
    for (auto found = one.globalMatch(list); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        const int first = match.captured(1).toInt();
        const int last = match.captured(2).isEmpty() ? first : match.captured(2).toInt();
        if (first <= port && port <= last)
            return true;
    }
    return false;
}

/// Notes what a rule that names ports does with one of them.
void noteRule(const QString& rule, const QString& list, quint16 port, PortRules& rules)
{
    if (!covers(list, port))
        return;
    rules.isAccepted = rules.isAccepted || isAcceptance(rule);
    rules.isRefused = rules.isRefused || isRefusal(rule);
}

/// `says` notes what the rules say of a protocol and a port.
template <class Says>
FirewallVerdict verdictOf(const QString& by, const QList<quint16>& ports, bool isClosed, Says says)
{
    FirewallVerdict verdict{FirewallVerdict::Kind::Open, {}, by};
    for (const QString& protocol : protocols) {
        for (const quint16 port : ports) {
            PortRules rules;
            says(protocol, port, rules);
            if (rules.isRefused || (isClosed && !rules.isAccepted))
                verdict.blocked += protocol + u' ' + QString::number(port);
        }
    }
    if (!verdict.blocked.isEmpty())
        verdict.kind = FirewallVerdict::Kind::Blocked;
    return verdict;
}

QStringList linesOfRules(const QByteArray& text)
{
    QStringList lines = QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
    for (QString& line : lines)
        line = line.simplified();
    return lines;
}

/// What a program of the system writes; nothing when it is not there, or may not be asked.
std::optional<QByteArray> answerOf(const QString& name, const QStringList& arguments)
{
    const QStringList system{u"/usr/sbin"_s, u"/sbin"_s, u"/usr/bin"_s, u"/bin"_s};
    const QString path = QStandardPaths::findExecutable(name, system);
    if (path.isEmpty())
        return {};
    QProcess process;
    process.start(path, arguments, QIODevice::ReadOnly);
    if (!process.waitForFinished(longestAskMs) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

bool hasLine(const QString& path, QByteArrayView line)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.readAll().contains(line);
}

QString rangesOf(const QList<quint16>& ports, QChar between)
{
    if (ports.isEmpty())
        return {};
    const auto [least, most] = std::ranges::minmax(ports);
    return least == most ? QString::number(least) : QString::number(least) + between + QString::number(most);
}

} // namespace

FirewallVerdict readNftables(const QByteArray& ruleset, const QList<quint16>& ports)
{
    const QStringList lines = linesOfRules(ruleset);
    bool isClosed = false;
    bool isInput = false;
    for (const QString& line : lines) {
        if (line.startsWith(u"chain "))
            isInput = false;
        if (line.contains(u"hook input")) {
            isInput = true;
            isClosed = isClosed || line.contains(u"policy drop");
        }
        static const QRegularExpression forAll(u"^(counter( packets \\d+ bytes \\d+)? )?(drop|reject)\\b"_s);
        isClosed = isClosed || (isInput && forAll.match(line).hasMatch());
    }
    return verdictOf(u"nftables"_s, ports, isClosed, [&lines](const QString& protocol, quint16 port, PortRules& rules) {
        static const QRegularExpression named(u"\\b(udp|tcp|th) dport (?:\\{([^}]*)\\}|(\\d+(?:-\\d+)?))"_s);
        for (const QString& line : lines) {
            const auto match = named.match(line);
            const bool isOurs = match.captured(1) == protocol
                || (match.captured(1) == u"th" && (line.contains(protocol) || !line.contains(u"l4proto")));
            if (match.hasMatch() && isOurs)
                noteRule(line, match.captured(2) + match.captured(3), port, rules);
        }
    });
}

FirewallVerdict readIptables(const QByteArray& text, const QList<quint16>& ports)
{
    const QStringList lines = linesOfRules(text);
    static const QRegularExpression forAll(u"^-A INPUT -j (DROP|REJECT)\\b"_s);
    const bool isClosed = std::ranges::any_of(
        lines, [](const QString& line) { return line.startsWith(u":INPUT DROP") || forAll.match(line).hasMatch(); });
    return verdictOf(u"iptables"_s, ports, isClosed, [&lines](const QString& protocol, quint16 port, PortRules& rules) {
        static const QRegularExpression named(u"--dports? ([\\d:,]+)"_s);
        for (const QString& line : lines) {
            const auto match = named.match(line);
            if (match.hasMatch() && line.startsWith(u"-A ") && line.contains(u"-p "_s + protocol))
                noteRule(line, match.captured(1), port, rules);
        }
    });
}

FirewallVerdict askFirewall(const QList<quint16>& ports)
{
    // Each shows the rules of its own kind alone.
    const auto nft = answerOf(u"nft"_s, {u"list"_s, u"ruleset"_s});
    const auto iptables = answerOf(u"iptables-save"_s, {});
    FirewallVerdict verdict;
    if (nft)
        verdict = readNftables(*nft, ports);
    if (iptables && verdict.kind != FirewallVerdict::Kind::Blocked)
        verdict = readIptables(*iptables, ports);
    if (verdict.kind != FirewallVerdict::Kind::Unknown)
        return verdict;
    if (hasLine(u"/etc/ufw/ufw.conf"_s, "ENABLED=yes"))
        verdict.by = u"ufw is up"_s;
    else if (QFile::exists(u"/run/firewalld"_s))
        verdict.by = u"firewalld is up"_s;
    else
        verdict.by = u"its rules cannot be read without root, nft and iptables-save"_s;
    return verdict;
}

QString firewallLine(const FirewallVerdict& verdict, const QList<quint16>& ports)
{
    const QString all = rangesOf(ports, u'-');
    switch (verdict.kind) {
    case FirewallVerdict::Kind::Open:
        return u"the firewall lets udp and tcp %1 in"_s.arg(all);
    case FirewallVerdict::Kind::Blocked:
        return u"a firewall (%1) keeps %2 from being reached: allow udp and tcp %3 in it"_s.arg(
            verdict.by, verdict.blocked.join(u", "_s), all);
    case FirewallVerdict::Kind::Unknown:
        break;
    }
    const QString start = u"whether a firewall lets udp and tcp %1 in is not known: %2"_s.arg(all, verdict.by);
    if (verdict.by.startsWith(u"ufw"))
        return start + u"; should phones not be heard: sudo ufw allow %1/udp, and %1/tcp"_s.arg(rangesOf(ports, u':'));
    if (verdict.by.startsWith(u"firewalld"))
        return start
            + u"; should phones not be heard: sudo firewall-cmd --add-port=%1/udp --add-port=%1/tcp"_s.arg(all);
    return start;
}

QString firewallHint(const Scenario& scenario)
{
    if (!scenario.lan || scenario.lan->address >> 24U == 127U)
        return {};
    QList<quint16> ports;
    for (const auto& name : scenario.lanNames()) {
        if (name && !ports.contains(name->port))
            ports.append(name->port);
    }
    return firewallLine(askFirewall(ports), ports);
}

} // namespace siprace
