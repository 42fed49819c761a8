#include "YamlNode.h"

namespace siprace {

namespace {

constexpr int blockLevels = 2; // deeper ones are written in one line: {role: callee, answer: 300ms}

bool isPlain(QStringView text)
{
    if (text.isEmpty() || text.size() > 200)
        return false;
    const auto isWord = [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9') || u == u'_';
    };
    const QChar first = text.front();
    if (!isWord(first) && !(first == u'-' && text.size() > 1 && text[1].isDigit()))
        return false;
    for (qsizetype i = 1; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool inside = c == u' ' && i + 1 < text.size();
        if (!isWord(c) && !inside && !QStringView(u".-*%+/>;()'").contains(c))
            return false;
    }
    return true;
}

void quote(QByteArray& out, QStringView text)
{
    out += '"';
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t u = text[i].unicode();
        if (u == u'"' || u == u'\\')
            out += '\\';
        if (u == u'\n')
            out += "\\n";
        else if (u == u'\t')
            out += "\\t";
        else if (u < 0x20 || u == 0x7F || u == 0x85 || u == 0xA0 || u == 0x2028 || u == 0x2029 || u == 0xFEFF)
            out += "\\u" + QByteArray::number(u, 16).rightJustified(4, '0');
        else if (u < 0x80)
            out += static_cast<char>(u);
        else if (text[i].isHighSurrogate() && i + 1 < text.size())
            out += text.sliced(i++, 2).toUtf8();
        else
            out += text.sliced(i, 1).toUtf8();
    }
    out += '"';
}

void writeText(QByteArray& out, const QString& text, bool isQuoted)
{
    if (!isQuoted && isPlain(text))
        out += text.toUtf8();
    else
        quote(out, text);
}

void writeFlow(QByteArray& out, const YamlNode& node)
{
    if (node.isNull()) {
        out += "null";
        return;
    }
    if (node.isScalar()) {
        writeText(out, node.text, node.isQuoted);
        return;
    }
    out += node.isMap() ? '{' : '[';
    for (qsizetype i = 0; i < node.children.size(); ++i) {
        if (i > 0)
            out += ", ";
        if (node.isMap()) {
            writeText(out, node.children.at(i).key, false);
            out += ": ";
        }
        writeFlow(out, node.children.at(i));
    }
    out += node.isMap() ? '}' : ']';
}

void writeBlock(QByteArray& out, const YamlNode& node, int level)
{
    for (const YamlNode& child : node.children) {
        out += QByteArray(2 * level, ' ');
        if (node.isMap()) {
            writeText(out, child.key, false);
            out += ':';
        } else {
            out += '-';
        }
        const bool isBlock = node.isMap() && level + 1 < blockLevels && !child.children.isEmpty();
        if (isBlock) {
            out += '\n';
            writeBlock(out, child, level + 1);
            continue;
        }
        out += ' ';
        writeFlow(out, child);
        out += '\n';
    }
}

} // namespace

QByteArray writeYamlFlow(const YamlNode& node)
{
    QByteArray out;
    writeFlow(out, node);
    return out;
}

QByteArray writeYaml(const YamlNode& node)
{
    QByteArray out;
    if (node.children.isEmpty()) {
        writeFlow(out, node);
        out += '\n';
    } else {
        writeBlock(out, node, 0);
    }
    return out;
}

} // namespace siprace
