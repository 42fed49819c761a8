#include "MessageData.h"

#include <algorithm>

// The edits a proxy makes, and no others: every line that is not named by the edit stays as and where it is. R-213,
//

namespace siprace::sip {

namespace {
using Lines = std::vector<HeaderLine>;

Lines::iterator findLine(Lines& lines, Field field)
{
    return std::find_if(lines.begin(), lines.end(), [field](const HeaderLine& line) { return line.field == field; });
}

/// Behind the last line of that field; the end of the leading block when there is none.
Lines::iterator behindLast(Lines& lines, Field field)
{
    const auto last
        = std::find_if(lines.rbegin(), lines.rend(), [field](const HeaderLine& line) { return line.field == field; });
    return last == lines.rend() ? lines.begin() : last.base();
}

QByteArray inBrackets(const QByteArray& uri)
{
    return '<' + uri + '>';
}
} // namespace

/// This copy's own data, with what was read from it forgotten.
Message::Data& Message::edit()
{
    if (!m_data)
        m_data = std::make_shared<Data>();
    else if (m_data.use_count() > 1)
        m_data = std::make_shared<Data>(*m_data);
    return *m_data;
}

void Message::setRequestUri(const QByteArray& uri)
{
    MessageText& text = edit().text;
    text.requestUri = text.keep(uri);
}

void Message::pushVia(const Via& via)
{
    Data& data = edit();
    Lines& lines = data.text.lines;
    lines.insert(findLine(lines, Field::Via) == lines.end() ? lines.begin() : findLine(lines, Field::Via),
        {Field::Via, "Via", data.text.keep(writeVia(via))});
    data.hasReadTopVia = true;
    data.topVia = via;
}

void Message::popVia()
{
    Data& data = edit();
    if (const auto top = findLine(data.text.lines, Field::Via); top != data.text.lines.end())
        data.text.lines.erase(top);
    data.hasReadTopVia = false;
    data.topVia.reset();
}

void Message::setTopViaReceived(const QByteArray& host, quint16 port)
{
    std::optional<Via> via = topVia();
    if (!via)
        return;
    const bool differs = via->host != host;
    // On a stream the port tells the connection that the response goes back on, asked for or not.
    const bool isStream = sameWord(via->transport, "TCP");
    if (!differs && !via->asksRport && !isStream)
        return;
    Data& data = edit();
    const auto top = findLine(data.text.lines, Field::Via);
    // Only the two parameters change; what else the sender wrote stays as written.
    QByteArray value;
    for (const QByteArrayView piece : splitOutsideQuotes(top->value, ';')) {
        const QByteArrayView name = piece.first(piece.contains('=') ? piece.indexOf('=') : piece.size()).trimmed();
        if (sameWord(name, "received") || (isStream && sameWord(name, "rport")))
            continue;
        if (!value.isEmpty())
            value += ';';
        value += sameWord(name, "rport") && via->asksRport ? "rport=" + QByteArray::number(port) : owned(piece);
    }
    if (isStream)
        value += ";rport=" + QByteArray::number(port);
    top->value = data.text.keep(value + ";received=" + host);
    data.hasReadTopVia = false;
}

void Message::setTopViaTransport(const QByteArray& transport)
{
    if (!topVia())
        return;
    Data& data = edit();
    const auto top = findLine(data.text.lines, Field::Via);
    const QByteArrayView value = top->value;
    const qsizetype slash = value.indexOf('/', value.indexOf('/') + 1);
    qsizetype start = slash + 1;
    const auto isBlank = [value](qsizetype at) { return at < value.size() && (value[at] == ' ' || value[at] == '\t'); };
    while (isBlank(start))
        ++start;
    qsizetype end = start;
    while (end < value.size() && !isBlank(end))
        ++end;
    top->value = data.text.keep(owned(value.first(start)) + transport + owned(value.sliced(end)));
    data.hasReadTopVia = false;
}

void Message::setMaxForwards(int value)
{
    MessageText& text = edit().text;
    const QByteArrayView digits = text.keep(QByteArray::number(value));
    if (const auto line = findLine(text.lines, Field::MaxForwards); line != text.lines.end())
        line->value = digits;
    else
        text.lines.insert(behindLast(text.lines, Field::Via), {Field::MaxForwards, "Max-Forwards", digits});
}

void Message::popRoute()
{
    Lines& lines = edit().text.lines;
    if (const auto first = findLine(lines, Field::Route); first != lines.end())
        lines.erase(first);
}

void Message::setRoutes(const QByteArrayList& uris)
{
    MessageText& text = edit().text;
    Lines& lines = text.lines;
    auto place = findLine(lines, Field::Route);
    if (place == lines.end())
        place = behindLast(lines, Field::Via);
    const auto index = place - lines.begin();
    std::erase_if(lines, [](const HeaderLine& line) { return line.field == Field::Route; });
    Lines routes;
    for (const QByteArray& uri : uris)
        routes.push_back({Field::Route, "Route", text.keep(inBrackets(uri))});
    lines.insert(lines.begin() + index, routes.begin(), routes.end());
}

void Message::pushRecordRoute(const QByteArray& uri)
{
    MessageText& text = edit().text;
    const auto first = findLine(text.lines, Field::RecordRoute);
    text.lines.insert(first == text.lines.end() ? behindLast(text.lines, Field::Via) : first,
        {Field::RecordRoute, "Record-Route", text.keep(inBrackets(uri))});
}

void Message::addHeader(const QByteArray& name, const QByteArray& value)
{
    Data& data = edit();
    Lines& lines = data.text.lines;
    // Content-Length stays last, where people look for it.
    const auto place = findLine(lines, Field::ContentLength);
    lines.insert(place, {fieldOf(name), data.text.keep(name), data.text.keep(value)});
    data.identity.reset();
    data.hasReadTopVia = false;
}

void Message::setHeader(const QByteArray& name, const QByteArray& value)
{
    MessageText& text = edit().text;
    Lines& lines = text.lines;
    const auto isNamed
        = [full = fullName(name)](const HeaderLine& line) { return sameWord(fullName(line.name), full); };
    const auto first = std::find_if(lines.begin(), lines.end(), isNamed);
    if (first == lines.end()) {
        addHeader(name, value);
        return;
    }
    first->value = text.keep(value);
    lines.erase(std::remove_if(first + 1, lines.end(), isNamed), lines.end());
    m_data->identity.reset();
    m_data->hasReadTopVia = false;
}

void Message::removeHeader(const QByteArray& name)
{
    Data& data = edit();
    std::erase_if(data.text.lines,
        [full = fullName(name)](const HeaderLine& line) { return sameWord(fullName(line.name), full); });
    data.identity.reset();
    data.hasReadTopVia = false;
}

void Message::setBody(const QByteArray& body)
{
    MessageText& text = edit().text;
    text.body = text.keep(body);
    setHeader("Content-Length", QByteArray::number(body.size()));
}

} // namespace siprace::sip
