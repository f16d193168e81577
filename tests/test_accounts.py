"""Roster, passwords and login cards."""
import dbm
import json
import stat

import bcrypt
import pytest

from daugava.accounts import (
    Account,
    Accounts,
    RosterError,
    hub_name,
    new_password,
    numbered_pupils,
    read_roster,
    write_cards,
)


@pytest.mark.parametrize("pupil, name", [
    ("7", "p07"), ("28", "p28"), ("Zaķis", "zakis"), (" Ābols 2 ", "abols-2"), ("p07", "p07")])
def test_hub_name_is_a_plain_word(pupil, name):
    assert hub_name(pupil) == name


@pytest.mark.parametrize("text", [
    "pupil,language\n1,lv\n2,en\nZaķis,\n",
    "\ufeffnr;valoda\n1;lv\n2;en\nZaķis;\n",
    "Segvārds\tValoda\n1\tLV\n2\tEN\n\nZaķis\n"])
def test_roster_as_schools_write_it(tmp_path, text):
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    assert read_roster(path, "lv") == [Account("p01", "pupil", "lv"), Account("p02", "pupil", "en"),
                                       Account("zakis", "pupil", "lv")]


@pytest.mark.parametrize("text, said", [
    ("pupil,language\n1,lv\n010203-12345,lv\n", "Row 3 of .*personal code"),
    ("pupil,language\n1,lv\n01020312345,lv\n", "Row 3 of .*personal code"),
    ("pupil,language\n1,lv\n1,en\n", "Row 3 of .*repeats the pupil “p01”"),
    ("pupil,language\n1,ru\n", "Row 2 of .*write lv or en"),
    ("pupil,language\n???,lv\n", "Row 2 of .*class number or nickname"),
    ("pupil,language\nteacher,lv\n", "Row 2 of .*class number or nickname"),
    ("pupil,language\ngrader-stem,lv\n", "Row 2 of .*class number or nickname"),
    ("pupil,language\nGrader Stem,lv\n", "Row 2 of .*class number or nickname"),
    ("1,lv\n2,lv\n", "first row of .*must name the columns"),
    ("pupil,language\n", "no pupil below"),
    ("", "is empty")])
def test_bad_roster_says_which_row_and_what_to_do(tmp_path, text, said):
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RosterError, match=said):
        read_roster(path, "lv")


def test_roster_that_is_not_there_or_not_utf8(tmp_path):
    with pytest.raises(RosterError, match="cannot be opened"):
        read_roster(tmp_path / "none.csv", "lv")
    (tmp_path / "old.csv").write_bytes("pupil\nZaķis\n".encode("cp1257"))
    with pytest.raises(RosterError, match="UTF-8"):
        read_roster(tmp_path / "old.csv", "lv")


def test_passwords_are_random_long_enough_and_only_hashed_on_disk(tmp_path):
    accounts = Accounts(tmp_path)
    new = accounts.add([*numbered_pupils(28, "lv"), Account("teacher", "teacher", "lv")])
    passwords = {account.name: password for account, password in new}
    assert len(set(passwords.values())) == 29
    assert all(len(password) >= 11 for password in passwords.values())
    assert len(passwords["teacher"]) >= 17
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for password in passwords.values():
        assert password.encode() not in stored
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in tmp_path.iterdir())


def test_password_space_is_wide():
    """Every place takes its whole alphabet: (16 · 5)⁴ · 90 passwords. Chance that 4000 draws miss one: 10⁻¹⁷."""
    places = [set(letters) for letters in zip(*(new_password(4) for _ in range(4000)), strict=True)]
    assert [len(place) for place in places] == [16, 5, 16, 5, 1, 16, 5, 16, 5, 1, 9, 10]


def test_a_second_start_keeps_passwords_and_pupils(tmp_path):
    accounts = Accounts(tmp_path)
    first = accounts.add(numbered_pupils(3, "lv"))
    again = accounts.add([*numbered_pupils(2, "en"), Account("zakis", "pupil", "lv")])
    assert [account.name for account, _ in again] == ["zakis"]
    assert [(a.name, a.language) for a in accounts.all()] == [
        ("p01", "en"), ("p02", "en"), ("p03", "lv"), ("zakis", "lv")]
    assert _accepts(tmp_path, "p01", dict((a.name, p) for a, p in first)["p01"])


def test_renewed_password_replaces_the_old_one(tmp_path):
    accounts = Accounts(tmp_path)
    [(account, old)] = accounts.add(numbered_pupils(1, "lv"))
    same, new = accounts.renew("p01")
    assert same == account
    assert _accepts(tmp_path, "p01", new) and not _accepts(tmp_path, "p01", old)
    with pytest.raises(KeyError):
        accounts.renew("nobody")


def test_locked_name_cannot_be_claimed(tmp_path):
    accounts = Accounts(tmp_path)
    accounts.lock("grader-stem")
    before = _stored(tmp_path, "grader-stem")
    accounts.lock("grader-stem")
    assert _stored(tmp_path, "grader-stem") == before
    assert accounts.all() == []


def test_cards_are_for_their_owner_only_and_never_overwritten(tmp_path):
    people = [(Account("p01", "pupil", "lv"), "kavu-relo-73"),
              (Account("p02", "pupil", "en"), "noti-gasu-11")]
    sheet = write_cards(tmp_path, people, "http://127.0.0.1:8000")
    text = sheet.read_text("utf-8")
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert text.count("<section") == 2
    assert "kavu-relo-73" in text and "Lietotājvārds" in text and "User name" in text
    assert write_cards(tmp_path, people[:1], "x").name == "login-cards-2.html"
    assert sheet.read_text("utf-8") == text


def test_list_of_accounts_holds_no_password(tmp_path):
    Accounts(tmp_path).add(numbered_pupils(1, "lv"))
    assert json.loads((tmp_path / "accounts.json").read_text()) == [
        {"name": "p01", "role": "pupil", "language": "lv"}]


def _stored(folder, name):
    with dbm.open(str(folder / "passwords.dbm"), "r") as database:
        return database[name.encode()]


def _accepts(folder, name, password):
    return bcrypt.checkpw(password.encode(), _stored(folder, name))
