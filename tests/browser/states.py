"""Addresses that show each page in the states that matter: what the accessibility tests and the screenshots open."""

from __future__ import annotations

from app import PAGES

# A wijk with peers, its gemeente, and a wijk elsewhere: of the demo region, and of the Netherlands.
DEMO = WIJK, GEMEENTE, OTHER = "WK900212", "GM9002", "WK9001AA"
REAL = ("WK059903", "GM0599", "WK0363AC")


def states(wijk: str, gemeente: str, other: str) -> dict[str, str]:
    """The addresses by what they show, about these areas."""
    both = f"gebieden={wijk}&gebieden={other}"
    return {
        **{name: "/" if name == "start" else f"/{name}" for name in PAGES},
        "kaart-gemeente": f"/kaart?gemeente={gemeente}&gebied={wijk}",
        "kaart-bijgesteld": "/kaart?bijstelling=klein",
        "kaart-trechter": "/kaart?indicator=bijstand_per_1000&weergave=trechter",
        "kaart-clusters": "/kaart?indicator=bijstand_per_1000&weergave=clusters",
        "kaart-signaal": "/kaart?indicator=leefbaarometer&weergave=signaal",
        "wijkprofiel-wijk": f"/wijkprofiel?gebied={wijk}",
        "wijkprofiel-gemeente": f"/wijkprofiel?gebied={gemeente}",
        "vergelijken-wijken-van-een-gemeente": f"/vergelijken?gebieden={gemeente}&groep=wijken",
        "vergelijken-een-cijfer": f"/vergelijken?{both}&groep=gemeente&vorm=cijfer",
        "vergelijken-jaren": f"/vergelijken?{both}&vorm=jaren",
        "vergelijken-twee": f"/vergelijken?{both}&vorm=twee",
        "vergelijken-alles": f"/vergelijken?{both}&vorm=alles",
        "debat-een-bewering": "/debat?bewering=C04",
        "debat-niets-gevonden": "/debat?woord=qqqq",
        **{f"verhaal-stap-{step}": f"/verhaal?stap={step}" for step in (2, 3, 4, 5)},
        "deltaplan-behoefte": "/deltaplan?hoeveel=deltaplan&regel=behoefte",
        "jongerenwerk-wijken": "/jongerenwerk?niveau=wijk",
        "methode-cijfer": "/methode?indicator=jongerenwerk",
        "figuur-alleen": "/score?figuur=kaart&embed=true",
        "onzin": "/kaart?indicator=bestaatniet&niveau=planeet&jaar=1066&gebied=XX99",
    }


STATES = states(*DEMO)
