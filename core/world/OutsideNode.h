#pragma once

#include "NodeEnvironment.h"
#include "OutsideProgram.h"
#include "Scenario.h"

#include <atomic>
#include <functional>

namespace siprace {

/// A node that is a program of its own: starts it, sees when it is ready, says what goes wrong with it, ends it with
/// the world. What it does in a call is nobody's business here: the fabric hands it its messages.
class OutsideNode final : public Node
{
public:
    struct Callbacks
    {
        std::function<void()> ready; ///< it can be sent to
        std::function<void()> gone; ///< it has ended, though nobody asked
        std::function<void(const QString& line)> trouble; ///< one line for a person
    };
    /// `folder`: where its command runs; `variables`: what its command is told.
    OutsideNode(NodeEnvironment environment, OutsideSettings settings, QString folder,
        OutsideProgram::Environment variables, Callbacks callbacks);
    ~OutsideNode() override;

    Result<void> start() override; ///< ready() follows, now or later
    void stop() override;
    bool intercept(int n, QByteArray& datagram, const sip::Hop& from) override;
    Result<void> perform(const QString& action, const QMap<QString, QString>& arguments) override;
    [[nodiscard]] bool usesStack() const override { return false; }
    [[nodiscard]] bool isBusy() const override { return false; }

    /// Before the run's clock goes: waits until it is ready, has ended, or has had its time.
    void waitUntilReady(const std::atomic<bool>* isStopped);

private:
    enum class Life
    {
        Down,
        Starting,
        Up
    };
    [[nodiscard]] bool hasCommand() const { return !m_settings.start.isEmpty(); }
    [[nodiscard]] bool isReady() const;
    void look();
    void lookAgain();
    void giveUp(const QString& line);

    NodeEnvironment m_environment;
    OutsideSettings m_settings;
    QString m_folder;
    OutsideProgram::Environment m_variables;
    Callbacks m_callbacks;
    OutsideProgram m_program;
    Life m_life = Life::Down;
    std::chrono::steady_clock::time_point m_started;
    TimerId m_looking = TimerId::None;
    bool m_hasSaidFlood = false;
};

/// What the commands of a scenario's outside nodes are told: SIPRACE_ADDRESS, its own; SIPRACE_B1, where to reach b1,
/// and so on for every node; SIPRACE_CONTACTS, where the first address of the scenario leads, in fork order.
[[nodiscard]] OutsideProgram::Environment outsideVariables(
    const Scenario& scenario, int node, const std::function<sip::Hop(int node)>& faceOf);

} // namespace siprace
