"""Faults in lists: what stands in a page, in which order, and how much is read for it."""

from tests.planted.fault import ADAPTERS, USE_CASES, Fault

TIMELINES = f"{ADAPTERS}timelines.py::TestEveryTimeline"

FAULTS = (
    # -- cursors --------------------------------------------------------------------
    Fault(
        "a cursor <= for <",
        "adapters/sql/paging.py",
        'id < bindparam("below"',
        'id <= bindparam("below"',
        TIMELINES,
        "sqlite",
    ),
    Fault(
        "a cursor >= for >",
        "adapters/sql/paging.py",
        'id > bindparam("above"',
        'id >= bindparam("above"',
        TIMELINES,
        "sqlite",
    ),
    Fault(
        "a cursor <= for <, in memory",
        "adapters/memory/tables.py",
        "last = len(keys) if below is None else bisect_left(keys, below)",
        "last = len(keys) if below is None else bisect_right(keys, below)",
        TIMELINES,
        "memory",
    ),
    Fault(
        "no row read beyond the page, that would tell there are more",
        "adapters/sql/paging.py",
        '"most": cursor.limit + 1',
        '"most": cursor.limit',
        TIMELINES,
        "sqlite",
    ),
    Fault(
        "a page upwards that is read from its newest end",
        "adapters/sql/paging.py",
        "between.order_by(id).limit",
        "between.order_by(id.desc()).limit",
        TIMELINES,
        "sqlite",
    ),
    Fault(
        "a page as long as anybody asks for",
        "application/paging.py",
        "read(cursor=cursor.within())",
        "read(cursor=cursor)",
        f"{USE_CASES}timelines.py::TestHome",
    ),
    Fault(
        "a thread that goes on from where it was left once more",
        "adapters/sql/timelines.py",
        'microposts.c.path > bindparam("above_path"',
        'microposts.c.path >= bindparam("above_path"',
        f"{ADAPTERS}timelines.py::TestAThread",
        "sqlite",
    ),
    # -- a filter behind the limit --------------------------------------------------------
    Fault(
        "a filter after the limit: local",
        "adapters/sql/timelines.py",
        "_local = stretch(_LOCAL, entries.c.id)",
        "_last = entries.alias()\n"
        '_most = bindparam("most", type_=Id)\n'
        "_lasts = select(_last.c.id).order_by(_last.c.id.desc()).limit(_most)\n"
        "_local = stretch(_LOCAL.where(entries.c.id.in_(_lasts)), entries.c.id)",
        f"{ADAPTERS}timelines.py::TestTheLocalTimeline",
        "sqlite",
    ),
    Fault(
        "a filter after the limit, in memory",
        "adapters/memory/timelines.py",
        "entries = (entry for key in keys if",
        "entries = (entry for key in islice(keys, cursor.limit + 1) if",
        TIMELINES,
        "memory",
    ),
    Fault(
        "a filter after the limit: notifications",
        "adapters/sql/notifications.py",
        "    (False, False): stretch(_TOLD, notifications.c.id),\n",
        "    (False, False): stretch(\n"
        "        _TOLD.where(\n"
        "            notifications.c.id.in_(\n"
        "                select((last := notifications.alias()).c.id)\n"
        "                .where(last.c.recipient_id == viewer)\n"
        "                .order_by(last.c.id.desc())\n"
        '                .limit(bindparam("most", type_=Id))\n'
        "            )\n"
        "        ),\n"
        "        notifications.c.id,\n"
        "    ),\n",
        f"{ADAPTERS}notifications.py::TestAPage",
        "sqlite",
    ),
    Fault(
        "a filter after the limit: tags",
        "adapters/sql/hashtags.py",
        "walk.c.found + case((is_shown, 1), else_=0)",
        "walk.c.found + 1",
        f"{ADAPTERS}hashtags.py",
        "sqlite",
    ),
    # -- order ------------------------------------------------------------------------
    Fault(
        "ties within a millisecond in whatever order",
        "adapters/sql/paging.py",
        "between.order_by(id.desc()).limit",
        'between.order_by(id.op(">>")(16).desc()).limit',
        TIMELINES,
        "sqlite",
    ),
    Fault(
        "people found in the order they came",
        "adapters/sql/search.py",
        ".order_by(users.c.handle)",
        ".order_by(users.c.id)",
        f"{ADAPTERS}search.py::TestPeople",
        "sqlite",
    ),
    Fault(
        "tags found in no order",
        "adapters/sql/hashtags.py",
        ".order_by(found.c.tag)",
        ".order_by(found.c.posts_count)",
        f"{ADAPTERS}hashtags.py",
        "sqlite",
    ),
    Fault(
        "replies in the order they came, whatever they answer",
        "adapters/sql/timelines.py",
        ".order_by(microposts.c.path)",
        ".order_by(microposts.c.id)",
        f"{ADAPTERS}timelines.py::TestAThread",
        "sqlite",
    ),
    Fault(
        "ids that fall where the clock is set back",
        "adapters/system/ids.py",
        "max(_first(_milliseconds(at), shard), _following(last, shard))",
        "_first(_milliseconds(at), shard)",
        f"{ADAPTERS}system.py::TestIds",
    ),
    Fault(
        "a reply with an id below that of what it answers",
        "adapters/system/ids.py",
        "last = max(self._last.get(shard, 0), after)",
        "last = self._last.get(shard, 0)",
        f"{ADAPTERS}system.py::TestIds",
    ),
    Fault(
        "an entry that is not the author's newest",
        "adapters/sql/timelines.py",
        '        users.c.newest_entry_id < bindparam("id", type_=Id),\n',
        "",
        f"{ADAPTERS}timelines.py::TestEntering",
        "sqlite",
    ),
    # -- home -------------------------------------------------------------------------
    Fault(
        "home of what was said last, whoever said it",
        "adapters/sql/home.py",
        "    if len(found) < wanted:\n",
        "    if not found:\n",
        f"{ADAPTERS}timelines.py::TestAHomeOfMany",
        "sqlite",
    ),
    Fault(
        "home that steps over the newest of whom it looks at next",
        "adapters/sql/home.py",
        "bounds = way.from_(bounds, others[0].nearest)",
        "bounds = way.beyond(bounds, others[0].nearest)",
        f"{ADAPTERS}timelines.py::TestAHomeFoundStepByStep",
        "sqlite",
    ),
    Fault(
        "home that stops at the followees it merges first",
        "adapters/sql/home.py",
        "        elif others:\n            bounds = way.from_(bounds, others[0].nearest)\n",
        "",
        f"{ADAPTERS}timelines.py::TestAHomeFoundStepByStep",
        "sqlite",
    ),
    Fault(
        "home with half of a conversation",
        "adapters/sql/home.py",
        "    entries.c.answered_id.is_(None),\n",
        "    entries.c.answered_id.is_(None),\n    entries.c.answered_id.is_not(None),\n",
        TIMELINES,
        "sqlite",
    ),
    # -- how much is read ------------------------------------------------------------------
    Fault(
        "home that goes on to the first entry there is",
        "adapters/sql/home.py",
        "_ENTRIES.where(entries.c.id.between(nearer, farther), _READ",
        "_ENTRIES.where(_between(entries.c.id), entries.c.id >= nearer, _READ",
        f"{ADAPTERS}budgets.py",
        "sqlite",
    ),
    Fault(
        "a statement for each micropost of a page",
        "application/timelines.py",
        "                self.microposts.show(about, viewer_id=viewer_id),\n",
        "                [\n"
        "                    view\n"
        "                    for id in about\n"
        "                    for view in self.microposts.show([id], viewer_id=viewer_id)\n"
        "                ],\n",
        f"{ADAPTERS}budgets.py::test_a_page_costs_as_many_statements_for_forty_items_as_for_one",
        "sqlite",
    ),
    Fault(
        "microposts looked for where no index helps",
        "adapters/sql/shown.py",
        'and_(among(microposts.c.id, "ids"), READABLE)',
        'and_(among(microposts.c.id + 0, "ids"), READABLE)',
        f"{ADAPTERS}budgets.py::test_no_page_reads_a_long_table_from_end_to_end",
        "sqlite",
    ),
)
