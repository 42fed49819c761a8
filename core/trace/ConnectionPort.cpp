#include "ConnectionPort.h"

namespace siprace {

namespace {
constexpr QStringView portMark = u", from its port ";
}

QString withPort(const QString& sentence, quint16 port)
{
    return QStringLiteral("%1%2%3.").arg(sentence.chopped(1), portMark).arg(port);
}

quint16 portIn(const QString& sentence)
{
    const qsizetype at = sentence.lastIndexOf(portMark);
    return at < 0 ? quint16{0} : sentence.sliced(at + portMark.size()).chopped(1).toUShort();
}

} // namespace siprace
