"""The colours of maps and charts, per theme. A chart never takes a colour from anywhere else.

One hue for amounts (light to dark on a light page, dark to bright on a dark one), told apart by lightness alone so that
it holds for colour-blind readers and in print. One accent, for the chosen area, in every chart the same. Only
``judged`` says better or worse: orange and blue, and never red against green.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

# A fill that lets what lies under it be seen.
CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True, eq=False)
class Palette:
    """Colours of one theme, as #RRGGBB. There are two, known by which they are."""

    page: str
    text: str
    quiet: str  # text of second rank, still AA on the page
    line: str  # rules, axes
    accent: str  # the chosen area
    reference: str  # Nederland
    context: str  # everything else, marks only
    water: str  # around the map
    bed: str  # land under bubbles
    border: str  # between areas
    gemeente_border: str
    outline: str  # around the chosen area on the map
    calculated: str  # areas whose value was calculated from a larger whole, not reported
    alone: str  # areas with a value and no neighbour to set beside it
    missing: dict[str, str]  # status id -> warm grey, apart from the ramp
    ramp: tuple[str, ...]  # anchors of the amounts' hue, low to high
    less: tuple[str, str, str]  # below a reference, from a little to a lot; above it the ramp is used
    two_way: tuple[str, ...]  # nine for two figures at once: three across (blue), three rows from low to high (orange)
    judged: tuple[str, str]  # clearly worse and clearly better, only where a direction was agreed
    sided: tuple[str, str]  # clearly lower and clearly higher, where none was
    unclear: str  # no clear difference: cool, apart from the warm greys of what is missing
    areas: tuple[str, ...]  # one for each of up to ten chosen areas; the first is the accent
    dark: bool


LIGHT = Palette(
    page="#FFFFFF",
    text="#17232B",
    quiet="#55636D",
    line="#D3DBDF",
    accent="#B8480F",
    reference="#17232B",
    context="#A9B5BC",
    water="#E9EFF2",
    bed="#D6DEE2",
    border="#FFFFFF",
    gemeente_border="#FFFFFF",
    outline="#111111",
    calculated="#A08C76",
    alone="#75695E",
    missing={"not_given": "#DCD6CD", "not_yet_published": "#EFEBE4", "withheld": "#B0A69A", "cannot_occur": "#C4BCB4"},
    ramp=("#D5ECE9", "#7DBFC0", "#2C8A93", "#055763", "#032F3A"),
    less=("#F6CF96", "#CC8A3A", "#8A5414"),
    two_way=("#ECECEC", "#94C8E7", "#14A2DF", "#F1CD9D", "#A88CAC", "#495E8A", "#F3AB37", "#94624A", "#411E3E"),
    judged=("#AE6300", "#234794"),
    sided=("#587500", "#503598"),
    unclear="#B9CBD6",
    areas=(
        "#B8480F",
        "#00616B",
        "#7A4E9C",
        "#806500",
        "#2C5F9E",
        "#A33A66",
        "#3A7335",
        "#5F6B75",
        "#6B4A2B",
        "#0B7364",
    ),
    dark=False,
)
DARK = Palette(
    page="#10191E",
    text="#E8EEF0",
    quiet="#A4B1B8",
    line="#33444D",
    accent="#FF9A5C",
    reference="#E8EEF0",
    context="#5C6B74",
    water="#0B1216",
    bed="#22313A",
    border="#10191E",
    gemeente_border="#10191E",
    outline="#FFFFFF",
    calculated="#9A8260",
    alone="#C2B7AA",
    missing={"not_given": "#453F38", "not_yet_published": "#2E2B28", "withheld": "#7A736C", "cannot_occur": "#5D5750"},
    ramp=("#123B43", "#1B6570", "#3A959C", "#7DC5C5", "#D9F2EE"),
    less=("#643F0C", "#A8701F", "#F0BE72"),
    two_way=("#212929", "#304D76", "#4071CC", "#7D6234", "#967D9E", "#91AAE0", "#E49E22", "#E6C199", "#E4E1EF"),
    judged=("#FFB670", "#6CBDFF"),
    sided=("#8BCE61", "#D2B1FF"),
    unclear="#3A505E",
    areas=(
        "#FF9A5C",
        "#5CC3CA",
        "#C2A2E0",
        "#D9BC4A",
        "#8DB6E8",
        "#E79BBB",
        "#93CB8D",
        "#A9B4BC",
        "#CFA97E",
        "#6FD1B5",
    ),
    dark=True,
)


def classes(count: int, dark: bool = False) -> tuple[str, ...]:
    """``count`` colours (1–9) from low to high, evenly far apart in how they are seen."""
    return _ramps()[dark][count - 1]


@cache
def _ramps() -> dict[bool, tuple[tuple[str, ...], ...]]:
    """The ramp of the light and of the dark theme in one to nine colours."""
    return {palette.dark: tuple(_divided(palette.ramp, count) for count in range(1, 10)) for palette in (LIGHT, DARK)}


def _divided(ramp: tuple[str, ...], count: int) -> tuple[str, ...]:
    if count == 1:
        return (ramp[2],)
    anchors = [_to_lab(colour) for colour in ramp]
    steps = [i * (len(anchors) - 1) / (count - 1) for i in range(count)]
    return tuple(_to_hex(_between(anchors, step)) for step in steps)


def tint(colour: str, palette: Palette, strength: float = 0.5) -> str:
    """The same hue, half as strong or as strong as said: for what is less sure, and behind text."""
    return _to_hex(_between([_to_lab(palette.page), _to_lab(colour)], strength))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


_Lab = tuple[float, float, float]


def _between(anchors: list[_Lab], step: float) -> _Lab:
    low = min(int(step), len(anchors) - 2)
    part = step - low
    a, b = anchors[low], anchors[low + 1]
    return (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]), a[2] + part * (b[2] - a[2]))


def _linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_lab(colour: str) -> _Lab:
    """OKLab (Ottosson 2020): equal steps look equally large."""
    r, g, b = _linear(colour)
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )


def _to_hex(lab: _Lab) -> str:
    light, a, b = lab
    l_ = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    parts = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in (max(0.0, x) for x in linear)]
    return "#" + "".join(f"{round(min(1.0, p) * 255):02X}" for p in parts)
