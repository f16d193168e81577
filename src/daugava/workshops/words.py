"""What slides and the paper survey say besides the workshop's own text: {"en": …, "lv": …}."""
from __future__ import annotations

SLIDES = {  # what a screen reader says of the viewer's buttons
    "left": {"en": "Slide before", "lv": "Iepriekšējais slaids"},
    "right": {"en": "Next slide", "lv": "Nākamais slaids"},
}

SURVEY = {
    "anonymous": {"en": "This survey is anonymous: please do not write your name.",
                  "lv": "Aptauja ir anonīma: vārdu, lūdzu, nerakstiet."},
    "how": {"en": "Where there are boxes, cross one. On the lines write as much as you like.",
            "lv": "Kur ir lodziņi, ievelciet krustiņu vienā no tiem. Uz līnijām rakstiet, cik vēlaties."},
}
