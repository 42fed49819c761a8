#include "Application.h"

#include "MainWindow.h"
#include "Theme.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

namespace siprace {

bool installTranslation(const QLocale& locale)
{
    const auto load = [&locale](const QString& name, const QString& folder) {
        auto* translator = new QTranslator(QCoreApplication::instance());
        return translator->load(locale, name, QStringLiteral("_"), folder)
            && QCoreApplication::installTranslator(translator);
    };
    // Qt's own words (dialogs, keys) come with its package of translations, where that is installed.
    std::ignore = load(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    return load(QStringLiteral("siprace"), QStringLiteral(":/i18n"));
}

int runWindow(const QString& file)
{
    std::ignore = installTranslation(QLocale());
    ui::Theme theme(*qobject_cast<QApplication*>(QCoreApplication::instance()));
    theme.choose(ui::themeChoice(QSettings().value(QStringLiteral("window/theme")).toString()));
    theme.setScale(QSettings().value(QStringLiteral("window/scale"), 100).toInt());
    ui::MainWindow window(theme);
    window.openAtStart(file);
    window.show();
    window.offerTour();
    return QApplication::exec();
}

} // namespace siprace
