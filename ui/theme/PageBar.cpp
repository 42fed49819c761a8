#include "PageBar.h"

#include "ElidedLabel.h"
#include "Labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace siprace::ui {

using namespace Qt::StringLiterals;

PageBar::PageBar(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_subject(new ElidedLabel)
{
    setObjectName(u"topBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* back = new QPushButton(u"‹ "_s + tr("Back"));
    back->setToolTip(tr("Back to the run"));
    back->setAccessibleName(tr("Back to the run"));
    connect(back, &QPushButton::clicked, this, &PageBar::backWanted);
    m_subject->setProperty("role", u"muted"_s);
    m_row->setContentsMargins(17, 9, 14, 9);
    m_row->setSpacing(7);
    m_row->addWidget(back);
    m_row->addSpacing(4);
    m_row->addWidget(makeLabel(u"product"_s, title));
    m_row->addWidget(m_subject, 1);
}

void PageBar::setSubject(const QString& text, const QString& toolTip)
{
    m_subject->setText(text);
    m_subject->setToolTip(toolTip.isEmpty() ? text : toolTip);
}

QString PageBar::subject() const
{
    return m_subject->text();
}

void PageBar::add(QWidget* widget)
{
    m_row->addWidget(widget);
}

} // namespace siprace::ui
