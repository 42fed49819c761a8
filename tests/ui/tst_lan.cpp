#include "LanDialog.h"
#include "OpenFaces.h"
#include "QrCode.h"
#include "WindowFixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

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

bool shows(const QWidget& part, QStringView line)
{
    const auto labels = part.findChildren<QLabel*>();
    return std::ranges::any_of(
        labels, [&](const QLabel* label) { return !label->isHidden() && label->text() == line; });
}

/// What a camera reads in a picture.
QString readCode(const QImage& picture)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"code.png"_s);
    QProcess reader;
    if (!picture.save(path))
        return u"no picture"_s;
    reader.start(u"zbarimg"_s, {u"--quiet"_s, u"--raw"_s, u"--nodbus"_s, path}); // of the package zbar-tools
    return reader.waitForFinished() ? QString::fromUtf8(reader.readAllStandardOutput()).trimmed()
                                    : reader.errorString();
}

/// An address of this machine that is not the loopback; empty where there is none.
QString addressOfThisHost()
{
    for (const LanInterface& card : lanInterfaces()) {
        if (!card.isLoopback)
            return QString::fromLatin1(sip::dotted(card.address));
    }
    return {};
}

/// A range that other tests on this machine do not use.
int firstPort()
{
    return 20'000 + static_cast<int>(QCoreApplication::applicationPid() % 30'000);
}

/// A phone on the network asks the proxy to be called there.
void registerPhone(QUdpSocket& phone, const QString& user, const QString& host)
{
    const QString text
        = u"REGISTER sip:%1:%4 SIP/2.0\r\nVia: SIP/2.0/UDP %1:%2;branch=z9hG4bK-%3\r\nMax-Forwards: 70\r\n"
          "From: <sip:%3@%1>;tag=1\r\nTo: <sip:%3@%1>\r\nCall-ID: %3@%1\r\nCSeq: 1 REGISTER\r\n"
          "Contact: <sip:%3@%1:%2>\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n"_s;
    const QHostAddress address(host);
    phone.bind(address);
    phone.writeDatagram(text.arg(host).arg(phone.localPort()).arg(user).arg(firstPort()).toUtf8(), address,
        static_cast<quint16>(firstPort()));
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
    void whatIsMissingIsAskedFor_data();
    void whatIsMissingIsAskedFor();
    void aLongLineSqueezesNothing();
    void openIsWhatOthersReach_data();
    void openIsWhatOthersReach();
    void theButtonIsThereWhileItIsOpen();
    void theSheetHasTheUriAndItsCode();
    void aCodeHasItsCorners();
    void aCodeIsRead_data();
    void aCodeIsRead();
    void aTextThatIsTooLongHasNoCode();
    void theWindowIsOpenedToTheNetwork();
    void aPhoneTakesItsPlaceOnTheLadder();
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
    QVERIFY(shows(dialog, u"port 5060 is taken"));
    QTest::keyClick(dialog.findChildren<QLineEdit*>().first(), Qt::Key_9);
    QVERIFY(!shows(dialog, u"port 5060 is taken"));
}

void LanTest::whatIsMissingIsAskedFor_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("line");
    QTest::newRow("no port") << u"10.1.2.3"_s << 0 << u"There is no port to open; write 5060-5079."_s;
    QTest::newRow("nobody is allowed")
        << u"10.1.2.3"_s << 1
        << u"No network is allowed, so no phone could reach it; write 10.1.0.0/16, or keep it closed."_s;
    QTest::newRow("nobody is allowed, at an address that is gone")
        << u"172.16.0.9"_s << 1
        << u"No network is allowed, so no phone could reach it; write 192.168.1.0/24, or keep it closed."_s;
}

void LanTest::whatIsMissingIsAskedFor()
{
    QFETCH(const QString, address);
    QFETCH(const int, field);
    QFETCH(const QString, line);
    LanDialog dialog(twoNetworks, {address, {}, {}});
    dialog.findChildren<QLineEdit*>().at(field)->setText(u" "_s);
    QCOMPARE(choose(dialog, dialog.findChild<QListWidget*>()->currentRow()).address, u"nothing was chosen"_s);
    QVERIFY(shows(dialog, line));
}

/// It is higher then; field and list keep their height.
void LanTest::aLongLineSqueezesNothing()
{
    LanDialog dialog(twoNetworks, {u"10.1.2.3"_s, {}, {}});
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    const auto heights = [&dialog] {
        QApplication::processEvents();
        QList<int> all{dialog.findChild<QListWidget*>()->height()};
        for (const QLineEdit* field : dialog.findChildren<QLineEdit*>())
            all.append(field->height());
        return all;
    };
    const QList<int> before = heights();
    dialog.showTrouble(u"port 5060 of 10.1.2.3, which proxy is to have, is in use; "_s.repeated(4));
    QCOMPARE(heights(), before);
    keepPicture(dialog, u"lan-trouble"_s);
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
    auto* sheet = button.findChild<QFrame*>(u"openFacesSheet"_s);
    QVERIFY(sheet);
    keepPicture(*sheet, u"open-faces"_s);
    bool hasCode = false;
    bool hasUri = false;
    for (const auto* label : sheet->findChildren<QLabel*>()) {
        hasCode = hasCode || (!label->pixmap().isNull() && label->accessibleName().endsWith(u"sip:192.168.1.10:5060"));
        hasUri = hasUri || label->text() == u"sip:192.168.1.10:5060";
    }
    QVERIFY(hasCode);
    QVERIFY(hasUri);
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

void LanTest::aCodeIsRead_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("uri");
    QTest::newRow("the usual port") << u"192.168.1.10:5060"_s << u"sip:192.168.1.10:5060"_s;
    QTest::newRow("the longest address") << u"192.168.100.100:45079"_s << u"sip:192.168.100.100:45079"_s;
}

/// Of the sheet as it is drawn, not of the image that is put into it.
void LanTest::aCodeIsRead()
{
    QFETCH(const QString, address);
    QFETCH(const QString, uri);
    OpenFacesButton button;
    button.follow(traceAt(address), true);
    button.show();
    button.click();
    auto* sheet = button.findChild<QFrame*>(u"openFacesSheet"_s);
    QVERIFY(sheet);
    QCOMPARE(readCode(sheet->grab().toImage()), uri);
}

void LanTest::aTextThatIsTooLongHasNoCode()
{
    QVERIFY(qrCode(QString(5000, u'x'), 1).isNull());
}

/// From the menu to the code that a phone reads: a person picks the card, runs, and stops.
void LanTest::theWindowIsOpenedToTheNetwork()
{
    const QString address = addressOfThisHost();
    if (address.isEmpty())
        return qInfo("this machine is on no network: what is shown of one is checked above");
    const WindowFixture fixture;
    fixture.action(u"On a &LAN…"_s)->trigger();
    QPointer<LanDialog> dialog = fixture.part<LanDialog>();
    QVERIFY(dialog && dialog->isVisible());
    auto* list = dialog->findChild<QListWidget*>();
    const auto items = list->findItems(address, Qt::MatchStartsWith);
    QCOMPARE(items.size(), 1);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(items.first()).center());
    auto* ports = dialog->findChildren<QLineEdit*>().first();
    ports->selectAll();
    QTest::keyClicks(ports, u"%1-%2"_s.arg(firstPort()).arg(firstPort() + 1)); // of four nodes two have none
    keepPictures(fixture, *dialog, u"lan-dialog"_s);
    QTest::mouseClick(buttonIn(*dialog, u"Open to this network"_s), Qt::LeftButton);
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(shows(*dialog, u"b1 has no port left on the LAN; give network.lan.ports one for each node"));
    keepPictures(fixture, *dialog, u"lan-dialog-refuses"_s);
    ports->selectAll();
    QTest::keyClicks(ports, u"%1-%2"_s.arg(firstPort()).arg(firstPort() + 9));
    QTest::mouseClick(buttonIn(*dialog, u"Open to this network"_s), Qt::LeftButton);
    QTRY_VERIFY(!dialog);
    QVERIFY(fixture.window->document().scenario().lan);
    QTRY_VERIFY(fixture.part<StatusLine>()->said().contains(u"firewall"_s));

    fixture.pick(u"clock"_s, u"real"_s);
    fixture.press(u"Run"_s);
    auto* open = fixture.part<OpenFacesButton>();
    QTRY_VERIFY(open->isVisible());
    QCOMPARE(open->text(), u"Open to the network: %1"_s.arg(address));
    QUdpSocket phone;
    registerPhone(phone, u"anna"_s, address);
    QTRY_VERIFY(std::ranges::any_of(fixture.trace().nodes,
        [](const TraceNode& node) { return node.name.contains(u"anna"_s, Qt::CaseInsensitive); }));
    QTest::mouseClick(open, Qt::LeftButton);
    auto* sheet = open->findChild<QFrame*>(u"openFacesSheet"_s);
    QVERIFY(sheet && sheet->isVisible());
    QCOMPARE(readCode(sheet->grab().toImage()), u"sip:%1:%2"_s.arg(address).arg(firstPort()));
    keepPicture(*sheet, u"lan-sheet"_s);
    QTest::keyClick(sheet, Qt::Key_Escape);
    keepPictures(fixture, *fixture.window, u"lan-open"_s);
    fixture.press(u"Stop"_s);
    QTRY_VERIFY(fixture.isIdle() && !open->isVisible());
}

void LanTest::aPhoneTakesItsPlaceOnTheLadder()
{
    const QString address = addressOfThisHost();
    if (address.isEmpty())
        return qInfo("this machine is on no network: what is shown of one is checked above");
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"seat.yaml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        u"siprace: 1\nnetwork: {lan: {address: %1, ports: %2-%3}}\nnodes:\n  caller: {role: caller, name: Caller}\n"
        "  proxy: {role: proxy, name: Proxy}\n  b1: {role: external, as: callee, name: Desk phone}\n"
        "  b2: {role: callee, name: Phone B2, ring: 50ms, answer: never}\n"
        "location: {\"sip:bob@lab\": [b1, b2]}\n"
        "script:\n  - {at: 300ms, node: caller, do: call, to: \"sip:bob@lab\"}\nend: 30s\n"_s.arg(address)
            .arg(firstPort())
            .arg(firstPort() + 9)
            .toUtf8());
    file.close();
    const WindowFixture fixture(path);
    fixture.pick(u"clock"_s, u"real"_s);
    fixture.press(u"Run"_s);
    QTRY_VERIFY(fixture.part<OpenFacesButton>()->isVisible());
    QUdpSocket phone;
    registerPhone(phone, u"b1"_s, address);
    QTRY_VERIFY(std::ranges::any_of(fixture.trace().messages, [](const TraceMessage& message) {
        return message.cseqMethod == "REGISTER" && !message.isRequest() && message.arrived;
    }));
    QTRY_VERIFY(fixture.message(u"INVITE"_s) > 0);
    const auto& lanes = fixture.part<LadderView>()->layout().lanes();
    const auto seat = std::ranges::find(lanes, u"Desk phone"_s, &Lane::name);
    QVERIFY(seat != lanes.end());
    QCOMPARE(seat->address, address);
    keepPictures(fixture, *fixture.window, u"lan-seat"_s);
    fixture.press(u"Stop"_s);
    QTRY_VERIFY(fixture.isIdle());
}

QTEST_MAIN(LanTest)
#include "tst_lan.moc"
