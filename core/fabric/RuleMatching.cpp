#include "RuleMatching.h"

namespace siprace {

bool matches(const MessageMatch& match, const MessageFields& fields)
{
    if (match.method && fields.method != *match.method)
        return false;
    if (match.status && fields.status != *match.status)
        return false;
    if (match.cseqMethod && fields.cseqMethod != *match.cseqMethod)
        return false;
    if (match.cseqNumber && fields.cseq != *match.cseqNumber)
        return false;
    return !match.toTag || fields.toTag == *match.toTag;
}

QByteArray wordFor(const MessageFields& fields)
{
    if (fields.isRequest())
        return fields.method;
    if (fields.status != 0)
        return QByteArray::number(fields.status) + '/' + fields.cseqMethod;
    return "datagram";
}

} // namespace siprace
