"""What the class report says to a teacher: {"en": …, "lv": …}."""
from __future__ import annotations

REPORT = {
    "kind": {"en": "Class report", "lv": "Klases pārskats"},
    "made": {"en": "Made {when}", "lv": "Sagatavots {when}"},
    "handed-in": {"en": "Handed in: {count} of {all}", "lv": "Iesniegts: {count} no {all}"},
    "graded": {"en": "Graded: {count}", "lv": "Novērtēts: {count}"},
    "mean": {"en": "Mean: {score} of {most} points", "lv": "Vidēji: {score} no {most} punktiem"},
    "hide": {"en": "Hide class numbers and nicknames (for the projector)",
             "lv": "Paslēpt klases numurus un segvārdus (rādīšanai visai klasei)"},
    "hidden": {"en": "Without class numbers; most points first.",
               "lv": "Bez klases numuriem; augšā – lielākais punktu skaits."},
    "map": {"en": "Pupils and tasks", "lv": "Skolēni un uzdevumi"},
    "total": {"en": "Total", "lv": "Kopā"},
    "of": {"en": "{score} of {most}", "lv": "{score} no {most}"},
    "most": {"en": "Possible points", "lv": "Iespējamie punkti"},
    "all-points": {"en": "Pupils with all points", "lv": "Skolēni ar visiem punktiem"},
    "signs": {"en": "The signs", "lv": "Zīmes"},
    "misconceptions": {"en": "Misconceptions", "lv": "Biežākās kļūdas"},
    "misconception": {"en": "Misconception", "lv": "Kļūda"},
    "pupils": {"en": "Pupils", "lv": "Skolēni"},
    "tasks": {"en": "Tasks", "lv": "Uzdevumi"},
    "who": {"en": "Class number", "lv": "Klases numurs"},
    "none-found": {"en": "The checks found no misconception that has a name.",
                   "lv": "Pārbaudes neatrada nevienu zināmu kļūdu."},
    "advice": {"en": "What the guide says about the most common ones",
               "lv": "Ko par biežākajām kļūdām saka skolotāja lapa"},
    "source": {"en": "From the guide {file}", "lv": "No skolotāja lapas {file}"},
    "attention": {"en": "Who needs attention", "lv": "Kam jāpievērš uzmanība"},
    "reason": {"en": "Reason", "lv": "Iemesls"},
    "details": {"en": "What was found", "lv": "Kas konstatēts"},
    "nobody": {"en": "Nobody.", "lv": "Nevienam."},
    "time": {"en": "Time", "lv": "Laiks"},
    "time-unknown": {"en": "How long pupils worked is not recorded.",
                     "lv": "Cik ilgi skolēni strādāja, netiek pierakstīts."},
    "time-run": {"en": "In grading, the notebooks ran for {median} s each (median), the longest for {longest} s.",
                 "lv": "Vērtēšanas laikā viena darba burtnīca strādāja {median} s (mediāna), visilgāk – "
                       "{longest} s."},
}

STATES = {  # sign, words; in the order of the legend
    "right": ("✓", {"en": "All points", "lv": "Visi punkti"}),
    "part": ("◐", {"en": "Part of the points", "lv": "Daļa punktu"}),
    "wrong": ("✗", {"en": "Not right yet", "lv": "Vēl nav pareizi"}),
    "stopped": ("!", {"en": "The code stopped", "lv": "Kods apstājās"}),
    "blank": ("–", {"en": "No answer", "lv": "Nav atbildes"}),
    "waits": ("…", {"en": "To be marked by hand", "lv": "Jāvērtē ar roku"}),
}

ATTENTION = {  # in the order of the page
    "absent": {"en": "Nothing handed in", "lv": "Nekas nav iesniegts"},
    "ungraded": {"en": "Handed in, but not graded yet", "lv": "Iesniegts, bet vēl nav novērtēts"},
    "unreadable": {"en": "No notebook that can be read", "lv": "Nav darba burtnīcas, ko var nolasīt"},
    "crashed": {"en": "Stopped while it ran", "lv": "Apturēts izpildes laikā"},
    "empty": {"en": "Handed in without answers", "lv": "Iesniegts bez atbildēm"},
    "flagged": {"en": "The code should be looked at", "lv": "Jāapskata kods"},
    "late": {"en": "Handed in late", "lv": "Iesniegts pēc termiņa"},
    "repaired": {"en": "Repaired before grading", "lv": "Salabots pirms vērtēšanas"},
    "pairs": {"en": "Worked in pairs", "lv": "Strādāja pārī"},
    "by-hand": {"en": "To be marked by hand", "lv": "Jāvērtē ar roku"},
}

ENDED = {  # why a notebook was stopped
    "time": {"en": "ran for too long", "lv": "strādāja pārāk ilgi"},
    "memory": {"en": "used too much memory", "lv": "aizņēma pārāk daudz atmiņas"},
    "processes": {"en": "started too many processes", "lv": "sāka pārāk daudz procesu"},
    "output": {"en": "printed too much", "lv": "izvadīja pārāk daudz"},
    "ended": {"en": "ended Python itself", "lv": "kods izbeidza Python darbu"},
}

FLAGS = {  # what to look at, by the codes of `grading.flags` and `grading.execute`
    "python": {"en": "uses what no task needs: {what}", "lv": "lieto to, kas uzdevumos nav vajadzīgs: {what}"},
    "silent": {"en": "did not answer a check in time: {what}", "lv": "laikus neatbildēja pārbaudei: {what}"},
}
