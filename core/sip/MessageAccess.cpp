#include "MessageAccess.h"

#include "MessageData.h"

#include <sofia-sip/msg_header.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_util.h>

using namespace Qt::StringLiterals;

namespace siprace::sip {

namespace {
/// The text of a header as it came, or as sofia-sip writes it when it was changed or made.
void appendHeader(QByteArray& out, const msg_header_t* header)
{
    const msg_common_t& common = header->sh_common[0];
    if (common.h_data) {
        out.append(static_cast<const char*>(common.h_data), qsizetype(common.h_len));
        return;
    }
    const qsizetype start = out.size();
    qsizetype room = 512;
    for (;;) {
        out.resize(start + room);
        const auto length = qsizetype(msg_header_e(out.data() + start, isize_t(room), header, 0));
        if (length < room) {
            out.resize(start + qMax(length, qsizetype(0)));
            return;
        }
        room = length + 1;
    }
}

QByteArray textOf(msg_t* msg)
{
    if (!*msg_chain_head(msg))
        msg_serialize(msg, msg_object(msg)); // made by hand, not parsed: its headers are no chain yet
    QByteArray out;
    out.reserve(1024);
    for (const msg_header_t* header = *msg_chain_head(msg); header; header = header->sh_succ)
        appendHeader(out, header);
    return out;
}
} // namespace

Message MessageAccess::adopt(msg_t* msg)
{
    const MsgHandle handle{msg};
    return msg ? read(textOf(msg)) : Message();
}

Message MessageAccess::read(const QByteArray& datagram)
{
    Message message;
    auto data = std::make_shared<Message::Data>();
    if (MessageText::read(datagram, data->text).isEmpty())
        message.m_data = std::move(data);
    return message;
}

Message MessageAccess::salvage(const QByteArray& datagram, const std::function<void(MessageText&)>& prune)
{
    Message message;
    message.m_data = std::make_shared<Message::Data>();
    std::ignore = MessageText::read(datagram, message.m_data->text);
    prune(message.m_data->text);
    return message;
}

MsgHandle MessageAccess::make(const Message& message)
{
    const QByteArray text = message.toBytes();
    // EXTRACT_COPY keeps each header's own text, so that nothing is rewritten on its way out.
    return MsgHandle{msg_make(sip_default_mclass(), MSG_DO_EXTRACT_COPY, text.constData(), ssize_t(text.size()))};
}

} // namespace siprace::sip
