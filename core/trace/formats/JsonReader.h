#pragma once

#include "SharedTexts.h"
#include "formats/JsonValue.h"

#include <array>
#include <optional>
#include <vector>

namespace siprace {

/// Reads values out of a JSON text, remembering the first fault with its path; after a fault every answer is a default,
/// so a reader of nested lists needs no test at each step. No tree is made of the text: a member is found in it when it
/// is asked for. Private to the loaders.
class JsonReader
{
public:
    using Json = JsonValue;

    explicit JsonReader(QString file)
        : m_file(std::move(file))
    {
    }

    [[nodiscard]] bool has(const Json& object, const char* name);
    /// The member, or nothing when it is absent or null; a fault when `object` is no object.
    [[nodiscard]] std::optional<Json> find(const Json& object, const char* name);
    /// The member as a list; a fault when it is something else, or absent and `required`.
    [[nodiscard]] Json list(const Json& object, const char* name, bool required);
    [[nodiscard]] QString string(const Json& object, const char* name, bool required = false);
    [[nodiscard]] QByteArray bytes(const Json& object, const char* name);
    /// NAME, or NAME_base64 decoded.
    [[nodiscard]] QByteArray rawBytes(const Json& object, const char* name);
    [[nodiscard]] std::optional<qint64> integer(const Json& object, const char* name, qint64 least, qint64 most);
    [[nodiscard]] qint64 integerOr(const Json& object, const char* name, qint64 least, qint64 most, qint64 fallback);
    [[nodiscard]] qint64 required(const Json& object, const char* name, qint64 least, qint64 most);
    [[nodiscard]] double number(const Json& object, const char* name);
    [[nodiscard]] bool flag(const Json& object, const char* name);

    /// Equal texts are handed out in the same memory.
    [[nodiscard]] SharedTexts& texts() { return m_texts; }

    /// Says where the reader is: an element of a list; for messages of faults.
    void enter(const char* listName, std::size_t index);
    void leave();
    void fault(const char* name, const QString& what);
    [[nodiscard]] bool ok() const { return !m_fault; }
    [[nodiscard]] Diagnostic takeFault() { return std::move(*m_fault); }

private:
    /// An object that was looked into: its members, so that it is gone over once.
    struct Opened
    {
        const char* begin = nullptr;
        std::vector<std::pair<QByteArrayView, Json>> members; ///< our keys need no escapes
    };
    [[nodiscard]] const Opened& opened(const Json& object);
    [[nodiscard]] std::optional<Json> member(const Json& object, QByteArrayView name);
    /// The text of a string member, valid until the next one is read; nothing when it is absent or no string.
    [[nodiscard]] std::optional<QByteArrayView> utf8(const Json& object, const char* name);
    void wrongKind(const char* name, const Json& found, const QString& wanted);

    SharedTexts m_texts;
    std::array<Opened, 4> m_opened; ///< the latest
    std::size_t m_nextOpened = 0;
    QByteArray m_scratch;

    QString m_file;
    QString m_path; ///< "messages[3]."
    std::optional<Diagnostic> m_fault;
};

} // namespace siprace
