#include "MessageFilter.h"

#include "Nearest.h"

#include <algorithm>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

const QStringList& filterKeys()
{
    static const QStringList keys{u"method"_s, u"status"_s, u"cseq"_s, u"tag"_s, u"branch"_s, u"node"_s, u"is"_s};
    return keys;
}

const QStringList& filterStates()
{
    static const QStringList states{u"request"_s, u"response"_s, u"lost"_s, u"discarded"_s, u"copy"_s, u"stray"_s};
    return states;
}

/// Cuts at spaces outside quotes; the quotes go.
QStringList splitWords(const QString& text)
{
    QStringList words;
    QString word;
    bool isQuoted = false;
    bool hasBegun = false;
    for (const QChar c : text) {
        if (c == u'"') {
            isQuoted = !isQuoted;
            hasBegun = true;
        } else if (c.isSpace() && !isQuoted) {
            if (hasBegun)
                words += word;
            word.clear();
            hasBegun = false;
        } else {
            word += c;
            hasBegun = true;
        }
    }
    if (hasBegun)
        words += word;
    return words;
}

bool isStatus(const QString& value)
{
    return value.size() == 3 && value.at(0) >= u'1' && value.at(0) <= u'6'
        && (value.endsWith("xx"_L1) || (value.at(1).isDigit() && value.at(2).isDigit()));
}

bool isIn(QStringView value, const QByteArray& field)
{
    return QString::fromUtf8(field).compare(value, Qt::CaseInsensitive) == 0;
}

bool hasState(const QString& state, const TraceMessage& message)
{
    if (state == u"request")
        return message.isRequest();
    if (state == u"response")
        return message.status != 0;
    if (state == u"lost")
        return message.fate == Fate::Lost;
    if (state == u"discarded")
        return message.fate == Fate::Discarded;
    return state == u"copy" ? message.retransmissionOf != 0 : message.isStray;
}

bool isEndedBy(const QString& value, const TraceNode& node)
{
    return node.id.compare(value, Qt::CaseInsensitive) == 0 || node.name.contains(value, Qt::CaseInsensitive);
}

} // namespace

QStringList MessageFilter::keys()
{
    return filterKeys();
}

Result<MessageFilter> MessageFilter::parse(const QString& text)
{
    MessageFilter filter;
    for (const QString& part : splitWords(text)) {
        auto word = readWord(part);
        if (!word)
            return tl::unexpected(word.error());
        if (!word->values.isEmpty())
            filter.m_words += *std::move(word);
    }
    return filter;
}

Result<MessageFilter::Word> MessageFilter::readWord(const QString& text)
{
    Word word;
    word.isExcluded = text.startsWith(u'-') && text.size() > 1;
    const QString rest = text.mid(word.isExcluded ? 1 : 0).toLower();
    const qsizetype colon = rest.indexOf(u':');
    const QString key = rest.left(colon);
    // "sip:bob@lab" and "127.0.0.1:5060" are no keys but text.
    const bool isKey = colon > 0 && std::all_of(key.begin(), key.end(), [](QChar c) { return c.isLetter(); })
        && key != u"sip" && key != u"sips" && key != u"tel";
    if (!isKey) {
        word.values = QStringList{rest};
        return word;
    }
    const qsizetype index = filterKeys().indexOf(key);
    if (index < 0) {
        const QString suggestion = didYouMean(key, filterKeys());
        return fail({}, u"\"%1:\" is nothing to search by%2"_s.arg(key, suggestion),
            suggestion.isEmpty() ? u"write one of "_s + filterKeys().join(u", "_s) : QString());
    }
    word.key = static_cast<Key>(index + 1);
    word.values = rest.mid(colon + 1).split(u',', Qt::SkipEmptyParts);
    for (const QString& value : std::as_const(word.values)) {
        if (word.key == Key::Status && !isStatus(value))
            return fail({}, u"\"%1\" is no status"_s.arg(value), u"write 200, or 4xx for all of them"_s);
        if (word.key == Key::Is && !filterStates().contains(value))
            return fail({}, u"\"is:%1\" is unknown%2"_s.arg(value, didYouMean(value, filterStates())),
                u"write one of "_s + filterStates().join(u", "_s));
    }
    return word;
}

bool MessageFilter::holds(Key key, const QString& value, const Trace& trace, const TraceMessage& message)
{
    switch (key) {
    case Key::Method:
        return isIn(value, message.method);
    case Key::Status: {
        const QString status = QString::number(message.status);
        return value.endsWith("xx"_L1) ? status.size() == 3 && status.at(0) == value.at(0) : status == value;
    }
    case Key::Cseq:
        return isIn(value, message.cseqMethod) || value == QString::number(message.cseq);
    case Key::Tag:
        return isIn(value, message.toTag) || isIn(value, message.fromTag);
    case Key::Branch:
        return QString::fromUtf8(message.branch).contains(value, Qt::CaseInsensitive);
    case Key::Node:
        return isEndedBy(value, trace.nodes.at(message.from)) || isEndedBy(value, trace.nodes.at(message.to));
    case Key::Is:
        return hasState(value, message);
    case Key::Text:
        break;
    }
    const QByteArray text = message.raw.isEmpty() ? message.firstLine : message.raw.bytes();
    return QString::fromUtf8(text).contains(value, Qt::CaseInsensitive);
}

bool MessageFilter::matches(const Trace& trace, const TraceMessage& message) const
{
    return std::all_of(m_words.begin(), m_words.end(), [&](const Word& word) {
        const bool any = std::any_of(word.values.begin(), word.values.end(),
            [&](const QString& value) { return holds(word.key, value, trace, message); });
        return any != word.isExcluded;
    });
}

} // namespace siprace
