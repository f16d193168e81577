"""What the class page says to a teacher: {"en": …, "lv": …}."""
from __future__ import annotations

PAGE = {
    "kind": {"en": "Class page", "lv": "Klases lapa"},
    "lead": {"en": "Collect and grade the work of the whole class, see where the class stands, and give marks and "
                   "feedback.",
             "lv": "Te var savākt un novērtēt visas klases darbus, apskatīt klases pārskatu, lejupielādēt vērtējumus "
                   "un nosūtīt atgriezenisko saiti."},
    "formgrader": {"en": "Open the formgrader", "lv": "Atvērt vērtēšanu"},
    "language": {"en": "Language", "lv": "Valoda"},
    "assignments": {"en": "Assignments", "lv": "Darbi"},
    "assignment": {"en": "Assignment", "lv": "Darbs"},
    "released": {"en": "Released", "lv": "Izsniegts skolēniem"},
    "yes": {"en": "yes", "lv": "jā"},
    "not-yet": {"en": "not yet", "lv": "vēl nav"},
    "handed-in": {"en": "Handed in", "lv": "Iesniegts"},
    "waiting": {"en": "to be collected: {count}", "lv": "jāsavāc: {count}"},
    "collected": {"en": "collected: {count}", "lv": "savākts: {count}"},
    "graded": {"en": "Graded", "lv": "Novērtēts"},
    "of": {"en": "{count} of {all}", "lv": "{count} no {all}"},
    "by-hand": {"en": "to be marked by hand: {count}", "lv": "jāvērtē ar roku: {count}"},
    "due": {"en": "Due date", "lv": "Iesniegšanas termiņš"},
    "due-help": {"en": "Latvian time; empty means no due date. Late work is marked, not refused.",
                 "lv": "Latvijas laiks; tukšs lauks nozīmē, ka termiņa nav. Nokavētu darbu atzīmē, bet pieņem."},
    "set-due": {"en": "Set for all", "lv": "Noteikt visiem"},
    "actions": {"en": "What to do", "lv": "Darbības"},
    "grade": {"en": "Collect and grade all", "lv": "Savākt un novērtēt visus"},
    "report": {"en": "Class report", "lv": "Klases pārskats"},
    "marks-csv": {"en": "Marks (CSV)", "lv": "Vērtējumi (CSV)"},
    "marks-xlsx": {"en": "Marks (XLSX)", "lv": "Vērtējumi (XLSX)"},
    "feedback": {"en": "Give feedback", "lv": "Nosūtīt atgriezenisko saiti"},
    "practice": {"en": "The practice class hands in", "lv": "Mācību klase iesniedz darbus"},
    "practice-help": {"en": "A made-up class of {pupils} hands in {lab}, so that you can try grading.",
                      "lv": "Izdomāta klase (skolēnu skaits: {pupils}) iesniedz darbu {lab}, lai varētu izmēģināt "
                            "vērtēšanu."},
    "none": {"en": "There is no assignment yet: generate one in the formgrader.",
             "lv": "Darbu vēl nav: sagatavojiet tos vērtēšanas logā (formgrader)."},
    "work": {"en": "What is being done", "lv": "Kas notiek"},
    "said": {"en": "What the commands said (in English)", "lv": "Ko paziņoja komandas (angliski)"},
    "look-again": {"en": "Look again", "lv": "Atjaunot lapu"},
    "lost": {"en": "The server does not answer at the moment; this page goes on asking.",
             "lv": "Serveris pašlaik neatbild; lapa jautās vēlreiz."},
    "back": {"en": "Back to the class page", "lv": "Atpakaļ uz klases lapu"},
    "flags": {"en": "What a flag means", "lv": "Ko nozīmē atzīme „jāapskata kods”"},
    "flags-lead": {"en": "A flag takes no points away. It says whose work to look at and why; the pupils are named in "
                         "the class report. Open the work in the formgrader and ask the pupil about it.",
                   "lv": "Šāda atzīme punktus neatņem. Tā norāda, kura skolēna darbs jāapskata un kāpēc; skolēni "
                         "nosaukti klases pārskatā. Atveriet darbu vērtēšanas logā un pajautājiet skolēnam, kā tas "
                         "tapis."},
    "ended": {"en": "Why a notebook was stopped", "lv": "Kāpēc darba burtnīcas izpilde ir apturēta"},
    "ended-lead": {"en": "What ran before the stop has been marked. Most often it is a loop that does not end.",
                   "lv": "Viss, kas izpildījās pirms tam, ir novērtēts. Visbiežāk vainīgs cikls, kas nebeidzas."},
}

FLAG_HELP = {  # what to make of a flag, by the codes of `report_words.FLAGS`
    "python": {"en": "The code uses a part of Python that no task needs, for example one that opens files. It may be "
                     "curiosity, copied code, or a way around a check: ask the pupil what it does.",
               "lv": "Kodā ir kāda Python iespēja, kas nevienam uzdevumam nav vajadzīga, piemēram, datņu atvēršana. Tā "
                     "var būt ziņkāre, nokopēts kods vai mēģinājums apiet pārbaudi: pajautājiet skolēnam, ko šis "
                     "kods dara."},
    "silent": {"en": "The check could not ask for the answer and gave no points: Python itself was changed in the "
                     "notebook. Read the cell, and mark it by hand if the answer is right.",
               "lv": "Pārbaude nevarēja nolasīt atbildi un punktus nepiešķīra: darba burtnīcā ir mainīts pats Python. "
                     "Izlasiet šūnu; ja atbilde ir pareiza, piešķiriet punktus ar roku."},
}

JOBS = {  # a long job: what it is doing, and how it ended
    "collecting": {"en": "“{title}”: collecting what was handed in …",
                   "lv": "„{title}”: iesniegtie darbi tiek savākti …"},
    "grading": {"en": "“{title}”: {done} of {all} graded{left}.", "lv": "„{title}”: novērtēti {done} no {all}{left}."},
    "writing": {"en": "“{title}”: feedback written for {done} of {all}{left}.",
                "lv": "„{title}”: atgriezeniskā saite sagatavota {done} no {all}{left}."},
    "sending": {"en": "“{title}”: the feedback is being given to the pupils …",
                "lv": "„{title}”: atgriezeniskā saite tiek nosūtīta skolēniem …"},
    "practising": {"en": "The practice class is handing in …", "lv": "Mācību klase iesniedz darbus …"},
    "minutes": {"en": ", about {count} min left", "lv": ", vēl apmēram {count} min"},
    "seconds": {"en": ", less than a minute left", "lv": ", vēl mazāk par minūti"},
    "grade-done": {"en": "“{title}”: newly graded: {done}.", "lv": "„{title}”: no jauna novērtēti: {done}."},
    "grade-nothing": {"en": "“{title}”: nothing new has been handed in, so there was nothing to grade.",
                      "lv": "„{title}”: nekas jauns nav iesniegts, tāpēc nebija ko vērtēt."},
    "grade-failed": {"en": "“{title}”: newly graded: {done}; then something went wrong:",
                     "lv": "„{title}”: no jauna novērtēti: {done}; tad kaut kas neizdevās:"},
    "feedback-done": {"en": "“{title}”: the feedback has been given to the pupils: {done}.",
                      "lv": "„{title}”: atgriezeniskā saite ir nosūtīta skolēniem: {done}."},
    "feedback-failed": {"en": "“{title}”: the feedback could not be given:",
                        "lv": "„{title}”: atgriezenisko saiti neizdevās nosūtīt:"},
    "practice-done": {"en": "The practice class has handed in: now collect and grade.",
                      "lv": "Mācību klase ir iesniegusi darbus: tagad tos var savākt un novērtēt."},
    "practice-failed": {"en": "The practice class could not hand in:",
                        "lv": "Mācību klasei neizdevās iesniegt darbus:"},
}

SAID = {  # in answer to a press
    "due-set": {"en": "The due date is saved.", "lv": "Termiņš ir saglabāts."},
    "busy": {"en": "Something else is being done in this course: wait until it has ended, then press again.",
             "lv": "Šajā kursā pašlaik notiek cits darbs: pagaidiet, līdz tas beidzas, un nospiediet pogu vēlreiz."},
    "ungraded": {"en": "Nothing is graded yet in “{title}”: press “Collect and grade all” first.",
                 "lv": "„{title}”: vēl nekas nav novērtēts; vispirms nospiediet „Savākt un novērtēt visus”."},
    "unknown": {"en": "There is no such assignment or button in this course: open the class page anew.",
                "lv": "Šajā kursā nav tāda darba vai tādas pogas: atveriet klases lapu no jauna."},
    "no-practice": {"en": "This course has no practice class, or its file .practice cannot be read.",
                    "lv": "Šajā kursā nav mācību klases, vai tās datni .practice nevar nolasīt."},
    "no-report": {"en": "There is no such report yet: press “Class report” on the class page.",
                  "lv": "Tāda pārskata vēl nav: klases lapā nospiediet „Klases pārskats”."},
    "due-failed": {"en": "The due date could not be saved:", "lv": "Termiņu neizdevās saglabāt:"},
    "report-failed": {"en": "The class report could not be made:", "lv": "Klases pārskatu neizdevās sagatavot:"},
    "marks-failed": {"en": "The marks could not be written:", "lv": "Vērtējumus neizdevās sagatavot:"},
    "refused": {"en": "That did not work: open the class page anew and press the button again.",
                "lv": "Neizdevās: atveriet klases lapu no jauna un nospiediet pogu vēlreiz."},
}
