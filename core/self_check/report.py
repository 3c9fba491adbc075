"""What steps are told as: lines for people, one JSON object for programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from core.self_check.step import Step


def line(step: Step) -> str:
    """One step in one line."""
    outcome = "ok" if step.passed else "FAILED"
    return f"{outcome:7} {step.name:20} {step.milliseconds:8.0f} ms  {step.detail}"


def failure(steps: Sequence[Step]) -> str:
    """A sentence that names what has failed; empty where nothing has."""
    failed = [step for step in steps if not step.passed]
    if not failed:
        return ""
    return f"self-check failed: {'; '.join(f'{step.name}: {step.detail}' for step in failed)}"


def as_json(steps: Sequence[Step], versions: Mapping[str, str], seconds: float) -> str:
    """One JSON object in one line of ASCII: `versions`, `steps`, `figures`."""
    failed = sum(not step.passed for step in steps)
    figures = {"steps": len(steps), "failed": failed, "seconds": round(seconds, 1)}
    told = [asdict(step) for step in steps]
    return json.dumps({"versions": dict(versions), "steps": told, "figures": figures})
