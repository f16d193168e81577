"""What the reader of a phone's recording says, in each language; every message is one sentence or two short ones."""

WORDS = {
    # the file
    "missing": {
        "en": "There is no file {file} beside this notebook yet: upload the recording of your phone, rename it to "
        "{file} and run this cell again.",
        "lv": "Blakus šai burtnīcai datnes {file} vēl nav: augšupielādē sava telefona ierakstu, pārdēvē datni par "
        "{file} un izpildi šo šūnu vēlreiz.",
    },
    "near": {
        "en": "There is no file {file}, but there is {near}: rename it to {file} and run this cell again.",
        "lv": "Datnes {file} nav, bet ir {near}: pārdēvē to par {file} un izpildi šo šūnu vēlreiz.",
    },
    "empty": {
        "en": "The file {file} is empty: export the recording from the app once more.",
        "lv": "Datne {file} ir tukša: eksportē ierakstu no lietotnes vēlreiz.",
    },
    "not-text": {
        "en": "The file {file} is not a text file: in the app choose the export “CSV”, unpack it if it is a ZIP, and "
        "run this cell again.",
        "lv": "Datne {file} nav teksta datne: lietotnē izvēlies eksportu „CSV”, atpako to, ja tas ir ZIP, un izpildi šo"
        " šūnu vēlreiz.",
    },
    "large": {
        "en": "The file {file} is too large: record one fall, 10 seconds are enough.",
        "lv": "Datne {file} ir pārāk liela: ieraksti vienu kritienu, pietiek ar 10 sekundēm.",
    },
    "no-numbers": {
        "en": "In {file} there are no rows of numbers: does it hold the readings of the sensor?",
        "lv": "Datnē {file} nav skaitļu rindu: vai tajā ir sensora rādījumi?",
    },
    "no-time": {
        "en": "In {file} no column grows from row to row, so there is no time: export all columns of the recording.",
        "lv": "Datnē {file} nav kolonnas, kas pieaug no rindas uz rindu, tāpēc nav laika: eksportē visas ieraksta "
        "kolonnas.",
    },
    "no-axes": {
        "en": "In {file} there are no columns x, y and z: record with “Acceleration (with g)” and export all columns.",
        "lv": "Datnē {file} nav kolonnu x, y un z: izvēlies mērījumu „Acceleration (with g)” un eksportē visas "
        "kolonnas.",
    },
    "few": {
        "en": "In {file} there are only {count} readings: record again, at least one second.",
        "lv": "Datnē {file} rādījumu skaits ir tikai {count}: ieraksti vēlreiz, vismaz vienu sekundi.",
    },
    # what was read
    "read": {
        "en": "Readings from {file}: {count}, that is {seconds} s with {hertz} readings a second.",
        "lv": "No datnes {file} nolasīto rādījumu skaits: {count}. Tās ir {seconds} s, katrā sekundē {hertz} rādījumi.",
    },
    "columns": {"en": "Columns: {names}.", "lv": "Kolonnas: {names}."},
    "by-place": {
        "en": "The headings do not say which columns are x, y and z. The first columns after the time are taken.",
        "lv": "No virsrakstiem nevar saprast, kuras kolonnas ir x, y un z. Ņemtas pirmās kolonnas aiz laika.",
    },
    "only-length": {
        "en": "There are no columns x, y and z, only the length. So the zero offset cannot be found.",
        "lv": "Kolonnu x, y un z nav, ir tikai garums. Tāpēc nulles nobīdi nevar atrast.",
    },
    "g": {
        "en": "The readings are in g. They are multiplied by 9.81 to get m/s².",
        "lv": "Rādījumi ir mērvienībā g. Tie ir reizināti ar 9,81, lai iegūtu m/s².",
    },
    "clock": {
        "en": "The times are in {unit}. They are changed to seconds.",
        "lv": "Laiks ir mērvienībā {unit}. Tas ir pārvērsts sekundēs.",
    },
    "with-g": {
        "en": "This is the sensor with g: it shows about 9.8 m/s² at rest and about 0 in a fall.",
        "lv": "Šis ir sensors ar g: miera stāvoklī tas rāda aptuveni 9,8 m/s², kritienā aptuveni 0.",
    },
    "without-g": {
        "en": "This is the sensor without g: it shows about 0 at rest and about 9.8 m/s² in a fall. For this lab record"
        " with “Acceleration (with g)”.",
        "lv": "Šis ir sensors bez g: miera stāvoklī tas rāda aptuveni 0, kritienā aptuveni 9,8 m/s². Šim darbam "
        "izvēlies mērījumu „Acceleration (with g)”.",
    },
    "which": {
        "en": "The readings do not tell whether this is the sensor with g or without g: let the phone lie still for two"
        " seconds before the fall.",
        "lv": "No rādījumiem nevar pateikt, vai tas ir sensors ar g vai bez g: pirms kritiena ļauj telefonam divas "
        "sekundes gulēt nekustīgi.",
    },
    "slow": {
        "en": "{hertz} readings a second are few. In the app set the rate to the highest value; 100 is good.",
        "lv": "{hertz} rādījumi sekundē ir par maz. Lietotnē iestati lielāko mērījumu biežumu; ar 100 pietiek.",
    },
    "gap": {
        "en": "There is a gap of {seconds} s in the recording. Close other apps and record again.",
        "lv": "Ierakstā ir {seconds} s pārtraukums. Aizver citas lietotnes un ieraksti vēlreiz.",
    },
    "clipped": {
        "en": "Axis {axis} stops at {limit} m/s², which is {g} g. So the impact was stronger than the sensor can show.",
        "lv": "{axis} ass apstājas pie {limit} m/s², tas ir {g} g. Tātad trieciens bija stiprāks, nekā sensors spēj "
        "parādīt.",
    },
    # the fall
    "fall": {
        "en": "The fall begins at {start} s and lasts {seconds} s. So the height is {height} m, from {low} to "
        "{high} m.",
        "lv": "Kritiens sākas, kad laiks ir {start} s, un ilgst {seconds} s. Tātad augstums ir {height} m, no {low} "
        "līdz {high} m.",
    },
    "no-fall": {
        "en": "There is no fall of 0.15 s or more in the recording. Did it run until the phone landed?",
        "lv": "Ierakstā nav kritiena, kas ilgst vismaz 0,15 s. Vai ieraksts turpinājās, līdz telefons nokrita?",
    },
    "safety": {
        "en": "This is more than 1 m. Drop an old phone only from 0.8 to 1 m onto two cushions, never down stairs.",
        "lv": "Tas ir vairāk par 1 m. Vecu telefonu laid tikai no 0,8–1 m uz diviem spilveniem, nekad pa kāpnēm.",
    },
    "offset": {
        "en": "Means near the start of the fall: x {x}, y {y}, z {z} m/s². A perfect sensor would show 0.",
        "lv": "Vidējie rādījumi kritiena sākumā: x {x}, y {y}, z {z} m/s². Ideāls sensors rādītu 0.",
    },
    # rows left out
    "look": {"en": "Rows that are left out: {count}.", "lv": "Izlaisto rindu skaits: {count}."},
    "row": {"en": "Row {row}: {why}", "lv": "{row}. rinda: {why}"},
    "words": {
        "en": "“{cell}” is not a number, or a column is missing.",
        "lv": "„{cell}” nav skaitlis vai trūkst kolonnas.",
    },
    "back": {"en": "the time does not grow.", "lv": "laiks nepieaug."},
    # the picture
    "time": {"en": "time, s", "lv": "laiks, s"},
    "length": {"en": "length of the reading, m/s²", "lv": "rādījuma garums, m/s²"},
    "begins": {"en": "fall begins", "lv": "kritiens sākas"},
    "ends": {"en": "fall ends", "lv": "kritiens beidzas"},
    "caption": {
        "en": "Your recording. What lies above 20 m/s² is cut off.",
        "lv": "Tavs ieraksts. Viss virs 20 m/s² ir nogriezts.",
    },
    "alt": {
        "en": "A line over {seconds} s of time. Its middle value is {middle} m/s², its highest {peak} m/s². {fall}",
        "lv": "Līnija {seconds} s garumā. Tās mediāna ir {middle} m/s², augstākais rādījums {peak} m/s². {fall}",
    },
}
