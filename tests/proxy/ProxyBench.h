#pragma once

#include "MemoryLocation.h"
#include "Policies.h"
#include "ProxyCore.h"

#include <QMap>
#include <QStringList>

#include <map>
#include <memory>

namespace siprace::proxy {

/// Drives a ProxyCore as its node would: virtual time, every timer fired when due, every sending written down as the
/// command line's --text does. A second life after restart() keeps location and ledger.
class ProxyBench
{
public:
    /// With two phones, b1 and b2, behind sip:bob@lab.
    explicit ProxyBench(ProxySettings settings = {});
    ProxyBench(ProxySettings settings, const QList<Contact>& contacts);

    /// "sip:b1@127.100.0.21:5060"; node ids b1 … b9, caller, proxy, q.
    static Contact phone(const QByteArray& id, double q = 1.0);
    static sip::Hop address(const QString& id);
    static ProxySettings withPolicy(QStringView id);

    /// What comes from `from` now; gives what the proxy sends because of it, one line a message, without times.
    QStringList receive(const QString& from, const sip::Message& message);
    /// Lets time pass; gives what the proxy sends meanwhile, "+0.500 proxy>b1 INVITE" with times since the start.
    QStringList pass(Duration time);
    void restart();
    void sendFails(quint64 key);

    // ---- messages ----
    /// An INVITE of the caller: tag "caller", branch z9hG4bK-caller-N.
    [[nodiscard]] sip::Message request(const QByteArray& method, const QByteArray& uri = "sip:bob@lab", int cseq = 1);
    /// A request in the dialog with `phone`, along the recorded route.
    [[nodiscard]] sip::Message inDialog(const QByteArray& method, const QByteArray& phone, int cseq);
    /// The answer of a phone to the newest request of that method the proxy has sent it.
    [[nodiscard]] sip::Message answer(
        const QString& phone, int status, const QByteArray& method = "INVITE", const QByteArray& tag = {});
    /// The caller's CANCEL of an INVITE.
    [[nodiscard]] static sip::Message cancelOf(const sip::Message& invite);
    /// The caller's ACK to a failure response of that INVITE.
    [[nodiscard]] static sip::Message ackOf(const sip::Message& invite);

    // ---- what has happened ----
    [[nodiscard]] const QStringList& log() const { return m_log; } ///< every arrival and sending, with times
    [[nodiscard]] std::optional<Send> lastSent(const QString& to, const QByteArray& method) const;
    [[nodiscard]] const std::vector<Send>& sent() const { return m_sent; }
    [[nodiscard]] const Effects& effects() const { return m_effects; } ///< of the last input
    [[nodiscard]] QStringList reasons() const; ///< "R-258 …" of the last input's effects
    [[nodiscard]] QStringList states() const { return m_states; } ///< "z9hG4bK-proxy-1 Proceeding", in order
    [[nodiscard]] int runningTimers() const { return int(m_timers.size()); }
    [[nodiscard]] QStringList runningTimerNames() const;
    [[nodiscard]] const QStringList& mistakes() const { return m_mistakes; } ///< of the core's effects; must stay empty
    [[nodiscard]] Instant now() const { return m_now; }
    ProxyCore& core() { return *m_core; }
    MemoryLocation& location() { return m_location; }
    MemoryLedger& ledger() { return m_ledger; }

private:
    struct Running
    {
        quint64 id = 0;
        QString name;
    };
    QStringList perform(const Effects& effects);
    void begin();
    [[nodiscard]] QString line(const QString& from, const QString& to, const sip::Message& message) const;
    [[nodiscard]] QString stamp() const;

    ProxySettings m_settings;
    MemoryLocation m_location;
    MemoryLedger m_ledger;
    std::unique_ptr<ProxyCore> m_core;
    Instant m_now;
    std::multimap<Instant, Running> m_timers;
    QStringList m_log;
    QStringList m_states;
    QStringList m_mistakes;
    std::vector<Send> m_sent;
    Effects m_effects;
    int m_branches = 0;
    int m_nextBranch = 1;
};

} // namespace siprace::proxy
