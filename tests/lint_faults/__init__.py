"""The faults that the rules of `daugava.lint` have to find, a function each."""

from lint_faults import checks, code, files, reading, structure  # noqa: F401  each registers its faults
from lint_faults.case import CASES

__all__ = ["CASES"]
