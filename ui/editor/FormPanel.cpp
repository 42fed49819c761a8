#include "FormPanel.h"

#include "Labels.h"
#include "Schema.h"
#include "YamlNode.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

/// A box with the words that are allowed, where there are some.
class ValueDelegate : public QStyledItemDelegate
{
public:
    ValueDelegate(const SchemaGuide& guide, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_guide(guide)
    {
    }
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QStringList words = m_guide.valuesAt(index.data(FormPanel::PathRole).toString().split(u'.'));
        if (words.isEmpty())
            return QStyledItemDelegate::createEditor(parent, option, index);
        auto* box = new QComboBox(parent);
        box->setEditable(true);
        box->addItems(words);
        return box;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        if (auto* box = qobject_cast<QComboBox*>(editor))
            box->setCurrentText(index.data().toString());
        else
            QStyledItemDelegate::setEditorData(editor, index);
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        if (auto* box = qobject_cast<QComboBox*>(editor))
            model->setData(index, box->currentText());
        else
            QStyledItemDelegate::setModelData(editor, model, index);
    }

private:
    const SchemaGuide& m_guide;
};

QString valueText(const YamlNode& node)
{
    return node.isScalar() ? node.text : node.isNull() ? QString() : QString::fromUtf8(writeYamlFlow(node));
}

QString textOf(const YamlNode& entry, QStringView key)
{
    const YamlNode* node = entry.find(key);
    return node ? valueText(*node) : QString();
}

} // namespace

FormPanel::FormPanel(ScenarioDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_guide(schemaJson())
    , m_view(new QTreeView(this))
    , m_error(makeLabel(u"noticeHead"_s, {}, this))
{
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new ValueDelegate(m_guide, m_view));
    m_view->setAccessibleName(tr("Scenario as a form"));
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked
        | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_view->setUniformRowHeights(true);
    m_error->setWordWrap(true);
    m_error->setContentsMargins(12, 4, 12, 4);
    m_error->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_error);
    layout->addWidget(m_view, 1);
    connect(&m_document, &ScenarioDocument::textChanged, this, &FormPanel::rebuild);
    connect(&m_model, &QStandardItemModel::itemChanged, this, &FormPanel::take);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (!m_isBuilding)
            Q_EMIT shown(index.data(PathRole).toString());
    });
    rebuild();
}

QModelIndex FormPanel::find(const QString& path) const
{
    const QModelIndexList found
        = m_model.match(m_model.index(0, 0), PathRole, path, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.first().siblingAtColumn(1);
}

QStringList FormPanel::openPaths() const
{
    QStringList open;
    const QModelIndexList all
        = m_model.match(m_model.index(0, 0), PathRole, u"*"_s, -1, Qt::MatchWildcard | Qt::MatchRecursive);
    for (const QModelIndex& index : all) {
        if (m_view->isExpanded(index))
            open.append(index.data(PathRole).toString());
    }
    return open;
}

/// As the text says it; while it has faults, the form stays as it was and cannot be changed.
void FormPanel::rebuild()
{
    const bool isValid = m_document.faults().empty();
    m_view->setEnabled(isValid);
    if (!isValid)
        return;
    const QStringList open = openPaths();
    const QString current = m_view->currentIndex().data(PathRole).toString();
    m_isBuilding = true;
    m_model.clear();
    m_model.setHorizontalHeaderLabels({tr("Setting"), tr("Value")});
    const YamlDocument yaml = readYaml(m_document.text(), {});
    addGroup(tr("Nodes"), u"nodes"_s, yaml.root.find(u"nodes"), false);
    addGroup(tr("Links"), u"links"_s, yaml.root.find(u"links"), false);
    addGroup(tr("Rules"), u"rules"_s, yaml.root.find(u"rules"), true);
    addGroup(tr("Script"), u"script"_s, yaml.root.find(u"script"), true);
    for (const QString& path : open)
        m_view->expand(find(path).siblingAtColumn(0));
    if (m_isFirst)
        m_view->expandToDepth(0);
    m_isFirst = m_isFirst && !m_document.isOpen();
    if (!current.isEmpty())
        m_view->setCurrentIndex(find(current));
    m_view->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_isBuilding = false;
}

void FormPanel::addGroup(const QString& title, const QString& path, const YamlNode* entries, bool isList)
{
    if (!entries || entries->children.isEmpty())
        return;
    auto* group = new QStandardItem(title);
    group->setData(path, PathRole);
    group->setEditable(false);
    auto* nothing = new QStandardItem;
    nothing->setEditable(false);
    m_model.appendRow({group, nothing});
    for (qsizetype i = 0; i < entries->children.size(); ++i) {
        const YamlNode& entry = entries->children.at(i);
        const QString key = isList ? QString::number(i) : entry.key;
        QString name = key;
        if (path == u"script")
            name = u"%1 %2 %3"_s.arg(textOf(entry, u"at"), textOf(entry, u"node"), textOf(entry, u"do"));
        else if (path == u"rules")
            name = textOf(entry, u"link");
        addEntry(group, name, path + u'.' + key, entry);
    }
}

void FormPanel::addEntry(QStandardItem* group, const QString& title, const QString& path, const YamlNode& entry)
{
    if (!entry.isMap())
        return addValue(group, title, path, &entry);
    auto* item = new QStandardItem(title);
    item->setData(path, PathRole);
    item->setEditable(false);
    auto* summary = new QStandardItem(path.startsWith("nodes."_L1) ? textOf(entry, u"role") : QString());
    summary->setEditable(false);
    group->appendRow({item, summary});
    const QStringList keys
        = path.startsWith("nodes."_L1) ? m_guide.keysOfNode(textOf(entry, u"role")) : m_guide.keysAt(path.split(u'.'));
    for (const QString& key : keys)
        addValue(item, key, path + u'.' + key, entry.find(key));
}

void FormPanel::addValue(QStandardItem* entry, const QString& key, const QString& path, const YamlNode* value)
{
    auto* name = new QStandardItem(key);
    name->setEditable(false);
    name->setData(path, PathRole);
    auto* text = new QStandardItem(value ? valueText(*value) : QString());
    text->setData(path, PathRole);
    text->setAccessibleText(key);
    entry->appendRow({name, text});
}

void FormPanel::take(QStandardItem* item)
{
    if (m_isBuilding || item->column() != 1)
        return;
    const QString path = item->data(PathRole).toString();
    const auto done = item->text().trimmed().isEmpty()
        ? Result<void, Diagnostics>(tl::unexpected(Diagnostics{{{}, tr("take %1 away in the text").arg(path), {}}}))
        : m_document.apply({{path, item->text()}}, tr("change of %1").arg(path));
    m_error->setText(done ? QString() : done.error().front().text());
    m_error->setVisible(!done);
    // Not from within the change: the model is made anew.
    QTimer::singleShot(0, this, &FormPanel::rebuild);
}

} // namespace siprace::ui
