#include "PredictionBar.h"

#include "ChoiceBox.h"
#include "Labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostSuccesses = 3;

} // namespace

PredictionBar::PredictionBar(QWidget* parent)
    : QFrame(parent)
    , m_head(makeHead({}, this))
    , m_questions(new QWidget(this))
    , m_successes(new ChoiceBox(this))
    , m_hangsUp(new ChoiceBox(this))
    , m_answer(new QLabel(this))
    , m_run(new QPushButton(tr("Run and see"), this))
{
    setProperty("role", u"card"_s);
    setObjectName(u"predictionBar"_s);
    m_successes->setObjectName(u"predictSuccesses"_s);
    m_successes->setAccessibleName(tr("How many answers (200) reach the caller?"));
    m_hangsUp->setObjectName(u"predictHangsUp"_s);
    m_hangsUp->setAccessibleName(tr("Who hangs up first?"));
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_run->setProperty("role", u"primary"_s);
    auto* close = new QPushButton(tr("Dismiss"), this);
    close->setProperty("role", u"quiet"_s);
    auto* questions = new QGridLayout(m_questions);
    questions->setContentsMargins(0, 0, 0, 0);
    for (ChoiceBox* box : {m_successes, m_hangsUp}) {
        const int row = questions->rowCount();
        questions->addWidget(new QLabel(box->accessibleName()), row, 0);
        questions->addWidget(box, row, 1);
    }
    questions->setColumnStretch(2, 1);
    auto* texts = new QVBoxLayout;
    texts->addWidget(m_head);
    texts->addWidget(m_questions);
    texts->addWidget(m_answer);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 9, 10, 9);
    layout->addLayout(texts, 1);
    layout->addWidget(m_run);
    layout->addWidget(close);
    connect(m_run, &QPushButton::clicked, this, &PredictionBar::runWanted);
    connect(close, &QPushButton::clicked, this, &PredictionBar::putAway);
    hide();
}

void PredictionBar::ask(const Scenario& scenario)
{
    m_isWaiting = false;
    setEnabled(true);
    setHead(m_head, tr("What will happen?"));
    m_successes->clear();
    m_successes->addItem(tr("I do not know"), -1);
    for (int count = 0; count <= mostSuccesses; ++count)
        m_successes->addItem(QString::number(count), count);
    m_hangsUp->clear();
    m_hangsUp->addItem(tr("I do not know"));
    m_hangsUp->addItem(tr("nobody"), QString());
    for (const QString& id : whoMayHangUp(scenario))
        m_hangsUp->addItem(scenario.node(id)->name, id);
    for (ChoiceBox* box : {m_successes, m_hangsUp})
        box->setMinimumWidth(box->sizeHint().width()); // the answers are to be read whole
    m_questions->show();
    m_run->show();
    m_answer->hide();
    show();
    m_successes->setFocus(Qt::OtherFocusReason);
    setAsking(true);
}

void PredictionBar::takeWhatIsSaid()
{
    m_isWaiting = true;
    setEnabled(false);
    setAsking(false);
}

void PredictionBar::setAsking(bool isAsking)
{
    if (isAsking == m_isAsking)
        return;
    m_isAsking = isAsking;
    Q_EMIT askingChanged();
}

Prediction PredictionBar::prediction() const
{
    Prediction said;
    if (const int count = m_successes->currentData().toInt(); count >= 0)
        said.successes = count;
    if (m_hangsUp->currentIndex() > 0)
        said.hangsUp = m_hangsUp->currentData().toString();
    return said;
}

void PredictionBar::answer(const Trace& trace)
{
    if (!m_isWaiting)
        return;
    m_isWaiting = false;
    setEnabled(true);
    const Prediction said = prediction();
    const Prediction happened = whatHappened(trace);
    const auto mark = [](bool isKnown, bool isRight) {
        return !isKnown ? QString() : isRight ? tr("✓ As you said. ") : tr("✕ Not as you said. ");
    };
    const int who = trace.nodeIndex(*happened.hangsUp);
    const QString hangsUp = who < 0 ? tr("Nobody hangs up.") : tr("%1 hangs up first.").arg(trace.nodes.at(who).name);
    setHead(m_head, tr("What happened"));
    m_answer->setText(mark(said.successes.has_value(), said.successes == happened.successes)
        + tr("Answers (200) that reach the caller: %1.").arg(*happened.successes) + u'\n'
        + mark(said.hangsUp.has_value(), said.hangsUp == happened.hangsUp) + hangsUp);
    m_questions->hide();
    m_run->hide();
    m_answer->show();
}

QString PredictionBar::answerText() const
{
    return m_answer->isHidden() ? QString() : m_answer->text();
}

void PredictionBar::putAway()
{
    m_isWaiting = false;
    hide();
    setAsking(false);
}

} // namespace siprace::ui
