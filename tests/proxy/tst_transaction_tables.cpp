#include "RuleBook.h"
#include "TransactionTable.h"

#include <QSet>
#include <QTest>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// The four machines against the state diagrams: RFC 3261 Figures 5 to 8, RFC 6026 Figures 5 and 7, one row an arc.
class TestTransactionTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arc_data();
    void arc();
    void whatIsNotInTheDiagramIsAbsorbed();
    void everyRowCitesARuleAndSaysWhy();
};

namespace {
const QStringList states = {
    u"-"_s, u"Calling"_s, u"Trying"_s, u"Proceeding"_s, u"Completed"_s, u"Confirmed"_s, u"Accepted"_s, u"Terminated"_s};
const QStringList inputs
    = {u"start"_s, u"copy"_s, u"ACK"_s, u"1xx"_s, u"2xx"_s, u"3-6xx"_s, u"send 1xx"_s, u"send 2xx"_s, u"send 3-6xx"_s,
        u"error"_s, u"A"_s, u"B"_s, u"D"_s, u"E"_s, u"F"_s, u"G"_s, u"H"_s, u"I"_s, u"J"_s, u"K"_s, u"L"_s, u"M"_s};
const QStringList actionWords = {u"stop all"_s, u"send request"_s, u"ACK"_s, u"send response"_s, u"repeat response"_s,
    u"to core"_s, u"timeout"_s, u"report error"_s, u"A"_s, u"B"_s, u"D"_s, u"E"_s, u"F"_s, u"G"_s, u"H"_s, u"I"_s,
    u"J"_s, u"K"_s, u"L"_s, u"M"_s, u"longer"_s};

QString wordsOf(quint32 actions)
{
    QStringList words;
    for (int bit = 0; bit < actionWords.size(); ++bit) {
        if ((actions & (1U << unsigned(bit))) != 0)
            words.append(actionWords[bit]);
    }
    return words.join(u", "_s);
}

struct Arc
{
    const char* machine; ///< IC, IS, NC, NS
    int form; ///< 3261, 6026, or 0 for both
    const char* state;
    const char* input;
    const char* actions;
    const char* next;
};

constexpr Arc arcs[] = {
    {"IC", 0, "-", "start", "send request, A, B", "Calling"},
    {"IC", 0, "Calling", "A", "send request, A, longer", "Calling"},
    {"IC", 0, "Calling", "B", "stop all, timeout", "Terminated"},
    {"IC", 0, "Calling", "error", "stop all, report error", "Terminated"},
    {"IC", 0, "Calling", "1xx", "stop all, to core", "Proceeding"},
    {"IC", 3261, "Calling", "2xx", "stop all, to core", "Terminated"},
    {"IC", 6026, "Calling", "2xx", "stop all, to core, M", "Accepted"},
    {"IC", 0, "Calling", "3-6xx", "stop all, ACK, to core, D", "Completed"},
    {"IC", 0, "Proceeding", "1xx", "to core", "Proceeding"},
    {"IC", 0, "Proceeding", "error", "stop all, report error", "Terminated"},
    {"IC", 3261, "Proceeding", "2xx", "stop all, to core", "Terminated"},
    {"IC", 6026, "Proceeding", "2xx", "stop all, to core, M", "Accepted"},
    {"IC", 0, "Proceeding", "3-6xx", "stop all, ACK, to core, D", "Completed"},
    {"IC", 0, "Completed", "3-6xx", "ACK", "Completed"},
    {"IC", 0, "Completed", "error", "stop all, report error", "Terminated"},
    {"IC", 0, "Completed", "D", "stop all", "Terminated"},
    {"IC", 6026, "Accepted", "2xx", "to core", "Accepted"},
    {"IC", 6026, "Accepted", "M", "stop all", "Terminated"},

    {"IS", 0, "-", "start", "to core", "Proceeding"},
    {"IS", 0, "Proceeding", "copy", "repeat response", "Proceeding"},
    {"IS", 0, "Proceeding", "send 1xx", "send response", "Proceeding"},
    {"IS", 3261, "Proceeding", "send 2xx", "stop all, send response", "Terminated"},
    {"IS", 6026, "Proceeding", "send 2xx", "stop all, send response, L", "Accepted"},
    {"IS", 0, "Proceeding", "send 3-6xx", "stop all, send response, G, H", "Completed"},
    {"IS", 3261, "Proceeding", "error", "stop all, report error", "Terminated"},
    {"IS", 6026, "Proceeding", "error", "report error", "Proceeding"},
    {"IS", 0, "Completed", "copy", "repeat response", "Completed"},
    {"IS", 0, "Completed", "G", "repeat response, G, longer", "Completed"},
    {"IS", 0, "Completed", "ACK", "stop all, I", "Confirmed"},
    {"IS", 0, "Completed", "H", "stop all, timeout", "Terminated"},
    {"IS", 3261, "Completed", "error", "stop all, report error", "Terminated"},
    {"IS", 6026, "Completed", "error", "report error", "Completed"},
    {"IS", 0, "Confirmed", "I", "stop all", "Terminated"},
    {"IS", 6026, "Accepted", "send 2xx", "send response", "Accepted"},
    {"IS", 6026, "Accepted", "ACK", "to core", "Accepted"},
    {"IS", 6026, "Accepted", "error", "report error", "Accepted"},
    {"IS", 6026, "Accepted", "L", "stop all", "Terminated"},

    {"NC", 0, "-", "start", "send request, E, F", "Trying"},
    {"NC", 0, "Trying", "E", "send request, E, longer", "Trying"},
    {"NC", 0, "Trying", "1xx", "to core", "Proceeding"},
    {"NC", 0, "Trying", "F", "stop all, timeout", "Terminated"},
    {"NC", 0, "Trying", "error", "stop all, report error", "Terminated"},
    {"NC", 0, "Trying", "2xx", "stop all, to core, K", "Completed"},
    {"NC", 0, "Trying", "3-6xx", "stop all, to core, K", "Completed"},
    {"NC", 0, "Proceeding", "E", "send request, E, longer", "Proceeding"},
    {"NC", 0, "Proceeding", "1xx", "to core", "Proceeding"},
    {"NC", 0, "Proceeding", "F", "stop all, timeout", "Terminated"},
    {"NC", 0, "Proceeding", "error", "stop all, report error", "Terminated"},
    {"NC", 0, "Proceeding", "2xx", "stop all, to core, K", "Completed"},
    {"NC", 0, "Proceeding", "3-6xx", "stop all, to core, K", "Completed"},
    {"NC", 0, "Completed", "K", "stop all", "Terminated"},

    {"NS", 0, "-", "start", "to core", "Trying"},
    {"NS", 0, "Trying", "send 1xx", "send response", "Proceeding"},
    {"NS", 0, "Trying", "send 2xx", "stop all, send response, J", "Completed"},
    {"NS", 0, "Trying", "send 3-6xx", "stop all, send response, J", "Completed"},
    {"NS", 0, "Proceeding", "copy", "repeat response", "Proceeding"},
    {"NS", 0, "Proceeding", "send 1xx", "send response", "Proceeding"},
    {"NS", 0, "Proceeding", "send 2xx", "stop all, send response, J", "Completed"},
    {"NS", 0, "Proceeding", "send 3-6xx", "stop all, send response, J", "Completed"},
    {"NS", 0, "Proceeding", "error", "stop all, report error", "Terminated"},
    {"NS", 0, "Completed", "copy", "repeat response", "Completed"},
    {"NS", 0, "Completed", "error", "stop all, report error", "Terminated"},
    {"NS", 0, "Completed", "J", "stop all", "Terminated"},
};

MachineKind kindOf(QLatin1StringView machine)
{
    if (machine == "IC"_L1)
        return MachineKind::InviteClient;
    if (machine == "IS"_L1)
        return MachineKind::InviteServer;
    return machine == "NC"_L1 ? MachineKind::NonInviteClient : MachineKind::NonInviteServer;
}

QString nameOf(MachineKind machine)
{
    switch (machine) {
    case MachineKind::InviteClient:
        return u"INVITE client"_s;
    case MachineKind::InviteServer:
        return u"INVITE server"_s;
    case MachineKind::NonInviteClient:
        return u"non-INVITE client"_s;
    default:
        return u"non-INVITE server"_s;
    }
}

QString keyOf(MachineKind machine, TransactionForm form, int state, int input)
{
    return u"%1/%2/%3/%4"_s.arg(int(machine)).arg(int(form)).arg(state).arg(input);
}
} // namespace

void TestTransactionTables::arc_data()
{
    QTest::addColumn<int>("machine");
    QTest::addColumn<int>("form");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("actions");
    QTest::addColumn<QString>("next");
    for (const Arc& arc : arcs) {
        const MachineKind machine = kindOf(QLatin1StringView(arc.machine));
        for (const int form : {3261, 6026}) {
            if (arc.form != 0 && arc.form != form)
                continue;
            const QString name = u"RFC %1, %2: %3 on %4 goes to %5"_s.arg(QString::number(form), nameOf(machine),
                QString::fromLatin1(arc.state), QString::fromLatin1(arc.input), QString::fromLatin1(arc.next));
            QTest::newRow(qPrintable(name))
                << int(machine) << form << QString::fromLatin1(arc.state) << QString::fromLatin1(arc.input)
                << QString::fromLatin1(arc.actions) << QString::fromLatin1(arc.next);
        }
    }
}

void TestTransactionTables::arc()
{
    QFETCH(const int, machine);
    QFETCH(const int, form);
    QFETCH(const QString, state);
    QFETCH(const QString, input);
    QFETCH(const QString, actions);
    QFETCH(const QString, next);
    QVERIFY(states.contains(state) && inputs.contains(input) && states.contains(next));
    const TxRow* row
        = findTransition(MachineKind(machine), form == 6026 ? TransactionForm::Rfc6026 : TransactionForm::Rfc3261,
            TxState(states.indexOf(state)), TxInput(inputs.indexOf(input)));
    QVERIFY(row);
    QCOMPARE(wordsOf(row->actions), actions);
    QCOMPARE(states[int(row->next)], next);
}

void TestTransactionTables::whatIsNotInTheDiagramIsAbsorbed()
{
    QSet<QString> drawn;
    for (const Arc& arc : arcs) {
        for (const auto form : {TransactionForm::Rfc3261, TransactionForm::Rfc6026}) {
            if (arc.form == 0 || (arc.form == 6026) == (form == TransactionForm::Rfc6026))
                drawn.insert(keyOf(kindOf(QLatin1StringView(arc.machine)), form,
                    int(states.indexOf(QLatin1StringView(arc.state))),
                    int(inputs.indexOf(QLatin1StringView(arc.input)))));
        }
    }
    int found = 0;
    for (const auto machine : {MachineKind::InviteClient, MachineKind::InviteServer, MachineKind::NonInviteClient,
             MachineKind::NonInviteServer}) {
        for (const auto form : {TransactionForm::Rfc3261, TransactionForm::Rfc6026}) {
            for (int state = 0; state < states.size(); ++state) {
                for (int input = 0; input < inputs.size(); ++input) {
                    const bool exists = findTransition(machine, form, TxState(state), TxInput(input)) != nullptr;
                    const QString key = keyOf(machine, form, state, input);
                    QVERIFY2(exists == drawn.contains(key), qPrintable(key));
                    found += exists ? 1 : 0;
                }
            }
        }
    }
    QCOMPARE(found, int(drawn.size()));
}

void TestTransactionTables::everyRowCitesARuleAndSaysWhy()
{
    for (const auto machine : {MachineKind::InviteClient, MachineKind::InviteServer, MachineKind::NonInviteClient,
             MachineKind::NonInviteServer}) {
        for (const TxRow& row : transactionRows(machine)) {
            QVERIFY2(findRule(row.rule), qPrintable(row.rule.toString()));
            QVERIFY(row.why.endsWith(u'.'));
        }
    }
}

QTEST_GUILESS_MAIN(TestTransactionTables)
#include "tst_transaction_tables.moc"
