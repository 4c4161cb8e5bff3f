"""The debatbrief: one A4 page about an area, an own area, a figure or a scenario, to take into a debate.

A page offers it with one call: ``brief.offer(brief.Area(code), key="profiel")``.
"""

from export.brief.subjects import Area, Indicator, Scenario, Subject, Together
from ui.frame.brief import offer

__all__ = ["Area", "Indicator", "Scenario", "Subject", "Together", "offer"]
