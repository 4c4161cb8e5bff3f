"""A provider of logins on loopback: it asks nothing and says of whoever comes what the test told it to say."""

import base64
import json
import time
from urllib.parse import parse_qs, urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT, SECRET = "dashboard", "geheim-van-de-test"


class Provider:
    """``claims`` is what the next login says; ``app`` is the server; set ``address`` once it is known."""

    def __init__(self):
        self.claims, self.address, self.codes = {}, "", {}
        self.key = RSAKey.generate_key(2048, {"kid": "proef", "use": "sig", "alg": "RS256"}, private=True)
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.about),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", self.jwks),
            ]
        )

    async def about(self, request):
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(self, request):
        asked = request.query_params
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked.get("nonce")
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def token(self, request):
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        basic = request.headers.get("authorization", "").removeprefix("Basic ")
        known = (
            base64.b64decode(basic).decode() == f"{CLIENT}:{SECRET}" if basic else form.get("client_secret") == SECRET
        )
        if not known or form.get("code") not in self.codes or "code_verifier" not in form:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "iemand",
            "iat": now,
            "exp": now + 300,
            "nonce": self.codes.pop(form["code"]),
            **self.claims,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "proef"}, claims, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    async def jwks(self, request):
        return JSONResponse(json.loads(json.dumps(KeySet([self.key]).as_dict(private=False))))
