#include "Firewall.h"

#include "FirewallText.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestAskMs = 2000;
const QStringList protocols{u"udp"_s, u"tcp"_s};

/// The verdict of the rules for each port.
FirewallVerdict verdictOf(const QString& by, const QList<quint16>& ports, const PacketRules& rules)
{
    FirewallVerdict verdict{FirewallVerdict::Kind::Open, {}, by};
    for (const QString& protocol : protocols) {
        for (const quint16 port : ports) {
            const std::optional<bool> isLetIn = rules.isLetIn({protocol, port});
            if (!isLetIn)
                verdict.kind = FirewallVerdict::Kind::Unknown;
            else if (!*isLetIn)
                verdict.blocked += protocol + u' ' + QString::number(port);
        }
    }
    if (!verdict.blocked.isEmpty())
        verdict.kind = FirewallVerdict::Kind::Blocked;
    else if (verdict.kind == FirewallVerdict::Kind::Unknown)
        verdict.by = u"%1 has rules that ask for more than protocol and port"_s.arg(by);
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
    return verdictOf(u"nftables"_s, ports, nftRules(linesOfRules(ruleset)));
}

FirewallVerdict readIptables(const QByteArray& text, const QList<quint16>& ports)
{
    return verdictOf(u"iptables"_s, ports, iptablesRules(linesOfRules(text)));
}

FirewallVerdict askFirewall(const QList<quint16>& ports)
{
    // Each shows the rules of its own kind alone.
    const auto nft = answerOf(u"nft"_s, {u"list"_s, u"ruleset"_s});
    const auto iptables = answerOf(u"iptables-save"_s, {});
    FirewallVerdict verdict;
    if (nft)
        verdict = readNftables(*nft, ports);
    if (iptables && verdict.kind != FirewallVerdict::Kind::Blocked) {
        const FirewallVerdict old = readIptables(*iptables, ports);
        if (!nft || old.kind != FirewallVerdict::Kind::Open)
            verdict = old; // what nft leaves open or unknown, the other one does not make better
    }
    if (nft || iptables)
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
