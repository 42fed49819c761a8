#include "OutsideNode.h"

#include <thread>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr std::chrono::seconds startTime{10};
constexpr Duration looksWhileStarting = 5ms;
constexpr Duration looksWhileUp = 50ms;
constexpr std::chrono::milliseconds betweenLooks{5};
} // namespace

OutsideNode::OutsideNode(NodeEnvironment environment, OutsideSettings settings, QString folder,
    OutsideProgram::Environment variables, Callbacks callbacks)
    : m_environment(std::move(environment))
    , m_settings(std::move(settings))
    , m_folder(std::move(folder))
    , m_variables(std::move(variables))
    , m_callbacks(std::move(callbacks))
{
}

OutsideNode::~OutsideNode()
{
    if (hasCommand())
        m_program.end(m_settings.stop, m_folder, m_variables);
}

Result<void> OutsideNode::start()
{
    if (!hasCommand() && m_settings.address.address == 0)
        return {}; // a phone that is still to come
    if (!hasCommand()) {
        m_life = Life::Up;
        m_callbacks.ready();
        return {};
    }
    if (isListening(m_settings.address))
        return fail({},
            u"%1 was not started: its address %2 is in use"_s.arg(
                m_environment.name, m_variables.value(u"SIPRACE_ADDRESS"_s)),
            u"end the program that has it"_s);
    if (const Result<void> started = m_program.start(m_settings.start, m_folder, m_variables); !started)
        return started;
    m_environment.scheduler->cancel(m_looking);
    m_life = Life::Starting;
    m_started = std::chrono::steady_clock::now();
    m_hasSaidFlood = false;
    lookAgain();
    return {};
}

void OutsideNode::stop()
{
    m_environment.scheduler->cancel(m_looking);
    m_life = Life::Down;
    if (m_settings.stop.isEmpty())
        m_program.kill();
    else
        m_program.end(m_settings.stop, m_folder, m_variables);
}

bool OutsideNode::intercept(int, QByteArray&, const sip::Hop&)
{
    return false;
}

Result<void> OutsideNode::perform(const QString& action, const QMap<QString, QString>&)
{
    return fail({}, u"%1 is a program outside and cannot \"%2\""_s.arg(m_environment.id, action),
        u"restart, stop or start it"_s);
}

bool OutsideNode::isReady() const
{
    if (!m_settings.readyLine.isEmpty())
        return m_program.hasSaid(m_settings.readyLine);
    sip::SocketName name = m_settings.address;
    if (m_settings.readyPort)
        name.port = static_cast<std::uint16_t>(*m_settings.readyPort);
    return isListening(name);
}

void OutsideNode::lookAgain()
{
    const bool isStarting = m_life == Life::Starting; // which keeps the run going
    m_looking = m_environment.scheduler->after(
        isStarting ? looksWhileStarting : looksWhileUp,
        [this] {
            look();
            lookAgain();
        },
        isStarting);
}

void OutsideNode::look()
{
    m_program.look();
    if (m_program.isFlooding() && !m_hasSaidFlood) {
        m_hasSaidFlood = true;
        m_callbacks.trouble(
            u"%1 floods its output: no more of it is kept, and it may have to wait for it to be read"_s.arg(
                m_environment.name));
    }
    // A command that has put its program into the background has done well; its own line ends it.
    const bool isOver = !m_program.isRunning() && (m_program.hasFailed() || m_settings.stop.isEmpty());
    const bool isLate = std::chrono::steady_clock::now() - m_started > startTime;
    if (m_life == Life::Starting && !isOver && isReady()) {
        m_life = Life::Up;
        m_callbacks.ready();
    } else if (m_life == Life::Starting && isLate && !isOver) {
        giveUp(u"%1 is not ready after %2 s and was ended"_s.arg(m_environment.name).arg(startTime.count()));
        m_program.kill();
    } else if (m_life != Life::Down && isOver) {
        giveUp(u"%1 %2"_s.arg(m_environment.name, m_program.ending()));
    }
}

void OutsideNode::giveUp(const QString& line)
{
    const bool wasUp = m_life == Life::Up;
    m_life = Life::Down;
    const QString last = m_program.lastLine();
    const QString hint = !last.isEmpty() ? u"its last line: %1"_s.arg(last)
        : wasUp                          ? QString()
                                         : u"try its command by hand: %1"_s.arg(m_settings.start);
    m_callbacks.trouble(hint.isEmpty() ? line : line + u"; "_s + hint);
    if (wasUp)
        m_callbacks.gone();
}

void OutsideNode::waitUntilReady(const std::atomic<bool>* isStopped)
{
    while (m_life == Life::Starting && !(isStopped && isStopped->load(std::memory_order_relaxed))) {
        look();
        if (m_life == Life::Starting)
            std::this_thread::sleep_for(betweenLooks);
    }
}

OutsideProgram::Environment outsideVariables(
    const Scenario& scenario, int node, const std::function<sip::Hop(int node)>& faceOf)
{
    const auto text = [](const sip::Hop& hop) { return QString::fromLatin1(hop.text()); };
    const sip::SocketName& own = scenario.nodes.at(node).outside.address;
    const sip::Hop ownHop{sip::dotted(own.address), own.port, "udp"};
    OutsideProgram::Environment variables{
        {u"SIPRACE_ADDRESS"_s, text(ownHop)},
        {u"SIPRACE_HOST"_s, QString::fromLatin1(ownHop.host)},
        {u"SIPRACE_PORT"_s, QString::number(own.port)},
    };
    for (int i = 0; i < scenario.nodes.size(); ++i) {
        if (i != node)
            variables.insert(u"SIPRACE_"_s + scenario.nodes.at(i).id.toUpper(), text(faceOf(i)));
    }
    QStringList contacts;
    const QList<LocationEntry> first = scenario.location.isEmpty() ? QList<LocationEntry>() : scenario.location.first();
    for (const LocationEntry& entry : first) {
        for (int i = 0; i < scenario.nodes.size(); ++i) {
            if (scenario.nodes.at(i).id != entry.node)
                continue;
            const bool isTcp = scenario.transportBetween(scenario.nodes.at(node).id, entry.node) == u"tcp";
            contacts += u"sip:%1@%2"_s.arg(entry.user.isEmpty() ? entry.node : entry.user, text(faceOf(i)))
                + (isTcp ? u";transport=tcp"_s : QString());
        }
    }
    variables.insert(u"SIPRACE_CONTACTS"_s, contacts.join(u' '));
    variables.insert(u"PATH"_s, qEnvironmentVariable("PATH") + u":/usr/sbin:/usr/local/sbin"_s);
    return variables;
}

} // namespace siprace
