"""A storage that speaks as much of S3 as the store asks for: objects, lists, heads and parts. It is on loopback, in memory."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route


class Storage:
    """``objects`` by ``bucket/key``; ``asked`` is every (method, key) that came; ``down`` makes it refuse everything."""

    def __init__(self):
        self.objects, self.moments, self.parts, self.asked, self.down = {}, {}, {}, [], False
        self.app = Starlette(
            routes=[Route("/{path:path}", self.answer, methods=["GET", "HEAD", "PUT", "POST", "DELETE"])]
        )

    async def answer(self, request):
        path = request.path_params["path"].rstrip("/")
        self.asked.append((request.method, path))
        if self.down:
            return Response(status_code=503)
        if not request.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 Credential=proef/"):
            return _error(403, "AccessDenied")
        asked = request.query_params
        if request.method in ("PUT", "POST"):
            return await self.write(request, path, asked)
        if "/" not in path:
            return (
                self.bucket(path, asked)
                if request.method == "GET"
                else Response(headers={"x-amz-bucket-region": "us-east-1"})
            )
        return self.read(request, path)

    def bucket(self, bucket, asked):
        prefix = asked.get("prefix", "")
        keys = [k.removeprefix(f"{bucket}/") for k in sorted(self.objects) if k.startswith(f"{bucket}/{prefix}")]
        rows = "".join(
            f"<Contents><Key>{escape(k)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
            f"<ETag>&quot;x&quot;</ETag><Size>{len(self.objects[f'{bucket}/{k}'])}</Size></Contents>"
            for k in keys
        )
        return _xml(
            f"<ListBucketResult><KeyCount>{len(keys)}</KeyCount><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        )

    def read(self, request, path):
        if path not in self.objects:
            return Response(status_code=404) if request.method == "HEAD" else _error(404, "NoSuchKey")
        body = self.objects[path]
        headers = {
            "ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"',
            "Last-Modified": format_datetime(self.moments[path], usegmt=True),
            "Accept-Ranges": "bytes",
        }
        if request.method == "HEAD":
            return Response(headers={**headers, "Content-Length": str(len(body))})
        span = request.headers.get("range", "").removeprefix("bytes=")
        if not span:
            return Response(body, headers=headers)
        first, last = (int(part) for part in span.split("-"))
        last = min(last, len(body) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
        return Response(body[first : last + 1], 206, headers)

    async def write(self, request, path, asked):
        body = _plain(await request.body(), request.headers)
        if "uploads" in asked:
            return _xml(
                f"<InitiateMultipartUploadResult><UploadId>{escape(path)}</UploadId></InitiateMultipartUploadResult>"
            )
        if "partNumber" in asked:
            self.parts.setdefault(path, {})[int(asked["partNumber"])] = body
            return Response(headers={"ETag": '"deel"'})
        if "uploadId" in asked:
            body = b"".join(part for _, part in sorted(self.parts.pop(path).items()))
        if "/" in path:
            self.objects[path], self.moments[path] = body, datetime.now(UTC)
        if "uploadId" in asked:
            return _xml(
                f"<CompleteMultipartUploadResult><Key>{escape(path)}</Key><ETag>x</ETag></CompleteMultipartUploadResult>"
            )
        return Response(headers={"ETag": '"x"'})


def _plain(body, headers):
    """The bytes without the chunks that the client signs one by one."""
    if "aws-chunked" not in headers.get("content-encoding", "") and "STREAMING" not in headers.get(
        "x-amz-content-sha256", ""
    ):
        return body
    found = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if not length:
            break
        found, body = found + body[:length], body[length + 2 :]
    return found


def _xml(text):
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{text}', media_type="application/xml")


def _error(status, code):
    return Response(
        f"<Error><Code>{code}</Code><Message>{code}</Message></Error>", status, media_type="application/xml"
    )
