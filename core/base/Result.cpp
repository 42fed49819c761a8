#include "Result.h"

namespace siprace {

QString Diagnostic::text() const
{
    QString out = where.file;
    if (where.line > 0)
        out += QStringLiteral(":%1:%2").arg(where.line).arg(where.column);
    if (!out.isEmpty())
        out += QStringLiteral(": ");
    out += what;
    if (!hint.isEmpty())
        out += QStringLiteral("; ") + hint;
    return out;
}

} // namespace siprace
