"""Grading that a school can trust, below nbgrader: repair, a referee, a batch, and what the teacher sees of it."""
