#include "Loader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// What a person reads when a file is wrong: every error, with its line and column and what would be right.
class ScenarioErrors : public QObject
{
    Q_OBJECT

private:
    static QStringList complaints(const QByteArray& text)
    {
        const auto scenario = parseScenario(text, u"f.yaml"_s);
        QStringList lines;
        if (!scenario) {
            for (const Diagnostic& diagnostic : scenario.error())
                lines += diagnostic.text();
        }
        return lines;
    }

    /// A right scenario of seven lines; the row's own lines follow from line 8.
    static QByteArray withLines(const QByteArray& lines)
    {
        return "siprace: 1\n"
               "nodes:\n"
               "  caller: {role: caller}\n"
               "  proxy: {role: proxy}\n"
               "  b1: {role: callee}\n"
               "location:\n"
               "  \"sip:bob@lab\": [b1]\n"
            + lines;
    }

    /// A right scenario but for line 3, a callee's map.
    static QByteArray withCallee(const QByteArray& keys)
    {
        return "siprace: 1\nnodes:\n  b1: {role: callee, " + keys + "}\n  caller: {role: caller}\n";
    }

private Q_SLOTS:
    void wholeFile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const QByteArray& text, const QStringList& expected) {
            QTest::newRow(name) << text << expected;
        };
        const QString empty = u"f.yaml:1:1: the file is empty; a scenario needs at least \"nodes:\""_s;
        row("an empty file", "", {empty});
        row("a file of comments", "# nothing\n\n# here\n", {empty});
        row("a file with nothing but a byte order mark", "\xEF\xBB\xBF", {empty});
        row("a list instead of keys", "- 1\n",
            {u"f.yaml:1:1: the file […] is not a map of keys; write nodes: and the other keys of a scenario"_s});
        row("a word instead of keys", "hello\n",
            {u"f.yaml:1:1: the file \"hello\" is not a map of keys; write nodes: and the other keys of a scenario"_s});
        row("an open bracket", "siprace: 1\nnodes: {a: {role: caller}\nlinks: {}\n",
            {u"f.yaml:3:1: a \"{\" is not closed; end it with \"}\""_s});
        row("a tab for indentation", "nodes:\n\tb1: {role: callee}\n",
            {u"f.yaml:2:4: a tab indents this line; indent with spaces"_s});
        const QString indented
            = u": this line is indented like no line above it; begin it exactly below the key or \"-\" "
              "that it belongs beside"_s;
        row("a key indented less than those beside it",
            "siprace: 1\nnodes:\n    b1: {role: callee}\n  b2: {role: callee}\n", {u"f.yaml:4:3"_s + indented});
        row("a key indented more than those beside it",
            "siprace: 1\nnodes:\n  b1: {role: callee}\n    b2: {role: callee}\n", {u"f.yaml:4:5"_s + indented});
        row("a list entry indented less", "siprace: 1\nscript:\n    - {at: 1s}\n  - {at: 2s}\n",
            {u"f.yaml:4:3"_s + indented});
        row("a colon in a text", "title: a: b\n",
            {u"f.yaml:1:9: a key cannot stand here; indent it below the keys beside it, and quote a text that has a "
             "colon"_s});
        row("no version and no nodes", "title: x\n",
            {u"f.yaml:1:1: the file lacks the key \"siprace\""_s, u"f.yaml:1:1: the file lacks the key \"nodes\""_s});
        row("a later version", "siprace: 2\nnodes: {a: {role: caller}}\n",
            {u"f.yaml:1:10: siprace \"2\" is out of range; write a number from 1 to 1"_s});
        row("nodes without a node", "siprace: 1\nnodes: {}\n",
            {u"f.yaml:2:8: there is no node; a scenario needs a caller and a callee"_s});
        row("a control character", "siprace: 1\nti\x01tle: x\n",
            {u"f.yaml:2:3: control character 0x01; a scenario is a text file in UTF-8"_s});
        row("Latin-1",
            "siprace: 1\ntitle: Gr\xFC\xDF"
            "e\n",
            {u"f.yaml:2:1: the line is not UTF-8; save the file as UTF-8"_s});
    }
    void wholeFile()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QStringList, expected);
        QCOMPARE(complaints(text), expected);
    }

    void structure_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const QByteArray& lines, const QStringList& expected) {
            QTest::newRow(name) << lines << expected;
        };
        row("a second document", "---\nsiprace: 1\n",
            {u"f.yaml:8:1: a second document begins here; one file holds one scenario"_s});
        row("a key twice", "title: x\nsummary: y\ntitle: z\n",
            {u"f.yaml:10:1: key \"title\" is given twice; the first is in line 8"_s});
        row("a key twice on one line", "links: {default: {delay: 1ms, delay: 2ms}}\n",
            {u"f.yaml:8:31: key \"delay\" is given twice; the first is in line 8"_s});
        row("an anchor and its alias", "title: &t x\nsummary: *t\n",
            {u"f.yaml:8:8: anchor \"&t\" is not allowed; write the value out where it is needed"_s,
                u"f.yaml:9:10: an alias (\"*name\") is not allowed; write the value out, or quote the text"_s,
                u"f.yaml:9:10: summary (nothing) is not a text; write one line, quoted where it has a colon"_s});
        row("a tag", "title: !!str x\n", {u"f.yaml:8:8: tag \"tag:yaml.org,2002:str\" is not allowed; leave it out"_s});
        row("a map as a key", "{a: b}: c\n", {u"f.yaml:8:1: a key must be a word; write \"key: value\""_s});
        row("nesting without end", "end: " + QByteArray(60, '[') + QByteArray(60, ']') + "\n",
            {u"f.yaml:8:37: nested deeper than 32 levels; a scenario needs six"_s});
        row("an unknown key", "titel: x\n", {u"f.yaml:8:1: key \"titel\": did you mean \"title\"?"_s});
    }
    void structure()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const QStringList, expected);
        QCOMPARE(complaints(withLines(lines)), expected);
    }

    void callee_data()
    {
        QTest::addColumn<QByteArray>("keys");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const QByteArray& keys, const QStringList& expected) {
            QTest::newRow(name) << keys << expected;
        };
        row("a misspelt key", "anwser: 300ms", {u"f.yaml:3:22: callee key \"anwser\": did you mean \"answer\"?"_s});
        row("a key of callers", "max-forwards: 1",
            {u"f.yaml:3:22: callee key \"max-forwards\" is unknown; write one of role, name, transport, processing, "
             u"t1, t2, "
             u"t4, ring, "
             "answer, reject, provisional, expires, user, password, behaviours"_s});
        row("a time without a unit", "answer: 300",
            {u"f.yaml:3:30: answer \"300\" is not a time; write 300ms, 2s or 64*T1, or never"_s});
        row("a wrong unit", "ring: 3 sec",
            {u"f.yaml:3:28: ring \"3 sec\" is not a time; write 300ms, 2s or 64*T1, or never"_s});
        row("a negative time", "answer: -1s",
            {u"f.yaml:3:30: answer \"-1s\" is not a time; write 300ms, 2s or 64*T1, or never"_s});
        row("a list where a time belongs", "answer: [1s]",
            {u"f.yaml:3:30: answer […] is not a time; write 300ms, 2s or 64*T1, or never"_s});
        row("nothing where a time belongs",
            "answer: ", {u"f.yaml:3:30: answer (nothing) is not a time; write 300ms, 2s or 64*T1, or never"_s});
        row("a status that is no failure", "reject: {status: 200}",
            {u"f.yaml:3:39: status \"200\" is out of range; write a number from 300 to 699"_s});
        row("a rejection without a status", "reject: {after: 1s}", {u"f.yaml:3:22: reject lacks the key \"status\""_s});
        row("a provisional that is final", "provisional: [180, 200]",
            {u"f.yaml:3:41: provisional \"200\" is out of range; write a number from 100 to 199"_s});
        row("an unknown behaviour", "behaviours: [deaf-to-akc]",
            {u"f.yaml:3:35: callee behaviour \"deaf-to-akc\": did you mean \"deaf-to-ack\"?"_s});
        row("a behaviour of callers", "behaviours: [keep-last]",
            {u"f.yaml:3:35: behaviour \"keep-last\" is not one of a callee; it is for a caller"_s});
        row("a behaviour twice", "behaviours: [deaf-to-ack, deaf-to-ack]",
            {u"f.yaml:3:48: behaviour \"deaf-to-ack\" is listed twice"_s});
        row("two behaviours that exclude each other", "behaviours: [late-cancel-200, late-cancel-481]",
            {u"f.yaml:3:52: behaviours \"late-cancel-200\" and \"late-cancel-481\" exclude each other; keep one"_s});
        row("a behaviour that lacks its value", "behaviours: [final-after-cancel]",
            {u"f.yaml:3:35: behaviour \"final-after-cancel\" needs a value; write {final-after-cancel: 600}"_s});
        row("a behaviour with a value it does not take", "behaviours: [{deaf-to-ack: 1}]",
            {u"f.yaml:3:49: behaviour \"deaf-to-ack\" takes no value; write deaf-to-ack"_s});
        row("an unknown transport", "transport: sctp", {u"f.yaml:3:33: transport \"sctp\": did you mean \"tcp\"?"_s});
        row("a T1 of nothing", "t1: 0", {u"f.yaml:3:26: t1 \"0\" is too short; write 1ms or more"_s});
        row("columns count characters, not bytes", "name: \"Grüße ☎\", anwser: 1s",
            {u"f.yaml:3:39: callee key \"anwser\": did you mean \"answer\"?"_s});
        row("two errors in one map", "anwser: 1s, ring: x",
            {u"f.yaml:3:22: callee key \"anwser\": did you mean \"answer\"?"_s,
                u"f.yaml:3:40: ring \"x\" is not a time; write 300ms, 2s or 64*T1, or never"_s});
    }
    void callee()
    {
        QFETCH(const QByteArray, keys);
        QFETCH(const QStringList, expected);
        QCOMPARE(complaints(withCallee(keys)), expected);
    }

    void nodes_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const QByteArray& line, const QStringList& expected) {
            QTest::newRow(name) << line << expected;
        };
        row("a duplicate id", "  caller: {role: caller}",
            {u"f.yaml:4:3: key \"caller\" is given twice; the first is in line 3"_s});
        row("an id with a hyphen", "  b-1: {role: callee}",
            {u"f.yaml:4:3: node id \"b-1\" is not allowed; ids begin with a-z and go on with a-z, 0-9 and _"_s});
        row("no role", "  b1: {name: x}",
            {u"f.yaml:4:3: node \"b1\" lacks the key \"role\"; write role: caller, callee, proxy or external"_s});
        row("an unknown role", "  b1: {role: phone}",
            {u"f.yaml:4:14: role \"phone\" is unknown; write one of caller, callee, proxy, external"_s});
        row("a command that starts nothing", "  b1: {role: external, address: 127.0.0.50, command: {start: ' '}}",
            {u"f.yaml:4:62: start is empty: nothing would be started; write the line that starts the program, or leave "
             "the command out"_s});
        row("a node that is no map", "  b1: callee",
            {u"f.yaml:4:7: node \"b1\" is not a map of keys; write {role: callee}"_s});
        row("a proxy setting misspelt", "  p: {role: proxy, record_route: true}",
            {u"f.yaml:4:20: proxy key \"record_route\": did you mean \"record-route\"?"_s});
        row("a proxy setting with a wrong word", "  p: {role: proxy, fork: paralel}",
            {u"f.yaml:4:26: fork \"paralel\": did you mean \"parallel\"?"_s});
        row("a flag that is none", "  p: {role: proxy, auth: yes}",
            {u"f.yaml:4:26: auth \"yes\" is neither true nor false; write true or false"_s});
        row("a misspelt knob", "  p: {role: proxy, policy: {late-2x: drop}}",
            {u"f.yaml:4:29: policy key \"late-2x\": did you mean \"late-2xx\"?"_s});
        row("a knob with a wrong word", "  p: {role: proxy, policy: {stray: dropp}}",
            {u"f.yaml:4:36: stray \"dropp\": did you mean \"drop\"?"_s});
        row("a knob with a wrong time", "  p: {role: proxy, policy: {linger: 5}}",
            {u"f.yaml:4:37: linger cannot be \"5\"; write rfc or a time such as 5s"_s});
        row("outbound to nobody", "  a2: {role: caller, outbound: prxy}",
            {u"f.yaml:4:32: outbound \"prxy\" is unknown; write one of caller, a2"_s});
        row("processing with an unknown method", "  p: {role: proxy, processing: [{match: {method: AKC}, time: 1ms}]}",
            {u"f.yaml:4:50: method \"AKC\": did you mean \"ACK\"?"_s});
    }
    void nodes()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const QStringList, expected);
        QCOMPARE(complaints("siprace: 1\nnodes:\n  caller: {role: caller}\n" + line + "\n"), expected);
    }

    void network_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const QByteArray& lines, const QStringList& expected) {
            QTest::newRow(name) << lines << expected;
        };
        row("a link to a node that does not exist", "links: {proxy-b2: {delay: 1ms}}\n",
            {u"f.yaml:8:9: link \"proxy-b2\": node \"b2\": did you mean \"b1\"?"_s});
        row("a link with one end", "links: {proxy: {delay: 1ms}}\n",
            {u"f.yaml:8:9: link \"proxy\" does not name two nodes; write caller-proxy, or default"_s});
        row("default misspelt", "links: {defualt: {delay: 1ms}}\n",
            {u"f.yaml:8:9: link \"defualt\": did you mean \"default\"?"_s});
        row("a link from a node to itself", "links: {b1-b1: {delay: 1ms}}\n",
            {u"f.yaml:8:9: link \"b1-b1\" joins a node to itself"_s});
        row("the same link either way round", "links: {b1-proxy: {delay: 1ms}, proxy-b1: {delay: 1ms}}\n",
            {u"f.yaml:8:33: link \"proxy-b1\" is given twice; \"b1-proxy\" is the same one"_s});
        row("a loss that is no percentage", "links: {default: {loss: 5}}\n",
            {u"f.yaml:8:25: loss \"5\" is not a percentage; write 5% or 0.5%"_s});
        row("a loss of more than everything", "links: {default: {loss: 101%}}\n",
            {u"f.yaml:8:25: loss \"101%\" is out of range; write 0% to 100%"_s});
        row("an unknown key of a link", "links: {proxy-b1: {latency: 5ms}}\n",
            {u"f.yaml:8:20: link key \"latency\" is unknown; write one of delay, jitter, loss, duplicate, reorder, transport, back"_s});
        row("another transport one way than the other", "links: {proxy-b1: {back: {transport: tcp}}}\n",
            {u"f.yaml:8:27: back key \"transport\" is unknown; write one of delay, jitter, loss, duplicate, reorder"_s});
        row("two transports for everything", "transport: udp\nlinks: {default: {transport: tcp}}\n",
            {u"f.yaml:9:30: transport \"tcp\" contradicts the file's \"transport: udp\"; say it in one place"_s});
        row("a contact that does not exist", "nodes2: {}\n",
            {u"f.yaml:8:1: key \"nodes2\": did you mean \"nodes\"?"_s});
        row("a rule on a link to nowhere", "rules: [{link: proxy>b2, do: drop}]\n",
            {u"f.yaml:8:16: link \"proxy>b2\": node \"b2\": did you mean \"b1\"?"_s});
        row("a rule on no direction", "rules: [{link: proxy-b1, do: drop}]\n",
            {u"f.yaml:8:16: link \"proxy-b1\" is not a direction; write b2>proxy"_s});
        row("a rule that does nothing", "rules: [{link: proxy>b1}]\n",
            {u"f.yaml:8:9: the rule does nothing; write do: drop, delay, duplicate or hold"_s});
        row("a rule that does the unknown", "rules: [{link: proxy>b1, do: dorp}]\n",
            {u"f.yaml:8:30: do \"dorp\": did you mean \"drop\"?"_s});
        row("a rule without a link", "rules: [{do: drop}]\n", {u"f.yaml:8:9: rule lacks the key \"link\""_s});
        row("a delay without a time", "rules: [{link: proxy>b1, do: delay}]\n",
            {u"f.yaml:8:30: do \"delay\" lacks the key \"delay\"; write delay: 50ms"_s});
        row("until without hold", "rules: [{link: proxy>b1, do: drop, until: {sent: {link: proxy>b1}}}]\n",
            {u"f.yaml:8:36: rule key \"until\" goes only with do: hold"_s});
        row("until with an unknown event", "rules: [{link: proxy>b1, do: hold, until: {send: {link: proxy>b1}}}]\n",
            {u"f.yaml:8:44: until key \"send\": did you mean \"sent\"?"_s});
        row("nth 0", "rules: [{link: proxy>b1, match: {nth: 0}, do: drop}]\n",
            {u"f.yaml:8:39: nth \"0\" is out of range; write a number from 1 to 100000"_s});
        row("a status of 99", "rules: [{link: proxy>b1, match: {status: 99}, do: drop}]\n",
            {u"f.yaml:8:42: status \"99\" is out of range; write a number from 100 to 699"_s});
    }
    void network()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const QStringList, expected);
        QCOMPARE(complaints(withLines(lines)), expected);
    }

    void location_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const QByteArray& lines, const QStringList& expected) {
            QTest::newRow(name) << lines << expected;
        };
        row("a contact that does not exist", "  \"sip:bob@lab\": [b2]\n",
            {u"f.yaml:6:19: contact \"b2\": did you mean \"b1\"?"_s});
        row("a contact twice", "  \"sip:bob@lab\": [b1, b1]\n", {u"f.yaml:6:23: contact \"b1\" is listed twice"_s});
        row("a caller as contact", "  \"sip:bob@lab\": [caller]\n",
            {u"f.yaml:6:19: contact \"caller\" is a caller; name a callee or a proxy"_s});
        row("a q above 1", "  \"sip:bob@lab\": [{node: b1, q: 1.5}]\n",
            {u"f.yaml:6:33: q \"1.5\" is out of range; write a number from 0 to 1"_s});
        row("no SIP address", "  bob: [b1]\n",
            {u"f.yaml:6:3: address \"bob\" is not a SIP address; write \"sip:bob@lab\""_s});
        row("one contact without its list", "  \"sip:bob@lab\": b1\n",
            {u"f.yaml:6:18: address \"b1\" is not a list; write a list of nodes: [b1, b2]"_s});
    }
    void location()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const QStringList, expected);
        const QByteArray head = "siprace: 1\nnodes:\n  caller: {role: caller}\n  b1: {role: callee}\nlocation:\n";
        QCOMPARE(complaints(head + lines), expected);
    }

    void happenings_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const QByteArray& lines, const QStringList& expected) {
            QTest::newRow(name) << lines << expected;
        };
        row("an unknown action", "script: [{at: 0s, node: caller, do: cal}]\n",
            {u"f.yaml:8:37: do \"cal\": did you mean \"call\"?"_s});
        row("an action of another role", "script: [{at: 0s, node: proxy, do: call}]\n",
            {u"f.yaml:8:36: proxy is a proxy, which cannot call; it can restart, stop, start, disconnect"_s});
        row("a script entry without a time", "script: [{node: caller, do: call}]\n",
            {u"f.yaml:8:10: script lacks the key \"at\""_s});
        row("an empty range", "script: [{at: {from: 6s, to: 5s}, node: caller, do: call}]\n",
            {u"f.yaml:8:15: the range at 6s to 5s is empty; write the earlier time first"_s});
        row("a call to nobody", "script: [{at: 0s, node: caller, do: call, to: bob}]\n",
            {u"f.yaml:8:47: to \"bob\": did you mean \"b1\"?"_s});
        row("a key the action does not take", "script: [{at: 0s, node: caller, do: cancel, down: 5ms}]\n",
            {u"f.yaml:8:45: \"cancel\" takes no key \"down\""_s});
        row("an end that is no time", "end: later\n",
            {u"f.yaml:8:6: end \"later\" is not a time; write 300ms, 2s or 64*T1, or settled"_s});
        row("a story without words", "story: [{when: {node: b1, sends: 180}}]\n",
            {u"f.yaml:8:9: story lacks the key \"say\""_s});
        row("a story at no time", "story: [{when: {nth: 1}, say: x}]\n",
            {u"f.yaml:8:16: when names neither a node nor a time; write {node: proxy, sends: INVITE} or {at: 1s}"_s});
        row("an unknown policy", "expect: {forward-al: {messages: 1}}\n",
            {u"f.yaml:8:10: policy \"forward-al\": did you mean \"forward-all\"?"_s});
        row("an unknown outcome", "expect: {forward-all: {orphans: 1}}\n",
            {u"f.yaml:8:24: expectation \"orphans\" is unknown; write one of 2xx_to_caller, 2xx_deliveries, "
             u"dialogs_at_callees, "
             "orphan_dialogs, ghost_calls, ghost_call_ms, surviving_calls, killed_by_stray, misrouted_acks, "
             "dropped_2xx, "
             "stray_forwarded, cancels, cancels_too_late, retransmissions, messages, lost, settled_ms, class, findings"_s});
        row("an expectation that is no number", "expect: {forward-all: {messages: many}}\n",
            {u"f.yaml:8:34: messages \"many\" is not an expectation; write 2, \">0\" or \"<=2\""_s});
        row("an unknown class", "expect: {forward-all: {class: two-2x}}\n",
            {u"f.yaml:8:31: class \"two-2x\": did you mean \"two-2xx\"?"_s});
        row("an unknown rule", "expect: {forward-all: {findings: [R-999]}}\n",
            {u"f.yaml:8:35: rule \"R-999\" is unknown; rules are R-001 and so on"_s});
        row("a variant without settings", "variants: [{expect: {}}]\n",
            {u"f.yaml:8:12: variant lacks the key \"set\""_s});
        row("a variant with a wrong PATH", "variants: [{set: {proxy.forkk: serial}}]\n",
            {u"f.yaml:8:19: variant sets proxy.forkk: proxy key \"forkk\": did you mean \"fork\"?"_s});
        row("a variant with a wrong value", "variants: [{set: {proxy.fork: seriell}}]\n",
            {u"f.yaml:8:19: variant sets proxy.fork: fork \"seriell\": did you mean \"serial\"?"_s});
    }
    void happenings()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const QStringList, expected);
        QCOMPARE(complaints(withLines(lines)), expected);
    }

    void everyErrorOfAFileInOrderOfPlace()
    {
        const QStringList lines = complaints(withLines("titel: x\nlinks: {proxy-b2: {loss: 5}}\ntitle: a\ntitle: b\n"));
        QCOMPARE(lines,
            QStringList({u"f.yaml:8:1: key \"titel\": did you mean \"title\"?"_s,
                u"f.yaml:9:9: link \"proxy-b2\": node \"b2\": did you mean \"b1\"?"_s,
                u"f.yaml:9:26: loss \"5\" is not a percentage; write 5% or 0.5%"_s,
                u"f.yaml:11:1: key \"title\" is given twice; the first is in line 10"_s}));
    }

    void aFileOverOneMebibyte()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"big.yaml"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(withLines("# ") + QByteArray(largestScenarioFile, 'x'));
        file.close();
        const auto scenario = loadScenario(path);
        QVERIFY(!scenario);
        QCOMPARE(scenario.error().size(), 1U);
        QCOMPARE(scenario.error().front().text(),
            path + u":1:1: the file is larger than 1 MiB; a scenario is a few kilobytes"_s);
    }

    void aFolderAndAMissingFile()
    {
        QTemporaryDir folder;
        QCOMPARE(loadScenario(folder.path()).error().front().text(),
            folder.path() + u": this is a folder, not a scenario"_s);
        const QString missing = folder.filePath(u"none.yaml"_s);
        QCOMPARE(
            loadScenario(missing).error().front().text(), missing + u": cannot be read: No such file or directory"_s);
    }
};

QTEST_GUILESS_MAIN(ScenarioErrors)
#include "tst_scenario_errors.moc"
