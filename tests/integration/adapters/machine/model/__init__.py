"""twite as it is meant, in sets and lists: what every storage has to answer.

Written from the docstrings of the features, slow on purpose.  It shares the words (refusals) with
what it judges, and none of the rules.  One method a command, named ``feature_command``; one named
``feature_command_rows`` beside it says which rows a page is of, where their ids are to be learnt.
"""

from .accounts import Accounts
from .drafts import Drafts
from .graph import Graph
from .notifications import Notifications
from .oauth import OAuth
from .people import People
from .publishing import Publishing
from .reactions import Reactions
from .reading import Reading


class Model(People, Publishing, Graph, Reactions, Notifications, Reading, Drafts, Accounts, OAuth):
    """All of it."""
