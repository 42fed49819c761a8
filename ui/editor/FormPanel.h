#pragma once

#include "ScenarioDocument.h"
#include "SchemaGuide.h"

#include <QStandardItemModel>
#include <QWidget>

class QLabel;
class QPushButton;
class QTreeView;

namespace siprace {
struct YamlNode;
}

namespace siprace::ui {

/// Nodes, links, rules, script and what concerns the whole of the open scenario as a form: every key that the format
/// knows, with its value or empty; a map has a row for each of its keys. A value that is changed is put into the text
/// where it belongs; one that is emptied or removed is taken out of it. New nodes, links, rules and actions begin with
/// what they need, to be changed here.
class FormPanel : public QWidget
{
    Q_OBJECT

public:
    enum Role
    {
        PathRole = Qt::UserRole ///< "nodes.b2.answer"
    };
    explicit FormPanel(ScenarioDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] QStandardItemModel* model() { return &m_model; }
    /// The value's index of a path; invalid when there is none.
    [[nodiscard]] QModelIndex find(const QString& path) const;
    /// Takes the current row out of the text: a value, an entry, a group.
    void removeCurrent();

Q_SIGNALS:
    void shown(const QString& path); ///< a row was chosen: the editor may go there

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; ///< Del in the form
    void hideEvent(QHideEvent* event) override; ///< what was refused is forgotten

private:
    void rebuild();
    void addWhole(const YamlNode& root);
    [[nodiscard]] QStandardItem* addHead(const QString& title, const QString& path);
    void addGroup(const QString& title, const QString& path, const YamlNode* entries, bool isList);
    void addEntry(QStandardItem* group, const QString& title, const QString& path, const YamlNode& entry);
    void addValue(QStandardItem* entry, const QString& key, const QString& path, const YamlNode* value);
    void take(QStandardItem* item);
    [[nodiscard]] QWidget* makeButtons();
    void add(const QString& group);
    [[nodiscard]] QList<Setting> newEntry(const QString& group) const;
    [[nodiscard]] QString newId(const QString& stem) const;
    void finish(const Result<void, Diagnostics>& done, const QString& goTo);
    void refuse(QStandardItem* item, const Diagnostic& why);
    void sayFault(const QString& line);
    void forgetFault();
    [[nodiscard]] QStringList openPaths() const;

    ScenarioDocument& m_document;
    SchemaGuide m_guide;
    QStandardItemModel m_model;
    QTreeView* m_view = nullptr;
    QLabel* m_error = nullptr;
    QLabel* m_why = nullptr; ///< nothing can be changed
    QPushButton* m_add = nullptr;
    QPushButton* m_remove = nullptr;
    bool m_isBuilding = false;
    bool m_isTaking = false; ///< a change of the model is on its way into the text
    bool m_isFirst = true;
    bool m_isRefusing = false; ///< until the row that was left with it is the current one no more
    bool m_hasRefused = false; ///< a row has a value that is not in the text
};

} // namespace siprace::ui
