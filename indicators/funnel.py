"""Between which limits rates of areas of each size lie by chance, and by the usual difference between areas.

Spiegelhalter (2005), Funnel plots for comparing institutional performance, Stat. Med. 24; the differences between areas
beyond chance: Spiegelhalter (2005), Handling over-dispersion of performance indicators, Qual. Saf. Health Care 14, the
additive form: a random effect τ for each area, from z-scores whose outer tenths are pulled in (winsorised), so that what
stands out does not widen the limits by itself. Additive and not multiplicative, because the differences between wijken do
not become smaller where more people live: a factor on the variance would narrow the limits of large areas to nothing.

His moments for τ (DerSimonian and Laird 1986) take the pulled-in scores for whole ones: in a simulation of areas that
differ as he assumes, limits of 95% then hold 81%. Here τ is such that the scores *with* it have the spread that pulled-in
normal scores have (the moments of Paule and Mandel 1982): limits of 95% hold 95% and those of 99.8% hold 99.8%.

Both on the scale on which chance is the same at every level: the root of a rate, the arcsine of the root of a share.
There an area of size n has a standard error of 1 / (2√n).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators import design_effect, uncertainty
from indicators.uncertainty import Numbers

INSIDE, CHANCE, BEYOND = "binnen", "meer dan toeval", "meer dan gewoon"


@dataclass(frozen=True)
class Funnel:
    """Limits around ``target`` (count per one of size). ``tau`` is the usual difference between areas, on the root's scale.

    ``factor`` is how many times the variance of the areas is that of chance alone (φ; 1 or less: no more than chance).
    """

    target: float
    share: bool
    tau: float
    factor: float

    def limits(self, size: Numbers, certainty: float, *, chance_only: bool = False) -> tuple[Numbers, Numbers]:
        """Low and high limit for areas of these sizes; ``certainty`` in percent."""
        middle = _scale(np.array([self.target]), share=self.share)[0]
        reach = uncertainty.z_of(certainty) * self._error(size, chance_only=chance_only)
        most = np.pi / 2 if self.share else np.inf
        low, high = np.maximum(middle - reach, 0), np.minimum(middle + reach, most)
        return (np.sin(low) ** 2, np.sin(high) ** 2) if self.share else (low**2, high**2)

    def z(self, rate: Numbers, size: Numbers, *, chance_only: bool = False) -> Numbers:
        """How many standard errors each rate lies above the target."""
        middle = _scale(np.array([self.target]), share=self.share)[0]
        return np.asarray((_scale(rate, share=self.share) - middle) / self._error(size, chance_only=chance_only))

    def _error(self, size: Numbers, *, chance_only: bool) -> Numbers:
        return np.asarray(np.sqrt(1 / (4 * size) + (0 if chance_only else self.tau**2)), dtype=float)


def funnel(count: Numbers, size: Numbers, target: float, *, share: bool) -> Funnel:
    """The funnel of these areas (nothing missing) around a target, which is above 0 (and of a share under 1)."""
    from scipy import optimize

    rate = count / size

    def spread(tau: float) -> float:
        z = Funnel(target, share, tau, 1.0).z(rate, size)
        return design_effect.winsorised(z)

    factor, most = spread(0), np.pi / 2 if share else float(np.sqrt(max(rate.max(), target)))
    if factor <= 1 or most <= 0:
        return Funnel(target, share, 0.0, factor)
    return Funnel(target, share, float(optimize.brentq(lambda tau: spread(tau) - 1, 0, 4 * most)), factor)


def _scale(rate: Numbers, *, share: bool) -> Numbers:
    root = np.sqrt(np.maximum(rate, 0))
    return np.asarray(np.arcsin(np.minimum(root, 1)) if share else root, dtype=float)
