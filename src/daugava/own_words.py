"""What the reader of a class's survey says, in each language; every message is one sentence or two short ones."""

WORDS = {
    # the file
    "missing": {
        "en": "There is no file {file} beside this notebook yet: choose File > New > Text File, write one price in "
        "each row, save it, rename it to {file} and run this cell again.",
        "lv": "Blakus šai burtnīcai datnes {file} vēl nav: izvēlies Datne > Izveidot > Teksta datne, katrā rindā "
        "ieraksti vienu cenu, saglabā, pārdēvē datni par {file} un izpildi šo šūnu vēlreiz.",
    },
    "near": {
        "en": "There is no file {file}, but there is {near}: rename it to {file} and run this cell again.",
        "lv": "Datnes {file} nav, bet ir {near}: pārdēvē to par {file} un izpildi šo šūnu vēlreiz.",
    },
    "empty": {
        "en": "The file {file} is empty: write one price in each row, save it and run this cell again.",
        "lv": "Datne {file} ir tukša: katrā rindā ieraksti vienu cenu, saglabā un izpildi šo šūnu vēlreiz.",
    },
    "spreadsheet": {
        "en": "The file {file} is not a text file: open it in the program that made it, save it as CSV and run this "
        "cell again.",
        "lv": "Datne {file} nav teksta datne: atver to programmā, kurā tā veidota, saglabā to kā CSV un izpildi šo "
        "šūnu vēlreiz.",
    },
    # what was read
    "read": {"en": "Prices read from {file}: {count}.", "lv": "No datnes {file} nolasīto cenu skaits: {count}."},
    "none": {"en": "In {file} there is no price that can be read.", "lv": "Datnē {file} nav nevienas cenas, ko var nolasīt."},
    "heading": {"en": "Row {row} is the heading, not a price.", "lv": "{row}. rinda ir virsraksts, nevis cena."},
    "columns": {
        "en": "Only column {column} is read. Are there names in the other columns? Take them out of the file.",
        "lv": "Tiek lasīta tikai {column}. kolonna. Vai citās kolonnās ir vārdi? Izdzēs tos no datnes.",
    },
    "look": {"en": "Rows that are left out: {count}.", "lv": "Izlaisto rindu skaits: {count}."},
    # why a row is left out
    "row": {"en": "Row {row}: {why}", "lv": "{row}. rinda: {why}"},
    "blank": {
        "en": "there is no price. Write one, or delete the row.",
        "lv": "te nav cenas. Ieraksti to vai izdzēs rindu.",
    },
    "words": {
        "en": "“{cell}” is not a number. Write the price in digits, for example 1.50.",
        "lv": "„{cell}” nav skaitlis. Raksti cenu ar cipariem, piemēram, 1,50.",
    },
    "several": {
        "en": "“{cell}” has more than one number. Write one price in a row, for example 1.50.",
        "lv": "„{cell}”: te ir vairāki skaitļi. Raksti rindā vienu cenu, piemēram, 1,50.",
    },
    "more": {
        "en": "“{cell}” is more than a price. Write the number only, for example 1.50.",
        "lv": "„{cell}”: te ir ne tikai cena. Raksti tikai skaitli, piemēram, 1,50.",
    },
    "negative": {
        "en": "“{cell}” is below zero. Can a price be below zero?",
        "lv": "„{cell}” ir mazāks par nulli. Vai cena var būt mazāka par nulli?",
    },
    "decimals": {
        "en": "“{cell}” has more than two decimals. Write euros and cents, for example 1.50.",
        "lv": "„{cell}”: aiz komata ir vairāk nekā divi cipari. Raksti eiro un centus, piemēram, 1,50.",
    },
    "absurd": {
        "en": "“{cell}” is more than {largest}. Are these cents? Write euros, for example 1.50.",
        "lv": "„{cell}” ir vairāk nekā {largest}. Vai tie ir centi? Raksti eiro, piemēram, 1,50.",
    },
    # the table
    "price": {"en": "price, €", "lv": "cena, €"},
    "exactly": {"en": "wrote this price", "lv": "uzrakstīja šo cenu"},
    "or-more": {"en": "would buy: this price or more", "lv": "pirktu: šī cena vai vairāk"},
    "money": {"en": "revenue, €", "lv": "ieņēmumi, €"},
}
