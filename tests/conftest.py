"""What all tests share: the people and the clock of twite's own plugin, and how Hypothesis runs."""

import os

from hypothesis import Phase, settings

pytest_plugins = [
    "twite.entrypoints.testing.plugin",
    "tests.integration.adapters.machine.summary",
    "tests.integration.http.api.matrix.summary",
]

# A slow machine is no failure, and a failure can be repeated: Hypothesis prints how.
settings.register_profile("everyday", deadline=None, print_blob=True)
# What goes in must not depend on chance: the same examples each time.
settings.register_profile("ci", settings.get_profile("everyday"), derandomize=True, database=None)
# Whether, not how: make faults, make mutants
settings.register_profile(
    "planted", settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate)
)
# For a night: make proof, or pytest --hypothesis-profile=proof
settings.register_profile(
    "proof",
    settings.get_profile("everyday"),
    max_examples=int(os.environ.get("PROOF_EXAMPLES", "5000")),
)
settings.load_profile("ci" if os.environ.get("CI") else "everyday")
