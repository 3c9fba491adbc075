"""The commands of `vitrine-cli models`: list, fetch, import, export, remove."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from core import folders, model_use, wire
from core.cli import output
from core.cli.commands import ExitCode
from core.errors import WeightsError, WeightsReason
from core.handover import Handover, export_to, import_from
from core.messages import sentence
from core.models import Model
from core.weights import ModelStore


def list_models(options: argparse.Namespace, store: ModelStore) -> int:
    """Which models are known, and where they are."""
    _report(options, store, store.models)
    return ExitCode.DONE


def fetch_models(options: argparse.Namespace, store: ModelStore) -> int:
    """Bring models that are not here; one that does not come holds up no other."""
    if options.embedded:
        store = replace(store, target=folders.resource("models"))
    wanted = [store.model(i) for i in options.ids] or [
        model for model in store.models.values() if model.embedded
    ]
    failures: list[WeightsError] = []
    for model in wanted:
        if store.is_usable(model.id):
            continue
        print(f"fetching {model.title}", file=sys.stderr)
        try:
            output.follow(store.fetch(model.id))
        except WeightsError as error:
            failures.append(error)
    for failure in failures[1:]:
        print(sentence(failure), file=sys.stderr)
    if failures:
        raise failures[0]
    _report(options, store, [model.id for model in wanted])
    return ExitCode.DONE


def import_models(options: argparse.Namespace, store: ModelStore) -> int:
    """Take models from a file or folder."""
    taken = output.result(import_from(store, options.path))
    return _handed_over(options, store, taken)


def export_models(options: argparse.Namespace, store: ModelStore) -> int:
    """Copy models to a folder for another machine."""
    ids = options.ids or [model_id for model_id in store.models if store.is_usable(model_id)]
    given = output.result(export_to(store, ids, options.folder))
    return _handed_over(options, store, given)


def remove_models(options: argparse.Namespace, store: ModelStore) -> int:
    """Delete models from the models folder, unless a catalogue uses them."""
    models = [store.model(model_id) for model_id in dict.fromkeys(options.ids)]
    for model in models:
        model_use.remove(store, model.id, options.catalogue)
    removed = [model.id for model in models]
    output.report(options, {"removed": removed}, lambda: "\n".join(removed))
    return ExitCode.DONE


def _handed_over(options: argparse.Namespace, store: ModelStore, done: Handover) -> int:
    for refusal in done.refused:
        print(sentence(refusal), file=sys.stderr)
    _report(options, store, done.models, {"refused": [wire.error_values(e) for e in done.refused]})
    if not done.refused:
        return ExitCode.DONE
    return ExitCode.SOME_SET_ASIDE if done.models else ExitCode.FAILED


def _report(
    options: argparse.Namespace,
    store: ModelStore,
    ids: Iterable[str],
    more: dict[str, object] | None = None,
) -> None:
    rows = [_values(store.model(model_id), store) for model_id in ids]
    output.report(options, {"models": rows, **(more or {})}, lambda: _text(rows))


def _values(model: Model, store: ModelStore) -> dict[str, Any]:
    """A model as JSON values, with where it is, and `why` (a `WeightsReason`) it is no use."""
    why, path = "", None
    try:
        path = store.verified(model.id)
    except WeightsError as error:
        why = str(error.reason)
        path = None if error.reason == WeightsReason.MISSING else Path(error.subject)
    return {
        "id": model.id,
        "title": model.title,
        "job": model.job,
        "size": model.size,
        "needs": model.needs,
        "sha256": model.sha256,
        "licence": model.licence,
        "embedded": model.embedded,
        "path": str(path) if path else None,
        "usable": not why,
        "why": why,
    }


def _text(rows: list[dict[str, Any]]) -> str:
    """Models, a line each, with where they are."""
    return "\n".join(
        f"{row['id']:22} {row['job']:9} {row['size'] / 1e6:7.1f} MB  "
        f"{row['why'] or 'here':13} {row['licence']}"
        + (f"\n{'':22} {row['path']}" if row["path"] else "")
        for row in rows
    )
