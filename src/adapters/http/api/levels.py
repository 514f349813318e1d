"""How much of Mastodon's API is here: all that it documents, but what is for its admins."""

from collections.abc import Iterable, Iterator, Mapping

from .entities.operations import Operation
from .reception import Route
from .streaming import HEALTH, PATH, PATHS

# What is documented, by path.  What the route table has is left out when it is told, so an
# operation that is added later needs no change here.
DOCUMENTED: Mapping[str, str] = {
    "/.well-known/oauth-authorization-server": "GET",
    "/api/oembed": "GET",
    "/api/v1/accounts": "POST",
    "/api/v1/accounts/familiar_followers": "GET",
    "/api/v1/accounts/{id}/endorse": "POST",
    "/api/v1/accounts/{id}/endorsements": "GET",
    "/api/v1/accounts/{id}/featured_tags": "GET",
    "/api/v1/accounts/{id}/identity_proofs": "GET",
    "/api/v1/accounts/{id}/lists": "GET",
    "/api/v1/accounts/{id}/note": "POST",
    "/api/v1/accounts/{id}/pin": "POST",
    "/api/v1/accounts/{id}/unendorse": "POST",
    "/api/v1/accounts/{id}/unpin": "POST",
    "/api/v1/announcements/{id}/dismiss": "POST",
    "/api/v1/announcements/{id}/reactions/{name}": "DELETE PUT",
    "/api/v1/annual_reports": "GET",
    "/api/v1/annual_reports/{year}": "GET",
    "/api/v1/annual_reports/{year}/generate": "POST",
    "/api/v1/annual_reports/{year}/read": "POST",
    "/api/v1/annual_reports/{year}/state": "GET",
    "/api/v1/apps": "POST",
    "/api/v1/apps/verify_credentials": "GET",
    "/api/v1/collections": "POST",
    "/api/v1/collections/{collection_id}/items": "POST",
    "/api/v1/collections/{collection_id}/items/{id}": "DELETE",
    "/api/v1/collections/{collection_id}/items/{id}/revoke": "POST",
    "/api/v1/collections/{id}": "DELETE GET PATCH",
    "/api/v1/conversations": "GET",
    "/api/v1/conversations/{id}": "DELETE",
    "/api/v1/conversations/{id}/read": "POST",
    "/api/v1/directory": "GET",
    "/api/v1/domain_blocks": "DELETE GET POST",
    "/api/v1/emails/confirmations": "POST",
    "/api/v1/endorsements": "GET",
    "/api/v1/featured_tags": "GET POST",
    "/api/v1/featured_tags/suggestions": "GET",
    "/api/v1/featured_tags/{id}": "DELETE",
    "/api/v1/filters": "POST",
    "/api/v1/filters/{id}": "DELETE GET PUT",
    "/api/v1/followed_tags": "GET",
    "/api/v1/instance/activity": "GET",
    "/api/v1/instance/domain_blocks": "GET",
    "/api/v1/instance/extended_description": "GET",
    "/api/v1/instance/peers": "GET",
    "/api/v1/instance/privacy_policy": "GET",
    "/api/v1/instance/terms_of_service": "GET",
    "/api/v1/instance/terms_of_service/{date}": "GET",
    "/api/v1/instance/translation_languages": "GET",
    "/api/v1/lists": "POST",
    "/api/v1/lists/{id}": "DELETE GET PUT",
    "/api/v1/lists/{id}/accounts": "DELETE GET POST",
    "/api/v1/markers": "GET POST",
    "/api/v1/media": "POST",
    "/api/v1/media/{id}": "DELETE GET PUT",
    "/api/v1/notifications/requests": "GET",
    "/api/v1/notifications/requests/accept": "POST",
    "/api/v1/notifications/requests/dismiss": "POST",
    "/api/v1/notifications/requests/merged": "GET",
    "/api/v1/notifications/requests/{id}": "GET",
    "/api/v1/notifications/requests/{id}/accept": "POST",
    "/api/v1/notifications/requests/{id}/dismiss": "POST",
    "/api/v1/polls/{id}": "GET",
    "/api/v1/polls/{id}/votes": "POST",
    "/api/v1/preferences": "GET",
    "/api/v1/profile": "GET PATCH",
    "/api/v1/profile/avatar": "DELETE",
    "/api/v1/profile/header": "DELETE",
    "/api/v1/push/subscription": "DELETE GET POST PUT",
    "/api/v1/reports": "POST",
    "/api/v1/scheduled_statuses": "GET",
    "/api/v1/scheduled_statuses/{id}": "DELETE GET PUT",
    "/api/v1/statuses/{id}/interaction_policy": "PUT",
    "/api/v1/statuses/{id}/mute": "POST",
    "/api/v1/statuses/{id}/quotes": "GET",
    "/api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke": "POST",
    "/api/v1/statuses/{id}/translate": "POST",
    "/api/v1/statuses/{id}/unmute": "POST",
    "/api/v1/streaming": "GET",
    "/api/v1/streaming/direct": "GET",
    "/api/v1/streaming/hashtag": "GET",
    "/api/v1/streaming/hashtag/local": "GET",
    "/api/v1/streaming/health": "GET",
    "/api/v1/streaming/list": "GET",
    "/api/v1/streaming/public": "GET",
    "/api/v1/streaming/public/local": "GET",
    "/api/v1/streaming/public/remote": "GET",
    "/api/v1/streaming/user": "GET",
    "/api/v1/streaming/user/notification": "GET",
    "/api/v1/suggestions": "GET",
    "/api/v1/suggestions/{account_id}": "DELETE",
    "/api/v1/tags/{id}/feature": "POST",
    "/api/v1/tags/{id}/unfeature": "POST",
    "/api/v1/tags/{name}": "GET",
    "/api/v1/tags/{name}/follow": "POST",
    "/api/v1/tags/{name}/unfollow": "POST",
    "/api/v1/timelines/direct": "GET",
    "/api/v1/timelines/link": "GET",
    "/api/v1/timelines/list/{list_id}": "GET",
    "/api/v1/trends/links": "GET",
    "/api/v1/trends/statuses": "GET",
    "/api/v1/trends/tags": "GET",
    "/api/v1/accounts/{account_id}/collections": "GET",
    "/api/v1/accounts/{account_id}/in_collections": "GET",
    "/api/v1_alpha/async_refreshes/{id}": "GET",
    "/api/v2/filters": "POST",
    "/api/v2/filters/keywords/{id}": "DELETE GET PUT",
    "/api/v2/filters/statuses/{id}": "DELETE GET",
    "/api/v2/filters/{filter_id}/keywords": "GET POST",
    "/api/v2/filters/{filter_id}/statuses": "GET POST",
    "/api/v2/filters/{id}": "DELETE GET PUT",
    "/api/v2/media": "POST",
    "/api/v2/notifications": "GET",
    "/api/v2/notifications/policy": "GET PATCH",
    "/api/v2/notifications/unread_count": "GET",
    "/api/v2/notifications/{group_key}": "GET",
    "/api/v2/notifications/{group_key}/accounts": "GET",
    "/api/v2/notifications/{group_key}/dismiss": "POST",
    "/api/v2/suggestions": "GET",
    "/api/v2_alpha/notifications": "GET",
    "/api/v2_alpha/notifications/unread_count": "GET",
    "/api/v2_alpha/notifications/{group_key}": "GET",
    "/api/v2_alpha/notifications/{group_key}/dismiss": "POST",
    "/oauth/authorize": "GET",
    "/oauth/revoke": "POST",
    "/oauth/token": "POST",
    "/oauth/userinfo": "GET",
}


# Where people are asked, by the site; and where programs are told what happens.
ELSEWHERE = ("GET /oauth/authorize", *(f"GET {path}" for path in (PATH, *PATHS, HEALTH)))


def conformance(routes: Iterable[Route]) -> list[Operation]:
    """All there are, by path and method."""
    served = [
        Operation(
            method=route.method,
            path=route.path,
            level=route.level,
            scope=str(route.declares["scope"]),
            needs=str(route.declares["needs"]),
        )
        for route in routes
    ]
    known = {(one.method, _shape(one.path)) for one in served}
    others = [one for one in _others() if (one.method, _shape(one.path)) not in known]
    return sorted([*served, *others], key=lambda one: (one.path, one.method))


def as_table(operations: Iterable[Operation]) -> Iterator[str]:
    """For docs/api.md."""
    yield "| operation | level | scope | token |"
    yield "|---|---|---|---|"
    for one in operations:
        scope = f"`{one.scope}`" if one.scope is not None else ""
        yield f"| `{one.method} {one.path}` | {one.level} | {scope} | {one.needs or ''} |"


def _others() -> Iterator[Operation]:
    for path, methods in DOCUMENTED.items():
        for method in methods.split():
            is_there = f"{method} {path}" in ELSEWHERE
            yield Operation(method=method, path=path, level="real" if is_there else "absent")


def _shape(path: str) -> str:
    """Whatever its parameters are called."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
