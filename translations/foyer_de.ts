<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>foyer::CommandPalette</name>
    <message>
        <source>No command has these words. Delete some of them to see more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::DemoChoice</name>
    <message>
        <source>Watches the own performances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sells at the counter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clerk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promoter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in as %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <comment>name and password</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::Formats</name>
    <message>
        <source>%1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <comment>date without a year, in Qt&apos;s date format</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <comment>date with a year, in Qt&apos;s date format</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Announced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On sale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tickets</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::KeySheet</name>
    <message>
        <source>Close (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of this page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::MainWindow</name>
    <message>
        <source>No answer yet: asking the centre again (%1). Nothing is sold twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists everything you can do now; type to find it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the keys of this page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switches between light, dark and high contrast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fills the screen with the window, or gives it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme and language of this workstation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes to the performances and the basket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Performances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes to your performances and how they sell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives the places in the basket back and signs you out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close Foyer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives the places in the basket back and closes the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box office · %1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This account has no work at a counter. Ask a manager for an account of a clerk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An earlier sale is still unanswered; it stays recorded and is asked again at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Sold before the last stop after all: order %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The centre has ended your session. Sign in again; what was sold is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes when Foyer starts the next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::MessageBar</name>
    <message>
        <source>Hide this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::MessagePage</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::Sentences</name>
    <message>
        <source>The other place is still yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other %1 places are still yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A seat was just taken at another till.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seat %1 was just taken at another till.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seats %1 were just taken at another till.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has only %2 left of the %3 asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing left here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is sold out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One place is held at another till and may come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 places are held at other tills and may come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sold and nothing was paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hold ended and its places went to another till.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hold on %1 ended and another till took it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hold on %1 ended and another till took them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This performance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not on sale yet. Sales begin on %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sales of %1 are paused. A manager can open them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this performance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This performance is cancelled and is not sold any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This performance is postponed. It can be sold again when its new date is set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not on sale at the moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is sold in groups of at least %2. Add %3 more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This tier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One purchase may have at most %1. Take some out of the basket or make two sales.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One purchase may have at most %1 of %2. Take some out of the basket or make two sales.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is missing. Nothing was sold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The payments are %1 too much. Nothing was sold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The performance was moved. Tell the customer the new time, then pay again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The performance was moved to %1. Tell the customer, then pay again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That can not be read. Check what was typed or chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That can not be read: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The price has changed: the total is now %1, not %2. Tell the customer, then pay again. Nothing was sold yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You or this till may not do that. A manager can.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That does not exist at the centre any more. Refresh and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile. Look at the new version and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A manager took this till&apos;s leased places back. The sale is kept for the conflict desk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre already knows this sale with other content. Nothing was sold by this one. Start the payment again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre is busy. Nothing happened. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre could not read the request. Nothing happened. Please report it with the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre does not answer. Nothing was changed. Foyer connects again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre has not answered yet, so it may or may not have happened. Ask again: the same request is never carried out twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name or password is wrong, or this person may not sign in here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This database is not set up for Foyer. Whoever looks after the server can run “foyerctl migrate”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre is older than this Foyer. Whoever looks after the server can run “foyerctl migrate”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre is newer than this Foyer. Update Foyer on this computer, then sign in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre reported a fault. Nothing was changed. The log has the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre reported a fault (%1). Nothing was changed. The log has the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of this computer is full. Nothing was saved. Make room or choose another place, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be written or read. Nothing was saved. Check the disk or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Foyer is already open with this profile. Use the open window, or close it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer request replaced this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer is not registered as a till yet. A manager can register it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Foyer made a mistake. Nothing was sold by it. Please report it with the log.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows or hides the password while you type it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends the wait for the centre.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo venue: come in as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Come in as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs in as this person of the demo venue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here is real: sell, refund and break as you like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type your name first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foyer::StatusStrip</name>
    <message>
        <source>Not signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is down — reconnecting…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
