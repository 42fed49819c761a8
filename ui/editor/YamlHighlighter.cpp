#include "YamlHighlighter.h"

#include "Shades.h"

#include <QRegularExpression>

namespace siprace::ui {

using namespace Qt::StringLiterals;

void YamlHighlighter::setShades(bool isDark)
{
    if (isDark == m_isDark)
        return;
    m_isDark = isDark;
    rehighlight();
}

void YamlHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression parts(uR"((?<comment>(?:^|(?<=\s))#.*$))"
                                          uR"(|(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'))"
                                          uR"(|(?<key>[A-Za-z_][\w\-.]*(?=\s*:(?:\s|$))))"
                                          uR"(|(?<number>\b\d+(?:\.\d+)?(?:us|ms|s|%)?(?![\w\-.])))"
                                          uR"(|(?<word>\b(?:true|false|never|null)\b))"_s);
    const Shades& shades = m_isDark ? darkShades() : lightShades();
    auto found = parts.globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        QTextCharFormat format;
        if (match.capturedLength(u"comment"_s) > 0) {
            format.setForeground(shades.muted);
            format.setFontItalic(true);
        } else if (match.capturedLength(u"quoted"_s) > 0) {
            format.setForeground(shades.good);
        } else if (match.capturedLength(u"key"_s) > 0) {
            format.setForeground(shades.accent);
        } else {
            format.setForeground(shades.warn);
        }
        setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), format);
    }
}

} // namespace siprace::ui
