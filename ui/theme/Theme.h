#pragma once

#include "Shades.h"
#include "WidgetScaler.h"

#include <QObject>
#include <QPalette>

class QApplication;

namespace siprace::ui {

enum class ThemeChoice
{
    System, ///< what the desktop has, also when it changes
    Light,
    Dark
};

[[nodiscard]] QString toString(ThemeChoice choice); ///< "system", "light", "dark", as in the settings
[[nodiscard]] ThemeChoice themeChoice(const QString& text); ///< System for anything unknown

/// Dresses the application: palette, fonts and style sheet, following the desktop or a fixed choice. One a program.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QApplication& application, QObject* parent = nullptr);
    ~Theme() override; ///< the next one begins at 100 %

    void choose(ThemeChoice choice);
    /// The size of everything, in percent: 100 to 200. Everything that is shown changes at once.
    void setScale(int percent);
    [[nodiscard]] int scale() const;
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    [[nodiscard]] bool isDark() const;

Q_SIGNALS:
    /// The shades or the size have changed; every widget has its new palette, font and margins already.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    [[nodiscard]] bool desktopIsDark() const;

    QApplication& m_application;
    WidgetScaler m_scaler;
    double m_basePoints = 9.5; ///< of running text at 100 %
    ThemeChoice m_choice = ThemeChoice::System;
    QPalette m_desktop; ///< before ours was laid over it
    bool m_isApplying = false;
    bool m_isDark = false;
    bool m_isDressed = false;
};

/// The palette of those shades, for everything the style sheet leaves alone.
[[nodiscard]] QPalette paletteOf(const Shades& shades);

} // namespace siprace::ui
