#include "AppProcess.h"

#include <QFile>

#include <unistd.h>

namespace siprace::app_test {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

std::unique_ptr<QProcess> startProgram(const Start& start)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(variable));
    for (auto changed = start.environment.begin(); changed != start.environment.end(); ++changed) {
        if (changed.value().isNull())
            environment.remove(changed.key());
        else
            environment.insert(changed.key(), changed.value());
    }
    process->setProcessEnvironment(environment);
    if (!start.directory.isEmpty())
        process->setWorkingDirectory(start.directory);
    if (!start.outputFile.isEmpty())
        process->setStandardOutputFile(start.outputFile);
    if (start.outputDescriptor >= 0)
        process->setChildProcessModifier([descriptor = start.outputDescriptor] { ::dup2(descriptor, STDOUT_FILENO); });
    process->start(QStringLiteral(SIPRACE_BINARY), start.arguments);
    process->closeWriteChannel();
    return process;
}

Ended awaitEnd(QProcess& process)
{
    constexpr int longestMs = 120'000; // a sanitizer on a busy machine
    Ended ended;
    if (!process.waitForFinished(longestMs)) {
        process.kill();
        process.waitForFinished();
        ended.err = process.errorString();
        return ended;
    }
    ended.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    ended.out = process.readAllStandardOutput();
    ended.err = QString::fromUtf8(process.readAllStandardError());
    return ended;
}

Ended runProgram(const Start& start)
{
    const auto process = startProgram(start);
    return awaitEnd(*process);
}

Ended runProgram(const QStringList& arguments)
{
    return runProgram(Start{arguments, {}, {}, -1, {}});
}

QByteArray smallScenario()
{
    return R"(siprace: 1
title: One phone answers
summary: One phone answers and the call stays up.
reference: RFC 3261 13.2.2.4
nodes:
  caller: {role: caller, name: Caller}
  proxy: {role: proxy, name: Proxy}
  b1: {role: callee, name: Phone, answer: 300ms}
location:
  "sip:bob@lab": [b1]
links:
  default: {delay: 10ms}
expect:
  forward-all: {2xx_to_caller: 1, class: clean}
)";
}

bool writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray readBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace siprace::app_test
