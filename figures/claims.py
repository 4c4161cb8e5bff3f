"""The verdicts of claims, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from answers import format
from answers.claims.listing import CHECKED, counts
from figures.colours import Palette
from indicators import claims
from indicators.claims import Claim


def colours(palette: Palette) -> dict[str, str]:
    """A colour for each verdict: one hue, dark to light, for what was compared, greys for the rest. No judgement."""
    hues = palette.ramp[4:0:-1]
    greys = [palette.missing[key] for key in ("withheld", "not_given", "not_yet_published")]
    return dict(zip((*CHECKED, *claims.WITHOUT_CHECK), (*hues, *greys), strict=True))


def strip(found: Iterable[Claim], palette: Palette) -> str:
    """The verdicts as one bar with words and numbers under it (HTML)."""
    held = {verdict: count for verdict, count in counts(found).items() if count}
    hues = colours(palette)
    parts = "".join(
        f'<span style="flex:{count};background:{hues[verdict]};border:1px solid {palette.quiet}"></span>'
        for verdict, count in held.items()
    )
    labels = "".join(
        f'<li style="display:inline-flex;align-items:center;gap:6px;margin:0"><span style="width:14px;height:14px;'
        f'background:{hues[verdict]};border:1px solid {palette.quiet};border-radius:2px"></span>'
        f"{escape(verdict)}&nbsp;<b>{format.number(count)}</b></li>"
        for verdict, count in held.items()
    )
    return (
        '<div style="font-size:0.875rem;line-height:1.5">'
        f'<div aria-hidden="true" style="display:flex;gap:2px;height:18px;margin-bottom:6px">{parts}</div>'
        '<ul style="list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:4px 18px">'
        f"{labels}</ul></div>"
    )
