"""The ways of deciding as people read them, in the agreement and in the decisions."""

from blueprints._shared.speech import language
from coopspace import method
from coopspace.agreement.rules import Method


def method_name(code: str | None) -> str:
    """« Consentement »."""
    return _said(code, "label")


def method_means(code: str | None) -> str:
    """What a way of deciding means, in one sentence."""
    return _said(code, "means")


def _said(code: str | None, what: str) -> str:
    if not code:
        return ""
    return method.load("agreement").text(f"methods.{Method(code)}.{what}", language())
