#include "HelpBrowser.h"

#include "HelpPages.h"
#include "Library.h"
#include "Loader.h"
#include "PictureExport.h"
#include "Policies.h"
#include "Shades.h"
#include "World.h"

#include <QResizeEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>

#include <algorithm>
#include <atomic>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

const QString shownRace = u"two-phones-answer"_s;
const QString laddersPage = u"policies.md"_s;
constexpr int mostLadderWidth = 760;
constexpr int pageMargin = 16;
constexpr int codeMargin = 10;
constexpr QSize blankLadder(1500, 1200); ///< in place of one that is being drawn
constexpr int resizedAfterMs = 150;

/// Runs the race under a policy, under the virtual clock, and draws it in double size.
QImage drawRace(const ScenarioSource& race, const QString& policy, const LadderTheme& theme)
{
    RunOptions options;
    options.policy = policy;
    const auto trace = runScenario(race.scenario(), options);
    if (!trace)
        return {};
    LadderOptions look;
    look.width = mostLadderWidth;
    PictureRequest request = pictureOf(*trace, judge(*trace).findings, look);
    request.theme = theme;
    return renderPicture(request, 2);
}

/// Every policy's ladder, as far as nobody wants it to stop.
QHash<QString, QImage> drawRaces(const LadderTheme& theme, const std::atomic<bool>& stop)
{
    QHash<QString, QImage> ladders;
    const auto path = resolveScenario(shownRace);
    const auto race = path ? ScenarioSource::load(*path) : fail(Diagnostics{});
    for (const proxy::Policy& policy : proxy::policies()) {
        if (race && !stop)
            ladders.insert(policy.id.toString(), drawRace(*race, policy.id.toString(), theme));
    }
    return ladders;
}

} // namespace

HelpBrowser::HelpBrowser(QWidget* parent)
    : QTextBrowser(parent)
{
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // the page never scrolls sideways
    setAccessibleName(tr("Help"));
    m_resized.setSingleShot(true);
    m_resized.setInterval(resizedAfterMs);
    connect(&m_resized, &QTimer::timeout, this, [this] {
        if (m_page == laddersPage && m_fittedTo != room())
            drawLadders();
    });
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
    m_ladders.clear();
    m_fitted.clear();
    m_drawing.discard();
    if (!m_page.isEmpty())
        renderInPlace();
}

/// The page anew, where it was.
void HelpBrowser::renderInPlace()
{
    const int position = verticalScrollBar()->value();
    render();
    verticalScrollBar()->setValue(position);
}

void HelpBrowser::render()
{
    if (m_page == laddersPage && m_fitted.isEmpty() && !m_drawing.isRunning())
        drawLadders();
    document()->setDocumentMargin(pageMargin);
    setMarkdown(helpText(m_page));
    dressTables();
    dressCode();
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

/// Markdown's code stands on the page's own ground otherwise, and its longest line makes the whole page wider.
void HelpBrowser::dressCode()
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (!block.blockFormat().hasProperty(QTextFormat::BlockCodeFence))
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setBackground(shadesFor(palette()).ground);
        format.setLeftMargin(codeMargin);
        format.setRightMargin(codeMargin);
        format.setNonBreakableLines(false);
        QTextCursor(block).setBlockFormat(format);
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

/// Draws what is not drawn yet and fits it to the width; the page is made anew once, when all is there.
void HelpBrowser::drawLadders()
{
    m_fittedTo = room();
    const auto work = [this, theme = m_ladderTheme, width = m_fittedTo, drawn = m_ladders](const Job::Worker& worker) {
        const Ladders ladders = drawn.isEmpty() ? drawRaces(theme, worker.stop()) : drawn;
        Ladders fitted;
        for (auto ladder = ladders.begin(); ladder != ladders.end() && !worker.stop(); ++ladder) {
            const bool isWide = ladder->width() > width;
            fitted.insert(ladder.key(), isWide ? ladder->scaledToWidth(width, Qt::SmoothTransformation) : *ladder);
        }
        worker.tell([this, ladders, fitted] {
            m_ladders = ladders;
            m_fitted = fitted;
            if (m_page == laddersPage)
                renderInPlace();
        });
    };
    m_drawing.start(work);
}

/// For a picture, in pixels.
int HelpBrowser::room() const
{
    return std::max(200, viewport()->width() - 2 * pageMargin - 24);
}

/// As it was fitted last; blank while it is drawn.
QImage HelpBrowser::ladderOf(const QString& policy) const
{
    const QImage image = m_fitted.value(policy);
    if (!image.isNull())
        return image;
    QImage blank(blankLadder.scaled(room(), blankLadder.height(), Qt::KeepAspectRatio), QImage::Format_RGB32);
    blank.fill(palette().color(QPalette::Base));
    return blank;
}

void HelpBrowser::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    if (m_page == laddersPage && event->size().width() != event->oldSize().width())
        m_resized.start();
}

} // namespace siprace::ui
