#include "PhonesPanel.h"

#include "Labels.h"
#include "LinkDelegate.h"
#include "SettingsTable.h"

#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace siprace::ui {

namespace {

/// Painted as the fields of links are, written as text.
class PhoneDelegate final : public LinkDelegate
{
public:
    using LinkDelegate::LinkDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        auto* edit = new QLineEdit(parent);
        edit->setAlignment(Qt::AlignRight);
        edit->setFrame(false);
        edit->setAccessibleName(index.data(Qt::AccessibleTextRole).toString());
        return edit;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        auto* edit = static_cast<QLineEdit*>(editor);
        edit->setText(index.data(Qt::EditRole).toString());
        edit->selectAll();
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        model->setData(index, static_cast<QLineEdit*>(editor)->text(), Qt::EditRole);
    }
};

} // namespace

PhonesPanel::PhonesPanel(ScenarioDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_model(document)
    , m_table(new SettingsTable({{PhoneModel::Ring, 64}, {PhoneModel::Answer, 64}}, this))
{
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new PhoneDelegate(m_table));
    m_table->setAccessibleName(tr("Phones: when they ring and answer"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(17, 2, 26, 12); // the fields stand below those of the links
    layout->setSpacing(6);
    layout->addWidget(makeHead(tr("Phones (ring, answer after)"), this));
    layout->addWidget(m_table);
    const auto showFaults = [this, &document] { m_table->setEnabled(document.faults().empty()); };
    const auto showIfAny = [this] { setVisible(m_model.rowCount() > 0); };
    connect(&document, &ScenarioDocument::textChanged, this, showFaults);
    connect(&m_model, &QAbstractItemModel::modelReset, this, showIfAny);
    showIfAny();
}

} // namespace siprace::ui
