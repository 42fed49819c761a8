#include "Message.h"

#include "Mandatory.h"
#include "MessageData.h"
#include "Uri.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace::sip {

namespace {
const MessageText& textOrNothing(const std::shared_ptr<Message::Data>& data)
{
    static const MessageText nothing;
    return data ? data->text : nothing;
}

QByteArray firstValue(const MessageText& text, Field field)
{
    const HeaderLine* line = text.first(field);
    return line ? owned(line->value) : QByteArray();
}

void readCseq(const MessageText& text, Message::Data::Identity& into)
{
    const HeaderLine* line = text.first(Field::CSeq);
    if (!line)
        return;
    const QByteArrayView value = line->value;
    qsizetype end = 0;
    while (end < value.size() && value[end] >= '0' && value[end] <= '9')
        ++end;
    into.cseq = value.first(end).toUInt();
    into.cseqMethod = owned(value.sliced(end).trimmed());
}

QByteArray tagOf(const MessageText& text, Field field)
{
    const HeaderLine* line = text.first(field);
    if (!line)
        return {};
    const auto tag = parameter(readNameAddr(line->value).parameters, "tag");
    return tag ? owned(*tag) : QByteArray();
}

const Message::Data::Identity& identityOf(const std::shared_ptr<Message::Data>& data)
{
    static const Message::Data::Identity nobody;
    if (!data)
        return nobody;
    if (!data->identity) {
        Message::Data::Identity identity;
        identity.callId = firstValue(data->text, Field::CallId);
        identity.fromTag = tagOf(data->text, Field::From);
        identity.toTag = tagOf(data->text, Field::To);
        readCseq(data->text, identity);
        data->identity = std::move(identity);
    }
    return *data->identity;
}

/// Headers in which a comma outside quotes and brackets can only separate values.
bool isCommaList(QByteArrayView name)
{
    static constexpr QByteArrayView lists[] = {"Via", "Route", "Record-Route", "Contact", "Require", "Proxy-Require",
        "Supported", "Unsupported", "Allow", "Path", "Service-Route"};
    return std::any_of(std::begin(lists), std::end(lists), [&](QByteArrayView list) { return sameWord(list, name); });
}

QList<RouteValue> routeValues(const MessageText& text, Field field)
{
    QList<RouteValue> values;
    for (const HeaderLine& line : text.lines) {
        if (line.field != field)
            continue;
        RouteValue value;
        value.uri = owned(readNameAddr(line.value).uri);
        if (const auto uri = Uri::parse(value.uri); uri && uri->isSip()) {
            value.isLoose = uri->isLoose();
            value.hop = uri->hop();
        }
        values.append(value);
    }
    return values;
}
} // namespace

Message::Message() = default;
Message::~Message() = default;
Message::Message(const Message&) = default;
Message::Message(Message&&) noexcept = default;
Message& Message::operator=(const Message&) = default;
Message& Message::operator=(Message&&) noexcept = default;

Result<Message> Message::parse(const QByteArray& datagram)
{
    auto data = std::make_shared<Data>();
    const QByteArray copy(datagram.constData(), datagram.size()); // the slices must not point into a borrowed buffer
    if (const QString wrong = MessageText::read(copy, data->text); !wrong.isEmpty())
        return fail(Location{}, wrong);
    data->isPlain = siprace::sip::isPlain(data->text);
    if (!data->isPlain) {
        if (const QString wrong = mandatoryComplaint(data->text); !wrong.isEmpty())
            return fail(Location{}, wrong);
    }
    Message message;
    message.m_data = std::move(data);
    if (message.isRequest() && message.cseqMethod() != message.method())
        return fail(Location{}, u"the method of CSeq is not that of the request"_s);
    return message;
}

Message Message::request(const QByteArray& method, const QByteArray& uri)
{
    Message message;
    message.m_data = std::make_shared<Data>();
    MessageText& text = message.m_data->text;
    text.method = text.keep(method);
    text.requestUri = text.keep(uri);
    return message;
}

Message Message::response(const Message& request, int status, const QByteArray& reason, const QByteArray& toTag)
{
    Message message;
    message.m_data = std::make_shared<Data>();
    MessageText& text = message.m_data->text;
    const MessageText& asked = textOrNothing(request.m_data);
    text.source = asked.source; // the copied lines point into these two
    text.kept = asked.kept;
    text.status = status;
    text.reason = text.keep(reason);
    text.lines.reserve(10);
    for (const HeaderLine& line : asked.lines) {
        const bool isCopied = line.field == Field::Via || line.field == Field::From || line.field == Field::To
            || line.field == Field::CallId || line.field == Field::CSeq;
        const bool isTimestamp = status == 100 && line.field == Field::Other && sameWord(line.name, "Timestamp");
        if (!isCopied && !isTimestamp)
            continue;
        text.lines.push_back(line);
        if (line.field == Field::To && !toTag.isEmpty() && request.toTag().isEmpty())
            text.lines.back().value = text.keep(owned(line.value) + ";tag=" + toTag);
    }
    text.lines.push_back({Field::ContentLength, "Content-Length", "0"});
    return message;
}

QByteArray Message::toBytes() const
{
    return m_data ? m_data->text.write() : QByteArray();
}

bool Message::isNull() const
{
    return !m_data;
}

bool Message::isPlain() const
{
    return m_data && m_data->isPlain && hasPlainFirstLine(m_data->text);
}

bool Message::isRequest() const
{
    return textOrNothing(m_data).isRequest();
}

QByteArray Message::method() const
{
    return owned(textOrNothing(m_data).method);
}

int Message::status() const
{
    return textOrNothing(m_data).status;
}

QByteArray Message::reason() const
{
    return owned(textOrNothing(m_data).reason);
}

QByteArray Message::requestUri() const
{
    return owned(textOrNothing(m_data).requestUri);
}

QByteArray Message::callId() const
{
    return identityOf(m_data).callId;
}

QByteArray Message::fromTag() const
{
    return identityOf(m_data).fromTag;
}

QByteArray Message::toTag() const
{
    return identityOf(m_data).toTag;
}

quint32 Message::cseq() const
{
    return identityOf(m_data).cseq;
}

QByteArray Message::cseqMethod() const
{
    return identityOf(m_data).cseqMethod;
}

QList<Via> Message::vias() const
{
    QList<Via> vias;
    for (const HeaderLine& line : textOrNothing(m_data).lines) {
        if (line.field != Field::Via)
            continue;
        if (auto via = readVia(line.value))
            vias.append(*std::move(via));
    }
    return vias;
}

std::optional<Via> Message::topVia() const
{
    if (!m_data)
        return {};
    if (!m_data->hasReadTopVia) {
        const HeaderLine* line = m_data->text.first(Field::Via);
        m_data->topVia = line ? readVia(line->value) : std::nullopt;
        m_data->hasReadTopVia = true;
    }
    return m_data->topVia;
}

std::optional<int> Message::maxForwards() const
{
    const HeaderLine* line = textOrNothing(m_data).first(Field::MaxForwards);
    if (!line)
        return {};
    bool isNumber = false;
    const int value = QByteArrayView(line->value).toInt(&isNumber);
    return isNumber && value >= 0 && value <= 255 ? std::optional(value) : std::nullopt;
}

QList<RouteValue> Message::routes() const
{
    return routeValues(textOrNothing(m_data), Field::Route);
}

QList<RouteValue> Message::recordRoutes() const
{
    return routeValues(textOrNothing(m_data), Field::RecordRoute);
}

QByteArray Message::contactUri() const
{
    const HeaderLine* line = textOrNothing(m_data).first(Field::Contact);
    if (!line)
        return {};
    const Slices values = splitOutsideQuotes(line->value, ',');
    return values.isEmpty() ? QByteArray() : owned(readNameAddr(values.first()).uri);
}

QByteArrayList Message::headers(const QByteArray& name) const
{
    QByteArrayList values;
    const QByteArrayView full = fullName(name);
    const bool isList = isCommaList(full);
    for (const HeaderLine& line : textOrNothing(m_data).lines) {
        if (!sameWord(fullName(line.name), full))
            continue;
        if (!isList) {
            values.append(owned(line.value));
            continue;
        }
        for (const QByteArrayView piece : splitOutsideQuotes(line.value, ','))
            values.append(owned(piece));
    }
    return values;
}

QByteArray Message::body() const
{
    return owned(textOrNothing(m_data).body);
}

} // namespace siprace::sip
