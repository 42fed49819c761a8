#include "TortureRuns.h"

#include "UdpSocket.h"
#include "WorldRuns.h"

#include <QRegularExpression>

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
const QByteArray tortureLab = R"(
nodes:
  caller: {role: caller, name: Caller}
  proxy:  {role: proxy, name: Proxy, serial-timeout: 5s}
  callee: {role: callee, name: Callee, ring: 0ms, answer: 300ms}
  sender: {role: callee, name: Sender}
location:
  "sip:user@example.com": [callee]
  "sip:user@example.org": [callee]
  "sip:user@company.com": [callee]
  "sip:UserB@example.com": [callee]
  "sip:t.watson@example.org": [callee]
  "sip:kumiko@example.org": [callee]
script: []
end: 3s
)";

constexpr quint16 sipPort = 5060;
constexpr int hiddenOffset = 100;

std::uint32_t addressOf(const Trace& trace, const QString& node, int block)
{
    const QByteArray address = trace.nodes.at(trace.nodeIndex(node)).address.toLatin1();
    const QByteArray host = address.mid(address.lastIndexOf('.') + 1);
    return sip::undotted("127." + QByteArray::number(block) + ".0." + host.left(host.indexOf(':')));
}

/// The port of the sent-by of its top Via; 5060 when none stands there.
quint16 sentByPort(const QByteArray& datagram)
{
    static const QRegularExpression via(uR"((?:^|\n)(?:v|via)\s*:[^\r\n]*?(?:\]|[\w.]):(\d{2,5})(?=[;,\s]))"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto found = via.match(QString::fromLatin1(datagram));
    return found.hasMatch() ? found.captured(1).toUShort() : sipPort;
}

QByteArrayList allWaiting(const sip::Descriptor& socket)
{
    QByteArrayList all;
    QByteArray buffer(65'536, Qt::Uninitialized);
    for (;;) {
        const auto size = ::recv(socket.number(), buffer.data(), std::size_t(buffer.size()), MSG_DONTWAIT);
        if (size < 0)
            return all;
        all << buffer.first(size);
    }
}

/// A connection from one address to another, not open where nobody listens.
sip::Descriptor connected(const sip::SocketName& from, const sip::SocketName& to)
{
    const auto nameOf = [](const sip::SocketName& socket) {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(socket.port);
        name.sin_addr.s_addr = htonl(socket.address);
        return name;
    };
    sip::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in own = nameOf(from);
    const sockaddr_in peer = nameOf(to);
    const bool isConnected = ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0
        && ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&peer), sizeof peer) == 0;
    return isConnected ? std::move(socket) : sip::Descriptor();
}

QString described(const Trace& trace, const TraceMessage& message)
{
    if (!message.isRequest())
        return QString::number(message.status);
    return QString::fromLatin1(message.method) + u" to "_s + trace.nodes.at(message.to).id;
}
} // namespace

TortureRun tortureRun(const QString& target, const QByteArray& datagram)
{
    auto world = World::build(scenarioOf(tortureLab), {});
    if (!world)
        qFatal("%s", qPrintable(world.error().text()));
    const int block = (*world)->addressBlock();
    const Trace& before = (*world)->trace();
    const sip::Descriptor socket = sip::bindUdp(addressOf(before, u"sender"_s, block + hiddenOffset), 0);
    const quint16 port = sentByPort(datagram);
    const sip::Descriptor other
        = port == sipPort ? sip::Descriptor() : sip::bindUdp(addressOf(before, u"sender"_s, block), port);
    if (!socket.isOpen() || !sip::sendUdp(socket, datagram, {addressOf(before, target, block), sipPort}))
        qFatal("no way to the face of the node");
    auto trace = (*world)->run();
    if (!trace)
        qFatal("%s", qPrintable(trace.error().text()));
    return {std::move(*trace), other.isOpen() ? allWaiting(other) : QByteArrayList()};
}

TortureRun tortureStream(const QString& target, const QByteArray& bytes, const QByteArray& end)
{
    // A proxy has no stack that would be waited for: it is the sender that does nothing.
    QByteArray lab = tortureLab;
    lab.replace("sender: {role: callee", "sender: {role: proxy").replace("end: 3s", "end: " + end);
    auto world = World::build(scenarioOf("transport: tcp\n" + lab), {});
    if (!world)
        qFatal("%s", qPrintable(world.error().text()));
    const int block = (*world)->addressBlock();
    const Trace& before = (*world)->trace();
    const std::uint32_t own = addressOf(before, u"sender"_s, block + hiddenOffset);
    const sip::Descriptor socket = connected({own, 0}, {addressOf(before, target, block), sipPort});
    const auto size = std::size_t(bytes.size());
    if (!socket.isOpen() || ::send(socket.number(), bytes.constData(), size, MSG_NOSIGNAL) != bytes.size())
        qFatal("no connection to the face of the node");
    auto trace = (*world)->run();
    if (!trace)
        qFatal("%s", qPrintable(trace.error().text()));
    return {std::move(*trace), {}};
}

QString whatBecameOfTheConnection(const TortureRun& run)
{
    const auto ended
        = std::ranges::find(run.trace.connections, ConnectionEvent::What::Malformed, &ConnectionEvent::what);
    if (ended == run.trace.connections.end())
        return u"open"_s;
    return ended->text.section(u": "_s, 0, 0).section(u", "_s, 1) + u" after %1 s"_s.arg(toMs(ended->at) / 1000);
}

QString whatWasDone(const TortureRun& run, const QString& target)
{
    const Trace& trace = run.trace;
    const int node = trace.nodeIndex(target);
    QStringList done;
    for (const TraceMessage& message : trace.messages) {
        if (message.from == node && message.retransmissionOf == 0)
            done << described(trace, message);
    }
    for (const QByteArray& datagram : run.elsewhere)
        done << QString::number(readFields(datagram).status);
    for (const Decision& decision : trace.decisions) {
        static const QString notSent = u"Not sent: "_s;
        if (decision.node == node && decision.why.text.startsWith(notSent))
            done << u'(' + decision.why.text.mid(notSent.size()).section(u'/', 0, 0).section(u' ', 0, 0) + u')';
    }
    done.removeDuplicates();
    if (!done.isEmpty())
        return done.join(u", "_s);
    return !trace.messages.isEmpty() && trace.messages.first().fate == Fate::Discarded ? u"discarded"_s : u"nothing"_s;
}

QByteArray whatWasSent(const TortureRun& run, const QString& target)
{
    QByteArray all = run.elsewhere.join();
    for (const TraceMessage& message : run.trace.messages) {
        if (message.from == run.trace.nodeIndex(target))
            all += message.raw.bytes();
    }
    return all;
}

} // namespace siprace
