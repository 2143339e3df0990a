<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>PrivateServer</name>
    <message>
        <source>this computer</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>The disk is full. Make room, then try again; nothing was lost.</source>
        <translation>Der Datenträger ist voll. Schaffen Sie Platz und versuchen Sie es erneut; nichts ging verloren.</translation>
    </message>
    <message>
        <source>%1 can not be used. Check to whom it belongs and whether the disk works.</source>
        <translation>%1 kann nicht benutzt werden. Prüfen Sie, wem es gehört und ob der Datenträger arbeitet.</translation>
    </message>
    <message>
        <source>PostgreSQL 15 or later is not installed. Install the package postgresql-15, then try again.</source>
        <translation>PostgreSQL 15 oder neuer ist nicht installiert. Installieren Sie das Paket postgresql-15 und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The data on this computer is of PostgreSQL %1, which is not installed. Install the package postgresql-%1.</source>
        <translation>Die Daten auf diesem Rechner stammen von PostgreSQL %1, das nicht installiert ist. Installieren Sie das Paket postgresql-%1.</translation>
    </message>
    <message>
        <source>This computer has no user named postgres, and PostgreSQL does not run as root. Install the package postgresql-15.</source>
        <translation>Auf diesem Rechner gibt es keinen Benutzer postgres, und als root läuft PostgreSQL nicht. Installieren Sie das Paket postgresql-15.</translation>
    </message>
    <message>
        <source>The private server could not be started. Its log says why.</source>
        <translation>Der eigene Server konnte nicht gestartet werden. Sein Protokoll nennt den Grund.</translation>
    </message>
    <message>
        <source>The private server could not be stopped.</source>
        <translation>Der eigene Server konnte nicht beendet werden.</translation>
    </message>
</context>
<context>
    <name>foyer::BasketPanel</name>
    <message>
        <source>Basket</source>
        <translation>Warenkorb</translation>
    </message>
    <message>
        <source>How long the places are held for this customer</source>
        <translation>So lange sind die Plätze für diesen Kunden reserviert</translation>
    </message>
    <message>
        <source>Places in the basket</source>
        <translation>Plätze im Warenkorb</translation>
    </message>
    <message>
        <source>Pick seats on the map or type them above. They are held for this customer at once.</source>
        <translation>Wählen Sie Plätze im Saalplan oder geben Sie sie oben ein. Sie werden sofort für diesen Kunden reserviert.</translation>
    </message>
    <message>
        <source>Subtotal</source>
        <translation>Zwischensumme</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>Gebühren</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Verlängern</translation>
    </message>
    <message>
        <source>Give all places back</source>
        <translation>Alle Plätze zurückgeben</translation>
    </message>
    <message>
        <source>%1 performances</source>
        <translation>%1 Vorstellungen</translation>
    </message>
    <message>
        <source>Held for %1</source>
        <translation>Noch %1 reserviert</translation>
    </message>
</context>
<context>
    <name>foyer::CommandPalette</name>
    <message>
        <source>No command has these words. Delete some of them to see more.</source>
        <translation>Kein Befehl enthält diese Wörter. Löschen Sie einige davon, um mehr zu sehen.</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>foyer::DemoChoice</name>
    <message>
        <source>Watches the own performances</source>
        <translation>Sieht die eigenen Vorstellungen</translation>
    </message>
    <message>
        <source>Sells at the counter</source>
        <translation>Verkauft am Schalter</translation>
    </message>
    <message>
        <source>Clerk</source>
        <translation>Kasse</translation>
    </message>
    <message>
        <source>Promoter</source>
        <translation>Veranstalter</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>Sign in as %1, %2</source>
        <translation>Anmelden als %1, %2</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <comment>name and password</comment>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>foyer::Desktop</name>
    <message>
        <source>Starting the private server…</source>
        <translation>Der eigene Server wird gestartet …</translation>
    </message>
    <message>
        <source>Preparing the database…</source>
        <translation>Die Datenbank wird vorbereitet …</translation>
    </message>
    <message>
        <source>Opening the demo venue…</source>
        <translation>Die Demo-Spielstätte wird geöffnet …</translation>
    </message>
    <message>
        <source>Opening the till…</source>
        <translation>Die Kasse wird geöffnet …</translation>
    </message>
    <message>
        <source>Foyer can not open</source>
        <translation>Foyer kann nicht öffnen</translation>
    </message>
</context>
<context>
    <name>foyer::EventDelegate</name>
    <message>
        <source>%1 sold</source>
        <translation>%1 verkauft</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
</context>
<context>
    <name>foyer::EventListPage</name>
    <message>
        <source>Performance</source>
        <translation>Vorstellung</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>Datum und Uhrzeit</translation>
    </message>
    <message>
        <source>Venue</source>
        <translation>Spielstätte</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Performances</source>
        <translation>Vorstellungen</translation>
    </message>
    <message>
        <source>Search by title, venue or date</source>
        <translation>Nach Titel, Spielstätte oder Datum suchen</translation>
    </message>
    <message>
        <source>Search performances</source>
        <translation>Vorstellungen suchen</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Type a title, a venue or a date to shorten the list.</source>
        <translation>Geben Sie Titel, Spielstätte oder Datum ein, um die Liste zu kürzen.</translation>
    </message>
    <message>
        <source>Open performance</source>
        <translation>Vorstellung öffnen</translation>
    </message>
    <message>
        <source>Opens the map of the selected performance.</source>
        <translation>Öffnet den Saalplan der gewählten Vorstellung.</translation>
    </message>
    <message>
        <source>Refresh list</source>
        <translation>Liste aktualisieren</translation>
    </message>
    <message>
        <source>Asks the centre for the list of performances now.</source>
        <translation>Fragt die Zentrale jetzt nach der Liste der Vorstellungen.</translation>
    </message>
    <message>
        <source>This list may be out of date. %1</source>
        <translation>Diese Liste ist vielleicht nicht mehr aktuell. %1</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>No performance has all of these words in its title, venue or date.</source>
        <translation>Keine Vorstellung hat alle diese Wörter in Titel, Spielstätte oder Datum.</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>No performances yet</source>
        <translation>Noch keine Vorstellungen</translation>
    </message>
    <message>
        <source>Performances that are on sale or announced stand here. A manager sets them up in the office.</source>
        <translation>Hier stehen Vorstellungen, die angekündigt oder im Verkauf sind. Die Leitung legt sie im Büro an.</translation>
    </message>
    <message>
        <source>The performances could not be loaded</source>
        <translation>Die Vorstellungen konnten nicht geladen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Loading performances…</source>
        <translation>Vorstellungen werden geladen …</translation>
    </message>
    <message>
        <source>Back to the basket</source>
        <translation>Zurück zum Warenkorb</translation>
    </message>
</context>
<context>
    <name>foyer::Formats</name>
    <message>
        <source>Place %1</source>
        <translation>Platz %1</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <comment>date without a year, in Qt&apos;s date format</comment>
        <translation>ddd d. MMM</translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <comment>date with a year, in Qt&apos;s date format</comment>
        <translation>ddd d. MMM yyyy</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Announced</source>
        <translation>Angekündigt</translation>
    </message>
    <message>
        <source>On sale</source>
        <translation>Im Verkauf</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>Verschoben</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Verkauf beendet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgesagt</translation>
    </message>
    <message>
        <source>1 ticket</source>
        <translation>1 Ticket</translation>
    </message>
    <message>
        <source>%1 tickets</source>
        <translation>%1 Tickets</translation>
    </message>
</context>
<context>
    <name>foyer::KeySheet</name>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keys of this page</source>
        <translation>Tasten dieser Seite</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
</context>
<context>
    <name>foyer::MainWindow</name>
    <message>
        <source>No answer yet: asking the centre again (%1). Nothing is sold twice.</source>
        <translation>Noch keine Antwort: Die Zentrale wird erneut gefragt (%1). Nichts wird doppelt verkauft.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Foyer startet …</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Lists everything you can do now; type to find it.</source>
        <translation>Zeigt alles, was Sie jetzt tun können; tippen Sie, um es zu finden.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Shows the keys of this page.</source>
        <translation>Zeigt die Tasten dieser Seite.</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Switches between light, dark and high contrast.</source>
        <translation>Wechselt zwischen hell, dunkel und hohem Kontrast.</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Fills the screen with the window, or gives it back.</source>
        <translation>Füllt den Bildschirm mit dem Fenster oder gibt ihn wieder frei.</translation>
    </message>
    <message>
        <source>Theme and language of this workstation.</source>
        <translation>Farben und Sprache dieses Arbeitsplatzes.</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Goes to the performances and the basket.</source>
        <translation>Wechselt zu den Vorstellungen und zum Warenkorb.</translation>
    </message>
    <message>
        <source>Performances</source>
        <translation>Vorstellungen</translation>
    </message>
    <message>
        <source>Goes to your performances and how they sell.</source>
        <translation>Wechselt zu Ihren Vorstellungen und deren Verkauf.</translation>
    </message>
    <message>
        <source>Gives the places in the basket back and signs you out.</source>
        <translation>Gibt die Plätze im Warenkorb zurück und meldet Sie ab.</translation>
    </message>
    <message>
        <source>Close Foyer</source>
        <translation>Foyer schließen</translation>
    </message>
    <message>
        <source>Gives the places in the basket back and closes the window.</source>
        <translation>Gibt die Plätze im Warenkorb zurück und schließt das Fenster.</translation>
    </message>
    <message>
        <source>Box office · %1 · %2</source>
        <translation>Kasse · %1 · %2</translation>
    </message>
    <message>
        <source>This account has no work at a counter. Ask a manager for an account of a clerk.</source>
        <translation>Dieses Konto hat am Schalter nichts zu tun. Bitten Sie die Leitung um ein Kassenkonto.</translation>
    </message>
    <message>
        <source>An earlier sale is still unanswered; it stays recorded and is asked again at the next start.</source>
        <translation>Ein früherer Verkauf ist noch unbeantwortet; er bleibt vermerkt und wird beim nächsten Start erneut angefragt.</translation>
    </message>
    <message>
        <source>Sold before the last stop after all: order %1</source>
        <translation>Vor dem letzten Beenden doch noch verkauft: Bestellung %1</translation>
    </message>
    <message>
        <source>Sold before the last stop after all: orders %1</source>
        <translation>Vor dem letzten Beenden doch noch verkauft: Bestellungen %1</translation>
    </message>
    <message>
        <source>The centre has ended your session. Sign in again; what was sold is safe.</source>
        <translation>Die Zentrale hat Ihre Sitzung beendet. Melden Sie sich wieder an; was verkauft wurde, ist gesichert.</translation>
    </message>
    <message>
        <source>The language changes when Foyer starts the next time.</source>
        <translation>Die Sprache wechselt, wenn Foyer das nächste Mal startet.</translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
</context>
<context>
    <name>foyer::MessageBar</name>
    <message>
        <source>Hide this message</source>
        <translation>Diese Meldung ausblenden</translation>
    </message>
</context>
<context>
    <name>foyer::MessagePage</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>foyer::Performance</name>
    <message>
        <source>the seating plan has errors</source>
        <translation>Der Saalplan enthält Fehler</translation>
    </message>
</context>
<context>
    <name>foyer::SeatMapLegend</name>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>mine</source>
        <translation>meine</translation>
    </message>
    <message>
        <source>held</source>
        <translation>reserviert</translation>
    </message>
    <message>
        <source>leased</source>
        <translation>zugeteilt</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>Kontingent</translation>
    </message>
    <message>
        <source>sold</source>
        <translation>verkauft</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>state and how many: free 412</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>foyer::SeatMapWidget</name>
    <message>
        <source>Seat map</source>
        <translation>Saalplan</translation>
    </message>
</context>
<context>
    <name>foyer::SeatMapWords</name>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>in this basket</source>
        <translation>in diesem Warenkorb</translation>
    </message>
    <message>
        <source>held at another till</source>
        <translation>an einer anderen Kasse reserviert</translation>
    </message>
    <message>
        <source>held at this till, in another basket</source>
        <translation>an dieser Kasse reserviert, in einem anderen Warenkorb</translation>
    </message>
    <message>
        <source>leased to another till</source>
        <translation>einer anderen Kasse zugeteilt</translation>
    </message>
    <message>
        <source>free, leased to this till</source>
        <translation>frei, dieser Kasse zugeteilt</translation>
    </message>
    <message>
        <source>kept for an allotment</source>
        <translation>für ein Kontingent zurückgelegt</translation>
    </message>
    <message>
        <source>sold</source>
        <translation>verkauft</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Row %1, seat %2</source>
        <translation>Reihe %1, Platz %2</translation>
    </message>
    <message>
        <source>%1, row %2, seat %3</source>
        <translation>%1, Reihe %2, Platz %3</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>tier, price</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>wheelchair place</source>
        <translation>Rollstuhlplatz</translation>
    </message>
    <message>
        <source>companion seat</source>
        <translation>Begleitplatz</translation>
    </message>
    <message>
        <source>restricted view</source>
        <translation>eingeschränkte Sicht</translation>
    </message>
</context>
<context>
    <name>foyer::SellPage</name>
    <message>
        <source>%1 is held at another till. It may come back; pick another one meanwhile.</source>
        <translation>%1 ist an einer anderen Kasse reserviert. Der Platz kann wieder frei werden; wählen Sie solange einen anderen.</translation>
    </message>
    <message>
        <source>%1 is still held by an earlier basket of this till. It comes free within 15 minutes.</source>
        <translation>%1 ist noch von einem früheren Warenkorb dieser Kasse reserviert. Der Platz wird binnen 15 Minuten frei.</translation>
    </message>
    <message>
        <source>%1 is kept for sales without a connection. Pick another one.</source>
        <translation>%1 ist für den Verkauf ohne Verbindung zurückgelegt. Wählen Sie einen anderen Platz.</translation>
    </message>
    <message>
        <source>%1 belongs to an allotment. Pick another one.</source>
        <translation>%1 gehört zu einem Kontingent. Wählen Sie einen anderen Platz.</translation>
    </message>
    <message>
        <source>%1 is sold. Pick another one.</source>
        <translation>%1 ist verkauft. Wählen Sie einen anderen Platz.</translation>
    </message>
    <message>
        <source>%1 is blocked and not for sale.</source>
        <translation>%1 ist gesperrt und nicht im Verkauf.</translation>
    </message>
    <message>
        <source>Back to the performances</source>
        <translation>Zurück zu den Vorstellungen</translation>
    </message>
    <message>
        <source>Map not current</source>
        <translation>Saalplan nicht aktuell</translation>
    </message>
    <message>
        <source>Find a seat: B 12-13</source>
        <translation>Platz suchen: B 12-13</translation>
    </message>
    <message>
        <source>Seats to take, for example B 12-13</source>
        <translation>Gewünschte Plätze, zum Beispiel B 12-13</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Loading the map…</source>
        <translation>Der Saalplan wird geladen …</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the performances; the basket stays.</source>
        <translation>Zurück zu den Vorstellungen; der Warenkorb bleibt.</translation>
    </message>
    <message>
        <source>Find a seat</source>
        <translation>Platz suchen</translation>
    </message>
    <message>
        <source>Type seats like “B 12-13” to hold them.</source>
        <translation>Geben Sie Plätze wie „B 12-13“ ein, um sie zu reservieren.</translation>
    </message>
    <message>
        <source>Go to the map</source>
        <translation>Zum Saalplan</translation>
    </message>
    <message>
        <source>Moves the keyboard to the map: arrows walk the seats, Enter takes one.</source>
        <translation>Die Tastatur steuert den Saalplan: Pfeiltasten gehen von Platz zu Platz, Eingabe nimmt einen.</translation>
    </message>
    <message>
        <source>Refresh map</source>
        <translation>Saalplan aktualisieren</translation>
    </message>
    <message>
        <source>Asks the centre for prices and places now.</source>
        <translation>Fragt die Zentrale jetzt nach Preisen und Plätzen.</translation>
    </message>
    <message>
        <source>Pay cash</source>
        <translation>Bar bezahlen</translation>
    </message>
    <message>
        <source>Opens the payment with the amount given.</source>
        <translation>Öffnet die Zahlung mit dem gegebenen Betrag.</translation>
    </message>
    <message>
        <source>Pay by card</source>
        <translation>Mit Karte bezahlen</translation>
    </message>
    <message>
        <source>Opens the payment with the terminal&apos;s reference.</source>
        <translation>Öffnet die Zahlung mit der Belegnummer des Terminals.</translation>
    </message>
    <message>
        <source>Extend the hold</source>
        <translation>Reservierung verlängern</translation>
    </message>
    <message>
        <source>Holds the places of the basket for another 15 minutes.</source>
        <translation>Reserviert die Plätze im Warenkorb für weitere 15 Minuten.</translation>
    </message>
    <message>
        <source>Next price type</source>
        <translation>Nächste Preisart</translation>
    </message>
    <message>
        <source>Changes the kind of visitor of the selected line: adult, concession …</source>
        <translation>Wechselt die Preisart der gewählten Zeile: Normalpreis, Ermäßigung …</translation>
    </message>
    <message>
        <source>Give one place back</source>
        <translation>Einen Platz zurückgeben</translation>
    </message>
    <message>
        <source>Gives the selected place of the basket back.</source>
        <translation>Gibt den gewählten Platz aus dem Warenkorb zurück.</translation>
    </message>
    <message>
        <source>Give all places back</source>
        <translation>Alle Plätze zurückgeben</translation>
    </message>
    <message>
        <source>Empties the basket; all its places are free again.</source>
        <translation>Leert den Warenkorb; alle seine Plätze sind wieder frei.</translation>
    </message>
    <message>
        <source>Tier %1: take or show</source>
        <translation>Kategorie %1: nehmen oder zeigen</translation>
    </message>
    <message>
        <source>One more place of standing tier %1, or its seats lit on the map.</source>
        <translation>Ein Stehplatz mehr in Kategorie %1, oder ihre Sitzplätze leuchten im Saalplan auf.</translation>
    </message>
    <message>
        <source>Tier %1: one less</source>
        <translation>Kategorie %1: einer weniger</translation>
    </message>
    <message>
        <source>Gives one place of standing tier %1 back.</source>
        <translation>Gibt einen Stehplatz der Kategorie %1 zurück.</translation>
    </message>
    <message>
        <source>The basket is in %1 and this performance is sold in another currency. Sell the basket first or give it back.</source>
        <translation>Der Warenkorb rechnet in %1, diese Vorstellung in einer anderen Währung. Verkaufen Sie zuerst den Warenkorb oder geben Sie ihn zurück.</translation>
    </message>
    <message>
        <source>Looking only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>Nothing was taken, because %1 can not be had. Type the seats that are free, or pick them on the map.</source>
        <translation>Nichts wurde genommen, denn %1 ist nicht zu haben. Geben Sie freie Plätze ein oder wählen Sie sie im Saalplan.</translation>
    </message>
    <message>
        <source>There is no seat “%1” here. Type the row and the number, and the part of the house where two rows share a name: “Circle A 3”.</source>
        <translation>Hier gibt es keinen Platz „%1“. Geben Sie Reihe und Nummer ein, und den Bereich, wenn zwei Reihen gleich heißen: „Rang A 3“.</translation>
    </message>
    <message>
        <source>The line is slow. Sending the same request again…</source>
        <translation>Die Leitung ist langsam. Dieselbe Anfrage wird erneut gesendet …</translation>
    </message>
</context>
<context>
    <name>foyer::SellRoom</name>
    <message>
        <source>The hold ended and %1 went to another till. It was taken out of the basket.</source>
        <translation>Die Reservierung lief ab und %1 ging an eine andere Kasse. Der Platz wurde aus dem Warenkorb genommen.</translation>
    </message>
    <message>
        <source>The hold ended and %1 went to another till. They were taken out of the basket.</source>
        <translation>Die Reservierung lief ab und %1 gingen an eine andere Kasse. Sie wurden aus dem Warenkorb genommen.</translation>
    </message>
    <message>
        <source>The rest of the basket is held again; the total is lower.</source>
        <translation>Der übrige Warenkorb ist wieder reserviert; die Summe ist niedriger.</translation>
    </message>
    <message>
        <source>In the basket: %1 for %2.</source>
        <translation>Im Warenkorb: %1 für %2.</translation>
    </message>
</context>
<context>
    <name>foyer::Sentences</name>
    <message>
        <source>The other place is still yours.</source>
        <translation>Der andere Platz gehört weiter Ihnen.</translation>
    </message>
    <message>
        <source>The other %1 places are still yours.</source>
        <translation>Die anderen %1 Plätze gehören weiter Ihnen.</translation>
    </message>
    <message>
        <source>A seat was just taken at another till.</source>
        <translation>Ein Platz ging gerade an eine andere Kasse.</translation>
    </message>
    <message>
        <source>Pick another one.</source>
        <translation>Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Seat %1 was just taken at another till.</source>
        <translation>Platz %1 ging gerade an eine andere Kasse.</translation>
    </message>
    <message>
        <source>Seats %1 were just taken at another till.</source>
        <translation>Die Plätze %1 gingen gerade an eine andere Kasse.</translation>
    </message>
    <message>
        <source>Pick others.</source>
        <translation>Wählen Sie andere.</translation>
    </message>
    <message>
        <source>%1 has only %2 left of the %3 asked for.</source>
        <translation>%1: Von %3 gewünschten Plätzen sind nur noch %2 da.</translation>
    </message>
    <message>
        <source>There is nothing left here.</source>
        <translation>Hier ist nichts mehr frei.</translation>
    </message>
    <message>
        <source>%1 is sold out.</source>
        <translation>%1 ist ausverkauft.</translation>
    </message>
    <message>
        <source>One place is held at another till and may come back.</source>
        <translation>Ein Platz ist an einer anderen Kasse reserviert und kann wieder frei werden.</translation>
    </message>
    <message>
        <source>%1 places are held at other tills and may come back.</source>
        <translation>%1 Plätze sind an anderen Kassen reserviert und können wieder frei werden.</translation>
    </message>
    <message>
        <source>Nothing was sold and nothing was paid.</source>
        <translation>Nichts wurde verkauft und nichts bezahlt.</translation>
    </message>
    <message>
        <source>The hold ended and its places went to another till.</source>
        <translation>Die Reservierung lief ab und ihre Plätze gingen an eine andere Kasse.</translation>
    </message>
    <message>
        <source>The hold on %1 ended and another till took it.</source>
        <translation>Die Reservierung für %1 lief ab und eine andere Kasse hat den Platz genommen.</translation>
    </message>
    <message>
        <source>The hold on %1 ended and another till took them.</source>
        <translation>Die Reservierung für %1 lief ab und eine andere Kasse hat die Plätze genommen.</translation>
    </message>
    <message>
        <source>This performance</source>
        <translation>Diese Vorstellung</translation>
    </message>
    <message>
        <source>%1 is not on sale yet. Sales begin on %2.</source>
        <translation>%1 ist noch nicht im Verkauf. Der Verkauf beginnt am %2.</translation>
    </message>
    <message>
        <source>Sales of %1 are paused. A manager can open them again.</source>
        <translation>Der Verkauf für %1 ist unterbrochen. Die Leitung kann ihn wieder öffnen.</translation>
    </message>
    <message>
        <source>this performance</source>
        <translation>diese Vorstellung</translation>
    </message>
    <message>
        <source>This performance is cancelled and is not sold any more.</source>
        <translation>Diese Vorstellung ist abgesagt und wird nicht mehr verkauft.</translation>
    </message>
    <message>
        <source>This performance is postponed. It can be sold again when its new date is set.</source>
        <translation>Diese Vorstellung ist verschoben. Sie kann wieder verkauft werden, sobald ihr neuer Termin feststeht.</translation>
    </message>
    <message>
        <source>%1 is not on sale at the moment.</source>
        <translation>%1 ist zurzeit nicht im Verkauf.</translation>
    </message>
    <message>
        <source>%1 is sold in groups of at least %2. Add %3 more.</source>
        <translation>%1 wird nur in Gruppen ab %2 verkauft. Nehmen Sie noch %3 dazu.</translation>
    </message>
    <message>
        <source>This tier</source>
        <translation>Diese Kategorie</translation>
    </message>
    <message>
        <source>One purchase may have at most %1. Take some out of the basket or make two sales.</source>
        <translation>Ein Kauf darf höchstens %1 enthalten. Nehmen Sie welche aus dem Warenkorb oder verkaufen Sie zweimal.</translation>
    </message>
    <message>
        <source>One purchase may have at most %1 of %2. Take some out of the basket or make two sales.</source>
        <translation>Ein Kauf darf höchstens %1 der Kategorie %2 enthalten. Nehmen Sie welche aus dem Warenkorb oder verkaufen Sie zweimal.</translation>
    </message>
    <message>
        <source>%1 is missing. Nothing was sold.</source>
        <translation>Es fehlen %1. Nichts wurde verkauft.</translation>
    </message>
    <message>
        <source>The payments are %1 too much. Nothing was sold.</source>
        <translation>Die Zahlungen sind um %1 zu hoch. Nichts wurde verkauft.</translation>
    </message>
    <message>
        <source>The performance was moved. Tell the customer the new time, then pay again.</source>
        <translation>Die Vorstellung wurde verlegt. Nennen Sie dem Kunden die neue Zeit und bezahlen Sie dann erneut.</translation>
    </message>
    <message>
        <source>The performance was moved to %1. Tell the customer, then pay again.</source>
        <translation>Die Vorstellung wurde auf %1 verlegt. Sagen Sie es dem Kunden und bezahlen Sie dann erneut.</translation>
    </message>
    <message>
        <source>That can not be read. Check what was typed or chosen.</source>
        <translation>Das ist nicht lesbar. Prüfen Sie, was eingegeben oder gewählt wurde.</translation>
    </message>
    <message>
        <source>That can not be read: %1.</source>
        <translation>Das ist nicht lesbar: %1.</translation>
    </message>
    <message>
        <source>The price has changed: the total is now %1, not %2. Tell the customer, then pay again. Nothing was sold yet.</source>
        <translation>Der Preis hat sich geändert: Die Summe ist jetzt %1, nicht %2. Sagen Sie es dem Kunden und bezahlen Sie dann erneut. Noch ist nichts verkauft.</translation>
    </message>
    <message>
        <source>You or this till may not do that. A manager can.</source>
        <translation>Sie oder diese Kasse dürfen das nicht. Die Leitung kann es.</translation>
    </message>
    <message>
        <source>That does not exist at the centre any more. Refresh and try again.</source>
        <translation>Das gibt es in der Zentrale nicht mehr. Aktualisieren Sie und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile. Look at the new version and try again.</source>
        <translation>Jemand anders hat das inzwischen geändert. Sehen Sie sich die neue Fassung an und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>A manager took this till&apos;s leased places back. The sale is kept for the conflict desk.</source>
        <translation>Die Leitung hat die zugeteilten Plätze dieser Kasse zurückgenommen. Der Verkauf ist für die Klärung aufbewahrt.</translation>
    </message>
    <message>
        <source>The centre already knows this sale with other content. Nothing was sold by this one. Start the payment again.</source>
        <translation>Die Zentrale kennt diesen Verkauf schon mit anderem Inhalt. Durch diesen wurde nichts verkauft. Beginnen Sie die Zahlung neu.</translation>
    </message>
    <message>
        <source>The centre is busy. Nothing happened. Try again in a moment.</source>
        <translation>Die Zentrale ist ausgelastet. Nichts ist geschehen. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The centre could not read the request. Nothing happened. Please report it with the log.</source>
        <translation>Die Zentrale konnte die Anfrage nicht lesen. Nichts ist geschehen. Bitte melden Sie es mit dem Protokoll.</translation>
    </message>
    <message>
        <source>The centre does not answer. Nothing was changed. Foyer connects again by itself.</source>
        <translation>Die Zentrale antwortet nicht. Nichts wurde geändert. Foyer verbindet sich von selbst wieder.</translation>
    </message>
    <message>
        <source>The centre has not answered yet, so it may or may not have happened. Ask again: the same request is never carried out twice.</source>
        <translation>Die Zentrale hat noch nicht geantwortet; es ist vielleicht geschehen, vielleicht nicht. Fragen Sie erneut: Dieselbe Anfrage wird nie zweimal ausgeführt.</translation>
    </message>
    <message>
        <source>Name or password is wrong, or this person may not sign in here.</source>
        <translation>Name oder Passwort ist falsch, oder diese Person darf sich hier nicht anmelden.</translation>
    </message>
    <message>
        <source>This database is not set up for Foyer. Whoever looks after the server can run “foyerctl migrate”.</source>
        <translation>Diese Datenbank ist nicht für Foyer eingerichtet. Wer den Server betreut, kann „foyerctl migrate“ ausführen.</translation>
    </message>
    <message>
        <source>The centre is older than this Foyer. Whoever looks after the server can run “foyerctl migrate”.</source>
        <translation>Die Zentrale ist älter als dieses Foyer. Wer den Server betreut, kann „foyerctl migrate“ ausführen.</translation>
    </message>
    <message>
        <source>The centre is newer than this Foyer. Update Foyer on this computer, then sign in again.</source>
        <translation>Die Zentrale ist neuer als dieses Foyer. Aktualisieren Sie Foyer auf diesem Rechner und melden Sie sich dann wieder an.</translation>
    </message>
    <message>
        <source>The centre reported a fault. Nothing was changed. The log has the details.</source>
        <translation>Die Zentrale hat eine Störung gemeldet. Nichts wurde geändert. Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>The centre reported a fault (%1). Nothing was changed. The log has the details.</source>
        <translation>Die Zentrale hat eine Störung gemeldet (%1). Nichts wurde geändert. Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>The disk of this computer is full. Nothing was saved. Make room or choose another place, then try again.</source>
        <translation>Der Datenträger dieses Rechners ist voll. Nichts wurde gesichert. Schaffen Sie Platz oder wählen Sie einen anderen Ort und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The file could not be written or read. Nothing was saved. Check the disk or choose another place.</source>
        <translation>Die Datei konnte nicht geschrieben oder gelesen werden. Nichts wurde gesichert. Prüfen Sie den Datenträger oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Foyer is already open with this profile. Use the open window, or close it first.</source>
        <translation>Foyer ist mit diesem Profil schon geöffnet. Benutzen Sie das offene Fenster oder schließen Sie es zuerst.</translation>
    </message>
    <message>
        <source>A newer request replaced this one.</source>
        <translation>Eine neuere Anfrage hat diese ersetzt.</translation>
    </message>
    <message>
        <source>This computer is not registered as a till yet. A manager can register it.</source>
        <translation>Dieser Rechner ist noch nicht als Kasse angemeldet. Die Leitung kann ihn anmelden.</translation>
    </message>
    <message>
        <source>Foyer made a mistake. Nothing was sold by it. Please report it with the log.</source>
        <translation>Foyer hat einen Fehler gemacht. Dadurch wurde nichts verkauft. Bitte melden Sie es mit dem Protokoll.</translation>
    </message>
</context>
<context>
    <name>foyer::SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
    <message>
        <source>Shows or hides the password while you type it.</source>
        <translation>Zeigt oder verbirgt das Passwort beim Eingeben.</translation>
    </message>
    <message>
        <source>Stop signing in</source>
        <translation>Anmeldung abbrechen</translation>
    </message>
    <message>
        <source>Ends the wait for the centre.</source>
        <translation>Beendet das Warten auf die Zentrale.</translation>
    </message>
    <message>
        <source>Demo venue: come in as</source>
        <translation>Demo: anmelden als</translation>
    </message>
    <message>
        <source>Come in as %1</source>
        <translation>Anmelden als %1</translation>
    </message>
    <message>
        <source>Signs in as this person of the demo venue.</source>
        <translation>Meldet als diese Person der Demo-Spielstätte an.</translation>
    </message>
    <message>
        <source>Nothing here is real: sell, refund and break as you like.</source>
        <translation>Hier ist nichts echt: Verkaufen, erstatten und probieren Sie nach Belieben.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>Type your name first.</source>
        <translation>Geben Sie zuerst Ihren Namen ein.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Geben Sie Ihr Passwort ein.</translation>
    </message>
</context>
<context>
    <name>foyer::StatusStrip</name>
    <message>
        <source>Not signed in</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut …</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>The line is down — reconnecting…</source>
        <translation>Die Leitung ist unterbrochen — neuer Versuch …</translation>
    </message>
</context>
<context>
    <name>foyer::TenderPage</name>
    <message>
        <source>Back to the map</source>
        <translation>Zurück zum Saalplan</translation>
    </message>
    <message>
        <source>How long the places are held for this customer</source>
        <translation>So lange sind die Plätze für diesen Kunden reserviert</translation>
    </message>
    <message>
        <source>Take the payment</source>
        <translation>Zahlung annehmen</translation>
    </message>
    <message>
        <source>Cash the customer gives</source>
        <translation>Bargeld, das der Kunde gibt</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>The customer gives</source>
        <translation>Der Kunde gibt</translation>
    </message>
    <message>
        <source>Amount on the card</source>
        <translation>Betrag auf der Karte</translation>
    </message>
    <message>
        <source>Reference on the terminal&apos;s slip</source>
        <translation>Belegnummer des Terminals</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>On the card</source>
        <translation>Mit der Karte</translation>
    </message>
    <message>
        <source>Give this sale up</source>
        <translation>Diesen Verkauf aufgeben</translation>
    </message>
    <message>
        <source>Tells the centre never to carry this sale out. If it already did, the tickets appear.</source>
        <translation>Weist die Zentrale an, diesen Verkauf nie auszuführen. Ist er schon geschehen, erscheinen die Tickets.</translation>
    </message>
    <message>
        <source>What is being paid for</source>
        <translation>Was bezahlt wird</translation>
    </message>
    <message>
        <source>To the amount given; pressed again on the empty field it fills in the exact sum.</source>
        <translation>Zum gegebenen Betrag; noch einmal gedrückt, setzt es im leeren Feld die genaue Summe ein.</translation>
    </message>
    <message>
        <source>To the reference of the card terminal.</source>
        <translation>Zur Belegnummer des Kartenterminals.</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Bezahlen</translation>
    </message>
    <message>
        <source>Takes the payment that was typed and sells the tickets.</source>
        <translation>Nimmt die eingegebene Zahlung an und verkauft die Tickets.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the map; nothing is paid and the basket stays.</source>
        <translation>Zurück zum Saalplan; nichts ist bezahlt und der Warenkorb bleibt.</translation>
    </message>
    <message>
        <source>The line is slow. Sending the same sale again… It can not be sold twice.</source>
        <translation>Die Leitung ist langsam. Derselbe Verkauf wird erneut gesendet … Er kann nicht doppelt geschehen.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Fees %1</source>
        <translation>Gebühren %1</translation>
    </message>
    <message>
        <source>Exactly %1</source>
        <translation>Genau %1</translation>
    </message>
    <message>
        <source>the rest</source>
        <translation>der Rest</translation>
    </message>
    <message>
        <source>The cash alone is enough. Clear the card&apos;s fields, or type how much goes on the card.</source>
        <translation>Das Bargeld allein genügt. Leeren Sie die Kartenfelder oder geben Sie ein, wie viel auf die Karte geht.</translation>
    </message>
    <message>
        <source>A card payment needs the reference on the terminal&apos;s slip.</source>
        <translation>Eine Kartenzahlung braucht die Belegnummer des Terminals.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Wechselgeld</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Es fehlen</translation>
    </message>
    <message>
        <source>Selling %1…</source>
        <translation>Verkauf läuft: %1 …</translation>
    </message>
    <message>
        <source>Ask the centre again</source>
        <translation>Zentrale erneut fragen</translation>
    </message>
    <message>
        <source>Take cash and card · sell %1</source>
        <translation>Bar und Karte annehmen · %1 verkaufen</translation>
    </message>
    <message>
        <source>Charge the card · sell %1</source>
        <translation>Karte belasten · %1 verkaufen</translation>
    </message>
    <message>
        <source>Take cash · sell %1</source>
        <translation>Bargeld annehmen · %1 verkaufen</translation>
    </message>
    <message>
        <source>Type what the customer gives, or press F9 again for the exact sum.</source>
        <translation>Geben Sie ein, was der Kunde gibt, oder drücken Sie noch einmal F9 für die genaue Summe.</translation>
    </message>
    <message>
        <source>Charge the card on the terminal, then type the reference on its slip.</source>
        <translation>Belasten Sie die Karte am Terminal und geben Sie dann die Nummer auf dem Beleg ein.</translation>
    </message>
    <message>
        <source>That is no amount this sale can take. Type it like %1; a card can not take more than the total.</source>
        <translation>Dieser Betrag passt nicht zum Verkauf. Geben Sie ihn wie %1 ein; mehr als die Summe kann eine Karte nicht zahlen.</translation>
    </message>
</context>
<context>
    <name>foyer::TicketPreview</name>
    <message>
        <source>Tickets: %1</source>
        <translation>Tickets: %1</translation>
    </message>
</context>
<context>
    <name>foyer::TicketWords</name>
    <message>
        <source>Doors %1</source>
        <translation>Einlass %1</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Seat</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Bestellung</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Ticket %1 of %2</source>
        <translation>Ticket %1 von %2</translation>
    </message>
    <message>
        <source>TRAINING – NOT VALID</source>
        <translation>ÜBUNG – NICHT GÜLTIG</translation>
    </message>
    <message>
        <source>No code: ask at the box office</source>
        <translation>Kein Code: bitte an der Kasse fragen</translation>
    </message>
    <message>
        <source>Tickets of order %1</source>
        <translation>Tickets der Bestellung %1</translation>
    </message>
</context>
<context>
    <name>foyer::TicketsPage</name>
    <message>
        <source>Print tickets</source>
        <translation>Tickets drucken</translation>
    </message>
    <message>
        <source>Save PDF…</source>
        <translation>PDF sichern …</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Nächster Kunde</translation>
    </message>
    <message>
        <source>Prints the tickets of this sale on a printer you choose.</source>
        <translation>Druckt die Tickets dieses Verkaufs auf einem Drucker Ihrer Wahl.</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Als PDF sichern</translation>
    </message>
    <message>
        <source>Saves the tickets of this sale as a PDF file.</source>
        <translation>Sichert die Tickets dieses Verkaufs als PDF-Datei.</translation>
    </message>
    <message>
        <source>Clears the counter for the next customer.</source>
        <translation>Macht den Schalter frei für den nächsten Kunden.</translation>
    </message>
    <message>
        <source>Sold %1</source>
        <translation>%1 verkauft</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>Bestellung %1</translation>
    </message>
    <message>
        <source>Change to give back</source>
        <translation>Wechselgeld herausgeben</translation>
    </message>
    <message>
        <source>No change to give back</source>
        <translation>Kein Wechselgeld</translation>
    </message>
    <message>
        <source>Paid: %1</source>
        <translation>Bezahlt: %1</translation>
    </message>
    <message>
        <source>The tickets are sold and paid, but could not be made ready for printing. %1</source>
        <translation>Die Tickets sind verkauft und bezahlt, konnten aber nicht für den Druck vorbereitet werden. %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Save tickets</source>
        <translation>Tickets sichern</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF-Dateien (*.pdf)</translation>
    </message>
    <message>
        <source>Tickets %1.pdf</source>
        <translation>Tickets %1.pdf</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Gesichert als %1.</translation>
    </message>
    <message>
        <source>The tickets stay sold. %1</source>
        <translation>Die Tickets bleiben verkauft. %1</translation>
    </message>
    <message>
        <source>Tickets of order %1</source>
        <translation>Tickets der Bestellung %1</translation>
    </message>
    <message>
        <source>Printing %1…</source>
        <translation>%1 werden gedruckt …</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>An den Drucker gesendet.</translation>
    </message>
    <message>
        <source>The printer did not take the tickets. They stay sold: choose another printer or save them as a PDF.</source>
        <translation>Der Drucker hat die Tickets nicht angenommen. Sie bleiben verkauft: Wählen Sie einen anderen Drucker oder sichern Sie sie als PDF.</translation>
    </message>
</context>
<context>
    <name>foyer::TierPanel</name>
    <message>
        <source>One place of %1 less</source>
        <translation>Ein Platz %1 weniger</translation>
    </message>
    <message>
        <source>One place of %1 more</source>
        <translation>Ein Platz %1 mehr</translation>
    </message>
    <message>
        <source>One less (Alt+Shift+%1)</source>
        <translation>Einer weniger (Alt+Umschalt+%1)</translation>
    </message>
    <message>
        <source>One more (Alt+%1)</source>
        <translation>Einer mehr (Alt+%1)</translation>
    </message>
    <message>
        <source>Show where %1 is on the map (Alt+%2)</source>
        <translation>Zeigen, wo %1 im Saalplan liegt (Alt+%2)</translation>
    </message>
    <message>
        <source>not on sale</source>
        <translation>nicht im Verkauf</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>none left, %1 held</source>
        <translation>keine frei, %1 reserviert</translation>
    </message>
    <message>
        <source>sold out</source>
        <translation>ausverkauft</translation>
    </message>
    <message>
        <source>%1 sold, %2 held, %3 free, %4 blocked</source>
        <translation>%1 verkauft, %2 reserviert, %3 frei, %4 gesperrt</translation>
    </message>
</context>
</TS>
