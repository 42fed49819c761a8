#include "OutletDialog.h"
#include "UdpSocket.h"
#include "WindowFixture.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>

#include <array>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// A run that goes to a capture and to a collector while it is shown.
class OutletsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNameThatIsTakenGetsANumber();
    void aWishIsWholePaths_data();
    void aWishIsWholePaths();
    void oneRunIsCaptured();
    void laterRunsToo();
    void messagesReachTheCollector();
    void troubleIsANotice_data();
    void troubleIsANotice();
    void stepsAreCapturedToo();
};

namespace {

const QByteArray pcapngMagic = QByteArray::fromHex("0a0d0d0a");

/// Opens the dialog from the menu, fills it in and agrees.
void wishFor(const WindowFixture& fixture, const OutletWish& wish)
{
    if (fixture.part<OutletDialog>() == nullptr)
        fixture.action(u"Capt&ure while it runs…"_s)->trigger();
    auto* dialog = fixture.part<OutletDialog>();
    QVERIFY(dialog != nullptr);
    QVERIFY(QTest::qWaitForWindowExposed(dialog));
    dialog->findChild<QLineEdit*>(u"captureFile"_s)->setText(wish.capture);
    dialog->findChild<QLineEdit*>(u"hepCollector"_s)->setText(wish.collector);
    dialog->findChild<QCheckBox*>()->setChecked(wish.isKept);
    keepPicture(*dialog, u"outlets"_s);
    QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_VERIFY(fixture.part<OutletDialog>() == nullptr);
}

QString outletsShown(const WindowFixture& fixture)
{
    const auto* label = fixture.window->findChild<QLabel*>(u"outlets"_s);
    return label->isHidden() ? QString() : label->toolTip();
}

quint16 portOf(const sip::Descriptor& socket)
{
    sockaddr_in name{};
    socklen_t size = sizeof name;
    return ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&name), &size) == 0 ? ntohs(name.sin_port) : 0;
}

} // namespace

void OutletsTest::aNameThatIsTakenGetsANumber()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"run.pcapng"_s);
    QCOMPARE(freePath(path), path);
    for (const QString& name : {u"run.pcapng"_s, u"run-2.pcapng"_s}) {
        QFile taken(folder.filePath(name));
        QVERIFY(taken.open(QIODevice::WriteOnly));
    }
    QCOMPARE(freePath(path), folder.filePath(u"run-3.pcapng"_s));
}

void OutletsTest::aWishIsWholePaths_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("path");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("spaces") << u"  "_s << QString();
    QTest::newRow("a path as it is") << u"/captures/a.pcap"_s << u"/captures/a.pcap"_s;
    QTest::newRow("without a suffix") << u"/captures/a"_s << u"/captures/a.pcapng"_s;
    QTest::newRow("a name alone is at home") << u"a"_s << QDir::home().filePath(u"a.pcapng"_s);
}

void OutletsTest::aWishIsWholePaths()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, path);
    const OutletDialog dialog({typed, {}, false}, {});
    QCOMPARE(dialog.wish().capture, path);
}

void OutletsTest::oneRunIsCaptured()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"run.pcapng"_s);
    const WindowFixture fixture;
    wishFor(fixture, {path, {}, false});
    QVERIFY(fixture.part<StatusLine>()->said().contains(path));
    QVERIFY(!QFile::exists(path)); // not before it runs
    QVERIFY(fixture.runVirtually());
    QVERIFY(contentOf(path).startsWith(pcapngMagic));
    QVERIFY(contentOf(path).contains("INVITE sip:"));
    QCOMPARE(outletsShown(fixture), u"captured in "_s + path);
    keepPicture(*fixture.window, u"captured"_s);

    QFile::remove(path);
    QVERIFY(fixture.runVirtually());
    QVERIFY(QDir(folder.path()).isEmpty()); // one run is one run
    QCOMPARE(outletsShown(fixture), QString());
}

void OutletsTest::laterRunsToo()
{
    const QTemporaryDir folder;
    const WindowFixture fixture;
    wishFor(fixture, {folder.filePath(u"run.pcapng"_s), {}, true});
    QVERIFY(fixture.runVirtually());
    const QByteArray first = contentOf(folder.filePath(u"run.pcapng"_s));
    fixture.press(u"Run"_s);
    QTRY_COMPARE(outletsShown(fixture), u"captured in "_s + folder.filePath(u"run-2.pcapng"_s));
    QCOMPARE(contentOf(folder.filePath(u"run.pcapng"_s)), first);
    wishFor(fixture, {});
    QVERIFY(fixture.runVirtually());
    QVERIFY(!QFile::exists(folder.filePath(u"run-3.pcapng"_s)));
}

void OutletsTest::messagesReachTheCollector()
{
    const sip::Descriptor collector = sip::bindUdp(0x7F000001U, 0);
    QVERIFY(collector.isOpen());
    const WindowFixture fixture;
    const QString address = u"127.0.0.1:%1"_s.arg(portOf(collector));
    wishFor(fixture, {{}, address, false});
    QVERIFY(fixture.runVirtually());
    QCOMPARE(outletsShown(fixture), u"sent to "_s + address);
    int packets = 0;
    std::array<char, 65536> packet{};
    while (::recv(collector.number(), packet.data(), packet.size(), MSG_DONTWAIT) > 0) {
        QVERIFY(QByteArrayView(packet.data(), 4) == "HEP3");
        ++packets;
    }
    QCOMPARE(packets, fixture.trace().messages.size());
}

void OutletsTest::troubleIsANotice_data()
{
    QTest::addColumn<QString>("capture");
    QTest::addColumn<QString>("collector");
    QTest::addColumn<QString>("said");
    QTest::newRow("a folder that is not there") << u"/nowhere/run.pcapng"_s << QString() << u"/nowhere/run.pcapng"_s;
    QTest::newRow("no address of a collector") << QString() << u"10.0.0.5:x"_s << u"write HOST:PORT"_s;
}

void OutletsTest::troubleIsANotice()
{
    QFETCH(const QString, capture);
    QFETCH(const QString, collector);
    QFETCH(const QString, said);
    const WindowFixture fixture;
    wishFor(fixture, {capture, collector, false});
    fixture.press(u"Run"_s);
    QTRY_VERIFY(fixture.part<NoticeBar>()->text().contains(said));
    QVERIFY(fixture.part<NoticeBar>()->text().contains(u"not started"_s));
    QVERIFY(fixture.isIdle());
    QVERIFY(fixture.trace().messages.isEmpty());
    fixture.action(u"Capt&ure while it runs…"_s)->trigger(); // what was wished is there to be mended
    QCOMPARE(fixture.part<OutletDialog>()->wish(), (OutletWish{capture, collector, false}));
    wishFor(fixture, {});
    QVERIFY(fixture.runVirtually());
}

void OutletsTest::stepsAreCapturedToo()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"run.pcapng"_s);
    const WindowFixture fixture;
    wishFor(fixture, {path, {}, false});
    fixture.press(u"Step"_s);
    QTRY_COMPARE(fixture.trace().messages.size(), 1);
    QCOMPARE(outletsShown(fixture), u"capturing to "_s + path);
    fixture.press(u"Step"_s); // the same run
    QTRY_VERIFY(contentOf(path).contains("INVITE sip:"));
    QVERIFY(!QFile::exists(folder.filePath(u"run-2.pcapng"_s)));
    fixture.press(u"Stop"_s);
    QTRY_VERIFY(fixture.isIdle());
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::OutletsTest)
#include "tst_outlets.moc"
