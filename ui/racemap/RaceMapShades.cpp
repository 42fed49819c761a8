#include "RaceMapShades.h"

#include <QCoreApplication>

namespace siprace::ui {

namespace {
struct ClassLook
{
    const char* runClass;
    const char* words;
    QRgb light;
    QRgb dark;
};
constexpr ClassLook classLooks[] = {
    {"clean", QT_TRANSLATE_NOOP("RaceMap", "one 2xx, loser cancelled"), 0xff22a55b, 0xff2fbf71},
    {"two-2xx", QT_TRANSLATE_NOOP("RaceMap", "two 2xx, caller cleans up"), 0xfff5a524, 0xfff7b548},
    {"ghost-call", QT_TRANSLATE_NOOP("RaceMap", "ghost call, proxy cleans up"), 0xff7c4dea, 0xff9a78f2},
    {"orphan-dialog", QT_TRANSLATE_NOOP("RaceMap", "orphan dialog until 64*T1"), 0xffdc3535, 0xffef5a5a},
    {"stray-in-call", QT_TRANSLATE_NOOP("RaceMap", "stray response in the call"), 0xff0e7c9a, 0xff35b0cf},
    {"call-lost", QT_TRANSLATE_NOOP("RaceMap", "call lost"), 0xff5c1a1a, 0xffb76e6e},
    {"other", QT_TRANSLATE_NOOP("RaceMap", "a violation of another kind"), 0xff6b7280, 0xff9aa3af},
};

const ClassLook& lookOf(const QString& runClass)
{
    for (const ClassLook& look : classLooks) {
        if (runClass == QLatin1StringView(look.runClass))
            return look;
    }
    return classLooks[std::size(classLooks) - 1];
}
} // namespace

QColor classColour(const QString& runClass, bool isDark)
{
    const ClassLook& look = lookOf(runClass);
    return QColor::fromRgb(isDark ? look.dark : look.light);
}

QString classWords(const QString& runClass)
{
    return QCoreApplication::translate("RaceMap", lookOf(runClass).words);
}

} // namespace siprace::ui
