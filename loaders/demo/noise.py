"""Smooth random fields over the map: they bend the demo province's coast and borders and spread its figures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def field(rng: np.random.Generator, points: Floats, wavelength: float, octaves: int = 3, waves: int = 14) -> Floats:
    """A fractal field at `points` (n, 2) in metres: one value a point, mean about 0 and spread about 1.

    Each octave is a sum of plane waves in random directions, with half the wavelength and 0.55 of the height of the
    one before. Fully set by the state of `rng`, and the same whatever other points are asked for.
    """
    total = np.zeros(len(points))
    power = 0.0
    for octave in range(octaves):
        angle = rng.uniform(0, 2 * np.pi, waves)
        length = wavelength / 2**octave * rng.uniform(0.7, 1.4, waves)
        phase = rng.uniform(0, 2 * np.pi, waves)
        vectors = np.column_stack([np.cos(angle), np.sin(angle)]) * (2 * np.pi / length)[:, None]
        height = 0.55**octave
        total += height * np.sin(points @ vectors.T + phase).sum(axis=1)
        power += height**2 * waves / 2
    return np.asarray(total / np.sqrt(power))


def warp(rng: np.random.Generator, points: Floats, wavelength: float, reach: float, octaves: int = 3) -> Floats:
    """The points, each moved by about `reach` metres, neighbours moved alike: straight borders become winding ones."""
    east = field(rng, points, wavelength, octaves)
    north = field(rng, points, wavelength, octaves)
    return points + reach * np.column_stack([east, north])
