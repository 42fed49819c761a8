#include "RunClasses.h"

#include <QCoreApplication>

namespace siprace::ui {

namespace {

struct RunClassText
{
    Q_DECLARE_TR_FUNCTIONS(RunClass)
};

/// How a class looks and is called. One row a class; the last is for every other one.
struct RunClassLook
{
    const char* runClass;
    const char* words;
    const char* sentence;
    QRgb light;
    QRgb dark;
};
constexpr RunClassLook runClassLooks[] = {
    {"clean", QT_TRANSLATE_NOOP("RunClass", "one 2xx, loser cancelled"), QT_TRANSLATE_NOOP("RunClass", "It ends well"),
        0xff22a55b, 0xff2fbf71},
    {"two-2xx", QT_TRANSLATE_NOOP("RunClass", "two 2xx, caller cleans up"),
        QT_TRANSLATE_NOOP("RunClass", "Two phones answer, and the caller cleans up"), 0xfff5a524, 0xfff7b548},
    {"ghost-call", QT_TRANSLATE_NOOP("RunClass", "ghost call, proxy cleans up"),
        QT_TRANSLATE_NOOP("RunClass", "A phone is in a call that nobody wants, for a while"), 0xff7c4dea, 0xff9a78f2},
    {"orphan-dialog", QT_TRANSLATE_NOOP("RunClass", "orphan dialog until 64*T1"),
        QT_TRANSLATE_NOOP("RunClass", "A phone answers, and nobody ever acknowledges it"), 0xffdc3535, 0xffef5a5a},
    {"stray-in-call", QT_TRANSLATE_NOOP("RunClass", "stray response in the call"),
        QT_TRANSLATE_NOOP("RunClass", "A stray response comes into a call that is up"), 0xff0e7c9a, 0xff35b0cf},
    {"call-lost", QT_TRANSLATE_NOOP("RunClass", "call lost"),
        QT_TRANSLATE_NOOP("RunClass", "The call is lost, although a phone answered"), 0xff5c1a1a, 0xffb76e6e},
    {"other", QT_TRANSLATE_NOOP("RunClass", "a violation of another kind"),
        QT_TRANSLATE_NOOP("RunClass", "A rule is broken in another way"), 0xff6b7280, 0xff9aa3af},
};

const RunClassLook& lookOf(const QString& runClass)
{
    for (const RunClassLook& look : runClassLooks) {
        if (runClass == QLatin1StringView(look.runClass))
            return look;
    }
    return runClassLooks[std::size(runClassLooks) - 1];
}

} // namespace

QColor classColour(const QString& runClass, bool isDark)
{
    const RunClassLook& look = lookOf(runClass);
    return QColor::fromRgb(isDark ? look.dark : look.light);
}

QString classWords(const QString& runClass)
{
    return RunClassText::tr(lookOf(runClass).words);
}

QString classSentence(const QString& runClass)
{
    return RunClassText::tr(lookOf(runClass).sentence);
}

} // namespace siprace::ui
