#pragma once

#include "Loader.h"
#include "Scenario.h"

#include <QObject>
#include <QUndoStack>

namespace siprace::ui {

/// One direction of a link and what it does.
struct DirectedImpairment
{
    Direction direction;
    Impairment impairment;

    bool operator==(const DirectedImpairment&) const = default;
};

/// The scenario that is open, with what the person changed in it. Changes are commands on an undo stack, so a scenario
/// is modified exactly when the stack is not where it was saved.
class ScenarioDocument : public QObject
{
    Q_OBJECT

public:
    explicit ScenarioDocument(QObject* parent = nullptr);
    ~ScenarioDocument() override;

    /// Takes a scenario as loaded; forgets every change of the one before.
    void open(const Scenario& scenario);
    [[nodiscard]] const Scenario& scenario() const { return m_scenario; }
    [[nodiscard]] bool isOpen() const { return !m_scenario.nodes.isEmpty(); }
    [[nodiscard]] bool isModified() const { return !m_undo.isClean(); }
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo; }

    /// Changes directions of links, as one step to undo. What is as wanted already is left out; nothing then happens.
    void setImpairments(const QList<DirectedImpairment>& wanted);
    /// The scenario as YAML, with the changes. Comments of the file stay.
    [[nodiscard]] QByteArray text() const;
    /// The scenario to run: the changed values, and the text that goes with them.
    [[nodiscard]] Scenario toRun() const;
    /// Writes text() to a file, which is then the document's. Fails with what the file system said.
    [[nodiscard]] Result<void> saveAs(const QString& path);

Q_SIGNALS:
    void opened();
    void impairmentChanged(const QString& from, const QString& to, const siprace::Impairment& impairment);
    void modifiedChanged(bool isModified);

private:
    friend class ImpairmentCommand;
    void apply(const QList<DirectedImpairment>& impairments);

    Scenario m_scenario;
    QByteArray m_loadedText;
    QUndoStack m_undo;
};

} // namespace siprace::ui
