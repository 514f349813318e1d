"""The machine: everything the facade can do, in any order, on all storages in lock step."""

from tests.integration.adapters.machine.rules.drafts import DraftRules
from tests.integration.adapters.machine.rules.graph import GraphRules
from tests.integration.adapters.machine.rules.notifications import NotificationRules
from tests.integration.adapters.machine.rules.oauth import OAuthRules
from tests.integration.adapters.machine.rules.publishing import PublishingRules
from tests.integration.adapters.machine.rules.reactions import ReactionRules
from tests.integration.adapters.machine.rules.reading import ReadingRules


class Machine(
    PublishingRules,
    GraphRules,
    ReactionRules,
    NotificationRules,
    ReadingRules,
    DraftRules,
    OAuthRules,
):
    """Every rule there is."""
