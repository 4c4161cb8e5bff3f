"""The image, the compose file and the proxy keep to the rules of their kind, as far as that can be told without an engine."""

import re

import pytest
import yaml

from deploy import audit
from docs import licences
from tests.conftest import ROOT

PINNED = re.compile(r"[\w./-]+:\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$")
SECRET = re.compile(r"(?i)(secret|password|geheim|token|key)\s*[=:]\s*['\"]?[\w+/]{6,}")


@pytest.fixture(scope="module")
def steps():
    """The instructions of the Dockerfile, each with its words; lines that go on are put together."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def words(steps, kind):
    return [rest for name, rest in steps if name == kind]


def test_bases_are_pinned_and_the_same(steps):
    assert {rest.split()[0] for rest in words(steps, "FROM")} == {"${BASE}"}
    (base,) = words(steps, "ARG")
    assert PINNED.match(base.removeprefix("BASE=")) and "@sha256:" in base
    assert steps[0][0] == "ARG", "what stands before FROM counts for every stage"


def test_it_does_not_run_as_root_and_says_whether_it_is_well(steps):
    last = max(i for i, (name, _) in enumerate(steps) if name == "FROM")
    stage = steps[last:]
    (user,) = words(stage, "USER")
    assert user.split(":")[0].isdigit() and int(user.split(":")[0]) >= 1000
    after = stage[[name for name, _ in stage].index("USER") :]
    assert not words(after, "RUN") and not words(after, "COPY")
    assert "/healthz" in words(stage, "HEALTHCHECK")[0]
    assert words(stage, "CMD")[0].startswith("["), "the process itself gets the signal to stop"
    assert words(stage, "VOLUME") == ["/data"]


def test_nothing_is_fetched_unpinned_and_no_secret_goes_along(steps):
    assert not words(steps, "ADD")
    for command in words(steps, "RUN"):
        assert "apt-get" not in command and "curl" not in command and "sudo" not in command
        assert "pip install" not in command or ("--no-cache-dir" in command and "-r requirements.txt" in command)
    settings = " ".join([*words(steps, "ENV"), *words(steps, "ARG")])
    assert not SECRET.search(settings) and "DSW_BEHEER=0" in settings


def test_everything_that_the_dashboard_reads_is_copied(steps):
    copied = {part for rest in words(steps, "COPY") if not rest.startswith("--") for part in rest.split()[:-1]}
    for room in (
        "loaders",
        "indicators",
        "answers",
        "figures",
        "export",
        "ui",
        "web",
        "pages",
        "static",
        ".streamlit",
        "app.py",
        "data/demo",
    ):
        assert room in copied
    for part in copied:
        assert (ROOT / part).exists(), part
    assert not copied & {".", "tests", "bench", "data"}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".env", ".venv"} <= set(ignored)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_services_are_shut_in(compose):
    for name, service in compose["services"].items():
        assert PINNED.match(service["image"]), name
        assert ("@sha256:" in service["image"]) != ("build" in service), f"{name}: what is not built here has a digest"
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"] and not service.get("privileged")
        assert not SECRET.search(str(service.get("environment", "")))
        assert ("ports" in service) == (name == "proxy"), "only the proxy is reached from outside"
    assert compose["networks"]["inside"]["internal"]
    dashboards = [s for n, s in compose["services"].items() if n.startswith("dashboard")]
    assert len(dashboards) == 2
    for service in dashboards:
        assert service["networks"] == ["inside"] and service["volumes"] == ["data:/data:ro"]


def test_the_proxy_serves_what_compose_starts_and_logs_no_address(compose):
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"server ([\w-]+):8501", text)) == {n for n in compose["services"] if n.startswith("dash")}
    logged = re.search(r"log_format plain .*;", text)[0]
    assert "remote_addr" not in logged and "request_uri" not in logged and "user_agent" not in logged
    assert "TLSv1.1" not in text and "server_tokens off" in text
    for shut in ("/metrics", "/_stcore/metrics"):
        assert f"location = {shut} {{ return 404; }}" in text


def test_only_the_proxy_says_whose_question_it_is(compose):
    """It replaces what a visitor wrote, and the dashboards, which nobody else reaches, believe it."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r"proxy_set_header X-Forwarded-For (.*);", text) == ["$remote_addr"]
    for name, service in compose["services"].items():
        if name.startswith("dashboard"):
            assert service["environment"]["FORWARDED_ALLOW_IPS"] == "*" and "ports" not in service


def test_the_refresh_can_run():
    script = ROOT / "deploy" / "refresh.sh"
    assert script.stat().st_mode & 0o111
    assert "loaders pull" in script.read_text(encoding="utf-8")


def test_the_alerts_are_rules(compose):
    rules = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    assert all({"alert", "expr", "annotations"} <= rule.keys() for rule in rules)


def test_the_audit_fails_on_a_hole_and_says_when_it_knows_nothing(monkeypatch, capsys):
    hole = {"id": "PYSEC-1", "fix_versions": ["2"]}
    answers = {
        "hole": {"dependencies": [{"name": "a", "version": "1", "vulns": [hole]}, {"name": "b", "skip_reason": "x"}]},
        "fine": {"dependencies": [{"name": "a", "version": "1", "vulns": []}]},
        "lost": {"dependencies": [{"name": "a", "skip_reason": "not found"}]},
        "none": None,
    }
    for kind, code, words in (
        ("hole", 1, "PYSEC-1"),
        ("fine", 0, "0 known holes"),
        ("lost", 0, "NOT AUDITED"),
        ("none", 0, "NOT AUDITED"),
    ):
        monkeypatch.setattr(audit, "ask", lambda _, kind=kind: answers[kind])
        assert audit.main() == code
        assert words in capsys.readouterr().out


def test_every_library_has_a_licence_on_the_page():
    text = licences.page()
    for name in licences.FILES:
        for library, version in licences.pins(ROOT / name):
            assert f"| {library} | {version} |" in text
    assert text.count("zie de bibliotheek zelf") == 0
