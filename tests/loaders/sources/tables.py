"""Small copies in shape of the tables that national sources read: right keys and padding, made-up figures."""

from __future__ import annotations

from loaders.sources import (
    cbs_bodem,
    cbs_kinderen,
    cbs_leeftijd,
    cbs_nabijheid,
    cbs_veiligheid,
    politie,
    politie_overlast,
    rivm,
)
from tests.fakes.cubes import AREAS, Dimension, Table, Topic, areas, years

CODES = list(AREAS)


def number(code: str) -> float:
    """A figure that tells which area it is of."""
    return float(CODES.index("NL00" if code == "NL01" else code) + 1)


def crime() -> Table:
    """47018NED: kind 2.2.1 stands ten above the total's number, so that kinds cannot be confused."""

    def value(stem, SoortMisdrijf, WijkenEnBuurten, Perioden):
        if WijkenEnBuurten == "BU9001AA00" and SoortMisdrijf != "0.0.0":
            return None
        return number(WijkenEnBuurten) + list(politie.KINDS.values()).index(SoortMisdrijf) * 100

    kinds = [(code.ljust(6), name, "") for name, code in politie.KINDS.items()]
    geo = Dimension("WijkenEnBuurten", "GeoDetail", areas(), "Wijken en buurten (indeling 2024)")
    return Table(
        "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, jaarcijfers",
        [Dimension("SoortMisdrijf", "Dimension", kinds), geo, years(2023, 2024)],
        [Topic("GeregistreerdeMisdrijven_1", default="Zero")],
        value,
    )


def nuisance(months: int = 12) -> Table:
    """47024NED: one report a month per number of the area, ``months`` months of 2024."""
    kinds = [(code.ljust(6), name, "") for name, code in politie_overlast.KINDS.items()]
    periods = [(f"2024MM{m:02d}", f"2024 {m}", "") for m in range(1, months + 1)]
    geo = Dimension("WijkenEnBuurten", "GeoDetail", areas(), "indeling 2024")
    return Table(
        "Overlast; soort overlast, wijk, buurt",
        [Dimension("Overlast", "Dimension", kinds), geo, Dimension("Perioden", "TimeDimension", periods)],
        [Topic("GeregistreerdeOverlast_1", default="Zero")],
        lambda stem, WijkenEnBuurten, **_: number(WijkenEnBuurten),
    )


def health(table_year: int = 2024, *, margins: bool = True) -> Table:
    """50150NED and its predecessors: the margins are 2 below and 3 above the estimate."""
    stems = [item.topic for item in rivm.CUBE.items if "grens" not in item.variable]
    members = [("MW00000 ", "Waarde", "")]
    members += [("MOG0095 ", "Ondergrens", ""), ("MBG0095 ", "Bovengrens", "")] if margins else []
    shift = {"MW00000": 0.0, "MOG0095": -2.0, "MBG0095": 3.0}

    def value(stem, Leeftijd, Marges, WijkenEnBuurten, Perioden):
        return number(WijkenEnBuurten) + 10 + shift[Marges] + (50 if Leeftijd != "20300" else 0)

    return Table(
        f"Gezondheid per wijk en buurt; 2012/2016/2020/2022/{table_year} (indeling {table_year})",
        [
            Dimension("Leeftijd", "Dimension", [("20300", "18 jaar of ouder", ""), ("80200", "65 jaar of ouder", "")]),
            Dimension("Marges", "Dimension", members),
            Dimension("WijkenEnBuurten", "GeoDetail", areas(country="NL01")),
            years(2012, 2016, 2020),
        ],
        [Topic(f"{stem}_{i + 4}", "%") for i, stem in enumerate(stems)],
        value,
    )


def status() -> Table:
    """86296NED: four topics of one name, told apart by their group."""
    groups = ("SES-WOA Totaalscore", "Deelscore financiële welvaart", "Deelscore opleidingsniveau", "Deelscore arbeid")
    return Table(
        "Sociaal-economische status; scores per wijk en buurt, regio-indeling 2025",
        [Dimension("WijkenEnBuurten", "GeoDetail", areas()), years(2023, 2024, status="Voorlopig")],
        [Topic(f"GemiddeldeScore_{29 + 2 * i}", "", group=group) for i, group in enumerate(groups)],
        lambda stem, WijkenEnBuurten, **_: None if WijkenEnBuurten.startswith("BU") else number(WijkenEnBuurten) / -100,
    )


def children() -> Table:
    """86006NED: two topics of one name with different units, and members that nobody asks for."""
    of = {d: {m for i in cbs_kinderen.CUBE.items for k, m in i.at if k == d} for d in cbs_kinderen.DIMENSIONS}
    return Table(
        "Laag en langdurig laag inkomen; huishoudenskenmerken, regio (indeling 2024)",
        [
            Dimension("KenmerkenVanHuishoudens", "Dimension", [("1050010", "Alle", ""), ("1050190", "Eenouder", "")]),
            *(Dimension(d, "Dimension", [(m, m, "") for m in (*sorted(of[d]), "X")]) for d in cbs_kinderen.DIMENSIONS),
            Dimension("RegioS", "GeoDimension", areas(6, "NL01", prefixes="NL|GM9")),
            years(2022, status="Voorlopig"),
        ],
        [Topic("MinderjarigeKinderen_3", "x 1 000"), Topic("MinderjarigeKinderenRelatief_6", "%")],
        lambda stem, RegioS, **at: number(RegioS) + (10 if at["DuurInkomenspositie"] == "A028724" else 0),
    )


def ages() -> Table:
    """03759ned: ages by title, with a gemeente that did not exist in 2024."""
    members = [(f"1{age:02d}00 ", f"{age} jaar", "") for age in (*cbs_leeftijd.AGES, 31)]
    return Table(
        "Bevolking op 1 januari en gemiddeld; geslacht, leeftijd en regio",
        [
            Dimension(
                "Geslacht", "Dimension", [("T001038", "Totaal mannen en vrouwen", ""), ("3000   ", "Mannen", "")]
            ),
            Dimension("Leeftijd", "Dimension", members),
            Dimension("BurgerlijkeStaat", "Dimension", [("T001019", "Totaal", ""), ("1010   ", "Ongehuwd", "")]),
            Dimension("RegioS", "GeoDimension", areas(6, "NL01", prefixes="NL|GM9")),
            years(2024),
        ],
        [Topic("BevolkingOp1Januari_1"), Topic("GemiddeldeBevolking_2")],
        lambda stem, RegioS, Leeftijd, **_: (
            None if RegioS == "GM9002" else number(RegioS) * 1000 + int(Leeftijd) // 100
        ),
    )


def leavers() -> Table:
    """84780NED: school years, and areas that are not marked as such."""
    figures = {"Leerlingen": 1000.0, "VoortijdigSchoolverlaters": 20.0, "VoortijdigSchoolverlatersPercentage": 2.0}
    return Table(
        "Voortijdig schoolverlaters; geslacht, woonregio (indeling 2023)",
        [
            Dimension("Geslacht", "Dimension", [("T001038", "Totaal", ""), ("3000   ", "Mannen", "")]),
            Dimension("Regiokenmerken", "Dimension", areas(6, "NL01", prefixes="NL|GM9")),
            Dimension("Perioden", "TimeDimension", [("2022SJ00", "2022/'23", "Definitief")]),
        ],
        [
            Topic("Leerlingen_1"),
            Topic("VoortijdigSchoolverlaters_2"),
            Topic("NietVoortijdigSchoolverlaters_3"),
            Topic("VoortijdigSchoolverlatersPercentage_4", "%"),
        ],
        lambda stem, Regiokenmerken, **_: figures.get(stem, 0.0) + number(Regiokenmerken),
    )


def nearness(year: int) -> Table:
    """One table a year, without periods; schools of several kinds under one name."""
    stems = [i.topic.split("|")[0] for i in cbs_nabijheid.CUBE.items if not i.group]
    topics = [Topic(f"{stem}_{i + 5}", "km", group=stem) for i, stem in enumerate(stems)]
    topics += [Topic("AfstandTotSchool_60", "km", group="Basisonderwijs")]
    topics += [Topic("AfstandTotSchool_64", "km", group="Voortgezet onderwijs")]
    return Table(
        f"Nabijheid voorzieningen; afstand locatie, wijk- en buurtcijfers {year}",
        [Dimension("WijkenEnBuurten", "GeoDetail", areas(), f"Wijken en buurten (indeling {year})")],
        topics,
        lambda stem, WijkenEnBuurten: number(WijkenEnBuurten) / 10,
    )


def land_use(year: int) -> Table:
    """86211NED and its predecessors: one table a year, with larger regions beside ours from 2020 on."""
    old = year < 2020
    stems = {item.variable: item.topic.split("|")[-1 if old else 0] for item in cbs_bodem.CUBE.items}
    stems.pop("bodem_stedelijk_groen" if old else "bodem_park")
    regions = areas() if old else [*areas(country="NL01"), ("CR24      ", "Het Gooi en Vechtstreek (CR)", "")]
    key = "WijkenEnBuurten" if old else "AlleRegioIndelingen"

    def value(stem, **at):
        if at[key].startswith("CR"):
            return 1.0
        return number(at[key]) * (100 if stem == stems["bodem_totaal"] else 10)

    return Table(
        f"Bodemgebruik, wijk- en buurtcijfers {year}",
        [Dimension(key, "GeoDetail", regions)],
        [Topic(f"{stem}_{i + 4}", "ha") for i, stem in enumerate(stems.values())],
        value,
    )


def survey() -> Table:
    """85146NED: the country and large gemeenten only, with the bounds of the margin."""
    stems = [item.topic for item in cbs_veiligheid.CUBE.items if "grens" not in item.variable]
    shift = {"MW00000": 0.0, "MOG0095": -0.2, "MBG0095": 0.2}

    def value(stem, Marges, RegioS, Perioden):
        return None if RegioS == "GM9002" else number(RegioS) + 4 + shift[Marges]

    return Table(
        "Veiligheidsmonitor; kerncijfers, regio",
        [
            Dimension("Marges", "Dimension", [(f"{key} ", key, "") for key in shift]),
            Dimension("RegioS", "GeoDimension", areas(6, "NL01", prefixes="NL|GM9")),
            years(2021, 2023),
        ],
        [Topic(f"{stem}_{15 + 3 * i}", "schaalscore (0 - 10)") for i, stem in enumerate(stems)],
        value,
    )


def homeless() -> Table:
    """84990NED in a likely shape: the country only, and no dimension of areas."""
    return Table(
        "Daklozen; persoonskenmerken",
        [Dimension("Kenmerken", "Dimension", [("T009002", "Totaal", ""), ("3000   ", "Man", "")]), years(2023, 2024)],
        [Topic("Daklozen_1", "x 1 000")],
        lambda stem, Perioden, **_: 30.6 if Perioden == "2023JJ00" else 33.0,
    )


def care() -> Table:
    """85260NED in a likely shape: periods and nothing else."""
    return Table(
        "Zorguitgaven; kerncijfers",
        [years(2018)],
        [Topic("TotaleUitgavenAanZorgEnWelzijn_1", "mln euro")],
        lambda stem, **_: 100_000.0,
    )


def employees() -> Table:
    """An AZW table in a likely shape: branches by title."""
    branches = [("A1", "Totaal zorg en welzijn", ""), ("A2", "Sociaal werk", ""), ("A3", "Jeugdzorg", "")]
    return Table(
        "Werknemers met een baan in de zorg en welzijn; branche, regio",
        [
            Dimension("BranchesZorgEnWelzijn", "Dimension", branches),
            Dimension("RegioS", "GeoDimension", [("NL01  ", "Nederland", ""), ("PV20  ", "Groningen", "")]),
            years(2024),
        ],
        [Topic("Werknemers_1", "x 1 000")],
        lambda stem, BranchesZorgEnWelzijn, RegioS, **_: 70.5 if BranchesZorgEnWelzijn == "A2" else 30.0,
    )
