#include "YamlHighlighter.h"

#include "Shades.h"

#include <QRegularExpression>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

void YamlHighlighter::setShades(bool isDark)
{
    if (isDark == m_isDark)
        return;
    m_isDark = isDark;
    rehighlight();
}

namespace {

/// A key whose value is text for people, and how far it is indented.
int proseIndent(const QString& text)
{
    static const QRegularExpression prose(uR"(^(\s*(?:-\s+)?)(?:title|summary|reference|say)\s*:(?:\s|$))"_s);
    const QRegularExpressionMatch match = prose.match(text);
    return match.hasMatch() ? static_cast<int>(match.capturedLength(1)) : -1;
}

int indentOf(const QString& text)
{
    const auto first = std::find_if(text.begin(), text.end(), [](QChar c) { return !c.isSpace(); });
    return static_cast<int>(first - text.begin());
}

} // namespace

/// The state of a block is 1 more than the indentation of the key whose text it is part of; 0 when it is none.
void YamlHighlighter::highlightBlock(const QString& text)
{
    const int outer = std::max(0, previousBlockState());
    const bool isProse = outer > 0 && (text.trimmed().isEmpty() || indentOf(text) >= outer);
    setCurrentBlockState(isProse ? outer : proseIndent(text) + 1);
    if (!isProse)
        colour(text, currentBlockState() > 0);
}

/// A number or word has a colour where it is a whole value, not within a sentence.
void YamlHighlighter::colour(const QString& text, bool isKeyOfProse)
{
    static const QRegularExpression parts(
        uR"((?<comment>(?:^|(?<=\s))#.*$))"
        uR"(|(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'))"
        uR"(|(?<key>[A-Za-z0-9_][\w\-.]*(?=\s*:(?:\s|$))))"
        uR"(|(?::\s+|[,\[{]\s*|^\s*-\s+)(?<value>\d+(?:\.\d+)?(?:us|ms|s|min|%)?|true|false|never|null))"
        uR"((?=\s*(?:[,\]}]|$)|\s+#))"_s);
    const Shades& shades = m_isDark ? darkShades() : lightShades();
    auto found = parts.globalMatch(text);
    bool hasKey = false;
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        QTextCharFormat format;
        QString part = u"comment"_s;
        if (match.capturedLength(part) > 0) {
            format.setForeground(shades.muted);
            format.setFontItalic(true);
        } else if (match.capturedLength(part = u"quoted"_s) > 0) {
            format.setForeground(shades.good);
        } else if (match.capturedLength(part = u"key"_s) > 0 && !(isKeyOfProse && hasKey)) {
            hasKey = true;
            format.setForeground(shades.accent);
        } else if (match.capturedLength(part = u"value"_s) > 0 && !isKeyOfProse) {
            format.setForeground(shades.warn);
        } else {
            continue;
        }
        setFormat(static_cast<int>(match.capturedStart(part)), static_cast<int>(match.capturedLength(part)), format);
    }
}

} // namespace siprace::ui
