"""A small OpenID Connect provider on the loopback: discovery, keys, token, claims."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "essaim"
CLIENT_SECRET = "shared"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class MockProvider:
    """What the provider knows: the people it may say, and the codes it has given."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.claims: dict[str, Any] = {"sub": "agent-1", "email": "zoe@example.org", "usual_name": "Exemple"}
        self.asked: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.signs_claims = False
        self.signing_key = KEY
        self.nonce_said: str | None = None
        self.claims_sub: str | None = None

    def authorize(self, address: str) -> str:
        """Play the person who agrees: read what the site asks, return the query it is called back with."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.url}/authorize?")
        code = f"code-{len(self.codes)}"
        self.codes[code] = dict(self.asked)
        return urlencode({"state": self.asked["state"], "code": code})

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        is_known = (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if asked is None or not is_known or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        nonce = asked["nonce"] if self.nonce_said is None else self.nonce_said
        identity = {"sub": self.claims["sub"], "nonce": nonce}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.signed(identity)}

    def signed(self, content: dict[str, Any]) -> str:
        now = int(time.time())
        full = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **content}
        return jwt.encode(full, self.signing_key, algorithm="RS256", headers={"kid": "one"})

    def userinfo(self) -> dict[str, Any]:
        return {**self.claims, "sub": self.claims_sub or self.claims["sub"]}


@contextmanager
def mock_provider() -> Iterator[MockProvider]:
    """Run a provider for the length of a test."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self._answer(200, provider.configuration())
            elif self.path == "/jwks":
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                self._answer(200, {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]})
            elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer opaque":
                claims = provider.userinfo()
                if provider.signs_claims:
                    self._send(200, "application/jwt", provider.signed(claims).encode())
                else:
                    self._answer(200, claims)
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            self._send(status, "application/json", json.dumps(content).encode())

        def _send(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = MockProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
