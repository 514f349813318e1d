"""Chance from the operating system."""

from secrets import token_urlsafe

from attrs import frozen

from ...application.ports.system import Secrets

TOKEN_BYTES = 16


@frozen
class SystemSecrets(Secrets):
    def token(self) -> str:
        return token_urlsafe(TOKEN_BYTES)
