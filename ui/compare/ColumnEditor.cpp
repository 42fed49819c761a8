#include "ColumnEditor.h"

#include "ChoiceBox.h"
#include "Labels.h"
#include "PolicyWords.h"

#include <QCompleter>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>

namespace siprace::ui {

using namespace Qt::StringLiterals;

ColumnEditor::ColumnEditor(QWidget* parent)
    : QFrame(parent)
    , m_policy(new ChoiceBox(this))
    , m_settings(new QLineEdit(this))
    , m_error(makeLabel(u"noticeHead"_s, {}, this))
{
    m_policy->setObjectName(u"columnPolicy"_s);
    m_policy->setAccessibleName(tr("Policy of the column"));
    for (const proxy::Policy& policy : proxy::policies())
        m_policy->addItem(policyLabel(policy), policy.id.toString());
    m_settings->setObjectName(u"columnSettings"_s);
    m_settings->setAccessibleName(tr("Settings of the column"));
    m_settings->setPlaceholderText(tr("PATH=VALUE, for example proxy.policy.linger=5s, links.proxy-b1.delay=20ms"));
    m_settings->setCompleter(new QCompleter(new QStringListModel(this), this));
    auto* add = new QPushButton(tr("Add column"), this);
    m_error->setWordWrap(true);
    m_error->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 6, 16, 0);
    layout->setSpacing(7);
    layout->addWidget(m_policy);
    layout->addWidget(m_settings, 2);
    layout->addWidget(add);
    layout->addWidget(m_error, 1);
    connect(add, &QPushButton::clicked, this, &ColumnEditor::take);
    connect(m_settings, &QLineEdit::returnPressed, this, &ColumnEditor::take);
    connect(m_settings, &QLineEdit::textEdited, m_error, &QWidget::hide);
}

/// Not as a focus proxy: then Tab would pass over what stands before it.
void ColumnEditor::focusInEvent(QFocusEvent* event)
{
    m_settings->setFocus(event->reason());
}

void ColumnEditor::setPaths(const QStringList& paths)
{
    QStringList starts;
    for (const QString& path : paths)
        starts.append(path + u'=');
    static_cast<QStringListModel*>(m_settings->completer()->model())->setStringList(starts);
}

void ColumnEditor::setPolicy(const QString& id)
{
    m_policy->setCurrentIndex(std::max(0, m_policy->findData(id)));
}

void ColumnEditor::complain(const QString& line)
{
    m_error->setText(line);
    m_error->setVisible(!line.isEmpty());
}

void ColumnEditor::take()
{
    if (m_settings->text().trimmed().isEmpty())
        return complain(tr("Write a setting: PATH=VALUE"));
    const auto column = parseComparisonColumn(m_policy->currentData().toString() + u',' + m_settings->text());
    if (!column)
        return complain(column.error().front().text());
    complain({});
    Q_EMIT wanted(*column);
}

} // namespace siprace::ui
