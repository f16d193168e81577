"""The commands of grading: arguments in, words out."""
from __future__ import annotations
