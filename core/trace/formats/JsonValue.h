#pragma once

#include "Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace siprace {

/// A value in a JSON text: what it is and where it stands. Nothing is copied, so the text must outlive it. Comes from
/// checkedJson(), or out of such a value: what is in it is known to be well-formed.
struct JsonValue
{
    enum class Kind
    {
        Null,
        Boolean,
        Number,
        String,
        List,
        Object
    };
    Kind kind = Kind::Null;
    QByteArrayView text; ///< as written, quotes and brackets included

    /// Of a number: whether it is written as a whole one and fits into 64 bits.
    [[nodiscard]] bool isInteger() const;
    /// Of a string: what it says, in UTF-8; in `scratch` where it is written with escapes.
    [[nodiscard]] QByteArrayView utf8(QByteArray& scratch) const;
    /// "object", "array", "string", "number", "boolean", "null".
    [[nodiscard]] QString kindName() const;
};

/// What a value is, by the first byte of its text.
[[nodiscard]] JsonValue::Kind jsonKind(char first);

/// Goes over the elements of a list or the members of an object, in the order they are written.
class JsonCursor
{
public:
    explicit JsonCursor(const JsonValue& container);
    /// Whether there is one more; then value() is it.
    [[nodiscard]] bool next();
    [[nodiscard]] const JsonValue& value() const { return m_value; }
    [[nodiscard]] const JsonValue& key() const { return m_key; } ///< of a member: a string

private:
    [[nodiscard]] JsonValue take();
    void skipTo(); ///< where a key or a value begins, or the container ends

    const char* m_at;
    const char* m_end;
    bool m_hasKeys;
    JsonValue m_key;
    JsonValue m_value;
};

/// The one value of a text (RFC 8259). Fails with line and column when it is no JSON, is cut off, or is nested deeper
/// than any of our formats. `file` is the name that errors show.
[[nodiscard]] Result<JsonValue> checkedJson(QByteArrayView text, const QString& file);

} // namespace siprace
