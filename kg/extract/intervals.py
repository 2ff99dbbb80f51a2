"""Exact intervals: a printed figure stands for all values that round to it, so 6.5 covers 6.45 to 6.55."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from kg.values import Money, Quantity, as_money

# Digits kept while a ratio is brought to its printed scale: far more than any printed figure has.
_PRECISION = 60


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        """Refuse an interval whose ends are the wrong way round."""
        if self.low > self.high:
            raise ValueError(f"{self.low} is above {self.high}: an interval runs from low to high")

    def __add__(self, other: Interval) -> Interval:
        """Return every sum of a value of each."""
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        """Return every difference of a value of each."""
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, factor: int) -> Interval:
        """Return every value times a whole number."""
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(ends[0], ends[1])

    def __truediv__(self, other: Interval) -> Interval:
        """Return every quotient; raises ZeroDivisionError where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's interval holds zero")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def overlaps(self, other: Interval) -> bool:
        """Return whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def printed(value: Decimal, scale: int = 1) -> Interval:
    """Return the values a printed figure stands for, each times `scale`: half a unit of its last digit to either side."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no number")
    half = Fraction(1, 2) * Fraction(10) ** exponent
    middle = Fraction(value)
    return Interval((middle - half) * scale, (middle + half) * scale)


def money_interval(money: Money) -> Interval:
    """Return the amounts in yuan that a printed amount of money stands for."""
    unit = as_money(Quantity(Decimal(1), money.unit, "=", money.unit))
    return printed(money.value, int(unit.cny) if unit is not None else 1)


def outward(interval: Interval) -> tuple[Decimal, Decimal]:
    """Return the ends as decimals that enclose the interval: exact where they can be, else widened by less than a ten-thousandth."""
    ends = []
    for end, away in ((interval.low, ROUND_FLOOR), (interval.high, ROUND_CEILING)):
        with localcontext() as context:
            context.prec = _PRECISION
            context.rounding = away
            ends.append((Decimal(end.numerator) / Decimal(end.denominator)).quantize(Decimal("0.0001")).normalize())
    return Decimal(f"{ends[0]:f}"), Decimal(f"{ends[1]:f}")


def rounded(value: Fraction, like: Decimal) -> Decimal:
    """Return `value` rounded half up to as many decimals as `like` prints."""
    exponent = like.as_tuple().exponent
    places = min(0, exponent) if isinstance(exponent, int) else 0
    with localcontext() as context:
        context.prec = _PRECISION
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(places), ROUND_HALF_UP)
