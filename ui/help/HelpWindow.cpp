#include "HelpWindow.h"

#include "HelpBrowser.h"
#include "HelpPages.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>

namespace siprace::ui {

using namespace Qt::StringLiterals;

HelpWindow::HelpWindow(QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_contents(new QListWidget(this))
    , m_browser(new HelpBrowser(this))
{
    setObjectName(u"help"_s);
    setWindowTitle(tr("Help – SIP Race Lab"));
    resize(1080, 760);
    m_contents->setAccessibleName(tr("Pages of the help"));
    m_contents->setFixedWidth(240);
    m_contents->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_contents->setWordWrap(true); // a long title takes two rows
    m_contents->setResizeMode(QListView::Adjust);
    m_contents->setSpacing(3);
    m_contents->setFrameShape(QFrame::NoFrame);
    for (const HelpPage& page : helpPages()) {
        auto* item = new QListWidgetItem(page.title, m_contents);
        item->setData(Qt::UserRole, page.name);
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 0, 0);
    layout->addWidget(m_contents);
    layout->addWidget(m_browser, 1);
    connect(m_contents, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr && item->data(Qt::UserRole).toString() != m_browser->page())
            m_browser->open(item->data(Qt::UserRole).toString());
    });
    connect(m_browser, &HelpBrowser::opened, this, [this](const QString& page) {
        for (int row = 0; row < m_contents->count(); ++row) {
            if (m_contents->item(row)->data(Qt::UserRole).toString() == page)
                m_contents->setCurrentRow(row);
        }
    });
}

void HelpWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void HelpWindow::open(const QString& link)
{
    m_browser->open(link);
    show();
    raise();
    activateWindow();
    m_browser->setFocus();
}

void HelpWindow::setLadderTheme(const LadderTheme& theme)
{
    m_browser->setLadderTheme(theme);
}

} // namespace siprace::ui
