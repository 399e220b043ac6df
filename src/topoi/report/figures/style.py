"""The house style of figures: one palette, one type, one ground, the same bytes every time."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Given = ParamSpec("Given")
# Okabe and Ito (2008), a palette told apart with every common form of colour blindness; the
# yellow is left out because it cannot be seen on white, and the vermilion and the green are
# darkened until each stands out from white at 3:1 (WCAG 1.4.11).
PALETTE = ("#0072b2", "#d55e00", "#00855f", "#aa4d80", "#c27c00", "#3a8fc4", "#5d5d5d")
INK, FAINT, GRID, GROUND = "#1f2328", "#5f666e", "#dcdfe3", "#ffffff"
MODE_COLOURS: Mapping[str, str] = {
    "outlet": "#767676",
    "indirect": "#3a8fc4",
    "direct": "#0072b2",
    "mixed": "#00855f",
    "nested": "#d55e00",
}
MODE_MARKERS: Mapping[str, str] = {
    "outlet": "s",
    "indirect": "^",
    "direct": "o",
    "mixed": "D",
    "nested": "v",
}
MODES = tuple(MODE_COLOURS)
WIDTH = 6.7  # inches: the text width of the printed page
ROW = 0.27  # inches: a row that can be pointed at, 24 pixels on a page (WCAG 2.5.8)


def settings() -> Any:
    """Return the matplotlib settings of the house style.

    The ground is opaque, so that a picture reads the same on a light and on a dark page; the
    letters are DejaVu Sans, which matplotlib ships, so that it is the same on every machine.
    """
    return {
        "font.family": "DejaVu Sans",
        "font.size": 8.5,
        "axes.titlesize": 9.5,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 8.5,
        "axes.labelcolor": INK,
        "axes.edgecolor": FAINT,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8.5,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "text.color": INK,
        "text.parse_math": False,
        "legend.frameon": False,
        "legend.fontsize": 8,
        "figure.facecolor": GROUND,
        "axes.facecolor": GROUND,
        "savefig.facecolor": GROUND,
        "figure.dpi": 200,
        "savefig.dpi": 200,
        "figure.constrained_layout.use": True,
        "svg.hashsalt": "topoi",
        "svg.fonttype": "none",
    }


def in_house_style(draw: "Callable[Given, Figure]") -> "Callable[Given, Figure]":
    """Return the drawing function with the house style on while it draws; settings outside stay.

    matplotlib makes tick labels only when a figure is laid out, so this is done here, too.
    """

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> "Figure":
        import matplotlib as mpl

        with mpl.rc_context(settings()):
            figure = draw(*args, **kwargs)
            figure.draw_without_rendering()
        return figure

    return drawn


def canvas(height: float, *, width: float = WIDTH) -> "tuple[Figure, Axes]":
    """Return an empty figure with one set of axes, in inches, known to pyplot for `plt.show()`."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height))


def colours(values: Sequence[str]) -> dict[str, str]:
    """Return a colour for each value, in the given order; what exceeds the palette is grey.

    Modes of speech keep their own colours, whatever else is shown.

    >>> colours(["direct", "Lavrov"])
    {'direct': '#0072b2', 'Lavrov': '#0072b2'}
    """
    free = iter(PALETTE)
    return {v: MODE_COLOURS.get(v) or next(free, FAINT) for v in values}


def rows(axes: "Axes", names: Sequence[str]) -> None:
    """Name the rows of a figure, the first above."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def mode_mark(mode: str) -> dict[str, Any]:
    """Return form and colour of the mark of a mode of speech."""
    return {"linestyle": "", "marker": MODE_MARKERS[mode], "color": MODE_COLOURS[mode]}


def note_at(axes: "Axes", text: str, place: tuple[Any, float], **options: Any) -> None:
    """Write a small text 3 points above a place of the axes."""
    look: dict[str, Any] = {
        "xytext": (0, 3),
        "ha": "center",
        "va": "bottom",
        "fontsize": 7,
    } | options
    axes.annotate(text, place, textcoords="offset points", **look)


def empty(why: str) -> "Figure":
    """Return a figure that says why there is nothing in it."""
    figure, axes = canvas(0.8)
    axes.text(0.5, 0.5, why, ha="center", va="center", color=FAINT)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return figure


def no_frame(axes: "Axes") -> None:
    """Take away the axes' lines and ticks, keeping the labels."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
