"""What grading says to pupils and teachers, by topic and code: {"en": …, "lv": …}."""
from __future__ import annotations


def in_language(table: dict, language: str) -> dict[str, str]:
    """One language of a table of words: {name: text}."""
    return {name: text[language] for name, text in table.items()}


FEEDBACK = {  # the page that a pupil gets back
    "kind": {"en": "Feedback", "lv": "Atgriezeniskā saite"},
    "total": {"en": "Points: {score} of {most}", "lv": "Punkti: {score} no {most}"},
    "of": {"en": "{score} of {most}", "lv": "{score} no {most}"},
    "by-task": {"en": "Points by task", "lv": "Punkti pa uzdevumiem"},
    "task": {"en": "Task", "lv": "Uzdevums"},
    "points": {"en": "Points", "lv": "Punkti"},
    "next": {"en": "What to look at", "lv": "Kam pievērst uzmanību"},
    "full": {"en": "All points", "lv": "Visi punkti"},
    "part": {"en": "Part of the points", "lv": "Daļa punktu"},
    "none": {"en": "No points yet", "lv": "Punktu vēl nav"},
    "waits": {"en": "Your teacher has not marked this yet", "lv": "Šī atbilde vēl jānovērtē skolotājam"},
    "see-again": {"en": "Read again:", "lv": "Izlasi vēlreiz:"},
    "in-notebook": {"en": "in the notebook", "lv": "darba burtnīcā"},
    "late": {"en": "Taken off for handing in late: {points}", "lv": "Atņemts par nokavētu termiņu: {points}"},
    "happened": {"en": "What happened to your notebook", "lv": "Kas notika ar tavu darba burtnīcu"},
    "graded-so-far": {"en": "Everything that ran before has been marked.",
                      "lv": "Viss, kas izpildījās pirms tam, ir novērtēts."},
    "work": {"en": "Your work", "lv": "Tavs darbs"},
    "answer": {"en": "Your answer", "lv": "Tava atbilde"},
    "check-code": {"en": "Code of the check", "lv": "Pārbaudes kods"},
    "given-code": {"en": "Given code", "lv": "Dotais kods"},
    "kept": {"en": "Kept from your file", "lv": "Saglabāts no tavas datnes"},
    "comment": {"en": "Your teacher says", "lv": "Skolotāja komentārs"},
    "no-response": {"en": "There is no answer here.", "lv": "Te nav atbildes."},
    "unpassed": {"en": "A test was not passed.", "lv": "Viena pārbaude nav izturēta."},
    "hidden": {"en": "[This line is not shown.]", "lv": "[Šo rindu te nerāda.]"},
    "picture": {"en": "A picture that the code in this cell drew; it has no description.",
                "lv": "Attēls, ko uzzīmēja šīs šūnas kods; apraksta tam nav."},
    "outside": {"en": "a picture that is not in the notebook", "lv": "attēls, kura darba burtnīcā nav"},
    "table": {"en": "Table", "lv": "Tabula"},
    "top": {"en": "Back to the points", "lv": "Atpakaļ pie punktiem"},
    "and": {"en": " and ", "lv": " un "},
}

REPAIRS = {  # what was mended in a hand-in, said to the pupil: the codes of `grading.repair` and `submission`
    "deleted": {"en": "Cells that you had deleted were put back.", "lv": "Šūnas, ko izdzēsi, ir ieliktas atpakaļ."},
    "copied": {"en": "A cell was there twice. The original counts; where it was untouched, your copy counts.",
               "lv": "Kāda šūna bija divreiz. Skaitās sākotnējā; ja tā palika tukša, skaitās tava kopija."},
    "split": {"en": "A cell that you had split was joined again.", "lv": "Šūna, ko pārdalīji, ir atkal savienota."},
    "merged": {"en": "Cells that you had merged were taken apart again.",
               "lv": "Šūnas, ko apvienoji, ir atkal atdalītas."},
    "guessed": {"en": "You answered in a new cell. The answer was put into the cell of the task.",
                "lv": "Atbildēji jaunā šūnā. Atbilde ir ielikta uzdevuma šūnā."},
    "moved": {"en": "The cells were put back into their order.", "lv": "Šūnas ir sakārtotas sākotnējā secībā."},
    "metadata": {"en": "Marks that grading needs had been changed; they were set right.",
                 "lv": "Bija mainījušās norādes, kas vajadzīgas vērtēšanai; tās ir atjaunotas."},
    "type": {"en": "A cell had changed between code and text; it was changed back.",
             "lv": "Šūna bija pārvērsta no koda par tekstu vai otrādi; tā ir pārvērsta atpakaļ."},
    "locked": {"en": "You had changed cells that must stay as they are. The original ones were used; what you wrote "
                     "there was kept as text.",
               "lv": "Bija mainītas šūnas, kurām jāpaliek, kādas tās ir. Izmantotas sākotnējās; tas, ko tur "
                     "ierakstīji, ir saglabāts kā teksts."},
    "truncated": {"en": "The file is damaged or breaks off. What could be read was graded.",
                  "lv": "Datne ir bojāta vai nepilnīga. Novērtēts tas, ko izdevās nolasīt."},
    "unreadable": {"en": "The file is no notebook. Its text was kept. Hand in the .ipynb file.",
                   "lv": "Datne nav darba burtnīca. Tās teksts ir saglabāts. Iesniedz .ipynb datni."},
    "other": {"en": "This notebook belongs to another assignment. Hand in the right one.",
              "lv": "Šī darba burtnīca ir no cita darba. Iesniedz īsto."},
    "encoding": {"en": "The file had been saved by another program; its letters were read all the same.",
                 "lv": "Datne bija saglabāta citā programmā; burti tomēr ir nolasīti."},
    "huge": {"en": "The file was very large, so its old outputs were left out.",
             "lv": "Datne bija ļoti liela, tāpēc vecie rezultāti ir izlaisti."},
    "old": {"en": "The notebook had an old format; it was brought up to date.",
            "lv": "Darba burtnīcai bija vecs formāts; tas ir atjaunināts."},
    "kernel": {"en": "The notebook asked for another kernel; it was run with the usual one.",
               "lv": "Darba burtnīcā bija norādīts cits kodols; tā izpildīta ar parasto."},
    "zip": {"en": "The notebook was taken out of a zip file.", "lv": "Darba burtnīca ir izņemta no zip datnes."},
    "zip-left": {"en": "Some files in the zip were left out: too many, too large, or a name that leads elsewhere.",
                 "lv": "Dažas datnes no zip datnes nav ņemtas: to ir par daudz, tās ir par lielu vai nosaukums ved "
                       "citur."},
    "renamed": {"en": "The file had another name; it was found all the same.",
                "lv": "Datnei bija cits nosaukums; tā tomēr ir atrasta."},
    "second": {"en": "The notebook itself was untouched, so the other one in your hand-in was graded.",
               "lv": "Pati darba burtnīca palika neaizpildīta, tāpēc novērtēta otra, ko iesniedzi."},
    "missing": {"en": "There was no notebook in your hand-in, or the file was empty. Hand it in again.",
                "lv": "Tavā iesniegumā nebija darba burtnīcas, vai datne bija tukša. Iesniedz to vēlreiz."},
}

REPAIRS_TEACHER = {  # the same, said to the teacher; what is missing here is said as to the pupil
    "deleted": {"en": "Deleted cells were put back.", "lv": "Izdzēstās šūnas ir ieliktas atpakaļ."},
    "copied": {"en": "A cell was there twice: the original counts, or the copy where the original was untouched. The "
                     "other one is kept as text.",
               "lv": "Kāda šūna bija divreiz: skaitās sākotnējā vai, ja tā palika tukša, kopija. Otra ir saglabāta kā "
                     "teksts."},
    "split": {"en": "A split cell was joined again.", "lv": "Pārdalīta šūna ir atkal savienota."},
    "merged": {"en": "Merged cells were taken apart again.", "lv": "Apvienotas šūnas ir atkal atdalītas."},
    "guessed": {"en": "The answer stood in a new cell and was put into the cell of the task: look whether it is meant "
                      "so.",
                "lv": "Atbilde bija jaunā šūnā un ir ielikta uzdevuma šūnā; jāpārbauda, vai tā domāta."},
    "locked": {"en": "Locked cells had been changed; the original ones were used, the changed text is kept below them.",
               "lv": "Bija mainītas slēgtas šūnas; izmantotas sākotnējās, mainītais teksts saglabāts zem tām."},
    "unreadable": {"en": "The file is no notebook. Its text is kept at the end.",
                   "lv": "Datne nav darba burtnīca. Tās teksts ir saglabāts beigās."},
    "other": {"en": "It is the notebook of another assignment.", "lv": "Tā ir cita darba burtnīca."},
    "second": {"en": "The notebook itself was untouched; another one in the hand-in was graded.",
               "lv": "Pati darba burtnīca palika neaizpildīta; novērtēta cita, kas bija iesniegumā."},
    "missing": {"en": "There was no notebook in the hand-in, or the file was empty.",
                "lv": "Iesniegumā nebija darba burtnīcas, vai datne bija tukša."},
}

MARKS = {  # the table of marks: its columns, and what stands in them
    "title": {"en": "Marks", "lv": "Vērtējumi"},
    "scale": {"en": "Scale", "lv": "Skala"},
    "assignment": {"en": "Assignment", "lv": "Darbs"},
    "pupil": {"en": "Pupil", "lv": "Skolēns"},
    "handed-in": {"en": "Handed in", "lv": "Iesniegts"},
    "points": {"en": "Points", "lv": "Punkti"},
    "most": {"en": "Out of", "lv": "Iespējamie punkti"},
    "percent": {"en": "Percent", "lv": "Procenti"},
    "mark": {"en": "Mark", "lv": "Vērtējums ballēs"},
    "pass-fail": {"en": "Passed", "lv": "Ieskaite"},
    "late": {"en": "Late", "lv": "Nokavēts"},
    "manual": {"en": "To be marked by hand", "lv": "Jāvērtē ar roku"},
    "yes": {"en": "yes", "lv": "jā"},
    "no": {"en": "no", "lv": "nē"},
    "passed": {"en": "passed", "lv": "ieskaitīts"},
    "not-passed": {"en": "not passed", "lv": "neieskaitīts"},
    "from": {"en": "From percent", "lv": "Sākot no (procenti)"},
    "waiting": {"en": "{count} without a mark yet: a part waits to be marked by hand in the formgrader.",
                "lv": "Vēl bez vērtējuma: {count}. Daļa darba jānovērtē ar roku (Formgrader)."},
    "ungraded": {"en": "{count} collected and not graded yet: run `daugava grade` first.",
                 "lv": "Savākti, bet vēl nav novērtēti: {count}. Vispirms palaid `daugava grade`."},
}

PAIRS = {  # „Strādājam pārī”: what a teacher should know, by the codes of `grading.pairs`
    "shared": {"en": "{partner} worked as a pair with {pupil}: both have this work and its points.",
               "lv": "{partner} strādāja pārī ar {pupil}: darbs un punkti ir abiem."},
    "own": {"en": "{pupil} names {partner}, who handed in work of their own: that counts for {partner}.",
            "lv": "{pupil} kā pāri nosauc {partner}, bet {partner} ir savs iesniegtais darbs: skaitās tas."},
    "twice": {"en": "{pupil} names {partner} too; the hand-in of {first} came first and counts for {partner}.",
              "lv": "Arī {pupil} kā pāri nosauc {partner}; {partner} skaitās darbs, ko iesniedza {first}."},
    "unknown": {"en": "{pupil} names “{partner}”, who is not in the class.",
                "lv": "{pupil} kā pāri nosauc „{partner}”, bet klasē tāda nav."},
    "many": {"en": "{pupil} names more than two classmates ({partner}): nobody was given the points; decide yourself.",
             "lv": "{pupil} nosauc vairāk nekā divus klasesbiedrus ({partner}): punkti nav piešķirti nevienam, "
                   "jāizlemj skolotājam."},
    "uncopied": {"en": "The work of {pupil} could not be given to {partner}: look at it yourself.",
                 "lv": "Darbu, ko iesniedza {pupil}, neizdevās piešķirt arī {partner}: jāapskata skolotājam."},
}

TWICE = {  # the hour that an autumn night has two of, by `datetime.fold`
    0: {"en": "summer time; that hour comes twice this night", "lv": "vasaras laiks; šī stunda tajā naktī ir divreiz"},
    1: {"en": "winter time; that hour comes twice this night", "lv": "ziemas laiks; šī stunda tajā naktī ir divreiz"},
}

COLLECT = {  # notebooks that came by e-mail, by the codes of `grading.collect`
    "count": {"en": "Taken: {count} of {all} files.", "lv": "Pievienotas datnes: {count} no {all}."},
    "taken": {"en": "{pupil}: {file} is handed in, at the time of the file: {time}.",
              "lv": "{pupil}: datne {file} ir iesniegta, laiks ņemts no datnes: {time}."},
    "replaced": {"en": "{pupil}: {file} ({time}) takes the place of the hand-in of {before}.",
                 "lv": "{pupil}: datne {file} ({time}) aizstāj agrāk iesniegto ({before})."},
    "same": {"en": "{pupil}: {file} has been handed in already.", "lv": "{pupil}: datne {file} jau ir iesniegta."},
    "older": {"en": "{pupil}: {file} ({time}) is left out: the hand-in of {before} is not older.",
              "lv": "{pupil}: datne {file} ({time}) nav pievienota: iesniegtais darbs ({before}) nav vecāks."},
    "twice": {"en": "{pupil}: {file} is left out: {newer} is newer.",
              "lv": "{pupil}: datne {file} nav pievienota: {newer} ir jaunāka."},
    "unknown": {"en": "{file}: whose is it? Put the class number into the name: p07.ipynb.",
                "lv": "{file}: kura skolēna darbs tas ir? Ieraksti nosaukumā klases numuru: p07.ipynb."},
    "stranger": {"en": "{file}: {named} is not in the course.", "lv": "{file}: kursā nav skolēna {named}."},
    "several": {"en": "{file}: the name speaks of {named}. Leave one of them in it.",
                "lv": "{file}: nosaukumā minēti {named}. Atstāj tajā vienu."},
    "other": {"en": "{file}: this is {other}, not {assignment}.",
              "lv": "{file}: tas ir darbs {other}, nevis {assignment}."},
    "no-notebook": {"en": "{file} is no notebook. Ask the pupil for the .ipynb file.",
                    "lv": "{file} nav darba burtnīca. Palūdz skolēnam .ipynb datni."},
    "unreadable": {"en": "{file} cannot be handed in ({reason}).", "lv": "Datni {file} nevar pievienot ({reason})."},
}
