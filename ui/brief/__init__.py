"""The debatbrief: one A4 page about an area, an own area, a figure or a scenario, to take into a debate.

A page offers it with one call: ``brief.offer(brief.Area(code), key="profiel")``.
"""

from ui.brief.button import offer
from ui.brief.subjects import Area, Indicator, Scenario, Subject, Together

__all__ = ["Area", "Indicator", "Scenario", "Subject", "Together", "offer"]
