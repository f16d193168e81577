"""A small lab with nothing wrong in it, to be broken in one place: a `Draft`, written into a repository of its own.

Texts are pairs of English and Latvian. `Draft.cells` are the cells of the English notebook by id, `said` the Latvian of
every message; the Latvian files are made by `daugava.translate`, as in every lab.
"""

import copy
import json
import shutil
from pathlib import Path

import polib
import yaml
from running import ROOT

from daugava import curriculum, translate, versions
from daugava import lab as daugava_lab

CHECK = ("# Check: run this cell. It cannot be changed.", "# Pārbaude: izpildi šo šūnu. To nevar mainīt.")
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
    "compare-text": ("## Compare with your prediction\n\nFinish the sentence.", "## Salīdzini ar prognozi\n\nPabeidz teikumu."),
    "stop-1": ("**Stop 1.** Look at the screen.", "**1. pietura.** Paskaties uz ekrānu."),
    "explore-text": ("## Explore the model\n\nMove the slider. What rises?", "## Izpēti modeli\n\nPabīdi slīdni. Kas aug?"),
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
         "compare-text", "compare", "stop-1", "numbers", "explore-text", "explore", "cost-text", "task-cost", "check-cost",
         "core-end", "ai-text", "task-ai", "check-ai", "make-text", "make", "decide-text", "decide", "career", "summary")
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
    [("| Regulation | Code | Wording | Where |", "| Noteikumi | Kods | Formulējums | Kur |"), ("|---|---|---|---|",) * 2,
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
     ('| `only-parts` | "8." | The machine is there. | What else? |', "| `only-parts` | „8.” | Mašīna jau ir. | Kas vēl? |"),
     ('| `one-badge` | "72.80." | The number is not read. | How many? |',
      "| `one-badge` | „72,80.” | Skaitu neizlasa. | Cik? |"),
     ('| `twice` | "184." | Everything doubles. | What does not? |', "| `twice` | „184.” | Viss dubultojas. | Kas ne? |")],
    ("## Answers and marking", "## Atbildes un vērtēšana"),
    ("**Rubric:** a choice, a risk, a reason.", "**Vērtēšanas kritēriji:** izvēle, risks, iemesls."),
    ("**60-second oral questions**", "**Mutiskie jautājumi, 60 sekundes**"),
    ("## Support and extension", "## Atbalsts un padziļinājums"),
    ("- **V (basic):** task 1.\n- **O (optimal):** all tasks.\n- **A (advanced):** a graph.",
     "- **V (pamata):** 1. uzdevums.\n- **O (optimālais):** visi uzdevumi.\n- **A (padziļinātais):** grafiks."),
    ("## With your hands (bench twin)", "## Ar rokām"),
    ("**Safety:** mind your fingers. **Noise:** close the door.", "**Drošība:** sargā pirkstus. **Troksnis:** aizver durvis."),
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
    "units": [{"id": "money", "title": {"en": "Money", "lv": "Nauda"}, "question": {"en": "How?", "lv": "Kā?"}, "grades": [8],
               "labs": [{"id": "badges", "lessons": lessons, "part": {"en": "All.", "lv": "Viss."}} for lessons in (1, 2)]}],
}
PREDICT = {
    "right": [{"style": "a letter", "code": 'my_prediction = "A"'}, {"style": "another", "code": 'my_prediction = "B"'}],
    "wrong": [{"misconception": name, "code": f'my_prediction = "{name}"', "hint": {"en": "letter", "lv": "burtu"}}
              for name in ("not-started", "not-a-choice", "not-run")],
}


def wrong(*names):
    """Wrong answers that show misconceptions."""
    return [{"misconception": name, "code": "cost_50 = 1", "hint": {"en": "What", "lv": "Ko"}} for name in names]


class Draft:
    """The lab before it is written: change it, then `write` it."""

    def __init__(self):
        self.texts, self.order, self.said = dict(TEXTS), list(ORDER), dict(SAID)
        self.cells = {id: {"source": CODE.get(id), "metadata": self._metadata(id)} for id in ORDER}
        self.guide = [list(block) if isinstance(block, list) else block for block in GUIDE]
        self.about = {"lab": "badges", "language": "en", "minutes": 40, "title": "How many badges?"}
        self.said["How many badges?"] = "Cik nozīmīšu?"
        self.answers = {
            "predict": copy.deepcopy(PREDICT),
            "task-cost": {"right": [{"code": "def cost(n):\n    return machine_eur + part_eur * n"},
                                    {"code": "def cost(n):\n    return 80", "level": 0}],
                          "wrong": wrong("every-badge", "only-parts", "one-badge")},
            "task-ai": {"right": [{"code": "cost_50 = 112"}, {"code": "cost_50 = 72 + 40"}],
                        "wrong": wrong("twice", "only-parts", "every-badge")},
        }
        self.lab = {
            "id": "badges", "strand": "enterprise", "version": "0.1.0", "content": None,
            "changes": [{"version": "0.1.0", "date": "2026-11-25", "en": "First version.", "lv": "Pirmā versija."}],
            "title": {"en": "How many badges?", "lv": "Cik nozīmīšu?"},
            "question": {"en": "Do we buy a machine?", "lv": "Vai pirkt mašīnu?"},
            "grades": [7, 8, 9], "minutes": 40, "core_minutes": 32, "code_level": 1, "editions": ["en", "lv"],
            "licence": "CC-BY-4.0", "outcomes": [{"regulation": "MK 747", "code": "M.9.4.2.1."}], "careers": ["2141.4"],
            "tasks": [{"id": "predict", "check": "check-predict", "points": 1},
                      {"id": "task-cost", "check": "check-cost", "points": 2},
                      {"id": "task-ai", "check": "check-ai", "points": 2}, {"id": "decide", "points": 3, "by_hand": True}],
            "misconceptions": {name: {"en": "Money.", "lv": "Nauda."} for name in ("every-badge", "only-parts", "one-badge", "twice")},
            "slips": {name: {"en": "Dots.", "lv": "Punkti."} for name in ("not-started", "not-a-choice", "not-run")},
        }
        self.after = []  # what to do with the written lab: functions of its folder

    def code(self, id, old, new, **latvian):
        """Put other code into a cell; `latvian` is said={English: Latvian} for texts that are new."""
        assert old in self.cells[id]["source"], f"{old} is not in {id}"
        self.cells[id]["source"] = self.cells[id]["source"].replace(old, new)
        self.said |= latvian.get("said", {})

    def marks(self, id, **values):
        """Change the metadata of nbgrader in a cell."""
        self.cells[id]["metadata"]["nbgrader"] |= values

    def text(self, id, english=("", ""), latvian=("", "")):
        """Change a cell of text: (old, new) in each language."""
        pair = []
        for text, (old, new) in zip(self.texts[id], (english, latvian), strict=True):
            assert old in text, f"{old} is not in {id}"
            pair.append(text.replace(old, new, 1) if old else text + new)
        self.texts[id] = tuple(pair)

    def guided(self, english=("", ""), latvian=("", "")):
        """Change the guide: every block and row that holds the old text."""
        def change(pair):
            return tuple(text.replace(old, new) if old else text
                         for text, (old, new) in zip(pair, (english, latvian), strict=True))

        assert any(english[0] in pair[0] and latvian[0] in pair[1] for pair in self._pairs()), "not in the guide"
        self.guide = [[change(row) for row in block] if isinstance(block, list) else change(block) for block in self.guide]

    def add(self, id, after, source, latvian=None, **metadata):
        """A further cell: code, or text if there is Latvian for it."""
        self.order.insert(self.order.index(after) + 1, id)
        self.cells[id] = {"source": source, "metadata": metadata}
        if latvian is not None:
            self.texts[id] = (source, latvian)

    def copied(self, id):
        """The metadata of a cell, for another one."""
        return copy.deepcopy(self.cells[id]["metadata"])

    def remove(self, *ids):
        for id in ids:
            self.order.remove(id)

    def move(self, id, after):
        self.order.remove(id)
        self.order.insert(self.order.index(after) + 1, id)

    def write(self, root, shared):
        """Write the lab into an empty repository and return it; `shared` is a folder made by `small_curriculum`."""
        folder = root / "labs" / "enterprise" / "badges"
        guides = root / "teacher-guides" / "labs"
        for place in (folder, guides, root / "src" / "daugava"):
            place.mkdir(parents=True)
        (root / "curriculum").symlink_to(shared / "curriculum")
        (root / "src" / "daugava" / "datasets").symlink_to(shared / "datasets")
        for name, content in (("lab.yml", self.lab), ("answers.yml", self.answers)):
            _write(folder / name, content)
        (folder / "badges.ipynb").write_text(json.dumps(self._notebook(), ensure_ascii=False), encoding="utf-8")
        (guides / "badges.md").write_text(self._guide(), encoding="utf-8")
        pairs = {**self.said, **{english: latvian for english, latvian in self.texts.values()}}
        _catalogue(pairs).save(str(folder / "badges.lv.po"))
        _catalogue(dict(self._pairs())).save(str(guides / "badges.lv.po"))
        translate.update(daugava_lab.load(folder))
        if self.lab["content"] is None:
            self.lab["content"] = self._content(folder)
            _write(folder / "lab.yml", self.lab)
        for change in self.after:
            change(folder)
        return daugava_lab.load(folder)

    @staticmethod
    def _content(folder):
        try:
            return versions.content(daugava_lab.load(folder))
        except daugava_lab.LabError:  # a notebook is broken on purpose
            return "0" * 64

    def _pairs(self):
        return [pair for block in self.guide for pair in (block if isinstance(block, list) else [block])]

    def _guide(self):
        blocks = ["\n".join(row[0] for row in block) if isinstance(block, list) else block[0] for block in self.guide]
        return "\n\n".join(blocks) + "\n"

    def _notebook(self):
        cells = []
        for id in self.order:
            cell = {"cell_type": "markdown" if id in self.texts else "code", "id": id,
                    "metadata": self.cells[id]["metadata"]}
            cell["source"] = self.texts[id][0] if id in self.texts else self.cells[id]["source"]
            cell |= self.cells[id].get("more", {})
            if cell["cell_type"] == "code":
                cell = {"execution_count": None, "outputs": []} | cell
            cells.append(cell)
        return {"cells": cells, "metadata": {"daugava": self.about, "language_info": {"name": "python"}, "kernelspec": {
            "display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}

    @staticmethod
    def _metadata(id):
        role = ROLES.get(id, "by hand" if id == "decide" else "check" if id.startswith("check-") else
                         "answer" if id in CODE else None)
        metadata = {"daugava": {"labels": list(LABELS[id])}} if id in LABELS else {}
        if role is None:
            return metadata
        grade, solution, locked = {"given": (False, False, True), "check": (True, False, True),
                                   "answer": (False, True, False), "by hand": (True, True, False)}[role]
        metadata["nbgrader"] = {"cell_type": "code" if id in CODE else "markdown", "grade": grade, "grade_id": id,
                                "locked": locked, "schema_version": 3, "solution": solution, "task": False}
        if grade:
            metadata["nbgrader"]["points"] = {"check-predict": 1, "decide": 3}.get(id, 2)
        if role in ("check", "answer"):
            metadata["tags"] = ["raises-exception"]
        return metadata


def small_curriculum(folder: Path) -> Path:
    """A small curriculum with the real schemas and word lists, and one entry of each real file that a lab may cite."""
    source, target = ROOT / "curriculum", folder / "curriculum"
    shutil.copytree(source / "schema", target / "schema")
    for file in ("centre.yml", "strands.yml", "words.en.txt", "words.lv.txt"):
        shutil.copy(source / file, target)
    head, *terms = (source / "glossary.csv").read_text(encoding="utf-8").splitlines()
    terms = [term for term in terms if term.startswith(("accelerometer,", "quadratic function,"))]
    assert len(terms) == 2, "terms that no dictionary has"
    (target / "glossary.csv").write_text("\n".join([head, *terms]) + "\n", encoding="utf-8")
    _shorten(source / "careers.yml", target / "careers.yml", "careers", lambda entry: entry["code"] == "2141.4")
    _write(target / "units.yml", UNITS)
    (target / "outcomes").mkdir()
    _shorten(source / "outcomes" / "latvia.yml", target / "outcomes" / "latvia.yml", "outcomes",
             lambda entry: entry["regulation"] == "MK 747" and entry["code"] in OUTCOMES)
    (folder / "datasets").mkdir()
    datasets = yaml.safe_load((ROOT / "src/daugava/datasets/sources.yml").read_text(encoding="utf-8"))
    (folder / "datasets" / "sources.yml").write_text(yaml.safe_dump(datasets[:1], allow_unicode=True), encoding="utf-8")
    return folder


def _shorten(source, target, key, wanted):
    content = yaml.load(source.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    content[key] = [entry for entry in content[key] if wanted(entry)]
    assert content[key], f"nothing to cite is left in {source}"
    target.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _write(path, content):
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")  # JSON is YAML too


def _catalogue(pairs):
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Language": "lv", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
                     "Content-Transfer-Encoding": "8bit"}
    file.extend(polib.POEntry(msgid=english, msgstr=latvian) for english, latvian in pairs.items())
    return file
