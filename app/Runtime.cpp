#include "Runtime.h"

#include <QApplication>
#include <QGuiApplication>

namespace siprace::app {

namespace {
struct KeptArguments
{
    int* count = nullptr;
    char** values = nullptr;
};
KeptArguments keptArguments;

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
    keptArguments = { &argc, argv };
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
    if (!hasDisplay() && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QApplication>(*keptArguments.count, keptArguments.values);
}

bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

} // namespace siprace::app
