"""
An indicator's outcomes as a bar for each period, and a line across it at its target.

Numbers for an SVG of the page's own, coloured by its style sheet; what it says stands in `told`.
"""

from __future__ import annotations

from dataclasses import dataclass

from visualizations.model import Chart

# What is cut off beyond the last so many periods.
PERIODS = 24
FOOT = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: the bar (None without an outcome), and how high up its target lies."""

    period: str
    x: float
    box: tuple[float, float, float] | None
    target: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart `width` by `height`, each bar `thick`."""

    width: float
    height: float
    thick: float
    foot: float
    bars: tuple[Bar, ...]
    told: str


def bars(chart: Chart, step: float, height: float) -> Bars:
    """The last periods of a chart, `step` apart; zero is always in the picture."""
    series = list(zip(chart.periods, chart.values, chart.targets, strict=True))[-PERIODS:]
    said = [each for _, *both in series for each in both if each is not None]
    low, high = min([0.0, *said]), max([0.0, *said])
    scale = (height - 2 * FOOT) / (high - low or 1.0)
    foot = height - FOOT + low * scale

    def bar(place: int, period: str, value: float | None, target: float | None) -> Bar:
        box = None
        if value is not None:
            tall = max(abs(value) * scale, 1.0)
            box = (_tenths(foot - max(value, 0) * scale), _tenths(step * 0.7), _tenths(tall))
        aim = None if target is None else _tenths(foot - target * scale)
        return Bar(period, _tenths(place * step + step * 0.15), box, aim, value)

    return Bars(
        _tenths(step * max(1, len(series))),
        height,
        _tenths(step * 0.7),
        _tenths(foot),
        tuple(bar(place, *each) for place, each in enumerate(series)),
        chart.text,
    )


def _tenths(value: float) -> float:
    return round(value, 1)
