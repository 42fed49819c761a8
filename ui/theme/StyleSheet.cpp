#include "StyleSheet.h"

#include "Scale.h"

#include <QPair>
#include <QRegularExpression>

#include <array>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

// @names@ are replaced by the shades and sizes below.
constexpr const char* sheetTemplate = R"(
QMainWindow, QDialog { background: @ground@; }
QMenuBar { background: @card@; padding: 1px 8px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; color: @text@; }
QMenuBar::item:selected { background: @hover@; }
QMenu { background: @card@; border: 1px solid @border@; padding: 5px; color: @text@; }
QMenu::item { padding: 5px 26px 5px 24px; border-radius: 5px; }
QMenu::item:selected { background: @accentGround@; color: @accent@; }
QMenu::item:disabled { color: @muted@; }
QMenu::separator { height: 1px; background: @border@; margin: 5px 8px; }
QMenu::indicator { width: 13px; height: 13px; left: 7px; }
QToolTip { background: @tip@; color: #F3F4F6; border: 1px solid @tip@; padding: 4px 6px; }
QStatusBar { background: @card@; border-top: 1px solid @border@; color: @muted@; font-size: @small@pt; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @muted@; font-size: @small@pt; padding: 0 8px; }

QPushButton, QComboBox { background: @card@; border: 1px solid @border@; border-radius: 6px; color: @text@;
    padding: 4px 10px; min-height: 17px; }
QPushButton:hover, QComboBox:hover { background: @hover@; }
QPushButton:pressed, QPushButton:checked { background: @accentGround@; border-color: @accent@; color: @accent@; }
QPushButton:focus, QComboBox:focus { border-color: @accent@; }
QPushButton:disabled, QComboBox:disabled { color: @muted@; background: @ground@; }
QPushButton[role="primary"] { background: @accentGround@; border-color: @accent@; color: @accent@; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @hover@; }
QPushButton[role="primary"]:disabled { background: @ground@; border-color: @border@; color: @muted@; }
QPushButton[role="quiet"] { border: none; background: transparent; padding: 1px 4px; min-height: 0; color: @accent@; }
QPushButton:focus { border: 2px solid @accent@; padding: 3px 9px; }
QPushButton[role="primary"]:focus { border: 2px solid @accent@; padding: 3px 9px; }
QPushButton[role="quiet"]:focus { border: none; padding: 1px 4px; text-decoration: underline; }
QPushButton[role="small"] { padding: 1px 7px; min-height: 14px; font-size: @small@pt; }
QPushButton[role="small"]:focus { padding: 0 6px; }
QPushButton::menu-indicator { image: none; width: 0; }
QComboBox { padding-right: 22px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @card@; border: 1px solid @border@; padding: 4px; outline: none;
    selection-background-color: @accentGround@; selection-color: @accent@; }
QLineEdit, QAbstractSpinBox { background: @card@; border: 1px solid @border@; border-radius: 6px; padding: 3px 7px;
    color: @text@; selection-background-color: @accent@; selection-color: @card@; }
QLineEdit:focus, QAbstractSpinBox:focus { border-color: @accent@; }
QLineEdit[faulty="true"], QLineEdit[faulty="true"]:focus { border-color: @bad@; color: @bad@; }
QTableView QAbstractSpinBox { padding: 0 2px; }

QWidget#topBar, QWidget#leftPanel, QWidget#inspector, QWidget#inspectorBody { background: @card@; }
QWidget#topBar { border-bottom: 1px solid @border@; }
QFrame[role="card"] { background: @card@; border: 1px solid @border@; border-radius: 9px; }
QFrame[role="rule"] { background: @border@; border: none; max-height: 1px; min-height: 1px; }
QSplitter::handle { background: @border@; }
QSplitter[role="apart"]::handle { background: transparent; }
QHeaderView { background: @card@; border: none; }
QHeaderView::section { background: @card@; color: @muted@; border: none; border-bottom: 1px solid @border@;
    padding: 3px 6px; font-weight: 600; }
QLabel[role="product"] { font-weight: 600; font-size: @large@pt; }
QLabel[role="muted"] { color: @muted@; }
QLabel[role="small"] { color: @muted@; font-size: @small@pt; }
QLabel[role="head"] { color: @muted@; font-weight: 600; font-size: @small@pt; }
QLabel[role="hint"] { color: @muted@; background: transparent; padding: 40px; }
QLabel[role="title"] { font-weight: 600; font-size: @title@pt; }
QLabel[role="value"] { font-weight: 600; font-size: @title@pt; }
QFrame[role="notice"] { background: @notice@; border: 1px solid @bad@; border-radius: 9px;
    margin: 8px 10px 0 10px; }
QLabel[role="noticeHead"] { color: @bad@; font-weight: 600; }
QFrame[role="question"] { background: @accentGround@; border: 1px solid @accent@; border-radius: 9px;
    margin: 8px 10px 0 10px; }
QLabel[role="questionHead"] { color: @text@; font-weight: 600; }
QLabel[role="bad"] { color: @bad@; }
QToolButton[role="warning"] { color: @warn@; font-weight: 600; border: 1px solid @warn@; border-radius: 6px; padding: 1px 8px; }
QFrame#openFacesSheet { background: @card@; border: 1px solid @border@; border-radius: 9px; }
QLabel[role="banner"] { background: @accentGround@; color: @accent@; border-radius: 6px; padding: 5px 9px; }

QTreeView, QListView, QTableView { background: @card@; border: none; outline: none; color: @text@; }
QTreeView:disabled, QTableView:disabled { color: @muted@; }
QTreeView::item { padding: 3px 4px 3px 16px; border-radius: 5px; }
QTreeView::item:has-children { padding-left: 7px; }
QTreeView::item:hover { background: @hover@; }
QTreeView::item:selected { background: @accentGround@; color: @accent@; }
QTreeView { show-decoration-selected: 0; }
QTreeView::branch, QTreeView::branch:selected, QTreeView::branch:hover { background: transparent; image: none; border-image: none; }
QTreeView, QListView, QTableView { selection-background-color: @accentGround@; selection-color: @accent@; }
QTextEdit[role="message"] { background: @card@; border: none; color: @text@; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll@; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

/// Every "12px" at the size of everything; a hair line stays at least one pixel.
QString withScaledPixels(const QString& sheet)
{
    static const QRegularExpression pixels(u"(\\d+)px"_s);
    QString out;
    qsizetype last = 0;
    for (auto it = pixels.globalMatch(sheet); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        out += sheet.mid(last, match.capturedStart() - last) + u"%1px"_s.arg(scaled(match.capturedView(1).toInt()));
        last = match.capturedEnd();
    }
    return out + sheet.mid(last);
}

} // namespace

QString styleSheet(const Shades& shades, double basePoints)
{
    const auto points = [](double size) { return QString::number(size, 'f', 1); };
    const QColor scroll = shades.isDark ? QColor(0x3D4858) : QColor(0xCBD2DC);
    const QColor tip = shades.isDark ? QColor(0x2A3442) : QColor(0x1F2937);
    const QColor notice = shades.isDark ? QColor(0x33191C) : QColor(0xFEF2F2);
    const std::array replacements{std::pair{u"ground"_s, shades.ground.name()},
        std::pair{u"card"_s, shades.card.name()}, std::pair{u"hover"_s, shades.hover.name()},
        std::pair{u"border"_s, shades.border.name()}, std::pair{u"text"_s, shades.text.name()},
        std::pair{u"muted"_s, shades.muted.name()}, std::pair{u"accent"_s, shades.accent.name()},
        std::pair{u"accentGround"_s, shades.accentGround.name()}, std::pair{u"scroll"_s, scroll.name()},
        std::pair{u"tip"_s, tip.name()}, std::pair{u"notice"_s, notice.name()}, std::pair{u"bad"_s, shades.bad.name()},
        std::pair{u"warn"_s, shades.warn.name()}, std::pair{u"small"_s, points(basePoints * 0.86)},
        std::pair{u"large"_s, points(basePoints * 1.12)}, std::pair{u"title"_s, points(basePoints * 1.18)}};
    QString sheet = QString::fromLatin1(sheetTemplate);
    for (const auto& [name, value] : replacements)
        sheet.replace(u'@' + name + u'@', value);
    return withScaledPixels(sheet);
}

} // namespace siprace::ui
