"""The way to a model's home: HTTPS alone, with the proxy and the certificates of the computer.

Certificates are those of the operating system (truststore), because a company's proxy that looks
into what passes signs it with a certificate that only the system knows; certifi's come on top, and
what `REQUESTS_CA_BUNDLE` or `SSL_CERT_FILE` name. Proxies are those of `HTTPS_PROXY` or the system.
"""

import os
import ssl
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter

from core import __version__
from core.errors import WeightsError, WeightsReason

_MAX_REDIRECTS = 10
_BUSY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
_REFUSALS: dict[int, WeightsReason] = {
    HTTPStatus.UNAUTHORIZED: WeightsReason.FORBIDDEN,
    HTTPStatus.FORBIDDEN: WeightsReason.FORBIDDEN,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: WeightsReason.FORBIDDEN,
    HTTPStatus.NOT_FOUND: WeightsReason.NOT_FOUND,
    HTTPStatus.GONE: WeightsReason.NOT_FOUND,
}
_PROXY_ERRORS = (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)


class SetbackError(Exception):
    """A try that failed with `error`; whether another one may succeed, and not before when.

    `wait` is in seconds, None where the server named no time.
    """

    def __init__(
        self, error: WeightsError, *, may_pass: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(str(error))
        self.error, self.may_pass, self.wait = error, may_pass, wait


class _SystemTrust(HTTPAdapter):
    """Checks certificates as the operating system does."""

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, ssl_context=_trust(), **kwargs)  # type: ignore[arg-type]

    def proxy_manager_for(self, proxy: str, **kwargs: object) -> object:
        return super().proxy_manager_for(proxy, ssl_context=_trust(), **kwargs)


def _trust() -> ssl.SSLContext:
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    own = os.environ.get("SSL_CERT_FILE")
    try:
        if own:
            context.load_verify_locations(own)
    except OSError as error:
        raise ssl.SSLCertVerificationError(f"{own}: {error}") from error
    return context


def open_session(*, unprotected: bool = False) -> requests.Session:
    """A session that has no way but HTTPS, or plain HTTP too: redirects go no other way either.

    Raises `ssl.SSLCertVerificationError` for an `SSL_CERT_FILE` that is none.
    """
    session = requests.Session()
    session.headers.update({"User-Agent": f"Vitrine/{__version__}", "Accept-Encoding": "identity"})
    session.max_redirects = _MAX_REDIRECTS
    session.adapters.clear()
    session.mount("https://", _SystemTrust())
    if unprotected:
        session.mount("http://", HTTPAdapter())
    return session


def answered(reply: requests.Response, title: str) -> None:
    """Raises `SetbackError` for an answer that is a refusal."""
    status = reply.status_code
    if status < HTTPStatus.BAD_REQUEST:
        return
    said = f"{status} {reply.reason} from {reply.url}"
    if status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        busy = WeightsError(title, WeightsReason.SERVER_BUSY, said)
        raise SetbackError(busy, may_pass=True, wait=_retry_after(reply))
    reason = _REFUSALS.get(status, WeightsReason.DOWNLOAD_FAILED)
    raise SetbackError(WeightsError(title, reason, said))


def _retry_after(reply: requests.Response) -> float | None:
    said = reply.headers.get("Retry-After")
    try:
        return urllib3.Retry().parse_retry_after(said) if said else None
    except urllib3.exceptions.InvalidHeader:
        return None


def not_reached(error: Exception, url: str, title: str) -> SetbackError:
    """What an exception of requests, of urllib3 or of the certificates means."""
    said = str(error)
    proxy = _proxy_of(url)
    is_connection = isinstance(error, requests.exceptions.ConnectionError)
    is_proxy = isinstance(
        error, requests.exceptions.ProxyError | requests.exceptions.InvalidProxyURL
    )
    # requests has no word of its own for a SOCKS proxy that is not there.
    if is_proxy or (is_connection and proxy.startswith("socks")):
        return SetbackError(
            WeightsError(_without_password(proxy), WeightsReason.PROXY, said),
            may_pass="Tunnel connection failed: 4" not in said,
        )
    if _is_distrust(error):
        return SetbackError(WeightsError(title, WeightsReason.CERTIFICATE, said))
    if isinstance(error, requests.exceptions.InvalidSchema):
        return SetbackError(WeightsError(title, WeightsReason.INSECURE, said))
    if isinstance(error, requests.exceptions.TooManyRedirects):
        return SetbackError(WeightsError(title, WeightsReason.NOT_FOUND, said))
    if is_connection or isinstance(error, requests.exceptions.Timeout):
        return SetbackError(WeightsError(title, WeightsReason.NO_CONNECTION, said), may_pass=True)
    return SetbackError(WeightsError(title, WeightsReason.DOWNLOAD_FAILED, said))


def _proxy_of(url: str) -> str:
    """The address of the proxy on the way to `url`; empty for none."""
    proxies = requests.utils.get_environ_proxies(url)
    return requests.utils.select_proxy(url, proxies) or ""


def _without_password(proxy: str) -> str:
    """Its "host:port"."""
    return urlsplit(proxy if "://" in proxy else f"//{proxy}").netloc.rpartition("@")[2]


def _is_distrust(error: BaseException | None) -> bool:
    """Whether a certificate was refused, or a file of certificates is none, anywhere below."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        is_network = isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError)
        if isinstance(error, OSError) and not is_network and "ertificate" in str(error):
            return True
        inner = error.__cause__ or error.__context__
        error = inner if isinstance(inner, BaseException) else None
    return False
