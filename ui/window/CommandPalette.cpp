#include "CommandPalette.h"

#include "Scale.h"
#include "Shades.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

// At 100 %.
constexpr int paletteWidth = 520;
constexpr int paletteHeight = 360;

/// The command at the left, its key at the right.
class CommandDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        painter->setPen(shadesFor(option.palette).muted);
        painter->drawText(option.rect.adjusted(0, 0, -scaled(12), 0), Qt::AlignRight | Qt::AlignVCenter,
            index.data(CommandModel::KeyRole).toString());
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + scaled(10)};
    }
};

QString plain(QString text)
{
    text.remove(u'&');
    return text.section(u'\t', 0, 0);
}

} // namespace

CommandModel::CommandModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void CommandModel::read(const QMenuBar& menus)
{
    beginResetModel();
    m_commands.clear();
    for (QAction* menu : menus.actions()) {
        Q_EMIT menu->menu()->aboutToShow(); // some are filled then
        addMenu(plain(menu->text()), menu->menu()->actions());
    }
    endResetModel();
}

void CommandModel::addMenu(const QString& path, const QList<QAction*>& actions)
{
    for (QAction* action : actions) {
        const QString text = path + u" › "_s + plain(action->text());
        if (action->menu()) {
            Q_EMIT action->menu()->aboutToShow();
            addMenu(text, action->menu()->actions());
        } else if (!action->isSeparator() && action->isEnabled() && action->isVisible()) {
            const QString shown = action->text().section(u'\t', 1, 1);
            m_commands.append(
                {text, shown.isEmpty() ? action->shortcut().toString(QKeySequence::NativeText) : shown, action});
        }
    }
}

QAction* CommandModel::action(const QModelIndex& index) const
{
    return index.isValid() ? m_commands.at(index.row()).action.data() : nullptr;
}

int CommandModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_commands.size());
}

QVariant CommandModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Command& command = m_commands.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return command.text;
    case KeyRole:
        return command.key;
    case Qt::AccessibleDescriptionRole:
        return command.key.isEmpty() ? QString() : tr("Key %1").arg(command.key);
    default:
        return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

void CommandFilter::setWords(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidate();
    sort(0);
}

/// How well the command's own name, behind the menus, goes with what was typed; 0 is best.
int CommandFilter::rank(const QString& text) const
{
    const QString name = text.section(u" › "_s, -1);
    const QString typed = m_words.join(u' ');
    if (name.compare(typed, Qt::CaseInsensitive) == 0)
        return 0;
    if (name.startsWith(typed, Qt::CaseInsensitive))
        return 1;
    return std::ranges::all_of(
               m_words, [&name](const QString& word) { return name.contains(word, Qt::CaseInsensitive); })
        ? 2
        : 3;
}

bool CommandFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const int ranks[] = {rank(left.data().toString()), rank(right.data().toString())};
    return ranks[0] != ranks[1] ? ranks[0] < ranks[1] : left.row() < right.row(); // else as in the menus
}

bool CommandFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QString text = sourceModel()->index(row, 0, parent).data().toString();
    return std::all_of(m_words.begin(), m_words.end(),
        [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

CommandPalette::CommandPalette(QMenuBar& menus, QWidget* parent)
    : QFrame(parent)
    , m_menus(menus)
    , m_text(new QLineEdit(this))
    , m_list(new QListView(this))
{
    setProperty("role", u"card"_s);
    setObjectName(u"commandPalette"_s);
    m_filter.setSourceModel(&m_model);
    m_text->setPlaceholderText(tr("What do you want to do?"));
    m_text->setAccessibleName(tr("Find a command"));
    m_text->installEventFilter(this);
    m_list->setModel(&m_filter);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Commands"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->addWidget(m_text);
    layout->addWidget(m_list, 1);
    connect(m_text, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter.setWords(text);
        m_list->setCurrentIndex(m_filter.index(0, 0));
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open()
{
    m_focusBefore = QApplication::focusWidget();
    m_model.read(m_menus);
    m_text->clear();
    m_filter.setWords({});
    m_list->setCurrentIndex(m_filter.index(0, 0));
    const int width = std::min(scaled(paletteWidth), parentWidget()->width() - 40);
    setGeometry((parentWidget()->width() - width) / 2, scaled(70), width,
        std::min(scaled(paletteHeight), parentWidget()->height() - scaled(90)));
    show();
    raise();
    m_text->setFocus();
}

void CommandPalette::close()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus();
}

void CommandPalette::run(const QModelIndex& index)
{
    QPointer<QAction> action = m_model.action(m_filter.mapToSource(index));
    close();
    if (action)
        action->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        hide();
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int row = m_list->currentIndex().row() + (key->key() == Qt::Key_Down ? 1 : -1);
        m_list->setCurrentIndex(m_filter.index(std::clamp(row, 0, std::max(0, m_filter.rowCount() - 1)), 0));
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(m_list->currentIndex());
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace siprace::ui
