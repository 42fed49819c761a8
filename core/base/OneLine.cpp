#include "OneLine.h"

namespace siprace {

QString oneLine(const QString& text, qsizetype longest)
{
    QString line = text.size() <= longest ? text : text.first(longest) + u'…';
    for (QChar& c : line) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = u' ';
    }
    return line;
}

} // namespace siprace
