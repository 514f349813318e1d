"""A shop whose customers talk about their orders: twite inside Flask, in the shop's own database.

The shop keeps its tables and its transactions.  A customer is a twite user by their external id;
an order and the micropost that tells of it are kept together or not at all.

    TWITE_EXAMPLE_DATABASE=sqlite:///shop.db flask --app examples/flask/app.py run
"""

import os

from flask import Flask, Response, jsonify, request
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    insert,
    select,
)

from twite.domain.users import UserId, UserNotFound
from twite.entrypoints.library import Embedded, connect

metadata = MetaData()
orders = Table(
    "shop_orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer", Text, nullable=False),
    Column("what", Text, nullable=False),
)


class OutOfStock(Exception):
    """The shop changes its mind, after it has written everything down."""


def create_app(database: str | None = None) -> Flask:
    url = database or os.environ["TWITE_EXAMPLE_DATABASE"]
    engine = create_engine(url)
    twite = connect(url, migrate=True)
    metadata.create_all(engine)
    app = Flask(__name__)
    app.extensions["twite"] = twite
    app.extensions["shop"] = engine

    @app.post("/orders")
    def order() -> Response:
        customer, what = request.json["customer"], request.json["what"]
        with engine.begin() as transaction, twite.using(transaction):
            transaction.execute(insert(orders).values(customer=customer, what=what))
            author_id = _user(twite, customer)
            id = twite.microposts.post(author_id=author_id, text=f"I just ordered {what} #order")
            _deliver(transaction, what)
        twite.drain()  # the shop has committed: now tell those who were mentioned
        return jsonify(micropost=str(id))

    @app.get("/orders")
    def told() -> Response:
        page = twite.timelines.tagged(tag="order", viewer_id=None)
        return jsonify(
            [{"by": e.micropost.author.handle, "text": e.micropost.text} for e in page.items]
        )

    @app.errorhandler(OutOfStock)
    def out_of_stock(_: OutOfStock) -> tuple[Response, int]:
        return jsonify(error="out of stock"), 409

    return app


def close(app: Flask) -> None:
    """Give every connection back."""
    app.extensions["twite"].close()
    app.extensions["shop"].dispose()


def _user(twite: Embedded, customer: str) -> UserId:
    """The customer as twite knows them: by the shop's own id."""
    try:
        return twite.users.known_as(customer).id
    except UserNotFound:
        return twite.users.register(handle=f"customer_{customer}", external_id=customer)


def _deliver(transaction: Connection, what: str) -> None:
    ordered = transaction.execute(select(orders).where(orders.c.what == what)).all()
    if len(ordered) > 1:
        raise OutOfStock
