#pragma once

#include "Draw.h"
#include "Hop.h"
#include "Loop.h"
#include "Recorder.h"
#include "Result.h"
#include "Scheduler.h"

#include <QMap>

#include <functional>

namespace siprace {

/// Everything a node is given by its world. The world outlives the node.
struct NodeEnvironment
{
    QString id; ///< "b1"
    int index = 0; ///< into Trace::nodes
    QString name;
    sip::Loop* loop = nullptr;
    Scheduler* scheduler = nullptr;
    Recorder* recorder = nullptr;
    sip::Binding binding;
    QByteArray homeDomain; ///< "lab", of the addresses that the scenario is about; may be empty
    TimerValues timers;
    Seed seed;
    QByteArray secret; ///< random, of a run on an open network, so that nobody guesses branches and nonces; else empty
    QByteArray nonceKey; ///< random, of a run in real time: nonces are none that its seed tells; else empty
    /// Where a message for that host goes, and over which transport: the one place that decides a next hop
    /// (architecture, "Outside nodes").
    std::function<sip::Hop(const sip::Hop& wanted)> nextHop;
    /// Sends from the node's address, for a node without a socket of its own. False when the hop is no address.
    std::function<bool(const QByteArray& datagram, const sip::Hop& to)> transmit;
    /// The node id that owns an advertised address, empty when nobody does.
    std::function<QString(const sip::Hop& address)> ownerOf;
    /// Advertised address of a node by id, with the transport that leads there; invalid when there is none.
    std::function<sip::Hop(const QString& id)> addressOf;
    /// A number, unique in the run and for this node, also after a restart: 1, 2, 3 … per `kind` ("branch", "call",
    /// "tag").
    std::function<int(const QString& kind)> nextNumber;
};

/// A node as its world drives it. Made, called and destroyed between two steps of the loop, never inside a callback.
class Node
{
public:
    virtual ~Node() = default;
    /// Brings it up, with its socket where it has one. Fails with one line when an address is taken.
    virtual Result<void> start() = 0;
    /// Loses every transaction, dialog and memory, and closes its socket; start() may follow.
    virtual void stop() = 0;
    /// A datagram has come for this node; true: the node has taken it (it has no socket, or a behaviour that must break
    /// the transaction rules), else what it leaves in `datagram` goes to the node's socket. `n` is its number in the
    /// trace.
    virtual bool intercept(int n, QByteArray& datagram, const sip::Hop& from) = 0;
    /// Message n, sent by transmit(), did not leave: nobody takes a connection.
    virtual void undelivered(int /*n*/) { }
    /// Does what a line of the script says: call, cancel, hang-up … `arguments` are the line's other keys ("to": the
    /// address or node). Fails for an action this role does not know.
    virtual Result<void> perform(const QString& action, const QMap<QString, QString>& arguments) = 0;
    /// False for a node whose work never touches the stack: after a message for it the stack is as it was.
    [[nodiscard]] virtual bool usesStack() const { return true; }
    /// True while something could still be sent without outside help beyond the scheduler's and the stack's timers,
    /// for example an INVITE that rings and that nothing but a user could end is not busy.
    [[nodiscard]] virtual bool isBusy() const = 0;
};

} // namespace siprace
