#include "LibraryPanel.h"

#include "Labels.h"
#include "Scale.h"
#include "Shades.h"

#include <QLabel>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

/// Group names stand a little apart, in the colour of captions.
class LibraryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        const bool isGroup = index.data(LibraryModel::IsGroupRole).toBool();
        size.setHeight(option.fontMetrics.height() + scaled(isGroup && index.row() > 0 ? 18 : 8));
        return size;
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!index.data(LibraryModel::IsGroupRole).toBool()) {
            if (option->state.testFlag(QStyle::State_Selected))
                option->font.setWeight(QFont::DemiBold);
            return;
        }
        option->font.setWeight(QFont::DemiBold);
        option->displayAlignment = Qt::AlignLeft | Qt::AlignBottom;
        option->palette.setColor(QPalette::Text, shadesFor(option->palette).muted);
    }
};

} // namespace

LibraryFilter::LibraryFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void LibraryFilter::setSearch(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool LibraryFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (index.data(LibraryModel::IsGroupRole).toBool())
        return false; // a group shows when one of its scenarios does
    const QString text = index.data().toString() + u' ' + index.data(LibraryModel::IdRole).toString() + u' '
        + parent.data().toString();
    return std::all_of(m_words.begin(), m_words.end(),
        [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

LibraryPanel::LibraryPanel(QWidget* parent)
    : QWidget(parent)
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeView(this))
    , m_nothing(makeLabel(u"muted"_s, tr("No scenario matches."), this))
{
    m_filter.setSourceModel(&m_model);
    m_search->setPlaceholderText(tr("Search scenarios"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search scenarios"));
    m_tree->setModel(&m_filter);
    m_tree->setItemDelegate(new LibraryDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setItemsExpandable(false);
    m_tree->setIndentation(0);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setAccessibleName(tr("Scenarios"));
    m_nothing->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 16, 8, 6);
    layout->setSpacing(8);
    auto* head = makeHead(tr("Scenarios"), this);
    head->setContentsMargins(7, 0, 0, 0);
    layout->addWidget(head);
    layout->addWidget(m_search);
    layout->addWidget(m_nothing);
    layout->addWidget(m_tree, 1);

    connect(m_search, &QLineEdit::textChanged, this, &LibraryPanel::refilter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(m_filter.index(0, 0, m_filter.index(0, 0))); });
    connect(m_tree, &QTreeView::clicked, this, &LibraryPanel::choose);
    connect(m_tree, &QTreeView::activated, this, &LibraryPanel::choose);
}

void LibraryPanel::setEntries(const QList<LibraryEntry>& entries)
{
    m_model.setEntries(entries);
    m_tree->expandAll();
    setCurrent(m_current);
}

void LibraryPanel::setCurrent(const QString& path)
{
    m_current = path;
    const QModelIndex index = m_filter.mapFromSource(m_model.indexOf(path));
    if (index.isValid())
        m_tree->setCurrentIndex(index);
    else
        m_tree->setCurrentIndex({});
}

void LibraryPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    // Only now is the tree as high as it will be.
    QTimer::singleShot(
        0, this, [this] { m_tree->scrollTo(m_tree->currentIndex(), QAbstractItemView::PositionAtCenter); });
}

void LibraryPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void LibraryPanel::choose(const QModelIndex& index)
{
    const QString path = index.data(LibraryModel::PathRole).toString();
    if (!path.isEmpty() && path != m_current)
        Q_EMIT chosen(path);
}

void LibraryPanel::refilter(const QString& text)
{
    m_filter.setSearch(text);
    m_tree->expandAll();
    m_nothing->setVisible(m_filter.rowCount() == 0);
    setCurrent(m_current);
}

} // namespace siprace::ui
