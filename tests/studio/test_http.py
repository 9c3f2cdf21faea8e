"""Headers, refusals, health and metrics."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.support.answers import JIG, problem


def test_malformed_json_is_400_and_a_large_body_413(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    problem(client.post("/api/v1/tunes", content=b'{"key": ', headers=headers), 400)
    problem(client.post("/api/generate", content=b"nonsense", headers=headers), 400)
    large = b'{"abc": "' + b"a" * 300_000 + b'"}'
    problem(client.post("/api/v1/check", content=large, headers=headers), 413)


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/api/v1/choices", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_health_metrics_and_what_is_on_offer(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "healthy", "model_loaded": True}
    client.post("/api/v1/tunes", json=JIG)
    metrics = client.get("/metrics").text
    assert 'tunesmith_requests_total{method="POST",route="/api/v1/tunes",status="201"}' in metrics
    choices = client.get("/api/v1/choices").json()
    assert choices["rhythms"]["jig"] == "6/8"
