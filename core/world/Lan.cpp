#include "Lan.h"

#include "TcpSocket.h"

#include <QRandomGenerator>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <bit>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netinet/in.h>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

QString dottedText(std::uint32_t address)
{
    return QString::fromLatin1(sip::dotted(address));
}

std::uint32_t hostOrder(const sockaddr* name)
{
    return ntohl(reinterpret_cast<const sockaddr_in*>(name)->sin_addr.s_addr);
}

} // namespace

QList<LanInterface> lanInterfaces()
{
    ifaddrs* raw = nullptr;
    if (::getifaddrs(&raw) != 0)
        return {};
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> all(raw, &::freeifaddrs);
    QList<LanInterface> found;
    for (const ifaddrs* one = all.get(); one; one = one->ifa_next) {
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET || !(one->ifa_flags & IFF_UP))
            continue;
        const int bits = one->ifa_netmask ? std::popcount(hostOrder(one->ifa_netmask)) : 32;
        found.append({QString::fromLocal8Bit(one->ifa_name), hostOrder(one->ifa_addr), bits,
            (one->ifa_flags & IFF_LOOPBACK) != 0});
    }
    std::ranges::stable_sort(found, {}, &LanInterface::isLoopback);
    return found;
}

QString lanTrouble(std::uint32_t address)
{
    ifaddrs* raw = nullptr;
    if (::getifaddrs(&raw) != 0)
        return {};
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> all(raw, &::freeifaddrs);
    const bool isLoopback = address >> 24U == 127U; // all of it is on one card
    for (const ifaddrs* one = all.get(); one; one = one->ifa_next) {
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET)
            continue;
        if (isLoopback ? (one->ifa_flags & IFF_LOOPBACK) == 0 : hostOrder(one->ifa_addr) != address)
            continue;
        const QString card = QString::fromLocal8Bit(one->ifa_name);
        if (!(one->ifa_flags & IFF_UP))
            return u"the card %1 is down"_s.arg(card);
        return one->ifa_flags & IFF_RUNNING ? QString() : u"the card %1 has no link"_s.arg(card);
    }
    return u"no card has %1 any more"_s.arg(dottedText(address));
}

Result<void> checkLan(const Scenario& scenario)
{
    if (!scenario.lan)
        return {};
    const QList<LanInterface> interfaces = lanInterfaces();
    const std::uint32_t address = scenario.lan->address;
    const bool isLoopback = address >> 24U == 127U; // all of it is this host's
    if (!isLoopback && std::ranges::find(interfaces, address, &LanInterface::address) == interfaces.end()) {
        QStringList known;
        for (const LanInterface& one : interfaces)
            known += u"%1 (%2)"_s.arg(dottedText(one.address), one.name);
        return fail({}, u"network.lan.address %1 is none of this host's"_s.arg(dottedText(address)),
            u"it has "_s + known.join(u", "_s));
    }
    const auto names = scenario.lanNames();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!names[i])
            continue;
        const bool isUdpFree = sip::bindUdp(names[i]->address, names[i]->port).isOpen();
        if (isUdpFree && sip::TcpListener::isFree(*names[i]))
            continue;
        return fail({},
            u"port %1 of %2, which %3 is to have, is in use"_s.arg(names[i]->port)
                .arg(dottedText(address), scenario.nodes.at(static_cast<qsizetype>(i)).id),
            u"end the program that has it, or name other ports in network.lan.ports"_s);
    }
    return {};
}

QByteArray randomSecret()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex();
}

QString registerUri(const Scenario& scenario)
{
    const auto names = scenario.lanNames();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] && scenario.nodes.at(static_cast<qsizetype>(i)).role == Role::Proxy)
            return u"sip:USER@%1:%2"_s.arg(dottedText(names[i]->address)).arg(names[i]->port);
    }
    return {};
}

} // namespace siprace
