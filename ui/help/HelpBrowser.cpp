#include "HelpBrowser.h"

#include "HelpPages.h"
#include "Library.h"
#include "Loader.h"
#include "PictureExport.h"
#include "World.h"

#include <QTextBlock>
#include <QTextTable>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

const QString shownRace = u"two-phones-answer"_s;
constexpr int mostLadderWidth = 760;
constexpr int pageMargin = 16;

} // namespace

HelpBrowser::HelpBrowser(QWidget* parent)
    : QTextBrowser(parent)
{
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Help"));
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) { open(url.toString()); });
}

void HelpBrowser::open(const QString& link)
{
    const QString page = link.section(u'#', 0, 0);
    const QString anchor = link.section(u'#', 1);
    if (!page.isEmpty() && helpText(page).isEmpty())
        return; // out of the program: nothing is fetched from anywhere
    if (!page.isEmpty() && page != m_page) {
        m_page = page;
        render();
        Q_EMIT opened(m_page);
    }
    if (anchor.isEmpty())
        moveCursor(QTextCursor::Start);
    else
        goToHeading(anchor);
}

void HelpBrowser::setLadderTheme(const LadderTheme& theme)
{
    m_ladderTheme = theme;
    if (!m_page.isEmpty())
        render();
}

void HelpBrowser::render()
{
    document()->setDocumentMargin(pageMargin);
    setMarkdown(helpText(m_page));
    dressTables();
}

/// Markdown's tables come without lines and air.
void HelpBrowser::dressTables()
{
    QColor line = palette().color(QPalette::Text);
    line.setAlphaF(0.25F);
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr)
            continue;
        QTextTableFormat format = table->format();
        format.setBorder(1);
        format.setBorderBrush(line);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderCollapse(true);
        format.setCellPadding(5);
        format.setTopMargin(6);
        format.setBottomMargin(10);
        table->setFormat(format);
    }
}

void HelpBrowser::goToHeading(const QString& anchor)
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || headingAnchor(block.text()) != anchor)
            continue;
        moveCursor(QTextCursor::End); // so that the heading comes to the top, not to the bottom
        setTextCursor(QTextCursor(block));
        ensureCursorVisible();
        return;
    }
}

QVariant HelpBrowser::loadResource(int type, const QUrl& name)
{
    if (name.scheme() == u"ladder")
        return ladderOf(name.path());
    return name.isRelative() || name.scheme() == u"qrc" ? QTextBrowser::loadResource(type, name) : QVariant();
}

/// Runs the race under a policy, under the virtual clock: milliseconds.
QImage HelpBrowser::ladderOf(const QString& policy) const
{
    const auto path = resolveScenario(shownRace);
    const auto source = path ? ScenarioSource::load(*path) : fail(Diagnostics{});
    if (!source)
        return {};
    RunOptions options;
    options.policy = policy;
    const auto trace = runScenario(source->scenario(), options);
    if (!trace)
        return {};
    LadderOptions look;
    look.width = mostLadderWidth;
    PictureRequest request = pictureOf(*trace, judge(*trace).findings, look);
    request.theme = m_ladderTheme;
    QImage image = renderPicture(request, 2);
    const int room = std::max(200, viewport()->width() - 2 * pageMargin - 24);
    if (image.width() > room)
        image = image.scaledToWidth(room, Qt::SmoothTransformation);
    return image;
}

void HelpBrowser::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    if (m_page == u"policies.md" && event->size().width() != event->oldSize().width())
        render();
}

} // namespace siprace::ui
