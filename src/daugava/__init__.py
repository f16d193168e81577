"""Daugava Labs: what notebooks import and what the command line runs."""


class DaugavaError(Exception):
    """A problem that a person can mend: its message is one sentence that says what to do."""
