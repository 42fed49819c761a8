#include "Outlets.h"

#include "UdpSocket.h"
#include "formats/Hep.h"
#include "formats/PcapngBlocks.h"

#include <QDateTime>
#include <QFile>

#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <set>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr quint32 captureAgent = 5061; // what a collector shows as the one who captured it
constexpr quint16 usualHepPort = 9060;

/// The time of day of a run's instants.
class WallClock
{
public:
    [[nodiscard]] qint64 us(Instant instant)
    {
        const qint64 sinceStart = toUs(instant);
        if (!m_start)
            m_start = QDateTime::currentMSecsSinceEpoch() * 1000 - sinceStart;
        return *m_start + sinceStart;
    }

private:
    std::optional<qint64> m_start; ///< µs since 1970 at the run's 0
};

class CaptureFile : public Outlet
{
public:
    explicit CaptureFile(const QString& path)
        : m_file(path)
    {
    }
    [[nodiscard]] Result<void> open()
    {
        if (m_file.open(QIODevice::WriteOnly))
            return {};
        return fail({m_file.fileName(), 0, 0}, u"cannot write the capture: %1"_s.arg(m_file.errorString()));
    }

    void sent(const Trace& trace, const TraceMessage& message) override
    {
        // What a program outside sends is on the wire before our network delays it.
        const bool isOnWire = trace.nodes.at(message.from).role == Role::External && message.connection == 0;
        if (isOnWire)
            write(trace, message, message.sent);
        else
            m_onTheWay.insert(message.n);
    }
    void ended(const Trace& trace, const TraceMessage& message) override
    {
        if (m_onTheWay.erase(message.n) == 0) // that it was discarded later on is in the trace
            return;
        write(trace, message, message.arrived.value_or(message.sent));
    }
    void over(const Trace& trace) override
    {
        writeConnections(trace, Instant::max());
        m_file.flush();
    }
    Result<void> check() override
    {
        if (m_hasFailed || m_file.error() == QFileDevice::NoError)
            return {};
        m_hasFailed = true;
        return fail({m_file.fileName(), 0, 0}, u"the capture ends here: %1"_s.arg(m_file.errorString()),
            u"make room and start again; the run and its trace go on"_s);
    }

    bool hasFailed() const override { return m_hasFailed; }

private:
    void write(const Trace& trace, const TraceMessage& message, Instant when)
    {
        writeConnections(trace, when);
        m_file.write(pcapngPacket(trace, message, us(when), {}, m_streams));
        m_file.flush();
    }
    [[nodiscard]] quint64 us(Instant instant) { return static_cast<quint64>(m_clock.us(instant)); }
    /// With what the file has to begin with.
    void writeConnections(const Trace& trace, Instant latest)
    {
        if (m_names == 0)
            m_file.write(pcapngOpening(trace));
        if (m_names != trace.nodes.size()) {
            m_names = trace.nodes.size();
            m_file.write(pcapngNames(trace));
        }
        m_file.write(pcapngConnections(trace, latest, m_streams, [this](Instant instant) { return us(instant); }));
    }

    QFile m_file;
    WallClock m_clock;
    CapturedStreams m_streams;
    qsizetype m_names = 0; ///< how many nodes are named in it
    std::set<int> m_onTheWay; ///< messages, by number
    bool m_hasFailed = false;
};

class HepSender : public Outlet
{
public:
    explicit HepSender(sip::Descriptor socket)
        : m_socket(std::move(socket))
    {
    }
    void sent(const Trace& trace, const TraceMessage& message) override
    {
        sip::sendConnected(m_socket, toHep(trace, message, m_clock.us(message.sent), captureAgent));
    }
    void ended(const Trace&, const TraceMessage&) override { }
    void over(const Trace&) override { }
    /// A collector that is away is no trouble: HEP over UDP is never answered.
    Result<void> check() override { return {}; }
    bool hasFailed() const override { return false; }

private:
    sip::Descriptor m_socket;
    WallClock m_clock;
};

std::optional<sip::SocketName> resolve(const QString& host, quint16 port)
{
    addrinfo hints{};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.toUtf8().constData(), nullptr, &hints, &found) != 0)
        return std::nullopt;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(found, ::freeaddrinfo);
    sockaddr_in address{};
    std::memcpy(&address, found->ai_addr, sizeof address);
    return sip::SocketName{ntohl(address.sin_addr.s_addr), port};
}
} // namespace

Result<std::shared_ptr<Outlet>> captureTo(const QString& path)
{
    auto capture = std::make_shared<CaptureFile>(path);
    if (const Result<void> opened = capture->open(); !opened)
        return fail(opened.error());
    return capture;
}

Result<std::shared_ptr<Outlet>> hepTo(const QString& collector)
{
    const QStringList parts = collector.split(u':');
    bool isPort = parts.size() == 1;
    const quint16 port = parts.size() == 2 ? parts.at(1).toUShort(&isPort) : usualHepPort;
    if (!isPort || port == 0 || parts.first().isEmpty())
        return fail(
            {}, u"\"%1\" is no address of a HEP collector"_s.arg(collector), u"write HOST:PORT, 10.0.0.5:9060"_s);
    const auto name = resolve(parts.first(), port);
    if (!name)
        return fail({}, u"there is no host \"%1\" to send HEP packets to"_s.arg(parts.first()));
    sip::Descriptor socket = sip::connectUdp(*name);
    if (!socket.isOpen())
        return fail({}, u"%1 cannot be reached from here"_s.arg(collector), u"is the network up?"_s);
    return std::make_shared<HepSender>(std::move(socket));
}

} // namespace siprace
