#pragma once

#include "Recorder.h"

#include <QSet>

#include <map>
#include <vector>

namespace siprace {

/// What an outside node does is seen, why it does so is not: this tells from the Via headers which message that came to
/// it made it send another one. A copy that nothing new has come for is its timer's.
class OutsideCauses
{
public:
    /// Message n is handed to the outside node.
    void note(int node, int n, const QByteArray& datagram);
    /// The outside node sends this: announces its cause to the recorder, which is about to be given the message.
    void explain(Recorder& recorder, int node, const QByteArray& datagram);

private:
    struct Seen
    {
        int n = 0;
        MessageFields fields;
        QByteArrayList branches; ///< of its Vias, the topmost first
    };
    [[nodiscard]] int causeOfRequest(const std::vector<Seen>& seen, const Seen& sent) const;
    [[nodiscard]] int causeOfResponse(const std::vector<Seen>& seen, const Seen& sent) const;

    std::map<int, std::vector<Seen>> m_seen; ///< by node, in order of arrival
    QSet<QByteArray> m_used; ///< causes with the message they made it send
};

} // namespace siprace
