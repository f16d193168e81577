"""What grading says to pupils and teachers, by topic and code: {"en": …, "lv": …}."""
from __future__ import annotations
