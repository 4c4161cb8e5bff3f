"""What a file would add, and everything that is wrong with it: shown to the reader before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from loaders.importing import meaning, protect
from loaders.importing.meaning import Column, Fact
from loaders.importing.plan import Own, Plan, owned
from loaders.places.areas import AREA_LEVELS, Division, Match, is_total
from loaders.reading import grid, numbers
from loaders.reading.files import File, ImportProblem, Limit
from loaders.reading.numbers import Mark
from loaders.source import Variable
from loaders.sources.municipal import OWN, SOURCE, TEN, own_variables
from loaders.store import COLUMNS, Store
from loaders.vocabulary import gemeente_of, level_of

# Below this number of inhabitants a share or rate of residents is withheld: it could point at a person.
FEWEST_INHABITANTS = 100
# Units of which there is no half.
_WHOLE = ("aantal", "personen")


@dataclass(frozen=True)
class Problem:
    """One cell or row that is left out, and why."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


@dataclass(frozen=True)
class Unmatched:
    """An area that was not recognised, the rows it is in, and the closest (code, name)."""

    text: str
    rows: tuple[int, ...]
    why: str
    closest: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        near = ", ".join(f"{name} ({code})" for code, name in self.closest)
        return f"{self.text} (rij {', '.join(map(str, self.rows[:5]))}): {self.why}." + (
            f" Bedoelt u {near}?" if near else ""
        )


@dataclass
class Topic:
    """One figure of the file: what it is called there, and which variable it becomes ("" when it is left out).

    ``mark`` is its decimal mark; ``marked`` says that some cell has one, ``unsure`` that the reader must choose it.
    """

    title: str
    unit: str
    variable: str
    mark: Mark = ","
    marked: bool = False
    unsure: bool = False
    cells: int = 0


@dataclass
class Proposal:
    """A file as it was understood. Nothing of it is stored; ``keep.store`` does that, when ``stops`` is empty.

    ``stops`` make storing impossible; ``problems`` and ``unmatched`` are cells and rows that would be left out.
    ``frame`` holds the observations (store.COLUMNS), ``matched`` region → name, ``details`` what stood beside a figure.
    ``withheld`` counts figures about too few people, ``protected`` those withheld besides so that the first stay hidden.
    """

    file: File
    plan: Plan
    sheet: str = ""
    header_row: int = 0
    shape: str = ""
    columns: list[Column] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    matched: dict[str, str] = field(default_factory=dict)
    unmatched: list[Unmatched] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    frame: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    details: list[dict[str, str]] = field(default_factory=list)
    own: dict[str, Own] = field(default_factory=dict)
    withheld: int = 0
    protected: int = 0

    @property
    def storable(self) -> bool:
        """True when something can be stored, perhaps leaving out what is wrong."""
        return not self.stops and not self.frame.empty

    @property
    def clean(self) -> bool:
        """True when all of it can be stored as it is."""
        return self.storable and not self.problems and not self.unmatched


def understand(file: File, store: Store, plan: Plan) -> Proposal:
    """Everything that can be said of a file beforehand. Never raises for what is in the file: that becomes a stop."""
    made = Proposal(file, plan)
    try:
        _Reading(made, store).run()
    except ImportProblem as problem:
        made.stops.append(str(problem))
    made.notes = [*file.notes, *made.notes]
    return made


class _Reading:
    """The steps from a file to observations, each of which fills a part of the proposal."""

    def __init__(self, made: Proposal, store: Store) -> None:
        self.made, self.store, self.plan = made, store, made.plan
        self.divisions: dict[int, Division] = {}
        self.read: dict[int, dict[str, tuple[str, str]]] = {}
        self.matches: dict[tuple[str, str, str, int], Match] = {}
        self.levels: dict[tuple[int, str], str] = {}
        self._people: dict[tuple[str, int], pd.Series] = {}
        self.limit = Limit()

    def run(self) -> None:
        made = self.made
        table = grid.table(grid.choose(made.file, self.plan.sheet, made.notes))
        made.sheet, made.header_row = table.sheet.name, table.header_row
        made.notes += table.notes
        made.problems += [Problem(*text.split(" heeft ", 1)) for text in table.problems]
        self.newest = Division(self.store, date.today().year, self.read)
        self.gemeente = self._gemeente()
        found = meaning.understand(table, self.plan, self._is_area, self.limit)
        self.level = found.level
        made.columns, made.shape = found.columns, found.shape
        self._refuse_unread_columns(found)
        self.context = " ".join([*table.titles, table.sheet.name, made.file.name, *table.header])
        self.faults = table.sheet.faults
        by_topic: dict[str, list[Fact]] = {title: [] for title in found.units}
        for fact in found.facts:
            by_topic[fact.topic].append(fact)
        made.topics = [self._topic(title, unit, by_topic[title], found.facts) for title, unit in found.units.items()]
        self._own_variables()
        facts = self._with_years(found.facts, [*table.titles, table.sheet.name, made.file.name])
        observations = self._observations(facts)
        self._ask_for_variables()
        if found.facts and not made.matched and not made.stops:
            self._nothing_matched()
        made.frame = self._frame(observations)
        if made.frame.empty and not made.stops:
            made.stops.append("Er blijft geen enkel cijfer over om op te slaan. Kijk bij de problemen hieronder.")

    # -- the file as a whole

    def _gemeente(self) -> str:
        if not self.plan.gemeente:
            return ""
        code = self.newest.gemeente(self.plan.gemeente)
        if code is None:
            raise ImportProblem(f"{self.plan.gemeente!r} is geen gemeente in de indeling van {self.newest.known}.")
        return code

    def _is_area(self, text: str) -> bool:
        if self.newest.by_code(text, self.gemeente).region and not re.fullmatch(r"(19|20)\d{2}", text):
            return True
        levels = AREA_LEVELS if self.gemeente else ("gemeente",)
        return any(len(self.newest.named(text, self.gemeente, level)) == 1 for level in levels)

    def _refuse_unread_columns(self, found: meaning.Meaning) -> None:
        unused = [c.header for c in found.columns if c.role == "ignore" and c.example]
        if unused:
            self.made.notes.append(f"Niet gebruikt: {_some(unused)}.")

    def _topic(self, title: str, unit: str, own: list[Fact], facts: list[Fact]) -> Topic:
        variable = self.plan.topics.get(title, meaning.known_variable(title, self.context))
        cells = [fact.cell for fact in own if fact.cell is not None]
        topic = Topic(title, unit, variable, cells=len(cells))
        mark = self.plan.marks.get(title) or numbers.decimal_mark(cells)
        if mark is None and variable and numbers.is_ambiguous(cells):
            mark = numbers.decimal_mark(fact.cell for fact in facts)
            if mark is None and self.made.file.delimiter == "puntkomma":
                mark = ","
            if mark is None:
                topic.unsure = True
                example = next(str(c) for c in cells if isinstance(c, str) and re.search("[.,]", c))
                self.made.stops.append(
                    f"Bij {title!r} is niet zeker of {example} een groot getal is of een met decimalen. Kies het decimaalteken."
                )
        topic.mark, topic.marked = mark or ",", any(isinstance(c, str) and re.search("[.,]", c) for c in cells)
        return topic

    def _ask_for_variables(self) -> None:
        left_out = [t.title for t in self.made.topics if not t.variable]
        if left_out and len(left_out) == len(self.made.topics):
            self.made.stops.insert(
                0,
                f"Kies bij minstens één kolom welk cijfer het is, of geef het een naam en een eenheid: {_some(left_out)}.",
            )
        elif left_out:
            self.made.notes.append(f"Deze cijfers worden niet overgenomen: {_some(left_out)}.")

    def _own_variables(self) -> None:
        """Every topic's variable exists, or is named in the plan; a name that is taken keeps its unit."""
        there = own_variables(self.store.manifest())
        for topic in self.made.topics:
            own = self.plan.own.get(topic.variable)
            known = there.get(topic.variable)
            if own is not None:
                if known is not None and known.unit != own.unit:
                    raise ImportProblem(
                        f"Het cijfer {known.label!r} bestaat al, met {known.unit!r} als eenheid. Kies een andere naam."
                    )
                self.made.own[topic.variable] = own
            elif topic.variable.startswith(OWN) and known is not None:
                self.made.own[topic.variable] = owned(self.store.manifest())[topic.variable]
            elif topic.variable and topic.variable not in {v.id for v in SOURCE.variables}:
                raise ImportProblem(f"{topic.variable!r} is geen cijfer dat een gemeente kan aanleveren.")
        chosen = [t.variable for t in self.made.topics if t.variable]
        twice = next((v for v in chosen if chosen.count(v) > 1), None)
        if twice:
            titles = [t.title for t in self.made.topics if t.variable == twice]
            raise ImportProblem(f"{_some(titles)} zouden hetzelfde cijfer zijn ({twice}). Kies er één.")

    def _with_years(self, facts: list[Fact], titles: list[str]) -> list[tuple[Fact, int]]:
        """Every figure with its year: of its column or row, else of the reader, else of the one year in the titles."""
        told = self.plan.year or meaning.year_of(titles)
        found, bad = [], set()
        used = {t.title for t in self.made.topics if t.variable} or {t.title for t in self.made.topics}
        for fact in facts:
            if (fact.cell is None and fact.where not in self.faults) or fact.topic not in used:
                continue
            year = numbers.year(fact.year) if fact.year is not None else told
            if year is None and fact.year is not None:
                if fact.year_where not in bad:
                    self._problem(fact.year_where or fact.where, f"{fact.year} is geen jaar en geen datum")
                bad.add(fact.year_where)
            elif year is not None and year > date.today().year + 1:
                if fact.year_where not in bad:
                    self._problem(
                        fact.year_where or fact.where, f"{year} ligt in de toekomst; alleen wat er is, wordt bewaard"
                    )
                bad.add(fact.year_where)
            elif year is not None:
                found.append((fact, year))
        if not found and not bad and facts:
            if any(fact.cell is not None for fact in facts):
                raise ImportProblem("Van welk jaar deze cijfers zijn, staat niet in het bestand. Kies het jaar.")
            raise ImportProblem("De tabel is nog niet ingevuld: er staat geen enkel cijfer in.")
        self.made.years = sorted({year for _, year in found})
        if found and not self.plan.year and all(fact.year is None for fact, _ in found):
            self.made.notes.append(f"Het jaar {told} komt uit de titel of de naam van het bestand.")
        return found

    def _nothing_matched(self) -> None:
        first = self.made.unmatched[0] if self.made.unmatched else None
        hint = f" Bijvoorbeeld {first}" if first else ""
        self.made.stops.append(f"Geen enkel gebied is herkend.{hint}")

    # -- areas

    def _division(self, year: int) -> Division:
        if year not in self.divisions:
            self.divisions[year] = Division(self.store, year, self.read)
            known = self.divisions[year].known
            if known != year:
                self.made.notes.append(
                    f"De indeling van {year} is hier niet; de gebieden zijn vergeleken met die van {known}."
                )
        return self.divisions[year]

    def _match(self, fact: Fact, year: int) -> Match:
        key = (fact.code, fact.name, fact.gemeente, year)
        if key not in self.matches:
            self.matches[key] = self._checked(self._find(fact, year))
        return self.matches[key]

    def _find(self, fact: Fact, year: int) -> Match:
        division = self._division(year)
        chosen = self.plan.areas.get(fact.code) or self.plan.areas.get(fact.name)
        if chosen:
            return division.by_code(chosen, "")
        gemeente = self.gemeente
        if fact.gemeente and not gemeente:
            gemeente = division.gemeente(fact.gemeente) or ""
        if fact.code:
            match = division.by_code(fact.code, gemeente, fact.name, self.level)
            return division.checked(match, fact.name, fact.gemeente)
        if not fact.name:
            return Match(why_not="er staat geen gebied bij")
        if self.level in ("wijk", "buurt") and not gemeente:
            if fact.gemeente:
                near = division.by_name(fact.gemeente, "", "gemeente")
                return Match(why_not=f"{fact.gemeente} is geen gemeente in {division.known}", closest=near.closest)
            raise ImportProblem(
                "Er staan namen van wijken of buurten in, maar niet van welke gemeente. Kies de gemeente."
            )
        match = division.by_name(fact.name, gemeente, self._level_of_names(year, gemeente))
        if not match.region and gemeente and division.gemeente(fact.name) == gemeente:
            return Match(gemeente, division.areas[gemeente][0])
        return match

    def _level_of_names(self, year: int, gemeente: str) -> str:
        """The level that the names without a code have, judged once a gemeente over all of them."""
        key = (year, gemeente)
        if key not in self.levels:
            texts = [text for text in self.names if not is_total(text)]
            own = gemeente if self.level != "gemeente" else ""
            self.levels[key] = self._division(year).level_of_names(texts, own, self.level)
        return self.levels[key]

    def _checked(self, match: Match) -> Match:
        if match.region and self.gemeente and gemeente_of(match.region) != self.gemeente:
            return Match(why_not=f"{match.region} ({match.name}) ligt niet in de gekozen gemeente {self.gemeente}")
        return match

    # -- figures

    def _observations(self, facts: list[tuple[Fact, int]]) -> list[tuple[Fact, str, int, str, float | None, str]]:
        self.names = list(dict.fromkeys(fact.name for fact, _ in facts if fact.name and not fact.code))
        topics = {topic.title: topic for topic in self.made.topics}
        percent = self._fractions(facts, topics)
        found = []
        missed: dict[tuple[str, str], tuple[list[int], Match]] = {}
        totals: dict[int, str] = {}
        guesses: dict[str, None] = {}
        for fact, year in facts:
            self.limit.check()
            label = fact.code or fact.name
            if is_total(label) or (fact.name and is_total(fact.name)):
                totals[fact.row] = fact.name or label
                continue
            match = self._match(fact, year)
            if not match.region:
                missed.setdefault((label or "(leeg)", match.why_not), ([], match))[0].append(fact.row)
                continue
            self.made.matched[match.region] = match.name
            if match.guessed:
                guesses[match.guessed] = None
            topic = topics[fact.topic]
            if topic.variable:
                told = self._value(fact, topic, percent)
                if told is not None:
                    found.append((fact, match.region, year, topic.variable, *told))
        for (label, why), (rows, match) in missed.items():
            self.made.unmatched.append(Unmatched(_short(label), tuple(dict.fromkeys(rows)), why, match.closest))
        if totals:
            skipped = ", ".join(f"rij {row} ({_short(text)})" for row, text in list(totals.items())[:5])
            self.made.notes.append(f"Totalen en restgroepen zijn weggelaten: {skipped}.")
        if guesses:
            self.made.notes.append(f"Codes zonder letters of nullen zijn aangevuld: {_some(list(guesses), 3)}.")
        return found

    def _fractions(self, facts: list[tuple[Fact, int]], topics: dict[str, Topic]) -> set[str]:
        """Topics to multiply by 100. A percentage that never passes 1 is a share: the reader must say so."""
        for topic in topics.values():
            if self._unit(topic) not in ("%", "procent") or topic.title in self.plan.percent or not topic.variable:
                continue
            values = [
                numbers.number(f.cell, topic.mark)
                for f, _ in facts
                if f.topic == topic.title and not numbers.is_nothing(f.cell)
            ]
            known = [v for v in values if v is not None]
            if len(known) > 1 and all(0 <= v <= 1 for v in known) and any(0 < v < 1 for v in known):
                self.made.stops.append(
                    f"{topic.title!r} heet een percentage, maar alle waarden liggen tussen 0 en 1. "
                    "Zeg dat ze maal 100 moeten, of kies een andere eenheid."
                )
        return set(self.plan.percent)

    def _unit(self, topic: Topic) -> str:
        own = self.made.own.get(topic.variable)
        return own.unit if own else _standard(topic.variable).unit if topic.variable else topic.unit

    def _value(self, fact: Fact, topic: Topic, percent: set[str]) -> tuple[float | None, str] | None:
        """The value and status of one cell; None when it is empty or wrong (then the problem is noted)."""
        if fact.where in self.faults:
            self._problem(fact.where, self.faults[fact.where])
            return None
        if numbers.is_small(fact.cell):
            return None, "withheld"
        if numbers.is_nothing(fact.cell):
            return None, "not_given"
        unit = self._unit(topic)
        value = numbers.yes_no(fact.cell) if unit == "ja of nee" else None
        value = numbers.number(fact.cell, topic.mark) if value is None else value
        wrong = self._wrong(fact, value, unit, topic)
        if wrong:
            self._problem(fact.where, wrong)
            return None
        return (value or 0.0) * (100 if topic.title in percent else 1), "published"

    def _wrong(self, fact: Fact, value: float | None, unit: str, topic: Topic) -> str:
        if isinstance(fact.cell, date):
            return f"{fact.cell:%d-%m-%Y} is een datum; waarschijnlijk maakte Excel die van een getal"
        if value is None:
            return f"{_short(str(fact.cell))!r} is geen getal"
        own = self.made.own.get(topic.variable)
        if value < 0 and not (own and own.kind in ("score", "mean")):
            return f"{_plain(value)} is minder dan nul"
        if abs(value) > 1e12:
            return "dit getal is te groot om waar te zijn"
        if unit == "%" and value > 100:
            return f"{_plain(value)} is meer dan 100%"
        if unit == TEN and value > 10:
            return f"{_plain(value)} past niet op een schaal van 0 tot 10"
        if unit in _WHOLE and value != int(value):
            return f"{_plain(value)} is geen heel getal"
        if unit == "ja of nee" and value not in (0, 1):
            return f"{_short(str(fact.cell))!r} is geen ja en geen nee"
        return ""

    def _problem(self, where: str, text: str) -> None:
        self.made.problems.append(Problem(f"Vak {where}", text))

    # -- the outcome

    def _frame(self, found: list[tuple[Fact, str, int, str, float | None, str]]) -> pd.DataFrame:
        rows: dict[tuple[str, int, str], list[tuple[Fact, float | None, str]]] = {}
        for fact, region, year, variable, value, status in found:
            rows.setdefault((region, year, variable), []).append((fact, value, status))
        kept = []
        for (region, year, variable), told in rows.items():
            one = self._one(region, variable, told)
            if one is not None:
                value, status = self._withhold(region, year, variable, *one)
                kept.append((region, level_of(region), year, year, variable, value, status, SOURCE.id))
                self._detail(region, year, [fact for fact, _, _ in told])
        return self._protected(pd.DataFrame(kept, columns=list(COLUMNS)))

    def _protected(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Besides what is withheld so much more that no subtraction finds it, also from what was stored before.

        A count that an earlier file brought is withheld by a row of this one: a later file lies over an earlier one.
        """
        extra = []
        own = owned(self.store.manifest()) | self.made.own
        files = [set(self.made.own), *(record["variables"] for record in self.store.imports().values())]
        for at_year, rows in frame.groupby("year"):
            year = int(str(at_year))
            told = set(zip(rows["variable"], rows["region"], strict=True))
            both = pd.concat([self._stored(list(own), year, rows), rows]).drop_duplicates(
                ["region", "variable"], keep="last"
            )
            hidden = protect.besides(both, own, self._division(year).areas, files)
            pairs = set(hidden)
            lost = rows.index[[pair in pairs for pair in zip(rows["variable"], rows["region"], strict=True)]]
            frame.loc[lost, "value"], frame.loc[lost, "status"] = None, "withheld"
            extra += [
                (region, level_of(region), year, year, variable, None, "withheld", SOURCE.id)
                for variable, region in hidden
                if (variable, region) not in told
            ]
            for variable in dict.fromkeys(variable for variable, _ in hidden):
                self._tell_of(own[variable].label, year, [region for id, region in hidden if id == variable])
        if not extra:
            return frame
        return pd.concat([frame, pd.DataFrame(extra, columns=list(COLUMNS))], ignore_index=True)

    def _stored(self, variables: list[str], year: int, beside: pd.DataFrame) -> pd.DataFrame:
        """What earlier files brought of the own figures of a year, in the gemeenten of the rows ``beside``."""
        rows = self.store.observations(variables, None, [year], sources=[SOURCE.id]).astype(object)
        gemeenten = {gemeente_of(region) for region in beside["region"]}
        return rows[[gemeente_of(region) in gemeenten for region in rows["region"]]]

    def _tell_of(self, label: str, year: int, hidden: list[str]) -> None:
        """Say which counts are withheld besides, and why."""
        self.made.protected += len(hidden)
        areas = self._division(year).areas
        named = _some([f"{areas[code][0]} ({code})" if code in areas else code for code in hidden])
        self.made.notes.append(
            f"{label}, {year}: ook niet getoond {named}. Anders is wat te klein is om te tonen uit te "
            "rekenen, uit het totaal en de rest of uit een aandeel."
        )

    def _one(
        self, region: str, variable: str, told: list[tuple[Fact, float | None, str]]
    ) -> tuple[float | None, str] | None:
        """One figure for an area: the only one, or the sum of several organisations; else a problem."""
        if len(told) == 1:
            return told[0][1:]
        makers = {fact.organisation for fact, _, _ in told}
        values = [value for _, value, _ in told if value is not None]
        if (
            len(makers) == len(told)
            and "" not in makers
            and len(values) == len(told)
            and _kind(self.made, variable) == "count"
        ):
            self.made.notes.append(f"{self.made.matched[region]}: opgeteld over {len(told)} organisaties.")
            return float(sum(values)), "published"
        rows = " en ".join(str(fact.row) for fact, _, _ in told[:4])
        self.made.problems.append(Problem(f"Rij {rows}", f"{self.made.matched[region]} ({region}) komt vaker voor"))
        return None

    def _withhold(
        self, region: str, year: int, variable: str, value: float | None, status: str
    ) -> tuple[float | None, str]:
        """Small numbers of residents become "withheld". Staff of a gemeente are no residents: all of SOURCE is exempt."""
        own = self.made.own.get(variable)
        if own is None or not own.people or value is None:
            return value, status
        if own.kind == "count":
            small = value < protect.FEWEST_PEOPLE
        else:
            there = self._inhabitants(region, year)
            small = there < FEWEST_INHABITANTS
            if own.kind in ("share", "rate"):
                # Multiplied by the inhabitants it gives the count that would be withheld.
                small |= 0 < round(protect.people_in(value, own.unit, there), 6) < protect.FEWEST_PEOPLE
        if small:
            self.made.withheld += 1
            return None, "withheld"
        return value, status

    def _inhabitants(self, region: str, year: int) -> float:
        """Inhabitants in this year, or the nearest with a figure; 0 when nothing is known, so that the figure is withheld."""
        key = (level_of(region), year)
        if key not in self._people:
            self._people[key] = self._count(*key)
        return float(self._people[key].get(region, 0.0))

    def _count(self, level: str, year: int) -> pd.Series:
        known = self.store.years(level, "inwoners")
        nearest = min(known, key=lambda y: abs(y - year), default=None)
        return (
            pd.Series(dtype=float)
            if nearest is None
            else self.store.table(level, nearest, ["inwoners"])["inwoners"].fillna(0)
        )

    def _detail(self, region: str, year: int, facts: Iterable[Fact]) -> None:
        for fact in facts:
            if fact.organisation or fact.date:
                told = {"region": region, "year": str(year), "organisation": fact.organisation, "date": fact.date}
                if told not in self.made.details[-3:]:
                    self.made.details.append(told)


def _standard(variable: str) -> Variable:
    return next(v for v in SOURCE.variables if v.id == variable)


def _kind(made: Proposal, variable: str) -> str:
    return made.own[variable].kind if variable in made.own else _standard(variable).kind


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _some(words: list[str], most: int = 8) -> str:
    shown = ", ".join(_short(word) for word in words[:most])
    return shown + (f" en nog {len(words) - most}" if len(words) > most else "")
