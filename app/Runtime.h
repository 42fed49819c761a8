#pragma once

#include <QCoreApplication>

#include <memory>

namespace siprace::app {

/// Remembers argc and argv for the application objects made later. Called once, first of all.
void keepArguments(int& argc, char** argv);
/// For commands that draw nothing: no platform plugin, no fonts, a quick start.
[[nodiscard]] std::unique_ptr<QCoreApplication> makePlainApplication();
/// For commands that make pictures: Qt's offscreen platform whatever the desktop is, so that a picture is the same
/// everywhere.
[[nodiscard]] std::unique_ptr<QCoreApplication> makePictureApplication();
/// For the window: the desktop's platform.
[[nodiscard]] std::unique_ptr<QCoreApplication> makeWindowApplication();
/// True when there is a desktop to open a window on, or a platform was chosen by QT_QPA_PLATFORM.
[[nodiscard]] bool canShowWindow();

} // namespace siprace::app
