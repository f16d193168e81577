"""A class's own fall: whatever app and language wrote the file, it is read or explained; nothing breaks."""
import codecs
import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import daugava
from daugava import data, own, own_motion
from daugava.own_columns import columns, number, table
from daugava.own_motion_words import WORDS

G = 9.81
ENGLISH = ("Time (s)", "Acceleration x (m/s^2)", "Acceleration y (m/s^2)", "Acceleration z (m/s^2)",
           "Absolute acceleration (m/s^2)")
HEADINGS = {  # as apps write them, or as somebody translates them
    "phyphox": ENGLISH,
    "german": ("Zeit (s)", "Beschleunigung x (m/s^2)", "Beschleunigung y (m/s^2)", "Beschleunigung z (m/s^2)",
               "Absolute (m/s^2)"),
    "latvian": ("Laiks (s)", "Paātrinājums x (m/s²)", "Paātrinājums y (m/s²)", "Paātrinājums z (m/s²)",
                "Garums (m/s²)"),
    "russian": ("Время (с)", "Ускорение х (м/с²)", "Ускорение у (м/с²)", "Ускорение z (м/с²)", "Модуль (м/с²)"),
    "norwegian": ("Tid (s)", "Akselerasjon x (m/s²)", "Akselerasjon y (m/s²)", "Akselerasjon z (m/s²)", "Total (m/s²)"),
    "short": ("t", "ax", "ay", "az", "total"),
    "ours": ("time_s", "acc_x_m_s2", "acc_y_m_s2", "acc_z_m_s2", "acc_abs_m_s2"),
    "none": None,
}


@pytest.fixture(autouse=True)
def language_back():
    yield
    daugava.use(None)


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """Show plain text, as a console does."""
    monkeypatch.setattr(own, "display", lambda data, raw=True: print(data["text/plain"]))


@pytest.fixture
def read(tmp_path, capsys):
    """A function that writes a file, reads it, and returns the recording with what was said."""
    def reading(content, name="my_phone.csv"):
        if content is not None:
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        found = own_motion.read(tmp_path / "my_phone.csv")
        return found, capsys.readouterr().out
    return reading


def readings(hertz=200, with_g=True, seconds=0.4, still=2.0, offset=(-0.8, 0.35, -0.1), impact=True):
    """Made up: a phone lies still, falls flat, lands on a cushion and lies still: times and x, y, z in m/s²."""
    random = np.random.default_rng(7)
    times = np.arange(0, 2 * still + seconds + 0.1, 1 / hertz)
    z = np.full(len(times), G)
    falling = (times >= still) & (times < still + seconds)
    z[falling] = 0
    if impact:
        hit = (times >= still + seconds) & (times < still + seconds + 0.06)
        z[hit] = 20 + 60 * np.sin(np.linspace(0.3, 2.5, hit.sum()))
    if not with_g:
        z -= G
    axes = np.array([np.zeros_like(z), np.zeros_like(z), z]).T + offset * np.array(1 if with_g else 0.02)
    return times, axes + random.normal(0, 0.02, axes.shape)


def written(times, axes, heading=ENGLISH, separator=",", mark=".", clock=1.0, unit=1.0, length=True):
    """The text of a recording."""
    lines = [separator.join(heading[:4 + length])] if heading else []
    for time, row in zip(times, axes, strict=True):
        cells = [f"{time / clock:.6f}", *(f"{each / unit:.6E}" for each in row)]
        if length:
            cells.append(f"{np.linalg.norm(row) / unit:.5f}")
        lines.append(separator.join(cell.replace(".", mark) for cell in cells))
    return "\n".join(lines) + "\n"


def duration(recording):
    first, after = own_motion.fall(recording)
    return recording.times[after - 1] - recording.times[first]


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
@pytest.mark.parametrize("separator, mark", [(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ",")])
@pytest.mark.parametrize("with_g", [True, False])
def test_a_recording_is_read_however_it_is_written(read, heading, separator, mark, with_g):
    times, axes = readings(with_g=with_g)
    found, said = read(written(times, axes, heading, separator, mark))
    assert np.allclose(found.times, times, atol=1e-5)
    assert np.allclose(np.array([found.x, found.y, found.z]).T, axes, atol=1e-4)
    assert np.allclose(found.lengths, np.linalg.norm(axes, axis=1), atol=1e-3)
    assert found.with_g is with_g and duration(found) == pytest.approx(0.4, abs=0.011)
    assert ("This is the sensor with g" in said) is with_g and ("This is the sensor without g" in said) is not with_g
    assert "Rows that are left out" not in said and "200 readings a second" in said


@pytest.mark.parametrize("hertz", [50, 100, 198, 400, 500])
@pytest.mark.parametrize("with_g", [True, False])
@pytest.mark.parametrize("seconds", [0.40, 0.45])
def test_every_usual_rate_gives_the_time_of_the_fall(read, hertz, with_g, seconds):
    found, said = read(written(*readings(hertz, with_g, seconds)))
    assert found.with_g is with_g and duration(found) == pytest.approx(seconds, abs=2.1 / hertz)
    assert "are few" not in said


@pytest.mark.parametrize("heading", [
    (*ENGLISH[:1], "gFx", "gFy", "gFz", "TgF"), None, ("Time (s)", "x (g)", "y (g)", "z (g)", "total (g)"),
    ("t", "x", "y", "z", "total")])
@pytest.mark.parametrize("with_g", [True, False])
def test_readings_in_g_are_changed_to_metres(read, heading, with_g):
    times, axes = readings(with_g=with_g)
    found, said = read(written(times, axes, heading, unit=G))
    assert "in g. They are multiplied by 9.81" in said
    assert found.with_g is with_g and np.allclose(found.z, axes[:, 2], atol=1e-3)


@pytest.mark.parametrize("clock, name", [(1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"), (1e-3, "s")])
def test_the_unit_of_time_is_found_whatever_the_heading_says(read, clock, name):
    times, axes = readings()
    found, said = read(written(times, axes, (f"Time ({name})", *ENGLISH[1:]), clock=clock))
    assert np.allclose(found.times, times, atol=1e-4) and "changed to seconds" in said


def test_columns_in_another_order_and_other_sensors_are_told_apart(read):
    times, axes = readings()
    x, y, z = axes.T
    heading = "gyro_x;seconds_elapsed;accel_z (m/s²);accel_y (m/s²);accel_x (m/s²);linear accel x (m/s²)"
    rows = [f"{a / 50};{t};{c};{b};{a};{a / 9}" for t, a, b, c in zip(times, x, y, z, strict=True)]
    found, said = read("\n".join([heading, *rows]))
    assert np.allclose(found.x, x) and np.allclose(found.z, z)
    assert "Columns: seconds_elapsed, accel_x (m/s²), accel_y (m/s²), accel_z (m/s²)." in said


def test_commas_between_columns_and_in_decimals_are_told_apart(read):
    times, axes = readings()
    rows = [",".join(f"{each:.4f}".replace(".", ",") for each in (t, *row)) for t, row in zip(times, axes, strict=True)]
    for heading in (["Laiks (s),x (m/s²),y (m/s²),z (m/s²)"], []):
        found, _ = read("\n".join(heading + rows))
        assert np.allclose(found.z, axes[:, 2], atol=1e-4) and np.allclose(found.times, times, atol=1e-4)


def test_only_the_length_is_enough_for_the_time_of_the_fall(read):
    times, axes = readings()
    rows = [f"{t:.4f};{np.linalg.norm(row):.4f}" for t, row in zip(times, axes, strict=True)]
    found, said = read("\n".join(["Time (s);Absolute acceleration (m/s²)", *rows]))
    assert found.x == () and duration(found) == pytest.approx(0.4, abs=0.011) and "only the length" in said


@pytest.mark.parametrize("run", data.load("smartphone_free_fall")["run"].unique())
def test_the_six_real_runs_are_read_as_they_are(read, capsys, run):
    table = data.load("smartphone_free_fall")
    rows = table[table["run"] == run].drop(columns="run")
    found, said = read(rows.to_csv(index=False))
    assert found.with_g is True and np.allclose(found.z, rows["acc_z_m_s2"])
    assert duration(found) == pytest.approx(0.64 if run.startswith("fall") else 0.855, abs=0.011)
    assert "Axis z stops at 156.9 m/s², which is 16 g." in said


def test_a_phone_at_rest_has_no_fall(read, capsys):
    found, said = read(data.load("smartphone_static_noise").to_csv(index=False))
    assert found.with_g is True and own_motion.fall(found) is None and "stops at" not in said
    own_motion.show(found)
    assert "There is no fall" in capsys.readouterr().out


def test_a_bump_on_the_table_is_not_a_fall(read):
    for with_g in (True, False):
        times, axes = readings(with_g=with_g, seconds=0)
        found, _ = read(written(times, axes))
        assert found.with_g is with_g and own_motion.fall(found) is None


def test_what_is_shown_are_time_height_and_offset(read, capsys, monkeypatch):
    pictures = []
    monkeypatch.setattr(own_motion.plot, "show", lambda figure, alt, caption: pictures.append((alt, caption)))
    found, _ = read(written(*readings(seconds=0.40)))
    own_motion.show(found)
    said = capsys.readouterr().out
    assert "The fall begins at 2.00 s and lasts 0.400 s. So the height is 0.78 m, from 0.75 to 0.82 m." in said
    assert "x −0.80, y 0.35, z −0.10 m/s²" in said and "more than 1 m" not in said
    assert "The fall begins at 2.00 s" in pictures[0][0]
    found, _ = read(written(*readings(seconds=0.65)))
    daugava.use("lv")
    own_motion.show(found)
    said = capsys.readouterr().out
    assert "ilgst 0,650 s" in said and "nekad pa kāpnēm" in said and "x −0,80" in said
    own_motion.show(own_motion.Recording())
    assert capsys.readouterr().out == "" and len(pictures) == 2


@pytest.mark.parametrize("encode", [
    lambda text: codecs.BOM_UTF8 + text.encode(), lambda text: text.encode("utf-16"),
    lambda text: text.encode("cp1257"), lambda text: text.replace("\n", "\r\n").encode(),
], ids=["BOM", "UTF-16", "Baltic", "Windows lines"])
def test_files_of_spreadsheet_programs_are_read(read, encode):
    found, _ = read(encode(written(*readings(), HEADINGS["latvian"], ";", ",")))
    assert duration(found) == pytest.approx(0.4, abs=0.011)


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name.replace("__", "/").replace("_csv", ".csv"), text)
    return packed.getvalue()


def test_the_zip_of_the_app_is_read_as_it_is(read):
    text = written(*readings())
    found, _ = read(zipped(Raw_Data_csv=text, meta__device_csv="property,value\n" * 9999))
    assert duration(found) == pytest.approx(0.4, abs=0.011)
    for broken in (zipped(workbook=b"x"), zipped(Raw_Data_csv=text)[:-40], b"PK\x03\x04", b"PK"):
        found, said = read(broken)
        assert not found.times and "is not a text file: in the app choose the export “CSV”" in said


@pytest.mark.parametrize("content, said", [
    (b"", "is empty"), (b"\n \n", "is empty"), (b"\xd0\xcf\x11\xe0\0\0", "is not a text file"),
    ("property,value\nmodel,A\n", "no rows of numbers"), ("I dropped it.\n", "no rows of numbers"),
    (";;;\n" * 9, "no rows of numbers"), ("1;2;3;4\n" * 40, "there is no time"),
    ("Time (s);Pressure (hPa)\n" + "".join(f"{k / 100};1013\n" for k in range(90)), "no columns x, y and z"),
    ("t,x,y,z\n0,1,2,3\n", "only 1 readings"),
    ("t,x,y,z\n" + "".join(f"{k / 100},0,0,9.8\n" for k in range(9)), "only 9 readings"),
])
def test_a_file_that_cannot_be_used_is_explained_in_one_sentence(read, content, said):
    found, message = read(content)
    assert found == own_motion.Recording() and said in message and len(message.splitlines()) == 1
    own_motion.show(found)
    daugava.use("lv")
    _, latvian = read(content)
    assert latvian != message and "{" not in latvian


def test_a_missing_file_and_a_near_name_are_explained(read, tmp_path):
    assert "upload the recording of your phone, rename it to my_phone.csv" in read(None)[1]
    (tmp_path / "my phone.csv").write_text("x")
    assert "there is my phone.csv: rename it" in read(None)[1]
    (tmp_path / "my_phone.csv").mkdir()
    assert "there is my phone.csv" in read(None)[1]
    assert own_motion.read("a\0b") == own_motion.Recording()


def test_a_large_file_is_not_read(read, monkeypatch):
    monkeypatch.setattr(own_motion, "LARGEST", 100)
    assert "too large" in read(written(*readings()))[1]


def test_rows_that_cannot_be_read_are_counted_and_some_are_shown(read):
    lines = written(*readings(), HEADINGS["phyphox"], ";").splitlines()
    lines[10] = lines[10].replace(lines[10].split(";")[1], "NaN")
    lines[20] = "oops"
    lines[30:32] = [lines[31], lines[30]]
    found, said = read("\n".join(["Made by an app", "", *lines]))
    assert "Rows that are left out: 3." in said and "Row 13: “NaN” is not a number" in said
    assert "Row 23: “oops”" in said and "Row 34: the time does not grow." in said
    assert duration(found) == pytest.approx(0.4, abs=0.011)


def test_few_readings_gaps_and_a_sensor_that_nobody_can_tell_are_said(read):
    said = read(written(*readings(hertz=25)))[1]
    assert "25 readings a second are few" in said
    times, axes = readings()
    keep = (times < 0.5) | (times > 0.8)
    assert "a gap of 0.31 s" in read(written(times[keep], axes[keep]))[1]
    swinging = np.outer(5 + 3 * np.sin(40 * times), [0, 0, 1])
    found, said = read(written(times, swinging))
    assert found.with_g is None and own_motion.fall(found) is None and "let the phone lie still" in said


def test_headings_that_do_not_help_are_said(read):
    found, said = read(written(*readings(), ("Time (s)", "eins", "zwei", "drei"), length=False))
    assert "do not say which columns are x, y and z" in said and duration(found) == pytest.approx(0.4, abs=0.011)


@pytest.mark.parametrize("cell, value", [
    ("1.5", 1.5), ("-1,5", -1.5), ("−0,5", -0.5), ("1E-3", 0.001), ('"2"', 2), (".5", 0.5),
    ("", None), ("NaN", None), ("inf", None), ("1e999", None), ("1.2.3", None), ("x", None)])
def test_numbers(cell, value):
    assert number(cell) == value


def test_every_message_is_there_in_every_language():
    for message, said in WORDS.items():
        assert set(said) == set(daugava.LANGUAGES), message
        fields = [{part.split("}")[0] for part in text.split("{")[1:]} for text in said.values()]
        assert fields[0] == fields[1], message


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300),
                 st.text(alphabet="0159.,;\t\n\"-−eExyzt()sgµ \r", max_size=300).map(str.encode)))
def test_whatever_stands_in_the_file_nothing_breaks(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "my_phone.csv"
    path.write_bytes(content)
    found = own_motion.read(path)
    own_motion.show(found)
    assert len(found.times) == len(found.lengths)


CELL = st.one_of(st.floats(-300, 300).map(lambda value: f"{value:.3f}"),
                 st.sampled_from(["", "x", "NaN", "1,5", "1e400", "0"]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=60),
       st.sampled_from(["", "t;x;y;z\n", "Time (ns);gFx;gFy;gFz\n", "a;b\n"]))
def test_whatever_numbers_an_app_writes_nothing_breaks(tmp_path_factory, rows, heading):
    path = tmp_path_factory.getbasetemp() / "my_phone.csv"
    lines = [";".join([str(place / 10), *row]) for place, row in enumerate(rows)]
    path.write_text(heading + "\n".join(lines), encoding="utf-8")
    found = own_motion.read(path)
    own_motion.show(found)
    assert all(np.isfinite(found.lengths))
    parsed = table(path.read_text("utf-8"))
    assert len(parsed.rows) + len(parsed.bad) <= len(rows) + 1
    columns(parsed.heading, [numbers for _, numbers in parsed.rows])
