#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace siprace::app_test {

/// "run two-phones-answer" as arguments.
[[nodiscard]] QStringList words(const char* text);

/// How the program is started.
struct Start
{
    QStringList arguments;
    QString directory; ///< empty: that of the test
    QString outputFile; ///< instead of a pipe, e.g. "/dev/full"
    int outputDescriptor = -1; ///< instead of a pipe, when set
    QHash<QString, QString> environment; ///< changed variables; a null value removes one
};

/// What came of it.
struct Ended
{
    int status = -1; ///< -1: it did not end by itself
    QByteArray out;
    QString err;

    [[nodiscard]] QStringList errorLines() const { return err.split(u'\n', Qt::SkipEmptyParts); }
    /// Standard output as JSON; a null document when it is none.
    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(out); }
};

/// Starts the built program, without a display.
[[nodiscard]] std::unique_ptr<QProcess> startProgram(const Start& start);
/// Waits for its end.
[[nodiscard]] Ended awaitEnd(QProcess& process);
/// Both.
[[nodiscard]] Ended runProgram(const Start& start);
[[nodiscard]] Ended runProgram(const QStringList& arguments);

/// A scenario in which the first phone answers and nothing else happens; its run takes hours when the clock is slow.
[[nodiscard]] QByteArray smallScenario();
/// Writes a file of the test; false when it cannot.
[[nodiscard]] bool writeText(const QString& path, const QByteArray& text);
[[nodiscard]] QByteArray readBytes(const QString& path);

} // namespace siprace::app_test
