"""What the lab of `lint_labs` says: texts as pairs of English and Latvian, code, guide, curriculum."""

from running import ROOT

from daugava import curriculum

TEXTS = {  # cells of text: English and Latvian
    "card": ("""# How many badges?

## About this lab

**Time:** 40 minutes · **Grades:** 7–9 · **Code:** level 1 · **You need:** paper

**After it you can** work out a cost.

| Word | What it means |
|---|---|
| cost | Money that the team spends. |
| parts | What every badge is made of. |""", """# Cik nozīmīšu?

## Par šo laboratorijas darbu

**Laiks:** 40 minūtes · **Klase:** 7.–9. · **Kods:** 1. līmenis · **Vajadzēs:** papīrs

**Pēc darba tu pratīsi** aprēķināt izmaksas.

| Vārds | Ko tas nozīmē |
|---|---|
| izmaksas | Nauda, ko komanda iztērē. |
| materiāli | No kā gatavo katru nozīmīti. |"""),
    "hook": ("""## What has to be decided?

Your team makes badges for a festival. Buy a machine for €72, or not?""", """## Kas jāizlemj?

Tava komanda gatavo nozīmītes festivālam. Vai pirkt mašīnu par 72 €?"""),
    "predict-text": ("""## Predict!

**The core path starts here.** What do 10 badges cost?

**A** about €30 · **B** about €80

Write a letter and your reason.""", """## Prognozē!

**Te sākas pamatceļš.** Cik maksā 10 nozīmītes?

**A** ap 30 € · **B** ap 80 €

Ieraksti burtu un iemeslu."""),
    "setup-text": ("## Set up\n\nRun the cell.", "## Sagatavo darbu\n\nIzpildi šūnu."),
    "run-text": ("## Run and look\n\nRun the cell.", "## Izpildi un apskati\n\nIzpildi šūnu."),
    "compare-text": ("## Compare with your prediction\n\nFinish the sentence.",
                     "## Salīdzini ar prognozi\n\nPabeidz teikumu."),
    "stop-1": ("**Stop 1.** Look at the screen.", "**1. pietura.** Paskaties uz ekrānu."),
    "explore-text": ("## Explore the model\n\nMove the slider. What rises?",
                     "## Izpēti modeli\n\nPabīdi slīdni. Kas aug?"),
    "cost-text": ("""## Task 1. Cost

Parts cost €0.80 a badge. What do *n* badges cost?""", """## 1. uzdevums. Izmaksas

Materiāli vienai nozīmītei maksā 0,80 €. Cik maksā *n* nozīmītes?"""),
    "core-end": ("**Stop 2. The core path ends here.** Save.", "**2. pietura. Te beidzas pamatceļš.** Saglabā."),
    "ai-text": ("""## Task 2. An AI answered this. Find the mistake.

1. 25 badges cost €92.
2. So 50 badges cost €184.

What is the right cost?""", """## 2. uzdevums. MI atbildēja šādi. Atrodi kļūdu.

1. 25 nozīmītes maksā 92 €.
2. Tātad 50 nozīmītes maksā 184 €.

Cik lielas ir pareizās izmaksas?"""),
    "make-text": ("""## Now you!

- ★ Use the slider.
- ★★ Change a number.
- ★★★ Draw a graph.""", """## Tagad tu!

- ★ Izmanto slīdni.
- ★★ Maini skaitli.
- ★★★ Uzzīmē grafiku."""),
    "decide-text": ("""## Decide and give reasons

1. There is a choice.
2. There is a risk.
3. There is a reason.""", """## Izlem un pamato

1. Ir izvēle.
2. Ir risks.
3. Ir iemesls."""),
    "decide": ("""We choose … , because …
### BEGIN SOLUTION
We choose the machine, because it stays.
### END SOLUTION""", """Mēs izvēlamies … , jo …
### BEGIN SOLUTION
Mēs izvēlamies mašīnu, jo tā paliek.
### END SOLUTION"""),
    "career": ("""## Who does this at work?

An engineer (ESCO 2141.4).

- Decides: how things are made.
- A mistake costs: a machine.
- Needs at school: mathematics.""", """## Kas šo dara darbā?

Inženieris (ESCO 2141.4).

- Izlemj, kā ražot lietas.
- Kļūdas cena: mašīna.
- Skolā vajag: matemātiku."""),
    "summary": ("""## What you can do now

- You can work out a cost.

**Exit card.** Say it to your partner.

**Next lab: what should a badge cost?**

**Sources and licence.** Made up for practice. CC BY 4.0.""", """## Ko tu tagad proti

- Tu proti aprēķināt izmaksas.

**Izejas kartīte.** Pasaki to klasesbiedram.

**Nākamais darbs: cik prasīt par nozīmīti?**

**Avoti un licence.** Izdomāts mācībām. CC BY 4.0."""),
}
CODE = {
    "predict": '''my_prediction = "..."
my_reason = "I predict that ..., because ..."
### BEGIN SOLUTION
my_prediction = "B"
### END SOLUTION''',
    "check-predict": '''# Check: run this cell. It cannot be changed.
from daugava import check
check.use("en")
check.choice(lambda: my_prediction, "my_prediction", "AB")
check.text(lambda: my_reason, "my_reason", starter="I predict that ..., because ...")
print("Thank you.")''',
    "setup": '''from daugava import check, live, plot, variant
check.use("en")''',
    "run": '''picture = plot.lines({"cost": (72, 0.80)}, up_to=100, x="number of badges", y="cost, €")
plot.show(picture, alt="A straight line that starts at €72 and rises.", caption="The cost of badges.")''',
    "compare": 'my_comparison = "My prediction was right / was different, because ..."',
    "numbers": '''machine_eur, part_eur = variant.numbers(
    machine_eur=(72, 60, 96, 48, 84),    # the machine, in euros
    part_eur=(0.80, 0.70, 0.60))         # parts for one badge, in euros
# n = number of badges''',
    "explore": '''live.lines({"cost": lambda n: (machine_eur, part_eur)}, at="n", x="number of badges", y="cost, €",
    sliders={"n": live.slider(10, 0, 100, 1, "badges")}, state=lambda n: f"Badges: {n}",
    alt=lambda n: f"A straight line that rises. An upright line shows {n} badges.")''',
    "task-cost": '''# the cost of n badges, in euros
def cost(n):
    cost_eur = ...
    ### BEGIN SOLUTION
    cost_eur = machine_eur + part_eur * n
    ### END SOLUTION
    return cost_eur''',
    "check-cost": '''# Check: run this cell. It cannot be changed.
from daugava import check, variant
check.use("en")
machine_eur, part_eur = variant.given()
check.help("What do you buy once?", "What do you buy for every badge?", example="Paper for 10 posters costs €20.")
ten = check.number(lambda: cost(10), "cost")
right = machine_eur + part_eur * 10
check.roads(ten, {
    "every-badge": ((machine_eur + part_eur) * 10, "You get this number with 10 machines. How many do you buy?"),
    "only-parts": (part_eur * 10, "You get this number without the machine. What else does the team buy?"),
    "one-badge": (machine_eur + part_eur, "You get this number with parts for one badge. How many do you make?"),
}, right=right)
check.equal(ten, right, otherwise="Not yet. Start with the machine: what do you buy once?")
### BEGIN HIDDEN TESTS
check.equal(check.number(lambda: cost(30), "cost"), machine_eur + part_eur * 30, otherwise="Not yet.")
### END HIDDEN TESTS
check.right("Because the machine is bought once.")''',
    "task-ai": '''cost_50 = ...    # the right cost of 50 badges, in euros
### BEGIN SOLUTION
cost_50 = 72 + 0.80 * 50
### END SOLUTION''',
    "check-ai": '''# Check: run this cell. It cannot be changed.
from daugava import check
check.use("en")
check.help("What does not double?", "Work out each step.", example="Paper for 10 posters costs €20.")
answer = check.number(lambda: cost_50, "cost_50")
check.roads(answer, {
    "twice": (184, "You get this number if everything doubles. What is bought once?"),
    "only-parts": (40, "You get this number without the machine. What else does the team buy?"),
    "every-badge": (3640, "You get this number with 50 machines. How many do you buy?"),
})
check.equal(answer, 112, otherwise="Not yet. Start with the machine: what do you buy once?")
assert check.close(72 + 0.80 * 25, 92) and check.close(72 + 0.80 * 10, 80) and check.close(50, 50)
check.right("Because only the parts double.")''',
    "make": "machine_eur + part_eur * 20",
}
SAID = {  # Latvian of what the code says
    "I predict that ..., because ...": "Es prognozēju, ka ..., jo ...",
    "Check: run this cell. It cannot be changed.": "Pārbaude: izpildi šo šūnu. To nevar mainīt.",
    "Thank you.": "Liels paldies.",
    "number of badges": "nozīmīšu skaits, gab.",
    "cost, €": "izmaksas, €",
    "A straight line that starts at €72 and rises.": "Taisna līnija, kas sākas pie 72 € un aug.",
    "The cost of badges.": "Nozīmīšu izmaksas.",
    "My prediction was right / was different, because ...": "Mana prognoze sakrita / nesakrita, jo ...",
    "the machine, in euros": "mašīna, eiro",
    "parts for one badge, in euros": "materiāli vienai nozīmītei, eiro",
    "n = number of badges": "n = nozīmīšu skaits",
    "Badges: {n}": "Nozīmītes: {n}",
    "A straight line that rises. An upright line shows {n} badges.":
        "Taisna līnija, kas aug. Stāva līnija rāda {n} nozīmītes.",
    "the cost of n badges, in euros": "n nozīmīšu izmaksas, eiro",
    "What do you buy once?": "Ko tu pērc vienu reizi?",
    "What do you buy for every badge?": "Ko tu pērc katrai nozīmītei?",
    "Paper for 10 posters costs €20.": "Papīrs 10 plakātiem maksā 20 €.",
    "You get this number with 10 machines. How many do you buy?": "Tāds skaitlis sanāk ar 10 mašīnām. Cik tu pērc?",
    "You get this number without the machine. What else does the team buy?":
        "Tāds skaitlis sanāk bez mašīnas. Ko vēl komanda pērk?",
    "You get this number with parts for one badge. How many do you make?":
        "Tāds skaitlis sanāk ar materiāliem vienai nozīmītei. Cik tu gatavo?",
    "Not yet. Start with the machine: what do you buy once?": "Vēl nav. Sāc ar mašīnu: ko tu pērc vienu reizi?",
    "Not yet.": "Vēl nav.",
    "Because the machine is bought once.": "Jo mašīnu pērk vienu reizi.",
    "the right cost of 50 badges, in euros": "50 nozīmīšu pareizās izmaksas, eiro",
    "What does not double?": "Kas nedubultojas?",
    "Work out each step.": "Aprēķini katru soli.",
    "You get this number if everything doubles. What is bought once?":
        "Tāds skaitlis sanāk, ja viss dubultojas. Ko pērk vienu reizi?",
    "You get this number with 50 machines. How many do you buy?": "Tāds skaitlis sanāk ar 50 mašīnām. Cik tu pērc?",
    "Because only the parts double.": "Jo dubultojas tikai materiāli.",
    "cost": "izmaksas",
    "badges": "nozīmītes",
    "badges sold": "pārdotas nozīmītes",
}
LABELS = {"run": ["cost", "cost, €"], "explore": ["cost", "badges", "cost, €"]}
ROLES = {"setup": "given", "run": "given", "numbers": "given", "explore": "given", "compare": None, "make": None}
ORDER = ("card", "hook", "predict-text", "predict", "check-predict", "setup-text", "setup", "run-text", "run",
         "compare-text", "compare", "stop-1", "numbers", "explore-text", "explore", "cost-text", "task-cost",
         "check-cost",
         "core-end", "ai-text", "task-ai", "check-ai", "make-text", "make", "decide-text", "decide", "career",
         "summary")
OUTCOMES = {"M.9.4.2.1.", "D.9.5.3.1."}  # of MK 747; nobody has read the second
WORDING = curriculum.outcome("MK 747", "M.9.4.2.1.", ROOT).wording("lv")
GUIDE = [  # blocks between blank lines, and rows of tables: English and Latvian
    ("# How many badges?", "# Cik nozīmīšu?"),
    ("## At a glance", "## Īsumā"),
    ("**The point of the lesson.** The machine is paid for once.", "**Stundas jēga.** Par mašīnu maksā vienu reizi."),
    [("| Minute | What happens |", "| Minūte | Kas notiek |"), ("|---|---|",) * 2,
     ("| 0–6 | Predict. |", "| 0.–6. | Prognozē. |"), ("| 6–11 | Look. |", "| 6.–11. | Apskata. |"),
     ("| 11–21 | Task 1. |", "| 11.–21. | 1. uzdevums. |"), ("| 21–32 | Save. |", "| 21.–32. | Saglabā. |"),
     ("| 32–34 | Talk. |", "| 32.–34. | Sarunājas. |")],
    ("**Three likely hang-ups**", "**Kur visbiežāk iestrēgst**"),
    [("| What you see | Cure |", "| Ko redzat | Kā palīdzēt |"), ("|---|---|",) * 2,
     ("| A red line | Run the cell above. |", "| Sarkana rinda | Izpilda šūnu augstāk. |"),
     ("| A comma | Write a point. |", "| Komats | Raksta punktu. |"),
     ("| A break | Run all cells. |", "| Pārtraukums | Izpilda visas šūnas. |")],
    ("**For the class journal:** Cost.", "**Ieraksts žurnālā:** Izmaksas."),
    ("**Plan B, no computers.** Use paper.", "**Plāns B, ja nav datoru.** Izmanto papīru."),
    ("**Absent pupil, 10 minutes.** Task 1.", "**Ja skolēns stundu kavēja, 10 minūtes.** 1. uzdevums."),
    ("## The main idea", "## Galvenā doma"),
    ("The cost is 72 + 0.80 · *n*.", "Izmaksas ir 72 + 0,80 · *n*."),
    ("### Outcomes", "### Sasniedzamie rezultāti"),
    [("| Regulation | Code | Wording | Where |", "| Noteikumi | Kods | Formulējums | Kur |"),
     ("|---|---|---|---|",) * 2,
     (f"| MK 747 | M.9.4.2.1. | {WORDING} | task 1 |", f"| MK 747 | M.9.4.2.1. | {WORDING} | 1. uzdevums |")],
    ("## The lesson", "## Stundas gaita"),
    ("The prediction is never marked.", "Prognozi nevērtē."),
    ("## Before the lesson", "## Pirms stundas"),
    ("Pupils work in pairs. They swap.", "Skolēni strādā pāros. Lomas maina."),
    ("## Common misconceptions", "## Biežākās kļūdas"),
    [("| id | What pupils say | Why | What to ask |", "| id | Ko skolēns saka | Kāpēc | Ko pajautāt |"),
     ("|---|---|---|---|",) * 2,
     ('| `every-badge` | "728." | All is one price. | How many machines? |',
      "| `every-badge` | „728.” | Viss ir viena cena. | Cik mašīnu? |"),
     ('| `only-parts` | "8." | The machine is there. | What else? |',
      "| `only-parts` | „8.” | Mašīna jau ir. | Kas vēl? |"),
     ('| `one-badge` | "72.80." | The number is not read. | How many? |',
      "| `one-badge` | „72,80.” | Skaitu neizlasa. | Cik? |"),
     ('| `twice` | "184." | Everything doubles. | What does not? |',
      "| `twice` | „184.” | Viss dubultojas. | Kas ne? |")],
    ("## Answers and marking", "## Atbildes un vērtēšana"),
    ("**Rubric:** a choice, a risk, a reason.", "**Vērtēšanas kritēriji:** izvēle, risks, iemesls."),
    ("**60-second oral questions**", "**Mutiskie jautājumi, 60 sekundes**"),
    ("## Support and extension", "## Atbalsts un padziļinājums"),
    ("- **V (basic):** task 1.\n- **O (optimal):** all tasks.\n- **A (advanced):** a graph.",
     "- **V (pamata):** 1. uzdevums.\n- **O (optimālais):** visi uzdevumi.\n- **A (padziļinātais):** grafiks."),
    ("## With your hands (bench twin)", "## Ar rokām"),
    ("**Safety:** mind your fingers. **Noise:** close the door.",
     "**Drošība:** sargā pirkstus. **Troksnis:** aizver durvis."),
    ("## Talk about enterprise and careers", "## Saruna par uzņēmējdarbību un profesijām"),
    ("1. Who pays?\n2. Who decides?\n3. Who risks?", "1. Kurš maksā?\n2. Kurš izlemj?\n3. Kurš riskē?"),
    ("## Without a computer", "## Bez datora"),
    ("What do 10 badges cost?", "Cik maksā 10 nozīmītes?"),
    ("## Words", "## Vārdnīca"),
    [("| English | Latviski | Norsk |", "| Latviski | English | Norsk |"), ("|---|---|---|",) * 2,
     ("| cost | izmaksas | kostnader |", "| izmaksas | cost | kostnader |")],
]
UNITS = {
    "labs": [{"id": "badges", "knows": {"en": "Adds.", "lv": "Saskaita."}, "after": []}],
    "units": [{"id": "money", "title": {"en": "Money", "lv": "Nauda"}, "question": {"en": "How?", "lv": "Kā?"},
               "grades": [8],
               "labs": [{"id": "badges", "lessons": lessons,
                         "part": {"en": "All.", "lv": "Viss."}} for lessons in (1, 2)]}],
}
PREDICT = {
    "right": [{"style": "a letter", "code": 'my_prediction = "A"'},
              {"style": "another", "code": 'my_prediction = "B"'}],
    "wrong": [{"misconception": name, "code": f'my_prediction = "{name}"', "hint": {"en": "letter", "lv": "burtu"}}
              for name in ("not-started", "not-a-choice", "not-run")],
}
