"""Who of a practice class answers what: drawn by a seed from a lab's model answers, and judged by its own checks."""
from __future__ import annotations

import contextlib
import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field

import daugava
from daugava import check, variant
from daugava.lab import Lab
from daugava.model_answers import as_pupil, given, run

SHARES = {"right": 10, "misconception": 9, "empty": 2, "late": 2, "broken": 1}  # of 24
TOP = (0.8, 0.55, 0.35)  # share of those with misconceptions who have the first, second, third
REASONS = ("it seems so to me", "that is my guess", "a quick try in my head gives that", "it looks about right")
BARE = {"en": "{choice}, because that seems better to us. The risk is that it goes worse than we think.",
        "lv": "{choice}, jo tā mums šķiet labāk. Risks ir tāds, ka iznāks sliktāk, nekā domājam."}
TEXTS = {"right": ("full", "part", "full", "bare"), "misconception": ("part", "bare", "full", "bare", "part")}
_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n\s*### END SOLUTION", re.DOTALL)
_EXAMPLE = re.compile(r"[^:(]*(\([^)]*\))?: (.+)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZĀČĒĢĪĶĻŅŠŪŽ])")


@dataclass
class Pupil:
    """A fictitious pupil: what kind of work, {answer cell: source}, and of which quality the open text is."""

    name: str
    kind: str
    answers: dict[str, str] = field(default_factory=dict)
    text: str | None = None  # full, part, bare


class Draw:
    """A class out of the answers of a lab; `source` is the teacher's notebook, hidden tests included."""

    def __init__(self, lab: Lab, language: str, source, pupils: int, seed: int):
        self.lab, self.language, self.seed = lab, language, seed
        self.random = random.Random(f"{lab.id}-{language} {pupils} {seed}")
        self.model = lab.answers  # read once
        self.tasks = [task["id"] for task in lab.tasks if task["id"] in self.model]
        self.texts = {task["id"]: texts(_source(source, task["id"]), language)
                      for task in lab.tasks if task.get("by_hand")}
        kinds = [kind for kind, count in counts(pupils).items() for _ in range(count)]
        self.random.shuffle(kinds)
        self.pupils = [Pupil(f"practice-{number:02}", kind) for number, kind in enumerate(kinds, 1)]
        self.top = self._top()
        self._answer()

    def _top(self) -> dict[str, str]:
        """The misconceptions that dominate, most frequent first, each with a task of its own."""
        found: dict[str, str] = {}
        names = list(self.lab.metadata.get("misconceptions", {}))
        self.random.shuffle(names)
        for name in names:
            free = [task for task in self._held(name) if task not in found.values()]
            if free and len(found) < len(TOP):
                found[name] = self.random.choice(free)
        return found

    def _held(self, name: str) -> dict[str, list[str]]:
        """{task: answers} of a misconception; without those that happen to be right for somebody."""
        found = {task: [answer["code"] for answer in self.model[task].get("wrong", ())
                        if answer["misconception"] == name and "right_if" not in answer] for task in self.tasks}
        return {task: codes for task, codes in found.items() if codes}

    def _answer(self) -> None:
        holding = [pupil for pupil in self.pupils if pupil.kind == "misconception"]
        most = [max(1, round(share * len(holding))) for share in TOP[:len(self.top)]]
        slots = [name for name, count in zip(self.top, most, strict=True) for _ in range(count)]
        self._left = Counter({name: max(0, most[-1] - 1) for name in self._names()} if most else {})
        for pupil in self.pupils:
            for task in self._begun(pupil):
                pupil.answers[task] = self._right(task)
        for number, pupil in enumerate(holding):
            self._hold(pupil, slots[number::len(holding)])
        for kind in ("right", "misconception", "late"):
            for pupil in self.pupils:
                if pupil.kind == kind and self.random.random() < (0.5 if kind == "right" else 0.3):
                    self._slip(pupil)
        for kind, qualities in TEXTS.items():
            writing = [each for each in self.pupils if (each.kind if each.kind in TEXTS else "right") == kind]
            for number, pupil in enumerate(each for each in writing if each.kind != "empty"):
                self._write(pupil, qualities[number % len(qualities)])

    def _begun(self, pupil: Pupil) -> list[str]:
        """The tasks that a pupil answers: of the nearly empty ones, one has only predicted, the next did one task."""
        if pupil.kind != "empty":
            return self.tasks
        before = [each for each in self.pupils if each.kind == "empty"].index(pupil)
        return self.tasks[:1 + before % 2]

    def _right(self, task: str) -> str:
        return self._spoken(self.random.choice(self.model[task]["right"])["code"])

    def _spoken(self, code: str) -> str:
        """The reasons of the model answers are Latvian."""
        if self.language == "lv":
            return code
        reason = self.random.choice(REASONS)
        return re.sub(r'(?m)^(my_reason = ")(?!\.\.\.").*"', lambda found: f'{found[1]}{reason}"', code)

    def _hold(self, pupil: Pupil, names: list[str]) -> None:
        """Give a pupil misconceptions: each in the task of its own, and by chance where else it leads astray."""
        taken = set(self.top.values())
        for name in names:
            for task, codes in self._held(name).items():
                if task == self.top[name] or task not in taken and self.random.random() < 0.4:
                    taken.add(task)
                    pupil.answers[task] = self._spoken(self.random.choice(codes))

    def _names(self) -> list[str]:
        """All ids that wrong answers have, in a steady order."""
        return list(dict.fromkeys(answer["misconception"] for task in self.tasks
                                  for answer in self.model[task].get("wrong", ())))

    def _slip(self, pupil: Pupil) -> None:
        """One wrong answer more, none of the dominating ones, and none so often that it would be among them."""
        kept = set(self.top.values())
        pool = [(task, answer) for task in self.tasks if task not in kept
                for answer in self.model[task].get("wrong", ())
                if answer["misconception"] not in self.top and self._left[answer["misconception"]] > 0]
        if pool:
            task, answer = self.random.choice(pool)
            self._left[answer["misconception"]] -= 1
            pupil.answers[task] = self._spoken(answer["code"])

    def _write(self, pupil: Pupil, quality: str) -> None:
        for task, made in self.texts.items():
            if made:
                pupil.answers[task] = self.random.choice(made)[quality]
                pupil.text = quality


def counts(pupils: int) -> dict[str, int]:
    """How many of each kind: the shares of 24, by largest remainder."""
    exact = {kind: share * pupils / sum(SHARES.values()) for kind, share in SHARES.items()}
    found = {kind: int(share) for kind, share in exact.items()}
    rest = sorted(exact, key=lambda kind: (found[kind] - exact[kind], -SHARES[kind]))
    for kind in rest[:pupils - sum(found.values())]:
        found[kind] += 1
    return found


def texts(source: str, language: str) -> list[dict[str, str]]:
    """The good answers that stand in the lab's open task, each in three qualities.

    `full` is the answer itself, `part` ends after its first sentence, `bare` has neither a number nor a reason.
    """
    solution = _SOLUTION.search(source)
    made = []
    for paragraph in (solution[1] if solution else "").split("\n\n"):
        if example := _EXAMPLE.fullmatch(paragraph.strip()):
            numbers = f"{example[1]} " if example[1] else ""  # whose numbers it has: those of the lab's example
            first = _SENTENCE.split(example[2])[0]
            bare = BARE[language].format(choice=re.split(r", (?:jo|because) ", first)[0].rstrip("."))
            made.append({"full": numbers + example[2], "part": numbers + first, "bare": bare})
    return made


def _source(notebook, name: str) -> str:
    return next((cell.source for cell in notebook.cells if cell.id == name), "")


@contextlib.contextmanager
def apart():
    """What judging changes in this process is as before, afterwards."""
    pupil, drawn, chosen, steps = os.environ.get("DAUGAVA_PUPIL"), variant._given, daugava._chosen, check._steps[:]
    try:
        yield
    finally:
        as_pupil(pupil)
        variant._given, check._steps[:] = drawn, steps
        daugava.use(chosen)


def judge(lab: Lab, source, pupil: str, answers: dict[str, str]) -> dict[str, tuple[bool, str | None]]:
    """What the checks of the lab say to a pupil's answers: {check: (right or not, misconception or None)}.

    Runs in this process, in the order of the notebook; a check sees what the pupil's cells left, and leaves nothing.
    """
    cells = {cell.id: cell.source for cell in source.cells if cell.cell_type == "code"}
    tasks = {task["check"]: task["id"] for task in lab.tasks if not task.get("by_hand")}
    found: dict[str, tuple[bool, str | None]] = {}
    with apart():
        as_pupil(pupil)
        names = given(cells)
        for name in cells:
            if name in answers:
                with contextlib.suppress(Exception):  # a pupil's cell may stop; the check says so
                    run(answers[name], names)
            elif name in tasks:
                try:
                    run(cells[name], dict(names))
                    found[name] = True, None
                except Exception as hint:
                    found[name] = False, getattr(hint, "misconception", None)
    return found
