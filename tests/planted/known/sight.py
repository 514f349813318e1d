"""Faults in who sees what, who may do what, and who is told of it."""

from tests.planted.fault import ADAPTERS, DOMAIN, HTTP, USE_CASES, Fault

TIMELINES = f"{ADAPTERS}timelines.py::TestEveryTimeline"

FAULTS = (
    # -- microposts ---------------------------------------------------------------------
    Fault(
        "a repost that leaks a followers-only post to its reposter's readers",
        "domain/reposts.py",
        "(visibility is Visibility.FOLLOWERS and author_id == by)",
        "visibility is Visibility.FOLLOWERS",
        f"{USE_CASES}reposts.py::TestReposting",
    ),
    Fault(
        "a repost that leaks a followers-only post on a profile",
        "adapters/sql/timelines.py",
        "READABLE, or_(~IS_REPOST, SHOWN), PASSABLE\n",
        "or_(IS_REPOST, READABLE), or_(~IS_REPOST, SHOWN), PASSABLE\n",
        TIMELINES,
        "sqlite",
    ),
    Fault(
        "a repost that leaks a followers-only post at home",
        "adapters/sql/home.py",
        "_READ, _HEARD, SHOWABLE, PASSED)",
        '_READ, _HEARD, SHOWABLE | (entries.c.kind == "repost"), PASSED)',
        TIMELINES,
        "sqlite",
    ),
    Fault(
        "a thread that shows what one may not read",
        "adapters/sql/timelines.py",
        "        SHOWABLE,\n    )\n    .order_by(microposts.c.path)",
        "        SHOWN,\n    )\n    .order_by(microposts.c.path)",
        f"{ADAPTERS}timelines.py::TestAThread",
        "sqlite",
    ),
    Fault(
        "a thread that shows above it what one may not read",
        "adapters/sql/timelines.py",
        '    among(microposts.c.id, "ids"), READABLE\n',
        '    among(microposts.c.id, "ids")\n',
        f"{ADAPTERS}timelines.py::TestAThread",
        "sqlite",
    ),
    Fault(
        "a reply that names what it answers to whom may not read that",
        "adapters/sql/shown.py",
        "and_(_answered.c.id == microposts.c.in_reply_to_id, readable(_answered))",
        "_answered.c.id == microposts.c.in_reply_to_id",
        f"{ADAPTERS}microposts.py::TestAView",
        "sqlite",
    ),
    Fault(
        "earlier versions shown to whom the last one names",
        "adapters/sql/versions.py",
        "from .audience import RECALLABLE",
        "from .audience import READABLE as RECALLABLE",
        f"{ADAPTERS}microposts.py::TestSaving",
        "sqlite",
    ),
    Fault(
        "a local timeline of what is unlisted, too",
        "adapters/sql/timelines.py",
        '    entries.c.visibility == constant("public"),\n',
        "",
        f"{ADAPTERS}timelines.py::TestTheLocalTimeline",
        "sqlite",
    ),
    Fault(
        "a search that finds what is for followers",
        "adapters/sql/search.py",
        "from .audience import FINDABLE, MET, SqlAudience",
        "from .audience import SHOWABLE as FINDABLE, MET, SqlAudience",
        f"{ADAPTERS}search.py::TestTheRule",
        "sqlite",
    ),
    Fault(
        "a tag counted by what one may not read",
        "adapters/sql/hashtags.py",
        ".where(taggings.c.tag == walk.c.tag, SHOWABLE)",
        ".where(taggings.c.tag == walk.c.tag)",
        f"{ADAPTERS}hashtags.py",
        "sqlite",
    ),
    Fault(
        "a favourite that keeps what one may read no more",
        "adapters/sql/favourites.py",
        ".where(favourites.c.user_id == viewer, READABLE)",
        ".where(favourites.c.user_id == viewer)",
        f"{ADAPTERS}favourites.py::TestOnesOwn",
        "sqlite",
    ),
    Fault(
        "a bookmark that keeps what one may read no more",
        "adapters/sql/bookmarks.py",
        ".where(bookmarks.c.user_id == viewer, READABLE)",
        ".where(bookmarks.c.user_id == viewer)",
        f"{ADAPTERS}bookmarks.py::TestOnesOwn",
        "sqlite",
    ),
    Fault(
        "whoever favourited it, blocked or not",
        "adapters/sql/favourites.py",
        'bindparam("micropost_id"), may_hear(favourites.c.user_id))',
        'bindparam("micropost_id"))',
        f"{ADAPTERS}favourites.py::TestWhoFavourited",
        "sqlite",
    ),
    Fault(
        "whoever reposted it, blocked or not",
        "adapters/sql/reposts.py",
        "        IS_REPOST,\n        may_hear(entries.c.author_id),\n",
        "        IS_REPOST,\n",
        f"{ADAPTERS}reposts.py::TestWhoReposted",
        "sqlite",
    ),
    Fault(
        "the mentioned asked of any micropost",
        "adapters/memory/audience.py",
        "mentioned = any(viewer_id == id for id in micropost.mentioned_ids)",
        "mentioned = bool(micropost.mentioned_ids)",
        f"{ADAPTERS}audience.py",
        "memory",
    ),
    Fault(
        "a block that holds one way alone",
        "adapters/memory/audience.py",
        "any(True for pair in (there, back) for _ in tables.blocks.keys",
        "any(True for pair in (there,) for _ in tables.blocks.keys",
        f"{ADAPTERS}audience.py",
        "memory",
    ),
    Fault(
        "a mute that never ends",
        "adapters/sql/audience.py",
        "or_(_mutes.c.expires_at.is_(None), _mutes.c.expires_at > now)",
        "or_(_mutes.c.expires_at.is_(None), _mutes.c.expires_at.is_not(None))",
        f"{ADAPTERS}audience.py",
        "sqlite",
    ),
    Fault(
        "a mute that holds in the moment it ends",
        "adapters/sql/audience.py",
        "_mutes.c.expires_at > now",
        "_mutes.c.expires_at >= now",
        f"{ADAPTERS}audience.py",
        "sqlite",
    ),
    # -- what one may do ------------------------------------------------------------------
    Fault(
        "anybody's micropost deleted",
        "adapters/sql/microposts.py",
        '_FIND.where(microposts.c.author_id == bindparam("owner_id"))',
        "_FIND",
        f"{ADAPTERS}microposts.py::TestAMicropost",
        "sqlite",
    ),
    Fault(
        "a reply to what one may not read",
        "application/microposts.py",
        "work.microposts.get_readable(said.in_reply_to_id, viewer_id=said.author_id)",
        "work.microposts.find(said.in_reply_to_id)",
        f"{USE_CASES}microposts.py::TestReplying",
    ),
    Fault(
        "a follow across a block",
        "application/follows.py",
        """other.state is not UserState.ACTIVE or work.blocks.find(
                blocker_id=whom, blocked_id=by
            )""",
        "other.state is not UserState.ACTIVE",
        f"{USE_CASES}follows.py::TestFollowing",
    ),
    Fault(
        "a locked user followed without being asked",
        "application/follows.py",
        "            elif other.is_locked:\n",
        "            elif other.is_locked and not reposts:\n",
        f"{USE_CASES}follows.py::TestAskingALockedUser",
    ),
    Fault(
        "a block that leaves the blocked their follow",
        "application/blocks.py",
        "for follower_id, followee_id in ((by, whom), (whom, by)):",
        "for follower_id, followee_id in ((by, whom),):",
        f"{USE_CASES}blocks.py::TestBlocking",
    ),
    Fault(
        "the suspended follow",
        "application/follows.py",
        "            follower.acting()\n",
        "",
        f"{USE_CASES}follows.py::TestFollowing",
    ),
    Fault(
        "an invitation for as many as there are",
        "adapters/sql/registrations.py",
        "self._connection.execute(_REDEEM, asked).rowcount == 1",
        "self.holds(token_hash, now=now)",
        f"{ADAPTERS}registrations.py",
        "sqlite",
    ),
    # -- who is known -------------------------------------------------------------------
    Fault(
        "a session of who is suspended",
        "adapters/sql/sessions.py",
        ", users.c.state == UserState.ACTIVE)\n)\n_page",
        ")\n)\n_page",
        f"{ADAPTERS}sessions.py::TestASession",
        "sqlite",
    ),
    Fault(
        "anybody's session ended by its id",
        "adapters/sql/sessions.py",
        '    sessions.c.id == bindparam("b_id"), sessions.c.user_id == bindparam("b_owner_id")\n',
        '    sessions.c.id == bindparam("b_id")\n',
        f"{ADAPTERS}sessions.py::TestEnding",
        "sqlite",
    ),
    Fault(
        "a session for one moment too long",
        "domain/sessions.py",
        "return now < self.expires_at",
        "return now <= self.expires_at",
        f"{DOMAIN}sessions.py",
    ),
    Fault(
        "sessions that outlive a change of what proves them",
        "application/credentials.py",
        "        revoke_everything(work, after.user_id)\n",
        "",
        f"{USE_CASES}revocation.py",
    ),
    Fault(
        "a suspension that ends at the next log-in",
        "application/users.py",
        "            if act is Act.SUSPENDED:\n                revoke_everything(work, id)\n",
        "",
        f"{USE_CASES}moderation.py::TestSuspending",
    ),
    Fault(
        "a closed account with its password",
        "application/users.py",
        "            work.credentials.remove(id)\n",
        "",
        f"{USE_CASES}closing.py::TestClosing",
    ),
    Fault(
        "no password checked for whoever is unknown: sooner told",
        "application/credentials.py",
        "right = self.passwords.verify(given, known.password_hash if known else None)",
        "right = known is not None and self.passwords.verify(given, known.password_hash)",
        f"{USE_CASES}credentials.py::TestProving",
    ),
    Fault(
        "a form of another session taken for ours",
        "adapters/http/csrf.py",
        'hmac.new((session or "").encode(), cookie.encode(), sha256)',
        'hmac.new(b"", cookie.encode(), sha256)',
        f"{HTTP}csrf.py::TestAForm",
    ),
    Fault(
        "a form from another site",
        "adapters/http/csrf.py",
        "if self.origin is not None and self.origin.lower() not in ours:",
        "if self.origin is None:",
        f"{HTTP}csrf.py::TestWhereItComesFrom",
    ),
    # -- who is told --------------------------------------------------------------------
    Fault(
        "a stale notification after a block",
        "adapters/sql/notifications.py",
        "    may_tell(notifications.c.actor_id),\n",
        "",
        f"{ADAPTERS}notifications.py",
        "sqlite",
    ),
    Fault(
        "an unread count of what is not shown",
        "adapters/sql/notifications.py",
        ".where(_SHOWABLE, _STANDS, notifications.c.id > _last_read)",
        ".where(notifications.c.recipient_id == viewer, _STANDS, notifications.c.id > _last_read)",
        f"{ADAPTERS}notifications.py",
        "sqlite",
    ),
    Fault(
        "a notification that outlives what it tells",
        "adapters/sql/notifications.py",
        "    _is_so(),\n",
        "",
        f"{ADAPTERS}notifications.py",
        "sqlite",
    ),
    Fault(
        "a notification of what one may not read",
        "adapters/sql/notifications.py",
        "exists().where(microposts.c.id == notifications.c.micropost_id, READABLE)",
        "exists().where(microposts.c.id == notifications.c.micropost_id)",
        f"{ADAPTERS}notifications.py",
        "sqlite",
    ),
    Fault(
        "what was dismissed comes back",
        "adapters/sql/notifications.py",
        "    .where(_SHOWABLE, _STANDS)\n)\n_of_kinds",
        "    .where(_SHOWABLE)\n)\n_of_kinds",
        f"{ADAPTERS}notifications.py::TestPuttingAway",
        "sqlite",
    ),
    Fault(
        "one clears what others were told",
        "adapters/sql/notifications.py",
        """_CLEAR = (
    update(notifications)
    .where(
        notifications.c.recipient_id == viewer,
""",
        """_CLEAR = (
    update(notifications)
    .where(
""",
        f"{ADAPTERS}notifications.py::TestPuttingAway",
        "sqlite",
    ),
    Fault(
        "a mention that mails somebody who may not read it",
        "application/mail.py",
        """        for micropost in self.microposts.show(about, viewer_id=mail.recipient_id):
            is_named = mail.recipient_id in micropost.mentions.values()
            if is_named and self.notifications.tells(
                mail.recipient_id, of=micropost.author.id, now=now
            ):
""",
        """        for micropost in self.microposts.show(about, viewer_id=None):
            is_named = mail.recipient_id in micropost.mentions.values()
            if is_named:
""",
        f"{USE_CASES}mail.py",
    ),
    Fault(
        "a mail to whom an edit left out",
        "application/mail.py",
        "            if is_named and self.notifications.tells(\n",
        "            if self.notifications.tells(\n",
        f"{USE_CASES}mail.py::TestTelling",
    ),
    Fault(
        "a mail that says what was for some alone",
        "application/mail.py",
        ' if micropost.visibility.is_counted else ""',
        "",
        f"{USE_CASES}mail.py::TestTelling",
    ),
    Fault(
        "word to oneself of what one did",
        "application/notifications.py",
        "        if recipient_id == actor_id:\n            return\n",
        "",
        f"{USE_CASES}notifications.py",
    ),
)
