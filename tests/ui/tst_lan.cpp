#include "LanDialog.h"
#include "OpenFaces.h"
#include "QrCode.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace siprace;
using namespace siprace::ui;
using namespace Qt::StringLiterals;

namespace {

const QList<LanInterface> twoNetworks{{u"eth0"_s, 0xC0A8010AU, 24, false}, // 192.168.1.10
    {u"wlan0"_s, 0x0A010203U, 16, false}, // 10.1.2.3
    {u"lo"_s, 0x7F000001U, 8, true}};

Trace traceAt(const QString& proxyAddress)
{
    Trace trace;
    trace.nodes = {{u"caller"_s, Role::Caller, u"Caller A"_s, u"127.100.0.11:5060"_s},
        {u"proxy"_s, Role::Proxy, u"Proxy"_s, proxyAddress},
        {u"phone"_s, Role::External, u"Desk phone"_s, u"192.168.1.77:5062"_s}};
    return trace;
}

/// Chooses a row as a person does, and presses the button.
LanWish choose(LanDialog& dialog, int row)
{
    QSignalSpy chosen(&dialog, &LanDialog::chosen);
    dialog.findChild<QListWidget*>()->setCurrentRow(row);
    for (auto* button : dialog.findChildren<QPushButton*>()) {
        if (button->isDefault())
            QTest::mouseClick(button, Qt::LeftButton);
    }
    return chosen.isEmpty() ? LanWish{u"nothing was chosen"_s, {}, {}} : chosen.first().first().value<LanWish>();
}

} // namespace

/// The lab on a network: what is opened, and that it is seen.
class LanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAddressIsChosen();
    void closedAgain();
    void whatTheScenarioSaysIsShown();
    void anAddressThatIsGoneIsStillShown();
    void troubleStaysUntilTheNextChange();
    void openIsWhatOthersReach_data();
    void openIsWhatOthersReach();
    void theButtonIsThereWhileItIsOpen();
    void theSheetHasTheUriAndItsCode();
    void aCodeHasItsCorners();
    void aTextThatIsTooLongHasNoCode();
};

void LanTest::anAddressIsChosen()
{
    LanDialog dialog(twoNetworks, {});
    QCOMPARE(dialog.findChild<QListWidget*>()->count(), 3); // and none for the loopback
    QCOMPARE(choose(dialog, 2), (LanWish{u"10.1.2.3"_s, u"5060-5079"_s, u"10.1.0.0/16"_s}));
}

void LanTest::closedAgain()
{
    LanDialog dialog(twoNetworks, {u"192.168.1.10"_s, u"5070-5075"_s, {}});
    QCOMPARE(choose(dialog, 0), LanWish{});
}

void LanTest::whatTheScenarioSaysIsShown()
{
    const LanWish now{u"192.168.1.10"_s, u"5070-5075"_s, u"192.168.1.64/26"_s};
    const LanDialog dialog(twoNetworks, now);
    QCOMPARE(dialog.wish(), now);
}

void LanTest::anAddressThatIsGoneIsStillShown()
{
    const LanDialog dialog(twoNetworks, {u"172.16.0.9"_s, {}, u"172.16.0.0/12"_s});
    QCOMPARE(dialog.wish().address, u"172.16.0.9"_s);
    QVERIFY(dialog.findChild<QListWidget*>()->currentItem()->text().contains(u"not an address of this machine"));
}

void LanTest::troubleStaysUntilTheNextChange()
{
    LanDialog dialog(twoNetworks, {u"10.1.2.3"_s, {}, {}});
    dialog.showTrouble(u"port 5060 is taken"_s);
    const auto labels = dialog.findChildren<QLabel*>();
    const auto shows = [&labels] {
        return std::ranges::any_of(
            labels, [](const QLabel* label) { return !label->isHidden() && label->text() == u"port 5060 is taken"; });
    };
    QVERIFY(shows());
    QTest::keyClick(dialog.findChildren<QLineEdit*>().first(), Qt::Key_9);
    QVERIFY(!shows());
}

void LanTest::openIsWhatOthersReach_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QStringList>("uris");
    QTest::newRow("a block of the loopback is closed") << u"127.100.0.12:5060"_s << QStringList();
    QTest::newRow("an address of the network is open")
        << u"192.168.1.10:5061"_s << QStringList{u"sip:192.168.1.10:5061"_s};
    QTest::newRow("no address at all") << QString() << QStringList();
}

void LanTest::openIsWhatOthersReach()
{
    QFETCH(const QString, address);
    QFETCH(const QStringList, uris);
    QStringList open;
    for (const OpenFace& face : openFacesOf(traceAt(address)))
        open += uriOf(face);
    QCOMPARE(open, uris);
}

void LanTest::theButtonIsThereWhileItIsOpen()
{
    OpenFacesButton button;
    button.follow(traceAt(u"192.168.1.10:5060"_s), true);
    QVERIFY(!button.isHidden());
    QCOMPARE(button.text(), u"Open to the network: 192.168.1.10"_s);
    QVERIFY(button.toolTip().contains(u"sip:192.168.1.10:5060"));
    button.follow(traceAt(u"192.168.1.10:5060"_s), false);
    QVERIFY(button.isHidden());
}

void LanTest::theSheetHasTheUriAndItsCode()
{
    OpenFacesButton button;
    button.follow(traceAt(u"192.168.1.10:5060"_s), true);
    button.show();
    button.click();
    const auto* sheet = button.findChild<QFrame*>(u"openFacesSheet"_s);
    QVERIFY(sheet);
    bool hasCode = false;
    bool hasUri = false;
    for (const auto* label : sheet->findChildren<QLabel*>()) {
        hasCode = hasCode || (!label->pixmap().isNull() && label->accessibleName().endsWith(u"sip:192.168.1.10:5060"));
        hasUri = hasUri || label->text() == u"sip:192.168.1.10:5060";
    }
    QVERIFY(hasCode);
    QVERIFY(hasUri);
    const QString folder = qEnvironmentVariable("SIPRACE_SCREENSHOTS");
    if (!folder.isEmpty())
        QVERIFY(const_cast<QFrame*>(sheet)->grab().save(folder + u"/open-faces.png"_s));
}

void LanTest::aCodeHasItsCorners()
{
    constexpr int pixels = 3;
    const QImage code = qrCode(u"sip:192.168.1.10:5060"_s, pixels);
    QCOMPARE(code.width(), code.height());
    QCOMPARE(code.width() % pixels, 0);
    const auto isDark = [&](int x, int y) { return qGray(code.pixel(x * pixels + 1, y * pixels + 1)) < 128; };
    const int last = code.width() / pixels - 1 - 4;
    QVERIFY(!isDark(3, 3)); // the quiet border
    // Three squares of seven modules with a light ring in them; none in the fourth corner.
    for (const auto& [x, y] : {std::pair{4, 4}, {last - 6, 4}, {4, last - 6}}) {
        QVERIFY(isDark(x, y));
        QVERIFY(!isDark(x + 1, y + 1));
        QVERIFY(isDark(x + 3, y + 3));
        QVERIFY(isDark(x + 6, y + 6));
    }
}

void LanTest::aTextThatIsTooLongHasNoCode()
{
    QVERIFY(qrCode(QString(5000, u'x'), 1).isNull());
}

QTEST_MAIN(LanTest)
#include "tst_lan.moc"
