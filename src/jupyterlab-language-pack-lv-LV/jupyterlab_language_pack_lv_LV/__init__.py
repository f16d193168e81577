# SPDX-License-Identifier: BSD-3-Clause
"""Latvian language pack for JupyterLab."""

__version__ = "0.1.0"
