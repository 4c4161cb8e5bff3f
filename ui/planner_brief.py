"""A scenario on one page: its content as plain data, and that as a page to print or keep. The content knows no layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd

from indicators import parameters, youth_work
from loaders.source import LEVEL_PLURALS, registry
from ui import data, format, planner_tables, shell
from ui import planner_scenario as scenarios
from ui import planner_subject as subjects
from ui.planner import Figure, Result, figures, finding

ROWS = 10
EXAMPLE = "Een rekenvoorbeeld over gebieden: geen begroting, geen voorspelling en geen uitspraak over bewoners."


@dataclass(frozen=True)
class Content:
    """Everything that a page about a scenario says. Text is Dutch; ``table`` holds text cells, its first column names.

    ``notice`` is empty except on the demo region. ``address`` is the whole address of the live page, as far as known.
    """

    title: str
    subtitle: str
    notice: str
    figures: tuple[Figure, ...]
    table_title: str
    table: pd.DataFrame
    choices: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    address: str
    version: str
    made: date


def content(result: Result, address: str, made: date) -> Content:
    """The page about one scenario. ``made`` is the day that stands on it."""
    s = result.scenario
    many = LEVEL_PLURALS[s.level]
    table = pd.DataFrame()
    if result.outcome is not None:
        table = planner_tables.as_text(planner_tables.per_area(result).head(ROWS), result)
    return Content(
        title=finding(result),
        subtitle=f"{s.subject.label} · {s.name} · {s.band_words} · {many} · {s.year}",
        notice=shell.DEMO_LINE if data.store().demo else "",
        figures=tuple(figures(result)),
        table_title=f"De {format.number(len(table))} {many} die het meest krijgen" if len(table) else "",
        table=table,
        choices=tuple((label, _text(value)) for label, value in choices(result)),
        caveats=caveats(result),
        sources=tuple(f"{what}: {who}" for what, who in sources(result)),
        address=address,
        version=data.store().version,
        made=made,
    )


def choices(result: Result) -> list[tuple[str, str | float]]:
    """Every choice of a scenario and what it came to: label and value; numbers stay numbers."""
    s, unit = result.scenario, result.unit
    per = f"{unit} per 1.000 {s.subject.many}"
    found: list[tuple[str, str | float]] = [
        ("Waarover", s.subject.label),
        ("Hoeveel", scenarios.AMOUNTS[s.how]),
        (f"Te verdelen ({unit})", result.amount.total),
        ("Verdeling", scenarios.rule_words(s.subject, s.rule)),
        ("Niveau", s.level),
        ("Jaar", str(s.year)),
        ("Voor wie", s.band_words),
        ("Behoefte", need_words(result)),
    ]
    if s.how in scenarios.PRESETS:
        found.insert(3, ("Wat er nu is", s.base.words))
    if s.subject.unit == "uur":
        found += [("Uren per week", s.number), ("Weken per jaar", s.weeks)]
    if s.rule == "behoefte":
        found += [("Drempel (percentiel)", s.threshold), ("Zwaarte van behoefte", s.severity)]
    if s.rule == "corporatie":
        found.append(("Grens corporatiebezit (%)", s.share))
    if s.rule == "eigen":
        found.append(("Eigen gebieden", ", ".join(s.own) or "geen"))
    found += [
        (f"Norm ({per})", "geen" if s.norm is None else s.norm),
        (f"Bodem ({per})", s.floor or "geen"),
        (f"Plafond ({per})", "geen" if s.cap is None else s.cap),
        ("Blijft bij gemeenten (%)", s.kept),
    ]
    if result.outcome is not None:
        found += [
            (f"Verdeeld over gebieden ({unit})", result.given),
            (f"Blijft bij gemeenten ({unit})", result.outcome.kept),
            (f"Niet verdeeld ({unit})", result.outcome.rest),
            (f"Kleinste stap ({unit})", result.amount.step),
        ]
    if unit != "euro":
        one = "uur" if unit == "uur" else "fte"
        price = parameters.parameter(scenarios.cost_id(s.subject))
        found += [
            (f"Kosten van een {one} in {s.cost.year} (euro)", s.cost.now),
            ("Kosten: uitgangspunt", f"{format.number(s.cost.euros, 2 if one == 'uur' else 0)} euro in {s.cost.since}, {format.number(s.cost.rise, 1)}% erbij per jaar"),
            ("Kosten: herkomst", f"{price.source} ({price.date})" if s.cost.euros == price.value else "keuze van de lezer"),
        ]  # fmt: skip
    return found


def need_words(result: Result) -> str:
    """Which figure says where need is, with its year; or that there is none."""
    s = result.scenario
    return f"{subjects.needs(s.level, s.year)[s.need]} ({s.year})" if s.need else f"geen cijfer in {s.year}"


def caveats(result: Result) -> tuple[str, ...]:
    """What a reader of these figures must know, by what the scenario rests on."""
    s = result.scenario
    found = [EXAMPLE]
    if s.subject.id == "jongerenwerk":
        found.append(
            "Hoeveel jongerenwerk er nu per gebied is, staat er alleen waar een gemeente het meldde. Elders is het lokaal onbekend: dat is geen nul."
        )
        found.append(
            f"Het aantal {s.band_words} is een schatting ({youth_work.weights_in_words(*s.band)}). In wijken met veel studenten klopt zij minder."
        )
    elif s.subject.id == "raadslieden":
        found.append(
            "Of er sociaal raadslieden zijn, staat er alleen waar een gemeente het meldde. Niet gemeld is niet hetzelfde als geen."
        )
    elif s.subject.id == "peuters":
        found.append(
            "Peuters zijn kinderen die dit jaar twee of drie worden, geschat uit de geboorten van toen; verhuizingen tellen niet mee. "
            "Hoeveel van hen nu al naar peuteropvang gaan, is per gebied niet bekend: dit is dus niet wat er extra nodig is."
        )
    else:
        found.append("Euro's blijven euro's: wat ervan gedaan wordt, en wat dat oplevert, zegt dit niet.")
    if s.need and s.rule in ("behoefte", "norm"):
        found.append(
            f"Een {s.level} zonder behoeftecijfer krijgt hoogstens de bodem. Een ander behoeftecijfer geeft een andere lijst."
        )
    if result.report is not None and result.report.reached_low_income is None:
        found.append(f"Hoeveel huishoudens een laag inkomen hebben, is van {s.year} op dit niveau niet bekend.")
    return tuple(found)


def sources(result: Result) -> list[tuple[str, str]]:
    """Where the figures come from: what, and who."""
    s = result.scenario
    made_up = "verzonnen (demogebied)" if data.store().demo else ""
    cbs = made_up or "CBS, Kerncijfers wijken en buurten"
    found = [(f"{s.subject.many.capitalize()} ({s.year})", cbs)]
    if "opgave" in s.subject.sources:
        found.append(("Nu gemeld", made_up or "opgave van gemeenten"))
    if s.need:
        found.append((need_words(result), made_up or subjects.need_citation(s.need)))
    if s.rule == "corporatie":
        found.append((f"Corporatiebezit ({s.year})", cbs))
    ids = {
        "jongerenwerk": ("jongerenwerk_vervoudiging", "kosten_per_fte", "kosten_stijging"),
        "raadslieden": ("raadslieden_wel", "raadslieden_niet", "kosten_per_fte", "kosten_stijging"),
        "peuters": ("peuter_uren", "peuter_weken", "peuter_uurprijs"),
        "preventie": (),
    }[s.subject.id]
    extra = ("zorguitgaven", "preventie_deel") if s.how == "zorgdeel" else ()
    known = [parameters.parameter(id) for id in (*ids, *extra)]
    return found + [(p.note.split(". ")[0].rstrip("."), f"{p.source} ({p.date})") for p in known]


def licences(result: Result) -> str:
    """Publishers and licences, in one line."""
    if data.store().demo:
        return "verzonnen cijfers (demogebied)"
    ids = dict.fromkeys([*result.scenario.subject.sources, *subjects.need_sources(result.scenario.need)])
    known = [registry()[id] for id in ids if id in registry()]
    return format.joined([f"{source.publisher}, {source.title} ({source.licence})" for source in known])


def html(page: Content) -> str:
    """The content as one self-contained page for A4: no script, nothing fetched, everything from outside escaped."""
    boxes = "".join(
        f"<div><dt>{escape(f.label)}</dt><dd>{escape(f.value)}</dd><p>{escape(f.note)}</p></div>" for f in page.figures
    )
    parts = [
        f'<p class="demo">{escape(page.notice)}</p>' if page.notice else "",
        f"<h1>{escape(page.title)}</h1><p class='sub'>{escape(page.subtitle)}</p>",
        f'<dl class="figures">{boxes}</dl>' if boxes else "",
        f"<h2>{escape(page.table_title)}</h2>{_table(page.table)}" if len(page.table) else "",
        '<div class="two"><section><h2>Wat is gekozen</h2><table>'
        + "".join(f"<tr><th scope='row'>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in page.choices)
        + "</table></section><section><h2>Wat dit niet zegt</h2><ul>"
        + "".join(f"<li>{escape(c)}</li>" for c in page.caveats)
        + "</ul><h2>Bronnen</h2><ul>"
        + "".join(f"<li>{escape(c)}</li>" for c in page.sources)
        + "</ul></section></div>",
        f"<footer>{escape(shell.NAME)} · gegevensversie {escape(page.version)} · gemaakt op {format.day(page.made)}"
        f"<br>{escape(page.address)}</footer>",
    ]
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(page.title)}</title>'
        f"<style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


STYLE = (
    "@page{size:A4;margin:14mm}body{font:10pt/1.35 'IBM Plex Sans',Arial,sans-serif;color:#17232b;max-width:182mm;margin:8mm auto}"
    "h1{font-size:17pt;line-height:1.2;margin:0 0 1mm}h2{font-size:10.5pt;margin:4mm 0 1mm}.sub,footer,dl p{color:#55636d;margin:0}"
    ".demo{background:#f1dcc4;padding:1.5mm 3mm;font-weight:600}.figures{display:flex;gap:6mm;margin:4mm 0;border-top:1px solid #d3dbdf;"
    "border-bottom:1px solid #d3dbdf;padding:2mm 0}.figures div{flex:1}dt{color:#55636d}dd{margin:0;font-size:15pt;font-weight:600}"
    "dl p{font-size:8.5pt}table{border-collapse:collapse;width:100%;font-size:8.5pt;font-variant-numeric:tabular-nums}"
    "th,td{text-align:left;padding:.6mm 1.5mm .6mm 0;border-bottom:1px solid #d3dbdf;vertical-align:top;font-weight:400}"
    "thead th{color:#55636d}.num{text-align:right}.two{display:grid;grid-template-columns:1fr 1fr;gap:8mm}ul{margin:0;padding-left:4mm;font-size:8.5pt}"
    "footer{font-size:8pt;margin-top:4mm;overflow-wrap:anywhere}@media (max-width:600px){.two{grid-template-columns:1fr}.figures{flex-direction:column;gap:2mm}body{margin:4mm}}"
)


def _table(frame: pd.DataFrame) -> str:
    texts = [str(frame.columns[0]), "Gemeente"]
    marks = ["" if str(column) in texts else " class='num'" for column in frame.columns]
    head = "".join(f"<th scope='col'{m}>{escape(str(c))}</th>" for c, m in zip(frame.columns, marks, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{m}>{escape(str(v))}</td>" for v, m in zip(row, marks, strict=True)) + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _text(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return format.number(value, 0 if float(value) == int(value) else 1)


def workbook_rows(result: Result, address: str) -> list[tuple[str, str | float]]:
    """The first sheet of the workbook: what it is of, then every choice."""
    store = data.store()
    return [
        ("Dashboard", shell.NAME),
        ("Adres van dit scenario", address),
        ("Gegevensversie", store.version),
        *([("Let op", shell.DEMO_LINE)] if store.demo else []),
        *choices(result),
    ]


def same(results: Mapping[str, Result]) -> str:
    """A warning where scenarios side by side are about different things, years or levels; empty where they are not."""
    kinds: Sequence[set[object]] = (
        {r.scenario.subject.label for r in results.values()},
        {r.scenario.year for r in results.values()},
        {r.scenario.level for r in results.values()},
        {r.scenario.band_words for r in results.values()},
    )
    names = ("een ander onderwerp", "een ander jaar", "een ander niveau", "een andere leeftijd")
    differing = [name for name, kind in zip(names, kinds, strict=True) if len(kind) > 1]
    return f"Let op: deze scenario's gaan over {format.joined(differing)}." if differing else ""
