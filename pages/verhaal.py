"""The Deltaplan in five steps, for who knows nothing of it."""

import streamlit as st

from answers import data
from figures import maps
from ui.frame import selection, shell, take_along, theme
from ui.story import steps as story


def go_to(key: str) -> None:
    """Open another step."""
    selection.put("stap", key)


store = data.store()
palette = theme.palette()
steps = list(story.STEPS)
head = st.container()
with st.container(horizontal=True, vertical_alignment="center"):
    number = selection.one(
        "stap",
        "Stap",
        steps,
        steps[0],
        format_func=lambda key: f"{key}. {story.STEPS[key]}",
        draw="bare buttons",
    )
    at = steps.index(number)
    if at + 1 < len(steps):
        st.button(
            "Volgende",
            icon=":material/arrow_forward:",
            icon_position="right",
            on_click=go_to,
            args=(steps[at + 1],),
            key="volgende",
        )
step = story.step(number)

with head:
    shell.head(step.title, f"Stap {number} van {len(steps)} · {step.about}")

picture, side = st.columns([1.7, 1], gap="large")
with picture:
    if step.draw is None:
        shell.empty("Hier is geen beeld van", step.about, "De andere stappen zijn er wel." if number != "1" else "")
    else:
        st.plotly_chart(
            step.draw(palette),
            key=f"beeld_{number}",
            theme=None if step.legend_html else "streamlit",
            config=maps.CONFIG if step.legend_html else {"displayModeBar": False, "locale": "nl"},
            alt=step.alt,
        )
        take_along.offer(
            take_along.Figure(
                key=f"stap{number}",
                title=step.title,
                subtitle=step.about,
                name=("deltaplan", f"stap-{number}", story.STEPS[number]),
                draw=step.draw,
                legend=step.legend_key,
                table=step.rows,
                entries=step.entries,
                sources=step.sources,
                said_by="" if step.sources else step.source.rstrip("."),
                year=step.year,
                level=step.level,
                boundaries=step.boundaries,
                columns=step.columns,
                notes=(step.mind, f"Bron: {step.source}") if step.sources else (step.mind,),
                alt=step.alt,
                # In the demo region a file says that its figures are made up; those of letters and research are not.
                invented=step.invented,
            )
        )
with side:
    if step.legend_html:
        st.html(step.legend_html(palette))
    st.markdown("\n\n".join(step.points))
    st.markdown(f":material/error: **Let op.** {step.mind}")
    invented = store.demo and step.invented
    untouched = " Deze getallen gaan over Nederland en zijn niet verzonnen." if store.demo and not step.invented else ""
    st.caption(f"Bron: {step.source}{' **Cijfers verzonnen (demogebied).**' if invented else untouched}")
    for page, label, icon, choices in step.links:
        selection.link(f"pages/{page}.py", label, icon, **choices)

if step.below:
    for column, text in zip(st.columns(len(step.below), border=True), step.below, strict=True):
        with column:
            st.markdown(text)
with st.container(horizontal=True):
    if at > 0:
        st.button(
            f"Vorige: {story.STEPS[steps[at - 1]].lower()}",
            icon=":material/arrow_back:",
            on_click=go_to,
            args=(steps[at - 1],),
            type="tertiary",
            key="vorige",
        )
    if at + 1 == len(steps):
        selection.link("pages/start.py", "Zoek nu uw eigen wijk", ":material/search:")
shell.foot(step.sources or ("cbs_kwb",))
