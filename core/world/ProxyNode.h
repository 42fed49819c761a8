#pragma once

#include "NodeEnvironment.h"
#include "ProxyCore.h"

#include <QHash>

#include <memory>

namespace siprace {

/// Drives a ProxyCore: its messages straight from and to the fabric, its timers on the world's clock, its words into
/// the trace. Every effect is performed before the next input.
class ProxyNode final : public Node
{
public:
    /// What outlives a restart; the core's memory does not.
    struct Memory
    {
        std::unique_ptr<proxy::Location> location;
        std::unique_ptr<proxy::CancelLedger> ledger; ///< may be null
    };
    /// Makes the memory a life begins with: what the file and the store know.
    using Remember = std::function<Memory()>;

    ProxyNode(NodeEnvironment environment, proxy::ProxySettings settings, Remember remember);
    ~ProxyNode() override;

    Result<void> start() override;
    void stop() override;
    bool intercept(int n, QByteArray& datagram, const sip::Hop& from) override;
    void undelivered(int n) override;
    Result<void> perform(const QString& action, const QMap<QString, QString>& arguments) override;
    [[nodiscard]] bool usesStack() const override { return false; }
    [[nodiscard]] bool isBusy() const override;

private:
    struct RunningTimer
    {
        TimerId id = TimerId::None;
        QString name;
        QString machine;
    };
    void feed(const proxy::Input& input);
    void perform(const proxy::Send& send);
    void perform(const proxy::StartTimer& timer);
    void perform(const proxy::StopTimer& timer);
    void perform(const proxy::Discard& discard);
    void perform(const proxy::Note& note);
    void perform(const proxy::EnterState& state);
    void rememberKey(quint64 key);
    void fired(quint64 timer);
    void recordForgetting();
    void record(const RunningTimer& timer, TimerChange::What what, Instant due);
    void decide(int n, const Why& why);

    NodeEnvironment m_environment;
    proxy::ProxySettings m_settings;
    Remember m_remember;
    Memory m_memory;
    std::unique_ptr<proxy::ProxyCore> m_core;
    QHash<quint64, RunningTimer> m_timers;
    struct AliveMachine
    {
        quint64 order = 0; ///< of its birth
        StateChange latest;
    };
    QHash<std::pair<int, QString>, AliveMachine> m_alive; ///< what has not terminated, by kind and machine
    quint64 m_births = 0;
    QList<quint64> m_failedSends;
    QHash<int, quint64> m_onStreams; ///< message sent over TCP → key of its Send, for undelivered()
    int m_firstBranch = 1;
};

} // namespace siprace
