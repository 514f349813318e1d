"""twite schedule: what happens by the clock."""

from tests.integration.cli.conftest import Run


def test_shows_what_was_never_done_with_its_next_time(run: Run) -> None:
    run("migrate")

    heads, housekeeping, maintenance = run("schedule").stdout.splitlines()

    assert heads.split() == ["JOB", "WHEN", "LAST", "RESULT", "NEXT"]
    assert housekeeping.startswith("housekeeping  17 * * * *  never")
    assert maintenance.startswith("maintenance   47 3 * * *  never")


def test_does_a_job_now_and_says_what_came_of_it(run: Run) -> None:
    run("migrate")

    assert run("schedule", "run", "housekeeping").stdout == "housekeeping: nothing\n"

    _, housekeeping, _ = run("schedule").stdout.splitlines()
    assert "never" not in housekeeping
    assert "nothing" in housekeeping


def test_a_job_that_nobody_has_is_a_sentence(run: Run) -> None:
    run("migrate")

    ended = run("schedule", "run", "nonsense")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "there is no job of that name" in ended.stderr
