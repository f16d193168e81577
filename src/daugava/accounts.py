"""Who may log in: a class roster, random passwords, and the printed sheet that carries them.

Pupils are class numbers or nicknames; personal codes are refused. A password is stored only as a
bcrypt hash, in the file that FirstUseAuthenticator reads; in clear it stands on the sheet alone.
"""
from __future__ import annotations

import csv
import dbm
import io
import json
import os
import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path

import bcrypt
from jinja2 import Environment, PackageLoader

from daugava import DaugavaError

LANGUAGES = ("lv", "en")
STAFF = ("teacher", "trainer")
PARTICIPANT = "participant"  # of a teacher workshop: a pupil of its course, and the teacher of a practice course
GRADER = "grader-"  # with the course's name behind it: the account under which nbgrader grades
PERSONAL_CODE = re.compile(r"\d{6}[- ]?\d{5}")
PUPIL_COLUMNS = ("pupil", "number", "nickname", "name", "nr", "numurs", "segvārds", "skolēns")
LANGUAGE_COLUMNS = ("language", "lang", "valoda")


class RosterError(DaugavaError):
    """A roster that cannot be used, with the row and what to do."""


@dataclass(frozen=True)
class Account:
    """One person who can log in: hub name, role (pupil, participant, teacher, trainer), language (lv, en)."""

    name: str
    role: str
    language: str

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF


def hub_name(pupil: str) -> str:
    """Turn a class number or nickname into a name that the hub, nbgrader and a folder accept.

    Numbers become `p07`; letters lose their diacritics: „Zaķis” becomes `zakis`.
    """
    text = unicodedata.normalize("NFKD", pupil.strip().lower())
    text = re.sub(r"[^a-z0-9]+", "-", text.encode("ascii", "ignore").decode()).strip("-")
    return f"p{int(text):02d}" if text.isdigit() else text


def numbered_pupils(count: int, language: str) -> list[Account]:
    """Pupils p01, p02, … in one language."""
    return [Account(hub_name(str(n)), "pupil", language) for n in range(1, count + 1)]


def participants(count: int, language: str) -> list[Account]:
    """Participants of a workshop, t01, t02, …: a place and no person."""
    return [Account(f"t{n:02d}", PARTICIPANT, language) for n in range(1, count + 1)]


def read_roster(path: Path, language: str) -> list[Account]:
    """Read `class.csv`: a column with class numbers or nicknames, and one with lv or en.

    Comma, semicolon and tab are understood, with or without a byte order mark; an empty language
    means `language`. Raises RosterError with the row number and the mend.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RosterError(f"The roster {path} cannot be opened ({error.strerror}): "
                          "check the name of the file.") from None
    except UnicodeDecodeError:
        raise RosterError(f"The roster {path} is not in UTF-8: save it as “CSV UTF-8” "
                          "and try again.") from None
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(row)]
    if not rows:
        raise RosterError(f"The roster {path} is empty: write one pupil a row.")
    header = [cell.strip().lower() for cell in rows[0]]
    pupil_column = _column(header, PUPIL_COLUMNS)
    language_column = _column(header, LANGUAGE_COLUMNS)
    if pupil_column is None:
        raise RosterError(f"The first row of {path} must name the columns, for example "
                          "“pupil,language”.")
    pupils: dict[str, Account] = {}
    for number, row in enumerate(rows[1:], start=2):
        account = _pupil(row, pupil_column, language_column, language, f"Row {number} of {path}")
        if account.name in pupils:
            raise RosterError(f"Row {number} of {path} repeats the pupil “{account.name}”: "
                              "give every pupil a name of their own.")
        pupils[account.name] = account
    if not pupils:
        raise RosterError(f"The roster {path} holds no pupil below its first row: "
                          "write one pupil a row.")
    return list(pupils.values())


def _delimiter(text: str) -> str:
    first_line = text.splitlines()[0] if text else ""
    return max(",;\t", key=first_line.count)


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((i for i, cell in enumerate(header) if cell in names), None)


def _pupil(row, pupil_column, language_column, default, where) -> Account:
    def cell(column):
        return row[column].strip() if column is not None and column < len(row) else ""

    pupil, language = cell(pupil_column), cell(language_column).lower() or default
    if any(PERSONAL_CODE.search(value) for value in row):
        raise RosterError(f"{where} holds what looks like a personal code: "
                          "use a class number or a nickname instead.")
    name = hub_name(pupil)
    if not name or name in STAFF or name.startswith(GRADER):
        raise RosterError(f"{where} has no usable class number or nickname: "
                          "write one with letters a–z or digits.")
    if language not in LANGUAGES:
        raise RosterError(f"{where} has the language “{language}”: write lv or en.")
    return Account(name, "pupil", language)


def new_password(syllables: int) -> str:
    """A random password that a 13-year-old can type: `kavu-relo-73` has 4 syllables.

    Four syllables and two digits are about 32 bits, guessed only through the hub's slow login;
    staff get seven (about 51 bits).
    """
    parts = [secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou") for _ in range(syllables)]
    words = ["".join(parts[i:i + 2]) for i in range(0, syllables, 2)]
    return "-".join([*words, f"{secrets.randbelow(90) + 10}"])


def _password_for(account: Account) -> str:
    return new_password(7 if account.is_staff else 4)


class Accounts:
    """The accounts of one classroom, kept in its folder: names, roles, languages, password hashes."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.list_path = folder / "accounts.json"
        self.password_path = folder / "passwords.dbm"

    def all(self) -> list[Account]:
        if not self.list_path.exists():
            return []
        return [Account(**entry) for entry in json.loads(self.list_path.read_text("utf-8"))]

    def add(self, wanted: list[Account]) -> list[tuple[Account, str]]:
        """Add accounts that are not there yet; return each new one with its password.

        An account that is there keeps its password; its language follows the roster. Nobody is
        ever removed: a pupil's work outlives a shorter roster.
        """
        known = {account.name: account for account in self.all()}
        new = [account for account in wanted if account.name not in known]
        known.update({account.name: account for account in wanted})
        passwords = [(account, _password_for(account)) for account in new]
        for account, password in passwords:
            self._store(account.name, password)
        text = json.dumps([asdict(account) for account in known.values()], indent=1)
        write_private(self.list_path, text)
        return passwords

    def renew(self, name: str) -> tuple[Account, str]:
        """Give one account a new password. Raises LookupError for an unknown name."""
        account = {account.name: account for account in self.all()}[name]
        password = _password_for(account)
        self._store(name, password)
        return account, password

    def remove(self, role: str) -> None:
        """Remove everybody of a role, with the passwords."""
        gone = [account.name for account in self.all() if account.role == role]
        kept = [asdict(account) for account in self.all() if account.role != role]
        with dbm.open(str(self.password_path), "c", 0o600) as database:
            for name in gone:
                database.pop(name.encode(), None)
        write_private(self.list_path, json.dumps(kept, indent=1))

    def lock(self, name: str) -> None:
        """Give a name a password that nobody knows, so that no first visitor can claim it."""
        with dbm.open(str(self.password_path), "c", 0o600) as database:
            locked = name.encode() in database
        if not locked:
            self._store(name, secrets.token_urlsafe(32))

    def _store(self, name: str, password: str) -> None:
        hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=10))
        with dbm.open(str(self.password_path), "c", 0o600) as database:
            database[name] = hashed


def write_cards(folder: Path, passwords: list[tuple[Account, str]], address: str) -> Path:
    """Write the login cards, one a person, to a new sheet that only its owner can read."""
    template = Environment(loader=PackageLoader("daugava"), autoescape=True).get_template(
        "login-cards.html.j2")
    number, path = 1, folder / "login-cards.html"
    while path.exists():
        number += 1
        path = folder / f"login-cards-{number}.html"
    write_private(path, template.render(cards=passwords, address=address))
    return path


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that nobody else can read, whole or not at all; text as UTF-8."""
    draft = path.with_name(path.name + ".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
    draft.replace(path)
