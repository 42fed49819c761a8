#include "LadderTheme.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace siprace;

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

// What is left of linear red, green and blue for someone without one kind of cone (Machado, Oliveira, Fernandes 2009).
constexpr Matrix withoutRed{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix withoutGreen{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix withoutBlue{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

using Triple = std::array<double, 3>;

Triple linear(const QColor& colour)
{
    const auto light = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return {light(colour.redF()), light(colour.greenF()), light(colour.blueF())};
}

Triple seen(const QColor& colour, const Matrix& eye)
{
    const Triple in = linear(colour);
    Triple out{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column)
            out[row] += eye[row][column] * in[column];
        out[row] = std::clamp(out[row], 0.0, 1.0);
    }
    return out;
}

/// CIE 1976 L*a*b*, white point D65.
Triple lab(const Triple& rgb)
{
    const double x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047;
    const double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    const double z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883;
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

double distance(const Triple& one, const Triple& other)
{
    return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextCanBeRead_data()
    {
        QTest::addColumn<int>("palette");
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<double>("least");
        const auto row = [](const char* name, LadderPalette palette, bool isDark, double least) {
            QTest::newRow(name) << static_cast<int>(palette) << isDark << least;
        };
        row("standard, light", LadderPalette::Standard, false, 4.5);
        row("standard, dark", LadderPalette::Standard, true, 4.5);
        row("colour-blind, light", LadderPalette::ColourBlind, false, 4.5);
        row("colour-blind, dark", LadderPalette::ColourBlind, true, 4.5);
        row("high contrast, light", LadderPalette::HighContrast, false, 7);
        row("high contrast, dark", LadderPalette::HighContrast, true, 7);
    }
    void everyTextCanBeRead()
    {
        QFETCH(const int, palette);
        QFETCH(const bool, isDark);
        QFETCH(const double, least);
        const LadderTheme theme = ladderTheme(static_cast<LadderPalette>(palette), isDark);
        const auto isReadable = [&](const QColor& text, const QColor& behind, const QString& what) {
            const double ratio = contrastRatio(text, behind);
            if (ratio < least)
                qWarning("%s: %s on %s is only %.2f:1", qPrintable(what), qPrintable(text.name()),
                    qPrintable(behind.name()), ratio);
            return ratio >= least;
        };
        for (int kind = 0; kind < MessageKindCount; ++kind)
            QVERIFY(isReadable(theme.kinds[kind], theme.card, QStringLiteral("kind %1").arg(kind)));
        QVERIFY(isReadable(theme.text, theme.card, QStringLiteral("text")));
        QVERIFY(isReadable(theme.text, theme.page, QStringLiteral("text on the page")));
        QVERIFY(isReadable(theme.text, theme.accentFill, QStringLiteral("text in a dragged header")));
        QVERIFY(isReadable(theme.mutedText, theme.card, QStringLiteral("muted text")));
        QVERIFY(isReadable(theme.mutedText, theme.headerFill, QStringLiteral("address")));
        QVERIFY(isReadable(theme.accent, theme.card, QStringLiteral("accent, and the button's words")));
        QVERIFY(isReadable(theme.mark, theme.card, QStringLiteral("time mark")));
        for (const Severity severity : {Severity::Violation, Severity::Warning, Severity::Note, Severity::ByDesign,
                 Severity::Unknown, Severity::Ok})
            QVERIFY(isReadable(theme.text, theme.pill(severity).fill, QStringLiteral("finding")));
    }

    void selectedLabelsAndMarksCanBeRead_data() { everyTextCanBeRead_data(); }
    void selectedLabelsAndMarksCanBeRead()
    {
        QFETCH(const int, palette);
        QFETCH(const bool, isDark);
        const LadderTheme theme = ladderTheme(static_cast<LadderPalette>(palette), isDark);
        for (const QColor& kind : theme.kinds)
            QVERIFY2(contrastRatio(kind, theme.accentFill) >= 3.8, qPrintable(kind.name())); // bold, and framed
        for (const Severity severity : {Severity::Violation, Severity::Warning, Severity::ByDesign, Severity::Ok})
            QVERIFY(contrastRatio(theme.pill(severity).text, theme.pill(severity).fill) >= 3); // a sign, not a text
    }

    void kindsKeepTheColoursOfTheHouse()
    {
        const LadderTheme theme = ladderTheme();
        QCOMPARE(theme.of(MessageKind::Invite), QColor(QStringLiteral("#1D4ED8")));
        QCOMPARE(theme.of(MessageKind::OtherRequest), QColor(QStringLiteral("#0369A1")));
        QCOMPARE(theme.of(MessageKind::Provisional), QColor(QStringLiteral("#6B7280")));
        QCOMPARE(theme.of(MessageKind::Success), QColor(QStringLiteral("#15803D")));
        QCOMPARE(theme.of(MessageKind::Failure), QColor(QStringLiteral("#B91C1C")));
        QCOMPARE(theme.of(MessageKind::Cancel), QColor(QStringLiteral("#C2410C")));
        QCOMPARE(theme.of(MessageKind::Ack), QColor(QStringLiteral("#0F766E")));
        QCOMPARE(theme.of(MessageKind::Bye), QColor(QStringLiteral("#7E22CE")));
    }

    void colourBlindEyesTellKindsApart_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<int>("eye");
        for (const bool isDark : {false, true}) {
            QTest::addRow("no red cones, %s", isDark ? "dark" : "light") << isDark << 0;
            QTest::addRow("no green cones, %s", isDark ? "dark" : "light") << isDark << 1;
            QTest::addRow("no blue cones, %s", isDark ? "dark" : "light") << isDark << 2;
        }
    }
    void colourBlindEyesTellKindsApart()
    {
        QFETCH(const bool, isDark);
        QFETCH(const int, eye);
        const Matrix& matrix = eye == 0 ? withoutRed : eye == 1 ? withoutGreen : withoutBlue;
        const LadderTheme theme = ladderTheme(LadderPalette::ColourBlind, isDark);
        // The kinds a race is about: what is sent, what succeeds, what fails, what is called off or hung up.
        const QList<MessageKind> kinds{
            MessageKind::Invite, MessageKind::Success, MessageKind::Failure, MessageKind::Cancel, MessageKind::Bye};
        for (qsizetype i = 0; i < kinds.size(); ++i) {
            for (qsizetype j = 0; j < i; ++j) {
                const double apart
                    = distance(lab(seen(theme.of(kinds.at(i)), matrix)), lab(seen(theme.of(kinds.at(j)), matrix)));
                QVERIFY2(apart > 11, qPrintable(QStringLiteral("kinds %1 and %2: %3").arg(i).arg(j).arg(apart)));
            }
        }
    }

    void kindOfMessage_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, const char* method, int status, MessageKind kind) {
            QTest::newRow(name) << QByteArray(method) << status << static_cast<int>(kind);
        };
        row("INVITE", "INVITE", 0, MessageKind::Invite);
        row("OPTIONS is some other request", "OPTIONS", 0, MessageKind::OtherRequest);
        row("100 is provisional", "", 100, MessageKind::Provisional);
        row("202 is a success", "", 202, MessageKind::Success);
        row("302 is no success", "", 302, MessageKind::Failure);
        row("603 fails", "", 603, MessageKind::Failure);
        row("CANCEL", "CANCEL", 0, MessageKind::Cancel);
        row("ACK", "ACK", 0, MessageKind::Ack);
        row("BYE", "BYE", 0, MessageKind::Bye);
        row("a datagram that is no SIP", "", 0, MessageKind::NotSip);
    }
    void kindOfMessage()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const int, status);
        QFETCH(const int, kind);
        MessageFields fields;
        fields.method = method;
        fields.status = status;
        QCOMPARE(static_cast<int>(kindOf(fields)), kind);
    }

    void toneOfState_data()
    {
        QTest::addColumn<int>("machine");
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("tone");
        const auto row = [](const char* name, MachineKind machine, const char* state, StripTone tone) {
            QTest::newRow(name) << static_cast<int>(machine) << QString::fromLatin1(state) << static_cast<int>(tone);
        };
        row("an early dialog is amber", MachineKind::Dialog, "early", StripTone::Early);
        row("a confirmed dialog is green", MachineKind::Dialog, "confirmed", StripTone::Confirmed);
        row("a confirmed INVITE transaction is no confirmed dialog", MachineKind::InviteServer, "Confirmed",
            StripTone::Completed);
        row("Accepted has its own", MachineKind::InviteServer, "Accepted", StripTone::Accepted);
        row("Calling waits", MachineKind::InviteClient, "Calling", StripTone::Waiting);
        row("a node that is down", MachineKind::Node, "down", StripTone::Over);
    }
    void toneOfState()
    {
        QFETCH(const int, machine);
        QFETCH(const QString, state);
        QFETCH(const int, tone);
        StateChange change;
        change.kind = static_cast<MachineKind>(machine);
        change.state = state;
        QCOMPARE(static_cast<int>(toneOf(change)), tone);
    }

    void contrastOfBlackOnWhiteIsTwentyOne() { QVERIFY(qAbs(contrastRatio(Qt::black, Qt::white) - 21) < 0.01); }
};

QTEST_GUILESS_MAIN(TestTheme)
#include "tst_theme.moc"
