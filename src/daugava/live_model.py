"""A kept figure that follows sliders: what `daugava.live` shows.

What does not move is restored as pixels, what moves is drawn over it. A cell's output is a static HTML figure, the
first frame, which every page can show; in JupyterLab the extension ``labextension/live`` adds the sliders to it and
asks for one frame after another over a comm, the next one before its key is pressed.
"""
from __future__ import annotations

import base64
import inspect
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

import numpy as np
from comm import get_comm_manager
from IPython.display import publish_display_data
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg

import daugava
from daugava import plot
from daugava.room import Room

MIME = "application/vnd.daugava.live+json"  # what the extension draws; every other page takes the HTML beside it
TARGET = "daugava.live"                     # where the extension asks for frames
MOST_STEPS = 1000
MOST_MODELS = 8                             # kept for pages that may ask, about 4 MB each

_WORDS = {
    "en": {"reset": "Reset", "again": "To use the sliders, run this cell again.",
           "stopped": "The picture cannot follow here. Python says: {why}."},
    "lv": {"reset": "Sākt no sākuma", "again": "Lai lietotu slīdņus, izpildi šo šūnu vēlreiz.",
           "stopped": "Attēls te nevar sekot. Python saka: {why}."},
}
_models: OrderedDict[str, Model] = OrderedDict()


@dataclass(frozen=True)
class Slider:
    """The values that a slider steps through, the place of the first one shown, and what it is called."""

    values: tuple[float, ...]
    start: int
    decimals: int
    label: str

    def text(self, value: float) -> str:
        """A value as the language in use writes it."""
        return plot.number(value, self.decimals)


def slider(start: float, min: float, max: float, step: float = 1, label: str = "") -> Slider:
    """A slider from min to max; whole numbers stay whole numbers.

    start: the value at first, and again after Reset. label: what it is called, with its unit: "price, €".
    Raises ValueError if there is no label, if no step leads to start, or if there are more than 1000 steps.
    """
    if not label.strip():
        raise ValueError("The slider has no label: say what it changes, with its unit, for example “price, €”.")
    least, most, pace = (Decimal(str(value)) for value in (min, max, step))
    if pace <= 0 or most <= least or (most - least) / pace > MOST_STEPS:
        raise ValueError(f"The slider “{label}” has to go up from min to max in at most {MOST_STEPS} steps.")
    values = [least + pace * count for count in range(int((most - least) / pace) + 1)]
    if Decimal(str(start)) not in values:
        raise ValueError(f"The slider “{label}” cannot start at {start}: steps of {step} from {min} do not lead there.")
    kind = int if isinstance(min, int) and isinstance(step, int) else float
    return Slider(tuple(map(kind, values)), values.index(Decimal(str(start))), _decimals(least, pace), label)


def _decimals(*numbers: Decimal) -> int:
    return max(0, *(-number.normalize().as_tuple().exponent for number in numbers))


class Model:
    """A kept figure, its sliders, and what is said about it; `show` puts it below the cell."""

    def __init__(self, start: Callable, update: Callable, sliders: dict[str, Slider], alt: Callable,
                 state: Callable | None = None, caption: str = "", size: tuple[float, float] = (9, 4.5)):
        """See `model`."""
        if not callable(alt):
            raise ValueError("The model has no alternative text: give in `alt` a function of the sliders that says "
                             "what a sighted pupil sees.")
        self.sliders, self.caption = dict(sliders), caption
        self._update = with_sliders(update, "update", self.sliders, given=1)
        self._alt = with_sliders(alt, "alt", self.sliders)
        self._state = with_sliders(state, "state", self.sliders) if state else self._values_as_text
        if not plot.graded():
            self._figure = plot.Figure(figsize=size, dpi=100, layout=Room())
            self._canvas = FigureCanvasAgg(self._figure)
            self._axes = self._figure.add_subplot()
            self._artists = start(self._axes)
            self._keep()

    def frame(self, at: tuple[int, ...]) -> tuple[dict, bytes]:
        """What the model says, and its picture as PNG, with the sliders at these places (0 is a slider's first value).

        The words are {"at", "state", "alt"}, or {"at", "error"} without a picture if the author's code stops.
        """
        values = {name: slider.values[place] for (name, slider), place in zip(self.sliders.items(), at, strict=True)}
        try:
            words = {"at": at, "state": self._state(**values), "alt": self._said(values)}
            return words, plot.png(self.redraw(values))
        except Exception as error:
            why = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")
            return {"at": at, "error": _WORDS[daugava.language()]["stopped"].format(why=why)}, b""

    def redraw(self, values: dict[str, float]) -> np.ndarray:
        """Move the artists to these values and draw them over the background: height x width x 4 bytes (RGBA).

        Raises ValueError if `update` changed what is not redrawn.
        """
        self._update(self._artists, **values)
        if self._still() != self._kept:
            raise ValueError("`update` may only move what `start` returned: draw everything, and set the limits of "
                             "the axes, in `start`.")
        self._canvas.restore_region(self._background)
        for artist in self._over:
            self._axes.draw_artist(artist)
        return np.asarray(self._canvas.buffer_rgba())

    def show(self) -> None:
        """Show the first frame below the cell, with the sliders where the page can have them; in grading its words."""
        values = {name: slider.values[slider.start] for name, slider in self.sliders.items()}
        state, alt = self._state(**values), self._said(values)
        if plot.graded():
            publish_display_data({"text/html": f"<p>{escape(alt)}</p><p>{escape(state)}</p>", "text/plain": f"{alt}\n{state}"})
            return
        picture = plot.png(self.redraw(values))
        words, name, lang = _WORDS[daugava.language()], uuid.uuid4().hex, daugava.language()
        _models[name] = self
        while len(_models) > MOST_MODELS:
            _models.popitem(last=False)
        get_comm_manager().register_target(TARGET, _opened)
        sliders = [{"label": each.label, "start": each.start, "texts": [each.text(value) for value in each.values]}
                   for each in self.sliders.values()]
        publish_display_data({
            MIME: {"model": name, "sliders": sliders, "reset": words["reset"], "again": words["again"]},
            "text/html": self._html(state, alt, picture, lang), "text/plain": f"{alt}\n{state}"})

    def _html(self, state, alt, picture, lang):
        width, height = self._canvas.get_width_height()
        caption = f"<p>{escape(self.caption)}</p>" if self.caption else ""
        source = base64.b64encode(picture).decode("ascii")
        return (f'<div class="daugava-live" lang="{lang}"><figure style="margin:0"><img alt="{escape(alt)}" '
                f'width="{width}" height="{height}" style="max-width:100%;height:auto" '
                f'src="data:image/png;base64,{source}"><figcaption style="font-size:1.1em">'
                f'<p class="daugava-live-state">{escape(state)}</p>{caption}</figcaption></figure></div>')

    def _keep(self):
        """Give everything its room once; keep as pixels what lies below the moving artists, not what lies over it."""
        moving = list(_each(self._artists))
        if not moving:
            raise ValueError("`start` has to return the artists that `update` moves: one, a list or a dict.")
        self._figure.get_layout_engine().execute(self._figure)
        self._figure.set_layout_engine("none")
        self._kept = self._still()
        layers = sorted((artist for artist in self._axes.get_children() if artist is not self._axes.patch),
                        key=lambda artist: artist.zorder)
        self._over = layers[min(layers.index(artist) for artist in moving):]
        for artist in self._over:
            artist.set_animated(True)
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(self._figure.bbox)

    def _still(self):
        return self._axes.get_children(), self._axes.get_xlim(), self._axes.get_ylim()

    def _said(self, values):
        alt = self._alt(**values)
        if not alt or not alt.strip():
            raise ValueError("The picture has no alternative text: say in `alt` what a sighted pupil sees.")
        return alt

    def _values_as_text(self, **values):
        return "; ".join(f"{slider.label}: {slider.text(values[name])}" for name, slider in self.sliders.items()) + "."


def model(start: Callable, update: Callable, sliders: dict[str, Slider], alt: Callable, state: Callable | None = None,
          caption: str = "", size: tuple[float, float] = (9, 4.5)) -> None:
    """Show a figure that follows sliders.

    start: draws on the empty axes it is given, sets their limits (`plot.style` gives labels and grid), and returns the
    artists that move: one, a list or a dict. update: is given these artists and the sliders' values by name, and
    moves them. alt, state: functions of the sliders' values that say what a sighted pupil sees, and the numbers; each
    function may take only the sliders that it needs. sliders: {name: `slider(...)`}. size: in inches, 100 dots each.
    Raises ValueError for a missing alt, an unknown slider or an `update` that draws something new; what the author's
    functions raise at the start values stops the cell, later it is said in place of the state.
    """
    Model(start, update, sliders, alt, state, caption, size).show()


def with_sliders(function, what, sliders, given=0):
    """The author's function, called with those sliders only that it asks for, after what it is `given` by place."""
    parameters = list(inspect.signature(function).parameters.values())[given:]
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return function
    unknown = [parameter.name for parameter in parameters
               if parameter.name not in sliders and parameter.default is parameter.empty]
    if unknown:
        raise ValueError(f"`{what}` asks for “{unknown[0]}”, but the sliders are: {', '.join(sliders)}.")
    asked = [parameter.name for parameter in parameters if parameter.name in sliders]
    return lambda *first, **values: function(*first, **{name: values[name] for name in asked})


def _each(artists):
    """The artists in one, a list, a dict, or lists of them."""
    if isinstance(artists, Artist):
        yield artists
    elif artists is not None:
        for artist in artists.values() if isinstance(artists, dict) else artists:
            yield from _each(artist)


def _opened(comm, message):
    """A page asks for a model: answer until the page goes away. It may come back, so the model is only next to go."""
    name = message["content"]["data"]["model"]
    if name not in _models:
        comm.close()
        return
    kept = _models[name]
    _models.move_to_end(name)

    def answer(question):
        words, picture = kept.frame(tuple(question["content"]["data"]["at"]))
        comm.send(words, buffers=[picture])

    def left(_):
        if name in _models:
            _models.move_to_end(name, last=False)

    comm.on_msg(answer)
    comm.on_close(left)
