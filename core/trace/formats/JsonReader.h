#pragma once

#include "Result.h"

#include <QByteArray>

#include <nlohmann/json.hpp>
#include <optional>

namespace siprace {

/// Reads values out of parsed JSON, remembering the first fault with its path; after a fault every answer is a default,
/// so a reader of nested lists needs no test at each step. Private to the loaders.
class JsonReader
{
public:
    using Json = nlohmann::json;

    /// Parses; a fault when it is no JSON, cut off, or nested deeper than any of our formats.
    [[nodiscard]] static Result<Json> parse(QByteArrayView text, const QString& file);

    explicit JsonReader(QString file)
        : m_file(std::move(file))
    {
    }

    /// The member, or nullptr when it is absent or null; a fault when `object` is no object.
    [[nodiscard]] const Json* find(const Json& object, const char* name);
    /// The member as a list; a fault when it is something else, or absent and `required`.
    [[nodiscard]] const Json& list(const Json& object, const char* name, bool required);
    [[nodiscard]] QString string(const Json& object, const char* name, bool required = false);
    [[nodiscard]] QByteArray bytes(const Json& object, const char* name) { return string(object, name).toUtf8(); }
    /// NAME, or NAME_base64 decoded.
    [[nodiscard]] QByteArray rawBytes(const Json& object, const char* name);
    [[nodiscard]] std::optional<qint64> integer(const Json& object, const char* name, qint64 least, qint64 most);
    [[nodiscard]] qint64 integerOr(const Json& object, const char* name, qint64 least, qint64 most, qint64 fallback);
    [[nodiscard]] qint64 required(const Json& object, const char* name, qint64 least, qint64 most);
    [[nodiscard]] double number(const Json& object, const char* name);
    [[nodiscard]] bool flag(const Json& object, const char* name);

    /// Says where the reader is: an element of a list; for messages of faults.
    void enter(const char* listName, std::size_t index);
    void leave();
    void fault(const char* name, const QString& what);
    [[nodiscard]] bool ok() const { return !m_fault; }
    [[nodiscard]] Diagnostic takeFault() { return std::move(*m_fault); }

private:
    void wrongKind(const char* name, const Json& found, const QString& wanted);

    QString m_file;
    QString m_path; ///< "messages[3]."
    std::optional<Diagnostic> m_fault;
};

} // namespace siprace
