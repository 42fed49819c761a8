#include "OutsideProgram.h"

#include <QFile>

#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype mostKept = 64LL * 1024; ///< bytes of output: enough for a line that says it is ready
constexpr qint64 floodPerSecond = 256LL * 1024;
constexpr int piecesAtOnce = 4; ///< of 16 KiB; a flood gets one
constexpr std::chrono::milliseconds graceTime{2000};
constexpr std::chrono::milliseconds crashTime{500};
constexpr std::chrono::milliseconds between{5};
constexpr qsizetype longestLine = 160;

/// "NAME=value" of everything the program is told, as execve() wants it.
class EnvironmentBlock
{
public:
    explicit EnvironmentBlock(const OutsideProgram::Environment& extra)
    {
        for (char** entry = environ; *entry; ++entry) {
            const QString name = QString::fromLocal8Bit(*entry).section(u'=', 0, 0);
            if (!extra.contains(name))
                m_texts.append(QByteArray(*entry));
        }
        for (const auto& [name, value] : extra.asKeyValueRange())
            m_texts.append((name + u'=' + value).toLocal8Bit());
        for (QByteArray& text : m_texts)
            m_pointers.push_back(text.data());
        m_pointers.push_back(nullptr);
    }
    [[nodiscard]] char** data() { return m_pointers.data(); }

private:
    QByteArrayList m_texts;
    std::vector<char*> m_pointers;
};

/// In the child, between fork and exec: calls that are safe there, and nothing else.
[[noreturn]] void become(int output, const char* folder, char** arguments, char** environment)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM); // should our thread go without a word
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::syscall(SYS_close_range, 3U, ~0U, 0U); // no socket of ours outlives us in it
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    if (*folder == 0 || ::chdir(folder) == 0)
        ::execve("/bin/sh", arguments, environment);
    ::_exit(127);
}

/// "0100007F:13C4", as the kernel's tables write an address and a port.
QByteArray asInTables(const sip::SocketName& name)
{
    const std::uint32_t swapped = __builtin_bswap32(name.address);
    return QByteArray::number(swapped, 16).toUpper().rightJustified(8, '0') + ':'
        + QByteArray::number(name.port, 16).toUpper().rightJustified(4, '0');
}
} // namespace

bool isListening(const sip::SocketName& name)
{
    const QByteArrayList wanted{asInTables(name), asInTables({0, name.port})};
    for (const auto& [path, state] : {std::pair{u"/proc/self/net/udp"_s, "07"}, {u"/proc/self/net/tcp"_s, "0A"}}) {
        QFile table(path);
        if (!table.open(QIODevice::ReadOnly))
            continue;
        const QByteArrayList lines = table.readAll().split('\n');
        for (const QByteArray& line : lines) {
            const QByteArrayList words = line.simplified().split(' ');
            if (words.size() > 3 && wanted.contains(words.at(1)) && words.at(3) == state)
                return true;
        }
    }
    return false;
}

OutsideProgram::~OutsideProgram()
{
    end({}, {}, {});
}

Result<void> OutsideProgram::start(const QString& line, const QString& folder, const Environment& environment)
{
    forget();
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail({}, u"the system has no pipe left: %1"_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
    m_output = sip::Descriptor(ends[0]);
    const sip::Descriptor theirs(ends[1]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    EnvironmentBlock block(environment);
    QByteArray shell = "sh";
    QByteArray flag = "-c";
    QByteArray text = line.toLocal8Bit();
    const QByteArray where = folder.toLocal8Bit();
    std::array<char*, 4> arguments{shell.data(), flag.data(), text.data(), nullptr};
    m_pid = ::fork();
    if (m_pid == 0)
        become(ends[1], where.constData(), arguments.data(), block.data());
    if (m_pid < 0) {
        m_pid = 0;
        return fail({}, u"the system starts no process: %1"_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
    }
    ::setpgid(m_pid, m_pid); // whoever of the two is first
    return {};
}

void OutsideProgram::forget()
{
    m_said.clear();
    m_ending.clear();
    m_isEndedWell = false;
    m_isFlooding = false;
    m_written = 0;
    m_since = std::chrono::steady_clock::now();
}

void OutsideProgram::look()
{
    readOutput();
    int status = 0;
    if (m_pid > 0 && ::waitpid(m_pid, &status, WNOHANG) == m_pid) {
        readOutput(); // its last words
        noteEnding(status);
    }
}

void OutsideProgram::readOutput()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_since > std::chrono::seconds{1}) {
        m_since = now;
        m_written = 0;
    }
    thread_local std::array<char, 16 * 1024> buffer;
    const int pieces = m_isFlooding ? 1 : piecesAtOnce;
    for (int i = 0; i < pieces && m_output.isOpen(); ++i) {
        const ssize_t size = ::read(m_output.number(), buffer.data(), buffer.size());
        if (size <= 0) {
            if (size == 0)
                m_output = {}; // nobody holds the other end any more
            return;
        }
        m_written += size;
        m_isFlooding = m_isFlooding || m_written > floodPerSecond;
        if (!m_isFlooding)
            m_said = (m_said + QByteArray(buffer.data(), size)).right(mostKept);
    }
}

bool OutsideProgram::hasSaid(const QString& text) const
{
    return m_said.contains(text.toUtf8());
}

QString OutsideProgram::lastLine() const
{
    const QByteArrayList lines = m_said.trimmed().split('\n');
    QString line = QString::fromUtf8(lines.last()).simplified();
    line.removeIf([](QChar c) { return !c.isPrint() || c == QChar::ReplacementCharacter; });
    return line.size() > longestLine ? line.left(longestLine) + u'…' : line;
}

void OutsideProgram::noteEnding(int status)
{
    ::kill(-m_pid, SIGKILL); // what it has left behind
    m_pid = 0;
    m_isEndedWell = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    m_ending = WIFSIGNALED(status) ? u"was ended by signal %1"_s.arg(WTERMSIG(status))
                                   : u"ended with status %1"_s.arg(WEXITSTATUS(status));
}

/// False when it still runs after that long.
bool OutsideProgram::waitForEnd(std::chrono::milliseconds longest)
{
    const auto deadline = std::chrono::steady_clock::now() + longest;
    for (look(); m_pid > 0 && std::chrono::steady_clock::now() < deadline; look())
        std::this_thread::sleep_for(between);
    return m_pid <= 0;
}

void OutsideProgram::end(const QString& asks, const QString& folder, const Environment& environment)
{
    // A program in the background is no process of ours any more: its own line alone can end it.
    if (!asks.isEmpty() && (m_pid > 0 || m_isEndedWell)) {
        OutsideProgram asking;
        if (asking.start(asks, folder, environment))
            asking.waitForEnd(graceTime);
        asking.kill();
        m_isEndedWell = false;
    }
    if (m_pid > 0 && asks.isEmpty())
        ::kill(-m_pid, SIGTERM);
    if (m_pid > 0 && !waitForEnd(graceTime))
        kill();
}

void OutsideProgram::kill()
{
    if (m_pid <= 0)
        return;
    ::kill(-m_pid, SIGKILL);
    waitForEnd(crashTime);
}

} // namespace siprace
