#pragma once

#include "NodeNames.h"
#include "Trace.h"

#include <QWidget>

#include <functional>

class QLabel;

namespace siprace::ui {

/// Why the selected message was sent, and why it was lost or thrown away: sentences with the rule they follow.
class WhyPanel : public QWidget
{
    Q_OBJECT

public:
    explicit WhyPanel(QWidget* parent = nullptr);
    /// Message n of the trace; 0 for none. `labelOf` names the messages before and after it; one it has no name for is
    /// not on the ladder, and left out.
    void show(const Trace& trace, int n, const std::function<QString(int n)>& labelOf, const NodeNames& names);

Q_SIGNALS:
    void messageChosen(int n); ///< a cause or a consequence was clicked

private:
    void follow(const QString& link);
    void toggleRule(const QString& id);

    QLabel* m_head = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_chain = nullptr;
    QLabel* m_rule = nullptr;
    QString m_shownRule;
};

/// What a rule asks, for a person: name and strength ("forward late 2xx · MUST, RFC 3261 §16.7 step 5").
[[nodiscard]] QString describeRule(const QString& id);

} // namespace siprace::ui
