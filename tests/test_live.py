"""Live figures without a browser: sliders, frames, the static first frame, and what a page is answered."""
import asyncio
import base64
import io
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from types import SimpleNamespace

import numpy as np
import pytest
from bs4 import BeautifulSoup
from comm import get_comm_manager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from matplotlib.image import imread
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from running import ROOT
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect
from traitlets.config.loader import PyFileConfigLoader

import daugava
from daugava import live, live_model, live_server, plot

NUMBER = live.slider(1, 0, 5, 1, "n, 1")
SETTINGS = {"sliders": {"n": NUMBER}, "alt": lambda n: f"A level line at {n}."}
BADGES = {"cost": (72, 0.8), "revenue": lambda price: (0, price)}
BADGE_AXES = {"up_to": 100, "top": 300, "at": "n", "x": "badges", "y": "money, €",
              "sliders": {"price": live.slider(1.5, 1, 3, 0.1, "price, €"), "n": live.slider(30, 0, 150, 1, "badges")}}
CELL = '''import daugava
from daugava import live
daugava.use("lv")
live.lines({"izmaksas": (72, 0.8)}, up_to=150, top=400, x="skaits", y="nauda, €", at="n", caption="Taisne & punkts.",
           sliders={"n": live.slider(30, 0, 150, 1, "nozīmītes")}, state=lambda n: f"Nozīmītes: {n} < 150.",
           alt=lambda n: f"Taisne \\"izmaksas\\" un punkts pie {n}.")'''


def start(axes):
    plot.style(axes, "share, 1", "height, m")
    axes.set_ylim(0, 6)
    return axes.plot([0, 1], [1, 1])


def update(lines, n):
    lines[0].set_ydata([n, n])


@pytest.fixture
def shown(monkeypatch):
    """What the models that a test shows give the notebook; no page may ask for models of other tests."""
    given = []
    monkeypatch.setattr(live_model, "publish_display_data", given.append)
    monkeypatch.setattr(live_model, "_models", type(live_model._models)())
    return given


@pytest.fixture
def kept(monkeypatch):
    """The models that a test makes, instead of showing them."""
    models = []
    monkeypatch.setattr(live.Model, "show", lambda self: models.append(self))
    return models


@pytest.mark.parametrize("given, first, last, number, decimals", [
    ((1.5, 1, 3, 0.1), 1.0, 3.0, 21, 1), ((30, 0, 150), 0, 150, 151, 0), ((0, -1, 1, 0.5), -1.0, 1.0, 5, 1),
    ((0.25, 0, 1, 0.25), 0.0, 1.0, 5, 2), ((0, 0, 1, 0.3), 0.0, 0.9, 4, 1), ((100, 0, 1000, 100), 0, 1000, 11, 0),
    ((0.5, 0.5, 9, 1), 0.5, 8.5, 9, 1)])
def test_a_slider_steps_without_rounding(given, first, last, number, decimals):
    slider = live.slider(*given, label="price, €")
    assert (slider.values[0], slider.values[-1], len(slider.values), slider.decimals) == (first, last, number, decimals)
    assert slider.values[slider.start] == given[0]
    assert {type(value) for value in slider.values} == {type(first)}, "whole numbers stay whole"
    assert all(value == round(value, decimals) for value in slider.values)


def test_a_slider_writes_its_values_as_the_language_does(monkeypatch):
    slider = live.slider(0, -1, 1, 0.5, label="share, 1")
    assert slider.text(-0.5) == "−0.5"
    monkeypatch.setattr(daugava, "_chosen", "lv")
    assert (slider.text(-0.5), slider.text(1.0)) == ("−0,5", "1,0")


@pytest.mark.parametrize("given, why", [
    ((1, 0, 5, 1, " "), "has no label"), ((0.25, 0, 1, 0.1, "a"), "cannot start at 0.25"), ((0, 0, 0, 1, "a"), "go up"),
    ((0, 5, 0, 1, "a"), "go up"), ((0, 0, 5, 0, "a"), "go up"), ((0, 0, 5, -1, "a"), "go up"),
    ((0, 0, 1, 0.0001, "a"), "at most 1000 steps")])
def test_a_slider_that_cannot_work_is_refused(given, why):
    with pytest.raises(ValueError, match=why):
        live.slider(*given)


def test_a_frame_is_what_is_said_and_the_picture():
    model = live.Model(start, update, **SETTINGS)
    words, picture = model.frame((4,))
    assert words == {"at": (4,), "state": "n, 1: 4.", "alt": "A level line at 4."}
    pixels = model.redraw({"n": 4})
    read = (imread(io.BytesIO(picture), format="png") * 255).round().astype(np.uint8)
    assert read.shape == (450, 900, 3) and (read == pixels[:, :, :3]).all()
    assert model.frame((0,))[1] != picture and model.frame((4,))[1] == picture


@pytest.mark.parametrize("function, values", [
    (lambda: live.lines(BADGES, alt=lambda: "Lines that move.", **BADGE_AXES), {"price": 2.7, "n": 140}),
    (lambda: live.curves({"hill": lambda p, top: top * p * (4 - p)}, between=(0, 4), bottom=-1, top=5, at="p",
                         points={"survey": ([1, 2], [3, 4])}, x="price, €", y="money, €", alt=lambda: "A hill.",
                         sliders={"p": live.slider(1, 0, 4, 1, "price, €"), "top": live.slider(1, 0, 2, 0.5, "top")}),
     {"p": 3, "top": 0.5}),
    (lambda: live.model(start, update, **SETTINGS), {"n": 5})], ids=["lines", "curves", "model"])
def test_a_frame_over_the_kept_background_is_the_picture_drawn_afresh(kept, function, values):
    function()
    model, = kept
    over = model.redraw(values).copy()
    figure = model._axes.figure
    for artist in model._axes.get_children():
        artist.set_animated(False)
    figure.canvas.draw()
    assert (np.asarray(figure.canvas.buffer_rgba()) == over).all()


def test_lines_follow_the_sliders_that_they_ask_for(kept):
    live.lines(BADGES, alt=lambda price: f"Two straight lines at {price}.", **BADGE_AXES)
    model, = kept
    model.redraw({"price": 2.5, "n": 40})
    drawn, upright = model._artists
    (cost, _, _), (revenue, dot, label) = drawn["cost"], drawn["revenue"]
    assert list(cost.get_ydata()) == [72, 152] and list(revenue.get_ydata()) == [0, 250]
    assert (list(dot.get_xdata()), list(dot.get_ydata()), list(upright.get_xdata())) == ([40], [100], [40, 40])
    assert label.xy == (100, 250)
    assert model.frame((0, 0))[0]["alt"] == "Two straight lines at 1.0."


def test_ready_made_figures_refuse_what_they_cannot_show():
    common = {"x": "", "y": "", "top": 1, "sliders": {"n": NUMBER}, "alt": lambda: "Nothing to be seen here."}
    with pytest.raises(ValueError, match="`at` names “cost”, but the sliders are: n"):
        live.lines({}, up_to=1, at="cost", **common)
    six = {str(number): (number, 0) for number in range(6)}
    for draw in (lambda: live.lines(six, up_to=1, **common),
                 lambda: live.curves({}, between=(0, 1), points=dict.fromkeys(six, ([0], [0])), **common)):
        with pytest.raises(ValueError, match="at most 5 lines .* leave out 1"):
            draw()
    with pytest.raises(ValueError, match="`profit` asks for “m”, but the sliders are: n"):
        live.lines({"profit": lambda m: (0, m)}, up_to=1, **common)


@pytest.mark.parametrize("change, why", [
    ({"alt": None}, "no alternative text"), ({"alt": "A line."}, "no alternative text"),
    ({"alt": lambda n: " "}, "no alternative text"),
    ({"start": lambda axes: None}, "has to return the artists"), ({"state": lambda m: ""}, "`state` asks for “m”"),
    ({"update": lambda lines, n: lines[0].axes.plot([0, 1], [n, n])}, "may only move what `start` returned"),
    ({"update": lambda lines, n: lines[0].axes.set_ylim(0, 7)}, "may only move what `start` returned"),
    ({"update": lambda lines, n: (lines[0].axes.plot([0], [n]), lines[0].remove())}, "may only move what `start`")])
def test_a_model_that_cannot_be_shown_stops_the_cell(shown, change, why):
    with pytest.raises(ValueError, match=why):
        live.model(**{"start": start, "update": update, **SETTINGS, **change})
    assert shown == []


@pytest.mark.parametrize("language, said", [
    ("en", "The picture cannot follow here. Python says: ZeroDivisionError: division by zero."),
    ("lv", "Attēls te nevar sekot. Python saka: ZeroDivisionError: division by zero.")])
def test_where_the_authors_code_stops_it_is_one_sentence(monkeypatch, language, said):
    monkeypatch.setattr(daugava, "_chosen", language)
    model = live.Model(start, lambda lines, n: update(lines, 1 / (n - 3)), **SETTINGS)
    good = model.frame((2,))
    assert model.frame((3,)) == ({"at": (3,), "error": said}, b"")
    assert model.frame((2,)) == good, "it goes on where the code does"


def test_an_error_of_many_lines_is_one_line():
    def state(n):
        raise KeyError if n == 0 else ValueError("\n  first line:\n  second line.\n")
    model = live.Model(start, update, state=state, **SETTINGS)
    assert model.frame((1,))[0]["error"].endswith("Python says: ValueError: first line: second line.")
    assert model.frame((0,))[0]["error"].endswith("Python says: KeyError.")


def page(name):
    """A page that opens a model: a comm that notes what the kernel sends and does."""
    comm = SimpleNamespace(sent=[], closed=False)
    comm.send = lambda words, buffers: comm.sent.append((words, buffers))
    comm.close = lambda: setattr(comm, "closed", True)
    comm.on_msg = lambda answer: setattr(comm, "ask", lambda *at: answer({"content": {"data": {"at": at}}}))
    comm.on_close = lambda left: setattr(comm, "leave", lambda: left({}))
    get_comm_manager().targets[live_model.TARGET](comm, {"content": {"data": {"model": name}}})
    return comm


def test_a_page_is_answered_frame_by_frame(shown):
    live.model(start, update, **SETTINGS)
    data = shown[0][live_model.MIME]
    assert data["sliders"] == [{"label": "n, 1", "start": 1, "texts": ["0", "1", "2", "3", "4", "5"]}]
    comm = page(data["model"])
    comm.ask(4)
    (words, (picture,)), = comm.sent
    assert (words["at"], words["alt"]) == ((4,), "A level line at 4.") and picture.startswith(b"\x89PNG")


def test_a_model_that_is_not_known_closes_the_comm(shown):
    live.model(start, update, **SETTINGS)
    assert page("of another kernel").closed and not page(shown[0][live_model.MIME]["model"]).closed


def test_a_kernel_keeps_few_models_and_those_that_a_page_shows_longest(shown):
    def more(number):
        for _ in range(number):
            live.model(start, update, **SETTINGS)
        return [data[live_model.MIME]["model"] for data in shown]

    first, second, *_ = more(live_model.MOST_MODELS)
    pages = page(first), page(second)
    pages[0].leave()
    third = more(1)[2]
    assert page(first).closed and not page(second).closed and not page(third).closed
    assert len(live_model._models) == live_model.MOST_MODELS


@pytest.fixture(scope="module")
def notebook():
    made = new_notebook(cells=[new_code_cell(CELL)])
    return NotebookClient(made, timeout=120, kernel_name="python3").execute()


def test_the_first_frame_is_static_html(notebook):
    output, = notebook.cells[0].outputs
    assert set(output.data) == {live_model.MIME, "text/html", "text/plain"}
    html = output.data["text/html"]
    assert 'lang="lv"' in html and 'alt="Taisne &quot;izmaksas&quot; un punkts pie 30."' in html
    assert '<p class="daugava-live-state">Nozīmītes: 30 &lt; 150.</p>' in html and "<p>Taisne &amp; punkts.</p>" in html
    assert not re.search(r"<script|<iframe|\son\w+=|https?:", html)
    address, = re.findall(r'src="data:image/png;base64,([^"]+)"', html)
    assert imread(io.BytesIO(base64.b64decode(address)), format="png").shape == (450, 900, 3)
    assert output.data["text/plain"].splitlines() == ['Taisne "izmaksas" un punkts pie 30.', "Nozīmītes: 30 < 150."]


@pytest.mark.parametrize("template", ["lab", "classic", "feedback"])
def test_exported_pages_and_feedback_show_the_first_frame(notebook, template):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT / "grading")).load_config()
    config.HTMLExporter.template_name = template
    marks = {"notebook": "badges", "score": 1, "max_score": 2, "late_penalty": 0}
    said, _ = HTMLExporter(config=config).from_notebook_node(notebook, {"nbgrader": marks})
    output = BeautifulSoup(said, "html.parser").find(class_="daugava-live")
    assert output.img["alt"] == 'Taisne "izmaksas" un punkts pie 30.' and output.img["src"].startswith("data:image/png")
    assert output.find(class_="daugava-live-state").text == "Nozīmītes: 30 < 150."


def test_the_server_sends_what_a_kernel_says_at_once():
    """On a real socket, through the class that the extension gives the server in place of its own."""
    class Connection:
        def __init__(self, websocket_handler):
            self.websocket_handler = websocket_handler

        def connect(self):
            self.websocket_handler.write_message("connected")

    class Handler(WebSocketHandler):
        def open(self):
            self.settings["kernel_websocket_connection_class"](self).connect()
            self.write_message(str(self.ws_connection.stream.socket.getsockopt(IPPROTO_TCP, TCP_NODELAY) != 0))

    async def said():
        app = Application([("/", Handler)], kernel_websocket_connection_class=Connection)
        live_server._load_jupyter_server_extension(SimpleNamespace(web_app=app))
        door, port = bind_unused_port()
        server = HTTPServer(app)
        server.add_socket(door)
        page = await websocket_connect(f"ws://127.0.0.1:{port}/")
        heard = [await page.read_message(), await page.read_message()]
        page.close()
        server.stop()
        return heard

    with ThreadPoolExecutor(1) as aside:  # a browser test before this one may have left its loop in this thread
        assert aside.submit(asyncio.run, said()).result() == ["connected", "True"]
    assert ZMQChannelsWebsocketConnection.class_traits().keys() >= {"websocket_handler"}
    assert callable(ZMQChannelsWebsocketConnection.connect)


def test_the_environment_has_both_extensions():
    there = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@daugava" / "live"
    source = ROOT / "src" / "daugava" / "labextension" / "live"
    for file in ("package.json", "static/live.js", "static/live.css"):
        assert (source / file).is_file() and (there / file).is_file()
    folder = Path(sys.prefix) / "etc" / "jupyter" / "jupyter_server_config.d"
    enabled = {}
    for file in folder.glob("daugava*.json"):
        enabled |= json.loads(file.read_text("utf-8"))["ServerApp"]["jpserver_extensions"]
    assert enabled["daugava.live_server"] is True
