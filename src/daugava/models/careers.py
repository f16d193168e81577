"""The lab stem-careers: graduates in STEM fields by sex, earnings, a shrinking generation, the cost of two offers.

Data sets `stem_graduates_by_sex` (UNESCO), `labour_market_europe` (Eurostat) and `population_age_sex` (United Nations);
sources and licences: `daugava.data.describe`. The UNESCO percentages are of all graduates *of that sex*: they become
a share of women in a field only with the share of women among all graduates, which the data do not hold.
"""
from __future__ import annotations

import functools

from matplotlib.patches import Rectangle

from daugava import DaugavaError, data, language, plot

__all__ = ["GRADUATES", "earnings", "fields", "fields_alt", "graduates", "in_field", "mosaic", "mosaic_move",
           "name", "offers", "percent", "percent_text", "share_of_women", "specialists", "young"]

GRADUATES = 10000  # all graduates of the picture
FIELDS = {"natural_sciences_mathematics_statistics": ("natural sciences\nand mathematics",
                                                      "dabaszinātnes\nun matemātika"),
          "ict": ("ICT", "IKT"),
          "engineering_manufacturing_construction": ("engineering", "inženierzinātnes")}
COUNTRIES = {"LVA": ("LV", "Latvia", "Latvija"), "EST": ("EE", "Estonia", "Igaunija"),
             "LTU": ("LT", "Lithuania", "Lietuva"), "NOR": ("NO", "Norway", "Norvēģija"),
             "FIN": ("FI", "Finland", "Somija")}
_SEXES = {"female": ("women", "sievietes"), "male": ("men", "vīrieši")}
_HATCH = {"female": "//", "male": ""}
_WORDS = {
    "en": {"field": "field of study", "height": "of graduates of that sex, %", "width": "all graduates, %",
           "ict": "graduated in ICT, %", "offer": "offer", "event": "one day for many", "club": "a club for few",
           "pupils": "pupils who come", "cost": "cost", "each": "cost per pupil who comes", "stay": "go on with STEM",
           "stay_each": "cost per pupil who goes on",
           "no_country": "There is no country “{country}” in this lab; choose one of: {known}.",
           "no_field": "There is no “{field}” in the data; choose one of: {known}.",
           "no_year": "There is no number for the year {year} in the data; choose one of: {known}."},
    "lv": {"field": "studiju joma", "height": "no šī dzimuma absolventiem, %", "width": "visi absolventi, %",
           "ict": "absolvēja IKT jomā, %", "offer": "piedāvājums", "event": "viena diena daudziem",
           "club": "pulciņš nedaudziem", "pupils": "skolēni, kas atnāk", "cost": "izmaksas",
           "each": "izmaksas uz skolēnu, kas atnāk", "stay": "turpina STEM",
           "stay_each": "izmaksas uz skolēnu, kas turpina",
           "no_country": "Valsts „{country}” šajā darbā nav; izvēlies kādu no šīm: {known}.",
           "no_field": "„{field}” datos nav; izvēlies kādu no šiem: {known}.",
           "no_year": "Par {year}. gadu datos skaitļa nav; izvēlies kādu no šiem: {known}."},
}


def _said(pair) -> str:
    return pair[language() == "lv"]


def _known(value, known, problem: str):
    """`value`, if it is one of the known ones; else DaugavaError, with what could be chosen."""
    if value not in known:
        raise DaugavaError(_WORDS[language()][f"no_{problem}"].format(
            **{problem: value, "known": ", ".join(map(str, known))}))
    return value


def name(country: str) -> str:
    """The name of a country (ISO 3166 alpha-3 code) in the language in use; DaugavaError for any but the five."""
    return _said(COUNTRIES[_known(country, COUNTRIES, "country")][1:])


@functools.cache
def _by_sex(country: str, field: str, sex: str):
    table = data.load("stem_graduates_by_sex")
    chosen = table[(table["iso3"] == country) & (table["field"] == field) & (table["sex"] == sex)]
    return chosen.set_index("year")["pct_of_graduates_of_that_sex"].sort_index()


@functools.cache
def _market(country: str, column: str):
    table = data.load("labour_market_europe")
    return table[table["geo"] == COUNTRIES[country][0]].set_index("year")[column].dropna().sort_index()


def percent(country: str, year: int, field: str, sex: str) -> float:
    """Graduates of a field, in % of all graduates of that sex ("female" or "male").

    country: a key of COUNTRIES; field: a key of FIELDS. Raises DaugavaError, with what could be chosen, where there is
    no number.
    """
    _known(country, COUNTRIES, "country")
    numbers = _by_sex(country, _known(field, FIELDS, "field"), _known(sex, _SEXES, "field"))
    return float(numbers[_known(year, list(numbers.index), "year")])


def percent_text(country: str, year: int, sex: str, field: str = "ict") -> str:
    """`percent` with two digits, as the language in use writes it."""
    return plot.number(percent(country, year, field, sex), 2)


def in_field(country: str, year: int, women: float, field: str = "ict") -> tuple[float, float]:
    """How many women and how many men of `GRADUATES` graduates are in a field, if `women` % of all are women."""
    return (GRADUATES * women / 100 * percent(country, year, field, "female") / 100,
            GRADUATES * (100 - women) / 100 * percent(country, year, field, "male") / 100)


def share_of_women(country: str, year: int, women: float, field: str = "ict") -> float:
    """The share of women among the graduates of a field, in %, if `women` % of all graduates are women."""
    female, male = in_field(country, year, women, field)
    return 100 * female / (female + male)


def earnings(country: str, year: int) -> float:
    """Median gross hourly earnings in euros of that year (nominal): 2014, 2018 or 2022, else DaugavaError."""
    return _of_year(_known(country, COUNTRIES, "country"), "median_hourly_earnings_eur", year)


def graduates(year: int, field: str = "engineering") -> int:
    """Graduates of engineering (with manufacturing and construction) or of "ict" in Latvia, 2014 to 2023, persons."""
    return int(_of_year("LVA", f"graduates_{_known(field, ('engineering', 'ict'), 'field')}", year))


def specialists(year: int) -> float:
    """ICT specialists in Latvia, in % of all employed people, in a year from 2014 to 2024."""
    return _of_year("LVA", "ict_specialists_pct_employment", year)


def _of_year(country, column, year):
    numbers = _market(country, column)
    return float(numbers[_known(year, list(numbers.index), "year")])


@functools.cache
def _ages(age: str):
    table = data.load("population_age_sex")
    chosen = table[(table["country"] == "Latvia") & (table["age_group"] == age)]
    return chosen.groupby("year")["population_thousand"].sum()


def young(year: int, age: str = "15-19") -> float:
    """People of an age group in Latvia, in thousands, in a year that ends in 0 (up to 2020: estimates)."""
    people = _ages(age)
    return float(people[_known(year, list(people.index), "year")])


def fields(country: str, year: int):
    """Bars of women and men for the three STEM fields, in % of all graduates of that sex: a figure."""
    words = _WORDS[language()]
    figure, axes = plot.blank(words["field"], words["height"])
    for side, (sex, said), colour in zip((-0.2, 0.2), _SEXES.items(), plot.PALETTE, strict=False):
        heights = [percent(country, year, field, sex) for field in FIELDS]
        drawn = axes.bar([place + side for place in range(len(FIELDS))], heights, 0.38, color=colour,
                         hatch=_HATCH[sex], edgecolor="#ffffff", label=_said(said))
        axes.bar_label(drawn, [plot.number(height, 2) for height in heights], fontsize=plot.FONT - 1, padding=2)
    axes.set_xticks(range(len(FIELDS)), [_said(each) for each in FIELDS.values()])
    axes.grid(visible=False, axis="x")
    axes.margins(y=0.12)
    axes.legend(fontsize=plot.FONT, loc="upper left")
    return figure


def fields_alt(country: str, year: int) -> str:
    """What the bars of `fields` show, in words."""
    said = []
    for field, names in FIELDS.items():
        women, men = (plot.number(percent(country, year, field, sex), 2) for sex in _SEXES)
        field_name = _said(names).replace("\n", " ")
        said.append(f"{field_name[0].upper()}{field_name[1:]}: {women} %, {men} %.")
    return f"{name(country)}, {year}. " + " ".join(said)


def mosaic(axes, country: str, year: int):
    """Draw women and men as two boxes for a live figure: width = share of all graduates, height = % in ICT."""
    words = _WORDS[language()]
    heights = {sex: percent(country, year, "ict", sex) for sex in _SEXES}
    plot.style(axes, words["width"], words["ict"])
    axes.set_xlim(0, 100)
    axes.set_ylim(0, max(heights.values()) * 1.2)
    drawn = {}
    for (sex, height), colour, side in zip(heights.items(), plot.PALETTE, ("left", "right"), strict=False):
        box = axes.add_patch(Rectangle((0, 0), 50, height, facecolor=colour, edgecolor="#ffffff", hatch=_HATCH[sex]))
        label = axes.annotate("", (0, height), (6 if side == "left" else -6, 5), textcoords="offset points",
                              fontsize=plot.FONT, fontweight="bold", ha=side, va="bottom", color=colour)
        drawn[sex] = box, label
    return drawn


def mosaic_move(drawn, women: float) -> None:
    """Show the boxes of `mosaic` if `women` % of all graduates are women."""
    for sex, left, width in (("female", 0, women), ("male", women, 100 - women)):
        box, label = drawn[sex]
        height = box.get_height()
        box.set_x(left)
        box.set_width(width)
        label.xy = 0 if sex == "female" else 100, height  # never past the edge of the picture
        label.set_text(f"{_said(_SEXES[sex])}: {plot.number(GRADUATES * width / 100 * height / 100, 0)}")


def offers(event_pupils: float, event_eur: float, event_percent: float,
           club_pupils: float, club_eur: float, club_percent: float) -> None:
    """Show what two offers of a centre cost: per pupil who comes, and per pupil who goes on with STEM.

    Pupils, costs in euros, and the percentage of *those who come* that goes on: all assumptions of the caller.
    """
    words = _WORDS[language()]
    rows = {"event": (event_pupils, event_eur, event_percent), "club": (club_pupils, club_eur, club_percent)}
    stay = {key: pupils * part / 100 for key, (pupils, _, part) in rows.items()}

    def each(euros, people):
        return plot.euro(euros / people, decimals=0) if people > 0 else "–"

    plot.columns({words["offer"]: [words[key] for key in rows],
                  words["pupils"]: [plot.number(pupils) for pupils, _, _ in rows.values()],
                  words["cost"]: [plot.euro(euros, decimals=0) for _, euros, _ in rows.values()],
                  words["each"]: [each(euros, pupils) for pupils, euros, _ in rows.values()],
                  words["stay"]: [plot.number(number) for number in stay.values()],
                  words["stay_each"]: [each(rows[key][1], number) for key, number in stay.items()]})
