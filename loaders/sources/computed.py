"""What this dashboard computes itself, as a source, so that a computed figure has a publisher and a licence too.

Its variables are the indicators; they are declared beside their functions in indicators/, not here.
"""

from __future__ import annotations

from loaders.source import Source
from loaders.vocabulary import LEVELS

SOURCE = Source(
    id="indicatoren",
    title="Eigen berekeningen van dit dashboard",
    publisher="Sociale wijken in cijfers",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="",
    levels=LEVELS,
    years=tuple(range(2013, 2027)),
    about="Berekend uit de andere bronnen van dit dashboard. De pagina Methode zegt hoe, per indicator.",
)
