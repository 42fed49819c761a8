#include "YamlContext.h"

#include <QRegularExpression>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

/// The beginning of a line: "  - key: rest".
struct LineHead
{
    qsizetype dash = -1; ///< column of the last dash before the key, -1: none
    qsizetype column = 0; ///< where what follows the dashes begins
    QString key; ///< empty when there is none
    qsizetype rest = 0; ///< column behind "key:"
    bool isBlank = false;
};

LineHead readHead(const QString& line)
{
    LineHead head;
    qsizetype at = 0;
    const auto skipSpaces = [&] {
        while (at < line.size() && line.at(at) == u' ')
            ++at;
    };
    skipSpaces();
    while (at < line.size() && line.at(at) == u'-' && (at + 1 == line.size() || line.at(at + 1) == u' ')) {
        head.dash = at++;
        skipSpaces();
    }
    head.column = at;
    head.isBlank = at == line.size() ? head.dash < 0 : line.at(at) == u'#';
    static const QRegularExpression key(uR"(\G("[^"]*"|'[^']*'|[^\s#:{}\[\],"'][^#:{}\[\],]*?)\s*:(?=\s|$))"_s);
    const auto found = key.match(line, at);
    head.rest = found.hasMatch() ? found.capturedEnd() : at;
    if (found.hasMatch())
        head.key = found.captured(1).remove(u'"').remove(u'\'');
    return head;
}

/// The path of what stands at `column` under the lines above.
QStringList pathAbove(const QStringList& lines, qsizetype row, qsizetype column, qsizetype dash)
{
    QStringList path;
    bool isInList = dash >= 0;
    if (isInList) {
        path.prepend(u"0"_s);
        column = dash;
    }
    while (row-- > 0 && (column > 0 || isInList)) {
        const LineHead head = readHead(lines.at(row));
        if (head.isBlank)
            continue;
        const bool isSibling = head.column == column && head.dash >= 0 && !isInList; // its dash made our item
        const bool isParent = !head.key.isEmpty() && (head.column < column || (isInList && head.column == column));
        if (isParent && !(isInList && head.dash == column)) {
            path.prepend(head.key);
            column = head.column;
            isInList = head.dash >= 0;
        } else if (isSibling) {
            isInList = true;
        } else {
            continue;
        }
        if (isInList) {
            path.prepend(u"0"_s);
            column = head.dash;
        }
    }
    return path;
}

} // namespace

YamlContext yamlContextAt(const QString& text, qsizetype position)
{
    const QString before = text.left(position);
    QStringList lines = before.split(u'\n');
    const QString line = lines.takeLast();
    const LineHead head = readHead(line);
    YamlContext context;
    context.path = pathAbove(lines, lines.size(), head.column, head.dash);
    QString word = head.key.isEmpty() ? QString() : head.key;
    bool isValue = !head.key.isEmpty();
    if (isValue)
        context.path.append(head.key);
    QString current;
    QList<QChar> open;
    for (qsizetype i = head.rest; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (c == u'{' || c == u'[') {
            open.append(c);
            isValue = c == u'[';
            if (isValue)
                context.path.append(u"0"_s);
            current.clear();
        } else if ((c == u'}' || c == u']') && !open.isEmpty()) {
            if (open.takeLast() == u'{' && isValue)
                context.path.removeLast(); // the key whose value ended here
            else if (c == u']')
                context.path.removeLast();
            isValue = true;
            current.clear();
        } else if (c == u',' && !open.isEmpty()) {
            if (open.last() == u'{' && isValue)
                context.path.removeLast();
            isValue = open.last() == u'[';
            current.clear();
        } else if (c == u':' && !open.isEmpty() && open.last() == u'{' && !isValue) {
            context.path.append(current.trimmed());
            isValue = true;
            current.clear();
        } else {
            current += c;
        }
    }
    static const QRegularExpression lastWord(uR"([\w\-]*$)"_s);
    context.prefix = lastWord.match(line).captured();
    context.isValue = isValue;
    return context;
}

QString roleOfNode(const QString& text, const QString& node)
{
    static const QRegularExpression role(uR"(^[^#]*\brole:\s*([a-z]+))"_s);
    bool isInNodes = false;
    qsizetype column = -1; // of the node's key; -1: not there yet
    for (const QString& line : text.split(u'\n')) {
        const LineHead head = readHead(line);
        if (head.isBlank)
            continue;
        if (head.column == 0)
            isInNodes = head.key == u"nodes";
        if (column >= 0 && head.column <= column)
            return {}; // the next one
        if (column < 0 && isInNodes && head.column > 0 && head.key == node)
            column = head.column;
        if (column < 0)
            continue;
        if (const auto found = role.match(line); found.hasMatch())
            return found.captured(1);
    }
    return {};
}

} // namespace siprace::ui
