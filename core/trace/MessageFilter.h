#pragma once

#include "Result.h"
#include "Trace.h"

namespace siprace {

/// A question about messages, as a person types it: words with spaces between them, all of which must hold.
///
///     method:INVITE  status:200  status:4xx  cseq:2  tag:b2  branch:proxy-1  node:b1  is:lost  "free text"
///
/// Several values after a comma: any of them. A '-' before a word: it must not hold. Free text is looked for in the
/// whole message. Case does not count.
class MessageFilter
{
public:
    /// Fails with one line for a key that is unknown, or a value that it does not take. Empty text asks for nothing.
    [[nodiscard]] static Result<MessageFilter> parse(const QString& text);

    [[nodiscard]] bool isEmpty() const { return m_words.isEmpty(); }
    [[nodiscard]] bool matches(const Trace& trace, const TraceMessage& message) const;

    /// The keys, for completion and help: "method", "status" …
    [[nodiscard]] static QStringList keys();

private:
    enum class Key
    {
        Text,
        Method,
        Status,
        Cseq,
        Tag,
        Branch,
        Node,
        Is
    };
    struct Word
    {
        Key key = Key::Text;
        QStringList values; ///< in lower case
        bool isExcluded = false;
    };
    [[nodiscard]] static Result<Word> readWord(const QString& text);
    [[nodiscard]] static bool holds(Key key, const QString& value, const Trace& trace, const TraceMessage& message);

    QList<Word> m_words;
};

} // namespace siprace
