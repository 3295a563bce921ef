<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> photos</source>
        <translation> Fotos</translation>
    </message>
    <message>
        <source> pictures</source>
        <translation> Bilder</translation>
    </message>
    <message>
        <source>1 star</source>
        <translation>1 Stern</translation>
    </message>
    <message>
        <source>1 star or more</source>
        <translation>1 Stern oder mehr</translation>
    </message>
    <message>
        <source>100 % or all of it</source>
        <translation>100 % oder alles</translation>
    </message>
    <message>
        <source>100 % or all of the photo</source>
        <translation>100 % oder das ganze Foto</translation>
    </message>
    <message>
        <source>12 Oak Street</source>
        <translation>Eichenstraße 12</translation>
    </message>
    <message>
        <source>2 stars</source>
        <translation>2 Sterne</translation>
    </message>
    <message>
        <source>2 stars or more</source>
        <translation>2 Sterne oder mehr</translation>
    </message>
    <message>
        <source>3 stars</source>
        <translation>3 Sterne</translation>
    </message>
    <message>
        <source>3 stars or more</source>
        <translation>3 Sterne oder mehr</translation>
    </message>
    <message>
        <source>4 stars</source>
        <translation>4 Sterne</translation>
    </message>
    <message>
        <source>4 stars or more</source>
        <translation>4 Sterne oder mehr</translation>
    </message>
    <message>
        <source>5 stars</source>
        <translation>5 Sterne</translation>
    </message>
    <message>
        <source>A car, a bin, furniture: it goes with the people who live there</source>
        <translation>Ein Auto, eine Tonne, Möbel: Es zieht mit den Bewohnern um</translation>
    </message>
    <message>
        <source>A code was sent a moment ago. Wait a minute before you ask for another.</source>
        <translation>Ein Code wurde gerade gesendet. Warten Sie eine Minute, bevor Sie einen weiteren anfordern.</translation>
    </message>
    <message>
        <source>A key lets your own system use Luster as you. It cannot see or change your account, buy credits or make keys.</source>
        <translation>Mit einem Schlüssel nutzt Ihr eigenes System Luster in Ihrem Namen. Er kann Ihr Konto weder sehen noch ändern, keine Credits kaufen und keine Schlüssel anlegen.</translation>
    </message>
    <message>
        <source>A link to a page with the finished photos, before and after</source>
        <translation>Ein Link zu einer Seite mit den fertigen Fotos, vorher und nachher</translation>
    </message>
    <message>
        <source>A merge needs at least two exposures.</source>
        <translation>Zum Zusammenfügen braucht es mindestens zwei Belichtungen.</translation>
    </message>
    <message>
        <source>A page with {photos} in the order of the delivery, edited ones before and after, with what was changed in each. Whoever has the link can open it, without signing in.</source>
        <translation>Eine Seite mit {photos} in der Reihenfolge der Auslieferung, bearbeitete vorher und nachher, mit dem, was an jedem geändert wurde. Wer den Link hat, kann sie öffnen, ohne sich anzumelden.</translation>
    </message>
    <message>
        <source>A payment is under review, so new orders have to wait. Please write to us.</source>
        <translation>Eine Zahlung wird geprüft, daher müssen neue Bestellungen warten. Bitte schreiben Sie uns.</translation>
    </message>
    <message>
        <source>A photo with {edit} must not be the first. Move another one there.</source>
        <translation>Ein Foto mit {edit} darf nicht das erste sein. Setzen Sie ein anderes an diese Stelle.</translation>
    </message>
    <message>
        <source>A shoot holds at most 2500 photos. Please start another one.</source>
        <translation>Ein Shooting fasst höchstens 2500 Fotos. Bitte legen Sie ein weiteres an.</translation>
    </message>
    <message>
        <source>A stain, a crack, a bald patch</source>
        <translation>Ein Fleck, ein Riss, eine kahle Stelle</translation>
    </message>
    <message>
        <source>API keys, and news of finished photos for your studio</source>
        <translation>API-Schlüssel und Nachricht von fertigen Fotos für Ihr Studio</translation>
    </message>
    <message>
        <source>About Luster</source>
        <translation>Über Luster</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Accepted only</source>
        <translation>Nur angenommene</translation>
    </message>
    <message>
        <source>Accepted: {other}</source>
        <translation>Angenommen: {other}</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Account…</source>
        <translation>Konto…</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add a preset, or leave it out</source>
        <translation>Vorgabe hinzunehmen oder weglassen</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Add photos first</source>
        <translation>Fügen Sie zuerst Fotos hinzu</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Add preset {number}</source>
        <translation>Vorgabe {number} hinzunehmen</translation>
    </message>
    <message>
        <source>Add to a new shoot</source>
        <translation>Einem neuen Shooting hinzufügen</translation>
    </message>
    <message>
        <source>Add to {shoot}</source>
        <translation>Zu {shoot} hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>Add {n} file to a new shoot</source>
        <comment>Add {n} files to a new shoot</comment>
        <translation>
            <numerusform>{n} Datei einem neuen Shooting hinzufügen</numerusform>
            <numerusform>{n} Dateien einem neuen Shooting hinzufügen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add {n} file to {shoot}</source>
        <comment>Add {n} files to {shoot}</comment>
        <translation>
            <numerusform>{n} Datei zu {shoot} hinzufügen</numerusform>
            <numerusform>{n} Dateien zu {shoot} hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Add {title}</source>
        <translation>{title} hinzunehmen</translation>
    </message>
    <message>
        <source>Adding photos…</source>
        <translation>Fotos werden hinzugefügt…</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address and rules could not be kept</source>
        <translation>Adresse und Regeln konnten nicht gespeichert werden</translation>
    </message>
    <message>
        <source>Address of the webhook</source>
        <translation>Adresse des Webhooks</translation>
    </message>
    <message>
        <source>Address, for the names of the files</source>
        <translation>Adresse, für die Dateinamen</translation>
    </message>
    <message>
        <source>Aerial</source>
        <translation>Luftbild</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>All</source>
        <comment>photos</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All changes</source>
        <translation>Alle Änderungen</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>All of the photo</source>
        <translation>Das ganze Foto</translation>
    </message>
    <message>
        <source>All of them are being edited</source>
        <translation>Alle werden gerade bearbeitet</translation>
    </message>
    <message>
        <source>All of them pass.</source>
        <translation>Alle bestehen.</translation>
    </message>
    <message numerus="yes">
        <source>All {n} photo of the shoot</source>
        <comment>All {n} photos of the shoot</comment>
        <translation>
            <numerusform>Das {n} Foto des Shootings</numerusform>
            <numerusform>Alle {n} Fotos des Shootings</numerusform>
        </translation>
    </message>
    <message>
        <source>Altered photos: {wanted}.</source>
        <translation>Veränderte Fotos: {wanted}.</translation>
    </message>
    <message>
        <source>An account has at most 50 keys. Revoke one first.</source>
        <translation>Ein Konto hat höchstens 50 Schlüssel. Widerrufen Sie zuerst einen.</translation>
    </message>
    <message>
        <source>An update was refused: an older state of the updates was offered as the newest.</source>
        <translation>Ein Update wurde abgelehnt: Ein älterer Stand der Updates wurde als der neueste angeboten.</translation>
    </message>
    <message>
        <source>An update was refused: it is not signed by the makers of Luster.</source>
        <translation>Ein Update wurde abgelehnt: Es ist nicht von den Herstellern von Luster signiert.</translation>
    </message>
    <message>
        <source>An update was refused: it is not what the makers of Luster have signed.</source>
        <translation>Ein Update wurde abgelehnt: Es ist nicht das, was die Hersteller von Luster signiert haben.</translation>
    </message>
    <message>
        <source>An update was refused: the server has only a part of it.</source>
        <translation>Ein Update wurde abgelehnt: Der Server hat nur einen Teil davon.</translation>
    </message>
    <message>
        <source>Another photo shows the same scene, and nothing says whether they belong together.</source>
        <translation>Ein anderes Foto zeigt dieselbe Szene, und nichts sagt, ob sie zusammengehören.</translation>
    </message>
    <message>
        <source>Another request changed this meanwhile. Please try again.</source>
        <translation>Eine andere Anfrage hat dies inzwischen geändert. Bitte versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Any rating</source>
        <translation>Jede Bewertung</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As far as my files have them; keywords that tell a place are left out</source>
        <translation>Soweit meine Dateien sie haben; Stichwörter, die einen Ort nennen, fallen weg</translation>
    </message>
    <message>
        <source>As in the photo</source>
        <translation>Wie im Foto</translation>
    </message>
    <message>
        <source>As in the settings</source>
        <translation>Wie in den Einstellungen</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Wie es ist</translation>
    </message>
    <message>
        <source>As on this computer</source>
        <translation>Wie auf diesem Computer</translation>
    </message>
    <message>
        <source>Ask each time</source>
        <translation>Jedes Mal fragen</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rückseite</translation>
    </message>
    <message>
        <source>Back to Luster&apos;s</source>
        <translation>Zurück zu denen von Luster</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>Zurück zu allen Fotos</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>Zurück zum Raster</translation>
    </message>
    <message>
        <source>Back to the shoot</source>
        <translation>Zurück zum Shooting</translation>
    </message>
    <message>
        <source>Balance whites</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>Basement</source>
        <translation>Keller</translation>
    </message>
    <message>
        <source>Bathroom</source>
        <translation>Badezimmer</translation>
    </message>
    <message>
        <source>Bedroom</source>
        <translation>Schlafzimmer</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Before and after with a divider</source>
        <translation>Vorher und nachher mit Trenner</translation>
    </message>
    <message>
        <source>Before photos are sent</source>
        <translation>Bevor Fotos gesendet werden</translation>
    </message>
    <message>
        <source>Begin nothing more for now; what is on its way arrives</source>
        <translation>Vorerst nichts Neues beginnen; was unterwegs ist, kommt an</translation>
    </message>
    <message>
        <source>Begin with the ones that are chosen</source>
        <translation>Mit den gewählten anfangen</translation>
    </message>
    <message>
        <source>Blown-out windows</source>
        <translation>Ausgefressene Fenster</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Bright interior</source>
        <translation>Heller Innenraum</translation>
    </message>
    <message>
        <source>Bright interior can be chosen only once for a photo.</source>
        <translation>Heller Innenraum kann je Foto nur einmal gewählt werden.</translation>
    </message>
    <message>
        <source>Bring the page up to date</source>
        <translation>Seite auf den neuesten Stand bringen</translation>
    </message>
    <message>
        <source>Buy credits</source>
        <translation>Credits kaufen</translation>
    </message>
    <message>
        <source>Buy credits…</source>
        <translation>Credits kaufen…</translation>
    </message>
    <message>
        <source>Buy {credits} for {money}</source>
        <translation>{credits} für {money} kaufen</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Für sich allein</translation>
    </message>
    <message>
        <source>Call back every edit that is not finished</source>
        <translation>Alle Bearbeitungen zurückrufen, die nicht fertig sind</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Cancel edit</source>
        <translation>Bearbeitung abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>Cancel {n} edit?</source>
        <comment>Cancel {n} edits?</comment>
        <translation>
            <numerusform>{n} Bearbeitung abbrechen?</numerusform>
            <numerusform>{n} Bearbeitungen abbrechen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>Nicht verwendbar</translation>
    </message>
    <message>
        <source>Capture time</source>
        <translation>Aufnahmezeit</translation>
    </message>
    <message>
        <source>Changed your mind, or was the card declined? Nothing is owed until you pay: try again on the page, or close this and go on working. Credits of a payment that takes longer arrive later by themselves.</source>
        <translation>Haben Sie es sich anders überlegt, oder wurde die Karte abgelehnt? Bis Sie zahlen, schulden Sie nichts: Versuchen Sie es auf der Seite noch einmal, oder schließen Sie dies und arbeiten Sie weiter. Credits einer Zahlung, die länger braucht, kommen später von selbst an.</translation>
    </message>
    <message>
        <source>Check that the disk is connected and has free space, then try again.</source>
        <translation>Prüfen Sie, ob der Datenträger angeschlossen ist und freien Platz hat, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Choose a preset</source>
        <translation>Vorgabe wählen</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear blue</source>
        <translation>Klares Blau</translation>
    </message>
    <message>
        <source>Click one (I) for the model&apos;s version</source>
        <translation>Ein Klick darauf (I) zeigt die Fassung des Modells</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the other Luster on this computer, or restart the computer, then start Luster again.</source>
        <translation>Schließen Sie das andere Luster auf diesem Computer oder starten Sie den Computer neu, und starten Sie dann Luster noch einmal.</translation>
    </message>
    <message>
        <source>Close the stack</source>
        <translation>Stapel schließen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Comparing. Press P to paint.</source>
        <translation>Sie vergleichen. Mit P malen Sie.</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): none</source>
        <translation>Content Credentials (C2PA): keine</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): signed by {signer}, {state}</source>
        <translation>Content Credentials (C2PA): signiert von {signer}, {state}</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): there are some. To read them install `luster[sign]`</source>
        <translation>Content Credentials (C2PA): vorhanden. Um sie zu lesen, installieren Sie `luster[sign]`</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): {state}</source>
        <translation>Content Credentials (C2PA): {state}</translation>
    </message>
    <message>
        <source>Cool blue</source>
        <translation>Kühles Blau</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Correct the lens of RAW photos</source>
        <translation>Objektivkorrektur bei RAW-Fotos</translation>
    </message>
    <message>
        <source>Credit history</source>
        <translation>Credit-Verlauf</translation>
    </message>
    <message>
        <source>Credit history…</source>
        <translation>Credit-Verlauf…</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Zuschneiden</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>Schaden</translation>
    </message>
    <message>
        <source>Dark</source>
        <comment>appearance</comment>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete account</source>
        <translation>Konto löschen</translation>
    </message>
    <message>
        <source>Delete account…</source>
        <translation>Konto löschen…</translation>
    </message>
    <message>
        <source>Delete your account?</source>
        <translation>Ihr Konto löschen?</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>Wird gelöscht…</translation>
    </message>
    <message>
        <source>Deliver</source>
        <translation>Ausliefern</translation>
    </message>
    <message>
        <source>Deliver this result, and look at the next one</source>
        <translation>Dieses Ergebnis ausliefern und das nächste ansehen</translation>
    </message>
    <message>
        <source>Deliver to</source>
        <translation>Ausliefern nach</translation>
    </message>
    <message>
        <source>Deliver {name}</source>
        <translation>{name} ausliefern</translation>
    </message>
    <message>
        <source>Delivering</source>
        <translation>Ausliefern</translation>
    </message>
    <message>
        <source>Deliver…</source>
        <translation>Ausliefern…</translation>
    </message>
    <message>
        <source>Deselect</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>Weicht ab</translation>
    </message>
    <message>
        <source>Dining room</source>
        <translation>Esszimmer</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>photos</comment>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Downloading{percent}</source>
        <translation>Wird geladen{percent}</translation>
    </message>
    <message>
        <source>Downloads, besides each result as it is</source>
        <translation>Zum Herunterladen, neben jedem Ergebnis, wie es ist</translation>
    </message>
    <message>
        <source>Drop a folder of photos here</source>
        <translation>Ziehen Sie einen Ordner mit Fotos hierher</translation>
    </message>
    <message>
        <source>Dusk</source>
        <translation>Dämmerung</translation>
    </message>
    <message>
        <source>Dusk and Bright interior both set the light of the whole photo. Choose one of them.</source>
        <translation>Dämmerung und Heller Innenraum bestimmen beide das Licht des ganzen Fotos. Wählen Sie eines davon.</translation>
    </message>
    <message>
        <source>Dusk brings an evening sky of its own. Choose its colours there, or take New sky without Dusk.</source>
        <translation>Dämmerung bringt einen eigenen Abendhimmel mit. Wählen Sie dessen Farben dort, oder nehmen Sie Neuer Himmel ohne Dämmerung.</translation>
    </message>
    <message>
        <source>Dusk can be chosen only once for a photo.</source>
        <translation>Dämmerung kann je Foto nur einmal gewählt werden.</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Each as a ZIP, too</source>
        <translation>Jeweils auch als ZIP</translation>
    </message>
    <message>
        <source>Edit the photo itself again</source>
        <translation>Wieder das Foto selbst bearbeiten</translation>
    </message>
    <message>
        <source>Edit these rules</source>
        <translation>Diese Regeln bearbeiten</translation>
    </message>
    <message>
        <source>Edit these rules…</source>
        <translation>Diese Regeln bearbeiten…</translation>
    </message>
    <message>
        <source>Edit {title}</source>
        <translation>{title} ändern</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>End the link</source>
        <translation>Link beenden</translation>
    </message>
    <message numerus="yes">
        <source>Ends after {n} day</source>
        <comment>Ends after {n} days</comment>
        <translation>
            <numerusform>Endet nach {n} Tag</numerusform>
            <numerusform>Endet nach {n} Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Ends on {day}.</source>
        <translation>Endet am {day}.</translation>
    </message>
    <message>
        <source>Ends with {ending}; {purposes}; made on {day}, {used}.</source>
        <translation>Endet auf {ending}; {purposes}; angelegt am {day}, {used}.</translation>
    </message>
    <message>
        <source>Enhance</source>
        <translation>Verbessern</translation>
    </message>
    <message>
        <source>Enhance {photos}</source>
        <translation>{photos} verbessern</translation>
    </message>
    <message>
        <source>Enter the six digits that we sent to {email}.</source>
        <translation>Geben Sie die sechs Ziffern ein, die wir an {email} gesendet haben.</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Evening sky</source>
        <translation>Abendhimmel</translation>
    </message>
    <message>
        <source>Every photo has this edit. Redo one in its comparison.</source>
        <translation>Jedes Foto hat diese Bearbeitung. Wiederholen Sie eine im Vergleich.</translation>
    </message>
    <message>
        <source>Every photo is rejected. Select the ones to edit.</source>
        <translation>Alle Fotos sind abgelehnt. Wählen Sie die aus, die bearbeitet werden sollen.</translation>
    </message>
    <message>
        <source>Every result is reviewed: {accepted} accepted, {rejected} rejected.</source>
        <translation>Jedes Ergebnis ist geprüft: {accepted} angenommen, {rejected} abgelehnt.</translation>
    </message>
    <message>
        <source>Everything on this computer: your photos, the edits that have arrived, and what you have saved</source>
        <translation>Alles auf diesem Computer: Ihre Fotos, die angekommenen Bearbeitungen und was Sie gespeichert haben</translation>
    </message>
    <message>
        <source>Exact size</source>
        <translation>Genaue Größe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>Noch einmal exportieren</translation>
    </message>
    <message>
        <source>Export recipes</source>
        <translation>Exportrezepte</translation>
    </message>
    <message>
        <source>Exposures</source>
        <translation>Belichtungen</translation>
    </message>
    <message>
        <source>Exposures of the same scene lie beside this photo: it may be one of them, or made from them.</source>
        <translation>Neben diesem Foto liegen Belichtungen derselben Szene: Es kann eine davon sein oder aus ihnen entstanden sein.</translation>
    </message>
    <message>
        <source>Failed</source>
        <comment>photos</comment>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Fetching the model&apos;s version…</source>
        <translation>Fassung des Modells wird geholt…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>Dateinamen</translation>
    </message>
    <message>
        <source>File names cannot be made by “{error}”.</source>
        <translation>Dateinamen lassen sich mit „{error}“ nicht bilden.</translation>
    </message>
    <message>
        <source>File names cannot be made by “{names}”. {hint}.</source>
        <translation>Dateinamen lassen sich mit „{names}“ nicht bilden. {hint}.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter: {left_out}</source>
        <translation>Filter: {left_out}</translation>
    </message>
    <message>
        <source>Find it…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Find them…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Finish single JPEG and HEIC photos too</source>
        <translation>Feinschliff auch für einzelne JPEG- und HEIC-Fotos</translation>
    </message>
    <message>
        <source>Finish the payment in your browser. Your credits appear here as soon as it is confirmed, and what waits for them goes on by itself.</source>
        <translation>Schließen Sie die Zahlung im Browser ab. Ihre Credits erscheinen hier, sobald sie bestätigt ist, und was auf sie wartet, geht von selbst weiter.</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Feinschliff</translation>
    </message>
    <message>
        <source>Finishing of merged and RAW photos</source>
        <translation>Feinschliff von zusammengefügten und RAW-Fotos</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>Erstes Foto</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fixed part</source>
        <translation>Festes Teil</translation>
    </message>
    <message>
        <source>For a listing: the rules of the profile hold</source>
        <translation>Für ein Inserat: Die Regeln des Profils gelten</translation>
    </message>
    <message>
        <source>For your own systems</source>
        <translation>Für Ihre eigenen Systeme</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Vorderseite</translation>
    </message>
    <message>
        <source>Garage</source>
        <translation>Garage</translation>
    </message>
    <message>
        <source>Garden</source>
        <translation>Garten</translation>
    </message>
    <message>
        <source>Generated view</source>
        <translation>Erzeugte Aussicht</translation>
    </message>
    <message>
        <source>Get the update</source>
        <translation>Aktualisierung holen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on from this result</source>
        <translation>Von diesem Ergebnis ausgehen</translation>
    </message>
    <message>
        <source>Goes for good</source>
        <translation>Verschwindet endgültig</translation>
    </message>
    <message>
        <source>Goes on from “{title}”</source>
        <translation>Geht von „{title}“ aus</translation>
    </message>
    <message>
        <source>Green lawn</source>
        <translation>Grüner Rasen</translation>
    </message>
    <message>
        <source>Green lawn can be chosen only once for a photo.</source>
        <translation>Grüner Rasen kann je Foto nur einmal gewählt werden.</translation>
    </message>
    <message>
        <source>Greens up a dry or patchy lawn without touching beds, paths or the house.</source>
        <translation>Macht trockenen oder lückigen Rasen grün, ohne Beete, Wege oder das Haus anzurühren.</translation>
    </message>
    <message>
        <source>Grouping {exposures}…</source>
        <translation>Gruppierung: {exposures}…</translation>
    </message>
    <message>
        <source>Have the next edit begin with this result</source>
        <translation>Die nächste Bearbeitung beginnt mit diesem Ergebnis</translation>
    </message>
    <message>
        <source>Heading of the page</source>
        <translation>Überschrift der Seite</translation>
    </message>
    <message>
        <source>Heading, such as the address</source>
        <translation>Überschrift, etwa die Adresse</translation>
    </message>
    <message>
        <source>Hide the proposal</source>
        <translation>Vorschlag ausblenden</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Hold to see before</source>
        <translation>Gedrückt halten für Vorher</translation>
    </message>
    <message>
        <source>Hold to see the originals</source>
        <translation>Gedrückt halten für die Originale</translation>
    </message>
    <message>
        <source>How far the page is</source>
        <translation>Wie weit die Seite ist</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>How the shoot’s link stands is not known.</source>
        <translation>Wie es um den Link des Shootings steht, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>In progress</source>
        <comment>photos</comment>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>In the result before: {said}</source>
        <translation>Im Ergebnis davor: {said}</translation>
    </message>
    <message>
        <source>In the rule&apos;s own words</source>
        <translation>Im Wortlaut der Regel</translation>
    </message>
    <message>
        <source>In what order photos are shown</source>
        <translation>In welcher Reihenfolge Fotos gezeigt werden</translation>
    </message>
    <message>
        <source>Interior lights</source>
        <translation>Innenbeleuchtung</translation>
    </message>
    <message>
        <source>It cannot be edited.</source>
        <translation>Es kann nicht bearbeitet werden.</translation>
    </message>
    <message>
        <source>It is an unsure group. Look at it first.</source>
        <translation>Es ist eine unsichere Gruppe. Sehen Sie sie zuerst an.</translation>
    </message>
    <message>
        <source>It is not clear whether it shows a room or the outside.</source>
        <translation>Es ist nicht klar, ob es einen Raum oder die Außenseite zeigt.</translation>
    </message>
    <message>
        <source>It is rejected.</source>
        <translation>Es ist abgelehnt.</translation>
    </message>
    <message numerus="yes">
        <source>It is there already, unchanged.</source>
        <comment>All {n} are there already, unchanged.</comment>
        <translation>
            <numerusform>Es ist schon da, unverändert.</numerusform>
            <numerusform>Alle {n} sind schon da, unverändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>It was ordered before.</source>
        <translation>Es wurde schon bestellt.</translation>
    </message>
    <message>
        <source>Its edits are forgotten on this computer. Your own photos and everything that you have saved stay where they are.</source>
        <translation>Die Bearbeitungen werden auf diesem Computer vergessen. Ihre eigenen Fotos und alles, was Sie gespeichert haben, bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Its file is missing.</source>
        <translation>Die Datei fehlt.</translation>
    </message>
    <message>
        <source>Its licence</source>
        <translation>Die Lizenz</translation>
    </message>
    <message>
        <source>Its light is far from that of the other photos, so it is left as it is. To match it, choose a photo that it should look like.</source>
        <translation>Das Licht ist weit von dem der anderen Fotos entfernt und bleibt daher, wie es ist. Um es anzugleichen, wählen Sie ein Foto, dem es gleichen soll.</translation>
    </message>
    <message>
        <source>Its words</source>
        <translation>Sein Wortlaut</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG-Qualität</translation>
    </message>
    <message>
        <source>JPEG, HEIC, RAW, PNG, TIFF, WebP</source>
        <translation>JPEG, HEIC, RAW, PNG, TIFF, WebP</translation>
    </message>
    <message>
        <source>Join into one stack</source>
        <translation>Zu einem Stapel verbinden</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep account</source>
        <translation>Konto behalten</translation>
    </message>
    <message>
        <source>Keep as my own</source>
        <translation>Als meine eigenen behalten</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep the lamp off</source>
        <translation>Die Lampe bleibt aus</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys and webhook…</source>
        <translation>Schlüssel und Webhook…</translation>
    </message>
    <message>
        <source>Keys of the API</source>
        <translation>Schlüssel der API</translation>
    </message>
    <message>
        <source>Kitchen</source>
        <translation>Küche</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Laundry</source>
        <translation>Waschküche</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Leave out {title}</source>
        <translation>{title} weglassen</translation>
    </message>
    <message>
        <source>Left as in your photo</source>
        <translation>Wie in Ihrem Foto gelassen</translation>
    </message>
    <message>
        <source>Left as it was</source>
        <translation>Unverändert gelassen</translation>
    </message>
    <message>
        <source>Left out of {set}, which takes no more pictures.</source>
        <translation>Nicht in {set}: Dort ist für weitere Bilder kein Platz.</translation>
    </message>
    <message>
        <source>Left out: {parts}.</source>
        <translation>Weggelassen: {parts}.</translation>
    </message>
    <message>
        <source>Left-out place</source>
        <translation>Ausgelassene Stelle</translation>
    </message>
    <message>
        <source>Left-out place {number} of {count}</source>
        <translation>Ausgelassene Stelle {number} von {count}</translation>
    </message>
    <message>
        <source>Lens correction</source>
        <translation>Objektivkorrektur</translation>
    </message>
    <message>
        <source>Let every exposure be a photo by itself</source>
        <translation>Jede Belichtung zu einem eigenen Foto machen</translation>
    </message>
    <message>
        <source>Let the selected exposures be photos by themselves</source>
        <translation>Die ausgewählten Belichtungen zu eigenen Fotos machen</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Licences…</source>
        <translation>Lizenzen…</translation>
    </message>
    <message>
        <source>Lifts a dark room to a clean, neutral, evenly lit interior.</source>
        <translation>Hebt einen dunklen Raum zu einem sauberen, neutralen, gleichmäßig hellen Innenraum an.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Leicht</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>appearance</comment>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light and colour changed everywhere, no detail did</source>
        <translation>Licht und Farbe sind überall verändert, Einzelheiten nicht</translation>
    </message>
    <message>
        <source>Light and colour changed everywhere. Tinted: changes of detail</source>
        <translation>Licht und Farbe sind überall verändert. Getönt: Änderungen an Einzelheiten</translation>
    </message>
    <message>
        <source>Like {name}</source>
        <translation>Wie {name}</translation>
    </message>
    <message>
        <source>Limited to the paint (P).</source>
        <translation>Auf die Bemalung begrenzt (P).</translation>
    </message>
    <message>
        <source>Listing</source>
        <translation>Inserat</translation>
    </message>
    <message>
        <source>Living room</source>
        <translation>Wohnzimmer</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Location and serial numbers always stay on this computer.</source>
        <translation>Ort und Seriennummern bleiben immer auf diesem Computer.</translation>
    </message>
    <message>
        <source>Longer edge</source>
        <translation>Lange Kante</translation>
    </message>
    <message>
        <source>Look and order</source>
        <translation>Ansehen und bestellen</translation>
    </message>
    <message>
        <source>Look at the changes</source>
        <translation>Sehen Sie sich die Änderungen an</translation>
    </message>
    <message>
        <source>Look only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>Looking for the shoot’s link…</source>
        <translation>Der Link des Shootings wird gesucht…</translation>
    </message>
    <message>
        <source>Looks right</source>
        <translation>Stimmt so</translation>
    </message>
    <message>
        <source>Lush</source>
        <translation>Üppig</translation>
    </message>
    <message>
        <source>Luster cannot be reached right now. Please try again in a moment.</source>
        <translation>Luster ist gerade nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Luster cannot open its library</source>
        <translation>Luster kann seine Bibliothek nicht öffnen</translation>
    </message>
    <message>
        <source>Luster cannot tell whether it is up to date: what the server says of updates has expired, or this computer&apos;s clock is wrong.</source>
        <translation>Luster kann nicht feststellen, ob es auf dem neuesten Stand ist: Die Angaben des Servers zu Updates sind abgelaufen, oder die Uhr dieses Computers geht falsch.</translation>
    </message>
    <message>
        <source>Luster cannot write to its own folder: {error}.</source>
        <translation>Luster kann nicht in seinen eigenen Ordner schreiben: {error}.</translation>
    </message>
    <message>
        <source>Luster does not know this camera&apos;s RAW format.</source>
        <translation>Luster kennt das RAW-Format dieser Kamera nicht.</translation>
    </message>
    <message>
        <source>Luster does not wait for this link any more.</source>
        <translation>Luster wartet nicht mehr auf diesen Link.</translation>
    </message>
    <message>
        <source>Luster edits only what you ask for, and gives each photo back at full size.</source>
        <translation>Luster ändert nur, was Sie verlangen, und gibt jedes Foto in voller Größe zurück.</translation>
    </message>
    <message>
        <source>Luster ended unexpectedly the last time. Your photos and orders are safe.</source>
        <translation>Luster wurde beim letzten Mal unerwartet beendet. Ihre Fotos und Bestellungen sind sicher.</translation>
    </message>
    <message>
        <source>Luster hit a problem</source>
        <translation>In Luster ist ein Fehler aufgetreten</translation>
    </message>
    <message>
        <source>Luster is already running on this computer with the same library. Close it, then try again.</source>
        <translation>Luster läuft auf diesem Computer schon mit derselben Bibliothek. Schließen Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Luster is made with these parts. Each remains under its own licence.</source>
        <translation>Luster besteht aus diesen Teilen. Für jedes gilt seine eigene Lizenz.</translation>
    </message>
    <message>
        <source>Luster is not allowed to open this folder.</source>
        <translation>Luster darf diesen Ordner nicht öffnen.</translation>
    </message>
    <message>
        <source>Luster is not allowed to read this file. Check its permissions.</source>
        <translation>Luster darf diese Datei nicht lesen. Prüfen Sie ihre Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Luster is reading the link.</source>
        <translation>Luster liest den Link.</translation>
    </message>
    <message>
        <source>Luster may not write there.</source>
        <translation>Luster darf dort nicht schreiben.</translation>
    </message>
    <message>
        <source>Luster may not write to its own folder. Check its permissions; Luster then goes on by itself.</source>
        <translation>Luster darf nicht in seinen eigenen Ordner schreiben. Prüfen Sie dessen Zugriffsrechte; dann geht es von selbst weiter.</translation>
    </message>
    <message>
        <source>Luster may not write to {name}. Choose another folder.</source>
        <translation>Luster darf nicht in {name} schreiben. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Luster speaks it from its next start on.</source>
        <translation>Luster spricht sie vom nächsten Start an.</translation>
    </message>
    <message>
        <source>Luster {version} did not start on this computer, so the one before it goes on.</source>
        <translation>Luster {version} ist auf diesem Computer nicht gestartet, daher läuft die Version davor weiter.</translation>
    </message>
    <message>
        <source>Luster {version} does not work on this computer, so this one goes on.</source>
        <translation>Luster {version} läuft auf diesem Computer nicht, daher läuft diese Version weiter.</translation>
    </message>
    <message>
        <source>Luster {version} is ready; it is applied when you quit.</source>
        <translation>Luster {version} ist bereit und wird angewendet, wenn Sie Luster beenden.</translation>
    </message>
    <message>
        <source>Made without the photo to look like: it is no longer stored at Luster</source>
        <translation>Entstanden ohne das Foto, dem es gleichen sollte: Es ist nicht mehr bei Luster gespeichert</translation>
    </message>
    <message>
        <source>Made without {name} to look like: it is no longer stored at Luster</source>
        <translation>Entstanden ohne {name}, dem es gleichen sollte: Es ist nicht mehr bei Luster gespeichert</translation>
    </message>
    <message>
        <source>Make a key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>Make rooms look alike across the shoot</source>
        <translation>Räume im ganzen Shooting angleichen</translation>
    </message>
    <message>
        <source>Make the link</source>
        <translation>Link anlegen</translation>
    </message>
    <message>
        <source>Make the other selected photos, or those that differ, look like this one</source>
        <translation>Die anderen ausgewählten Fotos, oder die abweichenden, diesem angleichen</translation>
    </message>
    <message>
        <source>Making pictures: {done} of {total}</source>
        <translation>Bilder werden gemacht: {done} von {total}</translation>
    </message>
    <message>
        <source>Making pictures…</source>
        <translation>Bilder werden gemacht…</translation>
    </message>
    <message>
        <source>Marks that machines read, in the pixels too</source>
        <translation>Kennzeichen, die Maschinen lesen, auch in den Pixeln</translation>
    </message>
    <message>
        <source>Match to this photo</source>
        <translation>Diesem Foto angleichen</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>Zusammenfügen</translation>
    </message>
    <message>
        <source>Merging, upright walls, colours</source>
        <translation>Zusammenfügen, gerade Wände, Farben</translation>
    </message>
    <message>
        <source>Metadata (IPTC): nothing about how it came about</source>
        <translation>Metadaten (IPTC): nichts darüber, wie das Bild entstand</translation>
    </message>
    <message>
        <source>Metadata (IPTC): {said}</source>
        <translation>Metadaten (IPTC): {said}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>More ways to add photos</source>
        <translation>Weitere Wege, Fotos hinzuzufügen</translation>
    </message>
    <message>
        <source>Movable thing</source>
        <translation>Bewegliches</translation>
    </message>
    <message>
        <source>Move a row back</source>
        <translation>Eine Reihe zurück</translation>
    </message>
    <message>
        <source>Move a row on</source>
        <translation>Eine Reihe weiter</translation>
    </message>
    <message>
        <source>Move back</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Move on</source>
        <translation>Weitersetzen</translation>
    </message>
    <message>
        <source>Move photos</source>
        <translation>Fotos verschieben</translation>
    </message>
    <message>
        <source>Move the divider</source>
        <translation>Trenner verschieben</translation>
    </message>
    <message>
        <source>Move the divider by 1 %</source>
        <translation>Trenner um 1 % verschieben</translation>
    </message>
    <message>
        <source>Much time went by between two of these exposures.</source>
        <translation>Zwischen zwei dieser Belichtungen verging viel Zeit.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the new key</source>
        <translation>Name des neuen Schlüssels</translation>
    </message>
    <message>
        <source>Name of the recipe and its folder</source>
        <translation>Name des Rezepts und seines Ordners</translation>
    </message>
    <message>
        <source>Name of the shoot</source>
        <translation>Name des Shootings</translation>
    </message>
    <message>
        <source>Name the room…</source>
        <translation>Raum benennen…</translation>
    </message>
    <message>
        <source>Names cannot be made by “{template}”. It may say {choices}.</source>
        <translation>Namen lassen sich mit „{template}“ nicht bilden. Möglich sind {choices}.</translation>
    </message>
    <message>
        <source>Natural</source>
        <translation>Natürlich</translation>
    </message>
    <message>
        <source>Never first</source>
        <translation>Nie als erstes</translation>
    </message>
    <message>
        <source>New export recipe</source>
        <translation>Neues Exportrezept</translation>
    </message>
    <message>
        <source>New recipe…</source>
        <translation>Neues Rezept…</translation>
    </message>
    <message>
        <source>New rules</source>
        <translation>Neue Regeln</translation>
    </message>
    <message>
        <source>New rules…</source>
        <translation>Neue Regeln…</translation>
    </message>
    <message>
        <source>New secret</source>
        <translation>Neues Geheimnis</translation>
    </message>
    <message>
        <source>New shoot</source>
        <translation>Neues Shooting</translation>
    </message>
    <message numerus="yes">
        <source>New shoot: {names}.</source>
        <comment>{n} new shoots: {names}.</comment>
        <translation>
            <numerusform>Neues Shooting: {names}.</numerusform>
            <numerusform>{n} neue Shootings: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>New shoot: {name}</source>
        <translation>Neues Shooting: {name}</translation>
    </message>
    <message>
        <source>New sky</source>
        <translation>Neuer Himmel</translation>
    </message>
    <message>
        <source>New sky can be chosen only once for a photo.</source>
        <translation>Neuer Himmel kann je Foto nur einmal gewählt werden.</translation>
    </message>
    <message>
        <source>Next or previous photo</source>
        <translation>Nächstes oder voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Next result</source>
        <translation>Nächstes Ergebnis</translation>
    </message>
    <message>
        <source>Next unsure group</source>
        <translation>Nächste unsichere Gruppe</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the address of the payment page and open it in any browser.</source>
        <translation>Es konnte kein Browser geöffnet werden. Kopieren Sie die Adresse der Zahlungsseite und öffnen Sie sie in einem Browser.</translation>
    </message>
    <message>
        <source>No change can be seen</source>
        <translation>Es ist keine Änderung zu sehen</translation>
    </message>
    <message>
        <source>No connection. Luster goes on by itself when there is one.</source>
        <translation>Keine Verbindung. Luster macht von selbst weiter, sobald es eine gibt.</translation>
    </message>
    <message>
        <source>No credit has come or gone yet.</source>
        <translation>Es ist noch kein Credit dazugekommen oder abgegangen.</translation>
    </message>
    <message>
        <source>No event has been taken yet.</source>
        <translation>Es wurde noch kein Ereignis angenommen.</translation>
    </message>
    <message>
        <source>No file has at least {least} kB and at most {most} kB.</source>
        <translation>Keine Datei hat mindestens {least} kB und höchstens {most} kB.</translation>
    </message>
    <message>
        <source>No lawn was found in this photo.</source>
        <translation>In diesem Foto wurde kein Rasen gefunden.</translation>
    </message>
    <message>
        <source>No more edits fit into one photo.</source>
        <translation>Mehr Bearbeitungen passen nicht in ein Foto.</translation>
    </message>
    <message>
        <source>No photo matches the filter</source>
        <translation>Kein Foto passt zum Filter</translation>
    </message>
    <message>
        <source>No photo of this shoot can be shown yet. The link shows photos as they are delivered.</source>
        <translation>Noch kann kein Foto dieses Shootings gezeigt werden. Der Link zeigt Fotos, wie sie ausgeliefert werden.</translation>
    </message>
    <message>
        <source>No picture is larger than its longer edge of {edge} px.</source>
        <translation>Kein Bild ist größer als seine längere Kante von {edge} px.</translation>
    </message>
    <message>
        <source>No place had to be left as in your photo</source>
        <translation>Keine Stelle musste wie in Ihrem Foto bleiben</translation>
    </message>
    <message>
        <source>No sky was found in this photo.</source>
        <translation>In diesem Foto wurde kein Himmel gefunden.</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>Keine Sterne</translation>
    </message>
    <message>
        <source>No windows were found in this photo.</source>
        <translation>In diesem Foto wurden keine Fenster gefunden.</translation>
    </message>
    <message>
        <source>Nobody has opened it yet.</source>
        <translation>Noch hat ihn niemand geöffnet.</translation>
    </message>
    <message>
        <source>Nobody is signed in any more. Sign in, then try again.</source>
        <translation>Es ist niemand mehr angemeldet. Melden Sie sich an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>None of the missing photos is in that folder.</source>
        <translation>In diesem Ordner ist keines der fehlenden Fotos.</translation>
    </message>
    <message>
        <source>None of these photos can be edited</source>
        <translation>Keines dieser Fotos kann bearbeitet werden</translation>
    </message>
    <message>
        <source>Not a sign-in</source>
        <translation>Keine Anmeldung</translation>
    </message>
    <message>
        <source>Not asked for</source>
        <translation>Nicht verlangt</translation>
    </message>
    <message>
        <source>Not known for this result</source>
        <translation>Für dieses Ergebnis nicht bekannt</translation>
    </message>
    <message>
        <source>Not matched</source>
        <translation>Nicht angeglichen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Noch nicht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Nothing differs beyond what you asked for</source>
        <translation>Nichts weicht über das Verlangte hinaus ab</translation>
    </message>
    <message>
        <source>Nothing else changed</source>
        <translation>Sonst hat sich nichts geändert</translation>
    </message>
    <message>
        <source>Nothing in it is found in the other photos, so its light is left as it is.</source>
        <translation>Nichts davon findet sich in den anderen Fotos, daher bleibt das Licht, wie es ist.</translation>
    </message>
    <message>
        <source>Nothing is asked</source>
        <translation>Nichts wird verlangt</translation>
    </message>
    <message>
        <source>Nothing is charged for an edit that was not finished. What is finished stays.</source>
        <translation>Für eine Bearbeitung, die nicht fertig wurde, wird nichts berechnet. Was fertig ist, bleibt.</translation>
    </message>
    <message>
        <source>Nothing is proposed for what it shows.</source>
        <translation>Für das, was es zeigt, wird nichts vorgeschlagen.</translation>
    </message>
    <message>
        <source>Nothing tells whether this photo belongs to another.</source>
        <translation>Nichts sagt, ob dieses Foto zu einem anderen gehört.</translation>
    </message>
    <message>
        <source>Nothing tells whether this photo belongs to those before or after it.</source>
        <translation>Nichts sagt, ob dieses Foto zu denen davor oder danach gehört.</translation>
    </message>
    <message>
        <source>Nothing was ordered: {name} prohibits it. --allow-prohibited orders it all the same.</source>
        <translation>Nichts wurde bestellt: {name} verbietet es. --allow-prohibited bestellt es trotzdem.</translation>
    </message>
    <message>
        <source>OR CHOOSE YOURSELF</source>
        <translation>ODER WÄHLEN SIE SELBST</translation>
    </message>
    <message numerus="yes">
        <source>Of this {n} photo, {said}.</source>
        <comment>Of these {n} photos, {said}.</comment>
        <translation>
            <numerusform>Dieses Foto: {said}.</numerusform>
            <numerusform>Von diesen {n} Fotos: {said}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Arbeitszimmer</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>On hold because of a disputed payment.</source>
        <translation>Gesperrt wegen einer angefochtenen Zahlung.</translation>
    </message>
    <message>
        <source>One credit is one finished photo. A photo that fails costs nothing, and credits do not expire.</source>
        <translation>Ein Credit ist ein fertiges Foto. Ein fehlgeschlagenes Foto kostet nichts, und Credits verfallen nicht.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Augenblick…</translation>
    </message>
    <message>
        <source>One of these may have been made by the camera from the others.</source>
        <translation>Eines davon hat vielleicht die Kamera aus den anderen gemacht.</translation>
    </message>
    <message>
        <source>Only here</source>
        <translation>Nur hier</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open a photo to paint on it</source>
        <translation>Öffnen Sie ein Foto, um darauf zu malen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open or close the stack</source>
        <translation>Stapel öffnen oder schließen</translation>
    </message>
    <message>
        <source>Open the one-machine mailbox</source>
        <translation>Postfach dieses Computers öffnen</translation>
    </message>
    <message>
        <source>Open the payment page again</source>
        <translation>Zahlungsseite noch einmal öffnen</translation>
    </message>
    <message>
        <source>Open the stack</source>
        <translation>Stapel öffnen</translation>
    </message>
    <message>
        <source>Opened last on {moment}.</source>
        <translation>Zuletzt geöffnet am {moment}.</translation>
    </message>
    <message>
        <source>Or open the link in the same e-mail, on this computer.</source>
        <translation>Oder öffnen Sie den Link in derselben E-Mail, auf diesem Computer.</translation>
    </message>
    <message>
        <source>Order all</source>
        <translation>Alles bestellen</translation>
    </message>
    <message>
        <source>Order all ({credits})</source>
        <translation>Alles bestellen ({credits})</translation>
    </message>
    <message>
        <source>Order the others only</source>
        <translation>Nur die anderen bestellen</translation>
    </message>
    <message>
        <source>Order these ({credits})</source>
        <translation>Diese bestellen ({credits})</translation>
    </message>
    <message>
        <source>Order this edit again</source>
        <translation>Diese Bearbeitung noch einmal bestellen</translation>
    </message>
    <message>
        <source>Order what is proposed</source>
        <translation>Vorgeschlagenes bestellen</translation>
    </message>
    <message>
        <source>Order {title} for {whom}</source>
        <translation>{title} für {whom} bestellen</translation>
    </message>
    <message>
        <source>Order: {order}</source>
        <translation>Reihenfolge: {order}</translation>
    </message>
    <message>
        <source>Orders that are not finished</source>
        <translation>Bestellungen, die nicht fertig sind</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Other address</source>
        <translation>Andere Adresse</translation>
    </message>
    <message>
        <source>PRESETS</source>
        <translation>VORGABEN</translation>
    </message>
    <message>
        <source>PROPOSED FOR THIS SHOOT</source>
        <translation>VORSCHLAG FÜR DIESES SHOOTING</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>Auffüllen</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>Paint a part to edit</source>
        <translation>Einen Teil zum Bearbeiten bemalen</translation>
    </message>
    <message>
        <source>Paint on the photo</source>
        <translation>Auf das Foto malen</translation>
    </message>
    <message>
        <source>Paint or compare</source>
        <translation>Malen oder vergleichen</translation>
    </message>
    <message>
        <source>Paint over the place in the photo that should change.</source>
        <translation>Übermalen Sie die Stelle im Foto, die sich ändern soll.</translation>
    </message>
    <message>
        <source>Paint over what should go</source>
        <translation>Übermalen Sie, was weg soll</translation>
    </message>
    <message>
        <source>Paint over what should go, with its shadow.</source>
        <translation>Übermalen Sie, was weg soll, samt Schatten.</translation>
    </message>
    <message>
        <source>Paint what to remove or to edit, or compare</source>
        <translation>Malen, was entfernt oder bearbeitet wird, oder vergleichen</translation>
    </message>
    <message>
        <source>Paint where the edit may go.</source>
        <translation>Malen Sie, wo bearbeitet werden darf.</translation>
    </message>
    <message>
        <source>Painted: Enhance takes it away.</source>
        <translation>Bemalt: Verbessern nimmt es weg.</translation>
    </message>
    <message>
        <source>Part {number}: {text}</source>
        <translation>Teil {number}: {text}</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Patio</source>
        <translation>Terrasse</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Paused. What the service has already goes on there.</source>
        <translation>Angehalten. Was schon beim Dienst ist, geht dort weiter.</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Photos and results to look at</source>
        <translation>Fotos und Ergebnisse zum Ansehen</translation>
    </message>
    <message>
        <source>Photos appear here as they arrive</source>
        <translation>Fotos erscheinen hier, sobald sie ankommen</translation>
    </message>
    <message>
        <source>Photos are added as they arrive, from a camera or an export</source>
        <translation>Fotos kommen dazu, sobald sie ankommen, von einer Kamera oder aus einem Export</translation>
    </message>
    <message>
        <source>Photos beside this one show the same view at the same exposure: a burst, or one taken again.</source>
        <translation>Fotos daneben zeigen denselben Blick mit derselben Belichtung: eine Serie, oder eine zweite Aufnahme.</translation>
    </message>
    <message>
        <source>Photos can be moved while they are in the order of the shoot.</source>
        <translation>Fotos lassen sich verschieben, solange sie in der Reihenfolge des Shootings stehen.</translation>
    </message>
    <message>
        <source>Photos of the shoot</source>
        <translation>Fotos des Shootings</translation>
    </message>
    <message>
        <source>Photos shown: {text}</source>
        <translation>Gezeigte Fotos: {text}</translation>
    </message>
    <message>
        <source>Picture {number} is missing.</source>
        <translation>Bild {number} fehlt.</translation>
    </message>
    <message>
        <source>Pictures cannot be signed with this certificate and key: {detail}.</source>
        <translation>Bilder lassen sich mit diesem Zertifikat und Schlüssel nicht signieren: {detail}.</translation>
    </message>
    <message>
        <source>Pictures cannot be signed: what signs is not installed here. Install `luster[sign]`.</source>
        <translation>Bilder lassen sich nicht signieren: Was signiert, ist hier nicht installiert. Installieren Sie `luster[sign]`.</translation>
    </message>
    <message>
        <source>Pictures for the MLS, print and web, by the rules that hold</source>
        <translation>Bilder für MLS, Druck und Web, nach den geltenden Regeln</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Pixels: Luster&apos;s mark, {said} ({strength} times as strong as chance)</source>
        <translation>Pixel: Zeichen von Luster, {said} ({strength}-mal so stark wie Zufall)</translation>
    </message>
    <message>
        <source>Pixels: no mark of Luster&apos;s</source>
        <translation>Pixel: kein Zeichen von Luster</translation>
    </message>
    <message>
        <source>Please sign in again.</source>
        <translation>Bitte melden Sie sich neu an.</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>Pool</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Preparing this photo stopped unexpectedly; the computer may be short of memory.</source>
        <translation>Das Vorbereiten dieses Fotos brach unerwartet ab; dem Computer fehlt vielleicht Speicher.</translation>
    </message>
    <message>
        <source>Preset {number}</source>
        <translation>Vorgabe {number}</translation>
    </message>
    <message>
        <source>Press {number} to choose {title}</source>
        <translation>{title} wählen Sie mit der Taste {number}</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Primary bath</source>
        <translation>Hauptbad</translation>
    </message>
    <message>
        <source>Primary bedroom</source>
        <translation>Hauptschlafzimmer</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress of the order</source>
        <translation>Fortschritt der Bestellung</translation>
    </message>
    <message>
        <source>Prompt by</source>
        <translation>Anweisung von</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Gelesen am</translation>
    </message>
    <message>
        <source>Read on {day}: {source}, from a summary by others.</source>
        <translation>Gelesen am {day}: {source}, aus einer Zusammenfassung anderer.</translation>
    </message>
    <message>
        <source>Read on {day}: {source}.</source>
        <translation>Gelesen am {day}: {source}.</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>photos</comment>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Real estate photo editing that changes only what was asked for, at full resolution.</source>
        <translation>Immobilienfotos bearbeiten, ohne mehr zu ändern als verlangt, in voller Auflösung.</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo with a note…</source>
        <translation>Mit einer Notiz wiederholen…</translation>
    </message>
    <message>
        <source>Redo {edits}</source>
        <translation>{edits} wiederholen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Reject, or take back</source>
        <translation>Ablehnen oder zurücknehmen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Rejected photos only</source>
        <translation>Nur abgelehnte Fotos</translation>
    </message>
    <message>
        <source>Remarks begin</source>
        <translation>Anmerkungen beginnen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove a fixed part</source>
        <translation>Festes Teil entfernen</translation>
    </message>
    <message>
        <source>Remove a movable thing</source>
        <translation>Beweglichen Gegenstand entfernen</translation>
    </message>
    <message>
        <source>Remove damage</source>
        <translation>Schaden entfernen</translation>
    </message>
    <message>
        <source>Remove from Luster…</source>
        <translation>Aus Luster entfernen…</translation>
    </message>
    <message>
        <source>Remove from the shoot</source>
        <translation>Aus dem Shooting entfernen</translation>
    </message>
    <message>
        <source>Remove from the shoot; the files stay on your disk</source>
        <translation>Aus dem Shooting entfernen; die Dateien bleiben auf Ihrem Datenträger</translation>
    </message>
    <message>
        <source>Remove objects</source>
        <translation>Objekte entfernen</translation>
    </message>
    <message>
        <source>Remove shoot</source>
        <translation>Shooting entfernen</translation>
    </message>
    <message>
        <source>Remove “{name}” from Luster?</source>
        <translation>„{name}“ aus Luster entfernen?</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rename the shoot</source>
        <translation>Shooting umbenennen</translation>
    </message>
    <message>
        <source>Replaces a dull or blown-out sky and leaves the rest of the photo untouched.</source>
        <translation>Ersetzt einen trüben oder ausgefressenen Himmel und lässt den Rest des Fotos unberührt.</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>Ein Problem melden</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>Ein Problem melden…</translation>
    </message>
    <message>
        <source>Request {request}</source>
        <translation>Anfrage {request}</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Results of this photo</source>
        <translation>Ergebnisse dieses Fotos</translation>
    </message>
    <message>
        <source>Results stay as they were delivered. Enhance again to have the turned photo edited.</source>
        <translation>Ergebnisse bleiben, wie sie ausgeliefert wurden. Verbessern Sie noch einmal, um das gedrehte Foto bearbeiten zu lassen.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Retry what failed</source>
        <translation>Fehlgeschlagenes erneut versuchen</translation>
    </message>
    <message>
        <source>Reversed</source>
        <translation>Umgekehrt</translation>
    </message>
    <message>
        <source>Reviewed or not</source>
        <translation>Geprüft oder nicht</translation>
    </message>
    <message>
        <source>Reviewing</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revoke {name}</source>
        <translation>{name} widerrufen</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Raum</translation>
    </message>
    <message>
        <source>Rooms alike across the shoot</source>
        <translation>Räume im ganzen Shooting gleich</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Rules as Luster has read them, not legal advice.</source>
        <translation>Regeln, wie Luster sie gelesen hat, keine Rechtsberatung.</translation>
    </message>
    <message>
        <source>SHOOTS</source>
        <translation>SHOOTINGS</translation>
    </message>
    <message>
        <source>Sample shoot</source>
        <translation>Beispiel-Shooting</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save all of the shoot</source>
        <translation>Alles aus dem Shooting speichern</translation>
    </message>
    <message>
        <source>Save all…</source>
        <translation>Alle speichern…</translation>
    </message>
    <message>
        <source>Save finished photos</source>
        <translation>Fertige Fotos speichern</translation>
    </message>
    <message>
        <source>Save finished photos to</source>
        <translation>Fertige Fotos speichern in</translation>
    </message>
    <message>
        <source>Save finished photos to a folder</source>
        <translation>Fertige Fotos in einen Ordner speichern</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Save this photo</source>
        <translation>Dieses Foto speichern</translation>
    </message>
    <message>
        <source>Save {count}</source>
        <translation>{count} speichern</translation>
    </message>
    <message>
        <source>Save {results} to</source>
        <translation>{results} speichern in</translation>
    </message>
    <message>
        <source>Save {results}…</source>
        <translation>{results} speichern…</translation>
    </message>
    <message>
        <source>Saving {done} of {total}…</source>
        <translation>{done} von {total} werden gespeichert…</translation>
    </message>
    <message>
        <source>Say what a painted part is</source>
        <translation>Sagen, was ein angemalter Teil ist</translation>
    </message>
    <message>
        <source>Say what it is (T).</source>
        <translation>Sagen Sie, was es ist (T).</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alle auswählen</translation>
    </message>
    <message>
        <source>Select the photos that are left out</source>
        <translation>Die weggelassenen Fotos auswählen</translation>
    </message>
    <message>
        <source>Select these photos, and choose this for them</source>
        <translation>Diese Fotos auswählen und dies für sie wählen</translation>
    </message>
    <message>
        <source>Select {names}</source>
        <translation>{names} auswählen</translation>
    </message>
    <message>
        <source>Send another code</source>
        <translation>Neuen Code senden</translation>
    </message>
    <message>
        <source>Send another code in {left} s</source>
        <translation>Neuen Code senden in {left} s</translation>
    </message>
    <message>
        <source>Send code</source>
        <translation>Code senden</translation>
    </message>
    <message>
        <source>Sending: {done} of {total} MB</source>
        <translation>Wird gesendet: {done} von {total} MB</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Share with the agent</source>
        <translation>Mit dem Makler teilen</translation>
    </message>
    <message>
        <source>Share with the agent…</source>
        <translation>Mit dem Makler teilen…</translation>
    </message>
    <message>
        <source>Sharpened</source>
        <translation>Geschärft</translation>
    </message>
    <message>
        <source>Sharpening</source>
        <translation>Schärfung</translation>
    </message>
    <message>
        <source>Shoot order</source>
        <translation>Reihenfolge des Shootings</translation>
    </message>
    <message>
        <source>Shoot {day}</source>
        <translation>Shooting {day}</translation>
    </message>
    <message>
        <source>Shoots</source>
        <translation>Shootings</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show earlier</source>
        <translation>Frühere zeigen</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show only the groups that are unsure; U goes from one to the next</source>
        <translation>Nur die unsicheren Gruppen zeigen; mit U geht es von einer zur nächsten</translation>
    </message>
    <message>
        <source>Show original in folder</source>
        <translation>Original im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show that order</source>
        <translation>Diese Reihenfolge zeigen</translation>
    </message>
    <message>
        <source>Show what changed</source>
        <translation>Änderungen zeigen</translation>
    </message>
    <message>
        <source>Show what changed, and what was left as in your photo</source>
        <translation>Zeigen, was sich geändert hat und was wie in Ihrem Foto blieb</translation>
    </message>
    <message>
        <source>Show which</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in to Luster</source>
        <translation>Bei Luster anmelden</translation>
    </message>
    <message>
        <source>Sign in to enhance</source>
        <translation>Zum Verbessern anmelden</translation>
    </message>
    <message>
        <source>Sign in to go on with your order.</source>
        <translation>Melden Sie sich an, damit Ihre Bestellung weitergeht.</translation>
    </message>
    <message>
        <source>Sign in to go on.</source>
        <translation>Melden Sie sich an, um fortzufahren.</translation>
    </message>
    <message>
        <source>Sign in to order</source>
        <translation>Zum Bestellen anmelden</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Signing in did not work. Ask for a new code and try again.</source>
        <translation>Die Anmeldung hat nicht geklappt. Fordern Sie einen neuen Code an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Six-digit code from the e-mail</source>
        <translation>Sechsstelliger Code aus der E-Mail</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>Size of the photos</source>
        <translation>Größe der Fotos</translation>
    </message>
    <message>
        <source>Sky</source>
        <translation>Himmel</translation>
    </message>
    <message>
        <source>Soft clouds</source>
        <translation>Weiche Wolken</translation>
    </message>
    <message>
        <source>Some of these exposures occur twice, so there may be two brackets of one scene.</source>
        <translation>Einige dieser Belichtungen gibt es zweimal; es können zwei Belichtungsreihen einer Szene sein.</translation>
    </message>
    <message>
        <source>Some of these photos were lit or processed differently from the others.</source>
        <translation>Einige dieser Fotos wurden anders beleuchtet oder entwickelt als die übrigen.</translation>
    </message>
    <message>
        <source>Some of these results or files are not stored at Luster. Choose others.</source>
        <translation>Einige dieser Ergebnisse oder Dateien sind nicht bei Luster gespeichert. Wählen Sie andere.</translation>
    </message>
    <message>
        <source>Some rules forbid it: say what goes</source>
        <translation>Manche Regeln verbieten es: Sagen Sie, was verschwindet</translation>
    </message>
    <message>
        <source>Something went wrong in Luster. It tries again by itself.</source>
        <translation>In Luster ist etwas schiefgegangen. Es wird von selbst noch einmal versucht.</translation>
    </message>
    <message>
        <source>Something went wrong inside Luster. Your photos and orders are safe.</source>
        <translation>In Luster ist etwas schiefgegangen. Ihre Fotos und Bestellungen sind sicher.</translation>
    </message>
    <message>
        <source>Something went wrong on our side. Please try again.</source>
        <translation>Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Auflösen</translation>
    </message>
    <message>
        <source>Stacks</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Sterne</translation>
    </message>
    <message>
        <source>Stars, turning and finishing</source>
        <translation>Sterne, Drehen und Feinschliff</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Stay white</source>
        <translation>Bleiben weiß</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Bleibt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stop watching. The photos that have arrived stay.</source>
        <translation>Nicht mehr beobachten. Angekommene Fotos bleiben.</translation>
    </message>
    <message>
        <source>Stopped. The same delivery goes on where it was.</source>
        <translation>Angehalten. Dieselbe Auslieferung geht weiter, wo sie war.</translation>
    </message>
    <message>
        <source>Stopped. What is there already is not sent again.</source>
        <translation>Angehalten. Was schon dort ist, wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Storage asked for a new link. Luster tries again by itself.</source>
        <translation>Der Speicher verlangte einen neuen Link. Luster versucht es von selbst noch einmal.</translation>
    </message>
    <message>
        <source>Storage did not take the photo. Try again; if that does not help, write to support.</source>
        <translation>Der Speicher nahm das Foto nicht an. Versuchen Sie es noch einmal; hilft das nicht, schreiben Sie dem Support.</translation>
    </message>
    <message>
        <source>Straight verticals</source>
        <translation>Gerade Senkrechten</translation>
    </message>
    <message>
        <source>Straighten verticals</source>
        <translation>Senkrechten geraderichten</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Stark</translation>
    </message>
    <message>
        <source>Sunset</source>
        <translation>Sonnenuntergang</translation>
    </message>
    <message>
        <source>System</source>
        <comment>appearance</comment>
        <translation>System</translation>
    </message>
    <message>
        <source>Take all paint away; Ctrl+Z takes back one stroke</source>
        <translation>Alle Bemalung entfernen; Strg+Z nimmt einen Strich zurück</translation>
    </message>
    <message>
        <source>Take an exposure out</source>
        <translation>Eine Belichtung herausnehmen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Take it out of the order, or put it in again</source>
        <translation>Aus der Bestellung nehmen oder wieder hineinnehmen</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Takes away what you paint over, such as bins, cables or cars, and leaves the rest of the photo untouched.</source>
        <translation>Nimmt weg, was Sie übermalen, etwa Tonnen, Kabel oder Autos, und lässt den Rest des Fotos unberührt.</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Nutzungsbedingungen</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>That does not look like an e-mail address.</source>
        <translation>Das sieht nicht nach einer E-Mail-Adresse aus.</translation>
    </message>
    <message numerus="yes">
        <source>The ZIP of {titles} is larger than {most} GB and is left out. Its pictures are on the page.</source>
        <comment>The ZIPs of {titles} are larger than {most} GB and are left out. Their pictures are on the page.</comment>
        <translation>
            <numerusform>Das ZIP von {titles} ist größer als {most} GB und fehlt. Seine Bilder stehen auf der Seite.</numerusform>
            <numerusform>Die ZIPs von {titles} sind größer als {most} GB und fehlen. Ihre Bilder stehen auf der Seite.</numerusform>
        </translation>
    </message>
    <message>
        <source>The address did not answer, or not by a valid certificate.</source>
        <translation>Die Adresse antwortete nicht, oder nicht mit einem gültigen Zertifikat.</translation>
    </message>
    <message>
        <source>The address is not known on the internet.</source>
        <translation>Die Adresse ist im Internet nicht bekannt.</translation>
    </message>
    <message>
        <source>The address leads on to another one. Enter that one.</source>
        <translation>Die Adresse führt zu einer anderen weiter. Geben Sie diese ein.</translation>
    </message>
    <message>
        <source>The address leads to a private network, where Luster sends nothing.</source>
        <translation>Die Adresse führt in ein privates Netz, wohin Luster nichts sendet.</translation>
    </message>
    <message>
        <source>The address must begin with https:// and name a server on the internet.</source>
        <translation>Die Adresse muss mit https:// beginnen und einen Server im Internet nennen.</translation>
    </message>
    <message>
        <source>The camera was bracketing, but the other exposures are missing.</source>
        <translation>Die Kamera machte eine Belichtungsreihe, aber die anderen Belichtungen fehlen.</translation>
    </message>
    <message>
        <source>The camera wrote no times or exposures, so these were grouped by name and looks.</source>
        <translation>Die Kamera schrieb keine Zeiten oder Belichtungen, daher wurde nach Namen und Aussehen gruppiert.</translation>
    </message>
    <message>
        <source>The card or folder is no longer there.</source>
        <translation>Die Karte oder der Ordner ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The card or folder went away while it was read, after {photos}. Connect it and add it again.</source>
        <translation>Die Karte oder der Ordner verschwand beim Lesen, nach {photos}. Schließen Sie sie wieder an und fügen Sie sie noch einmal hinzu.</translation>
    </message>
    <message>
        <source>The certificate or its key, {name}, cannot be read: {error}.</source>
        <translation>Das Zertifikat oder sein Schlüssel, {name}, ist nicht lesbar: {error}.</translation>
    </message>
    <message>
        <source>The change could not be kept</source>
        <translation>Die Änderung konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The code from the e-mail has 6 digits.</source>
        <translation>Der Code aus der E-Mail hat 6 Ziffern.</translation>
    </message>
    <message>
        <source>The colours are not in sRGB.</source>
        <translation>Die Farben sind nicht in sRGB.</translation>
    </message>
    <message>
        <source>The computer was asleep. Luster connects again and goes on by itself.</source>
        <translation>Der Computer war im Ruhezustand. Luster verbindet sich neu und macht von selbst weiter.</translation>
    </message>
    <message>
        <source>The connection was interrupted. Luster tries again by itself.</source>
        <translation>Die Verbindung wurde unterbrochen. Luster versucht es von selbst noch einmal.</translation>
    </message>
    <message>
        <source>The connection was lost. What has arrived stays; go on when there is one again.</source>
        <translation>Die Verbindung ging verloren. Was angekommen ist, bleibt; fahren Sie fort, wenn es wieder eine gibt.</translation>
    </message>
    <message>
        <source>The credit ledger&apos;s entries, without your name or anything else about you</source>
        <translation>Die Einträge des Credit-Kontos, ohne Ihren Namen oder anderes über Sie</translation>
    </message>
    <message>
        <source>The disk is full. Make room; Luster then goes on by itself.</source>
        <translation>Der Datenträger ist voll. Schaffen Sie Platz; dann macht Luster von selbst weiter.</translation>
    </message>
    <message>
        <source>The disk is nearly full, so finished photos are not fetched. Make room; Luster then goes on by itself.</source>
        <translation>Der Datenträger ist fast voll, daher werden fertige Fotos nicht geholt. Schaffen Sie Platz; dann macht Luster von selbst weiter.</translation>
    </message>
    <message>
        <source>The disk of {name} is full. Make room or choose another folder.</source>
        <translation>Der Datenträger von {name} ist voll. Schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The disk or folder cannot be reached or is full.</source>
        <translation>Der Datenträger oder Ordner ist nicht erreichbar oder voll.</translation>
    </message>
    <message>
        <source>The edit came back as another view of the scene, twice. No credit was taken. Try again later.</source>
        <translation>Die Bearbeitung kam zweimal als andere Ansicht der Szene zurück. Es wurde kein Credit verbraucht. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The edit came back as no usable picture, twice. No credit was taken. Try again later.</source>
        <translation>Die Bearbeitung kam zweimal als unbrauchbares Bild zurück. Es wurde kein Credit verbraucht. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The edit changed more than it should, twice. No credit was taken. Try another edit or a milder setting.</source>
        <translation>Die Bearbeitung änderte zweimal mehr, als sie sollte. Es wurde kein Credit verbraucht. Versuchen Sie eine andere Bearbeitung oder eine mildere Einstellung.</translation>
    </message>
    <message>
        <source>The edit did not work after several tries. No credit was taken.</source>
        <translation>Die Bearbeitung gelang auch nach mehreren Versuchen nicht. Es wurde kein Credit verbraucht.</translation>
    </message>
    <message>
        <source>The edit did not work. No credit was taken.</source>
        <translation>Die Bearbeitung gelang nicht. Es wurde kein Credit verbraucht.</translation>
    </message>
    <message>
        <source>The edit hardly changed what you asked for, twice. No credit was taken. Try another setting or another photo.</source>
        <translation>Die Bearbeitung änderte zweimal kaum, was Sie verlangt haben. Es wurde kein Credit verbraucht. Versuchen Sie eine andere Einstellung oder ein anderes Foto.</translation>
    </message>
    <message>
        <source>The edit stays within.</source>
        <translation>Die Bearbeitung bleibt darin.</translation>
    </message>
    <message>
        <source>The edited photo cannot be kept on this computer: {error}.</source>
        <translation>Das bearbeitete Foto kann auf diesem Computer nicht abgelegt werden: {error}.</translation>
    </message>
    <message>
        <source>The edited photo did not arrive whole.</source>
        <translation>Das bearbeitete Foto kam nicht vollständig an.</translation>
    </message>
    <message>
        <source>The exposures differ in size or kind, so they cannot be merged.</source>
        <translation>Die Belichtungen unterscheiden sich in Größe oder Art und lassen sich nicht zusammenfügen.</translation>
    </message>
    <message>
        <source>The file can no longer be read.</source>
        <translation>Die Datei ist nicht mehr lesbar.</translation>
    </message>
    <message>
        <source>The file cannot be read: {error}.</source>
        <translation>Die Datei ist nicht lesbar: {error}.</translation>
    </message>
    <message>
        <source>The file does not say how the picture came about.</source>
        <translation>Die Datei sagt nicht, wie das Bild entstand.</translation>
    </message>
    <message>
        <source>The file does not say what was altered.</source>
        <translation>Die Datei sagt nicht, was verändert wurde.</translation>
    </message>
    <message>
        <source>The file has not arrived yet.</source>
        <translation>Die Datei ist noch nicht angekommen.</translation>
    </message>
    <message>
        <source>The file has {kilobytes} kB; at least {least} are needed.</source>
        <translation>Die Datei hat {kilobytes} kB; mindestens {least} sind nötig.</translation>
    </message>
    <message>
        <source>The file has {kilobytes} kB; at most {most} are taken.</source>
        <translation>Die Datei hat {kilobytes} kB; höchstens {most} werden angenommen.</translation>
    </message>
    <message>
        <source>The file has {megabytes} MB; Luster takes up to {most} MB.</source>
        <translation>Die Datei hat {megabytes} MB; Luster nimmt bis zu {most} MB.</translation>
    </message>
    <message>
        <source>The file is an animation, not a photo.</source>
        <translation>Die Datei ist eine Animation, kein Foto.</translation>
    </message>
    <message>
        <source>The file is damaged or incomplete; copy it from the card again.</source>
        <translation>Die Datei ist beschädigt oder unvollständig; kopieren Sie sie noch einmal von der Karte.</translation>
    </message>
    <message>
        <source>The file is damaged, or its pixels are of a kind that Luster cannot read.</source>
        <translation>Die Datei ist beschädigt, oder ihre Pixel sind von einer Art, die Luster nicht lesen kann.</translation>
    </message>
    <message>
        <source>The file is damaged: a part of the picture is missing.</source>
        <translation>Die Datei ist beschädigt: Ein Teil des Bildes fehlt.</translation>
    </message>
    <message>
        <source>The file is damaged: its header cannot be read.</source>
        <translation>Die Datei ist beschädigt: Ihr Kopf ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The file is damaged: its picture cannot be read.</source>
        <translation>Die Datei ist beschädigt: Ihr Bild ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The file is empty; copy it from the card again.</source>
        <translation>Die Datei ist leer; kopieren Sie sie noch einmal von der Karte.</translation>
    </message>
    <message>
        <source>The file is in a form that Luster cannot read; export it again as JPEG.</source>
        <translation>Luster kann diese Form der Datei nicht lesen; exportieren Sie sie noch einmal als JPEG.</translation>
    </message>
    <message>
        <source>The file is missing. Locate it first.</source>
        <translation>Die Datei fehlt. Suchen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The file is not a JPEG, HEIC, PNG, TIFF or WebP photo, or it is damaged.</source>
        <translation>Die Datei ist kein JPEG-, HEIC-, PNG-, TIFF- oder WebP-Foto, oder sie ist beschädigt.</translation>
    </message>
    <message>
        <source>The file says what should not be in it: {what}.</source>
        <translation>Die Datei sagt, was nicht darin stehen soll: {what}.</translation>
    </message>
    <message>
        <source>The file was changed after it was added. Choose Try again to use it as it is now.</source>
        <translation>Die Datei wurde nach dem Hinzufügen geändert. Wählen Sie „Erneut versuchen“, um sie zu nehmen, wie sie jetzt ist.</translation>
    </message>
    <message>
        <source>The files are missing. Locate them first.</source>
        <translation>Die Dateien fehlen. Suchen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The finished photo or the folder is no longer there.</source>
        <translation>Das fertige Foto oder der Ordner ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The first photo must not be altered. Move another one there.</source>
        <translation>Das erste Foto darf nicht verändert sein. Setzen Sie ein anderes an diese Stelle.</translation>
    </message>
    <message>
        <source>The first {count} are shown.</source>
        <translation>Die ersten {count} werden gezeigt.</translation>
    </message>
    <message>
        <source>The folder cannot be watched</source>
        <translation>Der Ordner kann nicht beobachtet werden</translation>
    </message>
    <message>
        <source>The folder {name} cannot be found. Its photos arrive when it is back.</source>
        <translation>Der Ordner {name} ist nicht zu finden. Seine Fotos kommen an, wenn er wieder da ist.</translation>
    </message>
    <message>
        <source>The group is right as it is</source>
        <translation>Die Gruppe stimmt so</translation>
    </message>
    <message>
        <source>The image model could not work with this photo. No credit was taken; try exporting it again as JPEG.</source>
        <translation>Das Bildmodell konnte mit diesem Foto nicht arbeiten. Es wurde kein Credit verbraucht; exportieren Sie es noch einmal als JPEG.</translation>
    </message>
    <message>
        <source>The image model refused this photo for safety reasons. No credit was taken. Check that nobody&apos;s face or private text is the main subject, or try another photo.</source>
        <translation>Das Bildmodell lehnte dieses Foto aus Sicherheitsgründen ab. Es wurde kein Credit verbraucht. Achten Sie darauf, dass kein Gesicht und kein privater Text das Hauptmotiv ist, oder versuchen Sie ein anderes Foto.</translation>
    </message>
    <message>
        <source>The label needs words.</source>
        <translation>Der Hinweis braucht einen Wortlaut.</translation>
    </message>
    <message>
        <source>The last event was taken on {moment}.</source>
        <translation>Das letzte Ereignis wurde am {moment} angenommen.</translation>
    </message>
    <message>
        <source>The lawn was generated</source>
        <translation>Der Rasen wurde erzeugt</translation>
    </message>
    <message>
        <source>The library on this computer was damaged, so a new one was begun. Your photos are untouched, and the old library was kept as {name}.</source>
        <translation>Die Bibliothek auf diesem Computer war beschädigt, daher wurde eine neue begonnen. Ihre Fotos sind unberührt, und die alte Bibliothek wurde als {name} aufgehoben.</translation>
    </message>
    <message>
        <source>The library on this computer was written by a newer Luster. Install that one.</source>
        <translation>Die Bibliothek auf diesem Computer stammt von einem neueren Luster. Installieren Sie dieses.</translation>
    </message>
    <message>
        <source>The light in the windows was generated</source>
        <translation>Das Licht in den Fenstern wurde erzeugt</translation>
    </message>
    <message>
        <source>The link</source>
        <translation>Der Link</translation>
    </message>
    <message>
        <source>The link ended on {day}. Make a new one to share the photos again.</source>
        <translation>Der Link endete am {day}. Legen Sie einen neuen an, um die Fotos wieder zu teilen.</translation>
    </message>
    <message>
        <source>The link has ended: whoever opens it is told so.</source>
        <translation>Der Link ist beendet: Wer ihn öffnet, erfährt es.</translation>
    </message>
    <message>
        <source>The link in that e-mail has run out; the six digits still work.</source>
        <translation>Der Link in jener E-Mail ist abgelaufen; die sechs Ziffern gelten noch.</translation>
    </message>
    <message>
        <source>The link was made on another computer, which has it. To get one here, end it and make a new one.</source>
        <translation>Der Link wurde auf einem anderen Computer angelegt, der ihn hat. Um hier einen zu bekommen, beenden Sie ihn und legen einen neuen an.</translation>
    </message>
    <message>
        <source>The model&apos;s version</source>
        <translation>Die Fassung des Modells</translation>
    </message>
    <message>
        <source>The model&apos;s version is no longer kept.</source>
        <translation>Die Fassung des Modells wird nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>The model&apos;s version, close up</source>
        <translation>Die Fassung des Modells, aus der Nähe</translation>
    </message>
    <message>
        <source>The new key. Copy it now: it is not shown again.</source>
        <translation>Der neue Schlüssel. Kopieren Sie ihn jetzt: Er wird nicht noch einmal gezeigt.</translation>
    </message>
    <message>
        <source>The next of these</source>
        <translation>Die nächste davon</translation>
    </message>
    <message>
        <source>The order could not be written down</source>
        <translation>Die Bestellung konnte nicht aufgeschrieben werden</translation>
    </message>
    <message>
        <source>The order is finished.</source>
        <translation>Die Bestellung ist fertig.</translation>
    </message>
    <message numerus="yes">
        <source>The order is finished. {n} photo failed.</source>
        <comment>The order is finished. {n} photos failed.</comment>
        <translation>
            <numerusform>Die Bestellung ist fertig. {n} Foto ist fehlgeschlagen.</numerusform>
            <numerusform>Die Bestellung ist fertig. {n} Fotos sind fehlgeschlagen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The original is not where the profile wants it.</source>
        <translation>Das Original ist nicht dort, wo das Profil es verlangt.</translation>
    </message>
    <message>
        <source>The page is up to date. The link is still the same.</source>
        <translation>Die Seite ist auf dem neuesten Stand. Der Link ist derselbe geblieben.</translation>
    </message>
    <message>
        <source>The painted place was generated</source>
        <translation>Die bemalte Stelle wurde erzeugt</translation>
    </message>
    <message>
        <source>The painted region cannot be read.</source>
        <translation>Der bemalte Bereich ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The painted region has too many strokes. Use a larger brush.</source>
        <translation>Der bemalte Bereich hat zu viele Striche. Nehmen Sie einen größeren Pinsel.</translation>
    </message>
    <message>
        <source>The photo before or after shows the same scene, and nothing says whether it belongs here.</source>
        <translation>Das Foto davor oder danach zeigt dieselbe Szene, und nichts sagt, ob es hierher gehört.</translation>
    </message>
    <message>
        <source>The photo could not be processed; the file may be damaged. Export it again as JPEG and try once more.</source>
        <translation>Das Foto konnte nicht verarbeitet werden; die Datei ist vielleicht beschädigt. Exportieren Sie es noch einmal als JPEG und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The photo could not be saved in {name}: {error}.</source>
        <translation>Das Foto konnte nicht in {name} gespeichert werden: {error}.</translation>
    </message>
    <message>
        <source>The photo has 32-bit or unusual pixels; export it with 8 or 16 bits per channel.</source>
        <translation>Das Foto hat 32-Bit- oder ungewöhnliche Pixel; exportieren Sie es mit 8 oder 16 Bit je Kanal.</translation>
    </message>
    <message>
        <source>The photo has no pixels.</source>
        <translation>Das Foto hat keine Pixel.</translation>
    </message>
    <message>
        <source>The photo has {megapixels} megapixels; Luster edits up to {most}.</source>
        <translation>Das Foto hat {megapixels} Megapixel; Luster bearbeitet bis zu {most}.</translation>
    </message>
    <message>
        <source>The photo is no longer stored at Luster. It is sent again when you order an edit of it.</source>
        <translation>Das Foto ist nicht mehr bei Luster gespeichert. Es wird neu gesendet, wenn Sie eine Bearbeitung bestellen.</translation>
    </message>
    <message>
        <source>The photo is stored as HDR (PQ or HLG). Export it as a standard (SDR) photo.</source>
        <translation>Das Foto ist als HDR gespeichert (PQ oder HLG). Exportieren Sie es als gewöhnliches Foto (SDR).</translation>
    </message>
    <message>
        <source>The photo is stored as HDR (PQ or HLG); export it as a standard (SDR) photo.</source>
        <translation>Das Foto ist als HDR gespeichert (PQ oder HLG); exportieren Sie es als gewöhnliches Foto (SDR).</translation>
    </message>
    <message>
        <source>The photo needs more memory than there is; export it with fewer megapixels.</source>
        <translation>Das Foto braucht mehr Arbeitsspeicher, als da ist; exportieren Sie es mit weniger Megapixeln.</translation>
    </message>
    <message>
        <source>The photo shows too little for an edit to be placed: it is blank, blurred or mere noise.</source>
        <translation>Das Foto zeigt zu wenig für eine Bearbeitung: Es ist leer, unscharf oder nur Rauschen.</translation>
    </message>
    <message>
        <source>The photo to look like is not there. Choose a finished one of the same shoot and edit.</source>
        <translation>Das Foto, dem es gleichen soll, ist nicht da. Wählen Sie ein fertiges aus demselben Shooting mit derselben Bearbeitung.</translation>
    </message>
    <message>
        <source>The photo&apos;s shape does not fit the editor; crop it and try again.</source>
        <translation>Die Form des Fotos passt nicht zum Editor; beschneiden Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The photos and edits on this computer are still here.</source>
        <translation>Die Fotos und Bearbeitungen auf diesem Computer sind noch da.</translation>
    </message>
    <message>
        <source>The photos could not be added</source>
        <translation>Die Fotos konnten nicht hinzugefügt werden</translation>
    </message>
    <message>
        <source>The photos could not be arranged</source>
        <translation>Die Fotos konnten nicht angeordnet werden</translation>
    </message>
    <message>
        <source>The photos could not be located</source>
        <translation>Die Fotos konnten nicht gefunden werden</translation>
    </message>
    <message>
        <source>The photos could not be read</source>
        <translation>Die Fotos konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>The photos could not be saved</source>
        <translation>Die Fotos konnten nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The picture does not fit into {kilobytes} kB in this size. Choose a smaller size.</source>
        <translation>Das Bild passt in dieser Größe nicht in {kilobytes} kB. Wählen Sie eine kleinere Größe.</translation>
    </message>
    <message>
        <source>The picture has {width} × {height} pixels instead of {wanted}.</source>
        <translation>Das Bild hat {width} × {height} Pixel statt {wanted}.</translation>
    </message>
    <message>
        <source>The pictures could not be made</source>
        <translation>Die Bilder konnten nicht erstellt werden</translation>
    </message>
    <message>
        <source>The prepared file has changed before all of it was sent. Luster makes and sends it anew.</source>
        <translation>Die vorbereitete Datei hat sich geändert, bevor alles gesendet war. Luster erstellt und sendet sie neu.</translation>
    </message>
    <message>
        <source>The preset {preset} has no setting {setting!r}. It has: {choices}.</source>
        <translation>Die Vorgabe {preset} hat keine Einstellung {setting!r}. Sie hat: {choices}.</translation>
    </message>
    <message>
        <source>The preset {preset} needs a place: --edit {preset}:{setting}=RADIUS:X,Y in ten-thousandths.</source>
        <translation>Die Vorgabe {preset} braucht eine Stelle: --edit {preset}:{setting}=RADIUS:X,Y in Zehntausendsteln.</translation>
    </message>
    <message>
        <source>The recipe could not be deleted</source>
        <translation>Das Rezept konnte nicht gelöscht werden</translation>
    </message>
    <message>
        <source>The recipe could not be kept</source>
        <translation>Das Rezept konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The recipe needs a name, and its files do.</source>
        <translation>Das Rezept braucht einen Namen, und seine Dateien auch.</translation>
    </message>
    <message>
        <source>The report</source>
        <translation>Der Bericht</translation>
    </message>
    <message>
        <source>The report could not be saved</source>
        <translation>Der Bericht konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The report is saved as {name}. Send it to {support}.</source>
        <translation>Der Bericht ist als {name} gespeichert. Senden Sie ihn an {support}.</translation>
    </message>
    <message>
        <source>The request came too slowly. Please try again.</source>
        <translation>Die Anfrage kam zu langsam. Bitte versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The request holds a value that cannot be stored.</source>
        <translation>Die Anfrage enthält einen Wert, der sich nicht speichern lässt.</translation>
    </message>
    <message>
        <source>The result to go on from is no longer there. No credit was taken. Edit the photo itself.</source>
        <translation>Das Ergebnis, von dem ausgegangen wird, ist nicht mehr da. Es wurde kein Credit verbraucht. Bearbeiten Sie das Foto selbst.</translation>
    </message>
    <message>
        <source>The result to go on from is not there. Choose a finished one of the same photo.</source>
        <translation>Das Ergebnis, von dem ausgegangen wird, ist nicht da. Wählen Sie ein fertiges desselben Fotos.</translation>
    </message>
    <message>
        <source>The rules could not be kept</source>
        <translation>Die Regeln ließen sich nicht behalten</translation>
    </message>
    <message>
        <source>The rules could not be read</source>
        <translation>Die Regeln konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>The rules need a name, and where you have read them.</source>
        <translation>Die Regeln brauchen einen Namen und die Stelle, wo Sie sie gelesen haben.</translation>
    </message>
    <message>
        <source>The same evening and the same sky as in {name}, which is finished already</source>
        <translation>Derselbe Abend und derselbe Himmel wie in {name}, das schon fertig ist</translation>
    </message>
    <message>
        <source>The same request is still being worked on. Please wait a moment.</source>
        <translation>Dieselbe Anfrage wird noch bearbeitet. Bitte warten Sie einen Augenblick.</translation>
    </message>
    <message>
        <source>The secret that every event is signed with. Copy it now: it is not shown again.</source>
        <translation>Das Geheimnis, mit dem jedes Ereignis signiert wird. Kopieren Sie es jetzt: Es wird nicht noch einmal gezeigt.</translation>
    </message>
    <message>
        <source>The service cannot be reached. Check the connection.</source>
        <translation>Der Dienst ist nicht erreichbar. Prüfen Sie die Verbindung.</translation>
    </message>
    <message>
        <source>The service could not be reached properly (status {status}). Try again later.</source>
        <translation>Der Dienst war nicht richtig erreichbar (Status {status}). Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The service has refused this photo.</source>
        <translation>Der Dienst hat dieses Foto abgelehnt.</translation>
    </message>
    <message>
        <source>The service says of this edit: “{state}”. A newer Luster may say more.</source>
        <translation>Der Dienst sagt von dieser Bearbeitung: „{state}“. Ein neueres Luster weiß vielleicht mehr.</translation>
    </message>
    <message>
        <source>The service sent something that this version of Luster does not know.</source>
        <translation>Der Dienst hat etwas gesendet, das diese Version von Luster nicht kennt.</translation>
    </message>
    <message>
        <source>The shoot could not be made</source>
        <translation>Das Shooting konnte nicht angelegt werden</translation>
    </message>
    <message>
        <source>The shoot could not be opened</source>
        <translation>Das Shooting konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>The shoot could not be removed</source>
        <translation>Das Shooting konnte nicht entfernt werden</translation>
    </message>
    <message>
        <source>The shoot could not be renamed</source>
        <translation>Das Shooting konnte nicht umbenannt werden</translation>
    </message>
    <message>
        <source>The sign-in service cannot be reached. Check the connection and try again.</source>
        <translation>Der Anmeldedienst ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The sky was generated</source>
        <translation>Der Himmel wurde erzeugt</translation>
    </message>
    <message>
        <source>The steps between these exposures say that one is missing.</source>
        <translation>Nach den Stufen zwischen diesen Belichtungen fehlt eine.</translation>
    </message>
    <message>
        <source>The uploaded file is not the one that was checked. No credit was taken. Add the photo again.</source>
        <translation>Die hochgeladene Datei ist nicht die geprüfte. Es wurde kein Credit verbraucht. Fügen Sie das Foto noch einmal hinzu.</translation>
    </message>
    <message>
        <source>The view behind the windows was generated</source>
        <translation>Die Aussicht hinter den Fenstern wurde erzeugt</translation>
    </message>
    <message>
        <source>The words that count as a label, the ones that Luster writes first</source>
        <translation>Die Wörter, die als Hinweis gelten; zuerst die, die Luster schreibt</translation>
    </message>
    <message>
        <source>There are {number} pictures; at most {most} are taken.</source>
        <translation>Es sind {number} Bilder; höchstens {most} werden angenommen.</translation>
    </message>
    <message>
        <source>There is a newer Luster, but no room for it. Make room for {megabytes} MB.</source>
        <translation>Es gibt ein neueres Luster, aber keinen Platz dafür. Schaffen Sie Platz für {megabytes} MB.</translation>
    </message>
    <message>
        <source>There is a newer Luster, which cannot be kept on this computer: {error}.</source>
        <translation>Es gibt ein neueres Luster, das auf diesem Computer nicht gespeichert werden kann: {error}.</translation>
    </message>
    <message>
        <source>There is no account for this e-mail address.</source>
        <translation>Zu dieser E-Mail-Adresse gibt es kein Konto.</translation>
    </message>
    <message>
        <source>There is no answer yet. Check your connection, or wait: this goes on by itself. Nothing has been charged.</source>
        <translation>Noch keine Antwort. Prüfen Sie Ihre Verbindung, oder warten Sie: Es geht von selbst weiter. Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>There is no export recipe {name!r}. There are: {choices}.</source>
        <translation>Es gibt kein Exportrezept {name!r}. Es gibt: {choices}.</translation>
    </message>
    <message>
        <source>There is no finished photo to save yet.</source>
        <translation>Es gibt noch kein fertiges Foto zum Speichern.</translation>
    </message>
    <message>
        <source>There is no finished picture of this photo yet. Enhance it, or let Luster prepare it.</source>
        <translation>Von diesem Foto gibt es noch kein fertiges Bild. Verbessern Sie es, oder lassen Sie es von Luster vorbereiten.</translation>
    </message>
    <message>
        <source>There is no key yet.</source>
        <translation>Es gibt noch keinen Schlüssel.</translation>
    </message>
    <message>
        <source>There is no preset {preset!r}. Choose one of:
{choices}</source>
        <translation>Es gibt keine Vorgabe {preset!r}. Wählen Sie eine von:
{choices}</translation>
    </message>
    <message>
        <source>There is no profile {name!r}. There are: {choices}.</source>
        <translation>Es gibt kein Profil {name!r}. Es gibt: {choices}.</translation>
    </message>
    <message>
        <source>There is no such job.</source>
        <translation>Diesen Auftrag gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such key.</source>
        <translation>Diesen Schlüssel gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such pack of credits.</source>
        <translation>Dieses Credit-Paket gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such photo.</source>
        <translation>Dieses Foto gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such shoot.</source>
        <translation>Dieses Shooting gibt es nicht.</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>Hier ist nichts.</translation>
    </message>
    <message>
        <source>There were too many tries. Wait a minute, then try again.</source>
        <translation>Es waren zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>These edits bring no light or sky of their own that could be like another photo&apos;s.</source>
        <translation>Diese Bearbeitungen bringen weder Licht noch Himmel mit, die denen eines anderen Fotos gleichen könnten.</translation>
    </message>
    <message>
        <source>These photos could be grouped in another way too.</source>
        <translation>Diese Fotos ließen sich auch anders gruppieren.</translation>
    </message>
    <message>
        <source>These photos do not show the same scene, so they cannot be merged.</source>
        <translation>Diese Fotos zeigen nicht dieselbe Szene und lassen sich nicht zusammenfügen.</translation>
    </message>
    <message>
        <source>These photos may not all show the same scene.</source>
        <translation>Diese Fotos zeigen vielleicht nicht alle dieselbe Szene.</translation>
    </message>
    <message>
        <source>These pictures are too small to be merged.</source>
        <translation>Diese Bilder sind zu klein zum Zusammenfügen.</translation>
    </message>
    <message>
        <source>They say: {said}</source>
        <translation>Sie sagen: {said}</translation>
    </message>
    <message>
        <source>This DNG is compressed with JPEG XL, which Luster cannot develop. Export it as JPEG, or as a DNG without JPEG XL.</source>
        <translation>Dieses DNG ist mit JPEG XL komprimiert, das Luster nicht entwickeln kann. Exportieren Sie es als JPEG oder als DNG ohne JPEG XL.</translation>
    </message>
    <message>
        <source>This Idempotency-Key was used for another request.</source>
        <translation>Dieser Idempotency-Key wurde für eine andere Anfrage verwendet.</translation>
    </message>
    <message>
        <source>This TIFF has 32 bits a channel. Export it with 8 or 16 bits a channel.</source>
        <translation>Dieses TIFF hat 32 Bit je Kanal. Exportieren Sie es mit 8 oder 16 Bit je Kanal.</translation>
    </message>
    <message>
        <source>This account is closed. Write to support if that is a surprise.</source>
        <translation>Dieses Konto ist geschlossen. Schreiben Sie dem Support, wenn Sie das überrascht.</translation>
    </message>
    <message>
        <source>This address is for Luster alone.</source>
        <translation>Diese Adresse ist nur für Luster.</translation>
    </message>
    <message>
        <source>This cannot be undone, by you or by us.</source>
        <translation>Das lässt sich nicht rückgängig machen, weder von Ihnen noch von uns.</translation>
    </message>
    <message>
        <source>This code is wrong or has expired. Check it, or ask for a new one.</source>
        <translation>Dieser Code ist falsch oder abgelaufen. Prüfen Sie ihn, oder fordern Sie einen neuen an.</translation>
    </message>
    <message>
        <source>This computer has no key store that Luster can use, so you stay signed in only until Luster is closed.</source>
        <translation>Dieser Computer hat keinen Schlüsselspeicher, den Luster nutzen kann, daher bleiben Sie nur angemeldet, bis Luster geschlossen wird.</translation>
    </message>
    <message>
        <source>This e-mail address is not accepted. Check it for a typing error.</source>
        <translation>Diese E-Mail-Adresse wird nicht angenommen. Prüfen Sie sie auf Tippfehler.</translation>
    </message>
    <message>
        <source>This e-mail address or code is not accepted. Check it for a typing error.</source>
        <translation>Diese E-Mail-Adresse oder dieser Code wird nicht angenommen. Prüfen Sie auf Tippfehler.</translation>
    </message>
    <message>
        <source>This is a link to a web page, not a photo.</source>
        <translation>Das ist ein Link zu einer Webseite, kein Foto.</translation>
    </message>
    <message>
        <source>This is a shortcut. Add the folder or photo that it leads to.</source>
        <translation>Das ist eine Verknüpfung. Fügen Sie den Ordner oder das Foto hinzu, zu dem sie führt.</translation>
    </message>
    <message>
        <source>This is all of the report. Names of photos and shoots, folders, addresses and keys have been taken out. Nothing is sent by Luster: save it, and send the file to {support} with a few words on what happened.</source>
        <translation>Das ist der ganze Bericht. Namen von Fotos und Shootings, Ordner, Adressen und Schlüssel sind herausgenommen. Luster sendet nichts: Speichern Sie ihn und senden Sie die Datei an {support}, mit ein paar Worten dazu, was geschah.</translation>
    </message>
    <message>
        <source>This is an alias. Add the folder or photo that it leads to.</source>
        <translation>Das ist ein Alias. Fügen Sie den Ordner oder das Foto hinzu, zu dem er führt.</translation>
    </message>
    <message>
        <source>This is no JPEG.</source>
        <translation>Das ist kein JPEG.</translation>
    </message>
    <message>
        <source>This is not a file.</source>
        <translation>Das ist keine Datei.</translation>
    </message>
    <message>
        <source>This is not a photo that Luster can edit. It takes JPEG, HEIC, RAW, PNG, TIFF or WebP.</source>
        <translation>Das ist kein Foto, das Luster bearbeiten kann. Möglich sind JPEG, HEIC, RAW, PNG, TIFF oder WebP.</translation>
    </message>
    <message>
        <source>This is not an e-mail address.</source>
        <translation>Das ist keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>This job&apos;s id was used before for another order.</source>
        <translation>Die Kennung dieses Auftrags wurde schon für eine andere Bestellung verwendet.</translation>
    </message>
    <message>
        <source>This key&apos;s id was used before. Make another key.</source>
        <translation>Die Kennung dieses Schlüssels wurde schon verwendet. Legen Sie einen anderen Schlüssel an.</translation>
    </message>
    <message>
        <source>This link belongs to another sign-in.</source>
        <translation>Dieser Link gehört zu einer anderen Anmeldung.</translation>
    </message>
    <message>
        <source>This link did not work</source>
        <translation>Dieser Link funktionierte nicht</translation>
    </message>
    <message>
        <source>This link has expired or was used before. Ask for another e-mail.</source>
        <translation>Dieser Link ist abgelaufen oder wurde schon benutzt. Fordern Sie eine neue E-Mail an.</translation>
    </message>
    <message>
        <source>This link is not complete.</source>
        <translation>Dieser Link ist nicht vollständig.</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>This looks like a copy of {name}.</source>
        <translation>Das sieht nach einer Kopie von {name} aus.</translation>
    </message>
    <message>
        <source>This looks like an edited version of {name}.</source>
        <translation>Das sieht nach einer bearbeiteten Fassung von {name} aus.</translation>
    </message>
    <message>
        <source>This page can only be opened.</source>
        <translation>Diese Seite lässt sich nur öffnen.</translation>
    </message>
    <message>
        <source>This photo cannot be edited</source>
        <translation>Dieses Foto kann nicht bearbeitet werden</translation>
    </message>
    <message>
        <source>This photo cannot be edited.</source>
        <translation>Dieses Foto kann nicht bearbeitet werden.</translation>
    </message>
    <message>
        <source>This photo could not be prepared.</source>
        <translation>Dieses Foto konnte nicht vorbereitet werden.</translation>
    </message>
    <message>
        <source>This photo has this edit already</source>
        <translation>Dieses Foto hat diese Bearbeitung schon</translation>
    </message>
    <message>
        <source>This photo is being edited</source>
        <translation>Dieses Foto wird gerade bearbeitet</translation>
    </message>
    <message>
        <source>This photo is by itself. Drop others here, or select some and press Ctrl+G.</source>
        <translation>Dieses Foto steht für sich allein. Ziehen Sie andere hierher, oder wählen Sie welche aus und drücken Sie Strg+G.</translation>
    </message>
    <message>
        <source>This photo is no longer in the shoot.</source>
        <translation>Dieses Foto ist nicht mehr im Shooting.</translation>
    </message>
    <message>
        <source>This photo is one of a stack, which is edited as a whole.</source>
        <translation>Dieses Foto gehört zu einem Stapel, der als Ganzes bearbeitet wird.</translation>
    </message>
    <message numerus="yes">
        <source>This photo shows a room.</source>
        <comment>Every photo shows a room.</comment>
        <translation>
            <numerusform>Dieses Foto zeigt einen Raum.</numerusform>
            <numerusform>Jedes Foto zeigt einen Raum.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This photo shows no lawn.</source>
        <comment>No photo shows a lawn.</comment>
        <translation>
            <numerusform>Dieses Foto zeigt keinen Rasen.</numerusform>
            <numerusform>Kein Foto zeigt einen Rasen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This photo shows the outside.</source>
        <comment>Every photo shows the outside.</comment>
        <translation>
            <numerusform>Dieses Foto zeigt eine Außenansicht.</numerusform>
            <numerusform>Jedes Foto zeigt eine Außenansicht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This photo was taken at night.</source>
        <comment>Every photo was taken at night.</comment>
        <translation>
            <numerusform>Dieses Foto wurde nachts aufgenommen.</numerusform>
            <numerusform>Jedes Foto wurde nachts aufgenommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>This photo&apos;s id was used before for another file.</source>
        <translation>Die Kennung dieses Fotos wurde schon für eine andere Datei verwendet.</translation>
    </message>
    <message>
        <source>This preset or setting is no longer offered. No credit was taken. Choose another.</source>
        <translation>Diese Vorgabe oder Einstellung wird nicht mehr angeboten. Es wurde kein Credit verbraucht. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>This result is no longer stored at Luster. Order the edit again to have it made anew.</source>
        <translation>Dieses Ergebnis ist nicht mehr bei Luster gespeichert. Bestellen Sie die Bearbeitung noch einmal, um es neu zu bekommen.</translation>
    </message>
    <message>
        <source>This result was not checked</source>
        <translation>Dieses Ergebnis wurde nicht geprüft</translation>
    </message>
    <message>
        <source>This shoot belongs to another account. Sign in with that account to edit it.</source>
        <translation>Dieses Shooting gehört zu einem anderen Konto. Melden Sie sich mit jenem Konto an, um es zu bearbeiten.</translation>
    </message>
    <message>
        <source>This shoot has no link.</source>
        <translation>Dieses Shooting hat keinen Link.</translation>
    </message>
    <message>
        <source>This shoot was deleted. Start a new one.</source>
        <translation>Dieses Shooting wurde gelöscht. Legen Sie ein neues an.</translation>
    </message>
    <message>
        <source>Tick what is to be made.</source>
        <translation>Haken Sie an, was erstellt werden soll.</translation>
    </message>
    <message>
        <source>Tick what you want</source>
        <translation>Haken Sie an, was Sie wollen</translation>
    </message>
    <message>
        <source>Tinted: all that the edit changed</source>
        <translation>Getönt: alles, was die Bearbeitung geändert hat</translation>
    </message>
    <message>
        <source>Tinted: where it may differ beyond what you asked for</source>
        <translation>Getönt: was über das Verlangte hinaus abweichen kann</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>To confirm, type your e-mail address: {email}</source>
        <translation>Geben Sie zur Bestätigung Ihre E-Mail-Adresse ein: {email}</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>To review only</source>
        <translation>Nur zu prüfende</translation>
    </message>
    <message>
        <source>To review. Until then {other} is delivered</source>
        <translation>Zu prüfen. Bis dahin wird {other} ausgeliefert</translation>
    </message>
    <message>
        <source>Too many edits were cancelled or failed today. New orders are possible again tomorrow; please write to us.</source>
        <translation>Heute wurden zu viele Bearbeitungen abgebrochen oder sind fehlgeschlagen. Neue Bestellungen sind morgen wieder möglich; bitte schreiben Sie uns.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>Jetzt noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try again. If it happens again, restart Luster.</source>
        <translation>Versuchen Sie es noch einmal. Geschieht es wieder, starten Sie Luster neu.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Try the sample shoot</source>
        <translation>Beispiel-Shooting ausprobieren</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Turns a daytime exterior into a twilight shot with an evening sky and lit windows.</source>
        <translation>Macht aus einer Außenaufnahme bei Tag eine Dämmerungsaufnahme mit Abendhimmel und erleuchteten Fenstern.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Unsure groups only</source>
        <translation>Nur unsichere Gruppen</translation>
    </message>
    <message>
        <source>Unsure: {sentence}</source>
        <translation>Unsicher: {sentence}</translation>
    </message>
    <message>
        <source>Updates are off: this Luster runs from its sources.</source>
        <translation>Updates sind aus: Dieses Luster läuft aus seinen Quellen.</translation>
    </message>
    <message>
        <source>Updates are off: this Luster was built without a key to check them by.</source>
        <translation>Updates sind aus: Dieses Luster wurde ohne einen Schlüssel gebaut, mit dem sie sich prüfen lassen.</translation>
    </message>
    <message>
        <source>Updates are switched off on this computer.</source>
        <translation>Updates sind auf diesem Computer ausgeschaltet.</translation>
    </message>
    <message>
        <source>Uploading{percent}</source>
        <translation>Wird hochgeladen{percent}</translation>
    </message>
    <message>
        <source>Use the photo</source>
        <translation>Foto selbst nehmen</translation>
    </message>
    <message>
        <source>Use this address</source>
        <translation>Diese Adresse verwenden</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Aussicht</translation>
    </message>
    <message>
        <source>Waiting for credits</source>
        <translation>Wartet auf Credits</translation>
    </message>
    <message>
        <source>Waiting for your payment</source>
        <translation>Warten auf Ihre Zahlung</translation>
    </message>
    <message>
        <source>Waiting for {name}</source>
        <translation>Warten auf {name}</translation>
    </message>
    <message>
        <source>Waiting to upload</source>
        <translation>Wartet auf das Hochladen</translation>
    </message>
    <message>
        <source>Warm glow</source>
        <translation>Warmes Leuchten</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner beobachten</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>Ordner beobachten…</translation>
    </message>
    <message>
        <source>Watching {name}</source>
        <translation>{name} wird beobachtet</translation>
    </message>
    <message>
        <source>We e-mail you a code and a link. No password to remember.</source>
        <translation>Wir senden Ihnen per E-Mail einen Code und einen Link. Sie müssen sich kein Passwort merken.</translation>
    </message>
    <message>
        <source>Web address of the disclosure page</source>
        <translation>Webadresse der Offenlegungsseite</translation>
    </message>
    <message>
        <source>Web address that the disclosure page will have, for its QR code (optional)</source>
        <translation>Webadresse, die die Offenlegungsseite haben wird, für ihren QR-Code (freiwillig)</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What a picture has to be</source>
        <translation>Wie ein Bild sein muss</translation>
    </message>
    <message>
        <source>What altered photos need</source>
        <translation>Was bearbeitete Fotos brauchen</translation>
    </message>
    <message>
        <source>What arrived is not the file that was announced. Add the photo again.</source>
        <translation>Was ankam, ist nicht die angekündigte Datei. Fügen Sie das Foto noch einmal hinzu.</translation>
    </message>
    <message>
        <source>What goes is said by --removes, in one word for each painted part of --edit remove.</source>
        <translation>Was verschwindet, sagt --removes, mit einem Wort für jeden angemalten Teil von --edit remove.</translation>
    </message>
    <message>
        <source>What is it?</source>
        <translation>Was ist das?</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Was neu ist</translation>
    </message>
    <message>
        <source>What ships with Luster under this name is there again</source>
        <translation>Was mit Luster unter diesem Namen kommt, ist dann wieder da</translation>
    </message>
    <message>
        <source>What should be different this time?</source>
        <translation>Was soll diesmal anders sein?</translation>
    </message>
    <message>
        <source>What the key is for, such as your website</source>
        <translation>Wozu der Schlüssel dient, etwa für Ihre Website</translation>
    </message>
    <message>
        <source>What the model had made of a place that was left as in your photo</source>
        <translation>Was das Modell aus einer Stelle gemacht hatte, die wie in Ihrem Foto blieb</translation>
    </message>
    <message>
        <source>What the new key may do</source>
        <translation>Was der neue Schlüssel darf</translation>
    </message>
    <message>
        <source>What they say of each edit</source>
        <translation>Was sie zu jeder Bearbeitung sagen</translation>
    </message>
    <message>
        <source>What to remove</source>
        <translation>Was entfernt wird</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>When the link ends</source>
        <translation>Wann der Link endet</translation>
    </message>
    <message>
        <source>Where are the photos now?</source>
        <translation>Wo sind die Fotos jetzt?</translation>
    </message>
    <message>
        <source>Where do these photos go?</source>
        <translation>Wohin sollen diese Fotos?</translation>
    </message>
    <message>
        <source>Where should the report be saved?</source>
        <translation>Wo soll der Bericht gespeichert werden?</translation>
    </message>
    <message>
        <source>Where you have read them</source>
        <translation>Wo Sie sie gelesen haben</translation>
    </message>
    <message>
        <source>Which photos are left out</source>
        <translation>Welche Fotos weggelassen werden</translation>
    </message>
    <message>
        <source>Which room?</source>
        <translation>Welcher Raum?</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>Whose rules it is delivered by</source>
        <translation>Nach wessen Regeln ausgeliefert wird</translation>
    </message>
    <message>
        <source>Whose rules the shoot is delivered by</source>
        <translation>Nach wessen Regeln das Shooting ausgeliefert wird</translation>
    </message>
    <message>
        <source>Whose rules they are</source>
        <translation>Wessen Regeln es sind</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Wires, poles, fixtures, a neighbour&apos;s house: it stays with the place</source>
        <translation>Leitungen, Masten, Einbauten, das Nachbarhaus: Es bleibt am Ort</translation>
    </message>
    <message>
        <source>With a divider</source>
        <translation>Mit Trenner</translation>
    </message>
    <message>
        <source>With my byline, copyright, caption and keywords</source>
        <translation>Mit meinem Namen, Copyright, Beschreibung und Stichwörtern</translation>
    </message>
    <message>
        <source>With rejected photos</source>
        <translation>Mit abgelehnten Fotos</translation>
    </message>
    <message>
        <source>Without rejected photos</source>
        <translation>Ohne abgelehnte Fotos</translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation>Sie sind angemeldet</translation>
    </message>
    <message>
        <source>You can close this page and go back to Luster.</source>
        <translation>Sie können diese Seite schließen und zu Luster zurückkehren.</translation>
    </message>
    <message>
        <source>You can go on working. If it happens again, restart Luster.</source>
        <translation>Sie können weiterarbeiten. Geschieht es wieder, starten Sie Luster neu.</translation>
    </message>
    <message>
        <source>You have {credits} now. Orders that waited for credits go on by themselves.</source>
        <translation>Sie haben jetzt {credits}. Bestellungen, die auf Credits gewartet haben, gehen von selbst weiter.</translation>
    </message>
    <message>
        <source>You have {credits}.</source>
        <translation>Sie haben {credits}.</translation>
    </message>
    <message>
        <source>You have {credits}. {text}</source>
        <translation>Sie haben {credits}. {text}</translation>
    </message>
    <message>
        <source>You stay signed in on this computer.</source>
        <translation>Sie bleiben auf diesem Computer angemeldet.</translation>
    </message>
    <message>
        <source>Your account is on hold because of a payment that is disputed. Orders wait until that is settled.</source>
        <translation>Ihr Konto ist wegen einer angefochtenen Zahlung gesperrt. Bestellungen warten, bis das geklärt ist.</translation>
    </message>
    <message>
        <source>Your e-mail address and other personal data in Luster’s records</source>
        <translation>Ihre E-Mail-Adresse und andere persönliche Daten in den Unterlagen von Luster</translation>
    </message>
    <message>
        <source>Your e-mail address, to confirm</source>
        <translation>Ihre E-Mail-Adresse, zur Bestätigung</translation>
    </message>
    <message>
        <source>Your files stay where they are</source>
        <translation>Ihre Dateien bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>Your own copy could not be deleted</source>
        <translation>Ihre eigene Kopie ließ sich nicht löschen</translation>
    </message>
    <message>
        <source>Your own copy goes; the rules as Luster has read them hold again</source>
        <translation>Ihre eigene Kopie verschwindet; es gelten wieder die Regeln, wie Luster sie gelesen hat</translation>
    </message>
    <message>
        <source>Your own copy.</source>
        <translation>Ihre eigene Fassung.</translation>
    </message>
    <message>
        <source>Your own system can be told when a photo or a shoot is done: enter its https address.</source>
        <translation>Ihr eigenes System kann erfahren, wenn ein Foto oder Shooting fertig ist: Geben Sie seine https-Adresse ein.</translation>
    </message>
    <message>
        <source>Your own systems</source>
        <translation>Ihre eigenen Systeme</translation>
    </message>
    <message>
        <source>Your own {name} was passed over: {why}.</source>
        <translation>Ihre eigene Datei {name} wurde übergangen: {why}.</translation>
    </message>
    <message>
        <source>Your shoots at Luster, with every photo and edit stored there</source>
        <translation>Ihre Shootings bei Luster, mit jedem Foto und jeder Bearbeitung, die dort gespeichert sind</translation>
    </message>
    <message>
        <source>Your sign-in has expired. Work goes on after you sign in.</source>
        <translation>Ihre Anmeldung ist abgelaufen. Die Arbeit geht weiter, sobald Sie sich anmelden.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>a part</source>
        <translation>ein Teil</translation>
    </message>
    <message>
        <source>a photo as the camera took it</source>
        <translation>ein Foto, wie die Kamera es aufnahm</translation>
    </message>
    <message>
        <source>a photo merged from several exposures</source>
        <translation>ein Foto, aus mehreren Belichtungen zusammengefügt</translation>
    </message>
    <message>
        <source>a photo with light and colour changed</source>
        <translation>ein Foto mit verändertem Licht und veränderter Farbe</translation>
    </message>
    <message>
        <source>a photo with parts made by a generative model</source>
        <translation>ein Foto mit Teilen aus einem generativen Modell</translation>
    </message>
    <message>
        <source>about {hours} h</source>
        <translation>etwa {hours} h</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>etwa {minutes} min</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>any number</source>
        <translation>beliebig viele</translation>
    </message>
    <message>
        <source>any size</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie es ist</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>mindestens</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>at most {size} kB</source>
        <translation>höchstens {size} kB</translation>
    </message>
    <message>
        <source>before only</source>
        <translation>nur Vorher</translation>
    </message>
    <message>
        <source>before {percent} percent</source>
        <translation>Vorher {percent} Prozent</translation>
    </message>
    <message>
        <source>by 10 %</source>
        <translation>um 10 %</translation>
    </message>
    <message>
        <source>by a row</source>
        <translation>um eine Reihe</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <comment>a date, as Qt writes it</comment>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>damaged and left out: {names}</source>
        <translation>beschädigt und weggelassen: {names}</translation>
    </message>
    <message>
        <source>developed from RAW</source>
        <translation>aus RAW entwickelt</translation>
    </message>
    <message>
        <source>development</source>
        <translation>Entwicklung</translation>
    </message>
    <message>
        <source>disclose</source>
        <translation>offenlegen</translation>
    </message>
    <message>
        <source>downloading {count}</source>
        <translation>Laden {count}</translation>
    </message>
    <message>
        <source>editing</source>
        <translation>wird bearbeitet</translation>
    </message>
    <message>
        <source>editing {count}</source>
        <translation>Bearbeiten {count}</translation>
    </message>
    <message>
        <source>everything is shown</source>
        <translation>alles wird gezeigt</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>exposure {number} of {count}</source>
        <translation>Belichtung {number} von {count}</translation>
    </message>
    <message>
        <source>first photo an unaltered exterior</source>
        <translation>erstes Foto eine unveränderte Außenansicht</translation>
    </message>
    <message>
        <source>first photo the front from outside</source>
        <translation>erstes Foto die Vorderseite von außen</translation>
    </message>
    <message>
        <source>first photo unaltered</source>
        <translation>erstes Foto unverändert</translation>
    </message>
    <message>
        <source>for a listing</source>
        <translation>für ein Inserat</translation>
    </message>
    <message>
        <source>labelled by the MLS&apos; own marks alone</source>
        <translation>allein durch Zeichen des MLS gekennzeichnet</translation>
    </message>
    <message>
        <source>labelled in the caption</source>
        <translation>in der Bildbeschreibung gekennzeichnet</translation>
    </message>
    <message>
        <source>labelled in the caption and in the picture</source>
        <translation>in der Bildbeschreibung und im Bild gekennzeichnet</translation>
    </message>
    <message>
        <source>labelled in the caption or the picture</source>
        <translation>in der Bildbeschreibung oder im Bild gekennzeichnet</translation>
    </message>
    <message>
        <source>labelled in the caption, never in the picture</source>
        <translation>in der Bildbeschreibung gekennzeichnet, nie im Bild</translation>
    </message>
    <message>
        <source>labelled in the picture</source>
        <translation>im Bild gekennzeichnet</translation>
    </message>
    <message>
        <source>lens corrected</source>
        <translation>Objektiv korrigiert</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>longer edge at most</source>
        <translation>längere Kante höchstens</translation>
    </message>
    <message>
        <source>looks at shoots and results</source>
        <translation>sieht Shootings und Ergebnisse an</translation>
    </message>
    <message>
        <source>made by a generative model</source>
        <translation>von einem generativen Modell gemacht</translation>
    </message>
    <message>
        <source>matched to the shoot</source>
        <translation>an das Shooting angeglichen</translation>
    </message>
    <message>
        <source>merging {count}</source>
        <translation>Zusammenfügen {count}</translation>
    </message>
    <message>
        <source>movement removed</source>
        <translation>Bewegung entfernt</translation>
    </message>
    <message>
        <source>no rejected</source>
        <translation>keine abgelehnten</translation>
    </message>
    <message>
        <source>not used yet</source>
        <translation>noch nicht benutzt</translation>
    </message>
    <message>
        <source>or what was left as in your photo</source>
        <translation>oder was wie in Ihrem Foto blieb</translation>
    </message>
    <message>
        <source>or with a note</source>
        <translation>oder mit einer Notiz</translation>
    </message>
    <message>
        <source>original, no result yet</source>
        <translation>Original, noch kein Ergebnis</translation>
    </message>
    <message>
        <source>preparing {count}</source>
        <translation>Vorbereiten {count}</translation>
    </message>
    <message>
        <source>prohibited here</source>
        <translation>hier verboten</translation>
    </message>
    <message>
        <source>read on</source>
        <translation>gelesen am</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>sends photos, orders and shares</source>
        <translation>sendet Fotos, bestellt und teilt</translation>
    </message>
    <message numerus="yes">
        <source>stack of {n} exposure</source>
        <comment>stack of {n} exposures</comment>
        <translation>
            <numerusform>Stapel aus {n} Belichtung</numerusform>
            <numerusform>Stapel aus {n} Belichtungen</numerusform>
        </translation>
    </message>
    <message>
        <source>the disk reported an error</source>
        <translation>der Datenträger meldete einen Fehler</translation>
    </message>
    <message>
        <source>the file was changed since, or the signature is damaged</source>
        <translation>die Datei wurde seither geändert, oder die Signatur ist beschädigt</translation>
    </message>
    <message>
        <source>the front</source>
        <translation>die Vorderseite</translation>
    </message>
    <message>
        <source>the lawn</source>
        <translation>der Rasen</translation>
    </message>
    <message>
        <source>the light in the windows</source>
        <translation>das Licht in den Fenstern</translation>
    </message>
    <message>
        <source>the original among the photos</source>
        <translation>das Original unter den Fotos</translation>
    </message>
    <message>
        <source>the original behind a link</source>
        <translation>das Original hinter einem Link</translation>
    </message>
    <message>
        <source>the original directly after</source>
        <translation>das Original direkt danach</translation>
    </message>
    <message>
        <source>the original directly before</source>
        <translation>das Original direkt davor</translation>
    </message>
    <message>
        <source>the original directly before or after</source>
        <translation>das Original direkt davor oder danach</translation>
    </message>
    <message>
        <source>the painted place</source>
        <translation>die bemalte Stelle</translation>
    </message>
    <message>
        <source>the sky</source>
        <translation>der Himmel</translation>
    </message>
    <message>
        <source>the view behind the windows</source>
        <translation>die Aussicht hinter den Fenstern</translation>
    </message>
    <message>
        <source>this shoot</source>
        <translation>dieses Shooting</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>to spend</source>
        <translation>verfügbar</translation>
    </message>
    <message>
        <source>unchanged since, and the signer is trusted</source>
        <translation>seither unverändert, und der Signierende ist vertrauenswürdig</translation>
    </message>
    <message>
        <source>unchanged since; whether the signer can be trusted is not known</source>
        <translation>seither unverändert; ob dem Signierenden zu trauen ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>unclear, so disclose</source>
        <translation>unklar, daher offenlegen</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>unsure: {sentence}</source>
        <translation>unsicher: {sentence}</translation>
    </message>
    <message>
        <source>uploading {count}</source>
        <translation>Hochladen {count}</translation>
    </message>
    <message>
        <source>used on {day}</source>
        <translation>benutzt am {day}</translation>
    </message>
    <message>
        <source>verticals straightened by {degrees}°</source>
        <translation>Senkrechten um {degrees}° geradegerichtet</translation>
    </message>
    <message>
        <source>watching</source>
        <translation>wird beobachtet</translation>
    </message>
    <message>
        <source>what it says cannot be read</source>
        <translation>was es sagt, ist nicht lesbar</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>white balance set</source>
        <translation>Weißabgleich gesetzt</translation>
    </message>
    <message>
        <source>you have {count}</source>
        <translation>{count} vorhanden</translation>
    </message>
    <message>
        <source>you have {credits}</source>
        <translation>{credits} vorhanden</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>eigenes</translation>
    </message>
    <message>
        <source>{cost}. A photo that fails costs nothing.</source>
        <translation>{cost}. Ein fehlgeschlagenes Foto kostet nichts.</translation>
    </message>
    <message>
        <source>{count} at most</source>
        <translation>höchstens {count}</translation>
    </message>
    <message>
        <source>{count} waiting for credits</source>
        <translation>{count} warten auf Credits</translation>
    </message>
    <message>
        <source>{credits} a photo</source>
        <translation>{credits} pro Foto</translation>
    </message>
    <message>
        <source>{credits} missing</source>
        <translation>{credits} fehlen</translation>
    </message>
    <message>
        <source>{credits} missing for this order. {text}</source>
        <translation>{credits} fehlen für diese Bestellung. {text}</translation>
    </message>
    <message>
        <source>{credits} to spend</source>
        <translation>{credits} verfügbar</translation>
    </message>
    <message>
        <source>{day} at {time}</source>
        <translation>{day} um {time}</translation>
    </message>
    <message>
        <source>{decided} of {total} reviewed</source>
        <translation>{decided} von {total} geprüft</translation>
    </message>
    <message>
        <source>{done} of {pictures}</source>
        <translation>{done} von {pictures}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
    <message>
        <source>{edits} (sample)</source>
        <translation>{edits} (Beispiel)</translation>
    </message>
    <message>
        <source>{edits} of {photos}, {have}</source>
        <translation>{edits} an {photos}, {have}</translation>
    </message>
    <message>
        <source>{edits}, saved</source>
        <translation>{edits}, gespeichert</translation>
    </message>
    <message>
        <source>{edits}: in the queue</source>
        <translation>{edits}: in der Warteschlange</translation>
    </message>
    <message>
        <source>{edits}: {action}?</source>
        <translation>{edits}: {action}?</translation>
    </message>
    <message>
        <source>{edit} is prohibited by this profile. {rule}</source>
        <translation>{edit} ist nach diesem Profil verboten. {rule}</translation>
    </message>
    <message>
        <source>{edit}: say what goes. At worst {verdict}.</source>
        <translation>{edit}: Sagen Sie, was weg soll. Schlimmstenfalls {verdict}.</translation>
    </message>
    <message>
        <source>{exposures} exposures, where this shoot has sets of {usual}.</source>
        <translation>{exposures} Belichtungen, wo dieses Shooting Reihen von {usual} hat.</translation>
    </message>
    <message>
        <source>{left_out}, where you asked for no change</source>
        <translation>{left_out}, wo Sie keine Änderung verlangt haben</translation>
    </message>
    <message>
        <source>{n:02}, {address}, {room}, {name} and {edits} are filled in</source>
        <translation>{n:02}, {address}, {room}, {name} und {edits} werden eingesetzt</translation>
    </message>
    <message numerus="yes">
        <source>{names} and {n} photo more</source>
        <comment>{names} and {n} photos more</comment>
        <translation>
            <numerusform>{names} und {n} Foto mehr</numerusform>
            <numerusform>{names} und {n} Fotos mehr</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} (your own)</source>
        <translation>{name} (Ihre eigenen)</translation>
    </message>
    <message>
        <source>{name} is not a folder. Choose another.</source>
        <translation>{name} ist kein Ordner. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>{name} – Luster</source>
        <translation>{name} – Luster</translation>
    </message>
    <message>
        <source>{name}: passes</source>
        <translation>{name}: bestanden</translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation>{name}: {why}</translation>
    </message>
    <message numerus="yes">
        <source>{n} credit</source>
        <comment>{n} credits</comment>
        <translation>
            <numerusform>{n} Credit</numerusform>
            <numerusform>{n} Credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit added</source>
        <comment>{n} credits added</comment>
        <translation>
            <numerusform>{n} Credit hinzugekommen</numerusform>
            <numerusform>{n} Credits hinzugekommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit added. You have {have} now.</source>
        <comment>{n} credits added. You have {have} now.</comment>
        <translation>
            <numerusform>{n} Credit hinzugekommen. Sie haben jetzt {have}.</numerusform>
            <numerusform>{n} Credits hinzugekommen. Sie haben jetzt {have}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit missing.</source>
        <comment>{n} credits missing.</comment>
        <translation>
            <numerusform>{n} Credit fehlt.</numerusform>
            <numerusform>{n} Credits fehlen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit more set aside for orders under way.</source>
        <comment>{n} credits more set aside for orders under way.</comment>
        <translation>
            <numerusform>{n} weiterer Credit ist für laufende Bestellungen zurückgelegt.</numerusform>
            <numerusform>{n} weitere Credits sind für laufende Bestellungen zurückgelegt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit that you have not used</source>
        <comment>{n} credits that you have not used</comment>
        <translation>
            <numerusform>{n} Credit, den Sie nicht verbraucht haben</numerusform>
            <numerusform>{n} Credits, die Sie nicht verbraucht haben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} done</source>
        <comment>{n} done</comment>
        <translation>
            <numerusform>{n} fertig</numerusform>
            <numerusform>{n} fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} edit</source>
        <comment>{n} edits</comment>
        <translation>
            <numerusform>{n} Bearbeitung</numerusform>
            <numerusform>{n} Bearbeitungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} edit done</source>
        <comment>{n} edits done</comment>
        <translation>
            <numerusform>{n} Bearbeitung fertig</numerusform>
            <numerusform>{n} Bearbeitungen fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} event could not be delivered and was given up.</source>
        <comment>{n} events could not be delivered and were given up.</comment>
        <translation>
            <numerusform>{n} Ereignis konnte nicht zugestellt werden und wurde aufgegeben.</numerusform>
            <numerusform>{n} Ereignisse konnten nicht zugestellt werden und wurden aufgegeben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} event is on the way.</source>
        <comment>{n} events are on the way.</comment>
        <translation>
            <numerusform>{n} Ereignis ist unterwegs.</numerusform>
            <numerusform>{n} Ereignisse sind unterwegs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} exposure</source>
        <comment>{n} exposures</comment>
        <translation>
            <numerusform>{n} Belichtung</numerusform>
            <numerusform>{n} Belichtungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} exposure merged</source>
        <comment>{n} exposures merged</comment>
        <translation>
            <numerusform>{n} Belichtung zusammengefügt</numerusform>
            <numerusform>{n} Belichtungen zusammengefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} exterior</source>
        <comment>{n} exteriors</comment>
        <translation>
            <numerusform>{n} Außenansicht</numerusform>
            <numerusform>{n} Außenansichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} failed</source>
        <comment>{n} failed</comment>
        <translation>
            <numerusform>{n} fehlgeschlagen</numerusform>
            <numerusform>{n} fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file</source>
        <comment>{n} files</comment>
        <translation>
            <numerusform>{n} Datei</numerusform>
            <numerusform>{n} Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file was left out</source>
        <comment>{n} files were left out</comment>
        <translation>
            <numerusform>{n} Datei wurde weggelassen</numerusform>
            <numerusform>{n} Dateien wurden weggelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} group is unsure. Look at it first.</source>
        <comment>{n} groups are unsure. Look at them first.</comment>
        <translation>
            <numerusform>{n} Gruppe ist unsicher. Sehen Sie sie zuerst an.</numerusform>
            <numerusform>{n} Gruppen sind unsicher. Sehen Sie sie zuerst an.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} in no need</source>
        <comment>{n} in no need</comment>
        <translation>
            <numerusform>{n} ohne Bedarf</numerusform>
            <numerusform>{n} ohne Bedarf</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} interior</source>
        <comment>{n} interiors</comment>
        <translation>
            <numerusform>{n} Innenansicht</numerusform>
            <numerusform>{n} Innenansichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} left out</source>
        <comment>{n} left out</comment>
        <translation>
            <numerusform>{n} weggelassen</numerusform>
            <numerusform>{n} weggelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} missing</source>
        <comment>{n} missing</comment>
        <translation>
            <numerusform>{n} fehlt</numerusform>
            <numerusform>{n} fehlen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new shoot</source>
        <comment>{n} new shoots</comment>
        <translation>
            <numerusform>{n} neues Shooting</numerusform>
            <numerusform>{n} neue Shootings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} not saved</source>
        <comment>{n} not saved</comment>
        <translation>
            <numerusform>{n} nicht gespeichert</numerusform>
            <numerusform>{n} nicht gespeichert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} ordered before</source>
        <comment>{n} ordered before</comment>
        <translation>
            <numerusform>{n} schon bestellt</numerusform>
            <numerusform>{n} schon bestellt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo</source>
        <comment>{n} photos</comment>
        <translation>
            <numerusform>{n} Foto</numerusform>
            <numerusform>{n} Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo added</source>
        <comment>{n} photos added</comment>
        <translation>
            <numerusform>{n} Foto hinzugefügt</numerusform>
            <numerusform>{n} Fotos hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo added to {name}.</source>
        <comment>{n} photos added to {name}.</comment>
        <translation>
            <numerusform>{n} Foto zu {name} hinzugefügt.</numerusform>
            <numerusform>{n} Fotos zu {name} hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo already in the shoot</source>
        <comment>{n} photos already in the shoot</comment>
        <translation>
            <numerusform>{n} Foto schon im Shooting</numerusform>
            <numerusform>{n} Fotos schon im Shooting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo could not be sent: the file is no longer there.</source>
        <comment>{n} photos could not be sent: the files are no longer there.</comment>
        <translation>
            <numerusform>{n} Foto konnte nicht gesendet werden: Die Datei ist nicht mehr da.</numerusform>
            <numerusform>{n} Fotos konnten nicht gesendet werden: Die Dateien sind nicht mehr da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo found again in a new place</source>
        <comment>{n} photos found again in a new place</comment>
        <translation>
            <numerusform>{n} Foto an neuer Stelle wiedergefunden</numerusform>
            <numerusform>{n} Fotos an neuer Stelle wiedergefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo found again.</source>
        <comment>{n} photos found again.</comment>
        <translation>
            <numerusform>{n} Foto wiedergefunden.</numerusform>
            <numerusform>{n} Fotos wiedergefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo not ordered. {why}</source>
        <comment>{n} photos not ordered. {why}</comment>
        <translation>
            <numerusform>{n} Foto nicht bestellt. {why}</numerusform>
            <numerusform>{n} Fotos nicht bestellt. {why}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo ordered: {edits}.</source>
        <comment>{n} photos ordered: {edits}.</comment>
        <translation>
            <numerusform>{n} Foto bestellt: {edits}.</numerusform>
            <numerusform>{n} Fotos bestellt: {edits}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo removed from the shoot. The files are still on your disk.</source>
        <comment>{n} photos removed from the shoot. The files are still on your disk.</comment>
        <translation>
            <numerusform>{n} Foto aus dem Shooting entfernt. Die Datei ist noch auf Ihrem Datenträger.</numerusform>
            <numerusform>{n} Fotos aus dem Shooting entfernt. Die Dateien sind noch auf Ihrem Datenträger.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo selected</source>
        <comment>{n} photos selected</comment>
        <translation>
            <numerusform>{n} Foto ausgewählt</numerusform>
            <numerusform>{n} Fotos ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo waiting for credits.</source>
        <comment>{n} photos waiting for credits.</comment>
        <translation>
            <numerusform>{n} Foto wartet auf Credits.</numerusform>
            <numerusform>{n} Fotos warten auf Credits.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture</source>
        <comment>{n} pictures</comment>
        <translation>
            <numerusform>{n} Bild</numerusform>
            <numerusform>{n} Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture could not be made and cannot be downloaded. Deliver the shoot to see why.</source>
        <comment>{n} pictures could not be made and cannot be downloaded. Deliver the shoot to see why.</comment>
        <translation>
            <numerusform>{n} Bild konnte nicht gemacht werden und ist nicht zum Herunterladen da. Liefern Sie das Shooting aus, um zu sehen, warum.</numerusform>
            <numerusform>{n} Bilder konnten nicht gemacht werden und sind nicht zum Herunterladen da. Liefern Sie das Shooting aus, um zu sehen, warum.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture made</source>
        <comment>{n} pictures made</comment>
        <translation>
            <numerusform>{n} Bild erstellt</numerusform>
            <numerusform>{n} Bilder erstellt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture to look at.</source>
        <comment>{n} pictures to look at.</comment>
        <translation>
            <numerusform>{n} Bild zum Ansehen.</numerusform>
            <numerusform>{n} Bilder zum Ansehen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place differs beyond what you asked for</source>
        <comment>{n} places differ beyond what you asked for</comment>
        <translation>
            <numerusform>{n} Stelle weicht über das Verlangte hinaus ab</numerusform>
            <numerusform>{n} Stellen weichen über das Verlangte hinaus ab</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place left as in your photo</source>
        <comment>{n} places left as in your photo</comment>
        <translation>
            <numerusform>{n} Stelle wie in Ihrem Foto</numerusform>
            <numerusform>{n} Stellen wie in Ihrem Foto</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place to look at</source>
        <comment>{n} places to look at</comment>
        <translation>
            <numerusform>{n} Stelle zum Ansehen</numerusform>
            <numerusform>{n} Stellen zum Ansehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place was left as in your photo</source>
        <comment>{n} places were left as in your photo</comment>
        <translation>
            <numerusform>{n} Stelle blieb wie in Ihrem Foto</numerusform>
            <numerusform>{n} Stellen blieben wie in Ihrem Foto</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} rejected</source>
        <comment>{n} rejected</comment>
        <translation>
            <numerusform>{n} abgelehnt</numerusform>
            <numerusform>{n} abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} rejected left out</source>
        <comment>{n} rejected left out</comment>
        <translation>
            <numerusform>{n} abgelehntes weggelassen</numerusform>
            <numerusform>{n} abgelehnte weggelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} result</source>
        <comment>{n} results</comment>
        <translation>
            <numerusform>{n} Ergebnis</numerusform>
            <numerusform>{n} Ergebnisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} result saved</source>
        <comment>{n} results saved</comment>
        <translation>
            <numerusform>{n} Ergebnis gespeichert</numerusform>
            <numerusform>{n} Ergebnisse gespeichert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} selected</source>
        <comment>{n} selected</comment>
        <translation>
            <numerusform>{n} ausgewählt</numerusform>
            <numerusform>{n} ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} shows a room</source>
        <comment>{n} show a room</comment>
        <translation>
            <numerusform>{n} zeigt einen Raum</numerusform>
            <numerusform>{n} zeigen einen Raum</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} shows no lawn</source>
        <comment>{n} show no lawn</comment>
        <translation>
            <numerusform>{n} zeigt keinen Rasen</numerusform>
            <numerusform>{n} zeigen keinen Rasen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} shows the outside</source>
        <comment>{n} show the outside</comment>
        <translation>
            <numerusform>{n} zeigt die Außenseite</numerusform>
            <numerusform>{n} zeigen die Außenseite</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} star</source>
        <comment>{n} stars</comment>
        <translation>
            <numerusform>{n} Stern</numerusform>
            <numerusform>{n} Sterne</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} there already</source>
        <comment>{n} there already</comment>
        <translation>
            <numerusform>{n} schon da</numerusform>
            <numerusform>{n} schon da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} unclear</source>
        <comment>{n} unclear</comment>
        <translation>
            <numerusform>{n} unklar</numerusform>
            <numerusform>{n} unklar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} unsure group</source>
        <comment>{n} unsure groups</comment>
        <translation>
            <numerusform>{n} unsichere Gruppe</numerusform>
            <numerusform>{n} unsichere Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} unusable</source>
        <comment>{n} unusable</comment>
        <translation>
            <numerusform>{n} unbrauchbar</numerusform>
            <numerusform>{n} unbrauchbar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} was taken at night</source>
        <comment>{n} were taken at night</comment>
        <translation>
            <numerusform>{n} entstand bei Nacht</numerusform>
            <numerusform>{n} entstanden bei Nacht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}+ star</source>
        <comment>{n}+ stars</comment>
        <translation>
            <numerusform>{n}+ Stern</numerusform>
            <numerusform>{n}+ Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>{order}, reversed</source>
        <translation>{order}, umgekehrt</translation>
    </message>
    <message>
        <source>{parts} were generated</source>
        <translation>{parts} wurden erzeugt</translation>
    </message>
    <message>
        <source>{photos} from {exposures}</source>
        <translation>{photos} aus {exposures}</translation>
    </message>
    <message>
        <source>{photos} of the shoot</source>
        <translation>{photos} des Shootings</translation>
    </message>
    <message>
        <source>{photos} on screen</source>
        <translation>{photos} auf dem Bildschirm</translation>
    </message>
    <message>
        <source>{photos} without this edit</source>
        <translation>{photos} ohne diese Bearbeitung</translation>
    </message>
    <message>
        <source>{photos}, only where it is painted</source>
        <translation>{photos}, nur wo gemalt ist</translation>
    </message>
    <message>
        <source>{photos}, {count} in progress</source>
        <translation>{photos}, {count} in Arbeit</translation>
    </message>
    <message>
        <source>{price} a photo</source>
        <translation>{price} pro Foto</translation>
    </message>
    <message>
        <source>{said}. The map that shows where is not on this computer</source>
        <translation>{said}. Die Karte, die zeigt, wo, ist nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>{setting} cannot be {value!r}. Choose one of: {choices}.</source>
        <translation>{setting} kann nicht {value!r} sein. Wählen Sie eines von: {choices}.</translation>
    </message>
    <message>
        <source>{title} for {whom}</source>
        <translation>{title} für {whom}</translation>
    </message>
    <message>
        <source>{title} for {whom}: {names}.</source>
        <translation>{title} für {whom}: {names}.</translation>
    </message>
    <message>
        <source>{title}, delivered</source>
        <translation>{title}, ausgeliefert</translation>
    </message>
    <message>
        <source>{title}, {credits} a photo. {summary}</source>
        <translation>{title}, {credits} pro Foto. {summary}</translation>
    </message>
    <message>
        <source>{title}: never in the first photo</source>
        <translation>{title}: nie im ersten Foto</translation>
    </message>
    <message>
        <source>{title}: the rule</source>
        <translation>{title}: die Regel</translation>
    </message>
    <message>
        <source>{title}: what holds</source>
        <translation>{title}: was gilt</translation>
    </message>
    <message>
        <source>{verdict}, not as first photo</source>
        <translation>{verdict}, nicht als erstes Foto</translation>
    </message>
    <message>
        <source>{why} Choose Try again to fetch it once more.</source>
        <translation>{why} Wählen Sie „Erneut versuchen“, um es noch einmal zu holen.</translation>
    </message>
</context>
</TS>
