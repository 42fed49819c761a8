<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Axis</name>
    <message>
        <source>%1 answers after</source>
        <translation>%1 antwortet nach</translation>
    </message>
    <message>
        <source>%1 rings after</source>
        <translation>%1 klingelt nach</translation>
    </message>
    <message>
        <source>T1 of %1</source>
        <translation>T1 von %1</translation>
    </message>
    <message>
        <source>T2 of %1</source>
        <translation>T2 von %1</translation>
    </message>
    <message>
        <source>linger of %1</source>
        <translation>Nachwirken von %1</translation>
    </message>
    <message>
        <source>one-way delay %1</source>
        <translation>Laufzeit %1</translation>
    </message>
    <message>
        <source>delay back %1</source>
        <translation>Laufzeit zurück %1</translation>
    </message>
    <message>
        <source>jitter %1</source>
        <translation>Schwankung %1</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>Verlust %1</translation>
    </message>
    <message>
        <source>%1: %2 at</source>
        <translation>%1: %2 bei</translation>
    </message>
</context>
<context>
    <name>Chain</name>
    <message>
        <source>A copy of</source>
        <translation>Eine Kopie von</translation>
    </message>
    <message>
        <source>Sent because of</source>
        <translation>Gesendet wegen</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>It led to</source>
        <translation>Es führte zu</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>there is no comparison to write</source>
        <translation>es gibt keinen Vergleich zu schreiben</translation>
    </message>
    <message>
        <source>a comparison cannot be written as &quot;%1&quot;</source>
        <translation>ein Vergleich kann nicht als „%1“ geschrieben werden</translation>
    </message>
    <message>
        <source>end the name in .</source>
        <translation>der Name endet auf .</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>segment lost</source>
        <translation>Segment verloren</translation>
    </message>
    <message>
        <source>segment again</source>
        <translation>Segment noch einmal</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>aufgehalten</translation>
    </message>
    <message>
        <source>half closed</source>
        <translation>halb geschlossen</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>unlesbar</translation>
    </message>
</context>
<context>
    <name>Divergence</name>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>is not sent</source>
        <translation>wird nicht gesendet</translation>
    </message>
    <message>
        <source>is lost</source>
        <translation>geht verloren</translation>
    </message>
    <message>
        <source>is still on its way</source>
        <translation>ist noch unterwegs</translation>
    </message>
    <message>
        <source>is discarded at %1</source>
        <translation>wird nach %1 verworfen</translation>
    </message>
    <message>
        <source>arrives at %1</source>
        <translation>kommt nach %1 an</translation>
    </message>
    <message>
        <source>%1 from %2 to %3</source>
        <translation>%1 von %2 an %3</translation>
    </message>
    <message>
        <source>other fate</source>
        <translation>anderer Verbleib</translation>
    </message>
    <message>
        <source>other time</source>
        <translation>andere Zeit</translation>
    </message>
    <message>
        <source>only in: %1</source>
        <translation>nur in: %1</translation>
    </message>
    <message>
        <source>not in: %1</source>
        <translation>nicht in: %1</translation>
    </message>
    <message>
        <source>No difference: the runs are the same.</source>
        <translation>Kein Unterschied: Die Läufe sind gleich.</translation>
    </message>
    <message>
        <source>%1 under %2</source>
        <translation>%1 unter %2</translation>
    </message>
    <message>
        <source>The first difference is at %1: %2 %3.</source>
        <translation>Der erste Unterschied ist bei %1: %2 %3.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Report (everything, one zip)</source>
        <translation>Bericht (alles, ein zip)</translation>
    </message>
    <message>
        <source>Trace (JSON)</source>
        <translation>Aufzeichnung (JSON)</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no format to export to</source>
        <translation>„%1“ ist kein Format für den Export</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>kann nicht geschrieben werden: %1</translation>
    </message>
</context>
<context>
    <name>ExportChoices</name>
    <message>
        <source>&amp;Colours of pictures</source>
        <translation>&amp;Farben der Bilder</translation>
    </message>
    <message>
        <source>&amp;Size of PNG pictures</source>
        <translation>&amp;Größe der PNG-Bilder</translation>
    </message>
    <message>
        <source>&amp;Anonymise users and addresses</source>
        <translation>Nutzer und Adressen &amp;anonymisieren</translation>
    </message>
    <message>
        <source>As the &amp;window</source>
        <translation>Wie das &amp;Fenster</translation>
    </message>
    <message>
        <source>Always &amp;light</source>
        <translation>Immer &amp;hell</translation>
    </message>
    <message>
        <source>Always &amp;dark</source>
        <translation>Immer &amp;dunkel</translation>
    </message>
    <message>
        <source>&amp;With hidden nodes and messages</source>
        <translation>Mit &amp;verborgenen Knoten und Nachrichten</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message>
        <source>messages %1</source>
        <translation>Nachrichten %1</translation>
    </message>
    <message>
        <source>by design: %1</source>
        <translation>mit Absicht: %1</translation>
    </message>
</context>
<context>
    <name>HtmlExport</name>
    <message>
        <source>sent %1</source>
        <translation>gesendet %1</translation>
    </message>
    <message>
        <source>received %1</source>
        <translation>empfangen %1</translation>
    </message>
    <message>
        <source>retransmission of message %1</source>
        <translation>Wiederholung von Nachricht %1</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message>
        <source>Why %1 did this</source>
        <translation>Warum %1 das tat</translation>
    </message>
    <message>
        <source>Nothing to report.</source>
        <translation>Nichts zu melden.</translation>
    </message>
    <message>
        <source>on purpose: %1</source>
        <translation>mit Absicht: %1</translation>
    </message>
    <message>
        <source>scenario %1 · policy %2 · %3 clock · seed %4 · %5 messages · ended: %6</source>
        <translation>Szenario %1 · Verfahren %2 · Uhr: %3 · Startwert %4 · %5 Nachrichten · Ende: %6</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>SIP ladder</source>
        <translation>SIP-Leiter</translation>
    </message>
    <message>
        <source>Click an arrow to read its message.</source>
        <translation>Ein Klick auf einen Pfeil zeigt seine Nachricht.</translation>
    </message>
    <message>
        <source>The scenario</source>
        <translation>Das Szenario</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
</context>
<context>
    <name>LabelBook</name>
    <message>
        <source>not SIP</source>
        <translation>kein SIP</translation>
    </message>
    <message>
        <source> · timer %1</source>
        <translation> · Zeitgeber %1</translation>
    </message>
</context>
<context>
    <name>LadderLayout</name>
    <message>
        <source>⋯ %1 ⋯</source>
        <translation>⋯ %1 ⋯</translation>
    </message>
    <message>
        <source>%1: %2 since %3</source>
        <translation>%1: %2 seit %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>sent %1, arrived %2 (%3)</source>
        <translation>gesendet %1, angekommen %2 (%3)</translation>
    </message>
    <message>
        <source>sent %1</source>
        <translation>gesendet %1</translation>
    </message>
    <message>
        <source>retransmission of message %1</source>
        <translation>Wiederholung von Nachricht %1</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>lost: %1</source>
        <translation>verloren: %1</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>discarded: %1</source>
        <translation>verworfen: %1</translation>
    </message>
    <message>
        <source>stray: it matched no transaction</source>
        <translation>verirrt: sie gehört zu keiner Transaktion</translation>
    </message>
    <message>
        <source>, timer %1: %2 to go</source>
        <translation>, Timer %1: noch %2</translation>
    </message>
</context>
<context>
    <name>LadderPainter</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>Not a SIP message</source>
        <translation>Keine SIP-Nachricht</translation>
    </message>
    <message>
        <source>sent %1</source>
        <translation>gesendet %1</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>received %1</source>
        <translation>empfangen %1</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>.</source>
        <comment>the decimal sign</comment>
        <translation>,</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>2xx to caller</source>
        <translation>2xx beim Anrufer</translation>
    </message>
    <message>
        <source>Phones whose answer reached the caller.</source>
        <translation>Telefone, deren Antwort den Anrufer erreicht hat.</translation>
    </message>
    <message>
        <source>orphan dialogs</source>
        <translation>verwaiste Dialoge</translation>
    </message>
    <message>
        <source>Phones that answered and never got an ACK.</source>
        <translation>Telefone, die geantwortet und nie ein ACK bekommen haben.</translation>
    </message>
    <message>
        <source>ghost call</source>
        <translation>Geisterruf</translation>
    </message>
    <message>
        <source>How long a phone was in a call that the caller did not keep.</source>
        <translation>Wie lange ein Telefon in einem Ruf war, den der Anrufer nicht behalten hat.</translation>
    </message>
    <message>
        <source>stray forwarded</source>
        <translation>Verirrte weitergeleitet</translation>
    </message>
    <message>
        <source>Responses the proxy forwarded without a transaction for them.</source>
        <translation>Antworten, die der Proxy ohne Transaktion weitergeleitet hat.</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Messages sent, retransmissions and lost ones included.</source>
        <translation>Gesendete Nachrichten, mit Wiederholungen und verlorenen.</translation>
    </message>
    <message>
        <source>settled after</source>
        <translation>Ruhe nach</translation>
    </message>
    <message>
        <source>When the last message had arrived.</source>
        <translation>Wann die letzte Nachricht angekommen war.</translation>
    </message>
</context>
<context>
    <name>PictureExport</name>
    <message>
        <source>%1 clock</source>
        <translation>Uhr: %1</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message>
        <source>the ladder is too long for one PNG picture</source>
        <translation>die Leiter ist zu lang für ein PNG-Bild</translation>
    </message>
    <message>
        <source>export svg or pdf, or a smaller scale</source>
        <translation>als svg oder pdf exportieren, oder kleiner</translation>
    </message>
    <message>
        <source>the PNG picture could not be written</source>
        <translation>das PNG-Bild konnte nicht geschrieben werden</translation>
    </message>
    <message>
        <source>the PDF document could not be written</source>
        <translation>das PDF-Dokument konnte nicht geschrieben werden</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>SIP ladder</source>
        <translation>SIP-Leiter</translation>
    </message>
    <message>
        <source>SVG picture</source>
        <translation>SVG-Bild</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>PNG-Bild</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>PDF-Dokument</translation>
    </message>
    <message>
        <source>HTML page</source>
        <translation>HTML-Seite</translation>
    </message>
</context>
<context>
    <name>Policy</name>
    <message>
        <source>Forward every 2xx</source>
        <translation>Jedes 2xx weiterleiten</translation>
    </message>
    <message>
        <source>Every 2xx goes to the caller, who has to acknowledge and hang up the ones it does not keep.</source>
        <translation>Jedes 2xx geht zum Anrufer, der bestätigen und auflegen muss, was er nicht behält.</translation>
    </message>
    <message>
        <source>Drop the late 2xx</source>
        <translation>Das späte 2xx verwerfen</translation>
    </message>
    <message>
        <source>The caller hears only the first 2xx; every other phone that answered waits in vain for its ACK.</source>
        <translation>Der Anrufer hört nur das erste 2xx; jedes andere Telefon, das antwortete, wartet vergeblich auf sein ACK.</translation>
    </message>
    <message>
        <source>Acknowledge and hang up the late 2xx</source>
        <translation>Das späte 2xx bestätigen und auflegen</translation>
    </message>
    <message>
        <source>The proxy sends ACK and BYE to every phone but the first that answered; the caller hears of one.</source>
        <translation>Der Proxy sendet ACK und BYE an jedes Telefon außer dem ersten, das antwortete; der Anrufer hört von einem.</translation>
    </message>
    <message>
        <source>Every 2xx goes to the caller while its transaction lives, 64*T1; what matches none is dropped.</source>
        <translation>Jedes 2xx geht zum Anrufer, solange seine Transaktion lebt, 64*T1; was zu keiner passt, wird verworfen.</translation>
    </message>
</context>
<context>
    <name>Rule</name>
    <message>
        <source>MUST</source>
        <translation>MUST</translation>
    </message>
    <message>
        <source>SHOULD</source>
        <translation>SHOULD</translation>
    </message>
    <message>
        <source>MAY</source>
        <translation>MAY</translation>
    </message>
    <message>
        <source>a reading of this lab</source>
        <translation>eine Auslegung dieses Labors</translation>
    </message>
    <message>
        <source>%1 is not in the rule book</source>
        <translation>%1 steht nicht im Buch der RFC-Regeln</translation>
    </message>
    <message>
        <source>%1 “%2”: %3, %4</source>
        <translation>%1 „%2“: %3, %4</translation>
    </message>
</context>
<context>
    <name>RunClass</name>
    <message>
        <source>one 2xx, loser cancelled</source>
        <translation>ein 2xx, Verlierer abgebrochen</translation>
    </message>
    <message>
        <source>It ends well</source>
        <translation>Es geht gut aus</translation>
    </message>
    <message>
        <source>two 2xx, caller cleans up</source>
        <translation>zwei 2xx, der Anrufer räumt auf</translation>
    </message>
    <message>
        <source>Two phones answer, and the caller cleans up</source>
        <translation>Zwei Telefone antworten, und der Anrufer räumt auf</translation>
    </message>
    <message>
        <source>ghost call, proxy cleans up</source>
        <translation>Geisterruf, der Proxy räumt auf</translation>
    </message>
    <message>
        <source>A phone is in a call that nobody wants, for a while</source>
        <translation>Ein Telefon ist eine Weile in einem Gespräch, das niemand will</translation>
    </message>
    <message>
        <source>orphan dialog until 64*T1</source>
        <translation>verwaister Dialog bis 64*T1</translation>
    </message>
    <message>
        <source>A phone answers, and nobody ever acknowledges it</source>
        <translation>Ein Telefon antwortet, und niemand bestätigt es je</translation>
    </message>
    <message>
        <source>stray response in the call</source>
        <translation>verirrte Antwort im Gespräch</translation>
    </message>
    <message>
        <source>A stray response comes into a call that is up</source>
        <translation>Eine verirrte Antwort kommt in ein stehendes Gespräch</translation>
    </message>
    <message>
        <source>call lost</source>
        <translation>Ruf verloren</translation>
    </message>
    <message>
        <source>The call is lost, although a phone answered</source>
        <translation>Das Gespräch ist verloren, obwohl ein Telefon antwortete</translation>
    </message>
    <message>
        <source>a violation of another kind</source>
        <translation>ein Verstoß anderer Art</translation>
    </message>
    <message>
        <source>A rule is broken in another way</source>
        <translation>Eine RFC-Regel ist auf andere Weise gebrochen</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>settled</source>
        <translation>zur Ruhe gekommen</translation>
    </message>
    <message>
        <source>ended by its time</source>
        <translation>durch seine Zeit beendet</translation>
    </message>
    <message>
        <source>ended by the limit of messages</source>
        <translation>durch die Grenze der Nachrichten beendet</translation>
    </message>
    <message>
        <source>ended by the limit of run time</source>
        <translation>durch die Grenze der Laufzeit beendet</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>not ended</source>
        <translation>nicht beendet</translation>
    </message>
    <message>
        <source>running, %1</source>
        <translation>läuft, %1</translation>
    </message>
    <message>
        <source>paused at %1</source>
        <translation>Pause bei %1</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>noch kein Lauf</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 Nachricht</translation>
    </message>
    <message>
        <source>%1 messages</source>
        <translation>%1 Nachrichten</translation>
    </message>
    <message>
        <source>%1, %2 clock, seed %3</source>
        <translation>%1, Uhr: %2, Startwert %3</translation>
    </message>
    <message>
        <source>delay error: median %1, p99 %2, most %3</source>
        <translation>Abweichung der Laufzeit: Median %1, p99 %2, höchstens %3</translation>
    </message>
    <message>
        <source>malformed datagrams: %1</source>
        <translation>unlesbare Datagramme: %1</translation>
    </message>
</context>
<context>
    <name>siprace::LadderView</name>
    <message>
        <source>Ladder of the run</source>
        <translation>Leiter des Laufs</translation>
    </message>
    <message numerus="yes">
        <source>▼ %n new</source>
        <translation>
            <numerusform>▼ %n neu</numerusform>
            <numerusform>▼ %n neu</numerusform>
        </translation>
    </message>
    <message>
        <source>%1
%2
Drag to move, right-click to hide, double-click to rename</source>
        <translation>%1
%2
Ziehen verschiebt, Rechtsklick blendet aus, Doppelklick benennt um</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 ausblenden</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Show all nodes</source>
        <translation>Alle Knoten zeigen</translation>
    </message>
    <message>
        <source>Every message goes to or comes from a hidden node. Right-click a header: Show all nodes.</source>
        <translation>Jede Nachricht geht an einen ausgeblendeten Knoten oder kommt von einem. Rechtsklick auf einen Kopf: Alle Knoten zeigen.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::Autosave</name>
    <message>
        <source>What is not saved cannot be kept in %1: %2. Save often.</source>
        <translation>Nicht Gespeichertes kann in %1 nicht aufbewahrt werden: %2. Oft speichern.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::ColumnEditor</name>
    <message>
        <source>Policy of the column</source>
        <translation>Verfahren der Spalte</translation>
    </message>
    <message>
        <source>Settings of the column</source>
        <translation>Einstellungen der Spalte</translation>
    </message>
    <message>
        <source>PATH=VALUE, for example proxy.policy.linger=5s, links.proxy-b1.delay=20ms</source>
        <translation>PFAD=WERT, zum Beispiel proxy.policy.linger=5s, links.proxy-b1.delay=20ms</translation>
    </message>
    <message>
        <source>Add column</source>
        <translation>Spalte hinzufügen</translation>
    </message>
    <message>
        <source>Write a setting: PATH=VALUE</source>
        <translation>Eine Einstellung schreiben: PFAD=WERT</translation>
    </message>
</context>
<context>
    <name>siprace::ui::CommandConsent</name>
    <message>
        <source>Start a program?</source>
        <translation>Ein Programm starten?</translation>
    </message>
    <message>
        <source>This scenario starts programs on your computer, with your rights:</source>
        <translation>Dieses Szenario startet Programme auf Ihrem Rechner, mit Ihren Rechten:</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
</context>
<context>
    <name>siprace::ui::CommandModel</name>
    <message>
        <source>Key %1</source>
        <translation>Taste %1</translation>
    </message>
</context>
<context>
    <name>siprace::ui::CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Einen Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>siprace::ui::CompareColumn</name>
    <message>
        <source>Ladder under %1</source>
        <translation>Leiter unter %1</translation>
    </message>
</context>
<context>
    <name>siprace::ui::CompareView</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>+ Settings…</source>
        <translation>+ Einstellungen…</translation>
    </message>
    <message>
        <source>One more column: a policy with other settings</source>
        <translation>Noch eine Spalte: ein Verfahren mit anderen Einstellungen</translation>
    </message>
    <message>
        <source>Same clock axis</source>
        <translation>Gemeinsame Zeitachse</translation>
    </message>
    <message>
        <source>What is at one height happened at one time</source>
        <translation>Was auf einer Höhe steht, geschah zur selben Zeit</translation>
    </message>
    <message>
        <source>Only differences</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Leave out what all runs have in common</source>
        <translation>Weglassen, was allen Läufen gemeinsam ist</translation>
    </message>
    <message>
        <source>Export side by side…</source>
        <translation>Nebeneinander exportieren…</translation>
    </message>
    <message>
        <source>Even spacing</source>
        <translation>Gleiche Abstände</translation>
    </message>
    <message>
        <source>One row a message instead of true time</source>
        <translation>Eine Zeile je Nachricht statt wahrer Zeit</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>The messages that are not the same in all runs</source>
        <translation>Die Nachrichten, die nicht in allen Läufen gleich sind</translation>
    </message>
    <message>
        <source>A comparison has two to four columns.</source>
        <translation>Ein Vergleich hat zwei bis vier Spalten.</translation>
    </message>
    <message>
        <source>A comparison has two to four columns; take one away first.</source>
        <translation>Ein Vergleich hat zwei bis vier Spalten; erst eine wegnehmen.</translation>
    </message>
    <message>
        <source>Take this column away</source>
        <translation>Diese Spalte wegnehmen</translation>
    </message>
    <message>
        <source>Running …</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>Differences (%1)</source>
        <translation>Unterschiede (%1)</translation>
    </message>
    <message>
        <source>Export side by side</source>
        <translation>Nebeneinander exportieren</translation>
    </message>
    <message>
        <source>SVG picture (*.svg)</source>
        <translation>SVG-Bild (*.svg)</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF-Dokument (*.pdf)</translation>
    </message>
    <message>
        <source>Web page in one file (*.html)</source>
        <translation>Webseite in einer Datei (*.html)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the comparison</source>
        <translation>Den Vergleich abbrechen</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>The program itself</source>
        <translation>Das Programm selbst</translation>
    </message>
    <message>
        <source>The program outside that the scenario is about, on the real clock</source>
        <translation>Das fremde Programm, um das es geht, mit der wirklichen Uhr</translation>
    </message>
</context>
<context>
    <name>siprace::ui::DifferencesModel</name>
    <message>
        <source>%1, lost</source>
        <translation>%1, verloren</translation>
    </message>
    <message>
        <source>%1, discarded</source>
        <translation>%1, verworfen</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
</context>
<context>
    <name>siprace::ui::EditorPage</name>
    <message>
        <source>What is wrong</source>
        <translation>Was falsch ist</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Run the scenario</source>
        <translation>Das Szenario laufen lassen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>%1 · modified</source>
        <translation>%1 · geändert</translation>
    </message>
    <message>
        <source>✓ can run</source>
        <translation>✓ kann laufen</translation>
    </message>
    <message>
        <source>✕ 1 fault</source>
        <translation>✕ 1 Fehler</translation>
    </message>
    <message>
        <source>✕ %1 faults</source>
        <translation>✕ %1 Fehler</translation>
    </message>
</context>
<context>
    <name>siprace::ui::EndingsModel</name>
    <message>
        <source>%1 · %2 · %3 of %4 replays</source>
        <translation>%1 · %2 · %3 von %4 Wiederholungen</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>Everything comes as early as it can.</source>
        <translation>Alles kommt so früh wie möglich.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::EndingsPage</name>
    <message>
        <source>Endings</source>
        <translation>Ausgänge</translation>
    </message>
    <message>
        <source>Other endings</source>
        <translation>Andere Ausgänge</translation>
    </message>
    <message>
        <source>Messages that may get lost</source>
        <translation>Nachrichten, die verloren gehen dürfen</translation>
    </message>
    <message>
        <source>The most replays</source>
        <translation>Höchstens so viele Wiederholungen</translation>
    </message>
    <message>
        <source>Find other endings</source>
        <translation>Andere Ausgänge suchen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%L1 replays, %L2 different orders so far …</source>
        <translation>%L1 Wiederholungen, bisher %L2 verschiedene Reihenfolgen …</translation>
    </message>
    <message>
        <source>%1 under %2</source>
        <translation>%1 unter %2</translation>
    </message>
    <message>
        <source>Every order in which the messages of this scenario can arrive, within the jitter and loss of its links and the ranges of its script.</source>
        <translation>Jede Reihenfolge, in der die Nachrichten dieses Szenarios ankommen können, im Rahmen von Jitter und Verlust seiner Strecken und der Spannen seines Ablaufs.</translation>
    </message>
    <message>
        <source>Walking …</source>
        <translation>Sucht …</translation>
    </message>
    <message>
        <source>%L1 replays, %L2 different orders: </source>
        <translation>%L1 Wiederholungen, %L2 verschiedene Reihenfolgen: </translation>
    </message>
    <message>
        <source>not all of them, it was stopped.</source>
        <translation>nicht alle, es wurde angehalten.</translation>
    </message>
    <message>
        <source>not all of them, a larger budget finds more.</source>
        <translation>nicht alle, ein größeres Budget findet mehr.</translation>
    </message>
    <message>
        <source>as far as the trace tells, a proxy forgot a winner within a run.</source>
        <translation>soweit die Aufzeichnung es sagt, ein Proxy vergaß in einem Lauf einen Gewinner.</translation>
    </message>
    <message>
        <source>that is all of them.</source>
        <translation>das sind alle.</translation>
    </message>
    <message>
        <source>A click opens the ladder.</source>
        <translation>Ein Klick öffnet die Leiter.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::FormPanel</name>
    <message>
        <source>Scenario as a form</source>
        <translation>Szenario als Formular</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Strecken</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Leitungsregeln</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>change of %1</source>
        <translation>Änderung von %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add to the scenario</source>
        <translation>Dem Szenario hinzufügen</translation>
    </message>
    <message>
        <source>A &amp;phone</source>
        <translation>Ein &amp;Telefon</translation>
    </message>
    <message>
        <source>A &amp;link</source>
        <translation>Eine &amp;Strecke</translation>
    </message>
    <message>
        <source>A &amp;rule for messages</source>
        <translation>Eine Leitungs&amp;regel für Nachrichten</translation>
    </message>
    <message>
        <source>An &amp;action of the script</source>
        <translation>Eine &amp;Handlung des Skripts</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Takes the chosen row out of the text (Del)</source>
        <translation>Nimmt die gewählte Zeile aus dem Text (Entf)</translation>
    </message>
    <message>
        <source>Remove the chosen row</source>
        <translation>Die gewählte Zeile entfernen</translation>
    </message>
    <message>
        <source>removal of %1</source>
        <translation>Entfernen von %1</translation>
    </message>
    <message>
        <source>addition of %1</source>
        <translation>Hinzufügen von %1</translation>
    </message>
    <message>
        <source>A program or phone &amp;outside</source>
        <translation>Ein Programm oder Telefon &amp;außerhalb</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>The text has faults: mend them there, then the form can be used again.</source>
        <translation>Der Text hat Fehler: sind sie dort behoben, lässt sich das Formular wieder benutzen.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::HandPanel</name>
    <message>
        <source>rings</source>
        <translation>klingelt</translation>
    </message>
    <message>
        <source>in a call</source>
        <translation>im Gespräch</translation>
    </message>
    <message>
        <source>down</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>Auflegen</translation>
    </message>
    <message>
        <source>Sends BYE in every call it has</source>
        <translation>Sendet BYE in jedem seiner Gespräche</translation>
    </message>
    <message>
        <source>%1 hangs up</source>
        <translation>%1 legt auf</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Sends 200 to the INVITE that waits</source>
        <translation>Sendet 200 auf das wartende INVITE</translation>
    </message>
    <message>
        <source>%1 answers</source>
        <translation>%1 nimmt an</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Sends 486 to the INVITE that waits</source>
        <translation>Sendet 486 auf das wartende INVITE</translation>
    </message>
    <message>
        <source>%1 rejects</source>
        <translation>%1 lehnt ab</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancels the INVITE that waits</source>
        <translation>Bricht das wartende INVITE ab</translation>
    </message>
    <message>
        <source>%1 cancels</source>
        <translation>%1 bricht ab</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Keeps what is sent from now on; again: lets everything go</source>
        <translation>Behält, was ab jetzt gesendet wird; noch einmal: lässt alles gehen</translation>
    </message>
    <message>
        <source>Hold %1</source>
        <translation>%1 halten</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Lets the oldest message go that is held</source>
        <translation>Lässt die älteste gehaltene Nachricht gehen</translation>
    </message>
    <message>
        <source>Let the next go, %1</source>
        <translation>Die nächste gehen lassen, %1</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Verlieren</translation>
    </message>
    <message>
        <source>Loses the oldest message that is held, or the next that is sent</source>
        <translation>Verliert die älteste gehaltene Nachricht, oder die nächste gesendete</translation>
    </message>
    <message>
        <source>Drop the next, %1</source>
        <translation>Die nächste verlieren, %1</translation>
    </message>
    <message>
        <source>%1 · %2 on it</source>
        <translation>%1 · %2 darauf</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>ruft an</translation>
    </message>
</context>
<context>
    <name>siprace::ui::HelpBrowser</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>siprace::ui::HelpMenu</name>
    <message>
        <source>&amp;How to write a scenario</source>
        <translation>&amp;Wie man ein Szenario schreibt</translation>
    </message>
    <message>
        <source>&amp;Policies, with their ladders</source>
        <translation>&amp;Verfahren, mit ihren Leitern</translation>
    </message>
    <message>
        <source>&amp;Timers</source>
        <translation>&amp;Zeitgeber</translation>
    </message>
    <message>
        <source>Show this policy as &amp;configuration</source>
        <translation>Dieses Verfahren als &amp;Konfiguration zeigen</translation>
    </message>
    <message>
        <source>Show the h&amp;ints again</source>
        <translation>&amp;Hinweise noch einmal zeigen</translation>
    </message>
    <message>
        <source>The &amp;window</source>
        <translation>Das &amp;Fenster</translation>
    </message>
</context>
<context>
    <name>siprace::ui::HelpWindow</name>
    <message>
        <source>Help – SIP Race Lab</source>
        <translation>Hilfe – SIP Race Lab</translation>
    </message>
    <message>
        <source>Pages of the help</source>
        <translation>Seiten der Hilfe</translation>
    </message>
</context>
<context>
    <name>siprace::ui::InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>None yet.</source>
        <translation>Noch keine.</translation>
    </message>
    <message>
        <source>The worst %1 of %2; N on the ladder goes to every one.</source>
        <translation>Die schlimmsten %1 von %2; N auf der Leiter geht zu jedem.</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Transactions and dialogs</source>
        <translation>Transaktionen und Dialoge</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>Nichts ist offen.</translation>
    </message>
    <message>
        <source>Transactions and dialogs at %1</source>
        <translation>Transaktionen und Dialoge bei %1</translation>
    </message>
    <message>
        <source>Run the scenario to see them.</source>
        <translation>Das Szenario laufen lassen, um sie zu sehen.</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Keine.</translation>
    </message>
    <message>
        <source>Judging %1 messages …</source>
        <translation>%1 Nachrichten werden beurteilt …</translation>
    </message>
    <message>
        <source>Not judged.</source>
        <translation>Nicht beurteilt.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::LanDialog</name>
    <message>
        <source>Open to the network</source>
        <translation>Offen zum Netz</translation>
    </message>
    <message>
        <source>Phones on your network can then register with the proxy of this scenario, ring and call. Whatever passes goes over the scenario&apos;s links. Nothing is opened before a run begins, and everything is closed when it ends.</source>
        <translation>Telefone in deinem Netz können sich dann beim Proxy dieses Szenarios anmelden, klingeln und anrufen. Was hindurchgeht, nimmt die Strecken des Szenarios. Nichts ist offen, bevor ein Lauf beginnt, und alles ist zu, wenn er endet.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Addresses of this machine</source>
        <translation>Adressen dieses Rechners</translation>
    </message>
    <message>
        <source>This machine only</source>
        <translation>Nur dieser Rechner</translation>
    </message>
    <message>
        <source>%1   not an address of this machine</source>
        <translation>%1   keine Adresse dieses Rechners</translation>
    </message>
    <message>
        <source>&amp;Ports, one a node</source>
        <translation>&amp;Ports, einer je Knoten</translation>
    </message>
    <message>
        <source>&amp;Networks allowed</source>
        <translation>&amp;Netze, die dürfen</translation>
    </message>
    <message>
        <source>Open to this network</source>
        <translation>Zu diesem Netz öffnen</translation>
    </message>
    <message>
        <source>Keep it closed</source>
        <translation>Zu lassen</translation>
    </message>
    <message>
        <source>There is no port to open; write %1.</source>
        <translation>Es ist kein Port zu öffnen; %1 eintragen.</translation>
    </message>
    <message>
        <source>No network is allowed, so no phone could reach it; write %1, or keep it closed.</source>
        <translation>Kein Netz ist erlaubt, so dass kein Telefon es erreicht; %1 eintragen, oder es geschlossen lassen.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::LibraryModel</name>
    <message>
        <source>Scenario %1</source>
        <translation>Szenario %1</translation>
    </message>
    <message>
        <source>Group of scenarios</source>
        <translation>Gruppe von Szenarien</translation>
    </message>
</context>
<context>
    <name>siprace::ui::LibraryPanel</name>
    <message>
        <source>No scenario matches.</source>
        <translation>Kein Szenario passt.</translation>
    </message>
    <message>
        <source>Search scenarios</source>
        <translation>Szenarien suchen</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>Szenarien</translation>
    </message>
</context>
<context>
    <name>siprace::ui::LinkModel</name>
    <message>
        <source>One-way delay of %1, in milliseconds</source>
        <translation>Laufzeit von %1 in eine Richtung, in Millisekunden</translation>
    </message>
    <message>
        <source>Datagrams lost on %1, in percent</source>
        <translation>Verlorene Datagramme auf %1, in Prozent</translation>
    </message>
    <message>
        <source>Set each direction by itself</source>
        <translation>Jede Richtung für sich einstellen</translation>
    </message>
    <message>
        <source>Set both directions together</source>
        <translation>Beide Richtungen gemeinsam einstellen</translation>
    </message>
    <message>
        <source>link</source>
        <translation>Strecke</translation>
    </message>
    <message>
        <source>delay</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
</context>
<context>
    <name>siprace::ui::LinksPanel</name>
    <message>
        <source>Links: delay and loss</source>
        <translation>Strecken: Laufzeit und Verlust</translation>
    </message>
    <message>
        <source>Links (one way)</source>
        <translation>Strecken (eine Richtung)</translation>
    </message>
    <message>
        <source>The scenario&apos;s text has faults: mend it, then links can be changed.</source>
        <translation>Der Text des Szenarios hat Fehler: sind sie behoben, können Strecken geändert werden.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::MachinesModel</name>
    <message>
        <source>200 again</source>
        <translation>200 erneut</translation>
    </message>
    <message>
        <source>100 due</source>
        <translation>100 fällig</translation>
    </message>
</context>
<context>
    <name>siprace::ui::MainWindow</name>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xport</translation>
    </message>
    <message>
        <source>The next run is under %1.</source>
        <translation>Der nächste Lauf geht unter %1.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>The scenario cannot run: %1</source>
        <translation>Das Szenario kann nicht laufen: %1</translation>
    </message>
    <message>
        <source>rule for a message</source>
        <translation>Leitungsregel für eine Nachricht</translation>
    </message>
    <message>
        <source>The message cannot be delayed</source>
        <translation>Die Nachricht kann nicht verzögert werden</translation>
    </message>
    <message>
        <source>A rule of the scenario now: %1. Ctrl+Z takes it back.</source>
        <translation>Jetzt eine Leitungsregel des Szenarios: %1. Strg+Z nimmt sie zurück.</translation>
    </message>
    <message>
        <source>Every scenario is a race of its own. Choose one here, or drop a file on the window.</source>
        <translation>Jedes Szenario ist ein eigenes Rennen. Hier eines wählen, oder eine Datei auf das Fenster ziehen.</translation>
    </message>
    <message>
        <source>Click a message to read it, and why it was sent. N goes to the next finding, F1 helps.</source>
        <translation>Eine Nachricht anklicken, um sie zu lesen und zu sehen, warum sie gesendet wurde. N geht zum nächsten Befund, F1 hilft.</translation>
    </message>
    <message>
        <source>Run again under another policy, or compare all of them with Ctrl+D.</source>
        <translation>Noch einmal unter einem anderen Verfahren laufen lassen, oder alle mit Strg+D vergleichen.</translation>
    </message>
    <message>
        <source>SIP Race Lab</source>
        <translation>SIP Race Lab</translation>
    </message>
    <message>
        <source>%1[*] – SIP Race Lab</source>
        <translation>%1[*] – SIP Race Lab</translation>
    </message>
    <message>
        <source>Say above what will happen. Run (F5) shows what does.</source>
        <translation>Sagen Sie oben, was geschehen wird. Start (F5) zeigt, was geschieht.</translation>
    </message>
    <message>
        <source>Press Run (F5) to see it happen.</source>
        <translation>Start (F5) zeigt, was geschieht.</translation>
    </message>
    <message>
        <source>Choose a scenario on the left, or open a saved trace.</source>
        <translation>Links ein Szenario wählen, oder eine gespeicherte Aufzeichnung öffnen.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>There is no race map of this scenario</source>
        <translation>Von diesem Szenario gibt es keine Rennkarte</translation>
    </message>
    <message>
        <source>The scenario cannot be opened</source>
        <translation>Das Szenario kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>%1 is no scenario that can run</source>
        <translation>%1 ist kein Szenario, das laufen kann</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>Öffne %1</translation>
    </message>
    <message>
        <source>%1 is no trace that can be shown</source>
        <translation>%1 ist keine Aufzeichnung, die gezeigt werden kann</translation>
    </message>
    <message>
        <source>Opened the trace %1</source>
        <translation>Aufzeichnung %1 geöffnet</translation>
    </message>
    <message>
        <source>Open a scenario or a saved trace</source>
        <translation>Szenario oder gespeicherte Aufzeichnung öffnen</translation>
    </message>
    <message>
        <source>Scenarios and traces (*.yaml *.yml *.json *.zip)</source>
        <translation>Szenarien und Aufzeichnungen (*.yaml *.yml *.json *.zip)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Export: %1</source>
        <translation>Export: %1</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>Schreibe %1</translation>
    </message>
    <message>
        <source>The scenario&apos;s own file cannot be written; choose another one.</source>
        <translation>Die Datei des Szenarios kann nicht geschrieben werden; eine andere wählen.</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>Save the scenario as</source>
        <translation>Szenario speichern unter</translation>
    </message>
    <message>
        <source>Scenario (*.yaml)</source>
        <translation>Szenario (*.yaml)</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>%1 has changed on disk and was read again.</source>
        <translation>%1 hat sich auf der Platte geändert und wurde neu gelesen.</translation>
    </message>
    <message>
        <source>%1 has changed on disk, and here too.</source>
        <translation>%1 hat sich auf der Platte geändert, und hier auch.</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>Behalten, was hier ist</translation>
    </message>
    <message>
        <source>%1: what was not saved last time is here again.</source>
        <translation>%1: was beim letzten Mal nicht gespeichert wurde, ist wieder da.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Undo it</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Asking the firewall</source>
        <translation>Die Firewall wird gefragt</translation>
    </message>
    <message>
        <source>No run was under way when the window was last closed.</source>
        <translation>Beim letzten Schließen des Fensters war kein Lauf im Gang.</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>Kopiere</translation>
    </message>
    <message>
        <source>The run is too long for one image; export it as SVG or PDF.</source>
        <translation>Der Lauf ist zu lang für ein Bild; als SVG oder PDF exportieren.</translation>
    </message>
    <message>
        <source>Copied the ladder as an image.</source>
        <translation>Leiter als Bild kopiert.</translation>
    </message>
    <message>
        <source>Copied the ladder as text.</source>
        <translation>Leiter als Text kopiert.</translation>
    </message>
    <message>
        <source>No message is selected.</source>
        <translation>Keine Nachricht ist gewählt.</translation>
    </message>
    <message>
        <source>Copied the message.</source>
        <translation>Nachricht kopiert.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open scenario or trace…</source>
        <translation>Szenario oder Aufzeichnung ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Find a &amp;scenario</source>
        <translation>&amp;Szenario suchen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open the run kept at &amp;closing</source>
        <translation>Den beim S&amp;chließen behaltenen Lauf öffnen</translation>
    </message>
    <message>
        <source>&amp;Save scenario</source>
        <translation>&amp;Szenario speichern</translation>
    </message>
    <message>
        <source>Save scenario &amp;as…</source>
        <translation>Szenario speichern &amp;unter…</translation>
    </message>
    <message>
        <source>Save &amp;trace…</source>
        <translation>&amp;Aufzeichnung speichern…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Copy as image</source>
        <translation>Als Bild kopieren</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Edit the scenario</source>
        <translation>Szenario b&amp;earbeiten</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>The scenario as text and as a form</source>
        <translation>Das Szenario als Text und als Formular</translation>
    </message>
    <message>
        <source>&amp;Find messages</source>
        <translation>Nachrichten &amp;finden</translation>
    </message>
    <message>
        <source>Copy &amp;message</source>
        <translation>&amp;Nachricht kopieren</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Run the scenario</source>
        <translation>Das Szenario laufen lassen</translation>
    </message>
    <message>
        <source>Run or &amp;pause</source>
        <translation>Start oder &amp;Pause</translation>
    </message>
    <message>
        <source>Stop the clock of the run, or let it go on</source>
        <translation>Die Uhr des Laufs anhalten oder weitergehen lassen</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>Sch&amp;ritt</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Go on to the next message</source>
        <translation>Weiter bis zur nächsten Nachricht</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>St&amp;opp</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>End the run here</source>
        <translation>Den Lauf hier beenden</translation>
    </message>
    <message>
        <source>Restart &amp;proxy</source>
        <translation>Pro&amp;xy neu starten</translation>
    </message>
    <message>
        <source>Restart proxy</source>
        <translation>Proxy neu starten</translation>
    </message>
    <message>
        <source>The proxy forgets everything, as when it crashes</source>
        <translation>Der Proxy vergisst alles, wie bei einem Absturz</translation>
    </message>
    <message>
        <source>P&amp;hones</source>
        <translation>&amp;Telefone</translation>
    </message>
    <message>
        <source>&amp;Compare policies</source>
        <translation>Verfahren &amp;vergleichen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>The same race under two to four policies, side by side</source>
        <translation>Dasselbe Rennen unter zwei bis vier Verfahren, nebeneinander</translation>
    </message>
    <message>
        <source>Find other &amp;endings…</source>
        <translation>Andere Au&amp;sgänge suchen…</translation>
    </message>
    <message>
        <source>Every order in which the messages can arrive, and how each ends</source>
        <translation>Jede Reihenfolge, in der die Nachrichten ankommen können, und wie jede ausgeht</translation>
    </message>
    <message>
        <source>Race &amp;map</source>
        <translation>Renn&amp;karte</translation>
    </message>
    <message>
        <source>Race map</source>
        <translation>Rennkarte</translation>
    </message>
    <message>
        <source>The outcome for a whole plane of timings</source>
        <translation>Der Ausgang für eine ganze Ebene von Zeiten</translation>
    </message>
    <message>
        <source>&amp;Back to the run</source>
        <translation>&amp;Zurück zum Lauf</translation>
    </message>
    <message>
        <source>Phone &amp;%1 answers, or hangs up</source>
        <translation>Telefon &amp;%1 nimmt an, oder legt auf</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Scenarios and links</source>
        <translation>&amp;Szenarien und Strecken</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>&amp;Betrachter</translation>
    </message>
    <message>
        <source>Phones and links by &amp;hand</source>
        <translation>Telefone und Strecken von &amp;Hand</translation>
    </message>
    <message>
        <source>Messages as a &amp;table</source>
        <translation>Nachrichten als &amp;Tabelle</translation>
    </message>
    <message>
        <source>&amp;Even spacing, one row a message</source>
        <translation>&amp;Gleiche Abstände, eine Zeile je Nachricht</translation>
    </message>
    <message>
        <source>F&amp;old long silences</source>
        <translation>Lange &amp;Stille falten</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Fit the run</source>
        <translation>Ganzen Lauf zeigen</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Erscheinung</translation>
    </message>
    <message>
        <source>As the &amp;desktop</source>
        <translation>Wie der &amp;Desktop</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Ladder &amp;colours</source>
        <translation>&amp;Farben der Leiter</translation>
    </message>
    <message>
        <source>&amp;Standard</source>
        <translation>&amp;Standard</translation>
    </message>
    <message>
        <source>Safe for &amp;colour-blind people</source>
        <translation>Für &amp;Farbenblinde unterscheidbar</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>Nächste Nachricht</translation>
    </message>
    <message>
        <source>Previous message</source>
        <translation>Vorige Nachricht</translation>
    </message>
    <message>
        <source>Next of the transaction</source>
        <translation>Nächste der Transaktion</translation>
    </message>
    <message>
        <source>Previous of the transaction</source>
        <translation>Vorige der Transaktion</translation>
    </message>
    <message>
        <source>What caused it</source>
        <translation>Was sie verursacht hat</translation>
    </message>
    <message>
        <source>What it led to</source>
        <translation>Wozu sie geführt hat</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>Nächster Befund</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>Voriger Befund</translation>
    </message>
    <message>
        <source>Go to time…</source>
        <translation>Zu einer Zeit…</translation>
    </message>
    <message>
        <source>Mark this time</source>
        <translation>Diese Zeit merken</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts wählen</translation>
    </message>
    <message>
        <source>&amp;Teach</source>
        <translation>&amp;Unterricht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Find a command</source>
        <translation>Befehl &amp;suchen</translation>
    </message>
    <message>
        <source>&amp;About SIP Race Lab</source>
        <translation>Ü&amp;ber SIP Race Lab</translation>
    </message>
    <message>
        <source>SIP Race Lab %1, Qt %2, Apache License 2.0. Help is under F1.</source>
        <translation>SIP Race Lab %1, Qt %2, Apache-Lizenz 2.0. Hilfe gibt es mit F1.</translation>
    </message>
    <message>
        <source>The run goes on, but not all is well</source>
        <translation>Der Lauf geht weiter, aber nicht alles ist gut</translation>
    </message>
    <message>
        <source>A copy of %1 without a file. Race map (Ctrl+M) and endings (Ctrl+Shift+F) are as you left them.</source>
        <translation>Eine Kopie von %1 ohne Datei. Rennkarte (Strg+M) und Ausgänge (Strg+Umschalt+F) sind noch, wie sie waren.</translation>
    </message>
    <message>
        <source>The scenario has no file yet; choose one.</source>
        <translation>Das Szenario hat noch keine Datei; bitte eine wählen.</translation>
    </message>
    <message>
        <source>%1 is gone from the disk; saving writes it again.</source>
        <translation>%1 ist nicht mehr auf der Platte; Speichern schreibt es wieder.</translation>
    </message>
    <message>
        <source>What was not saved is still kept in %1.</source>
        <translation>Nicht Gespeichertes ist weiterhin in %1 aufbewahrt.</translation>
    </message>
    <message>
        <source>The window closes when that is done. Cancel stops it and keeps the window open.</source>
        <translation>Das Fenster schließt, wenn das fertig ist. Abbrechen hält es an und lässt das Fenster offen.</translation>
    </message>
    <message>
        <source>Everything is shown at %1 %.</source>
        <translation>Alles wird in %1 % gezeigt.</translation>
    </message>
    <message>
        <source>No message is selected that has arrived.</source>
        <translation>Es ist keine Nachricht gewählt, die angekommen ist.</translation>
    </message>
    <message>
        <source>the map is too large for a picture</source>
        <translation>die Karte ist zu groß für ein Bild</translation>
    </message>
    <message>
        <source>Let it arrive 10 ms &amp;later</source>
        <translation>10 ms &amp;später ankommen lassen</translation>
    </message>
    <message>
        <source>&amp;Nodes</source>
        <translation>K&amp;noten</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>&amp;Alle zeigen</translation>
    </message>
    <message>
        <source>&amp;Shown</source>
        <translation>Ge&amp;zeigt</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
        <source>Move to the &amp;left</source>
        <translation>Nach &amp;links</translation>
    </message>
    <message>
        <source>Move to the r&amp;ight</source>
        <translation>Nach &amp;rechts</translation>
    </message>
    <message>
        <source>&amp;Page</source>
        <translation>&amp;Seite</translation>
    </message>
    <message>
        <source>Nothing that is not in the other menus</source>
        <translation>Nichts, was nicht in den anderen Menüs steht</translation>
    </message>
    <message>
        <source>Open to the network</source>
        <translation>Zum Netz öffnen</translation>
    </message>
    <message>
        <source>On a &amp;LAN…</source>
        <translation>In einem &amp;LAN …</translation>
    </message>
    <message>
        <source>Capt&amp;ure while it runs…</source>
        <translation>Während des Laufs &amp;mitschneiden…</translation>
    </message>
    <message>
        <source>Opening the capture</source>
        <translation>Der Mitschnitt wird geöffnet</translation>
    </message>
    <message>
        <source>The run was not started</source>
        <translation>Der Lauf wurde nicht begonnen</translation>
    </message>
    <message>
        <source>The next run is not captured.</source>
        <translation>Der nächste Lauf wird nicht mitgeschnitten.</translation>
    </message>
    <message>
        <source>The next run goes to %1.</source>
        <translation>Der nächste Lauf geht an %1.</translation>
    </message>
    <message>
        <source>A scenario of the library is saved as a copy; choose its file.</source>
        <translation>Ein Szenario der Bibliothek wird als Kopie gespeichert; wählen Sie deren Datei.</translation>
    </message>
    <message>
        <source>%1 belongs to the library; choose another file.</source>
        <translation>%1 gehört zur Bibliothek; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Overwrite it</source>
        <translation>Überschreiben</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>%1 was written after its text was last kept, unsaved, on %2. Which one do you want?</source>
        <translation>%1 wurde geschrieben, nachdem der Text am %2 zuletzt ungespeichert festgehalten wurde. Welchen möchten Sie?</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>The unsaved text</source>
        <translation>Den ungespeicherten Text</translation>
    </message>
    <message>
        <source>Ask me later</source>
        <translation>Später fragen</translation>
    </message>
    <message>
        <source>%1 has text of %2 that was not saved.</source>
        <translation>%1 hat Text vom %2, der nicht gespeichert wurde.</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%1, which was open last, is gone.</source>
        <translation>%1, zuletzt geöffnet, ist nicht mehr da.</translation>
    </message>
    <message>
        <source>%1 cannot run yet</source>
        <translation>%1 kann noch nicht laufen</translation>
    </message>
    <message>
        <source>A new scenario without a file yet. Save it (Ctrl+S) where you want it.</source>
        <translation>Ein neues Szenario, noch ohne Datei. Speichern Sie es (Strg+S), wo Sie möchten.</translation>
    </message>
    <message>
        <source>&amp;New scenario</source>
        <translation>&amp;Neues Szenario</translation>
    </message>
    <message>
        <source>Run shows what happens, as it happens. Under the virtual clock the whole run is there at once.</source>
        <translation>Start zeigt, was geschieht, während es geschieht. Unter der virtuellen Uhr ist der ganze Lauf sofort da.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::MessagePanel</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Click a message on the ladder to read it.</source>
        <translation>Eine Nachricht auf der Leiter anklicken, um sie zu lesen.</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message>
        <source>Show message %1 alone</source>
        <translation>Nachricht %1 allein zeigen</translation>
    </message>
    <message>
        <source>What sets it apart from message %1</source>
        <translation>Was sie von Nachricht %1 unterscheidet</translation>
    </message>
    <message>
        <source>Messages %1 (−) and %2 (+)</source>
        <translation>Nachrichten %1 (−) und %2 (+)</translation>
    </message>
    <message>
        <source>Hide the body</source>
        <translation>Rumpf ausblenden</translation>
    </message>
    <message>
        <source>Show the body</source>
        <translation>Rumpf zeigen</translation>
    </message>
</context>
<context>
    <name>siprace::ui::MessageTable</name>
    <message>
        <source>Messages of the run</source>
        <translation>Nachrichten des Laufs</translation>
    </message>
</context>
<context>
    <name>siprace::ui::MessageTableModel</name>
    <message>
        <source>, a copy of %1</source>
        <translation>, eine Kopie von %1</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Angekommen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>stray</source>
        <translation>verirrt</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>zugestellt</translation>
    </message>
    <message>
        <source>Fate</source>
        <translation>Verbleib</translation>
    </message>
</context>
<context>
    <name>siprace::ui::MessageView</name>
    <message>
        <source>Message text</source>
        <translation>Text der Nachricht</translation>
    </message>
</context>
<context>
    <name>siprace::ui::NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>siprace::ui::OpenFacesButton</name>
    <message>
        <source>Open to the network: %1</source>
        <translation>Offen zum Netz: %1</translation>
    </message>
    <message>
        <source>Open to the network while this run goes on</source>
        <translation>Offen zum Netz, solange dieser Lauf dauert</translation>
    </message>
    <message>
        <source>QR code of %1</source>
        <translation>QR-Code von %1</translation>
    </message>
    <message>
        <source>Register a phone with %1</source>
        <translation>Ein Telefon bei %1 anmelden</translation>
    </message>
</context>
<context>
    <name>siprace::ui::OutcomeStrip</name>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
</context>
<context>
    <name>siprace::ui::OutletDialog</name>
    <message>
        <source>For later &amp;runs too, until the window closes</source>
        <translation>Auch für spätere &amp;Läufe, bis das Fenster schließt</translation>
    </message>
    <message>
        <source>Capture while it runs</source>
        <translation>Während des Laufs mitschneiden</translation>
    </message>
    <message>
        <source>Where the messages of the next run go while it goes on. Wireshark can follow the file. Nothing is overwritten: where there is such a file, a number is put after its name.</source>
        <translation>Wohin die Nachrichten des nächsten Laufs gehen, während er läuft. Wireshark kann der Datei folgen. Nichts wird überschrieben: gibt es die Datei schon, kommt eine Zahl hinter ihren Namen.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>none; HOST:PORT, e.g. 10.0.0.5:9060</source>
        <translation>keiner; RECHNER:PORT, etwa 10.0.0.5:9060</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the capture file</source>
        <translation>Die Datei des Mitschnitts wählen</translation>
    </message>
    <message>
        <source>&amp;Capture file (pcapng)</source>
        <translation>&amp;Mitschnitt (pcapng)</translation>
    </message>
    <message>
        <source>&amp;HEP3 collector</source>
        <translation>&amp;HEP3-Sammler</translation>
    </message>
    <message>
        <source>Capture file</source>
        <translation>Datei des Mitschnitts</translation>
    </message>
    <message>
        <source>Captures (*.pcapng)</source>
        <translation>Mitschnitte (*.pcapng)</translation>
    </message>
</context>
<context>
    <name>siprace::ui::PageBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the run</source>
        <translation>Zurück zum Lauf</translation>
    </message>
</context>
<context>
    <name>siprace::ui::PhoneModel</name>
    <message>
        <source>%1 rings so long after its INVITE</source>
        <translation>%1 klingelt so lange nach seinem INVITE</translation>
    </message>
    <message>
        <source>%1 answers so long after its INVITE; &quot;never&quot;: only by hand</source>
        <translation>%1 antwortet so lange nach seinem INVITE; „never“: nur von Hand</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>rings</source>
        <translation>klingelt</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>antwortet</translation>
    </message>
    <message>
        <source>change of %1</source>
        <translation>Änderung von %1</translation>
    </message>
</context>
<context>
    <name>siprace::ui::PhonesPanel</name>
    <message>
        <source>Phones: when they ring and answer</source>
        <translation>Telefone: wann sie klingeln und antworten</translation>
    </message>
    <message>
        <source>Phones (ring, answer after)</source>
        <translation>Telefone (klingelt, antwortet nach)</translation>
    </message>
</context>
<context>
    <name>siprace::ui::PredictionBar</name>
    <message>
        <source>Run and see</source>
        <translation>Laufen lassen</translation>
    </message>
    <message>
        <source>How many answers (200) reach the caller?</source>
        <translation>Wie viele Antworten (200) erreichen den Anrufer?</translation>
    </message>
    <message>
        <source>Who hangs up first?</source>
        <translation>Wer legt zuerst auf?</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>What will happen?</source>
        <translation>Was wird geschehen?</translation>
    </message>
    <message>
        <source>I do not know</source>
        <translation>weiß ich nicht</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>✓ As you said. </source>
        <translation>✓ Wie vorhergesagt. </translation>
    </message>
    <message>
        <source>✕ Not as you said. </source>
        <translation>✕ Anders als vorhergesagt. </translation>
    </message>
    <message>
        <source>Nobody hangs up.</source>
        <translation>Niemand legt auf.</translation>
    </message>
    <message>
        <source>%1 hangs up first.</source>
        <translation>%1 legt zuerst auf.</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Answers (200) that reach the caller: %1.</source>
        <translation>Antworten (200), die den Anrufer erreichen: %1.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::PresenterView</name>
    <message>
        <source>SIP Race Lab, presenter</source>
        <translation>SIP Race Lab, Vortrag</translation>
    </message>
    <message>
        <source>Ladder of the run</source>
        <translation>Leiter des Laufs</translation>
    </message>
</context>
<context>
    <name>siprace::ui::RaceMapPage</name>
    <message>
        <source>Race map</source>
        <translation>Rennkarte</translation>
    </message>
</context>
<context>
    <name>siprace::ui::RaceMapPanel</name>
    <message>
        <source>Across</source>
        <translation>Quer</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Seeds of each cell</source>
        <translation>Startwerte je Feld</translation>
    </message>
    <message>
        <source> seed</source>
        <translation> Startwert</translation>
    </message>
    <message>
        <source> seeds</source>
        <translation> Startwerte</translation>
    </message>
    <message>
        <source>Runs of each cell, each with another seed: for links with loss or jitter</source>
        <translation>Läufe je Feld, jeder mit anderem Startwert: für Strecken mit Verlust oder Schwankung</translation>
    </message>
    <message>
        <source>Run map</source>
        <translation>Karte rechnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>1 policy</source>
        <translation>1 Verfahren</translation>
    </message>
    <message>
        <source>%1 policies</source>
        <translation>%1 Verfahren</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>%1: path</source>
        <translation>%1: Pfad</translation>
    </message>
    <message>
        <source>%1: from, to and step</source>
        <translation>%1: von, bis und Schritt</translation>
    </message>
    <message>
        <source>FROM:TO:STEP, for example 0ms:870ms:30ms</source>
        <translation>VON:BIS:SCHRITT, zum Beispiel 0ms:870ms:30ms</translation>
    </message>
    <message>
        <source>no policy is chosen</source>
        <translation>kein Verfahren ist gewählt</translation>
    </message>
    <message>
        <source>choose one to four</source>
        <translation>eine bis vier wählen</translation>
    </message>
    <message>
        <source>%L1 cells are more than a window can show</source>
        <translation>%L1 Felder sind mehr, als ein Fenster zeigen kann</translation>
    </message>
    <message>
        <source>take larger steps</source>
        <translation>größere Schritte nehmen</translation>
    </message>
    <message>
        <source>Open a scenario first</source>
        <translation>Erst ein Szenario öffnen</translation>
    </message>
    <message>
        <source>%L1 of %L2 runs …</source>
        <translation>%L1 von %L2 Läufen …</translation>
    </message>
    <message>
        <source>%L1 runs in %2 s</source>
        <translation>%L1 Läufe in %2 s</translation>
    </message>
    <message>
        <source>Cancelled: </source>
        <translation>Abgebrochen: </translation>
    </message>
    <message>
        <source> are kept</source>
        <translation> bleiben</translation>
    </message>
    <message>
        <source> · %1 cells are not what the arithmetic says</source>
        <translation> · %1 Felder sind nicht, was die Rechnung sagt</translation>
    </message>
    <message>
        <source>Export the map</source>
        <translation>Karte exportieren</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Run map makes the run of every cell, and colours the cell by how it ends. Nothing has run yet.</source>
        <translation>„Karte rechnen“ macht den Lauf jeder Zelle und färbt sie danach, wie er endet. Noch ist nichts gelaufen.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::RaceMapView</name>
    <message>
        <source>Race map</source>
        <translation>Rennkarte</translation>
    </message>
    <message>
        <source>One cell a run, coloured by its outcome; arrow keys move, Return opens the ladder</source>
        <translation>Ein Feld je Lauf, nach Ausgang gefärbt; Pfeiltasten bewegen, die Eingabetaste öffnet die Leiter</translation>
    </message>
    <message>
        <source>not run yet</source>
        <translation>noch nicht gelaufen</translation>
    </message>
    <message>
        <source> in %1 % of %2 seeds</source>
        <translation> bei %1 % von %2 Startwerten</translation>
    </message>
    <message>
        <source> · not what the arithmetic says</source>
        <translation> · nicht, was die Rechnung sagt</translation>
    </message>
    <message>
        <source> · click for the ladder</source>
        <translation> · Klick zeigt die Leiter</translation>
    </message>
</context>
<context>
    <name>siprace::ui::RunPage</name>
    <message>
        <source>Ladder of the run</source>
        <translation>Leiter des Laufs</translation>
    </message>
    <message>
        <source>This run is of earlier settings. Run (F5) shows the new ones.</source>
        <translation>Dieser Lauf ist von früheren Einstellungen. Start (F5) zeigt die neuen.</translation>
    </message>
    <message>
        <source>At the end of the story.</source>
        <translation>Am Ende der Geschichte.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::RunRecord</name>
    <message>
        <source>Judging %1 messages</source>
        <translation>%1 Nachrichten werden beurteilt</translation>
    </message>
</context>
<context>
    <name>siprace::ui::ScenarioDocument</name>
    <message>
        <source>what was not saved</source>
        <translation>was nicht gespeichert war</translation>
    </message>
    <message>
        <source>typing</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>link change</source>
        <translation>Änderung einer Strecke</translation>
    </message>
    <message>
        <source>rule for a message</source>
        <translation>Leitungsregel für eine Nachricht</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>kann nicht geschrieben werden: %1</translation>
    </message>
</context>
<context>
    <name>siprace::ui::ScenarioEditor</name>
    <message>
        <source>Text of the scenario</source>
        <translation>Text des Szenarios</translation>
    </message>
</context>
<context>
    <name>siprace::ui::SearchBar</name>
    <message>
        <source>Hide others</source>
        <translation>Andere ausblenden</translation>
    </message>
    <message>
        <source>Find messages</source>
        <translation>Nachrichten finden</translation>
    </message>
    <message>
        <source>Find: status:200 tag:b2 -is:copy</source>
        <translation>Finden: status:200 tag:b2 -is:copy</translation>
    </message>
    <message>
        <source>method:INVITE  status:200 or 4xx  cseq:INVITE or 2  tag:b2  branch:…  node:b1
is:request, response, lost, discarded, copy, stray
Anything else is looked for in the message. A comma: any of them. - before a word: not.
Return: the next, Shift+Return: the one before</source>
        <translation>method:INVITE  status:200 oder 4xx  cseq:INVITE oder 2  tag:b2  branch:…  node:b1
is:request, response, lost, discarded, copy, stray
Anderes wird in der Nachricht gesucht. Ein Komma: eines davon. - vor einem Wort: nicht.
Eingabetaste: die nächste, mit Umschalt: die vorige</translation>
    </message>
    <message>
        <source>Leave out what does not match, instead of dimming it</source>
        <translation>Weglassen, was nicht passt, statt es zu dämpfen</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Suche beenden</translation>
    </message>
    <message>
        <source>End the search (Esc)</source>
        <translation>Suche beenden (Esc)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>siprace::ui::StatusLine</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Messages of the program</source>
        <translation>Meldungen des Programms</translation>
    </message>
    <message>
        <source>State of the run</source>
        <translation>Stand des Laufs</translation>
    </message>
    <message>
        <source>Go to time, e.g. 620ms or 2s</source>
        <translation>Zu einer Zeit, z. B. 620ms oder 2s</translation>
    </message>
    <message>
        <source>Go to time</source>
        <translation>Zu einer Zeit</translation>
    </message>
    <message>
        <source>Cancel what is going on</source>
        <translation>Abbrechen, was im Gang ist</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no time; write 620ms or 2s</source>
        <translation>„%1“ ist keine Zeit; 620ms oder 2s schreiben</translation>
    </message>
    <message>
        <source>Where the run goes beside the window</source>
        <translation>Wohin der Lauf außer ins Fenster geht</translation>
    </message>
    <message>
        <source>captured in %1</source>
        <translation>mitgeschnitten in %1</translation>
    </message>
    <message>
        <source>capturing to %1</source>
        <translation>wird mitgeschnitten in %1</translation>
    </message>
    <message>
        <source>sent to %1</source>
        <translation>gesendet an %1</translation>
    </message>
    <message>
        <source>sending to %1</source>
        <translation>geht an %1</translation>
    </message>
</context>
<context>
    <name>siprace::ui::StoryBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>End story</source>
        <translation>Geschichte beenden</translation>
    </message>
    <message>
        <source>Story, %1 of %2</source>
        <translation>Geschichte, %1 von %2</translation>
    </message>
</context>
<context>
    <name>siprace::ui::TopBar</name>
    <message>
        <source>SIP Race Lab</source>
        <translation>SIP Race Lab</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Policy of the proxy</source>
        <translation>Verfahren des Proxys</translation>
    </message>
    <message>
        <source>Clock of the run</source>
        <translation>Uhr des Laufs</translation>
    </message>
    <message>
        <source>virtual</source>
        <translation>virtuell</translation>
    </message>
    <message>
        <source>real ×1</source>
        <translation>echt ×1</translation>
    </message>
    <message>
        <source>slow ×%1</source>
        <translation>langsam ×%1</translation>
    </message>
    <message>
        <source>The whole run at once, always the same</source>
        <translation>Der ganze Lauf sofort, immer derselbe</translation>
    </message>
    <message>
        <source>As it happens</source>
        <translation>Wie es geschieht</translation>
    </message>
    <message>
        <source>%1 · modified</source>
        <translation>%1 · geändert</translation>
    </message>
    <message>
        <source>%1 itself</source>
        <translation>%1 selbst</translation>
    </message>
    <message>
        <source>The program outside, on the real clock</source>
        <translation>Das fremde Programm, mit der wirklichen Uhr</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>What has no room here</source>
        <translation>Was hier keinen Platz hat</translation>
    </message>
</context>
<context>
    <name>siprace::ui::Tour</name>
    <message>
        <source>No more hints</source>
        <translation>Keine Hinweise mehr</translation>
    </message>
    <message>
        <source>Hint %1 of %2</source>
        <translation>Hinweis %1 von %2</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>siprace::ui::Training</name>
    <message>
        <source>Tell the &amp;story</source>
        <translation>&amp;Geschichte erzählen</translation>
    </message>
    <message>
        <source>&amp;Next step of the story</source>
        <translation>&amp;Nächster Schritt der Geschichte</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>Schritt &amp;zurück</translation>
    </message>
    <message>
        <source>&amp;End of the story</source>
        <translation>&amp;Ende der Geschichte</translation>
    </message>
    <message>
        <source>&amp;Predict first</source>
        <translation>Erst &amp;vorhersagen</translation>
    </message>
    <message>
        <source>P&amp;resenter view</source>
        <translation>Vo&amp;rtrag</translation>
    </message>
    <message>
        <source>Run the scenario to its end first; then its story is told.</source>
        <translation>Erst das Szenario bis zum Ende laufen lassen; dann wird seine Geschichte erzählt.</translation>
    </message>
    <message>
        <source>This scenario has no story; write one under &quot;story:&quot;.</source>
        <translation>Dieses Szenario hat keine Geschichte; eine unter „story:“ schreiben.</translation>
    </message>
    <message>
        <source>Nothing of the story happens in this run.</source>
        <translation>Nichts aus der Geschichte geschieht in diesem Lauf.</translation>
    </message>
    <message>
        <source>There is no run to present yet.</source>
        <translation>Es gibt noch keinen Lauf zum Vortragen.</translation>
    </message>
    <message>
        <source>This run was stopped before its end, and its story is told as far as it came.</source>
        <translation>Dieser Lauf wurde vor seinem Ende angehalten; seine Geschichte wird so weit erzählt, wie er kam.</translation>
    </message>
</context>
<context>
    <name>siprace::ui::WhyPanel</name>
    <message>
        <source>Why the proxy did this</source>
        <translation>Warum der Proxy das tat</translation>
    </message>
    <message>
        <source>Why %1 did this</source>
        <translation>Warum %1 das tat</translation>
    </message>
    <message>
        <source>The trace gives no reason.</source>
        <translation>Die Aufzeichnung nennt keinen Grund.</translation>
    </message>
</context>
</TS>
