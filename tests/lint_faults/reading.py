"""Faults in how much there is to read, and in words, signs and numbers."""

from lint_faults.case import breaks, latvian

LONG = " ".join(["badges"] * 9)


@breaks("core-words", "Cell 8 (run-text)")
def too_much_to_read(draft):
    draft.text("run-text", ("", f"\n{LONG}." * 50))


@breaks("task-words", "Cell 17 (task-cost)")
def too_much_before_a_task(draft):
    draft.text("cost-text", ("", f"\n{LONG}." * 5))


@breaks("short-sentences", "Cell 2 (hook)")
def long_sentence(draft):
    draft.text("hook", ("", f" {LONG} {LONG} {LONG}."))


@breaks("voice", "Cell 8 (run-text)")
def simply(draft):
    draft.text("run-text", ("Run the cell.", "Simply run the cell."))


@breaks("voice", **latvian("Cell 8 (run-text)"))
def polite(draft):
    draft.text("run-text", latvian=("Izpildi šūnu.", "Izpildi šūnu, kas jums patīk."))


@breaks("voice", **latvian("Cell 8 (run-text)"))
def foreign_word(draft):
    draft.text("run-text", latvian=("Izpildi šūnu.", "Nospiediet pogu."))


@breaks("guide-voice", "Pirms stundas", "badges.lv.md")
def foreign_word_in_the_guide(draft):
    draft.guided(("in pairs", "in pairs"), ("Skolēni strādā", "Skolnieki strādā"))


@breaks("image-alt", "Cell 2 (hook)")
def picture_without_alt(draft):
    draft.text("hook", ("", "\n\n![](machine.png)"), ("", "\n\n![mašīna](machine.png)"))


@breaks("spelling", "Cell 2 (hook)")
def misspelled(draft):
    draft.text("hook", ("badges", "bages"))


@breaks("spelling", **latvian("Cell 2 (hook)"))
def misspelled_in_latvian(draft):
    draft.text("hook", latvian=("nozīmītes", "nozīmites"))


@breaks("spelling", **latvian("Cell 18 (check-cost)"))
def misspelled_in_a_hint(draft):
    draft.said["Because the machine is bought once."] = "Jo mašīnu perk vienu reizi."


@breaks("spelling", "twice", "lab.yml")
def misspelled_in_lab_yml(draft):
    draft.lab["misconceptions"]["twice"]["en"] = "Mony."


@breaks("spelling", "Before the lesson", "badges.md")
def misspelled_in_the_guide(draft):
    draft.guided(("Pupils work", "Puppils work"))


@breaks("quotes", **latvian("Cell 2 (hook)"))
def english_quotation_marks(draft):
    draft.text("hook", latvian=("mašīnu", '"mašīnu"'))


@breaks("decimal-mark", **latvian("Cell 16 (cost-text)"))
def decimal_point(draft):
    draft.text("cost-text", latvian=("0,80 €", "0.80 €"))


@breaks("decimal-mark", "Cell 16 (cost-text)")
def decimal_comma(draft):
    draft.text("cost-text", ("€0.80", "€0,80"))


@breaks("minus-sign", "Cell 2 (hook)")
def hyphen_for_minus(draft):
    draft.text("hook", ("or not?", "or -5?"), ("mašīnu", "−5 mašīnu"))


@breaks("unit-space", **latvian("Cell 2 (hook)"))
def no_space_before_the_unit(draft):
    draft.text("hook", latvian=("72 €", "72€"))


@breaks("ordinal", **latvian("Cell 2 (hook)"))
def ordinal_without_full_stop(draft):
    draft.text("hook", latvian=("festivālam", "festivālam, 9 klase"))


@breaks("lone-number", **latvian("Cell 2 (hook)"))
def ordinal_that_is_a_list(draft):
    draft.text("hook", latvian=("", "\n\n9. klase pārdod nozīmītes."))


@breaks("guide-signs", "Pirms stundas", "badges.lv.md")
def ordinal_at_the_beginning_of_a_paragraph(draft):
    draft.guided(("They swap.", "They swap."), ("Skolēni strādā", "9. klase strādā"))


@breaks("guide-signs", "Biežākās kļūdas", "badges.lv.md")
def decimal_point_in_the_guide(draft):
    draft.guided(("72.80", "72.80"), ("72,80", "72.80"))


@breaks("quoted-numbers", "Cell 2 (hook)")
def number_from_nowhere(draft):
    draft.text("hook", ("€72", "€73"), ("72 €", "73 €"))


@breaks("quoted-numbers", "Cell 2 (hook)")
def two_thousand_badges(draft):
    draft.text("hook", ("Your team", "Sell 2000 badges of 1950 g. Your team"),
               ("Tava", "Pārdod 2000 nozīmītes pa 1950 g. Tava"))


@breaks("listed-numbers", "Cell 2 (hook)")
def number_that_is_not_quoted(draft):
    draft.cells["hook"]["metadata"]["daugava"] = {"numbers": ["72", "73"]}


@breaks("same-numbers", **latvian("Cell 2 (hook)"))
def other_number_in_latvian(draft):
    draft.text("hook", latvian=("72 €", "92 €"))
