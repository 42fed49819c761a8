#include "Theme.h"

#include "Scale.h"
#include "ScaledStyle.h"
#include "StyleSheet.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QTimer>

#include <cmath>

namespace siprace::ui {

using namespace Qt::StringLiterals;

const Shades& lightShades()
{
    static const Shades shades{false, 0xF5F7FA, 0xFFFFFF, 0xF1F5F9, 0xDDE2E9, 0x111827, 0x5F6876, 0x1D4ED8, 0xEAF2FF,
        0x15803D, 0xB45309, 0xB91C1C, 0xFEF6C3, 0xE8EEF7};
    return shades;
}

const Shades& darkShades()
{
    static const Shades shades{true, 0x10151C, 0x181E27, 0x212936, 0x313B4A, 0xE6EAF0, 0x9CA8B8, 0x82ADFF, 0x1C2F52,
        0x4ADE80, 0xF6AD55, 0xFB8585, 0x4B4014, 0x263246};
    return shades;
}

const Shades& shadesFor(const QPalette& palette)
{
    const bool isDark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    return isDark ? darkShades() : lightShades();
}

QString toString(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return u"light"_s;
    case ThemeChoice::Dark:
        return u"dark"_s;
    case ThemeChoice::System:
        break;
    }
    return u"system"_s;
}

ThemeChoice themeChoice(const QString& text)
{
    if (text == u"light")
        return ThemeChoice::Light;
    return text == u"dark" ? ThemeChoice::Dark : ThemeChoice::System;
}

QPalette paletteOf(const Shades& shades)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& color) { palette.setColor(role, color); };
    set(QPalette::Window, shades.ground);
    set(QPalette::WindowText, shades.text);
    set(QPalette::Base, shades.card);
    set(QPalette::AlternateBase, shades.ground);
    set(QPalette::Text, shades.text);
    set(QPalette::PlaceholderText, shades.muted);
    set(QPalette::Button, shades.card);
    set(QPalette::ButtonText, shades.text);
    set(QPalette::BrightText, shades.bad);
    set(QPalette::ToolTipBase, shades.isDark ? QColor(0x2A3442) : QColor(0x1F2937));
    set(QPalette::ToolTipText, QColor(0xF3F4F6));
    set(QPalette::Highlight, shades.accentGround);
    set(QPalette::HighlightedText, shades.accent);
    set(QPalette::Link, shades.accent);
    set(QPalette::LinkVisited, shades.accent);
    set(QPalette::Light, shades.hover);
    set(QPalette::Midlight, shades.hover);
    set(QPalette::Mid, shades.border);
    set(QPalette::Dark, shades.border);
    set(QPalette::Shadow, shades.border);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, shades.muted);
    return palette;
}

namespace {

/// The desktop's own font, or Inter where it is installed: the desktop's default without one is a bitmap-era sans.
QFont windowFont(QFont font)
{
    if (QFontDatabase::families().contains(u"Inter"_s))
        font.setFamily(u"Inter"_s);
    if (font.pointSizeF() < 9 || font.pointSizeF() > 18)
        font.setPointSizeF(9.5);
    return font;
}

} // namespace

Theme::Theme(QApplication& application, QObject* parent)
    : QObject(parent)
    , m_application(application)
    , m_desktop(QApplication::palette())
{
    setUiScale(1);
    QApplication::setStyle(new ScaledStyle);
    const QFont font = windowFont(QApplication::font());
    m_basePoints = font.pointSizeF();
    QApplication::setFont(font);
    m_application.installEventFilter(this);
    apply();
}

Theme::~Theme()
{
    QFont font = QApplication::font();
    font.setPointSizeF(m_basePoints);
    QApplication::setFont(font);
    setUiScale(1);
}

void Theme::choose(ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

void Theme::setScale(int percent)
{
    if (percent == scale())
        return;
    setUiScale(percent / 100.0);
    QFont font = QApplication::font();
    font.setPointSizeF(m_basePoints * uiScale());
    QApplication::setFont(font);
    m_isDressed = false;
    m_scaler.scaleAll();
    apply();
}

int Theme::scale() const
{
    return static_cast<int>(std::lround(uiScale() * 100));
}

bool Theme::isDark() const
{
    return m_isDark;
}

bool Theme::desktopIsDark() const
{
    return shadesFor(m_desktop).isDark;
}

void Theme::apply()
{
    const bool isDark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && desktopIsDark());
    if (m_isDressed && isDark == m_isDark)
        return;
    m_isDressed = true;
    m_isDark = isDark;
    m_isApplying = true;
    const Shades& shades = isDark ? darkShades() : lightShades();
    QApplication::setPalette(paletteOf(shades));
    m_application.setStyleSheet(styleSheet(shades, QApplication::font().pointSizeF()));
    m_isApplying = false;
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    // The desktop switched: its palette is what remains when ours is taken off for a moment.
    if (event->type() == QEvent::ThemeChange && !m_isApplying && watched->isWindowType()) {
        QTimer::singleShot(0, this, [this] {
            m_isApplying = true;
            QApplication::setPalette(QPalette());
            m_desktop = QApplication::palette();
            m_isDressed = false;
            m_isApplying = false;
            apply();
        });
    }
    return QObject::eventFilter(watched, event);
}

} // namespace siprace::ui
