#include "FormPanel.h"

#include "Labels.h"
#include "Schema.h"
#include "SettingPath.h"
#include "Shades.h"
#include "YamlNode.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

const QString wholePath = u"*whole"_s; // no place in the text

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
        const QStringList path = index.data(FormPanel::PathRole).toString().split(u'.');
        const QStringList words = m_guide.valuesAt(path);
        const QStringList listed = words.isEmpty() ? m_guide.valuesAt(path + QStringList{u"0"_s}) : QStringList();
        if (words.isEmpty() && listed.isEmpty())
            return QStyledItemDelegate::createEditor(parent, option, index);
        auto* box = new QComboBox(parent);
        box->setEditable(true);
        box->setInsertPolicy(QComboBox::NoInsert);
        box->addItems(words + listed);
        if (!listed.isEmpty())
            chooseSeveral(box, index.data().toString());
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

protected:
    /// A mark says what can be opened: the style sheet takes the platform's away.
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() == 0 && index.model()->hasChildren(index))
            option->text.prepend(option->state.testFlag(QStyle::State_Open) ? u"▾  "_s : u"▸  "_s);
    }

private:
    /// A word that is chosen joins the list, or leaves it.
    static void chooseSeveral(QComboBox* box, const QString& list)
    {
        QStringList chosen = wordsOf(list);
        connect(box, &QComboBox::textActivated, box, [box, chosen](const QString& word) mutable {
            if (word.startsWith(u'['))
                return;
            if (!chosen.removeOne(word))
                chosen.append(word);
            box->setCurrentText(chosen.isEmpty() ? QString() : u'[' + chosen.join(u", "_s) + u']');
        });
    }
    static QStringList wordsOf(QString list)
    {
        QStringList words;
        for (const QString& word : list.remove(u'[').remove(u']').split(u',', Qt::SkipEmptyParts))
            words.append(word.trimmed());
        return words;
    }

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
    , m_why(makeLabel(u"muted"_s, tr("The text has faults: mend them there, then the form can be used again."), this))
{
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new ValueDelegate(m_guide, m_view));
    m_view->setAccessibleName(tr("Scenario as a form"));
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked
        | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_view->setUniformRowHeights(true);
    m_view->setExpandsOnDoubleClick(false); // a click does it already
    m_error->setWordWrap(true);
    m_error->setContentsMargins(12, 4, 12, 4);
    m_error->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_why->setWordWrap(true);
    m_why->setContentsMargins(12, 4, 12, 4);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_error); // below: no row moves when it comes
    layout->addWidget(m_why);
    layout->addWidget(makeButtons());
    connect(&m_document, &ScenarioDocument::opened, &m_model, [this] {
        if (!m_document.faults().empty())
            m_model.removeRows(0, m_model.rowCount()); // of another file
    });
    connect(&m_document, &ScenarioDocument::textChanged, this, &FormPanel::rebuild);
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == 0)
            m_view->setExpanded(index, !m_view->isExpanded(index));
    });
    connect(&m_model, &QStandardItemModel::itemChanged, this, &FormPanel::take);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        m_remove->setEnabled(index.isValid());
        if (m_isBuilding)
            return;
        forgetFault();
        Q_EMIT shown(index.data(PathRole).toString());
    });
    rebuild();
}

QWidget* FormPanel::makeButtons()
{
    m_add = new QPushButton(tr("Add") + u" ▾"_s);
    m_add->setAccessibleName(tr("Add to the scenario"));
    auto* menu = new QMenu(m_add);
    for (const auto& [group, text] : {std::pair{u"nodes"_s, tr("A &phone")},
             std::pair{u"outside"_s, tr("A program or phone &outside")}, std::pair{u"links"_s, tr("A &link")},
             std::pair{u"rules"_s, tr("A &rule for messages")}, std::pair{u"script"_s, tr("An &action of the script")}})
        menu->addAction(text, this, [this, wanted = group] { add(wanted); })->setObjectName(u"add-"_s + group);
    m_add->setMenu(menu);
    m_remove = new QPushButton(tr("Remove"));
    m_remove->setToolTip(tr("Takes the chosen row out of the text (Del)"));
    m_remove->setAccessibleName(tr("Remove the chosen row"));
    m_remove->setEnabled(false);
    connect(m_remove, &QPushButton::clicked, this, &FormPanel::removeCurrent);
    m_view->installEventFilter(this);
    auto* buttons = new QWidget(this);
    auto* layout = new QHBoxLayout(buttons);
    layout->setContentsMargins(6, 8, 6, 2);
    layout->addWidget(m_add);
    layout->addWidget(m_remove);
    layout->addStretch(1);
    return buttons;
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

/// As the text says it; while it has faults, the form stays as it was, grey, and cannot be changed.
void FormPanel::rebuild()
{
    const bool isValid = m_document.faults().empty();
    m_view->setEnabled(isValid);
    m_why->setVisible(!isValid);
    m_add->setEnabled(isValid && m_document.isOpen());
    m_remove->setEnabled(isValid && m_view->currentIndex().isValid());
    if (!isValid)
        sayFault({});
    if (!isValid || m_isTaking)
        return; // not from within a change: the model is made anew
    m_hasRefused = false;
    sayFault({});
    const QStringList open = openPaths();
    const QString current = m_view->currentIndex().data(PathRole).toString();
    m_isBuilding = true;
    m_model.clear();
    m_model.setHorizontalHeaderLabels({tr("Setting"), tr("Value")});
    const YamlDocument yaml = readYaml(m_document.text(), {});
    if (m_document.isOpen())
        addWhole(yaml.root);
    addGroup(tr("Nodes"), u"nodes"_s, yaml.root.find(u"nodes"), false);
    addGroup(tr("Location"), u"location"_s, yaml.root.find(u"location"), false);
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

QStandardItem* FormPanel::addHead(const QString& title, const QString& path)
{
    auto* group = new QStandardItem(title);
    group->setData(path, PathRole);
    group->setEditable(false);
    auto* nothing = new QStandardItem;
    nothing->setEditable(false);
    m_model.appendRow({group, nothing});
    return group;
}

/// What concerns all of it: the other keys of the top level.
void FormPanel::addWhole(const YamlNode& root)
{
    QStandardItem* group = addHead(tr("Scenario"), wholePath);
    for (const QString& key :
        {u"title"_s, u"summary"_s, u"reference"_s, u"transport"_s, u"end"_s, u"policy"_s, u"network"_s, u"users"_s}) {
        const YamlNode* value = root.find(key);
        if (!value || !valueText(*value).contains(u'\n')) // a field has one line
            addValue(group, key, key, value);
    }
}

void FormPanel::addGroup(const QString& title, const QString& path, const YamlNode* entries, bool isList)
{
    if (!entries || entries->children.isEmpty())
        return;
    QStandardItem* group = addHead(title, path);
    for (qsizetype i = 0; i < entries->children.size(); ++i) {
        const YamlNode& entry = entries->children.at(i);
        const QString key = isList ? QString::number(i) : entry.key;
        QString name = key;
        if (path == u"script")
            name = u"%1 %2 %3"_s.arg(textOf(entry, u"at"), textOf(entry, u"node"), textOf(entry, u"do"));
        else if (path == u"rules")
            name = textOf(entry, u"link");
        static const QRegularExpression plain(u"\\A[\\w-]+\\z"_s);
        addEntry(group, name, path + u'.' + (plain.match(key).hasMatch() ? key : u'"' + key + u'"'), entry);
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
    for (const QString& part : m_guide.keysAt(parsePath(path).value_or(QStringList())))
        addValue(name, part, path + u'.' + part, value ? value->find(part) : nullptr);
}

void FormPanel::take(QStandardItem* item)
{
    if (m_isBuilding || item->column() != 1)
        return;
    const QString path = item->data(PathRole).toString();
    const bool isText = m_guide.isTextAt(parsePath(path).value_or(QStringList()));
    const QString value = isText ? QString::fromUtf8(writeYamlFlow(YamlNode::scalar(item->text()))) : item->text();
    m_isTaking = true;
    const auto done = item->text().trimmed().isEmpty()
        ? m_document.remove(path, tr("removal of %1").arg(path))
        : m_document.apply({{path, value}}, tr("change of %1").arg(path));
    m_isTaking = false;
    if (done)
        finish(done, path);
    else
        refuse(item, done.error().front());
}

/// What was typed stays in its row, to be put right there.
void FormPanel::refuse(QStandardItem* item, const Diagnostic& why)
{
    m_isBuilding = true;
    item->setForeground(shadesFor(palette()).bad);
    m_isBuilding = false;
    m_hasRefused = true;
    sayFault(why.hint.isEmpty() ? why.what : why.what + u"; "_s + why.hint);
    m_isRefusing = true; // the row may be left with the same click
    QTimer::singleShot(0, this, [this] {
        m_isRefusing = false;
        m_view->scrollTo(m_view->currentIndex());
    });
}

void FormPanel::sayFault(const QString& line)
{
    m_error->setText(line);
    m_error->setVisible(!line.isEmpty());
}

/// Another row, or another page: the text is as it was, and the form says so again.
void FormPanel::forgetFault()
{
    if (m_isRefusing)
        return;
    sayFault({});
    if (std::exchange(m_hasRefused, false))
        QTimer::singleShot(0, this, &FormPanel::rebuild);
}

void FormPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_isRefusing = false;
    forgetFault();
}

bool FormPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Delete)
        return QWidget::eventFilter(watched, event);
    removeCurrent();
    return true;
}

void FormPanel::removeCurrent()
{
    const QString path = m_view->currentIndex().siblingAtColumn(0).data(PathRole).toString();
    if (path.isEmpty() || path == wholePath || !m_document.faults().empty())
        return;
    m_isTaking = true;
    const auto done = m_document.remove(path, tr("removal of %1").arg(path));
    m_isTaking = false;
    finish(done, path.section(u'.', 0, -2));
}

void FormPanel::add(const QString& group)
{
    const QList<Setting> settings = newEntry(group);
    m_isTaking = true;
    const auto done = m_document.apply(settings, tr("addition of %1").arg(settings.first().path));
    m_isTaking = false;
    finish(done, settings.first().path);
}

/// The least that an entry needs to be one; a phone is also put where it is called.
QList<Setting> FormPanel::newEntry(const QString& group) const
{
    const Scenario& scenario = m_document.scenario();
    const auto idOf = [&scenario](siprace::Role role) {
        const auto found = std::find_if(scenario.nodes.begin(), scenario.nodes.end(),
            [role](const ScenarioNode& node) { return node.role == role; });
        return found == scenario.nodes.end() ? scenario.nodes.first().id : found->id;
    };
    if (group == u"script")
        return {{u"script.%1"_s.arg(scenario.script.size()),
            u"{at: 0s, node: %1, do: call}"_s.arg(idOf(siprace::Role::Caller))}};
    if (group == u"rules")
        return {{u"rules.%1"_s.arg(scenario.rules.size()),
            u"{link: %1>%2, match: {method: INVITE, nth: 1}, do: drop}"_s.arg(
                idOf(siprace::Role::Caller), idOf(siprace::Role::Proxy))}};
    if (group == u"links") {
        const QString hub = idOf(siprace::Role::Proxy);
        for (const ScenarioNode& node : scenario.nodes) {
            const bool isKnown
                = std::any_of(scenario.links.begin(), scenario.links.end(), [&](const ScenarioLink& link) {
                      return (link.a == hub && link.b == node.id) || (link.b == hub && link.a == node.id);
                  });
            if (node.id != hub && !isKnown)
                return {{u"links.%1-%2"_s.arg(hub, node.id), u"{delay: 10ms}"_s}};
        }
        return {{u"links.default"_s, u"{delay: 10ms}"_s}};
    }
    if (group == u"outside") {
        const QString id = newId(u"outside"_s);
        return {{u"nodes."_s + id, u"{role: external, as: callee, address: \"127.0.0.50:5060\"}"_s}};
    }
    const QString id = newId(u"b"_s);
    QList<Setting> settings{{u"nodes."_s + id, u"{role: callee, name: Phone %1}"_s.arg(id.toUpper())}};
    const YamlDocument text = readYaml(m_document.text(), {});
    if (const YamlNode* location = text.root.find(u"location");
        location && !location->children.isEmpty() && location->children.first().isList())
        settings.append({u"location.\"%1\".%2"_s.arg(location->children.first().key)
                             .arg(location->children.first().children.size()),
            id});
    return settings;
}

QString FormPanel::newId(const QString& stem) const
{
    int number = 1;
    while (m_document.scenario().node(stem + QString::number(number)))
        ++number;
    return stem + QString::number(number);
}

/// Says what did not fit, and shows the text as it is now.
void FormPanel::finish(const Result<void, Diagnostics>& done, const QString& goTo)
{
    if (!done) {
        const Diagnostic& why = done.error().front();
        return sayFault(why.hint.isEmpty() ? why.what : why.what + u"; "_s + why.hint);
    }
    QTimer::singleShot(0, this, [this, goTo] {
        rebuild();
        if (const QModelIndex index = find(goTo); index.isValid())
            m_view->setCurrentIndex(index);
    });
}

} // namespace siprace::ui
