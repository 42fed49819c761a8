#include "OwnNetwork.h"

#include "UdpSocket.h"

#include <QByteArray>
#include <QFile>

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace siprace {

namespace {

bool isWritten(const char* path, const QByteArray& text)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush();
}

bool bringsLoopbackUp()
{
    const sip::Descriptor any(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq card{};
    qstrncpy(card.ifr_name, "lo", IFNAMSIZ);
    if (::ioctl(any.number(), SIOCGIFFLAGS, &card) != 0)
        return false;
    card.ifr_flags = static_cast<short>(card.ifr_flags | IFF_UP);
    return ::ioctl(any.number(), SIOCSIFFLAGS, &card) == 0;
}

} // namespace

bool takeOwnNetwork()
{
    const QByteArray user = QByteArray::number(::getuid());
    const QByteArray group = QByteArray::number(::getgid());
    if (::getuid() == 0)
        return ::unshare(CLONE_NEWNET) == 0 && bringsLoopbackUp();
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 && isWritten("/proc/self/setgroups", "deny")
        && isWritten("/proc/self/uid_map", "0 " + user + " 1") && isWritten("/proc/self/gid_map", "0 " + group + " 1")
        && bringsLoopbackUp();
}

} // namespace siprace
