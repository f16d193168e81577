"""What a trainer prints and projects: slides, and pages of paper."""
