<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Availability</name>
    <message>
        <source>%1 is still running</source>
        <translation>%1 läuft noch</translation>
    </message>
    <message>
        <source>%1 is %2: it made no version</source>
        <translation>%1 ist %2: daraus ist keine Version entstanden</translation>
    </message>
    <message>
        <source>Select a version first</source>
        <translation>Wählen Sie zuerst eine Version</translation>
    </message>
    <message>
        <source>Connecting: wait a moment</source>
        <translation>Verbindung wird aufgebaut: einen Moment bitte</translation>
    </message>
    <message>
        <source>Reconnecting: wait a moment</source>
        <translation>Verbindung wird wiederhergestellt: einen Moment bitte</translation>
    </message>
    <message>
        <source>Offline: the platform cannot be reached</source>
        <translation>Offline: die Plattform ist nicht erreichbar</translation>
    </message>
    <message>
        <source>The key is not accepted: connect again</source>
        <translation>Der Schlüssel wird nicht angenommen: verbinden Sie sich neu</translation>
    </message>
    <message>
        <source>The key lacks the scope &quot;admin&quot;</source>
        <translation>Dem Schlüssel fehlt die Berechtigung „admin“</translation>
    </message>
    <message>
        <source>%1 is retired</source>
        <translation>%1 ist stillgelegt</translation>
    </message>
    <message>
        <source>%1 is already Approved</source>
        <translation>%1 ist bereits freigegeben</translation>
    </message>
    <message>
        <source>All selected versions are already Approved</source>
        <translation>Alle gewählten Versionen sind bereits freigegeben</translation>
    </message>
    <message>
        <source>%1 is live on %2: promote another version first</source>
        <translation>%1 ist auf %2 aktiv: stellen Sie zuerst eine andere Version bereit</translation>
    </message>
    <message>
        <source>%1 is already Rejected</source>
        <translation>%1 ist bereits abgelehnt</translation>
    </message>
    <message>
        <source>All selected versions are already Rejected</source>
        <translation>Alle gewählten Versionen sind bereits abgelehnt</translation>
    </message>
    <message>
        <source>%1 is retired and cannot be promoted</source>
        <translation>%1 ist stillgelegt und kann nicht bereitgestellt werden</translation>
    </message>
    <message>
        <source>%1 is not approved: approve it first</source>
        <translation>%1 ist nicht freigegeben: geben Sie die Version zuerst frei</translation>
    </message>
    <message>
        <source>%1 is %2: approve it first</source>
        <translation>%1 ist %2: geben Sie die Version zuerst frei</translation>
    </message>
    <message>
        <source>%1 is of the type %2, but %3 serves %4</source>
        <translation>%1 ist vom Typ %2, aber %3 bedient %4</translation>
    </message>
    <message>
        <source>%1 is %2: wait until it is done</source>
        <translation>%1 ist %2: warten Sie, bis es fertig ist</translation>
    </message>
    <message>
        <source>%1 is %2 and accepts no promotion</source>
        <translation>%1 ist %2 und nimmt keine Bereitstellung an</translation>
    </message>
    <message>
        <source>%1 is already live on %2</source>
        <translation>%1 ist auf %2 bereits aktiv</translation>
    </message>
    <message>
        <source>Select one version only: one is promoted at a time</source>
        <translation>Wählen Sie nur eine Version: es wird immer eine bereitgestellt</translation>
    </message>
    <message>
        <source>There is no serving target for %1</source>
        <translation>Für %1 gibt es kein Ziel</translation>
    </message>
    <message>
        <source>Select a run first</source>
        <translation>Wählen Sie zuerst einen Lauf</translation>
    </message>
    <message>
        <source>None of the selected runs is running</source>
        <translation>Keiner der gewählten Läufe ist aktiv</translation>
    </message>
    <message>
        <source>The run is stopping already</source>
        <translation>Der Lauf wird bereits angehalten</translation>
    </message>
    <message>
        <source>The run has ended: it is %1</source>
        <translation>Der Lauf ist beendet: er ist %1</translation>
    </message>
    <message>
        <source>Select two runs or more to compare</source>
        <translation>Wählen Sie mindestens zwei Läufe zum Vergleichen</translation>
    </message>
    <message>
        <source>At most twelve runs can be compared</source>
        <translation>Höchstens zwölf Läufe lassen sich vergleichen</translation>
    </message>
    <message>
        <source>Nothing is live, so there is nothing to roll back</source>
        <translation>Nichts ist aktiv, also gibt es nichts zurückzusetzen</translation>
    </message>
    <message>
        <source>No earlier approved version served on %1</source>
        <translation>Auf %1 war keine frühere freigegebene Version aktiv</translation>
    </message>
    <message>
        <source>This connection has no Core API: connect with its URL, client id and secret</source>
        <translation>Diese Verbindung hat keine Core-API: verbinden Sie sich mit deren URL, Client-ID und Geheimnis</translation>
    </message>
    <message>
        <source>Nothing is live: promote a version first</source>
        <translation>Nichts ist aktiv: stellen Sie zuerst eine Version bereit</translation>
    </message>
    <message>
        <source>The server gave %1 no run&apos;s name and no id, so it cannot be told which is meant</source>
        <translation>Der Server gab %1 weder einen Laufnamen noch eine Id; es lässt sich nicht sagen, was gemeint ist</translation>
    </message>
    <message>
        <source>This server does not tell of its serving targets</source>
        <translation>Dieser Server gibt keine Auskunft über seine Ziele</translation>
    </message>
    <message>
        <source>The serving targets are not known yet: wait a moment</source>
        <translation>Die Ziele sind noch nicht bekannt: einen Moment bitte</translation>
    </message>
    <message>
        <source>What is live is not known</source>
        <translation>Was live ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>This server keeps no list of what served earlier: promote an earlier version instead</source>
        <translation>Dieser Server führt keine Liste früherer Versionen: stattdessen eine frühere Version produktiv setzen</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>Deploying %1…</source>
        <translation>%1 wird bereitgestellt…</translation>
    </message>
    <message>
        <source>Deploying…</source>
        <translation>Wird bereitgestellt…</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>promoted by %1, %2</source>
        <translation>bereitgestellt von %1, %2</translation>
    </message>
    <message>
        <source>promoted by %1</source>
        <translation>bereitgestellt von %1</translation>
    </message>
    <message>
        <source>%1 is still serving</source>
        <translation>%1 ist weiter aktiv</translation>
    </message>
    <message>
        <source>Promotion of %1 failed</source>
        <translation>Bereitstellung von %1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>Promotion failed</source>
        <translation>Bereitstellung fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1; %2 is still serving</source>
        <translation>%1; %2 ist weiter aktiv</translation>
    </message>
    <message>
        <source>%1; nothing is serving</source>
        <translation>%1; nichts ist aktiv</translation>
    </message>
    <message>
        <source>Target: %1</source>
        <translation>Ziel: %1</translation>
    </message>
    <message>
        <source>Status: %1</source>
        <translation>Status: %1</translation>
    </message>
    <message>
        <source>Live: %1</source>
        <translation>Live: %1</translation>
    </message>
    <message>
        <source>The server gave no reason</source>
        <translation>Der Server nannte keinen Grund</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>Grund: %1</translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation>Beendet: %1</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>Lauf: %1</translation>
    </message>
    <message>
        <source>What is live on %1 is not known</source>
        <translation>Was auf %1 live ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>the server does not tell</source>
        <translation>der Server sagt es nicht</translation>
    </message>
    <message>
        <source>last known %1</source>
        <translation>zuletzt bekannt %1</translation>
    </message>
    <message>
        <source>What is live is not known</source>
        <translation>Was live ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>this server does not tell of its serving targets</source>
        <translation>dieser Server gibt keine Auskunft über seine Ziele</translation>
    </message>
</context>
<context>
    <name>ChartPlot</name>
    <message>
        <source>%1 plus</source>
        <comment>the number that the labels of an axis count from</comment>
        <translation>%1 plus</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>baseline</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>nicht vergleichbar</translation>
    </message>
    <message>
        <source>manifest unknown</source>
        <translation>Manifest unbekannt</translation>
    </message>
    <message>
        <source>comparable</source>
        <translation>vergleichbar</translation>
    </message>
    <message>
        <source>partly comparable</source>
        <translation>teilweise vergleichbar</translation>
    </message>
    <message>
        <source>The manifest of this run is not known.</source>
        <translation>Das Manifest dieses Laufs ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Signal template</source>
        <translation>Signalvorlage</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>the test split</source>
        <translation>die Testaufteilung</translation>
    </message>
    <message>
        <source>the length K of the lists</source>
        <translation>die Listenlänge K</translation>
    </message>
    <message>
        <source>the candidate items</source>
        <translation>die Kandidatenmenge</translation>
    </message>
    <message>
        <source>the evaluation protocol</source>
        <translation>das Auswertungsverfahren</translation>
    </message>
    <message>
        <source>Not comparable.</source>
        <extracomment>%1 is a list such as &quot;the test split, the candidate items&quot;</extracomment>
        <translation>Nicht vergleichbar.</translation>
    </message>
    <message>
        <source>Not comparable, because these differ or are unknown: %1.</source>
        <translation>Nicht vergleichbar, weil sich Folgendes unterscheidet oder unbekannt ist: %1.</translation>
    </message>
    <message>
        <source>Partly comparable: test pairs that one of them had been trained on are left out, and with them their users, on both sides.</source>
        <translation>Teilweise vergleichbar: Testpaare, mit denen eine der beiden trainiert wurde, sind ausgelassen, und mit ihnen deren Nutzer, auf beiden Seiten.</translation>
    </message>
    <message>
        <source>One of them had been trained on every test pair.</source>
        <translation>Eine der beiden wurde mit jedem Testpaar trainiert.</translation>
    </message>
</context>
<context>
    <name>ComparisonExport</name>
    <message>
        <source>Metric</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Comparable?</source>
        <translation>Vergleichbar?</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Nothing answers at this address. Is the platform running?</source>
        <translation>Unter dieser Adresse antwortet niemand. Läuft die Plattform?</translation>
    </message>
    <message>
        <source>This host is not known. Check the address and your network.</source>
        <translation>Dieser Rechner ist nicht bekannt. Prüfen Sie die Adresse und Ihr Netz.</translation>
    </message>
    <message>
        <source>The server&apos;s identity could not be verified: %1</source>
        <translation>Die Identität des Servers ließ sich nicht prüfen: %1</translation>
    </message>
    <message>
        <source>The connection broke: %1</source>
        <translation>Die Verbindung ist abgebrochen: %1</translation>
    </message>
    <message>
        <source>The server did not answer in time. Try again.</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The server pointed to another address, which is not followed. Check the URL.</source>
        <translation>Der Server verweist auf eine andere Adresse; dem wird nicht gefolgt. Prüfen Sie die URL.</translation>
    </message>
    <message>
        <source>The answer is larger than 64 MiB and was not read.</source>
        <translation>Die Antwort ist größer als 64 MiB und wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>The answer is not JSON. Is this the address of a NeuronSearchLab platform?</source>
        <translation>Die Antwort ist kein JSON. Ist das die Adresse einer NeuronSearchLab-Plattform?</translation>
    </message>
    <message>
        <source>The answer lacks &quot;%1&quot;. The server may be of another version.</source>
        <translation>In der Antwort fehlt „%1“. Der Server hat vielleicht eine andere Version.</translation>
    </message>
    <message>
        <source>The server answered with the unexpected status %1.</source>
        <translation>Der Server hat mit dem unerwarteten Status %1 geantwortet.</translation>
    </message>
    <message>
        <source>The program nsl-platform was not found beside this one. Reinstall NSL Console.</source>
        <translation>Das Programm nsl-platform liegt nicht neben diesem. Installieren Sie NSL Console neu.</translation>
    </message>
    <message>
        <source>The local platform could not be started: %1</source>
        <translation>Die lokale Plattform ließ sich nicht starten: %1</translation>
    </message>
    <message>
        <source>The local platform did not become ready in time. See the details and try again.</source>
        <translation>Die lokale Plattform war nicht rechtzeitig bereit. Sehen Sie die Details an und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The local platform ended while starting: %1</source>
        <translation>Die lokale Plattform hat sich beim Start beendet: %1</translation>
    </message>
    <message>
        <source>The local platform ended unexpectedly: %1</source>
        <translation>Die lokale Plattform hat sich unerwartet beendet: %1</translation>
    </message>
    <message>
        <source>The local platform gave an answer that is not understood. Is it of the same version?</source>
        <translation>Die Antwort der lokalen Plattform ist unverständlich. Hat sie dieselbe Version?</translation>
    </message>
    <message>
        <source>The local platform started but does not answer. Try again.</source>
        <translation>Die lokale Plattform ist gestartet, antwortet aber nicht. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Another program answers in place of the local platform. Nothing was sent to it.</source>
        <translation>Ein anderes Programm antwortet anstelle der lokalen Plattform. Ihm wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read or changed by others, so it is not trusted. Make it private to you.</source>
        <translation>„%1“ können andere lesen oder ändern, daher wird ihr nicht vertraut. Machen Sie sie nur für sich zugänglich.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is damaged. Stop the platform of this workspace and delete the file.</source>
        <translation>„%1“ ist beschädigt. Halten Sie die Plattform dieses Arbeitsbereichs an und löschen Sie die Datei.</translation>
    </message>
    <message>
        <source>Enter the platform&apos;s URL.</source>
        <translation>Geben Sie die URL der Plattform ein.</translation>
    </message>
    <message>
        <source>This is not a URL: it should look like https://console.example.com.</source>
        <translation>Das ist keine URL: sie sollte aussehen wie https://console.example.com.</translation>
    </message>
    <message>
        <source>The URL must begin with https:// (or http:// for this machine).</source>
        <translation>Die URL muss mit https:// beginnen (oder http:// für diesen Rechner).</translation>
    </message>
    <message>
        <source>The URL must be the platform&apos;s address alone, without user name, query or fragment.</source>
        <translation>Die URL muss allein die Adresse der Plattform sein, ohne Benutzername, Abfrage oder Fragment.</translation>
    </message>
    <message>
        <source>Plain http:// would send your key in the clear. Use https://.</source>
        <translation>Mit http:// ginge Ihr Schlüssel unverschlüsselt über das Netz. Nehmen Sie https://.</translation>
    </message>
    <message>
        <source>The platform cannot be reached. Check your network.</source>
        <translation>Die Plattform ist nicht erreichbar. Prüfen Sie Ihr Netz.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>The key is not accepted. Connect again with a valid one.</source>
        <translation>Der Schlüssel wird nicht angenommen. Verbinden Sie sich mit einem gültigen neu.</translation>
    </message>
    <message>
        <source>The key lacks the scope for this. Use a key with the scope &quot;admin&quot;.</source>
        <translation>Dem Schlüssel fehlt die Berechtigung dafür. Nehmen Sie einen mit der Berechtigung „admin“.</translation>
    </message>
    <message>
        <source>It is not there any more. Refresh the page.</source>
        <translation>Das gibt es nicht mehr. Aktualisieren Sie die Seite.</translation>
    </message>
    <message>
        <source>The server refused the request as invalid.</source>
        <translation>Der Server hat die Anfrage als ungültig abgelehnt.</translation>
    </message>
    <message>
        <source>The current state does not allow this. Refresh and try again.</source>
        <translation>Der jetzige Zustand erlaubt das nicht. Aktualisieren Sie und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The server asks to slow down. Try again in a moment.</source>
        <translation>Der Server bittet um Geduld. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The server is not available at the moment. Try again.</source>
        <translation>Der Server ist gerade nicht verfügbar. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The server failed. Try again; if it persists, report the request id.</source>
        <translation>Der Server hat einen Fehler. Versuchen Sie es erneut; bleibt es dabei, melden Sie die Anfragenummer.</translation>
    </message>
    <message>
        <source>This server does not offer that.</source>
        <translation>Das bietet dieser Server nicht.</translation>
    </message>
    <message>
        <source>The server&apos;s answer could not be understood.</source>
        <translation>Die Antwort des Servers war nicht zu verstehen.</translation>
    </message>
    <message>
        <source>A file on this machine could not be used.</source>
        <translation>Eine Datei auf diesem Rechner ließ sich nicht benutzen.</translation>
    </message>
    <message>
        <source>Kind: %1</source>
        <translation>Art: %1</translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation>HTTP-Status: %1</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>Code: %1</translation>
    </message>
    <message>
        <source>Request id: %1</source>
        <translation>Anfragenummer: %1</translation>
    </message>
    <message>
        <source>Message: %1</source>
        <translation>Meldung: %1</translation>
    </message>
    <message>
        <source>it was killed or crashed.</source>
        <translation>sie wurde beendet oder ist abgestürzt.</translation>
    </message>
    <message>
        <source>it gave no reason (exit code %1).</source>
        <translation>sie nannte keinen Grund (Exit-Code %1).</translation>
    </message>
    <message>
        <source>The server gave this run no name and no id, so nothing was sent.</source>
        <translation>Der Server gab diesem Lauf weder Namen noch Id; es wurde nichts gesendet.</translation>
    </message>
</context>
<context>
    <name>FileCheck</name>
    <message>
        <source>Line %1 is not a JSON object</source>
        <translation>Zeile %1 ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>Die Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>Die Datei ist leer</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text</source>
        <translation>Die Datei ist kein UTF-8-Text</translation>
    </message>
    <message>
        <source>The file has no header line</source>
        <translation>Die Datei hat keine Kopfzeile</translation>
    </message>
    <message>
        <source>Item id</source>
        <translation>Artikel-ID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>User id</source>
        <translation>Benutzer-ID</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>Ereignistyp</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Examples per second</source>
        <translation>Beispiele pro Sekunde</translation>
    </message>
    <message>
        <source>Validation %1</source>
        <comment>a metric on the validation set</comment>
        <translation>%1 (Validierung)</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>examples/s</source>
        <translation>Beispiele/s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>a percentage with its sign</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <comment>days and hours</comment>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>Refit loss</source>
        <translation>Verlust der Nachanpassung</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Beste Epoche</translation>
    </message>
    <message>
        <source>Recall@%1</source>
        <translation>Recall@%1</translation>
    </message>
    <message>
        <source>NDCG@%1</source>
        <translation>NDCG@%1</translation>
    </message>
    <message>
        <source>MRR@%1</source>
        <translation>MRR@%1</translation>
    </message>
    <message>
        <source>Coverage@%1</source>
        <translation>Abdeckung@%1</translation>
    </message>
    <message>
        <source>Popularity bias@%1</source>
        <translation>Popularitäts-Bias@%1</translation>
    </message>
    <message>
        <source>Popularity baseline&apos;s %1</source>
        <comment>%1 is a metric</comment>
        <translation>%1 der Popularitätsbasis</translation>
    </message>
    <message>
        <source>Live version&apos;s %1</source>
        <comment>%1 is a metric</comment>
        <translation>%1 der aktiven Version</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>wenigen Sekunden</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>within noise</source>
        <translation>im Rauschen</translation>
    </message>
    <message>
        <source>no interval</source>
        <comment>nobody measured how much of a difference is chance</comment>
        <translation>kein Intervall</translation>
    </message>
    <message>
        <source>too few users</source>
        <translation>zu wenige Nutzer</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>nicht vergleichbar</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>difference, no verdict</comment>
        <extracomment>%1 is a difference such as &quot;+0.006&quot;, %2 why it has no verdict: &quot;within noise&quot;, &quot;no interval&quot;</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2 %3</source>
        <comment>arrow, difference, verdict</comment>
        <extracomment>%1 is an arrow, %2 a difference such as &quot;+0.006&quot;, %3 &quot;better&quot; or &quot;worse&quot;</extracomment>
        <translation>%1 %2 %3</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Life cycle</source>
        <translation>Lebenszyklus</translation>
    </message>
    <message>
        <source>Model type</source>
        <translation>Modelltyp</translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Way back</source>
        <translation>Rückweg</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is what was checked, %2 what was found, as the server says it</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>nicht vergleichbar</translation>
    </message>
    <message>
        <source>comparable</source>
        <translation>vergleichbar</translation>
    </message>
    <message>
        <source>partly comparable</source>
        <translation>teilweise vergleichbar</translation>
    </message>
    <message>
        <source>Measuring both versions on one split…</source>
        <translation>Beide Versionen werden auf einer Aufteilung gemessen…</translation>
    </message>
    <message>
        <source>Without verdicts, because the server could not make its preview: %1</source>
        <translation>Ohne Urteile, weil der Server seine Vorschau nicht erstellen konnte: %1</translation>
    </message>
    <message>
        <source>%1 (%2 … %3)</source>
        <extracomment>%1 is a reading such as &quot;+0.010 better&quot;, %2 and %3 are the ends of its 95 % interval</extracomment>
        <translation>%1 (%2 … %3)</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Approved at %1</source>
        <translation>Freigegeben um %1</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Not approved</source>
        <translation>Nicht freigegeben</translation>
    </message>
    <message>
        <source>Approve it first</source>
        <translation>Geben Sie sie zuerst frei</translation>
    </message>
    <message>
        <source>Endpoint idle</source>
        <translation>Ziel ist in Ruhe</translation>
    </message>
    <message>
        <source>Endpoint is %1</source>
        <translation>Ziel ist %1</translation>
    </message>
    <message>
        <source>Wait until it is done</source>
        <translation>Warten Sie, bis es fertig ist</translation>
    </message>
    <message>
        <source>This version is deprecated</source>
        <translation>Diese Version ist überholt</translation>
    </message>
    <message>
        <source>Prefer a newer version</source>
        <translation>Nehmen Sie besser eine neuere</translation>
    </message>
    <message>
        <source>First promotion: nothing is replaced</source>
        <translation>Erste Bereitstellung: nichts wird ersetzt</translation>
    </message>
    <message>
        <source>Roll back target: %1</source>
        <translation>Zurücksetzen möglich auf: %1</translation>
    </message>
    <message>
        <source>No roll back target: %1 is not approved any more</source>
        <translation>Kein Zurücksetzen: %1 ist nicht mehr freigegeben</translation>
    </message>
    <message>
        <source>Approve it again to be able to go back</source>
        <translation>Geben Sie sie wieder frei, um zurückzukönnen</translation>
    </message>
    <message>
        <source>Roll %2 back to %1</source>
        <translation>%2 auf %1 zurücksetzen</translation>
    </message>
    <message>
        <source>Promote %1 to %2</source>
        <translation>%1 auf %2 bereitstellen</translation>
    </message>
    <message>
        <source>Nothing is live on %1 yet</source>
        <translation>Auf %1 ist noch nichts aktiv</translation>
    </message>
    <message>
        <source>replaces %1, live for %2</source>
        <translation>ersetzt %1, aktiv seit %2</translation>
    </message>
    <message>
        <source>replaces %1</source>
        <translation>ersetzt %1</translation>
    </message>
    <message>
        <source>This version is not known yet: refresh and try again</source>
        <translation>Diese Version ist noch nicht bekannt: aktualisieren und erneut versuchen</translation>
    </message>
    <message>
        <source>There is no serving target for this version</source>
        <translation>Für diese Version gibt es kein Ziel</translation>
    </message>
    <message>
        <source>went live %1</source>
        <translation>aktiv geworden %1</translation>
    </message>
    <message>
        <source>The endpoint&apos;s status is not known</source>
        <translation>Der Status des Endpunkts ist nicht bekannt</translation>
    </message>
    <message>
        <source>The server decides whether it accepts a promotion now</source>
        <translation>Der Server entscheidet, ob er jetzt eine Version annimmt</translation>
    </message>
    <message>
        <source>What is live now is not known</source>
        <translation>Was jetzt live ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Look at the server before you replace it</source>
        <translation>Am Server nachsehen, bevor es ersetzt wird</translation>
    </message>
    <message>
        <source>No roll back here: this server keeps no list of what served earlier</source>
        <translation>Kein Zurücksetzen: Dieser Server führt keine Liste früherer Versionen</translation>
    </message>
    <message>
        <source>To go back, promote %1 again</source>
        <translation>Zum Zurückgehen %1 wieder produktiv setzen</translation>
    </message>
    <message>
        <source>Roll back to %1</source>
        <translation>Zurücksetzen auf %1</translation>
    </message>
    <message>
        <source>What is live on %1 is not known</source>
        <translation>Was auf %1 live ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>Nichts.</translation>
    </message>
    <message>
        <source>This server gives no manifest to compare.</source>
        <translation>Dieser Server gibt kein Manifest zum Vergleichen.</translation>
    </message>
    <message>
        <source>Reading the manifests…</source>
        <translation>Manifeste werden gelesen …</translation>
    </message>
    <message>
        <source>Rolling back later takes two clicks.</source>
        <translation>Zurücksetzen geht später mit zwei Klicks.</translation>
    </message>
    <message>
        <source>Kept in the journal.</source>
        <translation>Steht danach im Journal.</translation>
    </message>
    <message>
        <source>Sent with the request.</source>
        <translation>Wird mit der Anfrage gesendet.</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Executing</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>Erfolgreich</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>refitting</source>
        <translation>Endtraining</translation>
    </message>
    <message>
        <source>indexing</source>
        <translation>Indexaufbau</translation>
    </message>
    <message>
        <source>packaging</source>
        <translation>Verpacken</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>prüft</translation>
    </message>
    <message>
        <source>warming up</source>
        <translation>wärmt auf</translation>
    </message>
    <message>
        <source>switching</source>
        <translation>schaltet um</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>läuft aus</translation>
    </message>
    <message>
        <source>shared base</source>
        <translation>geteilte Basis</translation>
    </message>
    <message>
        <source>tenant</source>
        <translation>eigene</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>Kandidat</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>deprecated</source>
        <translation>überholt</translation>
    </message>
    <message>
        <source>retired</source>
        <translation>stillgelegt</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Not approved</source>
        <translation>Nicht freigegeben</translation>
    </message>
</context>
<context>
    <name>TrainAgain</name>
    <message>
        <source>Train again</source>
        <translation>Erneut trainieren</translation>
    </message>
    <message>
        <source>Train %1 again?</source>
        <translation>%1 erneut trainieren?</translation>
    </message>
    <message>
        <source>The new run takes the same template, family, options and data, so that it measures the same. It overwrites nothing: when it succeeds it becomes the next version.</source>
        <translation>Der neue Lauf nimmt dieselbe Vorlage, Familie, dieselben Optionen und Daten und misst daher dasselbe. Er überschreibt nichts: gelingt er, wird er die nächste Version.</translation>
    </message>
    <message>
        <source>%1 cannot be repeated: its data have changed since.</source>
        <translation>%1 lässt sich nicht wiederholen: die Daten haben sich seitdem geändert.</translation>
    </message>
    <message>
        <source>%1

A run with the same template, family and options on today&apos;s data can be started instead.</source>
        <translation>%1

Stattdessen kann ein Lauf mit derselben Vorlage, Familie und denselben Optionen auf den heutigen Daten gestartet werden.</translation>
    </message>
    <message>
        <source>Train on today&apos;s data</source>
        <translation>Mit heutigen Daten trainieren</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>%1 events</source>
        <translation>%1 Ereignisse</translation>
    </message>
    <message>
        <source>%1 of %2 events needed: left out</source>
        <translation>%1 von %2 nötigen Ereignissen: ausgelassen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a draft: publish it before training</source>
        <translation>„%1“ ist ein Entwurf: veröffentlichen Sie ihn vor dem Training</translation>
    </message>
    <message>
        <source>&quot;%1&quot; needs %2 events, has %3</source>
        <translation>„%1“ braucht %2 Ereignisse, hat %3</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no events to train on</source>
        <translation>„%1“ hat keine Ereignisse zum Trainieren</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Stapelgröße</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Events per user, at least</source>
        <translation>Ereignisse je Benutzer, mindestens</translation>
    </message>
    <message>
        <source>Events per item, at least</source>
        <translation>Ereignisse je Artikel, mindestens</translation>
    </message>
    <message>
        <source>above %1 up to %2</source>
        <translation>über %1 bis %2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>mindestens %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>%1 is %2, but must be %3</source>
        <translation>%1 ist %2, muss aber %3 sein</translation>
    </message>
    <message>
        <source>%1 must be on or off</source>
        <translation>%1 muss an oder aus sein</translation>
    </message>
    <message>
        <source>%1 must be a whole number</source>
        <translation>%1 muss eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>%1 must be a number</source>
        <translation>%1 muss eine Zahl sein</translation>
    </message>
    <message>
        <source>Popularity correction (logQ)</source>
        <translation>Popularitätskorrektur (logQ)</translation>
    </message>
    <message>
        <source>Learn from item texts</source>
        <translation>Aus Artikeltexten lernen</translation>
    </message>
    <message>
        <source>Freshness half-life, days</source>
        <translation>Halbwertszeit der Frische, Tage</translation>
    </message>
    <message>
        <source>Learning rate decay</source>
        <translation>Abnahme der Lernrate</translation>
    </message>
    <message>
        <source>Patience, epochs</source>
        <translation>Geduld, Epochen</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Recency decay</source>
        <translation>Abklingen der Aktualität</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Decay per step between items</source>
        <translation>Abklingen je Schritt zwischen Artikeln</translation>
    </message>
    <message>
        <source>Popularity exponent</source>
        <translation>Exponent der Beliebtheit</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Recent items</source>
        <translation>Letzte Artikel</translation>
    </message>
</context>
<context>
    <name>VersionFacts</name>
    <message>
        <source>%1 events</source>
        <translation>%1 Ereignisse</translation>
    </message>
    <message>
        <source>%1 users</source>
        <translation>%1 Benutzer</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Live on</source>
        <translation>Aktiv auf</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>live</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>Metrics, on production&apos;s split</source>
        <translation>Kennzahlen, auf der Aufteilung der Produktion</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Kennzahlen</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Native console for NeuronSearchLab models.</source>
        <translation>Native Konsole für NeuronSearchLab-Modelle.</translation>
    </message>
    <message>
        <source>Open this local workspace folder.</source>
        <translation>Diesen lokalen Arbeitsbereich öffnen.</translation>
    </message>
    <message>
        <source>Connect to a platform; the API key is read from NSL_API_KEY or asked.</source>
        <translation>Mit einer Plattform verbinden; der API-Schlüssel kommt aus NSL_API_KEY oder wird erfragt.</translation>
    </message>
    <message>
        <source>Do the main job in a workspace of its own and write pictures to DIR.</source>
        <translation>Die Hauptaufgabe in einem eigenen Arbeitsbereich ausführen und Bilder nach DIR schreiben.</translation>
    </message>
    <message>
        <source>Program that trains and serves, instead of nsl-worker.</source>
        <translation>Programm, das statt nsl-worker trainiert und ausliefert.</translation>
    </message>
</context>
<context>
    <name>nsl::ChartData</name>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>popularity</source>
        <translation>Popularität</translation>
    </message>
    <message>
        <source>training, per step</source>
        <translation>Training, je Schritt</translation>
    </message>
    <message>
        <source>training, per epoch</source>
        <translation>Training, je Epoche</translation>
    </message>
    <message>
        <source>live version</source>
        <translation>aktive Version</translation>
    </message>
    <message>
        <source>test, at the end</source>
        <translation>Test, am Ende</translation>
    </message>
</context>
<context>
    <name>nsl::ChartGrid</name>
    <message>
        <source>Log y</source>
        <translation>y logarithmisch</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>Waagerechte Achse</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Time since start (s)</source>
        <translation>Zeit seit Start (s)</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Logarithmic vertical axis</source>
        <translation>Logarithmische senkrechte Achse</translation>
    </message>
    <message>
        <source>Show the measurements as a table</source>
        <translation>Die Messwerte als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Clock time</source>
        <translation>Uhrzeit</translation>
    </message>
</context>
<context>
    <name>nsl::ChartTableModel</name>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>summary of the server</source>
        <translation>Zusammenfassung des Servers</translation>
    </message>
    <message>
        <source>measurement</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
</context>
<context>
    <name>nsl::CommentDialog</name>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Comment (optional)</source>
        <translation>Kommentar (freiwillig)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n Version</numerusform>
            <numerusform>%n Versionen</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Approve %1</source>
        <translation>%1 freigeben</translation>
    </message>
    <message>
        <source>Reject %1</source>
        <translation>%1 ablehnen</translation>
    </message>
    <message>
        <source>Approved versions can be promoted. Nothing that is live changes.</source>
        <translation>Freigegebene Versionen können bereitgestellt werden. Am Aktiven ändert sich nichts.</translation>
    </message>
    <message>
        <source>Rejected versions cannot be promoted. They are kept.</source>
        <translation>Abgelehnte Versionen können nicht bereitgestellt werden. Sie bleiben erhalten.</translation>
    </message>
</context>
<context>
    <name>nsl::ComparePage</name>
    <message>
        <source>Baseline</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Baseline run</source>
        <translation>Basislauf</translation>
    </message>
    <message>
        <source>Add production</source>
        <translation>Produktion hinzufügen</translation>
    </message>
    <message>
        <source>Add run</source>
        <translation>Lauf hinzufügen</translation>
    </message>
    <message>
        <source>Add a run to the comparison</source>
        <translation>Dem Vergleich einen Lauf hinzufügen</translation>
    </message>
    <message>
        <source>Remove run</source>
        <translation>Lauf entfernen</translation>
    </message>
    <message>
        <source>Remove a run from the comparison</source>
        <translation>Einen Lauf aus dem Vergleich entfernen</translation>
    </message>
    <message>
        <source>Only differences</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Show only metrics that differ</source>
        <translation>Nur Kennzahlen zeigen, die sich unterscheiden</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export the comparison</source>
        <translation>Den Vergleich exportieren</translation>
    </message>
    <message>
        <source>Metrics side by side</source>
        <translation>Kennzahlen nebeneinander</translation>
    </message>
    <message>
        <source>Curves and manifest differences</source>
        <translation>Kurven und Manifestunterschiede</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Manifest differences</source>
        <translation>Manifestunterschiede</translation>
    </message>
    <message>
        <source>Choose in Models</source>
        <translation>In Modelle auswählen</translation>
    </message>
    <message>
        <source>These runs have reported no measurements.</source>
        <translation>Diese Läufe haben keine Messwerte gemeldet.</translation>
    </message>
    <message>
        <source>Choose versions in Models</source>
        <translation>Versionen in Modelle auswählen</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Save as Markdown…</source>
        <translation>Als Markdown speichern…</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV speichern…</translation>
    </message>
    <message>
        <source>Not everything could be read: %1</source>
        <translation>Nicht alles ließ sich lesen: %1</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>Noch nichts zu vergleichen</translation>
    </message>
    <message>
        <source>Select two to twelve versions on the Models page, or runs on the Training Jobs page, and press Compare.</source>
        <translation>Wählen Sie zwei bis zwölf Versionen auf der Seite Modelle oder Läufe auf der Seite Trainingsläufe und drücken Sie Vergleichen.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>run, reason</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Manifest differences (%1)</source>
        <translation>Manifestunterschiede (%1)</translation>
    </message>
    <message>
        <source>Nothing is live</source>
        <translation>Nichts ist aktiv</translation>
    </message>
    <message>
        <source>What is live is already compared</source>
        <translation>Das Aktive wird schon verglichen</translation>
    </message>
    <message>
        <source>Export comparison</source>
        <translation>Vergleich exportieren</translation>
    </message>
    <message>
        <source>The comparison could not be written to %1: %2</source>
        <translation>Der Vergleich ließ sich nicht nach %1 schreiben: %2</translation>
    </message>
</context>
<context>
    <name>nsl::ComparisonModel</name>
    <message>
        <source>%1  %2</source>
        <comment>value, reading</comment>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>%1 of %2: %3 %4%5</source>
        <translation>%1 von %2: %3 %4%5</translation>
    </message>
    <message>
        <source>, best</source>
        <translation>, am besten</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>%1 · live</source>
        <translation>%1 · aktiv</translation>
    </message>
</context>
<context>
    <name>nsl::ConnectDialog</name>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect to a platform</source>
        <translation>Mit einer Plattform verbinden</translation>
    </message>
    <message>
        <source>The key is kept in memory until the console is closed. It is never written to disk.</source>
        <translation>Der Schlüssel bleibt im Speicher, bis die Konsole geschlossen wird. Er wird nie auf die Platte geschrieben.</translation>
    </message>
    <message>
        <source>Platform URL</source>
        <translation>Plattform-URL</translation>
    </message>
    <message>
        <source>https://console.neuronsearchlab.com</source>
        <translation>https://console.neuronsearchlab.com</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>nsl_…</source>
        <translation>nsl_…</translation>
    </message>
    <message>
        <source>For recommendations (Try it), optional</source>
        <translation>Für Empfehlungen (Ausprobieren), freiwillig</translation>
    </message>
    <message>
        <source>Core URL</source>
        <translation>Core-URL</translation>
    </message>
    <message>
        <source>https://api.neuronsearchlab.com</source>
        <translation>https://api.neuronsearchlab.com</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Client-Geheimnis</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Enter an API key.</source>
        <translation>Geben Sie einen API-Schlüssel ein.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>Connected as %1 with the scopes %2.</source>
        <translation>Verbunden als %1 mit den Berechtigungen %2.</translation>
    </message>
    <message>
        <source>an unnamed key</source>
        <translation>ein unbenannter Schlüssel</translation>
    </message>
    <message>
        <source>(unknown)</source>
        <translation>(unbekannt)</translation>
    </message>
</context>
<context>
    <name>nsl::ConnectionChip</name>
    <message>
        <source>%1 · %2</source>
        <comment>connection name, state</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Connection: %1</source>
        <translation>Verbindung: %1</translation>
    </message>
</context>
<context>
    <name>nsl::ConnectionDialog</name>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Local platform on this machine</source>
        <translation>Lokale Plattform auf diesem Rechner</translation>
    </message>
    <message>
        <source>Platform over the network</source>
        <translation>Plattform über das Netz</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Berechtigungen</translation>
    </message>
    <message>
        <source>Recommendations</source>
        <translation>Empfehlungen</translation>
    </message>
    <message>
        <source>available</source>
        <translation>verfügbar</translation>
    </message>
    <message>
        <source>not part of this connection</source>
        <translation>nicht Teil dieser Verbindung</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>Letzte Antwort</translation>
    </message>
</context>
<context>
    <name>nsl::ConnectionText</name>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>Verbindet neu</translation>
    </message>
    <message>
        <source>Reconnecting in %1 s</source>
        <translation>Verbindet neu in %1 s</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Offline – showing data from %1</source>
        <translation>Offline – Daten von %1</translation>
    </message>
    <message>
        <source>Unauthorized</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>Forbidden</source>
        <translation>Nicht erlaubt</translation>
    </message>
</context>
<context>
    <name>nsl::ConsoleApplication</name>
    <message>
        <source>Opening the local workspace %1</source>
        <translation>Der lokale Arbeitsbereich %1 wird geöffnet</translation>
    </message>
    <message>
        <source>The local workspace cannot be opened</source>
        <translation>Der lokale Arbeitsbereich lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>Verbindung mit %1</translation>
    </message>
    <message>
        <source>Close NSL Console</source>
        <translation>NSL Console schließen</translation>
    </message>
    <message numerus="yes">
        <source>%n training run(s) are still active.</source>
        <translation>
            <numerusform>%n Trainingslauf ist noch aktiv.</numerusform>
            <numerusform>%n Trainingsläufe sind noch aktiv.</numerusform>
        </translation>
    </message>
    <message>
        <source>The local platform has ended</source>
        <translation>Die lokale Plattform ist beendet</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Enter the API key of this platform.</source>
        <translation>Bitte den API-Schlüssel dieser Plattform eingeben.</translation>
    </message>
    <message>
        <source>Closing stops the local platform, and nothing is served meanwhile. Active runs are interrupted; one that has written a checkpoint goes on from it when this workspace is opened again.</source>
        <translation>Schließen beendet die lokale Plattform; solange wird nichts ausgeliefert. Aktive Läufe werden unterbrochen; wer einen Checkpoint geschrieben hat, geht von dort weiter, sobald dieser Arbeitsbereich wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Interrupt the runs and close</source>
        <translation>Läufe unterbrechen und schließen</translation>
    </message>
</context>
<context>
    <name>nsl::DifferenceModel</name>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
</context>
<context>
    <name>nsl::FailureBanner</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Show the details of this failure</source>
        <translation>Die Details dieses Fehlers zeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the details of this failure</source>
        <translation>Die Details dieses Fehlers kopieren</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Dismiss this failure</source>
        <translation>Diesen Fehler ausblenden</translation>
    </message>
</context>
<context>
    <name>nsl::ImportController</name>
    <message>
        <source>%1 rows read</source>
        <translation>%1 Zeilen gelesen</translation>
    </message>
    <message>
        <source>Cancelled: nothing was imported</source>
        <translation>Abgebrochen: nichts wurde importiert</translation>
    </message>
    <message>
        <source>1 problem: nothing was imported</source>
        <translation>1 Problem: nichts wurde importiert</translation>
    </message>
    <message>
        <source>%1 problems: nothing was imported</source>
        <translation>%1 Probleme: nichts wurde importiert</translation>
    </message>
    <message>
        <source>%1 rows are good: nothing was imported, this was a dry run</source>
        <translation>%1 Zeilen sind gut: nichts wurde importiert, das war eine Prüfung</translation>
    </message>
    <message>
        <source>Imported %1 items</source>
        <translation>%1 Artikel importiert</translation>
    </message>
    <message>
        <source>Imported %1 events</source>
        <translation>%1 Ereignisse importiert</translation>
    </message>
    <message>
        <source>%1 were there already</source>
        <translation>%1 waren schon da</translation>
    </message>
    <message>
        <source>other columns kept as metadata: %1</source>
        <translation>weitere Spalten als Metadaten behalten: %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>An import is running</source>
        <translation>Ein Import läuft</translation>
    </message>
    <message>
        <source>Files are imported into a local workspace only</source>
        <translation>Dateien lassen sich nur in einen lokalen Arbeitsbereich importieren</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Wählen Sie eine Datei</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>Die Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>Choose the column for &quot;%1&quot;</source>
        <translation>Wählen Sie die Spalte für „%1“</translation>
    </message>
    <message>
        <source>The file has no event type: choose one for all rows</source>
        <translation>Die Datei hat keinen Ereignistyp: wählen Sie einen für alle Zeilen</translation>
    </message>
</context>
<context>
    <name>nsl::ImportDialog</name>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import items or events</source>
        <translation>Artikel oder Ereignisse importieren</translation>
    </message>
    <message>
        <source>All of a file or nothing: a file with an error imports nothing.</source>
        <translation>Alles oder nichts: aus einer Datei mit einem Fehler wird nichts importiert.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What to import</source>
        <translation>Was importiert wird</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File to import</source>
        <translation>Zu importierende Datei</translation>
    </message>
    <message>
        <source>CSV or JSONL, UTF-8</source>
        <translation>CSV oder JSONL, UTF-8</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Wählen Sie eine Datei</translation>
    </message>
    <message>
        <source>Event type of rows without one</source>
        <translation>Ereignistyp für Zeilen ohne</translation>
    </message>
    <message>
        <source>view</source>
        <translation>view</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation>Erste Zeilen der Datei</translation>
    </message>
    <message>
        <source>Replace items that exist</source>
        <translation>Vorhandene Artikel ersetzen</translation>
    </message>
    <message>
        <source>Import although this file was imported before</source>
        <translation>Importieren, obwohl die Datei schon importiert wurde</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>Problems by line</source>
        <translation>Probleme nach Zeile</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel import</source>
        <translation>Import abbrechen</translation>
    </message>
    <message>
        <source>Check only</source>
        <translation>Nur prüfen</translation>
    </message>
    <message>
        <source>Items (the catalogue)</source>
        <translation>Artikel (der Katalog)</translation>
    </message>
    <message>
        <source>Events (who did what)</source>
        <translation>Ereignisse (wer tat was)</translation>
    </message>
    <message>
        <source>Choose a file to import</source>
        <translation>Datei zum Importieren wählen</translation>
    </message>
    <message>
        <source>Tables (*.csv *.jsonl *.ndjson *.json);;All files (*)</source>
        <translation>Tabellen (*.csv *.jsonl *.ndjson *.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 (required)</source>
        <translation>%1 (nötig)</translation>
    </message>
    <message>
        <source>Column of the file for %1</source>
        <translation>Spalte der Datei für %1</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Not in the file</source>
        <translation>Nicht in der Datei</translation>
    </message>
    <message>
        <source>An import is running</source>
        <translation>Ein Import läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>nsl::JobTableModel</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>stopped at epoch %1</source>
        <translation>angehalten in Epoche %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>epoch %1/%2</source>
        <translation>Epoche %1/%2</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>Erfolgreich</translation>
    </message>
    <message>
        <source>Succeeded in %1</source>
        <translation>Erfolgreich in %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Failed after %1</source>
        <translation>Fehlgeschlagen nach %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopped after %1</source>
        <translation>Angehalten nach %1</translation>
    </message>
    <message>
        <source>Run %1</source>
        <comment>id</comment>
        <translation>Lauf %1</translation>
    </message>
</context>
<context>
    <name>nsl::JournalModel</name>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
</context>
<context>
    <name>nsl::LogView</name>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>Umbrechen</translation>
    </message>
    <message>
        <source>Search the log…</source>
        <translation>Protokoll durchsuchen…</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>Lowest level shown</source>
        <translation>Niedrigste gezeigte Stufe</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation>Dem Ende des Protokolls folgen</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>Lange Zeilen umbrechen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Das Protokoll speichern</translation>
    </message>
    <message>
        <source>Select a run to read its log.</source>
        <translation>Wählen Sie einen Lauf, um sein Protokoll zu lesen.</translation>
    </message>
    <message>
        <source>This run has written nothing yet.</source>
        <translation>Dieser Lauf hat noch nichts geschrieben.</translation>
    </message>
    <message>
        <source>The newest %1 lines; %2 earlier ones are not kept here.</source>
        <translation>Die neuesten %1 Zeilen; %2 frühere werden hier nicht behalten.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Save log</source>
        <translation>Protokoll speichern</translation>
    </message>
    <message>
        <source>The log could not be written to %1: %2</source>
        <translation>Das Protokoll ließ sich nicht nach %1 schreiben: %2</translation>
    </message>
</context>
<context>
    <name>nsl::MainWindow</name>
    <message>
        <source>NSL Console</source>
        <translation>NSL Console</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Import items or events from a CSV or JSONL file</source>
        <translation>Artikel oder Ereignisse aus einer CSV- oder JSONL-Datei importieren</translation>
    </message>
    <message>
        <source>Load &amp;sample data</source>
        <translation>&amp;Beispieldaten laden</translation>
    </message>
    <message>
        <source>Fill the empty workspace with sample items and events</source>
        <translation>Den leeren Arbeitsbereich mit Beispielartikeln und -ereignissen füllen</translation>
    </message>
    <message>
        <source>&amp;Open workspace…</source>
        <translation>Arbeitsbereich ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open a local workspace folder</source>
        <translation>Den Ordner eines lokalen Arbeitsbereichs öffnen</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>&amp;Verbinden…</translation>
    </message>
    <message>
        <source>Connect to a platform by its URL and an API key</source>
        <translation>Mit URL und API-Schlüssel mit einer Plattform verbinden</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>Close the console</source>
        <translation>Die Konsole schließen</translation>
    </message>
    <message>
        <source>&amp;Start training…</source>
        <translation>&amp;Training starten…</translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation>Einen Trainingslauf starten</translation>
    </message>
    <message>
        <source>S&amp;top…</source>
        <translation>An&amp;halten…</translation>
    </message>
    <message>
        <source>Stop the selected run</source>
        <translation>Den gewählten Lauf anhalten</translation>
    </message>
    <message>
        <source>&amp;Approve…</source>
        <translation>&amp;Freigeben…</translation>
    </message>
    <message>
        <source>Make the selected versions eligible for promotion</source>
        <translation>Die gewählten Versionen für die Bereitstellung freigeben</translation>
    </message>
    <message>
        <source>&amp;Reject…</source>
        <translation>&amp;Ablehnen…</translation>
    </message>
    <message>
        <source>Reject the selected versions</source>
        <translation>Die gewählten Versionen ablehnen</translation>
    </message>
    <message>
        <source>&amp;Promote to production…</source>
        <translation>In &amp;Produktion bereitstellen…</translation>
    </message>
    <message>
        <source>Review the selected version and put it live</source>
        <translation>Die gewählte Version prüfen und aktiv schalten</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>Compare the selected runs side by side</source>
        <translation>Die gewählten Läufe nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Tr&amp;y it…</source>
        <translation>A&amp;usprobieren…</translation>
    </message>
    <message>
        <source>Ask the live version for recommendations</source>
        <translation>Die aktive Version nach Empfehlungen fragen</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>Families and their versions</source>
        <translation>Familien und ihre Versionen</translation>
    </message>
    <message>
        <source>Training &amp;Jobs</source>
        <translation>&amp;Trainingsläufe</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>Runs side by side</source>
        <translation>Läufe nebeneinander</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation>Dem System folgen</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>Always light</source>
        <translation>Immer hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Always dark</source>
        <translation>Immer dunkel</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>Read everything again</source>
        <translation>Alles neu lesen</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>All keyboard shortcuts</source>
        <translation>Alle Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About NSL Console</source>
        <translation>&amp;Über NSL Console</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Training Jobs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Local · %1</source>
        <translation>Lokal · %1</translation>
    </message>
    <message>
        <source>Cloud · %1</source>
        <translation>Cloud · %1</translation>
    </message>
    <message>
        <source>No run active</source>
        <translation>Kein Lauf aktiv</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) active</source>
        <translation>
            <numerusform>%n Lauf aktiv</numerusform>
            <numerusform>%n Läufe aktiv</numerusform>
        </translation>
    </message>
    <message>
        <source>last change %1</source>
        <translation>letzte Änderung %1</translation>
    </message>
    <message>
        <source>Nothing is connected</source>
        <translation>Nichts ist verbunden</translation>
    </message>
    <message>
        <source>Select on the Models or Training Jobs page</source>
        <translation>Wählen Sie auf der Seite Modelle oder Trainingsläufe</translation>
    </message>
    <message>
        <source>Sample data is for an empty workspace</source>
        <translation>Beispieldaten sind für einen leeren Arbeitsbereich</translation>
    </message>
    <message>
        <source>Select a run on the Training Jobs page</source>
        <translation>Wählen Sie einen Lauf auf der Seite Trainingsläufe</translation>
    </message>
    <message>
        <source>Started %1</source>
        <translation>%1 gestartet</translation>
    </message>
    <message>
        <source>Started %1: %2</source>
        <comment>run, warning</comment>
        <translation>%1 gestartet: %2</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>Arbeitsbereich öffnen</translation>
    </message>
    <message>
        <source>+ − 0	Zoom a chart, show everything</source>
        <translation>+ − 0	Diagramm vergrößern, alles zeigen</translation>
    </message>
    <message>
        <source>← →	Move a chart&apos;s crosshair</source>
        <translation>← →	Fadenkreuz des Diagramms bewegen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About NSL Console</source>
        <translation>Über NSL Console</translation>
    </message>
    <message>
        <source>NSL Console %1</source>
        <translation>NSL Console %1</translation>
    </message>
    <message>
        <source>A native console for NeuronSearchLab models, with a local platform that trains and serves them on this machine.

Free software under the GNU General Public License, version 3 or later. Built with Qt %1.</source>
        <translation>Eine native Konsole für NeuronSearchLab-Modelle mit einer lokalen Plattform, die sie auf diesem Rechner trainiert und ausliefert.

Freie Software unter der GNU General Public License, Version 3 oder neuer. Gebaut mit Qt %1.</translation>
    </message>
    <message>
        <source>Train a&amp;gain…</source>
        <translation>&amp;Erneut trainieren…</translation>
    </message>
    <message>
        <source>Repeat the selected run with the same template, family, options and data</source>
        <translation>Den gewählten Lauf mit derselben Vorlage, Familie, denselben Optionen und Daten wiederholen</translation>
    </message>
    <message>
        <source>The run was not started again</source>
        <translation>Der Lauf wurde nicht erneut gestartet</translation>
    </message>
    <message>
        <source>Last known %1</source>
        <translation>Zuletzt bekannt %1</translation>
    </message>
    <message>
        <source>The models cannot be read</source>
        <translation>Die Modelle können nicht gelesen werden</translation>
    </message>
    <message>
        <source>The training jobs cannot be read</source>
        <translation>Die Trainingsläufe können nicht gelesen werden</translation>
    </message>
    <message>
        <source>Event types and templates cannot be read</source>
        <translation>Ereignistypen und Vorlagen können nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>nsl::ManifestModel</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>1 field</source>
        <translation>1 Feld</translation>
    </message>
    <message>
        <source>%1 fields</source>
        <translation>%1 Felder</translation>
    </message>
    <message>
        <source>1 element</source>
        <translation>1 Element</translation>
    </message>
    <message>
        <source>%1 elements</source>
        <translation>%1 Elemente</translation>
    </message>
</context>
<context>
    <name>nsl::ManifestView</name>
    <message>
        <source>Raw JSON</source>
        <translation>Rohes JSON</translation>
    </message>
    <message>
        <source>Search keys and values…</source>
        <translation>Schlüssel und Werte suchen…</translation>
    </message>
    <message>
        <source>Search the manifest</source>
        <translation>Manifest durchsuchen</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>Manifest as JSON</source>
        <translation>Manifest als JSON</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save manifest</source>
        <translation>Manifest speichern</translation>
    </message>
    <message>
        <source>The manifest could not be written to %1: %2</source>
        <translation>Das Manifest ließ sich nicht nach %1 schreiben: %2</translation>
    </message>
</context>
<context>
    <name>nsl::MetricChart</name>
    <message>
        <source>%1 (%2)</source>
        <comment>metric, unit</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Chart of %1</source>
        <translation>Diagramm von %1</translation>
    </message>
    <message>
        <source>Plus and minus zoom, the arrow keys move the crosshair, zero shows everything.</source>
        <translation>Plus und Minus vergrößern und verkleinern, die Pfeiltasten bewegen das Fadenkreuz, Null zeigt alles.</translation>
    </message>
    <message>
        <source>Measurements of %1</source>
        <translation>Messwerte von %1</translation>
    </message>
    <message>
        <source>step %1, epoch %2</source>
        <translation>Schritt %1, Epoche %2</translation>
    </message>
    <message>
        <source>The picture could not be written to %1: %2</source>
        <translation>Das Bild ließ sich nicht nach %1 schreiben: %2</translation>
    </message>
    <message>
        <source>The measurements could not be written to %1: %2</source>
        <translation>Die Messwerte ließen sich nicht nach %1 schreiben: %2</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Save as picture (PNG)…</source>
        <translation>Als Bild speichern (PNG)…</translation>
    </message>
    <message>
        <source>Save measurements (CSV)…</source>
        <translation>Messwerte speichern (CSV)…</translation>
    </message>
    <message>
        <source>Save chart as picture</source>
        <translation>Diagramm als Bild speichern</translation>
    </message>
    <message>
        <source>Save measurements</source>
        <translation>Messwerte speichern</translation>
    </message>
    <message>
        <source>not a number (×): %1</source>
        <translation>keine Zahl (×): %1</translation>
    </message>
    <message>
        <source>infinite (▲ ▼): %1</source>
        <translation>unendlich (▲ ▼): %1</translation>
    </message>
    <message>
        <source>zero or less, not on a logarithmic axis (▼): %1</source>
        <translation>null oder weniger, nicht auf einer logarithmischen Achse (▼): %1</translation>
    </message>
    <message>
        <source>the server sends first, least, greatest and last of many measurements</source>
        <translation>der Server schickt von vielen Messungen die erste, kleinste, größte und letzte</translation>
    </message>
</context>
<context>
    <name>nsl::ModelTreeModel</name>
    <message>
        <source>not live</source>
        <translation>nicht aktiv</translation>
    </message>
    <message>
        <source>live on %1</source>
        <translation>aktiv auf %1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>Live on</source>
        <translation>Aktiv auf</translation>
    </message>
    <message>
        <source>Against production</source>
        <translation>Gegen Produktion</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>1 version</source>
        <translation>1 Version</translation>
    </message>
    <message>
        <source>%1 versions</source>
        <translation>%1 Versionen</translation>
    </message>
    <message>
        <source>%1 pending</source>
        <translation>%1 ausstehend</translation>
    </message>
    <message>
        <source>v%1 live</source>
        <translation>v%1 aktiv</translation>
    </message>
    <message>
        <source>versions not known</source>
        <translation>Versionen nicht bekannt</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>version unknown</source>
        <translation>Version unbekannt</translation>
    </message>
</context>
<context>
    <name>nsl::ModelsController</name>
    <message>
        <source>The run of this version is not loaded. Try again.</source>
        <translation>Der Lauf dieser Version ist nicht geladen. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Approved %1</source>
        <translation>%1 freigegeben</translation>
    </message>
    <message>
        <source>%1 was not approved</source>
        <translation>%1 wurde nicht freigegeben</translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 was not rejected</source>
        <translation>%1 wurde nicht abgelehnt</translation>
    </message>
    <message>
        <source>Changed the label of %1</source>
        <translation>Etikett von %1 geändert</translation>
    </message>
    <message>
        <source>The label of %1 was not changed</source>
        <translation>Das Etikett von %1 wurde nicht geändert</translation>
    </message>
    <message>
        <source>Changed the description of %1</source>
        <translation>Beschreibung von %1 geändert</translation>
    </message>
    <message>
        <source>The description of %1 was not changed</source>
        <translation>Die Beschreibung von %1 wurde nicht geändert</translation>
    </message>
    <message>
        <source>Loaded sample data: %1 events of %2 users on %3 items</source>
        <translation>Beispieldaten geladen: %1 Ereignisse von %2 Benutzern zu %3 Artikeln</translation>
    </message>
    <message>
        <source>The sample data were not loaded</source>
        <translation>Die Beispieldaten wurden nicht geladen</translation>
    </message>
</context>
<context>
    <name>nsl::ModelsPage</name>
    <message>
        <source>Filter…</source>
        <translation>Filtern…</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>Modelle filtern</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Filter by approval status</source>
        <translation>Nach Freigabestatus filtern</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Filter by source</source>
        <translation>Nach Herkunft filtern</translation>
    </message>
    <message>
        <source>Try it…</source>
        <translation>Ausprobieren…</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Ablehnen…</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>Freigeben…</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Promote to production…</source>
        <translation>In Produktion bereitstellen…</translation>
    </message>
    <message>
        <source>Promote to production</source>
        <translation>In Produktion bereitstellen</translation>
    </message>
    <message>
        <source>Families and versions</source>
        <translation>Familien und Versionen</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Status (%1)</source>
        <translation>Status (%1)</translation>
    </message>
    <message>
        <source>All sources</source>
        <translation>Jede Herkunft</translation>
    </message>
    <message>
        <source>Trained on our data</source>
        <translation>Mit unseren Daten trainiert</translation>
    </message>
    <message>
        <source>Shared base</source>
        <translation>Gemeinsame Basis</translation>
    </message>
    <message>
        <source>Load sample data</source>
        <translation>Beispieldaten laden</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Import items or events</source>
        <translation>Artikel oder Ereignisse importieren</translation>
    </message>
    <message>
        <source>Start training…</source>
        <translation>Training starten…</translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation>Einen Trainingslauf starten</translation>
    </message>
    <message>
        <source>Loading sample data…</source>
        <translation>Beispieldaten werden geladen…</translation>
    </message>
    <message>
        <source>Your models will be here</source>
        <translation>Hier werden Ihre Modelle stehen</translation>
    </message>
    <message>
        <source>Models learn from events: who did what with which item. Load sample data to look around, or import your own items and events from CSV or JSONL files.</source>
        <translation>Modelle lernen aus Ereignissen: wer tat was mit welchem Artikel. Laden Sie Beispieldaten, um sich umzusehen, oder importieren Sie eigene Artikel und Ereignisse aus CSV- oder JSONL-Dateien.</translation>
    </message>
    <message>
        <source>There is data, but no model yet</source>
        <translation>Daten sind da, aber noch kein Modell</translation>
    </message>
    <message>
        <source>A training run makes the first version of a model family. Approve it, promote it, and recommendations are live.</source>
        <translation>Ein Trainingslauf ergibt die erste Version einer Modellfamilie. Geben Sie sie frei, stellen Sie sie bereit, und Empfehlungen sind aktiv.</translation>
    </message>
    <message>
        <source>The models cannot be read</source>
        <translation>Die Modelle lassen sich nicht lesen</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s) selected</source>
        <translation>
            <numerusform>%n Version gewählt</numerusform>
            <numerusform>%n Versionen gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a version to see its details.</source>
        <translation>Wählen Sie eine Version, um ihre Details zu sehen.</translation>
    </message>
    <message>
        <source>No versions</source>
        <translation>Keine Versionen</translation>
    </message>
    <message>
        <source>This server lists no model version. Whether it has data to train with cannot be read at the moment.</source>
        <translation>Dieser Server führt keine Modellversion auf. Ob er Trainingsdaten hat, lässt sich im Augenblick nicht lesen.</translation>
    </message>
</context>
<context>
    <name>nsl::ProductionBanner</name>
    <message>
        <source>What is live</source>
        <translation>Was aktiv ist</translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation>Zurücksetzen…</translation>
    </message>
    <message>
        <source>Roll back to an earlier version</source>
        <translation>Auf eine frühere Version zurücksetzen</translation>
    </message>
    <message>
        <source>Try it…</source>
        <translation>Ausprobieren…</translation>
    </message>
    <message>
        <source>Try the live version</source>
        <translation>Die aktive Version ausprobieren</translation>
    </message>
    <message>
        <source>Retry…</source>
        <translation>Erneut versuchen…</translation>
    </message>
    <message>
        <source>Review the failed promotion again</source>
        <translation>Die fehlgeschlagene Bereitstellung erneut prüfen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung ausblenden</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>where and how long, reason</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Show what is known of the failed promotion</source>
        <translation>Zeigen, was über das gescheiterte Produktivsetzen bekannt ist</translation>
    </message>
</context>
<context>
    <name>nsl::PromotionController</name>
    <message>
        <source>Promoting %1…</source>
        <translation>%1 wird bereitgestellt…</translation>
    </message>
    <message>
        <source>%1 is live on %2</source>
        <translation>%1 ist auf %2 aktiv</translation>
    </message>
    <message>
        <source>Something else is live now than when you decided. %1 was not promoted.</source>
        <translation>Jetzt ist etwas anderes aktiv als bei Ihrer Entscheidung. %1 wurde nicht bereitgestellt.</translation>
    </message>
    <message>
        <source>%1 was not promoted</source>
        <translation>%1 wurde nicht bereitgestellt</translation>
    </message>
    <message>
        <source>Promoting %1: %2</source>
        <translation>%1 wird bereitgestellt: %2</translation>
    </message>
    <message>
        <source>The serving target is gone.</source>
        <translation>Das Ziel gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Promotion of %1 failed; %2 is still serving</source>
        <translation>Bereitstellung von %1 fehlgeschlagen; %2 ist weiter aktiv</translation>
    </message>
    <message>
        <source>Promotion of %1 failed; nothing is serving</source>
        <translation>Bereitstellung von %1 fehlgeschlagen; nichts ist aktiv</translation>
    </message>
    <message>
        <source>Promoting %1: waiting for %2 to begin</source>
        <translation>%1 wird produktiv gesetzt: %2 hat noch nicht begonnen</translation>
    </message>
    <message>
        <source>No answer came. Watching whether %1 changes to %2</source>
        <translation>Es kam keine Antwort. Beobachtet wird, ob %1 zu %2 wechselt</translation>
    </message>
    <message>
        <source>The promotion of %1 has not ended in time</source>
        <translation>Das Produktivsetzen von %1 ist nicht rechtzeitig zu Ende gegangen</translation>
    </message>
    <message>
        <source>The target has not changed for a long time. Look at the server.</source>
        <translation>Das Ziel hat sich lange nicht verändert. Bitte am Server nachsehen.</translation>
    </message>
    <message>
        <source>The promotion of %1 has not begun in time</source>
        <translation>Das Produktivsetzen von %1 hat nicht rechtzeitig begonnen</translation>
    </message>
    <message>
        <source>The server accepted it, but the target has not changed since.</source>
        <translation>Der Server hat es angenommen, aber das Ziel hat sich seither nicht verändert.</translation>
    </message>
    <message>
        <source>Promotion of %1 failed; %2 is serving</source>
        <translation>Produktivsetzen von %1 ist gescheitert; %2 ist live</translation>
    </message>
    <message>
        <source>Promotion of %1 failed</source>
        <translation>Produktivsetzen von %1 ist gescheitert</translation>
    </message>
</context>
<context>
    <name>nsl::PromotionDialog</name>
    <message>
        <source>Promotion review</source>
        <translation>Bereitstellung prüfen</translation>
    </message>
    <message>
        <source>Roll back to</source>
        <translation>Zurücksetzen auf</translation>
    </message>
    <message>
        <source>Version to roll back to</source>
        <translation>Version, auf die zurückgesetzt wird</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Metrics of candidate and live version</source>
        <translation>Kennzahlen von Kandidat und aktiver Version</translation>
    </message>
    <message>
        <source>What differs in the manifest</source>
        <translation>Unterschiede im Manifest</translation>
    </message>
    <message>
        <source>Manifest differences</source>
        <translation>Manifestunterschiede</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Before it goes live</source>
        <translation>Bevor sie aktiv wird</translation>
    </message>
    <message>
        <source>Exactly this is sent</source>
        <translation>Genau das wird gesendet</translation>
    </message>
    <message>
        <source>The request that is sent</source>
        <translation>Die gesendete Anfrage</translation>
    </message>
    <message>
        <source>Rolling back later takes two clicks.</source>
        <translation>Zurücksetzen geht später mit zwei Klicks.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Promote to production</source>
        <translation>In Produktion bereitstellen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>version, when it was live</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weiterer</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>What differs in the manifest (%1)</source>
        <translation>Unterschiede im Manifest (%1)</translation>
    </message>
    <message>
        <source>Nothing is live to compare with.</source>
        <translation>Nichts ist aktiv, womit man vergleichen könnte.</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>nicht bestanden</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>check, result</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet…</translation>
    </message>
    <message>
        <source>Production changed meanwhile. This is the review against what is live now. %1</source>
        <translation>Die Produktion hat sich inzwischen geändert. Dies ist die Prüfung gegen das jetzt Aktive. %1</translation>
    </message>
    <message>
        <source>live now</source>
        <translation>jetzt aktiv</translation>
    </message>
    <message>
        <source>difference, 95 % interval</source>
        <translation>Unterschied, 95-%-Intervall</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Why now?</source>
        <translation>Warum jetzt?</translation>
    </message>
    <message>
        <source>Why now? %1</source>
        <comment>where the comment goes</comment>
        <translation>Warum jetzt? %1</translation>
    </message>
</context>
<context>
    <name>nsl::RecommendationModel</name>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punktzahl</translation>
    </message>
</context>
<context>
    <name>nsl::StartTrainingController</name>
    <message>
        <source>Loading the signal templates: wait a moment</source>
        <translation>Die Signalvorlagen werden geladen: einen Moment bitte</translation>
    </message>
    <message>
        <source>There are no events yet: load sample data or import some</source>
        <translation>Es gibt noch keine Ereignisse: laden Sie Beispieldaten oder importieren Sie welche</translation>
    </message>
    <message>
        <source>No signal template is published: publish one first</source>
        <translation>Keine Signalvorlage ist veröffentlicht: veröffentlichen Sie zuerst eine</translation>
    </message>
    <message>
        <source>Choose a signal template</source>
        <translation>Wählen Sie eine Signalvorlage</translation>
    </message>
    <message>
        <source>The run is being started</source>
        <translation>Der Lauf wird gestartet</translation>
    </message>
    <message>
        <source>Choose a model family</source>
        <translation>Wählen Sie eine Modellfamilie</translation>
    </message>
</context>
<context>
    <name>nsl::StartTrainingDialog</name>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation>Einen Trainingslauf starten</translation>
    </message>
    <message>
        <source>A run never overwrites anything: when it succeeds it becomes the next version of its family.</source>
        <translation>Ein Lauf überschreibt nie etwas: gelingt er, wird er die nächste Version seiner Familie.</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>Model family</source>
        <translation>Modellfamilie</translation>
    </message>
    <message>
        <source>Signal template</source>
        <translation>Signalvorlage</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>What is this run for? (optional)</source>
        <translation>Wofür ist dieser Lauf? (freiwillig)</translation>
    </message>
    <message>
        <source>What the run would be trained on</source>
        <translation>Womit der Lauf trainieren würde</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 (draft)</source>
        <translation>%1 (Entwurf)</translation>
    </message>
    <message>
        <source>This family has no options</source>
        <translation>Diese Familie hat keine Optionen</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>%1 (weight %2)</source>
        <translation>%1 (Gewicht %2)</translation>
    </message>
    <message>
        <source>%1 events in all; at least %2 are needed.</source>
        <translation>Insgesamt %1 Ereignisse; mindestens %2 sind nötig.</translation>
    </message>
</context>
<context>
    <name>nsl::StatePane</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
</context>
<context>
    <name>nsl::SummaryView</name>
    <message>
        <source>Final metrics</source>
        <translation>Endwerte</translation>
    </message>
    <message>
        <source>Last lines of the log</source>
        <translation>Letzte Zeilen des Protokolls</translation>
    </message>
    <message>
        <source>Summary of the selected run</source>
        <translation>Zusammenfassung des gewählten Laufs</translation>
    </message>
    <message>
        <source>Select a run to see its summary.</source>
        <translation>Wählen Sie einen Lauf, um seine Zusammenfassung zu sehen.</translation>
    </message>
    <message>
        <source>This run failed</source>
        <translation>Dieser Lauf ist fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>nsl::TrainAgainController</name>
    <message>
        <source>Select a run first</source>
        <translation>Wählen Sie zuerst einen Lauf</translation>
    </message>
    <message>
        <source>Select one run only: one is trained again at a time</source>
        <translation>Wählen Sie nur einen Lauf: es wird immer einer erneut trainiert</translation>
    </message>
    <message>
        <source>The run has not ended yet: wait for it, or stop it first</source>
        <translation>Der Lauf ist noch nicht zu Ende: warten Sie oder halten Sie ihn zuerst an</translation>
    </message>
    <message>
        <source>The run is being started</source>
        <translation>Der Lauf wird gestartet</translation>
    </message>
    <message>
        <source>The signal template of %1 is not known.</source>
        <translation>Die Signalvorlage von %1 ist nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>nsl::TrainingJobsController</name>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>Stopping %1</source>
        <translation>%1 wird angehalten</translation>
    </message>
    <message>
        <source>%1 was not stopped</source>
        <translation>%1 wurde nicht angehalten</translation>
    </message>
    <message>
        <source>Approved %1</source>
        <translation>%1 freigegeben</translation>
    </message>
    <message>
        <source>%1 was not approved</source>
        <translation>%1 wurde nicht freigegeben</translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 was not rejected</source>
        <translation>%1 wurde nicht abgelehnt</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
</context>
<context>
    <name>nsl::TrainingJobsPage</name>
    <message>
        <source>Filter…</source>
        <translation>Filtern…</translation>
    </message>
    <message>
        <source>Filter training jobs</source>
        <translation>Trainingsläufe filtern</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Filter by status</source>
        <translation>Nach Status filtern</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Promote…</source>
        <translation>Bereitstellen…</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Bereitstellen</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Ablehnen…</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>Freigeben…</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation>Anhalten…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Start training…</source>
        <translation>Training starten…</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Training jobs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>Details of the selected run</source>
        <translation>Details des gewählten Laufs</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Select a run to see its measurements; several runs are drawn into one chart.</source>
        <translation>Wählen Sie einen Lauf, um seine Messwerte zu sehen; mehrere Läufe erscheinen im selben Diagramm.</translation>
    </message>
    <message>
        <source>A manifest is there once a run has ended well.</source>
        <translation>Ein Manifest gibt es, sobald ein Lauf erfolgreich beendet ist.</translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation>Einen Trainingslauf starten</translation>
    </message>
    <message>
        <source>The measurements cannot be read: %1</source>
        <translation>Die Messwerte lassen sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>The training jobs cannot be read</source>
        <translation>Die Trainingsläufe lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>Erfolgreich</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Status (%1)</source>
        <translation>Status (%1)</translation>
    </message>
    <message>
        <source>This run has reported no measurements yet.</source>
        <translation>Dieser Lauf hat noch keine Messwerte gemeldet.</translation>
    </message>
    <message>
        <source>Stop training</source>
        <translation>Training anhalten</translation>
    </message>
    <message>
        <source>Stop %1?</source>
        <translation>%1 anhalten?</translation>
    </message>
    <message>
        <source>A stopped run makes no version. It cannot be continued.</source>
        <translation>Ein angehaltener Lauf ergibt keine Version. Er lässt sich nicht fortsetzen.</translation>
    </message>
    <message>
        <source>Stop run</source>
        <translation>Lauf anhalten</translation>
    </message>
    <message>
        <source>No training runs yet</source>
        <translation>Noch keine Trainingsläufe</translation>
    </message>
    <message>
        <source>A run trains a model family on your events. Its progress, measurements and log are shown here while it works and for good.</source>
        <translation>Ein Lauf trainiert eine Modellfamilie mit Ihren Ereignissen. Fortschritt, Messwerte und Protokoll stehen hier, solange er läuft und danach.</translation>
    </message>
    <message>
        <source>Train again…</source>
        <comment>short: train this run again</comment>
        <translation>Erneut…</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>Erneut trainieren</translation>
    </message>
    <message>
        <source>Reading the measurements…</source>
        <translation>Messwerte werden gelesen …</translation>
    </message>
</context>
<context>
    <name>nsl::TryItController</name>
    <message>
        <source>Asking for %1…</source>
        <translation>Anfrage für %1…</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>No version is live: approve and promote one first</source>
        <translation>Keine Version ist aktiv: geben Sie zuerst eine frei und stellen Sie sie bereit</translation>
    </message>
    <message>
        <source>%1 has no history: popular items</source>
        <translation>%1 hat keinen Verlauf: beliebte Artikel</translation>
    </message>
    <message>
        <source>Nothing is left to recommend to %1</source>
        <translation>Für %1 bleibt nichts zu empfehlen</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
</context>
<context>
    <name>nsl::TryItDialog</name>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>What does a user get right now?</source>
        <translation>Was bekommt ein Benutzer jetzt?</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>User id</source>
        <translation>Benutzer-ID</translation>
    </message>
    <message>
        <source>Begin to type a user id</source>
        <translation>Beginnen Sie eine Benutzer-ID</translation>
    </message>
    <message>
        <source>Recommend</source>
        <translation>Empfehlen</translation>
    </message>
    <message>
        <source>Live recommendations</source>
        <translation>Aktive Empfehlungen</translation>
    </message>
    <message>
        <source>Recent events of this user</source>
        <translation>Letzte Ereignisse dieses Benutzers</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Begin to type a user id, for example %1</source>
        <translation>Beginnen Sie eine Benutzer-ID, zum Beispiel %1</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt…</translation>
    </message>
    <message>
        <source>Type a user id: recommendations come from the version that is live.</source>
        <translation>Geben Sie eine Benutzer-ID ein: die Empfehlungen kommen von der aktiven Version.</translation>
    </message>
</context>
<context>
    <name>nsl::UserEventModel</name>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Artikel</translation>
    </message>
</context>
<context>
    <name>nsl::VersionDetailsPanel</name>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>Etikett hinzufügen</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Add a description</source>
        <translation>Beschreibung hinzufügen</translation>
    </message>
    <message>
        <source>Differs from production in</source>
        <translation>Unterscheidet sich von der Produktion in</translation>
    </message>
    <message>
        <source>Details of the selected version</source>
        <translation>Details der gewählten Version</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>production&apos;s value, this version&apos;s value</comment>
        <translation>%1 → %2</translation>
    </message>
</context>
</TS>
