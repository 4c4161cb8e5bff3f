"""A real nginx with the settings of ``deploy/nginx.conf``, in front of dashboards on this machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.servers import ROOT, free_port

NGINX = os.environ.get("NGINX_PATH") or shutil.which("nginx")
LOG = "proxy.txt"


@contextlib.contextmanager
def proxy(folder: Path, ports: Sequence[int], tls: bool = True) -> Iterator[str]:
    """The HTTPS address (of a certificate that nobody vouches for) of a proxy before these ports; its log is LOG in ``folder``.

    Without ``tls`` it speaks HTTP, for readers that are threads of one Python: those that read and write one encrypted
    connection at once can lose what they wrote (seen: a question that never left, while proxy and dashboards stood idle).

    Raises ValueError when the settings of the project changed in a way that this does not follow, RuntimeError when nginx refuses them.
    """
    assert NGINX
    _certificate(folder)
    outside = free_port()
    settings = folder / "nginx.conf"
    text = _settings(folder, ports, outside)
    settings.write_text(f"daemon off;\n{text if tls else text.replace(' ssl http2;', ';')}", encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(settings)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if checked.returncode:
        raise RuntimeError(checked.stderr)
    process = subprocess.Popen(command)
    try:
        base = f"{'https' if tls else 'http'}://127.0.0.1:{outside}"
        for _ in range(100):
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"{base}/healthz", verify=False, timeout=20)
                break
            time.sleep(0.1)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)


def _settings(folder: Path, ports: Sequence[int], outside: int) -> str:
    """The project's own settings, with the names and places of this machine put in."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    behind = "\n    ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=10s;" for port in ports)
    text, changed = re.subn(r"(server dashboard-\d+:8501 max_fails=1 fail_timeout=10s;\s*)+", f"{behind}\n  ", text)
    if not changed:
        raise ValueError("deploy/nginx.conf names its dashboards in another way; follow it in bench/proxy.py.")
    for old, new in {
        "listen 8443": f"listen 127.0.0.1:{outside}",
        "listen 8080": f"listen 127.0.0.1:{free_port()}",
        "/etc/nginx/tls": str(folder),
        "/var/cache/nginx": str(folder),
        "include /etc/nginx/mime.types;": "",
        "/dev/stdout": str(folder / LOG),
    }.items():
        if old not in text:
            raise ValueError(f"deploy/nginx.conf has no {old} any more; follow it in bench/proxy.py.")
        text = text.replace(old, new)
    return text


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
