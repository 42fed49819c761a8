#pragma once

#include "AddressBlock.h"
#include "Loop.h"

#include <functional>
#include <memory>

namespace siprace {

/// The socket on a node's advertised address. What others send to the node arrives here; what the node is to get from
/// this node's peer leaves here, so that it comes from the advertised address.
class Face
{
public:
    /// `source` is the sender's IPv4 address, in host order.
    using Receive = std::function<void(const QByteArray& datagram, std::uint32_t source)>;

    /// Binds the address; null when somebody has it.
    [[nodiscard]] static std::unique_ptr<Face> open(sip::Loop& loop, std::uint32_t address, Receive receive);
    ~Face();
    Face(const Face&) = delete;
    Face& operator=(const Face&) = delete;

    /// Sends from the face; false when the system refuses.
    bool send(const QByteArray& datagram, std::uint32_t to);

private:
    Face(sip::Loop& loop, Descriptor descriptor, Receive receive);
    void readOne();

    sip::Loop& m_loop;
    Descriptor m_descriptor;
    Receive m_receive;
    int m_watch = -1;
};

} // namespace siprace
