"""Rates of small areas drawn towards a mean, as far as their number is small: empirical Bayes by the method of moments.

Rates (Poisson): Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators, Appl. Statist. 40:
``towards_all`` is his global and ``towards_neighbours`` his local estimator, as in esda (Empirical_Bayes,
Spatial_Empirical_Bayes) and spdep (EBest, EBlocal); the tests hold them to esda. Shares (binomial): Martuzzi and Elliott
(1996), Empirical Bayes estimation of small area prevalence of non-rare conditions, Stat. Med. 15, as EBest does for
``family="binomial"``. Where areas differ no more than chance, all get the mean (esda lets the variance be negative
there, spdep does not).

The margin is that of the gamma or beta distribution with this mean and variance (Clayton and Kaldor 1987): of the
estimate of an area, with the mean and variance of all areas taken as known. Among thousands of areas they nearly are;
among six neighbours they are not, so there no margin is given.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from indicators.uncertainty import Numbers


def towards_all(count: Numbers, size: Numbers, *, share: bool, certainty: float) -> pd.DataFrame:
    """Columns ``value``, ``low`` and ``high`` (count per one of size), a row an area. Nothing may be missing.

    ``certainty`` in percent. Between areas there is a variance ``a`` around the mean ``m`` of all together; of an area of
    size n the part ``a / (a + within / n)`` of its distance to that mean is kept.
    """
    from scipy import special

    mean, between = _moments(count, size, share=share)
    value = _kept(count / size, size, mean, between, share=share)
    if between <= 0:
        return pd.DataFrame({"value": value, "low": value, "high": value})
    tail = (100 - certainty) / 200
    if share:
        prior = mean * (1 - mean) / between - 1
        hit, miss = mean * prior + count, (1 - mean) * prior + size - count
        low, high = (special.betaincinv(hit, miss, chance) for chance in (tail, 1 - tail))
    else:
        shape, rate = mean**2 / between + count, mean / between + size
        low, high = (special.gammaincinv(shape, chance) / rate for chance in (tail, 1 - tail))
    return pd.DataFrame({"value": value, "low": low, "high": high})


def towards_neighbours(count: Numbers, size: Numbers, touches: Any, *, share: bool) -> Numbers:
    """Each area drawn towards the mean of itself and the areas that it touches, by how much those differ among themselves.

    ``touches`` is a sparse matrix (areas × areas) of ones. An area without neighbours keeps its own rate.
    """
    from scipy import sparse

    around = touches + sparse.identity(len(size), format="csr")
    areas, people = (np.asarray(around @ part, dtype=float) for part in (np.ones(len(size)), size))
    mean = np.asarray(around @ count, dtype=float) / people
    rate = count / size
    # The squares around each mean, without a loop: sum n (r − m)² = sum n r² − 2 m sum n r + m² sum n.
    squares = around @ (size * rate**2) - 2 * mean * (around @ count) + mean**2 * people
    between = _between(np.maximum(squares, 0) / people, mean, people / areas, share=share)
    return np.where(areas > 1, _kept(rate, size, mean, between, share=share), rate)


def standardised(count: Numbers, size: Numbers, *, share: bool) -> Numbers:
    """The distance of each rate to the mean of all, in standard errors of an area of its size.

    So that small areas vary no more than large ones: Assunção and Reis (1999), A new proposal to adjust Moran's I for
    population density, Stat. Med. 18.
    """
    mean, between = _moments(count, size, share=share)
    return np.asarray((count / size - mean) / np.sqrt(between + _within(size, mean, between, share=share)), dtype=float)


def _moments(count: Numbers, size: Numbers, *, share: bool) -> tuple[float, float]:
    """The mean of all, and the variance between areas that is left when that of chance is taken off."""
    mean = count.sum() / size.sum()
    squares = (size * (count / size - mean) ** 2).sum() / size.sum()
    return float(mean), float(_between(squares, mean, size.mean(), share=share))


def _between(squares: Any, mean: Any, typical: Any, *, share: bool) -> Any:
    if not share:
        return np.maximum(squares - mean / typical, 0)
    # A size of one says nothing of a share: then no distance is kept.
    return np.maximum(squares - mean * (1 - mean) / typical, 0) / np.maximum(1 - 1 / typical, 1e-9)


def _within(size: Numbers, mean: Any, between: Any, *, share: bool) -> Numbers:
    """The variance of chance of a rate in an area of this size."""
    single = np.maximum(mean * (1 - mean) - between, 0) if share else mean
    return np.asarray(single / size, dtype=float)


def _kept(rate: Numbers, size: Numbers, mean: Any, between: Any, *, share: bool) -> Numbers:
    whole = between + _within(size, mean, between, share=share)
    part = np.divide(between, whole, out=np.zeros_like(rate), where=whole > 0)
    return np.asarray(mean + part * (rate - mean), dtype=float)
