#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace siprace::ui {

/// Work that may take long, one piece after the other, on a thread that is not the window's. What a piece has made is
/// handed back on the window's thread, unless it was cancelled before.
class BackgroundWork : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void()>; ///< done on the thread of the owner
    using Work = std::function<Then(const std::atomic<bool>& isCancelled)>; ///< done on another one

    explicit BackgroundWork(QObject* parent = nullptr);
    ~BackgroundWork() override; ///< cancels; does not wait

    /// `what`: for a person, "Exporting run.pdf".
    void start(const QString& what, Work work);
    /// Everything begun or waiting; what it makes is thrown away.
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_isBusy; }

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
    void take();

    QList<Piece> m_waiting;
    QFutureWatcher<Then> m_watcher;
    QTimer m_patience;
    QString m_what;
    std::shared_ptr<std::atomic<bool>> m_isCancelled;
    bool m_isBusy = false;
};

} // namespace siprace::ui
