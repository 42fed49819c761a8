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

    /// The text without child `index`, which has brothers.
    [[nodiscard]] std::optional<QString> without(const YamlNode& parent, qsizetype index) const
    {
        const bool isLast = index + 1 == parent.children.size();
        const qsizetype from = beginOfEntry(parent, index);
        const qsizetype next = isLast ? -1 : beginOfEntry(parent, index + 1);
        if (from < 0 || (!isLast && next < 0))
            return std::nullopt;
        if (isFlow(parent)) {
            if (!isLast)
                return m_text.left(from) + m_text.mid(next);
            const qsizetype before = end(parent.children.at(index - 1));
            const qsizetype stop = end(parent.children.at(index));
            return before < 0 || stop < 0 ? std::nullopt : std::optional(m_text.left(before) + m_text.mid(stop));
        }
        const qsizetype line = m_text.lastIndexOf(u'\n', from - 1) + 1;
        if (from > 0 && !m_text.mid(line, from - line).trimmed().isEmpty()) // behind the dash of a list
            return isLast ? std::nullopt : std::optional(m_text.left(from) + m_text.mid(next));
        const qsizetype stop = endOfBlock(parent.children.at(index));
        const qsizetype newLine = stop < 0 ? -1 : m_text.indexOf(u'\n', stop);
        if (stop < 0)
            return std::nullopt;
        return m_text.left(line) + (newLine < 0 ? QString() : m_text.mid(newLine + 1));
    }

    /// The text with `entry` before the first child of a list that has some.
    [[nodiscard]] std::optional<QString> withFirst(const YamlNode& list, const YamlNode& entry) const
    {
        const qsizetype from = beginOfEntry(list, 0);
        if (from < 0)
            return std::nullopt;
        const QString added = entryText(entry, false);
        if (isFlow(list))
            return m_text.left(from) + added + u", "_s + m_text.mid(from);
        const qsizetype line = m_text.lastIndexOf(u'\n', from - 1) + 1;
        const QString indent = m_text.mid(line, from - line);
        if (!indent.trimmed().isEmpty())
            return std::nullopt;
        return m_text.left(line) + indent + u"- "_s + added + u'\n' + m_text.mid(line);
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
    /// Where a child begins: its key, or the dash of a block list.
    [[nodiscard]] qsizetype beginOfEntry(const YamlNode& parent, qsizetype index) const
    {
        const YamlNode& child = parent.children.at(index);
        if (parent.isMap())
            return begin(child.keyMark);
        return isFlow(parent) ? begin(child.mark) : m_text.lastIndexOf(u'-', begin(child.mark));
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

/// The patched text, if it says exactly what is wanted; else the whole tree written anew.
QByteArray checked(const std::optional<QString>& patched, const QString& file, const YamlNode& wanted)
{
    if (patched) {
        const QByteArray bytes = patched->toUtf8();
        const YamlDocument after = readYaml(bytes, file);
        if (after.isReadable && after.faults.empty() && isSame(after.root, wanted))
            return bytes;
    }
    return writeYaml(wanted);
}

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
    return checked(PatchedText(text).apply(*change), file, wanted);
}

/// The child of a map or list that a word of a PATH names; -1: there is none.
qsizetype childNamed(const YamlNode& node, const QString& word)
{
    for (qsizetype i = 0; i < node.children.size(); ++i) {
        if (node.isMap() ? node.children.at(i).key == word : node.isList() && QString::number(i) == word)
            return i;
    }
    return -1;
}

/// A node on the way down a PATH, and which of its children is next.
struct PathStep
{
    YamlNode* node = nullptr;
    qsizetype child = 0;
};

/// The way from the top to what a PATH names; empty when it is not there.
QList<PathStep> wayTo(YamlNode& root, const QStringList& path)
{
    QList<PathStep> way;
    YamlNode* node = &root;
    for (const QString& word : path) {
        const qsizetype child = childNamed(*node, word);
        if (child < 0)
            return {};
        way.append({node, child});
        node = &node->children[child];
    }
    return way;
}

} // namespace

Result<QByteArray, Diagnostics> removeFromScenario(const QByteArray& text, const QString& file, const QString& path)
{
    const YamlDocument before = readYaml(text, file);
    if (!before.isReadable)
        return fail(before.faults);
    const auto words = parsePath(path);
    if (!words)
        return fail(Diagnostics{words.error()});
    YamlNode wanted = before.root;
    QList<PathStep> way = wayTo(wanted, *words);
    if (way.isEmpty())
        return fail(Diagnostics{{{file}, u"%1 is not in the text"_s.arg(path), {}}});
    while (way.size() > 1 && way.last().node->children.size() == 1)
        way.removeLast(); // what would be empty goes as a whole
    YamlNode old = *way.last().node;
    way.last().node->children.removeAt(way.last().child);
    const bool hasBrothers = old.children.size() > 1;
    return checked(hasBrothers ? PatchedText(text).without(old, way.last().child) : std::nullopt, file, wanted);
}

Result<QByteArray, Diagnostics> prependToScenario(const QByteArray& text, const QString& file, const Setting& entry)
{
    const YamlDocument before = readYaml(text, file);
    if (!before.isReadable)
        return fail(before.faults);
    const auto words = parsePath(entry.path);
    const auto value = readYamlValue(entry.value.toUtf8());
    if (!words || !value)
        return fail(Diagnostics{words ? value.error() : words.error()});
    YamlNode wanted = before.root;
    const QList<PathStep> way = wayTo(wanted, *words);
    YamlNode* list = way.isEmpty() ? nullptr : &way.last().node->children[way.last().child];
    if (!list || !list->isList() || list->children.isEmpty())
        return patchScenario(text, file, {{entry.path, u'[' + entry.value + u']'}});
    const YamlNode old = *list;
    list->children.prepend(*value);
    return checked(PatchedText(text).withFirst(old, *value), file, wanted);
}

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
