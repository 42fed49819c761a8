#include "LanSpaces.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <csignal>
#include <sys/prctl.h>
#include <tuple>
#include <unistd.h>

namespace siprace::app_test {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestWaitMs = 60'000;
const QString spacePrefix = u"siprace-"_s;

bool isDone(const QStringList& words)
{
    QProcess process;
    process.start(words.first(), words.mid(1));
    return process.waitForFinished(longestWaitMs) && process.exitCode() == 0;
}

QString card(const QString& letter, int network)
{
    return u"sr"_s + letter + QString::number(network);
}

/// Those of tests that were killed: nobody else takes them away.
void removeLeftBehind()
{
    const QStringList spaces = QDir(u"/run/netns"_s).entryList({spacePrefix + u'*'}, QDir::AllEntries | QDir::System);
    for (const QString& space : spaces) {
        if (!QDir(u"/proc/"_s + space.section(u'-', -1)).exists())
            std::ignore = isDone({u"ip"_s, u"netns"_s, u"del"_s, space});
    }
}

} // namespace

LanSpaces::LanSpaces()
{
    // With the number of this process, so that two checkouts may be tested at once.
    const QString own = u'-' + QString::number(QCoreApplication::applicationPid());
    m_lab = spacePrefix + u"lab"_s + own;
    m_phones = spacePrefix + u"phones"_s + own;
    if (::getuid() != 0)
        return;
    removeLeftBehind();
    m_areThere = isDone({u"ip"_s, u"netns"_s, u"add"_s, m_lab}) && isDone({u"ip"_s, u"netns"_s, u"add"_s, m_phones});
    for (const QString& space : {m_lab, m_phones})
        m_areThere = m_areThere && isDone(inSpace(space, {u"ip"_s, u"link"_s, u"set"_s, u"lo"_s, u"up"_s}));
}

LanSpaces::~LanSpaces()
{
    if (::getuid() != 0)
        return;
    for (const QString& space : {m_lab, m_phones})
        std::ignore = isDone({u"ip"_s, u"netns"_s, u"del"_s, space});
}

QStringList LanSpaces::inSpace(const QString& space, const QStringList& words)
{
    return QStringList{u"ip"_s, u"netns"_s, u"exec"_s, space} + words;
}

QString LanSpaces::labAddress(int network, int number)
{
    return u"10.231.%1.%2"_s.arg(network).arg(11 + number);
}

QString LanSpaces::phoneAddress(int network)
{
    return u"10.231.%1.2"_s.arg(network);
}

bool LanSpaces::lay(int network, int labAddresses) const
{
    const QString labCard = card(u"l"_s, network);
    const QString phoneCard = card(u"p"_s, network);
    bool isFine = isDone({u"ip"_s, u"link"_s, u"add"_s, labCard, u"netns"_s, m_lab, u"type"_s, u"veth"_s, u"peer"_s,
        u"name"_s, phoneCard, u"netns"_s, m_phones});
    for (int i = 0; i < labAddresses; ++i)
        isFine = isFine
            && isDone(inLab({u"ip"_s, u"addr"_s, u"add"_s, labAddress(network, i) + u"/24"_s, u"dev"_s, labCard}));
    return isFine
        && isDone(atPhones({u"ip"_s, u"addr"_s, u"add"_s, phoneAddress(network) + u"/24"_s, u"dev"_s, phoneCard}))
        && isDone(inLab({u"ip"_s, u"link"_s, u"set"_s, labCard, u"up"_s})) && putBack(network);
}

bool LanSpaces::pull(int network) const
{
    return isDone(atPhones({u"ip"_s, u"link"_s, u"set"_s, card(u"p"_s, network), u"down"_s}));
}

bool LanSpaces::putBack(int network) const
{
    return isDone(atPhones({u"ip"_s, u"link"_s, u"set"_s, card(u"p"_s, network), u"up"_s}));
}

bool LanSpaces::isOpen(const QString& address) const
{
    QProcess sockets;
    const QStringList words = inLab({u"cat"_s, u"/proc/net/udp"_s});
    sockets.start(words.first(), words.mid(1));
    if (!sockets.waitForFinished(longestWaitMs))
        return false;
    QStringList parts = address.split(u'.');
    std::ranges::reverse(parts); // as the kernel writes it
    QString name;
    for (const QString& part : std::as_const(parts))
        name += u"%1"_s.arg(part.toInt(), 2, 16, QChar(u'0'));
    return sockets.readAllStandardOutput().toUpper().contains(name.toUpper().toLatin1() + ":13C4"); // 5060
}

std::unique_ptr<QProcess> started(const QStringList& words, const QString& folder)
{
    auto process = std::make_unique<QProcess>();
    process->setWorkingDirectory(folder);
    process->setStandardInputFile(QProcess::nullDevice());
    process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); }); // should the test be killed
    process->start(words.first(), words.mid(1));
    return process;
}

} // namespace siprace::app_test
