#include "PresenterView.h"

#include "PolicyWords.h"

#include <QApplication>
#include <QGraphicsProxyWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double scaleStep = 1.15;
constexpr double ladderWidth = 1040; ///< what a ladder of four nodes is at ease with
constexpr double ladderHeight = 620;
constexpr double leastScale = 1;
constexpr double mostScale = 4;

} // namespace

PresenterView::PresenterView(QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_ladder(new LadderView)
    , m_stage(new QGraphicsView(this))
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_teller(*m_ladder)
{
    setObjectName(u"presenter"_s);
    setWindowTitle(tr("SIP Race Lab, presenter"));
    auto* scene = new QGraphicsScene(this);
    m_ladder->setFrameShape(QFrame::NoFrame);
    m_ladder->setAccessibleName(tr("Ladder of the run"));
    scene->addWidget(m_ladder);
    m_stage->setScene(scene);
    m_stage->setFrameShape(QFrame::NoFrame);
    m_stage->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stage->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stage->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_stage->setRenderHint(QPainter::Antialiasing);
    m_stage->setFocusPolicy(Qt::NoFocus);
    m_sentence->setWordWrap(true);
    for (QLabel* label : {m_title, m_sentence}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 20);
    layout->addWidget(m_title);
    layout->addWidget(m_stage, 1);
    layout->addWidget(m_sentence);
    setFocusPolicy(Qt::StrongFocus);
    for (QObject* watched : QObjectList{this, m_stage, m_ladder, m_ladder->viewport()})
        watched->installEventFilter(this);
    connect(&m_teller, &StoryTeller::told, this, [this](int step, int count, const QString& sentence) {
        say(u"%1/%2  "_s.arg(step + 1).arg(count) + sentence);
    });
    connect(&m_teller, &StoryTeller::ended, this, [this] {
        m_ladder->setFindings(m_findings);
        say({});
    });
}

PresenterView::~PresenterView()
{
    m_teller.disconnect(this);
}

void PresenterView::present(const Trace& trace, const QList<Finding>& findings, const QList<StoryStep>& story,
    const LadderOptions& options, bool isDark)
{
    m_trace = trace;
    m_findings = findings;
    m_story = story;
    m_teller.forget();
    m_title->setText(trace.title + u"  ·  "_s + policyLabel(trace.policy));
    LadderOptions shown = options;
    shown.pxPerMs = LadderOptions().pxPerMs; // the zoom was for the window
    shown.rowHeight = LadderOptions().rowHeight;
    shown.dimmedMessages.clear(); // and so was a search
    m_ladder->setOptions(shown);
    m_ladder->setTrace(trace);
    m_ladder->setFindings(findings);
    say({});
    setDark(isDark);
    showFullScreen();
    setFocus();
    m_isScaleChosen = false;
    fitScale();
}

/// As large as the screen allows. A window is told its size after it is shown, so this comes again with that.
void PresenterView::fitScale()
{
    setScale(std::min(width() / ladderWidth, height() / ladderHeight));
}

QString PresenterView::sentence() const
{
    return m_sentence->text();
}

bool PresenterView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // the keys of the window's menus are not for the wall
        return true;
    }
    if (event->type() == QEvent::KeyPress && handleKey(static_cast<QKeyEvent*>(event)->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

void PresenterView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_isScaleChosen)
        fitLadder();
    else
        fitScale();
}

bool PresenterView::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Right:
    case Qt::Key_PageDown:
    case Qt::Key_Space:
        step(1);
        return true;
    case Qt::Key_Left:
    case Qt::Key_PageUp:
        step(-1);
        return true;
    case Qt::Key_Home:
        m_teller.end();
        m_ladder->select(0);
        return true;
    case Qt::Key_Plus:
        m_isScaleChosen = true;
        setScale(m_scale * scaleStep);
        return true;
    case Qt::Key_Minus:
        m_isScaleChosen = true;
        setScale(m_scale / scaleStep);
        return true;
    case Qt::Key_D:
        setDark(!m_isDark);
        return true;
    case Qt::Key_Escape:
    case Qt::Key_F11:
        close();
        return true;
    default:
        return false;
    }
}

/// Through the story; a run without one message by message.
void PresenterView::step(int by)
{
    if (m_teller.isTelling()) {
        const qsizetype wanted = m_teller.step() + by;
        if (wanted < 0 || wanted >= m_teller.moments().size())
            m_teller.end();
        else if (by > 0)
            m_teller.next();
        else
            m_teller.back();
        return;
    }
    if (by > 0 && m_ladder->selected() == 0 && m_teller.begin(m_trace, m_story))
        return;
    m_ladder->select(std::clamp(m_ladder->selected() + by, 0, static_cast<int>(m_trace.messages.size())));
}

void PresenterView::setScale(double scale)
{
    m_scale = std::clamp(scale, leastScale, mostScale);
    m_stage->setTransform(QTransform::fromScale(m_scale, m_scale));
    QFont font = QApplication::font();
    font.setPixelSize(static_cast<int>(15 * m_scale));
    m_sentence->setFont(font);
    m_sentence->setMinimumHeight(2 * QFontMetrics(font).lineSpacing() + 4);
    font.setBold(true);
    m_title->setFont(font);
    fitLadder();
}

void PresenterView::setDark(bool isDark)
{
    m_isDark = isDark;
    const LadderTheme theme = ladderTheme(LadderPalette::HighContrast, isDark);
    m_ladder->setTheme(theme);
    setStyleSheet(u"#presenter, #presenter QGraphicsView { background: %1; } #presenter QLabel { color: %2; }"_s.arg(
        theme.card.name(), theme.text.name()));
}

void PresenterView::fitLadder()
{
    const QSizeF size = QSizeF(m_stage->size()) / m_scale;
    m_ladder->resize(size.toSize());
    m_stage->setSceneRect(QRectF(QPointF(0, 0), size));
}

void PresenterView::say(const QString& sentence)
{
    m_sentence->setText(sentence);
}

} // namespace siprace::ui
