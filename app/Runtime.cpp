#include "Runtime.h"

#include "Console.h"

#include <QApplication>
#include <QGuiApplication>
#include <QIcon>
#include <QSettings>

#include <algorithm>
#include <array>
#include <clocale>
#include <langinfo.h>

namespace siprace::app {

namespace {
struct KeptArguments
{
    int* count = nullptr;
    char** values = nullptr;
};
KeptArguments keptArguments;

/// Qt insists on UTF-8 and complains in several lines where the locale is another, as in a bare container; the program
/// speaks UTF-8 everywhere anyway.
void chooseUtf8()
{
    std::setlocale(LC_ALL, "");
    if (qstricmp(nl_langinfo(CODESET), "UTF-8") != 0)
        qputenv("LC_ALL", "C.UTF-8");
}

/// Qt has opinions about the desktop (a missing runtime folder, a theme plugin) that nobody can act on; standard error
/// is for our own lines and for what ends the program.
void keepQtQuiet()
{
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& text) {
        if (type == QtCriticalMsg || type == QtFatalMsg)
            complain(text);
    });
}

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("siprace"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SIPRACE_VERSION));
    QCoreApplication::setOrganizationName(QStringLiteral("siprace"));
    QGuiApplication::setDesktopFileName(QStringLiteral("siprace"));
}
} // namespace

void keepArguments(int& argc, char** argv)
{
    keptArguments = {&argc, argv};
    chooseUtf8();
    keepQtQuiet();
    nameProgram();
}

std::unique_ptr<QCoreApplication> makePlainApplication()
{
    return std::make_unique<QCoreApplication>(*keptArguments.count, keptArguments.values);
}

std::unique_ptr<QCoreApplication> makePictureApplication()
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(*keptArguments.count, keptArguments.values);
}

std::unique_ptr<QCoreApplication> makeWindowApplication()
{
    auto application = std::make_unique<QApplication>(*keptArguments.count, keptArguments.values);
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/siprace.svg")));
    return application;
}

bool canShowWindow()
{
    return std::ranges::any_of(std::array{"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"},
        [](const char* variable) { return !qEnvironmentVariableIsEmpty(variable); });
}

} // namespace siprace::app
