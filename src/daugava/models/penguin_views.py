"""What pupils see in the lab penguin-classifier: scatter plot, compasses, voting neighbours, and the tables.

Calculations stand in `daugava.models.penguins`. Species differ in colour and in shape; 1 step is 1 mm of bill.
"""
from __future__ import annotations

import numpy as np

from daugava import language, live, plot
from daugava.models import penguins

__all__ = ["GRAMS", "Compasses", "Votes", "by_k", "confusion", "costs", "mine", "scatter", "seven", "sizes", "ways"]

GRAMS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)  # where the slider of grams stops
LETTERS = "PQRSTUV"
REACH = 9.5  # steps that the plot for work by hand shows on each side
_WORDS = {
    "en": {
        "bill": "bill length, mm", "mass": "body mass, g", "yours": "your penguin", "near": "nearest neighbours",
        "penguin": "penguin", "species": "species", "away": "distance, steps",
        "is": "it is", "says": "program says {name}", "all": "all",
        "rule": "rule: Chinstrap, if", "most": "it has the most votes", "one": "it has one vote or more",
        "missed": "missed Chinstraps", "walks": "walks for nothing", "points": "cost, points",
        "trained": "right of the training set ({count})", "tested": "right of the test set ({count})",
        "mine": "bill {bill} mm, mass {mass} g", "sizes": "{count} penguins",
        "grams": "grams that count as much as 1 mm", "k": "k, neighbours that vote",
        "way": "way", "right": "right of {count} new penguins",
        "ways": ("mass in grams", "mass in hundreds of grams", "always Adelie"),
        "compasses": "Radius {radius} steps. In the circle: {inside}.", "nobody": "nobody",
        "compasses-alt": "Your penguin is a star in the middle of seven others, P to V: {shapes}. A circle around it "
                         "with radius {radius} steps holds {count} of them; these are filled.",
        "shapes": ("circles are Adelie", "squares are Chinstrap", "triangles are Gentoo"),
        "votes": "1 mm counts as much as {grams} g, k = {k}. Votes: {votes}. The program says {said}; the penguin is "
                 "{real}. Right in the test set: {right} of {count}.",
        "votes-alt": "Three clouds of points: Adelie circles at the lower left, Chinstrap squares at the lower right, "
                     "Gentoo triangles above. Lines lead from a star, your penguin, to its nearest neighbours, drawn "
                     "large with a black edge: {votes}. They lie in an outline about {wide} mm wide and {high} g high.",
    },
    "lv": {
        "bill": "knābja garums, mm", "mass": "ķermeņa masa, g", "yours": "tavs pingvīns", "near": "tuvākie kaimiņi",
        "penguin": "pingvīns", "species": "suga", "away": "attālums, soļi",
        "is": "patiesībā", "says": "programma saka {name}", "all": "kopā",
        "rule": "noteikums: Chinstrap, ja", "most": "tam ir visvairāk balsu", "one": "tam ir kaut viena balss",
        "missed": "nepamanīti Chinstrap", "walks": "velti gājieni", "points": "izmaksas, punkti",
        "trained": "pareizi apmācības kopā ({count})", "tested": "pareizi testa kopā ({count})",
        "mine": "knābis {bill} mm, masa {mass} g", "sizes": "pingvīnu skaits: {count}",
        "grams": "cik gramu atbilst 1 mm", "k": "k, cik kaimiņu balso",
        "way": "veids", "right": "pareizi no {count} jauniem pingvīniem",
        "ways": ("masa gramos", "masa simtos gramu", "vienmēr Adelie"),
        "compasses": "Rādiuss: {radius} soļi. Riņķī: {inside}.", "nobody": "neviena",
        "compasses-alt": "Tavs pingvīns ir zvaigznīte vidū starp septiņiem citiem, no P līdz V: {shapes}. Ap to ir "
                         "riņķis ar rādiusu {radius} soļi. Pingvīnu skaits riņķī: {count}; tie ir aizkrāsoti.",
        "shapes": ("aplīši ir Adelie", "kvadrātiņi ir Chinstrap", "trijstūrīši ir Gentoo"),
        "votes": "1 mm atbilst {grams} g, k = {k}. Balsis: {votes}. Programma saka: {said}; patiesībā: {real}. "
                 "Pareizi testa kopā: {right} no {count}.",
        "votes-alt": "Trīs punktu mākoņi: Adelie aplīši lejā pa kreisi, Chinstrap kvadrātiņi lejā pa labi, Gentoo "
                     "trijstūrīši augšā. No zvaigznītes, tava pingvīna, līnijas ved pie tuvākajiem kaimiņiem, kas ir "
                     "lieli, ar melnu malu: {votes}. Tie ir kontūrā, kas ir ap {wide} mm plata un {high} g augsta.",
    },
}


def _word(message, **values):
    return _WORDS[language()][message].format(**values)


def _cloud(axes, those, size=5):
    for species, colour, marker in zip(penguins.SPECIES, plot.PALETTE, plot.MARKERS, strict=False):
        one = those.take(those.species == species)
        axes.plot(one.bill, one.mass, marker, color=colour, markersize=size, markerfacecolor="#ffffff", label=species)


def scatter():
    """All 342 penguins, bill length and body mass, a shape and a colour for each species: a figure."""
    figure, axes = plot.blank(_word("bill"), _word("mass"))
    _cloud(axes, penguins.everyone(), 6)
    axes.legend(fontsize=plot.FONT - 1, framealpha=1, loc="upper left")
    return figure


def ways(seed: int, k: int) -> None:
    """Show how many of a test set are named right with mass in grams, in hundreds of grams, and by "always Adelie"."""
    training, test = penguins.split(seed)
    right = [penguins.right(test, training, k, grams) for grams in (1, 100)] + [int(np.sum(test.species == "Adelie"))]
    plot.columns({_word("way"): list(_WORDS[language()]["ways"]), _word("right", count=len(test)): right})


def mine(row: int) -> str:
    """Bill and mass of the pupil's penguin as text."""
    bill, mass, _ = penguins.hand(row)
    return _word("mine", bill=plot.number(bill, 1), mass=plot.number(mass))


def sizes(those: penguins.Penguins) -> str:
    """How many penguins these are, as text."""
    return _word("sizes", count=len(those))


def seven(row: int) -> None:
    """Show the seven known penguins of a pupil as a table; the distances of P and Q are left to the pupil."""
    bill, mass, known = penguins.hand(row)
    away = [plot.number(float(each), 1) for each in penguins.distance(bill, mass, known)]
    plot.columns({_word("penguin"): list(LETTERS), _word("species"): known.species.tolist(),
                  _word("bill"): known.bill.tolist(), _word("mass"): known.mass.tolist(),
                  _word("away"): ["?", "?", *away[2:]]})


class Compasses:
    """A circle around the pupil's penguin that grows: `start`, `move`, `state` and `alt` are for `live.model`.

    The axes are drawn so that 100 g are as long as 1 mm: a ruler on the screen or on paper measures distances.
    """

    size = (6.4, 6.4)

    def __init__(self, row: int):
        self.bill, self.mass, self.known = penguins.hand(row)
        self.away = penguins.distance(self.bill, self.mass, self.known)

    def start(self, axes):
        """Draw the seven with their letters; the circle and the filled marks are returned."""
        plot.style(axes, _word("bill"), _word("mass"))
        axes.set_xlim(self.bill - REACH, self.bill + REACH)
        axes.set_ylim(self.mass - REACH * penguins.GRAMS, self.mass + REACH * penguins.GRAMS)
        axes.set_aspect(1 / penguins.GRAMS)
        axes.set_xticks(np.arange(np.ceil(self.bill - REACH), self.bill + REACH, 2))
        axes.set_yticks(np.arange(np.ceil(self.mass / 100 - REACH) * 100, self.mass + REACH * 100, 200))
        _cloud(axes, self.known, 12)
        for letter, bill, mass in zip(LETTERS, self.known.bill, self.known.mass, strict=True):
            right, up = self.known.bill - bill, (self.known.mass - mass) / penguins.GRAMS
            covered = np.any((abs(right) < 1.5) & (0 < up) & (up < 2.5))  # by the mark above
            axes.annotate(letter, (bill, mass), (9, -15 if covered else 7), textcoords="offset points",
                          fontsize=plot.FONT, fontweight="bold")
        axes.plot([self.bill], [self.mass], "*", color="#000000", markersize=18, label=_word("yours"))
        handles, labels = axes.get_legend_handles_labels()
        there = [place for place, label in enumerate(labels) if label == _word("yours") or label in self.known.species]
        axes.legend([handles[place] for place in there], [labels[place] for place in there], fontsize=plot.FONT - 2,
                    ncols=3, loc="lower center", bbox_to_anchor=(0.45, 1), frameon=False, columnspacing=1,
                    handletextpad=0.2)
        circle, = axes.plot([], [], color="#000000", linewidth=2)
        inside = [axes.plot([], [], marker, color=colour, markersize=13, zorder=3)[0]
                  for colour, marker in zip(plot.PALETTE, plot.MARKERS[:3], strict=False)]
        return circle, inside

    def move(self, drawn, radius: float) -> None:
        """Draw the circle with this radius in steps, and fill what it holds."""
        circle, inside = drawn
        turn = np.linspace(0, 2 * np.pi, 181)
        circle.set_data(self.bill + radius * np.cos(turn), self.mass + penguins.GRAMS * radius * np.sin(turn))
        for species, marks in zip(penguins.SPECIES, inside, strict=True):
            held = self._held(radius) & (self.known.species == species)
            marks.set_data(self.known.bill[held], self.known.mass[held])

    def state(self, radius: float) -> str:
        """Which letters the circle holds."""
        inside = [letter for letter, held in zip(LETTERS, self._held(radius), strict=True) if held]
        return _word("compasses", radius=plot.number(radius, 1), inside=", ".join(inside) or _word("nobody"))

    def alt(self, radius: float) -> str:
        """What a sighted pupil sees."""
        shapes = [shape for shape, species in zip(_WORDS[language()]["shapes"], penguins.SPECIES, strict=True)
                  if species in self.known.species]
        return _word("compasses-alt", radius=plot.number(radius, 1), count=int(self._held(radius).sum()),
                     shapes=", ".join(shapes))

    def _held(self, radius):
        return self.away <= radius + 1e-9


class Votes:
    """The pupil's penguin and the k neighbours that vote: `start`, `move`, `state` and `alt` are for `live.model`."""

    size = (9, 5.2)

    def __init__(self, row: int, training: penguins.Penguins, test: penguins.Penguins):
        self.bill, self.mass, _ = penguins.hand(row)
        self.real = str(penguins.everyone().species[row])
        self.training, self.test = training, test

    def sliders(self, k: int) -> dict:
        """The two sliders: grams that count as much as 1 mm, and k."""
        return {"grams": live.Slider(GRAMS, GRAMS.index(10), 0, _word("grams")),
                "k": live.slider(k, 1, 15, 2, _word("k"))}

    def start(self, axes):
        """Draw the training set and the star; the neighbours, their lines and their outline are returned."""
        plot.style(axes, _word("bill"), _word("mass"))
        axes.set_xlim(30, 62)
        axes.set_ylim(2400, 6600)
        _cloud(axes, self.training)
        lines, = axes.plot([], [], color="#000000", linewidth=1)
        outline, = axes.plot([], [], color="#000000", linewidth=2, linestyle="--")
        near = [axes.plot([], [], marker, color=colour, markersize=12, markeredgecolor="#000000", markeredgewidth=2)[0]
                for colour, marker in zip(plot.PALETTE, plot.MARKERS[:3], strict=False)]
        axes.plot([], [], "s", color="#ffffff", markersize=12, markeredgecolor="#000000", markeredgewidth=2,
                  label=_word("near"))
        axes.plot([self.bill], [self.mass], "*", color="#000000", markersize=20, markeredgecolor="#ffffff", zorder=4,
                  label=_word("yours"))
        axes.legend(fontsize=plot.FONT - 2, framealpha=1, loc="upper left")
        return lines, outline, near

    def move(self, drawn, grams: float, k: int) -> None:
        """Mark the k nearest, draw a line to each, and the outline that just holds them."""
        lines, outline, near = drawn
        those, reach = self._near(grams, k)
        gap = np.full(k, np.nan)
        lines.set_data(np.column_stack([np.full(k, self.bill), those.bill, gap]).ravel(),
                       np.column_stack([np.full(k, self.mass), those.mass, gap]).ravel())
        turn = np.linspace(0, 2 * np.pi, 181)
        outline.set_data(self.bill + reach * np.cos(turn), self.mass + grams * reach * np.sin(turn))
        for species, marks in zip(penguins.SPECIES, near, strict=True):
            marks.set_data(those.bill[those.species == species], those.mass[those.species == species])

    def state(self, grams: float, k: int) -> str:
        """The votes, what the program says, and how many of the test set it names right."""
        those, _ = self._near(grams, k)
        return _word("votes", grams=grams, k=k, votes=self._votes(those), said=penguins.most(those.species),
                     real=self.real, right=penguins.right(self.test, self.training, k, grams), count=len(self.test))

    def alt(self, grams: float, k: int) -> str:
        """What a sighted pupil sees."""
        those, reach = self._near(grams, k)
        return _word("votes-alt", votes=self._votes(those), wide=plot.number(2 * reach, 1),
                     high=plot.number(2 * reach * grams, 0))

    def _near(self, grams, k):
        those = self.training.take(penguins.nearest(self.bill, self.mass, self.training, k, grams))
        return those, float(penguins.distance(self.bill, self.mass, those, grams).max())

    @staticmethod
    def _votes(those):
        return ", ".join(f"{species} {np.sum(those.species == species)}" for species in penguins.SPECIES)


def by_k(training: penguins.Penguins, test: penguins.Penguins) -> None:
    """Show how many of the training set and of the test set are named right, for k = 1, 3, … 15."""
    steps = range(1, 16, 2)
    plot.columns({"k": [str(k) for k in steps],
                  _word("trained", count=len(training)): [penguins.right(training, training, k) for k in steps],
                  _word("tested", count=len(test)): [penguins.right(test, training, k) for k in steps]})


def confusion(asked: penguins.Penguins, known: penguins.Penguins, k: int, grams: float = penguins.GRAMS) -> None:
    """Show the confusion matrix with the sum of each row."""
    rows = penguins.matrix(asked, known, k, grams)
    columns = zip(penguins.SPECIES, zip(*rows, strict=True), strict=True)
    plot.columns({_word("is"): list(penguins.SPECIES),
                  **{_word("says", name=name): column for name, column in columns},
                  _word("all"): [sum(row) for row in rows]})


def costs(asked: penguins.Penguins, known: penguins.Penguins, k: int, missed_points: float, walk_points: float) -> None:
    """Show what two rules cost in points: a missed Chinstrap, and a walk to a penguin that is none."""
    counts = [penguins.missed_and_walks(asked, known, k, one_is_enough) for one_is_enough in (False, True)]
    plot.columns({_word("rule"): [_word("most"), _word("one")], _word("missed"): [missed for missed, _ in counts],
                  _word("walks"): [walks for _, walks in counts],
                  _word("points"): [missed * missed_points + walks * walk_points for missed, walks in counts]})
