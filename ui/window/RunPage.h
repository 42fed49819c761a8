#pragma once

#include "LadderView.h"
#include "NodeNames.h"
#include "RunRecord.h"
#include "Scale.h"
#include "ScenarioDocument.h"

#include <QHash>
#include <QWidget>

class QFrame;
class QLabel;
class QSplitter;
class QVBoxLayout;

namespace siprace::ui {

class HandPanel;
class InspectorPanel;
class LibraryPanel;
class LinksPanel;
class MessageTable;
class OutcomeStrip;
class PhonesPanel;
class SearchBar;

/// The view of one run: library and links, ladder and outcome, inspector; and how they follow each other.
class RunPage : public QWidget
{
    Q_OBJECT

public:
    RunPage(ScenarioDocument& document, RunRecord& record, QWidget* parent = nullptr);

    [[nodiscard]] LadderView* ladder() { return m_ladder; }
    [[nodiscard]] InspectorPanel* inspector() { return m_inspector; }
    [[nodiscard]] LibraryPanel* library() { return m_library; }
    [[nodiscard]] LinksPanel* links() { return m_links; }
    [[nodiscard]] PhonesPanel* phones() { return m_phones; }
    [[nodiscard]] HandPanel* hands() { return m_hands; }
    [[nodiscard]] OutcomeStrip* outcome() { return m_outcome; }
    [[nodiscard]] SearchBar* search() { return m_search; }
    [[nodiscard]] QSplitter* splitter() { return m_splitter; }
    [[nodiscard]] QWidget* leftPanel() { return m_left; }
    /// Shows or hides a side for good; without a choice of the person, a narrow window hides the left one, and a very
    /// narrow one the inspector too.
    void setLeftShown(bool isShown);
    void setInspectorShown(bool isShown);
    void setTableShown(bool isShown); ///< the messages as rows, in place of the ladder
    [[nodiscard]] MessageTable* table() { return m_table; }
    void addAboveLadder(QWidget* widget); ///< a bar that shows and hides itself; the page owns it
    void fitPanels(); ///< in a narrow window, or at a large size, the ladder gets the room of the sides
    /// The findings as they are shown: worst first, with the names on the screen.
    [[nodiscard]] QList<Finding> shownFindings() const;
    /// While a story is told, what comes at its end is not given away.
    void setEndHidden(bool isHidden);
    /// What the person calls the nodes, by their ids: on the ladder and everywhere else.
    void setAliases(const QHash<QString, QString>& aliases);
    [[nodiscard]] const QHash<QString, QString>& aliases() const { return m_aliases; }
    void setOutdated(bool isOutdated); ///< the run was made with other settings than those of now
    void setHint(const QString& text); ///< in place of a ladder, while there is no run

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeLeft();
    QWidget* makeMiddle();
    void connectRecord();
    void connectLadder();
    void showRun();
    void showGuests();
    void showVerdict();
    void showSelection(int first, int second);
    void takeNames();
    void forgetNodes();
    void showNames();
    [[nodiscard]] NodeNames names() const;
    void updateHint();

    ScenarioDocument& m_document;
    RunRecord& m_record;
    QSplitter* m_splitter = nullptr;
    QWidget* m_left = nullptr;
    LibraryPanel* m_library = nullptr;
    LinksPanel* m_links = nullptr;
    PhonesPanel* m_phones = nullptr;
    QVBoxLayout* m_bars = nullptr;
    SearchBar* m_search = nullptr;
    LadderView* m_ladder = nullptr;
    MessageTable* m_table = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_outdated = nullptr;
    QHash<QString, QString> m_aliases; ///< by the ids of nodes
    QString m_nodesOf; ///< the scenario that aliases, order and hidden nodes are of
    bool m_isEndHidden = false;
    HandPanel* m_hands = nullptr;
    OutcomeStrip* m_outcome = nullptr;
    InspectorPanel* m_inspector = nullptr;
    std::optional<bool> m_leftChoice;
    std::optional<bool> m_inspectorChoice;
    double m_scale = uiScale(); ///< that the widths of the sides are made for
};

} // namespace siprace::ui
