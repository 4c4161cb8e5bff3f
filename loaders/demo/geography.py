"""The land of the demo province: coast, lake, islands, towns, and its gemeenten, wijken and buurten in four divisions.

The province lies in the North Sea, some 60 km off the real coast, so that it cannot be mistaken for a real one.
Small Voronoi polygons ("atoms") are dealt out to areas and merged, so that areas tile without gaps or overlaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from loaders.demo import names
from loaders.demo.noise import Floats, field, warp

Shapes = NDArray[np.object_]
Labels = NDArray[np.int64]

CRS = 28992
ORIGIN = np.array([-72_000.0, 452_000.0])
SIZE = np.array([92_000.0, 84_000.0])
COARSE = 480.0
FINE = COARSE / 3
SMOOTHING = 230.0
SMALLEST_ISLAND = 4e6

# First years of a division, and its name as used in the columns of the cells.
DIVISIONS = {2013: "d2013", 2019: "d2019", 2022: "d2022", names.REGROUPED_IN: "d2025"}
CITY_REDRAWN = "GM9001"

# Where gemeenten have their main place (km from the south-west corner), in the order of names.GEMEENTEN.
CENTRES = np.array(
    [
        (41.0, 30.5),
        (20.5, 43.0),
        (64.0, 24.0),
        (21.0, 57.5),
        (17.0, 30.0),
        (26.5, 14.5),
        (47.5, 36.5),
        (34.5, 37.0),
        (52.5, 16.5),
        (40.0, 18.0),
        (57.5, 34.5),
        (69.0, 35.0),
        (71.0, 14.5),
        (31.0, 48.5),
        (60.5, 44.0),
        (37.0, 60.5),
        (50.5, 61.0),
        (71.5, 47.5),
        (67.5, 58.0),
        (43.0, 75.0),
    ]
)
# Inhabitants of the main place, and per km² in its middle; the radius follows from the two.
MAIN_PEOPLE = (
    np.array(
        [
            212,
            128,
            88,
            27,
            21,
            24,
            41,
            36,
            19,
            16,
            22,
            15,
            18,
            23,
            29,
            17,
            15,
            13,
            11,
            7,
        ]
    )
    * 1000.0
)
MAIN_DENSITY = np.array([7600, 6200, 5400] + [3900] * 17, dtype=float)
WIJKEN = (34, 20, 15, 7, 6, 7, 8, 8, 7, 6, 7, 6, 7, 7, 8, 6, 6, 5, 5, 5)
WIJKEN_REDRAWN = 36
VILLAGES = 104


@dataclass(frozen=True)
class Places:
    """Built-up places: middle (RD metres), radius in metres, inhabitants per km² in the middle, name."""

    at: Floats
    radius: Floats
    density: Floats
    name: list[str]


def cells(seed: int) -> gpd.GeoDataFrame:
    """The smallest areas that every division is made of.

    One row a cell: `geometry` (EPSG:28992, metres), `people` (expected inhabitants), `built` (inhabitants per km² where
    they live), `x`, `y` (where people live), `place` (name of the nearest place) and for each of DIVISIONS the columns
    `<division>_gemeente`, `_wijk`, `_buurt` (codes) and `_wijk_name`, `_buurt_name`.
    """
    rng = np.random.default_rng(seed)
    land, places = _land_and_places(rng)
    points, shapes = _atoms(rng, land, places)
    people, built = _people(rng, points, places, np.asarray(shapely.area(shapes)) / 1e6)
    atoms = pd.DataFrame({"x": points[:, 0], "y": points[:, 1], "people": people, "built": built})
    atoms["gemeente"] = _gemeente_of(rng, points, shapes)
    atoms["place"] = _place_of(points, atoms["gemeente"].to_numpy(), places)
    bent = warp(rng, points, 2600, 210)
    atoms = atoms.join(_divide(rng, atoms, bent, shapes))
    return _merge_atoms(atoms, shapes)


def _land_and_places(rng: np.random.Generator) -> tuple[Land, Places]:
    land = Land(rng)
    main = ORIGIN + CENTRES * 1000
    towns = len(main)
    at = np.vstack([main, _scatter_villages(rng, land, main)])
    people = np.concatenate([MAIN_PEOPLE, rng.lognormal(np.log(1150), 0.75, VILLAGES).clip(250, 6000)])
    density = np.concatenate([MAIN_DENSITY, rng.uniform(1900, 3000, VILLAGES)])
    names_ = [names.GEMEENTEN[i][1] for i in range(towns)] + names.villages(rng, VILLAGES)
    return land, Places(at, np.sqrt(people / (np.pi * density)) * 1000, density, names_)


class Land:
    """Tells land from water: a coast in the west, an inlet of the sea, a lake, tidal flats and islands in the north."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.seed = int(rng.integers(2**31))

    def __call__(self, points: Floats) -> Floats:
        """About the distance to the shore in km at `points` (n, 2): positive on land, negative in water."""
        rng = np.random.default_rng(self.seed)
        east, north = ((warp(rng, warp(rng, points, 34_000, 2600, 2), 9_000, 520, 5) - ORIGIN) / 1000).T
        mainland = np.minimum.reduce(
            [
                east - 11 - 0.1 * north,
                81 - 0.1 * (north - 36) - east,
                north - 5 - 0.1 * (80 - east),
                68 - 0.12 * np.abs(east - 40) - north,
                52 - np.hypot((east - 45) / 0.93, (north - 36) / 0.86),
            ]
        )
        middle = 23.5 + 4.5 * np.sin((east - 8) / 15)
        inlet = np.abs(north - middle) - 2.6 * np.clip((37 - east) / 25, 0, None) ** 0.8
        inlet = np.where(east < 37, inlet, np.inf)
        lake = np.hypot((east - 53) / 1.25, north - 47.5) - 4.4
        islands = [4 - np.hypot((east - x) / length, (north - y) / 0.55) for x, y, length in ISLANDS]
        return np.asarray(np.maximum.reduce([np.minimum.reduce([mainland, inlet, lake]), *islands]))


ISLANDS = ((30.0, 73.5, 1.3), (43.5, 75.0, 1.9), (60.0, 74.2, 1.5))


def _scatter_villages(rng: np.random.Generator, land: Land, main: Floats) -> Floats:
    """Village middles on land, apart from each other and farther from cities."""
    found = main
    tries = ORIGIN + rng.random((6000, 2)) * SIZE
    tries = tries[land(tries) > 0.7]
    apart = np.sqrt(MAIN_PEOPLE / np.pi / MAIN_DENSITY) * 1800 + 1500
    chosen: list[Floats] = []
    for point in tries:
        from_main = np.hypot(*(main - point).T)
        near = np.hypot(*(found[len(main) :] - point).T)
        if (from_main > apart).all() and (near > 3000).all():
            chosen.append(point)
            found = np.vstack([found, point])
        if len(chosen) == VILLAGES:
            return np.array(chosen)
    raise ValueError(f"Only {len(chosen)} of {VILLAGES} demo villages fit; use another seed.")


def _atoms(rng: np.random.Generator, land: Land, places: Places) -> tuple[Floats, Shapes]:
    """Points and their Voronoi polygons on land: fine in and around places and along the shore, coarse elsewhere."""
    corner = [np.arange(0.0, size, COARSE) for size in SIZE]
    grid = np.stack(np.meshgrid(*corner), axis=-1).reshape(-1, 2) + ORIGIN
    middle = grid + COARSE / 2
    depth = land(middle)
    away = np.min(np.hypot(*(middle[:, None, :] - places.at[None]).transpose(2, 0, 1)) / places.radius, axis=1)
    fine = (depth > -0.6) & ((away < 2.4) | (depth < 0.6))
    kept = grid[(depth > -2) & ~fine]
    step = np.stack(np.meshgrid(*[np.arange(3) * FINE] * 2), axis=-1).reshape(-1, 2)
    small = (grid[fine][:, None, :] + step[None]).reshape(-1, 2)
    points = np.vstack(
        [
            kept + COARSE * rng.uniform(0.1, 0.9, kept.shape),
            small + FINE * rng.uniform(0.1, 0.9, small.shape),
        ]
    )
    shapes = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), ordered=True))
    shapes = shapely.transform(shapes, np.round)
    dry = land(points) > 0
    points, shapes = points[dry], shapes[dry]
    islands = shapely.get_parts(shapely.coverage_union_all(shapes))
    islands = islands[shapely.area(islands) > SMALLEST_ISLAND]
    shapely.prepare(islands)
    stays = np.any([shapely.contains_properly(island, shapely.points(points)) for island in islands], axis=0)
    return points[stays], shapes[stays]


def _people(rng: np.random.Generator, points: Floats, places: Places, area: Floats) -> tuple[Floats, Floats]:
    """Expected inhabitants of each atom, and inhabitants per km² there. Cities have quiet and busy corners."""
    bends = warp(rng, points, 3000, 250)
    density = 9 + 26 * np.exp(0.6 * field(rng, points, 9000))
    for at, radius, peak in zip(places.at, places.radius, places.density, strict=True):
        away = np.hypot(*(bends - at).T) / radius
        near = away < 3
        density[near] += peak * np.exp(-(away[near] ** 2.2))
    density *= np.exp(0.28 * field(rng, points, 2200))
    return density * area, density


def _squared(points: Floats, seed: Floats) -> Floats:
    """The square of the distance of each point to one other."""
    east, north = (points - seed).T
    return np.asarray(east**2 + north**2)


def _nearest(points: Floats, seeds: Floats, scale: Floats | None = None) -> Labels:
    """Number of the nearest seed to each point; a seed with a larger scale reaches farther."""
    best = np.full(len(points), np.inf)
    label = np.zeros(len(points), dtype=np.int64)
    for number, seed in enumerate(seeds):
        away = _squared(points, seed) / (1.0 if scale is None else scale[number] ** 2)
        closer = away < best
        best[closer], label[closer] = away[closer], number
    return label


def _gemeente_of(rng: np.random.Generator, points: Floats, shapes: Shapes) -> Labels:
    """Gemeente code of each atom; the islands are one gemeente, whatever lies nearest."""
    codes = np.array([code for code, _, _ in names.GEMEENTEN])
    bent = warp(rng, points, 12000, 1500, 2)
    bent = warp(rng, bent, 3000, 260, 3)
    reach = np.concatenate([[1.05, 0.95, 0.95], rng.uniform(0.85, 1.15, len(codes) - 3)])
    label = _nearest(bent, (ORIGIN + CENTRES * 1000)[:-1], reach[:-1])
    part = _parts(shapes)
    islands = part != np.bincount(part).argmax()
    label = _without_exclaves(np.where(islands, len(codes) - 1, label), shapes)
    return codes[label]


def _place_of(points: Floats, gemeente: Labels, places: Places) -> Labels:
    """Name of the nearest place in the same gemeente."""
    home = gemeente[shapely.STRtree(shapely.points(points)).nearest(shapely.points(places.at))]
    out = np.empty(len(points), dtype=object)
    for code in np.unique(gemeente):
        rows, own = gemeente == code, np.flatnonzero(home == code)
        out[rows] = np.asarray(places.name)[own][_nearest(points[rows], places.at[own])]
    return out


def _parts(shapes: Shapes) -> Labels:
    """Number of the unbroken piece of land that each polygon is in."""
    pieces = shapely.get_parts(shapely.coverage_union_all(shapes))
    if len(pieces) == 1:
        return np.zeros(len(shapes), dtype=np.int64)
    inside = shapely.STRtree(shapely.point_on_surface(shapes)).query(pieces, predicate="contains")
    part = np.zeros(len(shapes), dtype=np.int64)
    part[inside[1]] = inside[0]
    return part


def _without_exclaves(label: Labels, shapes: Shapes) -> Labels:
    """The labels, but small pieces cut off from the rest of their area go to the neighbour they touch most."""
    label = label.copy()
    tree = shapely.STRtree(shapes)
    for number in np.unique(label):
        rows = np.flatnonzero(label == number)
        part = _parts(shapes[rows])
        sizes = np.bincount(part)
        for piece in np.flatnonzero(sizes < sizes.max() / 3):
            loose = rows[part == piece]
            touching = label[tree.query(shapes[loose], predicate="intersects")[1]]
            touching = touching[touching != number]
            if len(touching):
                label[loose] = np.bincount(touching).argmax()
    return label


def _kmeans(rng: np.random.Generator, points: Floats, weights: Floats, count: int) -> Labels:
    """`count` compact groups of points, smaller where weights are larger; labels run from the middle outwards."""
    first = rng.choice(len(points), size=1, p=weights / weights.sum())
    seeds, away = points[first], np.full(len(points), np.inf)
    while len(seeds) < count:
        away = np.minimum(away, _squared(points, seeds[-1]))
        chance = away * weights
        seeds = np.vstack([seeds, points[rng.choice(len(points), p=chance / chance.sum())]])
    for _ in range(12):
        label = _nearest(points, seeds)
        mass = np.bincount(label, weights, count)
        sums = np.column_stack([np.bincount(label, weights * axis, count) for axis in points.T])
        seeds = np.where(mass[:, None] > 0, sums / np.maximum(mass, 1e-9)[:, None], seeds)
    middle = (points * weights[:, None]).sum(axis=0) / weights.sum()
    order = np.argsort(np.hypot(*(seeds - middle).T), kind="stable")
    return np.argsort(order)[_nearest(points, seeds)]


def _divide(rng: np.random.Generator, atoms: pd.DataFrame, bent: Floats, shapes: Shapes) -> pd.DataFrame:
    """Codes and names of every atom in each division."""
    base = pd.DataFrame(index=atoms.index, columns=["wijk", "buurt", "wijk_name", "buurt_name"], dtype=object)
    redrawn = base.copy()
    for number, (code, _, _) in enumerate(names.GEMEENTEN):
        inside = atoms.index[atoms["gemeente"] == code]
        own = atoms.loc[inside]
        base.loc[inside] = _wijken(rng, own, bent[inside], shapes[inside], code, WIJKEN[number], letters=False)
        redrawn.loc[inside] = base.loc[inside]
        if code == CITY_REDRAWN:
            redrawn.loc[inside] = _wijken(rng, own, bent[inside], shapes[inside], code, WIJKEN_REDRAWN, letters=True)
    merged = _recode_merger(base)
    after = _recode_merger(redrawn)
    frames = []
    for division, frame in zip(DIVISIONS.values(), (base, merged, after, _regrouped(after)), strict=True):
        frame = frame.assign(gemeente="GM" + frame["wijk"].str[2:6])
        frames.append(frame.add_prefix(f"{division}_"))
    return pd.concat(frames, axis=1)


def _recode_merger(frame: pd.DataFrame) -> pd.DataFrame:
    """The same areas after the merger: the second gemeente's wijken are numbered on after the first's."""
    out = frame.copy()
    for column in ("wijk", "buurt"):
        out[column] = frame[column].map({code: _merged_code(code) for code in frame[column].unique()})
    renamed = out[out["wijk"] != frame["wijk"]]
    out.loc[renamed.index, "wijk_name"] = (
        "Wijk " + renamed["wijk"].str[6:8] + " " + renamed["wijk_name"].str.split(" ", n=2).str[2]
    )
    return out


def _merged_code(code: str) -> str:
    """The code of a wijk or buurt after the merger."""
    first, second = names.MERGING
    gemeente, number = f"GM{code[2:6]}", code[6:8]
    if gemeente not in names.MERGING:
        return code
    if gemeente == second:
        shift = WIJKEN[[known for known, _, _ in names.GEMEENTEN].index(first)]
        number = f"{int(number) + shift:02d}"
    return f"{code[:2]}{names.MERGED[0][2:]}{number}{code[8:]}"


def _regrouped(frame: pd.DataFrame) -> pd.DataFrame:
    """The same areas after one gemeente dealt its buurten out to other wijken (names.WENT_TO)."""
    out = frame.copy()
    codes = _regrouped_codes(sorted(frame["buurt"].unique()))
    out["buurt"] = frame["buurt"].map(codes)
    out["wijk"] = "WK" + out["buurt"].str[2:8]
    for code, name in names.CALLED_SINCE.items():
        out.loc[out["wijk"] == code, "wijk_name"] = f"Wijk {code[6:8]} {name}"
    return out


def _regrouped_codes(buurten: list[str]) -> dict[str, str]:
    """By buurt its code afterwards: its own if its wijk stays, else the next number in the wijk that it goes to."""
    codes: dict[str, str] = {}
    goes = {code: names.WENT_TO.get(code, names.WENT_TO.get(f"WK{code[2:8]}", "")) for code in buurten}
    codes |= {code: code for code, wijk in goes.items() if not wijk}
    for code, wijk in goes.items():
        if wijk:
            first = f"BU{wijk[2:]}"
            codes[code] = f"{first}{sum(known.startswith(first) for known in codes.values()):02d}"
    return codes


def _wijken(
    rng: np.random.Generator,
    atoms: pd.DataFrame,
    bent: Floats,
    shapes: Shapes,
    gemeente: str,
    count: int,
    *,
    letters: bool,
) -> pd.DataFrame:
    """Wijken and buurten of one gemeente: codes and names of its atoms."""
    kind = names.KINDS[gemeente]
    pull = atoms["people"].to_numpy() ** (0.8 if kind == "stad" else 0.66)
    label = _without_exclaves(_kmeans(rng, bent, pull, count), shapes)
    out = pd.DataFrame(index=atoms.index, columns=["wijk", "buurt", "wijk_name", "buurt_name"], dtype=object)
    taken: set[str] = set()
    for number in range(count):
        rows = label == number
        suffix = _letters(number) if letters else f"{number:02d}"
        own = atoms[rows]
        city = kind == "stad" and own["built"].mul(own["people"]).sum() / own["people"].sum() > 800
        name = _wijk_name(rng, own, taken, number, city=city)
        buurt, buurt_name = _buurten(rng, own, bent[rows], shapes[rows], city=city, name=name)
        out.loc[own.index, "wijk"] = f"WK{gemeente[2:]}{suffix}"
        out.loc[own.index, "buurt"] = [f"BU{gemeente[2:]}{suffix}{part:02d}" for part in buurt]
        out.loc[own.index, "wijk_name"] = f"Wijk {suffix} {name}"
        out.loc[own.index, "buurt_name"] = buurt_name
    return out


def _letters(number: int) -> str:
    """AA, AB, … for the city that left numbers behind."""
    return "ABCDEF"[number // 8] + "ABCDEFGH"[number % 8]


def _wijk_name(rng: np.random.Generator, own: pd.DataFrame, taken: set[str], number: int, *, city: bool) -> str:
    """A name not yet used in this gemeente: a city wijk's own, or that of the place where most people live."""
    unused = [name for name in names.CITY_WIJKEN if name not in taken]
    if city and unused:
        name = unused[0] if number < 3 else str(rng.choice(unused))
    else:
        living = own.groupby("place")["people"].sum().sort_values(ascending=False)
        free = [place for place in living.index if place not in taken]
        side = next(s for s in SIDES if f"{living.index[0]}{s}" not in taken)
        name = str(free[0]) if free and living[free[0]] > 0.3 * living.iloc[0] else f"{living.index[0]}{side}"
    taken.add(name)
    return name


SIDES = (
    " buitengebied",
    "-Noord",
    "-Zuid",
    "-Oost",
    "-West",
    "-Overkant",
    "-Achterland",
    "-Nieuwland",
    "-Hoog",
    "-Laag",
    "-Buiten",
    "-Verlaat",
    "-Uiterland",
    "-Voorland",
)


def _buurten(
    rng: np.random.Generator, own: pd.DataFrame, bent: Floats, shapes: Shapes, *, city: bool, name: str
) -> tuple[Labels, list[str]]:
    """Buurten of one wijk: in town compact parts; in the country the village itself and the scattered houses."""
    people = own["people"].to_numpy()
    village = (own["built"] > 800).to_numpy()
    total = people.sum()
    if not city and 0.05 < people[village].sum() / total < 0.97 and 8 <= village.sum() < 0.7 * len(own):
        kernels = int(np.clip(round(people[village].sum() / 2600), 1, 5))
        outer = int(np.clip(round(len(own) / 260), 1, 3))
        label = np.empty(len(own), dtype=np.int64)
        label[village] = _kmeans(rng, bent[village], people[village] ** 0.7, kernels)
        label[~village] = kernels + _kmeans(rng, bent[~village], np.ones((~village).sum()), outer)
        inner = [name] if kernels == 1 else [f"{name} {part}" for part in names.CITY_BUURTEN[:kernels]]
        titles = inner + [f"Verspreide huizen {name}{side}" for side in ("", "-Noord", "-Zuid")[:outer]]
    else:
        count = int(np.clip(round(total / 1500), 2, 8))
        label = _kmeans(rng, bent, people**0.6, min(count, len(own)))
        rest = rng.permutation(np.array(names.CITY_BUURTEN[1:]))
        titles = [f"{name}-{part}" for part in ["Centrum", *map(str, rest)]]
    label = _without_exclaves(label, shapes)
    return label, [titles[part] for part in label]


def _merge_atoms(atoms: pd.DataFrame, shapes: Shapes) -> gpd.GeoDataFrame:
    """One row for every combination of buurten over the divisions, borders simplified together."""
    keys = [f"{division}_buurt" for division in DIVISIONS.values()]
    number = atoms.groupby(keys, sort=True).ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order], prepend=-1))
    merged = [shapely.coverage_union_all(part) for part in np.split(shapes[order], starts[1:])]
    smooth = shapely.transform(shapely.coverage_simplify(np.array(merged), SMOOTHING), np.round)
    grouped = atoms.groupby(number)
    people = grouped["people"].sum()
    fixed = grouped[[c for c in atoms.columns if c.startswith("d20")]].first()
    heavy = {c: (atoms[c] * atoms["people"]).groupby(number).sum() / people for c in ("x", "y", "built")}
    out = fixed.assign(people=people, **heavy, place=grouped["place"].first())
    return gpd.GeoDataFrame(out, geometry=smooth, crs=CRS)
