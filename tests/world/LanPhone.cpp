#include "LanPhone.h"

#include "DigestAuth.h"
#include "WorldRuns.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <chrono>
#include <sys/socket.h>

namespace siprace {

namespace {
constexpr std::chrono::seconds lanPatience{10};

QByteArray quoted(const QByteArray& challenge, const QString& name)
{
    const QRegularExpression value(name + QStringLiteral("=\"([^\"]*)\""));
    return value.match(QString::fromLatin1(challenge)).captured(1).toLatin1();
}
} // namespace

LanPhone::LanPhone(const QByteArray& user, const sip::SocketName& own, const sip::SocketName& lab)
    : m_user(user)
    , m_own(own)
    , m_lab(lab)
    , m_socket(sip::bindUdp(own.address, own.port))
{
}

QByteArray LanPhone::address() const
{
    return sip::dotted(m_own.address) + ':' + QByteArray::number(m_own.port);
}

void LanPhone::send(const Request& request)
{
    m_cseq = request.cseq > 0 ? request.cseq : m_cseq + 1;
    const QByteArray number = QByteArray::number(m_cseq);
    const QByteArray lab = "sip:" + sip::dotted(m_lab.address);
    const QByteArray own = "sip:" + m_user + '@' + sip::dotted(m_lab.address);
    const QByteArray mark = m_user + QByteArray::number(m_own.port) + '-' + number;
    sendRaw(request.method + ' ' + (request.uri.isEmpty() ? lab : request.uri) + " SIP/2.0\r\nVia: SIP/2.0/UDP "
        + address() + ";rport;branch=" + (request.branch.isEmpty() ? "z9hG4bK-" + mark : request.branch)
        + "\r\nMax-Forwards: 70\r\nFrom: <" + own + ">;tag=from\r\nTo: <" + (request.to.isEmpty() ? own : request.to)
        + '>' + (request.toTag.isEmpty() ? QByteArray() : ";tag=" + request.toTag) + "\r\nCall-ID: "
        + (request.callId.isEmpty() ? "call-" + mark : request.callId) + "\r\nCSeq: " + number + ' ' + request.method
        + "\r\nContact: " + (request.contact.isEmpty() ? "<sip:" + m_user + '@' + address() + '>' : request.contact)
        + "\r\n" + request.headers + "Content-Length: 0\r\n\r\n");
}

void LanPhone::sendRaw(const QByteArray& datagram, const sip::SocketName& to)
{
    if (!sip::sendUdp(m_socket, datagram, to))
        qFatal("the system sends nothing from %s", address().constData());
}

QByteArray LanPhone::received()
{
    std::array<char, 8192> buffer{};
    const ssize_t size = ::recv(m_socket.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size > 0 ? QByteArray(buffer.data(), size) : QByteArray();
}

QByteArray LanPhone::awaited(World& world, const QByteArray& beginning)
{
    const auto deadline = std::chrono::steady_clock::now() + lanPatience;
    while (std::chrono::steady_clock::now() < deadline) {
        world.advance(false, std::chrono::milliseconds{5});
        for (QByteArray message = received(); !message.isEmpty(); message = received()) {
            if (message.startsWith(beginning))
                return message;
        }
    }
    return {};
}

QByteArray LanPhone::credentials(const QByteArray& challenge, const QByteArray& password, const QByteArray& method,
    const QByteArray& uri, int count) const
{
    const QByteArray realm = quoted(challenge, QStringLiteral("realm"));
    const QByteArray nonce = quoted(challenge, QStringLiteral("nonce"));
    const QByteArray nc = QByteArray::number(count, 16).rightJustified(8, '0');
    const QByteArray response = proxy::digestResponse(m_user, realm, password, method, uri, nonce, nc, "mine", "auth");
    return QByteArray(challenge.startsWith("SIP/2.0 407") ? "Proxy-Authorization" : "Authorization")
        + ": Digest username=\"" + m_user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
        + "\", response=\"" + response + "\", algorithm=MD5, qop=auth, nc=" + nc + ", cnonce=\"mine\"\r\n";
}

std::unique_ptr<World> openWorld(const QByteArray& yaml, QStringList* troubles)
{
    RunOptions options;
    if (troubles)
        options.trouble = [troubles](const Diagnostic& trouble) { troubles->append(trouble.text()); };
    auto world = worldOf(scenarioOf(yaml), options);
    world->keepOpen(true);
    return world;
}

sip::SocketName onLoopback(int host, int port)
{
    return {0x7f000000U | static_cast<std::uint32_t>(host), static_cast<std::uint16_t>(port)};
}

bool isSaid(const World& world, const QString& text)
{
    return std::ranges::any_of(
        world.trace().decisions, [&](const Decision& decision) { return decision.why.text.contains(text); });
}

QByteArray headerOf(const QByteArray& message, const QByteArray& name)
{
    for (const QByteArray& line : message.split('\n')) {
        if (line.startsWith(name + ": "))
            return line.mid(name.size() + 2).trimmed();
    }
    return {};
}

} // namespace siprace
