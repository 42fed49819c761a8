#include "Console.h"

#include "WholeFile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace siprace::app {

namespace {
/// What waits to be written, and what became of standard output so far.
struct OutputState
{
    QByteArray pending;
    int error = 0; ///< errno of the first write that failed
};

OutputState& outputState()
{
    static OutputState state;
    return state;
}

/// Writes everything to a descriptor; gives the errno of a failure, 0 when all is written.
int writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        bytes = bytes.sliced(written);
    }
    return 0;
}

void pushOut()
{
    OutputState& state = outputState();
    if (state.error == 0)
        state.error = writeAll(STDOUT_FILENO, state.pending);
    state.pending.clear();
}

QString systemMessage(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

Diagnostic writeFailure(const QString& path, const QString& why)
{
    return {{path, 0, 0}, QStringLiteral("cannot be written: %1").arg(why), {}};
}
} // namespace

void print(const QByteArray& bytes)
{
    constexpr qsizetype chunk = 1 << 16;
    outputState().pending += bytes;
    if (outputState().pending.size() >= chunk)
        pushOut();
}

void print(const QString& text)
{
    print(text.toUtf8());
}

Result<void> flushOutput()
{
    pushOut();
    const int error = outputState().error;
    if (error == 0 || error == EPIPE)
        return {};
    return fail(writeFailure(QStringLiteral("standard output"), systemMessage(error)));
}

void complain(const QString& line)
{
    QString oneLine = QStringLiteral("siprace: ") + line;
    oneLine.replace(u'\n', u' ');
    std::ignore = writeAll(STDERR_FILENO, (oneLine + u'\n').toUtf8());
}

void complain(const Diagnostic& diagnostic)
{
    complain(diagnostic.text());
}

void complain(const Diagnostics& diagnostics)
{
    for (const Diagnostic& diagnostic : diagnostics)
        complain(diagnostic);
}

void showProgress(int done, int total)
{
    if (::isatty(STDERR_FILENO) == 0 || total <= 0)
        return;
    constexpr int width = 40;
    const int filled = std::clamp(done * width / total, 0, width);
    QString bar = QStringLiteral("\r[%1%2] %3/%4")
                      .arg(QString(filled, u'#'), QString(width - filled, u' '))
                      .arg(done)
                      .arg(total);
    if (done >= total)
        bar = QStringLiteral("\r\x1b[K");
    std::ignore = writeAll(STDERR_FILENO, bar.toUtf8());
}

bool outputHasColours()
{
    return ::isatty(STDOUT_FILENO) != 0 && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
}

Result<void> writeFile(const QString& path, const QByteArray& bytes)
{
    if (path == u"-") {
        print(bytes);
        return {};
    }
    return writeWholeFile(path, bytes, InPlace::Allowed).map_error([&path](const QString& why) {
        return writeFailure(path, why);
    });
}

} // namespace siprace::app
