"""Every branch of the evaluator of rules is taken by a case that somebody wrote: a rule refuses or admits people."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from config.env import ROOT

RULES = "essaim.delivery.calls_for_projects.rules"
CASES = ROOT / "essaim/delivery/calls_for_projects/tests"
# Generated cases are left out, since they may take a branch by luck; so is what only puts reasons into words.
WRITTEN = ("-m", "not hypothesis", "-k", "not in_words")


def test_written_cases_take_every_branch_of_the_rules(tmp_path: Path) -> None:
    # A process of its own: this one has imported the rules already, and what defines them would not be seen to run.
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COVERAGE_"))},
        "COVERAGE_FILE": str(tmp_path / "measured"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    cases = [str(path) for path in sorted(CASES.glob("test_rules_*.py"))]
    plugins = ("-p", "pytest_django.plugin", "-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider")
    for words in (
        ("run", "--branch", f"--source={RULES}", "-m", "pytest", "-q", *plugins, *WRITTEN, *cases),
        ("report", "--show-missing", "--skip-covered", "--fail-under=100"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "coverage", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
