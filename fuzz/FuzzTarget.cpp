#include "FuzzTarget.h"

#include <cstdio>
#include <cstdlib>

namespace siprace {

void require(bool holds, const QString& what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", qPrintable(what));
    std::abort();
}

unsigned FuzzInput::below(unsigned bound)
{
    unsigned number = 0;
    for (int i = 0; i < 2 && !m_rest.isEmpty(); ++i) {
        number = number * 256 + static_cast<std::uint8_t>(m_rest.front());
        m_rest.remove(0, 1);
    }
    return number % bound;
}

QByteArray FuzzInput::piece()
{
    constexpr QByteArrayView mark = "\n--\n";
    const qsizetype end = m_rest.indexOf(mark);
    const QByteArray piece = end < 0 ? m_rest : m_rest.first(end + 1);
    m_rest = end < 0 ? QByteArray() : m_rest.sliced(end + mark.size());
    return piece;
}

} // namespace siprace
