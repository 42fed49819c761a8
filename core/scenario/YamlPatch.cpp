#include "YamlPatch.h"

#include "Complaints.h"
#include "SettingPath.h"
#include "YamlNode.h"

#include <algorithm>
#include <optional>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

/// Equal but for their places.
bool isSame(const YamlNode& one, const YamlNode& other)
{
    return one.kind == other.kind && one.key == other.key && one.text == other.text
        && (one.isQuoted == other.isQuoted || !one.isScalar())
        && std::equal(one.children.begin(), one.children.end(), other.children.begin(), other.children.end(), isSame);
}

/// The smallest part of a tree that must change: `old` becomes `now`, or gets one more child.
struct Change
{
    const YamlNode* old = nullptr;
    const YamlNode* now = nullptr;
    bool isInsertion = false; ///< of the last child of `now`
};

std::optional<Change> changeBetween(const YamlNode& old, const YamlNode& now)
{
    if (isSame(old, now))
        return std::nullopt;
    const bool areContainers = old.kind == now.kind && (old.isMap() || old.isList()) && !old.children.isEmpty();
    const qsizetype common = std::min(old.children.size(), now.children.size());
    QList<qsizetype> different;
    for (qsizetype i = 0; i < common; ++i) {
        if (!isSame(old.children.at(i), now.children.at(i)))
            different.append(i);
    }
    if (areContainers && different.isEmpty() && now.children.size() == old.children.size() + 1)
        return Change{&old, &now, true};
    if (areContainers && different.size() == 1 && now.children.size() == old.children.size()
        && old.children.at(different.first()).key == now.children.at(different.first()).key)
        return changeBetween(old.children.at(different.first()), now.children.at(different.first()));
    return Change{&old, &now, false};
}

/// The text of a file, and where in it a node stands. Positions count characters from 0; -1: cannot be told.
class PatchedText
{
public:
    explicit PatchedText(const QByteArray& text)
        : m_text(QString::fromUtf8(text))
    {
        for (qsizetype at = 0; at >= 0; at = m_text.indexOf(u'\n', at) + 1) {
            if (at == 0 && !m_lines.isEmpty())
                break;
            m_lines.append(at);
        }
    }

    [[nodiscard]] std::optional<QString> apply(const Change& change) const
    {
        return change.isInsertion ? insert(*change.old, change.now->children.last())
                                  : replace(*change.old, *change.now);
    }

private:
    [[nodiscard]] qsizetype begin(const YamlMark& mark) const
    {
        return mark.line < 1 || mark.line > m_lines.size() ? -1 : m_lines.at(mark.line - 1) + mark.column - 1;
    }
    [[nodiscard]] QChar at(qsizetype position) const
    {
        return position >= 0 && position < m_text.size() ? m_text.at(position) : QChar();
    }
    [[nodiscard]] bool isFlow(const YamlNode& node) const
    {
        const QChar first = at(begin(node.mark));
        return first == u'{' || first == u'[';
    }

    /// Behind the closing quote that belongs to the one at `position`.
    [[nodiscard]] qsizetype endOfQuoted(qsizetype position) const
    {
        const QChar quote = at(position);
        for (qsizetype i = position + 1; i < m_text.size(); ++i) {
            if (at(i) == u'\\' && quote == u'"')
                ++i;
            else if (at(i) == quote && quote == u'\'' && at(i + 1) == quote)
                ++i;
            else if (at(i) == quote)
                return i + 1;
        }
        return -1;
    }
    /// Behind the bracket that closes the one at `position`.
    [[nodiscard]] qsizetype endOfFlow(qsizetype position) const
    {
        int depth = 0;
        for (qsizetype i = position; i >= 0 && i < m_text.size(); ++i) {
            const QChar c = at(i);
            const bool opensValue = i > 0 && u" ,[{:"_s.contains(at(i - 1));
            if ((c == u'"' || c == u'\'') && opensValue) {
                i = endOfQuoted(i) - 1;
                if (i < 0)
                    return -1;
            } else if (c == u'#' && at(i - 1).isSpace()) {
                i = m_text.indexOf(u'\n', i);
                if (i < 0)
                    return -1;
            } else if (c == u'{' || c == u'[') {
                ++depth;
            } else if ((c == u'}' || c == u']') && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }
    /// Behind a value that is a scalar of one line or stands in brackets.
    [[nodiscard]] qsizetype end(const YamlNode& node) const
    {
        const qsizetype start = begin(node.mark);
        if (start < 0 || node.isNull())
            return -1;
        const QChar first = at(start);
        if (isFlow(node))
            return endOfFlow(start);
        if (!node.isScalar())
            return -1;
        if (first == u'"' || first == u'\'')
            return endOfQuoted(start);
        return m_text.mid(start, node.text.size()) == node.text ? start + node.text.size() : -1;
    }
    /// Behind the last thing of a block.
    [[nodiscard]] qsizetype endOfBlock(const YamlNode& node) const
    {
        if (node.children.isEmpty() || isFlow(node))
            return end(node);
        return endOfBlock(node.children.last());
    }

    [[nodiscard]] std::optional<QString> replace(const YamlNode& old, const YamlNode& now) const
    {
        const qsizetype start = begin(old.mark);
        const qsizetype stop = end(old);
        if (stop < 0)
            return std::nullopt;
        return m_text.left(start) + QString::fromUtf8(writeYamlFlow(now)) + m_text.mid(stop);
    }

    [[nodiscard]] static QString entryText(const YamlNode& child, bool isMap)
    {
        const QString text = QString::fromUtf8(writeYamlFlow(isMap ? YamlNode::map({child}) : YamlNode::list({child})));
        return text.mid(1, text.size() - 2);
    }

    [[nodiscard]] std::optional<QString> insert(const YamlNode& node, const YamlNode& child) const
    {
        const QString entry = entryText(child, node.isMap());
        if (isFlow(node)) {
            const qsizetype close = endOfFlow(begin(node.mark)) - 1;
            if (close < 0)
                return std::nullopt;
            qsizetype behind = close;
            while (at(behind - 1).isSpace())
                --behind;
            return m_text.left(behind) + u", "_s + entry + m_text.mid(behind);
        }
        const qsizetype last = endOfBlock(node);
        if (last < 0)
            return std::nullopt;
        const YamlNode& first = node.children.first();
        const YamlMark& mark = node.isMap() ? first.keyMark : first.mark;
        const qsizetype line = m_lines.at(mark.line - 1);
        const qsizetype column = node.isMap() ? mark.column - 1 : m_text.lastIndexOf(u'-', begin(mark)) - line;
        if (column < 0)
            return std::nullopt;
        const QString added = QString(column, u' ') + (node.isMap() ? QString() : u"- "_s) + entry;
        const qsizetype newLine = m_text.indexOf(u'\n', last);
        return newLine < 0 ? m_text + u'\n' + added + u'\n'
                           : m_text.left(newLine + 1) + added + u'\n' + m_text.mid(newLine + 1);
    }

    QString m_text;
    QList<qsizetype> m_lines; ///< where each begins
};

Result<QByteArray, Diagnostics> patchOne(const QByteArray& text, const QString& file, const Setting& setting)
{
    const YamlDocument before = readYaml(text, file);
    if (!before.isReadable)
        return fail(before.faults);
    const auto value = readYamlValue(setting.value.toUtf8());
    if (!value)
        return fail(Diagnostics{value.error()});
    Complaints complaints(file, {setting.path});
    YamlNode wanted = before.root;
    applySetting(wanted, setting.path, *value, 1, complaints);
    if (!complaints.isEmpty())
        return fail(complaints.take());
    const auto change = changeBetween(before.root, wanted);
    if (!change)
        return text;
    if (const auto patched = PatchedText(text).apply(*change)) {
        const QByteArray bytes = patched->toUtf8();
        const YamlDocument after = readYaml(bytes, file);
        if (after.isReadable && after.faults.empty() && isSame(after.root, wanted))
            return bytes;
    }
    return writeYaml(wanted);
}

} // namespace

Result<QByteArray, Diagnostics> patchScenario(
    const QByteArray& text, const QString& file, const QList<Setting>& settings)
{
    QByteArray patched = text;
    for (const Setting& setting : settings) {
        auto next = patchOne(patched, file, setting);
        if (!next)
            return fail(next.error());
        patched = *std::move(next);
    }
    return patched;
}

} // namespace siprace
