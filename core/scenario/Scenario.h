#pragma once

#include "Draw.h"
#include "EndpointSettings.h"
#include "Impairment.h"
#include "LinkRule.h"
#include "ProxySettings.h"
#include "Result.h"
#include "Trace.h"
#include "UdpSocket.h"

#include <QMap>

#include <optional>
#include <vector>

namespace siprace {

/// `processing:` of a node: what arrives is handled that much later; the first match wins.
struct ProcessingEntry
{
    MessageMatch match; ///< empty: everything
    Duration time{0};

    bool operator==(const ProcessingEntry&) const = default;
};

/// One contact of an address: where a call to it goes.
struct LocationEntry
{
    QString node; ///< a callee, or another proxy
    double q = 1.0;
    QString user; ///< of the contact's URI; empty: the node's id, for a proxy the user of the address

    bool operator==(const LocationEntry&) const = default;
};

/// Addresses-of-record with their contacts in fork order.
using LocationTable = QMap<QString, QList<LocationEntry>>;

/// A node that is a program of its own, somewhere outside: where it listens, and how it is started and ended.
struct OutsideSettings
{
    sip::SocketName address; ///< IPv4; without one, on a LAN: the phone that comes with the node's id as its user
    Role as = Role::Proxy; ///< what it is to the others
    QString start; ///< a line for the shell; empty: somebody else runs it
    QString needs; ///< a program that has to be installed for it: "kamailio"
    QString stop; ///< empty: its processes are ended by a signal
    QString readyLine; ///< ready when its output has a line with this
    std::optional<int> readyPort; ///< or when something listens there; neither: on the port of `address`

    bool operator==(const OutsideSettings&) const = default;
};

/// Addresses that begin alike: 192.168.1.0/24.
struct Subnet
{
    std::uint32_t address = 0;
    int bits = 32;

    [[nodiscard]] bool contains(std::uint32_t host) const
    {
        const std::uint32_t mask = bits == 0 ? 0 : ~0U << (32 - bits);
        return (host & mask) == (address & mask);
    }
    bool operator==(const Subnet&) const = default;
};

/// `network: {lan: …}`: the nodes are on a network of this host, where phones of others can reach them.
struct LanSettings
{
    std::uint32_t address = 0; ///< of this host: the faces are bound there, a port a node
    int firstPort = 5060; ///< of the first proxy
    int lastPort = 5079;
    QList<Subnet> allow; ///< whose messages are taken, and where messages may go

    [[nodiscard]] bool allows(std::uint32_t host) const;
    bool operator==(const LanSettings&) const = default;
};

/// One node of the network. Of `caller`, `callee` and `proxy` only the one of its role counts.
struct ScenarioNode
{
    QString id;
    Role role = Role::Callee;
    QString name; ///< defaults to the id
    TimerValues timers;
    QString transport; ///< "udp", "tcp"; empty: the scenario's
    QList<ProcessingEntry> processing;
    CallerSettings caller; ///< when role is Caller
    CalleeSettings callee; ///< when role is Callee
    proxy::ProxySettings proxy; ///< when role is Proxy; its policy knobs are those of the file alone. Of an outside
                                ///< proxy: `stand-in`, our own proxy that takes its place under a policy of ours
    OutsideSettings outside; ///< when role is External
    /// Which knobs the file (or --set) gives, by name: applied over the named policy. knob → YAML scalar.
    QMap<QString, QString> policyOverrides;
    LocationTable location; ///< of a proxy: its own, for the first proxy with the file's top-level one

    /// What it does in a call, whoever runs it.
    [[nodiscard]] Role part() const { return role == Role::External ? outside.as : role; }

    bool operator==(const ScenarioNode&) const = default;
};

/// Both directions between two nodes: `forward` from a to b.
struct ScenarioLink
{
    QString a;
    QString b;
    Impairment forward;
    Impairment back;
    QString transport{}; ///< of both directions; empty: what its nodes say

    bool operator==(const ScenarioLink&) const = default;
};

/// One line of the script. A range is for the explorer; a run takes `at`.
struct ScriptEntry
{
    Duration at{0};
    std::optional<Duration> to; ///< end of the range
    QString node;
    QString action; ///< call, cancel, hang-up, …
    QString target; ///< `to:` of a call or refer
    std::optional<Duration> down; ///< of a restart or stop
    QMap<QString, QString> arguments; ///< the other keys: status of a reject, method bodies …

    bool operator==(const ScriptEntry&) const = default;
};

struct StoryStep
{
    QString node; ///< when: {node, sends|receives, nth, status …}; empty node: `at` counts
    bool receives = false;
    MessageMatch match;
    std::optional<Duration> at;
    QString say;

    bool operator==(const StoryStep&) const = default;
};

/// "2", ">0", "<=2", or a word (class) or list (findings).
struct Expectation
{
    QString name; ///< of an outcome, "class" or "findings"
    QString value; ///< as written; findings: ids joined with ','
    Location where;

    bool operator==(const Expectation&) const = default;
};

struct Variant
{
    QMap<QString, QString> set; ///< PATH → YAML value
    QMap<QString, QList<Expectation>> expect; ///< policy → expectations
    Location where;

    bool operator==(const Variant&) const = default;
};

/// A scenario as a value. Everything of the contract's file format, defaults filled in.
struct Scenario
{
    QString id; ///< file name without .yaml
    QString group; ///< name of its folder
    QString path; ///< as given
    QString title;
    QString summary;
    QString reference;
    QList<ScenarioNode> nodes; ///< in the order of the file
    LocationTable location; ///< the file's top-level one
    Impairment defaultLink;
    QString transport; ///< where neither the link nor one of its nodes says: "tcp", "udp"; empty: udp
    QList<ScenarioLink> links;
    QList<LinkRule> rules;
    QList<ScriptEntry> script; ///< defaults to: the first caller calls the first address at 0 s
    std::optional<Duration> end; ///< nothing: settled
    std::optional<LanSettings> lan;
    QMap<QString, QString> users;
    QList<StoryStep> story;
    QMap<QString, QList<Expectation>> expect;
    QList<Variant> variants;
    QByteArray text; ///< the YAML it was read from, with --set applied

    [[nodiscard]] const ScenarioNode* node(QStringView nodeId) const;
    /// Whether a program outside is the proxy, and none of ours is.
    [[nodiscard]] bool hasOutsideProxy() const;
    [[nodiscard]] bool hasOutsideNodes() const;
    /// Whether somebody takes part who knows no clock but the system's.
    [[nodiscard]] bool needsRealClock() const { return lan || hasOutsideNodes(); }
    /// On a LAN: where each node's face is bound, proxies first; nothing for an outside one, and where ports run out.
    [[nodiscard]] std::vector<std::optional<sip::SocketName>> lanNames() const;
    /// What the direction from one node to another does: its own link, else the default.
    [[nodiscard]] Impairment impairment(QStringView from, QStringView to) const;
    /// What two nodes speak, the same both ways: what their link says; else tcp where one of them says so, udp where
    /// one says that; else the scenario's.
    [[nodiscard]] QString transportBetween(QStringView one, QStringView other) const;
    bool operator==(const Scenario&) const = default;
};

/// The name of the program outside that the scenario is about; empty when it is about none.
[[nodiscard]] QString outsideProxyName(const Scenario& scenario);
/// The same scenario with our own proxy in the place of each outside one.
[[nodiscard]] Scenario withStandIns(Scenario scenario);
/// The first program that its outside nodes need and this host has not; empty when all are there.
[[nodiscard]] QString missingProgram(const Scenario& scenario);
/// What runs it when nobody says: the outside proxy itself where there is one, else "forward-all".
[[nodiscard]] QString usualPolicy(const Scenario& scenario);

} // namespace siprace
