"""What a check says by itself, in each language; hints that belong to one task stand in its check cell."""

WORDS = {
    # code stopped
    "stopped": {
        "en": "Python stopped in line {line}: {why}",
        "lv": "Python apstājās {line}. rindā: {why}",
    },
    "missing": {
        "en": "The name `{name}` does not exist yet. Did you run the cell above? If there is a red error "
        "message, mend that first.",
        "lv": "Nosaukums `{name}` vēl nav izveidots. Vai izpildīji šūnu virs šīs? Ja tur ir sarkans kļūdas "
        "paziņojums, vispirms izlabo to.",
    },
    "unknown-name": {
        "en": "the name `{name}` does not exist yet. Check how it is spelled. Did you run the cells above?",
        "lv": "nosaukums `{name}` vēl nav izveidots. Pārbaudi, kā tas ir uzrakstīts. Vai izpildīji šūnas augstāk?",
    },
    "bare-letter": {
        "en": "a letter needs quotation marks: \"{name}\". If `{name}` is a name, run the cells above.",
        "lv": "burts jāraksta pēdiņās: \"{name}\". Ja `{name}` ir nosaukums, izpildi šūnas augstāk.",
    },
    "by-zero": {
        "en": "division by zero. What do you divide by?",
        "lv": "dalīšana ar nulli. Ar ko tu dali?",
    },
    "other-error": {
        "en": "{error}. Compare the line with the example. If you are stuck, ask a classmate or raise your hand.",
        "lv": "{error}. Salīdzini rindu ar paraugu. Ja nesanāk, pajautā klasesbiedram vai pacel roku.",
    },
    # not started
    "not-started": {
        "en": "There is no answer here yet. Write it in place of the dots. (`{name}`)",
        "lv": "Te vēl nav atbildes. Ieraksti to daudzpunktes vietā. (`{name}`)",
    },
    "no-reason": {
        "en": "The reason is missing. Finish the sentence in `{name}`. A short answer is enough.",
        "lv": "Vēl nav iemesla. Pabeidz teikumu: `{name}`. Pietiek ar īsu atbildi.",
    },
    # slip of the keyboard
    "comma": {
        "en": "Python writes decimals with a point: write 1.50, not 1,50. (`{name}`)",
        "lv": "Python decimāldaļās lieto punktu: raksti 1.50, nevis 1,50. (`{name}`)",
    },
    "text": {
        "en": "`{name}` is text, and a number is needed. Write the number without quotation marks and without a unit.",
        "lv": "`{name}` ir teksts, bet te vajag skaitli. Raksti skaitli bez pēdiņām un bez mērvienības.",
    },
    "no-number": {
        "en": "`{name}` is not a number. Write one number or one calculation, for example 2 + 3.",
        "lv": "`{name}` nav skaitlis. Ieraksti vienu skaitli vai vienu aprēķinu, piemēram, 2 + 3.",
    },
    "choose": {
        "en": "Write one letter between the quotation marks: {options}. (`{name}`)",
        "lv": "Starp pēdiņām ieraksti vienu burtu: {options}. (`{name}`)",
    },
    "long-minus": {
        "en": "the minus is the long one. Write it with the key -.",
        "lv": "mīnuss ir garais. Raksti to ar taustiņu -.",
    },
    "curly-quotes": {
        "en": "these quotation marks are for books. Write them with the key \".",
        "lv": "šīs pēdiņas ir grāmatām. Raksti tās ar taustiņu \".",
    },
    "times-sign": {
        "en": "Python multiplies with * and divides with /.",
        "lv": "Python reizina ar * un dala ar /.",
    },
    "decimal-comma": {
        "en": "Python writes decimals with a point: write 1.50, not 1,50.",
        "lv": "Python decimāldaļās lieto punktu: raksti 1.50, nevis 1,50.",
    },
    "euro-sign": {
        "en": "write the number only, without a unit.",
        "lv": "raksti tikai skaitli, bez mērvienības.",
    },
    "power": {
        "en": "a power is written with two stars: 3 ** 2 is 3 squared, 9 ** 0.5 is the square root of 9.",
        "lv": "pakāpi raksta ar divām zvaigznītēm: 3 ** 2 ir 3 kvadrātā, 9 ** 0.5 ir kvadrātsakne no 9.",
    },
    "syntax": {
        "en": "it does not understand this line. Look for a missing bracket, a missing sign or a unit behind the number.",
        "lv": "šo rindu tas nesaprot. Vai netrūkst iekavas vai zīmes? Vai aiz skaitļa nav mērvienības?",
    },
    # right, and help
    "right": {"en": "Right! {because}", "lv": "Pareizi! {because}"},
    "hint": {"en": "Hint {number}", "lv": "{number}. padoms"},
    "example": {"en": "Show a similar example", "lv": "Parādi līdzīgu piemēru"},
}

# Signs that come from a book or a phone, and what to say of them.
SLIPS = {
    **dict.fromkeys("−–—", "long-minus"),
    **dict.fromkeys("„”“‟’‘«»", "curly-quotes"),
    **dict.fromkeys("·×÷∙⋅", "times-sign"),
    **dict.fromkeys("€%°", "euro-sign"),
    **dict.fromkeys("√²³", "power"),
}
