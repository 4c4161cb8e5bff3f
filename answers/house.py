"""What this dashboard is called, and how it says that figures are made up."""

from __future__ import annotations

NAME = "Sociale wijken in cijfers"
DEMO_LINE = "Verzonnen cijfers over een verzonnen provincie."
