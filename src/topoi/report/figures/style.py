"""The house style of figures: one palette, one type, one ground, the same bytes every time.

A figure is drawn at one of two widths: that of the printed page, which is also that of a page on a
screen, and that of a phone. How wide it is now, drawing functions ask `width` and `is_narrow`.
"""

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from topoi.report.evidence.escaping import in_code_points, signs, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend

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
WIDTH, NARROW = 5.98, 3.6  # inches: the text width of the printed page; of a phone held upright
SIZE, NARROW_SIZE = 8.5, 9.5  # points of the letters
# Ships with matplotlib. The PDF has it alone for its figures: a sign that it lacks would cost the
# whole PDF.
FONTS = ("DejaVu Sans",)
LONGEST, LINES = 45, 2  # characters of a line of a name, and its lines
LEAST = 6  # characters of a column's name
LETTER, SAMPLE, LEGEND_ROW = 0.07, 0.45, 0.17  # inches of a legend: a letter, a mark, a line
LEAST_AXES = (1.2, 0.5)  # inches, wide and tall
LINE = 0.15  # inches of one more line of a name
ROW = 0.27  # inches: a row that can be pointed at, 24 pixels on a page (WCAG 2.5.8)
NARROW_ROW, ABOVE = 0.46, 0.3  # of a row with its name above it; the name, in rows above its middle
DATE = 0.8  # inches between the dates below an axis
BEHIND = 0.4  # the order of a line that lies over the grid and under the names
HALO: Mapping[str, Any] = {"facecolor": GROUND, "edgecolor": "none", "pad": 0.6}  # of a name


def settings(*, narrow: bool = False) -> Any:
    """Return the matplotlib settings of the house style, for a page or for a phone.

    The ground is opaque, so that a picture reads the same on a light and on a dark page; the
    letters are of fonts that matplotlib ships, so that it is the same on every machine.
    """
    size = NARROW_SIZE if narrow else SIZE
    return {
        "figure.figsize": (NARROW if narrow else WIDTH, 2.0),
        "font.family": list(FONTS),
        "font.size": size,
        "axes.titlesize": size + 1,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": size,
        "axes.labelcolor": INK,
        "axes.edgecolor": FAINT,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "xtick.labelsize": size - 0.5,
        "ytick.labelsize": size,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "text.color": INK,
        "text.parse_math": False,
        "legend.frameon": False,
        "legend.fontsize": size - 0.5,
        "figure.facecolor": GROUND,
        "axes.facecolor": GROUND,
        "savefig.facecolor": GROUND,
        "figure.dpi": 200,
        "savefig.dpi": 200,
        "figure.constrained_layout.use": True,
        "svg.hashsalt": "topoi",
        "svg.fonttype": "none",
    }


def in_house_style(draw: "Callable[..., Figure]") -> "Callable[..., Figure]":
    """Return the drawing function with the house style on while it draws; settings outside stay.

    With `narrow=True` the figure is laid out for a phone. Whatever text is in it is made to fit
    (`fit_texts`). matplotlib makes tick labels only when a figure is laid out, so this is done
    here, too.
    """

    @wraps(draw)
    def drawn(*args: Any, narrow: bool = False, **kwargs: Any) -> "Figure":
        import matplotlib as mpl

        with mpl.rc_context(settings(narrow=narrow)):
            figure = draw(*args, **kwargs)
            fit_texts(figure)
            give_room(figure)
            figure.draw_without_rendering()
        return figure

    return drawn


def width() -> float:
    """Return how many inches wide figures are drawn now."""
    import matplotlib as mpl

    return float(mpl.rcParams["figure.figsize"][0])


def is_narrow() -> bool:
    """Return whether figures are drawn for a phone now."""
    return width() < WIDTH


def row(names: Iterable[str] = ()) -> float:
    """Return the height of rows with these names, in inches.

    On a phone a name stands above its row, in two lines where one of the names has no room in one.
    """
    if not is_narrow():
        return ROW
    return NARROW_ROW + LINE * any(len(name) > LONGEST for name in names)


def letter() -> float:
    """Return how many inches of a line a letter takes."""
    import matplotlib as mpl

    return LETTER * float(mpl.rcParams["font.size"]) / SIZE


def fit_texts(figure: "Figure") -> None:
    """Make every text of a figure drawable and short enough for its place.

    Names of rows, columns and legends and titles are data: a source named in Chinese, a label of a
    hundred characters. Whole they stand in the table that belongs to the figure.
    """
    from matplotlib.text import Text
    from matplotlib.ticker import FixedLocator

    line = round(width() / letter())
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            labels = axis.get_ticklabels()
            names = [label.get_text() for label in labels]
            upright = axis is axes.xaxis and labels and not labels[0].get_rotation()
            longest = max(LEAST, line // len(labels)) if upright else LONGEST
            lines = LINES if axis is axes.yaxis else 1
            shown = [fitted(name, width=longest, lines=lines) for name in names]
            if shown != names and isinstance(axis.get_major_locator(), FixedLocator):
                axis.set_ticks(axis.get_ticklocs(), shown)
                for label in labels:
                    label.set_linespacing(1)
    for text in figure.findobj(Text):
        text.set_text(fitted(text.get_text(), width=line, lines=2 * LINES))
    for legend in figure.legends:
        _fit_legend(figure, legend)


def _fit_legend(figure: "Figure", legend: "Legend") -> None:
    """Draw a legend that is wider than its figure again, in as many columns as have room.

    The figure grows with its lines.
    """
    handles = [handle for handle in legend.legend_handles if handle is not None]
    texts = [text.get_text() for text in legend.get_texts()]
    names = [fitted(text, lines=1) for text in texts]
    columns, title = legend._ncols, legend.get_title().get_text()  # type: ignore[attr-defined]
    wide = legend.get_window_extent().width > figure.bbox.width
    if names == texts and not (wide and columns > 1):
        return
    each = max(map(len, names)) * letter() + SAMPLE
    fits = max(1, min(columns, int(figure.get_figwidth() / each)))
    more = -(-len(names) // fits) - -(-len(names) // columns)
    figure.set_figheight(figure.get_figheight() + more * LEGEND_ROW)
    legend.remove()
    figure.legend(handles, names, loc="outside upper left", ncols=fits, title=title or None)


def give_room(figure: "Figure") -> None:
    """Make a figure so large that its axes have some room beside their names and the legend."""
    beside = [] if is_narrow() else [axes.yaxis.get_tightbbox() for axes in figure.axes]
    across = [box.width for box in beside if box]
    down = [box.height for axes in figure.axes if (box := axes.xaxis.get_tightbbox())]
    above = [legend.get_window_extent().height for legend in figure.legends]
    least_wide, least_tall = LEAST_AXES
    wide = max(across, default=0.0) / figure.dpi + least_wide
    tall = (max(down, default=0.0) + sum(above)) / figure.dpi + least_tall
    figure.set_size_inches(max(wide, figure.get_figwidth()), max(tall, figure.get_figheight()))


def fitted(text: str, *, width: int = LONGEST, lines: int = LINES) -> str:
    """Return a text in lines of a width, shortened to so many, of letters that can be drawn.

    What none of the fonts has is written as its code point.

    >>> fitted("root causes"), fitted("\u6f22\u5b57")
    ('root causes', '[U+6F22 U+5B57]')
    >>> fitted("a very long label of a code", width=12).splitlines()
    ['a very long', 'label of a…']
    """
    plain = visible(text).replace("\t", " ")
    shown = in_code_points(plain, _undrawn(plain))
    given = shown.split("\n")
    if len(given) <= lines and max(map(len, given)) <= width:
        return shown
    parts = textwrap.wrap(shown, width)
    if len(parts) > lines:
        parts[lines - 1] = parts[lines - 1][: width - 1] + "…"
    return "\n".join(parts[:lines])


def _undrawn(text: str) -> set[str]:
    """Return the signs of a text with a character that none of the fonts has."""
    known = drawn_characters()
    parts = {part for sign in signs(text) for part in (sign, sign[0])}
    return {part for part in parts if not all(ord(c) in known or c == "\n" for c in part)}


@cache
def drawn_characters() -> frozenset[int]:
    """Return the code points of the characters that the fonts have."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    files = (findfont(FontProperties(family=[name])) for name in FONTS)
    return frozenset(code for file in files for code in get_font(file).get_charmap())


def canvas(height: float, *, wide: float | None = None) -> "tuple[Figure, Axes]":
    """Return an empty figure with one set of axes, in inches, as wide as figures are drawn now."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(wide or width(), height))


def colours(values: Sequence[str]) -> dict[str, str]:
    """Return a colour for each value, in the given order; what exceeds the palette is grey.

    Modes of speech keep their own colours, whatever else is shown.

    >>> colours(["direct", "Lavrov"])
    {'direct': '#0072b2', 'Lavrov': '#0072b2'}
    """
    free = iter(PALETTE)
    return {v: MODE_COLOURS.get(v) or next(free, FAINT) for v in values}


def rows(axes: "Axes", names: Sequence[str]) -> None:
    """Name the rows of a figure, the first above; on a phone each name stands over its row.

    There it hides the lines of the grid, and those that are drawn at `BEHIND`.
    """
    axes.set_yticks([at - ABOVE if is_narrow() else at for at in range(len(names))], names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, pad=6)  # room for half a mark at the edge
    axes.xaxis.set_zorder(BEHIND - 0.1)
    if is_narrow():
        axes.tick_params(axis="y", pad=-2)
        for label in axes.get_yticklabels():
            label.set(horizontalalignment="left", verticalalignment="bottom", bbox=HALO)


def days(axes: "Axes") -> None:
    """Put as many dates below the axes as have room beside one another."""
    from matplotlib.dates import AutoDateFormatter, AutoDateLocator

    found = AutoDateLocator(minticks=2, maxticks=int(width() / DATE))
    axes.xaxis.set_major_locator(found)
    axes.xaxis.set_major_formatter(AutoDateFormatter(found))


def tint(share: float) -> tuple[float, float, float, float]:
    """Return the first colour of the palette, let through by a share: a shade on any ground."""
    from matplotlib.colors import to_rgb

    return (*to_rgb(PALETTE[0]), share)


def mode_mark(mode: str) -> dict[str, Any]:
    """Return form and colour of the mark of a mode of speech."""
    return {"linestyle": "", "marker": MODE_MARKERS[mode], "color": MODE_COLOURS[mode]}


def note_at(axes: "Axes", text: str, place: tuple[Any, float], **options: Any) -> None:
    """Write a small text 3 points above a place of the axes."""
    look: dict[str, Any] = {
        "xytext": (0, 3),
        "ha": "center",
        "va": "bottom",
        "fontsize": "small",
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
