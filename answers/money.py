"""What gemeenten spend near the front door of care and behind it, as pages show it: per inhabitant, and beside need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from answers import data, format, history
from answers.held import remembered
from indicators import catalog, money, parameters, series
from loaders.store import Store

REPORTS = {"rekening": "Rekening (uitgegeven)", "begroting": "Begroting (gepland)"}
FRONT, BACK, TAILORED, PEOPLE = "geld_voorkant", "geld_achterkant", "geld_hulp_op_maat", money.PEOPLE
_SIDES = ((FRONT, "front", "Voorkant"), (BACK, "back", "Achterkant"))
DEFINITION = (
    "**96 : 4 in de brief.** De brief van Sociaal Werk Nederland (2020) zegt: van 100 miljard gaat 96 miljard naar "
    "zorg en 4 miljard naar welzijn. De brief geeft geen definitie van welzijn. CBS telt “welzijn, jeugdzorg en "
    "kinderopvang” samen en komt voor 2022 op 14,0 miljard euro; kinderopvang alleen was in 2018 al 4,2 miljard. De 4 "
    "miljard vraagt dus een eigen afbakening.\n\n"
    "**Hier, per gemeente.** Voorkant: taakvelden 6.1 (samenkracht en burgerparticipatie) en 6.2 (wijkteams en "
    "toegang). Achterkant: 6.6 (hulpmiddelen), 6.7 (hulp op maat), 6.81 (beschermd wonen en opvang) en 6.82 "
    "(jeugdbescherming). Alleen geld van gemeenten: huisarts, ziekenhuis en verpleeghuis vallen er buiten. De "
    "verhouding op deze pagina is daarom niet hetzelfde getal als 96 : 4, en laat zich er niet mee vergelijken."
)
NO_RANKING = (
    "Gemeenten staan op naam en niet op volgorde van bedrag. Centrumgemeenten betalen 6.81 en 6.82 ook voor de "
    "gemeenten om hen heen; in de tabel staan die taakvelden daarom niet. Wat onder 6.1 valt, verschilt per gemeente."
)
NOT_THE_LETTER = (
    "Die gaat over ander geld en trekt de grens ergens anders. Gemeentegeld is zonder huisarts, ziekenhuis en "
    "verpleeghuis. De twee verhoudingen zijn dus niet te vergelijken, en de ene bevestigt of weerlegt de andere niet."
)


def years(report: str) -> list[int]:
    """Years with both sides for at least one gemeente, oldest first."""
    front, back = (set(data.years("gemeente", f"{id}_{report}")) for id in (FRONT, BACK))
    return sorted(front & back)


def reports() -> list[str]:
    """The reports that have any year."""
    return [report for report in REPORTS if years(report)]


def default_year(report: str, with_need: Callable[[int], bool]) -> int:
    """The newest year that most gemeenten are in, where there is one with a figure of need to set beside it."""
    most = _well_known(report) or years(report)
    return max((year for year in most if with_need(year)), default=most[-1])


def table(store: Store, year: int, report: str) -> pd.DataFrame:
    """Every gemeente: columns front, back, tailored (euros per inhabitant; NaN: not known) and people."""
    ids = {
        f"{FRONT}_{report}": "front",
        f"{BACK}_{report}": "back",
        f"{TAILORED}_{report}": "tailored",
        PEOPLE: "people",
    }
    return store.table("gemeente", year, list(ids)).rename(columns=ids)[list(ids.values())]


def together(frame: pd.DataFrame, side: str = "back") -> Mapping[str, float]:
    """All gemeenten with the front and one ``side`` as one: euros per inhabitant of each. Empty without any."""
    known = frame.dropna(subset=["front", side, "people"])
    people = float(known["people"].sum())
    if not people > 0:
        return {}
    return {column: float((known[column] * known["people"]).sum() / people) for column in ("front", side)}


def together_words(frame: pd.DataFrame) -> str:
    """Of how many gemeenten the sum is: ``341 van de 345 gemeenten samen``."""
    known, all_ = len(frame.dropna(subset=["front", "back", "people"])), len(frame)
    if known == all_:
        return f"Alle {format.areas(all_, 'gemeente')} samen"
    return f"{format.number(known)} van de {format.areas(all_, 'gemeente')}" + (" samen" if known > 1 else "")


def beside_the_letter(frame: pd.DataFrame, report: str, year: int) -> pd.DataFrame:
    """What the letter divides and what this page divides, as text: why the two ratios are not comparable."""
    whole, people = together(frame), frame.dropna(subset=["front", "back", "people"])["people"].sum()
    billions = format.number((whole["front"] + whole["back"]) * people / 1e9, 1)
    care = parameters.parameter("zorguitgaven")
    letter = (
        f"zorg en welzijn in heel Nederland, {format.number(care.value)} {care.unit} ({care.date})",
        "zorg, met huisarts, ziekenhuis en verpleeghuis",
        "welzijn; de brief zegt niet wat daarbij hoort",
    )
    here = (
        f"{together_words(frame).lower()}, {billions} miljard euro ({report} {year})",
        "achterkant: hulp met een besluit (6.6–6.82)",
        "voorkant: samenkracht en wijkteams (6.1, 6.2)",
    )
    return pd.DataFrame(
        {
            "": ["Welk geld", "Het grote deel", "Het kleine deel"],
            "De brief, 96 : 4": letter,
            f"Hier, {ratio(whole['front'], whole['back'])}": here,
        }
    )


def followed(report: str) -> str:
    """Of how many gemeenten each point of the line of all together is: not the same ones every year."""
    counts, many = data.counts(f"{FRONT}_{report}", "gemeente"), _well_known(report)
    told = format.joined([f"{format.number(counts[year])} in {year}" for year in many])
    return f"Gemeenten met een bedrag: {told}; het zijn niet elk jaar dezelfde. " if many else ""


def _well_known(report: str) -> list[int]:
    """The years in which at least half as many gemeenten are known as in the best one."""
    counts = data.counts(f"{FRONT}_{report}", "gemeente")
    return [year for year in years(report) if counts.get(year, 0) * 2 >= max(counts.values())]


def below_nought(frame: pd.DataFrame, names: pd.Series[str]) -> str:
    """Which gemeenten have an amount under nought, as the source gives it; "" without any."""
    codes = frame.index[(frame[["front", "back", "tailored"]] < 0).any(axis=1)]
    if not len(codes):
        return ""
    named = format.joined([str(names.get(code, code)) for code in codes[:5]])
    more = f" en {format.areas(len(codes) - 5, 'gemeente')} meer" if len(codes) > 5 else ""
    return f"Onder nul, zo in de opgave van de gemeente zelf: {named}{more}. Vraag er na wat daar is geboekt."


def prices_words() -> str:
    """What amounts in real terms stand in."""
    return f"In prijzen van {max(money.price_factors())}"


@dataclass(frozen=True)
class Side:
    """The front or the back through the years: euros per inhabitant by year (NaN: not known), and where it is cut."""

    name: str
    values: pd.Series
    cuts: tuple[series.Cut, ...] = ()


@remembered(48)
def sides(gemeente: str | None, report: str, real: bool = False) -> tuple[Side, ...]:
    """Front and back of one gemeente through the years, cut where the taakvelden or the boundaries changed.

    Without a gemeente all of them together; years in which fewer than half of them are known are left out. ``real``
    gives amounts in the prices of the newest year (``prices_words``). Shared: do not change it.
    """
    made = _sides_together(report) if gemeente is None else _sides_of_gemeente(gemeente, report)
    if not real:
        return made
    return tuple(replace(side, values=money.in_prices_of(side.values.astype(float))) for side in made)


def _sides_of_gemeente(gemeente: str, report: str) -> tuple[Side, ...]:
    made = []
    for id, _, name in _SIDES:
        entry = catalog.entry(f"{id}_{report}")
        found = history.trend([gemeente], entry.id, entry.breaks)
        made.append(Side(name, found.values[gemeente], tuple(found.cuts[gemeente])))
    return tuple(made)


def _sides_together(report: str) -> tuple[Side, ...]:
    found = {year: together(table(data.store(), year, report)) for year in _well_known(report)}
    made = []
    for id, side, name in _SIDES:
        values = pd.Series({year: sums[side] for year, sums in found.items() if sums}, dtype=float)
        breaks = catalog.entry(f"{id}_{report}").breaks
        made.append(Side(name, values, tuple(series.cuts([int(y) for y in values.index], breaks))))
    return tuple(made)


def amounts_words(real: bool) -> str:
    """The unit of ``sides``: ``euro per inwoner, bedragen van toen``."""
    return f"euro per inwoner, {prices_words().lower() if real else 'bedragen van toen'}"


def changes(lines: Sequence[Side]) -> str:
    """How both sides changed over the newest years without a break: in euros, and after the rise of consumer prices."""
    told = []
    # Both over the same years: two spans in one sentence would be read as one comparison.
    every = [cut.year for line in lines for cut in line.cuts]
    shared = set.intersection(*(set(line.values.dropna().index) for line in lines)) if lines else set()
    for line in lines:
        both = line.values[line.values.index.isin(shared)]
        nominal, real = (money.change(values, every) for values in (both, money.in_prices_of(both)))
        if nominal is None:
            continue
        first, last, by = nominal
        after = ""
        if real is not None and real[:2] == (first, last):
            after = f", en {format.signed(real[2])}% na aftrek van hogere consumentenprijzen"
        told.append(f"{line.name.lower()} {format.signed(by)}% van {first} tot {last}{after}")
    return (
        f"Zonder breuk te volgen: {format.joined(told)}." if told else "Er zijn geen twee jaren zonder breuk ertussen."
    )


def divisible(front: float, back: float) -> bool:
    """Whether two amounts have a ratio: neither under nought, as corrections can make them, and not both nought."""
    return min(front, back) >= 0 and front + back > 0


def ratio(front: float, back: float) -> str:
    """How the two sides relate, out of a hundred: ``78 : 22``, the back first, as in the letter."""
    if not divisible(front, back):
        return format.UNKNOWN
    share = round(100 * front / (front + back))
    return f"{100 - share} : {share}"


def euros(value: float | None) -> str:
    """Whole euros."""
    return format.with_unit(value, "euro")


def group_of(groups: pd.DataFrame, need: pd.Series[float], gemeente: str | None) -> int | None:
    """The group of need (from 0) that a gemeente falls in; None without a figure."""
    value = need.get(gemeente) if gemeente else None
    if value is None or format.is_missing(value):
        return None
    inside = groups.index[(groups["need_low"] <= value) & (value <= groups["need_high"])]
    return int(list(groups.index).index(inside[0])) if len(inside) else None


def by_name(frame: pd.DataFrame, names: pd.Series[str]) -> pd.DataFrame:
    """The gemeenten of ``table`` with their name, in the order of it."""
    return frame.assign(name=[str(names.get(code, code)) for code in frame.index]).sort_values("name")


def as_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``by_name`` as text: the front, help that is granted (6.6 and 6.7), and how they relate."""
    return pd.DataFrame(
        {
            "Gemeente": rows["name"],
            "Voorkant (6.1, 6.2)": [euros(v) for v in rows["front"]],
            "Hulp op maat (6.6, 6.7)": [euros(v) for v in rows["tailored"]],
            "Hulp op maat : voorkant": [
                format.UNKNOWN if pd.isna(f) or pd.isna(t) else ratio(f, t)
                for f, t in zip(rows["front"], rows["tailored"], strict=True)
            ],
        }
    )


# What the columns of the files to take along mean.
COLUMNS = {
    "voorkant_euro_per_inwoner": "Uitgaven onder taakveld 6.1 en 6.2, euro per inwoner",
    "hulp_op_maat_euro_per_inwoner": "Uitgaven onder 6.6 en 6.7, euro per inwoner",
    "inwoners": "Aantal inwoners van de gemeente",
    "verslag": "Begroting of rekening",
}
GROUP_COLUMNS = {
    "groep": "De groep; 0 heeft de minste behoefte",
    "voorkant_euro_per_inwoner": "Uitgaven onder taakveld 6.1 en 6.2, euro per inwoner",
    "hulp_op_maat_euro_per_inwoner": "Uitgaven onder 6.6 en 6.7, euro per inwoner",
    "hele_achterkant_euro_per_inwoner": "De hele achterkant, euro per inwoner",
    "behoefte_laagste": "De laagste behoefte in de groep",
    "behoefte_hoogste": "De hoogste behoefte in de groep",
    "gemeenten": "Aantal gemeenten in de groep",
    "behoefte": "Het cijfer waarmee behoefte is gemeten",
}
_GROUPS = {
    "front": "voorkant_euro_per_inwoner",
    "tailored": "hulp_op_maat_euro_per_inwoner",
    "back": "hele_achterkant_euro_per_inwoner",
    "need_low": "behoefte_laagste",
    "need_high": "behoefte_hoogste",
    "count": "gemeenten",
}
SHARE_COLUMNS = {
    "wat": "Waarover de balk gaat",
    "voorkant": "Voorkant, euro per inwoner",
    "achterkant": "Achterkant, euro per inwoner",
    "hulp_op_maat": "Hulp op maat (6.6, 6.7), euro per inwoner",
}


def group_numbers(groups: pd.DataFrame, need: str, report: str, year: int) -> pd.DataFrame:
    """One row a group of gemeenten by need as numbers, to take along."""
    named = groups.rename(columns=_GROUPS).rename_axis("groep").reset_index()
    return named.assign(behoefte=need, **_origin(report, year))


def numbers(frame: pd.DataFrame, names: pd.Series[str], report: str, year: int) -> pd.DataFrame:
    """One row a gemeente as numbers, to take along."""
    named = frame.drop(columns="back").rename(columns={**_GROUPS, "people": "inwoners"})
    named = named.assign(naam=names.reindex(frame.index), **_origin(report, year))
    return named.rename_axis("gebied").reset_index()


def _origin(report: str, year: int) -> dict[str, str | int]:
    """Where and when amounts are from, the same in every row."""
    held = data.store()
    source = "verzonnen (demogebied)" if held.demo else catalog.entry(f"{FRONT}_{report}").citation
    return {"jaar": year, "verslag": report, "bron": source, "gegevensversie": held.version}
