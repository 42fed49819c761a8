#include "Application.h"

#include "MainWindow.h"
#include "Theme.h"

#include <QApplication>

namespace siprace {

int runWindow(const QString& file)
{
    ui::Theme theme(*qobject_cast<QApplication*>(QCoreApplication::instance()));
    ui::MainWindow window(theme);
    window.openAtStart(file);
    window.show();
    window.offerTour();
    return QApplication::exec();
}

} // namespace siprace
