"""Parts of a page that run by themselves, on the same version of the data as the page that they are a part of."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from answers import held
from loaders.store import DamagedError, Store

P = ParamSpec("P")
R = TypeVar("R")


def fragment(function: Callable[P, R], run_every: str | None = None) -> Callable[P, R]:
    """``st.fragment``, for all pages.

    Streamlit runs it later in a context of its own, which knows no version: it is passed along.
    """

    @st.fragment(run_every=run_every)
    @wraps(function)
    def run(version: Store, *args: P.args, **kwargs: P.kwargs) -> R:
        with held.working_with(version):
            try:
                return function(*args, **kwargs)
            except DamagedError:
                st.rerun()

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        return run(held.store(), *args, **kwargs)

    return called
