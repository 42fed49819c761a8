#pragma once

#include "Result.h"
#include "UdpSocket.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <chrono>
#include <sys/types.h>

namespace siprace {

/// A program started by a line of the shell, with all processes it makes: a group that is always ended with it. Its
/// output is read, never more than is good for us. Used on one thread.
class OutsideProgram
{
public:
    using Environment = QMap<QString, QString>;

    OutsideProgram() = default;
    ~OutsideProgram(); ///< ends it
    OutsideProgram(const OutsideProgram&) = delete;
    OutsideProgram& operator=(const OutsideProgram&) = delete;

    /// Starts it in that folder, with these variables besides our own. Fails when the system refuses.
    Result<void> start(const QString& line, const QString& folder, const Environment& environment);
    /// Asks it to end, gives it a little while, and then ends it. `asks` is the line that asks; empty: a signal.
    void end(const QString& asks, const QString& folder, const Environment& environment);
    /// Ends it on the spot, as a crash would.
    void kill();

    [[nodiscard]] bool isRunning() const { return m_pid > 0; }
    /// Reads what it has written, and sees whether it has ended by itself.
    void look();
    /// Whether a line of its output has this in it.
    [[nodiscard]] bool hasSaid(const QString& text) const;
    /// More output than anybody reads: since then little of it is read at a time, and none is kept.
    [[nodiscard]] bool isFlooding() const { return m_isFlooding; }
    /// The last line it wrote, shortened, as far as it can be printed; empty when there is none.
    [[nodiscard]] QString lastLine() const;
    /// "ended with status 1", "was ended by signal 11"; empty while it runs.
    [[nodiscard]] QString ending() const { return m_ending; }
    [[nodiscard]] bool hasFailed() const { return !m_ending.isEmpty() && !m_isEndedWell; }

private:
    void readOutput();
    void noteEnding(int status);
    bool waitForEnd(std::chrono::milliseconds longest);
    void forget();

    pid_t m_pid = 0;
    sip::Descriptor m_output;
    QByteArray m_said; ///< bounded
    qint64 m_written = 0; ///< in the second that began at m_since
    std::chrono::steady_clock::time_point m_since;
    QString m_ending;
    bool m_isEndedWell = false;
    bool m_isFlooding = false;
};

/// Whether a socket of this host listens there, over UDP or TCP. Nothing is bound for it, so nobody is disturbed.
[[nodiscard]] bool isListening(const sip::SocketName& name);

} // namespace siprace
