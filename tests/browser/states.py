"""Addresses that show each page in the states that matter: what the accessibility tests and the screenshots open."""

from __future__ import annotations

from app import PAGES

# A wijk of the demo region with peers, its gemeente, and one of its buurten.
WIJK, GEMEENTE = "WK900212", "GM9002"
OTHER = "WK9001AA"
BOTH = f"gebieden={WIJK}&gebieden={OTHER}"

STATES: dict[str, str] = {
    **{name: "/" if name == "start" else f"/{name}" for name in PAGES},
    "kaart-gemeente": f"/kaart?gemeente={GEMEENTE}&gebied={WIJK}",
    "wijkprofiel-wijk": f"/wijkprofiel?gebied={WIJK}",
    "wijkprofiel-gemeente": f"/wijkprofiel?gebied={GEMEENTE}",
    "vergelijken-wijken-van-een-gemeente": f"/vergelijken?gebieden={GEMEENTE}&groep=wijken",
    "vergelijken-een-cijfer": f"/vergelijken?{BOTH}&groep=gemeente&vorm=cijfer",
    "vergelijken-jaren": f"/vergelijken?{BOTH}&vorm=jaren",
    "vergelijken-twee": f"/vergelijken?{BOTH}&vorm=twee",
    "vergelijken-alles": f"/vergelijken?{BOTH}&vorm=alles",
    "debat-een-bewering": "/debat?bewering=C04",
    "debat-niets-gevonden": "/debat?woord=qqqq",
    **{f"verhaal-stap-{step}": f"/verhaal?stap={step}" for step in (2, 3, 4, 5)},
    "deltaplan-behoefte": "/deltaplan?hoeveel=deltaplan&regel=behoefte",
    "jongerenwerk-wijken": "/jongerenwerk?niveau=wijk",
    "methode-cijfer": "/methode?indicator=jongerenwerk",
    "figuur-alleen": "/score?figuur=kaart&embed=true",
    "onzin": "/kaart?indicator=bestaatniet&niveau=planeet&jaar=1066&gebied=XX99",
}
