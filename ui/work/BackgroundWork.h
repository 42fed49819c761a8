#pragma once

#include "Job.h"

#include <QList>
#include <QString>
#include <QTimer>

namespace siprace::ui {

/// Pieces of work that may take long, one after the other, on a thread that is not the window's. What a piece has made
/// is handed back on the window's thread, unless it was cancelled before.
class BackgroundWork : public QObject
{
    Q_OBJECT

public:
    using Then = Job::Then; ///< done on the thread of the owner
    using Work = std::function<Then(const std::atomic<bool>& isCancelled)>; ///< done on another one

    explicit BackgroundWork(QObject* parent = nullptr);

    /// `what`: for a person, "Exporting run.pdf".
    void start(const QString& what, Work work);
    /// Everything begun or waiting; what it makes is thrown away.
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    [[nodiscard]] const QString& what() const { return m_what; } ///< of the piece that is begun, or was last

Q_SIGNALS:
    void tookLong(const QString& what); ///< a piece has taken half a second and goes on
    void ended(); ///< nothing is left to do

private:
    struct Piece
    {
        QString what;
        Work work;
    };
    void next();

    QList<Piece> m_waiting;
    Job m_job;
    QTimer m_patience;
    QString m_what;
};

} // namespace siprace::ui
