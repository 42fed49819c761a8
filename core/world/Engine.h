#pragma once

#include "Fabric.h"
#include "LanGate.h"
#include "LanGuest.h"
#include "MemoryLocation.h"
#include "NodeEnvironment.h"
#include "World.h"

#include <vector>

namespace siprace {

/// What a World is: the clock, the loop, the network and the nodes of one run, and the order in which they act. One
/// engine stands on one block of addresses.
class Engine
{
public:
    /// Brings every node up on that site. Fails when an address is taken, or a node cannot be made.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> build(
        const Scenario& scenario, const RunOptions& options, std::unique_ptr<Site> site);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    bool advance(bool untilMessage, std::chrono::milliseconds budget);
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] bool isOverLimit() const { return m_isOverLimit; }
    /// On a LAN, where a run may be kept open for long, it is five times what was asked for.
    [[nodiscard]] qint64 messageLimit() const { return (m_scenario.lan ? qint64{5} : 1) * m_options.messageLimit; }
    void end(const QString& how);
    /// Ends whatever still lives and gives what it stood on, for another engine; null when it is of no more use.
    [[nodiscard]] std::unique_ptr<Site> vacate();
    void pause() { m_clock.freeze(); }
    void resume() { m_clock.thaw(); }
    [[nodiscard]] int addressBlock() const { return m_fabric->blockNumber(); }
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] const Trace& trace() const { return m_recorder.trace(); }
    [[nodiscard]] Trace takeTrace() { return m_recorder.take(); }
    Result<void> byHand(const HandAction& action);
    void keepOpen(bool isKept) { m_isKeptOpen = isKept || m_scenario.lan.has_value(); }
    Result<void> setImpairment(const QString& from, const QString& to, const Impairment& impairment);
    Result<void> perform(const QString& node, const QString& action, const QMap<QString, QString>& arguments);

private:
    struct Seat
    {
        const ScenarioNode* settings = nullptr;
        std::unique_ptr<Node> node;
        bool isUp = false;
        TimerId comingUp = TimerId::None;
        proxy::MemoryLocation* location = nullptr; ///< of a proxy that is up: where phones of the LAN are added
        QHash<QString, int> numbers; ///< what nextNumber has given, per kind
        std::vector<std::pair<const ProcessingEntry*, int>> processed; ///< entry → how many messages matched it
        std::optional<LanGuest> guest; ///< of a phone of a LAN that comes and goes
    };

    Engine(const Scenario& scenario, const RunOptions& options, std::unique_ptr<Site> site);
    void takeApart();
    [[nodiscard]] Fabric::Settings fabricSettings();
    [[nodiscard]] Fabric::Place placeOf(int node, int host) const;
    [[nodiscard]] sip::Hop nextHop(int node, const sip::Hop& wanted) const;
    Result<void> makeNodes();
    [[nodiscard]] NodeEnvironment environmentOf(int node);
    Result<std::unique_ptr<Node>> makeNode(int node);
    Result<std::unique_ptr<Node>> makeProxy(int node);
    int welcome(sip::SocketName name, const QByteArray& datagram, bool isStream);
    [[nodiscard]] int newGuest(const QString& user, const sip::SocketName& name, bool isStream, bool isTarget);
    [[nodiscard]] bool hasRoomFor(std::uint32_t address, bool isTarget);
    [[nodiscard]] bool isDispensable(const LanGuest& guest) const;
    [[nodiscard]] int freeGuestHost() const;
    [[nodiscard]] int findGone(const QString& user) const;
    bool sit(int node, const sip::SocketName& name, bool isStream);
    void retire(int node);
    [[nodiscard]] bool passesGate(int node, int n, const QByteArray& datagram, const sip::Hop& source);
    void noteLanMessage(int n, const QByteArray& datagram);
    void noteRegistered(int node, const QByteArray& answer);
    void noteHere(int node);
    void moveTo(int seat, int guest);
    void addContacts(int node);
    void awaitExpiry(int node);
    void expired(int node);
    void removeContacts(int node);
    void watchLan();
    [[nodiscard]] bool isCutOff(int node) const;
    std::unique_ptr<Node> makeOutside(int node);
    void startOutside();
    [[nodiscard]] bool isQuietOutside();
    void writeScript();
    void noteTrouble(int node, const Diagnostic& trouble);
    [[nodiscard]] std::function<void(const Event&)> sinkFor(const RunOptions& options);
    void letOut(const Event& event);
    void checkOutlet(Outlet& outlet, int node);

    // ---- one turn ----
    using Deadline = std::chrono::steady_clock::time_point;
    void turn(Deadline deadline);
    void endOverLimit();
    [[nodiscard]] std::optional<Instant> settleDown();
    [[nodiscard]] bool mayPutOffStack();
    std::optional<std::chrono::milliseconds> stepUntilQuiet();
    void waitFor(Instant next, Deadline deadline);
    [[nodiscard]] bool isSettled();
    void deliver(int node, int n, const QByteArray& datagram, const sip::Hop& source);
    void awaitRead();
    [[nodiscard]] Duration processingOf(int node, const MessageFields& fields);
    void finish();

    Result<void> takeDown(int node, const QString& action, std::optional<Duration> down);
    void comeUp(int node);
    void noteUp(int node);
    void noteDown(int node);
    void recordNodeState(int node, const QString& state);

    Scenario m_scenario;
    RunOptions m_options;
    Clock m_clock;
    Timeline m_timeline;
    Recorder m_recorder;
    std::unique_ptr<Site> m_site;
    sip::Loop& m_loop;
    std::unique_ptr<Fabric> m_fabric;
    std::vector<Seat> m_seats;
    bool m_hasOutside = false;
    int m_guests = 0; ///< nodes that have come and are none of the file, those gone again too
    LanGate m_gate;
    QByteArray m_secret; ///< of a run on a LAN
    QByteArray m_nonceKey; ///< of a run in real time
    QString m_lanTrouble; ///< why nobody on the LAN can be reached; empty while they can
    Instant m_lanLost;
    int m_lanLosses = 0;
    int m_passedBefore = 0; ///< with outside nodes: how many had passed when it was last looked
    Instant m_quietSince; ///< and since when no more have
    QStringList m_troubles; ///< said already
    Instant m_endAt; ///< the scenario's end, or five minutes after its last line
    std::optional<Instant> m_stackDue; ///< the stack's next timer, as of the last settleDown()
    bool m_isQuiet = false; ///< nothing has happened since then
    int m_putOff = 0; ///< events done since then, while time passes
    bool m_isDeferring = false; ///< the system has been seen to hand a datagram over late
    bool m_isKeptOpen = false; ///< a person may still do something: no settling while time passes by itself
    bool m_hasEnded = false;
    bool m_isOverLimit = false;
};

} // namespace siprace
