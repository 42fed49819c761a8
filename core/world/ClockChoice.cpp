#include "World.h"

namespace siprace {

using namespace Qt::StringLiterals;

QString ClockChoice::text() const
{
    switch (kind) {
    case Kind::Virtual:
        return u"virtual"_s;
    case Kind::Real:
        return u"real"_s;
    case Kind::Slow:
        return u"slow:%1"_s.arg(slowness);
    }
    return {};
}

Result<ClockChoice> ClockChoice::parse(const QString& text)
{
    if (text == "virtual"_L1)
        return ClockChoice{Kind::Virtual, 1};
    if (text == "real"_L1)
        return ClockChoice{Kind::Real, 1};
    if (text.startsWith("slow:"_L1)) {
        bool isNumber = false;
        const double slowness = QStringView(text).mid(5).toDouble(&isNumber);
        if (isNumber && slowness > 1 && slowness <= 1000)
            return ClockChoice{Kind::Slow, slowness};
        return fail({}, u"clock \"%1\": how much slower?"_s.arg(text), u"write a number above 1, up to 1000: slow:4"_s);
    }
    return fail({}, u"unknown clock \"%1\""_s.arg(text), u"write virtual, real or slow:4"_s);
}

} // namespace siprace
