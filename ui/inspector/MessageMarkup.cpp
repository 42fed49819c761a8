#include "MessageMarkup.h"

#include <QRegularExpression>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

/// Bytes as text; what is no UTF-8 is shown byte by byte rather than lost.
QString textOf(const QByteArray& raw)
{
    const QString text = QString::fromUtf8(raw);
    return text.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(raw) : text;
}

bool isHeader(QStringView name, QStringView wanted, QStringView compact)
{
    return name.compare(wanted, Qt::CaseInsensitive) == 0 || name.compare(compact, Qt::CaseInsensitive) == 0;
}

/// Marks "NAME=VALUE" after a ';'; false when the line has no such parameter.
bool markParameter(MarkedLine& line, QStringView name, int from)
{
    const QString needle = u';' + name.toString() + u'=';
    const qsizetype start = line.text.indexOf(needle, from, Qt::CaseInsensitive);
    if (start < 0)
        return false;
    qsizetype end = start + needle.size();
    while (end < line.text.size() && !u";, >\""_s.contains(line.text.at(end)))
        ++end;
    line.spans.append({static_cast<int>(start) + 1, static_cast<int>(end - start) - 1, SpanKind::KeyField});
    return true;
}

/// Marks the URIs and the quoted names of a header's value.
void markValue(MarkedLine& line, int from)
{
    static const QRegularExpression parts(uR"((?<quoted>"[^"]*")|(?<uri>\b(?:sips?|tel):[^;,>\s"]+))"_s);
    auto found = parts.globalMatch(line.text, from);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        const SpanKind kind = match.capturedLength(u"uri"_s) > 0 ? SpanKind::Uri : SpanKind::Quoted;
        line.spans.append({static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), kind});
    }
}

MarkedLine markHeader(const QString& text, bool& viaSeen)
{
    MarkedLine line{text, {}, false};
    const int colon = static_cast<int>(text.indexOf(u':'));
    if (colon <= 0 || text.at(0).isSpace())
        return line;
    const QStringView name = QStringView(text).left(colon).trimmed();
    line.spans.append({0, colon + 1, SpanKind::HeaderName});
    markValue(line, colon + 1);
    if (isHeader(name, u"Via", u"v") && !viaSeen) {
        viaSeen = true;
        markParameter(line, u"branch", colon);
    } else if (isHeader(name, u"To", u"t")) {
        line.isMarked = markParameter(line, u"tag", colon);
    } else if (isHeader(name, u"CSeq", u"CSeq")) {
        const int value = text.size() > colon + 1 && text.at(colon + 1) == u' ' ? colon + 2 : colon + 1;
        line.spans.append({value, static_cast<int>(text.size()) - value, SpanKind::KeyField});
    }
    return line;
}

} // namespace

MarkedMessage markMessage(const TraceMessage& message)
{
    QString text = textOf(message.raw.isEmpty() ? message.firstLine : message.raw.bytes());
    text.replace("\r\n"_L1, "\n"_L1);
    const qsizetype blank = text.indexOf("\n\n"_L1);
    MarkedMessage marked;
    bool viaSeen = false;
    const QStringList lines = text.left(blank).split(u'\n');
    for (const QString& line : lines) {
        if (!message.isSip())
            marked.head.append({line, {}, false});
        else if (marked.head.isEmpty())
            marked.head.append({line, {{0, static_cast<int>(line.size()), SpanKind::FirstLine}}, false});
        else if (!line.isEmpty())
            marked.head.append(markHeader(line, viaSeen));
    }
    const QString body = blank < 0 ? QString() : text.mid(blank + 2);
    if (!body.trimmed().isEmpty())
        marked.body = body.trimmed().split(u'\n');
    return marked;
}

} // namespace siprace::ui
