#pragma once

#include "Recorder.h"

#include <QHash>
#include <QSet>

#include <map>

namespace siprace {

/// What an outside node does is seen, why it does so is not: this tells from the Via headers which message that came to
/// it made it send another one. A copy that nothing new has come for is its timer's.
class OutsideCauses
{
public:
    /// This message is handed to the outside node.
    void note(int node, const TraceMessage& message);
    /// The outside node sends this: announces its cause to the recorder, which is about to be given the message.
    void explain(Recorder& recorder, int node, const MessageFields& sent, QByteArrayView datagram);

private:
    /// What can be the cause of an ACK or a CANCEL of the same call.
    struct Heard
    {
        int n = 0;
        bool isFinal = false;
        QByteArray method; ///< of a request, else empty
        QByteArray toTag;
    };
    /// What came to a node, the latest of each kind; of two such the older is forgotten whole.
    struct Memory
    {
        QHash<QByteArray, int> requests; ///< method and branch
        QHash<QByteArray, int> responses; ///< status, CSeq method, To tag and the branch it is forwarded on
        QHash<QByteArray, QList<Heard>> calls; ///< by Call-ID
        int size = 0;
    };
    struct Node
    {
        Memory recent;
        Memory older;
        QString why; ///< what is said of all it sends
    };
    [[nodiscard]] static int causeOfRequest(const Node& node, const MessageFields& sent, QByteArrayView datagram);
    [[nodiscard]] static int causeOfResponse(const Node& node, const MessageFields& sent);

    std::map<int, Node> m_nodes;
    QSet<QByteArray> m_used; ///< causes with the message they made it send
};

} // namespace siprace
